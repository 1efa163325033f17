"""Which group each row belongs to, for methods that look at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from workbench.data.dataset import Dataset
from workbench.data.roles import UNKNOWN, ProtectedAttribute
from workbench.errors import InputError, NotEnoughDataError
from workbench.tally.crossing import crossed_name

__all__ = ["Coded", "Grouping", "grouping_of"]


@dataclass(frozen=True, eq=False)
class Coded:
    """Rows by group.

    Parameters
    ----------
    names : tuple of str
        The groups that are known, in the order of readers.
    codes : array of int64, shape (n_rows,)
        The place of each row's group in ``names``; -1 where it is unknown.
    """

    names: tuple[str, ...]
    codes: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Grouping:
    """The attribute, or the crossing of several, whose groups a method is to bring closer together.

    Parameters
    ----------
    attributes : tuple of ProtectedAttribute
        One, or those that are crossed.
    """

    attributes: tuple[ProtectedAttribute, ...]

    @property
    def title(self) -> str:
        """What readers call it."""
        return " × ".join(one.title for one in self.attributes)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that hold it."""
        return tuple(dict.fromkeys(one.column for one in self.attributes))

    def coded(self, data: Dataset) -> Coded:
        """Return each row's group in a data set."""
        groups = self.names_of({name: data.column(name) for name in self.columns})
        known = [str(one) for one in pd.unique(groups) if one != UNKNOWN]
        names = self.attributes[0].arranged(known) if len(self.attributes) == 1 else tuple(sorted(known))
        place = {name: at for at, name in enumerate(names)}
        return Coded(names, np.array([place.get(str(one), -1) for one in groups], dtype=np.int64))

    def names_of(self, columns: Mapping[str, pa.ChunkedArray]) -> NDArray[np.object_]:
        """Return each row's group by name, :data:`UNKNOWN` where a part of it is missing.

        Parameters
        ----------
        columns : mapping of str to pyarrow.ChunkedArray
            The values of :attr:`columns`.
        """
        parts = [one.groups(columns[one.column]).to_pylist() for one in self.attributes]
        if len(parts) == 1:
            return np.array(parts[0], dtype=object)
        known: dict[tuple[str, ...], str] = {}
        found = [known.setdefault(row, crossed_name(row)) for row in zip(*parts, strict=True)]
        return np.array(found, dtype=object)

    def settings(self) -> list[str]:
        """Return the titles, as values that JSON can hold."""
        return [one.title for one in self.attributes]


def grouping_of(data: Dataset, attribute: str | Sequence[str] | None) -> Grouping:
    """Return the attribute or crossing of that name.

    Parameters
    ----------
    data : Dataset
        It says which attributes are protected.
    attribute : str, sequence of str or None
        A title, or several whose crossing is meant; ``None`` where there is one attribute only.

    Raises
    ------
    NotEnoughDataError
        If no attribute is protected.
    InputError
        If there are several and none is named, or one is not known or named twice.
    """
    protected = {one.title: one for one in data.roles.protected}
    if not protected:
        raise NotEnoughDataError(
            f"{data.name!r} has no protected attribute, so that there are no groups to bring closer together.\n"
            "Name one when the data are read: read_data(…, protected=['sex'])."
        )
    if attribute is None and len(protected) > 1:
        raise InputError(
            f"attribute is not given, and there are {len(protected)}: {', '.join(map(repr, protected))}.\n"
            f"Name the one whose groups are to be brought closer together, or several for their crossing: "
            f"attribute={tuple(protected)[:2]!r}."
        )
    wanted = tuple(protected) if attribute is None else (attribute,) if isinstance(attribute, str) else tuple(attribute)
    if not wanted or len(set(wanted)) < len(wanted):
        raise InputError(f"attribute is {attribute!r}.\nName each attribute of a crossing once.")
    for one in wanted:
        if one not in protected:
            raise InputError.for_choice("attribute", one, list(protected))
    return Grouping(tuple(protected[one] for one in wanted))
