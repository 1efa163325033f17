"""CSV files larger than memory: read once, into a Parquet file that lives as long as the table.

The reader and its rules are those of :func:`workbench.data.sources.read_table`, so a file is refused
for the same reasons and its columns have the same types however large it is; but every column is
first read as text, and its type is found from all of it afterwards. Dates and times stay text.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as papq

from workbench.checks import check_column
from workbench.errors import NotEnoughDataError, SourceError

__all__ = ["csv_to_parquet"]

_BLOCK = 16 * 2**20
_MISSING = ("", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None")  # in numbers; in text only ""
_TRUTHS = ("true", "True", "TRUE", "1", "false", "False", "FALSE", "0")


def csv_to_parquet(
    path: Path, encoding: str, target: Path, connection: duckdb.DuckDBPyConnection, columns: Sequence[str] | None = None
) -> tuple[list[str], duckdb.DuckDBPyRelation]:
    """Return the names of a CSV file's columns, and the relation that holds them as ``c0``, ``c1``, ….

    Parameters
    ----------
    path : Path
        The file.
    encoding : str
        Its encoding.
    target : Path
        The Parquet file that is written.
    connection : duckdb.DuckDBPyConnection
        The connection that the relation belongs to.
    columns : sequence of str, optional
        Columns to keep; by default all.

    Raises
    ------
    SourceError
        If a row has too many or too few fields, or bytes are not in the encoding: by line.
    NotEnoughDataError
        If there are no rows.
    """
    ragged: list[Any] = []

    def tell(row: Any) -> str:
        ragged.append(row)
        return "error"

    try:
        names = _names(path, encoding, tell)
        for name in columns or ():
            check_column(name, names)
        kept = list(dict.fromkeys(columns)) if columns is not None else names
        as_text = pacsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), include_columns=kept, strings_can_be_null=False
        )
        n_rows = _copy(_reader(path, encoding, as_text, tell), target, kept)
    except (pa.ArrowInvalid, UnicodeError) as error:
        raise _refused(path, encoding, error, ragged) from error
    if n_rows == 0:
        raise NotEnoughDataError(f"{path.stem!r} has column names but no rows.\nGive a table with at least one row.")
    return kept, _typed(connection.read_parquet(str(target)))


def _names(path: Path, encoding: str, tell: Any) -> list[str]:
    with _reader(path, encoding, pacsv.ConvertOptions(), tell) as reader:
        names = list(reader.schema.names)
    twice = [name for place, name in enumerate(names) if name in names[:place]]
    if twice:
        raise SourceError(
            f"{path.stem!r} has more than one column called {twice[0]!r}.\n"
            "Rename all but one of them, so that it is clear which is meant."
        )
    return names


def _reader(path: Path, encoding: str, convert: pacsv.ConvertOptions, tell: Any) -> pacsv.CSVStreamingReader:
    return pacsv.open_csv(
        path,
        # One thread: only then a ragged row knows its number.
        read_options=pacsv.ReadOptions(block_size=_BLOCK, encoding=encoding, use_threads=False),
        parse_options=pacsv.ParseOptions(newlines_in_values=True, invalid_row_handler=tell),
        convert_options=convert,
    )


def _copy(reader: pacsv.CSVStreamingReader, target: Path, kept: Sequence[str]) -> int:
    """Write the rows and return how many there are."""
    n_rows = 0
    schema = pa.schema([(f"c{place}", pa.string()) for place in range(len(kept))])
    with reader, papq.ParquetWriter(target, schema, compression="lz4") as writer:
        for batch in reader:
            n_rows += batch.num_rows
            writer.write_batch(pa.record_batch(batch.columns, schema=schema))
    return n_rows


def _typed(relation: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Return the relation with each column as whole numbers, truths or floats where all its values are."""
    missing, truths = (", ".join(f"'{word}'" for word in words) for words in (_MISSING, _TRUTHS))
    tests = {
        "BIGINT": "regexp_full_match({0}, '[-]?[0-9]+') AND TRY_CAST({0} AS BIGINT) IS NOT NULL",
        "BOOLEAN": "{0} IN (" + truths + ")",
        "DOUBLE": "NOT contains({0}, '_') AND TRY_CAST({0} AS DOUBLE) IS NOT NULL",
    }
    asked = [
        f"coalesce(bool_and({test.format(name)}) FILTER (WHERE {name} NOT IN ({missing})), true)"
        for name in relation.columns
        for test in tests.values()
    ]
    [answers] = relation.aggregate(", ".join(asked)).fetchall()
    written = []
    for place, name in enumerate(relation.columns):
        fits = answers[place * len(tests) : (place + 1) * len(tests)]
        kind = next((kind for kind, fit in zip(tests, fits, strict=True) if fit), None)
        plain = (
            f"CASE WHEN {name} NOT IN ({missing}) THEN CAST({name} AS {kind}) END" if kind else f"nullif({name}, '')"
        )
        written.append(f"{plain} AS {name}")
    return relation.project(", ".join(written))


def _refused(path: Path, encoding: str, error: Exception, ragged: Sequence[Any]) -> SourceError:
    line = _bad_line(path, encoding)
    if line is not None:
        return SourceError(
            f"{path.name!r} is not {encoding.upper()}: line {line[0]}, byte 0x{line[1]:02x}.\n"
            "Save it as UTF-8, or name its encoding, for example encoding='latin-1'."
        )
    reason = repr(str(error).splitlines()[0])
    if ragged:
        first = ragged[0]
        fields = "1 field" if first.actual_columns == 1 else f"{first.actual_columns} fields"
        reason = f"row {first.number}, where the header is row 1, has {fields}, not {first.expected_columns}"
    return SourceError(
        f"{path.name!r} cannot be read as CSV: {reason}.\n"
        "Every row needs the same number of fields, separated by commas; text with a comma needs quotes."
    )


def _bad_line(path: Path, encoding: str) -> tuple[int, int] | None:
    """Return the number of the first line that is not in the encoding, and the byte; lines end as in ASCII."""
    if encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32")):
        return None
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError as error:
                return number, line[error.start]
    return None
