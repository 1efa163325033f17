"""A study in a notebook: what it keeps, whether that is as it should be, and what is overruled."""

from __future__ import annotations

from workbench.document.nodes import Block, Paragraph, Table, Text
from workbench.document.wording import name, paragraph, say
from workbench.report.cell_page import LONGEST, CellPage, cell_page, noticed
from workbench.study.result import KeptStatus, StudyStatus
from workbench.study.study import Study

__all__ = ["study_cell"]

_MINUTES = 16
_STATES = {
    "fresh": "study.fresh",
    "stale": "study.stale",
    "damaged": "study.damaged",
    "newer format": "study.newer_format",
}


def study_cell(study: Study | StudyStatus) -> CellPage:
    """Return a study as HTML for a cell.

    Parameters
    ----------
    study : Study or StudyStatus
        What ``open_study`` or ``study.status()`` returned.
    """
    status = study.status() if isinstance(study, Study) else study
    found = {one.code: one for kept in status.kept for one in kept.findings}
    lines = {"study.about": status.about, "study.policy": status.policy, "study.signed": status.signed}
    said: tuple[Block, ...] = tuple(Paragraph(id, (name(line, LONGEST),)) for id, line in lines.items() if line)
    contents = [
        ("kept", say("study.kept"), (_kept(status), *said)),
        *noticed(found.values()),
        ("overruled", say("study.overruled"), _overruled(status)),
    ]
    return cell_page(status.title, repr(status), contents)


def _kept(status: StudyStatus) -> Block:
    if not status.kept:
        return paragraph("study.nothing", call=name("study.save(result)"))
    header = (say("study.stage"), say("study.name"), say("study.state"), say("study.what"), say("study.saved"))
    rows = tuple(_row(one) for one in status.kept)
    return Table("kept-results", say("study.kept_caption"), header, rows, (False,) * len(header))


def _row(one: KeptStatus) -> tuple[Text, ...]:
    state = say(_STATES[one.state])
    if one.because:
        state = (*state, ". ", name(one.because, LONGEST))
    saved = one.saved[:_MINUTES].replace("T", " ")
    return (one.stage,), (name(one.name),), state, (name(one.told, LONGEST),), (name(saved),)


def _overruled(status: StudyStatus) -> tuple[Block, ...]:
    if not status.overruled:
        return ()
    header = (say("study.code"), say("study.scope"), say("study.reason"), say("study.by"), say("study.date"))
    rows = tuple(
        (
            (one.code,),
            (name(one.scope),) if one.scope else say("study.everything"),
            (name(one.reason, LONGEST),),
            (name(one.by, LONGEST),) if one.by else say("study.nobody"),
            (name(str(one.date)),),
        )
        for one in status.overruled
    )
    return (Table("overruled", say("study.overruled_caption"), header, rows, (False,) * len(header)),)
