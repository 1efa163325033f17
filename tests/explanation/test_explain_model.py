"""Importances: the drivers that are there, in order, with what is not settled said."""

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.data.examples import loans
from workbench.errors import InputError


@pytest.fixture(scope="module")
def example():
    return loans(6_000, seed=4)


@pytest.fixture(scope="module")
def fitted(example):
    data = wb.read_data(example.frame, **example.roles)
    return wb.fit_model(wb.prepare_data(wb.split_data(data, seed=4)), "logistic_regression")


def test_the_true_drivers_are_found_in_order(example, fitted):
    found = [one.column for one in wb.explain_model(fitted).importances]
    drivers = [column for column in found if column in example.truth["drivers"]]
    assert tuple(drivers) == example.truth["drivers"]


def test_importance_is_the_mean_absolute_value_with_an_interval_around_it(fitted):
    explanation = wb.explain_model(fitted, n_rows=200)
    first = explanation.importances[0]
    place = explanation.attribution.columns.index(first.column)
    assert first.value == pytest.approx(np.abs(explanation.attribution.values[:, place]).mean())
    assert 0 <= first.low < first.value < first.high


def test_the_rows_are_drawn_and_not_the_first(fitted):
    explanation = wb.explain_model(fitted, n_rows=50, seed=1)
    first = fitted.pipeline.decision_function(fitted.prepared.raw_frame(fitted.prepared.split.test))[:50]
    assert explanation.n_rows == 50
    assert not np.allclose(explanation.attribution.predictions, first)


def test_the_same_seed_gives_the_same_explanation(fitted):
    assert wb.explain_model(fitted, n_rows=60, seed=3) == wb.explain_model(fitted, n_rows=60, seed=3)
    assert wb.explain_model(fitted, n_rows=60, seed=3) != wb.explain_model(fitted, n_rows=60, seed=5)


def test_an_order_that_chance_could_turn_is_a_finding(rng):
    one, two, noise = rng.normal(size=(3, 20_000))
    frame = pd.DataFrame({"one": one, "two": two, "sex": rng.choice(["f", "m"], 20_000)})
    frame["ok"] = (one + two + noise > 0).astype(int)
    data = wb.read_data(frame, target="ok", protected=["sex"])
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
    [finding] = wb.explain_model(fitted, n_rows=100).findings
    assert finding.code == "WB401"
    assert finding.title in {
        "Which column matters most is not settled: 'one' or 'two'",
        "Which column matters most is not settled: 'two' or 'one'",
    }


def test_a_settled_order_is_no_finding(fitted):
    assert wb.explain_model(fitted).findings == ()


@pytest.mark.parametrize("n_rows", [0, -1, 2.5, True])
def test_a_number_of_rows_that_is_none_is_refused(fitted, n_rows):
    with pytest.raises(InputError) as error:
        wb.explain_model(fitted, n_rows=n_rows)
    assert str(error.value) == f"n_rows is {n_rows!r}.\nGive a whole number of 1 or more."


def test_one_row_has_no_interval(fitted):
    explanation = wb.explain_model(fitted, n_rows=1)
    assert np.isnan([explanation.importances[0].low, explanation.importances[0].high]).all()


def test_a_seed_that_is_none_is_refused(fitted):
    with pytest.raises(InputError) as error:
        wb.explain_model(fitted, seed=-1)
    assert str(error.value) == "seed is -1.\nGive a whole number from 0 to 4,294,967,295, such as 7."
