"""A panel: what goes over the wire, and that nothing stays behind."""

import gc
import json
import weakref

import pytest
from ipywidgets.widgets.widget import _instances

from .boards import Plain, quiet, tell


@pytest.fixture
def plain():
    board = Plain()
    panel, sent = quiet(board)
    yield board, panel, sent
    panel.close()


def test_who_asks_first_gets_the_whole_view(plain):
    _, panel, sent = plain
    tell(panel, kind="ready", seq=1)
    [message] = sent
    assert (message["kind"], message["schema"], message["seq"]) == ("view", "workbench.view/1", 1)
    assert [one["id"] for one in message["view"]["children"]] == ["tolerance", "double", "count", "workbench/keep"]


def test_a_change_sends_only_what_differs(plain):
    board, panel, sent = plain
    tell(panel, kind="ready", seq=1)
    tell(panel, kind="change", id="tolerance", value=0.1, seq=2)
    assert board.settings.tolerance == 0.1
    assert [one["id"] for one in sent[-1]["nodes"]] == ["tolerance", "double", "workbench/keep"]
    assert sent[-1]["seq"] == 2


def test_a_change_that_changes_nothing_is_answered_with_nothing(plain):
    _, panel, sent = plain
    tell(panel, kind="ready", seq=1)
    tell(panel, kind="change", id="tolerance", value=0.05, seq=2)
    assert sent[-1] == {"kind": "patch", "nodes": [], "seq": 2}


def test_what_goes_wrong_is_said_in_words_and_changes_nothing(plain):
    board, panel, sent = plain
    tell(panel, kind="ready", seq=1)
    tell(panel, kind="change", id="tolerance", value="much", seq=2)
    said = {one["id"]: one for one in sent[-1]["nodes"][0]["children"]}
    assert said["workbench/problem"]["text"] == "tolerance is not a number. Type one."
    tell(panel, kind="change", id="other", value=1, seq=3)
    [problem] = [one for one in sent[-1]["nodes"] if one["id"] == "workbench/problem"]
    assert problem["text"] == (
        "Something went wrong inside (ZeroDivisionError: by <b>nothing</b>). Your choices are as they were."
    )
    assert board.settings.tolerance == 0.05


def test_long_work_runs_and_its_result_is_taken(plain):
    board, panel, sent = plain
    tell(panel, kind="ready", seq=1)
    tell(panel, kind="press", id="count", seq=2)
    assert panel._worker.join(5)
    assert board.found == 3
    assert "workbench/progress" not in json.dumps(sent[-1])


@pytest.mark.parametrize("message", [{}, {"kind": "change"}, {"kind": "press", "id": 3}, {"kind": "never"}])
def test_a_message_that_makes_no_sense_is_answered_with_nothing(plain, message):
    _, panel, sent = plain
    tell(panel, kind="ready", seq=1)
    tell(panel, **message, seq=9)
    assert sent[-1] == {"kind": "patch", "nodes": [], "seq": 9}


def test_the_widget_state_holds_no_data(plain):
    _, panel, _ = plain
    assert "tolerance" not in json.dumps({key: one for key, one in panel.get_state().items() if key != "_esm"})


def test_nothing_is_left_behind_after_closing():
    before = set(_instances)
    board = Plain()
    panel, _ = quiet(board)
    gone = weakref.ref(board)
    panel.close()
    del panel, board
    gc.collect()
    assert gone() is None
    assert set(_instances) <= before


def test_its_twin_is_shown_where_nobody_may_look(plain):
    _, panel, _ = plain
    data, _ = panel._repr_mimebundle_()
    assert "Twice that is 0.1." in data["text/html"]
    assert "<script" not in data["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in data
