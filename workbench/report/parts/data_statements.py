"""What a report of data says of itself: whom it shows, and what of them it leaves out."""

from __future__ import annotations

from workbench.audit.disclosure.level import NOT_PUBLISHED, disclosure_named
from workbench.document.nodes import Block
from workbench.document.wording import count, listed, paragraph
from workbench.report.materials import Materials
from workbench.report.parts.statements import disclosure

__all__ = ["disclosure_of_data", "left_out_findings"]


def disclosure_of_data(materials: Materials) -> tuple[Block, ...]:
    """Return what of people is in the report, and what is not."""
    if materials.audit is not None:
        return (*disclosure(materials), *_rare(materials), *left_out_findings(materials))
    blocks: list[Block] = [paragraph("disclosure.counts")]
    level = disclosure_named(materials.disclosure, materials.threshold or None)
    if level.hides_nothing:
        return (*blocks, paragraph("disclosure.nothing_hidden"), paragraph("disclosure.evidence"))
    source = _fingerprint(materials)
    threshold = materials.book.declared("disclosure/threshold", level.threshold, "count", "declared", source)
    blocks += [paragraph("disclosure.data", threshold=count(threshold)), *_rare(materials)]
    if materials.people is not None and materials.people.hidden:
        blocks += [paragraph("disclosure.groups_pooled"), *left_out_findings(materials)]
    if not level.keeps_hashes:
        blocks.append(paragraph("disclosure.hashes"))
    return (*blocks, paragraph("disclosure.evidence"))


def left_out_findings(materials: Materials) -> tuple[Block, ...]:
    """Return of which attributes no finding on single groups is told, as some group of theirs is not shown."""
    people = materials.people
    if people is None or not people.hidden or materials.disclosure == "full":
        return ()
    return (paragraph("disclosure.no_findings", attributes=listed(people.hidden, len(people.hidden))),)


def _rare(materials: Materials) -> tuple[Block, ...]:
    shown = materials.profile is not None and materials.disclosure != "full"
    return (paragraph("disclosure.rare"),) if shown else ()


def _fingerprint(materials: Materials) -> str:
    for one in (materials.profile, materials.leaks, materials.split):
        if one is not None:
            return one.fingerprint
    return materials.data.rows if materials.data is not None else NOT_PUBLISHED
