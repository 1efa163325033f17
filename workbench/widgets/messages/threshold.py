"""What the threshold explorer says in a notebook."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "threshold.title": "What another threshold would do",
    "threshold.attribute": "Groups by",
    "threshold.no_scores": "There are no scores in this audit, so no other threshold can be tried.",
    "threshold.caution": (
        "Treating groups differently by threshold may be unlawful. Take legal advice before you use it."
    ),
    "threshold.as_given": (
        "This is how people were really decided on. No threshold was chosen; the table shows the one that favours "
        "about as many people."
    ),
    "threshold.supposed": (
        "These decisions are supposed, not made: nobody was decided by this threshold, and really people were decided "
        "on otherwise."
    ),
    "threshold.beside": "{figure}, by {attribute}: rates of a hundred people, with where they likely are",
    "threshold.beside_group": "Group",
    "threshold.beside_given": "As really decided",
    "threshold.beside_audited": "As it was audited",
    "threshold.beside_supposed": "As it would be",
    "threshold.twin": "What these thresholds do, by {attribute}: rates of a hundred people, with where they likely are",
    "threshold.twin_rate": "{value} ({low} – {high})",
    "threshold.with_costs": (
        "A wrong favourable decision was weighed at a cost of {favourable}, a wrong unfavourable one at {unfavourable}."
    ),
    "threshold.with_capacity": "There is room for {n} favourable decisions.",
    "threshold.again": "To explore with this again:",
    "threshold.by": "The favourable decision begins at these scores, by",
}
