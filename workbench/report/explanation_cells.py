"""What moves predictions, and what is lost without columns, as it shows in a notebook.

Whoever runs the notebook has the rows; still, nothing here is about a single one of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.audit.disclosure.level import disclosure_named
from workbench.core.finding import Finding
from workbench.document.explanation_charts import Marked, common_digits, limits, marked_chart, signed
from workbench.document.nodes import Block, Fact, Paragraph, Table, Text
from workbench.document.wording import cell, count, decimals, listed, name, paragraph, say
from workbench.explanation.importance.permuted_result import PermutationImportance, PermutedColumns
from workbench.explanation.result import Explanation, Importance
from workbench.report.cell_page import LONGEST, Contents, cell_page, noticed
from workbench.report.effect_records import PermutedRecord, permuted_record
from workbench.report.figuring import Figures
from workbench.report.scaled import scale_said, scaled

__all__ = ["PERMUTED", "SHAPLEY", "explanation_cell", "explanation_contents", "permutation_cell", "permuted_contents"]

_MOST_COLUMNS = 30
_MOST_CANDIDATES = 5
SHAPLEY = "mean absolute Shapley value of held-out rows; limits Student's over batches of rows"
PERMUTED = "growth of the mean loss when columns are shuffled among held-out rows; limits over batches of rows"


def explanation_cell(explanation: Explanation) -> str:
    """Return an explanation as HTML for a cell: columns with limits and the places that chance leaves open."""
    figures = Figures("explanation", explanation.fingerprint, SHAPLEY)
    contents = [*explanation_contents(explanation, figures), *noticed(explanation.findings)]
    data = explanation.fitted.prepared.split.data.name
    return cell_page(data, repr(explanation), contents, figures.facts)


def explanation_contents(explanation: Explanation, figures: Figures) -> Contents:
    """Return the sections that tell what moves predictions, without what was noticed.

    Parameters
    ----------
    explanation : Explanation
        What ``explain_model`` returned.
    figures : Figures
        Keeps its numbers.
    """
    return [
        ("moves", say("explained.section"), _importances(explanation, figures)),
        ("classes", say("explained.classes"), _classes(explanation, figures)),
    ]


def _importances(explanation: Explanation, figures: Figures) -> list[Block]:
    stopped = Paragraph("explained.stopped", (name(explanation.why_stopped, LONGEST),))
    shown = explanation.importances[:_MOST_COLUMNS]
    if not shown:
        return [stopped]
    scale = scale_said(explanation.attribution.scale)
    rows = _rows(explanation, shown, figures)
    table = Table(
        "importance-places",
        say("explained.table"),
        _header(scale),
        tuple(_cells(rows)),
        (False, True, True, False),
    )
    axis = say("explained.axis_noise" if any(row.is_faint for row in rows) else "explained.axis", scale=scale)
    blocks: list[Block] = [stopped, marked_chart("importance-chart", _takeaway(shown), axis, rows, table)]
    if len(shown) < len(explanation.importances):
        hidden = figures.count("columns_not_shown", value=len(explanation.importances) - len(shown))
        blocks.append(paragraph("explained.more", columns=count(hidden)))
    return [*blocks, paragraph("explained.causes")]


def _classes(explanation: Explanation, figures: Figures) -> list[Block]:
    """Return what moves the prediction of each of several classes, a part of a table each."""
    if len(explanation.attributions) < 2:
        return []
    cells: list[tuple[Text, ...]] = []
    parts: list[tuple[int, Text]] = []
    for one, found in zip(explanation.attributions, explanation.class_importances, strict=True):
        rows = _rows(explanation, found[:_MOST_COLUMNS], figures, one.output)
        if rows:
            parts.append((len(cells), say("explained.class", output=name(one.output))))
        cells += _cells(rows)
    header = _header(scale_said(explanation.attribution.scale))
    caption = say("explained.classes_table")
    return [Table("class-importance", caption, header, tuple(cells), (False, True, True, False), tuple(parts))]


def _header(scale: Text) -> tuple[Text, ...]:
    moves = say("explained.axis", scale=scale)
    return say("table.column"), moves, say("table.interval"), say("explained.place_heading")


def _rows(explanation: Explanation, shown: Sequence[Importance], figures: Figures, *output: str) -> list[Marked]:
    scale, n = explanation.attribution.scale, explanation.n_rows
    rows = []
    for one in shown:
        of = ("importance", *output, one.column)
        fact = scaled(figures, scale, *of, value=one.value, limits=(one.low, one.high), n=n)
        note = _place(one) if one.is_separated else say("explained.noise_short")
        rows.append(Marked((name(one.column),), fact, note, is_faint=not one.is_separated))
    return rows


def _cells(rows: Sequence[Marked]) -> list[tuple[Text, ...]]:
    digits = common_digits(row.fact for row in rows)
    return [
        (
            *(row.title, (cell(row.fact, digits=digits),), limits(row.fact, digits)),
            say("explained.noise") if row.is_faint else row.note,
        )
        for row in rows
    ]


def _place(one: Importance) -> Text:
    """Return the places that chance leaves open."""
    if one.rank_low == one.rank_high:
        return say("explained.place", place=str(one.rank_low)) if one.rank_low else say("explained.place_unknown")
    return say("explained.places", low=str(one.rank_low), high=str(one.rank_high))


def _takeaway(shown: Sequence[Importance]) -> Text:
    separated = [one for one in shown if one.is_separated]
    if not separated:
        return say("explained.nothing")
    candidates = [one.column for one in separated if one.rank_low <= 1]
    if len(candidates) < 2:
        return say("explained.one", column=name(separated[0].column))
    return say("explained.open", columns=listed(candidates, _MOST_CANDIDATES))


def permutation_cell(permuted: PermutationImportance) -> str:
    """Return what a model loses without columns as HTML for a cell; columns that say much the same are one line."""
    figures = Figures("permuted", permuted.fingerprint, PERMUTED)
    contents = permuted_contents(permuted_record(permuted, disclosure_named("full")), figures, permuted.findings)
    data = permuted.explanation.fitted.prepared.split.data.name
    return cell_page(data, repr(permuted), contents, figures.facts)


def permuted_contents(permuted: PermutedRecord, figures: Figures, findings: Sequence[Finding] = ()) -> Contents:
    """Return the sections that tell what a model loses without columns.

    Parameters
    ----------
    permuted : PermutedRecord
        What is told of what ``permute_columns`` returned.
    figures : Figures
        Keeps its numbers.
    findings : sequence of Finding
        What was noticed.
    """
    return [("without-columns", say("permuted.section"), _permuted(permuted, figures)), *noticed(findings)]


def _permuted(permuted: PermutedRecord, figures: Figures) -> list[Block]:
    rows, times = figures.count("rows", value=permuted.n_rows), figures.count("repeats", value=permuted.n_repeats)
    used: list[Block] = [paragraph("permuted.rows", rows=count(rows), times=count(times))]
    if permuted.n_left_out:
        hidden = figures.count("left_out", value=permuted.n_left_out)
        used.append(paragraph("permuted.left_out", columns=count(hidden)))
    if not permuted.entries:
        return used
    loss = say(f"permuted.loss.{permuted.loss}")
    kendall = figures.number("kendall", value=permuted.kendall)
    agreement = paragraph(f"permuted.agreement.{permuted.agreement}", kendall=decimals(kendall))
    marks = [_lost(one, figures, permuted.n_rows) for one in permuted.entries]
    first = permuted.entries[0]
    takeaway = say("permuted.one", columns=_together(first)) if first.is_separated else say("permuted.nothing")
    axis = say("permuted.axis_noise" if any(one.is_faint for one in marks) else "permuted.grows", loss=loss)
    table = _lost_table(permuted, marks, figures, loss)
    chart = marked_chart("permuted-chart", takeaway, axis, marks, table, has_signs=True)
    return [agreement, chart, *_alone(permuted, figures, loss), *used, paragraph("explained.causes")]


def _together(one: PermutedColumns) -> Text:
    return (name(" with ".join(one.columns), LONGEST),)


def _lost(one: PermutedColumns, figures: Figures, n: int) -> Marked:
    fact = figures.number("increase", *one.columns, value=one.increase, limits=(one.low, one.high), n=n)
    note = say("permuted.clear" if one.is_separated else "explained.noise_short")
    return Marked(_together(one), fact, note, is_faint=not one.is_separated)


def _lost_table(permuted: PermutedRecord, marks: Sequence[Marked], figures: Figures, loss: Text) -> Table:
    scale = permuted.scale
    digits = common_digits(mark.fact for mark in marks)
    pushes = [
        scaled(figures, scale, "shapley", *one.columns, value=one.shapley, n=permuted.n_explained)
        for one in permuted.entries
    ]
    push_digits = common_digits(pushes)
    rows = tuple(
        (
            *(mark.title, (signed(mark.fact, digits),), limits(mark.fact, digits)),
            (cell(push, digits=push_digits),),
            say("explained.noise") if mark.is_faint else mark.note,
        )
        for mark, push in zip(marks, pushes, strict=True)
    )
    header = (
        *(say("permuted.columns"), say("permuted.grows", loss=loss), say("table.interval")),
        *(say("permuted.shapley", scale=scale_said(scale)), say("permuted.verdict")),
    )
    return Table("permuted", say("permuted.table"), header, rows, (False, True, True, True, False))


def _alone(permuted: PermutedRecord, figures: Figures, loss: Text) -> list[Block]:
    """Return what is lost without each of several columns that say much the same: less, as the others still say it."""
    rows: list[tuple[Text, ...]] = []
    parts: list[tuple[int, Text]] = []
    facts: list[tuple[str, Fact]] = []
    for one in permuted.entries:
        if len(one.columns) < 2:
            continue
        parts.append((len(facts), _together(one)))
        facts += [
            (column, figures.number("alone", column, value=value, n=permuted.n_rows))
            for column, value in zip(one.columns, one.alone, strict=True)
        ]
    if not facts:
        return []
    digits = common_digits(fact for _, fact in facts)
    rows = [((name(column),), (signed(fact, digits),)) for column, fact in facts]
    header = (say("table.column"), say("permuted.grows", loss=loss))
    return [Table("permuted-alone", say("permuted.alone"), header, tuple(rows), (False, True), tuple(parts))]
