"""The audit: everything it found, for a reader who wants all of it. What matters most comes first."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.core.version import __version__
from workbench.document.nodes import Block, Document, Section, Text
from workbench.document.wording import name, paragraph, plain, say
from workbench.errors import InputError
from workbench.report.audiences.brief import lead
from workbench.report.materials import Materials
from workbench.report.parts.closing import about, findings, fingerprints, made_from, next_steps, not_tested, status
from workbench.report.parts.declared import declared_blocks, declared_title, power_blocks, row_blocks
from workbench.report.parts.groups import Budget, axis_blocks, everybody_blocks
from workbench.report.parts.model import model_blocks
from workbench.report.parts.performance import performance_blocks
from workbench.report.parts.scores import score_blocks
from workbench.report.parts.standards import standard_blocks
from workbench.report.parts.statements import disclosure
from workbench.report.parts.strata import reversals, strata_blocks, strata_title
from workbench.report.parts.verdicts import callouts, reading, verdict_table

__all__ = ["audit"]

_LONGEST_TITLE = 200


def audit(materials: Materials) -> Document:
    """Return the report of everything an audit found.

    Parameters
    ----------
    materials : Materials
        At least an audit.

    Raises
    ------
    InputError
        If there is no audit.
    """
    if materials.audit is None:
        raise InputError(
            "audience is 'audit', and no audit was given.\n"
            "Give what audit_model, audit_decisions or audit_counts return."
        )
    sections = tuple(Section(id, plain(title), blocks) for id, title, blocks in _sections(materials) if blocks)
    return Document(
        audience="audit",
        title=say("audit.title", data=name(materials.data_name)),
        lead=lead(materials),
        sections=sections,
        facts=dict(materials.book.facts),
        date=materials.date,
        about={"program": "notebook-workbench", "version": __version__, **fingerprints(materials)},
    )


def _sections(materials: Materials) -> Iterator[tuple[str, Text, tuple[Block, ...]]]:
    found, budget = materials.audited, Budget()
    yield "short", say("section.short"), _short(materials)
    yield "comparisons", say("section.verdicts"), _verdicts(materials)
    yield "declared", declared_title(materials), declared_blocks(materials)
    yield "rows", say("section.rows"), row_blocks(materials)
    for place, one in enumerate(found.stratified):
        yield f"strata-{place}", strata_title(one), strata_blocks(materials, place, one)
    yield "everybody", say("section.everybody"), everybody_blocks(materials)
    for place, axis in enumerate(found.axes):
        title = say("section.by", attribute=name(found.axis(*axis).attribute))
        yield f"by-{place}", title, axis_blocks(materials, place, axis, budget)
    yield "performance", say("section.performance"), performance_blocks(materials)
    yield "scores", say("section.scores"), score_blocks(materials, budget)
    yield "power", say("section.power"), power_blocks(materials)
    for place, result in enumerate(found.standards):
        yield f"standard-{place}", (name(result.title, _LONGEST_TITLE),), standard_blocks(materials, place, result)
    yield "findings", say("section.findings"), findings(materials, everything=True)
    yield "limits", say("section.limits"), not_tested(materials)
    yield "disclosure", say("section.disclosure"), disclosure(materials)
    yield "about", say("section.about"), (*about(materials), made_from(materials))


def _short(materials: Materials) -> tuple[Block, ...]:
    """Return what the first screen has to answer: for whom it is worse, how sure that is, what next."""
    found = materials.audited
    blocks: list[Block] = [status(materials), *model_blocks(materials)]
    if found.assessments:
        blocks += [*callouts(materials), *reversals(materials)]
    else:
        blocks.append(paragraph("no_verdict.no_limit" if found.attributes else "data.no_attribute"))
    return (*blocks, *next_steps(materials))


def _verdicts(materials: Materials) -> tuple[Block, ...]:
    if not materials.audited.assessments:
        return ()
    return (*verdict_table(materials), reading(materials))
