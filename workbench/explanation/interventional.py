"""Shapley values of one row against other rows, and how they differ between the rows that happened to be drawn.

Without a column means: with its values in the background rows. So a reason says what sets a person apart
from the people they are compared with, and only columns that the model reads can be one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import AdditivityError
from workbench.explanation.asking import check_wanted
from workbench.explanation.shapley.attribute import request_of
from workbench.explanation.shapley.attribution import Attribution, Scale
from workbench.explanation.shapley.engines import Engine, ask, calibrated
from workbench.explanation.shapley.games import RawMixer, enumerate_sets
from workbench.explanation.shapley.linear import Coefficients
from workbench.explanation.shapley.request import Request
from workbench.explanation.shapley.sampled import Enumeration, Permutation
from workbench.explanation.shapley.trees import Tables
from workbench.modeling.result import Fitted

__all__ = ["Compared", "attribute_against", "attribute_one", "exact_values"]

_EXACT = ("coefficients", "trees")
_MOST_OF_TREES = 20_000
_MOST_ASKED = 200
_BATCHES = 5
_BATCHES_OF_ONE = 10
_SAMPLED: tuple[Engine, ...] = (Enumeration(), Permutation())
_ADDING_UP: tuple[Engine, ...] = (Coefficients(), Tables(), calibrated((Coefficients(), Tables())))
_ENGINES = (*_ADDING_UP, *_SAMPLED)


class Compared(NamedTuple):
    """Shapley values of one row, and how they differ between the rows it happened to be compared with.

    Parameters
    ----------
    attribution : Attribution
        The values.
    batches : array of float, shape (n_batches, n_columns), or None
        The values against each part of the rows that were drawn, whose mean ``attribution`` holds; ``None`` where
        the row is compared with all of them.
    """

    attribution: Attribution
    batches: NDArray[np.float64] | None = None


def attribute_against(
    fitted: Fitted,
    row: pd.DataFrame,
    background: pd.DataFrame,
    seed: int,
    cancelled: Callable[[], object] | None = None,
) -> Compared:
    """Return the interventional Shapley values of one row in original columns, checked to add up.

    Parameters
    ----------
    fitted : Fitted
        The model.
    row : pandas.DataFrame
        One row of original columns.
    background : pandas.DataFrame
        The rows it is compared with. Linear models take all of them, and shallow trees at most 20,000, exactly and
        on the scale that they add up on, also where one sigmoid calibrates them; any other model takes at most 200,
        drawn at random, on the probability scale: exactly up to 10 columns, by permuting them beyond.
    seed : int
        Of the draw, and of the orders.
    cancelled : callable, optional
        Asked before each part of the rows compared with; when it returns something true, nothing is returned.

    Raises
    ------
    AdditivityError
        If the values do not add up to the prediction.
    NotEnoughDataError
        If it was cancelled.
    """
    check_wanted(cancelled)
    row, rng = row.reset_index(drop=True), np.random.default_rng(seed)
    places = rng.permutation(len(background))
    exact = _exactly(fitted, row, background, places[:_MOST_OF_TREES], seed)
    if exact is not None:
        return Compared(exact)
    parts = [np.sort(one) for one in np.array_split(places[:_MOST_ASKED], min(_BATCHES, len(background)))]
    each: list[Attribution] = []
    for at, part in enumerate(parts):
        check_wanted(cancelled)
        # Why the values are not exact is told with the first part, whose notes are those of the whole.
        one = _asked(fitted, row, background.iloc[part], seed + at, _SAMPLED if at else _ENGINES)
        if one.method in _EXACT:  # of these few rows; the parts are joined on one scale
            one = _asked(fitted, row, background.iloc[part], seed + at, _SAMPLED)
        each.append(one)
    return _joined(each, parts, is_drawn=len(background) > _MOST_ASKED)


def _exactly(
    fitted: Fitted, row: pd.DataFrame, background: pd.DataFrame, places: NDArray[np.int64], seed: int
) -> Attribution | None:
    """Return exact values against all rows, or of trees against those in some ``places``; ``None`` if there are none.

    Of trees it costs about as much to be asked about a few rows as about all of them, so they are asked once.
    """
    kept = background if len(background) <= len(places) else background.iloc[np.sort(places)]
    try:
        found = _asked(fitted, row, kept, seed, _ADDING_UP)
        is_part = found.method == "coefficients" and kept is not background
        return _asked(fitted, row, background, seed, _ADDING_UP) if is_part else found
    except AdditivityError:  # rows are mixed instead, and the model is refused only where that does not add up either
        return None


def attribute_one(
    fitted: Fitted, row: pd.DataFrame, *, seed: int, scale: Scale | None = None, background: pd.DataFrame | None = None
) -> tuple[Compared, ...]:
    """Return the Shapley values of one row as :func:`attribute_outputs` does, and how they depend on the draw.

    Parameters
    ----------
    fitted : Fitted
        The model.
    row : pandas.DataFrame
        One row of original columns.
    seed, scale, background
        As of :func:`attribute_outputs`. Where the model has to be asked, the same at most 100 background rows stand
        for "without the column", in ten parts that share none, each with orders of its own.

    Returns
    -------
    tuple of Compared
        Of several classes one a class, else one. No batches where nothing is sampled, or the row is compared with all
        rows that there are.

    Raises
    ------
    AdditivityError
        If the values do not add up to the prediction.
    """
    request = request_of(fitted, row, seed=seed, scale=scale, background=background)
    # One other row is enough to see which way serves; what is exact takes all rows all the same.
    first = ask(replace(request, most_background=1))
    if first[0].method in _EXACT:
        return tuple(map(Compared, first))
    drawn, rng = request.drawn_background(), np.random.default_rng(seed)
    n_known = fitted.prepared.split.train.n_rows if background is None else len(background)
    is_drawn = n_known > len(drawn)
    n_parts = min(_BATCHES_OF_ONE, len(drawn)) if is_drawn else 1
    parts = [np.sort(one) for one in np.array_split(rng.permutation(len(drawn)), n_parts)]
    seeds = rng.integers(2**32, size=len(parts)).tolist()
    each = [
        ask(Request(fitted, request.rows, scale, drawn.iloc[part], own), _SAMPLED)
        for part, own in zip(parts, seeds, strict=True)
    ]
    by_output = [_joined(found, parts, is_drawn=is_drawn) for found in zip(*each, strict=True)]
    return tuple(one._replace(attribution=replace(one.attribution, notes=first[0].notes)) for one in by_output)


def _joined(each: Sequence[Attribution], parts: Sequence[NDArray[np.int64]], *, is_drawn: bool) -> Compared:
    """Return the values of one row against all parts of the background together."""
    sizes = np.array([len(part) for part in parts], dtype=np.float64)
    shares = sizes / sizes.sum()
    errors = [one.standard_errors for one in each if one.standard_errors is not None]
    joined = replace(
        each[0],
        values=np.tensordot(shares, np.stack([one.values for one in each]), axes=1),
        base=float(shares @ np.array([one.base for one in each])),
        n_background=int(sizes.sum()),
        n_orders=sum(one.n_orders for one in each),
        standard_errors=np.sqrt(np.tensordot(shares**2, np.stack(errors) ** 2, axes=1))
        if len(errors) == len(each)
        else None,
    )
    return Compared(joined, np.concatenate([one.values for one in each]) if is_drawn else None)


def _asked(
    fitted: Fitted, row: pd.DataFrame, background: pd.DataFrame, seed: int, engines: Sequence[Engine]
) -> Attribution:
    [found] = ask(Request(fitted, row, None, background, seed, most_background=_MOST_ASKED), engines)
    return found


def exact_values(
    score: Callable[[pd.DataFrame], NDArray[np.float64]], row: pd.DataFrame, background: pd.DataFrame
) -> tuple[NDArray[np.float64], float]:
    """Return the interventional Shapley values of one row, by trying every set of columns.

    Parameters
    ----------
    score : callable
        Takes a frame, returns a prediction a row.
    row : pandas.DataFrame
        One row; with k columns the model is asked about ``2**k`` times the background.
    background : pandas.DataFrame
        What columns hold that do not take the row's value.

    Returns
    -------
    values : array of float, shape (1, n_columns)
    base : float
        The mean prediction over the background.

    Examples
    --------
    >>> row, background = pd.DataFrame({"a": [3.0], "b": [2.0]}), pd.DataFrame({"a": [0.0], "b": [0.0]})
    >>> values, base = exact_values(lambda frame: (frame["a"] * frame["b"]).to_numpy(), row, background)
    >>> values.tolist(), base
    ([[3.0, 3.0]], 0.0)
    """
    mixer = RawMixer(lambda frame: np.asarray(score(frame), dtype=np.float64).reshape(-1, 1), row, background)
    none = np.zeros((len(background), row.shape[1]), dtype=bool)
    alone = mixer.ask(np.zeros(len(background), dtype=np.int64), np.arange(len(background)), none)
    return enumerate_sets(mixer)[:, :, 0], float(alone.mean())
