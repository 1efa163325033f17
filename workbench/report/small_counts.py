"""Which counts of a table beside an audit are hidden: small ones, and as many others as it takes to keep them so."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["QUOTED", "few", "hidden_rows", "shown_values", "without_few"]

QUOTED = re.compile(r"('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|“[^”]*”)")
"""What a finding's text quotes of the data."""

_PEOPLE = r"rows?|values?|people|persons?|held-out|numbers?|records?|infinite|cases?"
_SHARE = re.compile(rf"(?<![\w.,/:−-])(\d[\d,]*) of (\d[\d,]*)(?= (?:{_PEOPLE}|of)\b)")
_WHOLE = re.compile(rf"(?<![\w.,/:−-])\d+(?= (?:{_PEOPLE})\b)|(?<= \()\d+(?=\))")
_PLACE = re.compile(r",? ?\(?\b(?:lines?|rows?) \d[\d,]*(?:(?:, | and )\d[\d,]*)*\b\)?")


def few(n: int, fewest: int, of: int | None = None) -> bool:
    """Return whether a count may not be shown: it is small, or what it leaves of all is.

    Examples
    --------
    >>> few(3, 5), few(0, 5), few(97, 5, of=100), few(90, 5, of=100)
    (True, False, True, False)
    """
    return 0 < n < fewest or (of is not None and 0 < of - n < fewest)


def hidden_rows(cells: NDArray[np.int64], fewest: int, also: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
    """Return which rows of a table are hidden, where the sum of each of its columns is known.

    First every row with a small count. Then the row with the fewest people, as long as what is hidden is a single
    row, or adds up to few in some column: from the sums it could be told.

    Parameters
    ----------
    cells : array of int64, shape (n_rows, n_columns)
        Counts of people.
    fewest : int
        The smallest count above 0 that is shown.
    also : array of bool, shape (n_rows,), optional
        Rows that are hidden anyway.

    Returns
    -------
    array of bool, shape (n_rows,)
        All where nothing less will do; none where no count is small.

    Examples
    --------
    >>> hidden_rows(np.array([[500], [40], [30], [3]]), 5).tolist()
    [False, False, True, True]
    >>> hidden_rows(np.array([[500], [40]]), 5).tolist()
    [False, False]
    """
    totals = cells.sum(axis=1)
    small = ((cells > 0) & (cells < fewest)).any(axis=1) | ((totals > 0) & (totals < fewest))
    hidden: NDArray[np.bool_] = small if also is None else small | also
    while hidden.any() and not hidden.all() and not _is_pooled(cells, hidden, fewest):
        shown = np.flatnonzero(~hidden & (totals > 0))
        if not len(shown):
            return np.ones_like(hidden)  # rows of nobody would leave all that is known to the few others
        hidden = hidden.copy()
        hidden[shown[np.argmin(totals[shown])]] = True
    return hidden


def _is_pooled(cells: NDArray[np.int64], hidden: NDArray[np.bool_], fewest: int) -> bool:
    """Return whether nobody can tell one hidden row from their sums."""
    sums = cells[hidden].sum(axis=0)
    if not sums.any():
        return True  # that nobody is there may be known
    several = int((cells[hidden].sum(axis=1) > 0).sum()) > 1
    return several and not ((sums > 0) & (sums < fewest)).any() and bool(sums.sum() >= fewest)


def shown_values(counts: Sequence[int], n: int, fewest: int) -> int:
    """Return how many of the most frequent values may be shown with their counts, of a column whose rows are known.

    What is left is nobody, or at least ``fewest`` people, so that no small count follows from the others.

    Parameters
    ----------
    counts : sequence of int
        Of the most frequent values, largest first.
    n : int
        Rows with a value.
    fewest : int
        The smallest count above 0 that is shown.

    Examples
    --------
    >>> shown_values([500, 497, 3], 1_000, 5), shown_values([500, 400], 1_000, 5)
    (1, 2)
    """
    most = sum(count >= fewest for count in counts)
    return next((shown for shown in range(most, 0, -1) if not few(n - sum(counts[:shown]), fewest)), 0)


def without_few(text: str, fewest: int, *, places: bool = False) -> str:
    """Return a sentence of a finding in which small counts of people are called few; what is quoted stays.

    Parameters
    ----------
    text : str
        The sentence.
    fewest : int
        The smallest count above 0 that is shown.
    places : bool
        Whether lines and rows that it points to are left out too.

    Examples
    --------
    >>> without_few("3 of 1,000 values of '3 to 5' are no numbers: 'n/a', line 17", 5, places=True)
    "few of 1,000 values of '3 to 5' are no numbers: 'n/a'"
    >>> without_few("990 of 992 rows, of 3 groups: 'a' (4)", 5)
    "all but few of 992 rows, of 3 groups: 'a' (few)"
    """
    parts = QUOTED.split(text)
    for place in range(0, len(parts), 2):
        part = _PLACE.sub("", parts[place]) if places else parts[place]
        part = _SHARE.sub(lambda found: _share_of(found[1], found[2], fewest), part)
        parts[place] = _WHOLE.sub(lambda found: "few" if 0 < int(found[0]) < fewest else found[0], part)
    return "".join(parts)


def _share_of(n: str, of: str, fewest: int) -> str:
    """Return "3 of 1,000" without a small count."""
    counts = [int(one.replace(",", "") or 0) for one in (n, of)]
    if not few(counts[0], fewest, counts[1]) or counts[0] > counts[1]:
        return f"{n} of {of}"
    return f"few of {of}" if counts[0] < fewest else f"all but few of {of}"
