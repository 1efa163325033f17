"""What is noticed about the values of a table: told, and never changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa

from workbench.core.finding import Finding
from workbench.data.dataset import Dataset
from workbench.data.disguised.codes import DayScan, NumberScan
from workbench.data.disguised.telling import constant_dates, no_value, other_spellings, sentinel_numbers, words_for_none
from workbench.data.disguised.texts import TextScan
from workbench.data.stored import StoredTable

__all__ = ["value_findings"]

_THREADS = 2  # Arrow counts a column on one core


class _Column:
    """What was counted of one column."""

    def __init__(self, name: str, kind: pa.DataType) -> None:
        self.name = name
        self.n = self.n_missing = 0
        self.scan = _scan(kind)

    def add(self, column: pa.ChunkedArray) -> None:
        """Count some more rows."""
        self.n += len(column)
        self.n_missing += column.null_count
        if self.scan is not None:
            self.scan.add(column)

    def findings(self) -> Iterator[Finding]:
        """Yield what was noticed."""
        if self.n_missing == self.n:
            yield no_value(self.name, self.n)
        elif isinstance(self.scan, TextScan):
            yield from words_for_none(self.name, self.scan, self.n)
            yield from other_spellings(self.name, self.scan, self.n)
        elif isinstance(self.scan, NumberScan):
            yield from sentinel_numbers(self.name, self.scan, self.n)
        elif isinstance(self.scan, DayScan):
            yield from constant_dates(self.name, self.scan, self.n)


def _scan(kind: pa.DataType) -> TextScan | NumberScan | DayScan | None:
    kinds: list[tuple[Callable[[pa.DataType], bool], type[TextScan | NumberScan | DayScan]]] = [
        (pa.types.is_string, TextScan),
        (pa.types.is_integer, NumberScan),
        (pa.types.is_floating, NumberScan),
        (pa.types.is_date, DayScan),
        (pa.types.is_timestamp, DayScan),
    ]
    return next((scan() for is_kind, scan in kinds if is_kind(kind)), None)


def value_findings(data: Dataset) -> tuple[Finding, ...]:
    """Return what is noticed about a table's values, in one pass over its rows.

    Columns without any value (WB101), values that seem to mean "not known" (WB104 words, WB106 numbers, WB108 days),
    and values that seem to be the same, written in two ways (WB105). Each finding says with which argument of
    :func:`workbench.read_data` the person makes them what they are; nothing is changed here.

    Parameters
    ----------
    data : Dataset
        Its rows may be on disk: a part of them at a time is in memory.

    Returns
    -------
    tuple of Finding
        In the order of the columns; the same wherever the rows are and in whichever order.

    Examples
    --------
    >>> from workbench.core.provenance import Provenance
    >>> from workbench.data.roles import Roles
    >>> table = pa.table({"job": ["nurse", "?", "Nurse"], "age": [31, 999, 45]})
    >>> for finding in value_findings(Dataset(Provenance("read_data"), table, Roles())):
    ...     print(finding)
    WB104 '?' in 1 of 3 rows of column 'job' seems to mean that it is not known
    WB105 Column 'job' seems to write the same value in two ways: 'Nurse' and 'nurse'
    WB106 999 in 1 of 3 rows of column 'age' seems to mean that it is not known
    """
    columns = [_Column(name, kind) for name, kind in data.kinds.items()]
    batches = data.held.batches() if isinstance(data.held, StoredTable) else iter([data.held])
    with ThreadPoolExecutor(_THREADS) as pool:
        for batch in batches:
            list(pool.map(lambda pair: pair[0].add(pair[1]), zip(columns, batch.columns, strict=True)))
    return tuple(finding for column in columns for finding in column.findings())
