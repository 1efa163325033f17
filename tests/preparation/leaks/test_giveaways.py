"""Columns that give the outcome away: what is said of them, and of honest ones nothing."""

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_breast_cancer

import workbench as wb
from workbench.preparation.leaks.giveaways import giveaways
from workbench.preparation.leaks.subject import Subject

N = 400


def table(rng, n=N):
    y = rng.random(n) < 0.4
    x = rng.normal(size=n) + 0.5 * y
    return pd.DataFrame({"y": np.where(y, "yes", "no"), "sex": rng.choice(["f", "m"], n), "x": x}), y


def findings(frame):
    data = wb.read_data(frame, target="y", favourable="yes", protected=["sex"])
    return giveaways(Subject(data, data.features)).findings


def test_what_is_said_of_a_copy(rng):
    frame, y = table(rng)
    [found] = findings(frame.assign(copy=y.astype(int)))
    assert (found.code, found.severity, found.scope, found.n) == ("WB210", "serious", "copy", N)
    assert found.title == "Column 'copy' alone, by its values, ranks all pairs of outcomes right"
    assert found.why == (
        "So much from one column alone is rarely honest: it may be filled in after the decision, or made from it. "
        "Then the model looks far better than it will be."
    )
    assert found.what_to_do == (
        "Find out when and from what 'copy' is filled in. If that is after the decision, leave it out."
    )
    assert (found.value, found.threshold) == (1.0, 0.98)
    assert found.interval[0] > 0.97


def test_what_is_said_of_a_column_better_than_all_others(rng):
    frame, y = table(rng, 3_000)
    wrong = np.where(rng.random(3_000) < 0.14, ~y, y)
    [found] = findings(frame.assign(advice=np.where(wrong, "a", "b")))
    assert (found.code, found.severity) == ("WB211", "caution")
    assert found.title == (
        "Column 'advice' alone, by its values, ranks 87 of 100 pairs of outcomes right, "
        "all other columns together in 62 of 100"
    )


def test_what_is_said_of_a_value(rng):
    frame, y = table(rng, 2_000)
    reason = pd.Series(rng.choice(["debts", "papers"], 2_000)).where(~y & (rng.random(2_000) < 0.1))
    [found] = findings(frame.assign(reason=reason))
    assert found.code == "WB211"
    assert found.title == "Where column 'reason' has any value, all rows have the same outcome"
    frame["digit"] = np.where(~y & (rng.random(2_000) < 0.2), 7, rng.integers(0, 7, 2_000)) + 100 * rng.integers(
        0, 50, 2_000
    )
    [found] = findings(frame)
    assert found.title == "Where column 'digit' has the last digit 7, all rows have the same outcome"


def test_what_is_said_of_a_word(rng):
    frame, y = table(rng, 2_000)
    said = np.where(~y & (rng.random(2_000) < 0.2), "overdrawn", "fine")
    [found] = findings(frame.assign(note=[f"{word} case {place}" for place, word in enumerate(said)]))
    assert found.title == "Where column 'note' has the word 'overdrawn', all rows have the same outcome"


def test_a_value_that_other_columns_explain_is_nothing(rng):
    """All rows below a threshold are refused, and the column that says so is not alone in it."""
    n = 3_000
    x = rng.normal(size=n)
    y = (x > -0.5) & (rng.random(n) < 0.7)
    frame = pd.DataFrame({"y": np.where(y, "yes", "no"), "sex": rng.choice(["f", "m"], n)})
    frame["x"] = np.round(x, 3)
    frame["low"] = np.where(x < -0.6, "low", "other")
    frame["x_again"] = np.round(x + rng.normal(0, 0.05, n), 3)
    assert findings(frame) == ()


@pytest.mark.parametrize("seed", range(8))
def test_noise_is_nothing(seed):
    rng = np.random.default_rng(seed)
    frame, _ = table(rng, 300)
    for place in range(20):
        frame[f"n{place}"] = rng.normal(size=300)
        frame[f"w{place}"] = rng.choice(list("abcdefghij"), 300)
    assert findings(frame) == ()


def test_a_strong_honest_measurement_is_asked_about():
    """Every doctor's measurement of a tumour is made before the diagnosis: the gate cannot know that, and asks."""
    bunch = load_breast_cancer(as_frame=True)
    frame = bunch.data.assign(y=np.where(bunch.target == 1, "yes", "no"))
    data = wb.read_data(frame, target="y", favourable="yes")
    found = giveaways(Subject(data, data.features)).findings
    assert {one.code for one in found} == {"WB211"}
    assert "worst perimeter" in {one.scope for one in found}


@pytest.mark.parametrize("n", [1, 2, 5, 20])
def test_few_rows_are_never_enough(n):
    frame = pd.DataFrame({"y": ["yes", "no"] * n, "sex": ["f", "m"] * n, "copy": [1, 0] * n})
    assert all(one.code == "WB211" for one in findings(frame)) if n == 20 else findings(frame) == ()


def test_a_part_with_one_outcome_is_not_looked_at():
    frame = pd.DataFrame({"y": ["yes", "no", None], "sex": ["f", "m", "f"], "x": [1.0, 2.0, 3.0]})
    data = wb.read_data(frame, target="y", favourable="yes", protected=["sex"]).take(np.array([0, 2]), None)
    [check] = giveaways(Subject(data, data.features)).checks
    assert (check.outcome, check.detail) == ("not applicable", "There are no two outcomes to tell apart.")


def test_rows_without_an_outcome_do_not_count(rng):
    frame, y = table(rng)
    frame["copy"] = y.astype(float)
    more = frame.assign(y=None, copy=5.0)
    [one], [other] = findings(frame), findings(pd.concat([frame, more], ignore_index=True))
    assert other.n == one.n == N
