"""Reports of models that tell one of several classes, or an amount: all audiences, formats, evidence, disclosure."""

import json
from itertools import product

import numpy as np
import pandas as pd
import pytest
from jsonschema import Draft202012Validator
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.metrics import (
    balanced_accuracy_score,
    brier_score_loss,
    confusion_matrix,
    f1_score,
    log_loss,
    mean_absolute_error,
    r2_score,
    roc_auc_score,
    root_mean_squared_error,
)
from sklearn.naive_bayes import GaussianNB
from typer.testing import CliRunner

import workbench as wb
from workbench.audit.disclosure.level import disclosure_named
from workbench.cli import app
from workbench.document.reading import reading_order
from workbench.document.wording import plain
from workbench.errors import InputError
from workbench.report.evidence import packed, unpacked
from workbench.report.formats import FORMATS
from workbench.report.published import published_schema
from workbench.report.scores_record import ScoresRecord, _stays_hidden, counted_scores

TASKS = ("multiclass", "regression")
AUDIENCES = ("brief", "technical", "annex", "audit")
DATE = "2026-11-21"
SLOW = {("multiclass", "pdf"), ("multiclass", "docx")}


def frame_of(task, n=2_000, *, noise=1.0, seed=0):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"income": rng.normal(30, 8, n), "debt": rng.normal(size=n), "sex": rng.choice(["f", "m"], n)})
    drive = frame["income"] / 8 + frame["debt"] + noise * rng.normal(size=n)
    if task == "multiclass":
        frame["grade"] = pd.cut(drive, [-99, 3, 4.5, 99], labels=["low", "mid", "high"]).astype(str)
    else:
        frame["grade"] = 100 * drive
    return frame


def results_of(task, frame=None, **options):
    frame = frame_of(task, **options) if frame is None else frame
    data = wb.read_data(frame, target="grade", task=task, protected=["sex"], name="grades")
    model = "logistic_regression" if task == "multiclass" else "ridge"
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=0)), model)
    return fitted, wb.explain_model(fitted, n_rows=100), wb.audit_model(fitted)


@pytest.fixture(scope="module")
def results():
    return {task: results_of(task) for task in TASKS}


@pytest.fixture(scope="module")
def documents(results):
    return {
        (task, audience): wb.build_report(*results[task], audience=audience, owner="the board", date=DATE)
        for task, audience in product(TASKS, AUDIENCES)
    }


def text_of(document):
    return " ".join(plain(text) for _, text in reading_order(document))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_audience_tells_how_good_a_model_of_classes_is(audience, documents, results):
    document, performance = documents["multiclass", audience], results["multiclass"][0].performance
    right, guess = round(100 * performance.accuracy), round(100 * performance.baseline_accuracy)
    said = text_of(document)
    assert "It tells the class that it takes to be the most likely." in said
    assert f"It is right for {right} of 100 (likely between " in said
    assert f"Always guessing the most frequent class is right for {guess} of 100 (likely between " in said
    assert "selected" not in said.replace("Share of all selected", "").replace("Share of all selected".lower(), "")
    assert "nan" not in said.split()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_audience_tells_how_far_off_amounts_are(audience, documents, results):
    document, fitted = documents["regression", audience], results["regression"][0]
    outcomes = fitted.prepared.split.test.targets()
    off = mean_absolute_error(outcomes, fitted.scores)
    rule = mean_absolute_error(outcomes, np.full(len(outcomes), fitted.prepared.split.train.targets().mean()))
    said = text_of(document)
    assert "It tells an amount, in the unit of grade." in said
    assert f"On average it is off by {off:.0f} (likely between " in said
    assert f"Always telling the mean of the cases learned from is off by {rule:.0f}. So the model is nearer" in said
    assert document.facts["model/gain"].value == pytest.approx(rule - off)
    assert "nan" not in said.split()


def test_leads_promise_what_is_there(documents, results):
    assert plain(documents["multiclass", "brief"].lead) == (
        "A model was trained to tell which class of grade a case belongs to. "
        "This report says how that turns out, how it differs by group, and how sure we are."
    )
    assert plain(documents["regression", "brief"].lead) == (
        "A model was trained to tell an amount: grade. "
        "This report says how far off it is, for whom its predictions are higher or lower, and how sure we are."
    )
    alone = wb.build_report(results["multiclass"][0], date=DATE)
    assert plain(alone.lead).endswith("This report says what it does. Groups were not compared.")
    audit = wb.build_report(results["multiclass"][2], date=DATE)
    assert plain(audit.lead).startswith("This report says which class of grade people are given by a model")


@pytest.mark.parametrize("audience", ["technical", "annex", "audit"])
def test_scores_of_classes_are_those_of_scikit_learn_beside_its_dummy(audience, documents, results):
    facts, (fitted, *_) = documents["multiclass", audience].facts, results["multiclass"]
    split = fitted.prepared.split
    happened, blank = split.test.targets(), np.zeros((split.test.n_rows, 1))
    rule = DummyClassifier(strategy="prior").fit(np.zeros((split.train.n_rows, 1)), split.train.targets())
    for kind, chances in (("score", fitted.scores), ("baseline_score", rule.predict_proba(blank))):
        said = chances.argmax(axis=1)
        expected = {
            "accuracy": (happened == said).mean(),
            "balanced_accuracy": balanced_accuracy_score(happened, said),
            "macro_f1": f1_score(happened, said, average="macro", zero_division=0),
            "roc_auc": roc_auc_score(happened, chances, multi_class="ovr"),
            "log_loss": log_loss(happened, chances),
            "brier_score": brier_score_loss(happened, chances, scale_by_half=False),
        }
        found = {id.rpartition("/")[2]: fact.value for id, fact in facts.items() if id.startswith(f"model/{kind}/")}
        assert found == pytest.approx(expected, abs=1e-9)
        assert all(facts[f"model/score/{name}"].low < found[name] for name in expected if kind == "score")


@pytest.mark.parametrize("audience", ["technical", "annex", "audit"])
def test_errors_of_amounts_are_those_of_scikit_learn_beside_its_dummy(audience, documents, results):
    facts, (fitted, *_) = documents["regression", audience].facts, results["regression"]
    split = fitted.prepared.split
    happened, blank = split.test.targets(), np.zeros((split.test.n_rows, 1))
    rule = DummyRegressor().fit(np.zeros((split.train.n_rows, 1)), split.train.targets())
    for kind, said in (("score", fitted.scores), ("baseline_score", rule.predict(blank))):
        expected = {
            "mean_absolute_error": mean_absolute_error(happened, said),
            "root_mean_squared_error": root_mean_squared_error(happened, said),
            "r2": r2_score(happened, said),
            "bias": (happened - said).mean(),
        }
        found = {id.rpartition("/")[2]: fact.value for id, fact in facts.items() if id.startswith(f"model/{kind}/")}
        assert found == pytest.approx(expected, abs=1e-9)


def test_confusion_counts_are_those_of_scikit_learn(documents, results):
    document, (fitted, *_) = documents["multiclass", "technical"], results["multiclass"]
    cells = confusion_matrix(fitted.prepared.split.test.targets(), fitted.decisions)
    facts = document.facts
    for label, row in zip(fitted.classes, cells, strict=True):
        assert facts[f"model/happened/{label}"].value == row.sum()
        for other, n in zip(fitted.classes, row, strict=True):
            fact = facts[f"model/confusion/{label}/said={other}"]
            assert (fact.value, fact.basis) == (n, "counts")
    table = next(one for one in walked(document) if getattr(one, "id", "") == "confusion")
    assert [plain(cell) for cell in table.header] == ["What happened", "Says high", "Says low", "Says mid", "All"]


def test_what_moves_each_class_is_told(documents, results):
    document, (_, explanation, _) = documents["multiclass", "technical"], results["multiclass"]
    for attribution, importances in zip(explanation.attributions, explanation.class_importances, strict=True):
        for one in importances:
            fact = document.facts[f"explanation/importance/{one.column}/class={attribution.output}"]
            assert (fact.value, fact.low, fact.high) == (one.value, one.low, one.high)


def test_many_classes_are_not_listed_in_a_table_that_no_page_can_hold():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"a": rng.integers(0, 13, 2_600), "sex": rng.choice(["f", "m"], 2_600)})
    frame["grade"] = frame["a"].astype(str) + "th"
    data = wb.read_data(frame, target="grade", task="multiclass", protected=["sex"])
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=0)), "boosted_trees")
    document = wb.build_report(fitted, audience="technical", disclosure="full", date=DATE)
    assert "Which of the classes the model takes for which is not listed: there are 13 of them." in text_of(document)
    assert not any(id.startswith("model/confusion") for id in document.facts)


@pytest.mark.parametrize(
    ("task", "suffix"),
    [
        pytest.param(task, suffix, marks=pytest.mark.slow if (task, suffix) in SLOW else ())
        for task, suffix in product(TASKS, ("html", "pdf", "docx", "md", "json"))
    ],
)
def test_every_format_carries_evidence_that_verifies(task, suffix, documents, tmp_path):
    path = wb.write_report(documents[task, "technical"], tmp_path / f"report.{suffix}")
    found = wb.verify_report(path)
    statuses = {one.fact.id: one.status for one in found.facts}
    assert set(statuses) == set(documents[task, "technical"].facts)
    assert not found.passages
    assert set(statuses.values()) <= {"equal", "recorded, not recomputable"}
    counted = {
        "multiclass": ("model/accuracy", "model/score/macro_f1", "model/confusion/low/said=high"),
        "regression": (),
    }
    assert all(statuses[id] == "equal" for id in counted[task])


@pytest.mark.parametrize("task", TASKS)
def test_everything_of_the_model_is_counted_again_from_the_data(task, documents, results, tmp_path):
    path = wb.write_report(documents[task, "technical"], tmp_path / "report.json")
    found = wb.verify_report(path, data=results[task][0].prepared.split.data.frame())
    scores = [one for one in found.facts if one.fact.id.startswith(("model/score", "model/mean", "audit/"))]
    assert {one.status for one in found.facts} <= {"equal", "within tolerance", "recorded, not recomputable"}
    assert all(one.status in ("equal", "within tolerance") and "counted again" in one.why for one in scores)
    assert any(one.fact.id.startswith("audit/") for one in scores)
    other = results[task][0].prepared.split.data.frame()
    other["debt"] = other["debt"].to_numpy()[::-1]
    assert wb.verify_report(path, data=other).has_other_data


def test_a_changed_count_in_the_materials_does_not_agree_with_what_is_printed(documents, tmp_path):
    path = wb.write_report(documents["multiclass", "technical"], tmp_path / "report.json")
    value = json.loads(path.read_text(encoding="utf-8"))
    value["evidence"]["materials"]["model"]["scores"]["confusion"][0][1] += 9
    path.write_text(json.dumps(value), encoding="utf-8")
    altered = {one.fact.id for one in wb.verify_report(path).facts if one.status == "altered"}
    assert {"model/confusion/high/said=low", "model/happened/high", "model/score/macro_f1"} <= altered


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_evidence_keeps_to_the_published_schema(task, audience, documents, tmp_path):
    path = wb.write_report(documents[task, audience], tmp_path / "report.json")
    errors = Draft202012Validator(published_schema("document")).iter_errors(
        json.loads(path.read_text(encoding="utf-8"))
    )
    assert [error.message[:200] for error in errors] == []


def test_evidence_survives_packing(documents, tmp_path):
    path = wb.write_report(documents["multiclass", "brief"], tmp_path / "report.html")
    evidence = FORMATS[".html"].read(path.read_bytes()).evidence
    assert unpacked(packed(evidence)) == evidence
    assert evidence["materials"]["model"]["threshold"] == {"undefined": "not a number"}


def test_the_public_sees_no_sum_of_amounts(results):
    fitted, explanation, audit = results["regression"]
    for audience in AUDIENCES:
        document = wb.build_report(fitted, explanation, audit, audience=audience, disclosure="public", date=DATE)
        assert not [
            id for id in document.facts if id.startswith(("model/score", "model/mean", "model/gain", "audit/mean"))
        ]
        model = document.materials["model"]
        assert (model["performance"], model["scores"]) == (None, None)
        assert f"{fitted.performance.mean_absolute_error:.3f}" not in json.dumps(document.materials)
    said = text_of(wb.build_report(*results["regression"], audience="technical", disclosure="public", date=DATE))
    assert "How far off the model is is left out: of a sum of amounts, one person’s may be the most." in said
    assert "What is known of these groups are amounts, which are not shown here." in said
    assert "what really happened is not known" not in said


@pytest.mark.parametrize(("level", "least"), [("internal", 5), ("public", 11)])
def test_no_small_count_of_classes_is_told(level, least):
    fitted, explanation, audit = results_of("multiclass", n=700, noise=0.25)
    cells = confusion_matrix(fitted.prepared.split.test.targets(), fitted.decisions)
    assert ((cells > 0) & (cells < least)).any()
    document = wb.build_report(fitted, explanation, audit, audience="technical", disclosure=level, date=DATE)
    assert document.materials["model"]["scores"] is None
    assert not [id for id in document.facts if id.startswith(("model/confusion", "model/score", "model/happened"))]
    said = text_of(document)
    assert "Which classes the model takes for which is left out, and every score that follows from it" in said
    assert "What became of these people is known, and not shown here" in said
    assert "no outcomes are known" not in said
    full = wb.build_report(fitted, explanation, audit, audience="technical", disclosure="full", date=DATE)
    assert full.facts["model/confusion/mid/said=high"].value == cells[2, 0]


def test_how_often_classes_are_right_is_told_only_where_no_small_count_follows_from_it():
    level = disclosure_named("internal")
    safe = np.array([[60, 3, 40], [20, 80, 30], [25, 35, 90]])
    assert _stays_hidden(safe, 0, level)
    assert narrowest(safe, 0) >= level.margin
    # Nobody is wrong about two of the classes, so that who is taken for whom follows from the sums.
    told = np.array([[60, 3, 0], [0, 80, 0], [0, 0, 90]])
    assert not _stays_hidden(told, 0, level)
    assert _stays_hidden(told, 0, disclosure_named("full"))
    rows = pd.DataFrame({"a": np.repeat([0.0, 1.0, 2.0], [200, 200, 200]), "sex": ["f", "m"] * 300})
    rows["grade"] = np.repeat(["high", "low", "mid"], 200)
    rows.loc[[0, 5, 9, 14, 30, 40, 55, 60, 77, 90], "grade"] = "low"
    fitted, explanation, audit = results_of("multiclass", frame=rows)
    document = wb.build_report(fitted, explanation, audit, disclosure="public", date=DATE)
    assert document.materials["model"]["performance"] is None
    assert "How often it is right is not shown" in text_of(document)


def narrowest(cells, guess):
    """The narrowest range of a small count, found by trying whole numbers in its place and in those it moves."""
    n = len(cells)
    moves = []
    for rows in product(range(n), repeat=2):
        for columns in product(range(n), repeat=2):
            move = np.zeros_like(cells)
            move[rows[0], columns[0]] += 1
            move[rows[1], columns[1]] += 1
            move[rows[0], columns[1]] -= 1
            move[rows[1], columns[0]] -= 1
            moves.append(move)
    kept = [one for one in moves if one.any() and not one.trace() and not one[guess, guess]]
    joined = kept + [a + b for a, b in product(moves, repeat=2) if not (a + b).trace() and not (a + b)[guess, guess]]
    ranges = []
    for place in np.argwhere((cells > 0) & (cells < 5)):
        seen = {cells[tuple(place)]}
        for move in joined:
            for times in range(1, 60):
                if (cells + times * move < 0).any():
                    break
                seen.add((cells + times * move)[tuple(place)])
        ranges.append(max(seen) - min(seen))
    return min(ranges)


def test_scores_follow_from_counts_alone():
    record = ScoresRecord(((40, 10), (20, 30)), guess=0)
    found = {one.name: [one.value, one.baseline] for one in counted_scores(record)}
    assert found["accuracy"] == found["balanced_accuracy"] == pytest.approx([0.7, 0.5])
    assert found["macro_f1"] == pytest.approx([(80 / 110 + 60 / 90) / 2, (2 / 3) / 2])
    assert counted_scores(ScoresRecord()) == ()


@pytest.mark.parametrize(("task", "tells"), [("multiclass", "one of several classes"), ("regression", "amounts")])
def test_a_letter_is_refused_in_words(task, tells, results):
    with pytest.raises(InputError) as error:
        wb.build_report(results[task][0], audience="letter", date=DATE)
    assert str(error.value) == (
        f"A letter gives the reasons of a favourable or unfavourable decision, and the model predicts {tells}.\n"
        "See what moved one prediction with explain_prediction(fitted, row), and write to the person yourself."
    )


def test_explanations_by_trying_every_set_of_columns_are_told_too():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"a": rng.normal(size=400), "sex": rng.choice(["f", "m"], 400)})
    frame["y"] = np.where(frame["a"] + rng.normal(size=400) > 0, "yes", "no")
    data = wb.read_data(frame, target="y", favourable="yes", protected=["sex"])
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), GaussianNB())
    explanation = wb.explain_model(fitted, n_rows=20)
    assert explanation.attribution.method == "enumeration"
    said = text_of(wb.build_report(fitted, explanation, audience="technical", date=DATE))
    n = explanation.attribution.n_background
    assert f"Exact, by leaving out every set of the columns, against {n:,} training cases." in said


@pytest.mark.parametrize("task", TASKS)
def test_the_program_writes_reports_of_every_task(task, tmp_path):
    frame_of(task, n=600).to_csv(tmp_path / "grades.csv", index=False)
    model = "logistic_regression" if task == "multiclass" else "ridge"
    arguments = ("report", str(tmp_path / "grades.csv"), "--target", "grade", "--task", task, "--protected", "sex")
    out = tmp_path / "report.md"
    found = CliRunner().invoke(app, [*arguments, "--model", model, "--output", str(out), "--front-matter"])
    assert found.exit_code == 0, found.output
    text = out.read_text(encoding="utf-8")
    assert ("- tabular-regression" if task == "regression" else "- tabular-classification") in text
    assert ("- type: mae" if task == "regression" else "- type: accuracy") in text
    checked = CliRunner().invoke(app, ["verify", str(out), "--data", str(tmp_path / "grades.csv")])
    assert checked.exit_code == 0, checked.output


def walked(node):
    for one in getattr(node, "sections", None) or getattr(node, "blocks", ()):
        yield one
        yield from walked(one)


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize(("audience", "grade"), [("brief", 10), ("technical", 14), ("annex", 14)])
def test_reports_can_be_read_by_those_whom_they_are_for(task, audience, grade, documents):
    assert wb.reading_grade(documents[task, audience]) <= grade


def test_the_median_error_is_one_persons_and_in_full_reports_only(documents, results):
    fitted = results["regression"][0]
    median = "model/score/median_absolute_error"
    assert median not in documents["regression", "technical"].facts
    full = wb.build_report(fitted, audience="technical", disclosure="full", date=DATE)
    errors = np.abs(fitted.prepared.split.test.targets() - fitted.scores)
    assert full.facts[median].value == pytest.approx(np.median(errors))


def test_a_model_that_was_given_along_is_asked_again(documents, results, tmp_path):
    path = wb.write_report(documents["multiclass", "technical"], tmp_path / "report.json")
    fitted = results["multiclass"][0]
    found = wb.verify_report(path, data=fitted.prepared.split.data.frame(), model=fitted.pipeline)
    assert {one.status for one in found.facts if one.fact.id.startswith(("model/", "audit/"))} == {"equal"}


def test_classes_with_hostile_names_are_text(tmp_path):
    frame = frame_of("multiclass", n=900)
    frame["grade"] = frame["grade"].map({"low": "a/b=<b>x", "mid": "50% {c}", "high": " d "})
    fitted, explanation, audit = results_of("multiclass", frame=frame)
    document = wb.build_report(fitted, explanation, audit, audience="technical", disclosure="full", date=DATE)
    page = wb.write_report(document, tmp_path / "report.html")
    assert "<b>x" not in page.read_text(encoding="utf-8")
    found = wb.verify_report(page)
    assert not found.passages
    assert "altered" not in {one.status for one in found.facts}
