"""The elements of a tagged PDF's structure: there are thousands of them, and little of each is needed."""

from __future__ import annotations

import re
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NumberObject

__all__ = ["Elements"]

# An element as nearly all are written: of names, numbers, references, and flat lists of them.
_SPACE = rb"[\0\t\n\f\r ]"
_NUMBER = rb"(?:0|[1-9][0-9]{0,8})(?![0-9.])"
_FLAT = rb"\[(?:" + _NUMBER + rb"|R(?=[\s\]])|" + _SPACE + rb")*+\]"
_REFERENCE = _NUMBER + _SPACE + rb"++0" + _SPACE + rb"++R(?![A-Za-z])"
_STRING = rb"\((?:[^()\\]++|\\.)*+\)"
# What is said of borders and of the headers of a cell: passed over.
_ATOMS = rb"[^\[\]<>(){}%]++|" + _STRING
_ATTRIBUTES = rb"<<(?:" + _ATOMS + rb"|\[(?:" + _ATOMS + rb")*+\])*+>>"
_VALUE = b"|".join(
    [rb"/[A-Za-z0-9]++", _REFERENCE, _NUMBER, _FLAT, _STRING, _ATTRIBUTES, rb"\[(?:" + _ATTRIBUTES + rb"|\s)*+\]"]
)
_PAIR = rb"/([A-Za-z]++)" + _SPACE + rb"*+(" + _VALUE + rb")" + _SPACE + rb"*+"
_PAIRS = re.compile(_PAIR, re.DOTALL)
_ELEMENT = re.compile(
    rb"([1-9][0-9]{0,9}) 0 obj"
    + _SPACE
    + rb"++<<"
    + _SPACE
    + rb"*+((?:"
    + _PAIR.replace(rb"/([", rb"/(?:[").replace(rb"*+(/", rb"*+(?:/")
    + rb")*+)>>"
    + _SPACE
    + rb"*+endobj",
    re.DOTALL,
)
_KID = re.compile(rb"([0-9]++)(" + _SPACE + rb"++0" + _SPACE + rb"++R)?")
_OTHERS = {b"A", b"C", b"ID", b"Lang", b"P", b"T"}


class Elements:
    """The elements of a file's structure, as far as its reader looks at them; what is unusual, pypdf reads.

    Parameters
    ----------
    file : PdfReader
        The file.
    content : bytes
        Its bytes.
    """

    def __init__(self, file: PdfReader, content: bytes) -> None:
        self._file, self._content = file, content
        self._places = file.xref.get(0, {})
        self._known: dict[int, Any] = {}

    def read(self, reference: IndirectObject) -> Any:
        """Return what a reference refers to."""
        number = reference.idnum
        if reference.generation:
            return reference.get_object()
        if number not in self._known:
            found = self._element(number)
            self._known[number] = reference.get_object() if found is None else found
        return self._known[number]

    def _element(self, number: int) -> DictionaryObject | None:
        file = self._file
        start = self._places.get(number)
        if start is None or number in file.xref_objStm or file.xref_free_entry.get(0, {}).get(number, False):
            return None
        match = _ELEMENT.match(self._content, start)
        if match is None or int(match[1]) != number:
            return None
        listed = _PAIRS.findall(match[2])
        pairs = dict(listed)
        if len(pairs) < len(listed) or pairs.pop(b"Type", b"/StructElem") != b"/StructElem":
            return None
        made = DictionaryObject()
        for key, value in pairs.items():
            if key == b"S" and value.startswith(b"/"):
                dict.__setitem__(made, "/S", NameObject(value.decode()))
            elif key == b"K" and not value.startswith((b"/", b"(", b"<", b"[<")):
                kids = self._kids(value)
                dict.__setitem__(made, "/K", ArrayObject(kids) if value.startswith(b"[") else kids[0])
            elif key == b"Pg" and value.endswith(b"R"):
                dict.__setitem__(made, "/Pg", self._kids(value)[0])
            elif key not in _OTHERS:
                return None
        return made

    def _kids(self, value: bytes) -> list[Any]:
        return [
            IndirectObject(int(number), 0, self._file) if refers else NumberObject(number)
            for number, refers in _KID.findall(value)
        ]
