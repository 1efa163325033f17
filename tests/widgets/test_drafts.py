"""What was typed and refused stays where it was typed, with the reason; and widgets in one cell stay apart."""

from dataclasses import dataclass, replace

import pytest
from ipywidgets import VBox

from workbench.errors import InputError
from workbench.widgets.board import Board
from workbench.widgets.panel import Panel
from workbench.widgets.view import Grid, Group, Number, Row, Words

from .boards import Plain, quiet, tell

TOO_SHORT = "A reason is too short.\nWrite more."
SAID = "A reason is too short. Write more."


@dataclass(frozen=True)
class Written:
    reason: str = ""
    day: str = ""
    n: float = 1.0
    of: str = "first"


class Writing(Board):
    """A board in which a long reason and a line in a grid can be refused, by the board or when they are shown."""

    widget, title, result = "writing", "Writing", None

    def __init__(self):
        super().__init__()
        self.settings = Written()

    def contents(self):
        if "unshown" in self.settings.reason:
            raise ValueError("cannot be shown")
        day = Words("day", "Day", self.settings.day, quiet=True)
        return (
            Group("inside", (Words("reason", f"Reason of {self.settings.of}", self.settings.reason, long=True),)),
            Grid("grid", "Days", ("Day",), (Row("row", (day,)),)),
            Number("n", "n", self.settings.n),
        )

    def change(self, id, value):
        if id == "day" or (id == "reason" and len(value) < 10):
            raise InputError(TOO_SHORT)
        self.settings = replace(self.settings, **{id: value})

    def python(self):
        return ""


def shown(board):
    """Return what each control shows, what is said below the boxes, and what is said below all."""
    children = {one.id: one for one in board.shown().children}
    reason, day = children["inside"].children[0], children["grid"].rows[0].cells[0]
    below = children.get("workbench/problem")
    return (reason.value, reason.problem), (day.value, day.problem), below and below.text


def test_a_refused_text_stays_with_the_reason_beside_it():
    board = Writing()
    board.take("reason", "no")
    assert shown(board) == (("no", SAID), ("", ""), None)
    assert board.settings == Written()
    board.take("n", 2.0)  # something else is done
    assert shown(board)[0] == ("no", SAID)
    board.take("reason", "no, but long enough")
    assert shown(board) == (("no, but long enough", ""), ("", ""), None)


def test_a_refused_line_stays_until_the_next_thing_is_done():
    board = Writing()
    board.take("day", "tomorrow")
    assert shown(board) == (("", ""), ("tomorrow", SAID), None)
    board.take("n", 2.0)
    assert shown(board) == (("", ""), ("", ""), None)


def test_a_text_that_cannot_be_shown_is_not_lost_either():
    board = Writing()
    assert shown(board)[0] == ("", "")
    board.take("reason", "an unshown reason")
    [text, problem] = shown(board)[0]
    assert text == "an unshown reason"
    assert problem == "Something went wrong inside (ValueError: cannot be shown). Your choices are as they were."
    assert board.settings.reason == ""


def test_what_was_typed_about_one_thing_is_not_shown_of_another():
    board = Writing()
    board.take("reason", "no")
    assert shown(board)[0] == ("no", SAID)
    board.take("of", "second")
    assert shown(board)[0] == ("", "")


def test_what_goes_wrong_with_a_number_is_said_below_all():
    board = Writing()
    board.take("reason", "no")
    assert shown(board)[2] is None
    board.take("unknown", 3)
    assert shown(board)[0] == ("no", SAID)
    assert "unknown" in shown(board)[2]


def test_what_is_saved_holds_no_draft():
    board = Writing()
    board.take("reason", "no")
    assert "Write more" in str(board.shown())
    assert '"no"' not in str(board.saved_view())


def test_it_goes_over_the_wire():
    board = Writing()
    panel, sent = quiet(board)
    tell(panel, kind="ready", seq=1)
    tell(panel, kind="change", id="reason", value="no", seq=2)
    [node] = sent[-1]["nodes"]
    assert (node["id"], node["value"], node["problem"]) == ("reason", "no", SAID)
    panel.close()


class Named(Plain):
    def python(self):
        return "n = 1"

    def __init__(self, source):
        super().__init__()
        self.source = source


def keys(*panels):
    return [one._board.view().children[-1].key for one in panels]


@pytest.fixture
def run(monkeypatch):
    """Show panels as a run of a cell does; what is shown is closed in the end."""
    now, opened = [None], []
    monkeypatch.setattr("workbench.widgets.panel.cell_now", lambda: now[0])
    monkeypatch.setattr("workbench.widgets.panel._SHOWN", {})
    monkeypatch.setattr("workbench.widgets.panel._OPENED", (None, []))

    def show(cell, at, *panels):
        now[0] = (cell, at)
        for panel in panels:
            panel._repr_mimebundle_()
        opened.extend(panels)
        return keys(*panels)

    yield show
    for panel in opened:
        panel.close()


def test_two_of_the_same_in_one_cell_keep_their_choices_apart(run):
    first, second, other = Panel(Named("a.csv")), Panel(Named("a.csv")), Panel(Named("b.csv"))
    assert run("cell", "1", first, second, other) == ["a.csv", "a.csv#2", "b.csv"]
    assert run("cell", "1", second, first) == ["a.csv#2", "a.csv"]  # shown once more


def test_within_another_widget_they_are_apart_too(run):
    first, second = Panel(Named("a.csv")), Panel(Named("a.csv"))
    run("cell", "1")
    box = VBox([first, second])
    assert keys(first, second) == ["a.csv", "a.csv#2"]
    for one in (box, first, second):
        one.close()


def test_a_cell_that_is_run_again_counts_anew_and_two_cells_do_not_matter(run):
    assert run("cell", "1", Panel(Named(None)), Panel(Named(None))) == ["", "#2"]
    assert run("cell", "2", Panel(Named(None)), Panel(Named(None))) == ["", "#2"]
    one, other = Panel(Named(None)), Panel(Named(None))
    assert run("one", "3", one) + run("other", "4", other) == ["", ""]
    assert run("both", "5", one, other) == ["", "#2"]
