"""Scores beside what happened: who has which, and whether a score means the same for every group."""

from __future__ import annotations

import numpy as np

from workbench.document.charts import interval_cell
from workbench.document.curves import Curve, calibration_chart, score_chart, score_table
from workbench.document.facts import fact_id
from workbench.document.nodes import Block, Fact, Table, Text
from workbench.document.score_facts import calibration_facts, score_facts
from workbench.document.wording import cell, name, paragraph, say, size
from workbench.report.materials import Materials
from workbench.report.parts.groups import Budget
from workbench.tally.metrics import METRICS
from workbench.tally.score_metrics import Calibration, calibration
from workbench.tally.values import Axis

__all__ = ["score_blocks"]

_MOST_GROUPS = 8
_LARGE = "calibration_in_the_large"


def score_blocks(materials: Materials, budget: Budget) -> tuple[Block, ...]:
    """Return, for each attribute with few groups, who has which scores, and what happened to those who had them."""
    audit = materials.audited
    blocks: list[Block] = []
    calibrated = False
    for place, attribute in enumerate(audit.attributes):
        axis = audit.axis(attribute)
        if axis.tally.scores is None or len(axis.groups) > _MOST_GROUPS:
            continue
        if budget.allows(len(axis.groups)):
            blocks.append(_histogram(materials, place, axis))
        if _LARGE in METRICS and METRICS[_LARGE].is_carried_by(axis):
            found = calibration(axis, materials.confidence)
            if budget.allows(found.n.size):
                blocks.append(_calibration(materials, place, axis, found))
                calibrated = True
    return (*([paragraph("scores.said")] if calibrated else []), *blocks)


def _histogram(materials: Materials, place: int, axis: Axis) -> Block:
    audit = materials.audited
    threshold = None
    if audit.threshold is not None:
        source = audit.fingerprint
        threshold = materials.book.declared("policy/threshold", audit.threshold, "number", "declared", source)
    binned = score_facts(materials.book, axis, audit.decisions.fingerprint, threshold)
    attribute = name(axis.attribute)
    table = score_table(f"score-shares-{place}", say("scores.shares", attribute=attribute), binned)
    takeaway = say("scores.who", attribute=attribute)
    return score_chart(f"score-chart-{place}", takeaway, say("scores.axis"), binned, table)


def _calibration(materials: Materials, place: int, axis: Axis, found: Calibration) -> Block:
    curves = calibration_facts(materials.book, axis.attribute, found, materials.audited.decisions.fingerprint)
    table = _table(materials, place, axis.attribute, found, curves)
    if not (materials.audited.decisions.scores and _are_probabilities(axis)):
        return table  # on any other scale there is no diagonal
    spoken = say("scores.happened_short")
    return calibration_chart(f"calibration-{place}", _takeaway(materials, axis), spoken, curves, table)


def _are_probabilities(axis: Axis) -> bool:
    scores = axis.tally.scores
    return scores is not None and scores.low == 0 and scores.high == 1


def _takeaway(materials: Materials, axis: Axis) -> Text:
    """Return for which group scores say clearly less, or more, than what happened; if for any."""
    values = METRICS[_LARGE].by_group(axis, materials.confidence)
    clear = np.maximum(values.limits.low, -values.limits.high)
    if not np.isfinite(clear).any() or np.nanmax(clear) <= 0:
        return say("scores.as_said", attribute=name(axis.attribute))
    group = int(np.nanargmax(clear))
    message = "scores.too_low" if values.values[group] > 0 else "scores.too_high"
    return say(message, attribute=name(axis.attribute), group=name(values.groups[group]))


def _table(materials: Materials, place: int, attribute: str, found: Calibration, curves: list[Curve]) -> Table:
    rows: list[tuple[Text, ...]] = []
    parts: list[tuple[int, Text]] = []
    titles = [_title(materials, attribute, found, part) for part in range(found.n.shape[1])]
    for group, pairs in curves:
        parts.append((len(rows), (name(group),)))
        rows += [
            (title, (size(happened),), (cell(mean),), (cell(happened),), interval_cell(happened))
            for title, (mean, happened) in zip(titles, pairs, strict=True)
        ]
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


def _title(materials: Materials, attribute: str, found: Calibration, part: int) -> Text:
    source = materials.audited.decisions.fingerprint
    ends = []
    for side, values in (("from", found.low), ("to", found.high)):
        id = fact_id("audit", "calibration", attribute, "part", str(part), side)
        ends.append(
            materials.book.add(Fact(id, float(values[part]), "number", "edge of the bins of the score", source))
        )
    return say("scores.bin", low=cell(ends[0]), high=cell(ends[1]))
