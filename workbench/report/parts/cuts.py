"""Where the favourable decision begins: at one score for all, or at one for each group."""

from __future__ import annotations

from workbench.audit.supposed import is_supposed
from workbench.document.facts import fact_id
from workbench.document.nodes import Table, Text
from workbench.document.wording import cell, declared, frequency, name, say
from workbench.report.materials import Materials
from workbench.report.parts.model import threshold_fact

__all__ = ["are_supposed", "begins", "begins_table", "elsewhere"]


def begins(materials: Materials) -> Text:
    """Return where the favourable decision begins, in a sentence; empty where no score decides."""
    audit = materials.audited
    own = audit.thresholds_by_group
    if own is not None:
        return say("declared.thresholds", attribute=name(audit.axis(*own.attributes).attribute))
    if audit.threshold is None:
        return ()
    threshold = materials.book.declared("policy/threshold", audit.threshold, "number", "declared", audit.fingerprint)
    message = "declared.supposed" if is_supposed(audit) else "declared.threshold"
    return say(message, threshold=declared(threshold))


def elsewhere(materials: Materials) -> Text:
    """Return that groups are not compared as the model decides, in a sentence; empty where they are."""
    audit, model = materials.audit, materials.model
    if audit is None or audit.kind != "model" or materials.roles.task != "binary":
        return ()
    if model is None:
        return say("lead.supposed_alone") if is_supposed(audit) else ()
    if (audit.threshold is None and audit.thresholds_by_group is None) or audit.threshold == model.threshold:
        return ()
    book = materials.book
    own = frequency(threshold_fact(materials, model))
    if audit.threshold is None:
        return say("lead.supposed_by_group", own=own)
    message = "lead.supposed" if is_supposed(audit) else "lead.other_threshold"
    at = book.declared("policy/compared_at", audit.threshold, "fraction", "declared", audit.fingerprint)
    return say(message, own=own, threshold=frequency(at))


def are_supposed(materials: Materials) -> bool:
    """Whether nobody was decided so: the decisions are those that another threshold would make."""
    return materials.audit is not None and is_supposed(materials.audit)


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
    caption = say("declared.thresholds_caption", attribute=name(audit.axis(*own.attributes).attribute))
    return (Table("declared-thresholds", caption, header, tuple(rows), (False, True)),)
