"""The publication that New York City's Local Law 144 asks for: tables, dates, source, and what was not said."""

from __future__ import annotations

from dataclasses import replace

from workbench.audit.standards.contract import StandardResult
from workbench.audit.standards.local_law_144_words import OPTIONS
from workbench.document.nodes import Block, Term, Terms, Text
from workbench.document.wording import name, paragraph, say
from workbench.report.asked import Field, fields_at
from workbench.report.materials import Materials
from workbench.report.parts.fields import answer
from workbench.report.parts.standards import standard_blocks

__all__ = ["NAME", "local_law", "local_law_missing"]

NAME = "nyc-ll144"
_NO_AUDITOR = "not a bias audit"
_LONGEST = 2_000
_ONLY_IF = frozenset({"auditor", "data_justification", "small_justification"})
"""What the publication needs only sometimes: the standard says when."""


def local_law(materials: Materials) -> tuple[Block, ...]:
    """Return the publication: what is asked beside the tables, the tables, and what nobody said.

    Parameters
    ----------
    materials : Materials
        An audit whose policy names the standard; without one it is said that the tables are missing.
    """
    place, found = _result(materials)
    blocks: list[Block] = []
    if materials.auditor:
        blocks.append(paragraph("status.auditor", auditor=name(materials.auditor)))
    elif found is None:  # else the standard itself says so
        blocks.append(paragraph("ll144.no_auditor"))
    blocks += [paragraph("ll144.line"), _published(materials, found)]
    if not _is_dated(found):  # else the standard itself says until when
        blocks.append(paragraph("ll144.valid"))
    if materials.auditor:  # without one it leads to no bias audit
        blocks.append(paragraph("ll144.link"))
    if found is None:
        return (*blocks, paragraph("ll144.no_tables"))
    record = materials.audited.disclosure
    if record is not None and NAME in record.changed:
        blocks.append(paragraph("ll144.hidden"))
    # What the standard says of missing answers is told above, with those that people gave in a form.
    bare = replace(found, missing=(), metadata={}, statements=_statements(materials, found))
    return (*blocks, *standard_blocks(materials, place, bare))


def _result(materials: Materials) -> tuple[int, StandardResult | None]:
    standards = materials.audit.standards if materials.audit is not None else ()
    return next(((place, one) for place, one in enumerate(standards) if one.name == NAME), (0, None))


def _is_dated(found: StandardResult | None) -> bool:
    """Whether the policy says when the audit was, so that the standard tells until when it covers the tool."""
    return found is not None and {one.name: one.asks for one in OPTIONS}["audit_date"] in found.metadata


def _statements(materials: Materials, found: StandardResult) -> tuple[str, ...]:
    """Return what the standard says, but not that nobody is named where somebody is."""
    if not materials.auditor:
        return found.statements
    own = (f"The independent auditor named is {materials.auditor}.", _NO_AUDITOR)
    return tuple(one for one in found.statements if not any(said in one for said in own))


def _answers(materials: Materials, found: StandardResult | None, field: Field) -> tuple[Text, ...]:
    """Return what the policy says of a field; else what a person wrote into the form."""
    asks = {one.name: one.asks for one in OPTIONS}.get(_option(field), "")
    if found is not None and asks in found.metadata and _option(field) != "auditor":
        return ((name(found.metadata[asks], _LONGEST),),)
    return answer(materials, field)


def _option(field: Field) -> str:
    return field.id.rpartition("/")[2]


def local_law_missing(materials: Materials) -> list[Field]:
    """Return what the publication needs and nobody said."""
    _, found = _result(materials)
    needed = {one.name for one in found.missing} if found is not None else set()
    return [
        field
        for field in fields_at("ll144")
        if not _answers(materials, found, field) and (_option(field) not in _ONLY_IF or _option(field) in needed)
    ]


def _published(materials: Materials, found: StandardResult | None) -> Terms:
    lacking = local_law_missing(materials)
    terms = []
    for field in fields_at("ll144"):
        said = _answers(materials, found, field)
        if said:
            terms.append(Term(field.id, say(field.label), said))
        elif field in lacking:
            terms.append(Term(field.id, say(field.label), (say("annex.missing"),), missing=True))
    return Terms("published", tuple(terms))
