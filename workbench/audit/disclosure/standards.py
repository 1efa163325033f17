"""Standards' tables as far as they may be shown.

What is shown is computed from shown groups alone: a ratio to a hidden group's rate would give that rate away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.audit.disclosure.hidden import Hidden
from workbench.audit.disclosure.linked import Block, Counts, Further
from workbench.audit.result import Audit
from workbench.audit.standards import four_fifths, local_law_144
from workbench.audit.standards import local_law_144_words as words
from workbench.audit.standards.contract import Cell, Evidence, Row, StandardResult, StandardTable
from workbench.audit.standards.eeo_categories import RACES, SEXES, categories, people
from workbench.audit.standards.four_fifths_words import CROSSING
from workbench.audit.standards.impact_tables import WITHOUT_SMALL, Layout, impact_table
from workbench.audit.standards.options import Told
from workbench.data.roles import TOO_SMALL
from workbench.errors import InputError
from workbench.tally.tally import Tally

__all__ = ["FOUR_FIFTHS", "LOCAL_LAW_144", "Shown", "further_axes", "further_tables", "shown_standard"]

Mask = NDArray[np.bool_]

FOUR_FIFTHS, LOCAL_LAW_144 = four_fifths.STANDARD.name, local_law_144.STANDARD.name

_WHY = "small, or would give small ones away"
_REASON = f"not shown ({_WHY})"
_NOT_SHOWN = "not shown: some counts behind it are small, or would give small ones away"
_KEPT = ("WB520", "WB522")
"""Findings of Local Law 144 that say nothing of how many people."""


class Shown(NamedTuple):
    """What of an audit is shown, for standards.

    ``tally`` holds the margins without the groups that are hidden; ``blocks`` and ``hidden`` tell of the rows of
    further tables which are shown.
    """

    tally: Tally
    blocks: Sequence[Block]
    hidden: Sequence[Hidden]


def further_axes(audit: Audit) -> list[tuple[str, ...]]:
    """Return the attributes and crossings that the four-fifths rule publishes."""
    options = audit.policy.standards.get(FOUR_FIFTHS)
    if options is None:
        return []
    told = Told(FOUR_FIFTHS, options, four_fifths.STANDARD.options)
    strata = told.text("strata")
    named = told.names("attributes") or [one for one in audit.attributes if one != strata]
    return [tuple(one.split(CROSSING)) for one in named]


def further_tables(audit: Audit) -> list[Further]:
    """Return the rows of the tables of Local Law 144, where they are about decisions.

    A person whose sex or race is unknown is in none of them, so that their rows are not those of the audit.
    """
    options = audit.policy.standards.get(LOCAL_LAW_144)
    if options is None or is_scoring(audit):
        return []
    told = Told(LOCAL_LAW_144, options, local_law_144.STANDARD.options)
    ethnicity = told.text("ethnicity")
    sex, race = (told.text("sex", "sex"), told.text("race", "race"))
    attributes = (sex, race, *([ethnicity] if ethnicity else []))
    names = [sorted(group[0] for group in audit.decisions.bare.by(one).groups) for one in attributes]
    kinds = tuple(product(*names))
    nobody = Tally(attributes, kinds, np.zeros((len(kinds), 3, 3), dtype=np.int64))
    both = [
        (name, categories(told, name, option, default, own))
        for name, option, default, own in (
            (sex, "sex_categories", SEXES, names[0]),
            (race, "race_categories", RACES, names[1]),
        )
    ]
    found = people(nobody, both[0], both[1], ethnicity)
    per_table = told.choice("unknown_rule", words.UNKNOWN_RULES, "any") == "table"
    in_both = (found.sex >= 0) & (found.race >= 0)
    sexes, races = both[0][1].names, both[1][1].names
    tables = {
        "sex": (sexes, np.where(in_both | per_table, found.sex, -1)),
        "race": (races, np.where(in_both | per_table, found.race, -1)),
        "sex-race": (
            tuple(f"{one}, {other}" for one in sexes for other in races),
            np.where(in_both, found.sex * len(races) + found.race, -1),
        ),
    }
    found_tables = [
        Further(f"{LOCAL_LAW_144} {part}", attributes, rows, _by_kind(kinds, places))
        for part, (rows, places) in tables.items()
    ]
    for place, (name, own) in enumerate(zip(attributes, names, strict=True)):
        # The audit's own table has them, the standard's has not: people in no category, group by group.
        left = [own.index(kind[place]) if out else -1 for kind, out in zip(kinds, ~in_both, strict=True)]
        without = f"{LOCAL_LAW_144} without {name}"
        found_tables.append(Further(without, attributes, tuple(own), _by_kind(kinds, left), is_published=False))
    return found_tables


def _by_kind(kinds: Sequence[tuple[str, ...]], places: Iterable[int]) -> dict[tuple[str, ...], int]:
    return {kind: int(place) for kind, place in zip(kinds, places, strict=True)}


def is_scoring(audit: Audit) -> bool:
    """Whether the tables of Local Law 144 are about scores."""
    found = [one for one in audit.standards if one.name == LOCAL_LAW_144]
    return any(table.id.startswith("scoring/") for one in found for table in one.tables)


def shown_standard(audit: Audit, result: StandardResult, shown: Shown) -> StandardResult:
    """Return what may be shown of a standard's result."""
    options = audit.policy.standards[result.name]
    if result.name == FOUR_FIFTHS:
        return _four_fifths(result, options, further_axes(audit), shown)
    if result.name == LOCAL_LAW_144 and not is_scoring(audit):
        return _local_law(result, options, shown)
    return _nothing(result)


def _four_fifths(
    result: StandardResult, options: Mapping[str, object], axes: Sequence[tuple[str, ...]], shown: Shown
) -> StandardResult:
    """Return the result on shown groups alone; without strata, which are joint counts."""
    told = {name: value for name, value in options.items() if name != "strata"}
    told["attributes"] = [CROSSING.join(one) for one in axes]  # those that were compared: all but the strata
    available = told.get("availability")
    if isinstance(available, Mapping):
        told["availability"] = {
            attribute: {group: share for group, share in shares.items() if _is_shown(shown.tally, attribute, group)}
            for attribute, shares in available.items()
        }
    try:
        found = four_fifths.STANDARD.apply(Evidence({"": shown.tally}), told)
    except InputError:  # a reference that is hidden: nothing can be compared with it
        return _nothing(result)
    before = {table.id: table for table in result.tables}
    tables = tuple(
        _with_hidden_row(table, len(before[table.id].rows) - len(table.rows)) if table.id in before else table
        for table in found.tables
    )
    return replace(found, tables=tables)


def _is_shown(tally: Tally, attribute: str, group: object) -> bool:
    return (group,) in tally.crossed(*attribute.split(CROSSING)).groups


def _with_hidden_row(table: StandardTable, n_hidden: int) -> StandardTable:
    """Return a table with a row for those that are not shown."""
    if n_hidden <= 0:
        return table
    cells = tuple(Cell(None, column.unit, reason=_REASON) for column in table.columns)
    groups = "1 group is" if n_hidden == 1 else f"{n_hidden:,} groups are"
    note = f"{groups} {_REASON}. All figures are of those that are shown, compared with each other."
    return replace(table, rows=(*table.rows, Row(TOO_SMALL, cells)), notes=(*table.notes, note))


def _local_law(result: StandardResult, options: Mapping[str, object], shown: Shown) -> StandardResult:
    """Return the tables with the rows that are shown, and ratios to the highest rate among those."""
    told = Told(LOCAL_LAW_144, options, local_law_144.STANDARD.options)
    rows = _rows(shown)
    tables = []
    for table in result.tables:
        parts = table.id.split("/")
        if parts[0] != "selection":
            continue  # bounds: functions of people of unknown category
        cells, seen = rows[f"{LOCAL_LAW_144} {parts[1]}"]
        label = table.id.partition(f"/{parts[1]}/")[2]
        code = shown.tally.classes.index(label) if label else 1
        k, n = cells[:, code], cells[:, : len(shown.tally.classes)].sum(axis=1)
        tables.append(_impact(table, k, n, seen, told))
    per_table = told.choice("unknown_rule", words.UNKNOWN_RULES, "any") == "table"
    said = words.excluded(0, 0, 0, (), per_table=per_table)[1:]
    statements = words.statements(
        told,
        Evidence({"": shown.tally.by()}),
        said,
        tables,
        has_small=any(_has_small(one) for one in tables),
        hides_ratios=any(cell.reason == _REASON for one in tables for row in one.rows for cell in row.cells),
    )
    findings = tuple(one for one in result.findings if one.code in _KEPT)
    return replace(result, tables=tuple(tables), statements=statements, findings=findings)


def _rows(shown: Shown) -> dict[str, tuple[Counts, Mask]]:
    """Return the counts of the tables of standards, by decision, and which of their rows are shown."""
    return {
        table.name: (block.cells(table).sum(axis=1), ~one.whole[place])
        for block, one in zip(shown.blocks, shown.hidden, strict=True)
        for place, table in enumerate(block.tables)
        if not table.is_axis
    }


def _has_small(table: StandardTable) -> bool:
    return any(column.name == WITHOUT_SMALL for column in table.columns)


def _impact(table: StandardTable, k: Counts, n: Counts, seen: Mask, told: Told) -> StandardTable:
    """Return a table of impact ratios with the rows that are shown, and nothing in the others."""
    rate, ratio = table.columns[2], table.columns[3]
    names = [row.name for row in table.rows]
    small = np.array(
        [_has_small(table) and row.cells[4].reason.startswith("left out") for row in table.rows], dtype=bool
    )
    layout = Layout(
        table.id,
        table.title,
        tuple(name for name, one in zip(names, seen, strict=True) if one),
        table.columns[1].name,
        rate.name,
        rate.digits,
        ratio.digits,
        told.fraction("confidence", 0.95),
    )
    found = impact_table(layout, k[seen], n[seen], small[seen], ())
    by_name = {row.name: row for row in found.rows}
    nothing = tuple(Cell(None, column.unit, reason=_REASON) for column in found.columns)
    n_hidden = int((~seen).sum())
    notes = ["Its impact ratios refer to its own highest rate."]
    if n_hidden:
        rows = "1 category is" if n_hidden == 1 else f"{n_hidden:,} categories are"
        notes = [f"{rows} {_REASON}. The impact ratios refer to the highest rate of those that are shown."]
    return replace(found, rows=tuple(by_name.get(name, Row(name, nothing)) for name in names), notes=tuple(notes))


def _nothing(result: StandardResult) -> StandardResult:
    """Return a result with the shape of its tables, and no number in it."""
    tables = tuple(
        replace(
            table,
            rows=tuple(
                Row(row.name, tuple(Cell(None, column.unit, reason=_NOT_SHOWN) for column in table.columns))
                for row in table.rows
            ),
            notes=("Some figure of this table would give away few people, so none is shown.",),
        )
        for table in result.tables
        if not table.id.startswith("bounds/")
    )
    return replace(
        result,
        tables=tables,
        statements=(),
        findings=tuple(one for one in result.findings if one.code in _KEPT),
    )
