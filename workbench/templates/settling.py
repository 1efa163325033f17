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
    """Return the values that a person gave, and an empty one for each default that does not fit the file.

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
        if _is_of_the_example(one, file, template, values) or any(name not in columns[file] for name in _named_in(one)):
            settled[one.name] = None if one.default is None else [] if one.type == "list" else ""
    return settled


def _is_of_the_example(one: Parameter, file: str, template: Template, values: Mapping[str, Json]) -> bool:
    """Say whether a default is words about the template's own data, where other data were given."""
    usual = next(other.default for other in template.parameters if other.name == file)
    return one.type == "text" and one.of is not None and values.get(file, usual) != usual


def _named_in(one: Parameter) -> list[str]:
    """Return the columns that a default names: itself, its items, or what is before ``=`` where the pattern asks it."""
    items = one.default if isinstance(one.default, list) else [one.default]
    texts = [item for item in items if isinstance(item, str) and item]
    if one.type == "column" or (one.type == "list" and one.items == "column"):
        return texts
    pattern = one.pattern or ""
    is_about_columns = one.type == "list" and "=" in pattern and not _SAID.match(pattern)
    return [text.partition("=")[0] for text in texts] if is_about_columns else []
