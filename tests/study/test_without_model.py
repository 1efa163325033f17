"""Results whose model cannot be kept: all else is, and whoever asks the model for anything hears why."""

import contextlib
import hashlib
import json

import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import FunctionTransformer

import workbench as wb
from workbench.errors import NotStoredError, WorkbenchError
from workbench.study.folder import sealed
from workbench.study.opening import open_study

from . import kinds


class Own(ClassifierMixin, BaseEstimator):
    """A model of somebody's own."""

    def fit(self, _rows, outcomes):
        self.classes_ = np.unique(outcomes)
        self.share_ = float(np.mean(outcomes))
        return self

    def predict_proba(self, rows):
        high = 1 / (1 + np.exp(-np.asarray(rows, dtype=float)[:, 0])) * self.share_
        return np.column_stack([1 - high, high])

    def predict(self, rows):
        return self.predict_proba(rows).argmax(axis=1)


@pytest.fixture(scope="module")
def fitted():
    return wb.fit_model(kinds.prepared(), Own())


def test_a_model_that_is_not_on_the_list_is_a_finding_and_all_else_is_kept(fitted, study, anew):
    kept = study.save(fitted)
    [found] = kept.findings
    assert (found.code, found.title) == ("WB317", "The model is not stored")
    assert "test_without_model.Own" in found.why
    assert repr(kept) == "Kept fitted 'main'. WB317 The model is not stored."
    assert study.status().one("fitted").findings == kept.findings
    back = anew().load("fitted")
    assert back == fitted
    assert np.array_equal(back.scores, fitted.scores)
    assert back.metrics[0].value == fitted.metrics[0].value


def test_it_is_audited_and_reported_all_the_same(fitted, study, anew):
    study.save(fitted)
    back = anew().load("fitted")
    assert wb.audit_model(back) == wb.audit_model(fitted)
    for audience in ("brief", "technical"):
        reports = [
            wb.build_report(one, wb.audit_model(one), audience=audience, date="2026-11-21") for one in (fitted, back)
        ]
        written = [wb.write_report(one, study.reports / f"{at}.json") for at, one in enumerate(reports)]
        assert written[0].read_bytes() == written[1].read_bytes()


def test_asking_it_to_predict_says_why_it_cannot(fitted, study, anew):
    study.save(fitted)
    back = anew().load("fitted")
    with pytest.raises(NotStoredError) as raised:
        back.score(kinds.letter_row())
    lines = str(raised.value).split("\n")
    assert lines[0].startswith("The study did not keep the model: It holds types that are not loaded from files here: ")
    assert lines[1] == "Make the result again with the code that made it; what was computed from it is all there."
    assert not hasattr(back.pipeline, "predict_proba")


@pytest.mark.parametrize(
    "ask",
    [
        wb.explain_model,
        wb.calibrate_model,
        lambda one: wb.choose_threshold(one, metric="balanced_accuracy_score"),
        wb.explain_effects,
        wb.explain_interactions,
        lambda one: wb.explain_person(one, kinds.letter_row()),
        wb.find_weak_segments,
        lambda one: wb.save_model(one, "never.skops"),
    ],
)
def test_stages_that_need_the_model_end_in_words(ask, fitted, study, anew, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    study.save(fitted)
    with contextlib.suppress(WorkbenchError):  # what needs rows and scores alone is done
        ask(anew().load("fitted"))


def test_it_is_kept_again_as_it_is(fitted, study, anew):
    study.save(fitted)
    kept = anew().save(anew().load("fitted"))
    assert not kept.is_new
    assert [one.code for one in kept.findings] == ["WB317"]


def test_a_step_with_a_function_is_not_kept_and_the_rest_is(study, anew):
    recipe = wb.suggest_recipe(kinds.split()).with_step(["score"], FunctionTransformer(np.nan_to_num), reason="by hand")
    prepared = wb.prepare_data(kinds.split(), recipe)
    kept = study.save(prepared)
    assert {one.code for one in kept.findings} == {"WB317"}
    back = anew().load("prepared")
    assert back == prepared
    assert [one.title for one in back.recipe.steps] == [one.title for one in recipe.steps]
    with pytest.raises(NotStoredError, match="did not keep the preparation"):
        back.matrix(kinds.letter_row())


def test_a_model_that_these_packages_cannot_read_is_said_and_the_rest_is_there(study):
    study.save(kinds.fitted())
    path = study.path / "results" / "fitted" / "main.json"
    record = json.loads(path.read_text())
    [old] = [one for one in record["files"] if one.endswith(".skops") and one in json.dumps(record["parts"][-1])]
    content = (study.path / "results" / "files" / old).read_bytes()
    broken = content.replace(b"LogisticRegression", b"LogisticRegressiom")
    if broken == content:  # it is packed
        broken = content[:-30]
    new = study._folder
    name = f"{hashlib.sha256(broken).hexdigest()}.skops"
    new.write_file(name, broken)
    text = json.dumps(record).replace(old, name)
    record = json.loads(text)
    record["files"][name] = len(broken)
    path.write_text(json.dumps(sealed(record)))
    back = open_study(study.path).load("fitted")
    assert back == kinds.fitted()
    with pytest.raises(NotStoredError, match="It cannot be read here"):
        back.score(kinds.letter_row())


def test_a_model_that_somebody_brought_along_is_kept(study, anew):
    model = kinds.fitted().pipeline
    given = wb.Fitted.from_estimator(
        model, kinds.split(), columns=list(kinds.prepared().columns), classes=["no", "yes"], title="theirs"
    )
    assert study.save(given).findings == ()
    back = anew().load("fitted")
    frame = given.prepared.raw_frame(given.prepared.split.test)
    assert np.array_equal(back.score(frame), given.score(frame))


@pytest.mark.parametrize("method", ["threshold_optimisation", "reductions", "reweighing"])
def test_a_model_that_a_method_against_gaps_made_is_kept(method, study, anew):
    choice = wb.try_mitigations(
        kinds.prepared(), "logistic_regression", attribute="sex", methods=[method], n_folds=2
    ).choose(method, reason="The one that is tried in this test.")
    fitted = wb.fit_mitigated(kinds.prepared(), choice)
    assert study.save(fitted).findings == ()
    back = anew().load("fitted")
    frame = fitted.prepared.raw_frame(fitted.prepared.split.test)
    assert back == fitted
    assert np.array_equal(back.score(frame), fitted.score(frame))
    assert not anew().save(back).is_new


def test_models_that_stand_in_the_place_of_pipelines_are_kept(study, anew):
    rows = kinds.split().train.frame().fillna({"score": 0})
    model = LogisticRegression().fit(rows[["score"]].to_numpy(), rows["hired"])
    data = wb.read_data(kinds.people().fillna({"score": 0}), target="hired", favourable="yes")
    given = wb.Fitted.from_estimator(model, wb.split_data(data, seed=1), columns=["score"])
    other = wb.read_data(kinds.people(seed=5).fillna({"score": 0}), target="hired", favourable="yes")
    calibrated = wb.calibrate_model(given, on=other).accept()
    frame = given.prepared.raw_frame(given.prepared.split.test)
    for name, one in {"given": given, "calibrated": calibrated}.items():
        assert study.save(one, name).findings == ()
        back = anew().load("fitted", name)
        assert type(back.pipeline) is type(one.pipeline)
        assert np.array_equal(back.score(frame), one.score(frame))
