"""The datasheet: the seven parts of Gebru and others, *Datasheets for Datasets* (2018)."""

from __future__ import annotations

from workbench.document.nodes import Block, Section
from workbench.document.wording import plain, say
from workbench.report.materials import Materials
from workbench.report.parts.fields import form_sections

__all__ = ["SHEET", "datasheet"]

SHEET = ("motivation", "composition", "collection", "preprocessing", "uses", "distribution", "maintenance")
"""The parts of a datasheet, in order."""


def datasheet(materials: Materials) -> Section:
    """Return the datasheet: what the results know is filled in."""
    blocks: tuple[Block, ...] = form_sections(materials, "sheet", SHEET)
    return Section("datasheet", plain(say("section.datasheet")), blocks)
