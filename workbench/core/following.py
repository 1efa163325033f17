"""Whether the cells of a notebook are followed, and what they did to the study meanwhile.

What happens here costs nothing where nobody follows: a study notes what it keeps and hands out, and whoever makes
the record of a cell takes the notes.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from typing import Any, Literal

from workbench.core.schema import schema_name

__all__ = [
    "KERNEL",
    "MIME",
    "SCHEMA",
    "Note",
    "begin_following",
    "followed_study",
    "is_following",
    "note",
    "take_notes",
]

MIME = "application/vnd.workbench.step+json"
"""The type of a step's record among the outputs of its cell."""

SCHEMA = schema_name("step")

KERNEL = secrets.token_hex(8)
"""Names this process, so that what was recorded by another is told apart."""

_MOST = 1_000


@dataclass(frozen=True)
class Note:
    """A result that a study kept or handed out.

    Parameters
    ----------
    kind : {"saved", "loaded"}
        What the study did.
    stage, name, fingerprint : str
        Of the result.
    """

    kind: Literal["saved", "loaded"]
    stage: str
    name: str
    fingerprint: str


@dataclass
class _State:
    on: bool = False
    study: Any = None


_STATE = _State()
_NOTES: list[Note] = []


def begin_following(study: Any = None) -> None:
    """Follow the cells that run in this process from now on.

    Parameters
    ----------
    study : Study, optional
        The study that was opened; what it overrules stands in the records.
    """
    _STATE.on = True
    if study is not None:
        _STATE.study = study


def is_following() -> bool:
    """Return whether records of cells are wanted."""
    return _STATE.on or os.environ.get("WORKBENCH_STEPS") == "1"


def followed_study() -> Any:
    """Return the study that was opened last in this process; ``None`` if none was."""
    return _STATE.study


def note(kind: Literal["saved", "loaded"], stage: str, name: str, fingerprint: str) -> None:
    """Note that a study kept or handed out a result.

    Parameters
    ----------
    kind : {"saved", "loaded"}
        Which of both.
    stage, name, fingerprint : str
        Of the result.

    Examples
    --------
    >>> _ = take_notes()
    >>> note("saved", "fitted", "main", "result:12")
    >>> take_notes()
    (Note(kind='saved', stage='fitted', name='main', fingerprint='result:12'),)
    >>> take_notes()
    ()
    """
    if len(_NOTES) < _MOST:  # where nobody takes them
        _NOTES.append(Note(kind, stage, name, fingerprint))


def take_notes() -> tuple[Note, ...]:
    """Return what was noted since this was called before."""
    taken = tuple(_NOTES)
    _NOTES.clear()
    return taken
