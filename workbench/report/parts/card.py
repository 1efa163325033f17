"""The model card: the headings of Mitchell and others, *Model Cards for Model Reporting* (2019)."""

from __future__ import annotations

from workbench.document.nodes import Block, Section
from workbench.document.wording import plain, say
from workbench.report.materials import Materials
from workbench.report.parts.fields import form_sections

__all__ = ["CARD", "card"]

CARD = (
    "details",
    "intended_use",
    "factors",
    "metrics",
    "evaluation_data",
    "training_data",
    "analyses",
    "ethics",
    "caveats",
)
"""The parts of a model card, in order."""


def card(materials: Materials) -> Section:
    """Return the model card: what the results know is filled in."""
    blocks: tuple[Block, ...] = form_sections(materials, "card", CARD)
    return Section("card", plain(say("section.card")), blocks)
