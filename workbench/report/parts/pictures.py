"""What the data say and who is selected: sentences, a chart with its table, groups that are not shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from workbench.document.charts import Panel, rate_chart, rate_table
from workbench.document.facts import fact_id, gap_fact, value_facts
from workbench.document.nodes import Block, Fact, Paragraph, Text
from workbench.document.telling import telling
from workbench.document.terms import OutcomeTerms
from workbench.document.wording import count, declared, frequency, likely, name, paragraph, say, size
from workbench.report.materials import Materials
from workbench.report.parts.claims import difference_message
from workbench.report.parts.strata import reversals
from workbench.report.parts.verdicts import callouts, limits, reading, verdict_matrix, verdict_table
from workbench.tally.gaps import Gap
from workbench.tally.metrics import metric_named
from workbench.tally.tally import BINARY
from workbench.tally.values import GroupRates, GroupValues, axis_of

__all__ = ["clearest", "data_blocks", "decision_blocks"]

_MOST_GROUPS = 8
_MOST_ALTOGETHER = 8
_FURTHEST = 3
_MOST_TOLD = 3
_MOST_COMPARED = 6
_MOST_ACROSS = 4


class _Drawn(NamedTuple):
    """Groups of one attribute that a chart may show."""

    attribute: str
    rates: GroupValues
    gap: Gap | None


def data_blocks(materials: Materials, *, picture: bool = True) -> tuple[Block, ...]:
    """Return what the data say, before any decision: outcome rates over all rows, by group.

    Parameters
    ----------
    materials : Materials
        The results.
    picture : bool
        Whether the rates are drawn too.
    """
    audit = materials.audit
    if audit is None:
        return ()
    if audit.kind == "predictions":
        return _predicted(materials)
    blocks = [] if materials.terms.voice == "model" else _decided(materials)
    if audit.outcomes.n_outcomes == 0:
        return (*blocks, paragraph("data.no_outcome", was_spoken=materials.terms.was_spoken))
    if audit.outcomes.classes != BINARY:  # of several classes none is the favourable one
        return (*blocks, *_nobody_named(materials))
    terms, source = materials.outcome_terms, audit.outcomes.fingerprint
    everyone = metric_named("base_rate").by_group(axis_of(audit.outcomes), materials.confidence)
    overall = value_facts(materials.book, "data", everyone, source, flipped=terms.flipped)[""]
    rows = materials.book.count("data/rows", overall.n, "rows whose outcome is known", source)
    opening = say("data.overall", rows=count(rows), rate=frequency(overall), were_spoken=terms.were_spoken)
    unknown = audit.outcomes.n_rows - overall.n
    if unknown:
        missing = materials.book.count("data/rows_without_outcome", unknown, "rows whose outcome is missing", source)
        opening = (*opening, " ", *say("data.unknown_outcome", rows=count(missing)))
    blocks.append(Paragraph("data.overall", opening))
    if not audit.descriptions:
        return (*blocks, *_nobody_named(materials))
    drawn = [_Drawn(one.rates.attribute, one.rates, one.gap) for one in audit.descriptions]
    blocks += [_difference_in_data(materials, one, terms) for one in drawn]
    if not picture:
        return tuple(blocks)
    return (*blocks, *_picture(materials, "data", drawn, overall, terms, flipped=terms.flipped))


def _predicted(materials: Materials) -> tuple[Block, ...]:
    """Return for how many rows an amount is predicted, and of how many it is known what happened."""
    tally = materials.audited.decisions
    book, source, moments = materials.book, tally.fingerprint, tally.moments
    if moments is None:
        return ()
    rows = book.count("data/rows", tally.n_rows, "rows counted", source)
    predicted = book.count("data/rows_predicted", int(moments.predictions.n.sum()), "rows with a prediction", source)
    said = say("data.predicted", rows=count(rows), predicted=count(predicted))
    if materials.has_outcomes:
        happened = book.count("data/rows_happened", int(moments.outcomes.n.sum()), "rows with an outcome", source)
        said = (*said, " ", *say("data.happened", happened=count(happened)))
    return (Paragraph("data.predicted", said), *_nobody_named(materials))


def _nobody_named(materials: Materials) -> tuple[Block, ...]:
    return () if materials.audited.attributes else (paragraph("data.no_attribute"),)


def _decided(materials: Materials) -> list[Block]:
    """Return how many decisions there are, and how often they were what is counted."""
    audit, book, terms = materials.audited, materials.book, materials.terms
    if audit.decisions.n_decisions == 0 or "selection_rate" not in audit.table():
        return list(_nobody_named(materials)) if audit.outcomes.n_outcomes == 0 else []
    source = audit.decisions.fingerprint
    overall = _selected(materials)
    rows = book.count("audit/rows_decided", overall.n, "rows with a decision", source)
    said = say("data.decided", rows=count(rows), rate=frequency(overall), were_spoken=terms.were_spoken)
    unknown = audit.decisions.n_rows - overall.n
    if unknown:
        missing = book.count("audit/rows_undecided", unknown, "rows without a decision", source)
        said = (*said, " ", *say("data.undecided", rows=count(missing)))
    if audit.threshold is not None:
        threshold = book.declared("policy/threshold", audit.threshold, "number", "declared", audit.fingerprint)
        said = (*say("declared.threshold", threshold=declared(threshold)), " ", *said)
    blocks: list[Block] = [Paragraph("data.decided", said)]
    if audit.outcomes.n_outcomes == 0:
        blocks += _nobody_named(materials)
    return blocks


def _selected(materials: Materials) -> Fact:
    """Return the selection rate of all rows together, those whose group is unknown included."""
    audit = materials.audited
    rates = audit.values("selection_rate")
    return value_facts(materials.book, "audit", rates, audit.decisions.fingerprint, flipped=materials.terms.flipped)[""]


def decision_blocks(materials: Materials, *, every_number: bool = False) -> tuple[Block, ...]:
    """Return what is decided by group: verdicts first, then the rates, then every comparison.

    Parameters
    ----------
    materials : Materials
        The results.
    every_number : bool
        Whether the numbers of every comparison are listed, and not only its verdict.
    """
    audit = materials.audit
    if audit is None:
        return ()
    if not audit.assessments:
        return (paragraph("no_verdict.no_limit"),) if audit.attributes else ()
    blocks: list[Block] = [*callouts(materials, _MOST_TOLD), *reversals(materials)]
    chosen = [
        _Drawn(one.claim.attribute, one.rates, one.gap)
        for one in audit.assessments
        if telling(one.rates, materials.terms).metric == "selection_rate"
    ]
    # One chart counts one thing: of several classes the first.
    chosen = [one for one in chosen if one.rates.metric == chosen[0].rates.metric]
    once = {one.attribute: one for one in reversed(chosen)}
    drawn = [once[name] for name in dict.fromkeys(one.attribute for one in chosen)]
    if drawn:
        told = telling(drawn[0].rates, materials.terms)
        overall = None if "[" in drawn[0].rates.metric else _selected(materials)
        blocks += _picture(materials, materials.terms.voice, drawn, overall, told.terms, flipped=told.flipped)
    table = verdict_table(materials) if every_number else verdict_matrix(materials, _MOST_COMPARED, _MOST_ACROSS)
    return (*blocks, *table, limits(materials), reading(materials, ratios=every_number))


def _difference_in_data(materials: Materials, drawn: _Drawn, terms: OutcomeTerms) -> Paragraph:
    attribute, rates, gap = name(drawn.attribute), drawn.rates, drawn.gap
    if gap is None or not isinstance(rates, GroupRates):
        return paragraph("data.one_group", attribute=attribute)
    book, source = materials.book, materials.audited.outcomes.fingerprint
    pair = value_facts(book, "data", rates, source, groups=(gap.lower, gap.higher), flipped=terms.flipped)
    high, low = (gap.lower, gap.higher) if terms.flipped else (gap.higher, gap.lower)
    interval = likely(gap_fact(book, "data", rates, gap, source))
    said = say(
        "data.gap" if gap.difference_low > 0 else "data.gap_unclear",
        attribute=attribute,
        were_spoken=terms.were_spoken,
        difference=say(difference_message(gap), between=interval),
        high_group=name(high),
        low_group=name(low),
        high=frequency(pair[high]),
        low=frequency(pair[low]),
        high_n=size(pair[high]),
        low_n=size(pair[low]),
    )
    if gap.difference_low > 0:
        return Paragraph("data.gap", said)
    id = fact_id("data", rates.metric, rates.attribute, "by_chance")
    how = "median largest difference of groups of these sizes with equal rates"
    chance = book.add(Fact(id, gap.by_chance, "fraction", how, source))
    return Paragraph("data.gap_unclear", (*said, " ", *say("data.by_chance", chance=frequency(chance))))


def _picture(
    materials: Materials,
    where: str,
    drawn: Sequence[_Drawn],
    overall: Fact | None,
    terms: OutcomeTerms,
    *,
    flipped: bool,
) -> list[Block]:
    """Return the chart of the groups with its table, and a word on groups that are not shown."""
    audit = materials.audited
    prefix, source = ("data", audit.outcomes.fingerprint) if where == "data" else ("audit", audit.decisions.fingerprint)
    panels: list[Panel] = []
    hidden = 0
    crowded = len(drawn) > 1 and sum(len(one.rates.groups) for one in drawn) > _MOST_ALTOGETHER
    for attribute, rates, gap in drawn:
        groups = clearest(rates, gap, _FURTHEST if crowded else _MOST_GROUPS, _FURTHEST)
        facts = value_facts(materials.book, prefix, rates, source, groups=groups, flipped=flipped)
        hidden += len(rates.groups) - len(facts)
        panels.append((attribute, list(facts.items())))
    table = rate_table(f"rates-{where}", say(f"table.{where}"), terms.spoken, overall, panels)
    unnamed = where == "data" and terms.voice == "decisions"
    takeaway = _takeaway("outcomes" if unnamed else where, drawn, terms, flipped=flipped)
    blocks: list[Block] = [rate_chart(f"chart-{where}", takeaway, terms.spoken, panels, table, overall)]
    if hidden:
        more = materials.book.count(f"{prefix}/groups_not_shown", hidden, "groups left out of the brief", source)
        blocks.append(paragraph("table.more", groups=count(more)))
    return blocks


def clearest(rates: GroupValues, gap: Gap | None, most: int, instead: int) -> Sequence[str]:
    """Return all groups where they are few; of many the clearest pair and whose limits are furthest from all.

    Parameters
    ----------
    rates : GroupValues
        The values of every group.
    gap : Gap or None
        How far they are apart.
    most : int
        With at most so many groups all are returned.
    instead : int
        With more, so many.
    """
    if len(rates.groups) <= most:
        return rates.groups
    middle = rates.pooled if not np.isnan(rates.pooled) else float(np.nanmedian(rates.values))
    distance = np.maximum(rates.limits.low - middle, middle - rates.limits.high)
    ranked = np.argsort(-np.where(rates.compared, distance, -np.inf), kind="stable")
    named = [group for group in (gap.lower, gap.higher) if group] if gap is not None else []
    return list(dict.fromkeys([*named, *(rates.groups[place] for place in ranked)]))[:instead]


def _takeaway(where: str, drawn: Sequence[_Drawn], terms: OutcomeTerms, *, flipped: bool) -> Text:
    clear = [
        (one.gap.difference_low, one.attribute, one.gap)
        for one in drawn
        if one.gap is not None and one.gap.difference_low > 0
    ]
    if not clear:
        return say(f"chart.{where}_unclear", spoken=terms.spoken)
    _, attribute, gap = max(clear, key=lambda one: one[0])
    high, low = (gap.lower, gap.higher) if flipped else (gap.higher, gap.lower)
    high_said, low_said = (name(group) if group else say("side.all_short") for group in (high, low))
    return say(f"chart.{where}", spoken=terms.spoken, attribute=name(attribute), group=high_said, other=low_said)
