"""The parts of a Word file around its text: styles, page, properties, evidence; and the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.parser import parse_xml
from docx.shared import Twips
from markupsafe import Markup

from workbench.core.schema import Json
from workbench.document.nodes import Document
from workbench.document.wording import plain
from workbench.report.evidence import packed
from workbench.report.lettering import clean
from workbench.report.word.keys import NAMESPACE
from workbench.report.word.page import MARGIN, PAGE_HEIGHT, PAGE_WIDTH

__all__ = ["new_file", "put_evidence", "put_properties", "to_bytes"]

_FOOTER_DISTANCE = 620
_LONGEST_PROPERTY = 255  # of Word
_LOCALES: Mapping[str, str] = {"en": "en-GB"}
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that a zip file knows
_ITEM = Markup('<report xmlns="{}"><facts>{}</facts>{}</report>')
_CARRIED = Markup("<evidence>{}</evidence>")
# An id of the part: Word wants one, and it only has to differ from those of other parts.
_ITEM_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    '<ds:datastoreItem ds:itemID="{6B1F8A0E-2D0C-4E55-9C1B-3A7D5E9F2C41}" '
    'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>'
    f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
)
_APPLICATION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Workbench</Application></Properties>"
)


def new_file(language: str) -> WordDocument:
    """Return an empty Word file with the styles of a report.

    Parameters
    ----------
    language : str
        The language of its prose, as in ``"en"``.
    """
    word = docx.Document(io.BytesIO(_template()))
    locale = _LOCALES.get(language, language)
    for element in (*word.styles.element.iter("{*}lang"), *word.settings.element.iter("{*}themeFontLang")):
        element.set(_w("val"), clean(locale))
    return word


@cache
def _template() -> bytes:
    """Return an empty file, made once: what the library brings, with our parts instead of its own."""
    word = docx.Document()
    _drop(word)
    parts = {
        "styles": word.styles.element,
        "settings": word.settings.element,
        "numbering": word.part.numbering_part.element,
    }
    for name, element in parts.items():
        element[:] = parse_xml(_layout(name))[:]
    [section] = word.sections
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Twips(PAGE_WIDTH), Twips(PAGE_HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Twips(MARGIN)
    section.footer_distance = Twips(_FOOTER_DISTANCE)
    footer = section.footer
    footer.is_linked_to_previous = False
    footer.part.element[:] = parse_xml(_layout("footer"))[:]
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _drop(word: WordDocument) -> None:
    """Take out what the library's own file holds and a report has no use for."""
    types = RELATIONSHIP_TYPE
    kept = {types.STYLES, types.SETTINGS, types.NUMBERING, types.THEME, types.FONT_TABLE}
    for id in [id for id, relation in word.part.rels.items() if relation.reltype not in kept]:
        del word.part.rels[id]
    package = word.part.package
    others = {RELATIONSHIP_TYPE.EXTENDED_PROPERTIES, RELATIONSHIP_TYPE.THUMBNAIL}
    for id in [id for id, relation in package.rels.items() if relation.reltype in others]:
        del package.rels[id]
    part = Part(PackURI("/docProps/app.xml"), CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, _APPLICATION.encode(), package)
    package.relate_to(part, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)


def _layout(name: str) -> bytes:
    return files("workbench.report").joinpath("layouts", "word", f"{name}.xml").read_bytes()


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def put_properties(word: WordDocument, document: Document) -> None:
    """Write down title, language and day; nothing of the machine."""
    properties = word.core_properties
    properties.title = clean(plain(document.title))[:_LONGEST_PROPERTY]
    properties.language = clean(document.language)[:_LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = "Workbench"
    properties.comments = ""
    try:
        day = datetime.fromisoformat(document.date).replace(tzinfo=UTC)
    except ValueError:
        day = datetime(*_MOMENT, tzinfo=UTC)
    properties.created = properties.modified = day.replace(tzinfo=None)


def put_evidence(word: WordDocument, facts: list[str], evidence: Mapping[str, Json] | None) -> None:
    """Add a part of our own, which Word keeps when somebody edits the file.

    Parameters
    ----------
    word : docx.document.Document
        The file.
    facts : list of str
        The ids for which the keys of content controls stand, in order.
    evidence : mapping or None
        What the report carries.
    """
    carried = "" if evidence is None else _CARRIED.format(packed(evidence))
    text = _ITEM.format(NAMESPACE, packed({"facts": list(facts)}), carried)
    package = word.part.package
    item = Part(PackURI("/customXml/item1.xml"), CONTENT_TYPE.XML, text.encode(), package)
    properties = Part(
        PackURI("/customXml/itemProps1.xml"),
        CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES,
        _ITEM_PROPERTIES.encode(),
        package,
    )
    item.relate_to(properties, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    word.part.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)


def to_bytes(word: WordDocument) -> bytes:
    """Return the file: the same parts in the same order, with no moment of writing."""
    saved, target = io.BytesIO(), io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, parts.read(name))
    return target.getvalue()
