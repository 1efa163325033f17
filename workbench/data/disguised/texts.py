"""Columns of text: ways to say "not known", and values written in several ways."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.disguised.words import NOT_KNOWN_SPELT, folded, is_not_known

__all__ = ["MOST_VALUES", "TextScan"]

MOST_VALUES = 1_000
"""Columns of more different values are free text or names: ways of writing one are not looked for."""

_FIRST = 10_000
_SPELLINGS = frozenset(NOT_KNOWN_SPELT.to_pylist())


class TextScan:
    """The values of a column of text and how many rows have each, as far as they are few.

    Of a column with more than :data:`MOST_VALUES` only ways to say "not known" are counted, in small letters, in
    capitals or with a capital first. Which rows come first makes no difference to what is found.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.has_many = False

    def add(self, column: pa.ChunkedArray) -> None:
        """Count some more rows."""
        if not self.has_many:
            # A small part first: it shows most columns of many values, whose counting would take long.
            self._count(column.slice(0, _FIRST))
            column = column.slice(_FIRST)
        if not self.has_many and len(column):
            self._count(column)
        elif len(column):
            self._count(column.filter(pc.is_in(column, NOT_KNOWN_SPELT)))

    def _count(self, column: pa.ChunkedArray) -> None:
        found = pc.value_counts(column)
        values, counts = found.field("values").to_pylist(), found.field("counts").to_pylist()
        self.counts.update({value: n for value, n in zip(values, counts, strict=True) if value is not None})
        if len(self.counts) > MOST_VALUES or self.has_many:
            self.has_many = True
            self.counts = Counter({value: n for value, n in self.counts.items() if value in _SPELLINGS})

    def not_known(self) -> dict[str, int]:
        """Return the values that seem to say "not known", the most frequent first."""
        found = {value: n for value, n in self._by_frequency() if is_not_known(value)}
        if "+" in self.counts:  # then a minus is an answer
            found.pop("-", None)
        return found

    def spellings(self) -> list[dict[str, int]]:
        """Return the values that differ only in case, blanks or a full stop at the end, most frequent first.

        Of a column with many values none is known here but ways to say "not known", so that there are none.
        """
        alike: dict[str, dict[str, int]] = {}
        for value, n in self._by_frequency():
            if not is_not_known(value):
                alike.setdefault(folded(value), {})[value] = n
        return [ways for ways in alike.values() if len(ways) > 1]

    def _by_frequency(self) -> list[tuple[str, int]]:
        return sorted(self.counts.items(), key=lambda one: (-one[1], one[0]))

    def stopped(self) -> list[str]:
        """Return the values where each is a word or a few with a full stop at the end, as in no other column."""
        values = [value for value in self.counts if not is_not_known(value)]
        short = len(values) <= 20 and all(len(value.split()) <= 3 for value in values)
        stops = not self.has_many and short and len(values) > 1 and all(value.endswith(".") for value in values)
        return sorted(values) if stops and all(value[:-1].strip(".") for value in values) else []
