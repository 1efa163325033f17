"""Long work that is ended, and what goes wrong where nobody waits: a widget stays whole."""

import json
import threading

import pytest

from workbench.widgets.remembering import remember
from workbench.widgets.wire import node_json
from workbench.widgets.worker import Job, Worker

from .boards import Plain, quiet, tell


class Slow(Plain):
    """Counts once it may, and can be told whether its work looks at its pace."""

    def __init__(self, *, can_end=True):
        super().__init__()
        self.can_end = can_end
        self.begun, self.go_on = threading.Event(), threading.Event()

    def press(self, id):
        assert id == "count"
        self.start(Job("Counting", self._count, self._counted, self.can_end))

    def _count(self, pace):
        self.begun.set()
        assert self.go_on.wait(5)
        if self.can_end:
            pace.check()
        return "whole"


def shown(board):
    return json.dumps(node_json(board.view()))


def test_work_that_was_ended_with_nothing_finished_is_not_taken():
    board = Slow()
    panel, _ = quiet(board)
    tell(panel, kind="press", id="count", seq=1)
    assert board.begun.wait(5)
    tell(panel, kind="press", id="workbench/end", seq=2)
    board.go_on.set()
    assert panel._worker.join(5)
    assert board.found is None
    assert board._problem == ""
    assert "workbench/progress" not in shown(board)
    panel.close()


def test_work_that_cannot_be_ended_has_no_button_and_is_taken():
    board = Slow(can_end=False)
    panel, _ = quiet(board)
    tell(panel, kind="ready", seq=1)
    tell(panel, kind="press", id="count", seq=2)
    assert board.begun.wait(5)
    [progress] = [one for one in node_json(board.view())["children"] if one["id"] == "workbench/progress"]
    assert progress["can_end"] is False
    tell(panel, kind="press", id="workbench/end", seq=3)
    assert "There is no control 'workbench/end'." in shown(board)
    board.go_on.set()
    assert panel._worker.join(5)
    assert board.found == "whole"
    panel.close()


def test_work_that_is_ended_before_it_begins_leaves_no_progress():
    board = Slow()
    panel, _ = quiet(board)
    tell(panel, kind="press", id="count", seq=1)
    assert board.begun.wait(5)
    tell(panel, kind="press", id="count", seq=2)  # waits for the first
    tell(panel, kind="press", id="workbench/end", seq=3)
    board.go_on.set()
    assert panel._worker.join(5)
    assert "workbench/progress" not in shown(board)
    panel.close()


def test_a_thread_outlives_what_goes_wrong_at_the_end_of_a_job(monkeypatch):
    said = []
    monkeypatch.setattr(threading, "excepthook", lambda args: said.append(str(args.exc_value)))
    worker, done = Worker(), []
    wait = threading.Event()

    def broken(_):
        raise ValueError("nobody there")

    worker(Job("first", lambda _: wait.wait(5), done.append), lambda *_: None, broken)
    worker(Job("second", lambda _: "second", done.append), lambda *_: None, lambda _: None)
    wait.set()
    assert worker.join(5)
    assert (done, said) == ([True, "second"], ["nobody there"])


class Fragile(Plain):
    """Cannot be drawn where the tolerance is large."""

    def contents(self):
        if self.settings.tolerance > 0.5:
            raise ZeroDivisionError("too large")
        return super().contents()


def test_choices_that_cannot_be_drawn_are_taken_back_and_said():
    board = Fragile()
    panel, sent = quiet(board)
    tell(panel, kind="ready", seq=1)
    tell(panel, kind="change", id="tolerance", value=0.9, seq=2)
    assert board.settings.tolerance == 0.05
    assert sent[-1]["seq"] == 2
    assert "ZeroDivisionError: too large" in json.dumps(sent[-1])
    tell(panel, kind="change", id="tolerance", value=0.2, seq=3)
    assert "ZeroDivisionError" not in shown(board)
    panel.close()


def test_what_cannot_be_drawn_at_all_says_so():
    board = Fragile()
    board.take("tolerance", 0.9)
    panel, sent = quiet(board)
    tell(panel, kind="ready", seq=1)
    [problem] = sent[-1]["view"]["children"]
    assert "ZeroDivisionError: too large" in problem["text"]
    panel.close()


@pytest.mark.parametrize(("shown", "kept"), [("a", ["a", "c"]), ("b", ["b", "c"]), ("never", ["b", "c"])])
def test_what_is_shown_is_not_forgotten(shown, kept):
    known = {"a": 1, "b": 2}
    remember(known, "c", 3, most=2, shown=shown)
    assert list(known) == kept
