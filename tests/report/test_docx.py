"""The Word file: real headings, tables and alternatives; every fact in a control; the same bytes every time."""

import io
import zipfile
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from itertools import pairwise

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.document.nodes import (
    Callout,
    Chart,
    Document,
    Items,
    Name,
    Paragraph,
    Section,
    Shown,
    Table,
    Term,
    Terms,
)
from workbench.document.reading import reading_order
from workbench.document.wording import plain
from workbench.errors import InputError
from workbench.report.docx import to_docx
from workbench.report.printed.docx import read_docx

from .reported_loans import loan_results

EVIDENCE = {"schema": "workbench.evidence/1", "facts": [{"id": "a", "value": 0.5}], "signature": None, "é": "\u2028"}


@pytest.fixture(scope="module")
def results():
    return loan_results(1_500, explained=20)


@pytest.fixture(scope="module", params=["brief", "technical"])
def document(request, results):
    return wb.build_report(*results, audience=request.param, date="2026-11-21")


@pytest.fixture(scope="module")
def word(document):
    return docx.Document(io.BytesIO(to_docx(document)))


def blocks_of(sections):
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Section):
                yield from blocks_of([block])
            else:
                yield block


def of_kind(document, kind):
    return [block for block in blocks_of(document.sections) if isinstance(block, kind)]


def tables_of(document):
    """The tables in reading order: those of charts among the others."""
    found = [block.table if isinstance(block, Chart) else block for block in blocks_of(document.sections)]
    return [block for block in found if isinstance(block, Table)]


def words_of(element):
    return "".join(one.text for one in element.iter(qn("w:t")))


def said(file):
    return [block.text for block in read_docx(file).blocks]


def small(*blocks, title=("A report",), **more):
    """A document with these blocks in one section."""
    return Document("brief", title, ("Its lead.",), (Section("s", "A section", blocks),), {}, "2026-11-21", **more)


def edited(file, change, part="word/document.xml"):
    """The file with one part changed as an editor might change it."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as parts, zipfile.ZipFile(target, "w") as new:
        for name in parts.namelist():
            text = parts.read(name)
            if name == part:
                before, text = text, change(text.decode()).encode()
                assert before != text
            new.writestr(name, text)
    return target.getvalue()


# What readers and their programs need.


def test_every_picture_says_what_it_shows(document, word):
    pictures = list(word.element.body.iter(qn("wp:docPr")))
    charts = of_kind(document, Chart)
    assert [one.get("descr") for one in pictures] == [chart.alternative for chart in charts]
    assert [one.get("name") for one in pictures] == [chart.id for chart in charts]
    assert all(one.get("title") for one in pictures)
    assert charts


def test_headings_are_headings_and_no_level_is_skipped(document, word):
    headings = [one for one in word.paragraphs if one.style.name.startswith("Heading")]
    levels = [int(one.style.name[-1]) for one in headings]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert [one.text for one in headings if one.style.name == "Heading 1"] == [one.title for one in document.sections]
    assert [one.text for one in word.paragraphs if one.style.name == "Title"] == [plain(document.title)]


def test_nested_sections_are_lower_headings_and_never_below_the_third():
    inner = Section("a", "One", (Section("b", "Two", (Section("c", "Three", (Section("d", "Four", ()),)),)),))
    word = docx.Document(io.BytesIO(to_docx(replace(small(), sections=(inner,)))))
    found = [(one.style.name, one.text) for one in word.paragraphs if one.style.name.startswith("Heading")]
    assert found == [("Heading 1", "One"), ("Heading 2", "Two"), ("Heading 3", "Three"), ("Heading 3", "Four")]


def test_every_table_has_a_header_row_row_headings_and_a_caption(document, word):
    tables = tables_of(document)
    assert len(word.tables) == len(tables)
    for table, written in zip(tables, word.tables, strict=True):
        header, *rows = written._tbl.tr_lst
        assert header.find(f"./{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert not any(row.find(f"./{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows)
        assert all(row.find(f"./{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in [header, *rows])
        look = written._tbl.find(f"./{qn('w:tblPr')}/{qn('w:tblLook')}")
        assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")
        above = docx.text.paragraph.Paragraph(written._tbl.getprevious(), word)
        assert above.style.name == "Caption"
        assert words_of(above._p).lower() == plain(table.caption).lower()
        assert len(rows) == len(table.rows) + len(table.parts)


def test_numbers_are_aligned_right(document, word):
    for table, written in zip(tables_of(document), word.tables, strict=True):
        styles = [cell.paragraphs[0].style.name for cell in written.rows[-1].cells]
        assert styles == ["Table Number" if numeric else "Table Text" for numeric in table.numeric]
    assert word.styles["Table Number"].paragraph_format.alignment == docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT


def test_no_table_is_wider_than_the_page(word):
    [section] = word.sections
    room = section.page_width - section.left_margin - section.right_margin
    for table in word.tables:
        assert sum(column.width for column in table.columns) == room


def test_it_has_a_title_a_language_a_day_and_nothing_of_the_machine(document, word):
    properties = word.core_properties
    assert properties.title == plain(document.title)
    assert properties.language == "en"
    assert properties.created.replace(tzinfo=None) == datetime(2026, 11, 21)  # noqa: DTZ001 - Word knows no zone
    assert {properties.author, properties.last_modified_by} == {"Workbench"}
    assert {one.get(qn("w:val")) for one in word.styles.element.iter(qn("w:lang"))} == {"en-GB"}


def test_it_prints_on_a4_with_numbered_pages(word):
    [section] = word.sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    fields = [one.get(qn("w:instr")).strip() for one in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_more_than_eight_sections_have_a_contents_list_that_leads_to_them(document, word):
    links = list(word.element.body.iter(qn("w:hyperlink")))
    if len(document.sections) <= 8:
        assert links == []
        return
    titles = [one.text for one in word.paragraphs if one.style.name in {"Heading 1", "Heading 2"}]
    assert [words_of(one) for one in links] == titles
    places = {one.get(qn("w:name")) for one in word.element.body.iter(qn("w:bookmarkStart"))}
    assert [one.get(qn("w:anchor")) in places for one in links] == [True] * len(links)


def test_what_the_contents_repeat_is_read_once(document):
    wanted = [plain(text).lower() for _, text in reading_order(document)]
    texts = [text.lower() for text in said(to_docx(document))]
    for section in document.sections:
        assert texts.count(section.title.lower()) == wanted.count(section.title.lower())


def contrast(one, other):
    def light(color):
        parts = [int(color[place : place + 2], 16) / 255 for place in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted([light(one), light(other)])
    return (high + 0.05) / (low + 0.05)


def test_every_colour_of_text_is_legible(word):
    fills = {one.get(qn("w:fill")) for one in word.styles.element.iter(qn("w:shd"))} | {"FFFFFF"}
    colors = {one.get(qn("w:val")) for one in word.styles.element.iter(qn("w:color"))}
    assert colors >= {"1A1A1A", "5C6570", "B84700"}
    assert min(contrast(color, fill) for color in colors for fill in fills) >= 4.5


def test_verdicts_are_words_not_colours_alone():
    marks = ("gap", "within tolerance", "not enough evidence")
    texts = said(to_docx(small(*(Callout("c", mark, ("Why.",)) for mark in marks))))
    assert texts[3:] == ["▲ Gap. Why.", "● Within tolerance. Why.", "◌ Not enough evidence. Why."]


def test_notices_stand_above_every_section():
    document = small(notices=(Paragraph("n", ("Past its date.",)),))
    assert said(to_docx(document)) == ["A report", "Its lead.", "Past its date.", "A section"]


@pytest.mark.parametrize(("expires", "past"), [("", False), ("2026-11-21", False), ("2026-11-20", True)])
def test_a_report_that_was_past_its_date_says_so(expires, past):
    text = "This report is past its date. It was to be relied on until 2026-11-20. Ask for a newer one."
    assert said(to_docx(small(expires=expires)))[2:] == [*([text] if past else []), "A section"]


def test_terms_and_lists_keep_their_order():
    terms = Terms(
        "t", (Term("a", ("rate",), (("One.",), ("Two.",))), Term("b", ("owner",), (("None.",),), missing=True))
    )
    items = Items((Paragraph("i", ("First",)), Paragraph("i", ("Second",))))
    file = to_docx(small(terms, items))
    assert said(file)[3:] == ["Rate", "One.", "Two.", "Owner", "None.", "First", "Second"]
    styles = [one.style.name for one in docx.Document(io.BytesIO(file)).paragraphs][3:]
    assert styles == ["Term", "Meaning", "Meaning", "Term", "Meaning", "List Bullet", "List Bullet"]


def test_parts_of_a_table_have_headings():
    table = Table("t", ("c",), (("a",), ("b",)), ((("1",), ("2",)), (("3",), ("4",))), (False, True), ((1, ("part",)),))
    assert said(to_docx(small(table)))[3:] == ["C", "A", "B", "1", "2", "Part", "3", "4"]


# Facts and what else is read back.


def shown_of(document):
    return [part for _, text in reading_order(document) for part in text if isinstance(part, Shown)]


def test_every_shown_number_sits_in_a_control_with_its_text_in_order(document, word):
    controls = [one for one in word.element.body.iter(qn("w:sdt")) if one.find(f".//{qn('w:tag')}") is not None]
    assert [words_of(one) for one in controls] == [shown.text for shown in shown_of(document)]
    assert not list(word.element.body.iter(qn("w:lock")))
    ids = [one.get(qn("w:val")) for one in word.element.body.iter(qn("w:id")) if one.getparent().tag == qn("w:sdtPr")]
    assert len(ids) == len(set(ids)) >= len(controls)
    for name in ("w:tag", "w:alias"):
        assert max(len(one.get(qn("w:val"))) for one in word.element.body.iter(qn(name))) <= 64


def test_every_shown_number_is_marked_where_it_is_read(document):
    found = [
        (mark.fact, mark.part, block.text[mark.start : mark.end])
        for block in read_docx(to_docx(document)).blocks
        for mark in block.marks
    ]
    assert found == [(shown.fact, shown.part, shown.text) for shown in shown_of(document)]


def test_everything_is_read_in_order(document):
    wanted = [" ".join(plain(text).split()).lower() for _, text in reading_order(document)]
    found = [text.lower() for text in said(to_docx(document))]
    place = -1
    for text in filter(None, wanted):
        place = next(at for at, block in enumerate(found) if at > place and block.endswith(text))


def test_the_drawings_are_told_by_their_charts(document, word):
    drawings = read_docx(to_docx(document)).drawings
    assert list(drawings) == [chart.id for chart in of_kind(document, Chart)]
    pictures = {sha256(part.blob).hexdigest() for part in word.part.package.image_parts}
    assert set(drawings.values()) == pictures


def test_the_same_document_is_the_same_file(document):
    assert to_docx(document) == to_docx(document)
    assert to_docx(document, EVIDENCE) == to_docx(document, EVIDENCE)


def test_what_is_printed_is_the_same_with_and_without_evidence(document):
    without, carried = read_docx(to_docx(document)), read_docx(to_docx(document, EVIDENCE))
    assert without.evidence is None
    assert carried.evidence == EVIDENCE
    assert (without.blocks, without.drawings) == (carried.blocks, carried.drawings)


def test_the_evidence_survives_editing_and_saving_elsewhere(document):
    file = to_docx(document, EVIDENCE)
    word = docx.Document(io.BytesIO(file))
    word.add_paragraph("Signed by the board.")
    saved = io.BytesIO()
    word.save(saved)
    before, after = read_docx(file), read_docx(saved.getvalue())
    assert after.evidence == EVIDENCE
    assert after.drawings == before.drawings
    assert after.blocks[:-1] == before.blocks
    assert after.blocks[-1].text == "Signed by the board."


# What editors do to a file.

ONE = Paragraph("p", ("Of 100, ", Shown("audit/x", "28"), " were denied."))
CONTROL = '<w:sdtContent><w:r><w:t xml:space="preserve">28</w:t></w:r></w:sdtContent>'


@pytest.fixture(scope="module")
def one():
    return to_docx(small(ONE))


def last(file):
    block = read_docx(file).blocks[3]
    return block.text, [(mark.fact, mark.part, block.text[mark.start : mark.end]) for mark in block.marks]


def test_a_sentence_with_a_fact_is_read(one):
    assert last(one) == ("Of 100, 28 were denied.", [("audit/x", "value", "28")])


@pytest.mark.parametrize(
    ("old", "new", "text", "marked"),
    [
        ("were denied", "were refused", "Of 100, 28 were refused.", "28"),
        (
            CONTROL,
            '<w:sdtContent><w:r w:rsidR="00AB"><w:t>2</w:t></w:r><w:proofErr w:type="spellStart"/>'
            "<w:r><w:rPr><w:b/></w:rPr><w:t>9</w:t></w:r></w:sdtContent>",
            "Of 100, 29 were denied.",
            "29",
        ),
        (
            CONTROL,
            '<w:sdtContent><w:del w:id="9001" w:author="a"><w:r><w:delText>28</w:delText></w:r></w:del>'
            '<w:ins w:id="9002" w:author="a"><w:r><w:t>18</w:t></w:r></w:ins></w:sdtContent>',
            "Of 100, 18 were denied.",
            "18",
        ),
        (
            CONTROL,
            '<w:sdtContent><w:smartTag w:element="n"><w:r><w:t>28</w:t></w:r></w:smartTag></w:sdtContent>',
            "Of 100, 28 were denied.",
            "28",
        ),
        (
            CONTROL,
            "<w:sdtContent><w:r><w:rPr><w:vanish/></w:rPr><w:t>28</w:t></w:r><w:r><w:t>8</w:t></w:r></w:sdtContent>",
            "Of 100, 8 were denied.",
            "8",
        ),
        (
            CONTROL,
            '<w:sdtContent><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>= 7 * 4</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>28</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:sdtContent>',
            "Of 100, 28 were denied.",
            "28",
        ),
        (CONTROL, "<w:sdtContent/>", "Of 100, were denied.", None),
        ("Of 100, ", "Of\u00a0  100,\n ", "Of 100, 28 were denied.", "28"),
        ('<w:tag w:val="f0.value"/>', "", "Of 100, 28 were denied.", "28"),
        ('<w:tag w:val="f0.value"/>', '<w:tag w:val="f7.value"/>', "Of 100, 28 were denied.", None),
        ('<w:tag w:val="f0.value"/>', '<w:tag w:val="f9999999999.value"/>', "Of 100, 28 were denied.", None),
        ('<w:tag w:val="f0.value"/>', '<w:tag w:val="somebody else"/>', "Of 100, 28 were denied.", None),
        (
            "<w:t xml:space=\"preserve\">Of 100, </w:t>",
            '<w:t>Of</w:t><w:tab/><w:t>100,</w:t><w:br/><w:sym w:font="Symbol" w:char="2265"/>',
            "Of 100, ≥28 were denied.",
            "28",
        ),
    ],
)  # fmt: skip
def test_what_an_editor_did_is_read(one, old, new, text, marked):
    file = edited(one, lambda xml: xml.replace(old, new, 1))
    assert last(file) == (text, [("audit/x", "value", marked)] if marked else [])


def test_a_paragraph_whose_control_was_removed_is_text(one):
    start, end = "<w:sdt>", "</w:sdt>"
    file = edited(one, lambda xml: xml[: xml.index(start)] + "<w:r><w:t>28</w:t></w:r>" + xml[xml.index(end) + 8 :])
    assert last(file) == ("Of 100, 28 were denied.", [])


def test_a_control_around_a_whole_paragraph_marks_all_of_it(one):
    around = '<w:sdt><w:sdtPr><w:tag w:val="f0.low"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>2 8</w:t></w:r></w:p>'
    file = edited(one, lambda xml: xml.replace("<w:sectPr", f"{around}</w:sdtContent></w:sdt><w:sectPr", 1))
    block = read_docx(file).blocks[-1]
    assert (block.text, block.marks[0].part, block.marks[0].start, block.marks[0].end) == ("2 8", "low", 0, 3)


def test_other_prefixes_mean_the_same(one):
    def renamed(xml):
        return xml.replace("<w:", "<x:").replace("</w:", "</x:").replace(" w:", " x:").replace("xmlns:w=", "xmlns:x=")

    strict = ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/w/main")
    assert read_docx(edited(one, renamed)) == read_docx(one)
    assert read_docx(edited(one, lambda xml: xml.replace(*strict))) == read_docx(one)


def test_a_deleted_row_and_hidden_contents_are_not_printed():
    table = Table("t", ("c",), (("a",), ("b",)), ((("1",), ("2",)),), (False, True))
    deleted = edited(
        to_docx(small(table)), lambda xml: xml[::-1].replace("<w:cantSplit/>"[::-1], '<w:del w:id="1"/>'[::-1], 1)[::-1]
    )
    assert said(deleted)[3:] == ["C", "A", "B"]


def test_words_put_into_the_contents_are_read(results):
    file = to_docx(wb.build_report(*results, audience="audit", date="2026-11-21"))
    before = said(file)
    end = "</w:t></w:r></w:hyperlink>"
    forged = edited(file, lambda xml: xml.replace(f">In short{end}", f">All is well{end}", 1))
    page = f"</w:t></w:r><w:r><w:tab/><w:t>12{end}"
    numbered = edited(file, lambda xml: xml.replace(f">In short{end}", f">In short{page}", 1))
    assert [text for text in said(forged) if text not in before] == ["All is well"]
    assert said(numbered) == before


def test_headers_are_read(one):
    word = docx.Document(io.BytesIO(one))
    word.sections[0].header.paragraphs[0].text = "Draft 3"
    saved = io.BytesIO()
    word.save(saved)
    assert said(saved.getvalue()) == [*said(one), "Draft 3"]


def boxed(one, choice, fallback):
    box = "<w:{0}><w:txbxContent><w:p><w:r><w:t>{1}</w:t></w:r></w:p></w:txbxContent></w:{0}>"
    both = box.format("Choice", choice) + box.format("Fallback", fallback)
    runs = f"<w:r><w:AlternateContent>{both}</w:AlternateContent></w:r></w:p><w:sectPr"
    return edited(one, lambda xml: xml.replace("</w:p><w:sectPr", runs, 1))


def test_boxes_are_read_whatever_program_shows_them(one):
    assert said(boxed(one, "Boxed", "Boxed")) == [*said(one), "Boxed"]
    assert said(boxed(one, "Newer", "Older")) == [*said(one), "Newer", "Older"]


@pytest.mark.parametrize(
    ("inserted", "read"),
    [
        ('<w:fldSimple w:instr=" PAGE "><w:r><w:t>7</w:t></w:r></w:fldSimple>', []),
        ('<w:fldSimple w:instr=" PAGE "><w:r><w:t>All is well</w:t></w:r></w:fldSimple>', ["All is well"]),
        ("<w:r><w:object/></w:r>", ["\ufffc"]),
    ],
)
def test_what_shows_something_is_read(one, inserted, read):
    file = edited(one, lambda xml: xml.replace("<w:sectPr", f"<w:p>{inserted}</w:p><w:sectPr", 1))
    assert said(file) == [*said(one), *read]


def test_another_document_inside_is_noticed(one):
    assert said(edited(one, lambda xml: xml.replace("<w:sectPr", '<w:altChunk w:id="x"/><w:sectPr', 1)))[-1] == "\ufffc"


def test_every_picture_is_told_though_its_name_was_used_before(results):
    file = to_docx(wb.build_report(*results, audience="audit", date="2026-11-21"))
    before = read_docx(file).drawings
    first, second, *others = before
    renamed = edited(file, lambda xml: xml.replace(f'name="{second}"', f'name="{first}"'))
    kept = {name: before[name] for name in others}
    assert read_docx(renamed).drawings == {first: before[first], f"{first} (2)": before[second], **kept}


# What people write, and what people send.


HOSTILE = '<w:p/>&amp;"\'{{7*7}} _x000D_ ]]> { HYPERLINK "file:///etc/passwd" } \\\\server\\share'


def everywhere(text):
    said = (Name(text), text, Shown(text, text))
    table = Table("t", said, (said, said), ((said, said),), (False, True), ((0, said),))
    blocks = (
        Paragraph("p", said),
        Items((Paragraph("p", said),)),
        Callout("c", "gap", said),
        Terms("d", (Term("e", said, (said,)),)),
        table,
    )
    return Document("brief", said, said, (Section("s", text, blocks),), {}, text, text, notices=(Paragraph("n", said),))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(codec=None), min_size=1, max_size=40))
@example(HOSTILE)
@example("\x00\x0b\ufffe\ud800\u202e\x85")
@example("x" * 300)
@example("العربية 12 abc עברית")
@example("中文组别 👩\u200d💻")
def test_whatever_people_write_is_text(text):
    file = to_docx(everywhere(text))
    plainly = to_docx(everywhere("a"))
    kinds = [[one.tag for one in docx.Document(io.BytesIO(one)).element.iter()] for one in (file, plainly)]
    runs = {qn("w:r"), qn("w:t"), qn("w:rPr"), qn("w:rtl")}  # one run for each direction of writing
    assert [tag for tag in kinds[0] if tag not in runs] == [tag for tag in kinds[1] if tag not in runs]
    read = read_docx(file)
    marks = [(mark.fact, block.text[mark.start : mark.end]) for block in read.blocks for mark in block.marks]
    assert {fact for fact, _ in marks} <= {text}
    assert len(read.blocks) <= len(read_docx(plainly).blocks)
    if text.isprintable() and not text.isspace():
        assert len(marks) == 14
        assert {shown for _, shown in marks} == {" ".join(text.split())}


def test_right_to_left_is_marked_for_what_is_written_so():
    word = docx.Document(io.BytesIO(to_docx(small(Paragraph("p", ("group ", Name("العربية"), " and"))))))
    runs = [(run.text, run.font.rtl) for run in word.paragraphs[-1].runs]
    assert runs == [("group ", None), ("العربية", True), (" and", None)]


def test_numbers_that_do_not_exist_are_what_the_document_says():
    text = (Shown("a", "–"), " ", Shown("b", "∞"), " ", Shown("c", "nan"))
    assert said(to_docx(small(Paragraph("p", text))))[3] == "– ∞ nan"


def test_long_ids_have_titles_that_differ():
    ids = ["audit/" + "x" * 100 + str(number) for number in range(12)]
    file = to_docx(small(Paragraph("p", tuple(Shown(id, "1", "low") for id in ids))))
    titles = [one.get(qn("w:val")) for one in docx.Document(io.BytesIO(file)).element.iter(qn("w:alias"))]
    assert len(set(titles)) == 12
    without = edited(file, lambda xml: xml.replace("<w:tag ", "<w:other "))
    assert [mark.fact for mark in read_docx(without).blocks[3].marks] == ids


def zipped(**parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return target.getvalue()


AGAIN = "Ask whoever sent the report for the file as it was written."


def refused(content):
    with pytest.raises(InputError) as error:
        read_docx(content)
    return str(error.value)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 and then nothing"])
def test_what_is_no_zip_is_refused(content):
    assert refused(content) == f"The Word file is damaged: it is not a zip file, as every .docx is.\n{AGAIN}"


def test_an_old_word_file_is_refused():
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600) == (
        "The file is a Word file of the old kind (.doc), or locked with a password.\n"
        "Open it in Word and save it as .docx, without a password."
    )


def test_another_zip_is_refused():
    assert refused(zipped(a="b")) == "The file is a zip file, but no Word file.\nGive a report that ends in .docx."


def test_somebody_elses_word_file_is_refused():
    saved = io.BytesIO()
    docx.Document().save(saved)
    assert refused(saved.getvalue()) == (
        "The Word file holds nothing that the workbench wrote: it is another document, "
        f"or lost its evidence when somebody saved it.\n{AGAIN}"
    )


def test_a_file_that_unpacks_without_end_is_refused(one, monkeypatch):
    monkeypatch.setattr("workbench.report.printed.parts._MOST_BYTES", 1_000)
    too_large = "The Word file unpacks to more than any report holds, so it was not opened.\n" + AGAIN
    assert refused(one) == too_large
    monkeypatch.setattr("workbench.report.printed.parts._MOST_BYTES", 10**9)
    monkeypatch.setattr("workbench.report.printed.parts._MOST_OF_A_PART", 100)
    assert refused(one) == too_large


BOMB = '<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]>'


@pytest.mark.parametrize("part", ["word/document.xml", "customXml/item1.xml", "_rels/.rels", "word/footer1.xml"])
def test_entities_are_refused_in_every_part(one, part):
    def declared(xml):
        return xml.replace("?>", f"?>{BOMB}", 1) if xml.startswith("<?xml") else BOMB + xml

    assert refused(edited(one, declared, part)) == (
        f"The Word file is damaged: its part {part!r} is not XML that can be read safely.\n{AGAIN}"
    )


def test_depth_without_end_is_refused(one):
    deep = "<w:sdt>" * 100_000 + "</w:sdt>" * 100_000
    assert "not XML that can be read safely" in refused(
        edited(one, lambda xml: xml.replace("<w:sectPr", f"{deep}<w:sectPr", 1))
    )


def test_fields_without_end_are_refused(one):
    fields = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 100
    file = edited(one, lambda xml: xml.replace("</w:p><w:sectPr", f"{fields}</w:p><w:sectPr", 1))
    assert refused(file) == f"The Word file is damaged: its fields have no end.\n{AGAIN}"


def test_damaged_evidence_is_refused():
    file = to_docx(small(), EVIDENCE)
    assert refused(edited(file, lambda xml: xml.replace("<evidence>", "<evidence>!!"), "customXml/item1.xml")) == (
        "The evidence cannot be read.\nThe file is damaged; ask for the report again."
    )


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(one, data):
    place = data.draw(st.integers(0, len(one) - 1))
    content = one[:place] + data.draw(st.binary(max_size=4)) + one[place + data.draw(st.integers(1, 50)) :]
    with suppress(InputError):
        read_docx(content)


NAMES = [
    "p",
    "r",
    "t",
    "sdt",
    "sdtPr",
    "tag",
    "alias",
    "sdtContent",
    "tbl",
    "tr",
    "tc",
    "trPr",
    "del",
    "ins",
    "fldChar",
]
MORE = [
    "fldSimple",
    "instrText",
    "AlternateContent",
    "Choice",
    "drawing",
    "inline",
    "docPr",
    "blip",
    "sym",
    "txbxContent",
]
ATTRIBUTES = {
    "val": ["f0.value", "Table of Contents", ""],
    "fldCharType": ["begin", "separate", "end"],
    "char": ["x", "1F600"],
}


@st.composite
def trees(draw, depth=5):
    name = draw(st.sampled_from(NAMES + MORE))
    said = "".join(f' w:{key}="{draw(st.sampled_from(values))}"' for key, values in ATTRIBUTES.items())
    inner = draw(st.lists(trees(depth - 1), max_size=3)) if depth else [draw(st.text("ab 1", max_size=3))]
    return f"<w:{name}{said}>{''.join(inner)}</w:{name}>"


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(trees())
def test_whatever_stands_in_the_text_is_read_or_refused(one, tree):
    file = edited(one, lambda xml: xml.replace("<w:sectPr", f"{tree}<w:sectPr", 1))
    with suppress(InputError):
        texts = [(block.text, block.marks) for block in read_docx(file).blocks]
        assert all(text == " ".join(text.split()) for text, _ in texts)
        assert all(0 <= mark.start < mark.end <= len(text) for text, marks in texts for mark in marks)
