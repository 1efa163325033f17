"""Hostile documents in every format: text stays text, numbers that are none draw nothing, and all of it reads back.

Each document is compared with the same one of harmless words: what a program sees in both has to be
made of the same parts.
"""

import re
import shutil
import subprocess
import unicodedata
import zipfile
from dataclasses import dataclass
from html.parser import HTMLParser
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt

from workbench.document.nodes import Document, Name, Paragraph, Section
from workbench.document.reading import reading_order
from workbench.document.wording import plain
from workbench.figures.lettering import width_of
from workbench.figures.static import chart_picture, chart_svg
from workbench.report.evidence import evidence_from_json
from workbench.report.formats import FORMATS, rendered
from workbench.report.lettering import clean
from workbench.report.paper.characters import drawable, missing_characters
from workbench.report.verification.comparison import compare_print

from .hostile import HOSTILE, document
from .walking import blocks

N_QUICK, N_ALL, STEP = 30, 500, 10
BATCHES = [
    pytest.param(range(first, first + STEP), marks=[] if first < N_QUICK else [pytest.mark.slow], id=f"from {first}")
    for first in range(0, N_ALL, STEP)
]
SUFFIXES = [".html", ".pdf", ".docx", ".md", ".json"]
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
NO_NUMBER = re.compile(r"(?<![A-Za-z])(nan|inf|infinity)(?![A-Za-z])", re.IGNORECASE)


@dataclass(frozen=True)
class Case:
    seed: int
    document: Document
    contents: dict
    printed: dict


@pytest.fixture(scope="module", params=BATCHES)
def cases(request):
    """Some documents, written with their evidence in every format, and read back."""
    found = []
    for seed in request.param:
        made = document(seed)
        contents = {suffix: rendered(made, FORMATS[suffix]) for suffix in SUFFIXES}
        found.append(Case(seed, made, contents, {one: FORMATS[one].read(contents[one]) for one in SUFFIXES}))
    return found


def as_harmless(case, suffix):
    """The same document with harmless words, and some evidence."""
    return FORMATS[suffix].render(document(case.seed, harmless=True), {"schema": "workbench.evidence/1"})


def words(text):
    """Text as formats are compared by: without white space, in one case."""
    return "".join(unicodedata.normalize("NFC", text).split()).casefold()


def charts(made):
    return [block for block in blocks(made) if type(block).__name__ == "Chart"]


# What a reader's program makes of it.


class Skeleton(HTMLParser):
    """Elements with the names of their attributes, without what is inside of drawings, and what is in scripts."""

    def __init__(self, page):
        super().__init__()
        self.parts, self.values, self.scripts, self._in = [], [], [], ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        if self._in != "svg":
            # A long name may break anywhere: the one class that depends on a name.
            self.parts.append((tag, tuple(key for key, _ in attributes if not (tag == "bdi" and key == "class"))))
            self.values += [(key, value or "") for key, value in attributes]
            if tag in {"svg", "script"}:
                self._in = tag
                self.scripts += [""] * (tag == "script")

    def handle_endtag(self, tag):
        if tag == self._in:
            self._in = ""
        if self._in != "svg":
            self.parts.append(("/" + tag, ()))

    def handle_comment(self, text):
        self.parts.append(("comment", (text,)))

    def handle_data(self, text):
        if self._in == "script":
            self.scripts[-1] += text


def test_a_page_is_made_of_the_same_elements(cases):
    for case in cases:
        page = Skeleton(case.contents[".html"].decode())
        harmless = Skeleton(as_harmless(case, ".html").decode())
        assert page.parts == harmless.parts, case.seed
        assert page.scripts[:-1] == harmless.scripts[:-1], case.seed  # the last is the evidence
        assert [value for key, value in page.values if key in {"src", "href"} and not value.startswith("#")] == []
        assert [key for key, _ in page.values if key.startswith("on") or key == "style"] == []


def tokens(text):
    """The kinds of Markdown's tokens in order; words and empty comments, which cut addresses, left out."""
    kinds = []
    for token in MARKDOWN.parse(text):
        kinds.append(f"{token.type} {token.tag}")
        for child in token.children or ():
            if child.type == "html_inline":
                assert child.content == "<!-- -->"
            elif child.type != "text":
                kinds.append(child.type)
    return kinds


def test_markdown_means_the_same(cases):
    for case in cases:
        harmless = as_harmless(case, ".md").decode()
        assert tokens(case.contents[".md"].decode()) == tokens(harmless), case.seed


def word_parts(content):
    """Names and elements of a Word file's parts; a text may be several runs, one for each direction of writing."""
    found = {}
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                elements = [(one.tag, tuple(one.attrib)) for one in ET.fromstring(archive.read(name)).iter()]  # noqa: S314 - ours
                found[name] = elements
    return found


def without_runs(elements):
    """Kinds of elements, without runs, and without what keeps short rows on one page."""
    kinds = [tag.rpartition("}")[2] for tag, _ in elements]
    return [kind for kind in kinds if kind not in {"r", "t", "rPr", "rtl", "rStyle", "keepNext"}]


def test_a_word_file_is_made_of_the_same_elements(cases):
    for case in cases:
        parts = word_parts(case.contents[".docx"])
        harmless = word_parts(as_harmless(case, ".docx"))
        assert parts.keys() == harmless.keys(), case.seed
        for name, elements in parts.items():
            one, other = without_runs(elements), without_runs(harmless[name])
            if name.endswith(".rels"):
                one, other = set(one), set(other)  # two charts of the same words share one picture
            assert one == other, (case.seed, name)
        body = {tag.rpartition("}")[2] for tag, _ in parts["word/document.xml"]}
        assert not body & {"object", "altChunk", "control", "OLEObject"}, case.seed
        assert b"TargetMode" not in zipfile.ZipFile(BytesIO(case.contents[".docx"])).read(
            "word/_rels/document.xml.rels"
        )


# What is read back.

AS_PRINTED = {
    ".html": clean,
    ".pdf": drawable,
    ".docx": clean,
    ".md": clean,
    ".json": str,
}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_text_is_returned_by_the_reader(cases, suffix):
    for case in cases:
        returned = words(" ".join(block.text for block in case.printed[suffix].blocks))
        for place, text in reading_order(case.document):
            wanted = words(AS_PRINTED[suffix](plain(text)))
            assert wanted in returned, (case.seed, place)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_evidence_comes_back_whole_and_nothing_is_altered(cases, suffix):
    for case in cases:
        printed = case.printed[suffix]
        evidence = evidence_from_json(printed.evidence)
        facts, expected = ({id: repr(one) for id, one in of.items()} for of in (evidence.facts, case.document.facts))
        assert facts == expected, case.seed
        found = compare_print(evidence.blocks, dict(evidence.drawings), printed, editable=False)
        assert (found.facts, found.passages) == ({}, []), case.seed


# Drawings and paper.


def test_drawings_hold_no_number_that_is_none_and_no_text_outside(cases):
    for case in cases:
        for chart in charts(case.document):
            for svg in (chart_svg(chart), chart_picture(chart).content.decode()):
                root = ET.fromstring(svg)  # noqa: S314 - ours
                _, _, width, height = map(float, root.get("viewBox").split())
                for element in root.iter():
                    assert not [value for value in element.attrib.values() if NO_NUMBER.search(value)], (
                        case.seed,
                        chart.id,
                    )
                    if element.tag.endswith("text"):
                        assert_inside(element, width, height, (case.seed, chart.id))
                    for value in re.findall(r"-?[\d.]+", element.get("d", "")):
                        assert abs(float(value)) < 10_000, (case.seed, chart.id)
            assert chart_picture(chart, format="png").content.startswith(b"\x89PNG")


def assert_inside(element, width, height, place):
    size = float(element.get("font-size"))
    wide = width_of(element.text, size, bold=element.get("font-weight") == "bold")
    left = float(element.get("x")) - wide * {"middle": 0.5, "end": 1.0}.get(element.get("text-anchor"), 0.0)
    assert left >= -0.1, place
    assert left + wide <= width + 0.1, place
    assert 0 <= float(element.get("y")) <= height + 0.1, place


def test_what_the_paper_cannot_show_is_named_and_said(cases):
    for case in cases:
        finding = missing_characters(case.document)
        text = " ".join(block.text for block in case.printed[".pdf"].blocks)
        named = re.search(r"\[U\+[0-9A-F]{4,6}\]", text) is not None
        assert named == (finding is not None), case.seed
        assert ("\ufffd" in text) == any("\ufffd" in plain(one) for _, one in reading_order(case.document)), case.seed
        if finding is not None:
            assert words(finding.title) in words(text), case.seed


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not there to measure with")
def test_nothing_stands_outside_of_the_paper(cases, tmp_path):
    for case in cases:
        path = tmp_path / "a.pdf"
        path.write_bytes(case.contents[".pdf"])
        subprocess.run(["pdftotext", "-bbox", str(path), str(tmp_path / "a.html")], check=True, capture_output=True)
        boxes = (tmp_path / "a.html").read_text(encoding="utf-8", errors="replace")
        for page in boxes.split("<page ")[1:]:
            width, height = (float(value) for value in re.findall(r'(?:width|height)="([\d.]+)"', page)[:2])
            for box in re.findall(r'xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)"', page):
                left, top, right, bottom = map(float, box)
                assert left >= -1, case.seed
                assert right <= width + 1, case.seed
                assert top >= -1, case.seed
                assert bottom <= height + 1, case.seed


# Each text alone, where one would hide behind others.


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("suffix", [".html", ".md", ".docx"])
def test_each_text_alone_is_text(text, suffix):
    def made(word):
        paragraph = Paragraph("m", (word, Name(word)))
        return Document(
            "brief", (word,), (Name(word),), (Section("s", word, (paragraph,)),), {}, "2026-11-21",
            about={"version": "1", "owner": word},
        )  # fmt: skip

    content = rendered(made(text), FORMATS[suffix])
    harmless = rendered(made("alpha"), FORMATS[suffix])
    returned = words(" ".join(block.text for block in FORMATS[suffix].read(content).blocks))
    assert returned.count(words(clean(text))) >= 5
    if suffix == ".html":
        assert Skeleton(content.decode()).parts == Skeleton(harmless.decode()).parts
    elif suffix == ".md":
        assert tokens(content.decode()) == tokens(harmless.decode())
    else:
        one, other = word_parts(content), word_parts(harmless)
        assert {name: without_runs(part) for name, part in one.items()} == (
            {name: without_runs(part) for name, part in other.items()}
        )
