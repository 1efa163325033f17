"""Reading a report's JSON file back: the texts of its tree, and its facts."""

from __future__ import annotations

import json

from workbench.core.encoding import encode
from workbench.core.schema import Json, canonical_json
from workbench.document.nodes import Document, Fact
from workbench.document.reading import reading_order
from workbench.document.text import Shown, Text
from workbench.document.written import document_from_json
from workbench.errors import InputError
from workbench.report.printed.contract import Mark, Printed, PrintedBlock

__all__ = ["read_json"]


def read_json(content: bytes) -> Printed:
    """Return what stands in a report's JSON file.

    Parameters
    ----------
    content : bytes
        The file.

    Raises
    ------
    InputError
        If it is no report.
    """
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InputError("The file is no JSON.\nGive a report that write_report wrote.") from error
    if not isinstance(value, dict):
        raise InputError("The file holds no report.\nGive a report that write_report wrote.")
    evidence = value.pop("evidence", None)
    document = document_from_json(value)
    return Printed(
        blocks=tuple(_blocks(document)),
        drawings={"tree": _bare(value)},
        evidence=evidence if isinstance(evidence, dict) else None,
    )


def _bare(value: dict[str, Json]) -> str:
    """Return a digest of everything else: drawings, ids, dates."""
    import hashlib

    return hashlib.sha256(canonical_json(value).encode(errors="surrogatepass")).hexdigest()


def _blocks(document: Document) -> list[PrintedBlock]:
    blocks = [_block(text) for _, text in reading_order(document)]
    return blocks + [_fact_block(fact) for fact in document.facts.values()]


def _block(text: Text) -> PrintedBlock:
    said, marks = "", []
    for part in text:
        words = part if isinstance(part, str) else part.text
        if isinstance(part, Shown):
            marks.append(Mark(len(said), len(said) + len(words), part.fact, part.part))
        said += words
    return PrintedBlock(said, tuple(marks))


def _fact_block(fact: Fact) -> PrintedBlock:
    text = canonical_json(encode(fact))
    return PrintedBlock(text, (Mark(0, len(text), fact.id, "value"),))
