"""A recipe is suggested from the training rows, edited without changing it, and refused where it cannot be."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from sklearn.decomposition import PCA
from sklearn.preprocessing import MinMaxScaler, StandardScaler

import workbench as wb
from workbench.core.finding import Finding
from workbench.errors import ColumnNotFoundError, InputError, RoleError
from workbench.preparation.recipe import LeftOut

N = 60
BASE = {"y": ["yes", "no"] * (N // 2), "sex": ["f", "f", "m", "m"] * (N // 4)}
VARIED = np.arange(N) % 7


def split_of(use_protected=False, **columns):
    frame = pd.DataFrame({**BASE, **columns})
    data = wb.read_data(frame, target="y", favourable="yes", protected=["sex"], use_protected=use_protected)
    return wb.split_data(data)


def left_out(**columns):
    """Return the codes and reasons of the columns that a suggestion leaves out."""
    return {one.column: (one.code, one.reason) for one in wb.suggest_recipe(split_of(**columns)).left_out}


def refused(kind, call, *arguments, **options):
    with pytest.raises(kind) as error:
        call(*arguments, **options)
    assert type(error.value) is kind
    return str(error.value)


SPLIT = split_of(age=VARIED, height=VARIED / 3, city=["a", "b", "c"] * 20, member=VARIED > 3)
RECIPE = wb.suggest_recipe(SPLIT)


# Suggestions.


def test_every_feature_gets_the_step_of_its_kind():
    assert [(step.title, step.columns) for step in RECIPE.steps] == (
        [("numbers", ("age", "height", "member")), ("categories", ("city",))]
    )
    assert RECIPE.left_out == ()


def test_recipe_says_what_it_is():
    assert repr(RECIPE) == "Recipe: numbers: 3; categories: 1; left out: 0."


def test_recipe_prints_every_step_with_its_reason():
    assert str(RECIPE.without("age", reason="it is not asked for")) == (
        "numbers: height, member\n"
        "    because they are numbers: a missing one becomes the median and is marked as missing\n"
        "categories: city\n"
        "    because they are text: each value becomes a column of 0 and 1, rare values together\n"
        "left out: age\n"
        "    because it is not asked for"
    )


def test_protected_columns_join_only_on_wish():
    joined = wb.suggest_recipe(split_of(use_protected=True, age=VARIED))
    assert [(step.title, step.columns) for step in joined.steps] == [("numbers", ("age",)), ("categories", ("sex",))]


def test_column_without_values_is_left_out():
    assert left_out(x=[None] * N) == {"x": ("WB201", "no training row has a value in it")}


def test_column_with_values_in_held_out_rows_only_is_left_out():
    held_out = split_of(row=VARIED, place=np.arange(N)).test.frame(["place"])["place"]
    values = pd.Series(np.nan, index=range(N))
    values[held_out] = 1.5
    assert left_out(x=values) == {"x": ("WB201", "no training row has a value in it")}


def test_constant_column_is_left_out():
    assert left_out(x=[3] * N) == {"x": ("WB202", "every training row has the same value in it")}


def test_column_with_one_value_and_missing_ones_is_kept():
    assert left_out(x=[3, None] * (N // 2)) == {}


def test_text_with_another_value_in_every_row_names_the_rows():
    assert left_out(x=[f"person {row}" for row in range(N)]) == (
        {"x": ("WB204", "it has another value in every row and seems only to name the rows")}
    )


def test_whole_numbers_that_count_up_name_the_rows():
    assert left_out(x=range(5, 5 + N)) == (
        {"x": ("WB204", "it has another value in every row and seems only to name the rows")}
    )


def test_distinct_numbers_that_do_not_count_up_are_kept():
    assert left_out(x=(np.arange(N) * 37) % 61, z=np.arange(N) + 0.5) == {}


@pytest.mark.parametrize(("n_train", "names"), [(20, True), (19, False)])
def test_fewer_than_twenty_distinct_values_name_no_rows(n_train, names):
    values = [f"p{row}" for row in range(N)]
    split = split_of(x=values, age=VARIED)
    known = set(split.train.frame(["x"])["x"][:n_train])
    lean = split_of(x=[value if value in known else None for value in values], age=VARIED)
    assert bool(wb.suggest_recipe(lean).left_out) == names


@pytest.mark.parametrize(
    "values", [pd.to_timedelta(VARIED, unit="h"), [dt.time(row % 24) for row in range(N)]], ids=["durations", "times"]
)
def test_durations_and_times_of_a_day_are_left_out(values):
    assert left_out(x=values) == {
        "x": ("WB205", "it holds durations or times of a day, for which no step is known yet")
    }


def test_what_is_left_out_becomes_a_finding():
    prepared = wb.prepare_data(split_of(age=VARIED, x=[3] * N))
    assert prepared.findings == (
        Finding(
            "WB202",
            "note",
            "Column 'x' is left out: every training row has the same value in it",
            "A column that carries nothing, or names each row, can only mislead a model.",
            "If it should be used, add a step for it: recipe.with_step([column], transformer, reason=…).",
            n=42,
            scope="x",
        ),
    )


def test_suggestion_does_not_look_at_held_out_rows():
    columns = {"age": VARIED, "city": ["a", "b", "c"] * 20}
    split = split_of(**columns)
    other = wb.Split(split.provenance, split.data, split.train, split_of(age=-VARIED, city=["z"] * N).test)
    assert wb.suggest_recipe(other).settings() == wb.suggest_recipe(split).settings()


# Edits.


def test_added_step_takes_the_column_from_the_others():
    edited = RECIPE.with_step(["age"], MinMaxScaler(), reason="ages have ends", title="ages")
    assert [(step.title, step.columns) for step in edited.steps] == (
        [("numbers", ("height", "member")), ("categories", ("city",)), ("ages", ("age",))]
    )
    assert edited.steps[-1].reason == "ages have ends"


def test_editing_leaves_the_old_recipe_unchanged():
    before = RECIPE.settings()
    RECIPE.with_step(["age"], MinMaxScaler(), reason="r").without("city", reason="r")
    assert RECIPE.settings() == before


def test_step_that_lost_its_last_column_is_gone():
    assert [step.title for step in RECIPE.without("city", reason="r").steps] == ["numbers"]


def test_column_left_out_by_a_person_says_so():
    assert RECIPE.without("city", reason="it stands in for origin").left_out == (
        LeftOut("city", "WB206", "it stands in for origin"),
    )


def test_column_left_out_twice_is_listed_once_with_the_last_reason():
    edited = RECIPE.without("city", reason="one").without("city", reason="two")
    assert edited.left_out == (LeftOut("city", "WB206", "two"),)


def test_step_brings_a_column_back():
    edited = RECIPE.without("age", reason="r").with_step(["age"], StandardScaler(), reason="needed after all")
    assert edited.left_out == ()
    assert edited.steps[-1].columns == ("age",)


def test_fitting_does_not_touch_the_persons_transformer():
    scaler = StandardScaler()
    wb.prepare_data(SPLIT, RECIPE.with_step(["age"], scaler, reason="r"))
    assert not hasattr(scaler, "mean_")


# Refusals.


def test_columns_of_a_step_must_be_a_list():
    assert refused(InputError, RECIPE.with_step, "age", StandardScaler(), reason="r") == (
        "columns is 'age' alone.\nGive a list, even of one: ['age']."
    )


def test_transformer_must_be_an_object():
    assert refused(InputError, RECIPE.with_step, ["age"], StandardScaler, reason="r") == (
        "transformer is the class StandardScaler, not an object of it.\nMake one: StandardScaler()."
    )


@pytest.mark.parametrize("transformer", ["passthrough", None, 5, len])
def test_transformer_must_fit_and_transform(transformer):
    assert refused(InputError, RECIPE.with_step, ["age"], transformer, reason="r") == (
        f"transformer is a {type(transformer).__name__}, which has no fit and transform.\n"
        "Give a scikit-learn transformer, such as StandardScaler()."
    )


def test_transformer_must_be_copyable():
    class Bare:
        def fit(self, _frame, _outcomes=None):
            return self

        def transform(self, frame):
            return frame

    recipe = RECIPE.with_step(["age"], Bare(), reason="r")
    assert refused(InputError, wb.prepare_data, SPLIT, recipe) == (
        "transformer is a Bare, which has no get_params, so it cannot be copied.\n"
        "Derive it from sklearn.base.BaseEstimator and TransformerMixin."
    )


def test_step_for_a_column_that_is_not_there_is_refused():
    recipe = RECIPE.with_step(["hight"], StandardScaler(), reason="r")
    assert refused(ColumnNotFoundError, wb.prepare_data, SPLIT, recipe) == (
        "Column 'hight' is not in the data. Did you mean 'height'?\n"
        "The data has 6 columns: y, sex, age, height, city, and 1 more."
    )


def test_leaving_out_a_column_that_is_not_there_is_refused():
    assert refused(ColumnNotFoundError, wb.prepare_data, SPLIT, RECIPE.without("cty", reason="r")) == (
        "Column 'cty' is not in the data. Did you mean 'city'?\n"
        "The data has 6 columns: y, sex, age, height, city, and 1 more."
    )


@pytest.mark.parametrize(
    ("column", "role"),
    [("y", "target"), ("sex", "protected"), ("who", "id"), ("day", "time"), ("home", "group"), ("w", "weight")],
)
def test_step_for_a_column_that_no_model_may_see_is_refused(column, role):
    frame = pd.DataFrame({**BASE, "age": VARIED, "who": range(N), "home": VARIED, "w": VARIED + 1.0})
    frame["day"] = pd.date_range("2020-01-01", periods=N)
    roles = {"id": "who", "time": "day", "group": "home", "weight": "w"}
    data = wb.read_data(frame, target="y", favourable="yes", protected=["sex"], **roles)
    split = wb.Split(data.provenance, data, data, data)
    assert [step.columns for step in wb.suggest_recipe(split).steps] == [("age",)]
    recipe = RECIPE.with_step([column], PCA(), reason="r")
    recipe = wb.Recipe((recipe.steps[-1],))
    assert refused(RoleError, wb.prepare_data, split, recipe) == (
        f"A step of the recipe names column {column!r}, whose role is {role}.\n"
        "A model may not see it: take it out of the step. Protected columns join with use_protected=True."
    )
