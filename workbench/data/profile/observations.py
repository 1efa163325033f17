"""What a person should know of single columns: findings from their profiles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.core.finding import SEVERITIES, Finding
from workbench.data.profile.copies import Copy
from workbench.data.profile.result import ColumnProfile, NumberSummary
from workbench.data.roles import Roles

__all__ = ["in_order", "of_columns", "of_copies"]

NEAR_CONSTANT = 0.99
"""A value in this share of the rows, or more, leaves next to nothing to tell apart."""
MOSTLY_MISSING = 0.5
MANY_FAR_OUT = 0.01
STRONGLY_SKEWED = 0.6
MANY_VALUES = 100

_LEAST_ROWS = 100  # of fewer, shares of one in a hundred say nothing
_MANY_NUMBERS = 20


def in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return findings with the most serious first, otherwise in their order."""
    return tuple(sorted(findings, key=lambda one: SEVERITIES.index(one.severity)))


def of_columns(columns: Sequence[ColumnProfile]) -> Iterator[Finding]:
    """Return what is to be said of each column by itself."""
    for one in columns:
        n_known = one.n - one.n_missing
        if one.role == "id":
            if n_known > one.n_distinct:
                yield _repeated_id(one, n_known)
            continue
        if one.n_missing < one.n and one.missing_share >= MOSTLY_MISSING:
            yield _mostly_missing(one)
        if one.role != "target" and one.n > 1 and _near_constant(one, n_known):
            yield _one_value(one, n_known)
        if one.numbers is not None:
            yield from _of_numbers(one, one.numbers, n_known)
        if one.role == "feature" and one.kind == "text" and one.n_distinct > MANY_VALUES:
            yield _many_values(one, n_known)


def of_copies(copies: Sequence[Copy], roles: Roles) -> Iterator[Finding]:
    """Return what is to be said of columns that say what another says."""
    telling = {one.column for one in roles.protected} | {roles.target}
    for one in copies:
        speaks = telling & {one.column, one.original}
        yield Finding(
            "WB122",
            "caution" if speaks else "note",
            f"Columns {one.original!r} and {one.column!r} say the same in every row",
            "One of them adds nothing, and what a model owes to both is shared between them by chance."
            if not speaks
            else "One of them has a role, and a model that sees the other sees it too.",
            "Leave one of them out, unless they should differ: then look at how the table was made.",
            value=1.0,
            scope=one.column,
        )


def _of_numbers(one: ColumnProfile, numbers: NumberSummary, n_known: int) -> Iterator[Finding]:
    if numbers.n_infinite:
        yield _infinite(one, numbers)
    n_finite = n_known - numbers.n_infinite
    if n_finite < _LEAST_ROWS or one.role == "weight":
        return
    quantiles = numbers.quantiles
    if quantiles[0.75] > quantiles[0.25] and numbers.n_outliers >= MANY_FAR_OUT * n_finite:
        yield _far_out(one, numbers, n_finite)
    skew = skewness(numbers)
    if one.n_distinct > _MANY_NUMBERS and abs(skew) >= STRONGLY_SKEWED:
        yield _skewed(one, skew, n_finite)


def skewness(numbers: NumberSummary) -> float:
    """Return how lopsided the middle nine tenths of some numbers lie, from -1 to 1.

    It is (upper reach - lower reach) / (both together), where a reach goes from the median to the 95th or the 5th of
    a hundred; 0 where both are alike, or neither reaches anywhere.
    """
    low, middle, high = (numbers.quantiles[share] for share in (0.05, 0.5, 0.95))
    width = high / 2 - low / 2
    return ((high / 2 - middle / 2) - (middle / 2 - low / 2)) / width if width > 0 else 0.0


def _near_constant(one: ColumnProfile, n_known: int) -> bool:
    if one.n_distinct == 1:
        return n_known > 1
    return n_known >= _LEAST_ROWS and bool(one.top) and one.top[0].n >= NEAR_CONSTANT * n_known


def _repeated_id(one: ColumnProfile, n_known: int) -> Finding:
    return Finding(
        "WB127",
        "caution",
        f"The id {one.name!r} has {one.n_distinct:,} values in {n_known:,} rows, so some name more than one row",
        "Rows of one id may be of one person. If some are learned from and others held out, the test is too easy.",
        f"If they belong together, say so: read_data(…, group={one.name!r}). If they are copies, take them out.",
        value=float(n_known - one.n_distinct),
        threshold=0.0,
        n=n_known,
        scope=one.name,
    )


def _mostly_missing(one: ColumnProfile) -> Finding:
    return Finding(
        "WB124",
        "note",
        f"Column {one.name!r} has no value in {one.n_missing:,} of {one.n:,} rows",
        "What is filled in is a guess for most rows, and may be missing for a reason.",
        "Find out why. Often whether there is a value tells more than the value.",
        value=one.missing_share,
        threshold=MOSTLY_MISSING,
        n=one.n,
        scope=one.name,
    )


def _one_value(one: ColumnProfile, n_known: int) -> Finding:
    most = one.top[0]
    return Finding(
        "WB113",
        "note",
        f"Column {one.name!r} is {most.value!r} in {most.n:,} of {n_known:,} rows",
        "It tells next to no rows apart, and what a model learns from the few others is mostly chance.",
        "Leave it out, unless the few others matter: then say why.",
        value=most.n / n_known,
        threshold=NEAR_CONSTANT,
        n=n_known,
        scope=one.name,
    )


def _infinite(one: ColumnProfile, numbers: NumberSummary) -> Finding:
    return Finding(
        "WB123",
        "caution",
        f"Column {one.name!r} holds {numbers.n_infinite:,} infinite {_plural('number', numbers.n_infinite)}",
        "No model can take them. Most often something was divided by zero on the way here.",
        "Find out where they come from, and make them missing or a number where the table is made.",
        value=float(numbers.n_infinite),
        threshold=0.0,
        n=one.n - one.n_missing,
        scope=one.name,
    )


def _far_out(one: ColumnProfile, numbers: NumberSummary, n_finite: int) -> Finding:
    return Finding(
        "WB114",
        "note",
        f"{numbers.n_outliers:,} of {n_finite:,} numbers in {one.name!r} lie far from the others",
        "They lie further from the middle half than three times its width. Mistakes look like this, and so do rare "
        "cases; a mean or a straight line follows them.",
        "Look at the largest and the smallest. Take out mistakes only, and say that you did.",
        value=numbers.n_outliers / n_finite,
        threshold=MANY_FAR_OUT,
        n=n_finite,
        scope=one.name,
    )


def _skewed(one: ColumnProfile, skew: float, n_finite: int) -> Finding:
    return Finding(
        "WB120",
        "note",
        f"The numbers in {one.name!r} reach much further {'up' if skew > 0 else 'down'} than "
        f"{'down' if skew > 0 else 'up'} from their median",
        "The mean is not what is usual here, and a model of straight lines follows the few at the long end.",
        "Compare medians. Trees do not mind; for other models take a logarithm or ranks.",
        value=skew,
        threshold=STRONGLY_SKEWED,
        n=n_finite,
        scope=one.name,
    )


def _many_values(one: ColumnProfile, n_known: int) -> Finding:
    unique = one.n_distinct == n_known
    return Finding(
        "WB121",
        "note",
        f"Column {one.name!r} has another text in every row"
        if unique
        else f"Column {one.name!r} has {one.n_distinct:,} different texts in {n_known:,} rows",
        "It may name the person: a model could learn rows by heart, and a report could tell who somebody is."
        if unique
        else "One column for each would be too many, and most are too rare to learn from.",
        f"If it names the row, say so: read_data(…, id={one.name!r}). If it is free text, it needs a step of its own."
        if unique
        else "Group them, or let the recipe turn them into a few numbers.",
        value=float(one.n_distinct),
        threshold=float(MANY_VALUES),
        n=n_known,
        scope=one.name,
    )


def _plural(noun: str, n: int) -> str:
    return noun if n == 1 else f"{noun}s"
