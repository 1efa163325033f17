"""The parts of a file that is a zip of XML, opened as what anyone may have sent.

A file can be made to grow without end when it is opened; sizes are bounded before anything is read, and
XML that declares a document type, the only way to define entities, is refused.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from workbench.errors import InputError

__all__ = ["Element", "Parts", "local", "open_parts"]

_MOST_PARTS = 5_000
_MOST_BYTES = 128_000_000
_MOST_OF_A_PART = 64_000_000
_DEEPEST = 200
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how a compound file begins
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, KeyError)

Element = ET.Element


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


class _Builder(ET.TreeBuilder):
    """Builds a tree, unless a document type is declared or it is deeper than any report."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def doctype(self, *_: str | None) -> None:
        raise ValueError("document type")

    def start(self, tag: str, attributes: dict[str, str], /) -> Element:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError("depth")
        return super().start(tag, attributes)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)


@dataclass(frozen=True)
class Parts:
    """The parts of an opened file.

    Parameters
    ----------
    archive : zipfile.ZipFile
        Their zip.
    trees : dict of str to Element
        What was parsed already.
    """

    archive: zipfile.ZipFile
    trees: dict[str, Element] = field(default_factory=dict)

    def names(self) -> list[str]:
        """Return the names of all parts, sorted."""
        return sorted(set(self.archive.namelist()))

    def content(self, name: str) -> bytes:
        """Return a part's bytes.

        Raises
        ------
        InputError
            If it is damaged, or is larger than it says.
        """
        try:
            with self.archive.open(name) as part:
                content = part.read(_MOST_OF_A_PART + 1)
        except _DAMAGED as error:
            raise _damaged(f"its part {name[:100]!r} cannot be read") from error
        if len(content) > _MOST_OF_A_PART:
            raise _too_large()
        return content

    def tree(self, name: str) -> Element:
        """Return a part as XML.

        Raises
        ------
        InputError
            If it is not XML, or declares a document type.
        """
        if name not in self.trees:
            content = self.content(name)
            parser = ET.XMLParser(target=_Builder())  # noqa: S314 - the builder refuses what is dangerous
            try:
                self.trees[name] = ET.fromstring(content, parser)  # noqa: S314 - as above
            except (ET.ParseError, ValueError, LookupError) as error:
                raise _damaged(f"its part {name[:100]!r} is not XML that can be read safely") from error
        return self.trees[name]

    def related(self, name: str) -> Mapping[str, tuple[str, str]]:
        """Return what a part points to inside the file: for each key, the kind and the other part's name.

        Parameters
        ----------
        name : str
            A part, or nothing for the file itself.
        """
        folder, file = posixpath.split(name)
        path = posixpath.join(folder, "_rels", f"{file}.rels")
        if path not in self.archive.namelist():
            return {}
        found = {}
        for relation in self.tree(path):
            target = unquote(relation.get("Target", ""))
            if relation.get("TargetMode") != "External":
                kind = relation.get("Type", "").rpartition("/")[2]
                whole = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[relation.get("Id", "")] = (kind, whole)
        return {key: one for key, one in found.items() if one[1] in self.archive.namelist()}


def open_parts(content: bytes) -> Parts:
    """Open a file that is a zip.

    Parameters
    ----------
    content : bytes
        The whole file.

    Raises
    ------
    InputError
        If it is no zip, is damaged, or holds more than any report.
    """
    if content.startswith(_OLD_OR_LOCKED):
        raise InputError(
            "The file is a Word file of the old kind (.doc), or locked with a password.\n"
            "Open it in Word and save it as .docx, without a password."
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except _DAMAGED as error:
        raise _damaged("it is not a zip file, as every .docx is") from error
    entries = archive.infolist()
    if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _MOST_BYTES:
        raise _too_large()
    return Parts(archive)


def _damaged(what: str) -> InputError:
    return InputError(f"The Word file is damaged: {what}.\nAsk whoever sent the report for the file as it was written.")


def _too_large() -> InputError:
    return InputError(
        "The Word file unpacks to more than any report holds, so it was not opened.\n"
        "Ask whoever sent the report for the file as it was written."
    )
