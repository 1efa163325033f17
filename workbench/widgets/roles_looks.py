"""What a role picker knows of each column, from counts and a small sample; asked once a column."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pyarrow as pa

from workbench.data.dataset import Dataset
from workbench.data.profile.groups import share_limits
from workbench.data.profile.keys import kind_of
from workbench.data.profile.others import MOST_GROUPS
from workbench.data.profile.result import GroupShare
from workbench.data.roles import UNKNOWN, ProtectedAttribute, label_of, natural_order
from workbench.data.suggestions.result import SuggestedRole, SuggestedRoles
from workbench.data.suggestions.suggest import suggest_roles
from workbench.data.targets import MOST_CLASSES
from workbench.data.values import value_counts
from workbench.document.wording import name
from workbench.errors import RoleError
from workbench.widgets.wording import told

__all__ = ["Columns", "short"]

_N_SAMPLED = 20_000
_N_SHOWN, _LOOKED_THROUGH, _LONGEST = 3, 200, 24
_FEW_GROUPS = 20
_ROLES = ("feature", "target", "protected", "id", "group")
_NUMBERS = frozenset({"whole number", "number"})
_TIMES = frozenset({"date", "time"})


class Columns:
    """The columns of a data set.

    Parameters
    ----------
    data : Dataset
        Its rows may be on disk; what is asked of all of them comes as counts.
    """

    def __init__(self, data: Dataset) -> None:
        self.data = data
        self._counts: dict[str, tuple[pa.Array, list[int]]] = {}
        self._shares: dict[str, list[GroupShare]] = {}

    @cached_property
    def suggested(self) -> SuggestedRoles:
        """What the columns seem to be for."""
        return suggest_roles(self.data)

    @cached_property
    def sample(self) -> Dataset:
        """Some rows: all of a small table."""
        return self.data if self.data.n_rows <= _N_SAMPLED else self.data.sample(_N_SAMPLED)

    @cached_property
    def guessed(self) -> dict[str, SuggestedRole]:
        """The guess for each column that has one."""
        return {one.column: one for one in self.suggested.roles}

    def kind(self, column: str) -> str:
        """Return what a column holds, in the words of a profile."""
        return kind_of(self.data.kinds[column])

    def is_number(self, column: str) -> bool:
        """Whether it holds numbers, of which bands can be made."""
        return self.kind(column) in _NUMBERS

    def roles(self, column: str) -> tuple[str, ...]:
        """Return the roles that a column may have, by what it holds."""
        kind = self.kind(column)
        if kind == "nothing":
            return ("feature",)
        if kind in _NUMBERS:
            return (*_ROLES, "time", "weight")
        return (*_ROLES, "time") if kind in _TIMES else _ROLES

    def values(self, column: str) -> str:
        """Return a few different values as they are written. They are shown live and kept nowhere."""
        first = self.sample.column(column).slice(0, _LOOKED_THROUGH).drop_null().to_pylist()
        different = list(dict.fromkeys(label_of(value) for value in first))[: _N_SHOWN + 1]
        shown = [name(value, _LONGEST).text for value in different[:_N_SHOWN]]
        return ", ".join([*shown, *(["…"] if len(different) > _N_SHOWN else [])])

    def counts(self, column: str) -> tuple[pa.Array, list[int]]:
        """Return the different values of all rows, and how many rows have each."""
        if column not in self._counts:
            self._counts[column] = value_counts(self.data, column)
        return self._counts[column]

    def n_different(self, column: str) -> int:
        """Return how many different values there are; at least so many where a sample already has more than classes."""
        n = len(self.sample.column(column).unique().drop_null())
        return n if n > MOST_CLASSES else len(self.counts(column)[0].drop_null())

    def labels(self, column: str) -> tuple[str, ...]:
        """Return the values of a column as people write them; none where they are more than classes may be."""
        if self.n_different(column) > MOST_CLASSES:
            return ()
        values = self.counts(column)[0].drop_null()
        return tuple(sorted({label_of(value) for value in values.to_pylist()}, key=natural_order))

    def outcomes(self, column: str) -> dict[str, int]:
        """Return how many rows have each of a few values."""
        values, counts = self.counts(column)
        found: dict[str, int] = {}
        for value, n in zip(values.to_pylist(), counts, strict=True):
            if value is not None:
                found[label_of(value)] = found.get(label_of(value), 0) + n
        return found

    def attribute(self, column: str) -> ProtectedAttribute:
        """Return the attribute that a column would be: of many numbers in bands, as guessed or in thirds.

        Raises
        ------
        RoleError
            If it has too many values for groups.
        """
        guess = self.guessed.get(column)
        if guess is not None and guess.role == "protected":
            return guess.attribute
        if self.is_number(column) and self.n_different(column) > _FEW_GROUPS:
            return ProtectedAttribute(column, edges=self._thirds(column))
        self.check_groups(column)
        return ProtectedAttribute(column)

    def check_groups(self, column: str) -> None:
        """Refuse a column whose values are too many to be groups."""
        n = len(self.counts(column)[0].drop_null())
        if n > MOST_GROUPS:
            raise RoleError(told("roles.problem.groups", column=repr(column), n=n, most=MOST_GROUPS))

    def shares(self, one: ProtectedAttribute) -> list[GroupShare]:
        """Return how many rows are of each group, in the order that readers expect."""
        key = f"{one.column}\0{one.title}\0{one.edges}\0{dict(one.labels)}"
        if key not in self._shares:
            found = self._grouped(one)
            n_all = sum(n for group, n in found.items() if group != UNKNOWN)
            self._shares[key] = [
                GroupShare(one.title, group, found[group], n_all, share_limits(found[group], n_all))
                for group in one.arranged(found)
                if group != UNKNOWN
            ]
        return self._shares[key]

    def n_groups(self, one: ProtectedAttribute) -> int:
        """Return how many groups have any rows; fewer than two cannot be compared."""
        return sum(share.n > 0 for share in self.shares(one))

    def _grouped(self, one: ProtectedAttribute) -> dict[str, int]:
        """Return how many rows have each group."""
        if one.edges and not self.data.is_stored:
            return self._banded(one)
        values, counts = self.counts(one.column)
        encoded = one.groups(pa.chunked_array([values])).dictionary_encode().unify_dictionaries().combine_chunks()
        n_each = np.bincount(encoded.indices.to_numpy(), weights=counts, minlength=len(encoded.dictionary))
        return dict(zip(encoded.dictionary.to_pylist(), n_each.astype(int).tolist(), strict=True))

    def _banded(self, one: ProtectedAttribute) -> dict[str, int]:
        """Return how many rows are in each band; of a million different amounts nothing else is counted."""
        column = self.data.column(one.column)
        values = column.cast(pa.float64(), safe=False).to_numpy()
        places = np.digitize(values, one.edges)
        places[np.isnan(values)] = len(one.edges) + 1
        n_each = np.bincount(places)
        there = np.flatnonzero(n_each)
        first = [int(np.argmax(places == place)) for place in there]
        names = one.groups(column.take(pa.array(first, pa.int64()))).to_pylist()
        return dict(zip(names, n_each[there].tolist(), strict=True))

    def _thirds(self, column: str) -> tuple[float, ...]:
        """Return edges between which about a third of the rows lies, as round as that allows."""
        values = self.sample.column(column).cast(pa.float64(), safe=False).drop_null().to_numpy()
        values = values[np.isfinite(values)]
        if not len(values):
            raise RoleError(told("roles.problem.groups", column=repr(column), n=0, most=MOST_GROUPS))
        edges = {short(float(f"{edge:.2g}")) for edge in np.quantile(values, [1 / 3, 2 / 3])}
        return tuple(sorted(edges))


def short(edge: float) -> float:
    """Return a number as people write it: 40, not 40.0; it is written so in the code too."""
    return int(edge) if edge.is_integer() else edge
