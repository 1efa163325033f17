"""Models that were compared, as they show in a notebook: what can be said first, then every number behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.core.finding import Finding
from workbench.document.curves import calibration_chart, line_chart, line_table
from workbench.document.line_drawings import Lines
from workbench.document.model_charts import dot_chart, ranged, same_digits
from workbench.document.nodes import Block, Chart, Fact, Items, Paragraph, Shown, Table, Text
from workbench.document.wording import cell, count, declared, name, paragraph, say
from workbench.modeling.candidates import leading
from workbench.modeling.comparison.judging import Comparison
from workbench.report.cell_page import LONGEST, Contents, noticed
from workbench.report.contest_record import ContestCalibration, ContestRecord, EntryRecord
from workbench.report.figuring import Figures

__all__ = ["contest_contents"]

_MOST_PAIRS = 30
_MOST_CLASSES = 6
_CONSTANT = "baseline"
_VERDICTS = {"worse than the baseline": "contest.worse than the baseline"}


def contest_contents(contest: ContestRecord, figures: Figures, findings: Sequence[Finding] = ()) -> Contents:
    """Return the sections that tell how models compare.

    Parameters
    ----------
    contest : ContestRecord
        What is told of what ``compare_models`` returned.
    figures : Figures
        Keeps its numbers.
    findings : sequence of Finding
        What was noticed.
    """
    alive = [one for one in contest.entries if not one.error]
    failed = [one for one in contest.entries if one.error]
    return [
        ("verdict", say("contest.verdict"), tuple(_verdict(contest, figures))),
        ("models", say("contest.models"), tuple(_models(contest, alive, figures))),
        ("failed", say("contest.out"), _failed(contest, failed)),
        *noticed(findings),
        ("pairs", say("contest.pairs"), tuple(_pairs(contest, figures))),
        ("calibration", say("contest.calibration"), tuple(_calibration(contest, alive, figures))),
        ("others", say("contest.others"), _others(alive, figures)),
    ]


def _title(contest: ContestRecord, model: str) -> str:
    return next(one.title for one in contest.entries if one.name == model)


def _verdict(contest: ContestRecord, figures: Figures) -> Iterator[Block]:
    yield Paragraph("contest.why", (name(contest.why, LONGEST),))
    margin = figures.number("margin", value=contest.margin)
    score = contest.scoring.title
    if contest.is_default_margin:  # of amounts it is worked out from them, and has many digits
        yield paragraph("contest.margin_default", margin=Shown(margin.id, f"{margin.value:.3g}"), score=score)
        yield paragraph("contest.declare")
    else:
        yield paragraph("contest.margin", margin=declared(margin), score=score)
    if contest.is_partial:
        done, planned = (
            figures.count(id, value=n) for id, n in (("done", contest.n_done), ("planned", contest.n_planned))
        )
        yield paragraph("contest.partial", done=count(done), planned=count(planned))
    alive = (sentence for one, sentence in zip(contest.entries, contest.sentences, strict=True) if not one.error)
    yield Items(tuple(Paragraph("contest.sentence", (name(one, LONGEST),)) for one in alive))
    yield paragraph("contest.rows")


def _failed(contest: ContestRecord, failed: Sequence[EntryRecord]) -> tuple[Block, ...]:
    told = [sentence for one, sentence in zip(contest.entries, contest.sentences, strict=True) if one in failed]
    return (Items(tuple(Paragraph("contest.failed", (name(one, LONGEST),)) for one in told)),) if told else ()


def _scores(one: EntryRecord, figures: Figures) -> list[Fact]:
    return [
        figures.number("score", one.name, score.name, value=score.mean, limits=score.interval, n=score.n_folds)
        for score in one.scores
    ]


def _models(contest: ContestRecord, alive: Sequence[EntryRecord], figures: Figures) -> Iterator[Block]:
    scores = [_scores(one, figures)[0] for one in alive]
    digits = same_digits(scores)
    baseline = name(_title(contest, contest.baseline))
    score = contest.scoring.title
    against = {one.name: _difference("baseline", one.against_baseline, figures) for one in alive}
    gains = same_digits([fact for fact in against.values() if fact is not None])
    rows = tuple(
        (
            (name(one.title),),
            (cell(fact, digits=digits),),
            say("models.range", low=cell(fact, "low", digits), high=cell(fact, "high", digits)),
            *_against(one, against[one.name], gains),
            *_seconds(one, figures),
        )
        for one, fact in zip(alive, scores, strict=True)
    )
    header = (
        say("contest.model"),
        (score,),
        say("table.interval"),
        say("contest.difference", baseline=baseline),
        say("contest.against", baseline=baseline),
        say("contest.fit"),
        say("contest.predict"),
    )
    numeric = (False, True, True, True, False, True, True)
    table = Table("models-compared", say("contest.caption", score=score.removeprefix("mean ")), header, rows, numeric)
    yield _score_chart(contest, alive, scores, table)
    n = next((one.against_baseline.n_comparisons for one in alive if one.against_baseline is not None), 0)
    if n > 1 and not contest.no_verdict:
        yield paragraph("contest.alone", n=count(figures.count("comparisons", value=n)))
    yield paragraph("contest.blocks" if contest.method == "temporal" else "contest.intervals")


def _seconds(one: EntryRecord, figures: Figures) -> tuple[Text, Text]:
    fit = figures.number("seconds", "fit", one.name, value=one.fit_seconds)
    predict = figures.number("seconds", "predict", one.name, value=one.predict_seconds)
    return (cell(fit, digits=2),), (cell(predict, digits=2),)


def _score_chart(contest: ContestRecord, alive: Sequence[EntryRecord], scores: Sequence[Fact], table: Table) -> Chart:
    score = contest.scoring
    axis = say("contest.higher" if score.is_greater_better else "contest.lower", score=score.title)
    held = next((fact for one, fact in zip(alive, scores, strict=True) if one.name == contest.baseline), None)
    line = None
    if held is not None:
        line = held.value
        shown = cell(held, digits=same_digits(scores))
        axis = say("contest.axis", axis=axis, baseline=name(_title(contest, contest.baseline)), value=shown)
    takeaway = say("contest.chart", model=name(leading(alive[0].title)), score=score.title.removeprefix("mean "))
    dots = [(one.title, fact) for one, fact in zip(alive, scores, strict=True)]
    return dot_chart("models-chart", takeaway, axis, [("", dots)], table, line=line)


def _difference(what: str, one: Comparison | None, figures: Figures) -> Fact | None:
    if one is None:
        return None
    return figures.number(
        "difference", what, one.first, one.second, value=one.difference, limits=one.interval, n=one.n_folds
    )


def _against(one: EntryRecord, fact: Fact | None, digits: int | None) -> tuple[Text, Text]:
    if one.against_baseline is None or fact is None:
        return say("table.nothing"), say("contest.is_baseline")
    return ranged(fact, digits), (one.verdict,) if one.verdict else say("contest.not_judged")


def _pairs(contest: ContestRecord, figures: Figures) -> Iterator[Block]:
    if len(contest.pairs) < 2:  # one pair is the model and its baseline, of which the first table tells
        return
    shown = contest.pairs[:_MOST_PAIRS]
    facts = [figures.number("pair", a.first, a.second, value=a.difference, limits=a.interval) for a in shown]
    digits = same_digits(facts)
    rows = tuple(
        (
            (name(_title(contest, one.first)),),
            (name(_title(contest, one.second)),),
            ranged(fact, digits),
            _pair_verdict(one),
        )
        for one, fact in zip(shown, facts, strict=True)
    )
    header = (say("contest.first"), say("contest.second"), say("contest.gain"), say("contest.pair_verdict"))
    n = count(figures.count("pairs", value=len(contest.pairs)))
    yield Table("pairs-compared", say("contest.pairs_caption", n=n), header, rows, (False, False, True, False))
    if len(contest.pairs) > _MOST_PAIRS:
        more = figures.count("pairs_not_shown", value=len(contest.pairs) - _MOST_PAIRS)
        yield paragraph("contest.more_pairs", n=count(more))


def _pair_verdict(one: Comparison) -> Text:
    if not one.verdict:
        return say("contest.not_judged")
    return say(_VERDICTS[one.verdict]) if one.verdict in _VERDICTS else (one.verdict,)


def _slope(one: EntryRecord, found: ContestCalibration, figures: Figures) -> Text:
    """Return the slope; none of what says the same of everyone, where it would be chance between the folds."""
    if one.name == _CONSTANT:
        return say("table.nothing")
    return ranged(figures.number("slope", one.name, found.output, value=found.slope, limits=found.slope_interval))


def _calibration(contest: ContestRecord, alive: Sequence[EntryRecord], figures: Figures) -> Iterator[Block]:
    rows: list[tuple[Text, ...]] = []
    for one in alive:
        for found in one.calibration:
            large = figures.number(
                "in_the_large", one.name, found.output, value=found.in_the_large, limits=found.in_the_large_interval
            )
            model: Text = (name(one.title),)
            if found.output:
                model = say("contest.class", model=name(one.title), output=name(found.output))
            rows.append((model, (f"{found.n:,}",), ranged(large), _slope(one, found, figures)))
    if not rows:
        return
    header = (say("contest.model"), say("models.rows"), say("contest.large"), say("contest.slope"))
    yield Table(
        "calibration-numbers", say("contest.calibration_caption"), header, tuple(rows), (False, True, True, True)
    )
    if any(found.bins for found in alive[0].calibration):
        yield _reliability(alive[0], figures, is_share="regression" not in contest.scoring.tasks)


def _reliability(one: EntryRecord, figures: Figures, *, is_share: bool) -> Chart:
    """Return predictions of the best model beside what happened."""
    curves = [
        (found.output or one.title, _places(one, found, figures, is_share=is_share))
        for found in one.calibration[:_MOST_CLASSES]
    ]
    title = name(leading(one.title))
    takeaway = say("contest.calibration_chart", model=title)
    caption = say("contest.calibration_numbers", model=title)
    if is_share:
        heads = say("contest.predicted_of_100"), say("contest.happened_of_100")
        table = line_table("reliability", caption, heads, curves)
        return calibration_chart("reliability-chart", takeaway, say("contest.spoken"), curves, table)
    table = line_table("reliability", caption, (say("contest.predicted"), say("contest.happened")), curves)
    axes = say("contest.predicted"), say("contest.happened_dashed")
    chart = line_chart("reliability-chart", takeaway, axes, curves, table)
    drawn = chart.drawing
    if not isinstance(drawn, Lines):
        raise TypeError("lines are drawn as lines")
    beside = Lines(drawn.x_axis, drawn.y_axis, drawn.lines, diagonal=True)
    return Chart(chart.id, chart.takeaway, chart.alternative, beside, chart.table)


def _places(
    one: EntryRecord, found: ContestCalibration, figures: Figures, *, is_share: bool
) -> list[tuple[Fact, Fact]]:
    keep = figures.share if is_share else figures.number
    return [
        (
            keep("bin", one.name, found.output, str(place), "predicted", value=bin.mean_predicted, n=bin.n),
            keep(
                "bin",
                one.name,
                found.output,
                str(place),
                "observed",
                value=bin.mean_observed,
                limits=(bin.low, bin.high),
                n=bin.n,
            ),
        )
        for place, bin in enumerate(found.bins)
    ]


def _others(alive: Sequence[EntryRecord], figures: Figures) -> tuple[Block, ...]:
    titles = [one.title for one in alive[0].scores[1:]]
    if not titles:
        return ()
    columns = list(zip(*(_scores(one, figures)[1:] for one in alive), strict=True))
    digits = [same_digits(facts) for facts in columns]
    rows = tuple(
        (
            (name(one.title),),
            *(ranged(fact, places) for fact, places in zip(_scores(one, figures)[1:], digits, strict=True)),
        )
        for one in alive
    )
    header: tuple[Text, ...] = (say("contest.model"), *((title,) for title in titles))
    numeric = (False, *(True for _ in titles))
    return (Table("other-scores", say("contest.others_caption"), header, rows, numeric),)
