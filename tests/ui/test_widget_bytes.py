"""What widgets send to the browser, counted on its websocket: little, however many rows there are."""

import pytest
from playwright.sync_api import expect

from .notebooks import widget

pytestmark = pytest.mark.ui

MOST_SHOWN, MOST_CHANGED = 200_000, 20_000
CELLS = [
    """import numpy as np, pandas as pd, workbench as wb
rng = np.random.default_rng(7)
rows = 200_000
people = pd.DataFrame({"score": rng.random(rows), "sex": rng.choice(["f", "m"], rows)})
people["area"] = [f"area {one:02}" for one in rng.integers(0, 30, rows)]
audit = wb.audit_decisions(people, score="score", threshold=0.5, protected=["sex", "area"])""",
    "wb.explore_audit(audit)",
    "wb.pick_roles(people)",
    """letters = np.array([*"abcdefghijklmnopqrstuvwxyz"])
few = people.head(40_000).drop(columns=["sex", "area"])
for title, n in (("branch", 500), ("team", 24)):
    names = np.array([f"{one:03} " + "".join(rng.choice(letters, 296)) for one in range(n)])
    few[title] = names[rng.integers(0, n, len(few))]
long = wb.audit_decisions(few, score="score", threshold=0.5, protected=["branch", "team"])
wb.explore_audit(long)""",
]
RUN = """place => {
  const { content } = window.jupyterapp.shell.currentWidget;
  content.deselectAll();
  content.activeCellIndex = place;
  void window.jupyterapp.commands.execute('notebook:run-cell');
}"""
COUNT = "place => window.jupyterapp.shell.currentWidget.content.model.cells.get(place).executionCount"
IS_IDLE = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"


class Traffic:
    """How many bytes the browser was sent over its websockets."""

    def __init__(self, page):
        self.page, self.n_bytes = page, 0
        self.session = page.context.new_cdp_session(page)
        self.session.on("Network.webSocketFrameReceived", self._count)
        self.session.send("Network.enable")

    def _count(self, event):
        response = event["response"]
        size = len(response["payloadData"])
        self.n_bytes += size if response["opcode"] == 1 else size * 3 // 4  # bytes come as base64

    def end(self):
        """Count no more."""
        self.session.detach()

    def since(self, least):
        """Return what came since this was asked before, when it is more than ``least`` and no more comes."""
        for _ in range(60):
            before = self.n_bytes
            self.page.wait_for_timeout(500)
            if before == self.n_bytes > least and self.page.evaluate(IS_IDLE):
                break
        found, self.n_bytes = self.n_bytes, 0
        assert found > least
        return found


def run(page, place):
    """Run a cell to its end."""
    before = page.evaluate(COUNT, place)
    page.evaluate(RUN, place)
    page.wait_for_function(f"([place, before]) => ![null, before].includes(({COUNT})(place))", arg=[place, before])


@pytest.fixture(scope="module")
def shown(desk):
    with desk.notebook("bytes", CELLS) as page:
        widget(page, 1)
        traffic = Traffic(page)
        yield page, traffic
        traffic.end()


def test_an_audit_is_shown_and_changed_with_few_bytes(shown):
    page, traffic = shown
    run(page, 1)
    found = widget(page, 0)
    assert traffic.since(10_000) <= MOST_SHOWN
    found.get_by_label("Groups by").select_option("area")
    expect(found.get_by_text("area 00").first).to_be_visible()
    assert traffic.since(100) <= MOST_CHANGED
    tolerance = found.get_by_label("Largest difference")
    tolerance.fill("0.1")
    tolerance.press("Enter")
    assert traffic.since(100) <= MOST_CHANGED


def test_roles_are_shown_and_changed_with_few_bytes(shown):
    page, traffic = shown
    run(page, 2)
    found = widget(page, 1)
    assert traffic.since(10_000) <= MOST_SHOWN
    found.get_by_role("combobox").nth(0).select_option(index=1)
    assert traffic.since(100) <= MOST_CHANGED


def test_names_of_300_characters_of_500_groups_make_no_change_large(shown):
    page, traffic = shown
    run(page, 3)
    found = widget(page, 2)
    assert traffic.since(10_000) <= MOST_SHOWN
    for attribute, drawn in (("team", 24), ("branch", None), ("team", 24)):
        found.get_by_label("Groups by").select_option(attribute)
        if drawn:
            expect(found.locator("svg text", has_text="023 ").first).to_be_visible()
        else:
            expect(found.get_by_label("Find a group")).to_be_visible()
        assert traffic.since(1_000) <= MOST_CHANGED
    found.get_by_label("each group with one").check()
    expect(found.get_by_label("Group that others are compared with")).to_be_visible()
    assert traffic.since(1_000) <= MOST_CHANGED
