"""How many people each group of an attribute has."""

from __future__ import annotations

from workbench.audit.result import Audit
from workbench.data.roles import NOT_COMPARED
from workbench.tally.tally import Tally
from workbench.tally.values import axis_of, crossed_order

__all__ = ["known_groups", "people_by_group"]


def people_by_group(audit: Audit, tally: Tally, attribute: str) -> dict[str, int]:
    """Return the groups of an attribute in the order readers expect, and the rows of each; those not compared last.

    Parameters
    ----------
    audit : Audit
        Says how groups are ordered.
    tally : Tally
        Its outcomes or its decisions.
    attribute : str
        The attribute's title.
    """
    bare = tally.bare  # without scores, which would take long to sum
    axis = axis_of(bare, attribute, order=crossed_order(bare, (attribute,), audit.roles.protected))
    n = axis.tally.n.sum(axis=(1, 2))
    return {group: int(rows) for group, rows in zip(axis.groups, n, strict=True)}


def known_groups(audit: Audit, attribute: str) -> dict[str, int]:
    """Return the groups of an attribute that can be compared, and the rows of each."""
    found = people_by_group(audit, audit.decisions, attribute)
    return {group: n for group, n in found.items() if group not in NOT_COMPARED}
