"""Preparation is fitted on training rows only, and knows where each derived column comes from."""

import pickle

import numpy as np
import pandas as pd
import pytest
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import FunctionTransformer, KBinsDiscretizer, PolynomialFeatures, SplineTransformer
from skrub import MinHashEncoder, StringEncoder

import workbench as wb
from workbench.errors import InputError, NotEnoughDataError

N = 100
FRAME = pd.DataFrame(
    {
        "y": ["yes", "no"] * (N // 2),
        "sex": ["f", "f", "m", "m"] * (N // 4),
        "age": [20.0 + row % 13 for row in range(N)],
        "height": [150.0 + (row * 7) % 31 for row in range(N)],
        "city": ["a", "b", "c", "d", "e"] * (N // 5),
    }
)


def split_of(frame):
    return wb.split_data(wb.read_data(frame, target="y", favourable="yes", protected=["sex"]))


def with_values(column, in_train=None, in_test=None):
    """Return a split of the frame in which a column's first train or test rows hold other values."""
    frame, split = FRAME.assign(place=range(N)), split_of(FRAME.assign(place=range(N)))
    for part, values in ((split.train, in_train), (split.test, in_test)):
        if values is not None:
            rows = part.frame(["place"])["place"].to_numpy()[: len(values)]
            for row, value in zip(rows, values, strict=True):
                frame.loc[row, column] = value
    return split_of(frame.drop(columns="place"))


def refused(kind, *arguments):
    with pytest.raises(kind) as error:
        wb.prepare_data(*arguments)
    assert type(error.value) is kind
    return str(error.value)


SPLIT = split_of(FRAME)
RECIPE = wb.suggest_recipe(SPLIT)


def test_prepared_says_what_it_is():
    assert repr(wb.prepare_data(SPLIT)) == (
        "Prepared 'data': 3 columns become 7, fitted on 70 training rows, 0 left out."
    )


def test_each_derived_column_knows_the_column_it_comes_from():
    prepared = wb.prepare_data(SPLIT)
    assert prepared.columns == ("age", "height", "city")
    assert prepared.sources == (("age",), ("height",), *[("city",)] * 5)
    assert prepared.mixes_columns is False


def test_numbers_are_scaled_by_the_training_rows():
    prepared = wb.prepare_data(SPLIT)
    ages = SPLIT.train.frame()["age"].to_numpy()
    expected = (SPLIT.test.frame()["age"].to_numpy() - ages.mean()) / ages.std()
    np.testing.assert_allclose(prepared.matrix(prepared.raw_frame(SPLIT.test))[:, 0], expected)


def test_held_out_rows_do_not_move_what_was_fitted():
    changed = FRAME.assign(age=FRAME["age"] * 1_000, height=np.nan, city="elsewhere")
    other = wb.Split(SPLIT.provenance, SPLIT.data, SPLIT.train, split_of(changed).test)
    one, two = wb.prepare_data(SPLIT, RECIPE), wb.prepare_data(other, RECIPE)
    assert pickle.dumps(one.transformer) == pickle.dumps(two.transformer)


def test_training_rows_do_move_what_was_fitted():
    changed = FRAME.assign(age=FRAME["age"] * 1_000)
    one, two = wb.prepare_data(SPLIT, RECIPE), wb.prepare_data(split_of(changed), RECIPE)
    assert pickle.dumps(one.transformer) != pickle.dumps(two.transformer)


def test_same_split_and_recipe_give_an_equal_result():
    assert wb.prepare_data(SPLIT, RECIPE) == wb.prepare_data(SPLIT, RECIPE)
    assert wb.prepare_data(SPLIT, RECIPE) != wb.prepare_data(SPLIT, RECIPE.without("age", reason="r"))


# Missing and unseen values.


def test_missing_number_becomes_the_median_of_the_training_rows_and_is_marked():
    split = with_values("age", in_train=[None] * 3, in_test=[None] * 2)
    prepared = wb.prepare_data(split)
    assert prepared.sources[:3] == (("age",), ("age",), ("height",))
    train, test = split.train.frame()["age"], split.test.frame()["age"]
    filled = train.fillna(train.median())
    matrix = prepared.matrix(prepared.raw_frame(split.test))
    assert matrix[test.isna(), 0] == pytest.approx((train.median() - filled.mean()) / filled.std(ddof=0))
    assert (matrix[test.isna(), 1] > 0).all()
    assert (matrix[~test.isna(), 1] < 0).all()


def test_number_missing_in_held_out_rows_only_becomes_the_median():
    split = with_values("age", in_test=[None, None])
    prepared = wb.prepare_data(split)
    train, test = split.train.frame()["age"], split.test.frame()["age"]
    matrix = prepared.matrix(prepared.raw_frame(split.test))
    assert prepared.sources[:2] == (("age",), ("height",))
    assert matrix[test.isna(), 0] == pytest.approx((train.median() - train.mean()) / train.std(ddof=0))


def test_missing_text_is_a_category_of_its_own():
    split = with_values("city", in_train=[None] * 4)
    prepared = wb.prepare_data(split)
    assert prepared.sources == (("age",), ("height",), *[("city",)] * 6)
    matrix = prepared.matrix(prepared.raw_frame(split.train))
    assert matrix[:, 2:].sum(axis=1).tolist() == [1.0] * 70


@pytest.mark.parametrize("unseen", ["elsewhere", None])
def test_category_never_seen_before_is_none_of_those_known(unseen):
    split = with_values("city", in_test=[unseen])
    prepared = wb.prepare_data(split)
    matrix = prepared.matrix(prepared.raw_frame(split.test))
    assert matrix[0, 2:].tolist() == [0.0] * 5
    assert matrix[1:, 2:].sum(axis=1).tolist() == [1.0] * 29


def test_rare_categories_are_put_together_and_unseen_ones_with_them():
    cities = [f"c{row % 30}" for row in range(N)]
    split = split_of(FRAME.assign(city=cities))
    prepared = wb.prepare_data(split)
    assert prepared.sources.count(("city",)) == 20
    row = prepared.raw_frame(split.test).iloc[[0]].assign(city="elsewhere")
    assert prepared.matrix(row)[0, 2:].tolist() == [0.0] * 19 + [1.0]


def test_truth_values_are_one_and_zero_and_may_be_missing():
    member = pd.Series([True, False, False, None] * (N // 4), dtype=object)
    split = split_of(FRAME.assign(member=member)[["y", "sex", "member"]])
    prepared = wb.prepare_data(split)
    raw = prepared.raw_frame(split.train)["member"]
    assert raw.dtype == np.float64
    assert raw.dropna().isin([0.0, 1.0]).all()
    assert prepared.sources == (("member",), ("member",))


def test_whole_numbers_missing_in_held_out_rows_only_are_prepared():
    values = pd.Series(pd.array([row % 9 for row in range(N)], dtype="Int64"))
    rows = split_of(FRAME.assign(place=range(N))).test.frame(["place"])["place"]
    values[rows[:2]] = pd.NA
    split = split_of(FRAME.assign(n=values))
    fitted = wb.fit_model(wb.prepare_data(split), "logistic_regression")
    assert len(fitted.scores) == 30


# Any transformer may join.


def test_steps_of_any_width_are_traced_to_their_column():
    recipe = RECIPE.with_step(["age"], SplineTransformer(n_knots=4, degree=2), reason="curved")
    recipe = recipe.with_step(["height"], KBinsDiscretizer(3, quantile_method="averaged_inverted_cdf"), reason="steps")
    prepared = wb.prepare_data(SPLIT, recipe)
    assert prepared.sources == (*[("city",)] * 5, *[("age",)] * 5, *[("height",)] * 3)
    assert prepared.matrix(prepared.raw_frame(SPLIT.test)).shape == (30, 13)


@pytest.mark.parametrize(
    ("transformer", "width"), [(PCA(2), 2), (PolynomialFeatures(2, include_bias=False), 5)], ids=["PCA", "polynomials"]
)
def test_steps_that_mix_columns_name_them_all(transformer, width):
    prepared = wb.prepare_data(SPLIT, RECIPE.with_step(["age", "height"], transformer, reason="r", together=True))
    assert prepared.mixes_columns is True
    assert prepared.sources == (*[("city",)] * 5, *[("age", "height")] * width)


def test_one_transformer_for_each_column_unless_together():
    prepared = wb.prepare_data(SPLIT, RECIPE.with_step(["age", "height"], PCA(), reason="r"))
    assert prepared.sources == (*[("city",)] * 5, ("age",), ("height",))
    assert prepared.mixes_columns is False


def test_transformer_of_ones_own_may_join():
    class Doubled(TransformerMixin, BaseEstimator):
        def fit(self, frame, _outcomes=None):
            self.n_features_in_ = frame.shape[1]
            return self

        def transform(self, frame):
            return 2 * frame

    prepared = wb.prepare_data(SPLIT, RECIPE.with_step(["age"], Doubled(), reason="r"))
    raw = prepared.raw_frame(SPLIT.test)
    assert prepared.matrix(raw)[:, -1].tolist() == (2 * raw["age"]).tolist()


@pytest.mark.parametrize(
    ("transformer", "width"), [(MinHashEncoder(n_components=4), 4), (StringEncoder(n_components=2, random_state=0), 2)]
)
def test_transformers_of_a_single_column_may_join(transformer, width):
    prepared = wb.prepare_data(SPLIT, RECIPE.with_step(["city"], transformer, reason="r"))
    assert prepared.sources == (("age",), ("height",), *[("city",)] * width)
    assert prepared.matrix(prepared.raw_frame(SPLIT.test)).shape == (30, 2 + width)


def test_transformer_that_makes_nothing_of_a_column_is_possible():
    nothing = FunctionTransformer(lambda frame: np.empty((len(frame), 0)))
    prepared = wb.prepare_data(SPLIT, RECIPE.with_step(["age"], nothing, reason="r"))
    assert prepared.sources == (("height",), *[("city",)] * 5)


@pytest.mark.parametrize("name", ["0", "step0", "__class__", "n", "remainder", "", " ", "a__b", "{{7*7}}"])
def test_columns_may_have_any_name(name):
    prepared = wb.prepare_data(split_of(FRAME.rename(columns={"age": name})))
    assert prepared.sources[0] == (name,)


# Refusals.


def test_model_needs_a_column():
    assert refused(NotEnoughDataError, split_of(FRAME[["y", "sex"]])) == (
        "No column of 'data' is left for a model.\n"
        "Besides the target and the protected columns a model needs at least one column with more than one value."
    )


@pytest.mark.parametrize(("values", "rows"), [([np.inf], "1 row"), ([np.inf, -np.inf], "2 rows")])
def test_infinite_number_is_named_by_its_column(values, rows):
    assert refused(InputError, with_values("height", in_train=values)) == (
        f"Column 'height' holds an infinite number in {rows}.\n"
        "Read it as not known, missing={'height': [float('inf'), float('-inf')]}, "
        "or give the column a step that can take it."
    )


@pytest.mark.parametrize("value", [1e200, -1.7e308])
def test_number_too_large_to_be_squared_is_named_by_its_column(value):
    assert refused(InputError, with_values("height", in_train=[value, 1e180])) == (
        "Column 'height' holds numbers beyond 1e+150, whose squares cannot be computed.\n"
        "Divide it by a large number in the data, or give the column a step that can take it."
    )


def test_step_that_makes_missing_numbers_may_do_so():
    missing = FunctionTransformer(lambda frame: frame * np.nan, feature_names_out="one-to-one")
    prepared = wb.prepare_data(SPLIT, RECIPE.with_step(["height"], missing, reason="r"))
    assert np.isnan(prepared.training_matrix()[:, -1]).all()


def test_step_that_takes_infinite_numbers_may_have_them():
    split = with_values("height", in_train=[np.inf], in_test=[-np.inf])
    clip = FunctionTransformer(lambda frame: np.clip(frame, 0, 200), feature_names_out="one-to-one")
    prepared = wb.prepare_data(split, RECIPE.with_step(["height"], clip, reason="r"))
    assert np.isfinite(prepared.matrix(prepared.raw_frame(split.test))).all()


def test_text_left_as_text_is_refused():
    split = split_of(FRAME.assign(city="a"))
    recipe = RECIPE.with_step(["city"], FunctionTransformer(), reason="r")
    assert refused(InputError, split, recipe) == (
        "A step of the recipe refused its columns: could not convert string to float: 'a'\n"
        "Choose another transformer for them."
    )


def test_refusal_of_a_transformer_is_passed_on():
    def refuse(_frame):
        raise ValueError("no ages, please")

    assert refused(InputError, SPLIT, RECIPE.with_step(["age"], FunctionTransformer(refuse), reason="r")) == (
        "A step of the recipe refused its columns: no ages, please\nChoose another transformer for them."
    )


def test_transformer_that_loses_rows_is_refused():
    recipe = RECIPE.without("age", reason="r").without("height", reason="r")
    recipe = recipe.with_step(["city"], CountVectorizer(), reason="it reads a list of texts, not a table")
    assert refused(InputError, SPLIT, recipe) == (
        "The recipe turns 70 rows into 1.\n"
        "Choose transformers that read a table of one or more columns and keep its rows."
    )
