"""A question as it came: read with care, and how far its answer has come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.core.schema import Json
from workbench.errors import InputError

__all__ = ["Asked", "Told", "choices", "cut"]

Told = Callable[[float, str], None]
"""Hears how far an answer has come, between 0 and 1, and what is done now."""

_LONGEST = 4_000
_MOST = 1_000


def _unheard(_progress: float, _said: str) -> None:
    return


@dataclass(frozen=True)
class Asked:
    """A question, and where its answer is looked for.

    Parameters
    ----------
    request : mapping
        The JSON.
    namespace : mapping of str to object
        What the notebook has bound.
    told : callable
        Hears how far the answer has come.
    """

    request: Mapping[str, Any]
    namespace: Mapping[str, object] = field(default_factory=dict)
    told: Told = _unheard

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text of the question.

        Parameters
        ----------
        name : str
            Its name.
        default : str, optional
            What it is where nothing is given; without it, something has to be.

        Raises
        ------
        InputError
            If it is no text, or is missing.
        """
        value = self.request.get(name, default)
        if not isinstance(value, str) or len(value) > _LONGEST:
            raise InputError(f"{name} is {value!r:.100}.\nGive text of at most {_LONGEST:,} characters.")
        return value

    def texts(self, name: str) -> list[str]:
        """Return a list of texts of the question; empty where nothing is given.

        Parameters
        ----------
        name : str
            Its name.

        Raises
        ------
        InputError
            If it is no list of texts.
        """
        value = self.request.get(name, [])
        if not isinstance(value, list) or len(value) > _MOST or not all(isinstance(one, str) for one in value):
            raise InputError(f"{name} is {value!r:.100}.\nGive a list of at most {_MOST:,} texts.")
        return list(value)


def cut(text: str, longest: int) -> str:
    """Return a text that is not longer, with a sign where it was cut.

    Parameters
    ----------
    text : str
        Any.
    longest : int
        Characters.

    Examples
    --------
    >>> cut("a long one", 6)
    'a lon…'
    """
    return text if len(text) <= longest else text[: longest - 1] + "…"


def choices(titles: Mapping[str, str]) -> list[Json]:
    """Return values and their titles as the extension lists them.

    Parameters
    ----------
    titles : mapping of str to str
        By value.
    """
    return [{"value": value, "title": title} for value, title in titles.items()]
