"""Tables that are in memory, counted by NumPy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.checks import check_column
from workbench.data.roles import ProtectedAttribute, label_of
from workbench.data.said import say
from workbench.errors import InputError, RoleError
from workbench.tally.counting import Groups, Scores, tally_codes
from workbench.tally.moments import Amounts
from workbench.tally.request import Coded, Countable, Extent, Predicted, Request
from workbench.tally.tally import Tally

__all__ = ["InMemory"]


_MANY_ROWS = 100_000


class _Encoded(NamedTuple):
    """The values of a column that occur, and for each row the place of its own; one more for a missing one."""

    values: list[object]
    places: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class InMemory:
    """A table of plain Arrow columns, as :func:`workbench.data.sources.read_table` returns it.

    Examples
    --------
    >>> table = InMemory(pa.table({"hired": ["yes", "no", None]}))
    >>> table.values("hired", most=10)
    {'yes': 1, 'no': 1, None: 1}
    """

    table: pa.Table
    fingerprint: str | None = None
    kind: str = "memory"

    @property
    def columns(self) -> Sequence[str]:
        """The names of its columns."""
        return tuple(self.table.column_names)

    def values(self, column: str, most: int) -> Mapping[object, int]:
        """Return each value of a column and how many rows have it, ``None`` for missing ones."""
        encoded = self._encoded(column)
        counts = np.bincount(encoded.places, minlength=len(encoded.values) + 1)
        occurring: dict[object, int] = {}
        for value, n in zip((*encoded.values, None), counts, strict=True):
            if n:
                occurring[value] = occurring.get(value, 0) + int(n)  # 0.0 and -0.0 are one value
        if len(occurring) > most:
            raise too_many_values(column, len(occurring), most)
        return occurring

    def extent(self, column: str) -> Extent:
        """Return what a column of numbers holds; raise where it does not hold numbers."""
        values = self._numbers(column)
        there = values[~np.isnan(values)]
        finite = there[np.isfinite(there)]
        low, high = (
            (float(finite.min()) + 0.0, float(finite.max()) + 0.0) if len(finite) else (float("nan"), float("nan"))
        )
        n_broken = int((finite != np.floor(finite)).sum())
        return Extent(len(values), len(values) - len(there), len(there) - len(finite), low, high, n_broken)

    def median(self, column: str) -> float:
        """Return the exact median of a column of numbers, missing ones left out."""
        values = self._numbers(column)
        there = values[~np.isnan(values)]
        return float(np.median(there)) + 0.0 if len(there) else float("nan")

    def joined(self, other: Countable, on: str) -> InMemory:
        """Return the table with the columns of another that has one row for each value of ``on``."""
        if not isinstance(other, InMemory):
            raise InputError("The groups are not in memory, but the data are.\nGive both as frames, or both as files.")
        check_column(on, self.columns)
        check_column(on, other.columns)
        keys = other.table[on].drop_null()
        if len(pc.unique(keys)) < len(keys):
            raise RoleError(
                f"Column {on!r} of the groups has some value twice, so it is not clear whose group is meant.\n"
                "Give one row for each."
            )
        known = _one_chunk(other.table[on])  # without skip_nulls a person without an id gets another's group
        places = pc.index_in(_as_type(self.table[on], keys.type, on), known, skip_nulls=True)
        table = self.table
        for name in other.columns:
            if name != on:
                _check_new(name, self.columns)
                table = table.append_column(name, pc.take(other.table[name], places))
        return InMemory(table, self.fingerprint)

    def tally(self, request: Request) -> Tally:
        """Return the counts asked for."""
        coded = [one.column for one in (request.outcome, request.decision) if one is not None]
        self._encode([*(one.column for one in request.attributes), *coded])
        groups = [self._groups(one) for one in request.attributes]
        n_rows, missing = self.table.num_rows, len(request.classes)
        weight, score, predicted = request.weight, request.score, request.predicted
        sampled = weight is not None and weight.kind == "sampling"
        numbers = self._numbers(weight.column) if weight is not None else None
        return tally_codes(
            groups,
            outcomes=self._codes(request.outcome, missing) if request.outcome else np.full(n_rows, missing),
            decisions=self._codes(request.decision, missing) if request.decision else None,
            classes=request.classes,
            weights=numbers if sampled else None,
            frequencies=numbers.astype(np.int64) if numbers is not None and not sampled else None,
            scores=Scores(self._numbers(score.column), score.low, score.high, score.thresholds) if score else None,
            amounts=self._amounts(predicted) if predicted else None,
        )

    def _amounts(self, predicted: Predicted) -> Amounts:
        outcomes = self._numbers(predicted.outcome) if predicted.outcome is not None else None
        return Amounts(self._numbers(predicted.prediction), outcomes, predicted.thresholds)

    def _codes(self, coded: Coded, missing: int) -> NDArray[np.int64]:
        encoded = self._encoded(coded.column)
        known = [coded.codes.get(label_of(value), missing) for value in encoded.values]
        codes: NDArray[np.int64] = np.array([*known, missing], dtype=np.int64)[encoded.places]
        return codes

    def _groups(self, attribute: ProtectedAttribute) -> Groups:
        """Return the groups of an attribute: names for the few values that occur, then places for the rows."""
        encoded = self._encoded(attribute.column)
        kind = self.table[attribute.column].type
        some_missing = bool((encoded.places == len(encoded.values)).any())
        occurring = [*encoded.values, None] if some_missing else encoded.values
        named = attribute.groups(pa.chunked_array([pa.array(occurring, kind)])).to_pylist()
        names = list(dict.fromkeys(named))
        place = {name: position for position, name in enumerate(names)}
        return Groups(attribute.title, names, np.array([place[name] for name in named])[encoded.places])

    def _encoded(self, column: str) -> _Encoded:
        check_column(column, self.columns)
        known = self._encodings.get(column)
        if known is None:
            encoded = self.table[column].dictionary_encode().unify_dictionaries().combine_chunks()
            values = encoded.dictionary.to_pylist()
            places = pc.fill_null(encoded.indices, len(values)).to_numpy(zero_copy_only=False)
            known = self._encodings[column] = _Encoded(values, places)
        return known

    def _encode(self, columns: Sequence[str]) -> None:
        """Encode columns, several at once: Arrow lets other threads work meanwhile."""
        for name in columns:
            check_column(name, self.columns)
        if self.table.num_rows > _MANY_ROWS:
            with ThreadPoolExecutor(max_workers=max(len(columns), 1)) as pool:
                list(pool.map(self._encoded, dict.fromkeys(columns)))

    @cached_property
    def _encodings(self) -> dict[str, _Encoded]:
        return {}

    def _numbers(self, column: str) -> NDArray[np.float64]:
        check_column(column, self.columns)
        values = self.table[column]
        if not (
            pa.types.is_integer(values.type)
            or pa.types.is_floating(values.type)
            or pa.types.is_boolean(values.type)
            or pa.types.is_null(values.type)
        ):
            raise no_numbers(column, str(values.type))
        if pa.types.is_boolean(values.type):
            values = values.cast(pa.int8())
        numbers: NDArray[np.float64] = values.cast(pa.float64(), safe=False).to_numpy()  # beyond 2^53 the nearest
        return numbers


def too_many_values(column: str, n: int, most: int) -> InputError:
    """Return the error for a column of decisions or outcomes that has too many values."""
    return InputError(
        f"Column {column!r} has {n:,} different values; {most:,} is the most for decisions, outcomes and groups.\n"
        "Is it a score? Name it as score='…' with thresholds. Or join values into fewer."
    )


def no_numbers(column: str, kind: str) -> RoleError:
    """Return the error for a score or weight that is no number."""
    return RoleError(
        f"Column {column!r} holds {kind}, not numbers.\n"
        f"A score or a weight is a number. If a comma stands before its decimals: {say('decimal', ',')}."
    )


def _check_new(name: str, columns: Sequence[str]) -> None:
    if name in columns:
        raise RoleError(
            f"Both the data and the groups have a column {name!r}.\nRename it in one of them, or leave it out."
        )


def _one_chunk(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _as_type(column: pa.ChunkedArray, kind: pa.DataType, on: str) -> pa.ChunkedArray:
    try:
        return column.cast(kind)
    except pa.ArrowException as error:
        raise RoleError(
            f"Column {on!r} holds {column.type} in the data and {kind} in the groups.\nMake both of one kind."
        ) from error
