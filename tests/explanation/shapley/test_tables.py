"""Games of leaves against Shapley's formula, and tables of trees in groups of every size against shap's values."""

from itertools import combinations, product
from math import comb
from types import SimpleNamespace

import numpy as np
import pytest
import shap
from scipy.special import expit
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LogisticRegression

from workbench.explanation.shapley import links, tables
from workbench.explanation.shapley.ensemble import read_ensembles
from workbench.explanation.shapley.request import UnreadableError
from workbench.explanation.shapley.tables import games_of_leaves, table_values


def by_definition(own, frequencies, k):
    """Shapley's formula over every set, for a row of pattern ``own`` against patterns met so often."""

    def worth(known):
        return sum(
            frequency
            for pattern, frequency in enumerate(frequencies)
            if all(((own if player in known else pattern) >> player) & 1 for player in range(k))
        )

    values = []
    for player in range(k):
        others = [one for one in range(k) if one != player]
        values.append(
            sum(
                (worth({*known, player}) - worth(set(known))) / (k * comb(k - 1, size))
                for size in range(k)
                for known in combinations(others, size)
            )
        )
    return values


@pytest.mark.parametrize("k", [1, 2, 3, 5])
def test_a_leaf_is_the_game_of_its_columns(k):
    rng = np.random.default_rng(k)
    frequencies = rng.dirichlet(np.ones(2**k), size=2)
    found = games_of_leaves(frequencies)
    for leaf, own in product(range(2), range(2**k)):
        assert found[leaf, :, own] == pytest.approx(by_definition(own, frequencies[leaf], k), abs=1e-13)


def test_a_leaf_of_many_columns_adds_up_to_rounding():
    frequencies = np.random.default_rng(0).dirichlet(np.full(2**16, 0.1), size=1)
    gained = games_of_leaves(frequencies).sum(axis=1)[0]
    expected = np.where(np.arange(2**16) == 2**16 - 1, 1.0, 0.0) - frequencies[0, -1]
    assert np.abs(gained - expected).max() < 1e-12


@pytest.fixture(scope="module")
def grown():
    rng = np.random.default_rng(5)
    matrix = rng.normal(size=(3_000, 12)).astype(np.float32).astype(np.float64)
    target = matrix[:, 0] * matrix[:, 1] + np.abs(matrix[:, 2]) + matrix[:, 3] * (matrix[:, 4] > 0)
    forest = RandomForestRegressor(3, max_depth=9, max_features=4, random_state=0).fit(matrix, target)
    return SimpleNamespace(matrix=matrix, forest=forest, trees=read_ensembles(forest, 12, 1).trees[0])


@pytest.mark.parametrize("most_bits", [2, 5, 8, 11, 12])
def test_however_leaves_are_put_together_the_values_are_those_of_shap(grown, most_bits, monkeypatch):
    monkeypatch.setattr(tables, "_MOST_BITS", most_bits)
    monkeypatch.setattr(tables, "_ROWS_AT_ONCE", 1_000)
    found = table_values(grown.trees, grown.matrix, None)
    explainer = shap.TreeExplainer(grown.forest, feature_perturbation="tree_path_dependent")
    expected = explainer.shap_values(grown.matrix[980:1_020], check_additivity=False)
    assert found[980:1_020] == pytest.approx(expected, abs=1e-6)
    total = grown.forest.predict(grown.matrix)
    assert np.ptp(total - found.sum(axis=1)) < 1e-9


def test_a_background_stands_for_what_is_not_known_however_leaves_are_put_together(grown, monkeypatch):
    background = grown.matrix[:700]
    found = table_values(grown.trees, grown.matrix, background)
    monkeypatch.setattr(tables, "_MOST_BITS", 2)
    assert found == pytest.approx(table_values(grown.trees, grown.matrix, background), abs=1e-12)
    mean = grown.forest.predict(background).mean()
    assert mean + found.sum(axis=1) == pytest.approx(grown.forest.predict(grown.matrix), abs=1e-9)


@pytest.mark.parametrize(("name", "most"), [("_MOST_CELLS", 1_000), ("_MOST_PLAYERS", 5)])
def test_trees_too_deep_for_tables_are_left_to_the_next_engine_without_a_word(grown, name, most, monkeypatch):
    table_values(grown.trees, grown.matrix[:5], None)
    monkeypatch.setattr(tables, name, most)
    with pytest.raises(UnreadableError) as error:
        table_values(grown.trees, grown.matrix[:5], None)
    assert str(error.value) == ""


def asked_of(scores):
    return SimpleNamespace(scores=scores.reshape(-1, 1), n_outputs=1, fitted=SimpleNamespace(task="binary"))


def test_log_odds_of_many_rows_are_read_back_and_the_extreme_ones_asked_for(grown, monkeypatch):
    model = LogisticRegression().fit(grown.matrix, grown.matrix[:, 0] > 0)
    model.coef_ *= 6 / model.coef_.max()
    summed = model.decision_function(grown.matrix)
    extreme = np.minimum(expit(summed), 1 - expit(summed)) < 1e-6
    assert 0 < extreme[1_000:].sum() < 2_000
    asked = []
    monkeypatch.setattr(
        links, "added_up", lambda one, rows, _: asked.append(len(rows)) or one.decision_function(rows)[:, None]
    )
    scores = model.predict_proba(grown.matrix)[:, 1]
    found = links.said_sums(model, grown.matrix, asked_of(scores))
    assert found[:, 0] == pytest.approx(summed, abs=1e-8)
    assert asked == [1_000 + extreme[1_000:].sum()]
    assert links.said_sums(model, grown.matrix, asked_of(scores**2)) is None
