"""Reading a report's Markdown back: its lines, without what makes them bold, and its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.errors import InputError
from workbench.report.evidence import unpacked
from workbench.report.markdown_text import unescaped
from workbench.report.printed.contract import Printed, PrintedBlock

__all__ = ["read_markdown"]

_EVIDENCE = re.compile(r"^<!-- workbench-evidence: ([A-Za-z0-9+/=]*) -->[ \t]*$", re.MULTILINE)
_LEADING = re.compile(r"[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+)?")
_DELIMITERS = re.compile(r"\|(?:[ \t]*:?-+:?[ \t]*\|)+")
_COLUMN = re.compile(r"(?<!\\)\|")


def read_markdown(content: bytes) -> Printed:
    """Read a report's Markdown.

    Parameters
    ----------
    content : bytes
        What :func:`workbench.report.markdown.to_markdown` returned, in UTF-8.

    Returns
    -------
    Printed
        One block for each paragraph, cell and line of the front matter; no marks, no drawings.

    Raises
    ------
    InputError
        If it is no text in UTF-8, or its evidence is damaged or there twice.
    """
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise InputError(
            "The Markdown file is not text in UTF-8.\nGive a report that ends in .md, as it was written."
        ) from error
    carried = _EVIDENCE.findall(text)
    if len(carried) > 1:
        raise InputError(
            f"The Markdown file carries evidence {len(carried)} times.\n"
            "Ask whoever sent the report for the file as it was written."
        )
    blocks = tuple(PrintedBlock(line) for line in _lines(_EVIDENCE.sub("", text)) if line)
    return Printed(blocks, {}, unpacked(carried[0]) if carried else None)


def _lines(text: str) -> Iterator[str]:
    front, body = _front_matter(text.split("\n"))
    yield from (" ".join(line.split()) for line in front)
    paragraph: list[str] = []
    for line in [*body, ""]:
        lead = _LEADING.match(line)
        sign = lead[0].strip() if lead is not None else ""
        if paragraph and (sign or not line.strip() or line.startswith("|")):
            yield unescaped(" ".join(paragraph))
            paragraph = []
        if line.startswith("|"):
            yield from _cells(line)
        elif sign.startswith("#"):
            yield unescaped(_LEADING.sub("", line, count=1))
        elif line.strip():
            paragraph.append(_LEADING.sub("", line, count=1))


def _front_matter(lines: list[str]) -> tuple[list[str], list[str]]:
    if lines[0] != "---" or "---" not in lines[1:]:
        return [], lines
    end = lines.index("---", 1)
    return lines[1:end], lines[end + 1 :]


def _cells(line: str) -> Iterator[str]:
    row = line.rstrip()
    if _DELIMITERS.fullmatch(row):
        return
    inner = row[1:-1] if row.endswith("|") and not row.endswith("\\|") else row[1:]
    yield from (unescaped(cell) for cell in _COLUMN.split(inner))
