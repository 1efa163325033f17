"""Where a disclosed audit comes from, and what it is held to, without a trace of hidden counts."""

from __future__ import annotations

from dataclasses import replace

from workbench.audit.by_group import ThresholdsByGroup
from workbench.audit.disclosure.level import NOT_PUBLISHED, Disclosure
from workbench.audit.policy import Policy
from workbench.audit.result import Audit
from workbench.core.provenance import Provenance

__all__ = ["shown_policy", "shown_provenance"]


def shown_policy(policy: Policy, level: Disclosure) -> Policy:
    """Return the policy without a number of people that is too small to show."""
    standards = {
        name: {
            key: value
            for key, value in options.items()
            if not (key == "n_unknown" and isinstance(value, int) and 0 < value < level.threshold)
        }
        for name, options in policy.standards.items()
    }
    return replace(policy, standards=standards)


def shown_provenance(audit: Audit, level: Disclosure, by_group: ThresholdsByGroup | None = None) -> Provenance:
    """Return where the audit comes from, without hashes of its counts: hidden ones could be tried until a hash fits."""
    made = audit.provenance
    hides = {"name": level.name, "threshold": level.threshold, "margin": level.margin}
    settings = {**made.settings, "policy": shown_policy(audit.policy, level).settings(), "disclosure": hides}
    if by_group is not None:  # of groups that are shown
        settings["thresholds_by_group"] = by_group.settings()
    if audit.kind == "model" or made.stage == "audit_model":  # of amounts the kind is another
        inputs = _of_model(made.inputs, level)
    else:
        kept = audit.kind != "counts" and level.keeps_hashes
        inputs = tuple(one for one in made.inputs if kept and not one.startswith("result:"))
    return Provenance(made.stage, settings, inputs, made.seed, made.versions)


def _of_model(inputs: tuple[str, ...], level: Disclosure) -> tuple[str, ...]:
    """Return the model's hash, and of other rows that were audited that of their file: else it is one of counts."""
    if not level.keeps_hashes:
        return (NOT_PUBLISHED,) * len(inputs)
    return (*inputs[:1], *(one if one.startswith("file:") else NOT_PUBLISHED for one in inputs[1:]))
