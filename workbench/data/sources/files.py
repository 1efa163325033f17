"""Files that are there."""

from __future__ import annotations

import re
from pathlib import Path

from workbench.errors import SourceError

__all__ = ["found_file", "stem_of", "suffix_of"]

_WILD = re.compile(r"[*?\[]")


def found_file(source: str | Path) -> Path:
    """Return the path of a file or folder that is there."""
    path = Path(source)
    try:
        path = path.expanduser()
        there = path.exists()
    except (OSError, RuntimeError, ValueError):  # a name too long, nobody's home, a NUL in the name
        there = False
    if not there and _WILD.search(str(source)):
        raise SourceError(
            f"No Parquet file matches {str(source)!r}.\nOnly Parquet files are read by a pattern; name any other file."
        )
    if not there:
        raise SourceError(
            f"There is no file {str(source)!r}.\nCheck the name and the folder: {str(Path.cwd())!r} is the current one."
        )
    return path


def suffix_of(path: Path) -> str:
    """Return what a file's name says that it holds, in small letters: ``.csv`` of ``A.CSV.gz``.

    Examples
    --------
    >>> suffix_of(Path("a.CSV")), suffix_of(Path("a.tsv.gz")), suffix_of(Path("a.gz"))
    ('.csv', '.tsv', '.gz')
    """
    last = path.suffix.lower()
    return Path(path.stem).suffix.lower() or last if last == ".gz" else last


def stem_of(path: Path) -> str:
    """Return a file's name without what it says that it holds.

    Examples
    --------
    >>> stem_of(Path("people.2024.csv")), stem_of(Path("people.csv.gz"))
    ('people.2024', 'people')
    """
    return Path(path.stem).stem if path.suffix.lower() == ".gz" else path.stem
