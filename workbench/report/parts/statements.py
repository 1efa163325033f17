"""What a report says of itself: whom it shows, and how it can be read."""

from __future__ import annotations

from workbench.document.nodes import Block, Items
from workbench.document.wording import count, name, paragraph
from workbench.report.materials import Materials

__all__ = ["accessibility", "disclosure"]

_GUIDELINES = "WCAG 2.2, levels A and AA"


def disclosure(materials: Materials) -> tuple[Block, ...]:
    """Return what of people is in the report, and what is not."""
    audit = materials.audit
    if audit is None:
        return (paragraph("disclosure.no_counts"),)
    record = audit.disclosure
    if record is None:
        hidden = paragraph("disclosure.nothing_hidden")
    else:
        level, how = record.level, "declared"
        threshold = materials.book.declared("disclosure/threshold", level.threshold, "count", how, audit.fingerprint)
        hidden = paragraph(f"disclosure.{level.name}", threshold=count(threshold))
    return (paragraph("disclosure.counts"), hidden, paragraph("disclosure.evidence"))


def accessibility() -> tuple[Block, ...]:
    """Return how the report was made readable, what of that was checked, and what was not."""
    guidelines = name(_GUIDELINES)
    items = ("access.charts", "access.signs", "access.headings", "access.script")
    return (
        Items(tuple(paragraph(item) for item in items)),
        paragraph("access.checked", guidelines=guidelines),
        paragraph("access.not_checked"),
    )
