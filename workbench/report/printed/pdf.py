"""Reading a report's PDF back: its blocks in the order of its structure, its drawings, its evidence."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from workbench.core.schema import Json
from workbench.errors import InputError
from workbench.report.printed.contract import Printed, PrintedBlock
from workbench.report.printed.pdf_digest import Digests
from workbench.report.printed.pdf_fonts import Font, meanings, widths
from workbench.report.printed.pdf_objects import Elements
from workbench.report.printed.pdf_pieces import pieces
from workbench.report.printed.pdf_text import Piece, labels, words

__all__ = ["EVIDENCE_NAME", "read_pdf"]

EVIDENCE_NAME = "workbench-evidence.json"
"""What the attached evidence is called."""

_ENCRYPTED = "The PDF is encrypted.\nGive the report as it was written."
_MOST_BYTES, _MOST_PAGES, _MOST_ELEMENTS, _MOST_CONTENT = 64 * 2**20, 2_000, 500_000, 64 * 2**20
_BLOCKS = {"/P", "/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/Title", "/TH", "/TD", "/Caption", "/Lbl", "/LBody"}
# What the workbench's files have; anything else in a file's root may change what a viewer shows.
_KNOWN = {"/AF", "/Lang", "/MarkInfo", "/Metadata", "/Outlines", "/OutputIntents", "/PageLabels", "/PageMode", "/Pages"}
_KNOWN |= {"/StructTreeRoot", "/Type", "/Version", "/ViewerPreferences"}


def read_pdf(content: bytes) -> Printed:
    """Read a report's PDF.

    Parameters
    ----------
    content : bytes
        What :func:`workbench.report.pdf.to_pdf` returned.

    Returns
    -------
    Printed
        Its blocks in reading order, without marks. Footers, repeated headers and the list of contents
        are left out. Of a chart, its text alternative and its labels are blocks. ``drawings`` are
        digests of charts (``figure/1``), of all that a page draws (``page/1``), and of what else a
        viewer may act on (``file``).

    Raises
    ------
    InputError
        If it is no PDF, is damaged, encrypted or too large, or is not tagged.

    Notes
    -----
    Arabic with vowel signs is drawn sign by sign; words of it may be read in another order than they are
    written, though always in the same.
    """
    if len(content) > _MOST_BYTES:
        raise InputError(f"The PDF has {len(content):,} bytes.\nNo report has more than {_MOST_BYTES:,}.")
    if not content.lstrip()[:5] == b"%PDF-":
        raise InputError("The file is no PDF.\nGive a report that ends in .pdf.")
    try:
        return _read(PdfReader(io.BytesIO(content)), content)
    except InputError:
        raise
    except Exception as error:
        if b"/Encrypt" in content:
            raise InputError(_ENCRYPTED) from error
        raise InputError("The PDF cannot be read.\nThe file is damaged; ask for the report again.") from error


def _read(file: PdfReader, content: bytes) -> Printed:
    if file.is_encrypted:
        raise InputError(_ENCRYPTED)
    if len(file.pages) > _MOST_PAGES:
        raise InputError(f"The PDF has {len(file.pages):,} pages.\nNo report has more than {_MOST_PAGES:,}.")
    root: Any = file.trailer["/Root"]
    structure = _at(root, "/StructTreeRoot")
    if not isinstance(structure, DictionaryObject) or "/K" not in structure:
        raise InputError(
            "The PDF says nothing of its structure: it is another document, or was printed anew.\n"
            "Ask whoever sent the report for the file as it was written."
        )
    digests = Digests()
    pages = _Pages(file)
    reader = _Structure(pages, Elements(file, content))
    reader.read(structure.raw_get("/K"))
    drawings = {f"page/{at}": digests.of(page) for at, page in enumerate(file.pages, 1)}
    drawings |= {f"figure/{at}": digest for at, digest in enumerate(reader.figures, 1)}
    drawings["file"] = digests.of(
        DictionaryObject({key: root.raw_get(key) for key in root if key not in {*_KNOWN, "/Names"}})
    )
    return Printed(tuple(reader.blocks), drawings, _evidence(root))


def _at(value: Any, key: str, missing: Any = None) -> Any:
    """Return what stands under a key, wherever in the file that is."""
    return value[key] if key in value else missing  # noqa: SIM401 - get does not look up references


class _Pages:
    """What pages draw, each read when it is first needed."""

    def __init__(self, file: PdfReader) -> None:
        self._file = file
        self._places = {page.indirect_reference.idnum: page for page in file.pages if page.indirect_reference}
        self._read: dict[int, dict[int, Piece]] = {}
        self._fonts: dict[int, Font] = {}
        self._left = _MOST_CONTENT

    def piece(self, page: int | None, number: int) -> Piece | None:
        if page is None or page not in self._places:
            return None
        if page not in self._read:
            self._read[page] = self._pieces(page)
        piece = self._read[page].get(number)
        # What stands in the structure many times is read as often.
        self._charge(0 if piece is None else piece.weight)
        return piece

    def _charge(self, n_bytes: int) -> None:
        self._left -= n_bytes
        if self._left < 0:
            raise InputError("The PDF draws more than any report.\nThe file was not written by the workbench.")

    def _pieces(self, number: int) -> dict[int, Piece]:
        page = self._places[number]
        contents = page.get_contents()
        if contents is None:
            return {}
        content = contents.get_data()
        self._charge(len(content))
        fonts = {}
        listed = _at(_at(page, "/Resources", DictionaryObject()), "/Font", DictionaryObject())
        for name in listed:
            fonts[str(name)] = self._font(listed.raw_get(name))
        return pieces(content, fonts)

    def _font(self, value: Any) -> Font:
        key = value.idnum if isinstance(value, IndirectObject) else -1
        if key in self._fonts:
            return self._fonts[key]
        font = value.get_object()
        table = _at(font, "/ToUnicode")
        written = table.get_data() if table is not None else b""
        self._charge(len(written))
        found = meanings(written)
        if _at(font, "/Subtype") != "/Type0":
            made = Font(found, {}, 1, 500.0)
        else:
            inner = font["/DescendantFonts"][0].get_object()
            made = Font(found, widths(_at(inner, "/W", ArrayObject())), 2, float(_at(inner, "/DW", 1000)))
        if key >= 0:
            self._fonts[key] = made
        return made


class _Structure:
    """A reader of a file's structure: an element that is a block gives one, with all that is in it."""

    def __init__(self, pages: _Pages, elements: Elements) -> None:
        self._pages, self._elements = pages, elements
        self._n_read = 0
        self.blocks: list[PrintedBlock] = []
        self.figures: list[str] = []

    def read(self, structure: Any) -> None:
        """Read everything, without descending in Python: a file may be nested to any depth."""
        pending: list[tuple[Any, int | None, list[Piece | None] | None]] = [(structure, None, None)]
        while pending:
            value, page, block = pending.pop()
            self._n_read += 1
            if self._n_read > _MOST_ELEMENTS:
                raise InputError("The PDF has more parts than any report.\nThe file was not written by the workbench.")
            value = self._elements.read(value) if isinstance(value, IndirectObject) else value
            if value is _END:
                self._add(words(block or ()).removeprefix(_BULLET))
            elif isinstance(value, ArrayObject):
                pending += [(one, page, block) for one in reversed(list(list.__iter__(value)))]
            elif isinstance(value, int):
                self._piece(page, int(value), block)
            elif isinstance(value, DictionaryObject):
                pending += self._element(value, page, block)

    def _element(self, element: DictionaryObject, page: int | None, block: list[Piece | None] | None) -> list[Any]:
        at = element.raw_get("/Pg") if "/Pg" in element else None
        page = at.idnum if isinstance(at, IndirectObject) else page
        kind = _at(element, "/S")
        if kind is None:
            if "/MCID" in element:
                self._piece(page, int(_at(element, "/MCID")), block)
            return []
        if "/K" not in element or kind == "/TOC":
            return []
        if kind == "/Figure":
            self._figure(element, page)
            return []
        inside = element.raw_get("/K")
        if kind in _BLOCKS and block is None:
            parts: list[Piece | None] = []
            return [(_END, page, parts), (inside, page, parts)]
        if kind in _BLOCKS and block is not None:
            block.append(None)
        return [(inside, page, block)]

    def _piece(self, page: int | None, number: int, block: list[Piece | None] | None) -> None:
        piece = self._pages.piece(page, number)
        if piece is None:
            return
        if block is None:
            self._add(words([piece]))
        else:
            block.append(piece)

    def _figure(self, element: DictionaryObject, page: int | None) -> None:
        self._add(" ".join(str(_at(element, "/Alt", "")).split()))
        drawn = sha256()
        for inner, number in _numbers(element.raw_get("/K"), page):
            piece = self._pages.piece(inner, number)
            if piece is not None:
                drawn.update(repr(piece.drawn()).encode())
                for label in labels(piece):
                    self._add(" ".join(label.split()))
        self.figures.append(drawn.hexdigest())

    def _add(self, text: str) -> None:
        if text:
            self.blocks.append(PrintedBlock(text))


_END = object()
_BULLET = "•"


def _numbers(inside: Any, page: int | None) -> Iterator[tuple[int | None, int]]:
    """Yield the pages and numbers of the pieces of a figure."""
    value = inside.get_object() if isinstance(inside, IndirectObject) else inside
    for one in list(list.__iter__(value))[:_MOST_ELEMENTS] if isinstance(value, ArrayObject) else [value]:
        if isinstance(one, int):
            yield page, int(one)
        elif isinstance(one, DictionaryObject) and "/MCID" in one:
            at = one.raw_get("/Pg") if "/Pg" in one else None
            yield at.idnum if isinstance(at, IndirectObject) else page, int(_at(one, "/MCID"))


def _evidence(root: DictionaryObject) -> Mapping[str, Json] | None:
    """Return the evidence attached; where a file carries several, somebody added one."""
    found: list[Any] = []
    for one in _at(root, "/AF", ArrayObject()):
        listed = one.get_object()
        if str(_at(listed, "/UF")) == EVIDENCE_NAME:
            found.append(listed)
    if not found:
        return None
    if len(found) > 1:
        raise InputError("The PDF carries evidence twice.\nAsk whoever sent the report for the file as it was written.")
    content = found[0]["/EF"]["/F"].get_object().get_data()
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InputError("The evidence cannot be read.\nThe file is damaged; ask for the report again.") from error
    if not isinstance(value, dict):
        raise InputError("The evidence is no object.\nThe file was not written by the workbench.")
    return value
