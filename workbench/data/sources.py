"""Files and frames become one kind of table: Arrow, with plain types and text names."""

from __future__ import annotations

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

__all__ = ["read_table"]

# Missing in a column of numbers. In a column of text "NA" may be a name, so only "" is missing there.
_MISSING = ["", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None"]
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
        path = Path(source).expanduser()
        table = _read_file(path, encoding)
        name, fingerprint = path.stem, fingerprint_of_file(path)
    else:
        table, name, fingerprint = _read_frame(source), "data", None
    _check_names(table.column_names, name)
    if table.num_rows == 0:
        raise NotEnoughDataError(f"{name!r} has column names but no rows.\nGive a table with at least one row.")
    columns = [
        _plain(column, column_name) for column_name, column in zip(table.column_names, table.columns, strict=True)
    ]
    return pa.table(columns, names=table.column_names), name, fingerprint


def _read_file(path: Path, encoding: str) -> pa.Table:
    if not path.exists():
        raise SourceError(
            f"There is no file {str(path)!r}.\nCheck the name and the folder: {str(Path.cwd())!r} is the current one."
        )
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
    try:
        table = pacsv.read_csv(
            path,
            # One block, so that a column's type is inferred from all of it.
            read_options=pacsv.ReadOptions(block_size=min(path.stat().st_size + 1, _LARGEST_BLOCK), encoding=encoding),
            parse_options=pacsv.ParseOptions(newlines_in_values=True),
            convert_options=pacsv.ConvertOptions(null_values=_MISSING, strings_can_be_null=False),
        )
    except (pa.ArrowInvalid, UnicodeDecodeError, LookupError) as error:
        _check_bytes(path, encoding)
        raise SourceError(
            f"{path.name!r} cannot be read as CSV: {str(error).splitlines()[0]}.\n"
            "Every line needs the same number of fields, separated by commas; text with a comma needs quotes."
        ) from error
    if any(pa.types.is_binary(kind) for kind in table.schema.types):
        _check_bytes(path, encoding)
    return table


def _check_bytes(path: Path, encoding: str) -> None:
    """Raise :class:`SourceError` that names the first line which is not in the encoding."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError as error:
                raise SourceError(
                    f"{path.name!r} is not {encoding.upper()}: line {number}, byte 0x{line[error.start]:02x}.\n"
                    "Save it as UTF-8, or name its encoding, for example encoding='latin-1'."
                ) from error
            except LookupError as error:
                raise SourceError(
                    f"encoding is {encoding!r}, which is not known.\nUse 'utf-8' or 'latin-1'."
                ) from error


def _read_parquet(path: Path, _encoding: str) -> pa.Table:
    try:
        return papq.read_table(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise SourceError(
            f"{path.name!r} cannot be read as Parquet: {str(error).splitlines()[0]}\n"
            "Check that the file is whole and really is Parquet."
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
    return (native.collect() if isinstance(native, nw.LazyFrame) else native).to_arrow()


def _from_pandas(frame: pd.DataFrame) -> pa.Table:
    names = [str(name) for name in frame.columns]
    _check_names(names, "data")
    arrays = []
    for position, name in enumerate(names):
        try:
            arrays.append(pa.Array.from_pandas(frame.iloc[:, position]))
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            raise SourceError(
                f"Column {name!r} mixes kinds of values: {str(error).splitlines()[0]}\n"
                "Make all its values numbers or all text."
            ) from error
    return pa.table(arrays, names=names)


def _check_names(names: list[str], where: str) -> None:
    if not names:
        raise SourceError(f"{where!r} has no columns.\nGive a table with column names.")
    twice = [name for name, n in Counter(names).items() if n > 1]
    if twice:
        raise SourceError(
            f"{where!r} has more than one column called {twice[0]!r}.\n"
            "Rename all but one of them, so that it is clear which is meant."
        )


def _plain(column: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    """Return the column as numbers, text, booleans or dates, with null for every missing value."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _plain(column.cast(kind.value_type), name)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        text = column.cast(pa.string())
        return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        values = column.cast(pa.float64())
        return pc.if_else(pc.is_nan(values), pa.scalar(None, pa.float64()), values)
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind) or pa.types.is_temporal(kind) or pa.types.is_null(kind):
        return column
    raise SourceError(
        f"Column {name!r} holds {kind}, which has no place in a table of numbers, text and dates.\n"
        "Take it out, or turn it into one of these."
    )
