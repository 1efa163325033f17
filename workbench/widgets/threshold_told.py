"""What chosen thresholds do, in sentences and drawings: for where the explorer itself cannot be moved."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence

from workbench.audit.result import Audit
from workbench.audit.supposed import is_supposed
from workbench.audit.verdicts import Assessment
from workbench.document.nodes import Paragraph
from workbench.document.numerals import number
from workbench.document.telling import figure_title
from workbench.document.wording import plain
from workbench.report.cell_page import NO_DAY
from workbench.report.materials import Materials
from workbench.report.parts.callouts import callout
from workbench.report.parts.clearest import clearest
from workbench.report.parts.groups import drawn_blocks
from workbench.tally.rates import SYNONYMS
from workbench.tally.values import GroupValues
from workbench.widgets.view import Grid, Part, Row
from workbench.widgets.wording import told

__all__ = ["told_at"]

_DRAWN, _DRAWN_INSTEAD = 24, 10
_MOST_FIGURES = 3


def told_at(
    audit: Audit, attributes: tuple[str, ...], thresholds: Sequence[float] | None, metrics: Sequence[str]
) -> Iterator[Part | Grid]:
    """Yield the verdicts at some thresholds in sentences, a chart of each figure that is judged, and what is now.

    Parameters
    ----------
    audit : Audit
        An audit whose counts hold a score.
    attributes : tuple of str
        Whose groups are compared.
    thresholds : sequence of float or None
        The threshold of each group; ``None``: the decisions as they were given.
    metrics : sequence of str
        Figures that a threshold moves, the first to be drawn where none is judged.
    """
    if audit.disclosure is not None:  # sentences and drawings would have to be hidden in part, as the audit's own
        return
    moved = audit
    if thresholds is not None:
        moved = audit.at_thresholds(attributes, dict(zip(audit.axis(*attributes).groups, thresholds, strict=True)))
    materials = Materials(moved.data_name, moved.roles, NO_DAY, "technical", audit=moved, disclosure="full")
    judged = [one for one in moved.assessments if one.claim.attributes == attributes and _moves(one, metrics)]
    for place, one in enumerate(judged):
        yield Part(f"told/{place}", callout(materials, one))
    for place, (values, gap_of) in enumerate(_figures(moved, attributes, judged, metrics)):
        groups = clearest(values, gap_of.gap if gap_of is not None else None, _DRAWN, _DRAWN_INSTEAD)
        for at, block in enumerate(drawn_blocks(materials, place, values, groups)):
            shown = Paragraph(block.id, block.text) if isinstance(block, Paragraph) else block
            yield Part(f"told/drawn/{place}/{at}", shown)
        if is_supposed(moved) and audit.decisions.n_decisions:
            yield _beside(f"told/beside/{place}", audit, attributes, values, groups)


def _beside(id: str, audit: Audit, attributes: tuple[str, ...], tried: GroupValues, groups: Sequence[str]) -> Grid:
    """Return what is decided beside what the thresholds would decide, of some groups."""
    as_it_is = audit.values(tried.metric, *attributes)
    title = plain(figure_title(tried.metric))
    caption = told("threshold.beside", figure=f"{title[:1].upper()}{title[1:]}", attribute=tried.attribute)
    is_given = audit.threshold is None and audit.thresholds_by_group is None
    now = told("threshold.beside_given" if is_given else "threshold.beside_audited")
    header = (told("threshold.beside_group"), now, told("threshold.beside_supposed"))
    rows = tuple(
        Row(f"{id}/{place}", (group, _rate(as_it_is, group), _rate(tried, group))) for place, group in enumerate(groups)
    )
    return Grid(id, caption, header, rows, numeric=(False, True, True))


def _rate(values: GroupValues, group: str) -> str:
    """Return a figure of a group with its interval, as the explorer's table has it."""
    place = values.groups.index(group)
    one, low, high = values.values[place], values.limits.low[place], values.limits.high[place]
    if math.isnan(one):
        return number(math.nan, 1)
    value, least, most = (number(100 * float(part), 1) for part in (one, low, high))
    return told("threshold.twin_rate", value=value, low=least, high=most)


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
