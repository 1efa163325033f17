"""Verification against the data: what agrees is counted again from them, what differs is altered."""

import json
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

import workbench as wb
from workbench.data.examples import loans
from workbench.errors import ColumnNotFoundError, InputError
from workbench.preparation.suggest import suggest_recipe
from workbench.report.verification.result import ASSURANCE, ASSURANCE_OF_DATA

DATE = "2026-11-21"
AGAIN = "counted again from the table that was given"
TRAINED_AGAIN = (
    "The model was trained again with the recorded seed, as its file was not given; "
    "other versions of its library may train it a little differently."
)
POLICY = wb.Policy({"selection_rate": 0.02, "false_positive_rate": 0.05}, standards={"nyc-ll144": {"auditor": "Ann"}})


def people(n=900, seed=3):
    rng = np.random.default_rng(seed)
    sex, age = rng.choice(["f", "m"], n), rng.integers(20, 70, n)
    score = np.round(rng.beta(2, 2, n) * 100, 1)
    return pd.DataFrame(
        {
            "sex": sex,
            "race": rng.choice(["White", "Asian", "Hispanic or Latino", None], n, p=[0.5, 0.3, 0.15, 0.05]),
            "age": age,
            "team": rng.choice(["x", "y"], n),
            "score": score,
            "hired": np.where(rng.random(n) < score / 120 + 0.1 * (sex == "m"), "yes", "no"),
            "stayed": rng.choice(["long", "short"], n),
            "level": rng.choice(["junior", "senior", "lead"], n),
            "weight": np.round(rng.uniform(0.5, 2, n), 2),
            "times": rng.integers(1, 4, n),
            "wage": np.round(rng.normal(20, 3, n) + (sex == "m"), 2),
            "earned": np.round(rng.normal(20, 3, n), 2),
        }
    )


ATTRIBUTES = [wb.attribute("sex", labels={"f": "women", "m": "men"}), wb.bands("age", [35, 50]), "race"]
AUDITS = {
    "decisions": lambda data: wb.audit_decisions(
        data,
        decision="hired",
        favourable="yes",
        outcome="stayed",
        favourable_outcome="long",
        protected=ATTRIBUTES,
        strata=["team"],
        crossings=[("sex", "race")],
        policy=POLICY,
        favourable_label="hired",
        name="hiring",
    ),
    "threshold": lambda data: wb.audit_decisions(
        data, score="score", threshold=55, thresholds=[41.7], score_range=(0, 100), protected=["sex"], name="tool"
    ),
    "moved threshold": lambda data: wb.audit_decisions(
        data, score="score", threshold=55, thresholds=[41.7], score_range=(0, 100), protected=["sex"]
    ).at_threshold(41.7),
    "scored": lambda data: wb.audit_decisions(
        data,
        decision="hired",
        favourable="yes",
        score="score",
        score_range=(0, 100),
        protected=["sex", "race"],
        policy=POLICY,
    ),
    "weighted": lambda data: wb.audit_decisions(
        data, decision="hired", favourable="yes", protected=["sex"], weight="weight"
    ),
    "frequencies": lambda data: wb.audit_decisions(
        data, decision="hired", favourable="yes", protected=["sex"], weight="times", weight_kind="frequency"
    ),
    "classes": lambda data: wb.audit_decisions(data, decision="level", protected=["sex"], multiclass=True),
    "outcomes": lambda data: wb.audit_decisions(data, outcome="stayed", favourable_outcome="long", protected=["sex"]),
    "predictions": lambda data: wb.audit_predictions(
        data, prediction="wage", outcome="earned", protected=["sex", "race"], thresholds=[18], strata=["team"]
    ),
}


def write(folder, *results, audience="audit", **options):
    return wb.write_report(wb.build_report(*results, audience=audience, date=DATE, **options), folder / "report.json")


def from_data(found, prefix=""):
    return [one for one in found.facts if one.why.startswith("counted again") and one.fact.id.startswith(prefix)]


@pytest.mark.parametrize(
    ("name", "level"), [*((name, "internal") for name in AUDITS), ("decisions", "public"), ("scored", "full")]
)
def test_an_audit_of_rows_is_counted_again(name, level, tmp_path):
    frame = people()
    audience = "audit" if name in ("decisions", "outcomes", "predictions") else "brief"
    found = wb.verify_report(write(tmp_path, AUDITS[name](frame), audience=audience, disclosure=level), data=frame)
    assert found.exit_code == 0, [one for one in found.facts if one.status == "altered"]
    assert found.notes == ("It was counted again from the table that was given.",)
    checked = [one for one in found.facts if one.fact.id.startswith(("audit/", "rows/"))]
    assert checked
    assert {one.why for one in checked} == {AGAIN}
    assert {one.status for one in checked} <= {"equal", "within tolerance"}


@pytest.mark.parametrize("name", ["weighted", "classes", "outcomes", "predictions"])
def test_one_row_more_is_found(name, tmp_path):
    frame = people()
    target = write(tmp_path, AUDITS[name](frame), audience="brief", disclosure="full")
    found = wb.verify_report(target, data=pd.concat([frame, frame.iloc[[0]]], ignore_index=True))
    assert found.exit_code == 1
    assert any("counted again from the table that was given" in one.why for one in found.facts)


def test_a_consistent_rewrite_is_found_by_the_data(tmp_path):
    """Whoever makes up other counts writes a report that its own evidence bears out; the data do not."""
    frame = people()
    invented = frame.assign(hired=np.where(frame["sex"] == "f", "yes", frame["hired"]))
    target = write(tmp_path, AUDITS["decisions"](invented), audience="brief")
    found = wb.verify_report(target)
    assert (found.exit_code, found.assurance) == (0, ASSURANCE)
    found = wb.verify_report(target, data=frame)
    assert found.assurance == ASSURANCE_OF_DATA
    assert found.exit_code == 1
    wrong = next(one for one in found.facts if one.status == "altered")
    assert wrong.why.startswith("value is ")
    assert "counted again from the table that was given " in wrong.why


def test_a_table_of_counts_is_counted_again(tmp_path):
    table = pd.DataFrame({"sex": ["m", "f"], "chosen": [667, 555], "of": [1390, 1181]})
    target = write(tmp_path, wb.audit_counts(table, selected="chosen", total="of"))
    assert from_data(wb.verify_report(target, data=table), "audit/")
    assert wb.verify_report(target, data=table.assign(chosen=[667, 554])).exit_code == 1


def test_another_file_with_the_same_counts_is_said_to_be_another(tmp_path):
    frame = people()
    one, other, target = tmp_path / "one.csv", tmp_path / "other.csv", tmp_path / "report.html"
    frame.to_csv(one, index=False)
    frame[::-1].to_csv(other, index=False)
    document = wb.build_report(AUDITS["weighted"](one), audience="brief", date=DATE)
    wb.write_report(document, target)
    assert wb.verify_report(target, data=one).notes == ("It was counted again from one.csv.",)
    found = wb.verify_report(target, data=other)
    assert found.exit_code == 0
    assert found.notes[1].startswith("other.csv is not the file that was recorded: file:")


def test_data_without_a_column_are_a_wrong_call(tmp_path):
    frame = people()
    target = write(tmp_path, AUDITS["weighted"](frame), audience="brief")
    with pytest.raises(ColumnNotFoundError):
        wb.verify_report(target, data=frame.drop(columns="hired"))


@pytest.fixture(scope="module")
def example():
    return loans(1_000, seed=7)


@pytest.fixture(scope="module")
def fitted(example):
    data = wb.read_data(example.frame, **example.roles, name="loans")
    return wb.fit_model(wb.prepare_data(wb.split_data(data, seed=7)), "logistic_regression", threshold=0.4, seed=2)


@pytest.fixture(scope="module")
def report(fitted, tmp_path_factory):
    audit = wb.audit_model(fitted, thresholds=[0.55], crossings=[("origin", "sex")])
    results = fitted, wb.explain_model(fitted, n_rows=60, seed=5), audit
    return write(tmp_path_factory.mktemp("model"), *results, audience="technical")


def statuses(found, prefix):
    return Counter((one.status, one.why) for one in found.facts if one.fact.id.startswith(prefix))


def test_a_model_is_trained_audited_and_explained_again(report, example):
    found = wb.verify_report(report, data=example.frame)
    assert found.notes == ("It was counted again from the table that was given.", TRAINED_AGAIN)
    assert found.exit_code == 0
    for prefix in ("audit/", "data/", "model/accuracy", "model/test_rows", "explanation/"):
        assert set(statuses(found, prefix)) <= {("equal", AGAIN), ("within tolerance", AGAIN)}, prefix
        assert statuses(found, prefix), prefix
    declared = ("recorded, not recomputable", "the evidence holds no counts of it")
    assert set(statuses(found, "model/threshold")) == set(statuses(found, "policy/tolerance")) == {declared}


def test_the_same_rows_may_come_from_a_file(report, example, fitted, tmp_path):
    example.frame.to_csv(tmp_path / "loans.csv", index=False)
    found = wb.verify_report(report, data=tmp_path / "loans.csv", model=fitted.pipeline)
    assert (found.exit_code, found.notes) == (0, ("It was counted again from loans.csv.",))
    assert from_data(found, "explanation/")


def test_a_model_may_be_saved_with_skops(report, example, fitted, tmp_path):
    skops = pytest.importorskip("skops.io")
    skops.dump(fitted.pipeline, tmp_path / "model.skops")
    found = wb.verify_report(report, data=example.frame, model=tmp_path / "model.skops")
    assert (found.exit_code, found.notes) == (0, ("It was counted again from the table that was given.",))
    assert from_data(found, "explanation/")
    assert from_data(found, "audit/")


def test_anything_that_predicts_is_a_model(report, example, fitted):
    class Oracle:
        def predict_proba(self, frame):
            return fitted.pipeline.predict_proba(frame)

    found = wb.verify_report(report, data=example.frame, model=Oracle())
    assert found.exit_code == 0
    assert found.notes[1:] == ("The explanation was not made again: for its method the pipeline itself is needed.",)
    assert from_data(found, "audit/")
    assert not from_data(found, "explanation/")


def test_another_model_is_found(report, example, fitted):
    other = wb.fit_model(fitted.prepared, LogisticRegression(C=0.001))
    found = wb.verify_report(report, data=example.frame, model=other.pipeline)
    assert found.exit_code == 1
    altered = {one.fact.id for one in found.facts if one.status == "altered"}
    assert "model/accuracy" in altered
    assert any(id.startswith("explanation/importance") for id in altered)
    assert not any(id.startswith("data/") for id in altered)


def test_rows_in_another_order_are_held_out_otherwise(report, example):
    found = wb.verify_report(report, data=example.frame[::-1])
    assert found.exit_code == 2
    assert "altered" not in {one.status for one in found.facts}
    assert found.conclusion == "Nothing is altered. The data given are not those of the report."
    assert found.notes[1] == (
        "The rows held out with seed 7 are not those that were: the data, or the order of their rows, are others."
    )
    # Of groups as much is shown of all rows as of those held out, and so it depends on which these are.
    of_data = [one for one in found.facts if one.fact.id.startswith(("data/missing/", "data/all_rows"))]
    assert {one.status for one in of_data} == {"equal"}


def test_other_rows_are_said_to_be_others(report, example):
    found = wb.verify_report(report, data=example.frame.assign(income=example.frame["income"] + 1))
    assert found.notes[1].startswith("The rows of the table that was given (rows:1000-")
    assert " are not those recorded (rows:1000-" in found.notes[1]


@pytest.mark.parametrize("kind", ["model", "recipe"])
def test_a_model_that_is_not_known_is_not_trained_again(kind, example, fitted, tmp_path):
    split = fitted.prepared.split
    if kind == "model":
        made = wb.fit_model(fitted.prepared, RandomForestClassifier(5, random_state=0))
    else:
        recipe = suggest_recipe(split).with_step(["income"], StandardScaler(), reason="it is a number")
        made = wb.fit_model(wb.prepare_data(split, recipe), "logistic_regression")
    target = write(tmp_path, made, wb.audit_model(made), audience="technical")
    found = wb.verify_report(target, data=example.frame)
    assert found.exit_code == 0
    assert found.notes[1].startswith("The model was not given, and is none that can be trained again")
    assert from_data(found, "model/test_rows")
    assert not from_data(found, "audit/")
    assert from_data(wb.verify_report(target, data=example.frame, model=made.pipeline), "audit/")


def test_a_moved_threshold_and_an_audit_of_other_rows(example, fitted, tmp_path):
    moved = wb.audit_model(fitted, thresholds=[0.55]).at_threshold(0.55)
    target = write(tmp_path, fitted, moved, audience="brief")
    found = wb.verify_report(target, data=example.frame, model=fitted.pipeline)
    assert found.exit_code == 0
    assert from_data(found, "audit/")
    target = write(tmp_path, fitted, wb.audit_model(fitted, loans(500, seed=8).frame), audience="brief")
    found = wb.verify_report(target, data=example.frame, model=fitted.pipeline)
    assert found.exit_code == 0
    assert found.notes[1] == "Other rows than those held out were audited: their decisions were not counted again."


def test_wrong_calls_are_named(report, example, fitted, tmp_path):
    frame = people()
    decisions = write(tmp_path, AUDITS["weighted"](frame))
    (tmp_path / "alone").mkdir()
    alone = write(tmp_path / "alone", wb.audit_model(fitted))
    for call, text in (
        (
            lambda: wb.verify_report(report, model=fitted.pipeline),
            "model is given, but no data for it to predict.\nGive the data that the report was made from: data='…'.",
        ),
        (
            lambda: wb.verify_report(report, data=example.frame, model=object()),
            "model is an object, which has no predict_proba.\n"
            "Give the fitted pipeline, fitted.pipeline, or a skops file that holds it.",
        ),
        (
            lambda: wb.verify_report(decisions, data=frame, model=fitted.pipeline),
            "model is given, but the report holds no record of one.\nLeave it out.",
        ),
        (
            lambda: wb.verify_report(alone, data=example.frame),
            "The report does not say how its model was trained, so that it cannot be counted again.\n"
            "Leave the data out; a report of the fitted model, beside its audit, says it.",
        ),
    ):
        with pytest.raises(InputError) as error:
            call()
        assert str(error.value) == text


def test_the_evidence_says_everything_that_was_asked(tmp_path):
    target = write(tmp_path, AUDITS["decisions"](people()))
    told = json.loads(target.read_text())["evidence"]["materials"]["audit"]["provenance"]["settings"]
    assert told["favourable_outcome"] == "long"
    assert told["multiclass"] is False
