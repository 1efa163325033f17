"""The settings of the mitigation sandbox, and how a control changes them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from workbench.audit.mitigation.attempt import METHODS, aims_of
from workbench.audit.mitigation.grouping import grouping_of
from workbench.audit.mitigation.reductions import Reductions
from workbench.audit.mitigation.threshold_optimisation import ThresholdOptimisation
from workbench.checks import check_choice, check_positive
from workbench.errors import InputError
from workbench.widgets.board import unknown
from workbench.widgets.mitigations_code import Trying
from workbench.widgets.mitigations_view import Seen

__all__ = ["MitigationSettings", "changed", "checked_folds", "confirming"]

_MOST_FOLDS = 20


@dataclass(frozen=True)
class MitigationSettings:
    """What was chosen.

    Parameters
    ----------
    trying : Trying
        What is tried, on what.
    shown : str
        The comparison that is drawn, by its place; not part of what is kept.
    chosen : str
        The attempt that was chosen; empty: none.
    reason : str
        Why, in the person's words.
    is_confirmed : bool
        Whether the held-out rows were asked.
    """

    trying: Trying
    shown: str = ""
    chosen: str = ""
    reason: str = ""
    is_confirmed: bool = False


def confirming(settings: MitigationSettings) -> MitigationSettings:
    """Return what the held-out rows are asked about: the same whatever is looked at."""
    return replace(settings, shown="", is_confirmed=True)


def changed(seen: Seen, id: str, value: Any) -> Trying:
    """Return what is tried with one control changed, checked.

    Parameters
    ----------
    seen : Seen
        What is tried, and what controls choose from.
    id : str
        The control.
    value : object
        What was chosen in it.

    Raises
    ------
    InputError
        If it cannot be chosen.
    """
    trying = seen.trying
    match id:
        case "attribute":
            return _with_attribute(seen, str(value))
        case "metric":
            return replace(trying, metric=check_choice("metric", str(value), list(seen.aims)))
        case "methods":
            wanted = [check_choice("methods", str(one), list(METHODS)) for one in value]
            return replace(trying, methods=tuple(one for one in METHODS if one in wanted))
        case "model":
            return replace(trying, model=check_choice("model", str(value), [name for name, _ in seen.models]))
        case "algorithm":
            return replace(trying, algorithm=Reductions(algorithm=value).algorithm)
        case "objective":
            return replace(trying, objective=ThresholdOptimisation(objective=value).objective)
        case "n_folds":
            return replace(trying, n_folds=checked_folds(value))
        case "column":
            return _with_column(seen, str(value))
    raise unknown(id)


def checked_folds(value: Any) -> int:
    """Return in how many parts rows are decided on, a whole number from 2 to 20."""
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    n_folds = check_positive("n_folds", whole)
    if n_folds not in range(2, _MOST_FOLDS + 1):
        raise InputError(f"n_folds is {whole!r}.\nGive a whole number from 2 to {_MOST_FOLDS}.")
    return n_folds


def _with_attribute(seen: Seen, value: str) -> Trying:
    axes, train = Seen.axes_of(seen.prepared), seen.prepared.split.train
    if not value.isdigit() or int(value) >= len(axes):
        raise unknown("attribute")
    other = replace(seen.trying, attributes=axes[int(value)])
    aims = aims_of(seen.policy, grouping_of(train, other.attributes), train)
    return other if other.metric in aims else replace(other, metric=aims[0])


def _with_column(seen: Seen, value: str) -> Trying:
    columns, trying = Seen.columns_of(seen.prepared), seen.trying
    if not value:
        return trying
    if not value.isdigit() or int(value) >= len(columns):
        raise unknown("column")
    return replace(trying, columns=tuple(dict.fromkeys((*trying.columns, columns[int(value)]))))
