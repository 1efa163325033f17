"""Parquet files that are one table: a file, a folder or a pattern, with columns in the names of folders."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.parquet as papq

from workbench.core.fingerprint import fingerprint_of_file
from workbench.data.sources.parquet_digits import check_exact
from workbench.data.sources.plain import check_names
from workbench.errors import SourceError

__all__ = ["PARQUET", "FolderColumn", "ParquetFiles", "parquet_files"]

PARQUET = (".parquet", ".pq")
"""Endings of Parquet files."""

_NOTHING = "__HIVE_DEFAULT_PARTITION__"
_WILD = re.compile(r"[*?\[]")
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,17}")


def parquet_files(source: str | Path) -> tuple[tuple[Path, ...], Path]:
    """Return the Parquet files that a folder holds or a pattern matches, by name, and the folder they are in.

    Parameters
    ----------
    source : str or path
        A folder, or a pattern such as ``data/*.parquet``.

    Returns
    -------
    files : tuple of path
        None where there are none, or the path is a file. Files and folders whose names begin with a dot or an
        underscore are notes that other programs leave beside data.
    root : path
        The folder below which names of folders make columns.
    """
    path = Path(source)
    try:
        path = path.expanduser()
        if path.is_file():
            return (), path.parent
        whole = path.is_dir()
        root = path if whole else Path(*takewhile(lambda one: not _WILD.search(one), path.parts))
        found = path.rglob("*") if whole else _matching(path)
        files = sorted(one for one in found if one.suffix.lower() in PARQUET and one.is_file())
    except (OSError, RuntimeError, ValueError):  # a name too long, nobody's home, a NUL in the name
        return (), path
    return tuple(one for one in files if not _is_note(one.relative_to(root))), root


def _matching(pattern: Path) -> Iterator[Path]:
    return Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor)))


def _is_note(path: Path) -> bool:
    return any(one.startswith((".", "_")) for one in path.parts)


@dataclass(frozen=True)
class FolderColumn:
    """A column whose values are in the names of folders, such as ``sex=f/part.parquet``.

    Parameters
    ----------
    name : str
        What stands before the sign of equality.
    values : tuple of str or None
        What stands after it, for each file; ``None`` where a program wrote that nothing is known.
    depth : int
        How many names from the end of the path the folder stands: 2 is the folder of the file.
    """

    name: str
    values: tuple[str | None, ...]
    depth: int

    @property
    def kind(self) -> pa.DataType:
        """Whole numbers or dates where all values are; codes with leading zeros stay text."""
        known = [one for one in self.values if one is not None]
        if not known:
            return pa.string()
        if all(_WHOLE.fullmatch(one) for one in known):
            return pa.int64()
        return pa.date32() if all(_is_day(one) for one in known) else pa.string()


def _is_day(text: str) -> bool:
    try:
        return len(text) == len("2026-01-31") and bool(Date.fromisoformat(text))
    except ValueError:
        return False


@dataclass(frozen=True, eq=False)
class ParquetFiles:
    """Parquet files with the same columns, of which only the descriptions were read.

    Parameters
    ----------
    files : tuple of path
        The files, in the order of their rows.
    root : path
        The folder below which names of folders make columns.
    is_one : bool
        Whether one file was named, and no folder or pattern.
    """

    files: tuple[Path, ...]
    root: Path
    is_one: bool = False

    @cached_property
    def described(self) -> list[tuple[pa.Schema, int, int]]:
        """Columns, number of rows and bytes once unpacked of each file."""
        return [_described(one, self.shown(one)) for one in self.files]

    @cached_property
    def schema(self) -> pa.Schema:
        """The columns of all files; their kinds hold the values of every file.

        Raises
        ------
        SourceError
            If the files have different columns, or kinds that do not go together.
        """
        schemas = [one for one, _, _ in self.described]
        first = schemas[0]
        for file, other in zip(self.files, schemas, strict=True):
            _check_same(file, other, self.files[0], first, self.root)
        unified = _decoded(first)
        for file, other in zip(self.files, schemas, strict=True):
            unified = self._unified(unified, _decoded(other), file)
        check_exact(self.files, [_decoded(one) for one in schemas], unified, self.shown)
        return unified

    def shown(self, file: Path) -> str:
        """Return what a file is called in messages: its path below the root, as many may be ``part-0.parquet``."""
        return _below(file, self.root)

    def _unified(self, known: pa.Schema, other: pa.Schema, file: Path) -> pa.Schema:
        if known.equals(other):
            return known
        fields = []
        for field in known:
            kind = other.field(field.name).type
            try:
                both = [pa.schema([(field.name, field.type)]), pa.schema([(field.name, kind)])]
                fields.append(pa.unify_schemas(both, promote_options="permissive").field(0))
            except pa.ArrowException as error:
                raise SourceError(
                    f"Column {field.name!r} holds {field.type} in {self.shown(self.files[0])!r} "
                    f"and {kind} in {self.shown(file)!r}.\nWrite the files again with the same kinds of columns."
                ) from error
        return pa.schema(fields)

    @property
    def differ(self) -> bool:
        """Whether the same column is of different kinds in two files, or in another place."""
        first = self.described[0][0]
        return any(not _decoded(one).equals(_decoded(first)) for one, _, _ in self.described)

    @property
    def n_rows(self) -> int:
        """How many rows there are in all files."""
        return sum(n for _, n, _ in self.described)

    @property
    def n_bytes(self) -> int:
        """About how many bytes the rows take in memory."""
        wide = sum(_width(field.type) for field in self.described[0][0])
        return max(sum(n for _, _, n in self.described), self.n_rows * wide)

    @cached_property
    def folder_columns(self) -> tuple[FolderColumn, ...]:
        """The columns in the names of folders; none unless all files are in folders of the same columns."""
        folders = [one.relative_to(self.root).parent.parts for one in self.files]
        keys = {tuple(folder.partition("=")[0] for folder in one) for one in folders}
        if len(keys) != 1 or not all(one and all("=" in folder for folder in one) for one in folders):
            return ()
        [names] = keys
        return tuple(
            FolderColumn(name, tuple(_value(one[place]) for one in folders), len(names) - place + 1)
            for place, name in enumerate(names)
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """What the columns are called: those in the files, then those in the names of folders."""
        first = self.described[0][0]
        clash = next((one.name for one in self.folder_columns if one.name in first.names), None)
        if clash is not None:
            raise SourceError(
                f"Column {clash!r} is in {self.shown(self.files[0])!r} and in the name of its folder too.\n"
                "Give the files without those folders, or take the column out of them."
            )
        names = (*first.names, *(one.name for one in self.folder_columns))
        check_names(names, self.name)
        return names

    @property
    def notes(self) -> tuple[str, ...]:
        """How many files a folder or a pattern stood for."""
        if self.is_one:
            return ()
        n = len(self.files)
        return ("1 Parquet file was read." if n == 1 else f"{n:,} Parquet files were read as one table.",)

    @property
    def name(self) -> str:
        """What readers call the table."""
        return self.files[0].stem if len(self.files) == 1 else self.root.name or "data"

    @cached_property
    def fingerprint(self) -> str:
        """``file:<sha256>`` of the file; of the hashes of all where there are several, with their folders' columns."""
        if len(self.files) == 1 and not self.folder_columns:
            return fingerprint_of_file(self.files[0])
        said = [fingerprint_of_file(one) for one in self.files]
        if self.folder_columns:
            folders = [one.relative_to(self.root).parent.as_posix() for one in self.files]
            said = [f"{hashed}{folder}\n" for hashed, folder in zip(said, folders, strict=True)]
        return "file:" + hashlib.sha256("".join(said).encode(errors="surrogateescape")).hexdigest()


def _below(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name


def _value(folder: str) -> str | None:
    text = unquote(folder.partition("=")[2])
    return None if text in ("", _NOTHING) else text


def _described(path: Path, shown: str) -> tuple[pa.Schema, int, int]:
    try:
        with papq.ParquetFile(path) as file:
            said = file.metadata
            n_bytes = sum(said.row_group(place).total_byte_size for place in range(said.num_row_groups))
            return file.schema_arrow, said.num_rows, n_bytes
    except (pa.ArrowException, OSError, ValueError) as error:
        raise SourceError(
            f"{shown!r} cannot be read as Parquet.\nCheck that the file is whole and really is Parquet."
        ) from error


def _decoded(schema: pa.Schema) -> pa.Schema:
    """Return the columns with categories as what they are categories of: files number them differently."""
    fields: Sequence[pa.Field] = [
        pa.field(one.name, one.type.value_type if pa.types.is_dictionary(one.type) else one.type) for one in schema
    ]
    return pa.schema(fields)


def _check_same(file: Path, schema: pa.Schema, first_file: Path, first: pa.Schema, root: Path) -> None:
    for here, there, names in ((file, first_file, set(first.names)), (first_file, file, set(schema.names))):
        have = set(schema.names if here == file else first.names)
        lacking = sorted(names - have)
        if lacking:
            raise SourceError(
                f"{_below(here, root)!r} has no column {lacking[0]!r}, which {_below(there, root)!r} has.\n"
                "Files that are one table have the same columns: give them one by one, or write them again."
            )
    if schema.names != first.names and len({one.lower() for one in first.names}) < len(first.names):
        raise SourceError(
            f"{_below(file, root)!r} has its columns in another order than {_below(first_file, root)!r}, "
            "and some names differ only in case.\nWrite the files again with their columns in one order."
        )


def _width(kind: pa.DataType) -> int:
    return kind.bit_width // 8 or 1 if pa.types.is_primitive(kind) else 24
