"""The formats of a report, by suffix: how each is written, and how it is read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from workbench.core.schema import Json
from workbench.document.nodes import Document
from workbench.errors import InputError
from workbench.report.evidence import evidence_of
from workbench.report.printed.contract import Printed

__all__ = ["FORMATS", "Format", "format_of", "rendered"]


@dataclass(frozen=True)
class Format:
    """A format of a report.

    Parameters
    ----------
    title : str
        What people call it.
    writer, reader : tuple of (str, str)
        The module and the function; imported when they are used, as some bring much along.
    editable : bool
        Whether its readers are meant to change its sentences.
    options : mapping of str to bool
        What its writer is told besides.
    alters : tuple of (str, str), optional
        The function that returns a document as this format prints it, where it cannot print everything.
    """

    title: str
    writer: tuple[str, str]
    reader: tuple[str, str]
    editable: bool = False
    options: Mapping[str, bool] = field(default_factory=dict)
    alters: tuple[str, str] | None = None

    def render(self, document: Document, evidence: Mapping[str, Json] | None = None) -> bytes:
        """Return the document in this format, with its evidence where some is given."""
        write = _function(*self.writer)
        content = write(document, evidence, **self.options)
        return content if isinstance(content, bytes) else str(content).encode()

    def with_front_matter(self) -> Format:
        """Return the format with what a Hugging Face model card states for programs at its beginning.

        Raises
        ------
        InputError
            If it is not Markdown.
        """
        if self.title != "Markdown":
            raise InputError(f"front_matter is for Markdown, and this is {self.title}.\nLet the name end in .md.")
        return replace(self, options={"front_matter": True})

    def printable(self, document: Document) -> Document:
        """Return a document as this format prints it."""
        if self.alters is None:
            return document
        altered: Document = _function(*self.alters)(document)
        return altered

    def read(self, content: bytes) -> Printed:
        """Return what is printed in a file of this format."""
        printed: Printed = _function(*self.reader)(content)
        return printed


_HTML = Format("HTML", ("workbench.report.html", "to_html"), ("workbench.report.printed.html", "read_html"))
FORMATS: Mapping[str, Format] = {
    ".html": _HTML,
    ".htm": _HTML,
    ".pdf": Format(
        "PDF",
        ("workbench.report.pdf", "to_pdf"),
        ("workbench.report.printed.pdf", "read_pdf"),
        alters=("workbench.report.pdf", "as_printed"),
    ),
    ".docx": Format(
        "Word",
        ("workbench.report.docx", "to_docx"),
        ("workbench.report.printed.docx", "read_docx"),
        editable=True,
    ),
    ".md": Format(
        "Markdown", ("workbench.report.markdown", "to_markdown"), ("workbench.report.printed.markdown", "read_markdown")
    ),
    ".json": Format(
        "JSON", ("workbench.report.json_file", "to_json"), ("workbench.report.printed.json_file", "read_json")
    ),
}
"""By the suffix of the file."""


def format_of(path: Path) -> Format:
    """Return the format that a file's suffix names.

    Parameters
    ----------
    path : path
        The file.

    Raises
    ------
    InputError
        If it names none.

    Examples
    --------
    >>> format_of(Path("report.PDF")).title
    'PDF'
    """
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise InputError(
            f"{path.name!r} ends in {path.suffix!r}, which is no format of a report.\n"
            f"A report's name ends in one of: {', '.join(FORMATS)}."
        )
    return found


def rendered(document: Document, format: Format) -> bytes:
    """Return the document in a format, with the evidence of what that format prints.

    Parameters
    ----------
    document : Document
        What ``build_report`` returned.
    format : Format
        One of :data:`FORMATS`.
    """
    printed = format.read(format.render(document))
    seen = replace(format.printable(document), facts=document.facts, materials=document.materials)
    return format.render(document, evidence_of(seen, printed, editable=format.editable))


def _function(module: str, name: str) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found
