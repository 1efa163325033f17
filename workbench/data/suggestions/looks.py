"""What is looked at of a column: its name as words, its kind, and its values as far as they are few."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.dataset import Dataset
from workbench.data.disguised.words import NOT_KNOWN_SPELT, PERHAPS
from workbench.data.roles import label_of
from workbench.data.suggestions.names import Name, plain_words
from workbench.data.values import count_values

__all__ = ["Look", "looks_of"]

_FEW = 300
_SHOWN = 1_000
_TRUTH = frozenset(
    (
        "yes", "no", "y", "n", "true", "false", "t", "f", "0", "1", "ja", "nein", "j", "oui", "non", "o", "si", "s",
        "vrai", "faux", "wahr", "falsch", "verdadero", "falso",
    )
)  # fmt: skip
_NO_ANSWER = pa.array([one for one in NOT_KNOWN_SPELT.to_pylist() if one.casefold() not in PERHAPS], pa.string())
_CODE = re.compile(r"[A-Za-z]{0,4}[-_]?\d{2,}|[0-9a-fA-F]{8}-?[0-9a-fA-F-]{4,}|\d+-\d+(-\d+)*")


@dataclass(frozen=True, eq=False)
class Look:
    """A column as far as guesses need it.

    Parameters
    ----------
    column : str
        Its name.
    kind : pyarrow.DataType
        Its type.
    n, n_known, n_distinct : int
        Rows, rows with a value, different values. Words for "not known" are no value.
    counts : dict of str to int
        How many rows have each value, as people write it, the most frequent first; of many values the first.
    low, high, mean : float
        Of numbers; ``nan`` of anything else.
    is_whole : bool
        Whether it holds whole numbers only.
    """

    column: str
    kind: pa.DataType
    n: int
    n_known: int
    n_distinct: int
    counts: dict[str, int]
    low: float = float("nan")
    high: float = float("nan")
    mean: float = float("nan")
    is_whole: bool = False

    @cached_property
    def name(self) -> Name:
        """Its name as words."""
        return Name(self.column)

    @property
    def is_number(self) -> bool:
        """Whether it holds numbers."""
        return bool(pa.types.is_integer(self.kind) or pa.types.is_floating(self.kind))

    @property
    def is_text(self) -> bool:
        """Whether it holds text."""
        return bool(pa.types.is_string(self.kind))

    @property
    def is_day(self) -> bool:
        """Whether it holds dates or times."""
        return bool(pa.types.is_date(self.kind) or pa.types.is_timestamp(self.kind))

    @property
    def is_unique(self) -> bool:
        """Whether every row has a value of its own."""
        return 0 < self.n == self.n_known == self.n_distinct

    @property
    def is_truth(self) -> bool:
        """Whether it answers yes or no: two values that do, or one."""
        return 0 < self.n_distinct <= 2 and self.words <= _TRUTH

    @property
    def is_few_codes(self) -> bool:
        """Whether it holds a few whole numbers or single letters that stand for something."""
        if self.is_number:
            return self.is_whole and self.n_distinct <= 9 and self.low >= 0 and self.high < 10
        return self.n_distinct <= 9 and all(len(word) == 1 for word in self.words)

    @cached_property
    def words(self) -> set[str]:
        """Its values in small letters without accents."""
        return {plain_words(value) for value in self.counts}

    def among(self, words: Iterable[str]) -> float:
        """Return the share of the rows that are known whose value is one of the words."""
        chosen = set(words)
        return sum(n for value, n in self.counts.items() if plain_words(value) in chosen) / max(self.n_known, 1)

    def mentioning(self, words: Iterable[str]) -> float:
        """Return the share of the rows that are known whose value is made up of words with one of these among them."""
        spaced = [f" {word} " for word in words]
        found = (n for value, n in self.counts.items() if any(word in f" {plain_words(value)} " for word in spaced))
        return sum(found) / max(self.n_known, 1)

    @cached_property
    def looks_like_codes(self) -> bool:
        """Whether its values are made of digits, as names of rows are: S000017, 10023, 4f1c-…."""
        if self.is_number:
            return self.is_whole
        return self.is_text and bool(self.counts) and all(_CODE.fullmatch(value) for value in self.counts)


def looks_of(data: Dataset) -> list[Look]:
    """Return a look at each column of a data set in memory."""
    return [_look(name, data.column(name)) for name in data.columns]


def _look(name: str, column: pa.ChunkedArray) -> Look:
    known = _known(column)
    n_known = pc.sum(known["n"]).as_py() or 0
    first = known if known.num_rows <= _FEW else known.slice(0, _SHOWN)
    low, high, mean = _range(column)
    return Look(
        column=name,
        kind=column.type,
        n=len(column),
        n_known=n_known,
        n_distinct=known.num_rows,
        counts=dict(zip(map(label_of, first["value"].to_pylist()), first["n"].to_pylist(), strict=True)),
        low=low,
        high=high,
        mean=mean,
        is_whole=_is_whole(column),
    )


def _known(column: pa.ChunkedArray) -> pa.Table:
    """Return the values that say something and how many rows have each, the most frequent first."""
    values, counts = count_values(column)
    table = pa.table({"value": values, "n": pa.array(counts, pa.int64())})
    table = table.filter(pc.is_valid(table["value"]))
    if pa.types.is_string(column.type):
        table = table.filter(pc.invert(pc.is_in(table["value"], _NO_ANSWER)))
    if pa.types.is_null(column.type):
        return table
    return table.sort_by([("n", "descending"), ("value", "ascending")])


def _range(column: pa.ChunkedArray) -> tuple[float, float, float]:
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        return float("nan"), float("nan"), float("nan")
    ends: Any = pc.min_max(column)
    found = ends["min"].as_py(), ends["max"].as_py(), pc.mean(column).as_py()
    return tuple(float("nan") if one is None else float(one) for one in found)  # type: ignore[return-value]


def _is_whole(column: pa.ChunkedArray) -> bool:
    if pa.types.is_integer(column.type):
        return True
    if not pa.types.is_floating(column.type):
        return False
    return bool(pc.all(pc.equal(column, pc.floor(column))).as_py())
