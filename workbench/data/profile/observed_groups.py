"""What a person should know of groups, outcomes and rows: findings from their counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from workbench.core.finding import Finding
from workbench.data.profile.groups import share_limits
from workbench.data.profile.others import MOST_GROUPS
from workbench.data.profile.result import Association, ColumnProfile, Duplicates, GroupMissing, GroupShare
from workbench.stats.intervals import critical_value, difference_limits, rate_limits

__all__ = ["of_groups", "of_missing", "of_outcomes", "of_rows", "of_telling_missing", "of_too_many_groups"]

MISSING_TOLERANCE = 0.05
TELLING = 0.3
"""An association that is at least so strong, as sure as can be, says much of the outcome."""
REPRESENTED = 0.8
FEW_ROWS = 30
RARE = 0.01
FINE = 0.1
"""A column is fine-grained that has a different value in every tenth row or more."""

_ERROR = 0.05


class _Gap(NamedTuple):
    """The clearest difference between two groups in how often a column has no value."""

    more: GroupMissing
    less: GroupMissing
    value: float
    low: float
    high: float


def of_missing(missing: Sequence[GroupMissing]) -> Iterator[Finding]:
    """Return where values are missing for one group clearly more often than for another.

    All pairs of groups of all columns and attributes are looked at, and the intervals allow for that (Bonferroni).
    """
    tables: dict[tuple[str, str], list[GroupMissing]] = {}
    for one in missing:
        if one.n:
            tables.setdefault((one.column, one.attribute), []).append(one)
    n_pairs = sum(len(groups) * (len(groups) - 1) // 2 for groups in tables.values())
    for groups in tables.values():
        if len(groups) > 1:
            gap = _clearest(groups, critical_value(1 - _ERROR / n_pairs))
            if gap.low > MISSING_TOLERANCE:
                yield _missing_gap(gap)


def of_telling_missing(associations: Sequence[Association]) -> Iterator[Finding]:
    """Return columns whose missing values go with the outcome; where they go with groups, :func:`of_missing` says it.

    Parameters
    ----------
    associations : sequence of Association
        Of whether columns have a value.
    """
    for one in associations:
        if one.role == "target" and one.interval[0] >= TELLING:
            yield Finding(
                "WB129",
                "caution",
                f"Whether {one.column!r} is missing tells the outcome",
                "It may be filled in only once the outcome is known. A model would learn that, be too good in every "
                "test, and fail where it has to decide first.",
                "Find out when it is filled in. If that is after the decision, leave it out.",
                value=one.strength,
                threshold=TELLING,
                n=one.n,
                interval=one.interval,
                scope=one.column,
            )


def of_groups(shares: Sequence[GroupShare]) -> Iterator[Finding]:
    """Return groups with few rows, and groups whose share is not that of the population."""
    declared = [one for one in shares if one.expected is not None]
    for one in shares:
        if one.expected is not None and one.n_all:
            low, high = share_limits(one.n, one.n_all, 1 - _ERROR / len(declared))
            if high < REPRESENTED * one.expected or (low > one.expected / REPRESENTED):
                yield _misrepresented(one, (low, high))
        if 0 < one.n < FEW_ROWS:
            yield _small(one)


def of_outcomes(target: str, counts: Mapping[str, int]) -> Iterator[Finding]:
    """Return an outcome that few rows have."""
    name, n = min(counts.items(), key=lambda pair: pair[1])
    n_all = sum(counts.values())
    if n and (n < FEW_ROWS or n < RARE * n_all):
        yield Finding(
            "WB126",
            "caution" if n < FEW_ROWS else "note",
            f"Only {n:,} of {n_all:,} rows have the outcome {target} = {name!r}",
            "A model that never says it is almost always right, and of few rows little can be learned or tested.",
            "Compare models by more than accuracy, and look for more such rows.",
            value=n / n_all,
            threshold=RARE,
            n=n_all,
            interval=share_limits(n, n_all),
            scope=target,
        )


def of_rows(found: Duplicates, columns: Sequence[ColumnProfile], n: int, *, two: bool = True) -> Iterator[Finding]:
    """Return rows that repeat or contradict others, of two outcomes or of more."""
    if found.n_repeated_but_id:
        fine = any(one.n_distinct >= FINE * n for one in columns if one.role != "id")
        yield _repeated(found, n, fine=fine)
    if found.n_contradicting:
        yield Finding(
            "WB112",
            "note",
            f"{found.n_contradicting:,} of {n:,} rows have the same features as another row with "
            f"{'the other' if two else 'another'} outcome",
            "No model can be right about all of them: what sets them apart is not in the table.",
            "Look for what is missing, and for mistakes in the outcome.",
            value=found.n_contradicting / n,
            threshold=0.0,
            n=n,
        )


def of_too_many_groups(too_many: Mapping[str, int]) -> Iterator[Finding]:
    """Return attributes that are not compared, as they have too many groups."""
    for title, n in too_many.items():
        yield Finding(
            "WB128",
            "caution",
            f"Protected attribute {title!r} has {n:,} groups, too many to compare",
            "Hardly anybody is in any of them, so nothing can be said of them.",
            f"Join values into groups: wb.bands({title!r}, […]) for numbers, or a column of larger groups.",
            value=float(n),
            threshold=float(MOST_GROUPS),
            scope=title,
        )


def _clearest(groups: Sequence[GroupMissing], z: float) -> _Gap:
    n, k = np.array([one.n for one in groups], dtype=np.float64), np.array([float(one.n_missing) for one in groups])
    rates, limits = k / n, rate_limits(k, n, z)
    pairs = difference_limits(
        rates[:, None],
        type(limits)(limits.low[:, None], limits.high[:, None]),
        rates[None, :],
        type(limits)(limits.low[None, :], limits.high[None, :]),
    )
    low = pairs.low.copy()
    np.fill_diagonal(low, -1.0)
    more, less = (int(place) for place in np.unravel_index(int(np.argmax(low)), low.shape))
    return _Gap(
        groups[more],
        groups[less],
        float(rates[more] - rates[less]),
        float(low[more, less]),
        float(pairs.high[more, less]),
    )


def _missing_gap(gap: _Gap) -> Finding:
    more, less = gap.more, gap.less
    return Finding(
        "WB109",
        "caution",
        f"Values of {more.column!r} are missing in {more.n_missing:,} of {more.n:,} rows of {more.attribute} "
        f"{more.group!r}, and in {less.n_missing:,} of {less.n:,} of {less.group!r}",
        "What is not known of one group is guessed for it, so the model knows that group less well.",
        "Find out why, and get the values if you can. Filling them in does not make them known.",
        value=gap.value,
        threshold=MISSING_TOLERANCE,
        n=more.n + less.n,
        interval=(gap.low, gap.high),
        scope=more.column,
    )


def _misrepresented(one: GroupShare, interval: tuple[float, float]) -> Finding:
    share, expected = one.n / one.n_all, one.expected or 0.0
    under = share < expected
    return Finding(
        "WB110",
        "caution",
        f"{one.attribute} {one.group!r} is {100 * share:.1f} % of the rows, and {100 * expected:.1f} % of the "
        "population that was declared",
        "Of a group with too few rows a model learns too little, and what is true of the rows need not be true of "
        "people."
        if under
        else "The others have too few rows, and what is true of the rows may not be true of people.",
        "Find out who is left out and why. Collect more rows, or weight the ones there are and say so.",
        value=share,
        threshold=expected * (REPRESENTED if under else 1 / REPRESENTED),
        n=one.n_all,
        interval=interval,
        scope=one.attribute,
    )


def _small(one: GroupShare) -> Finding:
    return Finding(
        "WB125",
        "note",
        f"Only {one.n:,} {'row is' if one.n == 1 else 'rows are'} of {one.attribute} {one.group!r}",
        "Of so few rows hardly any difference can be told from chance, and fewer still are held out.",
        "Collect more rows of this group, or join it with another where that makes sense.",
        value=float(one.n),
        threshold=float(FEW_ROWS),
        n=one.n_all,
        scope=one.attribute,
    )


def _repeated(found: Duplicates, n: int, *, fine: bool) -> Finding:
    n_same = found.n_repeated_but_id
    but_id = " but for their id" if found.n_repeated < n_same else ""
    return Finding(
        "WB111",
        "caution" if fine or found.n_repeated < n_same else "note",
        f"{n_same:,} of {n:,} rows are equal to an earlier row{but_id}",
        "If they are copies, they count twice, and a test on rows that were learned from is too easy."
        + ("" if fine else " In a table of few values, different people can be equal by chance."),
        "Find out whether they are copies of one row or rows of different people. Take out copies before splitting.",
        value=n_same / n,
        threshold=0.0,
        n=n,
    )
