"""A document as one JSON file, for programs: its tree, its facts and its evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping

from workbench.core.schema import Json
from workbench.document.nodes import Document
from workbench.document.written import document_to_json

__all__ = ["to_json"]


def to_json(document: Document, evidence: Mapping[str, Json] | None = None) -> str:
    """Return the document as JSON, by the schema ``workbench.document/1``.

    Parameters
    ----------
    document : Document
        What ``build_report`` returned.
    evidence : mapping, optional
        What it can be checked by.
    """
    written = {**document_to_json(document), "evidence": None if evidence is None else dict(evidence)}
    text = json.dumps(written, ensure_ascii=False, allow_nan=False, indent=1)
    return text.encode(errors="backslashreplace").decode() + "\n"  # half a character, which is no text, is escaped
