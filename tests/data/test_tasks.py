"""Several classes and amounts as targets: what is taken, what is refused, and what is recorded."""

import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import workbench as wb
from workbench.core.json_node import Node
from workbench.core.schema import canonical_json
from workbench.data.batches import read_batches
from workbench.data.roles_settings import roles_from_settings
from workbench.errors import ColumnNotFoundError, InputError, NotEnoughDataError, RoleError

GRADES = pa.table({"grade": ["b", "10", "9", "a", None], "x": [1, 2, 3, 4, 5]})
PRICES = pa.table({"price": [1.5, 2.0, None, 4.0], "rooms": [1, 2, 3, 4], "kind": ["a", "b", "a", "b"]})


def refused(error, table, **roles):
    with pytest.raises(error) as raised:
        wb.read_data(table, **roles)
    assert type(raised.value) is error
    return str(raised.value)


def test_classes_are_in_the_order_readers_expect():
    data = wb.read_data(GRADES, target="grade", task="multiclass")
    assert data.roles.task == "multiclass"
    assert data.roles.classes == ("9", "10", "a", "b")
    assert data.roles.favourable == ""
    assert data.targets().tolist() == [3, 1, 0, 2, -1]
    assert data.has_target().tolist() == [True, True, True, True, False]
    assert [one.code for one in data.findings] == ["WB102", "WB501"]


def test_one_class_may_be_favourable():
    data = wb.read_data(GRADES, target="grade", task="multiclass", favourable=9)
    assert data.roles.favourable == "9"
    assert data.outcomes().tolist() == [0, 0, 1, 0, 2]


def test_classes_may_be_numbers():
    data = wb.read_data(pa.table({"grade": [3.0, 1.0, 10.0]}), target="grade", task="multiclass")
    assert data.roles.classes == ("1", "3", "10")


def test_amounts_may_be_whole_or_fractions_and_some_missing():
    data = wb.read_data(PRICES, target="price", task="regression")
    assert data.roles.task == "regression"
    assert data.roles.classes == ()
    np.testing.assert_array_equal(data.targets(), [1.5, 2.0, np.nan, 4.0])
    missing = next(one for one in data.findings if one.code == "WB102")
    assert (missing.value, missing.n) == (0.25, 4)
    assert wb.read_data(PRICES, target="rooms", task="regression").targets().dtype == np.float64


def test_roles_given_later_are_those_given_while_reading():
    later = wb.assign_roles(wb.read_data(PRICES), target="price", task="regression")
    assert later.roles == wb.read_data(PRICES, target="price", task="regression").roles


def test_amounts_on_disk_are_those_in_memory(tmp_path):
    pd.DataFrame({"price": [1.5, 2.0, np.nan, 4.0], "x": [1, 2, 3, 4]}).to_parquet(tmp_path / "prices.parquet")
    stored = wb.read_data(tmp_path / "prices.parquet", target="price", task="regression", lazy=True)
    assert stored.is_stored
    assert [one.code for one in stored.findings] == ["WB102", "WB139", "WB501"]


def test_task_none_and_binary_are_one_and_keep_their_record():
    table = pa.table({"y": [0, 1], "x": [1, 2]})
    plain, said = (wb.read_data(table, target="y", task=task) for task in (None, "binary"))
    assert plain.fingerprint == said.fingerprint
    assert "task" not in plain.roles.settings()


@pytest.mark.parametrize(("distinct", "fires"), [(9, True), (10, False)], ids=["fewer than ten", "ten"])
def test_few_amounts_may_be_classes(distinct, fires):
    table = pa.table({"y": [*range(distinct), 0], "x": [*range(distinct), 1]})
    found = [one for one in wb.read_data(table, target="y", task="regression").findings if one.code == "WB139"]
    assert bool(found) == fires
    if fires:
        assert str(found[0].title) == "The target 'y' is predicted as an amount, and has only 9 different values"
        assert (found[0].value, found[0].threshold, found[0].n) == (9.0, 10.0, 10)


def test_few_amounts_are_no_finding_of_classes():
    table = pa.table({"y": [1, 2, 3], "x": [1, 2, 3]})
    amounts = wb.read_data(table, target="y", task="regression")
    classes = wb.assign_roles(amounts, target="y", task="multiclass")
    assert "WB139" in [one.code for one in amounts.findings]
    assert "WB139" not in [one.code for one in classes.findings]


# What is refused.


def test_unknown_task_is_refused():
    assert refused(InputError, GRADES, target="grade", task="multi") == (
        "task is 'multi'.\nAllowed are: 'binary', 'multiclass', 'regression'. Did you mean 'multiclass'?"
    )
    assert refused(InputError, GRADES, target="grade", task=3) == (
        "task is 3.\nAllowed are: 'binary', 'multiclass', 'regression'."
    )


def test_task_without_target_is_refused():
    assert refused(RoleError, GRADES, task="multiclass") == (
        "task is 'multiclass', but no target is named.\nName the column to predict: target='…'."
    )


@pytest.mark.parametrize("task", ["multiclass", "regression"])
def test_missing_target_is_named(task):
    assert refused(ColumnNotFoundError, GRADES, target="grades", task=task) == (
        "Column 'grades' is not in the data. Did you mean 'grade'?\nThe data has 2 columns: grade, x."
    )


def test_two_values_are_no_classes():
    assert refused(RoleError, pa.table({"y": ["no", "yes", None]}), target="y", task="multiclass") == (
        "task is 'multiclass', and column 'y' has two values: 'no' and 'yes'.\n"
        "Leave task out and say which is good for the person, for example favourable='yes'."
    )


@pytest.mark.parametrize(
    ("values", "advice"),
    [
        (
            range(51),
            "If they are amounts, say so: task='regression' (in a form: Read with, task=regression). "
            "Else join values that mean the same.",
        ),
        (
            [f"v{place}" for place in range(51)],
            "Join values that mean the same, with recode={…}, or name another column.",
        ),
    ],
)
def test_more_than_fifty_values_are_no_classes(values, advice):
    table = pa.table({"y": list(values)})
    assert refused(RoleError, table, target="y", task="multiclass") == (
        f"task is 'multiclass', and column 'y' has 51 values; 50 is the most.\n{advice}"
    )
    assert len(wb.read_data(table.slice(0, 50), target="y", task="multiclass").roles.classes) == 50


def test_favourable_must_be_a_class():
    assert refused(RoleError, GRADES, target="grade", task="multiclass", favourable="c") == (
        "favourable, a value of column 'grade', is 'c'.\nAllowed are: '9', '10', 'a', 'b'."
    )


@pytest.mark.parametrize("task", ["multiclass", "regression"])
@pytest.mark.parametrize(
    ("values", "has"), [([1, 1, 1], "only one value, '1'"), (pa.nulls(3, pa.int64()), "no value at all")]
)
def test_constant_target_has_nothing_to_predict(task, values, has):
    assert refused(NotEnoughDataError, pa.table({"y": values}), target="y", task=task) == (
        f"Column 'y' is the target, but it has {has}.\n"
        "There is nothing to predict: choose another target, or data in which it differs."
    )


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            ["1", "b", "c"],
            "task is 'regression', and column 'y' holds string, not numbers.\n"
            "If it holds numbers written as text, read it so: types={'y': 'number'}, or with a comma before decimals "
            "decimal=',' (in a form: Read with, decimal=,). Else predict classes, task='multiclass', "
            "or name another column.",
        ),
        (
            [True, False, True],
            "task is 'regression', and column 'y' holds bool, not numbers.\n"
            "Name a column of numbers, or leave task out where there are two outcomes.",
        ),
        (
            [1.0, np.inf, -np.inf],
            "Column 'y' is the target and is infinite in 2 of 3 rows.\n"
            "Read these amounts as not known: missing={'y': [float('inf'), float('-inf')]}.",
        ),
        (
            [1.0, 2.0, 1e61],
            "Column 'y' is the target and reaches from 1 to 1e+61.\n"
            "Give amounts up to 1e+60: larger ones cannot be squared and summed. Is one the code for missing?",
        ),
    ],
)
def test_what_is_no_finite_amount_is_refused(values, message):
    assert refused(RoleError, pa.table({"y": values}), target="y", task="regression") == message


def test_infinite_amounts_can_be_read_as_missing():
    said = refused(RoleError, pa.table({"y": [1.0, 2.0, np.inf]}), target="y", task="regression")
    assert said.splitlines()[1] == "Read these amounts as not known: missing={'y': [float('inf')]}."
    missing = {"y": [float("inf")]}
    data = wb.read_data(pa.table({"y": [1.0, 2.0, np.inf]}), target="y", task="regression", missing=missing)
    assert data.has_target().tolist() == [True, True, False]


def test_no_amount_is_favourable():
    assert refused(RoleError, PRICES, target="price", task="regression", favourable=4) == (
        "task is 'regression', and favourable is 4: no single amount is good for the person.\n"
        "Leave favourable out. Amounts that matter are named in the audit: thresholds=[…]."
    )


def test_labels_need_a_favourable_value():
    assert refused(RoleError, PRICES, target="price", task="regression", favourable_label="dear") == (
        "favourable_label is 'dear', and no value of the target is favourable.\n"
        "Leave it out: amounts have no favourable value."
    )
    assert refused(RoleError, GRADES, target="grade", task="multiclass", unfavourable_label="bad") == (
        "unfavourable_label is 'bad', and no value of the target is favourable.\n"
        "Name the class that is good for the person, favourable=…, or leave the label out."
    )


@pytest.mark.parametrize(
    ("values", "advice"),
    [
        (range(51), "Say that they are amounts, task='regression' (in a form: Read with, task=regression); or "),
        (
            range(5),
            "Say that they are amounts, task='regression' or classes, task='multiclass' "
            "(in a form: Read with, task=regression or task=multiclass); or ",
        ),
        ([f"v{place}" for place in range(51)], "A decision has two outcomes: "),
    ],
)
def test_without_a_task_more_values_say_which_tasks_there_are(values, advice):
    said = refused(RoleError, pa.table({"y": list(values)}), target="y").splitlines()[1]
    assert said == f"{advice}make a column with two values, such as 'yes' and 'no', and name it."


# What is recorded.


@pytest.mark.parametrize(
    "roles",
    [
        {"target": "grade", "task": "multiclass", "favourable": "a", "favourable_label": "best"},
        {"target": "grade", "task": "multiclass"},
        {"target": "x", "task": "regression", "protected": ["grade"]},
    ],
)
def test_settings_are_read_back(roles):
    given = wb.read_data(GRADES, **roles).roles
    written = json.loads(canonical_json(given.settings()))
    assert roles_from_settings(Node(written, "roles", "Roles.settings")) == given


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"task": "ranking"}, "roles.task is 'ranking', which is none of 'binary', 'multiclass', 'regression'."),
        ({"classes": ["a", "a"]}, "roles.classes names a class twice."),
        ({"classes": []}, "roles.classes does not go with the task 'multiclass' and the favourable value ''."),
        (
            {"favourable": "z"},
            "roles.classes does not go with the task 'multiclass' and the favourable value 'z'.",
        ),
        ({"task": "regression"}, "roles.classes does not go with the task 'regression' and the favourable value ''."),
    ],
)
def test_settings_that_do_not_fit_are_refused(change, message):
    written = json.loads(canonical_json(wb.read_data(GRADES, target="grade", task="multiclass").roles.settings()))
    with pytest.raises(InputError) as raised:
        roles_from_settings(Node(written | change, "roles", "Roles.settings"))
    assert str(raised.value) == f"{message}\nGive what Roles.settings wrote."


# Other rows, in batches.


def test_other_rows_may_lack_classes_and_know_no_others():
    data = wb.read_data(GRADES, target="grade", task="multiclass")
    batches, _, _ = read_batches(pa.table({"grade": ["b", "a"], "x": [1, 2]}), data)
    assert [batch.targets().tolist() for batch in batches] == [[3, 2]]
    batches, _, _ = read_batches(pa.table({"grade": ["b", "c"], "x": [1, 2]}), data)
    with pytest.raises(RoleError) as raised:
        list(batches)
    assert str(raised.value) == (
        "Column 'grade' of 'data' holds 'c', which the model does not know as an outcome.\n"
        "It knows '9', '10', 'a' and 'b'."
    )


def test_other_rows_may_have_fractions_where_amounts_were_whole():
    data = wb.read_data(PRICES, target="rooms", task="regression")
    rows = pa.table({"price": [1.0, 2.0], "rooms": [1.5, 2.0], "kind": ["a", "b"]})
    batches, _, _ = read_batches(rows, data)
    assert [batch.targets().tolist() for batch in batches] == [[1.5, 2.0]]


def test_infinite_amounts_among_other_rows_are_refused():
    data = wb.read_data(PRICES, target="price", task="regression")
    batches, _, _ = read_batches(pa.table({"price": [1.0, np.inf], "rooms": [1, 2], "kind": ["a", "b"]}), data)
    with pytest.raises(RoleError) as raised:
        list(batches)
    assert str(raised.value) == (
        "Column 'price' of 'data' is the target and is infinite in 1 of 2 rows.\n"
        "Replace or remove these amounts: no prediction is near them."
    )
