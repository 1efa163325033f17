"""A data set: a table, the roles of its columns, and what was noticed about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.checks import check_column, check_positive, check_seed
from workbench.core.finding import Finding
from workbench.core.fingerprint import fingerprint_of_rows
from workbench.core.provenance import Provenance, Result
from workbench.data.connection import connection
from workbench.data.roles import Roles, label_of
from workbench.data.stored import StoredTable
from workbench.errors import RoleError

__all__ = ["FAVOURABLE", "UNFAVOURABLE", "UNSTATED", "Dataset"]

UNFAVOURABLE, FAVOURABLE, UNSTATED = 0, 1, 2
"""Codes of an outcome or a decision; the last is for rows where it is missing."""


@dataclass(frozen=True, eq=False)
class Dataset(Result):
    """A table with roles.

    Parameters
    ----------
    held : pyarrow.Table or StoredTable
        The rows, in memory or on disk. They are never changed; :meth:`frame` hands out copies.
    roles : Roles
        What each column is for.
    name : str
        What readers call it.
    findings : tuple of Finding
        What was noticed while reading.
    """

    held: pa.Table | StoredTable
    roles: Roles
    name: str = "data"
    findings: tuple[Finding, ...] = ()

    def __repr__(self) -> str:
        """Return the data set in one sentence."""
        groups = ", ".join(one.title for one in self.roles.protected) or "none"
        target = f"target {self.roles.target!r}" if self.roles.target else "no target"
        return (
            f"Dataset {self.name!r}: {self.n_rows:,} rows, {len(self.columns)} columns, "
            f"{target}, protected: {groups}, {_count(len(self.findings), 'finding')}."
        )

    def _content(self) -> object:
        return self.rows_fingerprint

    @cached_property
    def rows_fingerprint(self) -> str:
        """``rows:…`` of the table, whatever the order of its rows; of one on disk, what stands for its files."""
        return self.held.fingerprint if isinstance(self.held, StoredTable) else fingerprint_of_rows(self.held)

    @cached_property
    def table(self) -> pa.Table:
        """All rows, in memory.

        Raises
        ------
        SourceError
            If they are on disk and too many for memory.
        """
        return self.held.read() if isinstance(self.held, StoredTable) else self.held

    @property
    def is_stored(self) -> bool:
        """Whether the rows stay on disk."""
        return isinstance(self.held, StoredTable)

    @property
    def n_rows(self) -> int:
        """The number of rows."""
        return int(self.held.n_rows if isinstance(self.held, StoredTable) else self.held.num_rows)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns."""
        return tuple(self.held.columns if isinstance(self.held, StoredTable) else self.held.column_names)

    @cached_property
    def kinds(self) -> dict[str, pa.DataType]:
        """The type of each column: numbers, text, booleans or dates."""
        if isinstance(self.held, StoredTable):
            return dict(zip(self.held.columns, self.held.kinds, strict=True))
        return {field.name: field.type for field in self.held.schema}

    def column(self, name: str) -> pa.ChunkedArray:
        """Return one column of all rows; of a table on disk, only this one is read."""
        if name not in self._places:
            check_column(name, self.columns)
        if isinstance(self.held, StoredTable) and "table" not in self.__dict__:
            return self.held.read([name])[name]
        return self.table.column(self._places[name])

    @cached_property
    def _places(self) -> dict[str, int]:
        """The place of each column: looking for a name among thousands takes its time."""
        return {name: place for place, name in enumerate(self.columns)}

    def relation(self, on: duckdb.DuckDBPyConnection | None = None) -> duckdb.DuckDBPyRelation:
        """Return the table for DuckDB, its columns called ``c0``, ``c1``, … in their order.

        Parameters
        ----------
        on : duckdb.DuckDBPyConnection, optional
            The connection that asks; by default :func:`workbench.data.connection.connection`.
        """
        if isinstance(self.held, StoredTable):
            return self.held.relation(on)
        plain = self.held.rename_columns([f"c{place}" for place in range(self.held.num_columns)])
        return (on or connection()).from_arrow(plain)

    @property
    def features(self) -> tuple[str, ...]:
        """The columns a model may see: all that have no other role."""
        taken = set(self.roles.named.values())
        if not self.roles.use_protected:
            taken |= {one.column for one in self.roles.protected}
        return tuple(name for name in self.columns if name not in taken)

    def frame(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return a copy of the rows as a pandas frame.

        Parameters
        ----------
        columns : sequence of str, optional
            Which columns; by default all.
        """
        chosen = self.table if columns is None else pa.table({name: self.column(name) for name in columns})
        frame: pd.DataFrame = chosen.to_pandas()
        return frame

    def outcomes(self) -> NDArray[np.int8]:
        """Return each row's outcome: 1 favourable, 0 unfavourable, 2 missing.

        Raises
        ------
        RoleError
            If the data set has no target.
        """
        target = self._target()
        if not self.roles.favourable:
            raise RoleError(
                f"This step tells a favourable outcome from others, and {target!r} has none.\n"
                "Say which value is good for the person: assign_roles(data, …, favourable=…)."
            )
        encoded = self.column(target).dictionary_encode().unify_dictionaries().combine_chunks()
        favourable = [label_of(value) == self.roles.favourable for value in encoded.dictionary.to_pylist()]
        codes = np.array([*favourable, UNSTATED], dtype=np.int8)
        places = pc.fill_null(encoded.indices, len(favourable)).to_numpy(zero_copy_only=False)
        return np.asarray(codes[places], dtype=np.int8)

    def targets(self) -> NDArray[Any]:
        """Return what a model is to predict of each row.

        Returns
        -------
        array, shape (n_rows,)
            Of two outcomes what :meth:`outcomes` gives. Of several classes int64: the place of the row's class in
            ``roles.classes``, -1 where it is missing. Of amounts float64, ``nan`` where it is missing.

        Raises
        ------
        RoleError
            If the data set has no target.
        """
        if self.roles.task == "binary":
            return self.outcomes()
        column = self.column(self._target())
        if self.roles.task == "regression":
            return np.asarray(column.cast(pa.float64(), safe=False).to_numpy(), dtype=np.float64)
        place = {name: position for position, name in enumerate(self.roles.classes)}
        encoded = column.dictionary_encode().unify_dictionaries().combine_chunks()
        codes = np.array([*(place.get(label_of(value), -1) for value in encoded.dictionary.to_pylist()), -1])
        places = pc.fill_null(encoded.indices, len(codes) - 1).to_numpy(zero_copy_only=False)
        return np.asarray(codes[places], dtype=np.int64)

    def has_target(self) -> NDArray[np.bool_]:
        """Return which rows have what a model is to predict."""
        found = self.targets()
        if self.roles.task == "regression":
            return np.asarray(np.isfinite(found), dtype=np.bool_)
        return np.asarray(found != (UNSTATED if self.roles.task == "binary" else -1), dtype=np.bool_)

    def _target(self) -> str:
        if self.roles.target is None:
            raise RoleError(
                "This step needs an outcome, and the data set has no target.\nName one: read_data(…, target=…)."
            )
        return self.roles.target

    def weights(self) -> NDArray[np.float64] | None:
        """Return for how many people of a population each row stands; ``None`` where no column says it.

        Raises
        ------
        RoleError
            If a weight is missing, negative or infinite.
        """
        if self.roles.weight is None:
            return None
        column = self.column(self.roles.weight)
        weights: NDArray[np.float64] = column.cast(pa.float64()).to_numpy().astype(np.float64)
        n_wrong = int((~(np.isfinite(weights) & (weights >= 0))).sum())
        if n_wrong:
            raise RoleError(
                f"Column {self.roles.weight!r} is the weight and is missing, negative or infinite in {n_wrong:,} "
                f"of {len(weights):,} rows.\nA weight is a number of 0 or more in each row."
            )
        return weights

    def groups(self) -> pa.Table:
        """Return each row's group for every protected attribute, one column a title."""
        protected = self.roles.protected
        columns = [one.groups(self.column(one.column)) for one in protected]
        return pa.table(columns, names=[one.title for one in protected])

    def take(self, rows: NDArray[np.int64], provenance: Provenance) -> Dataset:
        """Return the data set of some of the rows, without the findings about all of them."""
        stored = isinstance(self.held, StoredTable) and "table" not in self.__dict__
        return Dataset(
            provenance, self.held.take(rows) if stored else self.table.take(pa.array(rows)), self.roles, self.name
        )

    def sample(self, n_rows: int, *, seed: int = 0) -> Dataset:
        """Return the data set of some rows, drawn at random without replacement, in memory.

        Parameters
        ----------
        n_rows : int
            How many; all where there are fewer.
        seed : int
            The same seed and the same rows in the same order give the same sample.

        Raises
        ------
        InputError
            If ``n_rows`` or ``seed`` is no such number.
        """
        n_rows, seed = check_positive("n_rows", n_rows), check_seed(seed)
        drawn = np.random.default_rng(seed).choice(self.n_rows, min(n_rows, self.n_rows), replace=False)
        provenance = Provenance("sample", {"n_rows": n_rows}, (self.fingerprint,), seed)
        return self.take(np.sort(drawn).astype(np.int64), provenance)


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
