"""The report of a data set: what it holds, who is in it, what was checked, and its datasheet. It needs no model."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.core.version import __version__
from workbench.document.nodes import Block, Document, Items, Paragraph, Section, Text
from workbench.document.wording import count, name, paragraph, plain, say
from workbench.errors import InputError
from workbench.report.asked import FIELDS
from workbench.report.materials import Materials
from workbench.report.parts.closing import findings, fingerprints
from workbench.report.parts.columns import profile_blocks
from workbench.report.parts.data_statements import disclosure_of_data
from workbench.report.parts.datasheet import SHEET, datasheet
from workbench.report.parts.fields import answer, missing_list
from workbench.report.parts.glossary import with_glossary
from workbench.report.parts.held_out import held_out_blocks
from workbench.report.parts.leak_checks import leak_blocks
from workbench.report.parts.made import column_table, left_out_table, step_table
from workbench.report.parts.populations import population_blocks
from workbench.report.parts.reproduced import reproduced
from workbench.report.parts.sign_off import missing_signatures, sign_off_blocks
from workbench.report.parts.statements import accessibility

__all__ = ["data_report"]

_PLACES = frozenset(f"sheet/{one}" for one in SHEET)
_RESULTS = ("profile", "leaks", "split")
_LIMITS = ("data.limit.true", "data.limit.absent", "data.limit.kept", "data.limit.time")

_Contents = Iterator[tuple[str, Text, tuple[Block, ...]]]


def data_report(materials: Materials) -> Document:
    """Return the report of a data set.

    Parameters
    ----------
    materials : Materials
        What is known of the data: a profile, what the leak gate found, a split, a preparation.

    Raises
    ------
    InputError
        If nothing is known of them.
    """
    if all(getattr(materials, one) is None for one in ("data", *_RESULTS)):
        raise InputError(
            "audience is 'data', and nothing is known of the data.\n"
            "Give what profile_data, find_leaks, split_data or prepare_data return, or a fitted model."
        )
    sections = tuple(Section(id, plain(title), blocks) for id, title, blocks in _contents(materials) if blocks)
    document = Document(
        audience="data",
        title=say("data.title", data=name(materials.data_name)),
        lead=say("data.lead"),
        sections=sections,
        facts=dict(materials.book.facts),
        date=materials.date,
        about={"program": "notebook-workbench", "version": __version__, **fingerprints(materials)},
    )
    return with_glossary(document)


def _contents(materials: Materials) -> _Contents:
    yield "short", say("section.short"), _short(materials)
    yield "findings", say("section.findings"), findings(materials, everything=True)
    columns = profile_blocks(materials) or column_table(materials)
    yield "profile", say("section.profile"), columns
    yield "in-data", say("section.in_data"), population_blocks(materials)
    yield "leaks", say("section.leaks"), leak_blocks(materials)
    yield "held-out", say("section.held_out"), held_out_blocks(materials)
    yield "made", say("section.made"), (*step_table(materials), *left_out_table(materials))
    yield "limits", say("section.limits"), (Items(tuple(paragraph(one) for one in _LIMITS)),)
    sheet = datasheet(materials)
    yield sheet.id, (sheet.title,), sheet.blocks
    yield "signed", say("section.signed"), sign_off_blocks(materials)
    yield "missing", say("section.missing"), _missing(materials)
    yield "reproduced", say("section.reproduced"), reproduced(materials)
    yield "disclosure", say("section.disclosure"), disclosure_of_data(materials)
    yield "access", say("section.access"), accessibility()


def _short(materials: Materials) -> tuple[Block, ...]:
    """Return how large the data are, what they are for, and how much there is to look at."""
    said = [paragraph("status.auditor", auditor=name(materials.auditor))] if materials.auditor else []
    said += [] if said else [paragraph("data.status")]
    return (*said, *_size(materials), _target(materials), *_noticed(materials))


def _size(materials: Materials) -> Iterator[Paragraph]:
    profile, data, book = materials.profile, materials.data, materials.book
    known = data if data is not None else profile
    if known is None:
        return
    source = data.rows if data is not None else profile.fingerprint if profile is not None else ""
    rows = book.count("data/all_rows", known.n_rows, "rows of the data", source, "recorded")
    columns = book.count("data/columns", len(known.columns), "columns of the data", source, "recorded")
    lacking = sum(one.n_missing != 0 for one in known.columns)
    size = say("data.size", rows=count(rows), columns=count(columns))
    gaps: Text = say("data.no_gaps")
    if lacking:
        fact = book.count("data/columns_missing", lacking, "columns with missing values", source, "recorded")
        gaps = say("data.gaps", columns=count(fact))
    yield Paragraph("data.size", (*size, " ", *gaps))


def _target(materials: Materials) -> Paragraph:
    roles, terms = materials.roles, materials.terms
    if roles.target is None or not roles.favourable:
        return paragraph("data.no_target")
    outcomes = {"favourable": terms.favourable, "unfavourable": terms.unfavourable}
    return paragraph("data.target", column=name(roles.target), **outcomes)


def _noticed(materials: Materials) -> Iterator[Paragraph]:
    source = next(iter(fingerprints(materials).values()), materials.data.rows if materials.data is not None else "")
    book, found = materials.book, dict.fromkeys(materials.findings)
    n = {severity: sum(one.severity == severity for one in found) for severity in ("serious", "caution")}
    if any(n.values()):
        told = {how: book.count(f"findings/{how}", n[how], "findings", source, "recorded") for how in n}
        yield paragraph("data.noticed", **{how: count(fact) for how, fact in told.items()})
    else:
        yield paragraph("data.noticed_none")
    if materials.leaks is not None:
        made = [one for one in materials.leaks.checks if one.outcome != "not applicable"]
        n_found = sum(one.outcome == "found" for one in made)
        checks = book.count("leaks/checks", len(made), "checks that apply", source, "recorded")
        if n_found:
            fact = book.count("leaks/found", n_found, "checks that found something", source, "recorded")
            yield paragraph("data.leaks_found", checks=count(checks), found=count(fact))
        else:
            yield paragraph("data.leaks_none", checks=count(checks))


def _missing(materials: Materials) -> tuple[Block, ...]:
    """Return everything that nobody provided, once."""
    asked = [one for one in FIELDS.values() if _PLACES & set(one.places) and not answer(materials, one)]
    results = [plain(say(f"missing.{field}")) for field in _RESULTS if getattr(materials, field) is None]
    blocks: list[Block] = []
    if results:
        blocks.append(paragraph("missing.results", results=", ".join(results)))
    questions = (*missing_signatures(materials), *missing_list(asked))
    if questions:
        blocks += [paragraph("missing.said"), Items(questions)]
    return tuple(blocks)
