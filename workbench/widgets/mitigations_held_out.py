"""What held-out rows say of the method that was chosen, beside the model as it is on the same rows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.audit.mitigation.result import Mitigations
from workbench.audit.result import Audit
from workbench.audit.verdicts import Assessment
from workbench.document.model_charts import dot_chart, ranged
from workbench.document.nodes import Block, Fact, Table, Text
from workbench.document.telling import figure_title
from workbench.document.wording import MARKS, name, plain, say
from workbench.modeling.metrics import Metric
from workbench.modeling.result import Fitted
from workbench.modeling.thresholds.result import Value
from workbench.report.figuring import Figures
from workbench.report.parts.callouts import callout
from workbench.widgets.mitigations_results import MOST_COMPARISONS, PERFORMANCE, fact_of, materials_of
from workbench.widgets.sides import chance_nodes, lower_for, sides_nodes
from workbench.widgets.view import Group, Node, Part
from workbench.widgets.wording import told

__all__ = ["HeldOut", "held_out_nodes"]

_MOST_DRAWN = 5


@dataclass(frozen=True, eq=False)
class HeldOut:
    """A model on held-out rows, beside the model as it is.

    Parameters
    ----------
    fitted : Fitted
        The model that the chosen method made of all training rows.
    audit : Audit
        Its audit.
    before : tuple of (Fitted, Audit) or None
        The same of doing nothing; ``None`` where that was chosen.
    """

    fitted: Fitted
    audit: Audit
    before: tuple[Fitted, Audit] | None = None


@dataclass(frozen=True, eq=False)
class _Compared:
    """One figure: on training rows, as it is, and with the method; the verdicts on the latter two."""

    title: str
    values: tuple[Value | None, Value | None, Value | None]
    judged: tuple[Assessment | None, Assessment | None] = (None, None)


def held_out_nodes(found: Mitigations, metric: str, chosen: str, held_out: HeldOut) -> Iterator[Node]:
    """Yield what held-out rows say of the chosen method: every verdict, and the figures before and after.

    What was to be made equal and every gap stand first, the other verdicts folded away below.

    Parameters
    ----------
    found : Mitigations
        What was tried.
    metric : str
        What was to be made equal.
    chosen : str
        The method.
    held_out : HeldOut
        What held-out rows say.
    """
    materials = materials_of(held_out.audit)
    first: list[Node] = []
    others: list[Node] = []
    for place, one in enumerate(held_out.audit.assessments[:MOST_COMPARISONS]):
        is_first = one.verdict == "gap" or (one.claim.attribute, one.claim.metric) == (found.attribute, metric)
        (first if is_first else others).append(Part(f"held_out/{place}", callout(materials, one, short=True)))
    yield from first
    compared = list(_compared(found, chosen, held_out))
    titles = (found.as_it_is.title, found.attempt(chosen).title)
    told_of = [drawn.judged for drawn in _drawn(compared, found.attribute, metric)]
    for place, (before, after) in enumerate(told_of):
        if before is not None:
            yield from sides_nodes(
                f"held_out/sides/{place}", (before, after), lambda same: [titles[at] for at in same], before
            )
    yield from chance_nodes("held_out/sides", (one for both in told_of if both[0] is not None for one in both))
    yield Part("held_out/picture", _picture(found, metric, titles, compared, held_out))
    if others:
        yield Group("held_out/others", tuple(others), told("mitigations.held_out_others"), "fold")


def _compared(found: Mitigations, chosen: str, held_out: HeldOut) -> Iterator[_Compared]:
    """Yield balanced accuracy, then every gap."""
    attempt = found.attempt(chosen)
    before = held_out.before
    yield _Compared(
        told("mitigations.balanced"),
        (
            _performance(attempt.metrics),
            _performance(before[0].metrics) if before is not None else None,
            _performance(held_out.fitted.metrics),
        ),
    )
    tried = _by_claim(attempt.audit)
    plain_ = _by_claim(before[1] if before is not None else None)
    for judged in held_out.audit.assessments[:MOST_COMPARISONS]:
        figure = plain(figure_title(judged.claim.metric))
        title = told("mitigations.shown_one", figure=figure, attribute=judged.claim.attribute)
        earlier = plain_.get(judged.claim)
        yield _Compared(title, (_gap(tried.get(judged.claim)), _gap(earlier), _gap(judged)), (earlier, judged))


def _by_claim(audit: Audit | None) -> dict[object, Assessment]:
    return {one.claim: one for one in (audit.assessments if audit is not None else ())}


def _performance(metrics: Sequence[Metric]) -> Value | None:
    return next((Value(one.value, one.low, one.high) for one in metrics if one.name == PERFORMANCE), None)


def _gap(judged: Assessment | None) -> Value | None:
    gap = judged.gap if judged is not None else None
    if gap is None:
        return None
    return Value(float(gap.extreme_difference), float(gap.difference_low), float(gap.difference_high))


def _drawn(compared: Sequence[_Compared], attribute: str, metric: str) -> list[_Compared]:
    """Return the figures that are drawn: what was to be made equal first, then gaps, then the others."""

    def order(one: _Compared) -> int:
        before, after = one.judged
        if after is None or (after.claim.attribute, after.claim.metric) == (attribute, metric):
            return 0
        return 1 if "gap" in (after.verdict, before.verdict if before is not None else "") else 2

    return sorted(compared, key=order)[:_MOST_DRAWN]


def _picture(
    found: Mitigations, metric: str, titles: tuple[str, str], compared: Sequence[_Compared], held_out: HeldOut
) -> Block:
    """Return figures before and after with their intervals; the table alone where nothing can be drawn."""
    audit = held_out.audit
    figures = Figures("held_out", audit.fingerprint, audit.provenance.stage)
    facts = {id(one): _facts(figures, at, one) for at, one in enumerate(compared)}
    table = _table(compared, facts, held_out.before is not None)
    panels: list[tuple[str, list[tuple[str, Fact]]]] = []
    for one in _drawn(compared, found.attribute, metric):
        rows = [
            (title, fact)
            for title, fact in zip(titles, facts[id(one)][1:], strict=True)
            if fact is not None and math.isfinite(fact.value)
        ]
        if rows:
            panels.append((one.title, rows))
    if not panels:
        return table
    takeaway = told("mitigations.held_out_caption")
    return dot_chart("held-out", (takeaway,), (told("mitigations.held_out_axis"),), panels, table)


def _facts(figures: Figures, at: int, one: _Compared) -> list[Fact | None]:
    which = ("training", "before", "after")
    return [
        None if value is None else fact_of(figures, value, str(at), when)
        for when, value in zip(which, one.values, strict=True)
    ]


def _table(compared: Sequence[_Compared], facts: dict[int, list[Fact | None]], has_before: bool) -> Table:
    rows: list[tuple[Text, ...]] = []
    for one in compared:
        shown = [say("mitigation.not_known") if fact is None else ranged(fact) for fact in facts[id(one)]]
        before, after = one.judged
        cells: list[Text] = [(name(one.title),), *shown, _verdict(before), _verdict(after), lower_for(after)]
        rows.append(tuple(cells if has_before else [*cells[:2], cells[3], *cells[5:]]))
    ids = [
        "mitigations.figure",
        "mitigations.on_training",
        "mitigations.before",
        "mitigations.on_held_out",
        "mitigations.verdict_before",
        "mitigations.verdict_held_out",
        "sides.lower_for",
    ]
    numeric = [False, True, True, True, False, False, False]
    if not has_before:
        del ids[4], ids[2], numeric[4], numeric[2]
    header = tuple((told(id),) for id in ids)
    return Table("held-out-numbers", (told("mitigations.held_out_caption"),), header, tuple(rows), tuple(numeric))


def _verdict(judged: Assessment | None) -> Text:
    if judged is None:
        return ()
    mark, word = MARKS[judged.verdict]
    return (f"{mark} {word}",)
