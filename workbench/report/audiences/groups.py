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
from workbench.tally.rates import GroupRates, group_rates, rate_named
from workbench.tally.tally import Tally

__all__ = ["data_blocks", "model_blocks"]

_MOST_GROUPS = 8
_CONFIDENCE = 0.95
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
    unknown = audit.outcomes.n_rows - (overall.n)
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
    confidence = materials.audit.policy.confidence if materials.audit is not None else _CONFIDENCE
    rates = group_rates(everyone, rate_named(metric), "", confidence)
    return rate_facts(materials.book, prefix, rates, tally.fingerprint, flipped=materials.terms.flipped)[0]


def _difference_in_data(materials: Materials, rates: GroupRates, gap: Gap | None, source: str) -> Paragraph:
    attribute = name(rates.attribute)
    if gap is None:
        return paragraph("data.one_group", attribute=attribute)
    facts = dict(zip(rates.groups, _facts(materials, "data", rates, source), strict=True))
    id = fact_id("data", rates.rate, rates.attribute, "by_chance")
    how = "median largest difference of groups of these sizes with equal rates"
    chance = materials.book.add(Fact(id, gap.by_chance, "fraction", how, source))
    return paragraph(
        "data.gap" if gap.difference_low > 0 else "data.gap_unclear",
        attribute=attribute,
        were_spoken=materials.terms.were_spoken,
        difference=_difference(gap, gap_fact(materials.book, "data", rates, gap, source)),
        chance=frequency(chance),
        **_pair(gap, facts, flipped=materials.terms.flipped),
    )


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
        facts = list(zip(rates.groups, _facts(materials, prefix, rates, source), strict=True))
        shown = _furthest(facts, rates, gap)
        hidden += len(facts) - len(shown)
        panels.append((attribute, shown))
    spoken = materials.terms.spoken
    table = rate_table(f"rates-{where}", say(f"table.{where}"), spoken, overall, panels)
    blocks: list[Block] = [rate_chart(f"chart-{where}", _takeaway(materials, where, attributes), spoken, panels, table)]
    if hidden:
        more = materials.book.count(f"{prefix}/groups_not_shown", hidden, "groups left out of the brief", source)
        blocks.append(paragraph("table.more", groups=count(more)))
    return blocks


def _furthest(facts: list[tuple[str, Fact]], rates: GroupRates, gap: Gap | None) -> list[tuple[str, Fact]]:
    """Return all groups up to eight; beyond that the clearest pair and whose limits are furthest from all together."""
    if len(facts) <= _MOST_GROUPS:
        return facts
    distance = np.maximum(rates.limits.low - rates.pooled, rates.pooled - rates.limits.high)
    ranked = np.argsort(-np.where(rates.compared, distance, -np.inf), kind="stable")
    named = [gap.lower, gap.higher] if gap is not None else []
    keep = list(dict.fromkeys([*named, *(rates.groups[place] for place in ranked)]))[:_FURTHEST]
    return [pair for pair in facts if pair[0] in keep]


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
    facts = dict(
        zip(one.rates.groups, rate_facts(materials.book, "audit", one.rates, source, flipped=flipped), strict=True)
    )
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
        power=_power(materials, one, source),
    )
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
    how = "smallest true difference that the verdict's interval shows with 80 % power"
    segments = ("audit", one.claim.metric, one.claim.attribute)
    add = materials.book.add
    visible = add(Fact(fact_id(*segments, "visible_difference"), one.visible_gap, "fraction", how, source))
    id = fact_id(*segments, "visible_difference_smallest")
    smallest = add(Fact(id, one.visible_gap_smallest, "fraction", f"{how}, smallest group", source))
    if math.isnan(visible.value):
        text = say("verdict.no_power")
    elif one.gap is not None and one.gap.n_groups > 2:
        none = math.isnan(smallest.value)
        some = say("verdict.power_none") if none else say("verdict.power_some", visible=frequency(smallest))
        text = say("verdict.power_many", visible=frequency(visible), smallest=name(one.smallest), visible_smallest=some)
    else:
        text = say("verdict.power", visible=frequency(visible))
    if one.confirmable < 1:
        how = "smallest tolerance that equal groups would have been confirmed to keep"
        confirmable = add(Fact(fact_id(*segments, "confirmable"), one.confirmable, "fraction", how, source))
        text = (*text, *say("verdict.confirm", confirmable=frequency(confirmable)))
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
    facts = rate_facts(materials.book, "audit", one.rates, source, flipped=flipped)
    pair = _pair(one.gap, dict(zip(one.rates.groups, facts, strict=True)), flipped=flipped)
    difference = gap_fact(materials.book, "audit", one.rates, one.gap, source)
    interval = (of_100(difference, "low"), " – ", of_100(difference, "high"))
    return (what, by, verdict, say("table.extremes_cell", **pair), (of_100(difference),), interval)


def _limits(materials: Materials, audit: Audit) -> Paragraph:
    """Return the tolerances, and whether a person declared them."""
    id = "limit.declared" if audit.policy.declared else "limit.default"
    said = [(metric, _tolerance(materials, audit, metric, value)) for metric, value in audit.policy.tolerances.items()]
    if len({shown.text for _, shown in said}) == 1:
        return paragraph(id, limits=say("limit.each", tolerance=said[0][1]))
    limits: list[Part] = []
    for metric, shown in said:
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


def _facts(materials: Materials, prefix: str, rates: GroupRates, source: str) -> tuple[Fact, ...]:
    return rate_facts(materials.book, prefix, rates, source, flipped=materials.terms.flipped)


def _flips(materials: Materials, metric: str) -> bool:
    """Whether a metric is told as its complement: only what the model says in all, never an error rate."""
    return materials.terms.flipped and metric == "selection_rate"


def _high_low(gap: Gap, *, flipped: bool) -> tuple[str, str]:
    return (gap.lower, gap.higher) if flipped else (gap.higher, gap.lower)
