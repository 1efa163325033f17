"""Puts values into the cell tagged ``parameters``, and leaves everything else as it stands there.

The same text as the gallery writes; ``tests/contracts/templates/filling.json`` holds both to it.
"""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

import nbformat

from workbench.core.schema import Json
from workbench.errors import InputError, TemplateError
from workbench.templates.cell import assignments
from workbench.templates.contract import Template
from workbench.templates.notebook import tagged_cells
from workbench.templates.settling import settled_values
from workbench.templates.values import Problem, check_values, same_value

__all__ = ["fill_notebook", "fill_source", "fill_template", "literal"]

_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Controls, separators, marks that turn text round, and what has no width: seen in the cell as what they are.
_HIDDEN = re.compile(
    '[\\\\"\x00-\x1f\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ud800-\udfff'
    "\U000e0000-\U000e007f]"
)


def literal(value: Json) -> str:
    r"""Return a value as Python, one text for one value.

    Parameters
    ----------
    value : text, number, truth value, None, or a list of those
        Numbers are written without a fraction where they have none.

    Raises
    ------
    InputError
        If it is anything else, or a number that is not finite.

    Examples
    --------
    >>> print(literal(['say "yes"', 0.5, 7.0, True, None]))
    ["say \"yes\"", 0.5, 7, True, None]
    """
    if value is None or isinstance(value, bool):
        return str(value)
    if isinstance(value, str):
        return '"' + _HIDDEN.sub(lambda found: _escape(found[0]), value) + '"'
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, (int, float)) and math.isfinite(value):
        return _number(value)
    raise InputError(f"{value!r} cannot be written into a cell.\nGive text, a number, true, false or a list of those.")


def _escape(character: str) -> str:
    code = ord(character)
    if character in _ESCAPED:
        return _ESCAPED[character]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _number(value: float) -> str:
    """Return digits as JavaScript writes them too: 0.00001 and not 1e-05, 7 and not 7.0."""
    if isinstance(value, int):
        return str(value)
    if value == 0:
        return "0"
    if 1e-6 <= abs(value) < 1e21:
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    mantissa, _, exponent = repr(value).partition("e")
    return f"{mantissa.removesuffix('.0')}e{int(exponent):+d}"


def fill_source(source: str, values: Mapping[str, Json]) -> str:
    """Return the text of a cell in which names are set to other values.

    Parameters
    ----------
    source : str
        Python, in which each of the names is set alone on a line.
    values : mapping of str to JSON value
        A value that is there already is left as it is written.

    Raises
    ------
    TemplateError
        If the text is not Python, or a name is not set so.

    Examples
    --------
    >>> print(fill_source('seed = 7  # any number', {"seed": 8}))
    seed = 8  # any number
    """
    try:
        found = assignments(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise TemplateError(
            f"The cell tagged 'parameters' is no Python: {error}.\nMend it, then fill it in again."
        ) from error
    missing = [name for name in values if name not in found]
    if missing:
        raise TemplateError(
            f"The cell tagged 'parameters' does not set {missing[0]!r} alone on a line.\n"
            f"Write there: {missing[0]} = …, with text, a number, True, False, None or a list."
        )
    for one in sorted(found.values(), key=lambda one: -one.start):  # from below, so that places stay true
        if one.name in values and not same_value(one.value, values[one.name]):
            source = source[: one.start] + literal(values[one.name]) + source[one.end :]
    return source


def fill_notebook(notebook: nbformat.NotebookNode, values: Mapping[str, Json]) -> nbformat.NotebookNode:
    """Return a copy of a notebook with values filled in, and without outputs.

    Parameters
    ----------
    notebook : notebook
        A template, or what somebody made of one.
    values : mapping of str to JSON value
        By the name of the parameter; they are not checked here.

    Raises
    ------
    TemplateError
        If it has not exactly one cell tagged ``parameters``, or that cell does not set a name alone on a line.
    """
    filled: nbformat.NotebookNode = copy.deepcopy(notebook)
    tagged = tagged_cells(filled)
    if len(tagged) != 1:
        raise TemplateError(
            f"The notebook has {len(tagged)} cells tagged 'parameters'.\n"
            "Tag exactly one code cell, then fill it in again."
        )
    tagged[0].source = fill_source(tagged[0].source, values)
    for cell in filled.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return filled


def fill_template(
    template: Template,
    values: Mapping[str, Json],
    columns: Mapping[str, Sequence[str]] | None = None,
    known: Mapping[str, Sequence[str]] | None = None,
) -> nbformat.NotebookNode:
    """Return a new notebook of a template with values filled in.

    Parameters
    ----------
    template : Template
        Its file is read anew and not changed.
    values : mapping of str to JSON value
        By the name of the parameter; the others keep their defaults, except those that name columns of another file.
    columns : mapping of str to sequence of str, optional
        For the names of file parameters, which columns the file has.
    known : mapping of str to sequence of str, optional
        For the names of text parameters, all values of the column that they are a value of.

    Raises
    ------
    InputError
        If a value cannot be taken; the text says why, for each.
    TemplateError
        If the file is gone or breaks the contract by now.

    Examples
    --------
    >>> from workbench.templates import find_templates
    >>> notebook = fill_template(find_templates().get("00-first-report"), {"seed": 11})
    >>> notebook.cells[1].source.splitlines()[-1]
    'seed = 11'
    """
    settled = settled_values(template, values, columns or {})
    problems = check_values(template, settled, columns, known)
    if problems:
        raise InputError(told(problems))
    return fill_notebook(template.read(), settled)


def told(problems: Sequence[Problem]) -> str:
    """Return what is wrong with values, each in its own lines and with the name it is set by."""
    return "\n".join(f"{one.name}: {one.told}" if one.code != "unknown" else one.told for one in problems)
