"""The template that frames a decision: what it asks, what it writes, and what it never overwrites."""

import re

import numpy as np
import pytest

import workbench as wb
from workbench.audit.framing.questions import QUESTIONS
from workbench.data.examples import loans
from workbench.errors import StudyError
from workbench.templates import find_templates

from .stepwise import Notebook

ID = "10-frame-the-decision"


def test_what_the_text_says_of_the_loans_is_what_is_shown(tmp_path):
    run = Notebook(ID, tmp_path).run()
    study = wb.open_study(tmp_path / "study")
    assert study.policy == wb.frame_decision(run["answers"]).policy()
    assert [one.metric for one in study.policy.rules] == ["selection_rate"]
    assert not study.policy.changed_after_looking
    assert run.said["answers"].endswith("\nNot asked: errors, difference, score.\n")
    yours, other = run.said["truth"].splitlines()
    assert yours == "yours: selection_rate by origin: gap, 21 of 100"
    assert other == "the other: true_positive_rate by origin: within tolerance, 0 of 100"
    assert run.said["conflict"].splitlines()[-2:] == [
        "60 of 100 good: of 100 with a yes it was right for 86",
        "40 of 100 good: of 100 with a yes it was right for 73",
    ]
    by_origin = next(line for line in run.said["seen"].splitlines() if "origin" in line)
    missed, confirmable = (int(one) for one in re.findall(r"(?:than|below) (\d+)", by_origin))
    assert missed == 12  # as the text says
    assert confirmable > 5  # the limit that follows from the answers could hardly be confirmed


def test_no_outcome_of_a_group_is_shown_before_the_limits_stand(tmp_path):
    run = Notebook(ID, tmp_path).run("parameters", "people", "answers", "judged", "left", "conflict", "seen")
    frame = run["data"].frame()
    for column in ("origin", "sex"):
        rates = 100 * frame.groupby(column)["approved"].apply(lambda one: (one == "yes").mean())
        counts = frame.groupby(column)["approved"].apply(lambda one: (one == "yes").sum())
        shown = set(re.findall(r"\d[\d,]*", "".join(run.said.values())))
        assert not shown & {f"{n:,}" for n in counts}
        assert f"{rates.max() - rates.min():.0f} of 100" not in "".join(run.said.values())


def test_the_forms_choices_are_the_questions_options():
    parameters = {one.name: one for one in find_templates().get(ID).parameters}
    for id, question in QUESTIONS.items():
        assert [one.value for one in parameters[id].choices] == [one.id for one in question.options]


def drawn_answers(n):
    rng = np.random.default_rng(3)
    options = {id: [one.id for one in question.options] for id, question in QUESTIONS.items()}
    return [{id: str(rng.choice(some)) for id, some in options.items()} for _ in range(n)]


@pytest.mark.parametrize("answers", drawn_answers(30), ids=lambda answers: "-".join(answers.values()))
def test_whatever_is_answered_becomes_a_policy_that_is_read_back(tmp_path, answers):
    run = Notebook(ID, tmp_path, sex_column="sex", race_column="origin", **answers)
    run.run("parameters", "people", "answers", "judged", "left", "conflict", "law", "write")
    policy = wb.open_study(tmp_path / "study").policy
    assert policy == run["policy"]
    asked = set(run["answers"])
    assert {id: answers[id] for id in asked} == run["answers"]
    assert run.said["judged"].count("It ignores") == len(policy.rules)
    unused = [id for id in answers if id not in asked]
    assert f"Not asked: {', '.join(unused) or 'nothing'}." in run.said["answers"]
    assert ("nyc-ll144" in policy.standards) == (answers["law"] == "nyc")


def test_how_sure_a_verdict_has_to_be_is_in_the_policy(tmp_path):
    run = Notebook(ID, tmp_path, confidence=0.9, minimum_n=50).run("parameters", "people", "answers", "write")
    assert (run["policy"].confidence, run["policy"].minimum_n) == (0.9, 50)
    assert wb.open_study(tmp_path / "study").policy == run["policy"]


def test_local_law_144_is_told_which_columns_it_compares_by(tmp_path):
    run = Notebook(ID, tmp_path, law="nyc").run("parameters", "people", "answers", "judged", "law")
    assert run.said["law"].endswith(
        "Local Law 144 compares by race, and no protected column is called 'race': say race_column.\n"
    )
    named = Notebook(ID, tmp_path, law="nyc", race_column="origin").run(
        "parameters", "people", "answers", "judged", "law"
    )
    assert "no protected column" not in named.said["law"]


def test_what_is_answered_in_the_form_counts(tmp_path):
    def keep(id, names):
        if id == "ask":
            panel = wb.choose_metrics(names["data"], answers={**names["answers"], "stakes": "life"})
            exec(panel.python(), names)  # noqa: S102 - the cell that the form writes

    run = Notebook(ID, tmp_path).run(after=keep)
    [rule] = wb.open_study(tmp_path / "study").policy.rules
    assert rule.tolerance == 0.02
    assert "at most 2 of 100" in run.said["judged"]


def test_a_policy_that_is_there_is_kept_beside_the_new_one(tmp_path):
    first = Notebook(ID, tmp_path).run("parameters", "people", "answers", "judged", "write")
    assert first.said["write"].startswith("The policy is in policy.toml of the study.\n")
    file = tmp_path / "study" / "policy.toml"
    before, when = file.read_bytes(), file.stat().st_mtime_ns
    assert first.run("write").said["write"].startswith("The study has this policy already.\n")
    assert file.stat().st_mtime_ns == when  # it is not written again
    for n, stakes in enumerate(("life", "minor"), start=1):
        said = Notebook(ID, tmp_path, stakes=stakes).run("parameters", "people", "answers", "judged", "write").said
        assert said["write"].startswith(f"The policy that was there is kept as policy-{n}.toml.\n")
    assert (tmp_path / "study" / "policy-1.toml").read_bytes() == before
    assert wb.read_policy(tmp_path / "study" / "policy-2.toml").rules[0].tolerance == 0.02
    assert wb.read_policy(file).rules[0].tolerance == 0.10


def test_limits_that_are_set_after_an_audit_say_so_for_good(tmp_path):
    cells = ("parameters", "people", "answers", "judged", "write")
    loans(400, seed=1).frame.to_csv(tmp_path / "own.csv", index=False)
    own = {"data_source": "own.csv", "target": "approved", "favourable": "yes", "protected": ["sex"]}
    Notebook(ID, tmp_path, **own).run(*cells)
    study = wb.open_study(tmp_path / "study")
    study.save(wb.audit_decisions(tmp_path / "own.csv", decision="approved", favourable="yes", protected=["sex"]))
    Notebook(ID, tmp_path, **own).run(*cells)
    assert not study.policy.changed_after_looking  # it is the one that stood before
    said = Notebook(ID, tmp_path, **own, stakes="minor").run(*cells).said["write"]
    assert said.startswith("An audit of these data was made before these limits were set.")
    assert study.policy.changed_after_looking
    Notebook(ID, tmp_path, **own, stakes="minor").run(*cells)
    assert study.policy.changed_after_looking


def test_audits_of_other_data_and_of_an_example_are_no_look_at_these(tmp_path):
    """As after the first report, which audits the bundled loans, and goes to the study as *main*."""
    cells = ("parameters", "people", "answers", "judged", "write")
    study = wb.open_study(tmp_path / "study")
    split = wb.split_data(wb.read_data("example:loans"), seed=7)
    fitted = wb.fit_model(wb.prepare_data(split), "logistic_regression")
    study.save(fitted)
    study.save(wb.audit_model(fitted))
    loans(400, seed=2).frame.to_csv(tmp_path / "other.csv", index=False)
    named = {"favourable": "yes", "protected": ["sex"]}
    study.save(wb.audit_decisions(tmp_path / "other.csv", decision="approved", **named), name="others")
    loans(400, seed=1).frame.to_csv(tmp_path / "own.csv", index=False)
    for own in ({"stakes": "minor"}, {"data_source": "own.csv", "target": "approved", **named}):
        said = Notebook(ID, tmp_path, **own).run(*cells).said["write"]
        assert "An audit of these data" not in said
        assert not study.policy.changed_after_looking
    assert study.audits_of(wb.read_data("example:loans")) == ("main",)
    assert study.audits_of(wb.read_data(tmp_path / "other.csv")) == ("others",)  # with no roles yet, and the same file
    assert study.audits_of(wb.read_data(tmp_path / "own.csv")) == ()
    assert study.has("audit", "others")


def test_ones_own_data_are_counted_and_nobody_knows_their_truth(tmp_path):
    names = {"approved": "result", "sex": "who asks"}
    loans(800, seed=1).frame.rename(columns=names).to_csv(tmp_path / "own table.csv", index=False)
    own = {"data_source": "own table.csv", "target": "result", "favourable": "yes", "protected": ["who asks"]}
    run = Notebook(ID, tmp_path, **own).run()
    assert run.said["people"].startswith("The data are own table.csv; the study keeps none yet.\n\nwho asks\n")
    assert sum(int(n) for n in re.findall(r": (\d+)$", run.said["people"], re.MULTILINE)) == 800
    assert run.said["truth"].startswith("Nobody knows the truth about these data.")
    without = Notebook(ID, tmp_path, data_source="own table.csv").run()  # no outcome is named yet
    assert without.said["seen"].startswith("This step needs an outcome, and the data set has no target.\n")
    assert without["policy"] == run["policy"]


def test_the_study_is_about_ones_own_table_from_then_on(tmp_path):
    loans(400, seed=1).frame.to_csv(tmp_path / "own.csv", index=False)
    own = {"data_source": "own.csv", "target": "approved", "favourable": "yes", "protected": ["sex"]}
    Notebook(ID, tmp_path, **own).run("parameters", "people")
    declared = wb.open_study(tmp_path / "study").declared
    assert (declared.source, declared.target, declared.protected) == ("../own.csv", "approved", ("sex",))
    for other in ({}, {"data_source": "example:loans"}):
        with pytest.raises(StudyError, match=r"The study is about 'own\.csv', and "):
            Notebook(ID, tmp_path, **other).run("parameters", "people")
    assert wb.open_study(tmp_path / "study").declared == declared


def test_the_data_of_the_study_are_taken_where_none_are_named(tmp_path):
    study = wb.open_study(tmp_path / "study")
    study.save(wb.read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"]))
    run = Notebook(ID, tmp_path).run("parameters", "people", "seen")
    assert run.said["people"].startswith("The data are those of the study.\n")
    assert run["data"].name == "admissions"
    split = wb.split_data(study.load("dataset"), test_size=0.5, seed=3)
    study.save(split)
    assert Notebook(ID, tmp_path).run("parameters", "people", "seen")["split"] == split
    assert run["split"] != split


@pytest.mark.slow
def test_it_runs_in_a_kernel_without_a_person(run_cells, tmp_path):
    said = run_cells(ID)
    assert said["ask"].startswith("What is compared, what is tolerated, and why")
    assert (tmp_path / "study" / "policy.toml").is_file()
