"""Models whose numbers lead out of their own arrays are not used: compiled code would follow them anywhere."""

import numpy as np
import pytest
from sklearn.ensemble import (
    AdaBoostRegressor,
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
)
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeRegressor

from workbench.modeling.boosters import problem_of_lightgbm, problem_of_schema
from workbench.modeling.intact import problem_of
from workbench.modeling.xgboosters import problem_of_bytes, problem_of_xgboost

lightgbm = pytest.importorskip("lightgbm")
xgboost = pytest.importorskip("xgboost")

ROWS = np.random.default_rng(0).normal(size=(300, 4))
CODES = np.column_stack([ROWS[:, 0], np.arange(300) % 9])
OUTCOMES = (ROWS[:, 0] + ROWS[:, 1] > 0).astype(int)
CLASSES = np.digitize(ROWS[:, 0], [-0.5, 0.5])


def with_nodes(tree, **changed):
    """Return a tree of scikit-learn's with other nodes: {field: (place, value)}."""
    state = tree.__getstate__()
    nodes = state["nodes"].copy()
    for field, (place, value) in changed.items():
        nodes[field][place] = value
    tree.__setstate__(state | {"nodes": nodes})


@pytest.mark.parametrize(
    "model",
    [
        DecisionTreeRegressor(max_depth=1),
        RandomForestClassifier(3, random_state=0),
        GradientBoostingClassifier(n_estimators=3),
        AdaBoostRegressor(n_estimators=3, random_state=0),
        HistGradientBoostingClassifier(max_iter=3),
        KNeighborsClassifier(algorithm="kd_tree"),
        SVC(),
        lightgbm.LGBMClassifier(n_estimators=3, verbose=-1),
        xgboost.XGBClassifier(n_estimators=3),
    ],
    ids=lambda model: type(model).__name__,
)
@pytest.mark.parametrize("target", [OUTCOMES, CLASSES], ids=["two", "three"])
def test_nothing_is_wrong_with_what_was_fitted(model, target):
    assert problem_of(make_pipeline(StandardScaler(), model).fit(ROWS, target)) == ""


def test_sets_of_categories_are_fine():
    model = HistGradientBoostingRegressor(max_iter=3, categorical_features=[1]).fit(CODES, CODES[:, 1] % 3)
    assert (model._predictors[0][0].nodes["is_categorical"] > 0).any()
    assert problem_of(model) == ""


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"left_child": (0, 10**9)}, "leads nowhere, or back"),
        ({"right_child": (0, -7)}, "leads nowhere, or back"),
        ({"right_child": (0, 0)}, "leads nowhere, or back"),
        ({"feature": (0, 4)}, "asks for a column that is not there"),
        ({"feature": (0, -5)}, "asks for a column that is not there"),
    ],
)
@pytest.mark.parametrize("kind", [RandomForestClassifier, GradientBoostingClassifier])
def test_trees_that_lead_elsewhere(kind, changed, told):
    model = kind(n_estimators=2, random_state=0).fit(ROWS, OUTCOMES)
    with_nodes(np.ravel(model.estimators_)[1].tree_, **changed)
    assert told in problem_of({"held": [model]})


def test_a_tree_with_more_nodes_than_it_brings():
    model = DecisionTreeRegressor(max_depth=2).fit(ROWS, OUTCOMES)
    model.tree_.__setstate__(model.tree_.__getstate__() | {"node_count": 10**6})
    assert problem_of(model) == "DecisionTreeRegressor has a tree with more nodes than there are"


def test_a_forest_that_says_it_reads_fewer_columns_than_its_trees():
    model = RandomForestClassifier(2, random_state=0).fit(ROWS, OUTCOMES)
    model.n_features_in_ = 1
    assert problem_of(model) == "RandomForestClassifier has a tree that asks for a column that is not there"
    model.n_features_in_ = None
    assert problem_of(model) == "RandomForestClassifier does not say how many columns it reads"


def test_rounds_of_more_trees_than_said():
    model = GradientBoostingClassifier(n_estimators=2).fit(ROWS, CLASSES)
    model.n_trees_per_iteration_ = 1
    assert problem_of(model) == "GradientBoostingClassifier has another number of trees a round than it says"
    model = HistGradientBoostingClassifier(max_iter=2).fit(ROWS, CLASSES)
    model._predictors[1].pop()
    assert problem_of(model) == "HistGradientBoostingClassifier has another number of trees a round than it says"


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("left", 10**6, "has a tree with a node that leads nowhere, or back"),
        ("right", 0, "has a tree with a node that leads nowhere, or back"),
        ("feature_idx", 2, "has a tree that asks for a column that is not there"),
        ("bitset_idx", 50, "has a tree that asks for a set of categories that is not there"),
        ("is_categorical", 1, "has a tree that asks for a set of categories that is not there"),
    ],
)
def test_histogram_trees_that_lead_elsewhere(field, value, told):
    model = HistGradientBoostingRegressor(max_iter=2, categorical_features=[1]).fit(
        CODES, CODES[:, 1] % 3 + CODES[:, 0]
    )
    nodes = model._predictors[0][0].nodes
    of_sets = nodes["is_categorical"] > 0
    chosen = of_sets if field == "bitset_idx" else ~of_sets & (nodes["is_leaf"] == 0)
    nodes[field][np.flatnonzero(chosen)[0]] = value
    assert problem_of(model) == f"HistGradientBoostingRegressor {told}"


def test_histogram_trees_without_bins_of_their_columns():
    model = HistGradientBoostingRegressor(max_iter=2).fit(ROWS, OUTCOMES)
    model._bin_mapper.is_categorical_ = model._bin_mapper.is_categorical_[:2]
    assert problem_of(model) == "HistGradientBoostingRegressor has another number of columns than it says"
    del model._bin_mapper
    assert problem_of(model) == "HistGradientBoostingRegressor lacks what it needs to predict: KeyError"


def test_neighbours_and_support_vectors_that_are_not_there():
    model = KNeighborsClassifier(algorithm="kd_tree").fit(ROWS, OUTCOMES)
    np.asarray(model._tree.get_arrays()[1])[0] = 10**7
    assert problem_of(model) == "KDTree has neighbours that are not there"
    model = SVC().fit(ROWS, OUTCOMES)
    model._n_support = model._n_support + 5
    assert problem_of(model) == "SVC has support vectors that are not there"


@pytest.fixture(scope="module")
def text():
    model = lightgbm.LGBMClassifier(n_estimators=2, verbose=-1, min_child_samples=5)
    model.fit(CODES, CODES[:, 1] % 2, categorical_feature=[1])
    return model.booster_.model_to_string(num_iteration=-1)


def replaced(text, name, value, *, place=0):
    """Return a booster's text with another value in its first tree, and the tree's size told right."""
    start = text.index("\nTree=0\n") + 1
    size = int(text.split("tree_sizes=")[1].split()[0])
    block = text[start : start + size]
    line = next(line for line in block.split("\n") if line.startswith(f"{name}="))
    values = line.split("=")[1].split(" ")
    values[place] = value
    changed = block.replace(line, f"{name}={' '.join(values)}")
    text = text.replace(block, changed)
    return text.replace(f"tree_sizes={size} ", f"tree_sizes={len(changed)} ")


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("left_child", "5000", "leads nowhere, or back"),
        ("right_child", "0", "leads nowhere, or back"),
        ("left_child", "-5000", "leads nowhere, or back"),
        ("split_feature", "2", "asks for a column that is not there"),
        ("split_feature", "-1", "asks for a column that is not there"),
        ("threshold", "77", "asks for a set of categories that is not there"),
        ("cat_boundaries", "1", "asks for a set of categories that is not there"),
        ("is_linear", "1", "has no leaves, or models in them"),
        ("num_leaves", "900", "has another number of leaves than it says"),
    ],
)
def test_trees_of_a_text_that_lead_elsewhere(text, name, value, told):
    assert problem_of_lightgbm(replaced(text, name, value)) == f"has a tree that {told}"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("tree_sizes=", "tree_sizes=9", "has trees of other sizes than it says"),
        ("num_class=1", "num_class=2", "has another number of trees a round than it says"),
        ("objective=binary sigmoid:1", "objective=custom", "has an objective or columns that are not known here"),
        ("max_feature_idx=1", "max_feature_idx=100000", "has an objective or columns that are not known here"),
        ("num_class=1", "num_class=1\nnum_class=1", "lacks what it needs to predict: ValueError"),
        ("max_feature_idx=1", "max_feature_idx=1_1", "lacks what it needs to predict: ValueError"),
        ("end of trees", "", "has trees of other sizes than it says"),
        ("\nTree=0\n", "\n\0Tree=0\n", "is no text"),
    ],
)
def test_headers_of_a_text_that_do_not_fit(text, old, new, told):
    assert problem_of_lightgbm(text) == ""
    assert problem_of_lightgbm(text.replace(old, new, 1)) == told


def test_texts_hidden_in_a_file(text):
    fine = {"__loader__": "JsonNode", "content": __import__("json").dumps(text), "__id__": 1}
    bad = {"__loader__": "JsonNode", "content": '"no trees"', "__id__": 1}
    assert problem_of_schema({"content": {"_handle": fine}}) == ""
    assert problem_of_schema({"content": {"_handle": bad}}).startswith("Booster lacks what it needs")
    assert problem_of_schema([bad, {"content": {"_handle": fine}}]) == "gives two objects the same number"
    array = {"__loader__": "NdArrayNode", "file": "1.npy", "__id__": 2}
    stored = {"__loader__": "BytearrayNode", "file": "1.bin", "__id__": 2}
    assert problem_of_schema({"content": {"handle": stored}}) == ""
    assert problem_of_schema([array, {"content": {"handle": stored}}]) == "gives two objects the same number"
    assert (
        problem_of_schema({"content": {"_handle": {"__loader__": "NdArrayNode"}}})
        == "holds no text where a LightGBM booster has to be one"
    )
    hidden = {"__loader__": "JsonNode", "content": '{"_handle": "no trees"}'}
    assert problem_of_schema(hidden) == "hides objects in what should be a number or a text"
    given = {"content": {"_other_params": {"content": {"predict_disable_shape_check": {}}}}}
    assert problem_of_schema(given) == "gives LightGBM settings that are not known here: predict_disable_shape_check"


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("left_children", 10**6, "leads nowhere, or back"),
        ("right_children", 0, "leads nowhere, or back"),
        ("split_indices", 4, "asks for a column that is not there"),
        ("parents", 1, "has a node whose parent is another"),
        ("split_type", 1, "has sets of categories, which are not looked at here"),
    ],
)
def test_xgboost_trees_that_lead_elsewhere(field, value, told):
    class Rewritten(type(xgboost.Booster())):
        """A booster that writes down other numbers than it has."""

        def save_raw(self, raw_format="json"):
            import json

            whole = json.loads(bytes(super().save_raw(raw_format)))
            whole["learner"]["gradient_booster"]["model"]["trees"][1][field][0] = value
            return json.dumps(whole).encode()

    Rewritten.__module__ = "xgboost.core"
    booster = xgboost.XGBClassifier(n_estimators=2).fit(ROWS, OUTCOMES).get_booster()
    assert problem_of_xgboost(booster) == ""
    booster.__class__ = Rewritten
    assert problem_of_xgboost(booster) == f"has a tree that {told}"


def test_other_boosters_of_xgboost_are_not_looked_at_so_not_used():
    model = xgboost.XGBClassifier(n_estimators=2, booster="gblinear").fit(ROWS, OUTCOMES)
    assert problem_of(model) == "Booster is no set of trees for one target"


@pytest.fixture(scope="module")
def document():
    booster = xgboost.XGBClassifier(n_estimators=2, max_depth=3).fit(ROWS, OUTCOMES).get_booster()
    return bytes(booster.__getstate__()["handle"])


def with_number(document, name, value):
    """Return a booster's bytes with another first number in its first array of that name."""
    start = document.index(name.encode() + b"[$l#L") + len(name) + 5 + 8
    return document[:start] + value.to_bytes(4, "big", signed=True) + document[start + 4 :]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("left_children", 10**6, "leads nowhere, or back"),
        ("left_children", -1, "leads nowhere, or back"),
        ("right_children", 0, "leads nowhere, or back"),
        ("right_children", 1, "has a node whose parent is another"),
        ("split_indices", 4, "asks for a column that is not there"),
        ("parents", 0x0DFFFFFF, "has a node whose parent is another"),
    ],
)
def test_bytes_of_xgboost_whose_trees_lead_elsewhere(name, value, told, document):
    assert problem_of_bytes(document) == ""
    assert problem_of_bytes(with_number(document, name, value)) == f"has a tree that {told}"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b"{L", b"{l", "is no document that XGBoost writes"),
        (b"Config{", b"Konfig{", "is no document that XGBoost writes"),
        (b"parents[$l", b"pedigre[$l", "lacks what it needs to predict: KeyError"),
        (b"parents[$l#L\0", b"parents[$l#L\x7f", "lacks what it needs to predict: ValueError"),
        (b"parents[$l#L\0", b"parents[$l#L\xff", "lacks what it needs to predict: ValueError"),
        (b"parents[$l", b"parents[$X", "lacks what it needs to predict: KeyError"),
        (b"split_indices", b"left_children", "lacks what it needs to predict: ValueError"),
        (b"num_featureSL\0\0\0\0\0\0\0\x014", b"num_featureSL\0\0\0\0\0\0\0\x015", "is configured as another"),
    ],
)
def test_bytes_of_xgboost_that_are_not_read(old, new, told, document):
    assert old in document
    assert problem_of_bytes(document.replace(old, new, 1)).startswith(told)


def test_cut_and_nested_bytes_of_xgboost_are_not_read(document):
    for end in (0, 1, 2, 30, len(document) // 2, len(document) - 1):
        assert problem_of_bytes(document[:end]) != ""
    assert problem_of_bytes(document + b"}") == "is no document that XGBoost writes"
    nested = b"{L" + (1).to_bytes(8, "big") + b"a" + (b"[#L" + (1).to_bytes(8, "big")) * 10_000
    assert problem_of_bytes(nested) == "lacks what it needs to predict: ValueError"
