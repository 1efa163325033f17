"""What is left of a template's defaults where the data are a person's own: nothing that names a column of the example.

The same rules as in the form of the gallery; ``tests/contracts/templates/settling.json`` holds both to them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from workbench.core.schema import Json
from workbench.templates.contract import Parameter, Template

__all__ = ["settled_values"]

# A pattern that says itself what may stand before `=`: no columns do.
_SAID = re.compile(r"\(?[\w|]+\)?=")


def settled_values(
    template: Template, values: Mapping[str, Json], columns: Mapping[str, Sequence[str]]
) -> dict[str, Json]:
    """Return the values that a person gave, and for each default that does not fit the file what is left of it.

    A list keeps the items that name no column which the file has not; any other default is emptied.

    Parameters
    ----------
    template : Template
        Whose parameters they are.
    values : mapping of str to JSON value
        What a person gave, by the name of the parameter. It stays as it is, right or wrong.
    columns : mapping of str to sequence of str
        For the names of file parameters, which columns the file has. Of a file that is not there nothing is known.

    Examples
    --------
    >>> from workbench.templates import find_templates
    >>> template = find_templates().get("55-audit-decisions")
    >>> own = settled_values(template, {"data_source": "own.csv", "decision": "hired"}, {"data_source": ["hired"]})
    >>> own["decision"], own["favourable"], own["within"]
    ('hired', '', [])
    """
    files = [one.name for one in template.parameters if one.type == "file"]
    settled = dict(values)
    for one in template.parameters:
        file = one.of if one.of is not None else next(iter(files), None)
        if one.name in values or file is None or file not in columns:
            continue
        gone = [item for item in _items(one) if _column_in(one, item) not in (None, *columns[file])]
        if gone and one.type == "list":
            settled[one.name] = [item for item in _items(one) if item not in gone]
        elif gone or _is_of_the_example(one, file, template, values):
            settled[one.name] = None if one.default is None else ""
    return settled


def _is_of_the_example(one: Parameter, file: str, template: Template, values: Mapping[str, Json]) -> bool:
    """Say whether a default is words about the template's own data, where other data were given."""
    usual = next(other.default for other in template.parameters if other.name == file)
    return one.type == "text" and one.of is not None and values.get(file, usual) != usual


def _items(one: Parameter) -> Sequence[Json]:
    return one.default if isinstance(one.default, list) else [one.default]


def _column_in(one: Parameter, item: Json) -> str | None:
    """Return the column that a default or an item names: it is one, or its pattern asks for one before ``=``."""
    if not isinstance(item, str) or not item:
        return None
    if one.type == "column" or (one.type == "list" and one.items == "column"):
        return item
    pattern = one.pattern or ""
    is_about_columns = one.type == "list" and "=" in pattern and not _SAID.match(pattern)
    return item.partition("=")[0] if is_about_columns else None
