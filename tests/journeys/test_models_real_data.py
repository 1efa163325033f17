"""Two real tables are modelled and explained, and what is said is what the file and the coefficients say."""

import csv
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.special import logit
from sklearn.base import clone
from sklearn.metrics import accuracy_score, roc_auc_score

import workbench as wb

REPOSITORY = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("WORKBENCH_REAL_DATA", REPOSITORY.parent / "shared" / "data"))

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no folder {FOLDER}: set WORKBENCH_REAL_DATA"),
]

CENSUS = {
    "target": "Y",
    "favourable": ">50K",
    "protected": ["sex"],
    "missing": {name: ["?"] for name in ("workclass", "occupation", "native-country")},
}
CLASSES = ["<=50K", ">50K"]
MORTGAGES = {
    "target": "deny",
    "favourable": "no",
    "favourable_label": "approved",
    "unfavourable_label": "denied",
    "protected": ["afam"],
    "id": "rownames",
}


def prepared_from(data):
    split = wb.split_data(data, seed=7)
    return wb.prepare_data(split, wb.suggest_recipe(split))


def parts_by_coefficients(fitted, rows, background):
    """Shapley values of a logistic regression: coefficient times distance from the mean, summed by original column."""
    prepare, model = (step for _, step in fitted.pipeline.steps)
    here, there = (np.asarray(prepare.transform(one), dtype=float) for one in (rows, background))
    derived = model.coef_[0] * (here - there.mean(axis=0))
    columns, sources = fitted.prepared.columns, fitted.prepared.sources
    return np.column_stack([derived[:, [one == (name,) for one in sources]].sum(axis=1) for name in columns])


# The census: learned from the one official file, tested on the other.


@pytest.fixture(scope="module")
def learned():
    """Logistic regression on seven tenths of the official training file."""
    return wb.fit_model(prepared_from(wb.read_data(FOLDER / "adult_train.csv", **CENSUS)), "logistic_regression")


@pytest.fixture(scope="module")
def official():
    """The official test file, whose outcomes end in full stops."""
    same = {"Y": {">50K.": ">50K", "<=50K.": "<=50K"}}
    return wb.read_data(FOLDER / "adult_test.csv", recode=same, **CENSUS)


@pytest.fixture(scope="module")
def tested(learned, official):
    """The same pipeline, fitted on every row of the training file, and tested on the official test file."""
    prepared, train = learned.prepared, learned.prepared.split.data
    pipeline = clone(learned.pipeline).fit(prepared.raw_frame(train), train.targets())
    return wb.Fitted.from_estimator(pipeline, official, classes=CLASSES, title="logistic regression")


@pytest.fixture(scope="module")
def explanation(tested):
    return wb.explain_model(tested, seed=7)


def outcomes_of_the_test_file():
    with (FOLDER / "adult_test.csv").open(newline="") as file:
        return [row["Y"] == ">50K." for row in csv.DictReader(file, skipinitialspace=True)]


def test_accuracy_on_the_official_test_file_is_the_known_one(tested):
    right, said = np.array(outcomes_of_the_test_file()), tested.metric("accuracy")
    assert said.n == len(right) == 16_281
    assert said.value == accuracy_score(right, tested.scores >= 0.5) == tested.performance.accuracy
    assert said.value == pytest.approx(0.846, abs=0.005)
    assert said.low < 0.846 < said.high
    assert tested.performance.baseline_accuracy == pytest.approx(12_435 / 16_281)
    assert tested.metric("roc_auc").value == pytest.approx(roc_auc_score(right, tested.scores), abs=1e-12)
    assert [one.code for one in tested.findings] == ["WB307"]  # nobody can see what it learned from


def test_model_from_its_file_does_the_same_on_the_official_test_file(learned, official, tmp_path):
    saved = wb.save_model(learned, tmp_path / "census.skops")
    again = wb.Fitted.from_estimator(wb.read_model(saved.path), official)
    frame = learned.prepared.raw_frame(official)
    assert np.array_equal(again.scores, learned.pipeline.predict_proba(frame)[:, 1])
    assert again.performance.accuracy == pytest.approx(0.846, abs=0.005)


@pytest.mark.slow
def test_boosted_trees_are_better_and_nothing_is_judged_by_three_folds(learned):
    contest = wb.compare_models(
        learned.prepared,
        ["logistic_regression", "boosted_trees"],
        metric="accuracy",
        margin=0.01,
        n_folds=3,
        n_repeats=1,
        seed=7,
    )
    names = [one.name for one in contest.entries]
    assert names == ["boosted_trees", "logistic_regression", "baseline"]
    trees, logistic, baseline = (one.scores[0] for one in contest.entries)
    assert trees.mean > logistic.mean + 0.01
    assert logistic.interval[0] < 0.846 < logistic.interval[1]
    assert baseline.mean == pytest.approx(0.759, abs=0.001)  # 24,720 of 32,561 earn no more than 50,000
    assert {one.verdict for one in contest.entries} == {""}
    assert "There are 3 folds, and a verdict needs 50 or more" in contest.why


def test_explanation_adds_up_and_is_the_coefficients_own(tested, explanation):
    found = explanation.attribution
    assert (found.scale, found.method) == ("log-odds", "coefficients")
    total = found.base + found.values.sum(axis=1)
    np.testing.assert_allclose(total, logit(tested.scores[explanation.rows]), atol=1e-8)
    rows = tested.prepared.raw_frame(tested.prepared.split.test)
    np.testing.assert_allclose(
        found.values, parts_by_coefficients(tested, rows.iloc[explanation.rows], rows), atol=1e-8
    )
    order = [one.column for one in explanation.importances]
    assert order[:2] == ["marital-status", "education-num"]
    assert order[-2:] == ["fnlwgt", "race"]  # a sampling weight, and little
    for one in explanation.importances:
        mean = np.abs(found.values[:, found.columns.index(one.column)]).mean()
        assert one.low < mean < one.high
        assert one.value == pytest.approx(mean, rel=1e-6)


def test_gap_between_the_sexes_is_carried_by_what_stands_for_them(tested, explanation, official):
    groups = wb.explain_groups(explanation, "sex", reference="Male")
    [gap] = groups.gaps
    women = (official.frame(["sex"])["sex"] == "Female").to_numpy()[explanation.rows]
    said = logit(tested.scores[explanation.rows])
    assert (gap.group, gap.n, gap.n_reference) == ("Female", women.sum(), (~women).sum())
    assert gap.gap.value == pytest.approx(said[women].mean() - said[~women].mean(), abs=1e-8)
    assert sum(one.carried.value for one in gap.columns) == pytest.approx(gap.gap.value, abs=1e-8)
    assert gap.gap.high < 0
    first = gap.columns[0]
    assert first.column == "marital-status"
    assert first.is_proxy
    assert 0.5 < first.share < 0.75
    assert not gap.column("education-num").carried.is_clear  # both have learned as long
    assert "WB409" in [one.code for one in groups.findings]


def test_effects_are_the_mean_predictions_with_everybody_given_one_value(tested):
    columns = ["education-num", "age"]
    effects = wb.explain_effects(tested, columns, n_rows=20_000, n_points=5)
    assert effects.n_rows == 16_281
    frame = tested.prepared.raw_frame(tested.prepared.split.test)
    for name in columns:
        for point in effects.of(name).points:
            by_hand = tested.pipeline.predict_proba(frame.assign(**{name: float(point.value)}))[:, 1].mean()
            assert point.mean == pytest.approx(by_hand, abs=1e-9), (name, point.label)
            assert point.low <= point.mean <= point.high
    assert [effects.of(name).direction for name in columns] == ["rises", "rises"]


# The mortgages.


@pytest.fixture(scope="module")
def mortgages():
    return wb.fit_model(
        prepared_from(wb.read_data(FOLDER / "boston_hmda.csv", **MORTGAGES)), "logistic_regression", seed=7
    )


@pytest.fixture(scope="module")
def refused(mortgages):
    """The places of the first held-out applicants whom the model refuses."""
    return np.flatnonzero(mortgages.decisions == 0)[:4]


@pytest.mark.slow
def test_a_contest_with_enough_folds_says_how_sure_it_is(mortgages):
    contest = wb.compare_models(
        mortgages.prepared, ["logistic_regression"], metric="log_loss", margin=0.01, n_folds=5, n_repeats=10, seed=7
    )
    top = contest.entries[0]
    assert (contest.n_done, contest.best.name, top.verdict) == (50, "logistic_regression", "clearly better")
    assert top.against_baseline.interval[0] > 0.01


@pytest.mark.parametrize("model", ["logistic_regression", "boosted_trees"])
def test_credit_history_and_ratios_matter_more_than_school_and_kind_of_house(mortgages, model):
    fitted = mortgages if model == mortgages.model else wb.fit_model(mortgages.prepared, model, seed=7)
    explanation = wb.explain_model(fitted, seed=7)
    found = explanation.attribution
    np.testing.assert_allclose(found.base + found.values.sum(axis=1), logit(fitted.scores[explanation.rows]), atol=1e-6)
    places = {one.column: place for place, one in enumerate(explanation.importances)}
    assert {"chist", "pirat", "lvrat"} <= {name for name, place in places.items() if place < 4}
    assert min(places["hschool"], places["condomin"]) >= 9
    ranks = {one.column: (one.rank_low, one.rank_high) for one in explanation.importances}
    assert all(low <= places[name] + 1 <= high for name, (low, high) in ranks.items())
    assert ranks["pirat"][0] < ranks["pirat"][1]  # not settled with 714 rows, and said so
    assert "is not settled" in explanation.why_stopped


def test_what_is_lost_without_a_column_names_the_refused_insurance(mortgages):
    """Few were refused insurance, and nearly all of them a loan: it moves few predictions and makes them right."""
    with (FOLDER / "boston_hmda.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["insurance"] == "yes"]
    assert (len(rows), sum(row["deny"] == "yes" for row in rows)) == (48, 44)
    explanation = wb.explain_model(mortgages, seed=7)
    permuted = wb.permute_columns(explanation, seed=7)
    by_shapley = [one.column for one in explanation.importances]
    by_loss = [name for one in permuted.entries for name in one.columns]
    assert by_shapley.index("insurance") > 4
    assert by_loss.index("insurance") < 4
    assert repr(permuted).endswith("with Shapley values: disagree.")


@pytest.mark.parametrize("method", ["A", "B"])
def test_principal_reasons_are_the_largest_shortfalls_by_the_coefficients(mortgages, refused, method):
    train, test = (mortgages.prepared.raw_frame(one) for one in (mortgages.prepared.split.train, held_out(mortgages)))
    background = train
    if method == "A":  # the tenth of those who pass that is nearest to the threshold
        scores = mortgages.pipeline.predict_proba(train)[:, 1]
        last = np.sort(scores[scores >= 0.5])[: -(-int((scores >= 0.5).sum()) // 10)][-1]
        background = train[(scores >= 0.5) & (scores <= last)]
    parts = parts_by_coefficients(mortgages, test.iloc[refused], background)
    for row, own in zip(refused, parts, strict=True):
        found = wb.explain_person(mortgages, int(row), method=method)
        assert not found.is_favourable
        assert found.attribution.n_background == len(background)
        order = np.argsort(own)
        names = [mortgages.prepared.columns[place] for place in order]
        assert 1 <= len(found.reasons) <= 4
        assert [one.column for one in found.reasons] == names[: len(found.reasons)]
        np.testing.assert_allclose(
            [one.contribution for one in found.reasons], own[order][: len(found.reasons)], atol=1e-8
        )
        left = own[order][len(found.reasons) :]
        if len(found.reasons) < 4:  # no more only where no more say so, or hardly
            assert left[0] > own[own < 0].sum() / 100
        assert all(one.share >= 0.01 for one in found.reasons)


def test_what_would_turn_a_refusal_does_when_the_model_is_asked(mortgages, refused):
    row = int(refused[0])
    found = wb.find_counterfactuals(mortgages, row, directions={"lvrat": "down"}, immutable=["single"])
    assert found.found
    own = mortgages.prepared.raw_frame(held_out(mortgages)).iloc[[row]]
    assert mortgages.pipeline.predict_proba(own)[0, 1] < 0.5
    for one in found.found:
        asked = own.assign(**{change.column: change.value for change in one.changes})
        score = mortgages.pipeline.predict_proba(asked)[0, 1]
        assert score >= 0.5
        assert score == pytest.approx(one.score, abs=1e-12)
        assert not {"single", "afam"} & set(one.columns)
        assert all(change.value <= own["lvrat"].iloc[0] for change in one.changes if change.column == "lvrat")


def test_a_stricter_threshold_falls_harder_on_black_applicants_and_that_is_said_first(mortgages):
    choice = wb.choose_threshold(mortgages, share=0.7, seed=7)
    n = mortgages.prepared.split.train.n_rows
    assert (choice.n, choice.n_selected) == (n, n * 7 // 10)  # never more than there is room for
    frame = choice.frame()
    rates = frame[frame["metric"] == "selection_rate"].set_index("group")
    learned_from = mortgages.prepared.split.train.frame(["afam"])["afam"].value_counts()
    assert rates["n"].to_dict() == learned_from.to_dict()
    for moment, total in (("before", choice.n_selected_before), ("after", choice.n_selected)):
        assert (rates["n"] * rates[moment]).sum() == pytest.approx(total)
    assert rates.loc["yes", "change_high"] < rates.loc["no", "change_low"] < 0
    assert [one.code for one in choice.findings] == ["WB312", "WB312"]
    assert mortgages.threshold == 0.5  # not accepted yet
    accepted = choice.accept()
    assert np.array_equal(accepted.decisions, mortgages.scores >= choice.threshold)
    assert {"WB312"} <= {one.code for one in accepted.findings}


def test_accepted_threshold_is_what_the_audit_sees(mortgages):
    accepted = wb.choose_threshold(mortgages, costs={"false_favourable": 5, "false_unfavourable": 1}, seed=7).accept()
    audit = wb.audit_model(accepted)
    groups = held_out(mortgages).frame(["afam"])["afam"].to_numpy()
    [selection] = [one for one in audit.assessments if one.claim.metric == "selection_rate"]
    by_hand = pd.Series(accepted.decisions).groupby(groups).mean()
    assert dict(zip(selection.rates.groups, selection.rates.values, strict=True)) == pytest.approx(by_hand.to_dict())
    assert selection.verdict == "gap"


def held_out(fitted):
    return fitted.prepared.split.test
