"""What a reader of a format returns: the words that are printed, the drawings, and the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.core.schema import Json

__all__ = ["Mark", "Printed", "PrintedBlock"]


@dataclass(frozen=True)
class Mark:
    """Where in a block's text a fact stands.

    Parameters
    ----------
    start, end : int
        Its first character, and the one after its last.
    fact : str
        The fact's id.
    part : str
        Which of the fact's numbers: ``value``, ``low``, ``high`` or ``n``.
    """

    start: int
    end: int
    fact: str
    part: str


@dataclass(frozen=True)
class PrintedBlock:
    """One paragraph, heading, cell, caption, text alternative or label of a chart.

    Parameters
    ----------
    text : str
        Its text; white space of any kind is one blank.
    marks : tuple of Mark
        The facts in it, where the format can mark them.
    """

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Printed:
    """What stands in a report's file.

    Parameters
    ----------
    blocks : tuple of PrintedBlock
        In reading order. The same whether evidence is embedded or not.
    drawings : mapping of str to str
        The chart's id and the sha256 of its drawing as it is embedded.
    evidence : mapping or None
        The evidence embedded; ``None`` where there is none.
    """

    blocks: tuple[PrintedBlock, ...]
    drawings: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, Json] | None = None
