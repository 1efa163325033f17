"""The findings about values: which column, which value, how often, and the call that settles it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from workbench.core.finding import Finding
from workbench.data.disguised.codes import ByCode, DayScan, NumberScan
from workbench.data.disguised.texts import TextScan
from workbench.data.disguised.words import PERHAPS

__all__ = ["constant_dates", "no_value", "other_spellings", "sentinel_numbers", "words_for_none"]

_NAMED = 3
_IN_CALL = 20
_NOT_KNOWN_WHY = (
    "A value that stands for 'not known' is else taken for an answer: a model learns from it, and means and counts "
    "are off."
)
_FIRST_DAY = dt.date(1970, 1, 1)


def no_value(column: str, n: int) -> Finding:
    """Return the finding of a column without any value."""
    return Finding(
        "WB101",
        "caution",
        f"Column {column!r} has no value in any row",
        "A column without values says nothing, and may be a mistake in the export.",
        "Check where the table comes from. The column is left out of the model.",
        value=1.0,
        threshold=1.0,
        n=n,
        scope=column,
    )


def words_for_none(column: str, scan: TextScan, n: int) -> Iterator[Finding]:
    """Yield the finding of words, signs and blanks for "not known"."""
    found = scan.not_known()
    sure = {value: count for value, count in found.items() if value.strip().casefold() not in PERHAPS}
    if sure:
        yield _not_known("WB104", column, {repr(value): count for value, count in sure.items()}, list(sure), n)
    elif found:
        yield Finding(
            "WB104",
            "note",
            f"{_in_rows({repr(value): count for value, count in found.items()}, n)} of column {column!r} may be an "
            "answer, or mean that it is not known",
            _NOT_KNOWN_WHY,
            f"Where it means that it is not known, read the data again with missing={{{column!r}: {list(found)!r}}}.",
            value=sum(found.values()) / n,
            n=n,
            scope=column,
        )


def sentinel_numbers(column: str, scan: NumberScan, n: int) -> Iterator[Finding]:
    """Yield the finding of numbers that stand for "not known"."""
    found = scan.not_known()
    if found is not None:
        shown = {f"{code}": count for code, count in found.counts.items()}
        yield _not_known("WB106", column, shown, list(found.counts), n, f"{found.low:g} to {found.high:g}")


def constant_dates(column: str, scan: DayScan, n: int) -> Iterator[Finding]:
    """Yield the finding of days that stand for "not known"."""
    found = scan.not_known()
    if found is not None:
        shown = {_day(code): count for code, count in found.counts.items()}
        yield _not_known("WB108", column, shown, list(found.times or shown), n, _range(found))


def _range(found: ByCode) -> str:
    return f"{_day(int(found.low))} to {_day(int(found.high))}"


def _day(days: int) -> str:
    return (_FIRST_DAY + dt.timedelta(days=days)).isoformat()


def _not_known(
    code: str, column: str, shown: Mapping[str, int], values: list[object], n: int, others: str = ""
) -> Finding:
    rest = f" The others are from {others}." if others else ""
    return Finding(
        code,
        "caution",
        f"{_in_rows(shown, n)} of column {column!r} {'seems' if len(shown) == 1 else 'seem'} to mean that it is "
        "not known",
        _NOT_KNOWN_WHY + rest,
        f"If so, read the data again with missing={{{column!r}: {values!r}}}.",
        value=sum(shown.values()) / n,
        n=n,
        scope=column,
    )


def _in_rows(shown: Mapping[str, int], n: int) -> str:
    """Return the values and in how many rows they are: ``'?', '-' and 2 others in 14 of 200 rows``."""
    count = sum(shown.values())
    return f"{_named(list(shown))} in {count:,} of {n:,} rows"


def _named(values: list[str]) -> str:
    if len(values) <= _NAMED:
        return ", ".join(values[:-1]) + (" and " if len(values) > 1 else "") + values[-1]
    return f"{', '.join(values[:_NAMED])} and {len(values) - _NAMED} more"


def other_spellings(column: str, scan: TextScan, n: int) -> Iterator[Finding]:
    """Yield the finding of values written in several ways, or all with a full stop at the end."""
    ways = scan.spellings()
    if ways:
        first, more = ways[0], f", and {len(ways) - 1} more such" if len(ways) > 1 else ""
        same = {other: next(iter(one)) for one in ways for other in list(one)[1:]}
        yield Finding(
            "WB105",
            "caution",
            f"Column {column!r} seems to write the same value in {_number(len(first))} ways: "
            f"{_named([repr(value) for value in sorted(first)])}{more}",
            "They are counted as different values, so that each looks rarer than it is.",
            f"If they are the same, read the data again with {_recode(column, same)}",
            value=float(sum(sum(list(one.values())[1:]) for one in ways)) / n,
            n=n,
            scope=column,
        )
    stopped = scan.stopped()
    if stopped and not ways:
        yield Finding(
            "WB105",
            "note",
            f"All values of column {column!r} end in a full stop: {_named([repr(value) for value in stopped])}",
            "Where another file writes them without it, they are taken for other values.",
            "If other files do, read the data again with "
            + _recode(column, {value: value[:-1].rstrip() for value in stopped}),
            n=n,
            scope=column,
        )


def _number(ways: int) -> str:
    return "two" if ways == 2 else str(ways)


def _recode(column: str, same: Mapping[str, str]) -> str:
    """Return the argument that makes values the same; of very many the first ones."""
    first = dict(list(same.items())[:_IN_CALL])
    rest = f" And so for {len(same) - _IN_CALL:,} more." if len(same) > _IN_CALL else ""
    return f"recode={{{column!r}: {first!r}}}.{rest}"
