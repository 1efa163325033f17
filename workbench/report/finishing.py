"""What every document gets once its audience has laid it out: whole percents, a slider, the day it expires."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from workbench.audit.disclosure.level import disclosure_named
from workbench.core.schema import Json
from workbench.document.nodes import Document, Fact, Paragraph
from workbench.document.text import Shown
from workbench.document.wording import listed, paragraph, share
from workbench.figures.explorer import explorer_data
from workbench.report.materials import Materials
from workbench.report.written import materials_to_json

__all__ = ["finished"]

_EXPLORED = frozenset({"brief", "technical", "audit"})
_FRACTIONS = {"value": "value", "low": "low", "high": "high"}

Node = TypeVar("Node")


def finished(document: Document, materials: Materials) -> Document:
    """Return a document with what does not depend on its audience.

    Parameters
    ----------
    document : Document
        As its audience laid it out.
    materials : Materials
        What it is made from.
    """
    if disclosure_named(materials.disclosure).whole_percents:
        document = replace(document, sections=_whole(document.sections, document.facts))
    return replace(
        document,
        notices=(*document.notices, *_accepted(materials)),
        expires=str(materials.sign_off.expires),
        explorer=_explorer(materials) if materials.audience in _EXPLORED else {},
        materials=materials_to_json(materials),
    )


def _accepted(materials: Materials) -> tuple[Paragraph, ...]:
    """Return that somebody accepted findings, which a reader has to know before anything else."""
    codes = list(dict.fromkeys(one.code for one in materials.sign_off.overrulings))
    if not codes:
        return ()
    message = "findings.accepted_one" if len(codes) == 1 else "findings.accepted_more"
    return (paragraph(message, codes=listed(codes, len(codes))),)


def _whole(node: Node, facts: Mapping[str, Fact]) -> Node:
    """Return a part of the tree with every share of people as a whole number of 100, so that nobody can be counted.

    Shares that somebody declared stay as declared.
    """
    if isinstance(node, Shown):
        fact = facts[node.fact]
        if fact.unit != "fraction" or fact.basis != "counts" or node.part not in _FRACTIONS or "." not in node.text:
            return node
        return replace(node, text=share(getattr(fact, _FRACTIONS[node.part])))
    if isinstance(node, tuple):
        return tuple(_whole(one, facts) for one in node)  # type: ignore[return-value]
    if is_dataclass(node) and not isinstance(node, type):
        return replace(node, **{one.name: _whole(getattr(node, one.name), facts) for one in fields(node)})
    return node


def _explorer(materials: Materials) -> Mapping[str, Json]:
    """Return what a slider needs for the attribute that matters most: whose selection rates differ most surely."""
    audit = materials.audit
    if audit is None or not audit.attributes:
        return {}
    selected = [one for one in audit.assessments if one.claim.metric == "selection_rate" and one.gap is not None]
    named = [one for one in selected if one.claim.attribute in audit.attributes]
    first = max(named, key=lambda one: one.gap.difference_low if one.gap is not None else 0.0, default=None)
    return explorer_data(audit, first.claim.attribute if first is not None else audit.attributes[0]) or {}
