"""Every sentence a report can say, by id, in families: one file each.

A translation replaces these files, and the few functions of :mod:`workbench.document.wording` and
:mod:`workbench.document.quantities` that put numbers into words.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from workbench.document.messages import (
    annex,
    audit,
    charts,
    data,
    explanations,
    fields,
    figures,
    frame,
    letter,
    mitigation,
    models,
    page,
    prose,
    study,
    tables,
    tasks,
    technical,
    verdicts,
)

__all__ = ["MESSAGES"]

MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        **frame.MESSAGES,
        **prose.MESSAGES,
        **figures.MESSAGES,
        **verdicts.MESSAGES,
        **tables.MESSAGES,
        **audit.MESSAGES,
        **fields.MESSAGES,
        **technical.MESSAGES,
        **annex.MESSAGES,
        **letter.MESSAGES,
        **page.MESSAGES,
        **charts.MESSAGES,
        **data.MESSAGES,
        **models.MESSAGES,
        **mitigation.MESSAGES,
        **explanations.MESSAGES,
        **tasks.MESSAGES,
        **study.MESSAGES,
    }
)
"""Every sentence a report can say, by id. Braces are filled by :func:`workbench.document.wording.say`."""
