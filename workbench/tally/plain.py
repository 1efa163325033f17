"""One form for what engines hand back: the plain types of :func:`workbench.data.sources.read_table`."""

from __future__ import annotations

import pyarrow as pa

from workbench.data.sources import read_table

__all__ = ["plain_table"]


def plain_table(table: pa.Table) -> pa.Table:
    """Return a table of numbers, text, booleans and dates, with null for every missing value.

    Decimals go by way of text: Arrow's own cast of them to floats is off by the last digit for about
    one in eight, and then a score of 0.57 is below a threshold of 0.57.

    Examples
    --------
    >>> import decimal
    >>> plain_table(pa.table({"score": [decimal.Decimal("0.57")], "sex": [""]})).to_pydict()
    {'score': [0.57], 'sex': [None]}
    """
    for position, (name, column) in enumerate(zip(table.column_names, table.columns, strict=True)):
        if pa.types.is_decimal(column.type):
            table = table.set_column(position, name, column.cast(pa.string()).cast(pa.float64()))
    return read_table(table).table
