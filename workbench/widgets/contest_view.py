"""What a comparison of models shows: scores, every two models, calibration."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from workbench.audit.disclosure.level import disclosure_named
from workbench.document.model_charts import dot_chart, same_digits
from workbench.document.nodes import Block, Chart, Fact, Section, Table
from workbench.document.wording import cell, name, say
from workbench.modeling.comparison.result import Contest
from workbench.modeling.comparison.scoring import scorings_for
from workbench.report.contest_cell import contest_contents
from workbench.report.contest_record import ContestRecord, EntryRecord, contest_record
from workbench.report.figuring import Figures
from workbench.widgets.options import by_place
from workbench.widgets.view import Choice, Group, Node, Option, Part, Said
from workbench.widgets.wording import told

__all__ = ["LONGEST", "Scores"]

LONGEST = 60
"""How many characters of a model's name an option shows."""


class Scores:
    """What a contest shows.

    Parameters
    ----------
    contest : Contest
        What ``compare_models`` returned.
    """

    def __init__(self, contest: Contest) -> None:
        self.contest = contest
        self._record = contest_record(contest, disclosure_named("full"))
        self.alive: tuple[EntryRecord, ...] = tuple(one for one in self._record.entries if not one.error)
        self._blocks = self._contents(self._record)

    def _contents(self, record: ContestRecord) -> dict[str, tuple[Block, ...]]:
        figures = Figures("contest", self.contest.fingerprint, self.contest.provenance.stage)
        return {id: tuple(blocks) for id, _, blocks in contest_contents(record, figures, self.contest.findings)}

    def answer(self, score: str) -> Iterator[Node]:
        """Yield what can be said first, and one score of every model.

        Parameters
        ----------
        score : str
            Which; empty: the one that models are compared by.
        """
        contest = self.contest
        yield Said("why", name(contest.why, 2_000).text, "strong")
        names = [one.name for one in self.alive[0].scores]
        if len(names) > 1:
            first, *others = self.alive[0].scores
            options = (
                Option(first.name, told("contest.score_main", score=first.title)),
                *(Option(one.name, told("contest.score_other", score=one.title)) for one in others),
            )
            yield Choice("score", told("contest.score"), options, score or names[0], "select")
        if score and score != names[0]:
            yield Said("not_compared", told("contest.not_compared"), "quiet")
            yield Part("scores", self._chart(score))
        else:
            yield from (Part(f"scores/{at}", one) for at, one in enumerate(self._blocks.get("models", ())))
        for place, sentence in enumerate(self._failed()):
            yield Said(f"failed/{place}", sentence, "caution")

    def _failed(self) -> Iterator[str]:
        for one, sentence in zip(self._record.entries, self._record.sentences, strict=True):
            if one.error:
                yield name(sentence, 2_000).text

    def _chart(self, score: str) -> Chart:
        """Return a score that models were not compared by, the best first."""
        scoring = next(one for one in scorings_for(self.contest.scoring.tasks[0]) if one.name == score)
        figures = Figures("contest", self.contest.fingerprint, self.contest.provenance.stage)
        found: list[tuple[EntryRecord, Fact]] = []
        for one in self.alive:
            mean = next(each for each in one.scores if each.name == score)
            fact = figures.number("score", one.name, score, value=mean.mean, limits=mean.interval, n=mean.n_folds)
            found.append((one, fact))
        sign = -1.0 if scoring.is_greater_better else 1.0
        found.sort(key=lambda both: math.inf if math.isnan(both[1].value) else sign * both[1].value)
        digits = same_digits([fact for _, fact in found])
        rows = tuple(
            (
                (name(one.title),),
                (cell(fact, digits=digits),),
                say("models.range", low=cell(fact, "low", digits), high=cell(fact, "high", digits)),
            )
            for one, fact in found
        )
        header = (told("contest.model"),), (told("contest.score"),), (told("contest.interval"),)
        title = scoring.title
        table = Table("scores-of", (told("contest.caption", score=title),), header, rows, (False, True, True))
        takeaway = told("contest.best", score=title[:1].upper() + title[1:])
        axis = told("contest.higher" if scoring.is_greater_better else "contest.lower", score=title)
        return dot_chart(
            "scores-chart", (takeaway,), (axis,), [("", [(one.title, fact) for one, fact in found])], table
        )

    def details(self, drawn: int) -> Iterator[Node]:
        """Yield, folded, every two models, calibration, and what else has to be known.

        Parameters
        ----------
        drawn : int
            Of which model the calibration is drawn.
        """
        pairs = self._blocks.get("pairs", ())
        if pairs:
            yield Group("pairs", _parts("pairs", pairs), told("contest.pairs"), "fold")
        if any(one.calibration for one in self.alive):
            inside = self._calibration(drawn)
            yield Group("calibration", inside, told("contest.calibration"), "fold")
        verdict = self._blocks.get("verdict", ())[1:]  # the first says why, which stands above
        noticed = [block for id, blocks in self._blocks.items() if id in ("noticed", "findings") for block in blocks]
        yield Group("known", _parts("known", [*verdict, *noticed]), told("contest.known"), "fold")

    def _calibration(self, drawn: int) -> tuple[Node, ...]:
        options = by_place([one.title for one in self.alive], LONGEST)
        first = self.alive[drawn]
        order = (first, *(one for one in self.alive if one is not first))
        blocks = self._contents(replace(self._record, entries=order, sentences=("",) * len(order)))["calibration"]
        table, chart = blocks[0], blocks[1:]
        choice = Choice("drawn", told("contest.calibrated"), options, str(drawn), "select")
        return (choice, *_parts("calibration", [*chart, table]))


def _parts(id: str, blocks: Sequence[Block]) -> tuple[Node, ...]:
    return tuple(Part(f"{id}/{at}", one) for at, one in enumerate(blocks) if not isinstance(one, Section))
