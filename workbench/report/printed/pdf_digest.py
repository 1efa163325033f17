"""Digests of what a PDF draws: whatever a page consists of, and whatever else a viewer may act on."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    StreamObject,
    TextStringObject,
)

from workbench.errors import InputError

__all__ = ["Digests"]

_DEEPEST = 100
# Where a page stands in the file, and what is attached to it, is not drawn.
_NOT_DRAWN = {
    "/Parent",
    "/StructParents",
    "/StructParent",
    "/AF",
    "/P",
    "/Length",
    "/Filter",
    "/DecodeParms",
    "/Metadata",
}


class Digests:
    """Digests of a file's objects; an object that is used twice is digested once.

    Examples
    --------
    >>> Digests().of(DictionaryObject()) == Digests().of(DictionaryObject())
    True
    """

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], str] = {}

    def of(self, value: Any) -> str:
        """Return the sha256 of an object with everything it refers to but pages."""
        return self._of(value, 0)

    def _of(self, value: Any, depth: int) -> str:
        if depth > _DEEPEST:
            raise InputError("The PDF is nested too deeply.\nThe file was not written by the workbench.")
        if isinstance(value, IndirectObject):
            key = (value.idnum, value.generation)
            if key not in self._known:
                self._known[key] = "again"
                self._known[key] = self._of(value.get_object(), depth + 1)
            return self._known[key]
        return sha256(self._written(value, depth)).hexdigest()

    def _written(self, value: Any, depth: int) -> bytes:
        if isinstance(value, DictionaryObject):
            if depth and value.get("/Type") == "/Page":
                return b"page"
            keys = sorted(key for key in value if key not in _NOT_DRAWN)
            parts = [f"{key} {self._of(value.raw_get(key), depth + 1)}" for key in keys]
            if isinstance(value, StreamObject):
                parts.append(sha256(value.get_data()).hexdigest())
            return ("{" + "\n".join(parts) + "}").encode()
        if isinstance(value, ArrayObject):
            return ("[" + "\n".join(self._of(one, depth + 1) for one in list.__iter__(value)) + "]").encode()
        if isinstance(value, (TextStringObject, ByteStringObject)):
            return b"(" + value.original_bytes
        return f"{type(value).__name__} {value}".encode()
