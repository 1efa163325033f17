"""What the brief says about groups: in the data, and under the model."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import groupby

import numpy as np

from workbench.audit.result import Audit
from workbench.audit.verdicts import Assessment, Verdict
from workbench.document.charts import Panel, rate_chart, rate_table
from workbench.document.facts import fact_id, gap_fact, rate_facts
from workbench.document.nodes import Block, Callout, Fact, Paragraph, Part, Shown, Table, Text
from workbench.document.wording import (
    MARKS,
    between,
    count,
    declared,
    frequency,
    name,
    of_100,
    paragraph,
    say,
    size,
)
from workbench.report.materials import Materials
from workbench.tally.gaps import Gap
from workbench.tally.rates import group_rates, rate_named
from workbench.tally.tally import Tally
from workbench.tally.values import GroupRates

__all__ = ["data_blocks", "model_blocks"]

_MOST_GROUPS = 8
_FURTHEST = 3
_ORDER: tuple[Verdict, ...] = ("gap", "not enough evidence", "within tolerance")


def data_blocks(materials: Materials) -> tuple[Block, ...]:
    """Return what the data say, before any model: outcome rates over all rows, by group."""
    audit, book, terms = materials.audit, materials.book, materials.terms
    if audit is None:
        return ()
    source = audit.outcomes.fingerprint
    overall = _overall_fact(materials, audit.outcomes, "data", "base_rate")
    rows = book.count("data/rows", overall.n, "rows whose outcome is known", source)
    opening = say("data.overall", rows=count(rows), rate=frequency(overall), were_spoken=terms.were_spoken)
    unknown = audit.outcomes.n_rows - overall.n
    if unknown:
        missing = book.count("data/rows_without_outcome", unknown, "rows whose outcome is missing", source)
        opening = (*opening, " ", *say("data.unknown_outcome", rows=count(missing)))
    blocks: list[Block] = [Paragraph("data.overall", opening)]
    if not audit.descriptions:
        return (*blocks, paragraph("data.no_attribute"))
    panels = [(one.rates.attribute, one.rates, one.gap) for one in audit.descriptions]
    blocks += [_difference_in_data(materials, rates, gap, source) for _, rates, gap in panels]
    return (*blocks, *_picture(materials, "data", panels, overall, source))


def model_blocks(materials: Materials) -> tuple[Block, ...]:
    """Return what the model does to groups: verdicts first, then the rates, then every comparison."""
    audit = materials.audit
    if audit is None or not audit.assessments:
        return ()
    blocks: list[Block] = [_callout(materials, audit, one) for one in _told(audit)]
    selected = [
        (one.claim.attribute, one.rates, one.gap) for one in audit.assessments if one.claim.metric == "selection_rate"
    ]
    if selected:
        overall = _overall_fact(materials, audit.decisions, "audit", "selection_rate")
        blocks += _picture(materials, "model", selected, overall, audit.decisions.fingerprint)
    return (*blocks, _verdict_table(materials, audit), _limits(materials, audit), paragraph("read.verdicts"))


def _told(audit: Audit) -> list[Assessment]:
    """Return the comparisons that get a sentence: every gap, else the least reassuring one of an attribute."""
    told: list[Assessment] = []
    for _, group in groupby(audit.assessments, key=lambda one: one.claim.attribute):
        assessments = list(group)
        worst = min((one.verdict for one in assessments), key=_ORDER.index)
        chosen = [one for one in assessments if one.verdict == worst]
        told += chosen if worst == "gap" else chosen[:1]
    return told


def _overall_fact(materials: Materials, tally: Tally, prefix: str, metric: str) -> Fact:
    """Return the rate of all rows together, those whose group is unknown included."""
    everyone = Tally(("",), (("",),), tally.n.sum(axis=0, keepdims=True))  # no attribute a person names is empty
    rates = group_rates(everyone, rate_named(metric), "", materials.confidence)
    return rate_facts(materials.book, prefix, rates, tally.fingerprint, flipped=materials.terms.flipped)[""]


def _difference_in_data(materials: Materials, rates: GroupRates, gap: Gap | None, source: str) -> Paragraph:
    attribute = name(rates.attribute)
    if gap is None:
        return paragraph("data.one_group", attribute=attribute)
    flipped = materials.terms.flipped
    pair = rate_facts(materials.book, "data", rates, source, groups=(gap.lower, gap.higher), flipped=flipped)
    said = say(
        "data.gap" if gap.difference_low > 0 else "data.gap_unclear",
        attribute=attribute,
        were_spoken=materials.terms.were_spoken,
        difference=_difference(gap, gap_fact(materials.book, "data", rates, gap, source)),
        **_pair(gap, pair, flipped=flipped),
    )
    if gap.difference_low > 0:
        return Paragraph("data.gap", said)
    id = fact_id("data", rates.metric, rates.attribute, "by_chance")
    how = "median largest difference of groups of these sizes with equal rates"
    chance = materials.book.add(Fact(id, gap.by_chance, "fraction", how, source))
    return Paragraph("data.gap_unclear", (*said, " ", *say("data.by_chance", chance=frequency(chance))))


def _pair(gap: Gap, facts: Mapping[str, Fact], *, flipped: bool) -> dict[str, Part]:
    """Return the pair of groups that a sentence names, with their rates and sizes."""
    high, low = _high_low(gap, flipped=flipped)
    return {
        "high_group": name(high),
        "low_group": name(low),
        "high": frequency(facts[high]),
        "low": frequency(facts[low]),
        "high_n": size(facts[high]),
        "low_n": size(facts[low]),
    }


def _difference(gap: Gap, fact: Fact, beside: float | None = None) -> Text:
    """Return the interval of the largest difference, which with two groups is that of the pair."""
    return say("difference.two" if gap.n_groups == 2 else "difference.many", between=between(fact, beside))


def _picture(
    materials: Materials,
    where: str,
    attributes: Sequence[tuple[str, GroupRates, Gap | None]],
    overall: Fact,
    source: str,
) -> list[Block]:
    """Return the chart of the groups with its table, and a word on groups that are not shown."""
    prefix = "data" if where == "data" else "audit"
    panels: list[Panel] = []
    hidden = 0
    for attribute, rates, gap in attributes:
        groups = _shown(rates, gap)
        flipped = materials.terms.flipped
        facts = rate_facts(materials.book, prefix, rates, source, groups=groups, flipped=flipped)
        hidden += len(rates.groups) - len(facts)
        panels.append((attribute, list(facts.items())))
    spoken = materials.terms.spoken
    table = rate_table(f"rates-{where}", say(f"table.{where}"), spoken, overall, panels)
    blocks: list[Block] = [rate_chart(f"chart-{where}", _takeaway(materials, where, attributes), spoken, panels, table)]
    if hidden:
        more = materials.book.count(f"{prefix}/groups_not_shown", hidden, "groups left out of the brief", source)
        blocks.append(paragraph("table.more", groups=count(more)))
    return blocks


def _shown(rates: GroupRates, gap: Gap | None) -> Sequence[str]:
    """Return all groups up to eight; beyond that the clearest pair and whose limits are furthest from all together."""
    if len(rates.groups) <= _MOST_GROUPS:
        return rates.groups
    distance = np.maximum(rates.limits.low - rates.pooled, rates.pooled - rates.limits.high)
    ranked = np.argsort(-np.where(rates.compared, distance, -np.inf), kind="stable")
    named = [gap.lower, gap.higher] if gap is not None else []
    return list(dict.fromkeys([*named, *(rates.groups[place] for place in ranked)]))[:_FURTHEST]


def _takeaway(materials: Materials, where: str, attributes: Sequence[tuple[str, GroupRates, Gap | None]]) -> Text:
    clear = [
        (gap.difference_low, attribute, gap)
        for attribute, _, gap in attributes
        if gap is not None and gap.difference_low > 0
    ]
    if not clear:
        return say(f"chart.{where}_unclear", spoken=materials.terms.spoken)
    _, attribute, gap = max(clear, key=lambda one: one[0])
    high, low = _high_low(gap, flipped=materials.terms.flipped)
    spoken = materials.terms.spoken
    return say(f"chart.{where}", spoken=spoken, attribute=name(attribute), group=name(high), other=name(low))


def _callout(materials: Materials, audit: Audit, one: Assessment) -> Callout:
    id = f"verdict.{one.verdict}"
    if one.gap is None:
        return Callout(id, one.verdict, say("verdict.one_group", attribute=name(one.claim.attribute)))
    source, flipped = audit.decisions.fingerprint, _flips(materials, one.claim.metric)
    named = (one.gap.lower, one.gap.higher)
    facts = rate_facts(materials.book, "audit", one.rates, source, groups=named, flipped=flipped)
    what = _metric(materials, one.claim.metric)
    rates = say(
        "verdict.rates", what=what, attribute=name(one.claim.attribute), **_pair(one.gap, facts, flipped=flipped)
    )
    difference = gap_fact(materials.book, "audit", one.rates, one.gap, source)
    tolerance = one.claim.tolerance
    text = say(
        id,
        rates=rates,
        difference=_difference(one.gap, difference, tolerance),
        largest=between(difference, tolerance)[-1],
        tolerance=_tolerance(materials, audit, one.claim.metric, tolerance),
    )
    if one.verdict == "not enough evidence":
        text = (*text, " ", *_power(materials, one, source))
    if min(one.rates.pooled, 1 - one.rates.pooled) <= tolerance:
        text = (*text, *say("verdict.wide"))
    if one.small_groups:
        text = (*text, *say("verdict.small", groups=_listed(one.small_groups)))
    return Callout(id, one.verdict, text)


def _listed(groups: Sequence[str]) -> Text:
    """Return the first names of a list, and that there are others."""
    parts: list[Part] = []
    for group in groups[:_FURTHEST]:
        parts += [*([", "] if parts else []), name(group)]
    return (*parts, *(say("list.others") if len(groups) > _FURTHEST else ()))


def _power(materials: Materials, one: Assessment, source: str) -> Text:
    """Return what could have been seen, and what could have been confirmed."""

    def shown(segment: str, value: float, how: str) -> Shown:
        id = fact_id("audit", one.claim.metric, one.claim.attribute, segment)
        return frequency(materials.book.add(Fact(id, value, "fraction", how, source)))

    how = "smallest true difference that the verdict's interval shows with 80 % power"
    if math.isnan(one.visible_gap):
        text = say("verdict.no_power")
    else:
        visible = shown("visible_difference", one.visible_gap, how)
        text = say("verdict.power", visible=visible)
        if one.gap is not None and one.gap.n_groups > 2:
            smallest = say("verdict.power_none")
            if not math.isnan(one.visible_gap_smallest):
                value = shown("visible_difference_smallest", one.visible_gap_smallest, f"{how}, smallest group")
                smallest = say("verdict.power_some", visible=value)
            group = name(one.smallest)
            text = say("verdict.power_many", visible=visible, smallest=group, visible_smallest=smallest)
    if one.confirmable < 1:
        how = "smallest tolerance that equal groups would have been confirmed to keep"
        confirmable = shown("confirmable", one.confirmable, how)
        text = (*text, *say("verdict.confirm", confirmable=confirmable))
    return text


def _verdict_table(materials: Materials, audit: Audit) -> Table:
    header = tuple(
        say(f"table.{column}") for column in ("compared", "attribute", "verdict", "extremes", "difference", "interval")
    )
    rows = tuple(_verdict_row(materials, one, audit.decisions.fingerprint) for one in audit.assessments)
    return Table("verdicts", say("table.verdicts"), header, rows, (False, False, False, False, True, True))


def _verdict_row(materials: Materials, one: Assessment, source: str) -> tuple[Text, ...]:
    mark, word = MARKS[one.verdict]
    what, by, verdict = (
        _metric(materials, one.claim.metric, short=True),
        (name(one.claim.attribute),),
        (f"{mark} {word}",),
    )
    if one.gap is None:
        nothing = say("table.nothing")
        return (what, by, verdict, nothing, nothing, nothing)
    flipped = _flips(materials, one.claim.metric)
    named = (one.gap.lower, one.gap.higher)
    facts = rate_facts(materials.book, "audit", one.rates, source, groups=named, flipped=flipped)
    pair = _pair(one.gap, facts, flipped=flipped)
    difference = gap_fact(materials.book, "audit", one.rates, one.gap, source)
    interval = (of_100(difference, "low"), " – ", of_100(difference, "high"))
    return (what, by, verdict, say("table.extremes_cell", **pair), (of_100(difference),), interval)


def _limits(materials: Materials, audit: Audit) -> Paragraph:
    """Return the tolerances, and whether a person declared them."""
    id = "limit.declared" if audit.policy.declared else "limit.default"
    tolerances = audit.policy.tolerances
    if len(set(tolerances.values())) == 1:
        metric, tolerance = next(iter(tolerances.items()))
        return paragraph(id, limits=say("limit.each", tolerance=_tolerance(materials, audit, metric, tolerance)))
    limits: list[Part] = []
    for metric, tolerance in tolerances.items():
        shown = _tolerance(materials, audit, metric, tolerance)
        one = say("limit.one", tolerance=shown, metric=_metric(materials, metric, short=True))
        limits += [*([", "] if limits else []), *one]
    return paragraph(id, limits=tuple(limits))


def _tolerance(materials: Materials, audit: Audit, metric: str, tolerance: float) -> Shown:
    fact = Fact(f"policy/tolerance/{metric}", tolerance, "fraction", "declared beforehand", audit.fingerprint)
    return declared(materials.book.add(fact))


def _metric(materials: Materials, metric: str, *, short: bool = False) -> Text:
    terms = materials.terms
    return say(
        f"metric.{metric}{'.short' if short else ''}",
        spoken=terms.spoken,
        favourable=terms.favourable,
        unfavourable=terms.unfavourable,
    )


def _flips(materials: Materials, metric: str) -> bool:
    """Whether a metric is told as its complement: only what the model says in all, never an error rate."""
    return materials.terms.flipped and metric == "selection_rate"


def _high_low(gap: Gap, *, flipped: bool) -> tuple[str, str]:
    return (gap.lower, gap.higher) if flipped else (gap.higher, gap.lower)
