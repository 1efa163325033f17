"""The audit panel's parts on the screen, from what is shown; nothing is computed that the audit does not hold."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workbench.audit.verdicts import VERDICTS, Verdict
from workbench.document.charts import tolerated
from workbench.document.nodes import Block, Chart, Fact, Paragraph
from workbench.document.shortening import names
from workbench.document.telling import figure_title
from workbench.document.wording import MARKS, plain
from workbench.report.parts.callouts import callout
from workbench.report.parts.claims import told as told_claim
from workbench.report.parts.clearest import clearest
from workbench.report.parts.groups import drawn_blocks
from workbench.report.parts.strata import strata_blocks
from workbench.report.parts.verdicts import verdict_table
from workbench.tally.gaps import OVERALL, reference_of
from workbench.tally.metrics import CLAIMABLE, NO_VERDICT, metric_named
from workbench.tally.values import GroupRates, GroupValues
from workbench.widgets.audit_shown import Shown, figures_offered, reference_places
from workbench.widgets.view import Choice, Node, Number, Option, Part, Press, Said
from workbench.widgets.wording import told

__all__ = ["every_nodes", "limit_nodes", "metric_choice", "summary", "verdict_nodes", "within_nodes"]

_DRAWN = 24
_DRAWN_INSTEAD = 10
_MOST_CLAIMS = 40
_MOST_REFERENCES = 30

_COMPARE = {
    "extremes": "audit.compare_extremes",
    "overall": "audit.compare_overall",
    "reference": "audit.compare_reference",
}


def summary(shown: Shown) -> Said:
    """Return how many comparisons came out how: each verdict with its mark and its word."""
    verdicts = [one.verdict for one in shown.audit.assessments]
    if not verdicts:
        return Said("summary", told("audit.nothing_judged"), "strong", live=True)
    said = ", ".join(
        f"{MARKS[verdict][0]} {verdicts.count(verdict):,} {MARKS[verdict][1].lower()}"
        for verdict in VERDICTS
        if verdict in verdicts
    )
    text = (
        told("audit.summary_one", claims=1, verdicts=said)
        if len(verdicts) == 1
        else told("audit.summary", claims=len(verdicts), verdicts=said)
    )
    return Said("summary", text, "strong", live=True)


def metric_choice(shown: Shown) -> Choice:
    """Return the figures that can be looked at, each with its verdict where it has one."""
    worst: dict[str, Verdict] = {}
    for one in shown.audit.assessments:
        if set(one.claim.attributes) == set(shown.attributes):
            known = worst.get(one.claim.metric, one.verdict)
            worst[one.claim.metric] = min(known, one.verdict, key=VERDICTS.index)
    options = []
    for metric in figures_offered(shown.audit, shown.attributes):
        title = plain(figure_title(metric))
        verdict = worst.get(metric)
        if verdict is not None and metric != shown.metric:  # of what is shown it stands beneath, in a sentence
            mark, word = MARKS[verdict]
            title = told("audit.figure_judged", figure=title, mark=mark, verdict=word.lower())
        options.append(Option(metric, title))
    return Choice("metric", told("audit.metric"), tuple(options), shown.metric, look="select")


def verdict_nodes(shown: Shown) -> Iterator[Node]:
    """Yield the verdicts on the figure in sentences, and its chart."""
    for place, one in enumerate(shown.assessments):
        yield Part(f"verdict/{place}", callout(shown.materials, one))
    if not shown.assessments:
        never = NO_VERDICT.get(metric_named_base(shown.metric))
        said = told("audit.never_judged", reason=never) if never else told("audit.not_judged")
        yield Said("verdict/none", said, "strong")
    for place, values in enumerate(shown.values):
        for at, block in enumerate(_drawn(shown, place, values)):
            yield Part(f"drawn/{place}/{at}", block)


def _drawn(shown: Shown, place: int, values: GroupValues) -> list[Block]:
    gap = shown.assessments[0].gap if shown.assessments else None
    most = len(shown.values)
    groups = clearest(values, gap, _DRAWN // most, _DRAWN_INSTEAD // most)
    blocks = drawn_blocks(shown.materials, place, values, groups)
    band = _band(shown, values)
    if band is not None:
        blocks = [tolerated(one, *band) if isinstance(one, Chart) else one for one in blocks]
    return [Paragraph(one.id, one.text) if isinstance(one, Paragraph) else one for one in blocks]


def _band(shown: Shown, values: GroupValues) -> tuple[Fact, Fact] | None:
    """Return what is tolerated, where there is one value that others are compared with."""
    claim = shown.claim
    flipped = shown.tellings[shown.values.index(values)].flipped
    if claim is None or claim.scale != "difference" or flipped or not isinstance(values, GroupRates):
        return None
    reference = reference_of(claim.comparison)
    if claim.comparison == OVERALL:
        middle = values.pooled
    elif reference in values.groups:
        middle = float(values.values[values.groups.index(reference)])
    else:
        return None
    if np.isnan(middle):
        return None
    ends = max(middle - claim.tolerance, 0.0), min(middle + claim.tolerance, 1.0)
    low, high = (Fact(f"tolerated/{at}", round(end, 3), "fraction", "", "") for at, end in enumerate(ends))
    return low, high


def limit_nodes(shown: Shown, wrong: str) -> Iterator[Node]:
    """Yield what is tolerated of the figure, as it can be changed; or the button that has it judged.

    Parameters
    ----------
    shown : Shown
        The figure.
    wrong : str
        What is wrong with the limit that was typed; empty: nothing.
    """
    claim = shown.claim
    if claim is None:
        if metric_named_base(shown.metric) in NO_VERDICT:
            return
        if CLAIMABLE[shown.metric].is_fraction:
            yield Press("judge", told("audit.judge"), "main")
        else:  # no limit is usual where anything may be measured
            help = told("audit.judge_amount")
            yield Number("tolerance", told("audit.tolerance"), None, 0, help=help, problem=wrong)
        yield Said("judge/help", told("audit.judge_help"), "quiet")
        return
    is_ratio = claim.scale == "ratio"
    label = told("audit.tolerance_ratio" if is_ratio else "audit.tolerance")
    said = told_claim(shown.materials, shown.assessments[0]).limit_said()
    is_fraction = is_ratio or CLAIMABLE[claim.metric].is_fraction
    unit = told("audit.tolerance_unit", limit=plain(said)) if is_fraction else ""
    yield Number("tolerance", label, claim.tolerance, 0, 1 if is_fraction else None, 0.01, unit, problem=wrong)
    if CLAIMABLE[claim.metric].has_ratio and is_fraction:
        scales = (Option("difference", told("audit.scale_difference")), Option("ratio", told("audit.scale_ratio")))
        yield Choice("scale", told("audit.scale"), scales, claim.scale)
    reference = reference_of(claim.comparison)
    offered = [one for one in _COMPARE if one != "overall" or isinstance(shown.values[0], GroupRates)]
    options = tuple(Option(one, told(_COMPARE[one])) for one in offered)
    yield Choice("compare", told("audit.compare"), options, claim.comparison if reference is None else "reference")
    if reference is not None:
        yield _references(shown, reference)
    if len(shown.claims) > 1:
        yield Said("limits/more", told("audit.more_limits"), "quiet")


def _references(shown: Shown, reference: str) -> Choice:
    values = shown.values[0]
    places = reference_places(values, _MOST_REFERENCES, reference)
    named = names([reference, *(values.groups[place] for place in places)])
    options = tuple(Option(str(place), named[values.groups[place]].text) for place in places)
    if reference not in values.groups:
        options = (Option("", named[reference].text), *options)
    chosen = str(values.groups.index(reference)) if reference in values.groups else ""
    help = told("audit.reference_help") if len(values.groups) > len(options) else ""
    return Choice("reference", told("audit.reference"), options, chosen, look="select", help=help)


def press_nodes(shown: Shown) -> Iterator[Node]:
    """Yield what else can be done with a limit."""
    if shown.claim is None:
        return
    if len(shown.audit.attributes) > 1:
        yield Press("all", told("audit.all_attributes"))
    if len(shown.audit.assessments) > len(shown.claims) or shown.audit.policy.standards:
        yield Press("drop", told("audit.drop"))


def metric_named_base(metric: str) -> str:
    """Return a figure's own name, however it was called."""
    return metric_named(metric).name if metric not in CLAIMABLE else metric


def every_nodes(shown: Shown) -> Iterator[Node]:
    """Yield every comparison with its verdict."""
    if shown.audit.assessments:
        for place, block in enumerate(verdict_table(shown.materials, _MOST_CLAIMS)):
            yield Part(f"every/{place}", block)


def within_nodes(shown: Shown, stratum: str) -> Iterator[Node]:
    """Yield groups within strata beside all rows.

    Parameters
    ----------
    shown : Shown
        The groups.
    stratum : str
        Which comparison is shown, by its place; empty: the first.
    """
    audit = shown.audit
    if not audit.strata:
        yield Said("within/none", told("audit.within_none"))
        return
    if len(shown.attributes) > 1:
        yield Said("within/none", told("audit.within_crossing"))
        return
    found = [one for one in audit.stratified if one.attribute == shown.attributes[0]]
    if not found:
        yield Said("within/none", told("audit.within_not"))
        return
    place = int(stratum) if stratum.isdigit() and int(stratum) < len(found) else 0
    if len(found) > 1:
        options = tuple(
            Option(
                str(at),
                told("audit.within_figure", stratum=one.stratum, figure=plain(figure_title(one.metric))),
            )
            for at, one in enumerate(found)
        )
        yield Choice("within", told("audit.within_by"), options, str(place), look="select")
    for at, block in enumerate(strata_blocks(shown.materials, place, found[place])):
        yield Part(f"within/{at}", block)
