"""How far a notebook is: the state of each step, told by the records in its outputs and by the study.

A pure function of JSON, so that a panel, a run from a terminal and a test see the same. A cell rests on another if it
reads a name that the other, the nearest one above, binds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.core.flow import EVERYTHING, Flow
from workbench.core.schema import Json
from workbench.core.source_hash import hash_of_source
from workbench.templates.records import Kept, Record, record_of

__all__ = ["CodeCell", "StudyKnown", "code_cells", "step_states"]


@dataclass(frozen=True)
class StudyKnown:
    """What is known of a study, where one is open.

    Parameters
    ----------
    kept : tuple of Kept
        The results in it.
    overruled : tuple of mapping
        What it overrules, each with code, scope and reason.
    """

    kept: tuple[Kept, ...] = ()
    overruled: tuple[Mapping[str, str], ...] = ()

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> StudyKnown:
        """Return it from JSON as the bridge answers.

        Parameters
        ----------
        given : mapping
            ``kept`` and ``overruled``.
        """
        kept = (Kept(one["stage"], one["name"], one["fingerprint"]) for one in given.get("kept", ()))
        return cls(tuple(kept), tuple(given.get("overruled", ())))


@dataclass
class CodeCell:
    """A code cell, and how it stands with it.

    Parameters
    ----------
    index : int
        Its place among all cells.
    step : mapping or None
        Its step, title and reason; ``None`` where it is none.
    hash : str
        Of its source.
    record : Record or None
        Of its last run.
    flow : Flow or None
        What it read and bound when it ran; ``None`` where it has not, or nobody knows.
    state, because, after
        As :func:`step_states` tells them.
    missing : list of str
        What it needs of the study.
    """

    index: int
    step: Mapping[str, Any] | None
    hash: str
    record: Record | None
    flow: Flow | None
    state: str = "to_do"
    because: str = ""
    after: Json = None
    missing: list[str] = field(default_factory=list)

    @property
    def place(self) -> str | int:
        """What it is called: its step, else its place."""
        return str(self.step["step"]) if self.step else self.index

    def become(self, state: str, because: str = "", after: Json = None) -> None:
        """Take a state."""
        self.state, self.because, self.after = state, because, after


def step_states(
    notebook: Mapping[str, Any], *, kernel: str = "", study: StudyKnown | None = None
) -> list[dict[str, Json]]:
    """Return the state of each step of a notebook.

    Parameters
    ----------
    notebook : mapping
        The JSON of a notebook.
    kernel : str
        The process that lives now, as records name it; empty where none does.
    study : StudyKnown, optional
        What is known of the study; without it, what a step needs of one is not judged.

    Returns
    -------
    list of dict
        One entry a step: ``cell`` (its place), ``step``, ``title``, ``why``, ``state`` (``to_do``, ``failed``,
        ``stale``, ``blocked`` or ``done``), ``because`` (``""``, ``error``, ``interrupted``, ``edited``, ``earlier``,
        ``study`` or ``needs``), ``after`` (the step or place that is the reason), ``needs`` (what is lacking),
        ``said``, ``ran``, ``seconds``, ``remembered`` (whether its values are in memory) and ``findings``.

    Examples
    --------
    >>> cell = {"cell_type": "code", "source": "1", "metadata": {"workbench": {"step": "a", "title": "A", "why": "b"}}}
    >>> [(one["step"], one["state"]) for one in step_states({"cells": [cell]})]
    [('a', 'to_do')]
    """
    cells = code_cells(notebook, study)
    return [_entry(cell, kernel, study) for cell in cells if cell.step]


def code_cells(notebook: Mapping[str, Any], study: StudyKnown | None = None) -> list[CodeCell]:
    """Return how it stands with every code cell of a notebook, steps or not.

    Parameters
    ----------
    notebook, study
        As of :func:`step_states`.
    """
    cells = _read(notebook)
    _match_earlier(cells)
    reckoning = _Reckoning(cells, study, _needs(notebook))
    for cell in cells:
        reckoning.judge(cell)
    return cells


def _read(notebook: Mapping[str, Any]) -> list[CodeCell]:
    cells = []
    given = notebook.get("cells")
    for index, cell in enumerate(given if isinstance(given, list) else []):
        if not isinstance(cell, Mapping) or cell.get("cell_type") != "code":
            continue
        source = cell.get("source", "")
        metadata = cell.get("metadata")
        step = metadata.get("workbench") if isinstance(metadata, Mapping) else None
        is_step = isinstance(step, Mapping) and isinstance(step.get("step"), str)
        record = record_of(cell)
        text = source if isinstance(source, str) else "".join(source)
        cells.append(
            CodeCell(index, step if is_step else None, hash_of_source(text), record, record.flow if record else None)
        )
    return cells


def _match_earlier(cells: list[CodeCell]) -> None:
    """Give cells without a record the flow that a later record of their kernel knows them by."""
    known = {one.hash: one.flow for cell in cells if cell.record for one in cell.record.before}
    for cell in cells:
        if cell.record is None and cell.hash in known:
            cell.flow = known[cell.hash]
            cell.become("done")


def _needs(notebook: Mapping[str, Any]) -> list[str]:
    metadata = notebook.get("metadata")
    template = metadata.get("workbench") if isinstance(metadata, Mapping) else None
    needs = template.get("needs") if isinstance(template, Mapping) else None
    return [one for one in needs if isinstance(one, str)] if isinstance(needs, list) else []


class _Reckoning:
    """Goes through the cells from above, with what is known of those above."""

    def __init__(self, cells: list[CodeCell], study: StudyKnown | None, needs: list[str]) -> None:
        self._cells = cells
        self._study = study
        self._needs = needs
        self._binds: dict[str, CodeCell] = {}
        self._above: list[CodeCell] = []
        self._made = {one.stage for one in study.kept} if study else set()
        self._current = {(one.stage, one.name): one.fingerprint for one in study.kept} if study else {}
        self._saved_here = {one for cell in cells if cell.record for one in cell.record.saved}

    def judge(self, cell: CodeCell) -> None:
        """Give a cell its state; those above have theirs."""
        if cell.record is not None:
            self._judge_recorded(cell, cell.record)
        elif cell.flow is None:
            self._judge_to_do(cell)
        for name in cell.flow.defines if cell.flow else ():
            self._binds[name] = cell
        if cell.record is not None and cell.record.state == "done":
            self._made |= {one.stage for one in cell.record.results} | {one.stage for one in cell.record.saved}
        self._above.append(cell)

    def _judge_to_do(self, cell: CodeCell) -> None:
        failed = next((one for one in self._above if one.state == "failed"), None)
        missing = [one for one in self._needs if one not in self._made] if self._study else []
        if failed is not None:
            cell.become("blocked", "earlier", failed.place)
        elif missing:
            cell.become("blocked", "needs")
            cell.missing = missing

    def _judge_recorded(self, cell: CodeCell, record: Record) -> None:
        if record.hash != cell.hash:
            cell.become("stale", "edited")
        elif record.state != "done":
            cell.become("failed", "interrupted" if record.state == "interrupted" else "error")
        else:
            rests_on = self._rests_on(record)
            blocking = next((one for one in rests_on if one.state in ("failed", "blocked", "to_do")), None)
            changed = next((one for one in rests_on if self._is_changed(one, record)), None)
            if blocking is not None:
                cell.become("blocked", "earlier", blocking.after if blocking.state == "blocked" else blocking.place)
            elif changed is not None:
                is_root = changed.state != "stale" or changed.because != "earlier"
                cell.become("stale", "earlier", changed.place if is_root else changed.after)
            elif (lost := self._lost(record)) is not None:
                cell.become("stale", "earlier", lost.place)
            elif any(self._is_saved_anew(one) for one in record.loaded):
                cell.become("stale", "study")
            else:
                cell.become("done")

    def _rests_on(self, record: Record) -> list[CodeCell]:
        if EVERYTHING in record.flow.uses:
            return [one for one in self._above if one.flow is not None or one.step]
        found = {id(one): one for name in record.flow.uses if (one := self._binds.get(name)) is not None}
        return sorted(found.values(), key=lambda one: one.index)

    def _is_changed(self, below: CodeCell, record: Record) -> bool:
        """Whether what a cell rests on is stale, or ran again with something else as its outcome."""
        if below.state == "stale":
            return True
        if below.record is None or not below.record.is_later(record):
            return False
        made, used = below.record.made(), record.used
        inputs = {one for result in record.results for one in result.inputs}
        names = set(below.record.flow.defines)
        if EVERYTHING not in record.flow.uses:
            names &= set(record.flow.uses)
        return not all(name in made and (used.get(name) == made[name] or made[name] in inputs) for name in names)

    def _lost(self, record: Record) -> CodeCell | None:
        """Return the cell above that was edited since it bound, without a record, what is read here."""
        lost = {name for one in record.before for name in one.flow.defines} & set(record.flow.uses)
        if not lost - set(self._binds):
            return None
        return next((one for one in reversed(self._above) if one.flow is None), None)

    def _is_saved_anew(self, one: Kept) -> bool:
        now = self._current.get((one.stage, one.name), one.fingerprint)
        return now != one.fingerprint and Kept(one.stage, one.name, now) not in self._saved_here


def _entry(cell: CodeCell, kernel: str, study: StudyKnown | None) -> dict[str, Json]:
    step, record = cell.step or {}, cell.record
    findings = [_as_overruled(one, study) for one in record.findings] if record else []
    return {
        "cell": cell.index,
        "step": str(step["step"]),
        "title": _text(step.get("title")),
        "why": _text(step.get("why")),
        "state": cell.state,
        "because": cell.because,
        "after": cell.after,
        "needs": list(cell.missing),
        "said": record.said if record else "",
        "ran": record.ran if record else "",
        "seconds": record.seconds if record else 0.0,
        "remembered": record is not None and record.kernel == kernel,
        "findings": list(findings),
    }


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _as_overruled(finding: dict[str, Json], study: StudyKnown | None) -> dict[str, Json]:
    """Return a finding with the reason that the study gives now, rather for its scope than for its code."""
    if study is None:
        return finding
    covering = [
        one for one in study.overruled if one["code"] == finding["code"] and one["scope"] in ("", finding["scope"])
    ]
    covering.sort(key=lambda one: one["scope"] == "")
    return {**finding, "overruled": covering[0]["reason"] if covering else ""}
