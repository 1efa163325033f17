"""Reads a notebook as a template, and says all that breaks the contract."""

from __future__ import annotations

import keyword
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date as Date
from pathlib import Path
from typing import Any

import nbformat

from workbench.errors import TemplateError
from workbench.templates.cell import Assignment, assignments
from workbench.templates.contract import LONGEST_TEXT, Parameter, Template
from workbench.templates.notebook import read_notebook, tagged_cells
from workbench.templates.patterns import pattern_flaw
from workbench.templates.schema import ICONS, STEP_SCHEMA, TYPES, parameter_schema, template_schema
from workbench.templates.shape import Flaw, shape_flaws
from workbench.templates.values import problem_of, same_value

__all__ = ["load_template", "read_contract", "template_flaws"]


def load_template(path: Path, source: str) -> Template:
    """Return the template in a file.

    Parameters
    ----------
    path : pathlib.Path
        A notebook.
    source : str
        Where it comes from, in words.

    Raises
    ------
    TemplateError
        If the file is no notebook or breaks the contract; the text names the file, the first field and what to
        do, and how many other things are wrong.
    """
    notebook = read_notebook(path)
    return _made(notebook, path, source, list(_contract_flaws(notebook)))


def read_contract(notebook: nbformat.NotebookNode, *, name: str = "the notebook", source: str = "") -> Template:
    """Return the contract that a notebook carries: a template, or a copy that somebody has filled in and changed.

    Parameters
    ----------
    notebook : notebook
        Read by nbformat.
    name : str
        What to call it in errors.
    source : str
        Where it comes from, in words.

    Raises
    ------
    TemplateError
        If it carries none, or one that cannot be read. What a person may change in a copy, such as values and
        steps, is not looked at.
    """
    fields = notebook.metadata.get("workbench")
    return _made(notebook, Path(name), source, [*_metadata_flaws(fields), *_cell_flaws(notebook, is_copy=True)])


def template_flaws(path: Path) -> tuple[Flaw, ...]:
    """Return all that breaks the contract in a file; nothing where it is a template.

    Raises
    ------
    TemplateError
        If it is no notebook at all.
    """
    return tuple(_contract_flaws(read_notebook(path)))


def _made(notebook: nbformat.NotebookNode, path: Path, source: str, flaws: list[Flaw]) -> Template:
    if flaws:
        others = f"\nOther things that are wrong with it: {len(flaws) - 1}." if len(flaws) > 1 else ""
        raise TemplateError(flaws[0].told(path.name) + others)
    fields = notebook.metadata["workbench"]
    return Template(
        path=path,
        **{key: str(fields[key]) for key in ("id", "version", "title", "purpose", "audience")},
        minutes=int(fields["minutes"]),
        icon=str(fields.get("icon", ICONS[0])),
        parameters=tuple(Parameter.from_json(one) for one in fields["parameters"]),
        needs=tuple(fields["needs"]),
        gives=tuple(fields["gives"]),
        source=source,
    )


def _contract_flaws(notebook: nbformat.NotebookNode) -> Iterator[Flaw]:
    yield from _metadata_flaws(notebook.metadata.get("workbench"))
    yield from _cell_flaws(notebook)
    yield from _step_flaws(notebook)


def _metadata_flaws(fields: Any) -> Iterator[Flaw]:
    if not isinstance(fields, Mapping):
        yield Flaw("", "has no 'workbench' in its metadata, so it is not a template", "docs/templates.md says how.")
        return
    flaws = shape_flaws(fields, template_schema())
    unread = next((flaw for flaw in flaws if flaw.place == "schema"), None)
    if unread is not None:  # of another version: what else it says cannot be judged
        yield unread
        return
    yield from (flaw for flaw in flaws if not flaw.place.startswith("parameters, item"))
    found = fields.get("parameters")
    if isinstance(found, list):
        for at, one in enumerate(found):
            yield from _parameter_flaws(one, at)
        read = [one for one in found if isinstance(one, Mapping)]
        yield from _together(read)


def _parameter_flaws(one: Any, at: int) -> Iterator[Flaw]:
    is_named = isinstance(one, Mapping) and isinstance(one.get("name"), str)
    place = f"parameter {one['name']!r:.100}" if is_named else f"parameter {at + 1}"
    flaws = list(_shape(one, place))
    yield from flaws
    if not flaws:
        yield from _meaning_flaws(Parameter.from_json(one), place)


def _shape(one: Any, place: str) -> Iterator[Flaw]:
    if not isinstance(one, Mapping):
        yield Flaw(place, f"is {one!r:.100}", "Give an object with name, type, title, help and default.")
    elif not isinstance(one.get("type"), str) or one["type"] not in TYPES:
        allowed: Any = {"properties": {"type": {"enum": list(TYPES)}}, "required": ["type"]}
        yield from shape_flaws(one, allowed, place)
    else:
        yield from shape_flaws(one, parameter_schema(one["type"]), place)


def _meaning_flaws(one: Parameter, place: str) -> Iterator[Flaw]:
    """Yield what is wrong in a parameter whose fields are each well formed."""
    if keyword.iskeyword(one.name):
        yield Flaw(f"{place}, name", "is a word of Python", "Give it another name.")
    if one.min is not None and one.max is not None and one.min > one.max:
        yield Flaw(f"{place}, min", f"is {one.min}, above max, which is {one.max}", "Let min be max or less.")
        return
    days = [(key, day) for key, day in (("earliest", one.earliest), ("latest", one.latest)) if day is not None]
    wrong = [key for key, day in days if not _is_day(day)]
    yield from (Flaw(f"{place}, {key}", "is no day", "Write a day as 2026-01-31.") for key in wrong)
    if not wrong and len(days) == 2 and days[0][1] > days[1][1]:
        yield Flaw(f"{place}, earliest", "is after latest", "Let earliest be latest or before it.")
    values = [choice.value for choice in one.choices]
    twice = [value for at, value in enumerate(values) if any(same_value(value, other) for other in values[:at])]
    if twice:
        yield Flaw(f"{place}, choices", f"have {twice[0]!r} twice", "Name each value once.")
    if one.pattern is not None and (flaw := _pattern_flaw(one, one.pattern)):
        yield Flaw(f"{place}, pattern", *flaw)
        return
    if not wrong and (problem := problem_of(one, one.default)):
        yield Flaw(f"{place}, default", "is not accepted", problem.told)


def _is_day(text: str) -> bool:
    try:
        Date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _pattern_flaw(one: Parameter, pattern: str) -> tuple[str, str] | None:
    if isinstance(one.default, list):
        return pattern_flaw(pattern, LONGEST_TEXT, len(one.default))
    return pattern_flaw(pattern, one.max_length)


def _together(parameters: list[Mapping[str, Any]]) -> Iterator[Flaw]:
    """Yield what is wrong between parameters."""
    names = [one["name"] for one in parameters if isinstance(one.get("name"), str)]
    for name, n in Counter(names).items():
        if n > 1:
            yield Flaw(f"parameter {name!r}", f"is there {n} times", "Give each a name of its own.")
    files = [one.get("name") for one in parameters if one.get("type") == "file"]
    columns = [one.get("name") for one in parameters if one.get("type") == "column"]
    for one in parameters:
        place = f"parameter {one.get('name')!r:.100}"
        if isinstance(one.get("value_of"), str) and one["value_of"] not in columns:
            yield Flaw(f"{place}, value_of", f"is {one['value_of']!r}", "Name a parameter of type column.")
        if isinstance(one.get("of"), str) and one["of"] not in files:
            yield Flaw(f"{place}, of", f"is {one['of']!r}", "Name a parameter of type file.")
        elif not files and (one.get("type") == "column" or one.get("items") == "column"):
            yield Flaw(place, "is of columns, and no parameter is a file", "Add a parameter of type file.")
        elif not files and one.get("may_be_empty") == "example":
            yield Flaw(f"{place}, may_be_empty", "is 'example', and no parameter is a file", "Give true or false.")


def _cell_flaws(notebook: nbformat.NotebookNode, *, is_copy: bool = False) -> Iterator[Flaw]:
    tagged = tagged_cells(notebook)
    fields = notebook.metadata.get("workbench")
    if len(tagged) != 1:
        yield Flaw("", f"has {len(tagged)} cells tagged 'parameters'", "Tag exactly one code cell.")
        return
    try:
        found = assignments(tagged[0].source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        yield Flaw("the cell tagged 'parameters'", f"is no Python: {error}", "Mend it, and run it once.")
        return
    declared = fields.get("parameters") if isinstance(fields, Mapping) else None
    for one in declared if isinstance(declared, list) and not is_copy else ():
        if not list(_shape(one, "")):  # what is told already is not told again
            yield from _set_flaws(one, found.get(one["name"]))


def _set_flaws(one: Mapping[str, Any], found: Assignment | None) -> Iterator[Flaw]:
    place = f"parameter {one['name']!r:.100}"
    if found is None:
        yield Flaw(
            place,
            "is not set alone on a line of the cell tagged 'parameters'",
            f"Write there: {one['name']:.100} = …, with text, a number, True, False, None or a list.",
        )
    elif not same_value(found.value, one["default"]):
        wrong = f"is {one['default']!r:.100}, and the cell tagged 'parameters' sets {found.value!r:.100}"
        yield Flaw(f"{place}, default", wrong, "Make the two the same.")


def _step_flaws(notebook: nbformat.NotebookNode) -> Iterator[Flaw]:
    names: list[str] = []
    for at, cell in enumerate(notebook.cells):
        fields = cell.metadata.get("workbench")
        if fields is None or (isinstance(fields, Mapping) and "choices" in fields):  # what a widget has written
            continue
        yield from shape_flaws(fields, STEP_SCHEMA, f"cell {at + 1}")
        if isinstance(fields, Mapping) and isinstance(fields.get("step"), str):
            names.append(fields["step"])
    for name, n in Counter(names).items():
        if n > 1:
            yield Flaw("", f"has {n} steps called {name!r:.100}", "Give each step a name of its own.")
