"""What was chosen among models that were compared, and the plain Python of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from workbench.audit.policy import Policy
from workbench.document.wording import name
from workbench.errors import InputError
from workbench.modeling.candidates import CANDIDATES
from workbench.modeling.comparison.result import Contest, Entry
from workbench.preparation.result import Prepared
from workbench.widgets.audit_claims import policy_code
from workbench.widgets.board import unknown
from workbench.widgets.code import Raw, call, variable_of
from workbench.widgets.wording import told

__all__ = ["ContestSettings", "Kept", "Weighing", "place_of", "seed_of", "thresholds_of"]

_MOST_THRESHOLDS = 7
_WIDTH = 88
_USUAL_FOLDS = 5


@dataclass(frozen=True)
class Weighing:
    """Which models decide, and at which thresholds.

    Parameters
    ----------
    models : tuple of int
        Models by their place in the contest.
    thresholds : tuple of float
        Ascending.
    """

    models: tuple[int, ...]
    thresholds: tuple[float, ...] = (0.4, 0.5, 0.6)


@dataclass(frozen=True)
class ContestSettings:
    """What was chosen.

    Parameters
    ----------
    weighing : Weighing
        What is compared by gaps.
    is_weighed : bool
        Whether it was.
    score, comparison, point, drawn : str
        What is looked at: a score, a comparison of groups, a place in the chart, whose calibration; not kept.
    chosen : int or None
        The model, by its place in the contest; ``None``: none yet.
    threshold : float
        At which it decides, where there are two outcomes.
    reason : str
        Why, in the person's words.
    """

    weighing: Weighing
    is_weighed: bool = False
    score: str = ""
    comparison: int = 0
    point: int | None = None
    drawn: int = 0
    chosen: int | None = None
    threshold: float = 0.5
    reason: str = ""


@dataclass(frozen=True)
class Kept:
    """Writes what was chosen as Python.

    Parameters
    ----------
    prepared : Prepared
        What models learned from.
    contest : Contest
        How they compare.
    policy : Policy or None
        What is compared and tolerated.
    n_folds : int
        In how many parts models decide.
    """

    prepared: Prepared
    contest: Contest
    policy: Policy | None
    n_folds: int

    def audits(self, weighing: Weighing) -> str:
        """Return the line that audits some models at some thresholds."""
        alive = self._alive
        models: object = Raw(variable_of(self.contest, "contest"))
        if len(weighing.models) < len(alive):
            models = [self._model(alive[at]) for at in weighing.models]
        named: dict[str, object] = {"thresholds": list(weighing.thresholds)}
        if self.policy is not None:
            named["policy"] = Raw(policy_code(self.policy))
        if self.n_folds != _USUAL_FOLDS:
            named["n_folds"] = self.n_folds
        if seed_of(self.contest):
            named["seed"] = seed_of(self.contest)
        return f"audits = {call('wb.audit_candidates', self._prepared, models, **named)}"

    def model(self, chosen: int, threshold: float | None, reason: str) -> str:
        """Return the line that trains a model, below the reason."""
        named: dict[str, object] = {} if threshold is None else {"threshold": threshold}
        if seed_of(self.contest):
            named["seed"] = seed_of(self.contest)
        trained = call("wb.fit_model", self._prepared, self._model(self._alive[chosen]), **named)
        return "\n".join([*(f"# {one}" for one in _wrapped(reason)), f"fitted = {trained}"])

    @property
    def _alive(self) -> tuple[Entry, ...]:
        return tuple(one for one in self.contest.entries if not one.error)

    @property
    def _prepared(self) -> Raw:
        return Raw(variable_of(self.prepared, "prepared"))

    def _model(self, one: Entry) -> object:
        """Return a model as Python: by name where that is enough, else from the contest."""
        if any(one.candidate is known for known in CANDIDATES):
            return one.name
        return Raw(f"{variable_of(self.contest, 'contest')}.entries[{self.contest.entries.index(one)}].candidate")


def seed_of(contest: Contest) -> int:
    """Return the seed that models were compared with."""
    return int(contest.provenance.seed or 0)


def place_of(value: object) -> int:
    """Return a place in a list, as a control sends it."""
    if not str(value).isdecimal():
        raise unknown(str(value))
    return int(str(value))


def thresholds_of(text: str) -> tuple[float, ...]:
    """Return the thresholds that somebody typed."""
    found = set()
    for one in text.replace(",", " ").replace(";", " ").split():
        try:
            number = float(one)
        except ValueError:
            number = math.nan
        if not 0 <= number <= 1:
            raise InputError(told("contest.no_number", said=one, low=0.0, high=1.0))
        found.add(number)
    if not found:
        raise InputError(told("contest.no_number", said=repr(text), low=0.0, high=1.0))
    if len(found) > _MOST_THRESHOLDS:
        raise InputError(told("contest.too_many", n=len(found), most=_MOST_THRESHOLDS))
    return tuple(sorted(found))


def _wrapped(text: str) -> list[str]:
    """Return text in lines for a comment: nothing in it can end the line."""
    lines = [""]
    for word in name(text, 2_000).text.split():
        if lines[-1] and len(lines[-1]) + len(word) + 3 > _WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
