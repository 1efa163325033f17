"""Saved models: what is read back predicts the same, and what cannot be read back is not written."""

import json
import zipfile
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.calibration import CalibratedClassifierCV
from sklearn.datasets import load_diabetes, load_wine
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

import workbench as wb
from workbench.data.examples import loans
from workbench.errors import InputError
from workbench.modeling.candidates import CANDIDATES
from workbench.modeling.intact import parts_of
from workbench.modeling.saving import read_model, save_model
from workbench.modeling.trusted import load_model
from workbench.preparation.steps.texts import many_values

pytest.importorskip("skops.io")


@pytest.fixture(scope="module")
def prepared():
    """Every kind of step: numbers, a skewed one, categories, many values, dates and words."""
    frame = loans(400, seed=7).frame.assign(
        day=pd.date_range("2020-01-01", periods=400, freq="D"),
        shop=[f"shop{row % 60}" for row in range(400)],
        said=[f"a text of {row} words, {row % 7} more and {row % 11} at the end" for row in range(400)],
    )
    data = wb.read_data(frame, target="approved", favourable="yes", protected=["sex"])
    return wb.prepare_data(wb.split_data(data))


@pytest.fixture(scope="module")
def fitted(prepared):
    return wb.fit_model(prepared, "logistic_regression")


def test_every_kind_of_step_is_in_it(prepared):
    kinds = {type(one).__name__ for one in parts_of(prepared.transformer)}
    assert {"DatetimeEncoder", "StringEncoder", "OneHotEncoder", "StandardScaler"} <= kinds


def of_task(task):
    """Return prepared data of several classes, or of amounts."""
    if task == "multiclass":
        frame = load_wine(as_frame=True).frame
        frame["target"] = frame["target"].map({0: "barolo", 1: "grignolino", 2: "barbera"})
    else:
        frame = load_diabetes(as_frame=True).frame.iloc[:200]
    return wb.prepare_data(wb.split_data(wb.read_data(frame, target="target", task=task)))


PAIRS = [
    pytest.param(one.name, task, marks=[pytest.mark.slow] if one.name == "random_forest" and task != "binary" else [])
    for one in CANDIDATES
    for task in one.tasks
]


@pytest.mark.parametrize(("name", "task"), PAIRS, ids=str)
def test_every_candidate_predicts_the_same_when_it_is_read_back(name, task, prepared, tmp_path):
    fitted = wb.fit_model(prepared if task == "binary" else of_task(task), name)
    saved = save_model(fitted, tmp_path / "model.skops")
    assert saved.findings == ()
    read = read_model(saved.path)
    assert read.findings == ()
    assert (read.task, read.classes, read.columns) == (task, fitted.classes, fitted.prepared.columns)
    frame = fitted.prepared.raw_frame(fitted.prepared.split.test)
    again = read.model.predict(frame) if task == "regression" else read.model.predict_proba(frame)
    np.testing.assert_array_equal(again[:, 1] if task == "binary" else again, fitted.scores)


def test_a_step_that_tells_values_by_their_outcomes_is_read_back(tmp_path):
    frame = pd.DataFrame({"shop": [f"shop {row % 60}" for row in range(400)]})
    model = make_pipeline(many_values(), LogisticRegression()).fit(frame, np.arange(400) % 60 > 20)
    assert save_model(model, tmp_path / "model.skops").findings == ()
    again = load_model(tmp_path / "model.skops")
    np.testing.assert_array_equal(again.predict_proba(frame), model.predict_proba(frame))


@pytest.mark.parametrize("method", ["sigmoid", "isotonic"])
def test_calibrated_models_are_read_back(method, prepared, tmp_path):
    fitted = wb.fit_model(prepared, CalibratedClassifierCV(LogisticRegression(max_iter=500), method=method, cv=2))
    save_model(fitted, tmp_path / "model.skops")
    frame = prepared.raw_frame(prepared.split.test)
    np.testing.assert_array_equal(load_model(tmp_path / "model.skops").predict_proba(frame)[:, 1], fitted.scores)


@pytest.mark.parametrize("model", [Ridge(), RandomForestRegressor(3, random_state=0), IsotonicRegression()])
def test_a_pipeline_that_predicts_amounts_is_read_back(model, tmp_path):
    rows = np.random.default_rng(0).normal(size=(50, 1))
    fitted = make_pipeline(StandardScaler(), model).fit(rows, rows[:, 0] ** 2)
    saved = save_model(fitted, tmp_path / "model.skops")
    assert (saved.task, saved.classes, saved.columns) == ("regression", (), ())
    np.testing.assert_array_equal(load_model(tmp_path / "model.skops").predict(rows), fitted.predict(rows))


def test_a_file_says_what_its_model_was_made_for(fitted, tmp_path):
    saved = save_model(fitted, tmp_path / "model.skops")
    read = read_model(tmp_path / "model.skops")
    assert repr(saved) == repr(read) == "Model file 'model.skops': logistic regression, of 12 columns."
    for one in (saved, read):
        assert (one.task, one.classes, one.threshold, one.seed) == ("binary", fitted.classes, 0.5, 0)
        assert one.favourable == fitted.classes[1] == "yes"
        assert one.columns == fitted.prepared.columns
        assert one.fingerprints["fitted"] == fitted.fingerprint
        assert one.fingerprints["data"] == fitted.prepared.split.data.fingerprint
        assert set(one.versions) == {"python", "notebook-workbench", "scikit-learn", "numpy", "scipy", "skops", "skrub"}
    assert saved.provenance.inputs == (fitted.fingerprint,)


def test_no_row_is_in_the_file_of_a_linear_model(fitted, tmp_path):
    save_model(fitted, tmp_path / "model.skops")
    with zipfile.ZipFile(tmp_path / "model.skops") as archive:
        text = b"".join(archive.read(name) for name in archive.namelist())
    assert b"a text of 17 words" not in text


def test_a_model_of_other_types_is_not_written(prepared, tmp_path):
    model = make_pipeline(FunctionTransformer(np.arcsinh), LogisticRegression(max_iter=500))
    saved = save_model(wb.fit_model(prepared, model), tmp_path / "model.skops")
    [finding] = saved.findings
    assert (finding.code, finding.severity, finding.title) == ("WB317", "caution", "The model is not stored")
    assert finding.why == (
        "It holds types that are not loaded from files here: numpy.arcsinh, "
        "sklearn.preprocessing._function_transformer.FunctionTransformer."
    )
    assert saved.path is None
    assert list(tmp_path.iterdir()) == []
    assert saved.columns == prepared.columns
    assert repr(saved) == "Model of 12 columns, Pipeline, kept in no file. WB317 The model is not stored."


def test_a_model_that_cannot_be_written_down_is_not_written(prepared, tmp_path):
    class Own(LogisticRegression):
        def __reduce__(self):
            raise TypeError("not me")

    saved = save_model(wb.fit_model(prepared, Own(max_iter=500)), tmp_path / "model.skops")
    assert [one.why for one in saved.findings] == ["It cannot be written down: TypeError, not me"]
    assert list(tmp_path.iterdir()) == []


def test_a_model_that_would_predict_otherwise_is_not_written(fitted, tmp_path, monkeypatch):
    def other(content, name):
        model = load(content, name)
        model[-1].coef_ = model[-1].coef_ + 1e-9
        return model

    from workbench.modeling import saving

    load = saving.model_from
    monkeypatch.setattr(saving, "model_from", other)
    saved = save_model(fitted, tmp_path / "model.skops")
    assert [one.why for one in saved.findings] == ["What was written does not predict the same when it is read back."]
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_replaced_unless_asked(fitted, tmp_path):
    target = tmp_path / "model.skops"
    save_model(fitted, target)
    before = target.read_bytes()
    with pytest.raises(InputError) as error:
        save_model(fitted, target)
    assert str(error.value) == (
        f"{str(target)!r} is there already.\nChoose another name, or replace it: save_model(…, overwrite=True)."
    )
    assert target.read_bytes() == before
    save_model(fitted, target, overwrite=True)
    assert list(tmp_path.iterdir()) == [target]


def test_nothing_is_lost_when_writing_fails(fitted, tmp_path, monkeypatch):
    target = tmp_path / "model.skops"
    target.write_bytes(b"what was there")
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(InputError, match="No space left on device"):
        save_model(fitted, target, overwrite=True)
    assert target.read_bytes() == b"what was there"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("name", ["model.pkl", "model.joblib", "model", "model.json"])
def test_other_names_are_refused(name, fitted, tmp_path):
    with pytest.raises(InputError) as error:
        save_model(fitted, tmp_path / name)
    assert str(error.value) == (
        f"path is {str(tmp_path / name)!r}, which does not end in '.skops'.\n"
        "Give such a name: models are stored in skops files, never pickled."
    )


def test_what_does_not_predict_is_refused(prepared, tmp_path):
    given = {"prepared data": prepared, "the class LogisticRegression": LogisticRegression, "text": "model"}
    for called, one in given.items():
        with pytest.raises(InputError) as error:
            save_model(one, tmp_path / "model.skops")
        assert str(error.value) == (
            f"model is {called}, which does not predict.\nGive what fit_model returns, or its pipeline."
        )


def test_a_file_of_the_library_itself_says_nothing_more(fitted, tmp_path):
    import skops.io

    skops.io.dump(fitted.pipeline, tmp_path / "model.skops")
    read = read_model(tmp_path / "model.skops")
    assert [one.code for one in read.findings] == ["WB319"]
    assert (read.task, read.classes, read.title) == (None, (), "Pipeline")
    assert read.columns == fitted.prepared.columns


def test_a_model_that_somebody_brought_keeps_its_own_order_and_names(tmp_path):
    """Its own probabilities have "approved" before "denied"; the data call the columns by other names."""
    rng = np.random.default_rng(0)
    own = pd.DataFrame({"Pay": rng.normal(size=300), "Age": rng.integers(18, 66, 300).astype(float)})
    said = np.where(own.Pay + rng.normal(size=300) > 0, "approved", "denied")
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(own, said)
    data = own.rename(columns=str.lower).assign(good=said)
    split = wb.split_data(wb.read_data(data, target="good", favourable="approved"))
    fitted = wb.Fitted.from_estimator(model, split, columns=["pay", "age"])
    saved = save_model(fitted, tmp_path / "model.skops")
    assert saved.findings == ()
    read = read_model(saved.path)
    assert (read.classes, read.favourable, read.columns) == (("approved", "denied"), "approved", ("Pay", "Age"))
    rows = own.loc[:5, list(read.columns)]
    np.testing.assert_array_equal(read.model.predict_proba(rows), model.predict_proba(rows))


def rewritten(target, change):
    """Change what a file says of its model."""
    with zipfile.ZipFile(target) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    told = json.loads(held["workbench.json"])
    change(told)
    held["workbench.json"] = json.dumps(told).encode()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in held.items():
            archive.writestr(name, content)


def test_other_versions_are_told(fitted, tmp_path):
    target = tmp_path / "model.skops"
    save_model(fitted, target)
    rewritten(target, lambda told: told["versions"].update({"scikit-learn": "1.0.0", "python": "2.7"}))
    [finding] = read_model(target).findings
    assert finding.code == "WB318"
    import sklearn

    assert finding.why == (
        f"A model may predict otherwise with them, or not at all: scikit-learn 1.0.0, here {sklearn.__version__}."
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("task", "multiclass"),
        ("task", "anything"),
        ("task", None),
        ("classes", ["yes"]),
        ("classes", ["yes", "yes"]),
        ("favourable", "maybe"),
        ("favourable", ""),
        ("favourable", ["yes"]),
        ("threshold", 7),
        ("threshold", -0.1),
        ("threshold", 1.0000000000000004),
        ("threshold", "0.5"),
        ("threshold", True),
        ("columns", ["amount"]),
        ("columns", None),
        ("seed", "7"),
        ("title", 3),
        ("versions", {"numpy": 2}),
        ("fingerprints", []),
    ],
)
def test_what_a_file_says_is_not_believed_blindly(name, value, fitted, tmp_path):
    target = tmp_path / "model.skops"
    save_model(fitted, target)
    rewritten(target, lambda told: told.update({name: value}))
    if (name, value) == ("task", "multiclass"):  # two classes, and a threshold, which several have not
        name = "favourable, threshold"
    if (name, value) == ("task", None):
        name = "classes, favourable, threshold"
    if (name, value) == ("task", "anything"):
        name = "task, favourable, threshold"
    with pytest.raises(InputError) as error:
        read_model(target)
    assert str(error.value) == (
        f"What 'model.skops' says of its model does not fit it: {name}.\n"
        "Load the model alone, and say yourself what it is for: load_model('model.skops')."
    )
    assert load_model(target).predict_proba is not None


@pytest.mark.parametrize("threshold", [0.0, 1.0, np.nextafter(1, 2)])
def test_thresholds_at_either_end_are_read_back(threshold, fitted, tmp_path):
    edge = replace(fitted, threshold=float(threshold))
    assert save_model(edge, tmp_path / "model.skops").threshold == threshold
    assert read_model(tmp_path / "model.skops").threshold == threshold


def test_nothing_is_written_of_what_could_not_be_read(fitted, tmp_path):
    with pytest.raises(InputError, match="does not fit it: threshold"):
        save_model(replace(fitted, threshold=7.0), tmp_path / "model.skops")
    assert list(tmp_path.iterdir()) == []


def test_a_threshold_is_for_one_favourable_outcome(prepared, tmp_path):
    given = wb.fit_model(prepared, "logistic_regression", threshold=0.8)
    save_model(given, tmp_path / "model.skops")
    found = read_model(tmp_path / "model.skops")
    split = prepared.split
    turned = wb.read_data(split.data.frame(), target="approved", favourable="no", protected=["sex"])
    assert wb.Fitted.from_estimator(found, split.data).threshold == 0.8
    with pytest.raises(InputError) as error:
        wb.Fitted.from_estimator(found, turned)
    assert str(error.value) == (
        "The threshold 0.8 in 'model.skops' is for 'yes', and in the data 'no' is favourable.\n"
        "Read the data with favourable='yes', or give a threshold for 'no': threshold=."
    )
    other = wb.Fitted.from_estimator(found, turned, threshold=0.2)
    assert other.threshold == 0.2
    one, two = other.scores, wb.Fitted.from_estimator(found, split.data).scores
    np.testing.assert_allclose(one, 1 - two)


def test_a_model_that_is_not_fitted_is_not_written(tmp_path):
    for model in (LogisticRegression(), make_pipeline(StandardScaler(), LogisticRegression())):
        with pytest.raises(InputError) as error:
            save_model(model, tmp_path / "model.skops")
        assert str(error.value) == (
            f"model is a {type(model).__name__} that is not fitted.\n"
            "Fit it, or train it here and save that: fit_model(prepared, model)."
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", [[1, 2], "no", None])
def test_classes_that_are_no_texts_leave_no_favourable_one(value, fitted, tmp_path):
    save_model(fitted, tmp_path / "model.skops")
    rewritten(tmp_path / "model.skops", lambda told: told.update(classes=value))
    with pytest.raises(InputError, match=r"does not fit it: classes, favourable\.\n"):
        read_model(tmp_path / "model.skops")


def test_what_a_file_says_may_be_no_json(fitted, tmp_path):
    target = tmp_path / "model.skops"
    for change in (lambda told: told.clear(), lambda told: told.update(schema="workbench.model/9")):
        save_model(fitted, target, overwrite=True)
        rewritten(target, change)
        with pytest.raises(InputError) as error:
            read_model(target)
        assert str(error.value) == (
            "What 'model.skops' says of its model cannot be read.\nLoad the model alone: load_model('model.skops')."
        )


def test_a_forest_is_read_back(prepared, tmp_path):
    fitted = wb.fit_model(prepared, RandomForestClassifier(3, random_state=0))
    assert save_model(fitted, tmp_path / "a" / "model.skops").path == tmp_path / "a" / "model.skops"
