"""The role picker: what it guesses, what it takes, what it warns of, and the Python that it writes."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.widgets.roles import RolesBoard
from workbench.widgets.twin import twin_html
from workbench.widgets.wire import changed, node_json

from .boards import quiet, tell

HOSTILE = '<b>"it\'s"\n\u202ebold'


@pytest.fixture
def people(rng):
    n = 600
    frame = pd.DataFrame(
        {
            "person": [f"P{place:05d}" for place in range(n)],
            "sex": rng.choice(["f", "m"], n),
            "age": rng.integers(18, 90, n),
            "income": rng.normal(3000, 800, n).round(2),
            "shape": rng.choice(["round", "square", "flat"], n),
        }
    )
    frame["height"] = np.where(frame.sex == "f", 1.0, 2.0)
    frame["approved"] = np.where(rng.random(n) < 0.4, "yes", "no")
    frame["letter"] = np.where(frame.approved == "yes", "A", "B")
    return frame


def board_of(frame):
    return RolesBoard(frame, wb.read_data(frame))


def place_of(frame, column):
    return list(frame.columns).index(column)


def nodes(view):
    found = {}

    def walk(node):
        found[node["id"]] = node
        for child in [*node.get("children", []), *node.get("cells", [])]:
            if isinstance(child, dict):
                walk(child)

    walk(node_json(view))
    return found


def said(board):
    return [one["text"] for one in nodes(board.view()).values() if one["kind"] == "said"]


def run(code, **names):
    space = {"wb": wb, **names}
    exec(code, space)  # noqa: S102 - what the widget wrote
    return space["data"]


def test_untouched_it_gives_what_confirming_the_guesses_gives(people):
    board = board_of(people)
    plain = wb.suggest_roles(wb.read_data(people)).confirm()
    assert board.result.fingerprint == plain.fingerprint
    assert board.result.roles.target == "approved"


def test_its_code_makes_the_same_data_set(people):
    board = board_of(people)
    for column, role in (("person", "id"), ("income", "weight"), ("shape", "protected"), ("height", "time")):
        board.take(f"role/{place_of(people, column)}", role)
    board.take("bands/2", "30; 50 70.5")
    board.take("favourable", "no")
    assert 'wb.bands("age", [30, 50, 70.5])' in board.python()
    assert max(map(len, board.python().splitlines())) <= 88
    made = run(board.python(), frame=people)
    assert (made.fingerprint, made.roles.settings()) == (board.result.fingerprint, board.result.roles.settings())


def test_hostile_and_long_names_stay_text_and_come_back(rng):
    long = "x" * 299 + "é"
    frame = pd.DataFrame({HOSTILE: rng.choice(["a", "b\"'"], 80), long: rng.integers(0, 90, 80), "ok": rng.random(80)})
    board = board_of(frame)
    board.take("role/0", "target")
    board.take("favourable", "b\"'")
    board.take("role/1", "protected")
    made = run(board.python(), frame=frame)
    assert made.roles.settings() == board.result.roles.settings()
    assert made.roles.target == HOSTILE
    assert "<b>" not in twin_html(board.saved_view()).replace("&lt;b&gt;", "")
    assert max(len(text) for text in said(board)) < 700


def test_a_path_an_example_and_a_data_set_are_written_as_such(people, tmp_path):
    path = tmp_path / "people.csv"
    people.to_csv(path, index=False)
    panel = wb.pick_roles(path)
    assert panel.python().startswith(f'data = wb.read_data(\n    "{path}",\n    target="approved",')
    assert run(panel.python()).fingerprint == panel.result.fingerprint
    example = wb.pick_roles("example:loans")
    assert example.result.roles.settings() == wb.read_data("example:loans").roles.settings()
    assert run(example.python()).roles.settings() == example.result.roles.settings()
    data = wb.read_data(
        people, target="shape", task="multiclass", protected=[wb.attribute("sex", labels={"f": "women"})]
    )
    given = wb.pick_roles(data)
    assert given.result.roles.settings() == data.roles.settings()
    assert given.python() == (
        'data = wb.assign_roles(\n    data,\n    target="shape",\n    task="multiclass",\n'
        '    protected=[wb.attribute("sex", labels={"f": "women"})],\n)'
    )
    for one in (panel, example, given):
        one.close()


def test_until_somebody_says_what_is_good_there_is_nothing_to_keep(rng):
    frame = pd.DataFrame({"kind": rng.choice(["A", "B"], 100), "sex": rng.choice(["f", "m"], 100)})
    board = board_of(frame)
    board.take("role/0", "target")
    assert board.python() == ""
    assert "workbench/keep" not in nodes(board.view())
    assert (
        "Nobody has said which value of kind is good for the person. It decides the direction of every comparison: "
        "choose it above."
    ) in said(board)
    with pytest.raises(wb.WorkbenchError, match="Nobody said which value of 'kind' is good"):
        board.result  # noqa: B018 - asking is what raises
    board.take("favourable", "B")
    assert board.result.roles.favourable == "B"
    assert "workbench/keep" in nodes(board.view())


def test_it_warns_of_leaks_proxies_and_small_groups(people):
    people.loc[:5, "sex"] = "x"
    board = board_of(people)
    shown = " ".join(said(board))
    assert "Column 'letter' alone" in shown
    assert "Column 'height' stands for 'sex'" in shown
    assert "Only 6 rows are of sex 'x'" in shown


def test_a_single_group_is_told_to_compare_nothing(people):
    board = board_of(people.assign(country="k"))
    board.take("bands/2", "5000")
    board.take("role/1", "feature")
    board.take("role/8", "protected")
    shown = said(board)
    assert shown[0].endswith("No groups are compared yet.")
    assert [one for one in shown if one.startswith("All rows are of one group")] == [
        "All rows are of one group of age: nothing can be compared. Let bands begin at numbers between its smallest "
        "and its largest, or choose another role for it.",
        "All rows are of one group of country: nothing can be compared. Bring rows of another group, or choose another "
        "role for it.",
    ]
    board.take("bands/2", "40")
    assert said(board)[0].endswith("Groups are compared by age.")
    assert sum(one.startswith("All rows are of one group") for one in said(board)) == 1


def test_a_leak_is_told_before_anybody_says_which_value_is_good(rng):
    kind = rng.choice(["A", "B"], 200)
    frame = pd.DataFrame(
        {"kind": kind, "copy": kind, "skill": rng.normal(size=200), "sex": rng.choice(["f", "m"], 200)}
    )
    board = board_of(frame)
    board.take("role/0", "target")
    assert board.python() == ""
    before = [one for one in said(board) if "alone" in one]
    assert before[0].startswith("Column 'copy' alone, by its values, ranks all pairs of outcomes right.")
    board.take("favourable", "B")
    assert [one for one in said(board) if "alone" in one] == before


def test_warnings_go_with_what_is_chosen(people):
    board = board_of(people)
    board.take(f"role/{place_of(people, 'letter')}", "id")
    assert "Column 'letter' alone" not in " ".join(said(board))
    board.take("role/1", "feature")
    assert "stands for" not in " ".join(said(board))
    board.take("role/2", "feature")
    assert any(text.startswith("No protected attribute is named") for text in said(board))


def test_without_an_outcome_groups_are_still_looked_at(people):
    board = board_of(people.drop(columns=["approved", "letter"]))
    assert any(text.startswith("No column is the outcome yet.") for text in said(board))
    assert "Column 'height' stands for 'sex'" in " ".join(said(board))
    assert board.result.roles.target is None


def test_many_small_groups_are_told_in_one_sentence(rng):
    frame = pd.DataFrame({"race": [f"g{place % 500}" for place in range(5000)], "hired": rng.integers(0, 2, 5000)})
    board = board_of(frame)
    board.take("role/0", "protected")
    shown = said(board)
    assert (
        "500 of 500 groups of race have fewer than 30 rows. Hardly any difference can be told from chance there: "
        "join groups where that makes sense."
    ) in shown
    assert len(json.dumps(node_json(board.view()))) < 20_000


@pytest.mark.parametrize(
    ("id", "value", "problem"),
    [
        ("bands/2", "forty", "'forty' is not a number. Write numbers that rise, with commas between them: 40, 60."),
        ("bands/2", "60, 40", "edges of 'age' are [60, 40]. Give rising, finite numbers, such as [40, 60]."),
        ("role/5", "target", "Column 'height' is the target, but it has only one value, '1'. There is nothing to tell "
         "apart: choose another target, or data with both outcomes."),
        ("role/0", "protected", "Column 'person' has 1,200 different values, too many groups to compare; 1,000 is the "
         "most. Join values into larger groups first, or choose another role."),
        ("role/99", "id", "There is no control '99'. Reload the page: it shows an older version of this widget."),
        ("role/1", "weight", "There is no control 'weight'. Reload the page:"),
        ("favourable", "perhaps", "favourable, a value of column 'approved', is 'perhaps'. Allowed are: 'no', 'yes'."),
        ("role/1", 3, "There is no control 'role/1'. Reload the page: it shows an older version of this widget."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_and_changes_nothing(people, id, value, problem):
    people = pd.concat([people, people], ignore_index=True)
    people["person"] = [f"P{place:05d}" for place in range(1200)]
    people["height"] = 1
    board = board_of(people)
    before = board.settings
    board.take(id, value)
    shown = nodes(board.view())
    assert (shown["bands/2"]["problem"] or shown["workbench/problem"]["text"]).startswith(problem)
    assert board.settings == before


def test_tasks_follow_the_column(people):
    board = board_of(people)
    board.take("role/4", "target")
    assert (board.settings.task, board.settings.favourable) == ("multiclass", None)
    board.take("favourable", "round")
    assert board.result.roles.favourable == "round"
    board.take("favourable", "")
    assert board.result.roles.favourable == ""
    board.take("role/3", "target")
    assert (board.settings.task, board.result.roles.task) == ("regression", "regression")
    assert "favourable" not in nodes(board.view())


def test_numbers_that_may_be_grades_are_asked_about(rng):
    frame = pd.DataFrame({"grade": rng.integers(1, 7, 200), "sex": rng.choice(["f", "m"], 200)})
    board = board_of(frame)
    board.take("role/0", "target")
    assert board.settings.task == "multiclass"
    board.take("task", "regression")
    assert board.result.roles.task == "regression"
    assert run(board.python(), frame=frame).fingerprint == board.result.fingerprint


def test_a_column_of_numbers_is_compared_in_bands(rng):
    frame = pd.DataFrame({"length": rng.normal(100, 20, 300), "level": rng.integers(0, 3, 300)})
    board = board_of(frame)
    board.take("role/0", "protected")
    board.take("role/1", "protected")
    length, level = board.settings.protected
    assert len(length.edges) == 2
    assert level.edges == ()
    board.take("bands/0", "")
    assert board.settings.protected[0].edges == ()


def test_values_are_shown_live_and_saved_nowhere(people):
    panel = wb.pick_roles(people)
    live = json.dumps(node_json(panel._board.view()))
    assert "P00000" in live
    data, _ = panel._repr_mimebundle_()
    for text in (data["text/html"], data["text/plain"], json.dumps(panel.get_state())):
        assert "P0000" not in text
        assert f"{people.income[0]:.10g}" not in text
    assert "income" in data["text/html"]
    panel.close()


def test_two_hundred_columns_come_a_page_at_a_time(rng):
    frame = pd.DataFrame({f"column number {place} {'y' * 250}": rng.random(60).round(3) for place in range(200)})
    board = board_of(frame)
    first = node_json(board.view())
    assert len(json.dumps(first)) < 30_000
    assert nodes(board.view())["columns/shown"]["text"] == "1 to 20 of 200"
    board.take_press("columns/later")
    second = node_json(board.view())
    assert nodes(board.view())["columns/shown"]["text"] == "21 to 40 of 200"
    assert len(json.dumps(list(changed(first, second)))) < 20_000
    board.take("find", "number 117 ")
    assert [id for id in nodes(board.view()) if id.startswith("column/")] == ["column/117"]
    board.take("find", "nothing")
    assert "No column is called like that." in said(board)


def test_a_change_of_a_role_sends_little(people):
    panel, sent = quiet(board_of(people))
    tell(panel, kind="ready", seq=1)
    tell(panel, kind="change", id="role/4", value="protected", seq=2)
    assert panel._worker.join(20)
    assert sum(len(json.dumps(one)) for one in sent[1:]) < 20_000
    assert panel.result.roles.protected[-1].column == "shape"
    panel.close()


def test_looking_that_is_ended_claims_nothing(people):
    board = board_of(people[["person", "shape", "income"]])

    def ended(job, tell, finished):
        from workbench.widgets.worker import Pace

        pace = Pace(tell)
        pace.end()
        job.done(job.do(pace))
        finished(None)
        return pace

    board.runner = ended
    board.take("role/1", "protected")
    assert not any(text.startswith("Nothing speaks against") for text in said(board))


def test_what_is_wrong_with_bands_is_forgotten_with_the_next_choice(people):
    board = board_of(people)
    board.take("bands/2", "many")
    assert nodes(board.view())["bands/2"]["problem"].startswith("'many' is not a number.")
    board.take("bands/2", "65")
    assert nodes(board.view())["bands/2"]["problem"] == ""
    assert board.settings.protected[-1].edges == (65,)


@pytest.mark.parametrize("edges", [(), (2.0,), (1, 3), (-5.5, 0, 9)])
@pytest.mark.parametrize("type", ["int64", "float64"])
def test_groups_are_counted_as_an_audit_counts_them(rng, edges, type):
    numbers = rng.integers(0, 5, 300).astype(type)
    frame = pd.DataFrame({"level": numbers, "hired": rng.integers(0, 2, 300)})
    if type == "float64":
        frame.loc[:20, "level"] = np.nan
    given = wb.bands("level", list(edges)) if edges else "level"
    data = wb.read_data(frame, target="hired", protected=[given])
    [attribute] = data.roles.protected
    counted = {one.group: one.n for one in RolesBoard(frame, data)._columns.shares(attribute)}
    said = pd.Series(data.groups()[attribute.title].to_pylist()).value_counts().to_dict()
    said.pop("unknown", None)
    assert counted == said


def test_the_extremes_of_a_column_are_not_saved():
    ages = [17, *range(20, 60), 93] * 3
    frame = pd.DataFrame({"age": ages, "hired": ["yes", "no"] * (len(ages) // 2), "skill": range(len(ages))})
    board = wb.pick_roles(frame)._board
    assert "93" in json.dumps(node_json(board.view()))
    assert "93" not in twin_html(board.saved_view())


def test_another_thread_that_checks_other_choices_takes_nothing_away():
    board = wb.pick_roles("example:loans")._board
    one, other = board.settings, replace(board.settings, protected=())
    asked = [0]

    class Switching(tuple):
        """A pair that another thread replaces while it is looked at."""

        def __getitem__(self, place):
            asked[0] += 1
            board._checked = (other, None)
            return super().__getitem__(place)

    known = board._assigned(one)
    board._checked = Switching((one, known))
    assert board._assigned(one) is known
    assert asked == [2]
