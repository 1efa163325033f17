"""How a system was made: its columns, what was done to them, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbench.document.facts import fact_id
from workbench.document.nodes import Block, Table, Text
from workbench.document.wording import count, name, say
from workbench.report.materials import Materials
from workbench.report.records import ColumnRecord, DataRecord

__all__ = ["column_table", "left_out_rows", "left_out_table", "step_rows", "step_table"]

Step = tuple[str, Sequence[str], str]
"""A title or a code, columns and a reason."""

_LONGEST = 2_000
_MOST_COLUMNS = 200
_KINDS = {
    "columns.kind.whole": ("int", "uint"),
    "columns.kind.number": ("double", "float", "halffloat", "decimal"),
    "columns.kind.text": ("string", "large_string", "utf8", "large_utf8", "dictionary<values=string"),
    "columns.kind.truth": ("bool",),
    "columns.kind.date": ("date", "timestamp"),
    "columns.kind.nothing": ("null",),
}
"""How the names of Arrow's types begin, by the message that says what readers call them."""


def column_table(materials: Materials) -> tuple[Block, ...]:
    """Return the columns of the data: type, role, missing values; nothing where no data are known."""
    data, book = materials.data, materials.book
    if data is None:
        return ()
    rows: list[tuple[Text, ...]] = []
    for column in data.columns[:_MOST_COLUMNS]:
        role = say(f"columns.role.{column.role}")
        rows.append(((name(column.name),), _kind(column.kind), role, _missing(materials, data, column)))
    header = (say("columns.column"), say("columns.kind"), say("columns.role"), say("columns.missing"))
    table = Table("column-list", say("columns.caption"), header, tuple(rows), (False, False, False, True))
    hidden = len(data.columns) - len(rows)
    if not hidden:
        return (table,)
    more = book.count("data/columns_not_shown", hidden, "columns left out of the report", data.rows, "recorded")
    last = (say("columns.more", columns=count(more)), *[say("table.nothing")] * 3)
    return (Table("column-list", table.caption, header, (*rows, last), table.numeric),)


def _kind(arrow: str) -> Text:
    """Return what readers call a type of Arrow; one that has no such word by its own name."""
    found = next((message for message, starts in _KINDS.items() if arrow.startswith(starts)), None)
    return say(found) if found is not None else (name(arrow),)


def _missing(materials: Materials, data: DataRecord, column: ColumnRecord) -> Text:
    """Return how many values are missing; of very few only that they are few, where that could tell who they are."""
    if column.n_missing is None:
        return say("columns.few")
    id = fact_id("data", "missing", column.name)
    return (count(materials.book.count(id, column.n_missing, "rows without a value", data.rows, "recorded")),)


def step_table(materials: Materials) -> tuple[Block, ...]:
    """Return what is done to the columns before the model sees them, and why."""
    made = materials.model or materials.preparation
    return step_rows((one.title, one.columns, one.reason) for one in (made.steps if made is not None else ()))


def step_rows(steps: Iterable[Step]) -> tuple[Block, ...]:
    """Return steps as a table, each with its columns and the reason; nothing where there is none.

    Parameters
    ----------
    steps : iterable of (str, sequence of str, str)
        Title, columns and reason.
    """
    rows = tuple(
        ((name(title),), (name(", ".join(columns), _LONGEST),), (name(reason, _LONGEST),))
        for title, columns, reason in steps
    )
    header = (say("steps.step"), say("steps.columns"), say("steps.reason"))
    return (Table("steps", say("steps.caption"), header, rows, (False, False, False)),) if rows else ()


def left_out_table(materials: Materials) -> tuple[Block, ...]:
    """Return which columns the model does not see, and why."""
    made = materials.model or materials.preparation
    return left_out_rows((one.title, one.columns, one.reason) for one in (made.left_out if made is not None else ()))


def left_out_rows(left_out: Iterable[Step]) -> tuple[Block, ...]:
    """Return what is left out as a table; nothing where nothing is.

    Parameters
    ----------
    left_out : iterable of (str, sequence of str, str)
        The finding's code, columns and reason.
    """
    rows = tuple(
        ((name(", ".join(columns), _LONGEST),), (name(reason, _LONGEST),), (name(code),))
        for code, columns, reason in left_out
    )
    header = (say("steps.columns"), say("steps.reason"), say("findings.code"))
    return (Table("columns-left-out", say("steps.left_out"), header, rows, (False, False, False)),) if rows else ()
