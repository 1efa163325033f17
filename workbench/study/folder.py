"""The files of a study: written whole or not at all, one writer at a time, and read with their hashes in hand."""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.core.files import write_whole
from workbench.core.fingerprint import fingerprint_of_file
from workbench.core.schema import Json, schema_name
from workbench.errors import InputError, StudyError
from workbench.study.registry import STAGES

__all__ = ["SCHEMA", "Folder", "check_name", "sealed"]

SCHEMA = schema_name("study.result")

_MOST_RECORD = 512 * 2**20
_MOST_FILE = 8 * 2**30
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_FILE = re.compile(r"[0-9a-f]{64}\.(parquet|npz|skops)")
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{one}{n}" for one in ("com", "lpt") for n in range(10))})
_WHOLE: dict[Path, tuple[int, int, int]] = {}
"""Files that were looked at in this process: size, time and place."""

_PATIENCE = 120.0
_STEP = 0.05


def check_name(name: object) -> str:
    """Return the name of a result, which is a file's name on every system.

    Parameters
    ----------
    name : str
        Small letters, digits, ``-`` and ``_``.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> check_name("main")
    'main'
    >>> check_name("../main")
    Traceback (most recent call last):
    workbench.errors.InputError: name is '../main', which cannot name a result.
    Use up to 60 small letters, digits, '-' and '_', such as 'main' or 'without-age'.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name in _DEVICES:
        raise InputError(
            f"name is {name!r}, which cannot name a result.\n"
            "Use up to 60 small letters, digits, '-' and '_', such as 'main' or 'without-age'."
        )
    return name


def sealed(record: Mapping[str, Json]) -> dict[str, Json]:
    """Return a record with a hash of all that is in it, by which accidents are noticed."""
    bare = {key: one for key, one in record.items() if key != "seal"}
    return {**bare, "seal": hashlib.sha256(json.dumps(bare, sort_keys=True).encode()).hexdigest()}


@dataclass(frozen=True)
class Folder:
    """Where a study keeps its files.

    Parameters
    ----------
    path : pathlib.Path
        The study's folder.
    """

    path: Path

    @property
    def results(self) -> Path:
        """Where the records are, a folder for each stage."""
        return self.path / "results"

    @property
    def files(self) -> Path:
        """Where tables, arrays and models are, named by their hashes."""
        return self.results / "files"

    def record_path(self, stage: str, name: str) -> Path:
        """Return where the record of a result is."""
        return self.results / stage / f"{check_name(name)}.json"

    def names(self) -> Iterator[tuple[str, str]]:
        """Yield the stage and name of every record, in the order of the stages."""
        for stage in dict.fromkeys(STAGES.values()):
            for one in sorted((self.results / stage).glob("*.json")):
                if _NAME.fullmatch(one.stem):
                    yield stage, one.stem

    def read_record(self, stage: str, name: str) -> dict[str, Any]:
        """Return the record of a result, after its hash was looked at.

        Raises
        ------
        StudyError
            If it is damaged, altered, or of a newer format.
        FileNotFoundError
            If there is none.
        """
        path = self.record_path(stage, name)
        what = f"{stage} {name!r} of the study"
        if not path.resolve().is_relative_to(self.path.resolve()):
            raise StudyError(f"{what} lies outside of the study's folder.\nRemove the link {str(path)!r}.")
        try:
            if path.stat().st_size > _MOST_RECORD:
                raise StudyError(f"{what} is larger than any record.\nRemove {str(path)!r}, and save it anew.")
            record = json.loads(path.read_bytes())
        except FileNotFoundError:
            raise
        except (OSError, ValueError, RecursionError) as error:
            raise StudyError(
                f"{what} cannot be read: {type(error).__name__}.\nMake the result again, and save it anew."
            ) from error
        _check_format(record, what)
        if record.get("stage") != stage or record.get("name") != name or sealed(record) != record:
            raise StudyError(f"{what} was altered after it was written.\nMake the result again, and save it anew.")
        return dict(record)

    def has_file(self, name: str) -> bool:
        """Return whether a file of that name is there."""
        return _FILE.fullmatch(name) is not None and (self.files / name).is_file()

    def is_whole(self, name: str) -> bool:
        """Return whether a file is there and holds what its name says; one that has not changed is read once."""
        path = self.files / name
        if not self.has_file(name):
            return False
        found = path.stat()
        seen = (found.st_size, found.st_mtime_ns, found.st_ino)
        if _WHOLE.get(path) != seen:
            if fingerprint_of_file(path) != f"file:{name.partition('.')[0]}":
                return False
            _WHOLE[path] = seen
        return True

    def has_files(self, record: Mapping[str, Any]) -> bool:
        """Return whether every file that a record names is there, as large as it was."""
        for name, size in record["files"].items():
            if not self.has_file(name) or (self.files / name).stat().st_size != size:
                return False
        return True

    def content(self, name: str, told: Mapping[str, Any], what: str) -> bytes:
        """Return the bytes of a file that a record names.

        Raises
        ------
        StudyError
            If it is not there, or is not what was written.
        """
        size = told.get(name)
        if not _FILE.fullmatch(name) or type(size) is not int or not 0 <= size <= _MOST_FILE:
            raise StudyError(
                f"{what} is damaged: it names no file of its own.\nMake the result again, and save it anew."
            )
        try:
            path = self.files / name
            content = path.read_bytes() if path.stat().st_size == size else b""
        except FileNotFoundError:
            raise
        except OSError as error:
            raise StudyError(
                f"{what} cannot be read: {error.strerror}.\nCheck that its files may be read by you."
            ) from error
        if hashlib.sha256(content).hexdigest() != name.partition(".")[0]:
            raise StudyError(
                f"{what} is damaged: its file {name[:12]}….{name.partition('.')[2]} is not what was written.\n"
                "Make the result again, and save it anew."
            )
        return content

    def write_record(self, stage: str, name: str, record: Mapping[str, Json]) -> Path:
        """Write a record, after all its files."""
        text = json.dumps(sealed(record), ensure_ascii=False, separators=(",", ":"))
        try:
            content = text.encode()
        except UnicodeEncodeError:  # half a character of some other encoding
            content = json.dumps(sealed(record), separators=(",", ":")).encode()
        return write_whole(self.record_path(stage, name), content)

    def write_file(self, name: str, content: bytes) -> None:
        """Write a file, unless it is there."""
        if not self.is_whole(name):
            write_whole(self.files / name, content)

    def clean(self) -> None:
        """Remove files that no record names; only who holds the lock may do so."""
        waiting = {one.name for one in self.files.glob("*.*") if _FILE.fullmatch(one.name)}
        for stage, name in self.names():
            if not waiting:
                return
            text = self.record_path(stage, name).read_bytes()
            waiting -= {one for one in waiting if one.encode() in text}
        for one in waiting:
            with suppress(OSError):
                (self.files / one).unlink()

    @contextmanager
    def locked(self) -> Iterator[bool]:
        """Let one process write at a time; yields whether that could be had, as some disks know no locks.

        Raises
        ------
        StudyError
            If another process writes for minutes.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path / ".lock", os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise StudyError(
                f"The study in {str(self.path)!r} cannot be written: {error.strerror}.\n"
                "Open one in a folder that you may write to."
            ) from error
        try:
            yield _wait_for(handle, self.path)
        finally:
            os.close(handle)  # which lets go of the lock


def _wait_for(handle: int, path: Path) -> bool:
    until = time.monotonic() + _PATIENCE
    while True:
        found = _taken(handle)
        if found is not None:
            return found
        if time.monotonic() > until:
            raise StudyError(
                f"The study in {str(path)!r} has been written to by another program for minutes.\n"
                "Wait for it or end it, and save again."
            )
        time.sleep(_STEP)


def _taken(handle: int) -> bool | None:
    """Return whether the lock was taken; ``None`` where somebody else has it, False where there are no locks."""
    try:
        import fcntl
    except ImportError:
        return _taken_on_windows(handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return None
    except OSError:
        return False
    return True


def _taken_on_windows(handle: int) -> bool | None:
    import msvcrt

    try:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]  # Windows alone
    except OSError:
        return None
    return True


def _check_format(record: Any, what: str) -> None:
    told = record.get("schema") if isinstance(record, dict) else None
    base, _, version = str(told).rpartition("/")
    if told == SCHEMA:
        return
    if base == SCHEMA.rpartition("/")[0] and version.isdigit():
        raise StudyError(
            f"{what} is of a newer format, {told}; {SCHEMA} is known here.\n"
            "Update the workbench: pip install --upgrade notebook-workbench."
        )
    raise StudyError(f"{what} is no record of a study.\nMake the result again, and save it anew.")
