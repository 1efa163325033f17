"""Scores beside what happened: whether a score means the same for every group."""

from __future__ import annotations

import math

from workbench.document.charts import interval_cell
from workbench.document.facts import fact_id
from workbench.document.nodes import Block, Fact, Table, Text
from workbench.document.wording import cell, name, paragraph, say, size
from workbench.report.materials import Materials
from workbench.report.parts.groups import Budget
from workbench.tally.metrics import METRICS
from workbench.tally.score_metrics import Calibration, calibration

__all__ = ["score_blocks"]

_MOST_GROUPS = 8


def score_blocks(materials: Materials, budget: Budget) -> tuple[Block, ...]:
    """Return, for each attribute with few groups, mean scores beside what happened in each part of the scores."""
    audit = materials.audited
    wanted = METRICS.get("calibration_in_the_large")
    blocks: list[Block] = []
    for place, attribute in enumerate(audit.attributes):
        axis = audit.axis(attribute)
        if wanted is None or not wanted.is_carried_by(axis) or len(axis.groups) > _MOST_GROUPS:
            continue
        found = calibration(axis, materials.confidence)
        if budget.allows(found.n.size):
            blocks.append(_table(materials, place, attribute, found))
    return (paragraph("scores.said"), *blocks) if blocks else ()


def _table(materials: Materials, place: int, attribute: str, found: Calibration) -> Table:
    rows: list[tuple[Text, ...]] = []
    parts: list[tuple[int, Text]] = []
    for group in range(len(found.groups)):
        parts.append((len(rows), (name(found.groups[group]),)))
        rows += [_row(materials, attribute, found, group, part) for part in range(found.n.shape[1])]
    header = (
        say("scores.part"),
        say("table.people"),
        say("scores.mean"),
        say("scores.happened"),
        say("table.interval"),
    )
    caption = say("scores.caption", attribute=name(attribute))
    numeric = (False, True, True, True, True)
    return Table(f"scores-{place}", caption, header, tuple(rows), numeric, tuple(parts))


def _row(materials: Materials, attribute: str, found: Calibration, group: int, part: int) -> tuple[Text, ...]:
    book, source = materials.book, materials.audited.decisions.fingerprint
    ends = []
    for side, values in (("from", found.low), ("to", found.high)):
        id = fact_id("audit", "calibration", attribute, "part", str(part), side)
        ends.append(book.add(Fact(id, float(values[part]), "number", "edge of the bins of the score", source)))
    n, k = int(found.n[group, part]), int(found.k[group, part])
    empty = "" if n else "no rows with such a score and an outcome"
    of = (attribute, found.groups[group])
    mean = Fact(
        fact_id("audit", "calibration", "mean score", str(part), of=of),
        float(found.mean_score[group, part]),
        "number",
        "mean of the scores in this part",
        source,
        n=n,
        undefined=empty,
    )
    low, high = (float(side[group, part]) if n else math.nan for side in found.limits)
    happened = Fact(
        fact_id("audit", "calibration", "base_rate", str(part), of=of),
        k / n if n else math.nan,
        "fraction",
        "counts; limits Wilson or Clopper-Pearson",
        source,
        low,
        high,
        n,
        empty,
    )
    book.add(mean)
    book.add(happened)
    title = say("scores.bin", low=cell(ends[0]), high=cell(ends[1]))
    return (title, (size(happened),), (cell(mean),), (cell(happened),), interval_cell(happened))
