"""A page read back: every word with its facts, whatever was done to it; and never a traceback."""

import re
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import workbench as wb
from workbench.document.nodes import Chart, Document, Name, Paragraph, Section, Shown, Table, Term, Terms
from workbench.document.reading import reading_order
from workbench.document.wording import plain
from workbench.errors import InputError
from workbench.report.data_block import EVIDENCE_TAG
from workbench.report.evidence import evidence_of
from workbench.report.html import to_html
from workbench.report.lettering import clean
from workbench.report.printed.contract import Mark, PrintedBlock
from workbench.report.printed.html import read_html
from workbench.report.printed.page import tokens


@pytest.fixture(scope="module")
def documents():
    audit = wb.audit_decisions(
        "example:admissions", decision="admitted", favourable="yes", protected=["sex"], strata=["department"]
    )
    return [wb.build_report(audit, audience=one, date="2026-11-21") for one in ("brief", "technical", "audit")]


@pytest.fixture(scope="module")
def document(documents):
    return documents[0]


@pytest.fixture(scope="module")
def page(document):
    return to_html(document, evidence_of(document, read_html(to_html(document).encode())))


def read(text):
    return read_html(text.encode())


def words(text):
    return " ".join(text.split())


def missing(wanted, found):
    """What is wanted and not found, or not in its order."""
    rest = iter(found)
    return [one for one in wanted if not any(one in other for other in rest)]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_every_text_of_the_document_is_read_in_its_order(documents, place):
    printed = read(to_html(documents[place]))
    wanted = [words(plain(text)) for _, text in reading_order(documents[place]) if words(plain(text))]
    assert missing(wanted, [one.text for one in printed.blocks]) == []


@pytest.mark.parametrize("place", [0, 1, 2])
def test_every_fact_is_marked_where_it_stands(documents, place):
    printed = read(to_html(documents[place]))
    marked = [
        (mark.fact, mark.part, block.text[mark.start : mark.end]) for block in printed.blocks for mark in block.marks
    ]
    shown = [
        (part.fact, part.part, words(part.text))
        for _, text in reading_order(documents[place])
        for part in text
        if isinstance(part, Shown)
    ]
    assert sorted(marked) == sorted(shown)


def test_words_of_verdicts_drawings_and_what_is_heard_are_read(documents):
    for document in documents:
        texts = [block.text for block in read(to_html(document)).blocks]
        charts = [block for section in document.sections for block in section.blocks if isinstance(block, Chart)]
        assert all(words(chart.alternative) in texts for chart in charts)
    assert any(text.startswith(("▲ Gap. ", "◌ Not enough evidence. ")) for text in texts)
    assert "female" in texts
    assert "male" in texts


def test_terms_notices_and_dates_are_read():
    terms = Terms("t", (Term("a", ("Word",), (("One.",), ("Two.",))),))
    sections = (Section("s", "S", (terms,)),)
    more = {"notices": (Paragraph("n", ("Mind this.",)),), "expires": "2027-11-21", "about": {"version": "0"}}
    texts = [
        one.text for one in read(to_html(Document("brief", ("T",), ("L",), sections, {}, "2026-11-21", **more))).blocks
    ]
    assert texts == [
        "T",
        "! Before you rely on this",
        "This report is past its date. It was to be relied on until 2027-11-21. Ask for a newer one.",
        "Mind this.",
        "T",
        "L",
        "To be relied on until 2027-11-21.",
        *("S", "Word", "One.", "Two."),
    ]


def test_evidence_changes_nothing_that_is_printed(documents):
    for document in documents:
        bare = read(to_html(document))
        evidence = evidence_of(document, bare)
        full = read(to_html(document, evidence))
        assert bare.evidence is None
        assert full.evidence == evidence
        assert (full.blocks, full.drawings) == (bare.blocks, bare.drawings)


def test_names_that_look_like_markup_are_read_as_they_are():
    hostile = "<script>alert(1)</script>\"'&amp;{{7*7}}</title>]]><!--"
    table = Table("t", (hostile,), ((hostile,), ("n",)), (((Name(hostile),), (Shown(hostile, "28"),)),), (False, True))
    document = Document("brief", (hostile,), ("L",), (Section("s", hostile, (table,)),), {}, "", about={"version": "0"})
    printed = read(to_html(document))
    assert [one.text for one in printed.blocks] == [
        hostile,
        hostile,
        "L",
        hostile,
        hostile,
        hostile,
        "n",
        hostile,
        "28",
    ]
    assert printed.blocks[-1].marks == (Mark(0, 2, hostile, "value"),)


@given(st.lists(st.tuples(st.text(max_size=8), st.booleans()), min_size=1, max_size=5))
@example([("a ", False), (" b", True), ("\u2003", False), ("c", True)])
def test_white_space_of_any_kind_is_one_blank_and_marks_hit_their_words(pieces):
    text = tuple(Shown(f"f{place}", one) if marked else one for place, (one, marked) in enumerate(pieces))
    document = Document("brief", ("T",), text, (), {}, "2026-11-21", about={"version": "0"})
    lead = read(to_html(document)).blocks[2:]
    pieces = [(clean(text), marked) for text, marked in pieces]  # what cannot be seen is a visible sign
    whole = words("".join(one for one, _ in pieces))
    assert [block.text for block in lead] == ([whole] if whole else [])
    marked = [lead[0].text[mark.start : mark.end] for mark in lead[0].marks] if lead else []
    assert marked == [words(one) for one, is_fact in pieces if is_fact and words(one)]


EDITS = {
    "a rule that hides": ("</style>", "p { display: none }</style>", {"style"}),
    "a rule that writes": ("</style>", 'p::after { content: "no gap" }</style>', {"style"}),
    "another style sheet": ("</head>", "<style>p { color: white }</style></head>", {"style", "skeleton"}),
    "a script": ("</body>", "<script>document.body.remove()</script></body>", {"script", "skeleton"}),
    "a style attribute": ("<h1>", '<h1 style="display: none">', {"skeleton"}),
    "an event": ("<h1>", '<h1 onclick="alert(1)">', {"skeleton"}),
    "an attribute that hides": ("<h1>", "<h1 hidden>", {"skeleton"}),
    "an attribute without quotes": ("<h1>", "<h1 title=no>", {"skeleton"}),
    "another element": ("</main>", "<img src=x></main>", {"skeleton"}),
    "a comment": ("</main>", "<!-- no gap --></main>", {"skeleton"}),
    "a comment that swallows the rest": ("</main>", "<!-- </main>", {"skeleton"}),
    "a looser policy": ("default-src &#39;none&#39;", "default-src *", {"skeleton"}),
    "an element that is closed early": ("</h1>", "</h1></main>", {"skeleton"}),
    "a tag that never ends": ("</main>", "<p </main>", {"skeleton"}),
    "a mark in a drawing": ("</svg>", '<circle r="9"/></svg>', {"chart"}),
    "a style sheet in a drawing": ("</svg>", "<style>p { color: white }</style></svg>", {"chart"}),
    "another drawing": ("</main>", '<svg id="new-drawing"><text>no gap</text></svg></main>', {"new", "skeleton"}),
    "a drawing that never ends": ("</main>", '<svg id="new-drawing"><p hidden></main>', {"skeleton"}),
}


@pytest.mark.parametrize("edit", EDITS)
def test_what_should_not_be_in_a_page_is_noticed(page, edit):
    before, (old, new, changed) = read(page).drawings, EDITS[edit]
    old = old if old in page else old.replace("&#39;", "'")
    assert old in page
    after = read(page.replace(old, new, 1)).drawings
    ids = {id for id in before.keys() | after.keys() if before.get(id) != after.get(id)}
    assert {"chart" if id.startswith("chart-") else id for id in ids} == changed


@pytest.mark.parametrize(
    ("pattern", "new"),
    [
        (r"(<data [^>]*>)\d+", r"\g<1>99"),
        (r'(<data value=")[^"]*', r"\g<1>another"),
        (r'(aria-label=")[^"]*', r"\g<1>Nothing to see"),
        (r"(<text [^>]*>)\w+", r"\g<1>men"),
        (r"(<h2 [^>]*>)\w+", r"\g<1>Nothing"),
        (r"(<title>)\w+", r"\g<1>Nothing"),
    ],
)
def test_one_word_that_was_changed_is_one_block_that_is_not_as_it_was(page, pattern, new):
    before, after = read(page), read(re.sub(pattern, new, page, count=1))
    assert len(before.blocks) == len(after.blocks)
    assert sum(one != other for one, other in zip(before.blocks, after.blocks, strict=True)) == 1
    assert after.drawings["skeleton"] == before.drawings["skeleton"]


def test_line_ends_of_other_systems_change_nothing(page):
    assert read_html(b"\xef\xbb\xbf" + page.replace("\n", "\r\n").encode()) == read(page)


def test_a_page_of_somebody_else_has_words_and_no_evidence():
    printed = read("<html><body><p>Hello <b>you</b>, <br>there<img alt='a dog'></body>")
    assert [one.text for one in printed.blocks] == ["Hello you,", "there"]
    assert printed.evidence is None
    assert read("").blocks == ()
    assert read("no markup").blocks == (PrintedBlock("no markup"),)


DAMAGED = "The evidence in the page cannot be read.\nThe file is damaged; ask for the report again."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe<\0p\0", "The page is no text in UTF-8.\nGive the file of a report, as it was written."),
        (b" " * 64_000_001, "The page is larger than 64 MB.\nNo report is as large; give the file of one."),
        (f"{EVIDENCE_TAG}{{}}</script>{EVIDENCE_TAG}{{}}</script>".encode(),
         "The page holds evidence twice.\nGive the file of a report, as it was written."),
        (f"{EVIDENCE_TAG}{{</script>".encode(), DAMAGED),
        (f"{EVIDENCE_TAG}[1]</script>".encode(), DAMAGED),
        (f'{EVIDENCE_TAG}{{"a":"<!--<script>"}}</script>'.encode(), DAMAGED),
        (f"{EVIDENCE_TAG}{'[' * 100_000}</script>".encode(), DAMAGED),
        (f'{EVIDENCE_TAG}{{"a":1'.encode(), DAMAGED),
        (f'{EVIDENCE_TAG}{{"packed":"no base64"}}</script>'.encode(),
         "The evidence cannot be read.\nThe file is damaged; ask for the report again."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(content, message):
    with pytest.raises(InputError) as error:
        read_html(content)
    assert str(error.value) == message


@given(st.binary(max_size=200) | st.text("<>/!-\"'= asvgp&;\n", max_size=60).map(str.encode))
def test_whatever_a_file_holds_there_is_no_traceback(content):
    try:
        printed = read_html(content)
    except InputError:
        return
    assert printed.evidence is None


@given(st.text("<>/!-\"'= ascriptyle&;\n", max_size=80))
def test_the_parts_of_a_page_joined_are_the_page(text):
    assert "".join(token.raw for token in tokens(text)) == text


@pytest.mark.parametrize(
    "piece", ["<!--", '<a "', "<", "<script>", "<svg>", "<style", "<p a='", "&", "<svg><style>", "</", "<!", "<data "]
)
def test_long_nonsense_is_read_once(piece):
    taken = list(tokens(piece * 20_000))
    assert sum(len(token.raw) for token in taken) == 20_000 * len(piece)
    read(piece * 20_000)


def test_damage_anywhere_is_survived(page, rng):
    content = bytearray(page.encode())
    for _ in range(60):
        damaged = bytearray(content)
        for place in rng.integers(0, len(content), size=5):
            damaged[place] = int(rng.integers(0, 256))
        with suppress(InputError):
            read_html(bytes(damaged[: int(rng.integers(1, len(damaged)))]))
