"""A document as a PDF: A4, tagged for those who listen (PDF/UA-1), made to be kept (PDF/A-3a).

The layout is ``layouts/report.typ``; it reads the document as data, so that nothing a person wrote is
markup. Only the font that matplotlib brings along is used. Evidence is attached as a file.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from typst import Compiler, Fonts

from workbench.core.schema import Json, canonical_json
from workbench.document.nodes import Document, Section
from workbench.document.wording import paragraph, plain, say
from workbench.report.paper.characters import FONTS, missing_characters, printable
from workbench.report.paper.tree import tree

__all__ = ["as_printed", "to_pdf"]

_STANDARDS: list[Any] = ["a-3a", "ua-1"]
_NO_DAY = datetime(1970, 1, 1, tzinfo=UTC)
# A compiler is made once and serves one caller at a time.
_COMPILING = threading.Lock()


def to_pdf(document: Document, evidence: Mapping[str, Json] | None = None) -> bytes:
    """Return the document as a PDF.

    Parameters
    ----------
    document : Document
        What ``build_report`` returned.
    evidence : mapping, optional
        What the file carries so that it can be checked; nothing a reader sees depends on it.

    Returns
    -------
    bytes
        The same for the same document and evidence, on every day.

    Notes
    -----
    A character that the font has no sign for is named instead, as in ``[U+4E2D]``;
    :func:`workbench.report.paper.characters.missing_characters` tells which these are.

    Examples
    --------
    >>> to_pdf(Document("brief", ("Loans",), ("One sentence.",), (), {}, "2026-11-21"))[:8]
    b'%PDF-1.7'
    """
    made = tree(as_printed(document))
    inputs = {"document": json.dumps(made, ensure_ascii=False)}
    if evidence is not None:
        # In ASCII, so that half a character, which is no text, is carried all the same.
        inputs["evidence"] = json.dumps(json.loads(canonical_json(evidence)), separators=(",", ":"))
    with _COMPILING:
        content = _compiler().compile(
            _layout(), format="pdf", sys_inputs=inputs, pdf_standards=_STANDARDS, timestamp=_day(document.date)
        )
    if not isinstance(content, bytes):
        raise TypeError(f"typst returned {type(content).__name__}.")
    return content


def as_printed(document: Document) -> Document:
    """Return a document as its PDF prints it: with codes for what the font has no sign for, and a word on them.

    Parameters
    ----------
    document : Document
        What ``build_report`` returned.
    """
    made, finding = printable(document), missing_characters(document)
    if finding is None:
        return made
    note = paragraph("paper.missing", code=finding.code, title=finding.title, why=finding.why)
    return replace(made, sections=(*made.sections, Section("paper", plain(say("paper.title")), (note,))))


def _day(date: str) -> datetime:
    """Return the day of a report; that of one without is the first there is, as a file has to have one."""
    try:
        return datetime.fromisoformat(date).replace(tzinfo=UTC)
    except ValueError:
        return _NO_DAY


@cache
def _compiler() -> Compiler:
    return Compiler(font_paths=Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]))


@cache
def _layout() -> bytes:
    return (files("workbench.report") / "layouts" / "report.typ").read_bytes()
