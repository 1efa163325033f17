"""What a person chooses in the audit panel."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.audit.policy import Policy

__all__ = ["AUDIENCES", "CONFIDENCES", "AuditSettings"]

CONFIDENCES = (0.9, 0.95, 0.99)
"""Offered beside the one that was declared."""

AUDIENCES = ("", "brief", "technical", "annex")
"""Whom a report with the audit may be for; empty: there is none."""


@dataclass(frozen=True)
class AuditSettings:
    """What was chosen.

    Parameters
    ----------
    policy : Policy
        What is compared and tolerated.
    attributes : tuple of str
        Whose groups are shown; several are crossed.
    metric : str
        The figure that is shown.
    strata : tuple of str
        Columns within which groups of a model are compared too.
    audience : str
        Whom the report is for that the audit is added to; empty: none.
    group, beside : str
        The group that is looked at, and the attribute its parts are shown by; empty: none.
    within, order, find : str
        Which comparison within strata is shown, which groups come first, and what their names hold.
    page : int
        The page of the table of groups.
    """

    policy: Policy
    attributes: tuple[str, ...]
    metric: str
    strata: tuple[str, ...] = ()
    audience: str = ""
    group: str = ""
    beside: str = ""
    within: str = ""
    order: str = "usual"
    find: str = ""
    page: int = 0
