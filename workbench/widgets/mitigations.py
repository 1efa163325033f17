"""The mitigation sandbox: methods against gaps are tried, one is chosen with its reason, held-out rows confirm it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from workbench.audit.mitigation.attempt import METHODS, case_of
from workbench.audit.mitigation.contract import Case
from workbench.audit.mitigation.result import MitigationChoice, Mitigations
from workbench.audit.policy import DEFAULT_POLICY, Policy
from workbench.audit.result import Audit
from workbench.audit.wanted import check_policy
from workbench.checks import check_choice
from workbench.errors import InputError, NotEnoughDataError
from workbench.modeling.candidates import candidates_for
from workbench.preparation.result import Prepared
from workbench.widgets.board import Board, unknown
from workbench.widgets.mitigations_asked import Asked
from workbench.widgets.mitigations_code import Trying, mitigation_code
from workbench.widgets.mitigations_results import results_view
from workbench.widgets.mitigations_settings import MitigationSettings, changed, checked_folds, confirming
from workbench.widgets.mitigations_trying import tried
from workbench.widgets.mitigations_view import Seen, choose_view, setup_view
from workbench.widgets.panel import Panel
from workbench.widgets.remembering import remember
from workbench.widgets.view import Group, Node
from workbench.widgets.wording import told
from workbench.widgets.worker import Job, Pace

__all__ = ["MitigationBoard", "explore_mitigations"]

_MOST_KEPT = 8
_MOST_FOLDS = 20


class MitigationBoard(Board):
    """Methods against gaps, tried beside doing nothing.

    Parameters
    ----------
    prepared : Prepared
        The recipe and the training rows.
    candidate : object
        The kind of model, as :func:`workbench.try_mitigations` takes it.
    policy : Policy or None
        What is compared and tolerated.
    trying : Trying
        What is tried at first.
    """

    widget = "mitigations"

    def __init__(self, prepared: Prepared, candidate: object, policy: Policy | None, trying: Trying) -> None:
        super().__init__()
        self._prepared, self._candidate, self._policy = prepared, candidate, policy
        self.source = prepared
        self._tried: dict[Trying, Mitigations] = {}
        self._asked = Asked(prepared)
        self._said = ""
        self.settings: MitigationSettings = MitigationSettings(trying)

    @property
    def title(self) -> str:
        """What the widget is called."""
        return told("mitigations.title", attribute=" × ".join(self.settings.trying.attributes))

    @property
    def result(self) -> Mitigations | MitigationChoice | Audit:
        """What was tried; the choice where there is one; the audit of held-out rows where it was confirmed by them.

        What was not tried yet is tried now.
        """
        settings = self.settings
        found = self._tried.get(settings.trying)
        if found is None:
            found = self._keep(settings.trying, self._try(settings.trying))
        if not self._is_chosen:
            return found
        choice = found.choose(settings.chosen, reason=settings.reason, n_asked=self._asked.n_with(settings))
        if not settings.is_confirmed:
            return choice
        return self._asked.ask(settings, found).audit

    def contents(self) -> tuple[Node, ...]:
        """Return what is tried, what came of it, and the choice."""
        settings = self.settings
        seen = self._seen
        found = self._tried.get(settings.trying)
        is_busy = self._progress is not None
        setup = Group("setup", setup_view(seen, is_tried=found is not None, is_busy=is_busy, said=self._said))
        if found is None:
            return (setup,)
        held_out = self._asked.answer(settings) if settings.is_confirmed else None
        results = results_view(found, settings.trying.metric, settings.shown)
        choose = choose_view(seen, found, settings, held_out, is_busy=is_busy, n_asked=self._asked.n)
        return (
            setup,
            Group("results", results, told("mitigations.results")),
            Group("choose", choose, told("mitigations.choose")),
        )

    def change(self, id: str, value: Any) -> None:
        """Take what is tried, what is looked at, or what is chosen and why."""
        settings = self.settings
        self._said = ""
        if id == "shown":
            self.settings = replace(settings, shown=str(value))
        elif id == "chosen":
            found = self._tried.get(settings.trying)
            known = [one.name for one in found.attempts if not one.error] if found is not None else []
            check_choice("chosen", str(value), ["", *known])
            self.settings = replace(settings, chosen=str(value), is_confirmed=False)
        elif id == "reason":
            self.settings = replace(settings, reason=str(value).strip(), is_confirmed=False)
        else:
            self._change_trying(changed(self._seen, id, value))

    def press(self, id: str) -> None:
        """Try the methods, ask the held-out rows, or let a column be seen again."""
        settings = self.settings
        self._said = ""
        what, _, place = id.partition("/")
        if id == "try":
            self._start_trying(settings.trying)
        elif id == "confirm":
            self._start_confirming(settings)
        elif what == "keep" and place.isdigit() and int(place) < len(settings.trying.columns):
            columns = settings.trying.columns
            left = tuple(one for at, one in enumerate(columns) if at != int(place))
            self._change_trying(replace(settings.trying, columns=left))
        else:
            raise unknown(id)

    def python(self) -> str:
        """Return the methods as Python, the choice where there is one, and what confirms it where that was asked."""
        settings = self.settings
        case = self.case(settings.trying)
        chosen = (settings.chosen, settings.reason, self._asked.n_with(settings)) if self._is_chosen else None
        return mitigation_code(
            case, settings.trying, self._policy, self._candidate, chosen=chosen, is_confirmed=settings.is_confirmed
        )

    def case(self, trying: Trying) -> Case:
        """Return what the methods are tried on."""
        return case_of(
            self._prepared,
            trying.model or self._candidate,
            policy=self._policy_now,
            attribute=trying.attributes,
            seed=trying.seed,
        )

    @property
    def _seen(self) -> Seen:
        """What controls choose from, and a change is held against."""
        trying = self.settings.trying
        return Seen(self._prepared, self._policy_now, self.case(trying), trying, self._models)

    @property
    def _policy_now(self) -> Policy:
        return check_policy(self._policy if self._policy is not None else DEFAULT_POLICY)

    @property
    def _models(self) -> tuple[tuple[str, str], ...]:
        """The kinds of model to choose from; none where one was given."""
        if not self.settings.trying.model:
            return ()
        return tuple((one.name, one.title) for one in candidates_for("binary") if one.name != "baseline")

    @property
    def _is_chosen(self) -> bool:
        return bool(self.settings.chosen and self.settings.reason)

    def _change_trying(self, trying: Trying) -> None:
        if trying != self.settings.trying:
            self.settings = replace(self.settings, trying=trying, shown="", chosen="", is_confirmed=False)

    def _try(self, trying: Trying, pace: Pace | None = None) -> Mitigations:
        candidate = trying.model or self._candidate
        return tried(self._prepared, candidate, self._policy, self.case(trying), trying, pace)

    def _keep(self, trying: Trying, found: Mitigations) -> Mitigations:
        remember(self._tried, trying, found, most=_MOST_KEPT, shown=self.settings.trying)
        return found

    def _start_trying(self, trying: Trying) -> None:
        if not trying.made(self.case(trying)):
            raise InputError(told("mitigations.none_ticked"))

        def do(pace: Pace) -> Mitigations | None:
            try:
                return self._try(trying, pace)
            except NotEnoughDataError:
                if pace.is_ended:
                    return None
                raise

        self.start(Job(told("mitigations.trying"), do, lambda found: self._take_tried(trying, found)))

    def _take_tried(self, trying: Trying, found: Mitigations | None) -> None:
        """Take what was finished; the methods that were not are no longer chosen."""
        if found is None:
            self._said = told("mitigations.ended_early")
            return
        self._said = ""
        finished = trying
        if found.stopped:
            names = {one.name for one in found.attempts if not any(finding.code == "WB564" for finding in one.findings)}
            finished = replace(trying, methods=tuple(one for one in trying.methods if one in names))
            found = found.only(finished.methods)
            self._said = told("mitigations.ended")
        self._keep(finished, found)
        if self.settings.trying == trying:
            self._change_trying(finished)

    def _start_confirming(self, settings: MitigationSettings) -> None:
        if not self._is_chosen:
            raise InputError(told("mitigations.not_chosen"))

        def done(_: object) -> None:
            if confirming(self.settings) == confirming(settings):
                self.settings = replace(self.settings, is_confirmed=True)

        found = self._tried[settings.trying]
        self.start(Job(told("mitigations.confirming"), partial(self._asked.ask, settings, found), done))


def explore_mitigations(
    prepared: Prepared,
    candidate: object = "logistic_regression",
    *,
    policy: Policy | None = None,
    attribute: str | Sequence[str] | None = None,
    methods: Sequence[str] = tuple(METHODS),
    n_folds: int = 5,
    seed: int = 0,
) -> Panel:
    """Return a widget that tries methods against gaps, shows what each costs whom, and keeps a choice with its reason.

    Nothing is trained before somebody asks for it. Methods are tried as by :func:`workbench.try_mitigations`, on the
    training rows; the held-out rows are read when the one that was chosen is to be confirmed.

    Parameters
    ----------
    prepared : Prepared
        The recipe and the training rows, of two outcomes.
    candidate : str, Candidate, estimator or Fitted
        The kind of model; of one that was fitted the same kind, at its threshold.
    policy : Policy, optional
        What is compared and tolerated.
    attribute : str or sequence of str, optional
        Whose groups are to be brought closer together, at first; by default the first protected attribute.
    methods : sequence of str
        Which are ticked at first: ``"reweighing"``, ``"reductions"``, ``"threshold_optimisation"``, ``"drop_proxy"``.
    n_folds : int
        How many parts of the rows are decided on, each by a model of the others; from 2 to 20.
    seed : int
        Of folds and models.

    Returns
    -------
    Panel
        Show it as a cell's last line. Its ``result`` is the :class:`Mitigations`; with a choice and its reason the
        :class:`MitigationChoice`; once confirmed the audit of the held-out rows.

    Raises
    ------
    InputError
        If there are not two outcomes, or something named is not known.
    NotEnoughDataError
        If no attribute is protected.

    Examples
    --------
    >>> import workbench as wb
    >>> data = wb.read_data("example:loans", target="approved", favourable="yes", protected=["origin"])
    >>> panel = wb.explore_mitigations(wb.prepare_data(wb.split_data(data)), methods=["reweighing"])
    >>> print(panel.python())
    mitigations = wb.try_mitigations(prepared, methods=["reweighing"])
    mitigations
    """
    judged = check_policy(policy if policy is not None else DEFAULT_POLICY)
    if attribute is None and isinstance(prepared, Prepared):
        attribute = next((one.title for one in prepared.split.train.roles.protected), None)
    case = case_of(prepared, candidate, policy=judged, attribute=attribute, seed=seed)
    if isinstance(methods, str):
        raise InputError(f"methods is {methods!r}.\nGive a list, even of one: [{methods!r}].")
    for one in methods:
        check_choice("methods", one, list(METHODS))
    trying = Trying(
        model=candidate if isinstance(candidate, str) else "",
        attributes=tuple(case.grouping.settings()),
        metric=case.metric,
        methods=tuple(one for one in METHODS if one in methods),
        n_folds=checked_folds(n_folds),
        seed=case.seed,
    )
    return Panel(MitigationBoard(prepared, candidate, policy, trying))
