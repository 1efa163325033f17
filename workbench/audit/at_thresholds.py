"""``at_thresholds``: the audit of the decisions that a threshold for each group would make, from counts alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workbench.audit.assess import reassess
from workbench.audit.by_group import ThresholdsByGroup
from workbench.audit.result import Audit
from workbench.audit.supposed import supposed_by
from workbench.audit.wanted import as_number
from workbench.errors import InputError
from workbench.tally.values import Axis

__all__ = ["at_thresholds"]


def at_thresholds(audit: Audit, attribute: str | Sequence[str], thresholds: Mapping[str, float]) -> Audit:
    """Return the audit as :meth:`Audit.at_thresholds` says."""
    attributes = (attribute,) if isinstance(attribute, str) else tuple(attribute)
    if attributes not in audit.axes:
        raise InputError.for_choice(
            "attribute", " × ".join(map(str, attributes)), [" × ".join(one) for one in audit.axes]
        )
    if audit.disclosure is not None:
        raise InputError(
            "Of this audit something is hidden, so it is not known who would be decided otherwise.\n"
            "Ask the full audit for other thresholds, and disclose what it returns."
        )
    if audit.decisions.moments is not None:
        raise InputError(
            "Amounts are predicted here, and no score decides.\nAsk an audit of decisions that has a score."
        )
    own = _checked(audit.axis(*attributes), thresholds)
    cuts = dict.fromkeys(own.values())
    if len(cuts) == 1:
        return audit.at_threshold(next(iter(cuts)))
    by_group = ThresholdsByGroup(attributes, tuple(own.items()))
    supposed = supposed_by(audit, None, by_group)
    return reassess(audit, by_group.decide, None, by_group=by_group, supposed=supposed)


def _checked(axis: Axis, thresholds: Any) -> dict[str, float]:
    """Return the threshold of each group, in the groups' order."""
    if not isinstance(thresholds, Mapping):
        raise InputError(
            f"thresholds is {thresholds!r}.\n"
            f"Give each group of {axis.attribute!r} with its threshold: {{{axis.groups[0]!r}: 0.5, …}}."
        )
    for group in thresholds:
        if group not in axis.groups:
            raise InputError.for_choice("group", group, axis.groups)
    lacking = [group for group in axis.groups if group not in thresholds]
    if lacking:
        raise InputError(
            f"thresholds has none for {lacking[0]!r}.\nGive one for each group of {axis.attribute!r}: "
            f"{', '.join(map(repr, axis.groups))}."
        )
    return {group: as_number(f"threshold of {group!r}", thresholds[group]) for group in axis.groups}
