"""What may change of a case: chosen in the explanation viewer, kept, and followed; long questions can be ended."""

import json

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from tests.explanation.known_models import known_model
from tests.widgets.boards import nodes_by_id
from workbench.widgets.explanation import ExplanationBoard
from workbench.widgets.explanation_limits import Limits
from workbench.widgets.wire import changed, node_json
from workbench.widgets.worker import Pace

HOSTILE = '<b>"it\'s"</b>\n\u202e'


def board_of(frame, function, **options):
    found = known_model(frame, function, **options)
    board = ExplanationBoard(found, wb.explain_model(found, n_rows=5))
    board.take("view", "case")
    return board


@pytest.fixture
def board():
    rng = np.random.default_rng(2)
    days = pd.date_range("2024-01-01", periods=40).date
    frame = pd.DataFrame(
        {
            "income": rng.integers(0, 40, 400),
            "debt": rng.integers(0, 40, 400).astype(float),
            "kind": rng.choice(["x", "y"], 400),
            "age": rng.integers(20, 60, 400),
            "since": rng.choice(days, 400),
        }
    )
    board = board_of(
        frame, lambda rows: 1 / (1 + np.exp(0.1 * (20 - rows["income"] + rows["debt"] * 0.5))), task="binary"
    )
    board.take("tell", "changes")
    return board


def problem(board):
    return nodes_by_id(board.view()).get("workbench/problem", {}).get("text", "")


def limit(board, kind, column, value):
    board.take(f"limit/{kind}/{board._fitted.prepared.columns.index(column)}", value)
    assert problem(board) == ""


def kept(board):
    space = {"wb": wb, "fitted": board._source}
    exec(board.python(), space)  # noqa: S102 - what a person would keep
    return space["counterfactuals"]


def test_untouched_nothing_is_limited(board):
    assert board.result == wb.find_counterfactuals(board._fitted, board.settings.row, wanted="yes")
    assert nodes_by_id(board.view())["unlimit"]["off"] == "There are none."
    assert "immutable" not in board.python()


def test_what_may_change_is_followed_and_kept(board):
    plain = board.result
    assert plain.found[0].columns == ("debt",)
    limit(board, "way", "debt", "fixed")
    limit(board, "way", "income", "up")
    limit(board, "least", "income", 2.0)
    limit(board, "most", "age", 50.0)
    limit(board, "least", "since", "2024-01-05")
    assert kept(board) == board.result
    assert board.result.provenance.settings["ranges"] == {
        "age": [None, "50"],
        "income": ["2", None],
        "since": ["2024-01-05", None],
    }
    assert board.result.provenance.settings["directions"] == {"income": "up"}
    assert board.result.not_tried["debt"] == "it cannot change"
    assert board.result.found[0].columns == ("income",)
    assert '"since": (_datetime.date.fromisoformat("2024-01-05"), None)' in board.python()
    board.take_press("unlimit")
    assert board.settings.limits == Limits()
    assert board.result == plain


def test_what_cannot_change_has_no_way_and_no_range(board):
    limit(board, "way", "debt", "down")
    limit(board, "most", "debt", 30.0)
    limit(board, "way", "debt", "fixed")
    assert board.settings.limits == Limits(immutable=("debt",))
    limit(board, "way", "debt", "free")
    assert board.settings.limits == Limits()
    limit(board, "most", "debt", 30.0)
    limit(board, "most", "debt", None)
    assert board.settings.limits == Limits()


def test_only_what_a_column_can_hold_is_offered(board):
    shown, columns = nodes_by_id(board.view()), board._fitted.prepared.columns

    def ways(column):
        return [one["label"] for one in shown[f"limit/way/{columns.index(column)}"]["options"]]

    assert ways("income") == ["either way", "not at all", "only up", "only down"]
    assert ways("kind") == ["either way", "not at all"]
    assert ways("age") == ["not at all, as of ages", "only up", "only down"]
    assert shown[f"limits/{columns.index('kind')}"]["cells"][2:] == ["", ""]
    assert shown[f"limit/least/{columns.index('income')}"]["label"] == "Least value of income"
    assert shown[f"limit/most/{columns.index('since')}"]["kind"] == "words"


@pytest.mark.parametrize(
    ("id", "value", "said"),
    [
        ("limit/way/0", "sideways", "There is no control 'limit/way/0'."),
        ("limit/way/2", "up", "There is no control 'limit/way/2'."),
        ("limit/least/2", 3.0, "There is no control 'limit/least/2'."),
        ("limit/way/99", "up", "There is no control 'limit/way/99'."),
        ("limit/least/0", "much", "'much' is no value for column 'income'. Type a number."),
        ("limit/least/0", True, "True is no value for column 'income'. Type a number."),
        ("limit/least/4", "soon", "'soon' is no date for column 'since'. Type one such as 2024-05-31."),
    ],
)
def test_what_cannot_be_followed_changes_nothing(board, id, value, said):
    assert board._fitted.prepared.columns == ("income", "debt", "kind", "age", "since")
    board.take(id, value)
    assert problem(board).startswith(said)
    assert board.settings.limits == Limits()


def test_a_range_that_leaves_nothing_is_refused(board):
    limit(board, "least", "income", 20.0)
    board.take("limit/most/0", 10.0)
    assert problem(board) == (
        "ranges['income'] is (20, 10). Give the least and the most value, None where there is no such limit: (0, None)."
    )
    assert board.settings.limits == Limits(ranges=(("income", (20, None)),))


def test_protected_columns_are_said_never_to_change():
    frame = wb.read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(frame)), "logistic_regression")
    board = ExplanationBoard(fitted, wb.explain_model(fitted))
    board.take("view", "case")
    board.take("tell", "changes")
    assert "limits/protected" not in nodes_by_id(board.view())  # the model does not read it
    assert [row["id"] for row in nodes_by_id(board.view())["limits/columns"]["children"]] == ["limits/0"]


@pytest.mark.parametrize("tell", ["reasons", "changes"])
def test_a_long_question_can_be_ended_and_asked_again(board, tell):
    board.take("tell", "waterfall")
    board._found.clear()
    jobs = []
    board.runner = lambda job, told, finished: jobs.append((job, finished)) or Pace(told)
    board.take("tell", tell)
    [(job, finished)] = jobs
    assert job.can_end
    assert nodes_by_id(board.view())["workbench/progress"]["can_end"] is True
    assert "ask" not in nodes_by_id(board.view())
    pace = Pace(lambda *_: None)
    pace.end()
    with pytest.raises(BaseException) as error:  # noqa: PT011 - what ends work is no error of anybody's
        job.do(pace)
    assert type(error.value).__name__ == "EndedError"
    finished(None)  # as the worker does
    shown = nodes_by_id(board.view())
    assert shown["told/ended"]["text"] == "This was ended before it was done."
    assert "told/failed" not in shown
    board.take_press("ask")
    assert len(jobs) == 2
    job, finished = jobs[1]
    job.done(job.do(Pace(lambda *_: None)))
    finished(None)
    assert "ask" not in nodes_by_id(board.view())
    assert any(one.startswith("told/") for one in nodes_by_id(board.view()))


def test_long_results_are_few_bytes():
    rng = np.random.default_rng(1)
    columns = [f"{place}{HOSTILE}{'x' * 300}" for place in range(40)]
    frame = pd.DataFrame(rng.integers(0, 5, size=(400, len(columns))).astype(float), columns=columns)
    frame[columns[1]] = rng.choice([f"{place} {HOSTILE}{'y' * 300}" for place in range(9)], 400)

    def function(rows):
        return 1 / (1 + np.exp(6 - sum(rows[one] for one in columns[2:8]) / 2))

    model = known_model(frame, function, task="binary")
    board = ExplanationBoard(model, wb.explain_model(model, n_rows=3))
    view = node_json(board.view())
    assert len(json.dumps(view)) <= 200_000
    moves = [("view", "effect"), ("column", columns[1]), ("view", "case"), ("tell", "reasons"), ("tell", "changes"),
             ("limit/way/3", "up"), ("limit/least/3", 1.0), ("value/3", 4.0), ("tell", "waterfall")]  # fmt: skip
    sizes = {}
    for id, value in moves:
        board.take(id, value)
        assert problem(board) == ""
        now = node_json(board.shown())
        sizes[id, value] = len(json.dumps(list(changed(view, now)), ensure_ascii=False).encode())
        view = now
        assert len(json.dumps(view)) <= 200_000
    assert max(sizes.values()) <= 20_000, sizes
