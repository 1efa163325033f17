"""The report as its readers open it: offline, without barriers, on a screen, a phone and paper."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

import workbench as wb

pytestmark = pytest.mark.ui

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return wb.report_data(wb.read_data("example:loans"), tmp_path_factory.mktemp("report") / "loans.html", seed=7)


@pytest.fixture
def opened(browser, report):
    """The report with the network cut, and every address it asked for."""
    context = browser.new_context(viewport={"width": 1100, "height": 900}, offline=True)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report.as_uri())
    yield page
    context.close()
    assert asked == [report.as_uri()]


@pytest.mark.parametrize("width", [320, 1280])
def test_it_has_no_barriers(opened, width):
    opened.set_viewport_size({"width": width, "height": 900})
    found = Axe().run(opened, options=RULES)
    assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []
    assert len(found.response["passes"]) > 10


def test_it_does_not_scroll_sideways_on_a_phone(opened):
    opened.set_viewport_size({"width": 320, "height": 800})
    assert opened.evaluate("document.documentElement.scrollWidth") <= 320


def test_it_reads_without_scripts(browser, report):
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(report.as_uri())
    assert page.locator("h1").inner_text() == "loans: what is decided, and how groups fare"
    assert page.get_by_role("heading", name="What the data say").is_visible()
    context.close()


def test_wide_tables_are_reached_with_the_keyboard(opened):
    for _ in range(2):  # the chart first, then its table
        opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.className") == "scroll"
    assert opened.evaluate("document.activeElement.getAttribute('aria-labelledby')") == "rates-data-caption"


def test_labels_of_the_chart_stay_inside_the_drawing(opened):
    outside = opened.evaluate(
        """() => [...document.querySelectorAll('.drawing svg')].flatMap(svg => {
             const box = svg.getBoundingClientRect();
             return [...svg.querySelectorAll('text')].filter(text => {
               const inner = text.getBoundingClientRect();
               return inner.right > box.right + 1 || inner.left < box.left - 1;
             }).map(text => text.textContent);
           })"""
    )
    assert outside == []


def test_charts_are_reached_on_a_phone_with_the_keyboard(opened):
    opened.set_viewport_size({"width": 320, "height": 800})
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.getAttribute('aria-labelledby')") == "chart-data-takeaway"


def test_it_prints_on_two_pages_at_most(opened, tmp_path):
    printed = opened.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    assert 1 <= printed.count(b"/Type /Page\n") <= 2


def test_its_picture_is_taken_on_wish(opened):
    opened.set_viewport_size({"width": 1000, "height": 1060})
    picture = opened.screenshot()
    assert len(picture) > 50_000
    if os.environ.get("WORKBENCH_PICTURES") == "1":
        PICTURES.mkdir(parents=True, exist_ok=True)
        (PICTURES / "report.png").write_bytes(picture)
