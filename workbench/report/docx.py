"""A document as a Word file: real headings, tables and lists that anyone can edit.

This file knows layout and nothing else. Facts sit in content controls, which lock nothing; the
evidence is a part of its own beside the text.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from docx.document import Document as WordDocument
from docx.oxml.parser import parse_xml
from markupsafe import Markup

from workbench.core.schema import Json
from workbench.document.nodes import Block, Callout, Chart, Document, Items, Paragraph, Section, Table, Terms
from workbench.document.wording import MARKS, plain, say
from workbench.figures.static import Picture, chart_picture
from workbench.report.lettering import capitalised, clean
from workbench.report.notices import notices
from workbench.report.word.package import new_file, put_evidence, put_properties, to_bytes
from workbench.report.word.runs import NOTHING, Controls, paragraph, run
from workbench.report.word.tables import table

__all__ = ["to_docx"]

_MOST_WITHOUT_CONTENTS = 8
_DEEPEST = 3
_INCH = 914_400  # in the units in which Word measures pictures
_PICTURE_WIDTH = 6.7  # inches: nearly that of the text
_DRAWN_WIDTH = 7.4  # so that its words are as large as those of the table below
_VERDICTS = {"gap": "Gap", "within tolerance": "Within"}
_AFTER_TABLE = Markup('<w:spacing w:before="120"/>')
_NAMESPACES = Markup(
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_BODY = Markup("<w:body {}>{}</w:body>")
_BOOKMARK = Markup('<w:bookmarkStart w:id="{id}" w:name="{name}"/>{runs}<w:bookmarkEnd w:id="{id}"/>')
_PICTURE = Markup(
    '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
    '<wp:docPr id="{id}" name="{name}" descr="{alternative}" title="{title}"/>'
    '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
    '<pic:cNvPr id="{id}" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>'
    '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)
# Without page numbers, which only Word knows: what stands here is right before anybody updates it.
_CONTENTS = Markup(
    '<w:sdt><w:sdtPr><w:id w:val="{id}"/><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
    "</w:docPartObj></w:sdtPr><w:sdtContent>{title}{entries}{end}</w:sdtContent></w:sdt>"
)
_FIELD_BEGIN = Markup(
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\n \\h '
    '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_FIELD_END = Markup('<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>')
_LINK = Markup('<w:hyperlink w:anchor="{}" w:history="1">{}</w:hyperlink>')


def to_docx(document: Document, evidence: Mapping[str, Json] | None = None) -> bytes:
    """Return the document as a Word file.

    Parameters
    ----------
    document : Document
        What ``build_report`` returned.
    evidence : mapping, optional
        What the file carries so that it can be checked again.

    Returns
    -------
    bytes
        A file in the format of Word 2010 and later; the same bytes for the same document and evidence.
    """
    word = new_file(document.language)
    put_properties(word, document)
    body = _Body(word, document)
    text = parse_xml(_BODY.format(_NAMESPACES, body.text()))
    page = word.element.body[-1]
    for element in list(text):
        page.addprevious(element)
    put_evidence(word, body.controls.facts, evidence)
    return to_bytes(word)


class _Body:
    """Turns blocks into markup, and keeps what they share: the file's pictures, keys and numbers."""

    def __init__(self, word: WordDocument, document: Document) -> None:
        self.controls = Controls()
        self._word = word
        self._document = document
        listed = enumerate(_listed(document), 1)
        self._anchors = {section.id: f"_Toc{place:06}" for place, (_, section) in listed}

    def text(self) -> Markup:
        """Return everything between the beginning of the file and the properties of its page."""
        document = self._document
        pieces = [
            paragraph("Title", self.controls.runs(document.title)),
            paragraph("Subtitle", self.controls.runs(document.lead)),
            *(paragraph("Notice", self.controls.runs(notice)) for notice in notices(document)),
        ]
        if len(document.sections) > _MOST_WITHOUT_CONTENTS:
            pieces.append(self._contents())
        pieces += [self._section(section, 1) for section in document.sections]
        if pieces[-1].endswith("</w:tbl>"):
            pieces.append(paragraph("Normal", NOTHING))  # Word wants no table at the very end
        return NOTHING.join(pieces)

    def _contents(self) -> Markup:
        entries = [
            (depth, _LINK.format(self._anchors[one.id], run(one.title, "Hyperlink")))
            for depth, one in _listed(self._document)
        ]
        (depth, first), *others = entries
        entries = [(depth, _FIELD_BEGIN + first), *others]
        return _CONTENTS.format(
            id=self.controls.next_id(),
            title=paragraph("TOCHeading", self.controls.runs(say("audit.contents_paper"))),
            entries=NOTHING.join(paragraph(f"TOC{depth}", link) for depth, link in entries),
            end=_FIELD_END,
        )

    def _section(self, section: Section, depth: int) -> Markup:
        title = run(section.title)
        if section.id in self._anchors:
            title = _BOOKMARK.format(id=self.controls.next_id(), name=self._anchors[section.id], runs=title)
        heading = paragraph(f"Heading{min(depth, _DEEPEST)}", title)
        return heading + self._blocks(section.blocks, depth)

    def _blocks(self, blocks: Sequence[Block], depth: int) -> Markup:
        pairs = pairwise((None, *blocks))
        return NOTHING.join(
            self._block(block, depth, below_table=isinstance(above, (Table, Chart))) for above, block in pairs if block
        )

    def _block(self, block: Block, depth: int, *, below_table: bool) -> Markup:
        runs, room = self.controls.runs, _AFTER_TABLE if below_table else NOTHING
        if isinstance(block, Section):
            return self._section(block, depth + 1)
        if isinstance(block, Paragraph):
            return paragraph("Normal", runs(block.text), room)
        if isinstance(block, Callout):
            return self._callout(block)
        if isinstance(block, Table):
            return table(block, self.controls)
        if isinstance(block, Chart):
            return self._chart(block)
        if isinstance(block, Terms):
            return self._terms(block)
        return self._items(block, room)

    def _items(self, items: Items, room: Markup) -> Markup:
        return NOTHING.join(
            paragraph("ListBullet", self.controls.runs(item.text), NOTHING if place else room)
            for place, item in enumerate(items.items)
        )

    def _callout(self, callout: Callout) -> Markup:
        mark, word = MARKS[callout.mark]
        kind = _VERDICTS.get(callout.mark, "")
        runs = run(f"{mark} {word}.", f"VerdictWord{kind}") + run(" ") + self.controls.runs(callout.text)
        return paragraph(f"Verdict{kind}", runs)

    def _terms(self, terms: Terms) -> Markup:
        return NOTHING.join(
            paragraph("Term", self.controls.runs(capitalised(term.term)))
            + NOTHING.join(paragraph("Meaning", self.controls.runs(meaning)) for meaning in term.meaning)
            for term in terms.terms
        )

    def _chart(self, chart: Chart) -> Markup:
        drawn = chart_picture(chart, format="png", width=_DRAWN_WIDTH)
        relation, _ = self._word.part.get_or_add_image(io.BytesIO(drawn.content))
        title = paragraph("Takeaway", self.controls.runs(capitalised(chart.takeaway)))
        picture = paragraph("Drawing", self._picture(chart, relation, drawn))
        return title + picture + table(chart.table, self.controls)

    def _picture(self, chart: Chart, relation: str, drawn: Picture) -> Markup:
        return _PICTURE.format(
            id=self.controls.next_id(),
            name=clean(chart.id),
            title=clean(plain(capitalised(chart.takeaway))),
            alternative=clean(chart.alternative),
            relation=relation,
            width=round(_PICTURE_WIDTH * _INCH),
            height=round(_PICTURE_WIDTH * _INCH * drawn.height / drawn.width),
        )


def _listed(document: Document) -> Iterator[tuple[int, Section]]:
    """Yield the sections that the contents list, with how deep they are."""
    for section in document.sections:
        yield 1, section
        yield from ((2, block) for block in section.blocks if isinstance(block, Section))
