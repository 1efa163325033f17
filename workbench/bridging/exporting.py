"""A report of what a notebook has made: for one audience, in one format, with a page to look at first."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.bridging.asked import Asked, choices
from workbench.bridging.standing import study_of_notebook
from workbench.checks import check_choice
from workbench.core.overruling import Overruled
from workbench.core.schema import Json
from workbench.errors import InputError

if TYPE_CHECKING:
    from workbench.core.finding import Finding
    from workbench.document.nodes import Document

__all__ = ["AUDIENCES", "CONTENTS", "FORMATS", "LANGUAGES", "LEVELS", "audiences", "export", "verdict"]

AUDIENCES = {
    "brief": "Brief: one page for people who decide",
    "technical": "Technical report: everything that is known, with model card and datasheet",
    "annex": "Annex: under the headings of a law, for an authority",
    "letter": "Letter: one decision, explained to that person",
    "audit": "Audit: how groups fare, in full",
    "data": "Data: what is in the table, with its datasheet",
}
CONTENTS = {
    "brief": "What the data say, what the model does, for whom it is worse and by how much, how sure that is, and what "
    "to do next.",
    "technical": "The brief, then the data and how they were prepared, how the model was chosen, its errors, what "
    "moves it, every group, every finding, and what was not tested.",
    "annex": "The evidence that the EU AI Act or Local Law 144 asks for, each piece under the law's own heading, and "
    "what is missing.",
    "letter": "What was decided, the main reasons, what could change it, and what the person can do. Nothing about "
    "anybody else. It needs the explanation of one person.",
    "audit": "Every rate and gap with its interval and verdict, group by group, and every finding.",
    "data": "What is in the table, who is in it, what was checked, and what is not known about it. It needs no model.",
}
FORMATS = {
    "html": "HTML: one file for the browser, offline",
    "pdf": "PDF: to print and to file",
    "docx": "Word: to edit",
    "md": "Markdown: plain text",
    "json": "JSON: for programs",
}
LANGUAGES = {"en": "English"}
LEVELS = {
    "internal": "Internal: hides counts of 1 to 4 people",
    "public": "Public: hides counts of 1 to 10 people, and what could be worked out from others",
    "full": "Full: hides nothing",
}


def audiences(_asked: Asked) -> dict[str, Json]:
    """Return what can be chosen for a report, each with a title, and what is in it for whom."""
    return {
        "audiences": [{"value": one, "title": title, "contents": CONTENTS[one]} for one, title in AUDIENCES.items()],
        "formats": choices(FORMATS),
        "languages": choices(LANGUAGES),
        "disclosure": choices(LEVELS),
    }


def export(asked: Asked) -> dict[str, Json]:
    """Write a report and return where it is, with a page to look at.

    Parameters
    ----------
    asked : Asked
        ``names`` in memory, the latest last: what was gathered from the study, or results; without any that is one,
        what the study keeps. Without ``names`` at all, whatever is in memory is looked through. ``audience``,
        ``format``, ``language``, ``disclosure``; and ``path``, empty for a new file among the study's reports. With
        ``replace``, a file that is there already is written anew.
    """
    from workbench.bridging.reported import reported
    from workbench.report.build import build_report

    audience = check_choice("audience", asked.text("audience", "brief"), list(AUDIENCES))
    suffix = check_choice("format", asked.text("format", "html"), list(FORMATS))
    check_choice("language", asked.text("language", "en"), list(LANGUAGES))
    level = check_choice("disclosure", asked.text("disclosure", "internal"), list(LEVELS))
    target = _target(asked.text("path", ""), audience, suffix)
    if target.exists() and asked.request.get("replace") is not True:
        raise InputError(f"{target.name!r} is there already.\nGive another name, or say that it may be replaced.")
    asked.told(0.1, "Gathering the results")
    told = reported(asked, study_of_notebook(), audience)
    if not told.found.results:
        raise InputError(
            "There is no result to report: none is in memory, and no study keeps one.\n"
            "Run the steps of the notebook, then export again."
        )
    asked.told(0.3, "Building the report")
    shown = told.found.findings(level)
    accepted = told.said(shown, audience)
    document = build_report(
        *told.found.results,
        audience=audience,
        disclosure=level,
        sign_off=replace(told.sign_off, overruled=accepted),
        fields=told.fields,
    )
    asked.told(0.7, "Writing the file")
    path, html = _written(document, target)
    return {
        "path": str(path),
        "relative": _relative(path),
        "name": path.name,
        "n_bytes": path.stat().st_size,
        "html": html,
        "source": told.source,
        "left": list(told.found.left),
        "unsaid": [*told.unsaid(shown, audience)],
        "findings": [_told(one, told.overruled) for one in shown],
    }


def verdict(asked: Asked) -> dict[str, Json]:
    """Return the verdict of the latest audit, and the exit code that stands for it.

    Parameters
    ----------
    asked : Asked
        ``names`` of results in memory, the latest last; without any that is one, what the study keeps.
    """
    from workbench.audit.result import Audit

    found = [one for name in asked.texts("names") if isinstance(one := asked.namespace.get(name), Audit)]
    study = study_of_notebook()
    if not found and study is not None and study.has("audit"):
        found = [study.load("audit")]
    if not found:
        raise InputError(
            "There is no audit to judge by: none is in memory, and no study keeps one.\n"
            "Compare groups in a step, such as audit = wb.audit_model(fitted)."
        )
    return {"verdict": found[-1].verdict, "exit_code": found[-1].exit_code, "told": repr(found[-1])}


def _told(finding: Finding, accepted: Sequence[Overruled]) -> Json:
    """Return a finding as a step's record tells it, with the reason that overrules it."""
    reasons = [one.reason for one in accepted if one.covers(finding)]
    return {
        "code": finding.code,
        "severity": finding.severity,
        "title": finding.title,
        "why": finding.why,
        "what_to_do": finding.what_to_do,
        "scope": finding.scope,
        "overruled": reasons[0] if reasons else "",
    }


def _target(path: str, audience: str, suffix: str) -> Path:
    """Return the file to write: the one named, else one that is not there yet."""
    from workbench.report.write import check_report_path

    if path:
        target = check_report_path(path)
        if target.suffix.lower() != f".{suffix}":
            raise InputError(f"path is {target.name!r}, and the format is {suffix}.\nLet the name end in .{suffix}.")
        return target
    study = study_of_notebook()
    folder = study.reports if study is not None else Path.cwd()
    names = (f"{audience}{f'-{n}' if n > 1 else ''}.{suffix}" for n in range(1, 10_000))
    return next(folder / name for name in names if not (folder / name).exists())


def _relative(path: Path) -> str:
    """Return where a file is as seen from the notebook's folder; nothing where it is on another drive."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:
        return ""


def _written(document: Document, target: Path) -> tuple[Path, str]:
    """Write the file, and return it and the same report as a page."""
    from workbench.core.files import write_whole
    from workbench.report.formats import FORMATS as WRITERS
    from workbench.report.formats import format_of, rendered

    wanted = format_of(target)
    content = rendered(document, wanted)
    page = content if wanted is WRITERS[".html"] else rendered(document, WRITERS[".html"])
    return write_whole(target, content), page.decode()
