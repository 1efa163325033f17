"""The brief: what the data say, what the model does, for whom it is worse, how sure, what next.

One page: one chart (of amounts two), the three largest gaps, and no number that a board would not miss.
Up to eight groups are shown; of more, the clearest pair and what is furthest from all together.
"""

from __future__ import annotations

from workbench.audit.supposed import is_supposed
from workbench.core.version import __version__
from workbench.document.nodes import Block, Chart, Document, Paragraph, Section, Text
from workbench.document.wording import listed, name, plain, say
from workbench.report.materials import Materials
from workbench.report.parts.chosen import chosen_because
from workbench.report.parts.closing import about, findings, fingerprints, next_steps, not_tested
from workbench.report.parts.cuts import are_supposed, elsewhere
from workbench.report.parts.model import given_blocks, model_blocks
from workbench.report.parts.pictures import data_blocks, decision_blocks
from workbench.report.parts.statements import disclosure_line
from workbench.tally.tally import BINARY

__all__ = ["brief", "lead"]

_TOP_COLUMNS = 5
_MOST_NOTICED = 3


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
    drawn = any(isinstance(block, Chart) for block in decided)
    contents: dict[str, tuple[Block, ...]] = {
        "data": (
            data_blocks(materials, picture=not drawn, short=True)
            if materials.audit is not None
            else given_blocks(materials)
        ),
        main: (*model_blocks(materials), *chosen_because(materials), *decided),
        "why": _why(materials),
        "findings": findings(materials, most=_MOST_NOTICED),
        "next": next_steps(materials),
        "limits": not_tested(materials),
        "about": _run_in((*about(materials), *disclosure_line(materials))),
    }
    return Document(
        audience="brief",
        title=say("brief.title", data=name(materials.data_name)),
        lead=lead(materials),
        sections=tuple(Section(id, _heading(materials, id), blocks) for id, blocks in contents.items() if blocks),
        facts=dict(materials.book.facts),
        date=materials.date,
        about={"program": "notebook-workbench", "version": __version__, **fingerprints(materials)},
    )


def _heading(materials: Materials, id: str) -> str:
    is_tried = id in ("model", "decisions") and are_supposed(materials)
    return plain(say(f"section.{id}_supposed" if is_tried else f"section.{id}"))


def lead(materials: Materials) -> Text:
    """Return in a sentence or two what a report is about."""
    terms = materials.terms
    target = name(materials.roles.target or "")
    said = say(_lead(materials), is_spoken=terms.is_spoken, was_spoken=terms.was_spoken, target=target)
    other = elsewhere(materials)
    return (*said, " ", *other) if other else said


def _lead(materials: Materials) -> str:
    """Return the message that promises what is there, and no more."""
    audit = materials.audit
    if materials.model is not None and materials.model.task != "binary":
        what = "classes" if materials.model.task == "multiclass" else "amounts"
        if what == "amounts" and materials.model.performance is None:
            return "brief.lead_of_amounts_not_shown"
        return f"brief.lead_of_{what}" + ("" if audit is not None and audit.attributes else "_alone")
    if audit is None or not audit.attributes:
        return "brief.lead_model" if materials.model is not None else "brief.lead_no_groups"
    if materials.model is not None:
        return "brief.lead"
    if audit.kind == "model":
        return "brief.lead_data" if audit.decisions.classes == BINARY else "brief.lead_data_classes"
    if audit.kind == "predictions":
        return "brief.lead_predictions" if materials.has_outcomes else "brief.lead_predictions_only"
    if audit.decisions.n_decisions == 0:
        return "brief.lead_outcomes"
    if audit.kind == "decisions" and is_supposed(audit):
        return "brief.lead_supposed"
    return f"brief.lead_{audit.kind}" if audit.decisions.classes == BINARY else "brief.lead_classes"


def _run_in(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return sentences that follow each other as one paragraph: each on a line of its own would fill a page."""
    said: Text = ()
    for block in blocks:
        if not isinstance(block, Paragraph):
            raise TypeError("only paragraphs run into one another")
        said = (*said, *([" "] if said else []), *block.text)
    return (Paragraph("about.made", said),)


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
