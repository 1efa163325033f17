"""Rows that somebody gives to compare with: of the kinds that were learned from, or refused by their column's name."""

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.errors import ColumnNotFoundError, InputError
from workbench.explanation.background import checked_background


@pytest.fixture(scope="module")
def fitted():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"income": rng.normal(50, 10, 200), "owns": rng.random(200) < 0.5})
    frame["since"] = pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 900, 200), "D")
    frame["job"] = rng.choice(["a", "b"], 200)
    frame["good"] = np.where((frame.income - 50) / 10 + rng.normal(0, 1, 200) > 0, "yes", "no")
    split = wb.split_data(wb.read_data(frame, target="good", favourable="yes"), seed=1)
    return wb.fit_model(wb.prepare_data(split, wb.suggest_recipe(split)), "logistic_regression")


@pytest.fixture
def row(fitted):
    return fitted.prepared.split.train.frame().head(1)


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("income", np.inf, "background has inf for 'income'.\nThat column holds finite numbers."),
        ("income", "much", "background has 'much' for 'income'.\nThat column holds numbers."),
        ("income", [1], "background has [1] for 'income'.\nThat column holds numbers."),
        ("owns", "yes", "background has 'yes' for 'owns'.\nThat column holds numbers."),
        ("since", "soon", "background has no dates in 'since'.\nThat column holds dates."),
    ],
)
def test_a_value_of_another_kind_is_refused_by_its_columns_name(fitted, row, column, value, told):
    with pytest.raises(InputError) as refused:
        wb.explain_model(fitted, background=row.assign(**{column: pd.Series([value], row.index)}))
    assert str(refused.value) == told


def test_a_background_of_one_row_is_enough_and_a_column_less_is_not(fitted, row):
    found = wb.explain_model(fitted, n_rows=20, background=row)
    assert found.attribution.n_background == 1
    with pytest.raises(ColumnNotFoundError):
        checked_background(fitted, row.drop(columns="income"))
    with pytest.raises(InputError, match=r"^background has no rows\.\n"):
        checked_background(fitted, row.head(0))


def test_missing_values_whole_numbers_and_truth_values_are_read_as_the_model_reads_them(fitted):
    given = pd.DataFrame(
        {
            "income": pd.array([40, None], "Int64"),
            "owns": [True, None],
            "since": [pd.Timestamp("2020-05-01").date(), None],
            "job": ["a", None],
            "more": [1, 2],
        },
        index=[7, 8],
    )
    read = checked_background(fitted, given)
    assert sorted(read.columns) == sorted(fitted.prepared.columns)
    assert list(read.index) == [0, 1]
    assert read.dtypes[["income", "owns"]].tolist() == [np.float64] * 2
    assert (read.income[0], read.owns[0], read.since[0]) == (40.0, 1.0, pd.Timestamp("2020-05-01"))
    assert read.isna().loc[1].all()
    assert wb.explain_model(fitted, n_rows=20, background=given).attribution.n_background == 2
