"""Which data a study is about: named by a person before they are prepared, so that nothing else stands in for them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from workbench.errors import InputError, StudyError

__all__ = ["DeclaredData", "declared_from", "is_example", "not_prepared", "place_in", "place_seen_from", "texts_of"]

_TEXTS = ("source", "target", "favourable", "since")
_LISTS = ("protected", "reading")
_SAID = ("target", "favourable", *_LISTS)


@dataclass(frozen=True)
class DeclaredData:
    """The data that a study is about, as a person named them.

    Parameters
    ----------
    source : str
        A file as seen from the study's folder, with ``/`` between folders; or an address, without a password.
    target : str
        The column with the outcome; empty where nobody said.
    favourable : str
        Its value that is good for the person; empty where nobody said.
    protected : tuple of str
        The columns whose groups are compared.
    reading : tuple of str
        How the file has to be read, as in ``("decimal=,",)``.
    since : str
        When it was said, as in ``"2026-11-21T12:00:00.000000+00:00"``.

    Examples
    --------
    >>> DeclaredData("../loans.csv", "approved", "yes", ("sex",)).name
    'loans.csv'
    """

    source: str
    target: str = ""
    favourable: str = ""
    protected: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()
    since: str = ""

    @property
    def name(self) -> str:
        """What a person calls the file."""
        return PurePosixPath(self.source.rstrip("/")).name or self.source

    @property
    def is_file(self) -> bool:
        """Whether it is a file or folder, and no address."""
        return "://" not in self.source

    def with_what_was_said(self, before: DeclaredData) -> DeclaredData:
        """Return the same with what was said before of the same data, where nothing is said of it now.

        Parameters
        ----------
        before : DeclaredData
            What was said.
        """
        return replace(self, since=before.since, **{key: getattr(self, key) or getattr(before, key) for key in _SAID})

    def is_of(self, record: Mapping[str, Any], folder: Path) -> bool:
        """Return whether a result that a study keeps is of these data, as far as its record tells.

        What was saved after they were named counts as theirs, unless it is known to come of an example or of another
        file. A data set that was kept before has to be read from a file of this name; where both are there, from this
        file.

        Parameters
        ----------
        record : mapping
            Of the result.
        folder : pathlib.Path
            Of the study.
        """
        if record["saved"] >= self.since or not self.is_file:
            read_from = record.get("read_from", ())
            return not read_from or any(self._is_read_from(one, folder) for one in read_from)
        source = record.get("source")
        return source is not None and self._is_read_from(source["path"], folder)

    def _is_read_from(self, source: str, folder: Path) -> bool:
        """Return whether data of a source are these; of an address nobody knows which files came from it."""
        if is_example(source) or not self.is_file:
            return not is_example(source)
        if PurePosixPath(Path(source).as_posix()).name != self.name:
            return False
        then, now = Path(source), folder / self.source
        try:
            return not (then.exists() and now.exists()) or then.samefile(now)
        except OSError:
            return False

    def told(self) -> dict[str, Any]:
        """Return what is written into ``study.toml``."""
        said: dict[str, Any] = {key: getattr(self, key) for key in _TEXTS}
        said |= {key: list(getattr(self, key)) for key in _LISTS}
        return {key: value for key, value in said.items() if value or key == "source"}


def declared_from(told: object) -> DeclaredData | None:
    """Return what ``study.toml`` says of the data; ``None`` where it says nothing.

    Parameters
    ----------
    told : object
        Of the table ``data``.

    Raises
    ------
    InputError
        If it says what it cannot.
    """
    if told is None:
        return None
    if not isinstance(told, dict):
        raise InputError("has a 'data' that is no table")
    texts = {key: told.get(key, "") for key in _TEXTS}
    lists = {key: told.get(key, []) for key in _LISTS}
    if wrong := next((key for key, one in texts.items() if not isinstance(one, str) or "\0" in one), ""):
        raise InputError(f"has a 'data' whose {wrong} is no text")
    if not texts["source"]:
        raise InputError("has a 'data' that names no source")
    if wrong := next((key for key, one in lists.items() if not _is_texts(one)), ""):
        raise InputError(f"has a 'data' whose {wrong} is no list of texts")
    protected, reading = (tuple(lists[key]) for key in _LISTS)
    return DeclaredData(texts["source"], texts["target"], texts["favourable"], protected, reading, texts["since"])


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def place_in(folder: Path, source: object) -> str:
    """Return how a study names a file of a person: as seen from its folder; an address without what is secret in it.

    Parameters
    ----------
    folder : pathlib.Path
        Of the study.
    source : str or path
        As the notebook names it.

    Raises
    ------
    InputError
        If it is neither a file's name nor an address.
    """
    text = str(source) if isinstance(source, (str, Path)) else ""
    if not text.strip() or "\0" in text:
        raise InputError(f"source is {source!r:.200}.\nName the file, or the address, that holds the data.")
    if "://" in text:
        parts = urlsplit(text)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
    path = Path(text).expanduser().absolute()
    try:
        return Path(os.path.relpath(path, folder.absolute())).as_posix()
    except ValueError:  # on another drive
        return path.as_posix()


def place_seen_from(folder: Path, source: str, here: Path) -> str:
    """Return how a notebook names a file that a study names; an address as it is.

    Parameters
    ----------
    folder : pathlib.Path
        Of the study.
    source : str
        As :func:`place_in` returned it.
    here : pathlib.Path
        The folder of the notebook.
    """
    return source if "://" in source else place_in(here, folder / source)


def not_prepared(declared: DeclaredData, because: str) -> StudyError:
    """Return the error that nothing may stand in for the data that a study is about.

    Parameters
    ----------
    declared : DeclaredData
        Which data that are.
    because : str
        Why what is kept of them is not fresh; empty where nothing is kept.
    """
    state = f"what was prepared of them is not fresh: {because}" if because else "its data are not prepared yet."
    return StudyError(
        f"The study is about {declared.name!r}, and {state}\nRun 20-prepare-data to its end, or give data_source."
    )


def is_example(source: object) -> bool:
    """Return whether a source is a bundled example."""
    from workbench.data.examples import EXAMPLE_PREFIX  # whoever only looks at a study waits for no tables

    return isinstance(source, str) and source.startswith(EXAMPLE_PREFIX)


def texts_of(name: str, given: Iterable[str]) -> tuple[str, ...]:
    """Return a list of texts.

    Parameters
    ----------
    name : str
        What it is called.
    given : iterable of str
        The texts.

    Raises
    ------
    InputError
        If it is none.
    """
    listed = () if isinstance(given, str) else tuple(given)
    if isinstance(given, str) or not all(isinstance(one, str) for one in listed):
        raise InputError(f"{name} is {given!r:.200}.\nGive a list of texts.")
    return listed
