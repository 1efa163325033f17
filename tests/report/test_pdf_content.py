"""The content of PDF pages is read as pypdf reads it, in time proportional to its length."""

import io
import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject, StreamObject

import workbench as wb
from workbench.data.examples import loans
from workbench.document.nodes import Document, Name, Paragraph, Section
from workbench.errors import InputError
from workbench.report.pdf import to_pdf
from workbench.report.printed import pdf_content
from workbench.report.printed.pdf_content import acts, operations
from workbench.report.printed.pdf_fonts import Font, meanings, widths
from workbench.report.printed.pdf_objects import Elements
from workbench.report.printed.pdf_pieces import pieces
from workbench.report.printed.pdf_values import shown, values

DAMAGED = "The PDF cannot be read.\nThe file is damaged; ask for the report again."
TOO_MUCH = "The PDF draws more than any report.\nThe file was not written by the workbench."
HOSTILE = [
    "e\u0301\u0323\u200d\ufe0f\u200b",
    "שלום עולם 12(a",
    "مرحبا",
    "0\u0641\u064b0",
    "fi ffi \\(a) %b <c>",
    "x" * 300,
]


UNITS = [b"(", b"[", b"<", b"<<", b"(a", b"BI ", b"BI ID ", b"BI ID EI", b"%", b"/", b"1 ", b"\\", b"()", b"((a)"]
UNITS += [b"/A BMC ", b"/A<</MCID 0>>BDC q ", b"[(a) ", b"(\\", b"q ", b"BT(a)Tj ", b"1 0 0 1 0 0 cm"]


@pytest.fixture(scope="module")
def files():
    example = loans(1_000, seed=7)
    data = wb.read_data(example.frame, **example.roles, name="loans")
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=7)), "logistic_regression")
    audit = wb.audit_model(fitted)
    audiences = ("brief", "audit", "technical", "annex")
    made = {one: wb.build_report(fitted, audit, audience=one, date="2026-11-21") for one in audiences}
    paragraphs = tuple(Paragraph("p", (Name(text),)) for text in HOSTILE)
    made["hostile"] = Document("technical", ("Title",), ("Lead.",), (Section("a", "A", paragraphs),), {}, "2026-11-21")
    return {name: to_pdf(document) for name, document in made.items()}


def by_pypdf(content):
    stream = StreamObject()
    stream.set_data(content)
    return [(list(operands), operator) for operands, operator in ContentStream(stream, None).operations]


def ours(content):
    return [(values(operands), operator) for operands, operator in operations(content)]


@pytest.mark.parametrize("name", ["brief", "audit", "technical", "annex", "hostile"])
def test_pages_are_read_as_pypdf_reads_them(files, name):
    file = PdfReader(io.BytesIO(files[name]))
    for page in file.pages[: 4 if name in {"audit", "annex"} else None]:
        content = page.get_contents().get_data()
        theirs = by_pypdf(content)
        assert repr(ours(content)) == repr(theirs)  # with the types and the digits of numbers
        drawn = [one for one in theirs if one[1] in {b"Tj", b"TJ"}]
        texts = [shown(operands) for operands, operator, _ in acts(content) if operator in {b"Tj", b"TJ"}]
        assert texts == [[as_shown(part) for part in parts(operands)] for operands, _ in drawn]
        assert drawn


def parts(operands):
    return operands[0] if isinstance(operands[0], ArrayObject) else operands


def as_shown(part):
    return float(part) if isinstance(part, (int, float)) else part.original_bytes


@pytest.mark.parametrize("name", ["brief", "technical"])
def test_elements_are_read_as_pypdf_reads_them(files, name):
    file = PdfReader(io.BytesIO(files[name]))
    elements, n_same = Elements(file, files[name]), 0
    for number in file.xref[0]:
        theirs = file.get_object(number)
        if isinstance(theirs, DictionaryObject) and theirs.get("/Type") == "/StructElem":
            found = elements.read(IndirectObject(number, 0, file))
            for key in ("/S", "/K", "/Pg", "/Alt"):
                assert (key in found) == (key in theirs)
                assert key not in found or plain(found.raw_get(key)) == plain(theirs.raw_get(key))
            n_same += found is not theirs
    assert n_same > 50


def plain(value):
    if isinstance(value, ArrayObject):
        return [plain(one) for one in list.__iter__(value)]
    return ("R", value.idnum) if isinstance(value, IndirectObject) else value


@pytest.mark.parametrize(
    "content",
    [
        b"q\n1 0 0 -1 .5 -3. cm\rQ",
        b"(a\\(b\\)c\\\\) Tj (a(b(c)d)e) Tj () Tj",
        b"(\\000\\1\\12\\7777\\r\\n\\t\\b\\f\\q\\\nx\\\r\ny) Tj",
        b"<00 4 1\n> Tj <> Tj <0> Tj",
        b"[(a)-12.5<41>3(b\\))]TJ",
        b"/P <</MCID 3/A[1 .5(x)/N true null<</B 2>>]>> BDC EMC",
        b"/A#20b/#C3#A9 gs % a comment (\n/N<</A 1 % inside >>\n/B 2>>DP",
        b"+1 -1 --1 1..2 00.5 .5 5. 0.0 d",
        b"BT 0 Tr/f0 8 Tf 1 0 0 1 0 0 Tm(a)' 1 2(b)\" T* ET f* W* n",
        b"/N<</A 1/A 2>>DP",
        b"/Span<</ActualText(\xfe\xff\x00\xe9\\\005\xd0)>>BDC/Span<</ActualText<FEFF05D0>>>BDC",
        b"",
        b" \n% only",
    ],
)
def test_what_may_stand_in_a_page_is_read_as_pypdf_reads_it(content):
    assert repr(ours(content)) == repr(by_pypdf(content))


@given(st.lists(st.binary(max_size=6), max_size=6))
def test_strings_are_read_as_pypdf_reads_them(given):
    escaped = [b"".join(b"\\" + bytes([byte]) if byte in b"()\\" else bytes([byte]) for byte in one) for one in given]
    content = b"[" + b" ".join(b"(" + one + b")<" + one.hex().encode() + b">" for one in escaped) + b"]TJ"
    [(operands, _)] = by_pypdf(content)
    assert shown(content[:-2]) == [as_shown(part) for part in operands[0]]


def test_an_image_in_the_content_is_passed_over():
    image = b"q BI /W 2 /H 2 /CS /G /BPC 8 /F [/Fl] ID \x00( EI \x01)<\nEI Q (a)Tj"
    assert [operator for _, operator in operations(image)] == [b"q", b"INLINE IMAGE", b"Q", b"Tj"]
    image = b"BI /W 2 /H 1 /CS /G /BPC 8 ID \x00\xff\nEI Q"
    assert [operator for _, operator in operations(image)] == [operator for _, operator in by_pypdf(image)]
    with pytest.raises(InputError) as error:
        list(operations(b"BI /W 2 ID " + b"E" * 1_000))
    assert str(error.value) == DAMAGED


@pytest.mark.parametrize(
    "spoiled", [b"(a", b"(a\\)Tj", b"<4x>Tj", b"}", b"1 2 \x80 m", b"x" * 200, b"(" * 20 + b")" * 20]
)
def test_damaged_content_is_refused(spoiled):
    with pytest.raises(InputError) as error:
        list(operations(b"q " + spoiled))
    assert str(error.value) == DAMAGED


@pytest.mark.parametrize(
    "spoiled", [b"[1", b"]", b"<</A>>", b"<<1 2>>", b"[>>", b"1" * 64, b"[" * 101 + b"]" * 101, b"[x]"]
)
def test_damaged_operands_are_refused(spoiled):
    with pytest.raises(InputError) as error:
        values(spoiled)
    assert str(error.value) == DAMAGED


@pytest.mark.parametrize("spoiled", [b"", b"1", b"/a", b"[(a)", b"(a)(b)", b"[(a)][(b)]", b"[[(a)]]", b"<<>>"])
def test_what_is_no_text_is_not_shown(spoiled):
    with pytest.raises(InputError) as error:
        shown(spoiled)
    assert str(error.value) == DAMAGED


def n_calls(content):
    """Return how many calls reading some content takes: of Python's functions and of C's."""
    calls = 0

    def count(_frame, event, _called):
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        pieces(content, {"/f": Font({}, {}, 2)})
    except InputError as error:
        assert str(error) in {DAMAGED, TOO_MUCH}  # noqa: PT017
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("unit", UNITS)
def test_work_is_proportional_to_length(unit):
    """Counted, not timed: how long it takes is printed by the benchmarks."""
    few, many = (n_calls(b"/f 1 Tf/A<</MCID 0>>BDC " + unit * (size // len(unit))) for size in (2_000, 16_000))
    assert many <= 8 * few + 100


def unbounded(parsed):
    """Return the repeats of a pattern that have no limit and may give back what they matched."""
    found = []
    for operation, argument in parsed:
        name = str(operation)
        if name in {"MAX_REPEAT", "MIN_REPEAT"} and argument[1] == re._constants.MAXREPEAT:
            found.append(name)
        for part in argument if isinstance(argument, tuple) else ():
            for one in part if isinstance(part, list) else [part]:
                found += unbounded(one) if isinstance(one, re._parser.SubPattern) else []
        if isinstance(argument, re._parser.SubPattern):
            found += unbounded(argument)
    return found


@pytest.mark.parametrize("pattern", [pdf_content._OPERATION, pdf_content._ACT])
def test_patterns_never_go_back_over_what_they_matched(pattern):
    """But for the data of an image, whose end has to be searched."""
    assert unbounded(re._parser.parse(pattern.pattern, re.DOTALL)) == ["MIN_REPEAT"]
    spoiled = pattern.pattern.replace(rb"[^\r\n]*+", rb"[^\r\n]*")
    assert "MAX_REPEAT" in unbounded(re._parser.parse(spoiled, re.DOTALL))


def test_more_operations_than_any_page_has_are_refused(monkeypatch):
    monkeypatch.setattr("workbench.report.printed.pdf_content._MOST_OPERATIONS", 10)
    assert len(list(operations(b"q " * 10))) == 10
    with pytest.raises(InputError) as error:
        list(operations(b"q " * 11))
    assert str(error.value) == TOO_MUCH


def test_fonts_with_more_codes_than_any_are_refused():
    table = b"beginbfrange" + b"<0000><ffff><0000>" * 20 + b"endbfrange"
    with pytest.raises(InputError) as error:
        meanings(table)
    assert str(error.value) == DAMAGED
    many = ArrayObject(values(b"-999999999999 999999999999 500 " * 20))
    with pytest.raises(InputError) as error:
        widths(many)
    assert str(error.value) == DAMAGED
