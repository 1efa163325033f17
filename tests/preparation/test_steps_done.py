"""What each step learned is told, with the numbers that pandas gives for the training rows."""

import numpy as np
import pandas as pd
import pytest
from sklearn.decomposition import PCA
from sklearn.preprocessing import FunctionTransformer, KBinsDiscretizer

import workbench as wb
from workbench.preparation.done import StepDone
from workbench.preparation.naming import part_names

N = 1_200
RNG = np.random.default_rng(2)
HOLES = RNG.random(N) < 0.1
FRAME = pd.DataFrame(
    {
        "y": ["yes", "no"] * (N // 2),
        "age": pd.Series(RNG.integers(18, 90, N).astype(float)).mask(HOLES),
        "height": RNG.normal(170, 10, N),
        "income": RNG.lognormal(0, 3, N),
        "city": pd.Series(RNG.choice(list("abcde"), N), dtype=object).mask(HOLES),
        "shop": [f"s{value}" for value in np.minimum(RNG.zipf(1.5, N), 30)],
        "zip": pd.Series([f"{value:05d}" for value in RNG.integers(1_000, 1_060, N)], dtype=object).mask(HOLES),
        "note": [" ".join(RNG.choice(["loan", "car", "house", "repair", "school", "debt"], 6)) for _ in range(N)],
        "when": pd.Series(pd.Timestamp("2020-01-01") + pd.to_timedelta(RNG.integers(0, 10**7, N), "s")).mask(HOLES),
        "nothing": [1] * N,
    }
)
SPLIT = wb.split_data(wb.read_data(FRAME, target="y", favourable="yes"))
PREPARED = wb.prepare_data(SPLIT)
TRAIN = SPLIT.train.frame()
DONE = {one.columns: one for one in PREPARED.steps_done}


def test_every_part_of_the_pipeline_is_told():
    assert [one.name for one in PREPARED.steps_done] == list(PREPARED.transformer.named_transformers_)
    assert [name for one in PREPARED.steps_done for name in one.columns] == list(PREPARED.columns)
    assert sum(one.n_derived for one in PREPARED.steps_done) == len(PREPARED.sources)


def test_missing_values_are_counted():
    assert {one.columns[0]: one.n_missing for one in PREPARED.steps_done} == {
        name: int(TRAIN[name].isna().sum()) for name in PREPARED.columns
    }


def test_numbers_say_median_mean_and_deviation():
    height = TRAIN["height"]
    assert DONE["height",].learned == (
        "no value is missing",
        f"mean {height.mean():.4g} and standard deviation {height.std(ddof=0):.4g} become 0 and 1",
    )
    age = TRAIN["age"]
    assert DONE["age",].learned == (
        f"{age.isna().sum()} missing values become {age.median():.4g}, the median, and are marked",
        "each derived column has mean 0 and standard deviation 1",
    )


def test_skewed_numbers_say_places():
    assert DONE["income",].learned[1] == "values become their places among 420 quantiles, as on a bell curve"


def test_categories_say_how_many_are_kept_and_joined():
    n_values = TRAIN["shop"].nunique()
    assert (DONE["shop",].n_kept, DONE["shop",].n_joined) == (19, n_values - 19)
    assert DONE["shop",].learned == ("no value is missing", f"19 values kept, {n_values - 19} rarer together")
    assert (DONE["city",].n_kept, DONE["city",].n_joined) == (6, 0)
    n_missing = int(TRAIN["city"].isna().sum())
    assert DONE["city",].learned == (f"{n_missing} missing values: a value of their own", "6 values")


def test_many_values_say_what_they_become():
    n_missing = int(TRAIN["zip"].isna().sum())
    assert DONE["zip",].learned[0] == (
        f"60 values become shares of favourable outcomes, drawn towards {(TRAIN['y'] == 'yes').mean():.3f}; "
        f"{n_missing} missing values: a value of their own"
    )


def test_texts_and_dates_say_what_they_become():
    encoder = PREPARED.transformer.named_transformers_["texts: note"].transformers_["note"]
    assert len(encoder.vectorizer_.vocabulary_) == 28
    assert DONE["note",].learned == ("28 parts of words become 28 numbers",)
    assert (DONE["note",].tells_parts, DONE["when",].tells_parts) == (True, False)
    n_missing = int(TRAIN["when"].isna().sum())
    assert DONE["when",].learned == (
        "told by year, month, day, hour, total seconds, weekday",
        f"{n_missing} missing values become the median of each derived column, and are marked",
        "each derived column has mean 0 and standard deviation 1",
    )


def test_steps_of_ones_own_say_at_least_who_they_are():
    recipe = wb.Recipe(()).with_step(["age"], FunctionTransformer(np.nan_to_num), reason="r", title="plain")
    recipe = recipe.with_step(["height", "income"], PCA(1), reason="r", title="one direction", together=True)
    recipe = recipe.with_step(["zip"], FunctionTransformer(lambda frame: np.empty((len(frame), 0))), reason="r")
    plain, together, nothing = wb.prepare_data(SPLIT, recipe).steps_done
    assert plain.learned == ("what FunctionTransformer learned is not known here",)
    assert (together.name, together.columns, together.n_derived) == (
        "one direction: height, income",
        ("height", "income"),
        1,
    )
    assert (nothing.name, nothing.n_derived) == ("added step: zip", 0)


def test_refused_columns_and_why():
    assert [(one.column, one.reason) for one in PREPARED.refused] == [
        ("nothing", "every training row has the same value in it")
    ]


def test_prepared_prints_what_was_done():
    split = wb.split_data(wb.read_data(FRAME[["y", "height", "nothing"]], target="y", favourable="yes"))
    height = split.train.frame()["height"]
    mean, deviation = height.mean(), height.std(ddof=0)
    assert str(wb.prepare_data(split)) == (
        "Prepared 'data': 1 columns become 1, fitted on 840 training rows, 1 left out.\n"
        "numbers: height, 1 column\n"
        f"    no value is missing; mean {mean:.4g} and standard deviation {deviation:.4g} become 0 and 1\n"
        "left out: nothing\n"
        "    because every training row has the same value in it"
    )


def test_a_step_prints_itself():
    done = StepDone("bins: age", "bins", ("age",), 3, 0, ("one", "two"))
    assert str(done) == "bins: age, 3 columns\n    one; two"


def test_derived_training_rows_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        PREPARED.training_matrix()[0, 0] = 1.0


@pytest.mark.parametrize(
    ("columns", "names"),
    [
        ([["a"], ["a"], ["a"]], ["s: a", "s: a (2)", "s: a (3)"]),
        ([["a (2)"], ["a"], ["a"]], ["s: a (2)", "s: a", "s: a (3)"]),
        ([["_" * 9]], ["s: _"]),
        ([["a\n\tb"]], ["s: a b"]),
        ([[""]], ["s:"]),
        ([["x" * 300], ["x" * 301]], ["s: " + "x" * 56 + "…", "s: " + "x" * 56 + "… (2)"]),
    ],
)
def test_parts_have_readable_names(columns, names):
    assert part_names(("s", one) for one in columns) == names


@pytest.mark.parametrize("title", ["remainder", "n_jobs", "transformers", "a__b", ""])
def test_steps_may_have_any_title(title):
    recipe = wb.Recipe(()).with_step(["height"], KBinsDiscretizer(3), reason="r", title=title)
    assert len(wb.prepare_data(SPLIT, recipe).sources) == 3
