"""Where a model is weak, as it shows in a notebook: what was confirmed first, then what may be chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.core.finding import Finding
from workbench.document.model_charts import dot_chart, ranged, same_digits
from workbench.document.nodes import Block, Chart, Fact, Table, Text
from workbench.document.wording import cell, count, declared, name, paragraph, say
from workbench.report.cell_page import LONGEST, Contents, noticed
from workbench.report.figuring import Figures
from workbench.report.segment_records import SegmentRecord, SegmentsRecord

__all__ = ["segments_contents"]


def segments_contents(weak: SegmentsRecord, figures: Figures, findings: Sequence[Finding] = ()) -> Contents:
    """Return the sections that tell where a model errs more than elsewhere.

    Parameters
    ----------
    weak : SegmentsRecord
        What is told of what ``find_weak_segments`` returned.
    figures : Figures
        Keeps its numbers.
    findings : sequence of Finding
        What was noticed.
    """
    return [
        ("confirmed", say("segments.confirmed"), tuple(_confirmed(weak, figures))),
        *noticed(findings),
        ("chance", say("segments.chance"), tuple(_chance(weak, figures))),
        ("looked", say("cell.source"), tuple(_looked(weak, figures))),
    ]


def _confirmed(weak: SegmentsRecord, figures: Figures) -> Iterator[Block]:
    if not weak.n_confirmed:
        yield paragraph("segments.none_confirmed")
    elif not weak.confirmed:
        yield paragraph("segments.confirmed_hidden", n=count(figures.count("confirmed", value=weak.n_confirmed)))
    else:
        table = _table("segments-confirmed", say("segments.confirmed_caption"), weak, weak.confirmed, figures)
        yield _chart(weak, table, figures)
        yield paragraph("segments.causes")
    luck = figures.share("error", value=1 - weak.confidence)
    yield paragraph("segments.alone", error=declared(luck))


def _chance(weak: SegmentsRecord, figures: Figures) -> Iterator[Block]:
    if weak.not_confirmed:
        yield _table("segments-chance", say("segments.chance_caption"), weak, weak.not_confirmed, figures)
    if weak.n_untold:
        yield paragraph("segments.untold", n=count(figures.count("untold", value=weak.n_untold)))


def _looked(weak: SegmentsRecord, figures: Figures) -> Iterator[Block]:
    n, held = (count(figures.count(id, value=value)) for id, value in (("n_found", weak.n_found), ("n", weak.n)))
    yield paragraph("segments.looked", n=n, held=held, how=name(weak.how, LONGEST))
    if weak.columns:
        yield paragraph("segments.columns", columns=name(", ".join(weak.columns), LONGEST))


def _fact(weak: SegmentsRecord, figures: Figures, *of: str, value: float, limits: tuple[float, float], n: int) -> Fact:
    keep = figures.share if weak.measure == "wrong" else figures.number
    return keep(*of, value=value, limits=limits, n=n)


def _error(weak: SegmentsRecord, one: SegmentRecord, figures: Figures) -> Fact:
    return _fact(weak, figures, "segment", str(one), "error", value=one.error, limits=one.limits, n=one.n)


def _table(id: str, caption: Text, weak: SegmentsRecord, segments: Sequence[SegmentRecord], figures: Figures) -> Table:
    nothing = (float("nan"), float("nan"))
    there = [_error(weak, one, figures) for one in segments]
    rest = [
        _fact(weak, figures, "segment", str(one), "rest", value=one.rest_error, limits=nothing, n=weak.n - one.n)
        for one in segments
    ]
    more = [
        _fact(
            weak,
            figures,
            "segment",
            str(one),
            "difference",
            value=one.difference,
            limits=one.difference_limits,
            n=weak.n,
        )
        for one in segments
    ]
    digits, apart = same_digits(there), same_digits(more)
    doubted = any(one.why_not for one in segments)
    rows = tuple(
        (
            (name(str(one), LONGEST),),
            (f"{one.n:,}",),
            ranged(there[at], digits),
            (cell(rest[at], digits=digits),),
            ranged(more[at], apart),
            *(((name(one.why_not or "–", LONGEST),),) if doubted else ()),
        )
        for at, one in enumerate(segments)
    )
    header = (
        say("segments.where"),
        say("models.rows"),
        say("segments.there", error=say(f"segments.{weak.measure}")),
        say("segments.elsewhere"),
        say("segments.more"),
        *((say("segments.why_not"),) if doubted else ()),
    )
    numeric = (False, True, True, True, True, *((False,) if doubted else ()))
    return Table(id, caption, header, rows, numeric)


def _chart(weak: SegmentsRecord, table: Table, figures: Figures) -> Chart:
    overall = _fact(weak, figures, "error_of_all", value=weak.error, limits=(float("nan"), float("nan")), n=weak.n)
    dots = [(str(one), _error(weak, one, figures)) for one in weak.confirmed]
    shown = cell(overall, digits=same_digits([fact for _, fact in dots]))
    axis = say("segments.axis", error=say(f"segments.{weak.measure}"), all=shown)
    return dot_chart("segments-chart", say("segments.chart"), axis, [("", dots)], table, line=weak.error)
