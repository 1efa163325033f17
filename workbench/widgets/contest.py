"""Models side by side: scores with verdicts, performance against gaps, and one chosen with its reason."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from workbench.audit.candidates import audit_candidates
from workbench.audit.candidates_result import CandidateAudits
from workbench.audit.policy import Policy
from workbench.audit.wanted import check_policy
from workbench.checks import check_choice, check_positive, check_result
from workbench.errors import InputError, NotEnoughDataError
from workbench.modeling.comparison.result import Contest
from workbench.modeling.fit import fit_model
from workbench.modeling.result import Fitted
from workbench.preparation.result import Prepared
from workbench.widgets.board import Board, unknown
from workbench.widgets.contest_choosing import choose_view, weighing_view
from workbench.widgets.contest_gaps import Tradeoffs
from workbench.widgets.contest_kept import ContestSettings, Kept, Weighing, place_of, seed_of, thresholds_of
from workbench.widgets.contest_view import Scores
from workbench.widgets.panel import Panel
from workbench.widgets.remembering import remember
from workbench.widgets.view import Group, Node, Said
from workbench.widgets.wording import told
from workbench.widgets.worker import Job, Pace

__all__ = ["ContestBoard", "explore_contest"]

_MOST_KEPT = 6
_MOST_TICKED = 4
_CONSTANT = "baseline"


class ContestBoard(Board):
    """Models that were compared.

    Parameters
    ----------
    prepared : Prepared
        What they learned from.
    contest : Contest
        What ``compare_models`` returned.
    policy : Policy or None
        What is compared and tolerated.
    n_folds : int
        In how many parts models decide.
    """

    widget = "contest"

    def __init__(self, prepared: Prepared, contest: Contest, policy: Policy | None, n_folds: int) -> None:
        super().__init__()
        self._prepared, self._contest, self._policy, self._n_folds = prepared, contest, policy, n_folds
        self._scores = Scores(contest)
        self.source = contest
        self._alive = tuple(one for one in contest.entries if not one.error)
        self._audits: dict[Weighing, CandidateAudits] = {}
        self._fitted: dict[tuple[int, float], Fitted] = {}
        self._said = ""
        # What looks at no column treats all alike and would be far from the others: it can be ticked.
        looking = tuple(at for at, one in enumerate(self._alive) if one.name != _CONSTANT)
        self.settings: ContestSettings = ContestSettings(Weighing(looking[:_MOST_TICKED] or (0,)))

    @property
    def title(self) -> str:
        """What the widget is called."""
        return told("contest.title")

    @property
    def result(self) -> Contest | CandidateAudits | Fitted:
        """The contest; where gaps were compared their audits; where a model was chosen with a reason, that one fitted.

        What was not computed yet is computed now.
        """
        settings = self.settings
        if self._is_chosen and settings.chosen is not None:
            key = settings.chosen, settings.threshold
            if key not in self._fitted:
                one = self._alive[settings.chosen]
                seed, threshold = self._seed, settings.threshold if self._is_binary else None
                self._fitted[key] = fit_model(self._prepared, one.candidate, threshold=threshold, seed=seed)
            return self._fitted[key]
        if settings.is_weighed:
            return self._audits[settings.weighing]
        return self._contest

    def contents(self) -> tuple[Node, ...]:
        """Return what can be said, scores, gaps, and the choice."""
        settings = self.settings
        choose = choose_view(self._titles, settings, is_binary=self._is_binary, is_chosen=self._is_chosen)
        return (
            Group("answer", tuple(self._scores.answer(settings.score))),
            *self._scores.details(settings.drawn),
            Group("gaps", self._gaps(), told("contest.gaps")),
            Group("choose", choose, told("contest.choose")),
        )

    def change(self, id: str, value: Any) -> None:
        """Take what is looked at, what is compared, or what is chosen and why."""
        settings = self.settings
        self._said = ""
        if id == "score":
            check_choice("score", str(value), [one.name for one in self._alive[0].scores])
            self.settings = replace(settings, score=str(value))
        elif id == "drawn":
            self.settings = replace(settings, drawn=self._model(value))
        elif id == "models":
            models = tuple(sorted({self._model(one) for one in value}))
            self._weigh_otherwise(replace(settings.weighing, models=models))
        elif id == "thresholds":
            self._weigh_otherwise(replace(settings.weighing, thresholds=thresholds_of(str(value))))
        elif id == "comparison":
            self.settings = replace(settings, comparison=place_of(value), point=settings.point)
        elif id == "point":
            self.settings = replace(settings, point=None if value == "" else place_of(value))
        elif id == "chosen":
            self.settings = replace(settings, chosen=None if value == "" else self._model(value))
        elif id == "threshold":
            (threshold,) = thresholds_of(f"{value}")
            self.settings = replace(settings, threshold=threshold)
        elif id == "reason":
            self.settings = replace(settings, reason=str(value).strip())
        else:
            raise unknown(id)

    def press(self, id: str) -> None:
        """Compare gaps, or choose the model and threshold that are looked at."""
        settings = self.settings
        self._said = ""
        if id == "weigh":
            self._start_weighing(settings.weighing)
        elif id == "take" and settings.is_weighed and settings.point is not None:
            places = self._tradeoffs().places
            if settings.point >= len(places):
                raise unknown(id)
            one = places[settings.point]
            chosen = next(at for at, each in enumerate(self._alive) if each.name == one.model)
            self.settings = replace(settings, chosen=chosen, threshold=one.decided.threshold)
        else:
            raise unknown(id)

    def python(self) -> str:
        """Return the audits as Python where gaps were compared, and the chosen model; nothing before."""
        settings = self.settings
        kept = Kept(self._prepared, self._contest, self._policy, self._n_folds)
        lines = [kept.audits(settings.weighing)] if settings.is_weighed else []
        if self._is_chosen and settings.chosen is not None:
            threshold = settings.threshold if self._is_binary else None
            lines += [kept.model(settings.chosen, threshold, settings.reason), "fitted"]
        elif lines:
            lines.append("audits")
        return "\n".join(lines)

    @property
    def _is_chosen(self) -> bool:
        return self.settings.chosen is not None and bool(self.settings.reason)

    @property
    def _is_binary(self) -> bool:
        return self._prepared.split.train.roles.task == "binary"

    @property
    def _can_weigh(self) -> bool:
        return self._is_binary and bool(self._prepared.split.train.roles.protected)

    @property
    def _seed(self) -> int:
        return seed_of(self._contest)

    def _gaps(self) -> tuple[Node, ...]:
        if not self._can_weigh:
            task = self._prepared.split.train.roles.task
            return (Said("gaps_none", told(f"contest.gaps_none.{task}"), "quiet"),)
        settings = self.settings
        n_rows = self._prepared.split.train.n_rows
        nodes = list(weighing_view(self._titles, settings, n_rows, is_busy=self._progress is not None))
        if self._said:
            nodes.append(Said("gaps_said", self._said, live=True))
        if settings.is_weighed:
            nodes += self._tradeoffs().view(settings.point)
        return tuple(nodes)

    def _tradeoffs(self) -> Tradeoffs:
        return Tradeoffs(self._audits[self.settings.weighing], self.settings.comparison)

    @property
    def _titles(self) -> list[str]:
        return [one.title for one in self._alive]

    def _model(self, value: object) -> int:
        place = place_of(value)
        if place >= len(self._alive):
            raise unknown("model")
        return place

    def _weigh_otherwise(self, weighing: Weighing) -> None:
        if weighing != self.settings.weighing:
            is_weighed = weighing in self._audits
            self.settings = replace(self.settings, weighing=weighing, is_weighed=is_weighed, point=None)

    def _start_weighing(self, weighing: Weighing) -> None:
        if not self._can_weigh:
            raise unknown("weigh")
        if not weighing.models:
            raise InputError("No model is ticked.\nTick one.")

        def do(pace: Pace) -> CandidateAudits | None:
            try:
                return self._weigh(weighing, pace)
            except NotEnoughDataError:
                if pace.is_ended:
                    return None
                raise

        self.start(Job(told("contest.weighing"), do, lambda found: self._take(weighing, found)))

    def _weigh(self, weighing: Weighing, pace: Pace) -> CandidateAudits:
        def tell(done: int, of: int, left: float) -> None:
            pace.tell(done, of, told("contest.left", seconds=max(1, math.ceil(left))) if done < of else "")

        found = audit_candidates(
            self._prepared,
            [self._alive[at].candidate for at in weighing.models],
            thresholds=weighing.thresholds,
            policy=self._policy,
            n_folds=self._n_folds,
            seed=self._seed,
            progress=tell,
            cancelled=lambda: pace.is_ended,
        )
        found.fingerprint  # noqa: B018 -- computed once, here, where nobody waits for it
        return found

    def _take(self, weighing: Weighing, found: CandidateAudits | None) -> None:
        """Take what was finished; models that were not are no longer ticked."""
        if found is None:
            self._said = told("contest.ended_early")
            return
        self._said = ""
        finished = replace(weighing, models=weighing.models[: len(found.entries)])
        if found.is_partial:
            self._said = told("contest.ended")
            found = replace(found, is_partial=False)
        remember(self._audits, finished, found, most=_MOST_KEPT, shown=self.settings.weighing)
        if self.settings.weighing == weighing:
            self.settings = replace(self.settings, weighing=finished, is_weighed=True, point=None)


def explore_contest(prepared: Prepared, contest: Contest, *, policy: Policy | None = None, n_folds: int = 5) -> Panel:
    """Return a widget that shows models side by side, what each costs whom, and keeps the one chosen with its reason.

    Scores, verdicts and calibration are those of the contest. Gaps are computed when somebody asks for them, as by
    :func:`workbench.audit_candidates`, on the training rows; the held-out rows are not read.

    Parameters
    ----------
    prepared : Prepared
        What was compared on.
    contest : Contest
        What :func:`workbench.compare_models` returned.
    policy : Policy, optional
        What is compared and tolerated.
    n_folds : int
        In how many parts of the rows models decide when gaps are compared.

    Returns
    -------
    Panel
        Show it as a cell's last line. Its ``result`` is the contest; once gaps were compared the
        :class:`CandidateAudits`; with a choice and its reason the :class:`Fitted` model.

    Raises
    ------
    InputError
        If one of them is not what it should be, or the models were compared on other rows.

    Examples
    --------
    >>> import workbench as wb
    >>> data = wb.read_data("example:loans", target="approved", favourable="yes", protected=["origin"])
    >>> prepared = wb.prepare_data(wb.split_data(data))
    >>> contest = wb.compare_models(prepared, ["logistic_regression"], n_folds=2, n_repeats=1)
    >>> panel = wb.explore_contest(prepared, contest)
    >>> panel.result is contest
    True
    """
    check_result("prepared", prepared, Prepared, "prepare_data")
    check_result("contest", contest, Contest, "compare_models")
    if prepared.fingerprint not in contest.provenance.inputs:
        raise InputError(
            "contest compares models on other rows than prepared holds.\n"
            "Give what compare_models was given, or compare again."
        )
    if policy is not None:
        check_policy(policy)
    return Panel(ContestBoard(prepared, contest, policy, check_positive("n_folds", n_folds)))
