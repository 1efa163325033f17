"""``verify_report``: read a report's file, compare it with its evidence, and compute its facts again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from workbench.core.version import __version__
from workbench.document.nodes import Document
from workbench.document.reading import reading_order
from workbench.document.text import Shown
from workbench.errors import InputError, WorkbenchError
from workbench.report.build import rebuild_report
from workbench.report.evidence import Evidence, evidence_from_json
from workbench.report.formats import format_of
from workbench.report.verification.comparison import Differences, compare_print
from workbench.report.verification.recomputation import check_facts
from workbench.report.verification.result import Verification

__all__ = ["verify_report"]


def verify_report(path: str | Path) -> Verification:
    """Check a report against the evidence that it carries.

    Everything printed is compared with what was recorded; every fact that counts carry is computed again
    from the counts.

    Parameters
    ----------
    path : str or path
        A report that ``write_report`` wrote: HTML, PDF, DOCX, Markdown or JSON.

    Returns
    -------
    Verification
        For each fact *equal*, *within tolerance*, *recorded, not recomputable* or *altered*; and other
        passages that were altered, or edited in a format that is meant to be.

    Raises
    ------
    InputError
        If the file cannot be read, is no report, or carries no evidence.

    Notes
    -----
    The assurance is self-attested: a consistent rewrite of print and evidence goes unseen without a
    signature.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> import workbench as wb
    >>> audit = wb.audit_counts(pd.DataFrame({"sex": ["m", "f"], "selected": [667, 555], "total": [1390, 1181]}))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = wb.write_report(wb.build_report(audit), f"{folder}/report.html")
    ...     verify_report(file).exit_code
    0
    """
    file = Path(path)
    format = format_of(file)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be read: {error.strerror}.\nName a report's file.") from error
    printed = format.read(content)
    if printed.evidence is None:
        raise InputError(
            f"{file.name!r} carries no evidence.\n"
            "Give a report that write_report wrote; what was printed or copied from one cannot be checked."
        )
    evidence = evidence_from_json(printed.evidence)
    found = compare_print(evidence.blocks, dict(evidence.drawings), printed, editable=format.editable)
    rebuilt, why_not = _rebuilt(evidence)
    if rebuilt is not None and evidence.version == __version__:
        _check_wording(evidence, rebuilt, found)
    facts = check_facts(evidence.facts, rebuilt, found.facts, why_not)
    return Verification(
        title=evidence.blocks[0].text if evidence.blocks else file.name,
        format=format.title,
        version=evidence.version,
        facts=facts,
        passages=tuple(found.passages),
        notes=tuple(_notes(evidence, rebuilt, why_not)),
    )


def _rebuilt(evidence: Evidence) -> tuple[Document | None, str]:
    """Return the document that the materials give, or why they give none."""
    try:
        return rebuild_report(evidence.materials), ""
    except WorkbenchError as error:
        return None, str(error).partition("\n")[0]


def _check_wording(evidence: Evidence, rebuilt: Document, found: Differences) -> None:
    """Compare what the evidence says was printed of each fact with what the counts would have printed."""
    shown: dict[tuple[str, str], set[str]] = {}
    for _, text in reading_order(rebuilt):
        for part in text:
            if isinstance(part, Shown):
                shown.setdefault((part.fact, part.part), set()).add(" ".join(part.text.split()))
    for block in evidence.blocks:
        for mark in block.marks:
            said = block.text[mark.start : mark.end]
            expected = shown.get((mark.fact, mark.part))
            if expected is not None and said.strip() not in expected and not said.startswith("{"):
                found.facts.setdefault(mark.fact, []).append(said)


def _notes(evidence: Evidence, rebuilt: Document | None, why_not: str) -> Iterable[str]:
    if evidence.version != __version__:
        yield f"Version {evidence.version} wrote it; {__version__} computed it again."
    if rebuilt is None:
        yield f"Nothing could be computed again: {why_not}"
    elif rebuilt.expires and rebuilt.expires < datetime.now().astimezone().date().isoformat():
        yield f"It was to be relied on until {rebuilt.expires}, which is past."
