"""Interventional Shapley values of any model: by trying the orders in which columns take a row's values."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["mean_scores", "permutation_values"]

PERMUTATIONS = 8
"""Pairs of orders a row, by default."""

_ROWS_A_CALL = 200_000


def permutation_values(
    score: Callable[[pd.DataFrame], NDArray[np.float64]],
    rows: pd.DataFrame,
    background: pd.DataFrame,
    rng: np.random.Generator,
    permutations: int = PERMUTATIONS,
) -> tuple[NDArray[np.float64], float]:
    """Return interventional Shapley values by sampling orders of the columns.

    Columns take the row's values one after the other, in a random order and then in its reverse
    (antithetic pairs); what the mean prediction over the background changes by is the column's
    share. The shares of every order add up exactly, so their means do.

    Parameters
    ----------
    score : callable
        Takes a frame, returns a prediction a row.
    rows : pandas.DataFrame
        The rows to explain.
    background : pandas.DataFrame
        What columns hold before they take the row's value.
    rng : numpy.random.Generator
        Draws the orders.
    permutations : int
        Pairs of orders a row.

    Returns
    -------
    values : array of float, shape (n_rows, n_columns)
    base : float
        The mean prediction over the background.

    Examples
    --------
    >>> rows, background = pd.DataFrame({"a": [3.0], "b": [2.0]}), pd.DataFrame({"a": [0.0], "b": [0.0]})
    >>> score = lambda frame: (frame["a"] * frame["b"]).to_numpy()
    >>> values, base = permutation_values(score, rows, background, np.random.default_rng(0))
    >>> values.tolist(), base
    ([[3.0, 3.0]], 0.0)
    """
    n_columns = rows.shape[1]
    base = float(score(background).mean())
    values = np.zeros((len(rows), n_columns))
    for place in range(len(rows)):
        orders = [rng.permutation(n_columns) for _ in range(permutations)]
        orders += [order[::-1] for order in orders]
        masks = np.array([_steps(order) for order in orders]).reshape(-1, n_columns)
        distinct, back = np.unique(masks, axis=0, return_inverse=True)
        means = mean_scores(score, rows.iloc[[place]], background, distinct)[back.ravel()].reshape(len(orders), -1)
        for order, path in zip(orders, means, strict=True):
            values[place, order] += np.diff(path) / len(orders)
    return values, base


def _steps(order: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which columns hold the row's value, before each step and at the end."""
    masks = np.zeros((len(order) + 1, len(order)), dtype=bool)
    for step, column in enumerate(order):
        masks[step + 1 :, column] = True
    return masks


def mean_scores(
    score: Callable[[pd.DataFrame], NDArray[np.float64]],
    row: pd.DataFrame,
    background: pd.DataFrame,
    masks: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Return the mean prediction over the background for each mask, in a few large calls.

    Parameters
    ----------
    score : callable
        Takes a frame, returns a prediction a row.
    row : pandas.DataFrame
        One row.
    background : pandas.DataFrame
        What columns hold that do not take the row's value.
    masks : array of bool, shape (n_masks, n_columns)
        Which columns do.
    """
    size = len(background)
    a_call = max(1, _ROWS_A_CALL // size)
    parts: list[NDArray[np.float64]] = []
    for start in range(0, len(masks), a_call):
        chosen = masks[start : start + a_call]
        frame = pd.concat([background] * len(chosen), ignore_index=True)
        for position, name in enumerate(row.columns):
            taken = np.repeat(chosen[:, position], size)
            frame[name] = frame[name].mask(taken, row[name].iloc[0])
        parts.append(score(frame).reshape(len(chosen), size).mean(axis=1))
    return np.concatenate(parts)
