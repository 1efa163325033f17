"""Files and frames become one kind of table: Arrow, with plain types and text names."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import narwhals as nw
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as papq

from workbench.core.fingerprint import fingerprint_of_file
from workbench.errors import NotEnoughDataError, SourceError

__all__ = ["MISSING", "found_file", "plain_column", "read_table"]

MISSING = ["", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None"]
"""Missing in a column of numbers. In a column of text "NA" may be a name, so only "" is missing there."""

_LARGEST_BLOCK = 2**30


def read_table(source: object, encoding: str = "utf-8") -> tuple[pa.Table, str, str | None]:
    """Return a table, its name and the fingerprint of its file.

    Parameters
    ----------
    source : str, path or frame
        A CSV or Parquet file; a pandas, Polars or Arrow table.
    encoding : str
        The encoding of a CSV file.

    Returns
    -------
    table : pyarrow.Table
        Columns of numbers, text, booleans or dates; missing values are null.
    name : str
        The file's name without its suffix, or ``"data"``.
    fingerprint : str or None
        ``file:<sha256>``; ``None`` for a frame.

    Raises
    ------
    SourceError
        If it cannot be read as a table; the text says what to do.
    NotEnoughDataError
        If it has no rows.
    """
    if isinstance(source, (str, Path)):
        path = found_file(source)
        try:
            table, name, fingerprint = _read_file(path, encoding), path.stem, fingerprint_of_file(path)
        except OSError as error:
            raise SourceError(
                f"{str(path)!r} cannot be read: {error.strerror or 'the system refused'}.\n"
                "Check that the file may be read by you."
            ) from error
    else:
        table, name, fingerprint = _read_frame(source), "data", None
    _check_names(table.column_names, name)
    if table.num_rows == 0:
        raise _no_rows(name)
    columns = [
        plain_column(column, column_name) for column_name, column in zip(table.column_names, table.columns, strict=True)
    ]
    return pa.table(columns, names=table.column_names), name, fingerprint


def _no_rows(name: str) -> NotEnoughDataError:
    return NotEnoughDataError(f"{name!r} has column names but no rows.\nGive a table with at least one row.")


def found_file(source: str | Path) -> Path:
    """Return the path of a file or folder that is there."""
    path = Path(source)
    try:
        path = path.expanduser()
        there = path.exists()
    except (OSError, RuntimeError, ValueError):  # a name too long, nobody's home, a NUL in the name
        there = False
    if not there:
        raise SourceError(
            f"There is no file {str(source)!r}.\nCheck the name and the folder: {str(Path.cwd())!r} is the current one."
        )
    return path


def _read_file(path: Path, encoding: str) -> pa.Table:
    if path.is_dir():
        raise SourceError(f"{str(path)!r} is a folder.\nName a file in it: CSV or Parquet.")
    readers: dict[str, Callable[[Path, str], pa.Table]] = {
        ".csv": _read_csv,
        ".parquet": _read_parquet,
        ".pq": _read_parquet,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise SourceError(
            f"{path.name!r} ends in {path.suffix!r}, which is not a kind of table known here.\n"
            "Known are: .csv, .parquet, .pq. Save the table as one of these."
        )
    if path.stat().st_size == 0:
        raise SourceError(f"{path.name!r} is empty: it has no bytes.\nGive a file with column names and rows.")
    return reader(path, encoding)


def _read_csv(path: Path, encoding: str) -> pa.Table:
    _check_encoding(encoding)
    try:
        table = _parse_csv(path, encoding)
        _ = table.column_names  # decodes them
    except (pa.ArrowInvalid, ValueError) as error:
        _check_bytes(path, encoding)
        raise _not_csv(path, encoding, error) from error
    if any(pa.types.is_binary(kind) for kind in table.schema.types):
        _check_bytes(path, encoding)
    _check_separator(path, table.column_names)
    return table


def _check_separator(path: Path, names: list[str]) -> None:
    """Refuse a table of one column whose name shows that something else than a comma separates the fields."""
    separator = next((one for one in (";", "\t", "|") if len(names) == 1 and one in names[0]), None)
    if separator is not None:
        raise SourceError(
            f"{path.name!r} has one column, called {names[0]!r}: its fields seem to be separated by {separator!r}.\n"
            f"Save it with commas, or give the frame that pandas.read_csv(…, sep={separator!r}) returns."
        )


def _parse_csv(path: Path, encoding: str, tell: Callable[[Any], str] | None = None) -> pa.Table:
    """Return the table in a CSV file; ``tell`` is called with each row that has too many or too few fields."""
    return pacsv.read_csv(
        path,
        # One block, so that a column's type is inferred from all of it.
        read_options=pacsv.ReadOptions(
            block_size=min(path.stat().st_size + 1, _LARGEST_BLOCK), encoding=encoding, use_threads=tell is None
        ),
        parse_options=pacsv.ParseOptions(newlines_in_values=True, invalid_row_handler=tell),
        convert_options=pacsv.ConvertOptions(null_values=MISSING, strings_can_be_null=False),
    )


def _not_csv(path: Path, encoding: str, error: Exception) -> SourceError | NotEnoughDataError:
    """Return the error that says what is wrong with a file in the right encoding."""
    text = path.read_text(encoding)
    if not text.strip():
        return SourceError(f"{path.name!r} is empty: it has only blank lines.\nGive a file with column names and rows.")
    if len(text.strip().splitlines()) == 1:
        return _no_rows(path.stem)
    ragged: list[Any] = []

    def tell(row: Any) -> str:
        ragged.append(row)
        return "skip"

    with contextlib.suppress(pa.ArrowInvalid, ValueError):
        _parse_csv(path, encoding, tell)
    if ragged:
        first = ragged[0]
        fields = "1 field" if first.actual_columns == 1 else f"{first.actual_columns} fields"
        reason = f"row {first.number}, where the header is row 1, has {fields}, not {first.expected_columns}"
    else:
        reason = repr(str(error).splitlines()[0])
    return SourceError(
        f"{path.name!r} cannot be read as CSV: {reason}.\n"
        "Every row needs the same number of fields, separated by commas; text with a comma needs quotes."
    )


def _check_encoding(encoding: str) -> None:
    try:
        "".encode(encoding)
    except (LookupError, ValueError) as error:
        raise SourceError(f"encoding is {encoding!r}, which is not known.\nUse 'utf-8' or 'latin-1'.") from error


def _check_bytes(path: Path, encoding: str) -> None:
    """Raise :class:`SourceError` that names the first line which is not in the encoding."""
    content = path.read_bytes()
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SourceError(
            f"{path.name!r} is not {encoding.upper()}: line {line}, byte 0x{content[error.start]:02x}.\n"
            "Save it as UTF-8, or name its encoding, for example encoding='latin-1'."
        ) from error


def _read_parquet(path: Path, _encoding: str) -> pa.Table:
    try:
        with papq.ParquetFile(path) as file:
            return file.read()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise SourceError(
            f"{path.name!r} cannot be read as Parquet.\nCheck that the file is whole and really is Parquet."
        ) from error


def _read_frame(frame: Any) -> pa.Table:
    if isinstance(frame, pa.Table):
        return frame
    if isinstance(frame, pd.DataFrame):
        return _from_pandas(frame)
    try:
        native = nw.from_native(frame)
    except TypeError as error:
        raise SourceError(
            f"source is a {type(frame).__name__}, which is not a table.\n"
            "Give a path to a CSV or Parquet file, or a pandas, Polars or Arrow table."
        ) from error
    try:
        return (native.collect() if isinstance(native, nw.LazyFrame) else native).to_arrow()
    except pa.ArrowException as error:
        raise SourceError(
            f"source is a {type(frame).__name__} that Arrow cannot hold: {str(error).splitlines()[0]!r}.\n"
            "Turn its columns into numbers, text, booleans or dates."
        ) from error


def _from_pandas(frame: pd.DataFrame) -> pa.Table:
    names = [str(name) for name in frame.columns]
    _check_names(names, "data")
    columns = [_from_series(frame.iloc[:, position], name) for position, name in enumerate(names)]
    return pa.table(columns, names=names)


def _from_series(values: pd.Series[Any], name: str) -> pa.Array | pa.ChunkedArray:
    try:
        return pa.Array.from_pandas(values.copy())  # without the copy, editing the frame would edit the result
    except OverflowError as error:
        raise SourceError(
            f"Column {name!r} holds whole numbers of more than 64 bits.\n"
            "Make them text if they only name the rows, else numbers with a decimal point."
        ) from error
    except UnicodeEncodeError as error:
        raise SourceError(
            f"Column {name!r} holds text that is not Unicode.\nRead the table again, in its right encoding."
        ) from error
    except pa.ArrowException as error:
        kinds = sorted({type(value).__name__ for value in values.dropna()})
        if len(kinds) == 1:
            raise _no_place(name, kinds[0]) from error
        raise SourceError(
            f"Column {name!r} mixes kinds of values: {', '.join(kinds)}.\nMake all its values numbers or all text."
        ) from error


def _check_names(names: list[str], where: str) -> None:
    if not names:
        raise SourceError(f"{where!r} has no columns.\nGive a table with column names.")
    twice = [name for name, n in Counter(names).items() if n > 1]
    if twice:
        raise SourceError(
            f"{where!r} has more than one column called {twice[0]!r}.\n"
            "Rename all but one of them, so that it is clear which is meant."
        )


def plain_column(column: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    """Return the column as numbers, text, booleans or dates, with null for every missing value."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        try:
            return plain_column(column.cast(kind.value_type), name)
        except pa.ArrowNotImplementedError as error:
            raise _no_place(name, kind.value_type) from error
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        _check_text(column, name)
        text = column.cast(pa.string())
        return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        # By way of text: Arrow's own cast of decimals is off in the last digit for one value in eight.
        values = (column.cast(pa.string()) if pa.types.is_decimal(kind) else column).cast(pa.float64())
        return pc.if_else(pc.is_nan(values), pa.scalar(None, pa.float64()), values)
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind) or pa.types.is_temporal(kind) or pa.types.is_null(kind):
        return column
    raise _no_place(name, kind)


def _check_text(column: pa.ChunkedArray, name: str) -> None:
    """Refuse text that is not UTF-8: Parquet files of careless programs hold it."""
    try:
        column.validate(full=True)
    except pa.ArrowInvalid as error:
        raise SourceError(
            f"Column {name!r} holds text that is not UTF-8.\nSave the table again, with its text as UTF-8."
        ) from error


def _no_place(name: str, kind: object) -> SourceError:
    return SourceError(
        f"Column {name!r} holds {kind}, which has no place in a table of numbers, text and dates.\n"
        "Take it out, or turn it into one of these."
    )
