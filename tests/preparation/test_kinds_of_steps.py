"""Each kind of column gets the step made for it, from training rows only, and says why."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn.preprocessing import QuantileTransformer, StandardScaler, TargetEncoder
from skrub import DatetimeEncoder, StringEncoder

import workbench as wb

N = 1_500
RNG = np.random.default_rng(5)
BASE = {"y": np.where(RNG.random(N) < 0.4, "yes", "no"), "sex": np.where(RNG.random(N) < 0.5, "f", "m")}
WORDS = ["loan", "car", "house", "repair", "school", "medical", "business", "debt", "travel", "wedding", "roof"]
COLUMNS = {
    "age": RNG.integers(18, 90, N),
    "income": RNG.lognormal(0, 2.5, N),
    "city": RNG.choice(list("abcde"), N),
    "zip": [f"{value:05d}" for value in RNG.integers(1_000, 1_060, N)],
    "note": [" ".join(RNG.choice(WORDS, 6)) for _ in range(N)],
    "day": [dt.date(2020, 1, 1) + dt.timedelta(days=int(days)) for days in RNG.integers(0, 800, N)],
    "when": pd.Timestamp("2020-01-01") + pd.to_timedelta(RNG.integers(0, 10**7, N), unit="s"),
    "lab": np.where(RNG.random(N) < 0.7, np.nan, RNG.normal(size=N)),
}


def split_of(**columns):
    frame = pd.DataFrame({**BASE, **columns})
    return wb.split_data(wb.read_data(frame, target="y", favourable="yes", protected=["sex"]))


def title_of(values):
    """Return the title of the step that a column of these values gets, or the code of its refusal."""
    recipe = wb.suggest_recipe(split_of(age=COLUMNS["age"], x=values))
    titles = [step.title for step in recipe.steps if "x" in step.columns]
    return titles[0] if titles else recipe.left_out[0].code


SPLIT = split_of(**COLUMNS)
RECIPE = wb.suggest_recipe(SPLIT)
PREPARED = wb.prepare_data(SPLIT, RECIPE)
TRAIN, TEST = PREPARED.raw_frame(SPLIT.train), PREPARED.raw_frame(SPLIT.test)


def derived(column, frame=TEST):
    """Return the derived columns of one original column."""
    return PREPARED.matrix(frame)[:, [source == (column,) for source in PREPARED.sources]]


def test_every_kind_has_its_step():
    assert {step.title: step.columns for step in RECIPE.steps} == {
        "numbers": ("age",),
        "numbers, mostly missing": ("lab",),
        "skewed numbers": ("income",),
        "categories": ("city",),
        "categories of many values": ("zip",),
        "texts": ("note",),
        "dates": ("day", "when"),
    }
    assert RECIPE.left_out == ()


def test_every_step_says_why():
    train = SPLIT.train.frame()
    n_notes, n_lab = train["note"].nunique(), int(train["lab"].isna().sum())
    assert {step.title: step.reason for step in RECIPE.steps} == {
        "numbers": "they are numbers: a missing one becomes the median and is marked as missing",
        "numbers, mostly missing": (
            f"they are numbers that most rows lack (lab {n_lab} of 1,050): a missing one becomes the median, "
            "and that it is missing is told apart"
        ),
        "skewed numbers": (
            "a few of their values lie far from all others "
            f"(skewness: income {stats.skew(train['income']):.0f}): each number becomes its place among "
            "the training rows, so that these few do not decide alone"
        ),
        "categories": "they are text: each value becomes a column of 0 and 1, rare values together",
        "categories of many values": (
            "they are text of more values than 20 columns can tell (zip 60 in 1,050 rows): each value becomes the "
            "share of favourable outcomes among other training rows that have it"
        ),
        "texts": (
            f"they are text of many words, or seldom the same twice (note {n_notes:,} of 6.0 words in 1,050 rows): "
            "it becomes at most 30 numbers, alike where texts share words or parts of words"
        ),
        "dates": ("they are dates or times: each becomes its year, month, day, weekday and hour, and time passed"),
    }


def test_suggestion_reads_no_held_out_row():
    frame = SPLIT.test.frame()
    frame = frame.assign(age=-1.0e9, income=1.0e9, city=[f"v{row}" for row in range(len(frame))], zip=None, note="x")
    held_out = wb.read_data(frame, target="y", favourable="yes", protected=["sex"])
    other = wb.Split(SPLIT.provenance, SPLIT.data, SPLIT.train, held_out)
    assert wb.suggest_recipe(other).settings() == RECIPE.settings()
    again = wb.prepare_data(other, RECIPE)
    np.testing.assert_array_equal(again.matrix(TEST), PREPARED.matrix(TEST))


def test_recipe_of_a_table_on_disk_is_that_of_memory(tmp_path):
    pd.DataFrame({**BASE, **COLUMNS}).to_parquet(tmp_path / "table.parquet")
    roles = {"target": "y", "favourable": "yes", "protected": ["sex"]}
    stored, held = (wb.read_data(tmp_path / "table.parquet", lazy=lazy, **roles) for lazy in (True, False))
    assert (stored.is_stored, held.is_stored) == (True, False)
    first, second = (wb.suggest_recipe(wb.split_data(data)) for data in (stored, held))
    assert first.settings() == second.settings()
    one, two = (wb.prepare_data(wb.split_data(data)) for data in (stored, held))
    np.testing.assert_array_equal(one.training_matrix(), two.training_matrix())


# Each step against the program that it is made of, called directly.


def test_skewed_numbers_take_their_places():
    places = QuantileTransformer(n_quantiles=525, output_distribution="normal", subsample=None)
    train, test = (part[["income"]].to_numpy() for part in (TRAIN, TEST))
    scaler = StandardScaler().fit(places.fit_transform(train))
    np.testing.assert_allclose(derived("income"), scaler.transform(places.transform(test)))
    assert abs(stats.skew(derived("income", TRAIN)[:, 0])) < 0.1


@pytest.mark.parametrize("value", [1e300, -1e300, 1e18])
def test_skewed_number_beyond_all_others_is_the_outermost(value):
    row = TEST.iloc[[0]].assign(income=value)
    end = TRAIN["income"].max() if value > 0 else TRAIN["income"].min()
    np.testing.assert_array_equal(derived("income", row), derived("income", TEST.iloc[[0]].assign(income=end)))


def test_values_are_told_by_their_outcomes():
    outcomes = SPLIT.train.outcomes()
    encoder = TargetEncoder(target_type="binary").fit(TRAIN[["zip"]], outcomes)
    made, learned = derived("zip")[:, 0], encoder.transform(TEST[["zip"]])[:, 0]
    assert stats.spearmanr(made, learned).statistic == pytest.approx(1.0)


def test_training_rows_are_told_by_other_rows():
    n, rng = 4_000, np.random.default_rng(3)
    outcomes = np.array(["yes", "no"] * (n // 2))
    noise = [f"c{value}" for value in rng.integers(0, 200, n)]
    frame = pd.DataFrame({"y": outcomes, "noise": noise})
    prepared = wb.prepare_data(wb.split_data(wb.read_data(frame, target="y", favourable="yes")))
    outcomes = prepared.split.train.outcomes()
    cross_fitted = np.corrcoef(prepared.training_matrix()[:, 0], outcomes)[0, 1]
    fitted_on_itself = np.corrcoef(prepared.matrix(prepared.raw_frame(prepared.split.train))[:, 0], outcomes)[0, 1]
    assert abs(cross_fitted) < 0.1
    assert fitted_on_itself > 0.2
    fitted = wb.fit_model(prepared, "logistic_regression")
    assert abs(fitted.pipeline.named_steps["model"].coef_[0, 0]) < 0.2


def test_value_that_no_training_row_has_is_told_by_all():
    row = TEST.iloc[[0]].assign(zip="99999")
    encoder = PREPARED.transformer.named_transformers_["categories of many values: zip"]
    expected = encoder[-1].transform([[SPLIT.train.outcomes().mean()]])
    np.testing.assert_allclose(derived("zip", row), expected)


def test_texts_become_thirty_numbers():
    encoder = StringEncoder(n_components=30, ngram_range=(3, 3), random_state=0)
    encoder.fit_transform(TRAIN["note"])
    np.testing.assert_allclose(derived("note"), encoder.transform(TEST["note"]).to_numpy(), atol=1e-6)


@pytest.mark.parametrize(("column", "width"), [("day", 5), ("when", 6)])
def test_dates_are_told_by_their_parts(column, width):
    encoder = DatetimeEncoder(resolution="hour", add_weekday=True)
    scaler = StandardScaler().fit(encoder.fit_transform(TRAIN[column]).to_numpy())
    np.testing.assert_allclose(derived(column), scaler.transform(encoder.transform(TEST[column]).to_numpy()), rtol=1e-6)
    assert derived(column).shape == (len(TEST), width)


def test_missing_values_of_every_kind_are_prepared():
    holes = {name: pd.Series(values, dtype=object).mask(RNG.random(N) < 0.1) for name, values in COLUMNS.items()}
    split = split_of(**{name: values.infer_objects() for name, values in holes.items()})
    prepared = wb.prepare_data(split)
    empty = prepared.raw_frame(split.test).iloc[[0, 1]].copy()
    for name in empty:
        empty[name] = pd.Series([None] * len(empty), dtype=empty[name].dtype, index=empty.index)
    assert np.isfinite(prepared.matrix(empty)).all()
    assert np.isfinite(prepared.training_matrix()).all()
    assert len(wb.fit_model(prepared, "logistic_regression").scores) == split.test.n_rows


def test_every_derived_column_has_one_source():
    assert PREPARED.mixes_columns is False
    counts = pd.Series([source[0] for source in PREPARED.sources]).value_counts().to_dict()
    assert counts == {"note": 30, "when": 6, "day": 5, "city": 5, "lab": 2, "zip": 1, "income": 1, "age": 1}


# Where the kinds part.


@pytest.mark.parametrize(("n_values", "title"), [(50, "categories"), (51, "categories of many values")])
def test_more_than_fifty_values_are_many(n_values, title):
    assert title_of([f"v{row % n_values}" for row in range(N)]) == title


def test_values_that_seldom_recur_are_told_by_their_letters():
    assert title_of([f"street {'abcdefg'[row % 7]} of {row % 211}" for row in range(N)]) == "texts"


def test_words_are_told_by_words_even_where_they_recur():
    assert title_of([f"the {row % 60} th of some sentences" for row in range(N)]) == "texts"


def test_unique_texts_of_many_words_name_no_rows():
    assert title_of([f"case {row} was closed in time" for row in range(N)]) == "texts"


@pytest.mark.parametrize("share", [0.02, 0.05])
def test_names_of_nearly_all_rows_are_left_out(share):
    n_twice = int(N * share)
    assert title_of([f"Family {max(row, n_twice)}x" if row >= n_twice else "Family" for row in range(N)]) == "WB220"


def test_codes_of_whom_rows_are_of_are_left_out():
    assert title_of([f"P{row % 1_000:05d}" for row in range(N)]) == "WB220"


def test_outcome_too_rare_to_cross_fit_leaves_values_to_their_letters():
    frame = pd.DataFrame({"y": ["yes"] * 6 + ["no"] * (N - 6), "x": [f"v{row % 60}" for row in range(N)]})
    split = wb.split_data(wb.read_data(frame, target="y", favourable="yes"))
    assert [step.title for step in wb.suggest_recipe(split).steps] == ["texts"]
    assert wb.prepare_data(split).sources == (("x",),) * len(wb.prepare_data(split).sources)


@pytest.mark.parametrize(("n_others", "code"), [(1, "WB222"), (60, "numbers")])
def test_column_with_hardly_another_value_is_left_out(n_others, code):
    values = np.zeros(N)
    values[np.linspace(0, N - 1, n_others).astype(int)] = np.arange(n_others) % 3 + 1
    # One row may be held out, and then the column is constant.
    assert title_of(values) in {code, "WB202"} if n_others == 1 else title_of(values) == code


def test_column_with_hardly_a_value_is_left_out():
    place = split_of(place=np.arange(N)).train.frame(["place"])["place"].to_numpy()
    values = pd.Series(np.nan, index=range(N))
    values[place[:9]] = np.arange(9.0)
    recipe = wb.suggest_recipe(split_of(age=COLUMNS["age"], x=values))
    assert [(one.code, one.reason) for one in recipe.left_out] == [
        ("WB221", "fewer than 10 of 1,050 training rows have a value in it")
    ]
    values[place[9:30]] = 1.0
    assert wb.suggest_recipe(split_of(age=COLUMNS["age"], x=values)).left_out == ()


@pytest.mark.parametrize(
    "again",
    [lambda age: age.astype(float), lambda age: age, lambda age: age.astype("int16")],
    ids=["float", "same", "short"],
)
def test_copies_of_an_earlier_column_are_left_out(again):
    recipe = wb.suggest_recipe(split_of(age=COLUMNS["age"], x=again(COLUMNS["age"])))
    assert [(one.column, one.code, one.reason) for one in recipe.left_out] == [
        ("x", "WB223", "it has the same value as column 'age' in every training row")
    ]


def test_columns_that_differ_in_one_row_are_no_copies():
    other = COLUMNS["age"].astype(float)
    row = int(split_of(place=np.arange(N)).train.frame(["place"])["place"].iloc[3])
    other[row] += 0.5
    assert wb.suggest_recipe(split_of(age=COLUMNS["age"], x=other)).left_out == ()


def test_missing_is_a_value_when_copies_are_looked_for():
    age = pd.Series(COLUMNS["age"], dtype=float).mask(RNG.random(N) < 0.2)
    assert [one.code for one in wb.suggest_recipe(split_of(age=age, x=age)).left_out] == ["WB223"]
    assert wb.suggest_recipe(split_of(age=age, x=age.fillna(0.0))).left_out == ()


@pytest.mark.parametrize("kind", ["mild", "strong"])
def test_mild_skew_is_left_as_it_is(kind):
    values = RNG.lognormal(0, 0.8 if kind == "mild" else 3.0, N)
    assert title_of(values) == {"mild": "numbers", "strong": "skewed numbers"}[kind]


def test_rare_marks_are_no_skew():
    values = (np.arange(N) % 100 == 0).astype(int)
    assert stats.skew(values) > 9.8
    assert title_of(values) == "numbers"


VALUES = {
    "numbers": st.floats(allow_nan=True, allow_infinity=False, width=32),
    "counts": st.integers(-5, 5),
    "texts": st.text(max_size=12),
    "truths": st.booleans(),
    "days": st.dates(),
    "times": st.datetimes(min_value=dt.datetime(1700, 1, 1), max_value=dt.datetime(2200, 1, 1)),  # noqa: DTZ001
}


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_whatever_a_column_holds_is_prepared_or_left_out_with_a_reason(data):
    n, kind = 60, data.draw(st.sampled_from(sorted(VALUES)))
    values = data.draw(st.lists(st.none() | VALUES[kind], min_size=n, max_size=n))
    frame = pd.DataFrame({"y": ["yes", "no"] * (n // 2), "age": np.arange(n) % 7, "x": pd.Series(values, dtype=object)})
    split = wb.split_data(wb.read_data(frame, target="y", favourable="yes"))
    recipe = wb.suggest_recipe(split)
    named = [name for step in recipe.steps for name in step.columns] + [one.column for one in recipe.left_out]
    assert sorted(named) == ["age", "x"]
    prepared = wb.prepare_data(split, recipe)
    assert np.isfinite(prepared.training_matrix()).all()
    assert np.isfinite(prepared.matrix(prepared.raw_frame(split.test))).all()
    selected = wb.select_features(split, recipe)
    assert {one.column for one in selected.left_out} >= {one.column for one in recipe.left_out}


HOSTILE = ["c0", "", " ", "it's", 'say "x"', "a\nb", "<script>", "a__b", "é🎉", "x" * 300, "{0}", "{", "ID", "id"]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("kind", ["zip", "note", "when", "income"])
def test_columns_of_any_kind_may_have_any_name(name, kind):
    frame = pd.DataFrame({**BASE, "age": COLUMNS["age"], kind: COLUMNS[kind]}).rename(columns={kind: name})[:400]
    prepared = wb.prepare_data(wb.split_data(wb.read_data(frame, target="y", favourable="yes", protected=["sex"])))
    assert {source for source in prepared.sources if source != ("age",)} == {(name,)}
    matrix = prepared.matrix(prepared.raw_frame(prepared.split.test))
    assert np.isfinite(matrix).all()


@pytest.mark.parametrize("texts", [["-", "!", "?!", "…"], ["a", "b"], ["中文字符", "日本語"], ["\x00", "\ufffd"]])
def test_texts_without_words_are_prepared(texts):
    values = [texts[row % len(texts)] * (1 + row % 60) + str(row) for row in range(400)]
    frame = pd.DataFrame({"y": ["yes", "no"] * 200, "x": [" ".join(value) for value in values]})
    prepared = wb.prepare_data(wb.split_data(wb.read_data(frame, target="y", favourable="yes")))
    assert [step.title for step in prepared.recipe.steps] == ["texts"]
    assert np.isfinite(prepared.training_matrix()).all()
