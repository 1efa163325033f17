"""A document as JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from workbench.core.encoding import decode, encode
from workbench.core.schema import Json, schema_name
from workbench.document.nodes import Document
from workbench.errors import InputError

__all__ = ["document_from_json", "document_to_json"]


def document_to_json(document: Document) -> dict[str, Json]:
    """Return a document as JSON, without what it was made from.

    Parameters
    ----------
    document : Document
        Any.
    """
    written = encode(replace(document, materials={}))
    fields = written.items() if isinstance(written, dict) else ()
    return {"schema": schema_name("document"), **{key: value for key, value in fields if key != "materials"}}


def document_from_json(value: Mapping[str, Json]) -> Document:
    """Return the document that :func:`document_to_json` wrote.

    Parameters
    ----------
    value : mapping
        What was read.

    Raises
    ------
    InputError
        If it is no document, or a damaged one.
    """
    if value.get("schema") != schema_name("document"):
        raise InputError(f"schema is {value.get('schema')!r}.\nA document has {schema_name('document')!r}.")
    return decode(Document, {key: one for key, one in value.items() if key != "schema"}, "the document")
