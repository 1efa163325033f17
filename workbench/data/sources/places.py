"""Where the tables of this process were read from, so that what is too large to be copied can be found again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbench.data.sources.options import ReadOptions

__all__ = ["Place", "example_of", "place_of", "remember_example", "remember_place"]


@dataclass(frozen=True)
class Place:
    """A file, folder or pattern on this machine, and how it was read.

    Parameters
    ----------
    path : pathlib.Path
        Absolute.
    options : ReadOptions
        What was said about it.
    """

    path: Path
    options: ReadOptions


_PLACES: dict[str, Place] = {}
_EXAMPLES: dict[str, str] = {}


def remember_place(source: object, options: ReadOptions, *fingerprints: str | None) -> None:
    """Remember where a table was read from; of frames and addresses nothing is.

    Parameters
    ----------
    source : object
        What was given to be read.
    options : ReadOptions
        How it was read.
    *fingerprints : str or None
        What stands for its content.
    """
    if isinstance(source, (str, Path)) and "://" not in str(source):
        place = Place(Path(source).expanduser().absolute(), options)
        _PLACES.update(dict.fromkeys((one for one in fingerprints if one), place))


def place_of(fingerprint: str) -> Place | None:
    """Return where what has a fingerprint was read from; ``None`` where this process has not read it from a file.

    Parameters
    ----------
    fingerprint : str
        Of a file or of its rows.
    """
    return _PLACES.get(fingerprint)


def remember_example(source: str, fingerprint: str) -> None:
    """Remember that rows are those of a bundled example.

    Parameters
    ----------
    source : str
        Such as ``"example:loans"``.
    fingerprint : str
        Of the rows.
    """
    _EXAMPLES[fingerprint] = source


def example_of(fingerprint: str) -> str:
    """Return which example has these rows; empty where this process has read none that has.

    Parameters
    ----------
    fingerprint : str
        Of the rows.
    """
    return _EXAMPLES.get(fingerprint, "")
