"""Where a run goes on that was stopped: cells that are done and unchanged are skipped, where later ones allow it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import nbformat
from IPython.core.inputtransformer2 import TransformerManager

from workbench.core.flow import EVERYTHING, Flow, flow_of
from workbench.core.source_hash import hash_of_source
from workbench.templates.records import Kept
from workbench.templates.steps import CodeCell, StudyKnown, code_cells

__all__ = ["Resumption", "plan_to_resume", "with_outputs_of"]

_MAGICS: Any = TransformerManager()  # type: ignore[no-untyped-call]  # IPython's own


@dataclass(frozen=True)
class Resumption:
    """How a run goes on.

    Parameters
    ----------
    skipped : mapping of int to str
        The places of cells that are not run, and the code that is run in their place.
    said : tuple of str
        What is skipped, and why; or why nothing is.
    """

    skipped: Mapping[int, str] = field(default_factory=dict)
    said: tuple[str, ...] = ()


class _FromTheTopError(Exception):
    """Why all cells have to run."""


def with_outputs_of(notebook: nbformat.NotebookNode, earlier: nbformat.NotebookNode) -> None:
    """Give the cells of a notebook what the same cells of an earlier run have shown.

    Parameters
    ----------
    notebook : notebook
        Changed in place.
    earlier : notebook
        What a run wrote. Cells are the same by their id, else by their source.
    """
    ran = [cell for cell in earlier.cells if cell.cell_type == "code"]
    by_id = {cell["id"]: cell for cell in ran if "id" in cell}
    by_source = {hash_of_source(cell.source): cell for cell in ran}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            same = by_id.get(cell.get("id"), by_source.get(hash_of_source(cell.source)))
            cell.outputs = same.outputs if same is not None else []
            cell.execution_count = same.execution_count if same is not None else None


def plan_to_resume(
    notebook: nbformat.NotebookNode, study: StudyKnown | None, *, wants_results: bool = False
) -> Resumption:
    """Return which cells need not run again.

    Parameters
    ----------
    notebook : notebook
        With the outputs of the earlier run.
    study : StudyKnown or None
        What can be loaded.
    wants_results : bool
        Whether all results have to be in memory in the end, for a report or a verdict.
    """
    cells = code_cells(notebook, study)
    sources = {cell.index: notebook.cells[cell.index].source for cell in cells}
    first = next((place for place, cell in enumerate(cells) if cell.state != "done"), len(cells))
    if first == 0:
        return Resumption(said=(f"Runs from the top: {_why(cells[0])}." if cells else "There is nothing to run.",))
    if first == len(cells) and not wants_results:
        return Resumption(dict.fromkeys(sources, ""), ("Every cell is done and unchanged; none is run again.",))
    try:
        needed = _Needed(cells, sources, study, first)
        if wants_results:
            needed.want_results()
    except _FromTheTopError as error:
        return Resumption(said=(f"Runs from the top: {error}.",))
    return Resumption(needed.skipped(), tuple(needed.told()))


def _why(cell: CodeCell) -> str:
    whats = {
        "edited": "was changed since",
        "error": "failed",
        "interrupted": "was interrupted",
        "earlier": "rests on something that changed",
        "study": "used a result that was saved anew since",
        "needs": "lacks what it needs of the study",
    }
    return f"{_called(cell)} {whats.get(cell.because, 'has not run as it is now')}"


def _called(cell: CodeCell) -> str:
    title = (cell.step or {}).get("title")
    return f"step {title!r}" if isinstance(title, str) and title else f"cell {cell.index + 1}"


class _Needed:
    """What the cells that are still to run need of those above them: results of the study, or cells that run again."""

    def __init__(self, cells: list[CodeCell], sources: Mapping[int, str], study: StudyKnown | None, first: int) -> None:
        self._cells, self._first = cells, first
        self._kept = {one.fingerprint: one for one in study.kept} if study else {}
        self._loads: dict[int, dict[str, str]] = {}
        self._again: set[int] = set()
        self._bound = bound = set[str]()
        known = {name for cell in cells[:first] if cell.flow for name in cell.flow.defines}
        for place in range(first, len(cells)):
            flow = _flow(sources[cells[place].index], known | bound)
            if EVERYTHING in flow.uses:
                raise _FromTheTopError(f"what {_called(cells[place])} reads cannot be told")
            for name in flow.uses:
                if name not in bound:
                    self._require(name, first, cells[place])
            bound.update(flow.defines)

    def want_results(self) -> None:
        """Have every result in memory in the end."""
        made = {one.name: cell for cell in self._cells[: self._first] if cell.record for one in cell.record.results}
        for name, cell in made.items():
            if name and name not in self._bound:
                self._require(name, self._first, cell)

    def _require(self, name: str, before: int, reader: CodeCell) -> None:
        """See to it that a name is bound when a cell reads it."""
        for place in range(before - 1, -1, -1):
            flow = self._cells[place].flow
            if flow is not None and name in flow.defines:
                break
        else:
            raise _FromTheTopError(f"{_called(reader)} reads {name!r}, and no cell above makes it")
        code = self._loading(name, self._cells[place])
        if code:
            self._loads.setdefault(place, {})[name] = code
        elif place not in self._again:
            self._run_again(place)

    def _run_again(self, place: int) -> None:
        cell = self._cells[place]
        uses = cell.flow.uses if cell.flow is not None else ()
        if EVERYTHING in uses:
            raise _FromTheTopError(f"what {_called(cell)} reads cannot be told")
        self._again.add(place)
        for name in uses:
            self._require(name, place, cell)

    def _loading(self, name: str, cell: CodeCell) -> str:
        """Return the code that binds a name without its cell; empty where only the cell can."""
        if cell.record is None:
            return ""
        value = cell.record.values.get(name, "")
        if value.startswith("module:"):
            return f"{name} = __import__('importlib').import_module({value.removeprefix('module:')!r})"
        if value.startswith("study:"):
            return f"{name} = __import__('workbench').open_study()"
        made = next((one for one in cell.record.results if one.name == name), None)
        kept: Kept | None = self._kept.get(made.fingerprint) if made is not None else None
        if kept is None:
            return ""
        return f"{name} = __import__('workbench').open_study().load({kept.stage!r}, {kept.name!r})"

    def skipped(self) -> dict[int, str]:
        """Return the places of cells that are not run, with what is run in their place."""
        left_out = (place for place in range(self._first) if place not in self._again)
        return {self._cells[place].index: "\n".join(self._loads.get(place, {}).values()) for place in left_out}

    def told(self) -> list[str]:
        """Return what is skipped, loaded and run again, in sentences."""
        upto = self._cells[: self._first]
        skipped = [_called(cell) for place, cell in enumerate(upto) if place not in self._again]
        again = [_called(cell) for place, cell in enumerate(upto) if place in self._again]
        loaded = [
            name
            for place, codes in sorted(self._loads.items())
            for name, code in codes.items()
            if place not in self._again and ".load(" in code
        ]
        is_all = self._first == len(self._cells)
        lines = ["Every cell is done and unchanged." if is_all else f"Goes on: {_why(self._cells[self._first])}."]
        if skipped:
            lines.append(f"Skipped, as done and unchanged: {', '.join(skipped)}.")
        if loaded:
            lines.append(f"Loaded from the study: {', '.join(dict.fromkeys(loaded))}.")
        if again:
            lines.append(f"Run again, for what they make: {', '.join(again)}.")
        return lines


def _flow(source: str, known: Any) -> Flow:
    try:
        return flow_of(_MAGICS.transform_cell(source), known)
    except SyntaxError:
        return Flow((EVERYTHING,))
