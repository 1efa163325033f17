"""Everything about the groups of one attribute, or of a crossing: a chart, and every figure that the counts carry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.audit.verdicts import Assessment
from workbench.document.charts import interval_cell, rate_chart, rate_table
from workbench.document.facts import fact_id, ratio_fact, value_facts
from workbench.document.nodes import Block, Fact, Paragraph, Part, Table, Text
from workbench.document.quantities import amount, between
from workbench.document.telling import figure_meaning, figure_title, telling
from workbench.document.wording import cell, count, frequency, name, paragraph, say, size
from workbench.report.materials import Materials
from workbench.report.parts.clearest import clearest
from workbench.tally.gaps import EXTREMES, Gap, largest_gap
from workbench.tally.metrics import NO_VERDICT
from workbench.tally.values import GroupRates, GroupValues

__all__ = ["Budget", "axis_blocks", "drawn_blocks", "everybody_blocks"]

_FOUR_FIFTHS = 0.8
_DRAWN, _DRAWN_INSTEAD = 24, 20
_MOST_GROUPS = 60


@dataclass
class Budget:
    """How many rows of figures a report may still hold: it has to stay small whatever the number of groups."""

    rows: int = 1_000

    def allows(self, rows: int) -> bool:
        """Whether so many rows fit, which are then used up."""
        if rows > self.rows:
            return False
        self.rows -= rows
        return True


def everybody_blocks(materials: Materials) -> tuple[Block, ...]:
    """Return every figure for all rows together, with what it means."""
    audit = materials.audited
    rows = []
    for metric, values in _without_stand_in(materials, audit.table()).items():
        fact = _facts(materials, values)[""]
        rows.append((_heading(metric), (size(fact),), _value(fact), interval_cell(fact)))
    if not rows:
        return ()
    header = (say("declared.figure"), say("table.people"), say("by.value"), say("table.interval"))
    table = Table("everybody-figures", say("by.everybody"), header, tuple(rows), (False, True, True, True))
    never: list[Part] = []
    for metric, reason in NO_VERDICT.items():
        if metric in audit.table():
            because = say("by.because", title=figure_title(metric), reason=name(reason))
            never += [*(["; "] if never else []), *because]
    return (table, *([paragraph("by.never_judged", figures=tuple(never))] if never else []))


def axis_blocks(materials: Materials, place: int, axis: tuple[str, ...], budget: Budget) -> tuple[Block, ...]:
    """Return the chart and the figures of one attribute or crossing.

    Parameters
    ----------
    materials : Materials
        The audit.
    place : int
        Tells this part from others, in ids.
    axis : tuple of str
        The attribute, or those that are crossed.
    budget : Budget
        How many rows of figures may still be shown.
    """
    table = materials.audited.table(*axis)
    if not table:
        return (paragraph("by.amounts_not_shown" if materials.hides_amounts else "by.nothing"),)
    table = _without_stand_in(materials, table)
    main = next((metric for metric in table if metric.startswith("selection_rate")), "base_rate")
    main = main if main in table else next(iter(table))
    values = table[main]
    gap = _gap(materials, values)
    shown = clearest(values, gap, _DRAWN, _DRAWN_INSTEAD)
    blocks = [*_sentences(materials, values, gap), *drawn_blocks(materials, place, values, shown)]
    # What stands beside the chart is not printed twice, unless the chart counts the complement.
    whole = len(shown) == len(values.groups) and not telling(values, materials.terms).flipped
    rest = {metric: one for metric, one in table.items() if metric != main or not whole}
    return (*blocks, *_full(materials, place, rest, values, gap, budget))


def _without_stand_in(materials: Materials, table: Mapping[str, GroupValues]) -> Mapping[str, GroupValues]:
    """Return figures without the selection rate, where that is only the share above the first threshold."""
    if materials.terms.voice != "predictions":
        return table
    return {metric: values for metric, values in table.items() if metric != "selection_rate"}


def _gap(materials: Materials, values: GroupValues) -> Gap | None:
    judged = _judged(materials, values)
    if judged is not None:
        return judged.gap
    confidence = materials.confidence
    return largest_gap(values, 1 - confidence, confidence)


def _judged(materials: Materials, values: GroupValues) -> Assessment | None:
    """Return the comparison of any two groups that was declared for these values."""
    for one in materials.audited.assessments:
        same = one.rates.metric == values.metric and one.claim.attribute == values.attribute
        if same and one.claim.comparison == EXTREMES and not one.left_out and len(one.families) == 1:
            return one
    return None


def _sentences(materials: Materials, values: GroupValues, gap: Gap | None) -> list[Block]:
    """Return what chance alone would show, and the ratio beside the four-fifths line."""
    if gap is None or not isinstance(values, GroupRates):
        return []
    book, source = materials.book, materials.audited.decisions.fingerprint
    id = fact_id("audit", values.metric, values.attribute, "by_chance")
    how = "median largest difference of groups of these sizes with equal rates"
    chance = book.add(Fact(id, gap.by_chance, "fraction", how, source))
    said: Text = say("by.chance", chance=frequency(chance))
    of = () if _judged(materials, values) is not None else ("not judged",)
    selected = values.metric.startswith("selection_rate")
    ratio = ratio_fact(book, "audit", values, gap, source, of=of) if selected else None
    if ratio is not None:
        four_fifths = Fact("reference/four_fifths", _FOUR_FIFTHS, "ratio", "four-fifths rule of thumb", source)
        reference = amount(book.add(four_fifths))
        where = "below" if ratio.high < _FOUR_FIFTHS else "above" if ratio.low >= _FOUR_FIFTHS else "around"
        interval = say("ratio.two" if gap.n_groups == 2 else "ratio.extremes", between=between(ratio, _FOUR_FIFTHS))
        words = {"low_group": name(gap.lower), "high_group": name(gap.higher), "attribute": name(values.attribute)}
        terms = telling(values, materials.terms).terms
        manner = terms.manner if terms.voice == "model" else terms.voice
        put = say(
            f"ratio.selection.{manner}",
            ratio=amount(ratio)[0],
            interval=interval,
            favourable=terms.favourable,
            were_favourable=terms.were_favourable,
            **words,
        )
        said = (*put, " ", *say(f"by.{where}", reference=reference), " ", *said)
    return [Paragraph("by.chance", said)]


def drawn_blocks(materials: Materials, place: int, values: GroupValues, shown: Sequence[str]) -> list[Block]:
    """Return the chart of a figure by group, and how many groups are not in it.

    Parameters
    ----------
    materials : Materials
        The audit.
    place : int
        Tells this part from others, in ids.
    values : GroupValues
        The figure of every group.
    shown : sequence of str
        The groups that are drawn.
    """
    told = telling(values, materials.terms)
    facts = _facts(materials, values, shown, flipped=told.flipped)
    spoken = told.terms.spoken if told.metric == "selection_rate" else told.terms.favourable
    spoken = spoken if told.is_rate else told.title
    overall = None
    whole = materials.audited.table().get(values.metric)
    if whole is not None:
        overall = _facts(materials, whole, flipped=told.flipped)[""]
    panels = [(values.attribute, list(facts.items()))]
    title = told.terms.spoken if told.metric == "selection_rate" else told.title
    takeaway, caption = (
        say(message, title=title, attribute=name(values.attribute)) for message in ("chart.figure", "chart.numbers")
    )
    table = rate_table(f"by-{place}-rates", caption, spoken, overall, panels, bare=True)
    blocks: list[Block] = [rate_chart(f"by-{place}-chart", takeaway, spoken, panels, table, overall)]
    if len(shown) < len(values.groups):
        id = fact_id("audit", "groups_not_drawn", values.attribute)
        source = materials.audited.decisions.fingerprint
        more = materials.book.count(id, len(values.groups) - len(shown), "groups left out of the chart", source)
        blocks.append(paragraph("by.not_drawn", groups=count(more)))
    return blocks


def _full(
    materials: Materials,
    place: int,
    table: Mapping[str, GroupValues],
    main: GroupValues,
    gap: Gap | None,
    budget: Budget,
) -> list[Block]:
    """Return the table of every figure, as far as the report stays small."""
    groups = clearest(main, gap, _MOST_GROUPS, _MOST_GROUPS)
    notes: list[Block] = []
    caption = "by.full"
    if not budget.allows(len(groups) * len(table)):
        judged = {one.metric for claim in materials.audited.assessments for one in claim.families}
        table = {metric: values for metric, values in table.items() if metric in {*judged, main.metric}}
        caption = "by.full_some"
        notes.append(paragraph("by.fewer"))
        if not budget.allows(len(groups) * len(table)):
            return notes
    attribute = main.attribute
    if len(groups) < len(main.groups):
        id = fact_id("audit", "groups_not_shown", attribute)
        source = materials.audited.decisions.fingerprint
        more = materials.book.count(id, len(main.groups) - len(groups), "groups left out of the report", source)
        notes.append(paragraph("by.hidden", groups=count(more)))
    if not table:
        return notes
    rows: list[tuple[Text, ...]] = []
    parts: list[tuple[int, Text]] = []
    for metric, values in table.items():
        parts.append((len(rows), _heading(metric)))
        facts = _facts(materials, values, groups)
        rows += [((name(group),), (size(fact),), _value(fact), interval_cell(fact)) for group, fact in facts.items()]
    header = (say("table.group"), say("table.people"), say("by.value"), say("table.interval"))
    full = Table(
        f"by-{place}-figures",
        say(caption, attribute=name(attribute)),
        header,
        tuple(rows),
        (False, True, True, True),
        tuple(parts),
    )
    return [full, *notes]


def _heading(metric: str) -> Text:
    title, meaning = figure_title(metric), figure_meaning(metric)
    return say("by.figure", title=title, meaning=meaning) if meaning else title


def _facts(
    materials: Materials, values: GroupValues, groups: Sequence[str] | None = None, *, flipped: bool = False
) -> dict[str, Fact]:
    source = materials.audited.decisions.fingerprint
    return value_facts(materials.book, "audit", values, source, groups=groups, flipped=flipped)


def _value(fact: Fact) -> Text:
    if fact.undefined:
        return say("by.undefined", reason=fact.undefined)
    return say("by.of_100", value=cell(fact)) if fact.unit == "fraction" else (cell(fact),)
