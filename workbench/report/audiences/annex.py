"""The annex: evidence for a supervising authority, each piece under the heading of the law that asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from workbench.core.version import __version__
from workbench.document.nodes import Block, Document, Items, Name, Section
from workbench.document.wording import frequency, name, paragraph, plain, say
from workbench.report.asked import FIELDS, Field
from workbench.report.materials import Materials
from workbench.report.parts.annex_parts import Act, act
from workbench.report.parts.annex_points import KNOWN_AS_OF, POINTS
from workbench.report.parts.closing import fingerprints, status
from workbench.report.parts.cuts import elsewhere
from workbench.report.parts.fields import answer, missing_list
from workbench.report.parts.glossary import with_glossary
from workbench.report.parts.known import confidence_fact
from workbench.report.parts.local_law import NAME, local_law, local_law_missing
from workbench.report.parts.reproduced import reproduced
from workbench.report.parts.sign_off import missing_signatures, sign_off_blocks, sign_off_lines
from workbench.report.parts.statements import accessibility, disclosure
from workbench.report.parts.strata import reversals
from workbench.report.parts.verdicts import callouts

__all__ = ["ANNEXES", "annex", "annexes_of"]

EU_AI_ACT = "eu-ai-act"
ANNEXES: Mapping[str, str] = MappingProxyType({EU_AI_ACT: "EU AI Act", NAME: "Local Law 144"})
"""The laws whose headings a report can follow, and what people call them."""

_SYSTEMS, _PRODUCTS = "2 December 2027", "2 August 2028"  # when duties for Annex III and for Annex I begin
_YEARS_KEPT = "10"


def annexes_of(materials: Materials) -> tuple[str, ...]:
    """Return which laws a report follows: those asked for, else the Act, and Local Law 144 where a policy names it.

    Parameters
    ----------
    materials : Materials
        The results.
    """
    if materials.annexes:
        return materials.annexes
    named = materials.audit is not None and NAME in materials.audit.policy.standards
    return (EU_AI_ACT, *([NAME] if named else []))


def annex(materials: Materials) -> Document:
    """Return the annex.

    Parameters
    ----------
    materials : Materials
        The results, of which any may be missing; each heading says what is missing under it.
    """
    wanted = annexes_of(materials)
    found = act(materials) if EU_AI_ACT in wanted else None
    sections = [Section("short", plain(say("section.short")), _short(materials, found))]
    if found is not None:
        sections += found.sections
    if NAME in wanted:
        title = plain(say("section.local_law", law=ANNEXES[NAME]))
        sections.append(Section("local-law", title, local_law(materials)))
    sections += [Section(id, plain(say(f"section.{id}")), blocks) for id, blocks in _closing(materials) if blocks]
    document = Document(
        audience="annex",
        title=say("annex.title", data=name(materials.data_name)),
        lead=(*say("annex.lead"), *((" ", *other) if (other := elsewhere(materials)) else ())),
        sections=tuple(sections),
        facts=dict(materials.book.facts),
        date=materials.date,
        about={"program": "notebook-workbench", "version": __version__, **fingerprints(materials)},
    )
    return with_glossary(document)


def _short(materials: Materials, found: Act | None) -> tuple[Block, ...]:
    blocks: list[Block] = [status(materials)]
    # Local Law 144 knows no verdict, so that none stands beside its figures alone.
    if found is not None and materials.audit is not None and materials.audit.assessments:
        blocks += [*callouts(materials), *reversals(materials)]
    blocks += sign_off_lines(materials)
    if found is not None:
        words = {"read": Name(KNOWN_AS_OF), "systems": Name(_SYSTEMS), "products": Name(_PRODUCTS)}
        blocks += [found.overview(materials), paragraph("annex.law", **words)]
        blocks.append(paragraph("annex.keep", years=Name(_YEARS_KEPT)))
    return tuple(blocks)


def _closing(materials: Materials) -> Iterator[tuple[str, tuple[Block, ...]]]:
    """Return what stands behind the points of the law."""
    yield "signed", sign_off_blocks(materials)
    yield "missing", _missing(materials)
    fact = confidence_fact(materials)
    sure = (paragraph("about.intervals", confidence=frequency(fact)),) if fact is not None else ()
    yield "reproduced", (*reproduced(materials), *sure)
    yield "disclosure", disclosure(materials)
    yield "access", accessibility()


def _missing(materials: Materials) -> tuple[Block, ...]:
    """Return every question that nobody answered, once."""
    asked = (*missing_signatures(materials), *missing_list(_lacking(materials)))
    return (paragraph("missing.said"), Items(asked)) if asked else ()


def _lacking(materials: Materials) -> list[Field]:
    lacking: list[Field] = []
    wanted = annexes_of(materials)
    if EU_AI_ACT in wanted:
        lacking += [one for one in FIELDS.values() if set(one.places) & set(POINTS) and not answer(materials, one)]
    return lacking + (local_law_missing(materials) if NAME in wanted else [])
