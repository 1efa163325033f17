"""A newer version of a template, with what a person said in the older one carried over."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import nbformat

from workbench.core.schema import Json
from workbench.errors import InputError
from workbench.templates.cell import assignments
from workbench.templates.contract import Template
from workbench.templates.filling import fill_notebook
from workbench.templates.finding import Catalogue
from workbench.templates.notebook import tagged_cells
from workbench.templates.values import check_values, same_value

__all__ = ["Left", "Renewed", "renew_notebook"]

_VERSION = re.compile(r"(\d{1,6})\.(\d{1,6})\.(\d{1,6})")
_LONGEST_LINE = 80


@dataclass(frozen=True)
class Left:
    """Something that was not carried over.

    Parameters
    ----------
    kind : {"parameter", "choices", "cell"}
        What it is.
    name : str
        Its name, or its first line.
    because : str
        Why, in a sentence.
    """

    kind: str
    name: str
    because: str


@dataclass(frozen=True)
class Renewed:
    """A new copy of a template.

    Parameters
    ----------
    notebook : notebook
        Of the newer version.
    version : str
        That version.
    carried : tuple of str
        The parameters, and the steps whose choices, that are as they were in the older copy.
    left : tuple of Left
        What was not carried over.
    """

    notebook: nbformat.NotebookNode
    version: str
    carried: tuple[str, ...]
    left: tuple[Left, ...]


def renew_notebook(notebook: nbformat.NotebookNode, catalogue: Catalogue) -> Renewed:
    """Return a new copy of the template that a notebook was made from, with its parameters and choices.

    Parameters
    ----------
    notebook : notebook
        A copy of a template's older version. It is not changed.
    catalogue : Catalogue
        The templates that there are.

    Returns
    -------
    Renewed
        Cells that a person wrote beside the steps are not carried over, and told.

    Raises
    ------
    InputError
        If it comes from no template, from one that is not there, or from one that is not newer.
    """
    template = _newer(notebook, catalogue)
    values, carried, left = _parameters(notebook, template)
    renewed = fill_notebook(template.read(), values)
    for key in ("kernelspec", "language_info"):
        if key in notebook.metadata:
            renewed.metadata[key] = copy.deepcopy(notebook.metadata[key])
    for step, cell in _beside_steps(notebook, renewed):
        if _is_choices(cell) and _put_after(renewed, step, cell):
            carried.append(step)
        elif _is_choices(cell):
            left.append(Left("choices", step, "The newer version has no such step."))
        else:
            left.append(Left("cell", _first_line(cell), f"It was written beside step {step!r}." if step else "Yours."))
    return Renewed(renewed, template.version, tuple(carried), tuple(left))


def _newer(notebook: nbformat.NotebookNode, catalogue: Catalogue) -> Template:
    fields = notebook.metadata.get("workbench")
    id, version = (fields.get("id"), fields.get("version")) if isinstance(fields, Mapping) else (None, None)
    if not isinstance(id, str):
        raise InputError("The notebook comes from no template.\nOpen a new one from the launcher.")
    template = catalogue.get(id)
    if template is None:
        raise InputError(f"There is no template {id!r} any more.\nThe health page says which folders were read.")
    if _order(version) >= _order(template.version):
        raise InputError(f"The notebook is of version {version}, and there is none newer.\nGo on working in it.")
    return template


def _order(version: object) -> tuple[int, ...]:
    found = _VERSION.fullmatch(version) if isinstance(version, str) else None
    return tuple(map(int, found.groups())) if found else (0, 0, 0)


def _parameters(notebook: nbformat.NotebookNode, template: Template) -> tuple[dict[str, Json], list[str], list[Left]]:
    """Return the values that the older copy has, which of them were changed, and those that cannot be taken."""
    left: list[Left] = []
    said = _said(notebook, left)
    known = {one.name: one for one in template.parameters}
    values = {
        name: value for name, value in said.items() if name in known and not same_value(value, known[name].default)
    }
    left += [Left("parameter", name, "The newer version has no such parameter.") for name in said if name not in known]
    for problem in check_values(template, values):
        if values.pop(problem.name, None) is not None:
            left.append(Left("parameter", problem.name, problem.told.replace("\n", " ")))
    return values, list(values), left


def _said(notebook: nbformat.NotebookNode, left: list[Left]) -> dict[str, Json]:
    said: dict[str, Json] = {}
    for cell in tagged_cells(notebook):
        try:
            said |= {name: one.value for name, one in assignments(cell.source).items()}
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            left.append(Left("cell", _first_line(cell), "The cell with the parameters is no Python."))
    return said


def _beside_steps(
    notebook: nbformat.NotebookNode, renewed: nbformat.NotebookNode
) -> Iterator[tuple[str, nbformat.NotebookNode]]:
    """Yield the cells that are no part of the template, each with the step above it."""
    ours = {cell.get("id") for cell in renewed.cells} - {None}
    step = ""
    for cell in notebook.cells:
        fields = cell.metadata.get("workbench")
        if isinstance(fields, Mapping) and isinstance(fields.get("step"), str):
            step = fields["step"]
            continue
        is_ours = "parameters" in (cell.metadata.get("tags") or ()) or cell.get("id") in ours
        if not is_ours and (_is_choices(cell) or cell.source.strip()):
            yield step, cell


def _is_choices(cell: Any) -> bool:
    """Whether a widget or the guide wrote a cell, which says so in its metadata."""
    return cell.cell_type == "code" and isinstance(cell.metadata.get("workbench"), Mapping)


def _put_after(renewed: nbformat.NotebookNode, step: str, cell: nbformat.NotebookNode) -> bool:
    """Put a copy of a cell behind a step, and behind what was put there before it."""
    steps = [(one.metadata.get("workbench") or {}).get("step") for one in renewed.cells]
    if not step or step not in steps:
        return False
    place = steps.index(step) + 1
    while place < len(steps) and _is_choices(renewed.cells[place]) and steps[place] is None:
        place += 1
    put = copy.deepcopy(cell)
    put.outputs, put.execution_count = [], None
    renewed.cells.insert(place, put)
    return True


def _first_line(cell: Any) -> str:
    line = next((one.strip() for one in cell.source.splitlines() if one.strip()), "")
    return line if len(line) <= _LONGEST_LINE else line[: _LONGEST_LINE - 1] + "…"
