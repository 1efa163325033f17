"""What is known only later: WB216."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from workbench.core.finding import Finding
from workbench.core.measure import Measure
from workbench.data.roles import label_of
from workbench.data.split import Split
from workbench.preparation.leaks.columns import as_numbers
from workbench.preparation.leaks.fixes import leave_out, split_again
from workbench.preparation.leaks.result import Check, Fix
from workbench.preparation.leaks.subject import Found, Subject

__all__ = ["future"]

_TITLE = "The future in the past"
_LATER_SHARE = 0.01
_LATEST_SHARE = 0.1
_OFTEN_MISSING = 0.9
_SELDOM_MISSING = 0.5
_FEWEST = 20
_DAY = 86_400e6
_MONTH, _CALENDAR = 27, 3

Floats = NDArray[np.float64]


def future(subject: Subject) -> Found:
    """Look for rows learned from that are later than rows held out, and for columns that are filled in later.

    Parameters
    ----------
    subject : Subject
        With a time role, else nothing is looked for.
    """
    time = subject.data.roles.time
    if time is None:
        return Found((Check("future", _TITLE, "not applicable", "No column says when: name one with time=…."),))
    findings, fixes = [], []
    if subject.split is not None and (later := _later_rows(subject.split, time)) is not None:
        findings.append(later)
        fixes.append(Fix("WB216", time, "hold out the latest rows", split_again(subject.split, "temporal")))
    learned_from = subject.learned_from
    when = _instants(learned_from.column(time))
    for name in subject.columns:
        column = learned_from.column(name)
        found = _dated_later(name, column, when) or _filled_in_later(name, column, when)
        if found is not None:
            findings.append(found)
            fixes.append(leave_out("WB216", name, "it is known only later"))
    detail = f"{learned_from.n_rows:,} rows and {len(subject.columns):,} columns were compared with {time!r}."
    return Found(
        (Check("future", _TITLE, "found" if findings else "nothing found", detail),), tuple(findings), tuple(fixes)
    )


def _instants(column: pa.ChunkedArray) -> Floats:
    """Return dates and times as microseconds, numbers as they are."""
    if pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us"))
    return as_numbers(column)


def _later_rows(split: Split, time: str) -> Finding | None:
    """Return the finding of rows learned from that are later than rows held out."""
    first, second = (_instants(part.column(time)) for part in (split.train, split.test))
    earliest = np.nanmin(second) if np.isfinite(second).any() else np.inf
    n_later, n = int((first > earliest).sum()), int(np.isfinite(first).sum())
    if n_later <= _LATER_SHARE * n:
        return None
    values = split.test.column(time).drop_null()
    shown = label_of(values[int(np.nanargmin(as_numbers(values)))].as_py())
    return Finding(
        "WB216",
        "serious",
        f"{n_later:,} of {n:,} rows learned from are later than {shown}, when the held-out rows begin",
        "A model that is tried on the past has seen the future, which it will not have when it is used.",
        "Hold out the latest rows: method='temporal'.",
        value=n_later / n,
        threshold=_LATER_SHARE,
        n=n,
        scope=time,
        measure=Measure("share of rows learned from that are later", "fraction"),
    )


def _dated_later(name: str, column: pa.ChunkedArray, when: Floats) -> Finding | None:
    """Return the finding of a column of dates that are after the row's own."""
    if not (pa.types.is_date(column.type) or pa.types.is_timestamp(column.type)):
        return None
    dates = _instants(column)
    both = np.isfinite(dates) & np.isfinite(when)
    n, n_later = int(both.sum()), int((dates[both] > when[both]).sum())
    if n < _FEWEST or n_later <= _LATER_SHARE * n or _is_planned(dates[both] - when[both]):
        return None
    return Finding(
        "WB216",
        "caution",
        f"Column {name!r} holds dates after the row's own in {n_later:,} of {n:,} rows",
        "What happens later is not known when the model is used, unless it was planned.",
        f"Find out whether {name!r} is known at that time. If not, leave it out.",
        value=n_later / n,
        threshold=_LATER_SHARE,
        n=n,
        scope=name,
        measure=Measure("share of rows with a later date in it", "fraction"),
    )


def _is_planned(ahead: Floats) -> bool:
    """Return whether dates are always equally far ahead, so that the row's own time tells them.

    A month has 28 to 31 days and a year one more in leap years, and a date is without the time of the day.
    """
    spread = float(np.ptp(ahead))
    return spread == 0 or (spread <= _CALENDAR * _DAY and float(ahead.min()) >= _MONTH * _DAY)


def _filled_in_later(name: str, column: pa.ChunkedArray, when: Floats) -> Finding | None:
    """Return the finding of a column that the latest rows do not have yet."""
    missing = np.asarray(column.is_null(nan_is_null=True).to_numpy(), dtype=bool)
    known = np.isfinite(when)
    if not missing.any() or known.sum() < 10 * _FEWEST:
        return None
    latest = known & (when > np.quantile(when[known], 1 - _LATEST_SHARE))
    earlier = known & (when <= np.quantile(when[known], 0.5))
    share, before = float(missing[latest].mean()) if latest.any() else 0.0, float(missing[earlier].mean())
    if latest.sum() < _FEWEST or share < _OFTEN_MISSING or before > _SELDOM_MISSING:
        return None
    return Finding(
        "WB216",
        "caution",
        f"Column {name!r} has no value in {100 * share:.0f} of 100 of the latest rows, "
        f"and in {100 * before:.0f} of 100 of the earlier half",
        "It seems to be filled in later, and then it is not known when the model is used.",
        f"Find out when {name!r} is filled in. If that is after the decision, leave it out.",
        value=share,
        threshold=_OFTEN_MISSING,
        n=int(latest.sum()),
        scope=name,
        measure=Measure("share of the latest rows without a value", "fraction"),
    )
