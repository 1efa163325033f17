"""Explanations of models that read texts, dates, many values and skewed numbers stay in the original columns."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

import workbench as wb

N = 800
RNG = np.random.default_rng(8)
Y = RNG.random(N) < 0.5
FRAME = pd.DataFrame(
    {
        "y": np.where(Y, "yes", "no"),
        "note": [
            " ".join(RNG.choice(["loan", "car", "house", "repair", "debt", "good" if y else "bad"], 5)) for y in Y
        ],
        "when": pd.Timestamp("2020-01-01") + pd.to_timedelta(RNG.integers(0, 10**7, N) + Y * 3_000_000, unit="s"),
        "day": [dt.date(2020, 1, 1) + dt.timedelta(days=int(days)) for days in RNG.integers(0, 700, N)],
        "zip": [f"{value:05d}" for value in RNG.integers(100, 152, N)],
        "income": RNG.lognormal(0, 3, N) * (1 + Y),
    }
)
PERSON = {
    "note": "words that nobody wrote",
    "when": dt.datetime(2020, 2, 2, 3, 4, 5),  # noqa: DTZ001  the data have no time zone
    "day": dt.date(2020, 5, 5),
    "zip": "00123",
    "income": 3.5,
}


@pytest.fixture(scope="module", params=["boosted_trees", "logistic_regression"])
def fitted(request):
    split = wb.split_data(wb.read_data(FRAME, target="y", favourable="yes"))
    return wb.fit_model(wb.prepare_data(split), request.param)


def test_every_kind_is_there(fitted):
    assert {step.title for step in fitted.prepared.recipe.steps} == {
        "texts",
        "dates",
        "categories of many values",
        "skewed numbers",
    }


def test_importance_is_told_by_original_column(fitted):
    explanation = wb.explain_model(fitted, n_rows=100)
    assert {one.column for one in explanation.importances} == set(PERSON)
    assert explanation.importances[0].column in {"note", "when"}


def test_a_person_is_explained_by_values_of_every_kind(fitted):
    explanation = wb.explain_person(fitted, PERSON)
    attribution = explanation.attribution
    total = attribution.base + attribution.values.sum()
    assert total == pytest.approx(attribution.predictions[0], abs=1e-6)
    assert explanation.findings == ()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("day", dt.date(2035, 1, 1)),
        ("when", dt.datetime(1999, 1, 1)),  # noqa: DTZ001
        ("zip", "99999"),
        ("income", 1e12),
        ("note", None),
    ],
)
def test_values_unlike_any_are_told(fitted, column, value):
    explanation = wb.explain_person(fitted, {**PERSON, column: value})
    assert [(one.code, one.scope) for one in explanation.findings if one.code == "WB402"] == [("WB402", column)]


def test_rows_and_values_give_the_same(fitted):
    frame = fitted.prepared.split.test.frame(list(PERSON))
    by_place = wb.explain_person(fitted, 3)
    by_values = wb.explain_person(fitted, frame.iloc[[3]])
    assert by_place.probability == by_values.probability
