"""Which column of a given model's probabilities is which outcome or class of the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from workbench.data.roles import TWO_VALUED, Roles, label_of
from workbench.errors import InputError

__all__ = ["order_of"]


def order_of(model: Any, roles: Roles, classes: Sequence[object] | None) -> tuple[int, ...]:
    """Return for each outcome or class of the data which column of a model's probabilities it is.

    Parameters
    ----------
    model : Any
        A fitted classifier; its ``classes_`` say what its columns are.
    roles : Roles
        Of the data.
    classes : sequence or None
        Values of the target in the order of the columns, where the model calls them otherwise.

    Returns
    -------
    tuple of int
        Unfavourable, then favourable; or as ``roles.classes``. -1 where the model does not know a class.

    Raises
    ------
    InputError
        If the model calls outcomes or classes otherwise than the data, and nobody says which is which: a guess could
        turn every comparison round.

    Examples
    --------
    >>> from sklearn.dummy import DummyClassifier
    >>> model = DummyClassifier().fit([[0], [1]], ["approved", "denied"])
    >>> order_of(model, Roles("outcome", "approved", "denied"), None)
    (1, 0)
    """
    wanted = (roles.unfavourable, roles.favourable) if roles.task == "binary" else roles.classes
    found = getattr(model, "classes_", None)
    if found is not None and any(np.ndim(one) for one in found):
        raise InputError(
            f"The model is a {type(model).__name__}, which predicts several things at once.\n"
            "Give the one that predicts the target: such as model.estimators_[0]."
        )
    own = [] if found is None else [label_of(_plain(value)) for value in found]
    if classes is not None:
        said = [label_of(_plain(value)) for value in classes]
        if len(set(said)) != len(said) or not set(said) <= set(wanted) or (own and len(own) != len(said)):
            raise InputError(
                f"classes are {list(classes)!r}, and the target holds {_listed(wanted)}.\n"
                f"Give each once, in the order of the model's probabilities{_order(own)}."
            )
        own = said
    if list(wanted) in TWO_VALUED:
        own = _as_wanted(own, wanted)
    elif classes is None and _is_unclear(own, wanted):
        raise InputError(
            f"The model predicts {_listed(own)}, which may be values of the target or whether {wanted[1]!r}, the "
            "favourable one, came about.\n"
            f"Say what they stand for, in their order: classes={list(wanted)!r} if {own[-1]!r} means that it did, "
            f"else classes={list(wanted[::-1])!r}."
        )
    elif list(wanted) in (pair[::-1] for pair in TWO_VALUED):
        own = _as_wanted(own, wanted)
    if not own or not set(own) <= set(wanted):
        tells = f"calls what it predicts {_listed(own)}" if own else "does not say what it predicts"
        raise InputError(
            f"The model {tells}, and the target holds {_listed(wanted)}.\n"
            f"Say which is which, in the order of the model's probabilities: classes={list(wanted)!r}, if they are so."
        )
    place = {label: position for position, label in enumerate(own)}
    return tuple(place.get(label, -1) for label in wanted)


def _is_unclear(own: list[str], wanted: Sequence[str]) -> bool:
    """Return whether a model says true and false, or 1 and 0, of data in which 0 or false is the favourable one."""
    turned = [pair[::-1] for pair in TWO_VALUED]
    return list(wanted) in turned and bool(own) and own in [pair for pair in TWO_VALUED if set(pair) != set(wanted)]


def _as_wanted(own: list[str], wanted: Sequence[str]) -> list[str]:
    """Return true and false as 1 and 0, or 1 and 0 as true and false, as the data have them."""
    numbers, truths = TWO_VALUED
    other, same = (truths, numbers) if set(wanted) == set(numbers) else (numbers, truths)
    return [same[other.index(one)] for one in own] if set(own) <= set(other) else own


def _plain(value: Any) -> object:
    return value.item() if hasattr(value, "item") else value


def _order(own: Sequence[str]) -> str:
    return f": what it calls {_listed(own)}" if own else ""


def _listed(values: Sequence[str]) -> str:
    return ", ".join(repr(value) for value in values)
