"""Walks through deep trees against Shapley's formula, against tables and against shap."""

from itertools import combinations
from math import comb
from types import SimpleNamespace

import numpy as np
import pytest
import shap
from sklearn.ensemble import ExtraTreesClassifier, RandomForestRegressor

from workbench.explanation.shapley import paths
from workbench.explanation.shapley.ensemble import read_ensembles, woodelf_values
from workbench.explanation.shapley.paths import flat_forest, flat_nodes, path_values
from workbench.explanation.shapley.request import UnreadableError
from workbench.explanation.shapley.tables import table_values

PLAYERS = [0, 3, 0, 1, 3, 0]  # the third original column is not read


@pytest.fixture(scope="module")
def grown():
    rng = np.random.default_rng(5)
    matrix = rng.normal(size=(800, 6)).round(1).astype(np.float32).astype(np.float64)
    target = matrix[:, 0] * matrix[:, 1] + np.abs(matrix[:, 2]) + matrix[:, 3] * (matrix[:, 4] > 0)
    matrix[rng.random(matrix.shape) < 0.05] = np.nan
    forest = RandomForestRegressor(3, max_features=3, random_state=0).fit(matrix, target)
    assert max(one.get_depth() for one in forest.estimators_) > 12
    nodes = read_ensembles(forest, 6, 1).trees[0]
    return SimpleNamespace(matrix=matrix, forest=forest, nodes=nodes, trees=flat_forest(forest, 0))


def expected_of(trees, row, known):
    """What the trees say where some columns are known, and training rows decide the other splits."""

    def below(tree, node):
        left, right = tree.children_left[node], tree.children_right[node]
        if left < 0:
            return tree.value[node].ravel()[0]
        if tree.feature[node] in known:
            value = row[tree.feature[node]]
            leads = tree.missing_go_to_left[node] if np.isnan(value) else value <= tree.threshold[node]
            return below(tree, left if leads else right)
        share = tree.weighted_n_node_samples[left] / tree.weighted_n_node_samples[node]
        return share * below(tree, left) + (1 - share) * below(tree, right)

    return np.mean([below(one.tree_, 0) for one in trees])


def by_definition(worth, players):
    n_players = max(players) + 1
    values = np.zeros(n_players)
    for one in range(n_players):
        others = [other for other in range(n_players) if other != one]
        for size in range(n_players):
            for chosen in combinations(others, size):
                gain = worth({*chosen, one}) - worth(set(chosen))
                values[one] += gain / (n_players * comb(n_players - 1, size))
    return values


@pytest.mark.parametrize("players", [list(range(6)), PLAYERS], ids=["alone", "joined"])
def test_values_by_training_rows_are_those_of_the_definition(grown, players):
    rows = grown.matrix[:3]
    found = path_values(grown.trees, rows, None, players=players)
    for place, row in enumerate(rows):

        def worth(known, row=row):
            columns = {at for at, player in enumerate(players) if player in known}
            return expected_of(grown.forest.estimators_, row, columns)

        assert found[place] == pytest.approx(by_definition(worth, players), abs=1e-12)


@pytest.mark.parametrize("players", [list(range(6)), PLAYERS], ids=["alone", "joined"])
def test_values_against_a_background_are_those_of_the_definition(grown, players):
    rows, background = grown.matrix[:3], grown.matrix[100:140]
    found = path_values(grown.trees, rows, background, players=players)
    for place, row in enumerate(rows):

        def worth(known, row=row):
            mixed = np.where(np.isin(players, sorted(known)), row, background)
            return grown.forest.predict(mixed).mean()

        assert found[place] == pytest.approx(by_definition(worth, players), abs=1e-12)


@pytest.mark.parametrize("players", [None, PLAYERS], ids=["alone", "joined"])
@pytest.mark.parametrize("has_background", [False, True])
def test_walks_tables_and_woodelf_agree_however_rows_are_parted(grown, players, has_background, monkeypatch):
    background = grown.matrix[300:370] if has_background else None
    whole = path_values(grown.trees, grown.matrix[:150], background, players=players)
    monkeypatch.setattr(paths, "_ROWS_AT_ONCE", 64)
    monkeypatch.setattr(paths, "_BACKGROUND_AT_ONCE", 32)
    parted = path_values(flat_nodes(grown.nodes), grown.matrix[:150], background, players=players)
    assert parted == pytest.approx(whole, abs=1e-12)
    tables = table_values(grown.nodes, grown.matrix[:150], background, players=players)
    assert tables == pytest.approx(whole, abs=1e-12)
    places = None if players is None else np.array(players)
    theirs = woodelf_values(grown.nodes, grown.matrix[:150], background, places)
    assert theirs == pytest.approx(whole, abs=1e-5)  # it computes in single precision


def test_alone_the_values_are_those_of_shap_also_of_probabilities(grown):
    matrix = np.nan_to_num(grown.matrix)
    target = np.digitize(matrix[:, 0] * matrix[:, 1], [-0.3, 0.3])
    forest = ExtraTreesClassifier(4, random_state=0).fit(matrix, target)
    theirs = shap.TreeExplainer(forest, feature_perturbation="tree_path_dependent")
    expected = theirs.shap_values(matrix[:20], check_additivity=False)
    for place in range(3):
        trees = flat_forest(forest, place)
        assert path_values(trees, matrix[:20], None) == pytest.approx(expected[:, :, place], abs=1e-6)
        assert sum(one.mean() for one in trees) == pytest.approx(theirs.expected_value[place], abs=1e-9)


def test_a_tree_without_a_split_and_a_player_of_no_split_get_nothing(grown):
    forest = RandomForestRegressor(2, random_state=0).fit(grown.matrix, np.full(800, 3.0))
    trees = flat_forest(forest, 0)
    for background in (None, grown.matrix[:5]):
        assert path_values(trees, grown.matrix[:2], background).tolist() == np.zeros((2, 6)).tolist()
        assert path_values(grown.trees, grown.matrix[:2], background, players=PLAYERS)[:, 2].tolist() == [0, 0]


def test_trees_that_cannot_be_walked_through_are_refused_with_the_reason(grown):
    with pytest.raises(UnreadableError) as error:
        path_values(grown.trees, np.zeros((1, 64)), None)
    assert str(error.value) == "its trees read more than 63 columns"
    unknown = [one._replace(cover=np.full_like(one.cover, np.nan)) for one in grown.trees]
    with pytest.raises(UnreadableError) as error:
        path_values(unknown, grown.matrix[:1], None)
    assert str(error.value) == "it is not known how many training rows passed each branch"
    assert path_values(unknown, grown.matrix[:1], grown.matrix[:9]).shape == (1, 6)
