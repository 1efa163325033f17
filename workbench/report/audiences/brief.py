"""The brief: what the data say, what the model does, for whom it is worse, how sure, what next.

Up to eight groups of an attribute are shown; of more, the clearest pair and what is furthest from
all together.
"""

from __future__ import annotations

import math

from workbench.core.version import __version__
from workbench.document.facts import importance_fact
from workbench.document.nodes import Block, Document, Paragraph, Section, Table, Text
from workbench.document.wording import count, decimals, name, paragraph, plain, say
from workbench.report.materials import Materials
from workbench.report.parts.closing import about, findings, fingerprints, next_steps, not_tested
from workbench.report.parts.model import model_blocks
from workbench.report.parts.pictures import data_blocks, decision_blocks
from workbench.report.records import ExplanationRecord

__all__ = ["brief", "lead"]

_TOP_COLUMNS = 5


def brief(materials: Materials) -> Document:
    """Return the brief.

    Parameters
    ----------
    materials : Materials
        The results; what is missing is said at the end.
    """
    undecided = materials.audit is not None and materials.audit.decisions.n_decisions == 0
    main = "outcomes" if undecided and materials.terms.voice == "decisions" else materials.terms.voice
    contents = {
        "data": data_blocks(materials),
        main: (*model_blocks(materials), *decision_blocks(materials)),
        "why": _why(materials),
        "findings": findings(materials),
        "next": next_steps(materials),
        "limits": not_tested(materials),
        "about": about(materials),
    }
    return Document(
        audience="brief",
        title=say("brief.title", data=name(materials.data_name)),
        lead=lead(materials),
        sections=tuple(Section(id, plain(say(f"section.{id}")), blocks) for id, blocks in contents.items() if blocks),
        facts=dict(materials.book.facts),
        date=materials.date,
        about={"program": "notebook-workbench", "version": __version__, **fingerprints(materials)},
    )


def lead(materials: Materials) -> Text:
    """Return one sentence on what a report is about."""
    audit, terms = materials.audit, materials.terms
    if materials.model is not None:
        message = "brief.lead"
    elif audit is None or audit.kind == "model":
        message = "brief.lead_data"
    elif audit.kind != "predictions" and audit.decisions.n_decisions == 0:
        message = "brief.lead_outcomes"
    else:
        message = f"brief.lead_{audit.kind}"
    return say(message, is_spoken=terms.is_spoken, was_spoken=terms.was_spoken)


def _why(materials: Materials) -> tuple[Block, ...]:
    explanation = materials.explanation
    if explanation is None:
        return ()
    book, scale = materials.book, explanation.scale
    shown = explanation.importances[:_TOP_COLUMNS]
    facts = [importance_fact(book, one, scale, explanation.n_rows, explanation.fingerprint) for one in shown]
    rows = tuple(
        (
            (name(one.column),),
            (decimals(fact),),
            (decimals(fact, "low"), " – ", decimals(fact, "high"))
            if not math.isnan(fact.low)
            else say("table.nothing"),
        )
        for one, fact in zip(shown, facts, strict=True)
    )
    header = (say("table.column"), say("table.push", scale=scale), say("table.interval"))
    explained = book.count("explanation/rows", explanation.n_rows, "held-out rows explained", explanation.fingerprint, "recorded")
    said = say("why.rows", rows=count(explained), method=_method(materials, explanation))
    return (
        paragraph("why.top" if len(shown) > 1 else "why.top_one"),
        Table("importance", say("table.importance"), header, rows, (False, True, True)),
        Paragraph("why.rows", (*say(f"why.unit.{scale}"), " ", *said, " ", *_protected(materials))),
    )


def _method(materials: Materials, found: ExplanationRecord) -> Text:
    source = found.fingerprint
    background = materials.book.count("explanation/background", found.n_background, "background rows", source, "recorded")
    if found.method != "permutation":
        return say(f"why.method.{found.method}", background=count(background))
    orders = materials.book.count("explanation/orders", found.n_orders, "orders of columns tried a row", source, "recorded")
    return say("why.method.permutation", background=count(background), orders=count(orders))


def _protected(materials: Materials) -> Text:
    columns = [one.column for one in materials.roles.protected]
    if materials.roles.use_protected and columns:
        return say("why.protected_in", columns=name(", ".join(columns)))
    return say("why.protected_out") if columns else ()
