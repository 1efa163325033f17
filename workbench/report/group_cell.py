"""What carries the gaps between groups, as it shows in a notebook."""

from __future__ import annotations

import math
from collections.abc import Sequence

from workbench.audit.disclosure.level import disclosure_named
from workbench.core.finding import Finding
from workbench.document.explanation_charts import Marked, common_digits, limits, marked_chart, signed
from workbench.document.nodes import Block, Paragraph, Table, Text
from workbench.document.wording import cell, count, decimals, name, paragraph, say
from workbench.explanation.changes import FEWEST_ROWS
from workbench.explanation.groups.result import REST, GroupExplanation
from workbench.report.cell_page import Contents, cell_page, noticed
from workbench.report.effect_records import CarriedGaps, CarriedRecord, GroupGapRecord, groups_record
from workbench.report.figuring import Figures
from workbench.report.scaled import scale_said, scaled

__all__ = ["CARRIED", "groups_cell", "groups_contents"]

_MOST_GAPS = 6
_MOST_COLUMNS = 30
CARRIED = "difference of mean Shapley values of explained rows; limits Welch's"


def groups_cell(found: GroupExplanation) -> str:
    """Return an explanation by group as HTML for a cell: each gap, what carries it, and what chance could make."""
    figures = Figures("groups", found.fingerprint, CARRIED)
    contents = groups_contents(groups_record(found, disclosure_named("full")), figures, found.findings)
    data = found.explanation.fitted.prepared.split.data.name
    return cell_page(data, repr(found), contents, figures.facts)


def groups_contents(found: CarriedGaps, figures: Figures, findings: Sequence[Finding] = ()) -> Contents:
    """Return the sections that tell what carries the gaps between groups.

    Parameters
    ----------
    found : CarriedGaps
        What is told of what ``explain_groups`` returned.
    figures : Figures
        Keeps its numbers.
    findings : sequence of Finding
        What was noticed.
    """
    widest = sorted(found.gaps, key=lambda one: -abs(one.gap.value))[:_MOST_GAPS]
    shown = [one for one in found.gaps if one in widest]
    return [
        *((f"gap-{place}", _title(gap), _gap(found, gap, place, figures)) for place, gap in enumerate(shown)),
        ("compared", say("carried.reading"), _compared(found, len(found.gaps) - len(shown), figures)),
        *noticed(findings),
    ]


def _reference(gap: GroupGapRecord) -> Text:
    return say("carried.rest") if gap.reference == REST else (name(gap.reference),)


def _title(gap: GroupGapRecord) -> Text:
    if gap.output:
        return say("carried.section_class", group=name(gap.group), reference=_reference(gap), output=name(gap.output))
    return say("carried.section", group=name(gap.group), reference=_reference(gap))


def _gap(found: CarriedGaps, gap: GroupGapRecord, place: int, figures: Figures) -> list[Block]:
    scale = found.scale
    of = (gap.group, gap.reference, gap.output)
    n = gap.n + gap.n_reference
    fact = scaled(figures, scale, "gap", *of, value=gap.gap.value, limits=(gap.gap.low, gap.gap.high), n=n)
    digits = common_digits([fact])
    told = say(
        "carried.gap",
        group=name(gap.group),
        reference=_reference(gap),
        gap=signed(fact, digits),
        scale=scale_said(scale),
        limits=limits(fact, digits),
    )
    clear = say("carried.clear" if gap.gap.is_clear else "carried.chance")
    blocks: list[Block] = [Paragraph("carried.gap", (*told, " ", *clear))]
    if gap.n and gap.n_reference:
        rows = figures.count("n", *of, value=gap.n), figures.count("n_reference", *of, value=gap.n_reference)
        blocks.append(paragraph("carried.rows", n=count(rows[0]), others=count(rows[1])))
    columns = gap.columns[:_MOST_COLUMNS]
    if not columns:
        return blocks
    marks = [
        Marked(
            (name(one.column),),
            scaled(
                figures,
                scale,
                "carried",
                *of,
                one.column,
                value=one.carried.value,
                limits=(one.carried.low, one.carried.high),
                n=n,
            ),
            say("carried.proxy_note") if one.is_proxy else (),
            is_faint=not one.carried.is_clear,
        )
        for one in columns
    ]
    said = scale_said(scale)
    axis = say("carried.axis_noise" if any(one.is_faint for one in marks) else "carried.axis", scale=said)
    table = _table(found, gap, marks, place, figures)
    chart = marked_chart(f"carried-{place}", _takeaway(gap, columns[0]), axis, marks, table, has_signs=True)
    return [*blocks, chart]


def _takeaway(gap: GroupGapRecord, first: CarriedRecord) -> Text:
    if gap.gap.is_clear and first.carried.is_clear:
        return say("carried.most", column=name(first.column))
    return say("carried.unclear")


def _table(found: CarriedGaps, gap: GroupGapRecord, marks: list[Marked], place: int, figures: Figures) -> Table:
    scale, of = found.scale, (gap.group, gap.reference, gap.output)
    columns = gap.columns[: len(marks)]
    relied = [
        (
            scaled(figures, scale, "relied_on", *of, one.column, value=one.relied_on, n=gap.n),
            scaled(figures, scale, "relied_on_reference", *of, one.column, value=one.relied_on_reference),
        )
        for one in columns
    ]
    digits = common_digits(mark.fact for mark in marks)
    relied_digits = common_digits(fact for pair in relied for fact in pair)
    rows = tuple(
        (
            *(mark.title, (signed(mark.fact, digits),), limits(mark.fact, digits), _share(one, of, figures)),
            *((cell(fact, digits=relied_digits),) for fact in pair),
            _association(one, of, figures),
        )
        for mark, one, pair in zip(marks, columns, relied, strict=True)
    )
    said = scale_said(scale)
    header = (
        *(say("table.column"), say("carried.adds", scale=said), say("table.interval"), say("carried.share")),
        *(say("carried.relied", scale=said), say("carried.relied_reference")),
        say("carried.association"),
    )
    caption = say("carried.table")
    return Table(f"carried-table-{place}", caption, header, rows, (False, *(True,) * 6))


def _association(one: CarriedRecord, of: tuple[str, str, str], figures: Figures) -> Text:
    shown = decimals(figures.number("association", *of, one.column, value=one.association))
    return say("carried.association_proxy", association=shown) if one.is_proxy else (shown,)


def _share(one: CarriedRecord, of: tuple[str, str, str], figures: Figures) -> Text:
    """Return a column's share of the gap; none where the gap is not clear of nought."""
    if math.isnan(one.share):
        return say("table.nothing")
    return (cell(figures.share("share", *of, one.column, value=one.share)),)


def _compared(found: CarriedGaps, hidden: int, figures: Figures) -> list[Block]:
    blocks: list[Block] = []
    if hidden:
        blocks.append(paragraph("carried.more", gaps=count(figures.count("gaps_not_shown", value=hidden))))
    if found.not_compared:
        few: list[Text] = []
        for one in found.not_compared:
            if one.n is None:
                fewest = figures.count("fewest_told", value=FEWEST_ROWS)
                few.append(say("carried.few_hidden", group=name(one.group), fewest=count(fewest)))
            else:
                n = figures.count("not_compared", one.group, value=one.n)
                few.append(say("carried.few_group", group=name(one.group), n=count(n)))
        told = tuple(part for place, one in enumerate(few) for part in ((", ", *one) if place else one))
        blocks.append(paragraph("carried.few", groups=told))
    return [*blocks, paragraph("carried.causes")] if found.gaps or blocks else blocks
