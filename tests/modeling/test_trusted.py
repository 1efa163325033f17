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
        "Save the model with skops instead: wb.save_model(fitted, 'model.skops')."
    )


def test_other_files_are_named_errors(tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"")
    (tmp_path / "model.skops").write_bytes(b"no zip")
    (tmp_path / "line.skops").write_bytes(skops.dumps({"a": 1}))
    save = "Save the model with skops: wb.save_model(fitted, 'model.skops')."
    absent = str(tmp_path / "none.skops")
    for name, text in (
        ("model.onnx", f"'model.onnx' ends in '.onnx', which is no kind of model file known here.\n{save}"),
        ("model.skops", f"'model.skops' is no skops file, or is damaged.\n{save}"),
        ("none.skops", f"{absent!r} cannot be read: No such file or directory.\nName a model's file."),
        (
            "line.skops",
            "'line.skops' holds a dict, which has neither predict_proba nor predict.\n"
            "Save the fitted model: wb.save_model(fitted, 'model.skops').",
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
    assert not {name for name in TRUSTED if "Stacking" in name}  # calls methods that the file names


def test_every_type_in_the_list_is_there():
    """A name that nothing has would be a hole for whoever comes to own it."""
    import importlib

    optional = {"lightgbm", "xgboost"}
    for name in sorted(TRUSTED):
        module, _, kind = name.rpartition(".")
        if module.split(".")[0] in optional:
            pytest.importorskip(module.split(".")[0])
        try:
            assert hasattr(importlib.import_module(module), kind), name
        except ModuleNotFoundError:
            assert module == "sklearn.frozen._frozen", module  # since scikit-learn 1.6


@pytest.mark.parametrize("kind", ["posix.system", "builtins.eval", "subprocess.Popen", "numpy.load", "pathlib.Path"])
@pytest.mark.parametrize("loader", ["ObjectNode", "TypeNode", "LossNode", "TreeNode", "ConstructorFromReduceNode"])
def test_other_types_are_refused_before_anything_is_loaded(kind, loader, tmp_path, monkeypatch):
    monkeypatch.setattr(skops, "loads", lambda *_, **__: pytest.fail("it was loaded"))
    module, _, name = kind.rpartition(".")
    node = {"__class__": name, "__module__": module, "__loader__": loader, "content": {}, "protocol": 2}
    target = tmp_path / "model.skops"
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("schema.json", json.dumps(node))
    with pytest.raises(InputError) as error:
        load_model(target)
    assert str(error.value).startswith(f"'model.skops' holds types that are not loaded from files here: {kind}.\n")


def test_a_loss_is_no_way_to_call_another_type(tmp_path):
    node = {"__class__": "bytearray", "__module__": "builtins", "__loader__": "LossNode", "protocol": 2}
    with zipfile.ZipFile(tmp_path / "model.skops", "w") as archive:
        archive.writestr("schema.json", json.dumps(node))
    with pytest.raises(InputError, match=r"not loaded from files here: builtins\.bytearray"):
        load_model(tmp_path / "model.skops")


def test_files_that_would_fill_the_memory_are_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr("workbench.modeling.trusted._MOST_BYTES", 10_000)
    monkeypatch.setattr(skops, "loads", lambda *_, **__: pytest.fail("it was loaded"))
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.npy", b"0" * 1_000_000)
    for member, content in (("a.npy", b"0" * 1_000_000), ("a.npz", inner.getvalue())):
        target = tmp_path / "model.skops"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("schema.json", "{}")
            archive.writestr(member, content)
        assert target.stat().st_size < 10_000
        with pytest.raises(InputError) as error:
            load_model(target)
        assert str(error.value) == "'model.skops' is larger than 0 MB unpacked.\nNo model is."
    (tmp_path / "long.skops").write_bytes(b"0" * 20_000)
    with pytest.raises(InputError, match="is larger than"):
        load_model(tmp_path / "long.skops")


def test_a_deeply_nested_file_is_a_named_error(tmp_path):
    with zipfile.ZipFile(tmp_path / "model.skops", "w") as archive:
        archive.writestr("schema.json", "[" * 200_000 + "]" * 200_000)
    with pytest.raises(InputError, match="is no skops file, or is damaged"):
        load_model(tmp_path / "model.skops")


def test_a_tampered_tree_is_refused(tmp_path):
    model = RandomForestClassifier(2, random_state=0).fit(np.arange(20.0)[:, None], [0, 1] * 10)
    tree = model.estimators_[0].tree_
    nodes = tree.__getstate__()["nodes"].copy()
    nodes["left_child"][0] = 10**8
    tree.__setstate__(tree.__getstate__() | {"nodes": nodes})
    skops.dump(model, tmp_path / "model.skops")
    with pytest.raises(InputError) as error:
        load_model(tmp_path / "model.skops")
    assert str(error.value) == (
        "'model.skops' is not loaded: RandomForestClassifier has a tree with a node that leads nowhere, or back.\n"
        "The file is damaged, or was made to do harm: ask who wrote it."
    )


def test_a_tampered_text_is_refused_before_it_is_loaded(tmp_path, monkeypatch):
    lightgbm = pytest.importorskip("lightgbm")
    model = lightgbm.LGBMClassifier(n_estimators=2, verbose=-1, min_child_samples=2)
    model.fit(np.arange(20.0)[:, None], [0] * 10 + [1] * 10)
    content = skops.dumps(model)
    monkeypatch.setattr(skops, "loads", lambda *_, **__: pytest.fail("it was loaded"))
    target = tmp_path / "model.skops"
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b"split_feature=0", b"split_feature=9"))
    with pytest.raises(InputError) as error:
        load_model(target)
    assert str(error.value) == (
        "'model.skops' is not loaded: Booster has a tree that asks for a column that is not there.\n"
        "The file is damaged, or was made to do harm: ask who wrote it."
    )


def test_tampered_bytes_are_refused_before_they_are_loaded(tmp_path, monkeypatch):
    xgboost = pytest.importorskip("xgboost")
    model = xgboost.XGBClassifier(n_estimators=2).fit(np.arange(20.0)[:, None], [0] * 10 + [1] * 10)
    content = skops.dumps(model)
    monkeypatch.setattr(skops, "loads", lambda *_, **__: pytest.fail("it was loaded"))
    target = tmp_path / "model.skops"
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b"\x7f\xff\xff\xff\0\0\0\0", b"\x7f\xff\xff\xff\x0d\0\0\0"))
    with pytest.raises(InputError) as error:
        load_model(target)
    assert str(error.value) == (
        "'model.skops' is not loaded: Booster has a tree that has a node whose parent is another.\n"
        "The file is damaged, or was made to do harm: ask who wrote it."
    )
