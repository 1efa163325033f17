"""Rows drawn in strata: each with the same chance, each combination of outcome and groups in proportion."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.data.dataset import Dataset
from workbench.data.splitting.keys import codes_by_value

__all__ = ["strata_by_value", "strata_in_order", "systematic_sample"]


def strata_in_order(data: Dataset, outcomes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return a code for each combination of outcome (or class, or band of amounts) and groups.

    Codes of one outcome are neighbours. Groups are numbered as they first appear, so the codes depend on the order of
    the rows.
    """
    codes = outcomes.astype(np.int64)
    for column in data.groups().columns:
        labels = column.dictionary_encode().unify_dictionaries().combine_chunks()
        codes = codes * len(labels.dictionary) + labels.indices.to_numpy(zero_copy_only=False)
        codes = np.unique(codes, return_inverse=True)[1].astype(np.int64)
    return codes


def strata_by_value(data: Dataset, outcomes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return such codes with groups numbered by name: they do not depend on the order of the rows."""
    codes = outcomes.astype(np.int64)
    for column in data.groups().columns:
        labels, n_labels = codes_by_value(column)
        codes = np.unique(codes * n_labels + labels, return_inverse=True)[1].astype(np.int64)
    return codes


def systematic_sample(
    strata: NDArray[np.int64], share: float, keys: NDArray[np.float64] | NDArray[np.uint64], start: float
) -> NDArray[np.bool_]:
    """Return which rows are drawn: each with the same chance, each stratum in proportion.

    Rows are put in order of their stratum, by their keys within it, and then taken at equal steps from
    a start. So strata of a single row need no special case.

    Parameters
    ----------
    strata : array of int64, shape (n_rows,)
        The stratum of each row.
    share : float
        The share to draw, between 0 and 1.
    keys : array, shape (n_rows,)
        Numbers at random, or made of what a row is called.
    start : float
        From 0 to below 1, at random.

    Examples
    --------
    >>> systematic_sample(np.array([0, 0, 1, 1]), 0.5, np.array([0.1, 0.2, 0.9, 0.3]), 0.0)
    array([False,  True,  True, False])
    """
    order = np.lexsort((keys, strata))
    steps = np.floor(np.arange(len(strata) + 1) * share + start)
    drawn = np.zeros(len(strata), dtype=bool)
    drawn[order] = np.diff(steps) > 0
    return drawn
