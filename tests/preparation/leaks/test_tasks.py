"""The leak gate where classes or amounts are predicted: what it finds, what it leaves alone, what it says of both."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

import workbench as wb
from workbench.preparation.leaks.amounts import explained
from workbench.preparation.leaks.columns import View
from workbench.preparation.leaks.find import leaks_of

TASKS = {"multiclass": "grade", "regression": "price"}


def people(n=1200, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=n)
    level = x + rng.normal(size=n)
    return pd.DataFrame(
        {
            "x": x,
            "noise": rng.normal(size=n),
            "city": rng.choice(["a", "b", "c"], size=n),
            "team": [f"t{which}" for which in rng.integers(80, size=n)],
            "grade": np.where(level < -0.5, "low", np.where(level < 0.5, "middle", "high")),
            "price": np.exp(level).round(4),
            "g": rng.choice(["f", "m"], size=n),
        }
    )


def split_of(task, frame, **roles):
    other = {"grade", "price"} - {TASKS[task]}
    frame = frame.drop(columns=list(other))
    return wb.split_data(wb.read_data(frame, target=TASKS[task], task=task, protected=["g"], **roles), seed=1)


def codes(leaks, *of):
    return [(one.code, one.scope) for one in leaks.findings if one.code in of]


def check(leaks, title):
    return next(one for one in leaks.checks if one.title == title)


@pytest.mark.parametrize("task", ["multiclass", "regression"])
def test_honest_columns_are_left_alone(task):
    leaks = wb.find_leaks(split_of(task, people()))
    assert [one for one in leaks.findings if one.severity != "note"] == []
    assert "applied" in repr(leaks)


# Columns that give the outcome away.


def test_a_copy_of_the_class_is_serious():
    frame = people().assign(code=lambda one: one["grade"].map({"low": "x1", "middle": "x2", "high": "x3"}))
    split = split_of("multiclass", frame)
    leaks = wb.find_leaks(split)
    [found] = [one for one in leaks.findings if one.code == "WB210"]
    assert found.severity == "serious"
    assert found.title.startswith("Column 'code' alone, by its values, ranks all pairs of '")
    assert found.title.endswith("' and another class right")
    assert check(leaks, "Columns that give the outcome away").detail.endswith(
        "each of 3 classes was set against all others."
    )
    assert [fix.python for fix in leaks.fixes if fix.code == "WB210"] == [
        "recipe = recipe.without('code', reason='it tells the outcome too well to be known before it')"
    ]


def test_one_of_five_classes_that_is_given_away_is_to_be_asked_about():
    frame = people()
    frame["grade"] = pd.qcut(frame["x"] + np.random.default_rng(0).normal(size=1200), 5, labels=list("abcde")).astype(
        str
    )
    frame["flag"] = np.where(frame["grade"] == "c", "done", "open")
    [found] = [one for one in wb.find_leaks(split_of("multiclass", frame)).findings if one.scope == "flag"]
    assert (found.code, found.severity) == ("WB211", "caution")
    assert found.title == "Column 'flag' alone, by its values, ranks all pairs of 'c' and another class right"


def test_a_value_that_only_one_class_has_is_told_with_the_class():
    frame = people(3000)
    frame["reason"] = np.where((frame["grade"] == "high") & (frame["noise"] > 0.8), "praised", "none")
    [found] = [one for one in wb.find_leaks(split_of("multiclass", frame)).findings if one.scope == "reason"]
    assert found.code == "WB211"
    assert found.title == ("Where column 'reason' has the value 'praised', all rows have the same outcome, 'high'")


@pytest.mark.parametrize(
    ("make", "how"),
    [
        (lambda price, _: price * 1.19, "by its order"),
        (lambda price, _: -price, "by its order"),
        (lambda price, rng: price * rng.normal(1, 0.001, len(price)), "by its order"),
        (lambda price, _: pd.cut(stats.rankdata(price), 40, labels=False).astype(str), "by its values"),
    ],
    ids=["gross", "negative", "nearly", "bands as text"],
)
def test_what_was_made_of_the_amount_is_serious(make, how):
    frame = people()
    frame["made"] = make(frame["price"].to_numpy(), np.random.default_rng(0))
    split = split_of("regression", frame)
    leaks = wb.find_leaks(split)
    [found] = [one for one in leaks.findings if one.scope == "made" and one.code in ("WB210", "WB211")]
    assert found.code == "WB210"
    assert found.title.startswith(f"Column 'made' alone, {how}, explains ")
    assert found.title.endswith(" of how the ranks of 'price' differ")
    assert found.interval[0] <= found.value <= found.interval[1] <= 1
    assert found.n == split.train.n_rows


def test_a_column_that_explains_most_is_to_be_asked_about_and_a_strong_honest_one_is_not():
    frame = people()
    rng = np.random.default_rng(1)
    log = np.log(frame["price"])
    frame["offer"] = log + rng.normal(0, 0.3 * log.std(), len(frame))  # correlation 0.96
    frame["guess"] = log + rng.normal(0, 0.4 * log.std(), len(frame))  # correlation 0.93: surely above 0.8, below 0.9
    frame["area"] = log + rng.normal(0, 0.7 * log.std(), len(frame))  # correlation 0.82
    assert codes(wb.find_leaks(split_of("regression", frame)), "WB210", "WB211") == [("WB211", "offer")]


def test_share_explained_is_that_of_the_other_half_by_hand():
    rng = np.random.default_rng(0)
    codes_, halves, ranks = rng.integers(1, 4, 200).astype(np.int32), rng.integers(2, size=200), rng.random(200)
    found = explained(View("by its values", codes_, 4, True), ranks, halves)
    missed = spread = 0.0
    for row in range(200):
        others = halves != halves[row]
        same = others & (codes_ == codes_[row])
        usual = ranks[others].mean()
        mean = (ranks[same].sum() + 0.5 * usual) / (same.sum() + 0.5)
        missed, spread = missed + (ranks[row] - mean) ** 2, spread + (ranks[row] - usual) ** 2
    assert found.value == pytest.approx(1 - missed / spread)
    assert found.low < found.value < found.high


def test_limits_of_the_share_explained_hold_the_truth():
    """Ten groups with means 0 to 9 and unit noise explain 8.25 / 9.25."""
    rng = np.random.default_rng(7)
    truth, n_held = 8.25 / 9.25, 0
    for _ in range(300):
        group = rng.integers(10, size=3000)
        values = group + rng.normal(size=3000)
        view = View("by its values", (group + 1).astype(np.int32), 11, True)
        found = explained(view, values, rng.integers(2, size=3000))
        n_held += found.low <= truth <= found.high
    assert n_held / 300 > 0.90


@pytest.mark.parametrize("price", [5.0, None])
def test_equal_amounts_to_learn_from_are_nothing_to_give_away(price):
    frame = people(40).assign(price=lambda one: np.where(one.index < 30, price or 1.0, one["price"]), when=range(40))
    data = wb.read_data(frame.drop(columns="grade"), target="price", task="regression", protected=["g"])
    split = wb.split_data(data)
    part = wb.find_leaks(split.data.take(np.arange(30), split.provenance))
    found = check(part, "Columns that give the outcome away")
    assert (found.outcome, found.detail) == (
        "not applicable",
        "There are fewer than 20 different rows to learn from, or all amounts are equal.",
    )


# Columns made of the outcomes of several rows.


@pytest.mark.parametrize("of_others", [False, True])
@pytest.mark.parametrize("task", ["multiclass", "regression"])
def test_means_by_group_are_found(task, of_others):
    frame = people()
    own = frame["price"] if task == "regression" else (frame["grade"] == "high").astype(float)
    total, n = own.groupby(frame["team"]).transform("sum"), own.groupby(frame["team"]).transform("size")
    frame["made"] = (total - own) / (n - 1) if of_others else total / n
    [found] = [
        one for one in wb.find_leaks(split_of(task, frame)).findings if one.scope == "made" and "by 'team'" in one.title
    ]
    what = "the mean of 'price'" if task == "regression" else "the share of the class 'high'"
    others = " of the other rows" if of_others else ""
    assert found.title == f"Column 'made' is {what}{others} by 'team', counted on all rows"
    assert (found.code, found.severity) == ("WB210", "serious")


def test_means_that_are_rounded_too_much_to_tell_are_not_said():
    frame = people()
    small = frame["price"] / 200
    frame["price"] = small
    frame["made"] = small.groupby(frame["team"]).transform("mean").round(2)
    assert frame["made"].nunique() >= 3
    assert "made" not in [one.scope for one in wb.find_leaks(split_of("regression", frame)).findings]


# What else is looked at.


@pytest.mark.parametrize("task", ["multiclass", "regression"])
def test_rows_in_both_parts_are_found(task):
    frame = people(400)
    leaks = wb.find_leaks(split_of(task, pd.concat([frame, frame.head(100)], ignore_index=True)))
    assert "WB203" in [one.code for one in leaks.findings]


@pytest.mark.parametrize("task", ["multiclass", "regression"])
def test_later_rows_learned_from_are_found(task):
    frame = people().assign(day=range(1200))
    data = split_of(task, frame, time="day").data
    split = wb.split_data(data, method="stratified")
    assert ("WB216", "day") in codes(wb.find_leaks(split), "WB216")
    assert codes(wb.find_leaks(wb.split_data(data)), "WB216") == []


@pytest.mark.parametrize("task", ["multiclass", "regression"])
def test_what_was_fitted_to_all_rows_is_found(task):
    split = split_of(task, people())
    numbers = ["x", "noise"]
    early, right = (StandardScaler().fit(part.frame(numbers)) for part in (split.data, split.train))
    assert codes(wb.find_leaks(split, fitted=early), "WB214") == [("WB214", "fitted[0]")]
    assert codes(wb.find_leaks(split, fitted=right), "WB214") == []
    tree = DecisionTreeRegressor() if task == "regression" else DecisionTreeClassifier()
    leaks = wb.find_leaks(split, fitted=tree.fit(split.data.frame(numbers), split.data.targets()))
    [fix] = [one for one in leaks.fixes if one.code == "WB214"]
    assert fix.python.endswith("split.train.targets())")


@pytest.mark.parametrize("task", ["multiclass", "regression"])
def test_prepared_data_are_looked_at_once(task):
    prepared = wb.prepare_data(split_of(task, people()))
    assert leaks_of(prepared) is leaks_of(prepared)
    assert check(leaks_of(prepared), "Transformers and models fitted before the split").outcome == "nothing found"


def test_fixes_that_read_again_say_the_task():
    frame = people(400)
    split = split_of("regression", pd.concat([frame, frame.head(100)], ignore_index=True))
    [fix] = [one for one in wb.find_leaks(split).fixes if one.code == "WB203"]
    assert "target='price', task='regression', protected=['g']" in fix.python
    names = {"wb": wb, "data": split.data}
    exec(fix.python, names)  # noqa: S102 - fixes are code of ours that has to run
    assert names["split"].data.n_rows == 400
    assert names["split"].data.roles == split.data.roles
