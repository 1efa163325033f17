"""Models and thresholds beside their gaps, in a notebook and in a report.

In a notebook nothing is hidden, since who runs it has the rows; and no row is shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from workbench.audit.candidates_result import CandidateAudits
from workbench.audit.disclosure.level import disclosure_named
from workbench.document.model_charts import ranged
from workbench.document.nodes import Block, Fact, Items, Table, Text
from workbench.document.tradeoff_charts import Weighed, tradeoff_chart
from workbench.document.wording import count, declared, name, paragraph, say
from workbench.modeling.thresholds.result import Value
from workbench.report.candidates_record import CandidateAt, CandidateRecord, CandidatesRecord, candidates_record
from workbench.report.cell_page import LONGEST, Contents, cell_page
from workbench.report.figuring import Figures

__all__ = ["candidates_cell", "candidates_contents"]


def candidates_cell(audits: CandidateAudits) -> str:
    """Return models and thresholds as HTML for a cell: each one's gaps beside how good its decisions are.

    Parameters
    ----------
    audits : CandidateAudits
        What ``audit_candidates`` returned.
    """
    figures = Figures("candidates", audits.fingerprint, audits.provenance.stage)
    contents = candidates_contents(candidates_record(audits, disclosure_named("full")), figures)
    return cell_page("", repr(audits), contents, figures.facts)


def candidates_contents(record: CandidatesRecord, figures: Figures) -> Contents:
    """Return the sections that tell of models and thresholds, and first how they were audited.

    Parameters
    ----------
    record : CandidatesRecord
        What is told of what ``audit_candidates`` returned.
    figures : Figures
        Keeps its numbers.
    """
    failed = [one for one in record.candidates if one.error]
    return [
        ("beside", say("candidates.beside"), tuple(_beside(record, figures))),
        ("failed", say("candidates.failed"), _failed(failed)),
    ]


def _beside(record: CandidatesRecord, figures: Figures) -> Iterator[Block]:
    yield paragraph("candidates.lead", n=count(figures.count("n", value=record.n)))
    if record.is_partial:
        yield paragraph("candidates.partial")
    done = [(one, at) for one in record.candidates for at in one.decided]
    if not done:
        return
    n_gaps = len(done[0][1].gaps)
    if not n_gaps:
        yield _performances(done, figures)
    for place in range(n_gaps):
        yield _gap_block(done, place, figures)
    yield paragraph("candidates.chosen")


_Done = Sequence[tuple[CandidateRecord, CandidateAt]]


def _fact(figures: Figures, value: Value, *of: str) -> Fact:
    return figures.share(*of, value=value.value, limits=(value.low, value.high))


def _performance(one: CandidateRecord, at: CandidateAt, figures: Figures) -> Fact:
    return _fact(figures, at.performance, "balanced_accuracy", one.name, str(at.threshold))


def _named(one: CandidateRecord, at: CandidateAt, figures: Figures) -> tuple[Text, Text]:
    threshold = figures.number("threshold", str(at.threshold), value=at.threshold)
    return (name(one.title),), (declared(threshold),)


def _performances(done: _Done, figures: Figures) -> Block:
    rows = tuple((*_named(*each, figures), ranged(_performance(*each, figures))) for each in done)
    header = (say("candidates.model"), say("candidates.threshold"), say("candidates.balanced"))
    return Table("performance-numbers", say("candidates.performance_caption"), header, rows, (False, True, True))


def _gap_block(done: _Done, place: int, figures: Figures) -> Block:
    """Return each one's gap beside its performance, by the place of the comparison; the table alone if unknown."""
    first = done[0][1].gaps[place]
    of = (first.metric, first.attribute, str(place))
    looks = {one.name: look for look, one in enumerate(dict.fromkeys(each for each, _ in done))}
    rows: list[tuple[Text, ...]] = []
    points: list[Weighed] = []
    for one, at in done:
        gap, performance = at.gaps[place], _performance(one, at, figures)
        shown: Text = say("candidates.not_known")
        if gap.value is not None:
            fact = _fact(figures, gap.value, "gap", one.name, str(at.threshold), *of)
            shown = ranged(fact)
            if math.isfinite(performance.value):
                title = f"{one.title}, {at.threshold:g}"
                points.append(
                    Weighed(title, performance, fact, looks[one.name], label=f"{at.threshold:g}", series=one.title)
                )
        rows.append((*_named(one, at, figures), ranged(performance), shown, (gap.verdict,)))
    metric, attribute = first.metric.replace("_", " "), name(first.attribute)
    header = (
        say("candidates.model"),
        say("candidates.threshold"),
        say("candidates.balanced"),
        say("candidates.gap"),
        say("candidates.verdict"),
    )
    caption = say("candidates.gap_caption", metric=metric, attribute=attribute)
    table = Table(f"gap-{place}-numbers", caption, header, tuple(rows), (False, True, True, True, False))
    if not points:
        return table
    takeaway = say("candidates.gaps", metric=metric.capitalize(), attribute=attribute)
    limit = figures.share("tolerance", *of, value=first.tolerance) if first.is_difference else None
    axes = say("tradeoff.performance"), say("tradeoff.gap")
    return tradeoff_chart(f"gap-{place}-chart", takeaway, axes, points, table, tolerated=limit)


def _failed(failed: Sequence[CandidateRecord]) -> tuple[Block, ...]:
    if not failed:
        return ()
    told = (paragraph("candidates.error", model=name(one.title), error=name(one.error, LONGEST)) for one in failed)
    return (Items(tuple(told)),)
