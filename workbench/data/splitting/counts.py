"""What the two parts of a split hold: rows by group and outcome, and the smallest gap they could show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.data.dataset import FAVOURABLE, Dataset
from workbench.data.roles import NOT_COMPARED, ProtectedAttribute
from workbench.stats.effective import kish
from workbench.stats.extremes import studentized_range
from workbench.stats.power import smallest_confirmable_tolerance, smallest_visible_gap

__all__ = ["CLAIMS_AN_ATTRIBUTE", "CONFIDENCE", "TOLERANCE", "GroupRows", "VisibleGap", "group_rows", "visible_gap"]

TOLERANCE = 0.05
"""The difference that the default policy tolerates."""

CONFIDENCE = 0.95
"""The default policy's confidence."""

CLAIMS_AN_ATTRIBUTE = 3
"""What the default policy compares of each attribute: selection rate, true and false positive rate."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class GroupRows:
    """Rows of one group in the two parts of a split.

    Parameters
    ----------
    attribute : str or None
        The protected attribute's title, which may be empty; ``None`` for all rows.
    group : str
        Its group; empty for all rows.
    n_train, n_test : int
        Rows to learn from, and rows held out.
    n_train_favourable, n_test_favourable : int or None
        Those of them with the favourable outcome; ``None`` where the target has none.
    """

    attribute: str | None
    group: str
    n_train: int
    n_test: int
    n_train_favourable: int | None
    n_test_favourable: int | None

    @property
    def is_compared(self) -> bool:
        """Whether an audit compares the group; it does not compare rows of unknown group."""
        return self.group not in NOT_COMPARED


@dataclass(frozen=True)
class VisibleGap:
    """The smallest difference in selection rate that an audit of the rows held out could show.

    The rates that a model will give are not known yet: the share of favourable outcomes stands for them.

    Parameters
    ----------
    attribute : str
        The protected attribute's title.
    n_groups : int
        Groups held out that an audit compares.
    rate : float
        The share of favourable outcomes among their rows.
    largest : float
        The smallest true difference that would be called a gap with 80 % power between the two largest groups,
        which see most; ``nan`` where no difference would, or there are fewer than two groups.
    smallest : float
        The same between the smallest group and the largest.
    smallest_group : str
        The group with the fewest rows held out; empty where there is none.
    n_smallest : int
        Its rows.
    confirmable : float
        The smallest tolerance that groups without any difference would be shown to keep.
    tolerance, confidence : float
        The difference that is tolerated, and the confidence of the verdict: those of the default policy.
    critical : float
        The verdict's critical value.
    """

    attribute: str
    n_groups: int
    rate: float
    largest: float
    smallest: float
    smallest_group: str
    n_smallest: int
    confirmable: float
    tolerance: float = TOLERANCE
    confidence: float = CONFIDENCE
    critical: float = float("nan")


def group_rows(data: Dataset, train: Dataset, test: Dataset) -> tuple[GroupRows, ...]:
    """Return the rows in each part: of everybody first, then of every group of every protected attribute.

    Groups are in the order readers expect; those of ``data`` that neither part has are there with no rows.
    """
    counted = [_counted(part) for part in (train, test)]
    found = [_row(None, "", counted)]
    everyone = data.groups()
    for one in data.roles.protected:
        names = one.arranged(everyone[one.title].unique().to_pylist())
        found += [_row(one.title, group, counted) for group in names]
    return tuple(found)


def visible_gap(attribute: ProtectedAttribute, rows: Sequence[GroupRows], test: Dataset, n_claims: int) -> VisibleGap:
    """Return the smallest gap between an attribute's groups that the rows held out could show.

    Parameters
    ----------
    attribute : ProtectedAttribute
        The attribute.
    rows : sequence of GroupRows
        Rows of its groups.
    test : Dataset
        The rows held out. Where they have weights, Kish's effective number of rows counts.
    n_claims : int
        How many comparisons the audit makes in all; each may be wrong with its share of the error.
    """
    there = [one for one in rows if one.is_compared and one.n_test > 0]
    if not there:
        nan = float("nan")
        return VisibleGap(attribute.title, 0, nan, nan, nan, "", 0, nan)
    n = sum(one.n_test for one in there)
    rate = sum(one.n_test_favourable or 0 for one in there) / n
    evidence = _evidence(attribute, test) if test.roles.weight is not None else {}
    sizes = [evidence.get(one.group, float(one.n_test)) for one in there]
    order = [int(place) for place in np.argsort(sizes, kind="stable")]
    largest = smallest = confirmable = critical = float("nan")
    if len(there) > 1:
        rising = [sizes[place] for place in order]
        error = (1 - CONFIDENCE) / n_claims
        critical = studentized_range(1 - error, len(there)) / float(np.sqrt(2))
        largest = smallest_visible_gap(rate, rising[-2], rising[-1], critical, TOLERANCE)
        smallest = smallest_visible_gap(rate, rising[0], rising[-1], critical, TOLERANCE)
        confirmable = smallest_confirmable_tolerance(rate, rising[0], len(there), CONFIDENCE)
    least = there[order[0]]
    return VisibleGap(
        attribute.title,
        len(there),
        rate,
        largest,
        smallest,
        least.group,
        least.n_test,
        confirmable,
        critical=critical,
    )


_Counts = dict[tuple[str | None, str], tuple[int, int | None]]


def _counted(part: Dataset) -> _Counts:
    """Return rows, and rows with the favourable outcome, of every group of every attribute."""
    has_favourable = bool(part.roles.favourable)
    favourable = part.outcomes() == FAVOURABLE if has_favourable else np.zeros(part.n_rows, dtype=bool)
    found: _Counts = {(None, ""): (part.n_rows, int(favourable.sum()) if has_favourable else None)}
    for title, column in zip(part.groups().column_names, part.groups().columns, strict=True):
        encoded = column.dictionary_encode().unify_dictionaries().combine_chunks()
        places, names = encoded.indices.to_numpy(zero_copy_only=False), encoded.dictionary.to_pylist()
        in_all = np.bincount(places, minlength=len(names))
        good = np.bincount(places[favourable], minlength=len(names))
        counts = zip(names, in_all.tolist(), good.tolist(), strict=True)
        found |= {(title, name): (n, k if has_favourable else None) for name, n, k in counts}
    return found


def _row(attribute: str | None, group: str, counted: Sequence[_Counts]) -> GroupRows:
    nobody = (0, None if counted[0][None, ""][1] is None else 0)
    (n_train, k_train), (n_test, k_test) = (part.get((attribute, group), nobody) for part in counted)
    return GroupRows(attribute, group, n_train, n_test, k_train, k_test)


def _evidence(attribute: ProtectedAttribute, test: Dataset) -> dict[str, float]:
    """Return each group's effective number of rows, where rows have weights."""
    column = test.column(str(test.roles.weight)).cast("float64")
    weights = np.nan_to_num(np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64))
    groups = test.groups()[attribute.title].to_numpy(zero_copy_only=False)
    return {
        str(name): float(kish(weights[groups == name].sum(), (weights[groups == name] ** 2).sum()))
        for name in np.unique(groups)
    }
