"""The report as its readers open it: offline, without barriers, on a screen, a phone and paper."""

import os
import re
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbconvert import HTMLExporter

import workbench as wb
from workbench.audit.counts import audit_counts
from workbench.audit.policy import Policy, Rule
from workbench.document.nodes import Name, Paragraph, Section, Term, Terms
from workbench.figures.explorer import explorer_data
from workbench.report.evidence import evidence_of
from workbench.report.html import to_fragment, to_html
from workbench.report.printed.html import read_html

from .looks import CUT_OFF, RULES

pytestmark = pytest.mark.ui

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
HOSTILE = "<script>alert(1)</script>\"'&{{7*7}}" + "x" * 80
# Text of a drawing that stands outside of it.
OUTSIDE = """() => [...document.querySelectorAll('.drawing svg')].flatMap(svg => {
             const box = svg.getBoundingClientRect();
             return [...svg.querySelectorAll('text')].filter(text => {
               const inner = text.getBoundingClientRect();
               return inner.right > box.right + 1 || inner.left < box.left - 1;
             }).map(text => text.textContent);
           })"""
# What WCAG 1.4.12 asks a page to bear.
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
            p { margin-bottom: 2em !important; }"""


def a_brief(folder):
    data = wb.read_data("example:loans")
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=7)), "logistic_regression")
    audit = wb.audit_model(fitted)
    document = wb.build_report(fitted, wb.explain_model(fitted, n_rows=50), audit, date="2026-11-21", owner="Credit")
    return replace(document, explorer=explorer_data(audit, "sex"), expires="2199-11-21"), folder / "brief.html"


def an_audit(folder):
    """Everything an audit found: many groups, strata, hostile names, a standard; a notice, and a form."""
    rng = np.random.default_rng(1)
    rows = [
        (sex, race, site, int(rng.integers(5, 90)), int(rng.integers(90, 200)))
        for sex in ("women", "men", HOSTILE)
        for race in ("White", "Black", "Asian", "Native", "Two or more")
        for site in ("A", "B", "C")
    ]
    table = pd.DataFrame(rows, columns=["sex", "race", "site", "selected", "total"])
    rules = (Rule("selection_rate", 0.05), Rule("selection_rate", 0.8, scale="ratio"))
    audit = audit_counts(
        table,
        protected=["sex", "race"],
        strata=["site"],
        crossings=[("sex", "race")],
        name=HOSTILE,
        policy=Policy(rules, standards={"four-fifths": {}}),
    )
    document = wb.build_report(audit, audience="audit", date="2026-11-21")
    words = Terms("words", (Term("gap", ("Gap",), (("A difference.",),)), Term("owner", ("Owner",), (("—",),), True)))
    added = Section("more", "More", (Section("more-words", "Words", (words,)),))
    notices = (Paragraph("notice", ("A finding was overruled by ", Name(HOSTILE), ".")),)
    more = {"sections": (*document.sections, added), "notices": notices, "expires": "2020-01-01"}
    return replace(document, **more), folder / "audit.html"


def a_data_report(folder):
    """The data of the bundled loans, with a hostile column, groups beside declared shares, and what was held out."""
    frame = wb.load_example("loans").frame.head(1_000)
    frame[HOSTILE] = [HOSTILE + str(place % 3) for place in range(len(frame))]
    data = wb.read_data(frame, target="approved", favourable="yes", protected=["sex", HOSTILE], name=HOSTILE)
    profile = wb.profile_data(data, population={"sex": {"female": 0.7, "male": 0.3}})
    split = wb.split_data(data)
    document = wb.build_report(profile, wb.prepare_data(split), audience="data", date="2026-11-21")
    return document, folder / "data.html"


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """The files of three documents, by name, with their evidence."""
    found = {}
    for name, make in (("brief", a_brief), ("audit", an_audit), ("data", a_data_report)):
        document, path = make(tmp_path_factory.mktemp(name))
        evidence = evidence_of(document, read_html(to_html(document).encode()))
        path.write_text(to_html(document, evidence), encoding="utf-8")
        found[name] = (document, path)
    return found


@contextmanager
def cut_off(browser):
    """Lend what opens a file with the network cut. At the end it has asked for nothing and complained of nothing."""
    contexts, asked, said = [], [], []

    def opened(path, **settings):
        context = browser.new_context(offline=True, **{"viewport": {"width": 1280, "height": 900}, **settings})
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(path.as_uri())
        own.add(path.as_uri())
        return page

    own = set()
    yield opened
    for context in contexts:
        context.close()
    assert set(asked) == own
    assert said == []


@pytest.fixture
def open_page(browser):
    """Opens a file with the network cut, on a page of its own."""
    with cut_off(browser) as opened:
        yield opened


@pytest.fixture(scope="module")
def open_to_axe(browser, reports):
    """Each document on a page that takes the script of axe, which adds one of its own."""
    with cut_off(browser) as opened:
        yield {name: opened(path, bypass_csp=True) for name, (_, path) in reports.items()}


@pytest.fixture
def brief(open_page, reports):
    return open_page(reports["brief"][1])


@pytest.fixture
def audit(open_page, reports):
    return open_page(reports["audit"][1])


def barriers(page):
    found = Axe().run(page, options=RULES).response
    assert len(found["passes"]) > 10
    return [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("light", ["light", "dark", "print"])
@pytest.mark.parametrize("name", ["brief", "audit", "data"])
def test_there_are_no_barriers(open_to_axe, name, light, width):
    page = open_to_axe[name]
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(
        media="print" if light == "print" else "screen", color_scheme="dark" if light == "dark" else "light"
    )
    assert barriers(page) == []
    assert light == "print" or page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", ["brief", "audit", "data"])
def test_nothing_is_fetched_and_nothing_is_refused(open_page, reports, name):
    page = open_page(reports[name][1])
    assert page.locator("h1").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") == "1056px"


def test_it_is_dark_where_its_reader_wants_it(open_page, reports):
    colors = {}
    for scheme in ("light", "dark"):
        page = open_page(reports["brief"][1], color_scheme=scheme)
        style = "getComputedStyle(document.documentElement)"
        colors[scheme] = page.evaluate(f"[{style}.backgroundColor, {style}.color]")
        drawn = page.locator(".drawing text").evaluate_all("all => all.map(one => getComputedStyle(one).fill)")
        assert colors[scheme][1] in drawn
    assert len({*colors["light"], *colors["dark"]}) == 4


@pytest.mark.parametrize("name", ["brief", "audit", "data"])
@pytest.mark.parametrize("change", ["spaced", "zoomed", "forced"])
def test_it_bears_wide_text_zoom_and_forced_colors(open_page, reports, name, change):
    width = 640 if change == "zoomed" else 320  # 1280 pixels at twice the size
    settings = {
        "viewport": {"width": width, "height": 800},
        "forced_colors": "active" if change == "forced" else "none",
    }
    page = open_page(reports[name][1], bypass_csp=True, **settings)
    if change == "spaced":
        page.add_style_tag(content=SPACED)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT_OFF) == []
    if name != "data":  # which has no verdict
        style = "getComputedStyle(document.querySelector('.verdict, .notices'))"
        assert page.evaluate(f"{style}.borderLeftStyle") == "solid"


def test_the_keyboard_reaches_everything_that_scrolls_in_order(audit):
    audit.set_viewport_size({"width": 320, "height": 800})
    names = "all => all.map(one => one.getAttribute('aria-labelledby'))"
    regions = audit.locator(".scroll")
    assert regions.count() > 5
    reached = []
    for _ in range(regions.count() + audit.locator("a").count()):
        audit.keyboard.press("Tab")
        reached.append(audit.evaluate("document.activeElement.getAttribute('aria-labelledby')"))
    assert [one for one in reached if one] == regions.evaluate_all(names)
    outline = audit.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_wide_tables_scroll_with_the_keyboard_and_their_captions_stay(audit):
    audit.set_viewport_size({"width": 320, "height": 800})
    wide = audit.locator(".scroll:has(> table.wide)").first
    wide.focus()
    before = wide.locator("caption > span").bounding_box()["x"]
    for _ in range(5):
        audit.keyboard.press("ArrowRight")
    audit.wait_for_function("box => box.scrollLeft > 40", arg=wide.element_handle())
    assert wide.locator("caption > span").bounding_box()["x"] == before


def test_the_long_report_is_walked_through_by_its_contents(audit):
    contents = audit.get_by_role("navigation", name="On this page")
    titles = [one.inner_text() for one in contents.get_by_role("link").all()]
    assert titles == audit.locator(":is(h2, h3)").all_inner_texts()
    contents.get_by_role("link", name="What could have been seen").click()
    assert audit.get_by_role("heading", name="What could have been seen").bounding_box()["y"] < 900
    assert all(box["height"] >= 24 for box in (one.bounding_box() for one in contents.get_by_role("link").all()))


@pytest.mark.parametrize("name", ["brief", "audit", "data"])
def test_labels_of_charts_stay_inside_the_drawing(open_page, reports, name):
    assert open_page(reports[name][1]).evaluate(OUTSIDE) == []


def test_no_line_of_text_is_longer_than_70_characters(audit):
    longest = audit.evaluate(
        """() => Math.max(...[...document.querySelectorAll(':is(p, li, dd, figcaption):not(nav *)')].map(one => {
             const zero = document.createElement('span');
             zero.textContent = '0';
             zero.style.position = 'absolute';
             const width = one.getBoundingClientRect().width;
             one.append(zero);
             const characters = width / zero.getBoundingClientRect().width;
             zero.remove();
             return characters;
           }))"""
    )
    assert 60 < longest <= 70.1


def test_it_reads_without_scripts(open_page, reports):
    document, path = reports["brief"]
    page = open_page(path, java_script_enabled=False)
    assert page.locator("h1").inner_text() == "loans: what is decided, and how groups fare"
    assert page.locator("h2").all_inner_texts() == [*(one.title for one in document.sections), "Other thresholds"]
    assert page.get_by_text("The slider needs JavaScript.").is_visible()
    assert page.locator("#past-its-date").is_hidden()


def test_the_explorer_mounts_itself_and_its_sentence_goes(brief):
    assert brief.get_by_role("slider").first.is_visible()
    assert brief.get_by_text("The slider needs JavaScript.").is_hidden()
    brief.emulate_media(media="print")
    assert brief.locator("#explorer").is_hidden()


def test_a_report_past_its_date_says_so_when_it_is_opened(browser, reports, open_page):
    path = reports["brief"][1]
    late = open_page(path)
    assert late.locator("#past-its-date").is_hidden()
    for day, is_shown in (("2199-11-21", False), ("2199-11-22", True)):
        context = browser.new_context(offline=True, timezone_id="Pacific/Auckland")
        page = context.new_page()
        page.clock.set_fixed_time(f"{day}T09:00:00+13:00")
        page.goto(path.as_uri())
        assert page.locator("#past-its-date").is_visible() == is_shown
        context.close()


def pages(pdf):
    return len(re.findall(rb"/Type /Page\n", pdf))


def test_the_brief_prints_on_one_page(brief):
    assert pages(brief.pdf(prefer_css_page_size=True)) == 1


def test_the_brief_of_eight_groups_prints_on_one_page(open_page, tmp_path):
    groups = {f"group {letter}": (60 + 3 * place, 200) for place, letter in enumerate("ABCDEFGH")}
    table = pd.DataFrame([(name, *counts) for name, counts in groups.items()], columns=["race", "selected", "total"])
    path = wb.write_report(wb.build_report(wb.audit_counts(table), date="2026-11-21"), tmp_path / "eight.html")
    assert pages(open_page(path).pdf(prefer_css_page_size=True)) == 1


def test_no_heading_stands_alone_and_no_row_is_torn(audit):
    audit.emulate_media(media="print")
    broken = audit.evaluate(
        """() => [...document.querySelectorAll('h2, h3, h4, figcaption, tr')].filter(one => {
             const style = getComputedStyle(one);
             return one.tagName === 'TR' ? style.breakInside !== 'avoid' : style.breakAfter !== 'avoid';
           }).map(one => one.outerHTML.slice(0, 80))"""
    )
    assert broken == []
    assert pages(audit.pdf(prefer_css_page_size=True)) > 2


@pytest.fixture(scope="module")
def notebook(reports, tmp_path_factory):
    """A notebook with all documents, as nbconvert writes it, by its theme."""
    outputs = [
        nbformat.v4.new_output("display_data", {"text/html": to_fragment(document), "text/plain": repr(document)})
        for document, _ in reports.values()
    ]
    cells = [nbformat.v4.new_markdown_cell("# Mine\n\n| a |\n|---|\n| b |"), nbformat.v4.new_code_cell(outputs=outputs)]
    written = nbformat.v4.new_notebook(cells=cells)
    folder = tmp_path_factory.mktemp("notebook")
    for theme in ("light", "dark"):
        text, _ = HTMLExporter(theme=theme).from_notebook_node(written)
        text = re.sub(r"<script[^>]*src=.*?</script>", "", text, flags=re.DOTALL)  # mathematics, from elsewhere
        (folder / f"{theme}.html").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_notebook_shows_documents_whole_and_in_its_own_light(browser, reports, notebook, theme):
    context = browser.new_context(viewport={"width": 1200, "height": 900}, offline=True)
    page = context.new_page()
    page.goto((notebook / f"{theme}.html").as_uri())
    assert page.locator(".workbench-report").count() == len(reports)
    assert page.locator(".workbench-report :is(iframe, script)").count() == 0
    assert page.evaluate(CUT_OFF.replace("main *", ".jp-Cell *")) == []
    paper, body = (page.locator(one).first.evaluate("one => getComputedStyle(one).backgroundColor") for one in
                   (".workbench-report", "body"))  # fmt: skip
    assert paper == body
    found = Axe().run(page, context=".workbench-report", options={**RULES, "runOnly": ["color-contrast"]}).response
    assert [one["nodes"][0]["html"] for one in found["violations"]] == []
    context.close()


def test_a_document_changes_nothing_of_the_notebook_around_it(browser, notebook):
    style = """() => ['h1', 'table', 'th', 'td', 'body'].map(tag => {
                 const one = document.querySelector(tag === 'body' ? tag : `.jp-MarkdownOutput ${tag}`);
                 const { color, fontSize, padding, margin, textAlign, backgroundColor } = getComputedStyle(one);
                 return [tag, color, fontSize, padding, margin, textAlign, backgroundColor];
               })"""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, offline=True)
    page = context.new_page()
    page.goto((notebook / "light.html").as_uri())
    with_reports = page.evaluate(style)
    page.evaluate("document.querySelectorAll('.workbench-report').forEach(one => one.remove())")
    assert page.evaluate(style) == with_reports
    context.close()


def test_its_picture_is_taken_on_wish(brief):
    brief.set_viewport_size({"width": 1120, "height": 1200})
    picture = brief.screenshot()
    assert len(picture) > 50_000
    if os.environ.get("WORKBENCH_PICTURES") == "1":
        PICTURES.mkdir(parents=True, exist_ok=True)
        (PICTURES / "report.png").write_bytes(picture)
