"""What came of methods against gaps: verdicts, gap beside performance, whom each decides otherwise."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from workbench.audit.disclosure.level import disclosure_named
from workbench.audit.mitigation.result import AS_IT_IS, Mitigations
from workbench.audit.result import Audit
from workbench.audit.verdicts import VERDICTS, Assessment
from workbench.document.model_charts import ranged
from workbench.document.nodes import Block, Callout, Fact, Table, Text
from workbench.document.telling import figure_title
from workbench.document.tradeoff_charts import Weighed, tradeoff_chart
from workbench.document.wording import MARKS, cell, listed, name, plain, say
from workbench.modeling.thresholds.result import Value
from workbench.report.cell_page import NO_DAY
from workbench.report.figuring import Figures
from workbench.report.materials import Materials
from workbench.report.mitigation_cell import LOOKS, people_blocks
from workbench.report.mitigation_record import MitigationGap, MitigationTried, mitigation_record
from workbench.report.parts.closing import findings
from workbench.widgets.sides import chance_nodes, lower_for, sides_nodes
from workbench.widgets.view import Choice, Group, Node, Option, Part, Said
from workbench.widgets.wording import told

__all__ = [
    "MOST_COMPARISONS",
    "PERFORMANCE",
    "fact_of",
    "materials_of",
    "opened_nodes",
    "people_nodes",
    "results_view",
]

_MOST_GROUPS = 20
MOST_COMPARISONS = 30
"""How many comparisons are told."""
_MOST_NAMED = 8
_LONGEST = 400
PERFORMANCE = "balanced_accuracy"
"""By which methods are held against each other."""


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
        judged = [_judged(found, one.name, at) for one in done]
        nodes += sides_nodes("sides", judged, lambda same: [done[place].title for place in same], judged[0])
        nodes += chance_nodes("sides", judged)
        nodes.append(Part("picture", _picture(done, judged, at, figures)))
    nodes += opened_nodes(found, [one.name for one in done], "opened")
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
        about = materials_of(found.as_it_is.audit, findings=noticed)
        blocks = findings(about, everything=True)
        parts = tuple(Part(f"known/{place}", block) for place, block in enumerate(blocks))
        nodes.append(Group("known", parts, told("mitigations.known"), "fold"))
    return tuple(nodes)


def opened_nodes(found: Mitigations, methods: Sequence[str], id: str) -> Iterator[Node]:
    """Yield each gap that methods open, or turn round, whichever comparison is looked at.

    Parameters
    ----------
    found : Mitigations
        What was tried.
    methods : sequence of str
        The attempts that are told of.
    id : str
        What the nodes' ids begin with.
    """
    told_of = [one for method in methods for one in found.attempt(method).findings if one.code == "WB568"]
    for place, one in enumerate(told_of[:MOST_COMPARISONS]):
        yield Said(f"{id}/{place}", f"{name(one.title, _LONGEST).text}. {one.what_to_do}", "caution")
    if len(told_of) > MOST_COMPARISONS:
        rest = len(told_of) - MOST_COMPARISONS
        yield Said(f"{id}/rest", told("mitigations.opened_rest", n=rest), "caution")


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


def fact_of(figures: Figures, value: Value, *of: str) -> Fact:
    """Return a share with its interval, kept under a name."""
    return figures.share(*of, value=value.value, limits=(value.low, value.high))


def _judged(found: Mitigations, method: str, at: int) -> Assessment | None:
    """Return one comparison under a method."""
    audit = found.attempt(method).audit
    return audit.assessments[at] if audit is not None and at < len(audit.assessments) else None


def _picture(done: Sequence[MitigationTried], judged: Sequence[Assessment | None], at: int, figures: Figures) -> Block:
    """Return each method's gap beside its performance; the table alone where nothing can be drawn."""
    gap = done[0].gaps[at]
    rows: list[tuple[Text, ...]] = []
    points: list[Weighed] = []
    for place, one in enumerate(done):
        performance, apart = one.performance, one.gaps[at].value
        x = fact_of(figures, performance, PERFORMANCE, one.name) if performance is not None else None
        y = fact_of(figures, apart, "gap", one.name, str(at)) if apart is not None else None
        told_ = (say("mitigation.not_known") if fact is None else ranged(fact) for fact in (x, y))
        behind = lower_for(judged[place])
        rows.append(((name(one.title),), say(LOOKS[one.needs_attribute]), *told_, behind, (one.gaps[at].verdict,)))
        if x is not None and y is not None and not math.isnan(x.value):
            points.append(Weighed(one.title, x, y, place))
    header = (
        say("mitigation.method"),
        say("mitigation.looks", attribute=name(gap.attribute)),
        say("mitigation.balanced"),
        say("mitigation.gap"),
        (told("sides.lower_for"),),
        say("mitigation.verdict"),
    )
    caption = told("mitigations.picture", figure=plain(figure_title(gap.metric)))
    table = Table(f"picture-{at}-numbers", (caption,), header, tuple(rows), (False, False, True, True, False, False))
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
    for at, gap in enumerate(done[0].gaps[:MOST_COMPARISONS]):
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


def materials_of(audit: Audit | None, **more: object) -> Materials:
    """Return what parts of reports are made from; nothing is hidden, since who runs the notebook has the rows."""
    if audit is None:
        raise AssertionError("doing nothing is always audited")
    return Materials(audit.data_name, audit.roles, NO_DAY, "technical", audit=audit, disclosure="full", **more)  # type: ignore[arg-type] # fields by name
