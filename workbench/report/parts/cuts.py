"""Where the favourable decision begins: at one score for all, or at one for each group."""

from __future__ import annotations

from workbench.audit.supposed import is_supposed
from workbench.document.facts import fact_id
from workbench.document.nodes import Table, Text
from workbench.document.wording import cell, declared, name, say
from workbench.report.materials import Materials

__all__ = ["begins", "begins_table"]


def begins(materials: Materials) -> Text:
    """Return where the favourable decision begins, in a sentence; empty where no score decides."""
    audit = materials.audited
    own = audit.thresholds_by_group
    if own is not None:
        return say("declared.thresholds", attribute=name(own.title))
    if audit.threshold is None:
        return ()
    threshold = materials.book.declared("policy/threshold", audit.threshold, "number", "declared", audit.fingerprint)
    message = "declared.supposed" if is_supposed(audit) else "declared.threshold"
    return say(message, threshold=declared(threshold))


def begins_table(materials: Materials) -> tuple[Table, ...]:
    """Return the threshold of each group, where each has its own; else nothing."""
    audit = materials.audited
    own = audit.thresholds_by_group
    if own is None or not own.thresholds:
        return ()
    rows = []
    for group, cut in own.thresholds:
        id = fact_id("policy", "threshold", of=(own.title, group))
        fact = materials.book.declared(id, cut, "number", "declared", audit.fingerprint)
        rows.append(((name(group),), (cell(fact),)))
    header = (say("table.group"), say("declared.begins"))
    caption = say("declared.thresholds_caption", attribute=name(own.title))
    return (Table("declared-thresholds", caption, header, tuple(rows), (False, True)),)
