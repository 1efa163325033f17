"""The technical report: everything that is known, for whoever builds, checks or supervises the system."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.core.version import __version__
from workbench.document.nodes import Block, Document, Items, Section, Text
from workbench.document.wording import frequency, name, paragraph, plain, say
from workbench.report.asked import FIELDS
from workbench.report.audiences.brief import lead
from workbench.report.materials import Materials
from workbench.report.parts.card import CARD, card
from workbench.report.parts.chosen import chosen_parts, works_parts
from workbench.report.parts.closing import findings, fingerprints, next_steps, not_tested, status
from workbench.report.parts.columns import profile_blocks
from workbench.report.parts.data_statements import left_out_findings
from workbench.report.parts.datasheet import SHEET, datasheet
from workbench.report.parts.declared import declared_blocks, declared_title, power_blocks, row_blocks
from workbench.report.parts.examined import examined, people_table
from workbench.report.parts.explained import explained
from workbench.report.parts.fields import answer, form, missing_list
from workbench.report.parts.glossary import with_glossary
from workbench.report.parts.groups import Budget, axis_blocks, everybody_blocks
from workbench.report.parts.held_out import held_out_blocks
from workbench.report.parts.known import confidence_fact
from workbench.report.parts.leak_checks import leak_blocks
from workbench.report.parts.made import column_table, left_out_table, step_table
from workbench.report.parts.model import model_blocks
from workbench.report.parts.performance import performance_blocks
from workbench.report.parts.pictures import data_blocks
from workbench.report.parts.populations import population_blocks
from workbench.report.parts.reproduced import reproduced
from workbench.report.parts.scores import score_blocks
from workbench.report.parts.sign_off import missing_signatures, sign_off_blocks
from workbench.report.parts.standards import standard_blocks
from workbench.report.parts.statements import accessibility, disclosure
from workbench.report.parts.strata import reversals, strata_blocks, strata_title
from workbench.report.parts.verdicts import callouts, reading, verdict_table

__all__ = ["technical"]

_LONGEST_TITLE, _LONGEST_PURPOSE = 200, 1_000
_PURPOSE = "model_card/intended_use/primary_uses"
_PLACES = frozenset(
    [f"card/{one}" for one in CARD]
    + [f"sheet/{one}" for one in SHEET]
    + ["people", "robustness", "mitigation", "monitoring"]
)
_RESULTS = ("model", "explanation", "audit")


def technical(materials: Materials) -> Document:
    """Return the technical report.

    Parameters
    ----------
    materials : Materials
        The results, of which any may be missing; what is missing is listed once.
    """
    contents = [*_evidence(materials), *_answers(materials), *_frame(materials)]
    sections = [Section(id, plain(title), blocks) for id, title, blocks in contents if blocks]
    document = Document(
        audience="technical",
        title=say("technical.title", data=name(materials.data_name)),
        lead=lead(materials),
        sections=tuple(sections),
        facts=dict(materials.book.facts),
        date=materials.date,
        about={"program": "notebook-workbench", "version": __version__, **fingerprints(materials)},
    )
    return with_glossary(document)


_Contents = Iterator[tuple[str, Text, tuple[Block, ...]]]


def _evidence(materials: Materials) -> _Contents:
    """Return what the results say, what matters most first."""
    budget = Budget()
    yield "short", say("section.short"), _short(materials)
    yield "data", say("section.data"), data_blocks(materials)
    if materials.audit is not None:
        yield "declared", declared_title(materials), (*declared_blocks(materials), *_how_sure(materials))
        if materials.audit.assessments:
            yield "comparisons", say("section.verdicts"), (*verdict_table(materials), reading(materials))
        yield "strata", say("section.strata_all"), _strata(materials)
        yield "groups", say("section.by_group"), _groups(materials, budget)
        yield "power", say("section.power"), power_blocks(materials)
        yield "standards", say("section.standards"), _standards(materials)
    yield "performance", say("section.performance"), performance_blocks(materials)
    yield from chosen_parts(materials)
    yield "why", say("section.why"), explained(materials)
    yield from works_parts(materials)
    yield "profile", say("section.profile"), profile_blocks(materials)
    yield "in-data", say("section.in_data"), population_blocks(materials)
    yield "leaks", say("section.leaks"), leak_blocks(materials)
    yield "held-out", say("section.held_out"), held_out_blocks(materials)
    yield "examined", say("section.examined"), (*examined(materials), *people_table(materials, budget))
    rows = row_blocks(materials) if materials.audit is not None else ()
    columns = () if materials.profile is not None else column_table(materials)
    yield "columns", say("section.columns"), (*rows, *columns)
    yield "made", say("section.made"), (*step_table(materials), *left_out_table(materials))
    yield "findings", say("section.findings"), findings(materials, everything=True)
    yield "limits", say("section.limits"), not_tested(materials)


def _answers(materials: Materials) -> _Contents:
    """Return what only people can say."""
    yield "robustness", say("section.robustness"), (form(materials, "robustness"),)
    yield "people", say("section.people"), (form(materials, "people"),)
    signed = Section("signed", plain(say("section.signed")), sign_off_blocks(materials))
    yield "mitigation", say("section.mitigation"), (form(materials, "mitigation"), signed)
    yield "monitoring", say("section.monitoring"), (form(materials, "monitoring"),)
    for section in (card(materials), datasheet(materials)):
        yield section.id, (section.title,), section.blocks
    yield "missing", say("section.missing"), _missing(materials)


def _frame(materials: Materials) -> _Contents:
    """Return what the report says of itself."""
    yield "reproduced", say("section.reproduced"), reproduced(materials)
    yield "disclosure", say("section.disclosure"), (*disclosure(materials), *left_out_findings(materials))
    yield "access", say("section.access"), accessibility()


def _short(materials: Materials) -> tuple[Block, ...]:
    purpose = materials.fields.get(_PURPOSE, "").strip()
    blocks: list[Block] = [paragraph("short.purpose", purpose=name(purpose, _LONGEST_PURPOSE))] if purpose else []
    blocks += [status(materials), *model_blocks(materials)]
    audit = materials.audit
    if audit is not None and audit.assessments:
        blocks += [*callouts(materials), *reversals(materials)]
    elif audit is not None:
        blocks.append(paragraph("no_verdict.no_limit" if audit.attributes else "data.no_attribute"))
    return (*blocks, *next_steps(materials))


def _how_sure(materials: Materials) -> tuple[Block, ...]:
    fact = confidence_fact(materials)
    return (paragraph("about.intervals", confidence=frequency(fact)),) if fact is not None else ()


def _strata(materials: Materials) -> tuple[Block, ...]:
    return tuple(
        Section(f"strata-{place}", plain(strata_title(one)), strata_blocks(materials, place, one))
        for place, one in enumerate(materials.audited.stratified)
    )


def _groups(materials: Materials, budget: Budget) -> tuple[Block, ...]:
    found = materials.audited
    parts: list[tuple[str, Text, tuple[Block, ...]]] = [
        ("everybody", say("section.everybody"), everybody_blocks(materials))
    ]
    for place, axis in enumerate(found.axes):
        title = say("section.by", attribute=name(found.axis(*axis).attribute))
        parts.append((f"by-{place}", title, axis_blocks(materials, place, axis, budget)))
    parts.append(("scores", say("section.scores"), score_blocks(materials, budget)))
    return tuple(Section(id, plain(title), blocks) for id, title, blocks in parts if blocks)


def _standards(materials: Materials) -> tuple[Block, ...]:
    return tuple(
        Section(f"standard-{place}", name(result.title, _LONGEST_TITLE).text, standard_blocks(materials, place, result))
        for place, result in enumerate(materials.audited.standards)
    )


def _missing(materials: Materials) -> tuple[Block, ...]:
    """Return everything that nobody provided, once."""
    asked = [one for one in FIELDS.values() if _PLACES & set(one.places) and not answer(materials, one)]
    given = _RESULTS if materials.terms.voice == "model" else ()  # an audit of somebody else's decisions lacks no model
    results = [plain(say(f"missing.{field}")) for field in given if getattr(materials, field) is None]
    blocks: list[Block] = []
    if results:
        blocks.append(paragraph("missing.results", results=", ".join(results)))
    questions = (*missing_signatures(materials), *missing_list(asked))
    if questions:
        blocks += [paragraph("missing.said"), Items(questions)]
    return tuple(blocks)
