"""Tables on the engine that holds them: it groups and sums, and only counts come back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import narwhals as nw
import pyarrow as pa

from workbench.checks import check_column
from workbench.core.fingerprint import fingerprint_of_file
from workbench.data.roles import label_of
from workbench.errors import InputError, RoleError
from workbench.tally.amounts_on_engine import amounts_on_engine
from workbench.tally.binning import is_known
from workbench.tally.bridge import collected, renamed, same_engine
from workbench.tally.grouping import tally_on_engine
from workbench.tally.memory import InMemory, no_numbers, too_many_values
from workbench.tally.middle import middle_value
from workbench.tally.plain import plain_table
from workbench.tally.request import Countable, Extent, Request
from workbench.tally.tally import Tally

__all__ = ["Engine"]

_ALL_WHOLE = 2.0**53  # no float from here on has anything behind the point


@dataclass(frozen=True, eq=False)
class Engine:
    """A table that DuckDB, Polars or Spark holds, and counts.

    Made by :meth:`of`, or by :func:`workbench.tally.engines.open_table`.

    Parameters
    ----------
    frame : narwhals.LazyFrame
        The table. Its columns are called ``c0``, ``c1``, …, so that no name can mean anything to an engine.
    columns : tuple of str
        What its columns are really called.
    files : tuple of path
        The files it is read from.
    keep : object
        What must live as long as the table, such as a folder of temporary files.
    said : str or None
        What stands for its content, where that is known already.

    Examples
    --------
    >>> import duckdb
    >>> relation = duckdb.sql("select unnest(['yes', 'no', 'yes']) as hired")
    >>> table = Engine.of(nw.from_native(relation))
    >>> table.kind, table.values("hired", most=10)
    ('duckdb', {'no': 1, 'yes': 2})
    """

    frame: nw.LazyFrame[Any]
    columns: tuple[str, ...]
    files: tuple[Path, ...] = ()
    keep: object = None
    said: str | None = None
    _types: dict[str, pa.DataType] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(
        cls,
        frame: nw.LazyFrame[Any],
        columns: Sequence[str] | None = None,
        *,
        files: tuple[Path, ...] = (),
        keep: object = None,
        said: str | None = None,
    ) -> Self:
        """Return the table in a lazy frame; ``columns`` are its names where the engine had to change them."""
        return cls(renamed(frame), tuple(columns or frame.columns), files, keep, said)

    @property
    def kind(self) -> str:
        """What engine counts, as narwhals calls it."""
        return str(self.frame.implementation.value)

    @cached_property
    def fingerprint(self) -> str | None:
        """``file:<sha256>`` of the file; of the hashes of all files where there are several; ``None`` for a frame."""
        if self.said is not None:
            return self.said
        if len(self.files) > 1:
            hashes = "".join(fingerprint_of_file(path) for path in self.files)
            return "file:" + hashlib.sha256(hashes.encode()).hexdigest()
        return fingerprint_of_file(self.files[0]) if self.files else None

    def values(self, column: str, most: int) -> Mapping[object, int]:
        """Return each value of a column and how many rows have it, ``None`` for missing ones."""
        grouped = self.frame.select(self.value(column).alias("v")).group_by("v").agg(nw.len().alias("n"))
        table = self.collect(grouped.head(most + 1))
        if table.num_rows > most:
            n = self.collect(grouped.select(nw.len().alias("n")))["n"][0].as_py()
            raise too_many_values(column, n, most)
        counts: dict[object, int] = {}
        for value, n in zip(plain_table(table)["v"].to_pylist(), table["n"].to_pylist(), strict=True):
            counts[value] = counts.get(value, 0) + n
        return dict(sorted(counts.items(), key=lambda item: (item[0] is None, label_of(item[0]))))

    def extent(self, column: str) -> Extent:
        """Return what a column of numbers holds; raise where it does not hold numbers."""
        number = nw.col("x")
        finite = (number > -float("inf")) & (number < float("inf"))
        small = (number > -_ALL_WHOLE) & (number < _ALL_WHOLE)  # Spark's floor of larger ones is another number
        row = self.collect(
            self.frame.select(self.number(column).alias("x")).select(
                nw.len().alias("n"),
                nw.when(is_known(number)).then(nw.lit(1)).otherwise(nw.lit(0)).sum().alias("known"),
                nw.when(finite).then(nw.lit(1)).otherwise(nw.lit(0)).sum().alias("finite"),
                nw.when(small & (number != number.floor())).then(nw.lit(1)).otherwise(nw.lit(0)).sum().alias("broken"),
                nw.when(finite).then(number).min().alias("low"),
                nw.when(finite).then(number).max().alias("high"),
            )
        ).to_pylist()[0]
        n, known, n_finite, broken = (int(row[name] or 0) for name in ("n", "known", "finite", "broken"))
        low, high = (float("nan") if row[name] is None else float(row[name]) + 0.0 for name in ("low", "high"))
        return Extent(n, n - known, known - n_finite, low, high, broken)

    def median(self, column: str) -> float:
        """Return the exact median of a column of numbers, missing ones left out, in constant memory."""
        return middle_value(self.frame.select(self.number(column).alias("x")), self.collect)

    def joined(self, other: Countable, on: str) -> Engine:
        """Return the table with the columns of another that has one row for each value of ``on``."""
        check_column(on, self.columns)
        check_column(on, other.columns)
        if isinstance(other, InMemory):
            other = Engine.of(same_engine(other.table, self.frame), other.columns)
        if not isinstance(other, Engine) or other.kind != self.kind:
            raise InputError(
                f"The data are on {self.kind}, and the groups on {other.kind}.\n"
                "Give both as frames of one kind, or both as files."
            )
        clash = next((name for name in other.columns if name != on and name in self.columns), None)
        if clash is not None:
            raise RoleError(
                f"Both the data and the groups have a column {clash!r}.\nRename it in one of them, or leave it out."
            )
        theirs = [name for name in other.columns if name != on]
        start = len(self.columns)
        groups = other.frame.select(
            self.key(on, other).alias("key"),
            *(other.raw(name).alias(f"c{start + place}") for place, name in enumerate(theirs)),
        )
        keys = groups.filter(~nw.col("key").is_null()).group_by("key").agg(nw.len().alias("n"))
        if self.collect(keys.filter(nw.col("n") > 1).head(1)).num_rows:
            raise RoleError(
                f"Column {on!r} of the groups has some value twice, so it is not clear whose group is meant.\n"
                "Give one row for each."
            )
        data = self.frame.with_columns(self.key(on, self, other).alias("key"))
        frame = data.join(groups, on="key", how="left").drop("key")
        return Engine(frame, (*self.columns, *theirs), self.files, (self.keep, other.keep), self.said)

    def key(self, on: str, of: Engine, other: Engine | None = None) -> nw.Expr:
        """Return the expression of a key that both tables write alike; ``of`` says whose column it is."""
        kind, theirs = of.type_of(on), (other or of).type_of(on)
        if kind == theirs:
            return of.value(on)
        if pa.types.is_integer(kind) and pa.types.is_string(theirs):
            return of.value(on).cast(nw.String())
        if _is_number(kind) and _is_number(theirs):
            return of.value(on).cast(nw.Float64() if pa.types.is_floating(theirs) else nw.Int64())
        raise RoleError(f"Column {on!r} holds {kind} in the data and {theirs} in the groups.\nMake both of one kind.")

    def tally(self, request: Request) -> Tally:
        """Return the counts asked for, in one aggregation (two where there is a score, to find its quantiles)."""
        if request.predicted is not None:
            return amounts_on_engine(self, request)
        return tally_on_engine(self, request)

    def raw(self, column: str) -> nw.Expr:
        """Return a column as the engine holds it."""
        return nw.col(f"c{self.columns.index(check_column(column, self.columns))}")

    def value(self, column: str) -> nw.Expr:
        """Return a column with null for every missing value."""
        raw, kind = self.raw(column), self.type_of(column)
        if pa.types.is_string(kind):
            text = raw.cast(nw.String())
            return nw.when(text != "").then(text)
        if pa.types.is_floating(kind):
            number = raw.cast(nw.Float64())
            return nw.when(is_known(number)).then(number)
        return raw

    def number(self, column: str) -> nw.Expr:
        """Return a column as floats; raise where it does not hold numbers."""
        raw, kind = self.raw(column), self.type_of(column)
        if pa.types.is_boolean(kind):
            return raw.cast(nw.Int8()).cast(nw.Float64())
        if _is_number(kind) or pa.types.is_null(kind):
            return raw.cast(nw.Float64())
        raise no_numbers(column, str(kind))

    def type_of(self, column: str) -> pa.DataType:
        """Return the plain Arrow type that a column would have in memory."""
        known = self._types.get(column)
        if known is None:
            first = self.collect(self.frame.select(self.raw(column).alias("v")).head(1))
            known = self._types[column] = plain_table(first.rename_columns([column]))[column].type
        return known

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        """Return the rows of a frame; the errors of files that cannot be read are told by name."""
        return collected(frame, self.files)


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))
