"""``split_data``: hold rows out before anything looks at the data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.checks import check_fraction, check_result, check_seed
from workbench.core.provenance import Provenance, Result
from workbench.data.dataset import UNSTATED, Dataset
from workbench.errors import NotEnoughDataError

__all__ = ["Split", "split_data"]

_FEWEST = 20


@dataclass(frozen=True, eq=False)
class Split(Result):
    """A data set cut into rows to learn from and rows held out.

    Parameters
    ----------
    data : Dataset
        All rows.
    train, test : Dataset
        Rows to learn from, and rows that only the last stages read.
    """

    data: Dataset
    train: Dataset
    test: Dataset

    def __repr__(self) -> str:
        """Return the split in one sentence."""
        unused = self.n_without_outcome
        tail = f", {unused:,} without an outcome" if unused else ""
        parts = f"{self.train.n_rows:,} rows to learn from, {self.test.n_rows:,} held out{tail}"
        return f"Split of {self.data.name!r}: {parts}."

    def _content(self) -> object:
        return [self.train.rows_fingerprint, self.test.rows_fingerprint]

    @property
    def n_without_outcome(self) -> int:
        """Rows in neither part, since their outcome is missing."""
        return self.data.n_rows - self.train.n_rows - self.test.n_rows


def split_data(data: Dataset, *, test_size: float = 0.3, seed: int = 0) -> Split:
    """Hold out a share of the rows, at random, alike in outcome and groups.

    Parameters
    ----------
    data : Dataset
        It needs a target.
    test_size : float
        The share held out, above 0 and below 1.
    seed : int
        The same seed and the same rows in the same order give the same split.

    Returns
    -------
    Split
        Each combination of outcome and protected groups is split in the same proportion, to within
        one row. Rows without an outcome are in neither part.

    Raises
    ------
    InputError
        If ``test_size`` is no such fraction, or ``seed`` no whole number from 0 to 4,294,967,295.
    NotEnoughDataError
        With fewer than 20 rows that have an outcome, or where one outcome is missing from a part.
    RoleError
        If the data set has no target.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> split_data(data, seed=1)
    Split of 'admissions': 3,168 rows to learn from, 1,358 held out.
    """
    check_result("data", data, Dataset, "read_data")
    check_fraction("test_size", test_size)
    seed = check_seed(seed)
    outcomes = data.outcomes()
    known = np.flatnonzero(outcomes != UNSTATED)
    held_out = _systematic_sample(_strata(data, outcomes)[known], test_size, np.random.default_rng(seed))
    train, test = known[~held_out], known[held_out]
    fewest = min(np.bincount(outcomes[part], minlength=2).min() for part in (train, test))
    if len(known) < _FEWEST or fewest == 0:
        rarer = np.bincount(outcomes[known], minlength=2).min()
        raise NotEnoughDataError(
            f"{data.name!r} has {len(known)} rows with an outcome, {rarer} of them with the rarer one.\n"
            f"A split needs at least {_FEWEST} rows, and each outcome in both parts."
        )
    settings = {"test_size": test_size}
    parts = [
        data.take(np.sort(rows), Provenance("split_data", settings | {"part": part}, (data.fingerprint,), seed))
        for part, rows in (("train", train), ("test", test))
    ]
    return Split(Provenance("split_data", settings, (data.fingerprint,), seed), data, *parts)


def _strata(data: Dataset, outcomes: NDArray[np.int8]) -> NDArray[np.int64]:
    """Return a code for each combination of outcome and groups; codes of one outcome are neighbours."""
    codes = outcomes.astype(np.int64)
    for column in data.groups().columns:
        labels = column.dictionary_encode().unify_dictionaries().combine_chunks()
        codes = codes * len(labels.dictionary) + labels.indices.to_numpy(zero_copy_only=False)
        codes = np.unique(codes, return_inverse=True)[1].astype(np.int64)
    return codes


def _systematic_sample(strata: NDArray[np.int64], share: float, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Return which rows are drawn: each with the same chance, each stratum in proportion.

    Rows are put in order of their stratum, at random within it, and then taken at equal steps from
    a random start. So strata of a single row need no special case.
    """
    order = np.lexsort((rng.random(len(strata)), strata))
    steps = np.floor(np.arange(len(strata) + 1) * share + rng.random())
    drawn = np.zeros(len(strata), dtype=bool)
    drawn[order] = np.diff(steps) > 0
    return drawn
