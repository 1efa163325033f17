"""What was checked for leaks, and what came of it."""

from __future__ import annotations

from workbench.document.nodes import Block, Table
from workbench.document.wording import name, paragraph, plain, say
from workbench.report.materials import Materials

__all__ = ["leak_blocks"]

_LONGEST = 600


def leak_blocks(materials: Materials) -> tuple[Block, ...]:
    """Return every check with its outcome; nothing where the gate was not asked."""
    leaks = materials.leaks
    if leaks is None:
        return ()
    rows = tuple(
        ((name(one.title, _LONGEST),), say(f"leaks.{one.outcome}"), (name(one.detail, _LONGEST),))
        for one in leaks.checks
    )
    header = (say("leaks.what"), say("leaks.outcome"), say("leaks.detail"))
    blocks: tuple[Block, ...] = (paragraph("leaks.lead"),)
    if rows:
        blocks = (*blocks, Table("leak-checks", say("leaks.caption"), header, rows, (False, False, False)))
    if any(one.outcome == "found" for one in leaks.checks):
        blocks = (*blocks, paragraph("leaks.see", section=plain(say("section.findings"))))
    return blocks
