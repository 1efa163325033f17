"""The text of a Word file as it is printed, whatever an editor did to the file.

Runs may be split and wrapped in anything; what was inserted counts, what was deleted, hidden or is a
field's instruction does not. What this file does not know, it reads through.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workbench.errors import InputError
from workbench.report.printed.contract import PrintedBlock
from workbench.report.printed.lines import Fact, Piece, block_of, collapsed
from workbench.report.printed.parts import Element, local
from workbench.report.word.keys import fact_of_tag, facts_by_title

__all__ = ["Picture", "WordText"]

_NOT_PRINTED = frozenset(
    {
        "del", "moveFrom", "delText", "delInstrText", "rPr", "pPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr",
        "tcPr", "sectPr", "tblPrEx", "customXmlPr", "smartTagPr", "annotationRef",
    }
)  # fmt: skip
_SIGNS: Mapping[str, str] = {"tab": "\t", "br": "\n", "cr": "\n", "ptab": "\t", "noBreakHyphen": "\u2011"}
_EMBEDDED = frozenset({"altChunk", "chart", "object", "relIds", "subDoc"})
_OBJECT = "\ufffc"  # the character for what stands in a text and is none
_COUNTED_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF"})
_LONGEST_INSTRUCTION, _DEEPEST_FIELD = 100, 50
_OFF = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True)
class Picture:
    """A picture in the text: its name, and the key of the part that it is."""

    name: str
    relation: str


@dataclass
class _Field:
    """A field in the text: what it is told to do, and whether its result has begun."""

    instruction: str = ""
    shown: bool = False

    @property
    def kind(self) -> str:
        words = self.instruction.split()
        return words[0].upper() if words else ""


@dataclass
class _Line:
    """A paragraph while it is read."""

    pieces: list[Piece] = field(default_factory=list)
    beside: list[PrintedBlock] = field(default_factory=list)
    listed: bool = False


class WordText:
    """Reads parts of a Word file.

    Parameters
    ----------
    facts : list of str
        The ids for which the keys of content controls stand.
    """

    def __init__(self, facts: list[str]) -> None:
        """Start without text."""
        self.pictures: list[Picture] = []
        self._facts = facts
        self._titles = facts_by_title(facts)
        self._fields: list[_Field] = []
        self._around: list[tuple[Fact, int]] = []
        self._places = 0
        self._listing = 0

    def blocks(self, part: Element) -> list[PrintedBlock]:
        """Return what a part prints, block by block, without a contents' lines that repeat headings.

        Parameters
        ----------
        part : Element
            The root of a part.
        """
        self._fields.clear()
        found = list(self._block_level(part))
        others = {block.text for block, listed in found if not listed}
        return [
            block
            for block, listed in found
            if block.text and not (listed and {block.text, _without_page(block.text)} & others)
        ]

    def _block_level(self, element: Element) -> Iterator[tuple[PrintedBlock, bool]]:
        for child in element:
            name = local(child)
            if name == "p":
                line = _Line(listed=self._listing > 0)
                self._inline(child, line)
                line.listed = line.listed or any(one.kind == "TOC" for one in self._fields)
                yield block_of(line.pieces), line.listed
                yield from ((block, False) for block in line.beside)
            elif name == "tr" and _is_deleted(child):
                continue
            elif name in _EMBEDDED:
                yield PrintedBlock(_OBJECT), False
            elif name not in _NOT_PRINTED:
                marked, listing = self._enter(child), _is_contents(child)
                self._listing += listing
                yield from self._block_level(child)
                self._listing -= listing
                if marked:
                    self._around.pop()

    def _inline(self, element: Element, line: _Line) -> None:
        for child in element:
            name = local(child)
            if name in _NOT_PRINTED or (name == "r" and _is_hidden(child)):
                continue
            if name == "t":
                self._put(child.text or "", line)
            elif name in _SIGNS:
                self._put(_SIGNS[name], line)
            elif name == "sym":
                self._put(_symbol(child), line)
            elif name == "fldChar":
                self._field_sign(_attribute(child, "fldCharType"), line)
            elif name == "instrText":
                self._instruct(child.text or "")
            else:
                self._structure(name, child, line)

    def _structure(self, name: str, child: Element, line: _Line) -> None:
        if name == "fldSimple":
            self._fields.append(_Field(_attribute(child, "instr"), shown=True))
            self._inline(child, line)
            self._fields.pop()
        elif name == "AlternateContent":
            self._alternatives(child, line)
        elif name == "txbxContent":
            line.beside += [block for block, _ in self._block_level(child)]
        elif name in _EMBEDDED:
            self._put(_OBJECT, line)
        elif name == "imagedata":
            self.pictures.append(Picture("", _attribute(child, "id")))
        elif name in {"inline", "anchor"}:
            self._picture(child, line)
            self._inline(child, line)
        else:
            marked = self._enter(child)
            self._inline(child, line)
            if marked:
                self._around.pop()

    def _alternatives(self, element: Element, line: _Line) -> None:
        """Read all that different programs may show, and what is said twice once."""
        seen: list[list[str]] = []
        for one in element:
            read = _Line(listed=line.listed)
            self._inline(one, read)
            said = [block_of(read.pieces).text, *(block.text for block in read.beside)]
            if said not in seen:
                seen.append(said)
                line.pieces += read.pieces
                line.beside += read.beside

    def _enter(self, element: Element) -> bool:
        """Note that what follows is a fact, if the element is a content control of ours."""
        if local(element) != "sdt":
            return False
        tag, title = (_value(element.find(f"./{{*}}sdtPr/{{*}}{name}")) for name in ("tag", "alias"))
        fact = fact_of_tag(tag, self._facts) if tag else self._titles.get(title)
        if fact is None:
            return False
        self._places += 1
        self._around.append((fact, self._places))
        return True

    def _put(self, text: str, line: _Line) -> None:
        if any(not one.shown or (one.kind in _COUNTED_FIELDS and text.strip().isdecimal()) for one in self._fields):
            return
        fact, place = self._around[-1] if self._around else (None, 0)
        line.pieces.append((text, fact, place))

    def _field_sign(self, kind: str, line: _Line) -> None:
        if kind == "begin":
            if len(self._fields) > _DEEPEST_FIELD:
                raise InputError(
                    "The Word file is damaged: its fields have no end.\n"
                    "Ask whoever sent the report for the file as it was written."
                )
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shown = True
            line.listed = line.listed or self._fields[-1].kind == "TOC"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _instruct(self, text: str) -> None:
        if self._fields and not self._fields[-1].shown:
            self._fields[-1].instruction = (self._fields[-1].instruction + text)[:_LONGEST_INSTRUCTION]

    def _picture(self, element: Element, line: _Line) -> None:
        about = next((one for one in element if local(one) == "docPr"), None)
        if about is None:
            return
        said = [collapsed(about.get(name, "")) for name in ("title", "descr")]
        line.beside += [PrintedBlock(text) for text in said if text]
        for blip in element.iter():
            if local(blip) in {"blip", "svgBlip"}:
                self.pictures.append(Picture(about.get("name", ""), _attribute(blip, "embed")))


def _attribute(element: Element, name: str) -> str:
    """Return an attribute by its name without namespace."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _value(element: Element | None) -> str:
    return "" if element is None else _attribute(element, "val")


def _is_on(element: Element | None) -> bool:
    return element is not None and _value(element).lower() not in _OFF


def _is_hidden(run: Element) -> bool:
    return _is_on(run.find("./{*}rPr/{*}vanish"))


def _is_deleted(row: Element) -> bool:
    return row.find("./{*}trPr/{*}del") is not None


def _is_contents(element: Element) -> bool:
    gallery = element.find("./{*}sdtPr/{*}docPartObj/{*}docPartGallery") if local(element) == "sdt" else None
    return _value(gallery) == "Table of Contents"


def _without_page(text: str) -> str:
    return text.rstrip("0123456789").rstrip()


def _symbol(element: Element) -> str:
    try:
        character = chr(int(_attribute(element, "char"), 16))
    except (ValueError, OverflowError):
        return "\ufffd"
    return character if character.isprintable() else "\ufffd"
