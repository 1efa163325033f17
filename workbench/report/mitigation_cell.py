"""Methods against gaps: gaps beside performance, and who is decided otherwise, in a notebook and in a report.

In a notebook nothing is hidden, since who runs it has the rows; and no row is shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from workbench.audit.disclosure.level import disclosure_named
from workbench.audit.mitigation.result import MitigationChoice, Mitigations
from workbench.document.model_charts import ranged
from workbench.document.nodes import Block, Fact, Items, Paragraph, Table, Text
from workbench.document.tradeoff_charts import Weighed, tradeoff_chart
from workbench.document.wording import count, name, paragraph, say
from workbench.modeling.thresholds.result import Value
from workbench.report.cell_page import LONGEST, Contents, cell_page, noticed
from workbench.report.figuring import Figures
from workbench.report.mitigation_record import MitigationRecord, MitigationTried, choice_record, mitigation_record

__all__ = [
    "LOOKS",
    "choice_cell",
    "gap_block",
    "mitigation_contents",
    "mitigations_cell",
    "people_blocks",
    "performance_block",
]

LOOKS = {"never": "mitigation.never", "training": "mitigation.training", "decisions": "mitigation.decisions"}
"""For each time at which a method looks at the attribute, the message that says so."""


def mitigations_cell(tried: Mitigations) -> str:
    """Return methods against gaps as HTML for a cell: what each does to gaps, to performance and to people.

    Parameters
    ----------
    tried : Mitigations
        What ``try_mitigations`` returned.
    """
    return _cell(tried, mitigation_record(tried, disclosure_named("full")), repr(tried))


def choice_cell(choice: MitigationChoice) -> str:
    """Return the method that was chosen as HTML for a cell: first the reason, then what it was chosen from.

    Parameters
    ----------
    choice : MitigationChoice
        What ``Mitigations.choose`` returned.
    """
    return _cell(choice.mitigations, choice_record(choice, disclosure_named("full")), "")


def _cell(tried: Mitigations, record: MitigationRecord, said: str) -> str:
    figures = Figures("mitigation", tried.fingerprint, tried.provenance.stage)
    seen = noticed(one for one in tried.findings if one.code not in ("WB562", "WB564"))
    contents = [*mitigation_contents(record, figures), *seen]
    return cell_page("", said, contents, figures.facts)


def mitigation_contents(record: MitigationRecord, figures: Figures) -> Contents:
    """Return the sections that tell of methods that were tried, and first of the one that was chosen.

    Parameters
    ----------
    record : MitigationRecord
        What is told of what ``try_mitigations`` returned.
    figures : Figures
        Keeps its numbers.
    """
    done = [one for one in record.tried if not one.error]
    failed = [one for one in record.tried if one.error]
    return [
        ("chosen", say("mitigation.chosen"), _chosen(record)),
        ("trade-off", say("mitigation.trade_off"), tuple(_trade_off(record, done, figures))),
        ("people", say("mitigation.people"), tuple(people_blocks(done, figures))),
        ("failed", say("mitigation.failed"), _failed(failed)),
    ]


def _chosen(record: MitigationRecord) -> tuple[Block, ...]:
    if not record.chosen:
        return ()
    reason = Paragraph("mitigation.reason", (name(record.reason, LONGEST),))
    return (paragraph("mitigation.chosen_one", method=name(record.chosen)), reason)


def _trade_off(record: MitigationRecord, done: Sequence[MitigationTried], figures: Figures) -> Iterator[Block]:
    yield paragraph("mitigation.lead", n=count(figures.count("n", value=record.n)))
    yield performance_block(record, done, figures)
    for at in range(len(done[0].gaps)):
        yield gap_block(done, at, figures)
    yield paragraph("mitigation.pairs")
    yield paragraph("mitigation.next", code=name("tried.choose(name, reason=…)"))


def _fact(figures: Figures, value: Value, *of: str) -> Fact:
    return figures.share(*of, value=value.value, limits=(value.low, value.high))


def performance_block(record: MitigationRecord, done: Sequence[MitigationTried], figures: Figures) -> Block:
    """Return how good decisions are with each method, and whether the attribute is looked at."""
    rows: list[tuple[Text, ...]] = []
    for one in done:
        shown: Text = say("mitigation.not_known")
        if one.performance is not None:
            fact = _fact(figures, one.performance, "balanced_accuracy", one.name)
            shown = ranged(fact)
        told = _change(one, one.change, figures, "balanced_accuracy")
        rows.append(((name(one.title),), say(LOOKS[one.needs_attribute]), shown, told))
    header = (
        say("mitigation.method"),
        say("mitigation.looks", attribute=name(record.attribute)),
        say("mitigation.balanced"),
        say("mitigation.changed"),
    )
    numeric = (False, False, True, True)
    return Table("performance-numbers", say("mitigation.performance_caption"), header, tuple(rows), numeric)


def _change(one: MitigationTried, change: Value | None, figures: Figures, *of: str) -> Text:
    if one.name == "as_it_is":
        return say("mitigation.no_change")
    if change is None:
        return say("mitigation.not_known")
    return ranged(_fact(figures, change, "change", one.name, *of))


def gap_block(done: Sequence[MitigationTried], at: int, figures: Figures) -> Block:
    """Return each method's gap beside its performance, by the place of the comparison; the table alone if unknown."""
    first = done[0].gaps[at]
    of = (first.metric, first.attribute, str(at))
    rows: list[tuple[Text, ...]] = []
    points: list[Weighed] = []
    for place, one in enumerate(done):
        gap, performance = one.gaps[at], _shown_performance(one, figures)
        shown: Text = say("mitigation.not_known")
        if gap.value is not None:
            fact = _fact(figures, gap.value, "gap", one.name, *of)
            shown = ranged(fact)
            if performance is not None and math.isfinite(performance.value):
                points.append(Weighed(one.title, performance, fact, place))
        changed = _change(one, gap.change, figures, *of)
        good = say("mitigation.not_known") if performance is None else ranged(performance)
        rows.append(((name(one.title),), good, shown, changed, (gap.verdict,)))
    changed = say("mitigation.changed")
    if first.lower and first.higher:
        changed = say("mitigation.change", higher=name(first.higher), lower=name(first.lower))
    header = (
        say("mitigation.method"),
        say("mitigation.balanced"),
        say("mitigation.gap"),
        changed,
        say("mitigation.verdict"),
    )
    metric, attribute = first.metric.replace("_", " "), name(first.attribute)
    caption = say("mitigation.gap_caption", metric=metric, attribute=attribute)
    table = Table(f"gap-{at}-numbers", caption, header, tuple(rows), (False, True, True, True, False))
    if not points:
        return table
    takeaway = say("mitigation.gaps", metric=metric.capitalize(), attribute=attribute)
    limit = figures.share("tolerance", *of, value=first.tolerance) if first.is_difference else None
    axes = say("tradeoff.performance"), say("tradeoff.gap")
    return tradeoff_chart(f"gap-{at}-chart", takeaway, axes, points, table, tolerated=limit)


def _shown_performance(one: MitigationTried, figures: Figures) -> Fact | None:
    return None if one.performance is None else _fact(figures, one.performance, "balanced_accuracy", one.name)


def people_blocks(done: Sequence[MitigationTried], figures: Figures) -> Iterator[Block]:
    """Yield how many people of each group are decided otherwise with each method, as a table; nothing where none is."""
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


def _failed(failed: Sequence[MitigationTried]) -> tuple[Block, ...]:
    if not failed:
        return ()
    told = (
        paragraph("mitigation.failed_one", method=name(one.title), error=name(one.error, LONGEST)) for one in failed
    )
    return (Items(tuple(told)),)
