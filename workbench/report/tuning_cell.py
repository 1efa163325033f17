"""A search for settings as it shows in a notebook: what it found, what that is worth, and every trial behind it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from workbench.core.finding import Finding
from workbench.document.model_charts import apart
from workbench.document.nodes import Block, Table, Text
from workbench.document.wording import cell, count, name, paragraph, say
from workbench.report.cell_page import LONGEST, Contents, noticed
from workbench.report.figuring import Figures
from workbench.report.tuning_record import TrialRecord, TuningRecord

__all__ = ["tuning_contents"]

_MOST_TRIALS = 10
_STATES = ("done", "dropped", "failed")


def tuning_contents(tuning: TuningRecord, figures: Figures, findings: Sequence[Finding] = ()) -> Contents:
    """Return the sections that tell of a search for settings.

    Parameters
    ----------
    tuning : TuningRecord
        What is told of what ``tune_model`` returned.
    figures : Figures
        Keeps its numbers.
    findings : sequence of Finding
        What was noticed.
    """
    return [
        ("found", say("tuning.found"), tuple(_found(tuning, figures))),
        *noticed(findings),
        ("trials", say("tuning.trials"), tuple(_trials(tuning, figures))),
        ("space", say("tuning.space"), _space(tuning)),
    ]


def _found(tuning: TuningRecord, figures: Figures) -> Iterator[Block]:
    if tuning.best.settings:
        yield paragraph("tuning.settings", settings=_settings(tuning.best))
    else:
        yield paragraph("tuning.none")
    best = figures.number("best", value=tuning.best.score)
    untuned = figures.number("untuned", value=tuning.records[0].score)
    digits = apart((best, untuned))
    yield paragraph("tuning.optimistic", best=cell(best, digits=digits), untuned=cell(untuned, digits=digits))
    counts = {
        "done": len(tuning.records),
        "asked": tuning.n_asked,
        "folds": tuning.n_folds,
    }
    told = {id: count(figures.count("trials", id, value=n)) for id, n in counts.items()}
    seconds = figures.number("seconds", value=sum(one.seconds for one in tuning.records))
    why = say(f"tuning.ended.{tuning.stopped_by}")
    yield paragraph("tuning.budget", **told, seconds=cell(seconds, digits=1), why=why)
    states = {state: sum(one.state == state for one in tuning.records) for state in _STATES}
    yield paragraph(
        "tuning.states", **{state: count(figures.count("states", state, value=n)) for state, n in states.items()}
    )


def _trials(tuning: TuningRecord, figures: Figures) -> Iterator[Block]:
    shown = sorted(tuning.records, key=lambda one: _rank(tuning, one))[:_MOST_TRIALS]
    scores = [figures.number("score", str(one.number), value=one.score) for one in shown]
    digits = apart(scores)
    rows = tuple(
        (
            (str(one.number),),
            _settings(one),
            _state(one),
            (cell(fact, digits=digits),),
            (cell(figures.number("seconds", str(one.number), value=one.seconds), digits=2),),
            (cell(figures.share("row_share", str(one.number), value=one.row_share)),),
        )
        for one, fact in zip(shown, scores, strict=True)
    )
    score = tuning.scoring.title
    header = (
        say("tuning.trial"),
        say("tuning.tried"),
        say("tuning.state"),
        say("tuning.inner", score=score),
        say("tuning.seconds"),
        say("tuning.share"),
    )
    numeric = (False, False, False, True, True, True)
    yield Table("trials-made", say("tuning.caption", score=score), header, rows, numeric)
    if len(tuning.records) > len(shown):
        more = figures.count("trials", "not_shown", value=len(tuning.records) - len(shown))
        yield paragraph("tuning.more", n=count(more))


def _rank(tuning: TuningRecord, one: TrialRecord) -> tuple[int, float, int]:
    """Return where a trial stands: scored on all rows first, then the better score, failed ones last."""
    score = -one.score if tuning.scoring.is_greater_better else one.score
    is_full = one.state == "done" and one.row_share == 1
    return (0 if is_full else 1 if not math.isnan(one.score) else 2, 0.0 if math.isnan(score) else score, one.number)


def _settings(one: TrialRecord) -> Text:
    return (name(one.settings, LONGEST),) if one.settings else say("tuning.untuned")


def _state(one: TrialRecord) -> Text:
    if one.state == "failed":
        return say("tuning.state.failed", error=name(one.error, LONGEST))
    return say(f"tuning.state.{one.state}")


def _space(tuning: TuningRecord) -> tuple[Block, ...]:
    rows = tuple(((name(key),), (name(what, LONGEST),)) for key, what in tuning.space.items())
    header = (say("tuning.setting"), say("tuning.values"))
    return (Table("searched", say("tuning.space_caption"), header, rows, (False, False)),) if rows else ()
