"""Files that are there."""

from __future__ import annotations

from pathlib import Path

from workbench.errors import SourceError

__all__ = ["found_file"]


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
