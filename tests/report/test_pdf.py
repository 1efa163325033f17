"""The PDF: tagged as PDF/UA-1 asks, made to be kept, the same every day, and read back word by word."""

import io
import math
import re
import unicodedata
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.data.examples import loans
from workbench.document.drawings import Dots, Point
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
from workbench.report.paper.characters import drawable, missing_characters, printable
from workbench.report.paper.widths import GAP, column_widths
from workbench.report.pdf import to_pdf
from workbench.report.printed.pdf import read_pdf

EVIDENCE = {"schema": "workbench.evidence/1", "facts": {}, "text": "</script> שלום"}
MARKUP = '#panic() *b* _i_ `r` $x$ <lab> @ref \\u{41} // c /* c */ = h - l ~ -- https://a.b [x](y) #import "x"'


def nested(*blocks):
    inner = Section("c", "Innermost", (Paragraph("p", ("deep",)),))
    return Document(
        "technical",
        ("Title of ", Name("loans")),
        ("The lead.",),
        (
            Section("a", "First", blocks),
            Section("b", "Second", (Paragraph("p", ("before",)), Section("i", "Inner", (Items(()), inner)))),
        ),
        {},
        "2026-11-21",
        about={"owner": "the credit team"},
        notices=(Paragraph("n", ("Somebody overruled a finding.",)),),
    )


def table(*names, id="t", parts=()):
    rows = tuple(((Name(name),), (Shown("f", "1,234"), " of ", Shown("g", "56.7"))) for name in names)
    return Table(id, ("caption ", Name("here")), (("group",), ("people",)), rows, (False, True), parts)


def chart(*names, value=0.3):
    points = tuple(
        Point(Name(name), f"f{place}", value, value - 0.1, value + 0.1, f"3{place} (n = 50)")
        for place, name in enumerate(names)
    )
    drawing = Dots("denied, of 100 people", ((Name("sex"), points),))
    return Chart("c", ("More often ", Name("f")), "A dot a group.", drawing, table(*names, id="ct"))


@pytest.fixture(scope="module")
def documents():
    example = loans(3_000, seed=7)
    data = wb.read_data(example.frame, **example.roles, name="loans")
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=7)), "logistic_regression")
    audit = wb.audit_model(fitted)
    admissions = wb.audit_decisions(
        "example:admissions", decision="admitted", favourable="yes", protected=["sex"], strata=["department"]
    )
    terms = Terms("x", (Term("a", ("term",), (("one",), ("two",))), Term("b", ("field",), (("nobody said",),), True)))
    blocks = (Callout("v", "gap", ("The gap.",)), terms, table("a", "b", parts=((0, ("part",)),)), chart("m", "f"))
    return {
        "brief": wb.build_report(fitted, audit, audience="brief", date="2026-11-21"),
        "audit": wb.build_report(fitted, audit, audience="audit", date="2026-11-21"),
        "admissions": wb.build_report(admissions, audience="audit", date="2026-11-21"),
        "nested": nested(*blocks),
    }


@pytest.fixture(scope="module")
def files(documents):
    return {name: to_pdf(document, EVIDENCE) for name, document in documents.items()}


@pytest.fixture(scope="module")
def readings(files):
    return {name: read_pdf(content) for name, content in files.items()}


@pytest.fixture(scope="module", params=["brief", "audit", "admissions", "nested"])
def name(request):
    return request.param


@pytest.fixture
def document(documents, name):
    return documents[name]


@pytest.fixture
def file(files, name):
    with pikepdf.open(io.BytesIO(files[name])) as opened:
        yield opened


def elements(node, ancestors=()):
    """Yield every element of the structure with those it stands in."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from elements(one, ancestors)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node, ancestors
        if "/K" in node:
            yield from elements(node.K, (*ancestors, node))


def kinds(file, kind):
    return [node for node, _ in elements(file.Root.StructTreeRoot.K) if kind == node.S]


def attribute(node, key):
    found = node.get("/A", pikepdf.Array())
    for one in [found] if isinstance(found, pikepdf.Dictionary) else found:
        if key in one:
            return one[key]
    return None


# What PDF/UA-1 and PDF/A-3a ask for


def test_it_says_which_standards_it_keeps(file):
    with file.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")


def test_title_language_date_and_tags(file, document):
    assert file.Root.Lang == "en"
    assert file.Root.MarkInfo.Marked
    assert not file.Root.MarkInfo.get("/Suspects", False)
    assert file.Root.ViewerPreferences.DisplayDocTitle
    with file.open_metadata() as metadata:
        assert metadata["dc:title"] == plain(document.title)
        assert metadata["xmp:CreateDate"].startswith("2026-11-21")
    assert all(page.obj.Tabs == "/S" for page in file.pages)
    assert all("/StructParents" in page.obj for page in file.pages)


def test_who_answers_for_it_is_its_author(files):
    with pikepdf.open(io.BytesIO(files["nested"])) as file, file.open_metadata() as metadata:
        assert metadata["dc:creator"] == ["the credit team"]


def test_pages_are_a4(file):
    assert {(round(float(page.mediabox[2])), round(float(page.mediabox[3]))) for page in file.pages} == {(595, 842)}


def test_a_brief_is_one_page(files):
    with pikepdf.open(io.BytesIO(files["brief"])) as file:
        assert len(file.pages) == 1


def test_every_figure_has_its_alternative(file, document):
    found = [str(node.Alt) for node in kinds(file, "/Figure")]
    charts = [text for place, text in reading_order(document) if place.endswith("/alternative")]
    assert found == [plain(text) for text in charts]
    assert all("/BBox" in str(node.A.to_json() if "/A" in node else "") for node in kinds(file, "/Figure"))


def test_tables_have_headers_with_a_scope(file):
    tables = kinds(file, "/Table")
    assert tables
    for one in tables:
        heads = [node for node, _ in elements(one.K) if node.S == "/TH"]
        assert heads
        assert {str(attribute(node, "/Scope")) for node in heads} <= {"/Column", "/Row", "/Both"}
    for node, ancestors in elements(file.Root.StructTreeRoot.K):
        if node.S in {"/TH", "/TD"}:
            assert ancestors[-1].S == "/TR"
        if node.S == "/TR":
            assert ancestors[-1].S in {"/THead", "/TBody", "/TFoot"}
        if node.S == "/LI":
            assert ancestors[-1].S == "/L"


def test_every_row_is_as_wide_as_its_table(file):
    for one in kinds(file, "/Table"):
        rows = [node for node, _ in elements(one.K) if node.S == "/TR"]
        widths = {
            sum(int(attribute(cell, "/ColSpan") or 1) for cell, _ in elements(row.K) if cell.S in {"/TH", "/TD"})
            for row in rows
        }
        assert len(widths) == 1


def test_no_level_of_headings_is_left_out(file):
    levels = [int(str(node.S)[2]) for node, _ in elements(file.Root.StructTreeRoot.K) if re.match(r"/H\d", str(node.S))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_headings_are_bookmarks(file, document):
    with file.open_outline() as outline:
        assert [item.title for item in outline.root] == [section.title for section in document.sections]


def test_fonts_are_embedded_and_can_be_read(file):
    found = [font for page in file.pages for font in page.obj.Resources.get("/Font", {}).values()]
    assert found
    for font in found:
        assert "DejaVuSans" in str(font.BaseFont)
        assert "/ToUnicode" in font
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_all_that_is_drawn_is_in_the_structure_or_an_artefact(file):
    for page in file.pages:
        listed = parents(file, page)
        reachable = set(range(len(listed)))
        depth, seen, artefacts = 0, set(), 0
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) in {"BDC", "BMC"}:
                depth += 1
                if str(operands[0]) == "/Artifact":
                    artefacts += 1
                elif len(operands) > 1 and "/MCID" in operands[1]:
                    seen.add(int(operands[1].MCID))
            elif str(operator) == "EMC":
                depth -= 1
            elif str(operator) in {"Tj", "TJ", "f", "S", "B", "Do"}:
                assert depth > 0
        assert seen <= reachable
        assert artefacts
        assert all(one is not None for one in listed)


def parents(file, page):
    flat = list(numbers(file.Root.StructTreeRoot.ParentTree))
    return dict(zip(flat[::2], flat[1::2], strict=True))[int(page.obj.StructParents)]


def numbers(node):
    yield from node.get("/Nums", [])
    for kid in node.get("/Kids", []):
        yield from numbers(kid)


def test_the_evidence_is_attached(file, readings, name):
    assert list(file.attachments) == ["workbench-evidence.json"]
    [listed] = file.Root.AF
    assert listed.AFRelationship == "/Data"
    assert listed.EF.F.Subtype == "/application/json"
    assert readings[name].evidence == EVIDENCE


def test_without_evidence_nothing_is_attached(documents):
    content = to_pdf(documents["nested"])
    assert read_pdf(content).evidence is None
    with pikepdf.open(io.BytesIO(content)) as file:
        assert not file.attachments


# What is read


def bare(text):
    return "".join(text.split()).casefold()


def test_every_text_is_read_in_order(document, readings, name):
    flat, cursor = bare("".join(block.text for block in readings[name].blocks)), 0
    for place, text in reading_order(document):
        if place.startswith("notice"):
            continue
        at = flat.find(bare(plain(text)), cursor)
        assert at >= 0, (place, plain(text))
        cursor = at


def test_every_number_shown_is_read(document, readings, name):
    flat = bare("".join(block.text for block in readings[name].blocks))
    shown = [part for _, text in reading_order(document) for part in text if isinstance(part, Shown)]
    assert shown or name == "nested"
    for part in shown:
        assert bare(part.text) in flat
        if name != "nested":
            fact = document.facts[part.fact]
            value = fact.n if part.part == "n" else getattr(fact, part.part)
            number = float(part.text.replace(",", "").replace("\N{MINUS SIGN}", "-").lstrip("< "))
            assert min(abs(number - value), abs(number - 100 * value)) <= 0.51


def test_paragraphs_cells_and_labels_are_blocks(readings):
    blocks = [block.text for block in readings["nested"].blocks]
    assert blocks[:4] == ["Title of loans", "The lead.", "Somebody overruled a finding.", "First"]
    assert blocks[4:9] == ["Gap. The gap.", "Term", "one two", "Field", "nobody said"]
    assert blocks[blocks.index("A dot a group.") :][:2] == ["A dot a group.", "denied, of 100 people"]
    assert {"30 (n = 50)", "31 (n = 50)", "m", "1,234 of 56.7", "Part", "Innermost"} <= set(blocks)


def test_it_reads_the_same_with_and_without_evidence(document, readings, name):
    alone, attached = read_pdf(to_pdf(document)), readings[name]
    assert alone.blocks == attached.blocks
    assert alone.drawings == attached.drawings


def test_the_same_document_is_the_same_file(document, files, name):
    assert to_pdf(document, EVIDENCE) == files[name]


def test_a_line_drawn_over_a_page_is_seen(files, readings):
    with pikepdf.open(io.BytesIO(files["brief"])) as file:
        file.pages[0].contents_add(b"q 1 0 0 RG 0 0 m 100 100 l S Q")
        changed = saved(file)
    before, after = readings["brief"], read_pdf(changed)
    assert before.blocks == after.blocks
    assert {key for key in before.drawings if before.drawings[key] != after.drawings[key]} == {"page/1"}


def test_a_number_drawn_otherwise_is_seen(files, readings):
    with pikepdf.open(io.BytesIO(files["nested"])) as file:
        for font in file.pages[0].obj.Resources.Font.values():
            font.ToUnicode.write(font.ToUnicode.read_bytes().replace(b"<0031>", b"<0032>"))
        changed = saved(file)
    before, after = readings["nested"], read_pdf(changed)
    assert "1,234 of 56.7" in {block.text for block in before.blocks}
    assert "2,234 of 56.7" in {block.text for block in after.blocks}
    assert before.drawings["page/1"] != after.drawings["page/1"]


def test_saved_by_another_program_it_reads_the_same(files, readings):
    with pikepdf.open(io.BytesIO(files["audit"])) as file:
        again = read_pdf(saved(file))
    before = readings["audit"]
    assert (again.blocks, again.drawings, again.evidence) == (before.blocks, before.drawings, before.evidence)


def test_what_a_viewer_would_run_is_seen(files, readings):
    with pikepdf.open(io.BytesIO(files["nested"])) as file:
        file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        changed = saved(file)
    assert read_pdf(changed).drawings["file"] != readings["nested"].drawings["file"]


def saved(file, **options):
    buffer = io.BytesIO()
    file.save(buffer, **options)
    return buffer.getvalue()


# What is hostile


NAMES = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="\u05d0\u05d1 \u0627\u0644\u064512a(", max_size=20),
    st.text(alphabet="e\u0301\u0323\u200d\ufe0f\u200b\u202e\u2067👩中\ud800\x00\x1b\n\t", max_size=20),
    st.sampled_from([MARKUP, "x" * 300, "W" * 24, "", " ", "1" * 60, "fi ffi fl", "\N{MINUS SIGN}1 ≤ µ²"]),
)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(NAMES, min_size=1, max_size=4), st.sampled_from([0.3, math.nan, math.inf, -1e300, 0.0]))
def test_whatever_people_write_is_printed_and_read(names, value):
    names = [name if name.strip() else "(blank)" for name in names]
    said = tuple(Name(name) for name in names)
    document = nested(
        Paragraph("p", (MARKUP, *said)),
        Callout("v", "not enough evidence", (said[0], ": ", Shown("f", "57"), " of ", Shown("g", "100"))),
        Terms("x", (Term("a", (said[0],), (said,)),)),
        table(*names, parts=((0, said),)),
        chart(*names, value=value),
    )
    found = read_pdf(to_pdf(replace(document, title=(*said, " title"), lead=said)))
    flat = bare("".join(block.text for block in found.blocks))
    assert bare(MARKUP) in flat
    for name in names:
        assert bare(seen(name)) in flat or has_vowel_signs(name)
    assert "57of100" in flat
    assert "\ufffd" not in flat or any("\ufffd" in name for name in names)


def has_vowel_signs(text):
    """Whether a text from right to left has signs above or below its letters: these are drawn one by one."""
    right = any(unicodedata.bidirectional(one) in {"R", "AL"} for one in text)
    return right and any(unicodedata.category(one).startswith("M") for one in text)


def seen(text):
    """Return what is read of a text: its letters as they are drawn, without signs that only turn a line."""
    return drawable(text).replace("\u200b", "").replace("\u200e", "")


def test_a_letter_with_a_sign_above_it_is_read_once():
    blocks = [block.text for block in read_pdf(to_pdf(nested(Paragraph("p", (Name("0\u0641\u064b0"),))))).blocks]
    assert "0\u0641\u064b0" in blocks


def test_numbers_beside_a_name_from_right_to_left_stay_where_they_are():
    content = to_pdf(nested(Paragraph("p", (Name("שלום עולם"), ": ", Shown("f", "57"), " of ", Shown("g", "100")))))
    assert "שלום עולם: 57 of 100" in [block.text for block in read_pdf(content).blocks]


def test_labels_from_right_to_left_are_read_in_order():
    blocks = {block.text for block in read_pdf(to_pdf(nested(chart("שלום עולם", "مرحبا")))).blocks}
    assert {"שלום עולם", "مرحبا", "30 (n = 50)"} <= blocks


def test_a_long_name_stays_inside_of_its_table():
    names = [["Column"] + ["x" * length] * 2 for length in (300, 3, 40, 7, 12, 1, 90)]
    widths, longest = column_widths(names, [False] * 7, 300.0, size=8.5)
    assert sum(widths) == pytest.approx(300.0)
    assert min(widths) > GAP
    assert longest < 24


def test_a_heading_repeats_on_every_page_and_is_read_once():
    content = to_pdf(nested(table(*(f"group {number}" for number in range(150)))))
    blocks = [block.text for block in read_pdf(content).blocks]
    assert blocks.count("People") == 1
    assert [block for block in blocks if block.startswith("group ")] == [f"group {number}" for number in range(150)]
    with pikepdf.open(io.BytesIO(content)) as file:
        assert len(file.pages) >= 3


def test_contents_are_listed_where_sections_are_many():
    many = tuple(Section(f"s{number}", f"Part {number}", (Paragraph("p", ("x",)),)) for number in range(9))
    with pikepdf.open(io.BytesIO(to_pdf(replace(nested(), sections=many)))) as file:
        assert len(kinds(file, "/TOCI")) == 9
    with pikepdf.open(io.BytesIO(to_pdf(replace(nested(), sections=many[:8])))) as file:
        assert not kinds(file, "/TOC")


def test_characters_without_a_sign_are_told():
    document = nested(Paragraph("p", (Name("中文 \u202e שלום"),)))
    finding = missing_characters(document)
    assert (finding.code, finding.severity, finding.value) == ("WB550", "note", 3.0)
    assert finding.title == "3 characters cannot be printed"
    assert finding.why == (
        "The font of PDF files has no sign for U+4E2D, U+6587, U+202E; the code stands in its place."
    )
    assert missing_characters(nested()) is None
    assert missing_characters(printable(document)) is None
    assert "[U+4E2D][U+6587] [U+202E] שלום" in [block.text for block in read_pdf(to_pdf(document)).blocks]


@pytest.mark.parametrize(
    ("expires", "said"),
    [
        ("2027-11-21", "To be relied on until 2027-11-21."),
        (
            "2025-11-21",
            "This report is past its date. It was to be relied on until 2025-11-21. Ask for a newer one.",
        ),
    ],
)
def test_until_when_it_holds_stands_at_the_top(expires, said):
    blocks = [block.text for block in read_pdf(to_pdf(replace(nested(), expires=expires))).blocks]
    assert blocks[2] == said


def test_a_date_that_is_none_is_left_out():
    with pikepdf.open(io.BytesIO(to_pdf(replace(nested(), date="someday")))) as file, file.open_metadata() as metadata:
        assert metadata["xmp:CreateDate"].startswith("1970-01-01")


# What is no report


def encrypted(content):
    with pikepdf.open(io.BytesIO(content)) as file:
        return saved(file, encryption=pikepdf.Encryption(owner="a", user="b"))


def untagged(content):
    with pikepdf.open(io.BytesIO(content)) as file:
        del file.Root.StructTreeRoot
        return saved(file)


def circular(content):
    with pikepdf.open(io.BytesIO(content)) as file:
        file.Root.StructTreeRoot.K = pikepdf.Array([file.Root.StructTreeRoot.K])
        loop = file.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Div))
        loop.K = loop
        file.Root.StructTreeRoot.K = loop
        return saved(file)


def twice(content):
    with pikepdf.open(io.BytesIO(content)) as file:
        file.Root.AF.append(file.Root.AF[0])
        return saved(file)


def broken_evidence(content):
    with pikepdf.open(io.BytesIO(content)) as file:
        file.Root.AF[0].EF.F.write(b"[" * 100_000)
        return saved(file)


AGAIN = "Ask whoever sent the report for the file as it was written."


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda _: b"", "The file is no PDF.\nGive a report that ends in .pdf."),
        (lambda _: b"<html>", "The file is no PDF.\nGive a report that ends in .pdf."),
        (
            lambda content: content[: len(content) // 2],
            "The PDF cannot be read.\nThe file is damaged; ask for the report again.",
        ),
        (
            lambda _: b"%PDF-1.7\n%%EOF",
            "The PDF cannot be read.\nThe file is damaged; ask for the report again.",
        ),
        (encrypted, "The PDF is encrypted.\nGive the report as it was written."),
        (
            untagged,
            f"The PDF says nothing of its structure: it is another document, or was printed anew.\n{AGAIN}",
        ),
        (circular, "The PDF has more parts than any report.\nThe file was not written by the workbench."),
        (twice, f"The PDF carries evidence twice.\n{AGAIN}"),
        (broken_evidence, "The evidence cannot be read.\nThe file is damaged; ask for the report again."),
        (lambda _: b"%PDF-" + bytes(64 * 2**20), "The PDF has 67,108,869 bytes.\nNo report has more than 67,108,864."),
    ],
)
def test_what_is_no_report_is_refused(files, spoil, message):
    with pytest.raises(InputError) as error:
        read_pdf(spoil(files["nested"]))
    assert str(error.value) == message


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_damaged_file_is_read_or_refused(files, data):
    content = bytearray(files["nested"])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + 1] = data.draw(st.binary(max_size=3))
    with suppress(InputError):
        assert read_pdf(bytes(content)).blocks is not None
