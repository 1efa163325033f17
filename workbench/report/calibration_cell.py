"""A calibration that was learned, as it shows in a notebook: what it changes, for whom, before it is accepted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.core.finding import Finding
from workbench.document.curves import Curve, calibration_chart, line_table
from workbench.document.model_charts import Rows, dot_chart, ranged, same_digits
from workbench.document.nodes import Block, Chart, Fact, Items, Paragraph, Table, Text
from workbench.document.wording import count, name, paragraph, plain, say
from workbench.modeling.calibration.measures import Reliability
from workbench.modeling.calibration.result import GroupCalibration, LossChange
from workbench.modeling.thresholds.result import Value
from workbench.report.cell_page import LONGEST, Contents, noticed
from workbench.report.choice_records import ChosenCalibration
from workbench.report.figuring import Figures

__all__ = ["calibration_contents"]

_MOST_GROUPS = 10  # more are in the table alone
_MOST_CLASSES = 6


def calibration_contents(choice: ChosenCalibration, figures: Figures, findings: Sequence[Finding] = ()) -> Contents:
    """Return the sections that tell of a calibration that has not been accepted yet.

    Parameters
    ----------
    choice : ChosenCalibration
        What is told of what ``calibrate_model`` returned.
    figures : Figures
        Keeps its numbers.
    findings : sequence of Finding
        What was noticed.
    """
    return [
        *noticed(findings),
        ("losses", say("calibration.losses"), tuple(_losses(choice, figures))),
        ("reliability", say("calibration.reliability"), tuple(_reliability(choice, figures))),
        ("groups", say("calibration.groups"), tuple(_groups(choice, figures))),
    ]


def _fact(figures: Figures, value: Value, *of: str, n: int = 0) -> Fact:
    return figures.number(*of, value=value.value, limits=(value.low, value.high), n=n)


def _points(figures: Figures, value: Value, *of: str, n: int = 0) -> Fact:
    """Return a difference of shares as a fact, which is counted of 100."""
    return figures.share(*of, value=value.value, limits=(value.low, value.high), n=n)


def _losses(choice: ChosenCalibration, figures: Figures) -> Iterator[Block]:
    yield Items(tuple(_said(one) for one in choice.losses))
    rows: list[tuple[Text, ...]] = []
    for one in choice.losses:
        facts = [
            _fact(figures, value, "loss", one.metric, what, n=choice.n_judged)
            for what, value in (("before", one.before), ("after", one.after), ("change", one.change))
        ]
        digits = same_digits(facts[:2])
        told = (ranged(facts[0], digits), ranged(facts[1], digits), ranged(facts[2]))
        rows.append((say(f"calibration.{one.metric}"), *told))
    header = (
        say("calibration.loss"),
        say("models.now_heading"),
        say("models.then_heading"),
        say("models.change"),
    )
    judged = count(figures.count("judged", value=choice.n_judged))
    yield Table("losses-numbers", say("calibration.caption", n=judged), header, tuple(rows), (False, True, True, True))
    if choice.n_decisions_changed is not None:
        changed = count(figures.count("changed", value=choice.n_decisions_changed))
        yield paragraph("calibration.decisions", changed=changed, n=judged)
    n = count(figures.count("learned", value=choice.n))
    yield paragraph("calibration.how", method=choice.method, n=n, how=name(choice.how, LONGEST))


def _said(one: LossChange) -> Paragraph:
    message = "calibration.no_better"
    if one.change.high < 0:
        message = "calibration.better"
    elif one.change.low > 0:
        message = "calibration.worse"
    return paragraph(message, loss=say(f"calibration.{one.metric}"))


def _reliability(choice: ChosenCalibration, figures: Figures) -> Iterator[Block]:
    pairs = list(zip(choice.before, choice.after, strict=True))
    if any(one.bins for one in choice.after):
        yield _reliability_chart(choice, pairs, figures)
    yield _measures(pairs, figures)


def _reliability_chart(
    choice: ChosenCalibration, pairs: Sequence[tuple[Reliability, Reliability]], figures: Figures
) -> Chart:
    heads = say("contest.predicted_of_100"), say("contest.happened_of_100")
    if len(pairs) == 1:
        before, after = pairs[0]
        output = name(before.output)
        curves = [
            _curve(say("models.now"), "before", before, figures),
            _curve(say("models.then"), "after", after, figures),
        ]
        table = line_table("bins", say("calibration.reliability_numbers", output=output), heads, curves)
        takeaway = say("calibration.reliability_chart", output=output)
    else:
        shown = choice.after[:_MOST_CLASSES]
        curves = [_curve((name(one.output),), "after", one, figures) for one in shown]
        table = line_table("bins", say("calibration.classes_numbers"), heads, curves)
        takeaway = say("calibration.classes_chart")
    return calibration_chart("reliability-chart", takeaway, say("contest.spoken"), curves, table)


def _curve(title: Text, what: str, one: Reliability, figures: Figures) -> Curve:
    return plain(title), [
        (
            figures.share("bin", what, one.output, str(at), "predicted", value=bin.predicted, n=bin.n),
            figures.share(
                "bin", what, one.output, str(at), "observed", value=bin.observed, limits=(bin.low, bin.high), n=bin.n
            ),
        )
        for at, bin in enumerate(one.bins)
    ]


def _measures(pairs: Sequence[tuple[Reliability, Reliability]], figures: Figures) -> Table:
    rows: list[tuple[Text, ...]] = []
    for pair in pairs:
        output = pair[0].output
        told = {
            "large": [_points(figures, one.in_the_large, "large", output, at) for at, one in _timed(pair)],
            "intercept": [_fact(figures, one.intercept, "intercept", output, at) for at, one in _timed(pair)],
            "slope": [_fact(figures, one.slope, "slope", output, at) for at, one in _timed(pair)],
            "error": [
                figures.share("error", output, at, value=one.expected_calibration_error) for at, one in _timed(pair)
            ],
        }
        for measure, facts in told.items():
            title = say(f"calibration.{measure}")
            if len(pairs) > 1:
                title = say("calibration.of", measure=title, output=name(output))
            rows.append((title, *(ranged(fact) for fact in facts)))
    header = (say("calibration.measure"), say("models.now_heading"), say("models.then_heading"))
    return Table("measures", say("calibration.reliability"), header, tuple(rows), (False, True, True))


def _timed(pair: tuple[Reliability, Reliability]) -> list[tuple[str, Reliability]]:
    return [("before", pair[0]), ("after", pair[1])]


def _groups(choice: ChosenCalibration, figures: Figures) -> Iterator[Block]:
    if not choice.groups:
        yield paragraph("threshold.no_groups")
    else:
        yield _by_group(choice, figures)
    yield paragraph("models.accept", code=name("choice.accept()"))


def _by_group(choice: ChosenCalibration, figures: Figures) -> Table | Chart:
    several = len({one.output for one in choice.groups}) > 1
    rows: list[tuple[Text, ...]] = []
    panels: list[Rows] = []
    parts: list[tuple[int, Text]] = []
    for at, one in enumerate(choice.groups):
        now, then = (
            _points(figures, value, "group", one.attribute, one.group, one.output, what, n=one.n)
            for what, value in (("before", one.before), ("after", one.after))
        )
        if at == 0 or choice.groups[at - 1].attribute != one.attribute:
            parts.append((at, (name(one.attribute),)))
        group = _group(one, several=several)
        rows.append((group, (f"{one.n:,}",), ranged(now), ranged(then)))
        heading = plain(say("models.of_which", attribute=name(one.attribute), group=group))
        panels.append((heading, [(plain(say("models.now")), now), (plain(say("models.then")), then)]))
    header = (say("table.group"), say("table.people"), say("models.now_heading"), say("models.then_heading"))
    numeric = (False, True, True, True)
    table = Table("groups-numbers", say("calibration.groups_caption"), header, tuple(rows), numeric, tuple(parts))
    if len(rows) > _MOST_GROUPS:
        return table
    axis = say("calibration.groups_axis")
    return dot_chart("groups-chart", say("calibration.groups_chart"), axis, panels, table, line=0.0)


def _group(one: GroupCalibration, *, several: bool) -> Text:
    group: Text = (name(one.group),)
    return say("contest.class", model=group, output=name(one.output)) if several else group
