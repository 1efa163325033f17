"""What the data say and who is selected: sentences, a chart with its table, groups that are not shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from workbench.audit.supposed import is_supposed
from workbench.data.roles import TOO_SMALL
from workbench.document.charts import Panel, rate_chart, rate_table
from workbench.document.facts import fact_id, gap_fact, value_facts
from workbench.document.nodes import Block, Fact, Paragraph, Part, Text
from workbench.document.quantities import likely
from workbench.document.telling import telling
from workbench.document.terms import OutcomeTerms
from workbench.document.wording import count, frequency, listed, name, paragraph, say, size
from workbench.report.materials import Materials
from workbench.report.parts.amounts import amount_blocks, amount_charts
from workbench.report.parts.claims import difference_message
from workbench.report.parts.clearest import MOST_ATTRIBUTES, clearest, most_of
from workbench.report.parts.cuts import are_supposed, begins
from workbench.report.parts.strata import reversals
from workbench.report.parts.verdicts import callouts, limits, reading, verdict_matrix
from workbench.tally.gaps import Gap
from workbench.tally.metrics import metric_named, values_by_group
from workbench.tally.tally import BINARY
from workbench.tally.values import GroupRates, GroupValues, axis_of

__all__ = ["data_blocks", "decision_blocks"]

_MOST_TOLD = 3
_MOST_COMPARED = 6
_MOST_CLASSES = 6


class _Drawn(NamedTuple):
    """Groups of one attribute that a chart may show."""

    attribute: str
    rates: GroupValues
    gap: Gap | None


def data_blocks(materials: Materials, *, picture: bool = True, short: bool = False) -> tuple[Block, ...]:
    """Return what the data say, before any decision: outcome rates over all rows, by group.

    Parameters
    ----------
    materials : Materials
        The results.
    picture : bool
        Whether the rates are drawn too.
    short : bool
        Whether only clear differences get a sentence each.
    """
    audit = materials.audit
    if audit is None:
        return ()
    if audit.kind == "predictions":
        return (*amount_blocks(materials), *_nobody_named(materials))
    blocks = [] if materials.terms.voice == "model" else _decided(materials)
    if audit.outcomes.n_outcomes == 0 and materials.hides_outcomes:
        return (*blocks, paragraph("data.outcomes_not_shown"))
    if audit.outcomes.n_outcomes == 0:
        return (*blocks, paragraph("data.no_outcome", was_spoken=materials.terms.was_spoken))
    if audit.outcomes.classes != BINARY:  # of several classes none is the favourable one
        return (*blocks, *_classes(materials), *_nobody_named(materials))
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
    blocks += (
        _briefly(materials, drawn, terms) if short else [_difference_in_data(materials, one, terms) for one in drawn]
    )
    if not picture:
        return tuple(blocks)
    return (*blocks, *_picture(materials, "data", drawn, overall, terms, flipped=terms.flipped))


def _classes(materials: Materials) -> tuple[Block, ...]:
    """Return how the classes are spread over all rows; nothing of decisions that somebody else made."""
    tally, book = materials.audited.outcomes, materials.book
    if materials.terms.voice != "model":
        return ()
    source, found = tally.fingerprint, values_by_group(axis_of(tally), materials.confidence)
    facts = {}
    for label in tally.classes:
        rates = found[f"base_rate[{label}]"]
        facts[label] = value_facts(book, "data", rates, source)[""]
    common = sorted(facts, key=lambda label: -facts[label].value)[:_MOST_CLASSES]
    said: list[Part] = []
    for label in common:
        said += [*([", "] if said else []), *say("data.class", label=name(label), rate=frequency(facts[label]))]
    if len(common) < len(facts):
        said += [" ", *say("data.more_classes")]
    rows = book.count("data/rows", next(iter(facts.values())).n, "rows whose class is known", source)
    return (paragraph("data.classes", rows=count(rows), classes=tuple(said)),)


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
    message = "data.supposed" if is_supposed(audit) else "data.decided"
    said = say(message, rows=count(rows), rate=frequency(overall), were_spoken=terms.were_spoken)
    unknown = audit.decisions.n_rows - overall.n
    if unknown:
        missing = book.count("audit/rows_undecided", unknown, "rows without a decision", source)
        said = (*said, " ", *say("data.undecided", rows=count(missing)))
    if cut := begins(materials):
        said = (*cut, " ", *said)
    blocks: list[Block] = [Paragraph("data.decided", said)]
    if audit.outcomes.n_outcomes == 0:
        blocks += _nobody_named(materials)
    return blocks


def _selected(materials: Materials) -> Fact:
    """Return the selection rate of all rows together, those whose group is unknown included."""
    audit = materials.audited
    rates = audit.values("selection_rate")
    return value_facts(materials.book, "audit", rates, audit.decisions.fingerprint, flipped=materials.terms.flipped)[""]


def decision_blocks(materials: Materials) -> tuple[Block, ...]:
    """Return what is decided by group: the largest gaps first, then the rates, then every verdict."""
    audit = materials.audit
    if audit is None:
        return ()
    amounts = amount_charts(materials) if audit.kind == "predictions" else ()
    if not audit.assessments:
        return (paragraph("no_verdict.no_limit"), *amounts) if audit.attributes else ()
    blocks: list[Block] = [*callouts(materials, _MOST_TOLD, short=True), *reversals(materials)[:1], *amounts]
    chosen = [
        _Drawn(one.claim.attribute, one.rates, one.gap)
        for one in audit.assessments
        if telling(one.rates, materials.terms).metric == "selection_rate"
    ]
    # One chart counts one thing: of several classes the first.
    chosen = [one for one in chosen if one.rates.metric == chosen[0].rates.metric]
    once = {one.attribute: one for one in reversed(chosen)}
    drawn = [once[name] for name in dict.fromkeys(one.attribute for one in chosen)]
    if drawn and not amounts:
        told = telling(drawn[0].rates, materials.terms)
        overall = None if "[" in drawn[0].rates.metric else _selected(materials)
        blocks += _picture(materials, materials.terms.voice, drawn, overall, told.terms, flipped=told.flipped)
        blocks += _other_classes(materials)
    table = verdict_matrix(materials, _MOST_COMPARED, MOST_ATTRIBUTES)
    said = (*limits(materials).text, " ", *reading(materials, ratios=False).text)
    return (*blocks, *table, Paragraph("read.verdicts_short", said))


def _other_classes(materials: Materials) -> list[Block]:
    """Return how many classes are not drawn, where the decision has several."""
    classes = materials.audited.decisions.classes
    if classes == BINARY:
        return []
    source = materials.audited.decisions.fingerprint
    more = materials.book.count("audit/classes_not_shown", len(classes) - 1, "classes left out of the brief", source)
    return [paragraph("table.more_classes", classes=count(more))]


def _briefly(materials: Materials, drawn: Sequence[_Drawn], terms: OutcomeTerms) -> list[Block]:
    """Return a sentence for each of the clearest differences, and one for all attributes without one."""
    apart = {one.attribute: one.gap.difference_low for one in drawn if one.gap is not None}
    clear = sorted((one for one in drawn if apart.get(one.attribute, 0) > 0), key=lambda one: -apart[one.attribute])
    told, others = clear[:_MOST_TOLD], clear[_MOST_TOLD:]
    unclear = [one for one in drawn if one not in clear and one.gap is not None]
    alone = unclear if len(unclear) == 1 and len(drawn) <= _MOST_TOLD - 1 else []
    nothing = [one for one in drawn if one.gap is None]
    blocks: list[Block] = [
        _difference_in_data(materials, one, terms, by_chance=False) for one in drawn if one in (*told, *alone)
    ]
    if others:
        names = [one.attribute for one in others]
        blocks.append(paragraph("data.gap_others", attributes=listed(names, MOST_ATTRIBUTES)))
    if unclear and not alone:
        names = [one.attribute for one in unclear]
        said = say("data.unclear_several", attributes=listed(names, MOST_ATTRIBUTES))
        if any(_hides(materials, one.rates) for one in unclear):
            said = (*said, " ", *say("data.of_shown"))
        blocks.append(Paragraph("data.unclear_several", said))
    return [*blocks, *(_difference_in_data(materials, one, terms) for one in nothing[:_MOST_TOLD])]


def _difference_in_data(
    materials: Materials, drawn: _Drawn, terms: OutcomeTerms, *, by_chance: bool = True
) -> Paragraph:
    attribute, rates, gap = name(drawn.attribute), drawn.rates, drawn.gap
    if gap is None or not isinstance(rates, GroupRates):
        is_known = TOO_SMALL in rates.groups or materials.may_compare(rates.attribute)
        return paragraph("data.one_shown" if is_known else "data.one_group", attribute=attribute)
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
    if _hides(materials, rates):
        said = (*said, " ", *say("data.of_shown"))
    if not by_chance:
        return Paragraph("data.gap_unclear", said)
    id = fact_id("data", rates.metric, rates.attribute, "by_chance")
    how = "median largest difference of groups of these sizes with equal rates"
    chance = book.add(Fact(id, gap.by_chance, "fraction", how, source))
    return Paragraph("data.gap_unclear", (*said, " ", *say("data.by_chance", chance=frequency(chance))))


def _hides(materials: Materials, rates: GroupValues) -> bool:
    """Return whether groups are known that these numbers leave out."""
    return TOO_SMALL in rates.groups or materials.hides_groups(rates.attribute)


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
    shown = sorted(sorted(drawn, key=_how_far)[:MOST_ATTRIBUTES], key=drawn.index)
    hidden = sum(len(one.rates.groups) for one in drawn if one not in shown)
    few = most_of([one.rates for one in shown])
    for attribute, rates, gap in shown:
        facts = value_facts(materials.book, prefix, rates, source, groups=clearest(rates, gap, *few), flipped=flipped)
        hidden += len(rates.groups) - len(facts)
        panels.append((attribute, list(facts.items())))
    manner = f"{where}_supposed" if where in ("model", "decisions") and are_supposed(materials) else where
    caption = say(f"table.{manner}")
    table = rate_table(f"rates-{where}", caption, terms.spoken, overall, panels)
    unnamed = where == "data" and terms.voice == "decisions"
    takeaway = _takeaway(materials, "outcomes" if unnamed else manner, drawn, terms, flipped=flipped)
    blocks: list[Block] = [rate_chart(f"chart-{where}", takeaway, terms.spoken, panels, table, overall)]
    if hidden:
        more = materials.book.count(f"{prefix}/groups_not_shown", hidden, "groups left out of the brief", source)
        blocks.append(paragraph("table.more", groups=count(more)))
    return blocks


def _how_far(drawn: _Drawn) -> float:
    """Return what attributes stand out by: the surely largest difference first."""
    return -drawn.gap.difference_low if drawn.gap is not None else 0.0


def _takeaway(materials: Materials, where: str, drawn: Sequence[_Drawn], terms: OutcomeTerms, *, flipped: bool) -> Text:
    clear = [
        (one.gap.difference_low, one.attribute, one.gap)
        for one in drawn
        if one.gap is not None and one.gap.difference_low > 0
    ]
    hides = materials.audited.disclosure is not None and any(
        one.gap is None or _hides(materials, one.rates) for one in drawn
    )
    no_verdict = where in ("data", "outcomes")
    if not clear and hides and (no_verdict or any(one.verdict == "gap" for one in materials.audited.assessments)):
        # What is hidden may differ clearly, or decided the verdict: what is shown must not contradict it.
        names = listed([one.attribute for one in drawn], MOST_ATTRIBUTES)
        return say("chart.shown", spoken=terms.spoken, attributes=names)
    if not clear:
        return say(f"chart.{where}_unclear", spoken=terms.spoken)
    _, attribute, gap = max(clear, key=lambda one: one[0])
    high, low = (gap.lower, gap.higher) if flipped else (gap.higher, gap.lower)
    high_said, low_said = (name(group) if group else say("side.all_short") for group in (high, low))
    return say(f"chart.{where}", spoken=terms.spoken, attribute=name(attribute), group=high_said, other=low_said)
