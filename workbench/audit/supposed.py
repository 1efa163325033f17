"""Decisions that are supposed: those that another threshold would make, and nobody was decided by it."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.audit.by_group import ThresholdsByGroup
from workbench.audit.result import Audit
from workbench.core.finding import Finding
from workbench.core.schema import Json

__all__ = ["SUPPOSED", "is_supposed", "supposed_by", "supposed_finding"]

SUPPOSED = "supposed"
"""The setting of an audit's provenance that says what was audited before another threshold was tried."""

_EACH, _AT, _GIVEN, _NONE = "each group its own", "a threshold", "decisions as given", "no decisions"


def is_supposed(audit: Audit) -> bool:
    """Whether the decisions are those that another threshold would make, tried after looking."""
    return SUPPOSED in audit.provenance.settings


def supposed_by(audit: Audit, threshold: float | None, by_group: ThresholdsByGroup | None = None) -> dict[str, Json]:
    """Return what was audited before another threshold was tried; nothing where that threshold is the audited one.

    Parameters
    ----------
    audit : Audit
        What is known before.
    threshold : float or None
        The threshold that is tried.
    by_group : ThresholdsByGroup, optional
        Those of groups that are tried.
    """
    if audit.decisions.moments is not None:  # amounts are predicted: no threshold decides anything
        return {}
    found = audit.provenance.settings.get(SUPPOSED)
    before: dict[str, Json] = dict(found) if isinstance(found, Mapping) else _decided(audit)
    same = before == {"decided": _AT, "threshold": threshold} and by_group is None
    unmoved = by_group is not None and by_group == audit.thresholds_by_group and found is None
    return {} if same or unmoved else before


def supposed_finding(audit: Audit) -> Finding:
    """Return the finding that nobody was decided so, and that the threshold was tried after looking."""
    before = audit.provenance.settings[SUPPOSED]
    how = before["decided"] if isinstance(before, Mapping) else _GIVEN
    cut = "a threshold for each group" if audit.threshold is None else f"a threshold of {audit.threshold:g}"
    really = {
        _GIVEN: "People were really decided on otherwise, and these decisions are not told of here.",
        _NONE: "No decisions were known before.",
        _EACH: "What was audited before has a threshold for each group.",
    }.get(str(how), "")
    if isinstance(before, Mapping) and how == _AT:
        really = f"What was audited before is decided at {before['threshold']:g}."
    return Finding(
        "WB569",
        "serious",
        f"These decisions are supposed, not made: people would be decided so by {cut}",
        f"{really} The other threshold was tried after the figures were known, so verdicts on it say less than on one "
        "that was set beforehand.",
        "Show this beside the audit of the decisions as they are, and not in its place.",
    )


def _decided(audit: Audit) -> dict[str, Json]:
    """Return how the decisions came about; of groups no names, which may have to be hidden."""
    if audit.thresholds_by_group is not None:
        return {"decided": _EACH, "threshold": None}
    if audit.threshold is not None:
        return {"decided": _AT, "threshold": audit.threshold}
    return {"decided": _GIVEN if audit.decisions.n_decisions else _NONE, "threshold": None}
