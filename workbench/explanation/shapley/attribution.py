"""``Attribution``: Shapley values of some rows in original columns, and the check that they add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workbench.errors import AdditivityError

__all__ = ["Attribution", "Method", "Scale", "check_additivity", "missed_by", "sum_by_source"]

Scale = Literal["log-odds", "probability", "amount"]
Method = Literal["trees", "coefficients", "permutation", "enumeration"]

_OF_VALUES = 1e-5
"""What may be missed, as a share of the absolute values of a row: some engines sum trees in single precision."""
_OF_BASE = 1e-9


@dataclass(frozen=True, eq=False)
class Attribution:
    """Shapley values of some rows.

    Parameters
    ----------
    columns : tuple of str
        The original columns.
    values : array of float, shape (n_rows, n_columns)
        What each column adds to each row's prediction.
    base : float
        The prediction without any column: ``base + values.sum(axis=1)`` is the prediction.
    predictions : array of float, shape (n_rows,)
        The model's own predictions on the same scale.
    scale : str
        ``"log-odds"``, ``"probability"``, or ``"amount"``: the unit of what is predicted. Of several classes the
        log-odds of one are the logarithm of its probability, up to what is added to all classes alike.
    method : {"trees", "coefficients", "permutation", "enumeration"}
        Exactly from the trees of the model (against the training rows that passed each branch, or against
        background rows that were given), exactly from its coefficients, by permuting original columns, or exactly
        by trying every set of them. Columns made from one original column are one player. Only where ``engine`` is
        ``"shap"``, as of trees that can be read in no other way, is what each of them gets alone added up: it adds up
        to the prediction, is not quite what they would get as one, and a note says so.
    n_background : int
        How many rows stand for "without the column".
    n_orders : int
        How many orders of the columns were tried a row; 0 where the method is exact.
    output : str
        Of several classes, the one whose prediction is explained; empty otherwise.
    engine : str
        What computed it: ``"workbench"``, or a library such as ``"woodelf"`` or ``"shap"``.
    notes : tuple of str
        Engines that were tried before, why they did not serve and which one did, a sentence for each reason.
    standard_errors : array of float, shape (n_rows, n_columns), or None
        Of each value, by the orders that were drawn; ``None`` where the method is exact.
    """

    columns: tuple[str, ...]
    values: NDArray[np.float64]
    base: float
    predictions: NDArray[np.float64]
    scale: Scale
    method: Method
    n_background: int
    n_orders: int = 0
    output: str = ""
    engine: str = "workbench"
    notes: tuple[str, ...] = ()
    standard_errors: NDArray[np.float64] | None = None


def check_additivity(attribution: Attribution, rounding: float = 0.0) -> None:
    """Raise :class:`AdditivityError` where values do not add up to the prediction.

    Parameters
    ----------
    attribution : Attribution
        What is checked, row by row. A hundred-thousandth of the largest sum of absolute values of a row may be
        missed, whatever the unit of the prediction.
    rounding : float
        What the model itself rounds its predictions by, on their scale.

    Raises
    ------
    AdditivityError
        If a row misses more than that, or anything is not a number.

    Examples
    --------
    >>> import numpy as np
    >>> good = Attribution(("a",), np.array([[0.2]]), 0.5, np.array([0.7]), "probability", "permutation", 1)
    >>> check_additivity(good)
    """
    worst = missed_by(attribution, rounding)
    if worst != 0:
        raise AdditivityError(
            f"The explanation misses the model's prediction by up to {worst:.3g} ({attribution.scale}), "
            f"so it is not shown. Its method is {attribution.method!r}.\n"
            "Choose another model, or report this with the versions that workbench --version prints."
        )


def missed_by(attribution: Attribution, rounding: float = 0.0) -> float:
    """Return by how much the values miss the prediction in the worst row: 0 if by no more than is rounded.

    Parameters
    ----------
    attribution : Attribution
        What is checked.
    rounding : float
        As of :func:`check_additivity`.
    """
    off = np.abs(attribution.base + attribution.values.sum(axis=1) - attribution.predictions)
    worst = float(off.max(initial=0.0))
    moved = float(np.abs(attribution.values).sum(axis=1).max(initial=0.0))
    return 0.0 if worst <= _OF_VALUES * moved + _OF_BASE * abs(attribution.base) + rounding else worst


def sum_by_source(derived: NDArray[np.float64], sources: Sequence[int], n_columns: int) -> NDArray[np.float64]:
    """Return derived columns' values summed to the original columns they come from.

    Parameters
    ----------
    derived : array of float, shape (n_rows, n_derived, ...)
        A value for each derived column.
    sources : sequence of int
        For each derived column, the place of the original one.
    n_columns : int
        How many original columns there are.

    Returns
    -------
    array of float, shape (n_rows, n_columns, ...)

    Examples
    --------
    >>> sum_by_source(np.array([[1.0, 2.0, 4.0]]), [0, 1, 0], 3).tolist()
    [[5.0, 2.0, 0.0]]
    """
    values = np.zeros((derived.shape[0], n_columns, *derived.shape[2:]))
    for position, place in enumerate(sources):
        values[:, place] += derived[:, position]
    return values
