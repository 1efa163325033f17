"""Effects of columns, and what two columns do together, as they show in a notebook.

Single rows' own curves are about people: they are in no cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbench.audit.disclosure.level import disclosure_named
from workbench.core.finding import Finding
from workbench.document.explanation_charts import (
    Marked,
    Place,
    common_digits,
    effect_chart,
    limits,
    marked_chart,
    signed,
)
from workbench.document.nodes import Block, Chart, Fact, Table, Text
from workbench.document.wording import cell, count, name, paragraph, say
from workbench.explanation.effects.result import Effects
from workbench.explanation.interactions_result import Interaction, Interactions
from workbench.explanation.shapley.attribution import Scale
from workbench.report.cell_page import LONGEST, Contents, cell_page, noticed
from workbench.report.effect_records import (
    EffectRecord,
    EffectsRecord,
    InteractionsRecord,
    PointRecord,
    effects_record,
    interactions_record,
)
from workbench.report.figuring import Figures
from workbench.report.scaled import scale_said, scaled

__all__ = ["EFFECT", "PAIR", "effects_cell", "effects_contents", "interactions_cell", "interactions_contents"]

_MOST_DRAWN = 6  # with what else there is, a cell has no contents of its own then
_MOST_PAIRS = 30
EFFECT = "mean prediction of held-out rows that are all given a value, less the row's mean over all values"
PAIR = "root of the mean square of what two columns do together beyond the sum of each"
_ORDERED = ("number", "date")


def effects_cell(effects: Effects) -> str:
    """Return effects as HTML for a cell: differences with limits, where the rows are, and where few of them are."""
    figures = Figures("effects", effects.fingerprint, EFFECT)
    record = effects_record(effects, disclosure_named("full"))
    contents = effects_contents(record, figures, effects.findings)
    return cell_page(effects.fitted.prepared.split.data.name, repr(effects), contents, figures.facts)


def effects_contents(effects: EffectsRecord, figures: Figures, findings: Sequence[Finding] = ()) -> Contents:
    """Return the sections that tell of effects.

    Parameters
    ----------
    effects : EffectsRecord
        What is told of what ``explain_effects`` returned.
    figures : Figures
        Keeps its numbers.
    findings : sequence of Finding
        What was noticed.
    """
    drawn = effects.effects[:_MOST_DRAWN]
    hidden = len(effects.effects) - len(drawn)
    rest: list[Block] = []
    if hidden:
        rest.append(paragraph("effect.rest", effects=count(figures.count("not_drawn", value=hidden))))
    rest += _left_out(effects.left_out)
    return [
        ("reading", say("effect.section"), [*_reading(effects, figures), *rest]),
        *((f"effect-{place}", _title(one), _effect(effects, one, place, figures)) for place, one in enumerate(drawn)),
        *noticed(findings),
    ]


def _reading(effects: EffectsRecord, figures: Figures) -> list[Block]:
    if not effects.effects:
        return []
    rows = count(figures.count("rows", value=effects.n_rows))
    return [paragraph("effect.rows_used", rows=rows), paragraph("effect.causes")]


def _title(effect: EffectRecord) -> Text:
    if effect.output:
        return say("effect.of_class", column=name(effect.column), output=name(effect.output))
    return (name(effect.column),)


def _effect(effects: EffectsRecord, effect: EffectRecord, place: int, figures: Figures) -> list[Block]:
    if not effect.points:
        return [paragraph("effect.none", column=name(effect.column))]
    scale, of = effects.scale, (effect.column, effect.output)
    places = [_place(effect, at, point, scale, figures) for at, point in enumerate(effect.points)]
    table = _table(effect, places, place, scale, figures)
    blocks: list[Block] = [_chart(effect, places, place, scale, table)]
    if effect.share_outside > 0:
        outside = figures.share("outside", *of, value=effect.share_outside)
        blocks.append(paragraph("effect.outside", share=cell(outside)))
    return blocks


def _place(effect: EffectRecord, at: int, point: PointRecord, scale: Scale, figures: Figures) -> Place:
    of = (effect.column, effect.output, str(at))
    fact = scaled(
        figures,
        scale,
        "difference",
        *of,
        value=point.difference,
        limits=(point.difference_low, point.difference_high),
        n=point.n,
    )
    share = figures.share("share", *of, value=point.share, n=point.n)
    return Place(point.x, point.label, fact, share, point.is_sparse)


def _chart(effect: EffectRecord, places: list[Place], place: int, scale: Scale, table: Table) -> Chart:
    few = any(one.is_faint for one in places)
    said = scale_said(scale)
    axis = say("effect.axis_faint" if few else "effect.axis", scale=said)
    if effect.kind in _ORDERED:
        most = cell(max((one.share for one in places), key=lambda fact: fact.value))
        axes = (name(effect.column),), axis, say("effect.strip", most=most)
        return effect_chart(f"effect-chart-{place}", _takeaway(effect), axes, places, table)
    marks = [
        Marked(
            (name(one.label),),
            one.fact,
            say("effect.rows_few" if one.is_faint else "effect.rows_note", share=cell(one.share)),
            one.is_faint,
        )
        for one in places
    ]
    return marked_chart(f"effect-chart-{place}", _takeaway(effect), axis, marks, table, has_signs=True)


def _takeaway(effect: EffectRecord) -> Text:
    if effect.direction == "flat":
        return say("effect.flat", column=name(effect.column))
    if effect.direction != "varies":
        return say("effect.rises" if effect.direction == "rises" else "effect.falls", column=name(effect.column))
    known = [one for one in effect.points if not one.is_sparse] or list(effect.points)
    least, most = min(known, key=lambda one: one.difference), max(known, key=lambda one: one.difference)
    return say("effect.varies", column=name(effect.column), most=name(most.label), least=name(least.label))


def _table(effect: EffectRecord, places: list[Place], place: int, scale: Scale, figures: Figures) -> Table:
    means = [
        scaled(
            figures,
            scale,
            "mean",
            effect.column,
            effect.output,
            str(at),
            value=point.mean,
            limits=(point.low, point.high),
            n=point.n,
        )
        for at, point in enumerate(effect.points)
    ]
    digits, mean_digits = common_digits(one.fact for one in places), common_digits(means)
    rows = tuple(
        (
            *((name(one.label),), (signed(one.fact, digits),), limits(one.fact, digits)),
            (cell(mean, digits=mean_digits),),
            say("effect.few", share=cell(one.share)) if one.is_faint else (cell(one.share),),
        )
        for one, mean in zip(places, means, strict=True)
    )
    said = scale_said(scale)
    header = (
        *(say("effect.value"), say("effect.difference", scale=said), say("table.interval")),
        *(say("effect.mean", scale=said), say("effect.rows")),
    )
    return Table(f"effect-{place}-table", say("effect.table"), header, rows, (False, True, True, True, True))


def _left_out(left_out: Mapping[str, str]) -> list[Block]:
    if not left_out:
        return []
    rows = tuple(((name(column),), (name(why, LONGEST),)) for column, why in left_out.items())
    header = (say("table.column"), say("cell.why"))
    return [Table("effects-left-out", say("effect.left_out"), header, rows, (False, False))]


def interactions_cell(found: Interactions) -> str:
    """Return interactions as HTML for a cell; pairs that are not separated from noise are not ranked."""
    figures = Figures("interactions", found.fingerprint, PAIR)
    contents = interactions_contents(interactions_record(found, disclosure_named("full")), figures)
    return cell_page(found.fitted.prepared.split.data.name, repr(found), contents, figures.facts)


def interactions_contents(found: InteractionsRecord, figures: Figures) -> Contents:
    """Return the section that tells what pairs of columns do together.

    Parameters
    ----------
    found : InteractionsRecord
        What is told of what ``explain_interactions`` returned.
    figures : Figures
        Keeps its numbers.
    """
    return [("together", say("pairs.section"), _pairs(found, figures))]


def _pairs(found: InteractionsRecord, figures: Figures) -> list[Block]:
    if not found.interactions:
        return []
    separated = [one for one in found.interactions if one.is_separated][:_MOST_PAIRS]
    others = [one for one in found.interactions if not one.is_separated]
    others.sort(key=lambda one: (one.first, one.second, one.output))
    blocks: list[Block] = [] if separated else [paragraph("pairs.none")]
    if separated:
        table = _pair_table("pairs", say("pairs.table"), separated, found, figures)
        marks = [Marked(_pair(one), _strength(one, found, figures)) for one in separated]
        first = separated[0]
        takeaway = say("pairs.one", first=name(first.first), second=name(first.second))
        axis = say("pairs.strength", scale=scale_said(found.scale))
        blocks.append(marked_chart("pairs-chart", takeaway, axis, marks, table))
    if others:
        blocks.append(_pair_table("pairs-noise", say("pairs.noise"), others[:_MOST_PAIRS], found, figures))
        if len(others) > _MOST_PAIRS:
            hidden = figures.count("not_shown", value=len(others) - _MOST_PAIRS)
            blocks.append(paragraph("pairs.more", pairs=count(hidden)))
    rows = figures.count("rows", value=found.n_rows), figures.count("background", value=found.n_background)
    return [*blocks, paragraph("pairs.rows", rows=count(rows[0]), background=count(rows[1]))]


def _pair(one: Interaction) -> Text:
    if one.output:
        return say("pairs.pair_class", first=name(one.first), second=name(one.second), output=name(one.output))
    return say("pairs.pair", first=name(one.first), second=name(one.second))


def _strength(one: Interaction, found: InteractionsRecord, figures: Figures) -> Fact:
    of = ("strength", one.first, one.second, one.output)
    return scaled(figures, found.scale, *of, value=one.strength, limits=(one.low, one.high), n=found.n_rows)


def _pair_table(id: str, caption: Text, pairs: list[Interaction], found: InteractionsRecord, figures: Figures) -> Table:
    facts = [_strength(one, found, figures) for one in pairs]
    digits = common_digits(facts)
    rows = tuple(
        (
            *(_pair(one), (cell(fact, digits=digits),), limits(fact, digits)),
            (cell(figures.share("share", one.first, one.second, one.output, value=one.share)),),
        )
        for one, fact in zip(pairs, facts, strict=True)
    )
    header = (
        *(say("pairs.columns"), say("pairs.strength", scale=scale_said(found.scale))),
        *(say("table.interval"), say("pairs.share")),
    )
    return Table(id, caption, header, rows, (False, True, True, True))
