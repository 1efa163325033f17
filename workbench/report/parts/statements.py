"""What a report says of itself: whom it shows, and how it can be read."""

from __future__ import annotations

import math

from workbench.audit.disclosure.level import NOT_PUBLISHED
from workbench.audit.disclosure.record import NO_DECISION, NO_OUTCOME, DisclosureRecord
from workbench.document.facts import fact_id
from workbench.document.nodes import Block, Fact, Items, Paragraph
from workbench.document.wording import count, name, paragraph
from workbench.report.materials import Materials
from workbench.report.parts.declared import rows_left_out
from workbench.report.parts.local_law import NAME as LOCAL_LAW

__all__ = ["accessibility", "disclosure", "disclosure_line"]

_LONGEST = 2_000
_GUIDELINES = "WCAG 2.2, levels A and AA"
_PAPER = "PDF/UA-1 and PDF/A-3a"


def disclosure(materials: Materials) -> tuple[Block, ...]:
    """Return what of people is in the report, what is not, and what was proved of that."""
    audit = materials.audit
    if audit is None:
        return (paragraph("disclosure.no_counts"), *_of_the_model(materials))
    record = audit.disclosure
    if record is None:
        nothing = paragraph("disclosure.nothing_hidden")
        return (paragraph("disclosure.counts"), nothing, paragraph("disclosure.evidence"))
    level = record.level
    hidden = paragraph(f"disclosure.{level.name}", threshold=count(_threshold(materials, record)))
    blocks = [paragraph("disclosure.counts"), hidden, *_hidden(materials, record), *_of_the_model(materials)]
    return (*blocks, *_verdicts(materials), paragraph("disclosure.evidence"))


def disclosure_line(materials: Materials) -> tuple[Block, ...]:
    """Return in one sentence what is hidden; nothing where nothing is."""
    record = materials.audit.disclosure if materials.audit is not None else None
    if record is None or not (record.n_groups or record.withheld or record.changed):
        return ()
    said = paragraph("disclosure.brief", threshold=count(_threshold(materials, record)))
    rows = (paragraph("rows.left_out"),) if rows_left_out(materials) else ()
    return (said, *rows, *([paragraph("disclosure.conflict")] if LOCAL_LAW in record.changed else []))


def _threshold(materials: Materials, record: DisclosureRecord) -> Fact:
    source = materials.audited.fingerprint
    return materials.book.declared("disclosure/threshold", record.level.threshold, "count", "declared", source)


def _hidden(materials: Materials, record: DisclosureRecord) -> list[Block]:
    """Return of how many groups something is hidden, never which, and how wide their counts' ranges are."""
    book, source = materials.book, materials.audited.fingerprint
    items: list[Paragraph] = []
    for one in record.hidden:
        where = "of_data" if one.of_data else "judged"
        whole, outcomes = (
            book.count(fact_id("disclosure", f"{where}_{what}", one.table), n, "groups hidden", source, "recorded")
            for what, n in (("whole", one.whole), ("outcomes", one.outcomes))
        )
        message = "disclosure.groups_of_data" if one.of_data else "disclosure.groups"
        items.append(paragraph(message, table=name(one.table), whole=count(whole), outcomes=count(outcomes)))
    parts = [one for one in record.withheld if one not in (NO_OUTCOME, NO_DECISION)]
    if parts:
        items.append(paragraph("disclosure.withheld", parts=name(", ".join(parts), _LONGEST)))
    if rows_left_out(materials):
        items.append(paragraph("rows.left_out"))
    blocks: list[Block] = [Items(tuple(items)) if items else paragraph("disclosure.none")]
    if record.n_cells and math.isfinite(record.narrowest):
        cells = book.count("disclosure/cells", record.n_cells, "hidden counts", source, "recorded")
        narrowest = book.count("disclosure/narrowest", int(record.narrowest), "narrowest range", source, "recorded")
        blocks.append(paragraph("disclosure.proved", cells=count(cells), narrowest=count(narrowest)))
    return [*blocks, paragraph("disclosure.conflict")] if LOCAL_LAW in record.changed else blocks


def _of_the_model(materials: Materials) -> tuple[Block, ...]:
    model, audit = materials.model, materials.audit
    hashes = [model.fingerprint if model is not None else "", *(audit.provenance.inputs if audit is not None else ())]
    gone = (paragraph("disclosure.hashes"),) if NOT_PUBLISHED in hashes else ()
    if model is None:
        return gone
    if model.performance is None:
        kind = "disclosure.performance_amounts" if model.task == "regression" else "disclosure.performance"
        gone = (paragraph(kind), *gone)
    if model.task == "multiclass" and model.scores is None:
        gone = (paragraph("disclosure.confusion"), *gone)
    return gone


def _verdicts(materials: Materials) -> tuple[Block, ...]:
    """Return of how many verdicts the groups that are shown would give others."""
    audit, book = materials.audited, materials.book
    moved = [one for one in audit.assessments if one.verdict_of_visible not in (None, one.verdict)]
    if not moved:
        return ()
    source = audit.fingerprint
    verdicts = book.count("disclosure/verdicts_moved", len(moved), "verdicts", source, "recorded")
    every = book.count("disclosure/verdicts", len(audit.assessments), "verdicts", source, "recorded")
    return (paragraph("disclosure.verdicts", verdicts=count(verdicts), all=count(every)),)


def accessibility() -> tuple[Block, ...]:
    """Return how the report was made readable, what of that was checked for which format, and what was not."""
    items = ("access.charts", "access.signs", "access.headings", "access.script")
    return (
        Items(tuple(paragraph(item) for item in items)),
        Items(
            (
                paragraph("access.checked", guidelines=name(_GUIDELINES)),
                paragraph("access.pdf", standards=name(_PAPER)),
                paragraph("access.word"),
            )
        ),
        paragraph("access.not_checked"),
    )
