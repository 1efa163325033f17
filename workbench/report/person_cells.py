"""One prediction in a notebook: how it comes about, its principal reasons, and what would turn it.

This is about one person. A public report never holds it; the person's own letter says it in other words.
"""

from __future__ import annotations

import math

from workbench.document.contributions import waterfall_chart, waterfall_table
from workbench.document.explanation_charts import common_digits, signed
from workbench.document.nodes import Block, Fact, Paragraph, Table, Text
from workbench.document.wording import cell, count, name, paragraph, say
from workbench.explanation.changes import Change
from workbench.explanation.counterfactuals.result import Counterfactual, Counterfactuals
from workbench.explanation.person_result import PersonExplanation, Reason
from workbench.explanation.person_row import said_value
from workbench.explanation.shapley.attribution import Scale
from workbench.explanation.waterfall import Waterfall, WaterfallStep, explain_prediction
from workbench.report.cell_page import LONGEST, Contents, cell_page, noticed
from workbench.report.figuring import Figures
from workbench.report.scaled import scale_said, scaled

__all__ = [
    "ASKED",
    "PREDICTED",
    "counterfactuals_cell",
    "counterfactuals_contents",
    "person_cell",
    "reasons_contents",
    "waterfall_cell",
    "waterfall_contents",
]

PREDICTED = "Shapley values of one row; what the model says"
ASKED = "asked of the model"


def waterfall_cell(waterfall: Waterfall) -> str:
    """Return how one prediction comes about as HTML for a cell, with the row's own values and a table behind it."""
    figures = Figures("prediction", waterfall.fingerprint, PREDICTED)
    contents = [*waterfall_contents(waterfall, figures), *noticed(waterfall.findings)]
    return cell_page(_data_name(waterfall), repr(waterfall), contents, figures.facts)


def waterfall_contents(waterfall: Waterfall, figures: Figures) -> Contents:
    """Return the section that tells how one prediction comes about, without what was noticed."""
    return [("prediction", say("person.values"), [paragraph("person.alone"), *_adds_up(waterfall, figures)])]


def _data_name(result: Waterfall | Counterfactuals | PersonExplanation) -> str:
    return result.fitted.prepared.split.data.name


def _adds_up(waterfall: Waterfall, figures: Figures) -> list[Block]:
    scale = waterfall.scale
    parts: list[tuple[Text, Fact]] = [
        (say("person.average"), scaled(figures, scale, "base", value=waterfall.base)),
        *(
            (_step(step, figures), scaled(figures, scale, "step", *step.columns, value=step.contribution))
            for step in waterfall.steps
        ),
        (say("person.this"), scaled(figures, scale, "prediction", value=waterfall.prediction)),
    ]
    table = waterfall_table("adds-up", say("person.adds"), parts)
    first = next((one for one in waterfall.steps if one.contribution and len(one.columns) == 1), None)
    takeaway = say("person.none") if first is None else say("person.most", column=name(first.columns[0]))
    background = figures.count("background", value=waterfall.n_background)
    return [
        _score(waterfall, figures),
        waterfall_chart("adds-up-chart", takeaway, _axis(waterfall), parts, table),
        paragraph("person.background", rows=count(background)),
        paragraph("explained.causes"),
    ]


def _step(step: WaterfallStep, figures: Figures) -> Text:
    if len(step.columns) > 1:
        return say("person.others", columns=count(figures.count("other_columns", value=len(step.columns))))
    value: Text = (name(step.value),) if step.value else say("person.standing.missing")
    return say("person.is", column=name(step.columns[0]), value=value)


def _axis(waterfall: Waterfall) -> Text:
    axis = {
        "log-odds": say("person.axis"),
        "probability": say("person.axis_probability"),
        "amount": say("person.axis_amount"),
    }[waterfall.scale]
    return say("person.axis_class", axis=axis, output=name(waterfall.output)) if waterfall.output else axis


def _score(waterfall: Waterfall, figures: Figures) -> Paragraph:
    if waterfall.scale == "amount":
        return paragraph("person.amount", score=cell(figures.number("score", value=waterfall.score)))
    return paragraph("person.score", score=cell(figures.share("score", value=waterfall.score)))


def person_cell(person: PersonExplanation) -> str:
    """Return a person's principal reasons as HTML for a cell, what would turn each, and how it all adds up."""
    figures = Figures("person", person.fingerprint, PREDICTED)
    contents: Contents = [
        *reasons_contents(person, figures),
        ("prediction", say("person.values"), _adds_up(explain_prediction(person), figures)),
        *noticed(person.findings),
    ]
    return cell_page(_data_name(person), repr(person), contents, figures.facts)


def reasons_contents(person: PersonExplanation, figures: Figures) -> Contents:
    """Return the section that tells a person's principal reasons, without what was noticed."""
    reasons = [paragraph("person.alone"), _decided(person, figures), *_reasons(person, figures)]
    return [("principal", say("person.reasons"), reasons)]


def _decided(person: PersonExplanation, figures: Figures) -> Paragraph:
    side = "favourable" if person.is_favourable else "unfavourable"
    score = figures.share("probability", value=person.probability)
    threshold = figures.share("threshold", value=person.fitted.threshold)
    return paragraph(f"person.decided.{side}", score=cell(score), threshold=cell(threshold))


def _reasons(person: PersonExplanation, figures: Figures) -> list[Block]:
    rows = count(figures.count("compared", value=person.attribution.n_background))
    compared = paragraph(f"person.method.{person.background}", rows=rows)
    if not person.reasons:
        return [paragraph("person.no_reason"), compared]
    scale = person.attribution.scale
    facts = [scaled(figures, scale, "reason", one.column, value=one.contribution) for one in person.reasons]
    digits = common_digits(facts)
    has_changes = any(one.change is not None for one in person.reasons)
    rows_of = tuple(
        _reason(one, (signed(fact, digits),), figures, has_changes=has_changes)
        for one, fact in zip(person.reasons, facts, strict=True)
    )
    table = Table(
        "reasons",
        say("person.reasons_table"),
        _reason_header(scale, has_changes=has_changes),
        rows_of,
        (False, False, True, True, False, *([False] if has_changes else [])),
    )
    limits = [paragraph("counterfactual.promise")] if has_changes else []
    return [table, compared, *limits]


def _reason_header(scale: Scale, *, has_changes: bool) -> tuple[Text, ...]:
    change = [say("person.change")] if has_changes else []
    return (
        say("table.column"),
        say("person.value"),
        say("person.adds_heading", scale=scale_said(scale)),
        say("person.part"),
        say("person.standing"),
        *change,
    )


def _reason(reason: Reason, pushes: Text, figures: Figures, *, has_changes: bool) -> tuple[Text, ...]:
    column: Text = (name(reason.column),)
    if reason.is_protected:
        column = say("person.protected", column=column)
    change: Text = say("table.nothing") if reason.change is None else _change(reason.change, figures)
    return (
        column,
        (name(reason.value),) if reason.value else say("person.standing.missing"),
        pushes,
        (cell(figures.share("share", reason.column, value=reason.share)),),
        say(f"person.standing.{reason.standing}"),
        *([change] if has_changes else []),
    )


def _change(change: Change, figures: Figures) -> Text:
    """Return what another value of one column alone would do."""
    if change.categories:
        return say("person.change.one of", value=name(", ".join(change.categories), LONGEST))
    if not math.isfinite(change.value):
        return say(f"person.change.{change.kind}")
    figures.number("change", change.column, value=change.value)
    value = name(said_value(change.value, change.column))
    if change.kind == "between":
        return say("person.change.between", value=value, end=name(said_value(change.end, change.column)))
    return say(f"person.change.{change.kind}", value=value)


def counterfactuals_cell(found: Counterfactuals) -> str:
    """Return what would turn an answer as HTML for a cell: no substitute for reasons, and what was not tried."""
    figures = Figures("counterfactuals", found.fingerprint, ASKED)
    contents = [*counterfactuals_contents(found, figures), *noticed(found.findings)]
    return cell_page(_data_name(found), repr(found), contents, figures.facts)


def counterfactuals_contents(found: Counterfactuals, figures: Figures) -> Contents:
    """Return the sections that tell what would turn an answer, without what was noticed."""
    return [
        ("ways", say("counterfactual.section"), _ways(found, figures)),
        ("not-tried", say("counterfactual.not_tried"), _not_tried(found)),
    ]


def _ways(found: Counterfactuals, figures: Figures) -> list[Block]:
    wanted = say("counterfactual.wanted", wanted=name(found.wanted, LONGEST), score=_said(found, None, figures))
    asked = say(
        "counterfactual.asked",
        asked=count(figures.count("asked", value=found.n_asked)),
        columns=count(figures.count("max_changed", value=found.max_changed)),
    )
    how = say("counterfactual.exhaustive" if found.is_exhaustive else "counterfactual.sampled")
    blocks: list[Block] = [
        paragraph("person.alone"),
        paragraph("counterfactual.reasons"),
        Paragraph("counterfactual.wanted", wanted),
    ]
    if found.found:
        blocks.append(_way_table(found, figures))
    else:
        blocks.append(paragraph("counterfactual.none", wanted=name(found.wanted, LONGEST)))
    return [*blocks, Paragraph("counterfactual.asked", (*asked, " ", *how)), paragraph("counterfactual.promise")]


def _way_table(found: Counterfactuals, figures: Figures) -> Table:
    rows: list[tuple[Text, ...]] = []
    parts: list[tuple[int, Text]] = []
    for place, one in enumerate(found.found, start=1):
        message = "counterfactual.way" if one.is_plausible else "counterfactual.way_implausible"
        heading = say(message, place=str(place), score=_said(found, (place, one), figures))
        parts.append((len(rows), heading))
        rows += [
            (
                (name(change.column),),
                (name(change.was),) if change.was else say("person.standing.missing"),
                (name(change.becomes),),
            )
            for change in one.changes
        ]
    header = (say("table.column"), say("counterfactual.was"), say("counterfactual.becomes"))
    return Table("ways-table", say("counterfactual.table"), header, tuple(rows), (False,) * 3, tuple(parts))


def _said(found: Counterfactuals, way: tuple[int, Counterfactual] | None, figures: Figures) -> Text:
    """Return what the model says, of the row as it is or of one way."""
    of, score = ("score", found.score) if way is None else (f"score_{way[0]}", way[1].score)
    if found.fitted.task == "regression":
        return (cell(figures.number(of, value=score)),)
    return say("counterfactual.of_100", score=cell(figures.share(of, value=score)))


def _not_tried(found: Counterfactuals) -> list[Block]:
    if not found.not_tried:
        return []
    rows = tuple(((name(column),), (name(why, LONGEST),)) for column, why in found.not_tried.items())
    header = (say("table.column"), say("counterfactual.why"))
    return [Table("not-tried-table", say("counterfactual.not_tried_table"), header, rows, (False, False))]
