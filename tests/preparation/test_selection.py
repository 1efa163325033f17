"""A column is left out of a recipe only where it tells nothing, or nothing more; each with its reason."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.decomposition import PCA
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

import workbench as wb
from workbench.errors import ColumnNotFoundError, InputError
from workbench.preparation.one_column import told_by
from workbench.preparation.recipe import LeftOut
from workbench.stats.association import cramers_v

N = 1_000
RNG = np.random.default_rng(11)
Y = RNG.random(N) < 0.4
SIGNAL = Y + RNG.normal(size=N)


def split_of(**columns):
    frame = pd.DataFrame({"y": np.where(Y, "yes", "no"), "sex": np.where(RNG.random(N) < 0.5, "f", "m"), **columns})
    return wb.split_data(wb.read_data(frame, target="y", favourable="yes", protected=["sex"]))


def left_out(**columns):
    """Return what is left out of the suggestion, by column."""
    split = split_of(**columns)
    recipe = wb.select_features(split, wb.suggest_recipe(split))
    return {one.column: one.code for one in recipe.left_out}


def column_of(values):
    return wb.read_data(pd.DataFrame({"x": values})).column("x")


def test_noise_is_left_out_with_its_numbers():
    split = split_of(signal=SIGNAL, noise=np.random.default_rng(0).normal(size=N))
    recipe = wb.select_features(split, wb.suggest_recipe(split))
    [found] = recipe.left_out
    train = split.train.frame()
    outcomes = (train["y"] == "yes").astype(int)
    area = 100 * roc_auc_score(outcomes, train["noise"])
    ends = np.quantile(train["noise"], np.linspace(0, 1, 11)[1:-1], method="lower")
    bands = np.searchsorted(ends, train["noise"], "right")
    counts = pd.crosstab(bands, outcomes).to_numpy()
    v, p_value = cramers_v(counts).value, stats.chi2_contingency(counts, correction=False).pvalue
    assert (found.column, found.code) == ("noise", "WB224")
    assert found.reason.startswith(
        f"the outcome does not differ with it beyond chance (Cramér's V {v:.2f}, p {p_value:.2f}), "
        f"and its order ranks {area:.0f} of 100 pairs right (95 %: "
    )
    assert found.value == pytest.approx(v)
    assert [step.columns for step in recipe.steps] == [("signal",)]


def test_what_is_left_out_becomes_a_finding():
    split = split_of(signal=SIGNAL, noise=np.random.default_rng(0).normal(size=N))
    prepared = wb.prepare_data(split, wb.select_features(split, wb.suggest_recipe(split)))
    [finding] = prepared.findings
    assert (finding.code, finding.scope, finding.n, finding.severity) == ("WB224", "noise", 700, "note")
    assert finding.value == prepared.refused[0].value
    assert finding.why == "A model can mistake chance for a rule in it. With other columns it may still matter."


@pytest.mark.parametrize(
    "values",
    [
        SIGNAL,
        -SIGNAL,
        SIGNAL**2,
        np.where(SIGNAL > 0.5, "high", "low"),
        SIGNAL > 0.5,
        np.where(Y & (RNG.random(N) < 0.4), np.nan, 1.0),
        [dt.date(2020, 1, 1) + dt.timedelta(days=int(100 * value)) for value in SIGNAL],
        np.where(Y, RNG.normal(0, 3, N), RNG.normal(0, 1, N)),
    ],
    ids=["number", "opposite", "bowl", "text", "truth", "missingness", "dates", "spread"],
)
def test_what_tells_the_outcome_stays(values):
    assert left_out(x=values, signal=SIGNAL + RNG.normal(size=N)) == {}


def test_text_whose_values_do_not_recur_stays():
    assert left_out(x=[f"case number {row} was closed" for row in range(N)]) == {}


@pytest.mark.parametrize(
    ("again", "reason"),
    [
        ((SIGNAL / 2.54).round(2), "it puts the rows in the same order, up or down, as column 'signal'"),
        (-np.exp(SIGNAL), "it puts the rows in the same order, up or down, as column 'signal'"),
    ],
    ids=["units", "bent"],
)
def test_same_order_is_told_once(again, reason):
    split = split_of(signal=SIGNAL, x=again)
    found = wb.select_features(split, wb.suggest_recipe(split)).left_out
    assert found == (LeftOut("x", "WB225", reason),)


def test_other_names_for_the_same_values_are_told_once():
    level = np.digitize(SIGNAL, [-0.5, 0.5, 1.5])
    split = split_of(level=level, x=np.array(["none", "school", "college", "university"])[level])
    found = wb.select_features(split, wb.suggest_recipe(split)).left_out
    assert found == (LeftOut("x", "WB225", "it tells the same rows apart as column 'level'"),)


def test_columns_with_another_value_in_every_row_are_not_alike():
    assert left_out(signal=SIGNAL, x=Y + RNG.normal(size=N)) == {}


def test_columns_that_are_nearly_alike_stay():
    other = SIGNAL + 0.2 * RNG.normal(size=N)
    assert 0.97 < stats.spearmanr(SIGNAL, other).statistic < 0.995
    assert left_out(signal=SIGNAL, x=other) == {}


def test_of_three_alike_the_first_stays():
    assert left_out(a=SIGNAL, b=2 * SIGNAL, c=-SIGNAL) == {"b": "WB225", "c": "WB225"}


def test_most_keeps_the_strongest():
    weak = {f"x{place}": Y * strength + RNG.normal(size=N) for place, strength in enumerate((0.4, 2.0, 0.8, 3.0))}
    split = split_of(**weak)
    recipe = wb.select_features(split, wb.suggest_recipe(split), most=2)
    assert [step.columns for step in recipe.steps] == [("x1", "x3")]
    strengths = {name: told_by(split.train.column(name), split.train.outcomes().astype(int)).strength for name in weak}
    assert [(one.column, one.code, one.reason) for one in recipe.left_out] == [
        (
            "x2",
            "WB226",
            f"the outcome goes less with it (Cramér's V {strengths['x2']:.2f}) than with 2 other columns",
        ),
        (
            "x0",
            "WB226",
            f"the outcome goes less with it (Cramér's V {strengths['x0']:.2f}) than with 3 other columns",
        ),
    ]


def test_columns_read_together_stay():
    split = split_of(signal=SIGNAL, a=RNG.normal(size=N), b=RNG.normal(size=N))
    recipe = wb.suggest_recipe(split).with_step(["a", "b"], PCA(1), reason="r", together=True)
    assert [step.columns for step in wb.select_features(split, recipe).steps] == [("signal",), ("a", "b")]


def test_no_held_out_row_is_read():
    split = split_of(signal=SIGNAL, noise=np.random.default_rng(0).normal(size=N))
    frame = split.test.frame()
    frame = frame.assign(noise=np.where(frame["y"] == "yes", 1.0, 0.0), signal=0.0)
    held_out = wb.read_data(frame, target="y", favourable="yes", protected=["sex"])
    other = wb.Split(split.provenance, split.data, split.train, held_out)
    recipe = wb.suggest_recipe(split)
    assert wb.select_features(other, recipe).settings() == wb.select_features(split, recipe).settings()


def test_all_columns_may_go():
    split = split_of(noise=np.random.default_rng(0).normal(size=N))
    assert wb.select_features(split, wb.suggest_recipe(split)).steps == ()


@pytest.mark.parametrize("most", [0, -1, 1.5, "2", True])
def test_most_must_be_a_count(most):
    split = split_of(signal=SIGNAL)
    with pytest.raises(InputError) as error:
        wb.select_features(split, wb.suggest_recipe(split), most=most)
    assert str(error.value) == f"most is {most!r}.\nGive a whole number of 1 or more."


def test_recipe_of_other_data_is_refused():
    split = split_of(signal=SIGNAL)
    with pytest.raises(ColumnNotFoundError, match=r"^Column 'other' is not in the data"):
        wb.select_features(split, wb.suggest_recipe(split).with_step(["other"], StandardScaler(), reason="r"))


# What one column tells, against other programs.


def test_order_is_the_area_under_the_curve():
    values = np.round(SIGNAL, 1)
    told = told_by(column_of(values), Y.astype(int))
    assert told.order.value == pytest.approx(roc_auc_score(Y, values))
    assert told.order.low < told.order.value < told.order.high


def test_missing_and_infinite_numbers_have_no_order():
    values = np.where(RNG.random(N) < 0.3, np.nan, SIGNAL)
    values[0] = np.inf
    present = np.isfinite(values)
    told = told_by(column_of(values), Y.astype(int))
    assert told.order.value == pytest.approx(roc_auc_score(Y[present], values[present]))


def test_strength_of_text_is_that_of_its_table_with_rare_values_joined():
    values = RNG.choice(["a", "b", "c"], N).astype(object)
    values[:9] = [f"rare {row}" for row in range(9)]
    joined = ["rare" if value.startswith("rare") else value for value in values]
    told = told_by(column_of(values), Y.astype(int))
    counts = pd.crosstab(pd.Series(joined), Y).to_numpy()
    assert told.strength == cramers_v(counts).value
    assert told.p_value == pytest.approx(stats.chi2_contingency(counts, correction=False).pvalue)
    assert told.order is None


def test_few_numbers_are_compared_one_by_one():
    values = RNG.integers(0, 20, N)
    told = told_by(column_of(values), Y.astype(int))
    assert told.strength == cramers_v(pd.crosstab(values, Y).to_numpy()).value


def test_band_of_many_equal_numbers_is_one():
    values = np.where(RNG.random(N) < 0.7, 0.0, RNG.random(N))
    told = told_by(column_of(values), Y.astype(int))
    expected = pd.crosstab(np.searchsorted(np.quantile(values, [0.7, 0.8, 0.9], method="lower"), values, "right"), Y)
    assert told.strength == pytest.approx(cramers_v(expected.to_numpy()).value, abs=0.02)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["numbers", "categories"])
def test_few_columns_of_chance_stay(kind):
    rng, n_columns = np.random.default_rng(1), 2_000
    outcomes = (rng.random(500) < 0.3).astype(int)
    made = (rng.normal(size=500) if kind == "numbers" else rng.choice(list("abcdef"), 500) for _ in range(n_columns))
    n_kept = sum(not told_by(column_of(values), outcomes).nothing for values in made)
    assert stats.binomtest(n_kept, n_columns, 0.1, alternative="greater").pvalue > 0.01
    assert n_kept > 0
