"""Text that comes in pieces, of which some are facts, as one block with its marks."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.report.printed.contract import Mark, PrintedBlock

__all__ = ["Fact", "Piece", "block_of", "collapsed"]

Fact = tuple[str, str]
"""A fact's id, and which of its numbers is printed."""

Piece = tuple[str, Fact | None, int]
"""Text, the fact that it is, and which place of that fact: pieces of one place are one mark."""


def collapsed(text: str) -> str:
    """Return text with one blank for white space of any kind, and none at its ends."""
    return " ".join(text.split())


def block_of(pieces: Iterable[Piece]) -> PrintedBlock:
    """Return pieces as one block; a fact of which nothing is left has no mark.

    Parameters
    ----------
    pieces : iterable of Piece
        In reading order.

    Examples
    --------
    >>> block_of([("Of  100, ", None, 0), ("2", ("audit/x", "value"), 1), ("8 ", ("audit/x", "value"), 1)])
    PrintedBlock(text='Of 100, 28', marks=(Mark(start=8, end=10, fact='audit/x', part='value'),))
    """
    line: list[str] = []
    spans: dict[int, tuple[int, int, Fact]] = {}
    blank = False
    for text, fact, place in pieces:
        for character in text:
            if character.isspace():
                blank = bool(line)
                continue
            if blank:
                line.append(" ")
                blank = False
            line.append(character)
            if fact is not None:
                start = spans[place][0] if place in spans else len(line) - 1
                spans[place] = (start, len(line), fact)
    return PrintedBlock("".join(line), tuple(Mark(start, end, *fact) for start, end, fact in spans.values()))
