"""The record of a step in JupyterLab: kept in the file, and nothing of it on the page."""

import pytest

from workbench.core.following import MIME

from .notebooks import open_notebook, saved

pytestmark = pytest.mark.ui

CELLS = [
    "import os\nos.environ['WORKBENCH_STEPS'] = '1'",
    "import workbench as wb\na = 1",
    "b = a",
    "print('said')",
]


def test_a_record_shows_nothing_and_is_kept_in_the_file(cleared, lab):
    open_notebook(cleared, lab, "records", CELLS)
    cleared.get_by_text("said", exact=True).last.wait_for()
    shown = cleared.evaluate(
        """() => window.jupyterapp.shell.currentWidget.content.widgets
          .map(cell => cell.outputArea.node.innerText.trim())"""
    )
    heights = cleared.evaluate(
        """() => window.jupyterapp.shell.currentWidget.content.widgets
          .map(cell => cell.outputArea.parent.node.getBoundingClientRect().height)"""
    )
    cells = saved(lab, cleared, "records").cells
    assert shown == ["", "", "", "said"]
    assert heights[:3] == [0, 0, 0], heights
    assert heights[3] > 0, heights
    records = [one["data"][MIME] for cell in cells for one in cell.outputs if MIME in one.get("data", {})]
    assert [one["defines"] for one in records] == [["wb", "a"], ["b"], []]
    assert [one["defines"] for one in records[0]["before"]] == [["os"]]
