"""What a report has to know of a profile, as far as its readers may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from workbench.audit.disclosure.level import NOT_PUBLISHED, Disclosure
from workbench.data.profile.result import Association, ColumnProfile, Duplicates, Kind, NumberSummary, Profile
from workbench.report.naming import names_people
from workbench.report.small_counts import few, shown_values

__all__ = [
    "AssociationRecord",
    "ColumnSummary",
    "ProfileRecord",
    "ValueShare",
    "association_records",
    "column_summary",
    "duplicates_record",
    "share_digits",
]

_LEVELS = 8
_MOST_VALUES = 5
_TAILS = (0.01, 0.05)


@dataclass(frozen=True)
class ValueShare:
    """A value, and the share of the rows with a value that have it."""

    value: str
    share: float


@dataclass(frozen=True)
class ColumnSummary:
    """One column, as far as it may be seen.

    Parameters
    ----------
    name : str
        Its name.
    kind : Kind
        What it holds.
    role : str
        What it is for.
    n_missing : int or None
        Rows without a value; ``None`` where they, or the others, are few.
    n_distinct : int
        How many different values there are.
    distinct_is_exact : bool
        Whether that is exact.
    top : tuple of ValueShare
        The most frequent values that may be shown; none of a column whose values are rare, or stand elsewhere.
    quantiles : mapping of str to float
        Of numbers, by the share that stays below, as in ``"0.25"``; those at the ends only where enough are beyond.
    low, high : float or None
        The least and the greatest number; ``None`` where they may not be shown: each is one person's.
    mean, deviation : float or None
        Of numbers; ``None`` where sums are not shown.
    n_zero, n_negative, n_infinite, n_outliers : int or None
        Rows of that kind; ``None`` where they are few, or where it does not apply.
    levels : tuple of int
        How high the bars of a histogram are, from 0 to 8; bars of few people count as none.
    first, last : str
        Of dates; empty where they may not be shown.
    length : float or None
        Of text: the middle length, in characters.
    elsewhere : bool
        Whether its values are groups or outcomes, which stand in tables of their own.
    """

    name: str
    kind: Kind
    role: str
    n_missing: int | None
    n_distinct: int
    distinct_is_exact: bool = True
    top: tuple[ValueShare, ...] = ()
    quantiles: Mapping[str, float] = field(default_factory=dict)
    low: float | None = None
    high: float | None = None
    mean: float | None = None
    deviation: float | None = None
    n_zero: int | None = None
    n_negative: int | None = None
    n_infinite: int | None = None
    n_outliers: int | None = None
    levels: tuple[int, ...] = ()
    first: str = ""
    last: str = ""
    length: float | None = None
    elsewhere: bool = False


@dataclass(frozen=True)
class AssociationRecord:
    """How much a column goes with the target or a protected attribute; ``role`` says which of both ``other`` is."""

    column: str
    other: str
    role: str
    strength: float
    low: float
    high: float


@dataclass(frozen=True)
class ProfileRecord:
    """What is in a table.

    Parameters
    ----------
    fingerprint : str
        Of the profile.
    n_rows : int
        How many rows; without those that have no outcome, where these are few.
    columns : tuple of ColumnSummary
        In the data's order.
    associations : tuple of AssociationRecord
        Strongest first.
    n_repeated, n_repeated_but_id, n_contradicting : int or None
        Rows that are there more than once; ``None`` where they are few.
    versions : mapping of str to str
        What computed it.
    """

    fingerprint: str
    n_rows: int
    columns: tuple[ColumnSummary, ...]
    associations: tuple[AssociationRecord, ...]
    n_repeated: int | None
    n_repeated_but_id: int | None
    n_contradicting: int | None
    versions: Mapping[str, str] = field(default_factory=dict)


def share_digits(level: Disclosure) -> int | None:
    """Return to how many decimals shares of people are kept; ``None`` for all of them."""
    return None if level.hides_nothing else 2 if level.whole_percents else 3


def association_records(found: Sequence[Association], level: Disclosure) -> tuple[AssociationRecord, ...]:
    """Return associations, but for full disclosure with two decimals: a table of counts could be told from more."""
    digits = 15 if level.hides_nothing else 2
    return tuple(
        AssociationRecord(
            one.column, one.other, one.role, *(round(value, digits) for value in (one.strength, *one.interval))
        )
        for one in found
        if level.hides_nothing or one.n >= level.fewest
    )


def duplicates_record(found: Duplicates, n: int, level: Disclosure) -> tuple[int | None, int | None, int | None]:
    """Return how many rows are there more than once: at all, but for the id, with another outcome."""
    counts = (found.n_repeated, found.n_repeated_but_id, found.n_contradicting)
    told = [None if few(one, level.fewest, n) else one for one in counts]
    if few(abs(counts[1] - counts[0]), level.fewest):
        told[0] = None  # the difference of both would tell few
    return told[0], told[1], told[2]


def column_summary(
    column: ColumnProfile, level: Disclosure, *, elsewhere: bool, n_missing: int | None
) -> ColumnSummary:
    """Return a column as far as it may be seen; of one that names people only how long its texts are, to anybody.

    Parameters
    ----------
    column : ColumnProfile
        The column.
    level : Disclosure
        What may be seen.
    elsewhere : bool
        Whether its values are groups or outcomes, of which other tables show what may be seen.
    n_missing : int or None
        How many values are missing, as far as that may be told.
    """
    head = ColumnSummary(
        column.name,
        column.kind,
        column.role,
        n_missing,
        column.n_distinct,
        column.distinct_is_exact,
        elsewhere=elsewhere and not level.hides_nothing,
    )
    if head.elsewhere:
        return head
    n = column.n - column.n_missing
    if names_people(column):
        told = column.text is not None and (level.hides_nothing or n >= level.fewest)
        return replace(head, length=column.text.middle) if told and column.text is not None else head
    values = {**_numbers(column.numbers, n, level), **_others(column, n, level)}
    if column.numbers is None or column.n_distinct <= _MOST_VALUES:
        values["top"] = _top(column, n, level)
    return ColumnSummary(**{**_fields(head), **values})  # type: ignore[arg-type]


def _fields(one: ColumnSummary) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def _top(column: ColumnProfile, n: int, level: Disclosure) -> tuple[ValueShare, ...]:
    counts = [one.n for one in column.top]
    shown = len(counts) if level.hides_nothing else shown_values(counts, n, level.fewest)
    digits = share_digits(level)
    shares = [one.n / n for one in column.top[: min(shown, _MOST_VALUES)]]
    return tuple(
        ValueShare(one.value, share if digits is None else round(share, digits))
        for one, share in zip(column.top, shares, strict=False)
    )


def _others(column: ColumnProfile, n: int, level: Disclosure) -> dict[str, object]:
    if column.dates is not None and level.hides_nothing:
        return {"first": column.dates.first, "last": column.dates.last}
    if column.text is not None and (level.hides_nothing or n >= level.fewest):
        return {"length": column.text.middle}
    return {}


def _numbers(numbers: NumberSummary | None, n: int, level: Disclosure) -> dict[str, object]:
    if numbers is None:
        return {}
    kinds = {name: getattr(numbers, name) for name in ("n_zero", "n_negative", "n_infinite", "n_outliers")}
    told = {name: value for name, value in kinds.items() if level.hides_nothing or not few(value, level.fewest, n)}
    known = n - numbers.n_infinite
    digits = 3 if level.whole_percents else None
    quantiles = {
        f"{share:g}": value if digits is None else float(f"{value:.{digits}g}")
        for share, value in numbers.quantiles.items()
        if level.hides_nothing or min(share, 1 - share) * known >= level.fewest
    }
    ends: dict[str, object] = {"low": numbers.low, "high": numbers.high} if level.hides_nothing else {}
    sums = level.keeps_amounts and (level.hides_nothing or known >= level.fewest)
    means: dict[str, object] = {"mean": numbers.mean, "deviation": numbers.deviation} if sums else {}
    return {**told, "quantiles": quantiles, **ends, **means, "levels": _levels(numbers.counts, level)}


def _levels(counts: Sequence[int], level: Disclosure) -> tuple[int, ...]:
    """Return the bars of a histogram as levels; of few people none, and none at the ends."""
    shown = [0 if 0 < n < level.fewest and not level.hides_nothing else n for n in counts]
    most = max(shown, default=0)
    if not most:
        return ()
    first = next(place for place, n in enumerate(shown) if n)
    last = len(shown) - next(place for place, n in enumerate(reversed(shown)) if n)
    kept = shown if level.hides_nothing else shown[first:last]
    return tuple(-(-_LEVELS * n // most) for n in kept)


def fingerprint_of(profile: Profile, *, bare: bool) -> str:
    """Return the profile's fingerprint, or that it is not published."""
    return NOT_PUBLISHED if bare else profile.fingerprint
