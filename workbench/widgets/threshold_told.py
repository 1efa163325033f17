"""What chosen thresholds do, in sentences and drawings: for where the explorer itself cannot be moved."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import numpy as np

from workbench.audit.policy import Claim, families
from workbench.audit.result import Audit
from workbench.audit.selective import needs_both_sides, withheld
from workbench.audit.verdicts import Assessment, judge
from workbench.document.nodes import Paragraph
from workbench.report.cell_page import NO_DAY
from workbench.report.materials import Materials
from workbench.report.parts.callouts import callout
from workbench.report.parts.clearest import clearest
from workbench.report.parts.groups import drawn_blocks
from workbench.tally.metrics import class_values
from workbench.tally.rates import SYNONYMS
from workbench.tally.values import GroupValues
from workbench.widgets.view import Part

__all__ = ["decided_at", "told_at"]

_DRAWN, _DRAWN_INSTEAD = 24, 10
_MOST_FIGURES = 3


def told_at(
    audit: Audit, attributes: tuple[str, ...], thresholds: Sequence[float], metrics: Sequence[str]
) -> Iterator[Part]:
    """Yield the verdicts at some thresholds, each in a sentence, and a chart of each figure that is judged.

    Parameters
    ----------
    audit : Audit
        An audit whose counts hold a score.
    attributes : tuple of str
        Whose groups are compared.
    thresholds : sequence of float
        The threshold of each group.
    metrics : sequence of str
        Figures that a threshold moves, the first to be drawn where none is judged.
    """
    if audit.disclosure is not None:  # sentences and drawings would have to be hidden in part, as the audit's own
        return
    moved = decided_at(audit, attributes, thresholds)
    materials = Materials(moved.data_name, moved.roles, NO_DAY, "technical", audit=moved, disclosure="full")
    judged = [one for one in moved.assessments if one.claim.attributes == attributes and _moves(one, metrics)]
    for place, one in enumerate(judged):
        yield Part(f"told/{place}", callout(materials, one))
    for place, (values, gap_of) in enumerate(_figures(moved, attributes, judged, metrics)):
        groups = clearest(values, gap_of.gap if gap_of is not None else None, _DRAWN, _DRAWN_INSTEAD)
        for at, block in enumerate(drawn_blocks(materials, place, values, groups)):
            shown = Paragraph(block.id, block.text) if isinstance(block, Paragraph) else block
            yield Part(f"told/drawn/{place}/{at}", shown)


def decided_at(audit: Audit, attributes: tuple[str, ...], thresholds: Sequence[float]) -> Audit:
    """Return the audit at the threshold of each group; where they differ, of the claims on these groups alone.

    Parameters
    ----------
    audit : Audit
        An audit whose counts hold a score.
    attributes : tuple of str
        Whose groups have thresholds.
    thresholds : sequence of float
        One a group, in the groups' order.
    """
    moved = audit.at_threshold(thresholds[0])
    if len(set(thresholds)) == 1:
        return moved
    axis, everyone = audit.axis(*attributes), audit.axis()
    cells = {one: axis.tally.decided(one).n for one in dict.fromkeys(thresholds)}
    n = np.stack([cells[one][place] for place, one in enumerate(thresholds)])
    axes = {
        attributes: replace(axis, tally=replace(axis.tally, n=n)),
        (): replace(everyone, tally=replace(everyone.tally, n=n.sum(axis=0, keepdims=True))),
    }
    moved = replace(moved, threshold=None)
    moved.known_axes.update(axes)
    claims = [one.claim for one in moved.assessments]
    judged = tuple(_judged(moved, one, len(claims)) for one in claims if one.attributes == attributes)
    told = replace(moved, assessments=judged, stratified=())
    told.known_axes.update(axes)
    return told


def _judged(audit: Audit, claim: Claim, n_claims: int) -> Assessment:
    axis, metrics = audit.axis(*claim.attributes), families(claim.metric)
    values = [one for metric in metrics for one in class_values(axis, metric, audit.policy.confidence)]
    is_given = audit.kind in ("decisions", "counts")
    reason = withheld(axis) if is_given and any(needs_both_sides(metric) for metric in metrics) else ""
    return judge(claim, values, audit.policy, n_claims, withheld=reason)


def _moves(one: Assessment, metrics: Collection[str]) -> bool:
    return SYNONYMS.get(one.rates.metric, one.rates.metric) in metrics


def _figures(
    audit: Audit, attributes: tuple[str, ...], judged: Sequence[Assessment], metrics: Sequence[str]
) -> list[tuple[GroupValues, Assessment | None]]:
    """Return the figures that are judged, each once; where none is, the first."""
    found: dict[str, tuple[GroupValues, Assessment | None]] = {}
    for one in judged:
        for values in one.families or (one.rates,):
            found.setdefault(SYNONYMS.get(values.metric, values.metric), (values, one))
    if not found and metrics:
        found[metrics[0]] = audit.values(metrics[0], *attributes), None
    return list(found.values())[:_MOST_FIGURES]
