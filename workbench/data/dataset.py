"""A data set: a table, the roles of its columns, and what was noticed about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.core.finding import Finding
from workbench.core.fingerprint import fingerprint_of_rows
from workbench.core.provenance import Provenance, Result
from workbench.data.roles import Roles, label_of
from workbench.errors import RoleError

__all__ = ["FAVOURABLE", "UNFAVOURABLE", "UNSTATED", "Dataset"]

UNFAVOURABLE, FAVOURABLE, UNSTATED = 0, 1, 2
"""Codes of an outcome or a decision; the last is for rows where it is missing."""


@dataclass(frozen=True, eq=False)
class Dataset(Result):
    """A table with roles.

    Parameters
    ----------
    table : pyarrow.Table
        The rows. It is never changed; :meth:`frame` hands out copies.
    roles : Roles
        What each column is for.
    name : str
        What readers call it.
    findings : tuple of Finding
        What was noticed while reading.
    """

    table: pa.Table
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
        """``rows:…`` of the table, whatever the order of its rows."""
        return fingerprint_of_rows(self.table)

    @property
    def n_rows(self) -> int:
        """The number of rows."""
        return int(self.table.num_rows)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns."""
        return tuple(self.table.column_names)

    @property
    def features(self) -> tuple[str, ...]:
        """The columns a model may see: all that have no other role."""
        taken = {self.roles.target, self.roles.id}
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
        chosen = self.table if columns is None else self.table.select(list(columns))
        frame: pd.DataFrame = chosen.to_pandas()
        return frame

    def outcomes(self) -> NDArray[np.int8]:
        """Return each row's outcome: 1 favourable, 0 unfavourable, 2 missing.

        Raises
        ------
        RoleError
            If the data set has no target.
        """
        if self.roles.target is None:
            raise RoleError(
                "This step needs an outcome, and the data set has no target.\nName one: read_data(…, target=…)."
            )
        encoded = self.table[self.roles.target].dictionary_encode().unify_dictionaries().combine_chunks()
        favourable = [label_of(value) == self.roles.favourable for value in encoded.dictionary.to_pylist()]
        codes = np.array([*favourable, UNSTATED], dtype=np.int8)
        places = pc.fill_null(encoded.indices, len(favourable)).to_numpy(zero_copy_only=False)
        return np.asarray(codes[places], dtype=np.int8)

    def groups(self) -> pa.Table:
        """Return each row's group for every protected attribute, one column a title."""
        protected = self.roles.protected
        columns = [one.groups(self.table[one.column]) for one in protected]
        return pa.table(columns, names=[one.title for one in protected])

    def take(self, rows: NDArray[np.int64], provenance: Provenance) -> Dataset:
        """Return the data set of some of the rows, without the findings about all of them."""
        return Dataset(provenance, self.table.take(pa.array(rows)), self.roles, self.name)


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
