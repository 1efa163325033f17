"""Text as a tuple of parts: what the program says, a number that a reader sees, a name that a person wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Name", "Part", "Shown", "Text"]


@dataclass(frozen=True)
class Shown:
    """A fact, or one of its limits, as it is printed at one place.

    Parameters
    ----------
    fact : str
        The fact's id.
    text : str
        The number in words or digits.
    part : {"value", "low", "high", "n"}
        Which number of the fact is printed.
    """

    fact: str
    text: str
    part: Literal["value", "low", "high", "n"] = "value"


@dataclass(frozen=True)
class Name:
    """Text that a person wrote: the name of a column, a group, a data set."""

    text: str


Part = str | Shown | Name
Text = tuple[Part, ...]
