"""Cutting the training rows again and again, so that each is predicted by a model that has not seen it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold, KFold, StratifiedGroupKFold, StratifiedKFold

from workbench.checks import check_positive, check_seed
from workbench.data.dataset import Dataset
from workbench.data.splitting.drawing import Method
from workbench.data.splitting.keys import codes_by_value
from workbench.errors import InputError, NotEnoughDataError

__all__ = ["Fold", "Folds", "draw_fewer", "draw_folds", "rare_classes"]

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Fold:
    """One cut of the training rows.

    Parameters
    ----------
    repeat : int
        From 0: of all folds of a repeat each row is in at most one ``test``.
    train, test : array of int64
        Places in the training rows, rising: of those to learn from, and of those to predict.
    """

    repeat: int
    train: Ints
    test: Ints


@dataclass(frozen=True, eq=False)
class Folds:
    """All cuts, and how they were drawn.

    Parameters
    ----------
    method : {"stratified", "grouped", "temporal"}
        Row by row, with equal shares of each outcome; rows that belong together in one fold; or learning from what
        came before, of which the rows of the first period are never predicted.
    folds : tuple of Fold
        Repeat by repeat.
    n_folds, n_repeats : int
        How many a repeat, and how many repeats.
    n_clusters : int
        How many groups of rows that belong together there are, or periods; of single rows, how many rows.
    """

    method: Method
    folds: tuple[Fold, ...]
    n_folds: int
    n_repeats: int
    n_clusters: int

    def __iter__(self) -> Iterator[Fold]:
        """Yield the folds, repeat by repeat."""
        return iter(self.folds)

    def __len__(self) -> int:
        """Return how many folds there are in all repeats."""
        return len(self.folds)


def draw_folds(train: Dataset, *, n_folds: int = 5, n_repeats: int = 1, seed: int = 0) -> Folds:
    """Cut training rows into folds that respect time and what belongs together.

    Parameters
    ----------
    train : Dataset
        The training rows. With the role *time* each fold is predicted by a model of what came before, and equal
        times are never parted; with the role *group* no group is in both parts of a cut; with both, both hold.
    n_folds : int
        How many, at least 2. Of time: as many periods are predicted, after a first one that is only learned from.
    n_repeats : int
        How often the rows are cut anew. Time can be cut in one way, so that there it is 1 whatever is asked.
    seed : int
        Of the order of rows or groups.

    Raises
    ------
    InputError
        If a number is out of range.
    NotEnoughDataError
        If one of two outcomes has fewer rows, or the data fewer groups or times, than there are folds. Of several
        classes that holds of the second most frequent one: a rarer one may be missing in folds.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> data = read_data("example:loans")
    >>> folds = draw_folds(data, n_folds=5, n_repeats=2)
    >>> folds.method, len(folds), len(folds.folds[0].test) == data.n_rows // 5
    ('stratified', 10, True)
    """
    n_folds, n_repeats, seed = (
        check_positive("n_folds", n_folds),
        check_positive("n_repeats", n_repeats),
        check_seed(seed),
    )
    if n_folds < 2:
        raise InputError(f"n_folds is {n_folds}.\nGive at least 2: rows are predicted by models of the others.")
    if train.roles.time is not None:
        return _by_time(train, n_folds)
    codes = _strata(train)
    fewest = _fewest(train, codes)
    clusters = _entities(train) if train.roles.group is not None else np.arange(train.n_rows)
    n_clusters = len(np.unique(clusters))
    if min(fewest, n_clusters) < n_folds:
        fewer = "Ask for fewer, or collect" if min(fewest, n_clusters) >= 2 else "Collect"
        such = f": n_folds={min(fewest, n_clusters)}." if min(fewest, n_clusters) >= 2 else ", and more groups."
        raise NotEnoughDataError(
            f"{train.name!r} has {min(fewest, n_clusters):,} rows or groups for {n_folds} folds.\n"
            f"{fewer} more rows of the rarest outcome{such}"
        )
    is_grouped = train.roles.group is not None
    made: list[Fold] = []
    for repeat in range(n_repeats):
        drawn = _splitter(train, n_folds, seed + repeat)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="The least populated class", category=UserWarning)
            parts = list(drawn.split(np.zeros((train.n_rows, 1)), codes, clusters if is_grouped else None))
        made += [Fold(repeat, np.asarray(first), np.asarray(second)) for first, second in parts]
    return Folds("grouped" if is_grouped else "stratified", tuple(made), n_folds, n_repeats, n_clusters)


def draw_fewer(train: Dataset, *, n_folds: int = 5, n_repeats: int = 1, seed: int = 0) -> Folds:
    """Cut training rows into as many folds as are asked for, or as the rows make where these are fewer.

    Parameters
    ----------
    train : Dataset
        The training rows.
    n_folds, n_repeats, seed : int
        As of :func:`draw_folds`; ``n_folds`` at most.

    Raises
    ------
    InputError
        If a number is out of range.
    NotEnoughDataError
        If the rows do not make two folds.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> draw_fewer(read_data("example:loans").sample(12), n_folds=10).n_folds < 10
    True
    """
    for n_fewer in range(check_positive("n_folds", n_folds), 2, -1):
        try:
            return draw_folds(train, n_folds=n_fewer, n_repeats=n_repeats, seed=seed)
        except NotEnoughDataError:
            continue
    return draw_folds(train, n_folds=min(n_folds, 2), n_repeats=n_repeats, seed=seed)


def rare_classes(train: Dataset, folds: Folds) -> dict[str, int]:
    """Return which of several classes have fewer rows than there are folds, and how many.

    Parameters
    ----------
    train : Dataset
        The rows that were cut.
    folds : Folds
        How they were cut.
    """
    if train.roles.task != "multiclass":
        return {}
    found = np.bincount(train.targets()[train.has_target()], minlength=len(train.roles.classes))
    return {name: int(n) for name, n in zip(train.roles.classes, found, strict=True) if n < folds.n_folds}


def _fewest(train: Dataset, codes: Ints) -> int:
    """Return how many folds the outcomes make at most."""
    if train.roles.task == "regression":
        return train.n_rows
    counts = np.sort(np.bincount(codes))
    return int(counts[0] if train.roles.task == "binary" else counts[-2:][0])


def _splitter(train: Dataset, n_folds: int, seed: int) -> KFold | GroupKFold | StratifiedKFold | StratifiedGroupKFold:
    if train.roles.task == "regression":
        kind = GroupKFold if train.roles.group is not None else KFold
    else:
        kind = StratifiedGroupKFold if train.roles.group is not None else StratifiedKFold
    return kind(n_folds, shuffle=True, random_state=seed)


def _strata(train: Dataset) -> Ints:
    """Return a code for each row; rows of each code are spread evenly over the folds."""
    if train.roles.task == "regression":
        return np.zeros(train.n_rows, dtype=np.int64)
    return np.unique(train.targets(), return_inverse=True)[1].ravel().astype(np.int64)


def _entities(train: Dataset) -> Ints:
    """Return which group each row belongs to; a row that names none is one by itself."""
    codes, n_values = codes_by_value(train.column(str(train.roles.group)))
    alone = codes < 0
    codes[alone] = n_values + np.arange(alone.sum())
    return codes


def _by_time(train: Dataset, n_folds: int) -> Folds:
    times, _ = codes_by_value(train.column(str(train.roles.time)))
    known = np.sort(times[times >= 0])
    # Where each period but the first begins: equal times stay together, so a period may be longer than its share.
    starts = (
        np.unique(known[[len(known) * place // (n_folds + 1) for place in range(1, n_folds + 1)]])
        if len(known)
        else known
    )
    starts = starts[starts > known[0]] if len(known) else starts
    if len(starts) < n_folds:
        raise NotEnoughDataError(
            f"Column {train.roles.time!r} has too few different times for {n_folds} periods after the first.\n"
            "Ask for fewer folds, or name another column as the time."
        )
    ends = [*starts[1:], known[-1] + 1]
    entities = _entities(train) if train.roles.group is not None else None
    made: list[Fold] = []
    for start, end in zip(starts, ends, strict=True):
        test = np.flatnonzero((times >= start) & (times < end))
        before = (times >= 0) & (times < start)
        if entities is not None:
            before &= ~np.isin(entities, entities[test])
        if not before.any():
            raise NotEnoughDataError(
                f"Of the rows before a period of {train.roles.time!r} none are left to learn from, as all belong "
                "together with rows in it.\n"
                "Ask for more folds, so that periods are shorter, or leave out one of the roles group and time."
            )
        made.append(Fold(0, np.flatnonzero(before), test))
    return Folds("temporal", tuple(made), n_folds, 1, n_folds)
