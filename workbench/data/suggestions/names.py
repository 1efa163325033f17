"""Column names as words: in which tokens people compose them, whatever the style and the accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

__all__ = ["Name", "plain_words"]

_PIECES = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def plain_words(text: str) -> str:
    """Return text in small letters without accents, its words one blank apart.

    Examples
    --------
    >>> plain_words("  Männlich "), plain_words("État-civil")
    ('mannlich', 'etat civil')
    """
    return " ".join(re.findall(r"[a-z0-9+<>=.]+", _unaccented(text).lower()))


def _unaccented(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ẞ", "SS"))
    return "".join(character for character in apart if not unicodedata.combining(character))


class Name:
    """A column's name as tokens in small letters, without accents.

    Parameters
    ----------
    text : str
        The name.

    Examples
    --------
    >>> Name("ApplicantSex_1").tokens, Name("date of birth").tokens, Name("état-civil").tokens
    (('applicant', 'sex', '1'), ('date', 'of', 'birth'), ('etat', 'civil'))
    >>> Name("sexual_offence").says(["sex"]), Name("applicant.sex").says(["sex"])
    (False, True)
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tuple(piece.lower() for piece in _PIECES.findall(_unaccented(text)))

    def says(self, words: Iterable[str]) -> bool:
        """Return whether one of the words (or of the phrases, whose words follow each other) is in the name."""
        return any(self._has(tuple(word.split())) for word in words)

    def said(self, words: Iterable[str]) -> str:
        """Return the longest of the words that are in the name; empty where none is."""
        return max((word for word in words if self._has(tuple(word.split()))), key=len, default="")

    def is_only(self, words: Iterable[str]) -> bool:
        """Return whether the name is one of the words and a number at most."""
        return " ".join(one for one in self.tokens if not one.isdigit()) in set(words)

    def _has(self, phrase: tuple[str, ...]) -> bool:
        length = len(phrase)
        return any(self.tokens[at : at + length] == phrase for at in range(len(self.tokens) - length + 1))
