"""The report as its readers open it: offline, without barriers, on a screen, a phone and paper."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe

import workbench as wb
from workbench.audit.counts import audit_counts
from workbench.audit.policy import Policy, Rule

pytestmark = pytest.mark.ui

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
# Text of a drawing that stands outside of it.
OUTSIDE = """() => [...document.querySelectorAll('.drawing svg')].flatMap(svg => {
             const box = svg.getBoundingClientRect();
             return [...svg.querySelectorAll('text')].filter(text => {
               const inner = text.getBoundingClientRect();
               return inner.right > box.right + 1 || inner.left < box.left - 1;
             }).map(text => text.textContent);
           })"""
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return wb.report_data(wb.read_data("example:loans"), tmp_path_factory.mktemp("report") / "loans.html", seed=7)


def long_report(folder):
    """Everything an audit found: many groups, strata, hostile names, a standard."""
    hostile = "<script>alert(1)</script>\"'&{{7*7}}" + "x" * 80
    rng = np.random.default_rng(1)
    rows = [
        (sex, race, site, int(rng.integers(5, 90)), int(rng.integers(90, 200)))
        for sex in ("women", "men", hostile)
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
        name=hostile,
        policy=Policy(rules, standards={"four-fifths": {}}),
    )
    return wb.write_report(wb.build_report(audit, audience="audit"), folder / "audit.html")


@pytest.fixture
def long_page(browser, tmp_path):
    """The long report with the network cut."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, offline=True)
    page = context.new_page()
    page.goto(long_report(tmp_path).as_uri())
    yield page
    context.close()


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


@pytest.mark.parametrize("width", [320, 1280])
def test_the_long_report_has_no_barriers(long_page, width):
    long_page.set_viewport_size({"width": width, "height": 900})
    found = Axe().run(long_page, options=RULES)
    assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []
    assert long_page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_long_report_is_walked_through_by_its_contents(long_page):
    contents = long_page.get_by_role("navigation", name="On this page")
    titles = [one.inner_text() for one in contents.get_by_role("link").all()]
    assert titles == [one.inner_text() for one in long_page.get_by_role("heading", level=2).all()]
    contents.get_by_role("link", name="What could have been seen").click()
    assert long_page.get_by_role("heading", name="What could have been seen").bounding_box()["y"] < 900
    assert all(box["height"] >= 24 for box in (one.bounding_box() for one in contents.get_by_role("link").all()))


def test_its_wide_tables_scroll_inside_their_own_box(long_page):
    long_page.set_viewport_size({"width": 320, "height": 800})
    wide = long_page.evaluate(
        """() => [...document.querySelectorAll('.scroll')].filter(box => box.scrollWidth > box.clientWidth)
             .map(box => box.tabIndex)"""
    )
    assert wide
    assert set(wide) == {0}


def test_labels_of_long_charts_stay_inside_the_drawing(long_page):
    assert long_page.evaluate(OUTSIDE) == []


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
    assert opened.evaluate(OUTSIDE) == []


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
