"""The template that audits for bias: what it claims about the loans, and that it leaves a study's own model alone."""

import re

import pytest

import workbench as wb
from workbench.data.examples import load_example, loans

from .stepwise import Notebook

ID = "50-audit-bias"
WRITTEN = "The report is in audit.html. Open it from the file browser.\n"


def gaps(audit, metric):
    return {one.claim.attribute: one for one in audit.assessments if one.claim.metric == metric}


@pytest.fixture(scope="module")
def default(tmp_path_factory):
    """The template as it is, in an empty folder."""
    return Notebook(ID, tmp_path_factory.mktemp("default")).run()


def test_the_bias_that_was_put_in_is_found_and_no_other(default):
    audit, truth = default["audit"], load_example("loans").truth["gaps"]
    assert not audit.policy.declared
    by_origin, by_sex = (gaps(audit, "selection_rate")[one] for one in ("origin", "sex"))
    assert by_origin.verdict == "gap"
    assert by_origin.gap.lower == "foreign"
    assert by_origin.gap.difference_low <= truth["origin"] <= by_origin.gap.difference_high
    assert by_sex.verdict != "gap"
    assert truth["sex"] == 0 <= by_sex.gap.difference_high
    [outcome, _] = audit.descriptions
    assert abs(outcome.gap.difference - truth["origin"]) < 0.02
    assert "put in: 20 of 100 by origin, 0 by sex" in default.said["truth"]


def test_the_gap_vanishes_within_districts_and_the_lenders_does_not(default):
    [within] = [
        one for one in default["audit"].stratified if one.attribute == "origin" and one.metric == "selection_rate"
    ]
    low, high = within.reversal.within.limits
    assert low < 0 < high  # as the text says: within districts the gap all but vanishes
    assert within.reversal.aggregate.value > 0.15
    over_all, inside = re.search(r"by origin: (\d+) over all, (\d+) within", default.said["truth"]).groups()
    assert (over_all, inside) == ("21", "20")


def test_methods_are_tried_and_the_one_chosen_is_confirmed_on_rows_held_out(default):
    tried, changed = default["tried"], default["changed"]
    assert tried.attribute == "origin"
    assert [one.name for one in tried.attempts] == ["as_it_is", *default["methods"]]
    assert not any(one.error for one in tried.attempts)
    assert default["choice"].reason == "It does not look at the attribute, neither in training nor when it decides."
    assert "district" not in changed["model"].prepared.columns
    assert gaps(changed["audit"], "selection_rate")["origin"].verdict == "within tolerance"
    for metric in ("true_positive_rate", "false_positive_rate"):  # both are now higher for foreign applicants
        assert gaps(changed["audit"], metric)["origin"].gap.higher == "foreign"
    assert "WB568" in {one.code for one in tried.findings}  # as the text says
    lost = re.findall(
        r"^(.+), foreign: of [\d,]+ people \d+ gain a yes, (\d+) lose it$", default.said["trade"], re.MULTILINE
    )
    assert ("thresholds by group", "0") in lost


def test_what_is_made_is_left_in_the_study(default):
    study = wb.open_study(default.folder / "study")
    assert study.status().is_fresh
    for stage, name in (("fitted", "fitted"), ("audit", "audit"), ("mitigations", "tried"), ("mitigation", "choice")):
        assert study.load(stage) == default[name]
    assert study.load("fitted", "mitigated").title == "logistic regression, dropping proxies"
    assert study.load("audit", "mitigated") == default["changed"]["audit"]


def test_the_report_is_of_the_model_as_it_is_and_can_be_checked(default):
    assert default.said["write"] == WRITTEN
    path = default.folder / "audit.html"
    assert not wb.verify_report(path).is_altered
    text = path.read_text(encoding="utf-8")
    assert "dropping proxies" not in text
    assert "comparisons within strata" in text  # are left out, as the text says


def test_what_could_have_been_seen_is_told_of_each_comparison(default):
    lines = default.said["evidence"].splitlines()
    assert len(lines) == 2 * len(default["audit"].assessments)
    told = [int(re.search(r"less than (\d+) of", line).group(1)) for line in lines[::2]]
    assert told == [round(100 * one.visible_gap) for one in default["audit"].assessments]


def test_every_crossing_is_looked_at(default):
    groups = re.findall(r"^    (\w+ × \w+): (\d+) of 100", default.said["crossed"], re.MULTILINE)
    values = default["audit"].values("selection_rate", "origin", "sex")
    assert groups == [(name, f"{100 * value:.0f}") for name, value in zip(values.groups, values.values, strict=True)]


def test_the_policy_of_the_study_is_followed_and_its_model_audited_as_it_is(tmp_path):
    Notebook("10-frame-the-decision", tmp_path, law="none").run("parameters", "people", "answers", "write")
    study = wb.open_study(tmp_path / "study")
    data = wb.read_data(loans(900, seed=2).frame, target="approved", favourable="yes", protected=["sex"])
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=1)), "logistic_regression", threshold=0.6)
    study.save(fitted)
    run = Notebook(ID, tmp_path, methods=["reweighing"], chosen="as_it_is", reason="The gap is small.").run()
    assert run.said["model"] == f"The model is the one in the study.\n{fitted}\n"
    assert run["fitted"] == fitted
    assert run["audit"].policy == study.policy
    assert run.said["limits"] == "selection_rate: the difference is at most 0.05 between any two groups\n"
    assert run["audit"].threshold == 0.6
    assert study.load("mitigation").name == "as_it_is"
    assert run.said["truth"].startswith("Nobody knows the truth about these data.")


def test_what_was_prepared_in_the_study_is_learned_from_where_there_is_no_model(tmp_path):
    study = wb.open_study(tmp_path / "study")
    data = wb.read_data(loans(600, seed=2).frame, target="approved", favourable="yes", protected=["sex"])
    prepared = wb.prepare_data(wb.split_data(data, seed=5))
    study.save(prepared)
    run = Notebook(ID, tmp_path).run("parameters", "model")
    assert run.said["model"].startswith("The model was trained here, on the prepared data of the study.\n")
    assert study.load("fitted").prepared == prepared


def test_another_model_than_the_studys_takes_nothings_place(tmp_path):
    study = wb.open_study(tmp_path / "study")
    data = wb.read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=1)), "logistic_regression")
    study.save(fitted)
    study.save(wb.audit_model(fitted))
    loans(600, seed=2).frame.to_csv(tmp_path / "own.csv", index=False)
    own = {"data_source": "own.csv", "target": "approved", "favourable": "yes", "protected": ["sex"]}
    run = Notebook(ID, tmp_path, **own, methods=["reweighing"], chosen="reweighing", within=["purpose"]).run()
    assert study.load("fitted") == fitted
    assert study.load("audit").data_name == "admissions"
    assert study.load("fitted", "other") == run["fitted"]
    assert study.load("audit", "other").data_name == "own"
    assert study.has("audit", "other-mitigated")
    assert [one.stratum for one in run["audit"].stratified] == ["purpose"] * 3
    assert run.said["crossed"] == "There are no two attributes to cross.\n"


@pytest.mark.parametrize("kind", ["no groups", "amounts", "classes"])
def test_what_has_no_verdict_or_no_remedy_is_told_in_words(tmp_path, kind):
    table = loans(900, seed=1).frame
    roles = {"target": "approved", "favourable": "yes"}
    if kind == "amounts":
        roles = {"target": "income", "task": "regression", "protected": ["origin", "sex"]}
    if kind == "classes":
        roles = {"target": "purpose", "task": "multiclass", "favourable": "home", "protected": ["origin", "sex"]}
    data = wb.read_data(table, **roles)
    model = "ridge" if kind == "amounts" else "logistic_regression"
    study = wb.open_study(tmp_path / "study")
    study.save(wb.fit_model(wb.prepare_data(wb.split_data(data, seed=1)), model))
    run = Notebook(ID, tmp_path, within=[] if kind == "amounts" else ["district"]).run()
    assert run["tried"] is None
    assert len(run.said["try"].splitlines()) == 2  # what is wrong, and what to do
    assert run.said["choose"] == "'drop_proxy' was not tried, or failed, so nothing was chosen.\n"
    assert run.said["write"] == WRITTEN
    assert not study.has("mitigation")
    if kind == "classes":
        assert run.said["crossed"].startswith("Of several classes each is set against the rest, and crossings are not ")


def test_that_amounts_are_not_compared_within_columns_is_said(tmp_path):
    table = loans(600, seed=1).frame
    data = wb.read_data(table, target="income", task="regression", protected=["origin"])
    wb.open_study(tmp_path / "study").save(wb.fit_model(wb.prepare_data(wb.split_data(data, seed=1)), "ridge"))
    steps = ("parameters", "model", "limits", "data", "within")
    run = Notebook(ID, tmp_path, within=["district"]).run(*steps)
    assert run.said["within"] == "Amounts are not compared within columns, so within is not used.\n"
    assert Notebook(ID, tmp_path).run(*steps).said["within"] == "No column was named within which to compare.\n"


def test_a_finding_that_is_overruled_stands_in_the_report_with_its_reason(tmp_path):
    wb.open_study(tmp_path / "study").overrule("WB218", reason="The district decides which branch is in charge.")

    run = Notebook(ID, tmp_path, methods=["reweighing"], chosen="reweighing").run()
    assert "Overruled: WB218. The district decides which branch is in charge.\n" in run.said["findings"]
    assert "The district decides which branch is in charge." in (tmp_path / "audit.html").read_text(encoding="utf-8")


def test_limits_that_are_kept_after_looking_hold_from_there_on(tmp_path):
    kept = wb.Policy([wb.Rule("selection_rate", 0.3, attributes=("origin",))], changed_after_looking=True)

    def keep(id, names):
        if id == "look":
            names["audit"] = names["audit"].with_policy(kept)

    run = Notebook(ID, tmp_path, methods=["reweighing"], chosen="reweighing").run(after=keep)
    assert run["tried"].policy == run["changed"]["audit"].policy == kept
    assert wb.open_study(tmp_path / "study").load("audit").policy == kept
    assert not wb.verify_report(tmp_path / "audit.html").is_altered


def test_a_model_that_is_out_of_date_is_audited_and_said_to_be(tmp_path):
    study = wb.open_study(tmp_path / "study")
    for seed in (1, 2):
        data = wb.read_data(loans(600, seed=seed).frame, target="approved", favourable="yes", protected=["sex"])
        study.save(data)
        if seed == 1:
            study.save(wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression"))
    said = Notebook(ID, tmp_path).run("parameters", "model").said["model"]
    assert said.startswith("The model is the one in the study.\nIt is stale: ")


@pytest.mark.slow
def test_it_runs_in_a_kernel_without_a_person(run_cells, tmp_path):
    said = run_cells(ID)
    assert said["write"].startswith(WRITTEN)
    assert said["look"].startswith("How groups fare: loans")
    assert wb.open_study(tmp_path / "study").has("audit")


@pytest.mark.slow
def test_a_boosted_model_tells_the_same_story(tmp_path):
    run = Notebook(ID, tmp_path, model="boosted_trees", methods=["drop_proxy"]).run()
    assert gaps(run["audit"], "selection_rate")["origin"].verdict == "gap"
    assert gaps(run["changed"]["audit"], "selection_rate")["origin"].verdict == "within tolerance"
