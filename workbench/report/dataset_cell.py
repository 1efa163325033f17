"""A data set as it shows in a notebook: what it was read from, what its columns hold, what was changed and noticed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.audit.disclosure.level import disclosure_named
from workbench.data.dataset import Dataset
from workbench.data.profile.keys import kind_of
from workbench.data.stored import StoredTable
from workbench.document.facts import FactBook, fact_id
from workbench.document.nodes import Block, Items, Paragraph, Table, Text
from workbench.document.wording import count, name, paragraph, say
from workbench.report.materials import Materials
from workbench.report.naming import columns_that_name
from workbench.report.parts.closing import findings
from workbench.report.records import role_of
from workbench.report.shown_findings import Shared, shown_findings

__all__ = ["dataset_contents"]

_MOST_COLUMNS = 200
_LONGEST = 2_000
_BLANKS_TAKEN_OFF = "WB115"


def dataset_contents(data: Dataset) -> list[tuple[str, Text, Sequence[Block]]]:
    """Return the sections that tell of a data set: id, heading and blocks.

    Parameters
    ----------
    data : Dataset
        Of one on disk, missing values are counted where it is; no rows come into memory.
    """
    naming = columns_that_name(None, data)
    noticed = shown_findings(data.findings, Shared(naming=naming), disclosure_named("full"))
    materials = Materials(data.name, data.roles, "", findings=noticed)
    return [
        ("columns", say("cell.columns"), _columns(data, materials.book)),
        ("source", say("cell.source"), tuple(_source(data, materials.book))),
        ("findings", say("section.findings"), findings(materials, everything=True)),
    ]


def _source(data: Dataset, book: FactBook) -> Iterator[Block]:
    made = data.provenance
    source = str(made.settings.get("source", ""))
    rows = book.count("data/all_rows", data.n_rows, "rows", data.name)
    columns = book.count("data/columns", len(data.columns), "columns", data.name)
    yield paragraph("cell.on_disk" if data.is_stored else "cell.in_memory", rows=count(rows), columns=count(columns))
    if made.stage != "read_data":
        yield paragraph("cell.source.made", stage=name(made.stage))
    else:
        start = source.partition(":")[0] if ":" in source else "table"
        which = start if start in {"query", "example", "table"} else "file"
        yield paragraph(f"cell.source.{which}", source=name(source, _LONGEST))
    notes = made.settings.get("notes", ())
    told = [str(one) for one in notes] if isinstance(notes, (list, tuple)) else []
    told += [f"{one.title}." for one in data.findings if one.code == _BLANKS_TAKEN_OFF]
    types = made.settings.get("types")
    asked = types.items() if isinstance(types, dict) else ()
    said = [Paragraph("cell.note", (name(one, _LONGEST),)) for one in told]
    said += [paragraph("cell.type", column=name(str(column)), kind=name(str(kind))) for column, kind in asked]
    if said:
        yield paragraph("cell.changed")
        yield Items(tuple(said))
    else:
        yield paragraph("cell.unchanged")


def _columns(data: Dataset, book: FactBook) -> tuple[Block, ...]:
    shown = data.columns[:_MOST_COLUMNS]
    kinds = data.kinds
    rows = tuple(
        (
            (name(column),),
            say(f"profile.kind.{kind_of(kinds[column])}"),
            say(f"columns.role.{role_of(data, column)}"),
            (count(book.count(fact_id("data", "missing", column), n, "rows without a value", data.name)),),
        )
        for column, n in zip(shown, _missing(data, len(shown)), strict=True)
    )
    header = (say("columns.column"), say("columns.kind"), say("columns.role"), say("columns.missing"))
    table = Table("column-list", say("columns.caption"), header, rows, (False, False, False, True))
    more = len(data.columns) - len(shown)
    blocks: list[Block] = [table, paragraph("cell.types")]
    if more:
        fact = book.count("data/columns_not_shown", more, "columns", data.name)
        blocks.insert(1, paragraph("profile.not_listed", columns=count(fact)))
    return tuple(blocks)


def _missing(data: Dataset, n_columns: int) -> list[int]:
    """Return in how many rows each of the first columns has no value."""
    if not isinstance(data.held, StoredTable):
        return [data.held.column(place).null_count for place in range(n_columns)]
    asked = ", ".join(f"count(c{place})" for place in range(n_columns))
    return [data.n_rows - n for n in data.relation().aggregate(asked).fetchall()[0]]
