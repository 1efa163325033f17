"""Groups as whole numbers, so that many combinations of them are joined at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["coded", "joined"]

Group = tuple[str, ...]


def coded(groups: Sequence[Group]) -> NDArray[np.int64]:
    """Return the place of each group's name among the sorted names of its attribute.

    Parameters
    ----------
    groups : sequence of tuple of str
        Combinations of groups, a name for each attribute.

    Returns
    -------
    array of int64, shape (n_attributes, n_groups)

    Examples
    --------
    >>> coded([("f", "old"), ("m", "old"), ("f", "young")]).tolist()
    [[0, 1, 0], [0, 0, 1]]
    """
    found = []
    for names in zip(*groups, strict=True):
        place = {name: at for at, name in enumerate(sorted(set(names)))}
        found.append([place[name] for name in names])
    return np.array(found, dtype=np.int64).reshape(len(found), len(groups))


def joined(
    groups: Sequence[Group], codes: NDArray[np.int64], keep: Sequence[int]
) -> tuple[tuple[Group, ...], NDArray[np.int64]]:
    """Return the combinations of some attributes that occur, sorted, and where each of the groups goes.

    Parameters
    ----------
    groups : sequence of tuple of str
        Combinations of groups.
    codes : array of int64
        As :func:`coded` returns them.
    keep : sequence of int
        The places of the attributes, in the order wanted.

    Examples
    --------
    >>> groups = [("f", "old"), ("m", "old"), ("f", "young")]
    >>> names, places = joined(groups, coded(groups), [1])
    >>> names, places.tolist()
    ((('old',), ('young',)), [0, 0, 1])
    """
    places = np.zeros(len(groups), dtype=np.int64)
    # One attribute after the other: there are never more numbers than groups, however many attributes.
    for at in keep if len(groups) else ():
        several = places * (int(codes[at].max(initial=0)) + 1) + codes[at]
        places = np.unique(several, return_inverse=True)[1].reshape(-1)
    first = np.unique(places, return_index=True)[1]
    return tuple(tuple(groups[one][at] for at in keep) for one in first), places
