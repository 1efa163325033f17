"""The tally: how many rows there are per group, outcome and decision.

Everything an audit says follows from these counts, so it costs the same for ten rows or ten
billion, and no row leaves the engine that holds the data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import narwhals as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from workbench.core.fingerprint import fingerprint_of
from workbench.core.schema import Json, schema_name
from workbench.errors import InputError

__all__ = ["MOST_GROUPS", "Tally", "tally_rows"]

MOST_GROUPS = 2_000
"""More groups of one attribute than this are refused: nobody could read them."""

MOST_COMBINATIONS = 200_000
"""More combinations of groups than this are refused: a tally is kept in memory."""

_CODES = 3
_OUTCOME, _DECISION, _N = "outcome", "decision", "n"


@dataclass(frozen=True, eq=False)
class Tally:
    """Counts per group, outcome and decision.

    Parameters
    ----------
    attributes : tuple of str
        The protected attributes that are crossed.
    groups : tuple of tuple of str
        The combinations of their groups that occur, sorted.
    n : array of int64, shape (n_groups, 3, 3)
        Rows per group, outcome and decision. The code on both axes is 0 unfavourable,
        1 favourable, 2 missing.

    Examples
    --------
    >>> import pyarrow as pa
    >>> groups = pa.table({"sex": ["f", "f", "m"]})
    >>> tally = tally_rows(groups, outcomes=np.array([1, 0, 1]), decisions=np.array([1, 0, 0]))
    >>> tally
    Tally of 3 rows in 2 groups of sex.
    >>> (tally + tally).n_rows
    6
    """

    attributes: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    n: NDArray[np.int64]

    def __post_init__(self) -> None:
        """Check the shape and make the counts read-only."""
        if self.n.shape != (len(self.groups), _CODES, _CODES):
            raise InputError(
                f"n has shape {self.n.shape}.\nA tally of {len(self.groups)} groups needs ({len(self.groups)}, 3, 3)."
            )
        if (self.n < 0).any():
            raise InputError("n holds a negative count.\nCounts are 0 or more.")
        counts = self.n.astype(np.int64)
        counts.setflags(write=False)
        object.__setattr__(self, "n", counts)

    def __repr__(self) -> str:
        """Return the tally in one sentence."""
        return (
            f"Tally of {self.n_rows:,} rows in {len(self.groups)} groups of {' × '.join(self.attributes) or 'nothing'}."
        )

    @property
    def n_rows(self) -> int:
        """How many rows were counted."""
        return int(self.n.sum())

    def __add__(self, other: Tally) -> Tally:
        """Return the tally of both sets of rows; they must count the same attributes."""
        if self.attributes != other.attributes:
            raise InputError(
                f"Tallies of {list(self.attributes)} and {list(other.attributes)} cannot be added.\n"
                "Count the same attributes, in the same order, in both."
            )
        groups = tuple(sorted({*self.groups, *other.groups}))
        n = np.zeros((len(groups), _CODES, _CODES), dtype=np.int64)
        place = {group: position for position, group in enumerate(groups)}
        for tally in (self, other):
            np.add.at(n, [place[group] for group in tally.groups], tally.n)
        return Tally(self.attributes, groups, n)

    def by(self, *attributes: str) -> Tally:
        """Return the tally of some of the attributes, the others summed over.

        Examples
        --------
        >>> import pyarrow as pa
        >>> groups = pa.table({"sex": ["f", "f", "m"], "age": ["old", "young", "old"]})
        >>> tally_rows(groups, outcomes=np.array([1, 0, 1])).by("age").groups
        (('old',), ('young',))
        """
        unknown = [name for name in attributes if name not in self.attributes]
        if unknown:
            raise InputError.for_choice("attribute", unknown[0], self.attributes)
        keep = [self.attributes.index(name) for name in attributes]
        keys = [tuple(group[position] for position in keep) for group in self.groups]
        groups = tuple(sorted(set(keys)))
        place = {group: position for position, group in enumerate(groups)}
        n = np.zeros((len(groups), _CODES, _CODES), dtype=np.int64)
        np.add.at(n, [place[key] for key in keys], self.n)
        return Tally(attributes, groups, n)

    def to_json(self) -> dict[str, Json]:
        """Return the tally as JSON, axes in clear."""
        return {
            "schema": schema_name("tally"),
            "attributes": list(self.attributes),
            "groups": [list(group) for group in self.groups],
            "axes": ["unfavourable", "favourable", "missing"],
            "n": self.n.tolist(),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Json]) -> Self:
        """Return the tally that :meth:`to_json` wrote."""
        if value.get("schema") != schema_name("tally"):
            raise InputError(f"schema is {value.get('schema')!r}.\nA tally has {schema_name('tally')!r}.")
        attributes, groups, n = value["attributes"], value["groups"], value["n"]
        if not isinstance(attributes, list) or not isinstance(groups, list):
            raise InputError("attributes and groups of the tally are no lists.\nGive what Tally.to_json wrote.")
        counts = np.array(n, dtype=np.int64).reshape(len(groups), _CODES, _CODES)
        names = tuple(tuple(str(part) for part in group) for group in groups if isinstance(group, list))
        return cls(tuple(str(name) for name in attributes), names, counts)

    @cached_property
    def fingerprint(self) -> str:
        """``result:<sha256>`` of the counts and their axes."""
        return fingerprint_of(self.to_json())


def tally_rows(
    groups: pa.Table,
    *,
    outcomes: NDArray[np.int8] | None = None,
    decisions: NDArray[np.int8] | None = None,
) -> Tally:
    """Count rows per group, outcome and decision, in one aggregation.

    Parameters
    ----------
    groups : pyarrow.Table
        One column of text an attribute, one row a row of the data. Without columns all rows are one group.
    outcomes, decisions : array of int, shape (n_rows,), optional
        1 favourable, 0 unfavourable, 2 missing; all missing where not given.

    Raises
    ------
    InputError
        If an attribute has more than 2,000 groups, or there are more than 200,000 combinations.
    """
    n_rows = next((len(codes) for codes in (outcomes, decisions) if codes is not None), groups.num_rows)
    missing = np.full(n_rows, _CODES - 1, dtype=np.int8)
    attributes = tuple(groups.column_names)
    # Positions as names: an attribute may be called "n" or "outcome".
    keys = [str(position) for position in range(len(attributes))]
    rows = pa.table(
        [
            *groups.columns,
            pa.array(missing if outcomes is None else outcomes),
            pa.array(missing if decisions is None else decisions),
        ],
        names=[*keys, _OUTCOME, _DECISION],
    )
    counted = nw.from_native(rows, eager_only=True).group_by(*keys, _OUTCOME, _DECISION).agg(nw.len().alias(_N))
    return _from_cells(attributes, counted.rows())


def _from_cells(attributes: tuple[str, ...], cells: Sequence[tuple[object, ...]]) -> Tally:
    groups = tuple(sorted({tuple(str(part) for part in cell[:-3]) for cell in cells}))
    for position, attribute in enumerate(attributes):
        _check_number(attribute, len({group[position] for group in groups}), MOST_GROUPS)
    _check_number(" × ".join(attributes), len(groups), MOST_COMBINATIONS)
    place = {group: position for position, group in enumerate(groups)}
    n = np.zeros((len(groups), _CODES, _CODES), dtype=np.int64)
    for *group, outcome, decision, count in cells:
        n[place[tuple(str(part) for part in group)], int(str(outcome)), int(str(decision))] += int(str(count))
    return Tally(attributes, groups, n)


def _check_number(what: str, n: int, most: int) -> None:
    if n > most:
        raise InputError(
            f"{what} makes {n:,} groups; {most:,} is the most.\n"
            "Join values into fewer groups first, or use bands for numbers: wb.bands('age', [40, 60])."
        )
