"""A chart to look into, as JupyterLab draws it: offline, without complaint, and with its numbers beside it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.ui

CELLS = [
    """import workbench as wb
audit = wb.audit_decisions("example:loans", decision="approved", favourable="yes", protected=["origin"])
wb.plot(audit)""",
    'wb.build_report(audit, audience="audit")',
]


@pytest.fixture(scope="module")
def drawn(desk):
    """The page with the figure, and what was complained of while it was drawn."""
    page, said = desk.page, []
    listeners = {
        "console": lambda message: said.append(message.text) if message.type in ("error", "warning") else None,
        "pageerror": lambda error: said.append(str(error)),
    }
    for event, listener in listeners.items():
        page.on(event, listener)
    with desk.notebook("plot", CELLS):
        yield page, said
        for event, listener in listeners.items():
            page.remove_listener(event, listener)


def test_it_is_drawn_offline_and_nothing_complains(drawn):
    page, said = drawn
    figure = page.locator(".js-plotly-plot")
    expect(figure.locator("svg.main-svg").first).to_be_visible()
    for text in ("“approved: yes”, by origin", "domestic", "foreign", "62 (n = 6,918)", "41 (n = 3,082)"):
        expect(figure.get_by_text(text, exact=True)).to_be_visible()
    assert figure.bounding_box()["height"] > 100
    assert said == []


def test_what_is_pointed_at_is_told_with_its_interval(drawn):
    page, said = drawn
    figure = page.locator(".js-plotly-plot")
    mark = figure.locator(".scatterlayer .points path").first
    mark.hover(force=True)  # what takes the pointer lies above the mark
    expect(figure.locator(".hoverlayer")).to_contain_text("(n = ")
    page.mouse.move(0, 0)
    assert said == []


def test_its_words_travel_with_it_and_its_numbers_stand_beside_it(drawn):
    page, _ = drawn
    told = page.locator(".js-plotly-plot").evaluate("one => one.layout.meta")
    assert told["takeaway"] == "“approved: yes”, by origin"
    assert told["alternative"].startswith("Chart: one dot with its interval for each group.")
    beside = page.locator(".workbench-report figure").first
    expect(beside.get_by_role("img", name=told["alternative"])).to_be_attached()
    expect(beside.get_by_role("row", name="domestic 6,918 61.8")).to_be_attached()
