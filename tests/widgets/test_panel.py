"""A panel: what goes over the wire, and that nothing stays behind."""

import gc
import json
import threading
import weakref

import pytest
from ipywidgets import VBox
from ipywidgets.widgets.widget import _instances

from workbench.widgets.panel import Panel
from workbench.widgets.wire import node_json

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
    said = {one["id"]: one for one in sent[-1]["nodes"][0]["children"] if "id" in one}
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


def test_work_that_ends_well_leaves_what_was_said_of_a_change_meanwhile():
    begun, go_on = threading.Event(), threading.Event()

    class Slow(Plain):
        def _count(self, pace):
            begun.set()
            assert go_on.wait(5)
            return pace.is_ended

    board = Slow()
    panel, _ = quiet(board)
    tell(panel, kind="press", id="count", seq=1)
    assert begun.wait(5)
    tell(panel, kind="change", id="tolerance", value="much", seq=2)
    go_on.set()
    assert panel._worker.join(5)
    assert "tolerance is not a number. Type one." in json.dumps(node_json(board.view()))
    panel.close()


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


def test_a_run_without_a_person_shows_the_twin_alone(plain, monkeypatch):
    _, panel, _ = plain
    monkeypatch.setattr("workbench.widgets.panel.is_watched", lambda: False)
    data, _ = panel._repr_mimebundle_()
    assert sorted(data) == ["text/html", "text/plain"]


def shown_in(monkeypatch):
    """Return what shows panels as a run of a cell does."""

    def show(cell, run, *panels):
        monkeypatch.setattr("workbench.widgets.panel.cell_now", lambda: (cell, run))
        for panel in panels:
            panel._repr_mimebundle_()

    return show


def test_running_a_cell_again_closes_what_it_showed_before(monkeypatch):
    show = shown_in(monkeypatch)
    first, second, elsewhere, again = (quiet(Plain())[0] for _ in range(4))
    show("cell", "1", first, second)
    show("other", "2", elsewhere)
    assert [one.comm is None for one in (first, second, elsewhere)] == [False, False, False]
    show("cell", "3", second, again)
    assert [one.comm is None for one in (first, second, elsewhere, again)] == [True, False, False, False]
    assert first.result == 0.1
    assert "application/vnd.jupyter.widget-view+json" not in first._repr_mimebundle_()[0]
    for panel in (second, elsewhere, again):
        panel.close()


def test_what_another_cell_shows_too_is_not_closed(monkeypatch):
    show = shown_in(monkeypatch)
    both, other, last = (quiet(Plain())[0] for _ in range(3))
    show("one", "1", both)
    show("two", "2", both)
    show("one", "3", other)
    assert both.comm is not None
    show("two", "4", last)
    assert both.comm is None
    for panel in (other, last):
        panel.close()


def test_a_panel_that_nobody_shows_has_no_comm_and_is_collected():
    before = set(_instances)
    panel = Panel(Plain())
    assert panel.comm is None
    assert set(_instances) == before
    gone = weakref.ref(panel)
    del panel
    gc.collect()
    assert gone() is None


def test_a_panel_within_another_widget_is_opened(plain):
    _, panel, _ = plain
    box = VBox([panel])
    [child] = box.get_state()["children"]
    assert child == f"IPY_MODEL_{panel.comm.comm_id}"
    box.close()


def test_a_panel_that_is_closed_stays_so(plain):
    _, panel, _ = plain
    panel._repr_mimebundle_()
    panel.close()
    assert panel.model_id is None
    assert sorted(panel._repr_mimebundle_()[0]) == ["text/html", "text/plain"]


def test_a_panel_closes_while_it_computes():
    begun, go_on = threading.Event(), threading.Event()

    class Slow(Plain):
        def _count(self, pace):
            begun.set()
            assert go_on.wait(5)
            return "ended" if pace.is_ended else "whole"

    board = Slow()
    panel, sent = quiet(board)
    tell(panel, kind="press", id="count", seq=1)
    assert begun.wait(5)
    panel.close()
    n_sent = len(sent)
    go_on.set()
    assert panel._worker.join(5)
    assert (board.found, len(sent)) == ("ended", n_sent)
