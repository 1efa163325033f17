"""What is of one widget, of one attribute and of one page stays apart from what is of another."""

from pathlib import Path

import pandas as pd
import pytest

import workbench as wb
from workbench.widgets.paging import Pages
from workbench.widgets.threshold import ThresholdBoard
from workbench.widgets.view import Press

from .boards import Plain


def test_what_two_widgets_of_a_kind_keep_is_told_apart_by_what_they_were_made_of(monkeypatch):
    class Kept(Plain):
        def python(self):
            return "n = 1"

    def key(source):
        board = Kept()
        board.source = source
        return board.view().children[-1].key

    one, other = object(), object()
    monkeypatch.setattr("workbench.widgets.code._variables", lambda: {"_1": one, "one": one, "other": other})
    assert [key(source) for source in (one, other, object(), None)] == ["one", "other", "", ""]
    assert [key(source) for source in ("loans.csv", Path("a.csv"))] == ["loans.csv", "a.csv"]


@pytest.mark.parametrize(
    ("page", "off"),
    [(0, ["These are the first.", ""]), (1, ["", ""]), (2, ["", "These are the last."])],
)
def test_buttons_that_turn_pages_stay_where_there_are_no_more(page, off):
    pages = Pages("rows", 2, page)
    [group] = pages.controls(5)
    assert [one.off for one in group.children if isinstance(one, Press)] == off
    assert pages.controls(2) == ()


def test_what_was_chosen_for_other_groups_is_refused():
    people = pd.DataFrame({"score": [place / 100 for place in range(100)], "sex": ["f", "m"] * 50})
    people["area"] = ["n", "n", "s", "s"] * 25
    audit = wb.audit_decisions(people, score="score", threshold=0.5, protected=["sex", "area"])
    board = ThresholdBoard(audit, ("area",))
    before = board.settings
    chosen = {"each": True, "one": 3, "own": [1, 2], "costs": [1, 1], "capacity": None}
    board.take("explorer", {**chosen, "attribute": "sex"})
    assert board.settings == before
    assert "The thresholds were chosen for other groups than those of 'area'. Choose them again" in str(board.view())
    board.take("explorer", {**chosen, "attribute": "area"})
    assert [group for group, _ in board.settings.by_group] == ["n", "s"]
