"""Shapley values of one row against chosen other rows: what principal reasons are read from.

Without a column means: with its values in the background rows. So a reason says what sets a person apart
from the people they are compared with, and only columns that the model reads can be one.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.explanation.shapley.attribution import Attribution
from workbench.explanation.shapley.engines import ask
from workbench.explanation.shapley.games import RawMixer, enumerate_sets
from workbench.explanation.shapley.linear import Coefficients
from workbench.explanation.shapley.request import Request
from workbench.explanation.shapley.sampled import Enumeration, Permutation
from workbench.modeling.result import Fitted

__all__ = ["attribute_against", "exact_values"]

_MOST_BACKGROUND = 200
_ENGINES = (Coefficients(), Enumeration(), Permutation())


def attribute_against(fitted: Fitted, row: pd.DataFrame, background: pd.DataFrame, seed: int) -> Attribution:
    """Return the interventional Shapley values of one row in original columns, checked to add up.

    Parameters
    ----------
    fitted : Fitted
        The model.
    row : pandas.DataFrame
        One row of original columns.
    background : pandas.DataFrame
        The rows it is compared with. Logistic regression without mixed columns takes all of them, in closed
        form on the log-odds scale; any other model at most 200, drawn at random, on the probability scale:
        exactly up to 10 columns, by permuting them beyond.
    seed : int
        Of the draw, and of the orders.

    Raises
    ------
    AdditivityError
        If the values do not add up to the prediction.
    """
    asked = Request(fitted, row.reset_index(drop=True), None, background, seed, most_background=_MOST_BACKGROUND)
    [found] = ask(asked, _ENGINES)
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
