"""Every sentence a widget can say, by id, in families: one file a widget.

A translation replaces these files.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from workbench.widgets.messages import (
    audit,
    contest,
    explanation,
    findings,
    metrics,
    mitigations,
    paging,
    roles,
    shared,
    threshold,
)

__all__ = ["FAMILIES", "MESSAGES"]

FAMILIES = (audit, contest, explanation, findings, metrics, mitigations, paging, roles, shared, threshold)
"""The files, each with its ``MESSAGES``."""

MESSAGES: Mapping[str, str] = MappingProxyType(
    {id: text for family in FAMILIES for id, text in family.MESSAGES.items()}
)
"""Every sentence, by id."""
