"""``Attribution``: Shapley values of some rows in original columns, and the check that they add up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workbench.errors import AdditivityError
from workbench.modeling.result import Fitted

__all__ = ["Attribution", "Method", "Scale", "by_source", "check_additivity"]

Scale = Literal["log-odds", "probability", "amount"]
Method = Literal["trees", "coefficients", "permutation", "enumeration"]

_TOLERANCE = 1e-6


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
        Exactly from the trees of the model (against the training rows that passed each branch),
        exactly from its coefficients, by permuting original columns, or exactly by trying every set of them.
    n_background : int
        How many training rows stand for "without the column".
    n_orders : int
        How many orders of the columns were tried a row; 0 where the method is exact.
    output : str
        Of several classes, the one whose prediction is explained; empty otherwise.
    engine : str
        What computed it: ``"workbench"``, or a library such as ``"woodelf"`` or ``"shap"``.
    notes : tuple of str
        Engines that were tried before and why they did not serve, a sentence each.
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


def check_additivity(attribution: Attribution) -> None:
    """Raise :class:`AdditivityError` where values do not add up to the prediction.

    Examples
    --------
    >>> import numpy as np
    >>> good = Attribution(("a",), np.array([[0.2]]), 0.5, np.array([0.7]), "probability", "permutation", 1)
    >>> check_additivity(good)
    """
    off = np.abs(attribution.base + attribution.values.sum(axis=1) - attribution.predictions)
    worst = float(off.max(initial=0.0))
    if not worst <= _TOLERANCE:
        raise AdditivityError(
            f"The explanation misses the model's prediction by up to {worst:.3g} ({attribution.scale}), "
            f"so it is not shown. Its method is {attribution.method!r}.\n"
            "Choose another model, or report this with the versions that workbench --version prints."
        )


def by_source(fitted: Fitted, derived: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return derived columns' values summed to the original columns they come from."""
    place = {name: position for position, name in enumerate(fitted.prepared.columns)}
    values = np.zeros((derived.shape[0], len(place)))
    for position, source in enumerate(fitted.prepared.sources):
        values[:, place[source[0]]] += derived[:, position]
    return values
