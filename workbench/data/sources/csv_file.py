"""CSV files in memory."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv

from workbench.core.fingerprint import fingerprint_of_file
from workbench.data.sources.options import ReadOptions
from workbench.data.sources.plain import MISSING, no_rows
from workbench.data.sources.reading import Reading
from workbench.errors import NotEnoughDataError, SourceError

__all__ = ["read_csv"]

_LARGEST_BLOCK = 2**30


def read_csv(path: Path, options: ReadOptions) -> Reading:
    """Return the table in a CSV file."""
    return Reading(_read_csv(path, options.encoding), path.stem, fingerprint_of_file(path))


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
        return no_rows(path.stem)
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
