"""Methods against gaps, as they show in a notebook: gaps beside performance, and who is decided otherwise.

Nothing is hidden here, since who runs the notebook has the rows; and no row is shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from workbench.audit.mitigation.changes import Change
from workbench.audit.mitigation.result import Attempt, MitigationChoice, Mitigations
from workbench.audit.verdicts import Assessment
from workbench.document.model_charts import dot_chart, ranged
from workbench.document.nodes import Block, Fact, Items, Paragraph, Table, Text
from workbench.document.wording import count, name, paragraph, say
from workbench.report.cell_page import LONGEST, Contents, cell_page, noticed
from workbench.report.figuring import Figures

__all__ = ["choice_cell", "mitigation_contents", "mitigations_cell"]

_PERFORMANCE = "balanced_accuracy"
_LOOKS = {"never": "mitigation.never", "training": "mitigation.training", "decisions": "mitigation.decisions"}


def mitigations_cell(tried: Mitigations) -> str:
    """Return methods against gaps as HTML for a cell: what each does to gaps, to performance and to people.

    Parameters
    ----------
    tried : Mitigations
        What ``try_mitigations`` returned.
    """
    figures = Figures("mitigation", tried.fingerprint, tried.provenance.stage)
    contents = mitigation_contents(tried, figures)
    return cell_page("", repr(tried), contents, figures.facts)


def choice_cell(choice: MitigationChoice) -> str:
    """Return the method that was chosen as HTML for a cell: first the reason, then what it was chosen from.

    Parameters
    ----------
    choice : MitigationChoice
        What ``Mitigations.choose`` returned.
    """
    tried = choice.mitigations
    figures = Figures("mitigation", tried.fingerprint, tried.provenance.stage)
    reason = Paragraph("mitigation.reason", (name(choice.reason, LONGEST),))
    chosen = (paragraph("mitigation.chosen_one", method=name(choice.attempt.title)), reason)
    contents = [("chosen", say("mitigation.chosen"), chosen), *mitigation_contents(tried, figures)]
    return cell_page("", "", contents, figures.facts)


def mitigation_contents(tried: Mitigations, figures: Figures) -> Contents:
    """Return the sections that tell of methods that were tried.

    Parameters
    ----------
    tried : Mitigations
        What ``try_mitigations`` returned.
    figures : Figures
        Keeps its numbers.
    """
    done = [one for one in tried.attempts if not one.error]
    failed = [one for one in tried.attempts if one.error]
    return [
        ("trade-off", say("mitigation.trade_off"), tuple(_trade_off(tried, done, figures))),
        ("people", say("mitigation.people"), tuple(_people(done, figures))),
        ("failed", say("mitigation.failed"), _failed(failed)),
        *noticed(one for one in tried.findings if one.code not in ("WB562", "WB564")),
    ]


def _trade_off(tried: Mitigations, done: Sequence[Attempt], figures: Figures) -> Iterator[Block]:
    yield paragraph("mitigation.lead", n=count(figures.count("n", value=len(tried.rows))))
    yield _performance(tried, done, figures)
    for at in range(len(_judged(done[0]))):
        yield _gaps(done, at, figures)
    yield paragraph("mitigation.pairs")
    yield paragraph("mitigation.next", code=name("tried.choose(name, reason=…)"))


def _judged(one: Attempt) -> tuple[Assessment, ...]:
    return one.audit.assessments if one.audit is not None else ()


def _performance(tried: Mitigations, done: Sequence[Attempt], figures: Figures) -> Block:
    rows: list[tuple[Text, ...]] = []
    dots: list[tuple[str, Fact]] = []
    for one in done:
        found = one.metric(_PERFORMANCE)
        fact = figures.share(_PERFORMANCE, one.name, value=found.value, limits=(found.low, found.high), n=found.n)
        change = next((each for each in one.changes if each.name == _PERFORMANCE), None)
        rows.append(((name(one.title),), say(_LOOKS[one.needs_attribute]), ranged(fact), _change(one, change, figures)))
        dots.append((one.title, fact))
    header = (
        say("mitigation.method"),
        say("mitigation.looks", attribute=name(tried.attribute)),
        say("mitigation.balanced"),
        say("mitigation.changed"),
    )
    numeric = (False, False, True, True)
    table = Table("performance-numbers", say("mitigation.performance_caption"), header, tuple(rows), numeric)
    if any(math.isnan(fact.value) for _, fact in dots):
        return table
    axis = say("mitigation.performance_axis")
    return dot_chart("performance-chart", say("mitigation.performance"), axis, [("", dots)], table)


def _change(one: Attempt, change: Change | None, figures: Figures, *of: str) -> Text:
    if change is None:
        return say("mitigation.no_change")
    if math.isnan(change.value):
        return say("mitigation.not_known")
    limits = (change.low, change.high)
    return ranged(figures.share("change", one.name, change.name, *of, value=change.value, limits=limits, n=change.n))


def _gaps(done: Sequence[Attempt], at: int, figures: Figures) -> Block:
    claim, first = _judged(done[0])[at].claim, _judged(done[0])[at].gap
    metric = claim.metric.replace("_", " ")
    rows: list[tuple[Text, ...]] = []
    dots: list[tuple[str, Fact]] = []
    for one in done:
        judged = _judged(one)[at]
        gap, change = judged.gap, one.gap_changes[at] if one.gap_changes else None
        shown: Text = say("mitigation.not_known")
        if gap is not None:
            of = ("gap", one.name, claim.metric, claim.attribute, str(at))
            fact = figures.share(*of, value=gap.extreme_difference, limits=(gap.difference_low, gap.difference_high))
            shown = ranged(fact)
            dots.append((one.title, fact))
        told = _change(one, change, figures, claim.attribute, str(at))
        rows.append(((name(one.title),), shown, told, (judged.verdict,)))
    changed = say("mitigation.changed")
    if first is not None and first.lower and first.higher:
        changed = say("mitigation.change", higher=name(first.higher), lower=name(first.lower))
    header = (
        say("mitigation.method"),
        say("mitigation.gap"),
        changed,
        say("mitigation.verdict"),
    )
    attribute = name(claim.attribute)
    caption = say("mitigation.gap_caption", metric=metric, attribute=attribute)
    table = Table(f"gap-{at}-numbers", caption, header, tuple(rows), (False, True, True, False))
    if not dots:
        return table
    line = claim.tolerance if claim.scale == "difference" else None
    takeaway = say("mitigation.gaps", metric=metric.capitalize(), attribute=attribute)
    return dot_chart(f"gap-{at}-chart", takeaway, say("mitigation.gap_axis"), [("", dots)], table, line=line)


def _people(done: Sequence[Attempt], figures: Figures) -> Iterator[Block]:
    rows: list[tuple[Text, ...]] = []
    parts: list[tuple[int, Text]] = []
    for one in done:
        for at, each in enumerate(one.moved):
            if not at:
                parts.append((len(rows), (name(one.title),)))
            group = say("mitigation.everyone")
            if each.attribute:
                group = say("mitigation.of_group", attribute=name(each.attribute), group=name(each.group))
            of = ("moved", one.name, each.attribute, each.group)
            numbers = {"n": each.n, "gained": each.n_gained, "lost": each.n_lost}
            told = ((count(figures.count(*of, what, value=value)),) for what, value in numbers.items())
            rows.append((group, *told))
    if rows:
        header = (say("table.group"), say("table.people"), say("mitigation.gained"), say("mitigation.lost"))
        numeric = (False, True, True, True)
        yield Table("people-numbers", say("mitigation.people_caption"), header, tuple(rows), numeric, tuple(parts))


def _failed(failed: Sequence[Attempt]) -> tuple[Block, ...]:
    if not failed:
        return ()
    told = (
        paragraph("mitigation.failed_one", method=name(one.title), error=name(one.error, LONGEST)) for one in failed
    )
    return (Items(tuple(told)),)
