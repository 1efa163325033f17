"""Columns that give an amount away: WB210, WB211."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from workbench.core.finding import Finding
from workbench.core.measure import Measure
from workbench.preparation.leaks.columns import View, as_numbers
from workbench.preparation.leaks.fixes import leave_out
from workbench.preparation.leaks.result import Check
from workbench.preparation.leaks.subject import Found, Subject
from workbench.stats.intervals import critical_value

__all__ = ["explained", "giveaways_of_amounts"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

Z = critical_value(0.95)

GIVEN_AWAY = 0.98
"""Nothing honest explains so much of how amounts differ alone; serious."""
HARDLY_PLAUSIBLE = 0.90
"""To be asked about."""

_SURE = {"WB210": 0.90, "WB211": 0.80}
_PSEUDO_ROWS = 0.5
_FEWEST_ROWS = 20
_TITLE = "Columns that give the outcome away"


class Explained(NamedTuple):
    """A share of how amounts vary, by their ranks, that a column explains; with 95 % limits and how it does."""

    value: float
    low: float
    high: float
    how: str


def giveaways_of_amounts(subject: Subject) -> Found:
    """Look for columns that alone tell amounts better than is plausible.

    Parameters
    ----------
    subject : Subject
        Of data whose target is an amount. Only rows to learn from are read.

    Notes
    -----
    Amounts count by their ranks, so that a few large ones do not decide alone. A column is tried as a model of its
    own, the mean rank of each value or band, learned on one half of the rows and tried on the other; and, of numbers
    and dates, by its order alone. Words of texts are not tried, and neither are single values.
    """
    amounts, n = subject.targets, len(subject.rows)
    if n < _FEWEST_ROWS or np.ptp(amounts) == 0:
        why = f"There are fewer than {_FEWEST_ROWS} different rows to learn from, or all amounts are equal."
        return Found((Check("giveaway", _TITLE, "not applicable", why),))
    ranks = np.asarray(stats.rankdata(amounts) / n, dtype=np.float64)
    best = {name: _best(subject, name, ranks) for name in subject.columns}
    findings = [found for name, one in best.items() if one is not None and (found := _judged(name, one, subject))]
    looked_at = "1 column was" if len(best) == 1 else f"{len(best):,} columns were"
    detail = (
        f"{looked_at} each tried as a model of its own on {n:,} rows, by how much of the ranks of the amounts it "
        "explains; words of texts and single values were not."
    )
    check = Check("giveaway", _TITLE, "found" if findings else "nothing found", detail)
    reason = "it tells the outcome too well to be known before it"
    return Found((check,), tuple(findings), tuple(leave_out(one.code, one.scope, reason) for one in findings))


def _best(subject: Subject, name: str, ranks: Floats) -> Explained | None:
    found = [explained(view, ranks, subject.halves) for view in subject.views(name)]
    found += _by_order(subject, name, ranks)
    return max((one for one in found if np.isfinite(one.value)), key=lambda one: one.value, default=None)


def explained(view: View, ranks: Floats, halves: Ints) -> Explained:
    """Return how much of the ranks of the amounts the codes of a column explain.

    Parameters
    ----------
    view : View
        The column.
    ranks : array of float, shape (n_rows,)
        Any scale.
    halves : array of int
        0 or 1 of each row.

    Returns
    -------
    Explained
        1 less the squared distances of the ranks from the mean rank of their code in the other half, over those from
        the mean of the other half. A column that explains nothing is at 0 or a little below; of values with few rows
        it is less than in an endless table, never more but by chance. Its limits are those of a ratio of means (delta
        method).

    Examples
    --------
    >>> view = View("by its values", np.array([1, 1, 2, 2, 1, 1, 2, 2], dtype=np.int32), 3, True)
    >>> halves = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    >>> found = explained(view, np.array([1.0, 1.0, 3.0, 3.0, 1.0, 1.0, 3.0, 3.0]), halves)
    >>> round(found.value, 2)
    0.96
    """
    missed, spread = np.empty(len(ranks)), np.empty(len(ranks))
    for half in (0, 1):
        learn, rows = halves != half, halves == half
        usual = float(ranks[learn].mean()) if learn.any() else 0.0
        n = np.bincount(view.codes[learn], minlength=view.n_codes)
        total = np.bincount(view.codes[learn], ranks[learn], minlength=view.n_codes)
        means = (total + _PSEUDO_ROWS * usual) / (n + _PSEUDO_ROWS)
        missed[rows] = (ranks[rows] - means[view.codes[rows]]) ** 2
        spread[rows] = (ranks[rows] - usual) ** 2
    ratio = float(missed.mean() / spread.mean())
    error = float((missed - ratio * spread).std(ddof=1) / (spread.mean() * np.sqrt(len(ranks))))
    return Explained(1 - ratio, 1 - ratio - Z * error, min(1 - ratio + Z * error, 1.0), view.how)


def _by_order(subject: Subject, name: str, ranks: Floats) -> list[Explained]:
    """Return the square of the rank correlation of numbers or dates that all rows have."""
    column = subject.column(name)
    if not any(view.how.startswith("by bands") for view in subject.views(name)) or column.null_count:
        return []
    numbers = as_numbers(column)
    if not np.isfinite(numbers).all() or np.ptp(numbers) == 0:
        return []
    value = min(abs(float(np.corrcoef(stats.rankdata(numbers), ranks)[0, 1])), 1.0)  # Spearman's: of ranks
    bounded = min(value, 1 - 1e-12)
    half = Z * np.sqrt((1 + value**2 / 2) / (len(numbers) - 3))
    low, high = np.tanh(np.maximum(np.arctanh(bounded) + np.array([-half, half]), 0.0)) ** 2
    return [Explained(value**2, min(float(low), value**2), max(float(high), value**2), "by its order")]


def _judged(name: str, one: Explained, subject: Subject) -> Finding | None:
    """Return the finding of a column that explains more than is plausible."""
    code, limit = ("WB210", GIVEN_AWAY) if one.value >= GIVEN_AWAY else ("WB211", HARDLY_PLAUSIBLE)
    if one.value < limit or one.low < _SURE[code]:
        return None
    serious = code == "WB210"
    share = "all" if one.value >= 0.9995 else f"{100 * one.value:.0f} %"
    return Finding(
        code,
        "serious" if serious else "caution",
        f"Column {name!r} alone, {one.how}, explains {share} of how the ranks of {subject.data.roles.target!r} differ",
        "So much from one column alone is rarely honest: it may be filled in after the amount, or made from it. "
        "Then the model looks far better than it will be."
        if serious
        else "One column that tells so much may be filled in after the amount, or made from it.",
        f"Find out when and from what {name!r} is filled in. If that is after the amount is known, leave it out.",
        value=one.value,
        threshold=limit,
        n=len(subject.rows),
        interval=(one.low, one.high),
        scope=name,
        measure=Measure("share of the differences in rank that it explains", "fraction", ""),
    )
