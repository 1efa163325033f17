"""Sampling weights of the rows in each cell: their sum and the sum of their squares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from workbench.core.schema import Json
from workbench.errors import InputError
from workbench.tally.folding import fold
from workbench.tally.packing import array_hash, pack, unpack

__all__ = ["Weights"]

_DAMAGED = "weights of the tally are damaged.\nGive what Tally.to_json wrote."


@dataclass(frozen=True, eq=False)
class Weights:
    """Sums over the rows of each cell of a tally.

    Frequency weights need none of this: they are counts, and are counted. A sampling weight says
    for how many people of the population a row stands; it moves the estimate, and makes it less sure.

    Parameters
    ----------
    w : array of float, shape of the tally's ``n``
        Sum of the weights.
    w2 : array of float, the same shape
        Sum of their squares.
    """

    w: NDArray[np.float64]
    w2: NDArray[np.float64]

    def __add__(self, other: Weights) -> Weights:
        """Return the sums over both."""
        return Weights(self.w + other.w, self.w2 + other.w2)

    def take(self, places: Sequence[int]) -> Weights:
        """Return the sums of some of the groups."""
        return Weights(self.w[list(places)], self.w2[list(places)])

    def onto(self, places: Sequence[int], n_groups: int) -> Weights:
        """Return the sums with the groups summed onto others."""
        return Weights(fold(self.w, places, n_groups), fold(self.w2, places, n_groups))

    def joined(self, onto: NDArray[np.int64]) -> Weights:
        """Return the sums with classes joined: ``onto`` has one row a class and one column a new one."""
        return Weights(onto.T @ self.w @ onto, onto.T @ self.w2 @ onto)

    @property
    def hashes(self) -> tuple[str, ...]:
        """Hashes of the numbers, for a fingerprint."""
        return array_hash(self.w), array_hash(self.w2)

    def to_json(self) -> Json:
        """Return the sums as JSON."""
        return {"kind": "sampling", "w": pack(self.w), "w2": pack(self.w2)}

    @classmethod
    def from_json(cls, value: Any, shape: tuple[int | None, ...] | None = None) -> Self:
        """Return the sums that :meth:`to_json` wrote, which must have the shape of the counts beside them."""
        if not isinstance(value, dict):
            raise InputError(_DAMAGED)
        w, w2 = (unpack(value.get(name), "weights", np.dtype(np.float64), shape=shape) for name in ("w", "w2"))
        if not ((w >= 0) & np.isfinite(w)).all() or not ((w2 >= 0) & np.isfinite(w2)).all():
            raise InputError(_DAMAGED)
        return cls(w, w2)
