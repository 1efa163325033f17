"""The page: offline, small, every fact marked, told what to run and to apply, readable by machines and people."""

import math
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise

import pytest

import workbench as wb
from workbench.document.drawings import Point, Waterfall
from workbench.document.nodes import Chart, Document, Name, Paragraph, Section, Shown, Table, Term, Terms
from workbench.document.wording import MESSAGES
from workbench.figures.explorer import explorer_data
from workbench.report.data_block import EVIDENCE_TAG, evidence_block, evidence_in, script_json
from workbench.report.evidence import evidence_of
from workbench.report.html import to_fragment, to_html
from workbench.report.printed.html import read_html
from workbench.report.styles import page_style

from .reported_loans import loan_results

AUDIENCES = ("brief", "technical", "annex", "audit")


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
        if self._open and self._open[-1][0] in {"h1", "h2", "h3", "h4"}:
            self.headings.append((self._open[-1][0], data))
        if not any(tag in {"style", "script", "svg"} for tag, _ in self._open):
            self.words.append(data)


@pytest.fixture(scope="module")
def results():
    return loan_results(3_000, explained=50)


@pytest.fixture(scope="module")
def documents(results):
    return {one: wb.build_report(*results, audience=one, date="2026-11-21") for one in AUDIENCES}


@pytest.fixture(scope="module")
def document(documents):
    return documents["brief"]


@pytest.fixture(scope="module")
def page(document):
    return Page(to_html(document))


def with_evidence(document):
    return to_html(document, evidence_of(document, read_html(to_html(document).encode())))


def small(*sections, **more):
    """A document with what a test is about."""
    return Document("technical", ("Title",), ("Lead.",), sections, {}, "2026-11-21", about={"version": "0"}, **more)


def digests(text, tag):
    found = re.findall(rf"<{tag}(?: type=\"module\")?>(.*?)</{tag}>", text, re.DOTALL)
    return [f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" for one in found]


def policy(text):
    content = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1].replace("&#39;", "'")
    return dict(one.strip().split(" ", 1) for one in content.split(";"))


def test_it_asks_for_nothing_from_anywhere(document, page):
    text = to_html(document)
    addresses = set(re.findall(r"""(?:src|href|xlink:href|url)\s*[=(]\s*["']?([^"')\s>]+)""", text))
    assert {address for address in addresses if not address.startswith(("#", "data:"))} == set()
    assert not {"link", "iframe", "img", "object", "embed"} & {tag for tag, _ in page.elements}
    assert all("src" not in attributes for tag, attributes in page.elements if tag == "script")


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
    assert len(page.facts) > 30
    for id, part, text in page.facts:
        fact = document.facts[id]
        value = fact.n if part == "n" else getattr(fact, part)
        number = float(text.replace(",", ""))
        assert min(abs(number - value), abs(number - 100 * value)) <= 0.51, (id, part, text)


def test_tables_have_captions_and_headers(page):
    tables = sum(tag == "table" for tag, _ in page.elements)
    assert tables == sum(tag == "caption" for tag, _ in page.elements) >= 2
    scopes = [attributes.get("scope") for tag, attributes in page.elements if tag == "th"]
    assert set(scopes) == {"col", "row"}


def test_every_drawing_has_a_text_alternative(document, page):
    drawings = [attributes for tag, attributes in page.elements if attributes.get("role") == "img"]
    charts = [block for section in document.sections for block in section.blocks if isinstance(block, Chart)]
    assert [one["aria-label"] for one in drawings] == [chart.alternative for chart in charts]
    assert charts


def test_it_begins_with_its_doctype(document):
    assert to_html(document).startswith("<!DOCTYPE html>\n")


def test_it_prints_on_a4(document):
    assert "@page { size: A4;" in to_html(document)


@pytest.mark.parametrize(("audience", "most"), [("brief", 300_000), ("technical", 1_000_000)])
def test_it_is_small_with_its_evidence(documents, audience, most):
    assert len(with_evidence(documents[audience]).encode()) <= most


def test_the_same_document_is_the_same_page(document):
    assert to_html(document) == to_html(document)


HOSTILE = "<script>alert(1)</script>\"'&{{7*7}}{% raw %}</title>]]>"


def test_nothing_a_person_wrote_becomes_markup():
    text = (Name(HOSTILE), HOSTILE)
    table = Table("t", text, (text, text), ((text, text),), (False, True))
    terms = Terms("g", (Term("a", text, (text,)),))
    blocks = (Paragraph("p", text), table, terms)
    page = Page(
        to_html(
            Document(
                *("brief", text, text, (Section("s", HOSTILE, blocks),), {}, "2026-11-21"),
                about={"version": HOSTILE},
                notices=(Paragraph("n", text),),
            )
        )
    )
    assert "script" not in {tag for tag, _ in page.elements}
    assert [tag for tag, _ in page.elements].count("title") == 1
    assert "".join(page.words).count(HOSTILE) >= 10
    assert "49" not in "".join(page.words)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_ids_are_there_once_and_what_is_referred_to_exists(documents, audience):
    elements = Page(to_html(documents[audience])).elements
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    referred = {attributes.get("href", "#")[1:] or attributes.get("aria-labelledby") for _, attributes in elements}
    assert referred - {None} <= set(ids)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_level_of_headings_is_left_out(documents, audience):
    levels = [int(level[1]) for level, _ in Page(to_html(documents[audience])).headings]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_sections_nest_and_contents_go_two_levels_deep():
    inner = Section("c", "Third", (Paragraph("p", ("words",)),))
    many = [Section(f"a{n}", f"First {n}", (Section(f"b{n}", f"Second {n}", ()),)) for n in range(5)]
    many[0] = Section("a0", "First 0", (Section("b0", "Second 0", (inner,)),))
    page = Page(to_html(small(*many)))
    assert [level for level, _ in page.headings][:4] == ["h1", "h2", "h3", "h4"]
    links = [attributes["href"] for tag, attributes in page.elements if tag == "a"]
    assert links == [f"#{letter}{n}" for n in range(5) for letter in "ab"]


def test_a_long_report_is_read_in_a_window_of_its_own_in_a_notebook_and_a_short_one_is_not(document):
    def frames(text):
        return [one for tag, one in Page(text).elements if tag == "div" and "frame" in one.get("class", "").split()]

    many = small(*(Section(f"a{n}", f"First {n}", (Paragraph(f"p{n}", ("words",)),)) for n in range(9)))
    [frame] = frames(to_fragment(many))
    assert (frame["tabindex"], frame["role"]) == ("0", "group")
    assert frame["aria-label"]
    assert frames(to_html(many)) == frames(to_fragment(document)) == []


def test_a_long_table_behind_a_chart_is_folded_in_a_notebook_alone(document):
    [chart, *_] = [one for section in document.sections for one in section.blocks if isinstance(one, Chart)]

    def folded(n_rows, render):
        table = replace(chart.table, rows=(chart.table.rows[0],) * n_rows, parts=())
        text = render(small(Section("a", "First", (replace(chart, table=table),))))
        assert text.count("<tr>") == n_rows + 1
        return len(re.findall(r"<details><summary>Show the numbers</summary>\s*<div class=\"scroll\"", text))

    assert [folded(n, to_fragment) for n in (12, 13)] == [0, 1]
    assert folded(13, to_html) == 0


def test_a_table_that_repeats_its_drawing_is_folded_in_a_notebook_alone():
    def folds(n_columns, render):
        table = Table("t", ("c",), (("x",),) * n_columns, ((("1",),) * n_columns,), (False,) * n_columns)
        start, step, end = (Point(Name(one), one, 1.0, math.nan, math.nan, "1") for one in ("from", "step", "to"))
        chart = Chart("c", ("Way",), "heard", Waterfall("x", start, (step,), end), table)
        return "<details>" in render(small(Section("a", "First", (chart,))))

    assert folds(2, to_fragment)
    assert not folds(2, to_html)
    assert not folds(3, to_fragment)  # limits, say, which are not drawn


def test_short_documents_have_no_contents(page):
    assert "nav" not in {tag for tag, _ in page.elements}


def test_terms_are_a_list_of_definitions():
    terms = Terms(
        "t",
        (
            Term(
                "a",
                ("Word",),
                (("One.",), ("Two, ", Shown("f", "28"))),
            ),
            Term("b", ("Field",), (("—",),), True),
        ),
    )
    text = to_html(small(Section("s", "S", (terms,))))
    assert re.sub(r">\s+<", "><", text[text.index("<dl") : text.index("</dl>")]).strip() == (
        '<dl id="t"><dt>Word</dt><dd><p>One.</p><p>Two, <data value="f" data-part="value">28</data></p></dd>'
        '<dt>Field</dt><dd class="missing"><p>—</p></dd>'
    )


def test_notices_stand_before_everything_else():
    text = to_html(small(notices=(Paragraph("n", ("Finding WB501 was ", Name("overruled"), ".")),)))
    body = text[text.index("<body>") :]
    assert 0 < body.index('role="note"') < body.index("WB501") < body.index("<h1>")
    assert "hidden" not in body[: body.index("<h1>")].replace('aria-hidden="true"', "")
    assert MESSAGES["page.notices"] in body


@pytest.mark.parametrize(("expires", "is_past"), [("2026-11-20", True), ("2026-11-21", False), ("2027-11-21", False)])
def test_a_report_past_its_date_says_so_and_any_other_waits(expires, is_past):
    elements = Page(to_html(small(expires=expires))).elements
    waiting = [attributes for _, attributes in elements if "hidden" in attributes]
    assert len(waiting) == (not is_past)
    assert all(one["data-until"] == expires for one in waiting)
    said = MESSAGES["page.past"].format(day=expires)
    assert said in to_html(small(expires=expires))
    assert MESSAGES["page.until"].format(day=expires) in to_html(small(expires=expires))


def test_a_report_without_a_date_and_a_slider_runs_nothing(document):
    bare = replace(document, explorer={})
    assert "<script" not in to_html(bare)
    assert policy(to_html(bare))["script-src"] == "'none'"


def test_only_what_is_listed_by_its_digest_is_run_and_applied(document, results):
    explored = replace(document, expires="2027-11-21", explorer=explorer_data(results[2], "sex"))
    for one in (document, explored):
        text = to_html(one)
        told = policy(text)
        assert told["default-src"] == told["base-uri"] == told["form-action"] == "'none'"
        assert "unsafe" not in str(told)
        assert (digests(text, "script") or ["'none'"]) == told["script-src"].split()
        applied = told["style-src"].split()
        assert digests(text, "style") == applied[:1]
        assert len(applied) == 1 + bool(one.explorer), "the explorer brings one of its own"
        assert not re.search(r"<[^>]*\s(?:style|on[a-z]+)=", re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL))


def test_the_explorer_has_a_heading_a_sentence_and_a_way_without_scripts(document, results):
    data = explorer_data(results[2], "sex")
    text = to_html(replace(document, explorer=data))
    for id in ("page.explorer", "page.explorer_lead", "page.explorer_script"):
        assert MESSAGES[id] in text
    [inside] = re.findall(r'<div data-workbench-explorer><script type="application/json">(.*?)</script>', text)
    assert inside == script_json(data)


def test_where_there_is_no_slider_the_reason_is_said_and_nothing_runs(document):
    text = to_html(replace(document, explorer={"schema": "workbench.explorer/1", "reason": "Too few <steps>."}))
    assert "<p>Too few &lt;steps&gt;.</p>" in text
    assert "<script" not in text


def test_evidence_is_in_the_page_and_changes_nothing_else(document):
    plain_page, full = to_html(document), with_evidence(document)
    start = full.index(EVIDENCE_TAG)
    assert full[:start] + full[full.index("</script>", start) + len("</script>\n") :] == plain_page


@pytest.mark.parametrize("size", [1, 100_000])
def test_evidence_comes_back_whatever_is_in_it(size):
    evidence = {"a": "</script><!--<script>&amp;\u2028\u2029\ud800" * size, "n": [1, None, 0.1]}
    block = evidence_block(evidence)
    inside = block.removeprefix(EVIDENCE_TAG).removesuffix("</script>")
    assert not set("<>&\u2028\u2029") & set(inside)
    assert inside.isascii()
    assert evidence_in(inside) == evidence
    assert len(block) < 50_000


def luminance(color):
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_of_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


SCHEMES = {
    scheme: dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6})", "".join(sheets)))
    for scheme, sheets in {
        "light": re.findall(r"^:root \{(.*?)\}", page_style(), re.DOTALL | re.MULTILINE),
        "dark": re.findall(r"dark\) \{\s*:root \{(.*?)\}", page_style(), re.DOTALL),
    }.items()
}
# Lines between rows, and a grid behind a drawing, only guide the eye: nothing is told by them.
TEXTS = {"--ink", "--quiet", "--accent", "--warning", "--confirm", "--chart-ink", "--chart-quiet"}
SHAPES = {"--chart-band", *(f"--chart-{n}" for n in range(1, 7))}
GUIDES = {"--line", "--chart-grid"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_color_can_be_told_from_the_paper(scheme):
    colors = SCHEMES[scheme]
    assert set(colors) == {"--paper", "--chart-paper"} | TEXTS | SHAPES | GUIDES
    assert colors["--paper"] == colors["--chart-paper"]
    assert {name for name in TEXTS if contrast(colors[name], colors["--paper"]) < 4.5} == set()
    assert {name for name in SHAPES if contrast(colors[name], colors["--paper"]) < 3} == set()


def test_there_are_three_sizes_of_text():
    sizes = set(re.findall(r"font-size: ([^;]+);", page_style()))
    assert sizes == {"var(--text)", "var(--heading)", "var(--title)"}
