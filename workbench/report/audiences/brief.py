"""The brief: what the data say, what the model does, for whom it is worse, how sure, what next.

One page: one chart, one sentence a gap, and no number that a board would not miss. Up to eight groups
are shown; of more, the clearest pair and what is furthest from all together.
"""

from __future__ import annotations

from workbench.core.version import __version__
from workbench.document.nodes import Block, Chart, Document, Paragraph, Section, Text
from workbench.document.wording import listed, name, plain, say
from workbench.report.materials import Materials
from workbench.report.parts.closing import about, findings, fingerprints, next_steps, not_tested
from workbench.report.parts.model import model_blocks
from workbench.report.parts.pictures import data_blocks, decision_blocks
from workbench.report.parts.statements import disclosure_line

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
    decided = decision_blocks(materials)
    contents = {
        "data": data_blocks(materials, picture=not any(isinstance(block, Chart) for block in decided)),
        main: (*model_blocks(materials), *decided),
        "why": _why(materials),
        "findings": findings(materials),
        "next": next_steps(materials),
        "limits": not_tested(materials),
        "about": (*about(materials), *disclosure_line(materials)),
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
    """Return which columns move the model most; how much, and how that is known, stands in the technical report."""
    if materials.explanation is None or not materials.explanation.importances:
        return ()
    shown = [one.column for one in materials.explanation.importances[:_TOP_COLUMNS]]
    said = say("why.named" if len(shown) > 1 else "why.named_one", columns=listed(shown, len(shown)))
    return (Paragraph("why.named", (*said, " ", *_protected(materials))),)


def _protected(materials: Materials) -> Text:
    columns = [one.column for one in materials.roles.protected]
    if materials.roles.use_protected and columns:
        return say("why.protected_in", columns=name(", ".join(columns)))
    return say("why.protected_out") if columns else ()
