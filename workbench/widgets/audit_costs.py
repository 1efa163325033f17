"""What takes so long that the audit panel does it beside, and says so: sums over very many counts."""

from __future__ import annotations

from workbench.audit.result import Audit

__all__ = ["is_long_to_add_up", "is_long_to_judge"]

_MANY_NUMBERS = 20_000_000
_MANY_STRATA = 10_000


def is_long_to_add_up(audit: Audit, axis: tuple[str, ...]) -> bool:
    """Return whether the scores of so many groups are to be added up that a person would wait.

    Parameters
    ----------
    audit : Audit
        The audit.
    axis : tuple of str
        By what groups are compared.
    """
    scores = audit.decisions.scores
    return axis not in audit.known_axes and scores is not None and scores.n.size > _MANY_NUMBERS


def is_long_to_judge(audit: Audit) -> bool:
    """Return whether groups are compared within so many strata that a person would wait.

    Parameters
    ----------
    audit : Audit
        The audit.
    """
    return bool(audit.strata) and len(audit.decisions.groups) > _MANY_STRATA
