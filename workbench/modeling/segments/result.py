"""``WeakSegments``: where a model errs more than elsewhere, and what of it was confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workbench.core.finding import Finding
from workbench.core.provenance import Result
from workbench.data.dataset import Dataset
from workbench.modeling.segments.conditions import Condition, held_by
from workbench.modeling.segments.confirming import Segments

__all__ = ["Measure", "WeakSegment", "WeakSegments", "rows_of"]

Measure = Literal["wrong", "log_loss", "absolute_error"]
"""What an error is: a wrong decision, the log loss, or how far an amount is off."""

_MOST_TOLD = 2


@dataclass(frozen=True)
class WeakSegment:
    """A part of the rows in which the model errs more than elsewhere, as far as is known.

    Parameters
    ----------
    conditions : tuple of Condition
        What describes its rows, one a column; all hold.
    n_found, found_error : int, float
        Rows and mean error where it was found. That error is too large: the worst parts were looked for.
    n, error : int, float
        Held-out rows, on which it was not found, and their mean error.
    limits : tuple of (float, float)
        Of ``error``.
    rest_error : float
        The mean error of all other held-out rows.
    difference_limits : tuple of (float, float)
        Of ``error - rest_error``, not allowing for the number of segments; ``nan`` where nothing can be said.
    p_value : float
        That it errs as the rest does, Holm's adjustment over all segments made; ``nan`` where nothing can be said.
    is_confirmed : bool
        Whether it errs more than the rest on the held-out rows too, beyond chance.
    why_not : str
        Why it is not confirmed; empty where it is.
    """

    conditions: tuple[Condition, ...]
    n_found: int
    found_error: float
    n: int
    error: float
    limits: tuple[float, float]
    rest_error: float
    difference_limits: tuple[float, float]
    p_value: float
    is_confirmed: bool
    why_not: str = ""

    @property
    def difference(self) -> float:
        """How much more it errs than the rest, on the held-out rows."""
        return self.error - self.rest_error

    def __str__(self) -> str:
        """Return what describes its rows, such as ``age under 30 and department is F``."""
        return " and ".join(map(str, self.conditions))


@dataclass(frozen=True, eq=False)
class WeakSegments(Result, Segments[WeakSegment]):
    """Where a model is weak.

    Parameters
    ----------
    title : str
        What readers call the model.
    measure : {"wrong", "log_loss", "absolute_error"}
        What an error is.
    segments : tuple of WeakSegment
        Those found: the confirmed ones first, each the worst first.
    n, error : int, float
        Held-out rows that they were confirmed on, and their mean error.
    n_found : int
        Rows that they were looked for in.
    how : str
        Which rows these are, in words.
    columns : tuple of str
        The columns that conditions could be made of.
    confidence : float
        Of the limits; the chance of any false confirmation is at most 1 less this.
    n_untold : int
        How many more were found, of which too few held-out rows are left to tell of them.
    findings : tuple of Finding
        One for each confirmed segment (WB316).
    """

    title: str
    measure: Measure
    segments: tuple[WeakSegment, ...]
    n: int
    error: float
    n_found: int
    how: str
    columns: tuple[str, ...]
    confidence: float
    n_untold: int = 0
    findings: tuple[Finding, ...] = ()

    def __repr__(self) -> str:
        """Return the worst confirmed segments in one sentence, or that there is none."""
        if not self.confirmed:
            looked = f"{len(self.segments)} looked so and {'was' if len(self.segments) == 1 else 'were'} not confirmed"
            told = looked if self.segments else "none was found"
            return f"Weak segments of {self.title}: none confirmed in {self.n:,} held-out rows; {told}."
        worst = "; ".join(f"{one}, {told_error(self.measure, one)}" for one in self.confirmed[:_MOST_TOLD])
        more = len(self.confirmed) - _MOST_TOLD
        return f"Weak segments of {self.title}: where {worst}{f'; and {more} more' if more > 0 else ''}."

    def __str__(self) -> str:
        """Return every segment in a line."""
        lines = [
            f"{'confirmed' if one.is_confirmed else 'not confirmed'}: {one}, {told_error(self.measure, one)}"
            + (f" ({one.why_not})" if one.why_not else "")
            for one in self.segments
        ]
        untold = [f"{self.n_untold} more with too few held-out rows to tell of"] if self.n_untold else []
        return "\n".join([repr(self), *lines, *untold])

    def _content(self) -> object:
        return [
            [str(one), one.n_found, one.n, round(one.error, 9), round(one.rest_error, 9), one.is_confirmed]
            for one in self.segments
        ]


def rows_of(data: Dataset, conditions: Sequence[Condition]) -> NDArray[np.bool_]:
    """Return which rows conditions hold for, all of them.

    Parameters
    ----------
    data : Dataset
        Any rows with the columns.
    conditions : sequence of Condition
        As :attr:`WeakSegment.conditions`; one that names a protected attribute is of its groups.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> data = read_data("example:loans")
    >>> bool(rows_of(data, [Condition("age", below=30.0, with_missing=False)]).mean() < 0.5)
    True
    """
    found = np.ones(data.n_rows, dtype=np.bool_)
    groups = {attribute.title for attribute in data.roles.protected}
    for one in conditions:
        is_plain = one.column in data.features or one.column not in groups
        found &= one.holds(held_by(data.column(one.column) if is_plain else data.groups()[one.column]))
    return found


def told_error(measure: Measure, one: WeakSegment) -> str:
    """Return a segment's error beside that of the rest, in words."""
    if measure == "wrong":
        return f"wrong in {one.error:.1%} of {one.n:,} held-out rows, elsewhere in {one.rest_error:.1%}"
    what = "off by" if measure == "absolute_error" else "log loss"
    return f"{what} {one.error:.4g} on average in {one.n:,} held-out rows, elsewhere {one.rest_error:.4g}"
