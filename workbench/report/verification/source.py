"""What a report states, counted again from the data that it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.audit.disclosure.level import NOT_PUBLISHED, Disclosure, disclosure_named
from workbench.audit.result import Audit
from workbench.core.schema import Json
from workbench.core.sign_off import SignOff
from workbench.data.examples import EXAMPLE_PREFIX
from workbench.document.facts import FactBook
from workbench.document.nodes import Document, Fact
from workbench.errors import InputError
from workbench.report.build import rebuild_report
from workbench.report.explanation_record import explanation_record
from workbench.report.materials import Materials, gather
from workbench.report.records import ModelRecord, data_record
from workbench.report.scores_record import scores_record, shown_performance
from workbench.report.verification.recount import audit_again, file_of
from workbench.report.verification.redata import counted_of_data
from workbench.report.verification.remodel import Remodelled, remodelled
from workbench.report.written import materials_from_json, materials_to_json

__all__ = ["Source", "count_again"]

_EVERYTHING = frozenset({"audit", "data", "model", "explanation"})
_CHOSEN = frozenset({"threshold"})
"""Facts of a model that somebody declared."""
_OF_SPLIT = _EVERYTHING  # of groups in all rows as much is shown as of those held out, so that data/ depends on them


@dataclass(frozen=True)
class Source:
    """The document that the data give, and which of its facts come from them.

    Parameters
    ----------
    document : Document
        Built anew; what could not be counted again is as it was recorded.
    name : str
        What to call the data.
    parts : frozenset of str
        What was counted again: *audit*, *data*, *profile*, *people*, *split*, *model*, *explanation*.
    notes : tuple of str
        What was done, and what the checker should know.
    other : frozenset of str
        Which of them are of other rows than the report's, as fingerprints say.
    """

    document: Document
    name: str
    parts: frozenset[str]
    notes: tuple[str, ...] = ()
    other: frozenset[str] = frozenset()

    def differs(self, fact: Fact) -> bool:
        """Whether a fact is of rows that are not those of the report, so that nothing can be said of it."""
        return fact.id.partition("/")[0] in self.other or (fact.id.startswith("rows/") and "audit" in self.other)

    def covers(self, fact: Fact) -> bool:
        """Whether a fact is one that the data give, and not one that somebody declared."""
        first, _, rest = fact.id.partition("/")
        if first in ("audit", "rows"):
            return "audit" in self.parts
        if first == "data":
            return ("data" if fact.basis == "recorded" else "audit") in self.parts
        if first in ("profile", "people", "split"):
            return first in self.parts
        if first == "model":
            if rest in ("train_rows", "test_rows"):
                return "split rows" in self.parts
            return rest not in _CHOSEN and "model" in self.parts
        return first == "explanation" and "explanation" in self.parts

    @staticmethod
    def tolerance(fact: Fact) -> float:
        """How far, relatively, a fact may be off: what is summed over samples differs in the last digits."""
        summed = fact.id.startswith("explanation/") or (fact.id.startswith("model/") and fact.basis == "recorded")
        return 1e-6 if summed else 1e-9


def count_again(materials: Mapping[str, Json], data: object, model: object = None) -> Source:
    """Return what a report would state, had it been made from some data.

    Parameters
    ----------
    materials : mapping
        What the evidence says that the report was made from.
    data : path, frame or relation
        The data.
    model : object or path, optional
        The fitted model, or its skops file.

    Raises
    ------
    SourceError, ColumnNotFoundError, RoleError, NotEnoughDataError, InputError
        If the data or the model cannot be read, or do not fit the report.
    """
    recorded = materials_from_json(materials)
    name = _called(data)
    if recorded.model is not None:
        return _of_model(recorded, recorded.model, data, model)
    if model is not None:
        raise InputError("model is given, but the report holds no record of one.\nLeave it out.")
    if recorded.audience == "letter":
        raise InputError(
            "A letter carries no model and no data of others, on purpose, so that it cannot be counted again.\n"
            "Leave the data out, or check the technical report of the same model with them."
        )
    audit = recorded.audit
    if audit is None and (recorded.profile is not None or recorded.data is not None):
        return _of_data(recorded, data)
    if audit is None or audit.kind == "model":
        raise InputError(
            "The report does not say how its model was trained, so that it cannot be counted again.\n"
            "Leave the data out; a report of the fitted model, beside its audit, says it."
        )
    counted = audit_again(audit, data)
    notes = [f"It was counted again from {name}."]
    before, now = file_of(audit.provenance.inputs), file_of(counted.provenance.inputs)
    other: frozenset[str] = frozenset()
    if before and now and before != now:
        notes.append(_other_file(name, before, now))
        other = _EVERYTHING
    elif before and not now:
        notes.append(f"It was made from a file, {_short(before)}; {name} is none, so that its bytes are not compared.")
    return _source(_with_audit(recorded, audit, counted), name, {"audit"}, notes, other)


def _of_data(recorded: Materials, data: object) -> Source:
    name = _called(data)
    made, parts = counted_of_data(recorded, data, _level(recorded))
    notes = [f"It was counted again from {name}."]
    if recorded.leaks is not None or recorded.preparation is not None:
        notes.append("What was checked for leaks, and how columns were prepared, was not done again.")
    before, now = recorded.data, made.data
    is_other = False
    if before is not None and now is not None and NOT_PUBLISHED not in (before.rows, now.rows):
        is_other = before.rows != now.rows
        if is_other:
            notes.append(f"The rows of {name} ({_short(now.rows)}) are not those recorded ({_short(before.rows)}).")
    old, new = (one.reading.source if one.reading is not None else "" for one in (recorded, made))
    if old.startswith("file:") and new.startswith("file:") and old != new:
        same_rows = before is not None and not is_other and before.rows != NOT_PUBLISHED
        notes.append(_other_file(name, old, new) + (" Its rows are the same." if same_rows else ""))
        is_other = not same_rows
    return _source(made, name, set(parts), notes, parts if is_other else frozenset())


def _of_model(recorded: Materials, record: ModelRecord, data: object, model: object) -> Source:
    name = _called(data)
    found = remodelled(recorded, record, data, model)
    made = replace(
        recorded,
        model=replace(record, n_train=found.split.train.n_rows, n_test=found.split.test.n_rows),
        book=FactBook(),
    )
    parts = {"split rows"}
    notes = [f"It was counted again from {name}."]
    other = _OF_SPLIT if found.is_other_split else frozenset()
    if made.model is not None and (made.model.n_train, made.model.n_test) != (record.n_train, record.n_test):
        other = _EVERYTHING
    if recorded.data is not None:
        again = data_record(found.split.data, _level(recorded), recorded.audit)
        before, now = recorded.data.source, again.source
        if recorded.data.rows == NOT_PUBLISHED:
            again = replace(again, source=NOT_PUBLISHED, rows=NOT_PUBLISHED)
            notes.append(f"The report holds no hash of its data, so that the rows of {name} are compared by counts.")
        elif again.rows != recorded.data.rows:
            notes.append(
                f"The rows of {name} ({_short(again.rows)}) are not those recorded ({_short(recorded.data.rows)})."
            )
            other = _EVERYTHING
        elif before.startswith("file:") and now.startswith("file:") and before != now:
            notes.append(_other_file(name, before, now) + " Its rows are the same.")
        made = replace(made, data=again)
        parts.add("data")
    made, further = _with_model(made, found, _level(recorded))
    return _source(made, name, parts | further, [*notes, *found.notes], other)


def _with_model(made: Materials, found: Remodelled, level: Disclosure) -> tuple[Materials, set[str]]:
    parts: set[str] = set()
    if found.fitted is not None and made.model is not None:
        performance = shown_performance(found.fitted, made.audit, level)
        scores = scores_record(found.fitted, made.audit, level)
        made = replace(made, model=replace(made.model, performance=performance, scores=scores))
        parts.add("model")
    if found.explanation is not None:
        made = replace(made, explanation=explanation_record(found.explanation, level, made.audit))
        parts.add("explanation")
    if found.audit is not None and made.audit is not None:
        made = _with_audit(made, made.audit, found.audit)
        parts.add("audit")
    return made, parts


def _with_audit(recorded: Materials, before: Audit, counted: Audit) -> Materials:
    """Return the materials with another audit, of which as much is hidden, and with its findings."""
    new = gather([counted], recorded.date, SignOff(), disclosure=_level(recorded))
    earlier = recorded.findings[: len(recorded.findings) - len(before.findings)]
    return replace(recorded, audit=new.audit, findings=(*earlier, *new.findings), book=FactBook())


def _level(recorded: Materials) -> Disclosure:
    audit = recorded.audit
    if audit is not None and audit.disclosure is not None:
        return audit.disclosure.level
    return disclosure_named(recorded.disclosure)


def _source(
    made: Materials, name: str, parts: set[str], notes: list[str], other: frozenset[str] = frozenset()
) -> Source:
    document = rebuild_report(materials_to_json(made))
    return Source(document, name, frozenset(parts), tuple(notes), other)


def _called(data: object) -> str:
    if isinstance(data, (str, Path)):
        return str(data) if str(data).startswith(EXAMPLE_PREFIX) else Path(data).name
    return "the table that was given"


def _other_file(name: str, before: str, now: str) -> str:
    return f"{name} is not the file that was recorded: {_short(now)}, not {_short(before)}."


def _short(fingerprint: str) -> str:
    kind, colon, digest = fingerprint.partition(":")
    return f"{kind}{colon}{digest[:12]}" + ("…" if len(digest) > 12 else "")
