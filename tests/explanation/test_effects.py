"""Effects of columns: by hand, against scikit-learn, by brute force, and what is never told."""

import datetime as dt
from itertools import combinations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn.inspection import partial_dependence

import workbench as wb
from workbench.data.examples import loans
from workbench.errors import ColumnNotFoundError, InputError
from workbench.explanation.asking import ask_changed
from workbench.explanation.changes import FEWEST_ROWS
from workbench.explanation.effects.explain import explain_effects
from workbench.explanation.effects.limits import mean_over_rows
from workbench.explanation.effects.unseen import cells, unseen_share
from workbench.explanation.tellable import tellable
from workbench.stats.intervals import mean_limits

from .known_models import known_model, model_of

SEVERAL = ("a", "b", "c")


def numbers(n=600, seed=0, columns="xyz"):
    values = np.random.default_rng(seed).integers(0, 10, (n, len(columns)))
    return pd.DataFrame(values.astype(float), columns=list(columns))


@pytest.fixture(scope="module")
def trained():
    frame = loans(1_200, seed=3).frame[["income", "savings", "district", "approved"]].copy()
    frame.loc[::9, "savings"] = np.nan
    data = wb.read_data(frame, target="approved", favourable="yes")
    return wb.fit_model(wb.prepare_data(wb.split_data(data, seed=1)), "boosted_trees")


def test_of_a_sum_by_hand():
    frame = numbers()
    fitted = known_model(frame, lambda rows: 2 * rows["x"] - rows["y"])
    held_out = frame.iloc[300:]
    found = explain_effects(fitted, n_rows=1_000)
    assert (found.n_rows, found.scale, dict(found.left_out)) == (300, "amount", {})
    x = found.of("x")
    assert [point.value for point in x.points] == list(range(10))
    expected = [2 * value - held_out["y"].mean() for value in range(10)]
    assert [point.mean for point in x.points] == pytest.approx(expected, abs=1e-9)
    counts = frame["x"].iloc[:300].value_counts().sort_index()
    assert [point.n for point in x.points] == counts.tolist()
    assert sum(point.share for point in x.points) == pytest.approx(1)
    mean = 2 * float(counts.index.to_numpy() @ counts.to_numpy()) / 300
    assert [point.difference for point in x.points] == pytest.approx([2 * value - mean for value in range(10)])
    # In a sum every row moves alike: nothing is uncertain about the differences, and nothing differs from row to row.
    assert all(point.difference_high - point.difference_low < 1e-9 for point in x.points)
    assert (x.heterogeneity, x.direction, found.of("y").direction) == (pytest.approx(0, abs=1e-12), "rises", "falls")
    sd = held_out["y"].std(ddof=1) / np.sqrt(300)
    half = stats.t.ppf(0.975, 299) * sd
    assert x.points[0].high - x.points[0].mean == pytest.approx(half)
    z = found.of("z")
    assert (z.direction, z.span) == ("flat", pytest.approx(0, abs=1e-12))
    assert np.isnan(z.heterogeneity)
    assert found.findings == ()


def test_of_a_product_the_mean_tells_nothing_and_that_is_told():
    frame = numbers() - 4.5
    fitted = known_model(frame, lambda rows: rows["x"] * rows["y"])
    found = explain_effects(fitted, ["x"], n_rows=300)
    y = frame["y"].iloc[300:]
    x = found.of("x")
    slope = y.mean()
    assert [point.mean for point in x.points] == pytest.approx([slope * point.value for point in x.points])
    expected = 1 - y.mean() ** 2 / (y**2).mean()
    assert x.heterogeneity == pytest.approx(expected)
    [finding] = found.findings
    assert (finding.code, finding.scope, finding.value) == ("WB412", "x", x.heterogeneity)
    assert finding.title == "What 'x' does differs from row to row more than it is alike"
    # The bands are quantiles of the rows' own predictions.
    last = x.points[-1]
    assert last.bands == pytest.approx(np.quantile(y * last.value, [0.1, 0.25, 0.75, 0.9]).tolist())


def test_of_many_columns_that_work_together_one_finding_is_told():
    frame = numbers(columns="abcde") - 4.5
    sizes = {"a": 1.0, "b": 1.0, "c": 1.0, "d": 1.0, "e": 0.05}
    fitted = known_model(
        frame,
        lambda rows: sum(
            sizes[first] * sizes[second] * rows[first] * rows[second] for first, second in combinations("abcde", 2)
        ),
    )
    [finding] = explain_effects(fitted).findings
    assert (finding.code, finding.scope) == ("WB412", "a, b, c, d")  # e counts too little to be told
    assert finding.title == "What 'a', 'b', 'c' and 1 more column do differs from row to row more than it is alike"


def test_numbers_are_those_of_scikit_learn(trained):
    found = explain_effects(trained, n_rows=10_000)
    test = trained.prepared.raw_frame(trained.prepared.split.test)
    for effect in found.effects:
        values = np.array([point.value for point in effect.points if point.value is not None])
        peer = partial_dependence(
            trained.pipeline, test, [effect.column], custom_values={effect.column: values}, kind="both", method="brute"
        )
        there = [point for point in effect.points if point.value is not None]
        assert [point.mean for point in there] == pytest.approx(peer["average"][0].tolist(), abs=1e-12)
        bands = np.quantile(peer["individual"][0], [0.1, 0.25, 0.75, 0.9], axis=0)
        assert [list(point.bands) for point in there] == pytest.approx(bands.T, abs=1e-12)


def test_a_missing_value_is_a_point_of_its_own(trained):
    savings = explain_effects(trained, ["savings"], n_rows=200).of("savings")
    assert [(point.value, point.label) for point in savings.points if point.value is None] == [(None, "")]
    train = trained.prepared.split.train.table["savings"]
    assert savings.points[-1].n == train.null_count > FEWEST_ROWS
    test = trained.prepared.raw_frame(trained.prepared.split.test)
    rows = test.iloc[np.random.default_rng(0).permutation(len(test))[:200]].assign(savings=np.nan)
    assert savings.points[-1].mean == pytest.approx(trained.score(rows).mean(), abs=1e-12)


def test_of_two_outcomes_the_probability_of_several_each_of_amounts_the_amount():
    frame = numbers()

    def shares(rows):
        weights = np.exp(np.column_stack([rows["x"], rows["y"], 0 * rows["z"]]) / 5)
        return weights / weights.sum(axis=1, keepdims=True)

    several = explain_effects(known_model(frame, shares, task="multiclass", classes=SEVERAL), n_rows=100)
    assert [(one.column, one.output) for one in several.effects] == [(x, c) for x in "xyz" for c in SEVERAL]
    by_place = np.array([[point.mean for point in several.of("x", output).points] for output in SEVERAL])
    assert by_place.sum(axis=0) == pytest.approx(np.ones(10))
    assert several.of("x", "a").direction == "rises"
    assert several.of("x", "b").direction == "falls"
    two = explain_effects(known_model(frame, lambda rows: rows["x"] / 10, task="binary"), ["x"])
    assert two.scale == several.scale == "probability"
    assert [point.mean for point in two.of("x").points] == pytest.approx([value / 10 for value in range(10)])


def test_every_kind_of_column_has_its_grid():
    rng = np.random.default_rng(5)
    n = 800
    start = dt.datetime(2020, 1, 1)  # noqa: DTZ001  the data have no time zone
    table = pa.table(
        {
            "truth": pa.array([None if one > 1 else bool(one) for one in rng.integers(0, 3, n)]),
            "word": [["often", "seldom", "never"][one] for one in rng.choice(3, n, p=[0.7, 0.29, 0.01])],
            "day": pa.array([start.date() + dt.timedelta(int(days)) for days in rng.integers(0, 365, n)]),
            "time": pa.array([start + dt.timedelta(seconds=int(one)) for one in rng.integers(0, 10**7, n)]),
            "zoned": pa.array(rng.integers(0, 10**9, n)).cast(pa.timestamp("s", tz="Europe/Berlin")),
            "many": [f"p{place}" for place in range(n)],
            "one": np.ones(n, dtype=int),
        }
    )

    def function(rows):
        seconds = sum((rows[name] - rows[name].min()).dt.total_seconds() for name in ("day", "time", "zoned"))
        return rows["truth"].fillna(0.5) + (rows["word"] == "often") + seconds / 1e7 + rows["many"].str.len() * 0

    found = explain_effects(known_model(table, function, n_test=300), n_points=6)
    assert dict(found.left_out) == {"many": "no value of it is shared by 11 rows learned from"}
    kinds = {effect.column: effect.kind for effect in found.effects}
    assert kinds == {
        "truth": "truth", "word": "category", "day": "date", "time": "date", "zoned": "date", "one": "number"
    }  # fmt: skip
    assert [point.label for point in found.of("word").points] == ["often", "seldom"]
    assert np.isnan(found.of("word").share_outside)
    assert [point.value for point in found.of("truth").points] in ([True, False, None], [False, True, None])
    assert [point.label for point in found.of("one").points] == ["1"]
    assert found.of("one").points[0].n == 500
    for name in ("day", "time", "zoned"):
        train = table[name].slice(0, 500)
        values = [point.value for point in found.of(name).points]
        assert values == sorted(values)
        assert len(values) == 6
        assert pa.compute.min(train).as_py() <= values[0] < values[-1] <= pa.compute.max(train).as_py()
        assert found.of(name).direction == "rises"
        assert len(found.of(name).points[0].label) == len("2020-01-01")


@pytest.mark.parametrize("skew", [0.1, 1, 3])
def test_every_value_that_is_shown_stands_for_eleven_rows_within_those_that_occur(skew):
    values = np.random.default_rng(1).lognormal(3, skew, 900)
    fitted = known_model(pd.DataFrame({"x": values}), lambda rows: np.log(rows["x"]), n_test=100)
    x = explain_effects(fitted).of("x")
    known = values[:800]
    assert len(x.points) > 5
    for point in x.points:
        assert known.min() <= point.value <= known.max()
        assert point.value not in known
        assert point.n >= FEWEST_ROWS
    assert sum(point.n for point in x.points) / 800 == pytest.approx(1 - x.share_outside)


def test_a_number_that_rounds_beyond_those_that_occur_is_not_shown():
    values = np.concatenate([np.full(20, 1.04), np.linspace(1.04, 10.0, 400), np.full(20, 10.04)])
    fitted = known_model(pd.DataFrame({"x": np.tile(values, 2)}), lambda rows: rows["x"])
    told = tellable(fitted, "x")
    assert 1.1 <= min(told.values) < max(told.values) <= 10.0


def test_a_question_takes_the_value_it_asks_for_or_the_row_s_own():
    frame = numbers(columns="xy")
    fitted = known_model(frame, lambda rows: 100 * rows["x"] + rows["y"])
    rows, told = frame.iloc[[3, 8, 21]].reset_index(drop=True), tellable(fitted, "x")
    codes = np.array([-1, -1, 2, 0, -1])
    places = np.array([0, 1, 1, 2, 2])
    expected = [
        100 * (rows["x"][place] if code < 0 else told.values[code]) + rows["y"][place]
        for place, code in zip(places, codes, strict=True)
    ]
    assert ask_changed(fitted, rows, places, {"x": (told, codes)})[:, 0].tolist() == expected


def test_rows_beyond_the_grid_belong_to_no_point():
    values = np.concatenate([np.repeat([1.0, 2.0, 3.0], 100), [50.0] * 8, [-9.0] * 3])
    x = explain_effects(known_model(pd.DataFrame({"x": np.tile(values, 2)}), lambda rows: rows["x"])).of("x")
    assert [(point.value, point.n) for point in x.points] == [(1.0, 100), (2.0, 100), (3.0, 100)]
    assert x.share_outside == pytest.approx(11 / 311)


def test_fewer_than_eleven_rows_outside_can_be_counted_from_nothing():
    values = np.concatenate([np.repeat([1.0, 2.0, 3.0], [104, 107, 99]), [np.nan] * 10])
    frame = pd.DataFrame({"x": np.tile(values, 2)})
    x = explain_effects(known_model(frame, lambda rows: rows["x"].fillna(0.0))).of("x")
    assert np.isnan(x.share_outside)
    assert [(point.value, point.n) for point in x.points] == [(1.0, 100), (2.0, 110), (3.0, 100)]
    assert [point.share for point in x.points] == pytest.approx([100 / 320, 110 / 320, 100 / 320])


def test_few_rows_learned_from_are_marked():
    frame = pd.DataFrame({"x": ["often"] * 80 + ["seldom"] * 29 + ["often"] * 50 + ["seldom"] * 30})
    points = explain_effects(known_model(frame, lambda rows: rows["x"] == "often", n_test=80)).of("x").points
    assert [(point.label, point.n, point.is_sparse) for point in points] == [
        ("often", 80, False), ("seldom", 29, True),
    ]  # fmt: skip


@pytest.mark.parametrize(("n_rows", "shown"), [(43, [False] * 4), (44, [False, True, True, False]), (110, [True] * 4)])
def test_no_band_lets_one_person_be_read(n_rows, shown):
    fitted = known_model(numbers(), lambda rows: rows["x"] * rows["y"])
    points = explain_effects(fitted, ["x"], n_rows=n_rows).of("x").points
    assert all([not np.isnan(band) for band in point.bands] == shown for point in points)


def test_curves_are_kept_on_request_only():
    fitted = known_model(numbers(), lambda rows: rows["x"] * rows["y"])
    assert explain_effects(fitted, ["x"]).of("x").curves.size == 0
    kept = explain_effects(fitted, ["x"], n_rows=50, n_curves=3, seed=4).of("x").curves
    test = fitted.prepared.raw_frame(fitted.prepared.split.test)
    drawn = test.iloc[np.random.default_rng(4).permutation(len(test))[:3]]
    assert kept == pytest.approx(np.outer(drawn["y"], np.arange(10)))
    with pytest.raises(ValueError, match="read-only"):
        kept[0, 0] = 1


def test_the_mean_difference_is_known_better_than_the_mean(trained):
    """Rows differ anyway; what one column does to all of them is seen row by row."""
    points = explain_effects(trained, ["income"]).of("income").points
    widths = [(one.difference_high - one.difference_low, one.high - one.low) for one in points]
    paired, alone = np.mean(widths, axis=0)
    assert paired < 0.9 * alone


def test_limits_by_rows_are_those_of_student_and_by_groups_those_of_group_means(rng):
    values = rng.normal(size=(60, 3))
    for mine, theirs in zip(mean_over_rows(values)[1], mean_limits(values)[1], strict=True):
        assert mine == pytest.approx(theirs)
    groups = np.repeat(np.arange(12), 5)
    for mine, theirs in zip(
        mean_over_rows(values, groups)[1], mean_limits(values.reshape(12, 5, 3).mean(axis=1))[1], strict=True
    ):
        assert mine == pytest.approx(theirs)
    assert np.isnan(mean_over_rows(values, np.zeros(60, dtype=int))[1].low).all()
    assert np.isnan(mean_over_rows(values[:1])[1].high).all()


def test_rows_that_belong_together_widen_the_limits():
    frame = numbers(400)
    frame["y"] = np.repeat(np.random.default_rng(2).integers(0, 10, 40), 10).astype(float)
    frame["who"] = np.repeat(np.arange(40), 10)
    function = lambda rows: rows["x"] + rows["y"]  # noqa: E731  two uses
    alone = explain_effects(known_model(frame.drop(columns="who"), function), ["x"]).of("x").points[0]
    together = explain_effects(known_model(frame, function, group="who"), ["x"]).of("x").points[0]
    assert together.mean == pytest.approx(alone.mean)
    assert together.high - together.low > 2 * (alone.high - alone.low)


@pytest.mark.slow
def test_limits_cover_the_mean_over_all_rows_at_least_as_often_as_said():
    rng = np.random.default_rng(11)
    frame = pd.DataFrame({"x": rng.integers(0, 4, 40_000).astype(float), "y": rng.exponential(size=40_000)})
    fitted = known_model(frame, lambda rows: rows["x"] * rows["y"], n_test=39_000)
    truth = frame["y"].iloc[1_000:].mean() * np.arange(4)
    n_covered = 0
    for seed in range(400):
        points = explain_effects(fitted, ["x"], n_rows=200, seed=seed).of("x").points
        n_covered += points[3].low <= truth[3] <= points[3].high
    assert stats.binomtest(n_covered, 400, 0.95).pvalue > 0.01


def test_combinations_that_nobody_has_are_told():
    rng = np.random.default_rng(3)
    x = rng.integers(0, 10, 2_000).astype(float)
    frame = pd.DataFrame({"x": x, "twin": x + rng.integers(0, 2, 2_000), "alone": rng.permutation(x)})
    found = explain_effects(known_model(frame, lambda rows: rows["x"] + rows["alone"]))
    assert found.of("x").unseen == pytest.approx(0.8, abs=0.05)
    assert found.of("x").unseen_with == "twin"
    assert (found.of("alone").unseen, found.of("alone").unseen_with) == (0, "")
    [finding] = found.findings
    assert (finding.code, finding.scope) == ("WB413", "x")
    assert finding.title == "The effect of 'x' rests on rows that do not exist, given 'twin'"
    # Also where the other column was not asked for.
    assert explain_effects(found.fitted, ["x"]).of("x").unseen == found.of("x").unseen


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 6), st.integers(2, 6), st.integers(1, 400))
def test_unseen_combinations_are_counted_as_by_definition(seed, n_first, n_second, n):
    rng = np.random.default_rng(seed)
    coded = {"a": rng.integers(-1, n_first, n), "b": rng.integers(-1, n_second, n)}
    coded["b"][coded["a"] == 0] = 0
    share, other = unseen_share("a", coded, {"a": n_first, "b": n_second})
    pairs = [(a, b) for a, b in zip(coded["a"], coded["b"], strict=True) if a >= 0 and b >= 0]
    expected = 0.0
    for a in range(n_first):
        for b in range(n_second):
            p = sum(one[0] == a for one in pairs) * sum(one[1] == b for one in pairs) / max(len(pairs), 1) ** 2
            expected += p if (a, b) not in pairs and p * len(pairs) >= 5 else 0
    assert share == pytest.approx(expected)
    assert other == ("b" if expected else "")


def test_cells_are_those_of_the_nearest_point(rng):
    points = np.sort(rng.normal(size=7))
    values = rng.normal(size=200)
    assert cells(values, points).tolist() == np.abs(values[:, None] - points).argmin(axis=1).tolist()


def test_the_model_is_asked_in_few_calls():
    fitted = known_model(numbers(), lambda rows: rows["x"])
    explain_effects(fitted, n_rows=200)
    asked = model_of(fitted)
    assert (asked.n_calls, asked.n_rows) == (4, 200 + 3 * 10 * 200)


def test_the_same_seed_gives_the_same_and_another_one_other_rows():
    fitted = known_model(numbers(), lambda rows: rows["x"] * rows["y"])
    first, again, other = (explain_effects(fitted, n_rows=50, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert repr(first) == "Effects of x, y, z on the amount over 50 held-out rows."
    assert repr(first.of("z")) == f"Effect of 'z': {first.of('z').points[0].mean:.3g} at 0 to " + (
        f"{first.of('z').points[0].mean:.3g} at 0, flat."
    )


def test_one_held_out_row_has_no_limits():
    points = explain_effects(known_model(numbers(100), lambda rows: rows["x"], n_test=1)).of("x").points
    assert np.isnan([points[0].low, points[0].high, points[0].difference_low, *points[0].bands]).all()
    assert points[0].mean == points[0].value


def test_what_cannot_be_is_refused_in_words():
    fitted = known_model(numbers(60), lambda rows: rows["x"])
    for asked, kind, said in [
        ({"columns": "x"}, InputError, "columns is 'x' alone.\nGive a list, even of one: ['x']."),
        (
            {"columns": ["w"]},
            ColumnNotFoundError,
            "Column 'w' is not in the data.\nThe data has 3 columns: x, y, z.",
        ),
        ({"n_points": 0}, InputError, "n_points is 0.\nGive a whole number of 1 or more."),
        ({"n_rows": 1.5}, InputError, "n_rows is 1.5.\nGive a whole number of 1 or more."),
        ({"n_curves": -1}, InputError, "n_curves is -1.\nGive a whole number of 1 or more."),
    ]:
        with pytest.raises(kind) as error:
            explain_effects(fitted, **asked)
        assert str(error.value) == said
    with pytest.raises(InputError) as error:
        explain_effects("model")
    assert str(error.value) == "fitted is text, not a fitted model.\nGive what fit_model returns."
    found = explain_effects(fitted, ["x"])
    with pytest.raises(InputError) as error:
        found.of("x", "yes")
    assert str(error.value) == "output is 'yes'.\nAllowed are: ''."
    with pytest.raises(ColumnNotFoundError):
        found.of("y")


def test_predictions_that_are_no_numbers_are_refused():
    fitted = known_model(numbers(60), lambda rows: np.where(rows["x"] > 8, np.inf, 1.0))
    with pytest.raises(InputError) as error:
        explain_effects(fitted)
    assert str(error.value) == (
        "The model gives infinite or missing predictions, which nothing can explain.\n"
        "Look at its training, or choose another model."
    )


def test_a_model_that_refuses_is_told_with_its_reason():
    def refuses(rows):
        if len(rows) > 300:
            raise ValueError("too many rows")
        return rows["x"]

    with pytest.raises(InputError) as error:
        explain_effects(known_model(numbers(), refuses))
    assert str(error.value) == (
        "The model refuses values of the kind it learned from: too many rows\n"
        "Look at its preparation, or choose another model."
    )


def test_too_few_rows_to_tell_any_value():
    found = explain_effects(known_model(numbers(20), lambda rows: rows["x"]), ["x"])
    assert (found.effects, repr(found)) == ((), "Effects of no column on the amount over 10 held-out rows; 1 left out.")
    assert found.left_out["x"] == "no value of it can be told: each stands for fewer than 11 rows learned from"
    assert tellable(found.fitted, "x") == found.left_out["x"]
