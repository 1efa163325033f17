"""The role of weight: models learn with it, audits count with it."""

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import workbench as wb
from workbench.errors import RoleError
from workbench.modeling.weighting import weighting_of

N = 400


@pytest.fixture
def frame(rng):
    score = rng.normal(size=N)
    sex = rng.choice(["f", "m"], N)
    hired = np.where(score + (sex == "m") + rng.normal(size=N) > 0, "yes", "no")
    return pd.DataFrame(
        {"hired": hired, "sex": sex, "score": score, "tests": rng.normal(size=N), "w": rng.integers(1, 9, N) * 1.0}
    )


def prepared(frame, **roles):
    said = {"target": "hired", "favourable": "yes", "protected": ["sex"], **roles}
    return wb.prepare_data(wb.split_data(wb.read_data(frame, **said)))


def test_a_weight_is_no_feature(frame):
    assert prepared(frame, weight="w").columns == ("score", "tests")


def test_model_learns_with_weights_divided_by_their_mean(frame):
    ready = prepared(frame, weight="w")
    fitted = wb.fit_model(ready, LogisticRegression())
    train = ready.split.train
    weights = train.frame(["w"])["w"].to_numpy()
    matrix = ready.matrix(ready.raw_frame(train))
    expected = LogisticRegression().fit(matrix, train.outcomes(), sample_weight=weights / weights.mean())
    np.testing.assert_allclose(fitted.pipeline[-1].coef_, expected.coef_, rtol=1e-9)
    plain = wb.fit_model(prepared(frame.drop(columns="w")), LogisticRegression())
    assert not np.allclose(fitted.pipeline[-1].coef_, plain.pipeline[-1].coef_, rtol=1e-3)
    assert [one.code for one in fitted.findings] == [one.code for one in plain.findings]


def test_equal_weights_change_nothing(frame):
    weighted = wb.fit_model(prepared(frame.assign(w=250_000.0), weight="w"), "logistic_regression")
    plain = wb.fit_model(prepared(frame.drop(columns="w")), "logistic_regression")
    np.testing.assert_allclose(weighted.scores, plain.scores, rtol=1e-9)


def test_a_pipeline_is_told_the_weights_at_its_last_step(frame):
    train = prepared(frame, weight="w").split.train
    found = weighting_of(make_pipeline(StandardScaler(), GaussianNB()), train, "bayes")
    assert (list(found.arguments), found.findings) == (["gaussiannb__sample_weight"], ())
    assert found.arguments["gaussiannb__sample_weight"].mean() == pytest.approx(1)


@pytest.mark.parametrize("model", [KNeighborsClassifier(), make_pipeline(StandardScaler(), KNeighborsClassifier())])
def test_a_model_that_takes_no_weights_is_a_finding(frame, model):
    found = [one for one in wb.fit_model(prepared(frame, weight="w"), model).findings if one.code == "WB303"]
    assert len(found) == 1
    (one,) = found
    assert (one.severity, one.scope, one.n, one.title) == (
        "caution",
        "w",
        280,
        f"The model {type(model).__name__!r} was trained without the weights in column 'w'",
    )
    assert one.what_to_do == (
        "Choose a model that can be trained with weights, such as boosted trees or logistic regression."
    )


def test_without_the_role_no_weights_are_passed(frame):
    assert weighting_of(LogisticRegression(), prepared(frame).split.train, "x") == ({}, ())


# The audit.


def test_audit_of_a_model_counts_with_the_weights(frame):
    fitted = wb.fit_model(prepared(frame, weight="w"), "logistic_regression")
    audit = wb.audit_model(fitted)
    test = fitted.prepared.split.test.frame(["sex", "w"])
    expected = [
        np.average(fitted.decisions[test["sex"] == sex], weights=test["w"][test["sex"] == sex]) for sex in ("f", "m")
    ]
    np.testing.assert_allclose(audit.values("selection_rate", "sex").values, expected, rtol=1e-12)
    plain = wb.audit_model(wb.fit_model(prepared(frame), "logistic_regression"))
    assert not np.allclose(plain.values("selection_rate", "sex").values, expected, rtol=1e-3)
    assert audit.provenance.settings["weight"] == "w"
    assert "weight" not in plain.provenance.settings


def test_audit_of_a_model_and_of_its_decisions_give_the_same_weighted_rates(frame):
    fitted = wb.fit_model(prepared(frame, weight="w"), "logistic_regression")
    rows = fitted.prepared.split.test.frame()
    decided = wb.audit_decisions(
        rows.assign(decision=fitted.decisions), decision="decision", outcome="hired", favourable_outcome="yes",
        protected=["sex"], weight="w",
    )  # fmt: skip
    audit = wb.audit_model(fitted)
    for metric in ("selection_rate", "true_positive_rate", "false_positive_rate"):
        np.testing.assert_allclose(audit.values(metric, "sex").values, decided.values(metric, "sex").values, rtol=1e-12)


def test_a_file_scored_in_batches_is_weighted_too(frame, tmp_path):
    fitted = wb.fit_model(prepared(frame, weight="w"), "logistic_regression")
    rows = fitted.prepared.split.test.frame()
    rows.to_parquet(tmp_path / "rows.parquet")
    batched = wb.audit_model(fitted, tmp_path / "rows.parquet")
    np.testing.assert_allclose(
        batched.values("selection_rate", "sex").values, wb.audit_model(fitted).values("selection_rate", "sex").values
    )


def test_other_rows_need_weights_in_each(frame):
    fitted = wb.fit_model(prepared(frame, weight="w"), "logistic_regression")
    rows = fitted.prepared.split.test.frame()
    rows.loc[rows.index[:3], "w"] = [np.nan, -1, np.inf]
    with pytest.raises(RoleError) as error:
        wb.audit_model(fitted, rows)
    assert str(error.value) == (
        "Column 'w' is the weight and is missing, negative or infinite in 3 of 120 rows.\n"
        "A weight is a number of 0 or more in each row."
    )


def test_report_of_a_weighted_audit_is_green(frame, tmp_path):
    frame.to_csv(tmp_path / "people.csv", index=False)
    data = wb.read_data(tmp_path / "people.csv", target="hired", favourable="yes", protected=["sex"], weight="w")
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
    report = wb.build_report(fitted, wb.audit_model(fitted), audience="technical")
    wb.write_report(report, tmp_path / "report.html")
    verified = wb.verify_report(tmp_path / "report.html", data=tmp_path / "people.csv")
    assert not verified.is_altered, verified
    assert "trained again" in str(verified.notes)


def test_report_of_recoded_data_is_counted_again_from_data_read_in_the_same_way(frame, tmp_path):
    frame.assign(sex=frame["sex"].where(frame.index % 7 > 0, "?")).to_csv(tmp_path / "people.csv", index=False)
    asked = {"missing": {"sex": ["?"]}, "recode": {"sex": {"f": "women", "m": "men"}}}
    roles = {"target": "hired", "favourable": "yes", "protected": ["sex"], "weight": "w"}
    data = wb.read_data(tmp_path / "people.csv", **asked, **roles)
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
    wb.write_report(wb.build_report(fitted, wb.audit_model(fitted), audience="brief"), tmp_path / "report.html")
    for source in (wb.read_data(tmp_path / "people.csv", **asked), tmp_path / "people.csv"):
        same = wb.verify_report(tmp_path / "report.html", data=source)
        assert (same.is_altered, same.has_other_data) == (False, False), same
    other = wb.read_data(tmp_path / "people.csv")
    assert wb.verify_report(tmp_path / "report.html", data=other).has_other_data
