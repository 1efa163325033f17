"""What the values of records, sheets and frames bring to light: several kinds in one column, empty texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date as Date
from datetime import time as Time
from datetime import timedelta as TimeDelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.finding import Finding
from workbench.core.measure import Measure
from workbench.data.said import say
from workbench.data.sources.number_marks import is_comma_number
from workbench.data.sources.options import ReadOptions
from workbench.data.sources.text_findings import cut, listed

__all__ = ["EXACT", "KindsSeen", "empty_texts", "is_beyond", "n_empty"]

EXACT = 2**53
"""From this size on, a number with a fraction cannot tell every whole number from the next."""

_KINDS = ((bool, "truth"), ((int, float, Decimal), "number"), (str, "text"), ((Date, Time, TimeDelta), "date or time"))


def is_beyond(value: object) -> bool:
    """Return whether a value is a whole number that one with a fraction may not hold.

    Examples
    --------
    >>> is_beyond(2**53 + 1), is_beyond(7), is_beyond(1e300)
    (True, False, False)
    """
    return isinstance(value, int) and not -EXACT < value < EXACT


class KindsSeen:
    """The kinds of values in columns that come in parts, and where the first of each stands.

    Parameters
    ----------
    where : str
        What a row's number counts: ``line`` or ``row``.
    """

    def __init__(self, where: str) -> None:
        self._where = where
        self._n: dict[str, Counter[str]] = {}
        self._first: dict[tuple[str, str], tuple[object, int]] = {}
        self._beyond: dict[str, tuple[object, int]] = {}
        self._fractions: set[str] = set()
        self.n_empty: Counter[str] = Counter()

    def look_at(self, name: str, values: Sequence[object], places: Sequence[int]) -> None:
        """Take in a part of a column; ``places`` are the lines or rows of its values."""
        types = Counter(map(type, values))
        if str in types and (n := values.count("")):
            self.n_empty[name] += n
            types[str] -= n
        types.pop(type(None), None)
        counted = self._n.setdefault(name, Counter())
        for one, n in types.items():
            kind = next((kind for known, kind in _KINDS if issubclass(one, known)), "")
            if n and kind:
                counted[kind] += n
                if (name, kind) not in self._first:
                    self._first[name, kind] = next(
                        (value, place) for value, place in zip(values, places, strict=True) if _is(value, one)
                    )
        if float in types or Decimal in types:
            self._fractions.add(name)
        if int in types and name not in self._beyond:
            large = ((value, place) for value, place in zip(values, places, strict=True) if is_beyond(value))
            if (found := next(large, None)) is not None:
                self._beyond[name] = found

    def findings(self, options: ReadOptions) -> tuple[Finding, ...]:
        """Return a finding for each column of several kinds, or of numbers that only text can hold."""
        asked = options.types or {}
        found = []
        for name, counted in self._n.items():
            if name in asked:
                continue
            if len(counted) > 1:
                found.append(self._mixed(name, counted))
            elif name in self._beyond and name in self._fractions:
                found.append(self._long(name, counted["number"]))
        return tuple(found)

    def _mixed(self, name: str, counted: Mapping[str, int]) -> Finding:
        kinds = sorted(counted, key=lambda kind: -counted[kind])
        said = [f"{_count(counted[kind], kind)} ({self._shown(self._first[name, kind])})" for kind in kinds]
        rarest = cut(str(self._first[name, kinds[-1]][0]))
        return Finding(
            "WB107",
            "caution",
            f"Column {name!r} holds values of several kinds, and became text: {', '.join(said)}",
            "A model takes each number or truth in a column of text for a word of its own.",
            f"{self._commas(name)}"
            f"If some mean that the value is not known: missing={{{name!r}: [{rarest}]}}, and the kind of the others "
            f"with types={{{name!r}: …}}. If the column is text: types={{{name!r}: 'text'}}.",
            value=counted[kinds[0]] / sum(counted.values()),
            n=sum(counted.values()),
            scope=name,
            measure=Measure("share of values of the most frequent kind", "fraction", "values", "values"),
        )

    def _commas(self, name: str) -> str:
        """Return what to say where the texts among the values seem to be numbers with a comma before decimals."""
        text = str(self._first.get((name, "text"), ("",))[0])
        return f"If text such as {cut(text)} is a number: {say('decimal', ',')}. " if is_comma_number(text) else ""

    def _long(self, name: str, n: int) -> Finding:
        return Finding(
            "WB117",
            "note",
            f"Column {name!r} became text: beside fractions it holds whole numbers of more digits than a number "
            f"here can hold ({self._shown(self._beyond[name])})",
            "Such numbers lose their last digits when they are read as numbers.",
            f"If they are quantities: types={{{name!r}: 'number'}}. Else nothing is to be done.",
            n=n,
            scope=name,
        )

    def _shown(self, found: tuple[object, int]) -> str:
        value, place = found
        written = cut(value) if isinstance(value, str) else str(value)
        return f"{written}, {self._where} {place:,}"


def empty_texts(counted: Mapping[str, int], n_rows: int) -> tuple[Finding, ...]:
    """Return the finding for texts without a character, which are missing values here."""
    n = sum(counted.values())
    if not n:
        return ()
    title = (
        f"{_count(n, 'empty text')} {'is' if n == 1 else 'are'} read as missing, "
        f"in {_count(len(counted), 'column')}: {listed(list(counted))}"
    )
    return (
        Finding(
            "WB115",
            "note",
            title,
            "A text without a character says nothing, and cannot be told from a value that is missing.",
            "Nothing is to be done, unless it means something: then put a word in its place.",
            value=float(n),
            n=n_rows,
        ),
    )


def n_empty(column: pa.Array | pa.ChunkedArray) -> int:
    """Return how many texts of a column have no character; 0 where it holds no text.

    Examples
    --------
    >>> n_empty(pa.array(["", "a", None])), n_empty(pa.array([1]))
    (1, 0)
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        return n_empty(column.cast(kind.value_type)) if _is_text(kind.value_type) else 0
    return pc.sum(pc.equal(pc.binary_length(column), 0)).as_py() or 0 if _is_text(kind) else 0


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _is(value: object, kind: type) -> bool:
    return type(value) is kind and value != ""


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun.replace('date or time', 'dates or time')}s"
