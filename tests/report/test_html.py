"""The file: one page, offline, small, every fact marked, written whole or not at all."""

import os
import re
import stat
from html.parser import HTMLParser

import pytest

import workbench as wb
from workbench.data.examples import loans
from workbench.document.nodes import Chart, Document, Name, Paragraph, Section, Table
from workbench.document.wording import plain
from workbench.errors import InputError
from workbench.report.html import to_html


class Page(HTMLParser):
    """Collects what a test wants to know about a page."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.facts, self.headings, self.words = [], [], [], []
        self._open = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self._open.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self._open and self._open[-1][0] == "data":
            self.facts.append((self._open[-1][1]["value"], self._open[-1][1]["data-part"], data))
        if self._open and self._open[-1][0] in {"h1", "h2", "h3"}:
            self.headings.append((self._open[-1][0], data))
        if not any(tag in {"style", "svg"} for tag, _ in self._open):
            self.words.append(data)


@pytest.fixture(scope="module")
def document():
    example = loans(3_000, seed=7)
    data = wb.read_data(example.frame, **example.roles, name="loans")
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=7)), "logistic_regression")
    return wb.build_report(fitted, wb.explain_model(fitted, n_rows=50), wb.audit_model(fitted), date="2026-11-21")


@pytest.fixture(scope="module")
def page(document):
    return Page(to_html(document))


def test_it_asks_for_nothing_from_anywhere(document, page):
    text = to_html(document)
    addresses = set(re.findall(r"""(?:src|href|xlink:href|url)\s*[=(]\s*["']?([^"')\s>]+)""", text))
    assert {address for address in addresses if not address.startswith(("#", "data:"))} == set()
    assert not {"script", "link", "iframe", "img", "object", "embed"} & {tag for tag, _ in page.elements}


def test_it_has_language_title_and_one_first_heading(page):
    assert page.elements[0] == ("html", {"lang": "en"})
    assert [level for level, _ in page.headings].count("h1") == 1
    assert page.headings[0][0] == "h1"


def test_every_section_is_named_by_its_heading(page):
    sections = [attributes for tag, attributes in page.elements if tag == "section"]
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    assert sections
    assert all(one["aria-labelledby"] in ids for one in sections)


def test_every_fact_on_the_page_is_in_the_document(document, page):
    assert len(page.facts) > 50
    for id, part, text in page.facts:
        fact = document.facts[id]
        value = fact.n if part == "n" else getattr(fact, part)
        number = float(text.replace(",", ""))
        assert min(abs(number - value), abs(number - 100 * value)) <= 0.51, (id, part, text)


def test_tables_have_captions_and_headers(page):
    tables = sum(tag == "table" for tag, _ in page.elements)
    assert tables == sum(tag == "caption" for tag, _ in page.elements) >= 4
    scopes = [attributes.get("scope") for tag, attributes in page.elements if tag == "th"]
    assert set(scopes) == {"col", "row"}


def test_every_drawing_has_a_text_alternative(document, page):
    drawings = [attributes for tag, attributes in page.elements if attributes.get("role") == "img"]
    charts = [block for section in document.sections for block in section.blocks if isinstance(block, Chart)]
    assert [one["aria-label"] for one in drawings] == [chart.alternative for chart in charts]
    assert len(charts) == 2


def test_it_begins_with_its_doctype(document):
    assert to_html(document).startswith("<!DOCTYPE html>\n")


def test_it_prints_on_a4(document):
    assert "@page { size: A4;" in to_html(document)


def test_it_is_small(document):
    assert len(to_html(document).encode()) <= 300_000


def test_the_same_document_is_the_same_page(document):
    assert to_html(document) == to_html(document)


HOSTILE = "<script>alert(1)</script>\"'&{{7*7}}{% raw %}</title>]]>"


def test_nothing_a_person_wrote_becomes_markup():
    text = (Name(HOSTILE), HOSTILE)
    table = Table("t", text, (text, text), ((text, text),), (False, True))
    blocks = (Paragraph("p", text), table)
    page = Page(
        to_html(
            Document("brief", text, text, (Section("s", HOSTILE, blocks),), {}, "2026-11-21", about={"version": "0"})
        )
    )
    assert "script" not in {tag for tag, _ in page.elements}
    assert [tag for tag, _ in page.elements].count("title") == 1
    assert "".join(page.words).count(HOSTILE) >= 10
    assert "49" not in "".join(page.words)


def test_the_file_is_written_and_readable(document, tmp_path):
    path = wb.write_report(document, tmp_path / "new" / "report.html")
    assert path == tmp_path / "new" / "report.html"
    assert path.read_text(encoding="utf-8") == to_html(document)


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_who_may_read_it_is_as_for_any_new_file(document, tmp_path, umask, mode):
    before = os.umask(umask)
    try:
        path = wb.write_report(document, tmp_path / "report.html")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_who_may_read_an_old_file_may_read_the_new_one(document, tmp_path):
    path = tmp_path / "report.html"
    path.write_text("old")
    path.chmod(0o640)
    assert stat.S_IMODE(wb.write_report(document, path).stat().st_mode) == 0o640


def test_a_link_stays_a_link(document, tmp_path):
    (tmp_path / "real.html").write_text("old")
    (tmp_path / "link.html").symlink_to(tmp_path / "real.html")
    assert wb.write_report(document, tmp_path / "link.html") == tmp_path / "real.html"
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "real.html").read_text().startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (None, "path is None.\nGive the name of a file that ends in .html."),
        (
            "~no-such-person/x.html",
            "path is '~no-such-person/x.html', and there is no such home.\nName the folder in full.",
        ),
    ],
)
def test_what_is_no_path_is_refused(document, path, message):
    with pytest.raises(InputError) as error:
        wb.write_report(document, path)
    assert str(error.value) == message


def test_what_is_no_document_is_refused(tmp_path):
    with pytest.raises(InputError) as error:
        wb.write_report("report", tmp_path / "report.html")
    assert str(error.value) == "document is a str.\nGive what build_report returns."


def test_drawings_do_not_share_ids_or_styles(document):
    text = to_html(document)
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    references = set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', text))
    assert {one or other for one, other in references} <= set(ids)
    assert {"chart-data-drawing", "chart-model-drawing"} <= set(ids)
    assert "<style" not in text.split("</style>", 1)[1]


def test_an_old_file_stays_when_writing_fails(document, tmp_path, monkeypatch):
    path = tmp_path / "report.html"
    path.write_text("the old one")

    def fail(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("workbench.report.write.os.fsync", fail)
    with pytest.raises(InputError) as error:
        wb.write_report(document, path)
    assert str(error.value) == (
        f"{str(path)!r} cannot be written: No space left on device.\nChoose a folder that you may write to."
    )
    assert path.read_text() == "the old one"
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]


def test_an_unknown_format_is_refused(document, tmp_path):
    with pytest.raises(InputError) as error:
        wb.write_report(document, tmp_path / "report.rtf")
    assert str(error.value) == (
        "'report.rtf' ends in '.rtf', which is no format of a report.\nA report's name ends in one of: .html, .htm."
    )
    assert plain(document.title)


def test_a_path_that_no_file_can_have_is_refused(document):
    with pytest.raises(InputError) as error:
        wb.write_report(document, "a\0.html")
    assert str(error.value) == "path is 'a\\x00.html', which no file can be called.\nLeave out the character \\x00."


def test_an_unknown_format_is_refused_before_anything_is_computed(tmp_path):
    steps = []
    with pytest.raises(InputError):
        wb.report_data(wb.read_data("example:admissions"), tmp_path / "report.rtf", progress=steps.append)
    assert steps == []
