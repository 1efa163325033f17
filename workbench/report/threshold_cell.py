"""A threshold that was chosen, as it shows in a notebook: what it gives, and what it does to each group, first."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from workbench.core.finding import Finding
from workbench.document.curves import line_chart, line_table
from workbench.document.model_charts import apart, dot_chart, ranged
from workbench.document.nodes import Block, Chart, Fact, Table, Text
from workbench.document.quantities import amount
from workbench.document.wording import cell, count, name, paragraph, plain, say
from workbench.modeling.thresholds.result import Capacity, Value
from workbench.report.cell_page import LONGEST, Contents, noticed
from workbench.report.choice_records import ChangedRate, ChosenThreshold
from workbench.report.figuring import Figures

__all__ = ["threshold_contents", "threshold_lead"]

_MOST_GROUPS = 10  # more are in the table alone
_MOST_PLACES = 20
_OPEN = {"threshold.plateau": "threshold.plateau_open", "threshold.not_worse": "threshold.not_worse_open"}
"""What is said instead where the range ends above every score."""


def threshold_lead(choice: ChosenThreshold, figures: Figures) -> Text:
    """Return the choice in a sentence, without the criterion on the rows it was chosen on, which flatters it."""
    before = _decided_by("threshold_before", choice.threshold_before, figures)
    told: dict[str, Text] = {"after": _chosen(choice, figures), "before": before}
    selected, earlier = choice.n_selected, choice.n_selected_before
    if selected is None or earlier is None:
        return say("threshold.lead_hidden", **told)
    numbers = (("selected", selected), ("selected_before", earlier), ("n", choice.n))
    n = {id: count(figures.count(id, value=value)) for id, value in numbers}
    return say("threshold.lead", **told, **n)


def threshold_contents(choice: ChosenThreshold, figures: Figures, findings: Sequence[Finding] = ()) -> Contents:
    """Return the sections that tell of a threshold that has not been accepted yet.

    Parameters
    ----------
    choice : ChosenThreshold
        What is told of what ``choose_threshold`` returned.
    figures : Figures
        Keeps its numbers.
    findings : sequence of Finding
        What was noticed.
    """
    return [
        *noticed(findings),
        ("choice", say("threshold.choice"), tuple(_choice(choice, figures))),
        ("effects", say("threshold.effects"), tuple(_effects(choice, figures))),
    ]


def _chosen(choice: ChosenThreshold, figures: Figures) -> Text:
    return _decided_by("threshold", choice.threshold, figures)


def _decided_by(id: str, threshold: float, figures: Figures) -> Text:
    """Return a threshold; one above 1, which no score reaches and which would look like 1, in words."""
    return say("threshold.nobody") if threshold > 1 else (cell(figures.number(id, value=threshold), digits=3),)


def _criterion(choice: ChosenThreshold) -> Text:
    return say("threshold.cost") if choice.criterion == "cost" else say(f"figure.{choice.criterion}")


def _choice(choice: ChosenThreshold, figures: Figures) -> Iterator[Block]:
    expected, before, seen = choice.value_elsewhere, choice.value_before, choice.value
    if expected is not None and before is not None and seen is not None:
        limits = (expected.low, expected.high)
        value = figures.number("value_elsewhere", value=expected.value, limits=limits, n=choice.n)
        now = figures.number("value_before", value=before.value, limits=(before.low, before.high), n=choice.n)
        if math.isnan(expected.value):
            there = figures.number("value", value=seen.value, limits=(seen.low, seen.high), n=choice.n)
            told = {"value": amount(there), "before": amount(now)}
            yield paragraph("threshold.unknown", criterion=_criterion(choice), **told)
        else:
            ends = {"low": cell(value, "low"), "high": cell(value, "high")}
            yield paragraph(
                "threshold.elsewhere", criterion=_criterion(choice), value=cell(value), before=ranged(now), **ends
            )
    if choice.capacity is not None:
        yield from _capacity(choice.capacity, figures)
    yield paragraph("threshold.how", n=count(figures.count("n", value=choice.n)), how=name(choice.how, LONGEST))
    yield _between("threshold.plateau", "plateau", choice.plateau, figures)
    if choice.not_clearly_worse is not None:
        yield _between("threshold.not_worse", "not_clearly_worse", choice.not_clearly_worse, figures)
    if not math.isnan(choice.best_if_calibrated):
        best = figures.number("best_if_calibrated", value=choice.best_if_calibrated)
        yield paragraph("threshold.calibrated", threshold=cell(best, digits=3))
    if len(choice.curve) > 1:
        yield _curve(choice, figures)


def _between(message: str, id: str, ends: tuple[float, float], figures: Figures) -> Block:
    if ends[1] > 1:
        return paragraph(_OPEN[message], low=cell(figures.number(id, "low", value=ends[0]), digits=3))
    low, high = (figures.number(id, end, value=value) for end, value in zip(("low", "high"), ends, strict=True))
    digits = apart((low, high))
    return paragraph(message, low=cell(low, digits=digits), high=cell(high, digits=digits))


def _capacity(capacity: Capacity, figures: Figures) -> Iterator[Block]:
    low, high = capacity.selected
    numbers = {
        "most": capacity.most,
        "of": capacity.of,
        "low": low,
        "high": high,
        "unused": capacity.n_unused,
        "tied": capacity.n_tied,
    }
    told = {id: count(figures.count("capacity", id, value=value)) for id, value in numbers.items()}
    room = {id: told[id] for id in ("most", "of")}
    if (low, high) == (0, capacity.of):
        yield paragraph("threshold.capacity_unknown", **room)
    else:
        yield paragraph("threshold.capacity", **room, low=told["low"], high=told["high"])
    if capacity.n_unused:
        yield paragraph("threshold.unused", unused=told["unused"], tied=told["tied"])


def _curve(choice: ChosenThreshold, figures: Figures) -> Chart:
    """Return what some thresholds give; the one chosen is among them where the curve has it."""
    curve = choice.curve
    step = max(1, math.ceil(len(curve) / _MOST_PLACES))
    places: list[tuple[Fact, Fact]] = []
    for at in range(0, len(curve), step):
        across, up = curve[at]
        if math.isfinite(across) and math.isfinite(up):
            x = figures.number("curve", "threshold", str(at), value=across, n=choice.n)
            places.append((x, figures.number("curve", "value", str(at), value=up, n=choice.n)))
    criterion = _criterion(choice)
    lines = [(plain(criterion), places)]
    axes = say("threshold.axis"), criterion
    table = line_table("curve", say("threshold.costs", criterion=_capital(criterion)), axes, lines)
    takeaway = say("threshold.costs_chart", criterion=criterion, threshold=_chosen(choice, figures))
    return line_chart("curve-chart", takeaway, axes, lines, table)


def _capital(text: Text) -> Text:
    said = plain(text)
    return (said[:1].upper() + said[1:],)


def _effects(choice: ChosenThreshold, figures: Figures) -> Iterator[Block]:
    if not choice.effects:
        yield paragraph("threshold.no_groups")
    else:
        for metric in dict.fromkeys(one.metric for one in choice.effects):
            yield _effect(metric, [one for one in choice.effects if one.metric == metric], figures)
    yield paragraph("models.accept", code=name("choice.accept()"))


_Row = tuple[str, str, Fact, Fact, Fact]  # attribute, group, now, then, change


def _row(one: ChangedRate, figures: Figures) -> _Row:
    now, then, change = (
        _share(figures, value, "effect", one.metric, one.attribute, one.group, what, n=one.n)
        for what, value in (("before", one.before), ("after", one.after), ("change", one.change))
    )
    return one.attribute, one.group, now, then, change


def _share(figures: Figures, value: Value, *of: str, n: int) -> Fact:
    return figures.share(*of, value=value.value, limits=(value.low, value.high), n=n)


def _effect(metric: str, effects: Sequence[ChangedRate], figures: Figures) -> Block:
    rows = [_row(one, figures) for one in effects]
    parts = [
        (at, (name(one.attribute),))
        for at, one in enumerate(effects)
        if at == 0 or effects[at - 1].attribute != one.attribute
    ]
    told = {"title": _capital(say(f"figure.{metric}")), "meaning": say(f"figure.means.{metric}")}
    header = (
        say("table.group"),
        say("table.people"),
        say("models.now_heading"),
        say("models.then_heading"),
        say("models.change"),
    )
    table = Table(
        f"effect-{metric}",
        say("threshold.effect_caption", **told),
        header,
        tuple(
            ((name(group),), (f"{now.n:,}",), ranged(now), ranged(then), ranged(change))
            for _, group, now, then, change in rows
        ),
        (False, True, True, True, True),
        tuple(parts),
    )
    if len(rows) > _MOST_GROUPS:
        return table
    panels = [
        (plain(say("models.of_which", attribute=name(attribute), group=name(group))), _pair(now, then))
        for attribute, group, now, then, _ in rows
    ]
    return dot_chart(
        f"effect-chart-{metric}",
        say("threshold.effect", title=told["title"]),
        say("threshold.effect_axis", **told),
        panels,
        table,
    )


def _pair(now: Fact, then: Fact) -> list[tuple[str, Fact]]:
    return [(plain(say("models.now")), now), (plain(say("models.then")), then)]
