"""Interactions of pairs: of known functions, by brute force, and how often noise passes for one."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import workbench as wb
from workbench.errors import ColumnNotFoundError, InputError, NotEnoughDataError
from workbench.explanation.interactions import _draw, _interaction, explain_interactions

from .known_models import known_model, model_of


def normal(n=1_800, seed=0, columns="abcd"):
    return pd.DataFrame(np.random.default_rng(seed).normal(size=(n, len(columns))), columns=list(columns))


def test_of_a_product_and_a_sum():
    """a times b: its parts alone do nothing, together all; c adds, d does nothing."""
    fitted = known_model(normal(), lambda rows: rows["a"] * rows["b"] + rows["c"])
    found = explain_interactions(fitted, n_columns=4)
    [strongest] = [one for one in found.interactions if one.is_separated]
    assert (strongest.first, strongest.second) == ("a", "b")
    assert found.interactions[0] is strongest
    assert strongest.low < 1 < strongest.high
    assert strongest.share == pytest.approx(1, abs=0.1)
    assert len(found.interactions) == 6
    for one in found.interactions[1:]:
        # Against one background the rest of a sum is 0 but for rounding, which is no finding.
        assert (one.strength, one.low, one.high, one.is_separated) == (0, 0, 0, False)
    assert found.of("c", "a").share == pytest.approx(0, abs=1e-9)
    assert repr(found) == (
        f"Interactions of 6 pairs on the amount: strongest a with b, {strongest.strength:.2g} "
        f"({strongest.low:.2g} to {strongest.high:.2g})."
    )


def test_numbers_are_those_of_the_definition():
    """Written out in loops: mean predictions with some columns of a row, each about its own mean."""

    def function(rows):
        return np.sin(rows["a"]) * rows["b"] + rows["c"] * rows["a"] ** 2 + rows["d"]

    fitted = known_model(normal(400), function, n_test=60)
    found = explain_interactions(fitted, ["a", "b", "c"], n_rows=50, seed=9)
    drawn = _draw(fitted, 50, np.random.default_rng(9))
    assert (drawn.points.shape, drawn.backgrounds.shape) == ((10, 5), (10, 2, 50))
    for first, second in combinations("abc", 2):
        products, squares, wholes = [], [], []
        for batch in range(10):
            rests, boths = [], []
            for half in range(2):
                background = drawn.rows.iloc[drawn.backgrounds[batch, half]]

                def centred(columns, batch=batch, background=background):
                    means = []
                    for point in drawn.points[batch]:
                        mixed = background.copy()
                        for name in columns:
                            mixed[name] = drawn.rows[name].iloc[point]
                        means.append(function(mixed).mean())
                    return np.array(means) - np.mean(means)

                boths.append(centred([first, second]))
                rests.append(boths[-1] - centred([first]) - centred([second]))
            products.append(rests[0] @ rests[1] / 4)
            squares.append(((rests[0] + rests[1]) / 2) @ ((rests[0] + rests[1]) / 2) / 4)
            wholes.append(((boths[0] + boths[1]) / 2) @ ((boths[0] + boths[1]) / 2) / 4)
        one = found.of(first, second)
        assert one.strength**2 == pytest.approx(np.mean(squares))
        assert one.share == pytest.approx(np.clip(np.mean(products) / np.mean(wholes), 0, 1))
        half_width = stats.t.ppf(0.975, 9) * np.std(products, ddof=1) / np.sqrt(10)
        assert one.low**2 == pytest.approx(max(np.mean(products) - half_width, 0))
        half_width = stats.t.ppf(0.975, 9) * np.std(squares, ddof=1) / np.sqrt(10)
        assert one.high**2 == pytest.approx(np.mean(squares) + half_width)
        lowest = np.mean(products) - stats.t.ppf(1 - 0.05 / 6, 9) * np.std(products, ddof=1) / np.sqrt(10)
        assert one.is_separated == (lowest > 0)


def test_rows_and_backgrounds_of_batches_are_their_own():
    fitted = known_model(normal(2_400), lambda rows: rows["a"], n_test=1_000)
    drawn = _draw(fitted, 200, np.random.default_rng(0))
    assert len(np.unique(drawn.points)) == 200
    assert len(np.unique(drawn.backgrounds)) == 1_000
    assert drawn.points.max() < drawn.backgrounds.min()
    few = _draw(known_model(normal(160), lambda rows: rows["a"], n_test=60), 50, np.random.default_rng(0))
    assert few.backgrounds.shape == (10, 2, 50)
    assert all(len(np.unique(one)) == 100 for one in few.backgrounds)


def test_rows_that_belong_together_are_in_one_batch():
    frame = normal(800)
    frame["who"] = np.repeat(np.arange(40), 20)
    halves = [np.random.default_rng(1).permutation(400) + start for start in (0, 400)]
    frame = frame.iloc[np.concatenate(halves)].reset_index(drop=True)
    fitted = known_model(frame, lambda rows: rows["a"], group="who", n_test=400)
    test = fitted.prepared.split.test.frame()
    drawn = _draw(fitted, 400, np.random.default_rng(3))
    whose = test.set_index("a").loc[drawn.rows["a"].iloc[drawn.points.ravel()], "who"].to_numpy().reshape(10, 40)
    assert [len(np.unique(batch)) for batch in whose] == [2] * 10


def test_the_columns_that_count_are_chosen_also_those_that_count_only_together():
    frame = normal(columns="abcdef")
    fitted = known_model(frame, lambda rows: 0.1 * rows["a"] + rows["c"] * rows["e"] + 0.5 * rows["f"])
    assert explain_interactions(fitted, n_columns=3).columns == ("c", "e", "f")
    assert explain_interactions(fitted, n_columns=1).columns == ("c", "e")
    assert explain_interactions(fitted, ["b", "a", "b"]).columns == ("b", "a")


def test_categories_and_missing_values_interact():
    rng = np.random.default_rng(4)
    frame = pd.DataFrame({"word": rng.choice(["x", "y"], 1_200), "number": rng.normal(size=1_200)})
    frame.loc[::5, "number"] = np.nan
    fitted = known_model(frame, lambda rows: np.where(rows["word"] == "x", 1, -1) * rows["number"].fillna(3))
    one = explain_interactions(fitted).of("number", "word")
    truth = frame["number"].fillna(3).std() * np.std(np.where(frame["word"] == "x", 1, -1))
    assert one.low < truth < one.high
    assert one.is_separated


def test_of_several_classes_each_has_its_own():
    def shares(rows):
        first = 1 / (1 + np.exp(-rows["a"] * rows["b"]))
        return np.column_stack([first / 2, (1 - first) / 2, np.full(len(rows), 0.5)])

    fitted = known_model(normal(columns="abc"), shares, task="multiclass", classes=("low", "middle", "high"))
    found = explain_interactions(fitted, ["a", "b"])
    assert [one.output for one in found.interactions] == ["low", "middle", "high"]
    assert found.of("b", "a", "low").strength == pytest.approx(found.of("a", "b", "middle").strength)
    assert found.of("a", "b", "high").strength == 0
    assert np.isnan(found.of("a", "b", "high").share)


def test_trained_trees_show_what_is_in_the_data():
    frame = normal(1_000, seed=5, columns="abc")
    frame["amount"] = np.sign(frame["a"]) * frame["b"] + frame["c"]
    frame["ok"] = np.where(frame["amount"] > 0, "yes", "no")
    data = wb.read_data(frame.drop(columns="amount"), target="ok", favourable="yes")
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "boosted_trees")
    found = explain_interactions(fitted)
    assert found.scale == "probability"
    strongest = found.interactions[0]
    assert ({strongest.first, strongest.second}, strongest.is_separated) == ({"a", "b"}, True)


def test_the_model_is_asked_once_a_column_and_once_a_pair():
    fitted = known_model(normal(3_000), lambda rows: rows["a"])
    explain_interactions(fitted, ["a", "b", "c"], n_rows=200)
    assert (model_of(fitted).n_calls, model_of(fitted).n_rows) == (7, 1_200 + 6 * 200 * 100)


def test_the_more_is_looked_at_the_more_it_takes_to_be_separated():
    """Ten batches whose products are 2.5 standard errors above 0: clear of noise alone, not among a hundred pairs."""
    products = np.linspace(-1, 1, 10)
    products = 2.5 * products.std(ddof=1) / np.sqrt(10) + products - products.mean()
    rest = np.zeros((10, 2, 3))
    rest[:, 0] = products[:, None] * np.array([1, -1, 0])
    rest[:, 1] = np.array([1, -1, 0])
    one, among = (
        _interaction(("a", "b", ""), rest, rest, n_looks=n_looks, rounding=0.0).is_separated for n_looks in (1, 100)
    )
    assert (one, among) == (True, False)


def test_the_same_seed_gives_the_same():
    fitted = known_model(normal(), lambda rows: rows["a"] * rows["b"])
    first, again, other = (explain_interactions(fitted, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_nothing_is_separated_of_a_constant():
    found = explain_interactions(known_model(normal(), lambda rows: np.full(len(rows), 0.3)))
    assert repr(found) == "Interactions of 6 pairs on the amount: none separated from noise."
    assert {one.strength for one in found.interactions} == {0}


@pytest.mark.slow
def test_noise_seldom_passes_for_an_interaction():
    """a, b and c together: in pairs nothing, but against any finite background something."""
    n_false = 0
    for seed in range(200):
        fitted = known_model(normal(3_000, seed), lambda rows: rows["a"] * rows["b"] * rows["c"])
        found = explain_interactions(fitted, ["a", "b", "c"], seed=seed)
        n_false += any(one.is_separated for one in found.interactions)
    assert n_false <= stats.binom.ppf(0.995, 200, 0.05)


@pytest.mark.slow
def test_limits_cover_the_strength_at_least_as_often_as_said():
    n_covered = 0
    for seed in range(200):
        fitted = known_model(normal(3_000, seed), lambda rows: rows["a"] * rows["b"] + rows["b"] * rows["c"])
        one = explain_interactions(fitted, ["a", "b"], seed=seed).of("a", "b")
        n_covered += one.low <= 1 <= one.high
    assert n_covered >= stats.binom.ppf(0.005, 200, 0.93)


def test_what_cannot_be_is_refused_in_words():
    fitted = known_model(normal(120), lambda rows: rows["a"])
    for asked, kind, said in [
        (
            {"columns": ["a"]},
            InputError,
            "An interaction is one of two columns, and there is 1.\nName at least two columns that the model reads.",
        ),
        (
            {"columns": ["a", "w"]},
            ColumnNotFoundError,
            "Column 'w' is not in the data.\nThe data has 4 columns: a, b, c, d.",
        ),
        (
            {"n_rows": 39},
            NotEnoughDataError,
            "Interactions are looked for in 10 batches of at least 4 held-out rows, and 39 rows are given.\n"
            "Hold out more rows, or ask for more: n_rows=….",
        ),
    ]:
        with pytest.raises(kind) as error:
            explain_interactions(fitted, **asked)
        assert str(error.value) == said
    found = explain_interactions(fitted, ["a", "b"])
    with pytest.raises(InputError) as error:
        found.of("a", "c")
    assert str(error.value) == (
        "The pair 'a' and 'c' was not looked at.\n"
        "Name two of: 'a', 'b'; or name others, explain_interactions(…, columns=[…])."
    )
