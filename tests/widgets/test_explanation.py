"""The explanation viewer without a browser: what it answers, what it writes, and what it never saves."""

import ast
import datetime as dt
import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import workbench as wb
from tests.explanation.known_models import known_model, model_of
from tests.widgets.boards import nodes_by_id
from workbench.data.examples import loans
from workbench.errors import InputError
from workbench.widgets.explanation import ExplanationBoard, view_explanation
from workbench.widgets.explanation_code import case_code
from workbench.widgets.explanation_search import Search, search_rows
from workbench.widgets.explanation_values import domain_of, given_value
from workbench.widgets.twin import twin_html, twin_text
from workbench.widgets.wire import changed, node_json
from workbench.widgets.worker import Pace

HOSTILE = '<b>"it\'s"</b>\n\u202e' + "x" * 300


@pytest.fixture(scope="module")
def fitted():
    frame = loans(600, seed=3).frame[["income", "debt_ratio", "district", "age", "origin", "approved"]]
    data = wb.read_data(frame, target="approved", favourable="yes", protected=["origin"])
    return wb.fit_model(wb.prepare_data(wb.split_data(data, seed=3)), "logistic_regression")


@pytest.fixture(scope="module")
def explanation(fitted):
    return wb.explain_model(fitted)


@pytest.fixture
def board(explanation):
    return ExplanationBoard(explanation, explanation)


@pytest.fixture
def case(board):
    board.take("view", "case")
    return board


def known(frame, function, **options):
    found = known_model(frame, function, **options)
    return ExplanationBoard(found, wb.explain_model(found, n_rows=5))


def control(board, column):
    return f"value/{board._fitted.prepared.columns.index(column)}"


def row(board, column):
    return f"edited/{board._fitted.prepared.columns.index(column)}"


def ran(board, **variables):
    """Return what the code of a board makes."""
    source = board.python()
    exec(source, variables := {"wb": wb, **variables})  # noqa: S102 - what a person would keep
    return variables[source.splitlines()[-1]]


def never(job, tell, finished):  # noqa: ARG001 - a runner that runs nothing
    return Pace(tell)


def problem(board):
    found = nodes_by_id(board.view()).get("workbench/problem")
    return "" if found is None else found["text"]


def test_untouched_it_is_the_explanation(board, explanation, fitted):
    assert board.result is explanation
    assert board.python() == "explanation"
    panel = view_explanation(fitted)
    assert panel.result == explanation
    assert panel.python() == "explanation = wb.explain_model(fitted)\nexplanation"
    panel.close()


def test_what_is_neither_a_model_nor_an_explanation_is_refused():
    with pytest.raises(InputError) as caught:
        view_explanation("model")
    assert str(caught.value) == (
        "source is text, neither a fitted model nor an explanation.\nGive what explain_model or fit_model returns."
    )


def test_it_first_shows_what_moves_predictions_with_places_that_chance_leaves_open(board):
    found = nodes_by_id(board.view())
    chart = next(one for one in found.values() if one["kind"] == "chart")
    assert chart["table"]["header"][-1] == "Place in the order"
    assert {row[0] for row in chart["table"]["rows"]} == {"income", "debt_ratio", "district", "age"}
    assert found["view"]["value"] == "model"


def test_an_effect_is_shown_with_where_the_rows_are(board, fitted, explanation):
    board.take("view", "effect")
    assert board.settings.column == explanation.importances[0].column
    board.take("column", str([one.column for one in explanation.importances].index("income")))
    expected = wb.explain_effects(fitted, ["income"])
    assert board.result == expected == ran(board, explanation=explanation)
    chart = next(one for one in nodes_by_id(board.view()).values() if one["kind"] == "chart")
    assert len(chart["table"]["rows"]) == len(expected.of("income").points)
    assert chart["table"]["header"][-1].startswith("Rows")


def test_the_first_case_is_the_unfavourable_decision_nearest_to_the_threshold(case, fitted):
    below = np.where(fitted.scores < fitted.threshold, fitted.scores, -np.inf)
    assert case.settings.row == int(np.argmax(below))
    assert nodes_by_id(case.view())["case/says"]["text"].startswith("The decision is unfavourable: ")


@pytest.mark.parametrize(
    ("tell", "make"),
    [
        ("waterfall", wb.explain_prediction),
        ("reasons", lambda explanation, row: wb.explain_person(explanation.fitted, row)),
        ("changes", lambda explanation, row: wb.find_counterfactuals(explanation.fitted, row, wanted="yes")),
    ],
)
def test_what_is_told_of_a_case_is_what_the_plain_calls_return(case, explanation, tell, make):
    case.take("tell", tell)
    expected = make(explanation, case.settings.row)
    assert case.result == expected == ran(case, explanation=explanation)
    assert any(one.startswith("told/") for one in nodes_by_id(case.view()))


def test_reasons_compare_by_either_method(case, fitted, explanation):
    case.take("tell", "reasons")
    case.take("method", "A")
    assert case.result == wb.explain_person(fitted, case.settings.row, method="A") == ran(case, explanation=explanation)
    assert "method A" in json.dumps(node_json(case.view()))


def test_a_favourable_case_is_asked_what_would_turn_it_back(case, fitted):
    place = int(np.argmax(fitted.scores))
    case.take("row", float(place))
    case.take("tell", "changes")
    assert case.result.wanted == "no"


def test_edited_values_move_the_prediction_and_what_is_told(case, fitted, explanation):
    row = case.settings.row
    case.take(control(case, "income"), 90_000)
    own = fitted.prepared.split.test.table.slice(row, 1).to_pylist()[0]
    score = float(fitted.score(pd.DataFrame([own | {"income": 90_000}])[list(fitted.prepared.columns)])[0])
    said = nodes_by_id(case.view())["edit/would"]["text"]
    assert said == f"With these values the model would say {100 * score:.1f} of 100: the decision turns favourable."
    assert case.settings.changes == (("income", 90_000),)
    for tell in ("waterfall", "reasons"):
        case.take("tell", tell)
        assert case.result == ran(case, explanation=explanation)
    assert case.result == wb.explain_person(fitted, own | {"income": 90_000})
    assert case.result.is_favourable
    case.take("tell", "changes")
    assert case.result.wanted == "no"
    case.take_press("reset")
    assert case.result.wanted == "yes"
    assert case.settings.changes == ()


def test_a_value_that_is_its_own_again_is_no_change(case):
    own = case._case.values(case.settings.row)["income"]
    case.take(control(case, "income"), own + 1)
    case.take(control(case, "income"), own)
    assert case.settings.changes == ()


def test_values_that_the_model_never_learned_from_are_named(case, fitted):
    ages = fitted.prepared.split.train.table["age"].to_pylist()
    assert nodes_by_id(case.view())[row(case, "age")]["cells"][3] == f"{min(ages)} to {max(ages)}"
    case.take(control(case, "age"), 150)
    found = nodes_by_id(case.view())
    assert found[row(case, "age")]["cells"][3] == f"150 is beyond {min(ages)} to {max(ages)}"
    assert found["edit/unlike"]["text"] == (
        "The model never learned from a value like that of age: it has to guess, and so does what is said here."
    )
    case.take(control(case, "district"), "missing")
    assert nodes_by_id(case.view())[row(case, "district")]["cells"][3] == "none missing was learned from"


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("income", "much", "row has 'much' for 'income'. That column holds numbers."),
        ("income", True, "True is no value for column 'income'. Type a number."),
        ("age", 30.5, "row has 30.5 for 'age'. That column holds whole numbers."),
        ("district", "17", "'17' is no value for column 'district'. Reload the page, and choose again."),
        ("district", 3, "3 is no value for column 'district'. Reload the page, and choose again."),
    ],
)
def test_a_value_that_the_column_cannot_hold_changes_nothing(case, column, value, said):
    before = case.settings
    case.take(control(case, column), value)
    assert problem(case) == said
    assert case.settings == before


@pytest.mark.parametrize(
    ("id", "value"), [("value/99", 1.0), ("value/x", 1.0), ("decided", "maybe"), ("view", "all"), ("never", 1)]
)
def test_a_control_that_is_not_there_changes_nothing(case, id, value):
    before = case.settings
    case.take(id, value)
    assert problem(case).startswith("There is no control ")
    assert case.settings == before


@pytest.mark.parametrize("value", [-1, 1e9, 2.5, None, "first", True])
def test_a_row_that_is_not_there_is_told_so(case, value):
    before = case.settings
    case.take("row", value)
    assert problem(case).startswith(f"There is no row {value!r} among the ")
    assert case.settings == before


def test_a_case_is_found_by_what_its_columns_hold(case, fitted):
    place = case._case._columns.index("district")
    case.take("search/column", str(place + 0))
    columns = [one["label"] for one in nodes_by_id(case.view())["search/column"]["options"]][1:]
    case.take("search/column", str(columns.index("district")))
    case.take("search/text", "NORTH")
    case.take("decided", "unfavourable")
    held = np.array(fitted.prepared.split.test.table["district"].to_pylist())
    wanted = np.flatnonzero((held == "north") & (fitted.scores < fitted.threshold))
    found = nodes_by_id(case.view())
    assert found["find/n"]["text"].startswith(f"{len(wanted)} rows are like that")
    nearest = wanted[np.argsort(np.abs(fitted.scores[wanted] - fitted.threshold), kind="stable")][:5]
    assert [one["cells"][0] for one in found["find/rows"]["children"]] == [str(one) for one in nearest]
    case.take_press(f"look/{nearest[3]}")
    assert case.settings.row == nearest[3]


def test_what_cannot_be_looked_for_is_said_beside_it(case):
    case.take("search/text", "north")
    assert nodes_by_id(case.view())["search/text"]["problem"] == "Choose a column to look in."
    columns = [one["label"] for one in nodes_by_id(case.view())["search/column"]["options"]][1:]
    case.take("search/column", str(columns.index("age")))
    assert nodes_by_id(case.view())["search/text"]["problem"] == (
        "'north' is nothing that column 'age' holds. Type a number, such as 30; or limits: >= …, <= …, … to …."
    )
    case.take("search/text", "500")
    assert nodes_by_id(case.view())["find/n"]["text"] == (
        "No held-out row is like that. Type less, or look in another column."
    )


KINDS = pd.DataFrame(
    {
        "number": [1.5, -2.0, np.nan, 22_000.0, 0.123456789, 5.0],
        "text": ["Anna", "anne", None, "a.n", "(", "x"],
        "truth": pd.array([True, False, None, True, True, False], dtype="boolean"),
        "day": pd.Series([dt.date(2024, 5, day) for day in (1, 2, 3, 4, 5)] + [None], dtype=object),
        "time": pd.to_datetime(
            ["2024-05-01 13:00", "2024-05-02", None, "2024-05-31 23:59", "2020-01-01", "2024-06-01"], format="ISO8601"
        ),
    }
)


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        ("number", "1.5", [0]),
        ("number", "22,000", [3]),
        ("number", "0.123457", [4]),
        ("number", "\N{MINUS SIGN}2", [1]),
        ("number", ">= 1.5", [0, 3, 5]),
        ("number", "\N{LESS-THAN OR EQUAL TO} 0", [1]),
        ("number", "-2 to 1.5", [0, 1, 4]),
        ("text", "ann", [0, 1]),
        ("text", ".", [3]),
        ("text", "(", [4]),
        ("truth", "yes", [0, 3, 4]),
        ("truth", "FALSE", [1, 5]),
        ("day", "2024-05-02", [1]),
        ("day", "at least 2024-05-04", [3, 4]),
        ("time", "2024-05-01", [0]),
        ("time", "2024-05-01 to 2024-05-31", [0, 1, 3]),
        ("text", "  ", [0, 1, 2, 3, 4, 5]),
    ],
)
def test_each_kind_of_column_is_searched_as_it_is_told(column, text, expected):
    twice = pa.concat_tables([pa.Table.from_pandas(KINDS, preserve_index=False)] * 2)
    fitted = known_model(twice, lambda rows: np.zeros(len(rows)), n_test=6)
    found = search_rows(fitted, Search(column, text))
    assert (found.n, found.places) == (len(expected), tuple(expected[:5]))


@pytest.mark.parametrize(
    ("column", "text"),
    [("number", "1 to"), ("number", "nan"), ("truth", "maybe"), ("day", "2024-02-31"), ("day", "May"), ("never", "1")],
)
def test_what_a_column_cannot_hold_is_refused(column, text):
    fitted = known_model(pa.Table.from_pandas(pd.concat([KINDS] * 2)), lambda rows: np.zeros(len(rows)), n_test=6)
    with pytest.raises(InputError):
        search_rows(fitted, Search(column, text))


@pytest.mark.parametrize(
    ("column", "given", "expected"),
    [
        ("truth", "0", True),
        ("truth", "missing", None),
        ("day", "2020-02-29", dt.date(2020, 2, 29)),
        ("time", "2020-02-29T10:30", dt.datetime.fromisoformat("2020-02-29T10:30")),
        ("number", 2.5, 2.5),
        ("number", None, None),
        ("day", "", None),
    ],
)
def test_values_of_every_kind_can_be_edited_and_kept(column, given, expected):
    frame = pa.Table.from_pandas(pd.concat([KINDS] * 4), preserve_index=False)
    model = known_model(frame, lambda rows: np.nan_to_num(rows["number"]) + rows["time"].notna(), n_test=6)
    board = ExplanationBoard(model, wb.explain_model(model, n_rows=5))
    board.take("view", "case")
    board.take("row", 1)
    board.take(control(board, column), given)
    assert problem(board) == ""
    assert dict(board.settings.changes)[column] == expected
    assert board.result == ran(board, fitted=model)
    assert board.result.score == wb.explain_prediction(model, board._case.values(1) | {column: expected}).score


def test_times_that_are_none_are_refused():
    frame = pa.Table.from_pandas(pd.concat([KINDS] * 4), preserve_index=False)
    model = known_model(frame, lambda rows: np.zeros(len(rows)), n_test=6)
    with pytest.raises(InputError) as caught:
        given_value(domain_of(model, "day"), "soon", None)
    assert str(caught.value) == "'soon' is no date for column 'day'.\nType one such as 2024-05-31."


def test_several_classes_and_amounts_have_cases_too():
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"a": rng.normal(size=80), "b": rng.normal(size=80)})

    def classes(rows):
        raw = np.exp(np.column_stack([rows["a"], rows["b"], np.zeros(len(rows))]))
        return raw / raw.sum(axis=1, keepdims=True)

    board = known(frame, classes, task="multiclass", classes=("x", "y", "z"))
    board.take("view", "case")
    found = nodes_by_id(board.view())
    assert [one["value"] for one in found["tell"]["options"]] == ["waterfall", "changes"]
    first, second = np.argsort(-board._fitted.scores[0])[:2]
    assert found["case/says"]["text"].startswith(f"The model says {'xyz'[first]}: ")
    board.take("tell", "changes")
    assert board.result.wanted == "xyz"[second]
    third = next(one for one in "xyz" if one not in ("xyz"[first], "xyz"[second]))
    board.take("wanted", str("xyz".index(third)))
    assert board.result.wanted == third
    assert board.result == ran(board, fitted=board._source)

    board = known(frame, lambda rows: 100 * rows["a"])
    board.take("view", "case")
    board.take("tell", "changes")
    assert nodes_by_id(board.view())["say-wanted"]["text"] == "Say which amount is wanted: at least, at most, or both."
    assert board.python() == "explanation = wb.explain_model(fitted)\nexplanation"
    board.take("least", 50)
    board.take("most", 20)
    assert problem(board) == "At least 50 and at most 20 leave nothing. Type a least that is no larger."
    assert board.settings.wanted == (50, None)
    assert board.result == ran(board, fitted=board._source)


def test_what_is_about_one_person_is_never_saved():
    frame = pd.DataFrame({"name": [f"Marker{place:04d}" for place in range(60)], "b": np.arange(60) + 0.123})
    board = known(frame, lambda rows: rows["b"] / 70, task="binary", n_test=30)
    board.take("view", "case")
    board.take("row", 7)
    board.take("search/column", "0")
    board.take("search/text", "Marker0037")
    for tell in ("waterfall", "changes", "reasons"):
        board.take("tell", tell)
        live = json.dumps(node_json(board.view()))
        saved = twin_html(board.saved_view()) + twin_text(board) + board.python()
        for value in ("Marker0037", "37.123"):
            assert value in live
            assert value not in saved
    assert "What is about one person is not kept" in saved
    assert "37.1" not in saved
    board.take(control(board, "b"), 55.5)
    assert "Marker0037" not in board.python() + twin_html(board.saved_view())


def test_hostile_names_stay_names_and_come_back_from_the_code():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({HOSTILE: rng.choice(["'\"\n", "b"], 80), "b": rng.normal(size=80)})
    board = known(frame, lambda rows: 0.3 + 0.4 * (rows[HOSTILE] == "b"), task="binary")
    board.take("view", "effect")
    board.take("column", str(board._columns.index(HOSTILE)))
    assert board.result == ran(board, fitted=board._source)
    board.take("view", "case")
    other = "1" if nodes_by_id(board.view())[control(board, HOSTILE)]["value"] == "0" else "0"
    board.take(control(board, HOSTILE), other)
    assert len(board.settings.changes) == 1
    assert board.result == ran(board, fitted=board._source)
    assert "<b>" not in twin_html(board.saved_view())


@pytest.mark.parametrize(
    "columns", [[f"column {place:03d}" for place in range(200)], [f"{place}{HOSTILE}" for place in range(60)]]
)
def test_little_is_sent_of_many_columns_and_of_long_names(columns):
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(rng.normal(size=(60, len(columns))), columns=columns)
    frame[columns[1]] = rng.choice([f"{place} {HOSTILE}" for place in range(500)], 60)
    model = known_model(frame, lambda rows: 1 / (1 + np.exp(-rows[columns[0]])), task="binary")
    board = ExplanationBoard(model, wb.explain_model(model, n_rows=2))
    board.runner = never
    view = node_json(board.view())
    assert len(json.dumps(view)) < 100_000
    moves = [("view", "effect"), ("view", "case"), ("search/text", "a"), (control(board, columns[0]), 3.0), ("row", 4)]
    for id, value in moves:
        board.take(id, value)
        assert problem(board) == ""
        now = node_json(board.view())
        assert len(json.dumps(list(changed(view, now)))) < 20_000
        view = now


def test_of_many_columns_a_name_is_typed():
    frame = pd.DataFrame(np.random.default_rng(1).normal(size=(60, 70)), columns=[f"c{place}" for place in range(70)])
    board = known(frame, lambda rows: rows["c3"])
    board.take("view", "effect")
    board.take("column", "c44")
    assert board.settings.column == "c44"
    board.take("column", "c4444")
    assert problem(board).startswith("Column 'c4444' is not in the data. Did you mean 'c44'?")
    board.take("view", "case")
    board.take("more", "c55")
    assert row(board, "c55") in nodes_by_id(board.view())


def test_nothing_is_asked_of_the_model_twice():
    frame = pd.DataFrame({"a": np.linspace(0, 1, 60), "b": np.linspace(1, 0, 60)})
    board = known(frame, lambda rows: rows["a"], task="binary")
    asked = model_of(board._fitted)
    for id, value in [("view", "effect"), ("view", "case"), ("tell", "reasons"), (control(board, "a"), 0.25)]:
        board.take(id, value)
        board.view()
    before = asked.n_calls
    assert board.view() == board.view()
    assert board.result is board.result
    board.take_press("reset")
    board.take("tell", "waterfall")
    board.take("view", "effect")
    assert asked.n_calls == before


def test_a_slow_answer_to_an_earlier_question_is_not_shown_for_a_later_one(explanation):
    board = ExplanationBoard(explanation, explanation)
    jobs = []

    def later(job, tell, finished):
        jobs.append((job, finished))
        return Pace(tell)

    board.runner = later
    board.take("view", "effect")
    board.take("column", "1")
    assert nodes_by_id(board.view())["workbench/progress"]["label"].startswith(
        "Asking the model about other values of "
    )
    for job, finished in jobs:
        job.done(job.do(Pace(lambda *_: None)))
        finished(None)
    assert board.result.effects[0].column == explanation.importances[1].column
    assert "workbench/progress" not in nodes_by_id(board.view())


def test_a_model_without_held_out_rows_has_no_case(explanation):
    board = ExplanationBoard(explanation, explanation)
    board._case.__class__ = type("Empty", (type(board._case),), {"n_rows": 0})
    board.take("view", "case")
    assert nodes_by_id(board.view())["no-case"]["text"] == "No row was held out, so there is no case to look at."
    assert board.result is explanation


@pytest.mark.parametrize(
    "value",
    [
        dt.date(2024, 5, 31),
        dt.datetime.fromisoformat("2024-05-31T10:30"),
        dt.datetime.fromisoformat("2024-05-31T10:30+02:00"),
        pd.Timestamp("2024-05-31T10:30:00.123456789"),
        pd.Timestamp("2024-05-31T10:30", tz="Europe/Berlin"),
    ],
)
def test_a_day_that_is_kept_is_the_same_whatever_a_notebook_calls_so(board, value):
    written = case_code(board._source, 0, (("day", value),), "reasons", "B")
    scope = {"datetime": "mine", "pandas": "mine"}
    exec("\n".join(one for one in written.splitlines() if one.startswith("import ")), scope)  # noqa: S102 - our own
    [edited] = [one for one in ast.walk(ast.parse(written)) if isinstance(one, ast.Dict)]
    again = eval(ast.unparse(edited), scope)["day"]  # noqa: S307 - our own code is what is tried
    assert (type(again), again) == (type(value), value)
    assert (scope["datetime"], scope["pandas"]) == ("mine", "mine")


def test_what_is_asked_of_a_model_at_once_has_no_button_that_would_end_it(board):
    asked = []
    board.runner = lambda job, *_: asked.append(job.can_end)
    board.take("view", "effect")
    assert asked == [False]
    assert nodes_by_id(board.view())["workbench/progress"]["can_end"] is False


def test_what_failed_is_not_told_as_an_ending(case, monkeypatch):
    def broken(*_, **__):
        raise InputError("The model refuses them: RuntimeError: broke\nChoose another model.")

    with monkeypatch.context() as once:
        once.setattr("workbench.widgets.explanation.find_counterfactuals", broken)
        case.take("tell", "changes")
        shown = nodes_by_id(case.view())
        assert shown["workbench/problem"]["text"] == (
            "The model refuses them: RuntimeError: broke. Choose another model."
        )
        assert shown["told/failed"]["text"] == "This could not be computed."
        assert "told/ended" not in shown
    case.take_press("ask")
    assert "told/failed" not in nodes_by_id(case.view())
