"""Objects fitted before the split, and code that learns before it."""

import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.compose import make_column_transformer
from sklearn.decomposition import PCA
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    KBinsDiscretizer,
    MinMaxScaler,
    OneHotEncoder,
    PowerTransformer,
    QuantileTransformer,
    RobustScaler,
    SplineTransformer,
    StandardScaler,
    TargetEncoder,
)
from sklearn.tree import DecisionTreeClassifier
from skrub import TableVectorizer

import workbench as wb
from workbench.errors import InputError
from workbench.preparation.leaks.cells import cells_of
from workbench.preparation.leaks.statements import learned_too_early

from .notebooks import BAD, GOOD

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"
FRAME = wb.load_example("loans").frame.head(600).assign(age=lambda one: one.age.astype(float))
DATA = wb.read_data(FRAME, target="approved", favourable="yes", protected=["sex"])
SPLIT = wb.split_data(DATA, seed=7)
NUMBERS, WORDS = ["income", "debt_ratio", "credit_years", "savings", "age"], ["district", "purpose"]

OF_NUMBERS = [
    *(StandardScaler(), MinMaxScaler(), RobustScaler(), SimpleImputer(), KNNImputer(), KBinsDiscretizer(3)),
    *(
        QuantileTransformer(n_quantiles=20),
        PowerTransformer(),
        PCA(2),
        SelectKBest(k=2),
        make_pipeline(SimpleImputer()),
    ),
    *(LogisticRegression(max_iter=2_000), DecisionTreeClassifier(), GaussianNB(), KNeighborsClassifier()),
    *(RandomForestClassifier(3), HistGradientBoostingClassifier(max_iter=3)),
    GridSearchCV(make_pipeline(SimpleImputer(), GaussianNB()), {"simpleimputer__strategy": ["mean", "median"]}),
]
OF_FRAMES = [
    make_pipeline(
        make_column_transformer(
            (make_pipeline(SimpleImputer(strategy="median"), RobustScaler()), NUMBERS),
            (OneHotEncoder(handle_unknown="ignore"), WORDS),
        ),
        LogisticRegression(),
    ),
    make_column_transformer((TargetEncoder(), WORDS), ("passthrough", NUMBERS)),
    make_pipeline(TableVectorizer(numeric=SimpleImputer()), LogisticRegression(max_iter=500)),
]


def rows(data):
    return data.frame(NUMBERS), data.frame([*NUMBERS, *WORDS]), data.outcomes()


def fitted(one, data):
    numbers, frame, outcomes = rows(data)
    if one in OF_FRAMES:
        return one.fit(frame, outcomes)
    takes_missing = isinstance(one, (SimpleImputer, KNNImputer, StandardScaler, MinMaxScaler, GridSearchCV))
    return one.fit(numbers if takes_missing else numbers.fillna(0), outcomes)


def early(leaks):
    return [one for one in leaks.findings if one.code == "WB214"]


@pytest.mark.parametrize("one", [*OF_NUMBERS, *OF_FRAMES], ids=lambda one: type(one).__name__)
def test_what_was_fitted_to_all_rows_is_found_and_to_the_training_rows_not(one):
    [found] = early(wb.find_leaks(SPLIT, fitted=fitted(one, DATA)))
    assert found.severity == "serious"
    assert found.scope == "fitted[0]"
    assert found.title.startswith(f"fitted[0], a {type(one).__name__}, learned from held-out rows: ")
    leaks = wb.find_leaks(SPLIT, fitted=fitted(one, SPLIT.train))
    assert early(leaks) == []
    [check] = [one for one in leaks.checks if one.name == "fitted_early"]
    assert "nothing tells" not in check.detail


def test_the_evidence_is_told():
    [found] = early(wb.find_leaks(SPLIT, fitted=[StandardScaler().fit(DATA.frame(NUMBERS))]))
    assert found.title == (
        "fitted[0], a StandardScaler, learned from held-out rows: "
        "n_samples_seen_ counted 600 rows, and 420 are to learn from"
    )
    assert (found.value, found.threshold, found.n) == (600, 420, 420)
    [found] = early(wb.find_leaks(SPLIT, fitted=[SimpleImputer(strategy="median").fit(DATA.frame(["income"]))]))
    whole, part = FRAME["income"].median(), SPLIT.train.frame()["income"].median()
    assert found.title == (
        "fitted[0], a SimpleImputer, learned from held-out rows: statistics_ is what training and held-out rows "
        f"together teach: {whole:.6g}, the training rows alone {part:.6g}"
    )
    assert (found.value, found.threshold) == (whole, part)


def test_fitted_to_an_array_without_names():
    found = early(
        wb.find_leaks(SPLIT, fitted=SimpleImputer().fit(DATA.frame(DATA.features).select_dtypes("number").to_numpy()))
    )
    assert [one.code for one in found] == ["WB214"]


def test_rows_drawn_anew_or_left_out_are_no_evidence(rng):
    train = SPLIT.train.frame(NUMBERS)
    more = train.iloc[rng.integers(0, len(train), 500)]
    assert early(wb.find_leaks(SPLIT, fitted=[StandardScaler().fit(more), SimpleImputer().fit(train.dropna())])) == []


def test_what_nothing_is_known_of_is_said():
    clusters = FunctionTransformer(validate=True).fit(FRAME[["income"]])
    leaks = wb.find_leaks(SPLIT, fitted=[clusters, SimpleImputer().fit(SPLIT.train.frame(["income"]))])
    assert early(leaks) == []
    [check] = [one for one in leaks.checks if one.name == "fitted_early"]
    assert check.outcome == "not applicable"
    assert check.detail == (
        "2 fitted objects were compared with the same fitted to the training rows alone; "
        "of fitted[0] nothing tells what rows it learned from."
    )


def test_the_knots_of_splines_are_compared():
    splines = SplineTransformer(knots="quantile")
    [found] = early(wb.find_leaks(SPLIT, fitted=splines.fit(DATA.frame(["income"]).fillna(0))))
    assert "bsplines_[0] is what training and held-out rows together teach: " in found.title
    leaks = wb.find_leaks(SPLIT, fitted=splines.fit(SPLIT.train.frame(["income"]).fillna(0)))
    assert [one.outcome for one in leaks.checks if one.name == "fitted_early"] == ["nothing found"]


@pytest.mark.parametrize(
    ("handed", "text"),
    [
        ([5], "fitted[0] is a number, not an estimator."),
        ([StandardScaler().fit([[1.0]]), "x"], "fitted[1] is text, not an estimator."),
        (None, "fitted[0] is None, not an estimator."),
        (StandardScaler, "fitted[0] is the class StandardScaler, not an estimator."),
        ([StandardScaler()], "fitted[0], a StandardScaler, is not fitted."),
        ([make_pipeline(SimpleImputer(), GaussianNB())], "fitted[0], a Pipeline, is not fitted."),
    ],
    ids=["number", "text", "none", "class", "scaler", "pipeline"],
)
@pytest.mark.parametrize("data", [DATA, SPLIT], ids=["data", "split"])
def test_what_is_not_fitted_is_refused(data, handed, text):
    with pytest.raises(InputError) as error:
        wb.find_leaks(data, fitted=handed)
    what_to_do = (
        "Give it after its fit was called, or leave it out."
        if "not fitted" in text
        else "Give fitted transformers, pipelines or models of scikit-learn or skrub."
    )
    assert str(error.value) == f"{text}\n{what_to_do}"


def test_prepared_data_with_another_transformer_is_found():
    prepared = wb.prepare_data(SPLIT)
    assert early(wb.find_leaks(prepared)) == []
    other = wb.Prepared(
        prepared.provenance,
        SPLIT,
        prepared.recipe,
        wb.prepare_data(SPLIT).transformer,
        prepared.columns,
        prepared.sources,
    )
    other.transformer.fit(prepared.raw_frame(DATA), DATA.outcomes())
    [found] = early(wb.find_leaks(other))
    assert found.scope == "prepared"


def test_the_gate_does_not_change_what_is_handed_in():
    scaler = StandardScaler().fit(DATA.frame(NUMBERS))
    before = scaler.mean_.copy()
    wb.find_leaks(SPLIT, fitted=[scaler])
    np.testing.assert_array_equal(scaler.mean_, before)


# Code.


@pytest.mark.parametrize(("kind", "code"), [(kind, code) for kind, codes in BAD.items() for code in codes])
def test_code_that_learns_too_early_is_found_once(kind, code):
    found = [one for one in wb.find_leaks(SPLIT, notebook=code).findings if one.code == "WB215"]
    assert 1 <= len(found) <= 2
    assert {one.severity for one in found} == {"caution" if kind == "number" or "corr(" in code else "serious"}


@pytest.mark.parametrize("code", GOOD)
def test_code_that_splits_first_is_not(code):
    assert learned_too_early(cells_of(code)) == []


@pytest.mark.parametrize(
    "made", ["X.mean(axis=1)", 'X.mean(axis="columns")', "X.mean(1)", "X.max(axis=1)", "np.mean(X, axis=1)"]
)
def test_numbers_of_each_row_are_learned_from_no_other(made):
    code = "X['m'] = {}\nX_train, X_test = train_test_split(X)"
    assert learned_too_early(cells_of(code.format(made))) == []
    assert len(learned_too_early(cells_of(code.format("X.mean(axis=0)")))) == 1


def test_cell_line_and_call_are_named(tmp_path):
    cells = [
        {"cell_type": "markdown", "source": ["# Title"]},
        {
            "cell_type": "code",
            "source": ["%matplotlib inline\n", "!pip install x\n", "df = pd.read_csv('x.csv')\n", "df?\n"],
        },
        {"cell_type": "code", "source": "%%bash\nrm -rf /"},
        {"cell_type": "code", "source": "this is no Python"},
        {"cell_type": "code", "source": ["%%time\n", "scaler = StandardScaler()\n", "X = scaler.fit_transform(df)"]},
        {"cell_type": "code", "source": "a, b = train_test_split(X)"},
    ]
    path = tmp_path / "work.ipynb"
    path.write_text(json.dumps({"cells": cells, "nbformat": 4}))
    leaks = wb.find_leaks(SPLIT, notebook=path)
    [found] = [one for one in leaks.findings if one.code == "WB215"]
    assert found.title == (
        "In cell 5, line 3, scaler.fit_transform(df) learns from all rows, of which some are held out later"
    )
    assert found.scope == "cell 5, line 3"
    [check] = [one for one in leaks.checks if one.name == "code"]
    assert check.detail == (
        "3 cells were followed, and not run; cell 4 cannot be read as Python, "
        "so that it is not known what is done there."
    )


def test_code_that_cannot_be_read_is_not_said_to_be_right(tmp_path):
    [check] = [one for one in wb.find_leaks(SPLIT, notebook="x = (\n").checks if one.name == "code"]
    assert check.outcome == "not applicable"
    assert check.detail == "The code cannot be read as Python, so that it is not known what it does."
    path = tmp_path / "work.ipynb"
    sources = ["x = 1", "x = (", "y = )"]
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": one} for one in sources]}))
    [check] = [one for one in wb.find_leaks(SPLIT, notebook=path).checks if one.name == "code"]
    assert check.outcome == "not applicable"
    assert check.detail == (
        "1 cell was followed, and not run; cells 2, 3 cannot be read as Python, "
        "so that it is not known what is done there."
    )


def test_code_is_never_run(tmp_path):
    mark = tmp_path / "mark"
    wb.find_leaks(SPLIT, notebook=f"open({str(mark)!r}, 'w').write('x')\n__import__('os').remove('/nowhere')")
    assert not mark.exists()


@pytest.mark.parametrize(
    "code",
    [
        "",
        "\x00",
        "def f(): return f()\nf()",
        "a, (b, *c) = train_test_split(x)\nd[0].e = b",
        "for i in range(3):\n    x = i\nelse:\n    pass\nwhile x:\n    x -= 1",
        "try:\n    x = 1\nexcept E as e:\n    raise\nfinally:\n    del x",
        "match x:\n    case [a, *_]:\n        y = a\n    case _:\n        y = 0",
        "class A:\n    def fit(self): self.x = 1\nA().fit()",
        "x: int\ny: int = 1\ny += x\nasync def f(): await g()\nwith open(p) as f, g() as (a, b): pass",
        "lambda a, *b, **c: (yield)\n{**a, 'b': [*c]}\nf(*a, **b)\nx[1:2, ...]\nf'{x!r:>{w}}'\n(y := x)",
        "a.b.c.d().e[f].g = h",
        "x = " + "(" * 80 + "1" + ")" * 80,
        "x = " + "+".join(["y"] * 3_000),
        "global x\nnonlocal_ = 1\nassert x, y\nimport a.b as c\nfrom . import d\nfrom e import *",
    ],
)
def test_any_code_can_be_followed(code):
    leaks = wb.find_leaks(SPLIT, notebook=code + "\n")
    assert [one for one in leaks.findings if one.code == "WB215"] == []


def test_what_was_learned_of_another_table_does_not_count():
    code = "s = StandardScaler().fit(other)\nX_train, X_test = train_test_split(X)\nX_test = s.transform(X_test)"
    assert learned_too_early(cells_of(code)) == []


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("none.ipynb", None, "notebook {path!r} cannot be read: No such file or directory."),
        ("bytes.py", b"\xff\xfe\x00", "notebook {path!r} cannot be read: it is no text in UTF-8."),
        ("odd.ipynb", b"[1]", "notebook {path!r} is no notebook in version 4 of the format."),
        ("old.ipynb", b'{"worksheets": []}', "notebook {path!r} is no notebook in version 4 of the format."),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(tmp_path, name, content, text):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as error:
        wb.find_leaks(SPLIT, notebook=str(path))
    what_to_do = (
        "Open it in JupyterLab and save it again."
        if "version 4" in text
        else "Give the path of a notebook or script, or the code as text."
    )
    assert str(error.value) == f"{text.format(path=str(path))}\n{what_to_do}"


def test_a_notebook_is_a_path_or_text():
    with pytest.raises(InputError) as error:
        wb.find_leaks(SPLIT, notebook=3)
    assert str(error.value) == (
        "notebook is a number, neither text nor a Path.\nGive the path of a notebook or script, or the code as text."
    )


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_the_bundled_notebooks_split_first(path):
    assert learned_too_early(cells_of(path)) == []
