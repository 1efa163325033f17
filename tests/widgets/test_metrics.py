"""The metric chooser: question after question, the policy that follows, the code that makes it again."""

import json
import random

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from tests.widgets.boards import ANSWERS, quiet, tell
from workbench.audit.framing.questions import QUESTIONS
from workbench.errors import InputError
from workbench.report.json_file import to_json
from workbench.widgets.metrics import MetricBoard, MetricSettings
from workbench.widgets.metrics_facts import DataFacts, facts_of
from workbench.widgets.twin import twin_html
from workbench.widgets.view import Choice, Grid, Group, Press, Said
from workbench.widgets.wire import node_json

HOSTILE = '<b>"it\'s"</b>\n\u202eabc' + "x" * 300


def board(answers=None, facts=None):
    return MetricBoard(answers or {}, facts or DataFacts())


def nodes(view):
    """Every node of a view, also those in cells."""
    yield view
    for child in getattr(view, "children", ()):
        yield from nodes(child)
    for row in getattr(view, "rows", ()):
        yield from (cell for cell in row.cells if not isinstance(cell, str))


def shown(chooser, kind):
    return [one for one in nodes(chooser.view()) if isinstance(one, kind)]


def answer(chooser, option):
    chooser.take(f"answer/{chooser.settings.question}", option)
    chooser.take_press("continue")


def ran(code, **names):
    space = {"wb": wb, **names}
    exec(code, space)  # noqa: S102 - our own code is what is tried
    return space["policy"]


def problem(chooser):
    return [one.text for one in shown(chooser, Said) if one.tone == "problem"]


# Question after question.


def test_one_question_is_asked_at_a_time_and_the_answers_stand_above_it():
    chooser = board()
    asked = []
    while chooser.settings.question:
        [choice] = shown(chooser, Choice)
        asked.append(choice.label)
        assert [row.cells[0] for grid in shown(chooser, Grid) for row in grid.rows] == asked[:-1]
        answer(chooser, ANSWERS[chooser.settings.question])
    assert asked == [one.title for one in QUESTIONS.values()]
    assert chooser.result == wb.frame_decision(ANSWERS).policy()


def test_it_says_how_many_questions_are_left_at_most():
    chooser = board({"affected": "screened", "outcome": "unknown", "stakes": "minor"})
    assert next(one.text for one in shown(chooser, Said)) == "Question 4; at most 1 more."
    answer(chooser, "few")
    assert next(one.text for one in shown(chooser, Said)) == "Question 5; the last one."


def test_nothing_is_confirmed_before_an_answer_is_marked():
    chooser = board()
    [go] = [one for one in shown(chooser, Press) if one.id == "continue"]
    assert go.off == "Choose an answer first."
    chooser.take_press("continue")
    assert problem(chooser) == ["Choose an answer first."]
    chooser.take("answer/affected", "others")
    assert [one.off for one in shown(chooser, Press)] == [""]
    assert chooser.settings.answers == ()


def test_another_answer_keeps_the_later_ones_that_are_still_asked():
    chooser = board(ANSWERS)
    chooser.take_press("again/outcome")
    assert (chooser.settings.question, chooser.settings.picked) == ("outcome", "trusted")
    answer(chooser, "unknown")
    assert dict(chooser.settings.answers) == {
        key: value if key != "outcome" else "unknown"
        for key, value in ANSWERS.items()
        if key not in ("errors", "difference", "score")
    }
    assert chooser.settings.question == ""
    chooser.take_press("again/outcome")
    answer(chooser, "trusted")
    assert chooser.settings.question == "errors"
    assert chooser.result is None
    assert chooser.python() == ""


def test_a_question_that_is_asked_again_can_be_left_as_it_was():
    chooser = board(ANSWERS)
    before = chooser.settings
    chooser.take_press("again/scarce")
    chooser.take("answer/scarce", "limited")
    chooser.take_press("leave")
    assert chooser.settings == before


@pytest.mark.parametrize("seed", range(20))
def test_however_somebody_wanders_the_answers_lead_to_what_is_shown_and_kept(seed):
    chance = random.Random(seed)  # noqa: S311 - a walk, no secret
    chooser = board()
    for _ in range(60):
        settings = chooser.settings
        if settings.question:
            chooser.take(f"answer/{settings.question}", chance.choice(QUESTIONS[settings.question].options).id)
            chooser.take_press(chance.choice(["continue", "continue", "leave"]))
        else:
            chooser.take_press(f"again/{chance.choice(settings.answers)[0]}")
        assert problem(chooser) == []
        answers = dict(chooser.settings.answers)
        if chooser.result is None:
            assert [one.id for one in wb.open_questions(answers)] == [chooser.settings.question]
        else:
            assert ran(chooser.python()) == chooser.result == wb.frame_decision(answers).policy()


# What follows.


def test_what_is_judged_says_its_limit_its_reasons_and_what_it_does_not_see():
    framing = wb.frame_decision(ANSWERS)
    cards = [one for one in shown(board(ANSWERS), Group) if one.id.startswith("judged/")]
    assert [one.id for one in cards] == [f"judged/{one.metric}" for one in framing.judged]
    for card, one in zip(cards, framing.judged, strict=True):
        said = json.dumps(node_json(card))
        assert all(json.dumps(text)[1:-1] in said for text in (one.limit, one.why, one.why_tolerance, one.ignores))
    said = json.dumps(node_json(board(ANSWERS).view()))
    for text in (*framing.conflicts, *framing.notes, *(one.why for one in framing.left_out)):
        assert json.dumps(text)[1:-1] in said


def test_conflicts_are_said_on_the_first_screen_and_as_cautions():
    chooser = board(ANSWERS)
    [group] = [one for one in shown(chooser, Group) if one.id == "conflicts"]
    assert group.look == "column"
    assert {one.tone for one in group.children} == {"caution"}
    assert len(group.children) == len(wb.frame_decision(ANSWERS).conflicts)


def test_the_reasons_stand_in_the_report():
    rng = np.random.default_rng(3)
    people = pd.DataFrame({"score": rng.random(400), "due": rng.integers(0, 2, 400)})
    people["sex"] = rng.choice(["f", "m"], 400)
    policy = board(ANSWERS).result
    audit = wb.audit_decisions(people, score="score", threshold=0.5, outcome="due", protected=["sex"], policy=policy)
    for audience in ("audit", "technical"):
        written = to_json(wb.build_report(audit, audience=audience, date="2026-11-21"))
        for one in policy.justification:
            assert json.dumps(one.answer)[1:-1] in written
            assert json.dumps(one.why)[1:-1] in written


# Code.


def test_the_code_is_plain_and_says_only_what_was_changed():
    assert board(
        {"affected": "screened", "outcome": "unknown", "stakes": "minor", "groups": "few", "law": "none"}
    ).python() == (
        """answers = {
    "affected": "screened",
    "outcome": "unknown",
    "stakes": "minor",
    "groups": "few",
    "law": "none",
}
policy = wb.frame_decision(answers).policy()"""
    )


@pytest.mark.parametrize("file", ["policy.toml", 'it\'s "mine".toml', "a'b.toml"])
def test_settings_of_the_policy_are_in_the_code_and_the_file_is_written_by_it_alone(tmp_path, monkeypatch, file):
    monkeypatch.chdir(tmp_path)
    chooser = board(ANSWERS)
    chooser.take("confidence", 0.9)
    chooser.take("minimum_n", 50.0)
    chooser.take("file", file)
    assert list(tmp_path.iterdir()) == []
    policy = ran(chooser.python())
    assert policy == chooser.result
    assert (policy.confidence, policy.minimum_n) == (0.9, 50)
    assert wb.read_policy(tmp_path / file) == policy


def test_local_law_144_is_told_which_attributes_are_sex_and_race():
    facts = DataFacts(True, {"sex": 2, HOSTILE: 5})
    chooser = board({**ANSWERS, "law": "nyc"}, facts)
    assert [one.id for one in shown(chooser, Choice)] == ["sex", "race"]
    chooser.take("race", HOSTILE)
    assert chooser.result.standards["nyc-ll144"] == {"race": HOSTILE}
    assert ran(chooser.python()) == chooser.result
    chooser.take("race", "")
    chooser.take("sex", "sex")
    assert "nyc-ll144" not in chooser.python()
    assert chooser.result == wb.frame_decision({**ANSWERS, "law": "nyc"}).policy()


def test_untouched_it_leads_to_what_the_plain_call_does():
    panel, _ = quiet(MetricBoard(ANSWERS, DataFacts()))
    assert panel.result == wb.frame_decision(ANSWERS).policy()
    assert board().result is None
    assert board().settings == MetricSettings(question="affected")


# Bad input.


@pytest.mark.parametrize(
    ("id", "value", "said"),
    [
        ("confidence", 0.5, "confidence"),
        ("confidence", None, "confidence"),
        ("confidence", "high", "confidence"),
        ("minimum_n", 0.0, "minimum_n"),
        ("minimum_n", 2.5, "minimum_n"),
        ("minimum_n", None, "minimum_n"),
        ("file", 3, "The name of the file is 3."),
        ("file", "a\nb", "The name of the file is 'a\\nb'."),
        ("sex", "nobody", "There is no control 'sex'."),
        ("answer/affected", "screened", "There is no control 'answer/affected'."),
    ],
)
def test_what_cannot_be_followed_is_said_and_changes_nothing(id, value, said):
    chooser = board(ANSWERS)
    before = chooser.settings
    chooser.take(id, value)
    assert chooser.settings == before
    [text] = problem(chooser)
    assert said in text


@pytest.mark.parametrize("value", ["nothing", "", None, ["applicants"], HOSTILE])
def test_an_answer_that_there_is_not_is_refused(value):
    chooser = board()
    chooser.take("answer/affected", value)
    assert "is no answer to this question." in problem(chooser)[0]
    assert chooser.settings.picked == ""


@pytest.mark.parametrize("id", ["again/nobody", "again/scarce", "nothing"])
def test_a_button_that_there_is_not_is_refused(id):
    chooser = board()
    chooser.take_press(id)
    assert "There is no control" in problem(chooser)[0]


def test_what_the_call_refuses():
    with pytest.raises(InputError) as error:
        wb.choose_metrics(pd.DataFrame())
    assert str(error.value) == (
        "about is a DataFrame, neither a data set nor an audit.\nGive what read_data returns, or an audit; or nothing."
    )
    with pytest.raises(InputError, match="'law' is answered, and 'affected' comes before it"):
        wb.choose_metrics(answers={"law": "eu"})


# Data.


@pytest.fixture(scope="module")
def many():
    rng = np.random.default_rng(5)
    rows = pd.DataFrame({f"column {place} {HOSTILE[:40]}": rng.random(500) + 271828 for place in range(200)})
    rows["area"] = [f"area {place} {HOSTILE}" for place in range(500)]
    rows["sex"] = rng.choice(["f", "m", None], 500)
    rows["got"] = rng.integers(0, 2, 500)
    return rows


def test_groups_are_counted_and_said_beside_the_question_about_them(many):
    data = wb.read_data(many, target="got", protected=["area", "sex"])
    assert dict(facts_of(data).n_groups) == {"area": 500, "sex": 2}
    before = {key: ANSWERS[key] for key in list(ANSWERS)[:-2]}
    said = [one.text for one in shown(board(before, facts_of(data)), Said)]
    assert "In this data: groups by area: 500; groups by sex: 2." in said
    no_groups = wb.read_data(many[["got", "sex"]], target="got")
    said = [one.text for one in shown(board(before, facts_of(no_groups)), Said)]
    assert "In this data no attribute is protected, so nothing can be compared yet." in said


def test_groups_are_those_that_the_data_set_compares(many):
    ages = many.assign(age=np.arange(500.0) % 90)
    data = wb.read_data(ages, target="got", protected=["sex", wb.bands("age", [40, 60])])
    groups = data.groups()
    assert dict(facts_of(data).n_groups) == {
        title: len(set(groups.column(title).to_pylist()) - {"unknown"}) for title in groups.column_names
    }
    assert dict(facts_of(data).n_groups) == {"sex": 2, "age": 3}


def test_an_audit_says_what_it_compares_and_whether_outcomes_are_known(many):
    audit = wb.audit_decisions(many, decision="got", protected=["sex"])
    facts = facts_of(audit)
    assert dict(facts.n_groups) == {"sex": 2}
    said = [one.text for one in shown(board({"affected": "screened"}, facts), Said)]
    assert "This data holds no outcome." in said


def test_bytes_are_few_and_no_row_is_sent(many):
    data = wb.read_data(many, target="got", protected=["area", "sex"])
    panel, sent = quiet(MetricBoard({}, facts_of(data)))
    tell(panel, kind="ready", seq=1)
    while panel.settings.question:
        question = panel.settings.question
        tell(panel, kind="change", id=f"answer/{question}", value=ANSWERS[question], seq=2)
        tell(panel, kind="press", id="continue", seq=3)
    written = [json.dumps(one) for one in sent]
    assert max(map(len, written)) < 20_000
    assert not any("271828" in one or "area 7 " in one for one in written)


def test_its_twin_can_be_read_before_and_after():
    before, after = (twin_html(board(answers).view()) for answers in ({"affected": "screened"}, ANSWERS))
    assert "Is it known afterwards which decision was right?" in before
    assert "It ignores who qualifies" in after
    assert "<script" not in before + after


def test_every_button_that_changes_an_answer_has_a_name_of_its_own():
    panel = wb.choose_metrics(answers={"affected": "applicants", "scarce": "open"})
    [grid] = [one for one in panel._board.contents() if isinstance(one, Grid)]
    about = [row.cells[-1].about for row in grid.rows]
    assert about == [row.cells[0] for row in grid.rows]
    assert len(set(about)) == 2
    panel.close()
