"""Tables of rates and impact ratios, each with its own best category, and their bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.audit.standards.contract import Cell, Column, Row, StandardTable
from workbench.stats.impact import ImpactRatios, impact_ratios
from workbench.stats.intervals import Limits, critical_value, rate_limits
from workbench.stats.unknowns import Bounds, Pool, crossed_bounds, impact_ratio_bounds, rate_bounds

__all__ = ["SMALL_SHARE", "Layout", "bounds_table", "impact_table", "small_categories"]

SMALL_SHARE = (2, 100)
"""Categories with a smaller share of the people assessed may be left out of its impact ratios."""

WITHOUT_SMALL = "Impact ratio without small categories"


@dataclass(frozen=True)
class Layout:
    """How a table is written.

    Parameters
    ----------
    id, title : str
        Of the table.
    categories : tuple of str
        Its rows.
    selected, rate : str
        Headings of who was selected, and of their share.
    rate_digits, ratio_digits : int
        Decimals that are printed.
    confidence : float
        Of the intervals beside the figures.
    """

    id: str
    title: str
    categories: tuple[str, ...]
    selected: str
    rate: str
    rate_digits: int
    ratio_digits: int
    confidence: float


def small_categories(n: NDArray[np.int64], assessed: int) -> NDArray[np.bool_]:
    """Return which categories hold fewer than 2 % of the people assessed; empty ones hold nobody to leave out."""
    part, whole = SMALL_SHARE
    return np.asarray((n > 0) & (whole * n < part * assessed))


def impact_table(
    layout: Layout, k: NDArray[np.int64], n: NDArray[np.int64], small: NDArray[np.bool_], notes: Sequence[str]
) -> StandardTable:
    """Return the table of people, rates and impact ratios.

    Parameters
    ----------
    layout : Layout
        How it is written.
    k, n : array of int, shape (n_categories,)
        Selected and considered people.
    small : array of bool, shape (n_categories,)
        Categories that may be left out.
    notes : sequence of str
        What stands beneath it.
    """
    columns = [
        Column("Applicants", "count"),
        Column(layout.selected, "count"),
        Column(layout.rate, "fraction", layout.rate_digits),
        Column("Impact ratio", "ratio", layout.ratio_digits),
    ]
    ways = [_ratio_cells(impact_ratios(k, n, layout.confidence), n, np.zeros(len(n), dtype=bool))]
    if small.any():
        # The best category is chosen again among those that are left, so that no ratio is above 1.
        columns.append(Column(WITHOUT_SMALL, "ratio", layout.ratio_digits))
        kept = np.where(small, 0, k), np.where(small, 0, n)
        ways.append(_ratio_cells(impact_ratios(*kept, layout.confidence), n, small))
    limits = rate_limits(k, n, critical_value(layout.confidence))
    rows = [
        Row(
            name,
            (
                Cell(int(n[i]), "count"),
                Cell(int(k[i]), "count"),
                _rate_cell(int(k[i]), int(n[i]), limits, i),
                *(way[i] for way in ways),
            ),
        )
        for i, name in enumerate(layout.categories)
    ]
    return StandardTable(layout.id, layout.title, tuple(columns), tuple(rows), tuple(notes))


def bounds_table(
    layout: Layout, k: NDArray[np.int64], n: NDArray[np.int64], pools: Sequence[Pool], notes: Sequence[str]
) -> StandardTable:
    """Return the table of what rates and ratios could be, had everybody's category been known.

    Parameters
    ----------
    layout, notes
        As in :func:`impact_table`.
    k, n : array of int, shape (n_categories,)
        Selected and considered people whose category in this table is known.
    pools : sequence of Pool
        The others.
    """
    everywhere = tuple(range(len(n)))
    rates: Bounds
    ratios: Bounds
    if all(pool.reach == everywhere for pool in pools):
        selected, rejected, undecided = (
            sum(getattr(pool, name) for pool in pools) for name in ("selected", "rejected", "undecided")
        )
        rates = rate_bounds(k, n, selected, rejected, undecided)
        ratios = impact_ratio_bounds(k, n, selected, rejected, undecided)
    else:
        rates, ratios = crossed_bounds(k, n, pools)
    columns = (
        Column(f"Lowest {layout.rate.lower()}", "fraction", layout.rate_digits),
        Column(f"Highest {layout.rate.lower()}", "fraction", layout.rate_digits),
        Column("Lowest impact ratio", "ratio", layout.ratio_digits),
        Column("Highest impact ratio", "ratio", layout.ratio_digits),
    )
    rows = tuple(
        Row(
            name,
            (
                *(
                    Cell(float(side[i]), "fraction", reason="nobody is, or could be, in this category")
                    for side in rates
                ),
                *(Cell(float(side[i]), "ratio", reason="nobody was, or could have been, selected") for side in ratios),
            ),
        )
        for i, name in enumerate(layout.categories)
    )
    return StandardTable(layout.id, layout.title, columns, rows, tuple(notes))


def _rate_cell(k: int, n: int, limits: Limits, place: int) -> Cell:
    if n == 0:
        return Cell(None, "fraction", reason="nobody in this category")
    return Cell(k / n, "fraction", float(limits.low[place]), float(limits.high[place]))


def _ratio_cells(found: ImpactRatios, n: NDArray[np.int64], left_out: NDArray[np.bool_]) -> list[Cell]:
    cells = []
    for i, ratio in enumerate(found.ratio):
        if left_out[i]:
            cells.append(Cell(None, "ratio", reason="left out: fewer than 2 % of the people assessed"))
        elif n[i] == 0:
            cells.append(Cell(None, "ratio", reason="nobody in this category"))
        elif np.isnan(ratio):
            cells.append(Cell(None, "ratio", reason="nobody was selected"))
        else:
            cells.append(Cell(float(ratio), "ratio", float(found.limits.low[i]), float(found.limits.high[i])))
    return cells
