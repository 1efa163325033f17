"""``Effects``: what predictions would be where a column had other values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workbench.core.finding import Finding
from workbench.core.provenance import Result
from workbench.errors import ColumnNotFoundError, InputError
from workbench.explanation.shapley.attribution import Scale
from workbench.explanation.tellable import Kind
from workbench.modeling.result import Fitted

__all__ = ["LEVELS", "Direction", "Effect", "EffectPoint", "Effects"]

LEVELS = (0.1, 0.25, 0.75, 0.9)
"""The shares of rows below each of a point's ``bands``."""

Direction = Literal["rises", "falls", "varies", "flat"]

_AGAINST = 0.1


@dataclass(frozen=True)
class EffectPoint:
    """What the predictions of all rows would be with one value of a column.

    Parameters
    ----------
    value : object
        The value as the data hold it; ``None`` where it stands for a missing one.
    label : str
        As it is told; empty for a missing one.
    n : int
        Rows learned from that are nearest to it, or hold it; those beyond the ends of a grid belong to none. To the
        nearest ten, at least 11, where ``share_outside`` is not told.
    share : float
        Of all rows learned from, as a fraction.
    is_sparse : bool
        Whether fewer than 30 rows learned from are there, so that the model knows little of it.
    mean, low, high : float
        Mean prediction, and its 95 % limits at this point alone.
    difference, difference_low, difference_high : float
        The mean prediction less the row's mean over all points, weighted by their shares; and its limits. It is
        computed row by row, so that what makes rows differ anyway is left out of it.
    bands : tuple of float
        How much prediction a tenth, a quarter, three quarters and nine tenths of the rows are below; ``nan`` where
        fewer than 11 rows lie beyond, since one person's prediction could be read from it.
    """

    value: object
    label: str
    n: int
    share: float
    is_sparse: bool
    mean: float
    low: float
    high: float
    difference: float
    difference_low: float
    difference_high: float
    bands: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Effect:
    """The effect of one column on one prediction.

    Parameters
    ----------
    column : str
        The original column.
    kind : {"number", "date", "truth", "category"}
        What it holds.
    output : str
        Of several classes, the one whose probability is told; empty otherwise.
    points : tuple of EffectPoint
        Numbers and dates in order, categories from the most frequent; a missing value last, where the data have some.
    share_outside : float
        Share of the rows learned from that no point stands for: beyond the ends of the grid, in rare categories;
        ``nan`` where they are some and fewer than 11, so that nobody can be told by them.
    strength : float
        How far a row's prediction is from its own mean over the points, as the root of the mean square.
    heterogeneity : float
        Share of what the column moves that differs from row to row, from 0 (the same for everyone, as in a sum) to
        1 (the mean curve is flat and the rows' own are not); ``nan`` where it moves nothing.
    unseen : float
        Share of what the model was asked that lies where no row learned from is, given one other column, though at
        least five would be if the two had nothing to do with each other.
    unseen_with : str
        That column; empty where there is none.
    curves : array of float, shape (n_curves, n_points)
        Some rows' own predictions (individual conditional expectation). They are about people, and belong in no
        report. Read-only.
    """

    column: str
    kind: Kind
    output: str
    points: tuple[EffectPoint, ...]
    share_outside: float
    strength: float
    heterogeneity: float
    unseen: float
    unseen_with: str
    curves: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 0)))

    def __post_init__(self) -> None:
        """Make the curves read-only."""
        self.curves.setflags(write=False)

    def __repr__(self) -> str:
        """Return the effect in one sentence."""
        if not self.points:
            return f"Effect of {self.column!r}: no points."
        of = f" on {self.output!r}" if self.output else ""
        least = min(self.points, key=lambda one: one.mean)
        most = max(self.points, key=lambda one: one.mean)
        ends = f"{least.mean:.3g} at {least.label or 'missing'} to {most.mean:.3g} at {most.label or 'missing'}"
        word = f", {self.direction}" if self.kind in ("number", "date") else ""
        return f"Effect of {self.column!r}{of}: {ends}{word}."

    @property
    def span(self) -> float:
        """Largest less smallest mean prediction."""
        means = [one.mean for one in self.points]
        return max(means) - min(means)

    @property
    def direction(self) -> Direction:
        """Which way the mean goes along numbers or dates.

        *Rises* or *falls* where at most a tenth of all its steps together go the other way; *flat* where it moves by
        less than a billionth of its size; *varies* otherwise, and always for truths and categories.
        """
        means = np.array([one.mean for one in self.points if one.value is not None])
        if self.span <= 1e-9 * max(1.0, float(np.abs(means).max(initial=0.0))):
            return "flat"
        if self.kind not in ("number", "date") or len(means) < 2:
            return "varies"
        steps = np.diff(means)
        up, down = float(steps[steps > 0].sum()), float(-steps[steps < 0].sum())
        if min(up, down) > _AGAINST * (up + down):
            return "varies"
        return "rises" if up > down else "falls"


@dataclass(frozen=True, eq=False)
class Effects(Result):
    """Effects of columns on predictions.

    Parameters
    ----------
    fitted : Fitted
        The model.
    effects : tuple of Effect
        In the order of the columns asked for; of several classes one a class.
    scale : {"probability", "amount"}
        What is predicted.
    n_rows : int
        Held-out rows whose predictions are averaged.
    confidence : float
        Of the limits.
    left_out : mapping of str to str
        Columns without an effect, and why.
    findings : tuple of Finding
        What was noticed.
    """

    fitted: Fitted
    effects: tuple[Effect, ...]
    scale: Scale
    n_rows: int
    confidence: float
    left_out: Mapping[str, str]
    findings: tuple[Finding, ...] = ()

    def __repr__(self) -> str:
        """Return the effects in one sentence."""
        columns = list(dict.fromkeys(one.column for one in self.effects))
        told = ", ".join(columns[:3]) + (f" and {len(columns) - 3} more" if len(columns) > 3 else "")
        rest = f"; {len(self.left_out)} left out" if self.left_out else ""
        return f"Effects of {told or 'no column'} on the {self.scale} over {self.n_rows:,} held-out rows{rest}."

    def of(self, column: str, output: str | None = None) -> Effect:
        """Return the effect of one column.

        Parameters
        ----------
        column : str
            The column.
        output : str, optional
            Of several classes, the one; by default the first.

        Raises
        ------
        ColumnNotFoundError
            If it has no effect here.
        InputError
            If there is no such class.
        """
        found = [one for one in self.effects if one.column == column]
        if not found:
            raise ColumnNotFoundError.for_name(column, list(dict.fromkeys(one.column for one in self.effects)))
        if output is None:
            return found[0]
        for one in found:
            if one.output == output:
                return one
        raise InputError.for_choice("output", output, [one.output for one in found])

    def _content(self) -> object:
        return [
            (one.column, one.output, [(point.label, round(point.mean, 9)) for point in one.points])
            for one in self.effects
        ]
