"""Model files: what is not in our list is not loaded, whatever the file or the library says of it."""

import io
import json
import pickle
import zipfile

import numpy as np
import pandas as pd
import pytest
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

import workbench as wb
from workbench.data.examples import loans
from workbench.errors import InputError
from workbench.modeling.trusted import TRUSTED, load_model

skops = pytest.importorskip("skops.io")


@pytest.fixture(scope="module")
def prepared():
    example = loans(400, seed=7)
    return wb.prepare_data(wb.split_data(wb.read_data(example.frame, **example.roles)))


@pytest.mark.parametrize("model", ["boosted_trees", "logistic_regression", RandomForestClassifier(3, random_state=0)])
def test_a_fitted_pipeline_survives(model, prepared, tmp_path):
    fitted = wb.fit_model(prepared, model)
    skops.dump(fitted.pipeline, tmp_path / "model.skops")
    loaded = load_model(tmp_path / "model.skops")
    frame = prepared.raw_frame(prepared.split.test)
    np.testing.assert_array_equal(loaded.predict_proba(frame)[:, 1], fitted.scores)


def test_types_that_nobody_looked_at_are_listed(tmp_path):
    skops.dump([FunctionTransformer(np.exp), DummyClassifier()], tmp_path / "model.skops")
    with pytest.raises(InputError) as error:
        load_model(tmp_path / "model.skops")
    assert str(error.value) == (
        "'model.skops' holds types that are not loaded from files here: numpy.exp, "
        "sklearn.preprocessing._function_transformer.FunctionTransformer.\n"
        "If you trust who wrote it, load it yourself, and give what you loaded: verify_report(…, model=pipeline)."
    )


@pytest.mark.parametrize("reads", ["filename", "file"])
def test_texts_are_not_taken_for_names_of_files(reads, tmp_path):
    words = make_pipeline(TfidfVectorizer(), DummyClassifier()).fit(["a text", "another"], [0, 1])
    words[0].input = reads
    skops.dump(words, tmp_path / "model.skops")
    with pytest.raises(InputError) as error:
        load_model(tmp_path / "model.skops")
    assert str(error.value) == (
        f"'model.skops' holds a TfidfVectorizer that reads files by their names, input='{reads}'.\n"
        "Only texts themselves are read here: input='content'."
    )


def test_texts_in_a_step_of_a_recipe_are_looked_at_too(tmp_path):
    texts = [f"a text of {row} words and {row % 7} more" for row in range(100)]
    frame = pd.DataFrame({"y": ["yes", "no"] * 50, "text": texts})
    prepared = wb.prepare_data(wb.split_data(wb.read_data(frame, target="y", favourable="yes")))
    fitted = wb.fit_model(prepared, "logistic_regression")
    skops.dump(fitted.pipeline, tmp_path / "model.skops")
    assert load_model(tmp_path / "model.skops").predict_proba(prepared.raw_frame(prepared.split.test)).shape == (30, 2)
    [encoder] = prepared.transformer.named_transformers_["texts: text"].transformers_.values()
    encoder.vectorizer_.input = "filename"
    skops.dump(fitted.pipeline, tmp_path / "other.skops")
    with pytest.raises(InputError, match="reads files by their names"):
        load_model(tmp_path / "other.skops")


@pytest.mark.parametrize("loader", ["OperatorFuncNode", "MethodNode", "FunctionNode", "PartialNode", None])
def test_loaders_that_call_by_name_are_refused(loader, tmp_path):
    content = skops.dumps(DummyClassifier())
    target = tmp_path / "model.skops"
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(target, "w") as after:
        schema = json.loads(before.read("schema.json"))
        schema["__loader__"] = loader
        after.writestr("schema.json", json.dumps(schema))
    with pytest.raises(InputError, match=r"are not loaded from files here: sklearn\.dummy\.DummyClassifier"):
        load_model(target)


@pytest.mark.parametrize("suffix", ["pkl", "pickle", "joblib"])
def test_pickled_files_are_refused_unread(suffix, tmp_path):
    class Bomb:
        def __reduce__(self):
            return (pytest.fail, ("it was loaded",))

    target = tmp_path / f"model.{suffix}"
    target.write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(InputError) as error:
        load_model(target)
    assert str(error.value) == (
        f"'model.{suffix}' is a pickled file, and loading one runs whatever its writer put into it.\n"
        "Save the model with skops instead: skops.io.dump(fitted.pipeline, 'model.skops')."
    )


def test_other_files_are_named_errors(tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"")
    (tmp_path / "model.skops").write_bytes(b"no zip")
    (tmp_path / "line.skops").write_bytes(skops.dumps({"a": 1}))
    save = "Save the model with skops: skops.io.dump(fitted.pipeline, 'model.skops')."
    absent = str(tmp_path / "none.skops")
    for name, text in (
        ("model.onnx", f"'model.onnx' ends in '.onnx', which is no kind of model file known here.\n{save}"),
        ("model.skops", f"'model.skops' is no skops file, or is damaged.\n{save}"),
        ("none.skops", f"{absent!r} cannot be read: No such file or directory.\nName a model's file."),
        (
            "line.skops",
            "'line.skops' holds a dict, which has no predict_proba.\n"
            "Give the fitted pipeline: skops.io.dump(fitted.pipeline, 'model.skops').",
        ),
    ):
        with pytest.raises(InputError) as error:
            load_model(tmp_path / name)
        assert str(error.value) == text


def test_a_damaged_file_is_a_named_error(prepared, tmp_path):
    target = tmp_path / "model.skops"
    with (
        zipfile.ZipFile(io.BytesIO(skops.dumps(prepared.transformer))) as before,
        zipfile.ZipFile(target, "w") as after,
    ):
        after.writestr("schema.json", before.read("schema.json"))
    with pytest.raises(InputError, match=r"^'model.skops' cannot be loaded: KeyError"):
        load_model(target)


def test_nothing_in_the_list_reads_files_or_runs_code():
    """Classes that take a function, a module or a path have no place in it."""
    assert not {name for name in TRUSTED if "Function" in name or name.split(".")[0] in {"os", "joblib", "functools"}}
    assert f"{LinearRegression.__module__}.LinearRegression" not in TRUSTED
