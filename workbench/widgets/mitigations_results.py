"""What came of methods against gaps: verdicts, gap beside performance, whom each decides otherwise."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from workbench.audit.disclosure.level import disclosure_named
from workbench.audit.mitigation.result import AS_IT_IS, Mitigations
from workbench.audit.result import Audit
from workbench.audit.verdicts import VERDICTS
from workbench.document.model_charts import ranged
from workbench.document.nodes import Block, Callout, Fact, Table, Text
from workbench.document.telling import figure_title
from workbench.document.tradeoff_charts import Weighed, tradeoff_chart
from workbench.document.wording import MARKS, cell, listed, name, plain, say
from workbench.modeling.result import Fitted
from workbench.modeling.thresholds.result import Value
from workbench.report.cell_page import NO_DAY
from workbench.report.figuring import Figures
from workbench.report.materials import Materials
from workbench.report.mitigation_cell import LOOKS, people_blocks
from workbench.report.mitigation_record import MitigationGap, MitigationTried, mitigation_record
from workbench.report.parts.callouts import callout
from workbench.report.parts.closing import findings
from workbench.widgets.view import Choice, Group, Node, Option, Part, Said
from workbench.widgets.wording import told

__all__ = ["held_out_nodes", "people_nodes", "results_view"]

_MOST_GROUPS = 20
_MOST_COMPARISONS = 30
_MOST_NAMED = 8
_PERFORMANCE = "balanced_accuracy"


def results_view(found: Mitigations, metric: str, shown: str) -> tuple[Node, ...]:
    """Return what came of the methods, for one comparison and in short for the others.

    Parameters
    ----------
    found : Mitigations
        What was tried.
    metric : str
        What was to be made equal, which is shown first.
    shown : str
        The comparison that is shown, by its place; empty: the first of what was to be made equal.
    """
    tried = _tried(found)
    done = [one for one in tried if not one.error]
    gaps, at = done[0].gaps, _place(done[0].gaps, found.attribute, metric, shown)
    figures = Figures("mitigations", found.fingerprint, found.provenance.stage)
    nodes: list[Node] = []
    if len(gaps) > 1:
        options = tuple(Option(str(place), _named(one)) for place, one in enumerate(gaps))
        nodes.append(Choice("shown", told("mitigations.shown"), options, str(at), "select"))
    if gaps:
        nodes.append(Group("answer", tuple(_answers(done, at)), _named(gaps[at]) if len(gaps) == 1 else ""))
        nodes.append(Part("picture", _picture(done, at, figures)))
    nodes += [
        Said(f"failed/{place}", told("mitigations.not_tried", method=one.title, error=one.error), "caution")
        for place, one in enumerate(tried)
        if one.error
    ]
    dropped = _dropped(found)
    if dropped:
        nodes.append(Said("dropped", told("mitigations.dropped", columns=plain(listed(dropped, _MOST_NAMED))), "quiet"))
    if len(gaps) > 1:
        inside = (Said("others/note", told("mitigations.others_note"), "quiet"), Part("others/table", _others(done)))
        nodes.append(Group("others", inside, told("mitigations.others"), "fold"))
    noticed = tuple(one for one in found.findings if one.code not in ("WB562", "WB564"))
    if noticed:
        about = _materials_of(found.as_it_is.audit, findings=noticed)
        blocks = findings(about, everything=True)
        parts = tuple(Part(f"known/{place}", block) for place, block in enumerate(blocks))
        nodes.append(Group("known", parts, told("mitigations.known"), "fold"))
    return tuple(nodes)


def _tried(found: Mitigations) -> tuple[MitigationTried, ...]:
    return mitigation_record(found, disclosure_named("full")).tried


def _place(gaps: Sequence[MitigationGap], attribute: str, metric: str, shown: str) -> int:
    """Return the comparison that is shown."""
    if shown.isdigit() and int(shown) < len(gaps):
        return int(shown)
    own = [at for at, one in enumerate(gaps) if one.attribute == attribute]
    first = [at for at in own if gaps[at].metric == metric]
    return next(iter([*first, *own]), 0)


def _named(gap: MitigationGap) -> str:
    figure = plain(figure_title(gap.metric)).capitalize()
    if not gap.is_difference:
        return told("mitigations.shown_ratio", figure=figure, attribute=gap.attribute)
    return told("mitigations.shown_one", figure=figure, attribute=gap.attribute)


def _answers(done: Sequence[MitigationTried], at: int) -> Iterator[Node]:
    """Yield for each verdict the methods with which it is reached."""
    for verdict in VERDICTS:
        same = [one for one in done if one.gaps[at].verdict == verdict]
        others = [one.title for one in same if one.name != AS_IT_IS]
        methods = plain(listed(others, _MOST_NAMED)) if others else ""
        if not same:
            continue
        if len(others) == len(same):
            text = told("mitigations.verdict", methods=methods)
        elif others:
            text = told("mitigations.verdict_both", methods=methods)
        else:
            text = told("mitigations.verdict_nothing")
        yield Part(f"answer/{VERDICTS.index(verdict)}", Callout(f"answer.{verdict}", verdict, (name(text),)))


def _fact(figures: Figures, value: Value, *of: str) -> Fact:
    return figures.share(*of, value=value.value, limits=(value.low, value.high))


def _picture(done: Sequence[MitigationTried], at: int, figures: Figures) -> Block:
    """Return each method's gap beside its performance; the table alone where nothing can be drawn."""
    gap = done[0].gaps[at]
    rows: list[tuple[Text, ...]] = []
    points: list[Weighed] = []
    for place, one in enumerate(done):
        performance, apart = one.performance, one.gaps[at].value
        x = _fact(figures, performance, _PERFORMANCE, one.name) if performance is not None else None
        y = _fact(figures, apart, "gap", one.name, str(at)) if apart is not None else None
        told_ = (say("mitigation.not_known") if fact is None else ranged(fact) for fact in (x, y))
        rows.append(((name(one.title),), say(LOOKS[one.needs_attribute]), *told_, (one.gaps[at].verdict,)))
        if x is not None and y is not None and not math.isnan(x.value):
            points.append(Weighed(one.title, x, y, place))
    header = (
        say("mitigation.method"),
        say("mitigation.looks", attribute=name(gap.attribute)),
        say("mitigation.balanced"),
        say("mitigation.gap"),
        say("mitigation.verdict"),
    )
    caption = told("mitigations.picture", figure=plain(figure_title(gap.metric)))
    table = Table(f"picture-{at}-numbers", (caption,), header, tuple(rows), (False, False, True, True, False))
    if not points:
        return table
    limit = figures.share("tolerance", str(at), value=gap.tolerance) if gap.is_difference else None
    axes = ((told("mitigations.picture_x"),), (told("mitigations.picture_y"),))
    return tradeoff_chart(f"picture-{at}", (_takeaway(points, done[0]),), axes, points, table, tolerated=limit)


def _takeaway(points: Sequence[Weighed], before: MitigationTried) -> str:
    """Return which method leaves the least difference, and what performance it has."""
    first = next((one for one in points if one.title == before.title), points[0])
    least = min(points, key=lambda one: one.y.value)
    if least.y.value >= first.y.value:
        return told("mitigations.none_smaller", before=cell(first.y).text)
    return told(
        "mitigations.smallest",
        method=least.title,
        gap=cell(least.y).text,
        before=cell(first.y).text,
        performance=cell(least.x).text,
        performance_before=cell(first.x).text,
    )


def _others(done: Sequence[MitigationTried]) -> Table:
    """Return the verdict of every comparison with each method."""
    header: tuple[Text, ...] = ((told("mitigations.comparison"),), *((name(one.title),) for one in done))
    rows: list[tuple[Text, ...]] = []
    for at, gap in enumerate(done[0].gaps[:_MOST_COMPARISONS]):
        verdicts = (MARKS[one.gaps[at].verdict] for one in done)
        rows.append(((name(_named(gap)),), *((f"{mark} {word}",) for mark, word in verdicts)))
    return Table("others", (told("mitigations.others"),), header, tuple(rows), (False,) * len(header))


def _dropped(found: Mitigations) -> tuple[str, ...]:
    """Return the columns that the model did not see where proxies were dropped."""
    seen = [one for one in found.attempts if one.name == "drop_proxy" and not one.error]
    names = (column for one in seen for each in one.details for column in _texts(each.get("dropped")))
    return tuple(dict.fromkeys(names))


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def people_nodes(found: Mitigations, chosen: str) -> Iterator[Node]:
    """Yield how many people of each group the chosen method decides otherwise.

    Parameters
    ----------
    found : Mitigations
        What was tried.
    chosen : str
        The method.
    """
    one = next(one for one in _tried(found) if one.name == chosen)
    if not any(each.n_gained or each.n_lost for each in one.moved):
        yield Said("people/none", told("mitigations.people_nobody"))
        return
    groups = [each for each in one.moved if each.attribute == found.attribute]
    most = sorted(groups, key=lambda each: -(each.n_gained + each.n_lost))[:_MOST_GROUPS]
    moved = tuple(each for each in one.moved if not each.attribute or each in most)
    figures = Figures("mitigations", found.fingerprint, found.provenance.stage)
    for place, block in enumerate(people_blocks([replace(one, moved=moved)], figures)):
        yield Part(f"people/{place}", replace(block, parts=()) if isinstance(block, Table) else block)
    if len(groups) > len(most):
        yield Said("people/most", told("mitigations.people_most", all=len(groups), shown=len(most)), "quiet")


def held_out_nodes(found: Mitigations, metric: str, chosen: str, held_out: tuple[Fitted, Audit]) -> Iterator[Node]:
    """Yield what held-out rows say of the chosen method: verdicts, and the same figures beside those of before.

    In a sentence stand every gap, and what was to be made equal; in the table stands all.

    Parameters
    ----------
    found : Mitigations
        What was tried.
    metric : str
        What was to be made equal.
    chosen : str
        The method.
    held_out : tuple of (Fitted, Audit)
        The model that it made of all training rows, and its audit.
    """
    fitted, audit = held_out
    materials = _materials_of(audit)
    for place, one in enumerate(audit.assessments[:_MOST_COMPARISONS]):
        if one.verdict != "gap" and (one.claim.attribute, one.claim.metric) != (found.attribute, metric):
            continue
        yield Part(f"held_out/{place}", callout(materials, one, short=True))
    yield Part("held_out/table", _beside(found, chosen, fitted, audit))


def _beside(found: Mitigations, chosen: str, fitted: Fitted, audit: Audit) -> Table:
    attempt, figures = found.attempt(chosen), Figures("held_out", audit.fingerprint, audit.provenance.stage)
    metrics = [one for one in fitted.metrics if one.name == _PERFORMANCE]
    rows: list[tuple[Text, ...]] = []
    for one in metrics:
        before = attempt.metric(one.name)
        cells = ((when, Value(each.value, each.low, each.high)) for when, each in (("before", before), ("after", one)))
        shown = (ranged(_fact(figures, value, one.name, when)) for when, value in cells)
        rows.append(((told("mitigations.balanced"),), *shown, ()))
    before_of = {one.claim: one for one in (attempt.audit.assessments if attempt.audit is not None else ())}
    for place, judged in enumerate(audit.assessments[:_MOST_COMPARISONS]):
        earlier = before_of.get(judged.claim)
        shown_: list[Text] = []
        for when, each in (("before", earlier), ("after", judged)):
            gap = each.gap if each is not None else None
            if gap is None:
                shown_.append(say("mitigation.not_known"))
                continue
            value = Value(float(gap.extreme_difference), float(gap.difference_low), float(gap.difference_high))
            shown_.append(ranged(_fact(figures, value, "gap", str(place), when)))
        mark, word = MARKS[judged.verdict]
        title = told(
            "mitigations.shown_one",
            figure=plain(figure_title(judged.claim.metric)),
            attribute=judged.claim.attribute,
        )
        rows.append(((name(title),), *shown_, (f"{mark} {word}",)))
    header = (
        "mitigations.figure",
        "mitigations.on_training",
        "mitigations.on_held_out",
        "mitigations.verdict_held_out",
    )
    caption = told("mitigations.held_out_caption")
    return Table("held-out", (caption,), tuple((told(id),) for id in header), tuple(rows), (False, True, True, False))


def _materials_of(audit: Audit | None, **more: object) -> Materials:
    """Return what parts of reports are made from; nothing is hidden, since who runs the notebook has the rows."""
    if audit is None:
        raise AssertionError("doing nothing is always audited")
    return Materials(audit.data_name, audit.roles, NO_DAY, "technical", audit=audit, disclosure="full", **more)  # type: ignore[arg-type] # fields by name
