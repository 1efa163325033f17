"""Files that are named on a command line: which columns they have, and what of the defaults does not fit them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import InputError

if TYPE_CHECKING:
    import nbformat

    from workbench.core.schema import Json
    from workbench.data.dataset import Dataset
    from workbench.templates import Template

__all__ = ["checked_values", "looked_at_files"]

_LARGEST = 100_000_000
_MOST_VALUES = 3
_LONGEST_VALUE = 40


def looked_at_files(
    template: Template, values: Mapping[str, Json]
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return what the data hold, where they can be looked at without a network and in a moment.

    Parameters
    ----------
    template : Template
        Whose parameters name files.
    values : mapping of str to JSON value
        What was given; other files are the template's defaults.

    Returns
    -------
    columns : dict of str to tuple of str
        By the name of the file parameter. Nothing of an address, and nothing of a table of more than 100 MB.
    known : dict of str to tuple of str
        By the name of a text parameter: all values of the column that it is a value of, where they are texts and few.

    Raises
    ------
    InputError
        If a file is not there or cannot be read: that is told here, and not after an hour.
    """
    given = {one.name: values.get(one.name, one.default) for one in template.parameters}
    files = [one.name for one in template.parameters if one.type == "file"]
    of = {one.name: one.of or next(iter(files)) for one in template.parameters if "column" in (one.type, one.items)}
    how = given.get("reading")  # as the bundled templates call it
    tables = {name: table for name in set(of.values()) if (table := _opened(given[name], how)) is not None}
    known = {}
    for one in template.parameters:
        if one.value_of is not None and (table := tables.get(of[one.value_of])) is not None:
            known[one.name] = _few_values(table, given[one.value_of])
    return {name: table.columns for name, table in tables.items()}, known


def _opened(source: Json, how: Json) -> Dataset | None:
    from workbench.data.examples import EXAMPLE_PREFIX
    from workbench.data.read import read_data
    from workbench.data.said import reading_options

    if not isinstance(source, str) or not source or "://" in source:
        return None
    is_read = source.startswith(EXAMPLE_PREFIX) or not Path(source).is_file() or Path(source).stat().st_size <= _LARGEST
    if not is_read:
        return None
    options = reading_options(how) if isinstance(how, list) else {}  # what is no list is refused with the other values
    options.pop("task", None)  # what is predicted does not matter to which columns there are
    return read_data(source, **options)


def _few_values(table: Dataset, column: Json) -> tuple[str, ...]:
    """Return the values of a column of texts, where they are as few and as short as in the form of the gallery."""
    from workbench.data.profile.keys import kind_of

    if column not in table.columns or kind_of(table.column(str(column)).type) != "text":
        return ()
    values = {str(one) for one in table.column(str(column)).drop_null().unique().to_pylist()}
    is_few = len(values) <= _MOST_VALUES and all(len(one) < _LONGEST_VALUE for one in values)
    return tuple(sorted(values)) if is_few else ()


def checked_values(template: Template, notebook: nbformat.NotebookNode, given: Mapping[str, Json]) -> dict[str, Json]:
    """Return what was given, and an empty value for each default in a notebook that does not fit a file that was given.

    Parameters
    ----------
    template : Template
        What the notebook says of its parameters.
    notebook : notebook
        In which a person may have set some of them already: those stay as they are.
    given : mapping of str to JSON value
        By the name of the parameter.

    Raises
    ------
    InputError
        If a value cannot be taken; the text says why, for each. Or if a file that was given cannot be read.
    """
    from workbench.templates.cell import assignments
    from workbench.templates.filling import told
    from workbench.templates.notebook import tagged_cells
    from workbench.templates.settling import settled_values
    from workbench.templates.values import check_values, same_value

    of_files = {one.name for one in template.parameters if one.type == "file"}
    files = of_files & given.keys()
    standing = {name: one.value for cell in tagged_cells(notebook) for name, one in assignments(cell.source).items()}
    named = {name: value for name, value in standing.items() if name not in of_files}
    looked, known = looked_at_files(template, {**named, **given}) if files else ({}, {})
    columns = {name: found for name, found in looked.items() if name in files}
    settled = settled_values(template, given, columns)
    if settled.keys() != given.keys():
        untouched = {
            one.name
            for one in template.parameters
            if one.name in standing and same_value(standing[one.name], one.default)
        }
        settled = {name: value for name, value in settled.items() if name in given or name in untouched}
    problems = [one for one in check_values(template, settled, columns, known) if one.name in settled]
    if problems:
        raise InputError(told(problems))
    return settled
