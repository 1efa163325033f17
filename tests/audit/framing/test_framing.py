"""From answers to a policy: every path of the tree, by hand, and what may be claimed of figures."""

from fractions import Fraction
from itertools import product

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.audit.framing.asking import answered, kept_answers, open_questions
from workbench.audit.framing.decide import frame_decision
from workbench.audit.framing.laws import LAWS
from workbench.audit.framing.metrics import METRIC_WORDS
from workbench.audit.framing.questions import FIRST, QUESTIONS
from workbench.audit.framing.result import Framing
from workbench.audit.policy import Rule
from workbench.audit.policy_file import read_policy, write_policy
from workbench.audit.standards.registry import standards_known
from workbench.errors import InputError
from workbench.report.audiences.annex import ANNEXES
from workbench.tally.metrics import CLAIMABLE

CREDIT = {
    "affected": "applicants",
    "scarce": "open",
    "outcome": "trusted",
    "errors": "refused",
    "difference": "follow",
    "score": "decision",
    "stakes": "serious",
    "groups": "few",
    "law": "none",
}


def paths(answers=None):
    """Every way through the tree."""
    answers = answers or {}
    following = open_questions(answers)
    if not following:
        return [answers]
    [question] = following
    return [path for option in question.options for path in paths({**answers, question.id: option.id})]


@pytest.fixture(scope="module")
def framings():
    return [frame_decision(path) for path in paths()]


def changed(**answers):
    return frame_decision({key: value for key, value in {**CREDIT, **answers}.items() if value})


def rules(framing):
    return [(one.rule.metric, one.rule.tolerance, one.rule.scale, one.rule.compare) for one in framing.judged]


# The tree.


def test_each_question_is_reached_and_each_answer_leads_to_one_or_to_the_end():
    asked = {question for path in paths() for question in path}
    assert asked == set(QUESTIONS)
    assert next(iter(QUESTIONS)) == FIRST
    for id, question in QUESTIONS.items():
        assert id == question.id
        assert len(question.options) >= 2
        assert len({one.id for one in question.options}) == len(question.options)
        for one in question.options:
            assert one.then in ("", *QUESTIONS)
            assert all(text.strip() and len(text) <= 160 for text in (one.title, one.help, one.why))
    assert {one.id for one in QUESTIONS["law"].options} == set(LAWS)


def test_nobody_is_asked_what_follows_already():
    assert len(paths()) == (2 + 1 + 2) * (3 * 4 * 2 + 3) * 3 * 2 * 6
    assert not any("errors" in path for path in paths() if path["outcome"] != "trusted")
    assert not any("scarce" in path for path in paths() if path["affected"] == "screened")


def test_one_question_follows_another():
    answers = {}
    for id, option in CREDIT.items():
        assert [one.id for one in open_questions(answers)] == [id]
        answers[id] = option
    assert open_questions(answers) == ()
    assert [(question.id, option.id) for question, option in answered(answers)] == list(CREDIT.items())


def test_the_order_of_answers_does_not_matter():
    backwards = dict(reversed(CREDIT.items()))
    assert frame_decision(backwards) == frame_decision(CREDIT)
    assert list(frame_decision(backwards).answers) == list(CREDIT)


def test_answers_that_are_asked_no_longer_are_dropped_on_request():
    assert kept_answers({**CREDIT, "outcome": "unknown"}) == {
        key: value
        for key, value in {**CREDIT, "outcome": "unknown"}.items()
        if key not in ("errors", "difference", "score")
    }
    assert kept_answers({"law": "eu"}) == {}


# Every path.


def test_every_path_ends_in_a_policy_that_its_file_gives_back(framings, tmp_path):
    seen = {}
    for framing in framings:
        policy = framing.policy()
        assert 1 <= len(policy.rules) <= 4
        assert {one.metric for one in framing.judged} | {one.metric for one in framing.left_out} == set(METRIC_WORDS)
        assert not {one.metric for one in framing.judged} & {one.metric for one in framing.left_out}
        assert framing.conflicts
        assert policy.justification == framing.justification
        assert [one.question for one in framing.said] == [QUESTIONS[id].title for id in framing.answers]
        seen[tuple((one.question, one.answer, one.why) for one in policy.justification[len(framing.said) :])] = policy
    assert len(seen) > 500
    for place, policy in enumerate(list(seen.values())[::40]):
        assert read_policy(write_policy(policy, tmp_path / f"{place}.toml")) == policy


def test_what_is_named_exists(framings):
    assert set(METRIC_WORDS) <= set(CLAIMABLE)
    assert {one for framing in framings for one in framing.standards} == set(standards_known())
    assert {one for framing in framings for one in framing.annexes} == set(ANNEXES)


@pytest.fixture(scope="module")
def frame():
    draw = np.random.default_rng(3)
    n = 600
    return pd.DataFrame(
        {
            "sex": draw.choice(["Male", "Female"], n),
            "race": draw.choice(["White", "Asian", "Hispanic or Latino"], n),
            "hired": draw.integers(0, 2, n),
            "good": draw.integers(0, 2, n),
            "score": draw.random(n),
        }
    )


@pytest.mark.parametrize("known", [{}, {"outcome": "good"}, {"outcome": "good", "score": "score"}])
def test_an_audit_takes_the_policy_of_every_path(framings, frame, known):
    carried = {"decision": set(), "both": {"outcome"}, "score": {"outcome", "score"}}
    policies = {}
    for framing in framings:  # one of each kind: limits of another height are judged in the same way
        policy = framing.policy()
        kind = tuple((one.metric, one.scale, one.compare) for one in policy.rules), tuple(policy.standards)
        policies.setdefault(kind, policy)
    assert len(policies) > 20
    for policy in policies.values():
        audit = wb.audit_decisions(frame, decision="hired", protected=["sex", "race"], policy=policy, **known)
        wanted = {rule.metric for rule in policy.rules}
        assert {one.claim.metric for one in audit.assessments} == wanted
        compared = {one.claim.metric for one in audit.assessments if one.gap is not None}
        assert compared == {one for one in wanted if carried[CLAIMABLE[one].needs] <= set(known)}
        assert {one.scope for one in audit.findings if one.code == "WB507"} == wanted - compared


# By hand.


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, [("true_positive_rate", 0.05, "difference", "extremes")]),
        ({"errors": "accepted", "stakes": "minor"}, [("false_positive_rate", 0.1, "difference", "extremes")]),
        ({"errors": "both", "groups": "many"}, [("equalized_odds", 0.05, "difference", "overall")]),
        (
            {"scarce": "limited", "stakes": "life"},
            [
                ("true_positive_rate", 0.02, "difference", "extremes"),
                ("selection_rate", 0.02, "difference", "extremes"),
            ],
        ),
        (
            {"difference": "unsure", "score": "read"},
            [
                ("true_positive_rate", 0.05, "difference", "extremes"),
                ("selection_rate", 0.05, "difference", "extremes"),
                ("calibration_in_the_large", 0.05, "difference", "extremes"),
            ],
        ),
        (
            {"law": "us_employment", "groups": "many"},
            [("true_positive_rate", 0.05, "difference", "overall"), ("selection_rate", 0.8, "ratio", "extremes")],
        ),
        (
            {"outcome": "unknown", "errors": "", "difference": "", "score": ""},
            [("selection_rate", 0.05, "difference", "extremes")],
        ),
        (
            {"outcome": "selective", "errors": "", "difference": "", "score": ""},
            [("precision_score", 0.05, "difference", "extremes"), ("selection_rate", 0.05, "difference", "extremes")],
        ),
        (
            {"affected": "screened", "scarce": "", "outcome": "doubtful", "errors": "", "difference": "", "score": "",
             "law": "nyc"},
            [("selection_rate", 0.8, "ratio", "extremes")],
        ),
    ],
)  # fmt: skip
def test_answers_lead_to_what_they_should(answers, expected):
    assert rules(changed(**answers)) == expected


def test_no_error_rate_is_judged_by_an_outcome_that_nobody_trusts(framings):
    for framing in framings:
        metrics = {one.metric for one in framing.judged}
        if framing.answers["outcome"] in ("unknown", "doubtful"):
            assert metrics == {"selection_rate"}
        if framing.answers["outcome"] == "selective":
            assert metrics == {"selection_rate", "precision_score"}


def test_laws_bring_their_standards_annexes_and_duties():
    nyc, eu = changed(law="nyc"), changed(law="eu")
    assert (nyc.standards, nyc.annexes) == (("nyc-ll144", "four-fifths"), ("nyc-ll144",))
    assert (eu.standards, eu.annexes) == ((), ("eu-ai-act",))
    assert "It sets no limit: four fifths is no line of that law." in nyc.notes[0]
    assert dict(nyc.policy({"nyc-ll144": {"sex": "gender"}}).standards["nyc-ll144"]) == {"sex": "gender"}
    assert [one.why for one in nyc.policy().justification if "besides" in one.question] == list(nyc.notes)
    assert [one.answer for one in nyc.justification if "besides" in one.question] == ["New York City: employment"] * 2
    assert [one.why for one in nyc.justification if "be equal" in one.question] == list(nyc.conflicts)


def test_what_a_figure_does_not_see_stands_in_the_justification():
    [reason] = [one for one in changed().policy().justification if one.question.startswith("true_positive_rate")]
    assert reason.answer == "A difference of at most 5 of 100, between any two groups."
    assert "It ignores those wrongly accepted" in reason.why
    assert reason.why.startswith("So of those who should have had a favourable decision")
    assert "A wrong decision hurts, and can be made good: where differences are judged, 5 of 100" in reason.why


@pytest.mark.parametrize(
    ("answers", "n_conflicts", "said"),
    [
        ({}, 1, "Mistakes were chosen here, so the same decision may turn out right less often in a group."),
        ({"difference": "unsure"}, 1, "Mistakes were chosen here, so the same decision may turn out right less often"),
        ({"score": "read"}, 1, "Mistakes and calibration are both judged here, so perhaps not both can be kept."),
        ({"errors": "both", "difference": "not_follow"}, 2, "unless decisions have nothing to do with outcomes."),
        ({"errors": "both", "difference": "unsure", "score": "read"}, 3, "hardly gives equal selection rates."),
        ({"difference": "alike"}, 1, "where the audit finds that they are not, it says so with finding WB513."),
        ({"outcome": "unknown", "errors": "", "difference": "", "score": ""}, 1, "which nobody can count here."),
        ({"outcome": "selective", "errors": "", "difference": "", "score": ""}, 1, "no outcome is known"),
    ],
)
def test_what_cannot_hold_together_is_said(answers, n_conflicts, said):
    framing = changed(**answers)
    assert len(framing.conflicts) == n_conflicts
    assert said in framing.conflicts[-1]


def groups_of(n):
    """Every group of n people of whom some qualify and some do not, as true and false positives and base rate."""
    for n_good in range(1, n):
        for tp, fp in product(range(n_good + 1), range(n - n_good + 1)):
            yield Fraction(n_good, n), Fraction(tp, n_good), Fraction(fp, n - n_good), Fraction(tp + fp, n), (tp, fp)


def test_what_is_said_to_contradict_does():
    groups = list(groups_of(12))
    found = 0
    for one, other in product(groups, groups):
        if one[0] == other[0] or one[1:3] != other[1:3]:
            continue  # base rates differ, and the rates of both mistakes are equal
        found += 1
        if one[3] == other[3]:  # selection rates equal too: decisions have nothing to do with outcomes
            assert one[1] == one[2]
        if sum(one[4]) and sum(other[4]):
            precision = [Fraction(tp, tp + fp) for tp, fp in (one[4], other[4])]
            if precision[0] == precision[1]:  # a favourable decision is never wrong, or never right
                assert precision[0] in (0, 1)
    assert found > 100


def test_with_one_mistake_alone_precision_may_be_equal_but_then_the_other_is_not():
    groups = list(groups_of(12))
    pairs = [
        (one, other)
        for one, other in product(groups, groups)
        if one[0] < other[0] and one[1] == other[1] > 0 and one[4][1] > 0
        and sum(other[4]) and Fraction(one[4][0], sum(one[4])) == Fraction(other[4][0], sum(other[4]))
    ]  # fmt: skip
    assert pairs
    assert all(one[2] != other[2] for one, other in pairs)


def test_outcomes_that_are_alike_make_precision_equal_with_both_mistakes():
    by_rates = {}
    for one in groups_of(8):
        if sum(one[4]):
            by_rates.setdefault(one[:3], set()).add(Fraction(one[4][0], sum(one[4])))
    assert all(len(found) == 1 for found in by_rates.values())


# What is refused.


@pytest.mark.parametrize(
    ("answers", "text"),
    [
        (
            {"afected": "applicants"},
            "question is 'afected'.\nAllowed are: 'affected', 'scarce', 'outcome', 'errors', 'difference', 'score', "
            "'stakes', 'groups', 'law'. Did you mean 'affected'?",
        ),
        (
            {"affected": "aplicants"},
            "affected is 'aplicants'.\nAllowed are: 'applicants', 'screened', 'others'. Did you mean 'applicants'?",
        ),
        ({"affected": None}, "affected is None.\nAllowed are: 'applicants', 'screened', 'others'."),
        (["affected"], "answers is ['affected'].\nGive an option for each question: {'affected': 'applicants'}."),
        (
            {"affected": "screened", "scarce": "open"},
            "'scarce' is answered, and is not asked as 'affected' is answered.\nTake it out.",
        ),
        (
            {**CREDIT, "outcome": "unknown"},
            "'errors' is answered, and is not asked as 'affected', 'scarce', 'outcome', 'stakes', 'groups', 'law' are "
            "answered.\nTake it out.",
        ),
        (
            {"affected": "screened", "law": "eu"},
            "'law' is answered, and 'outcome' comes before it.\nAnswer 'outcome', or take 'law' out.",
        ),
        ({"law": "eu"}, "'law' is answered, and 'affected' comes before it.\nAnswer 'affected', or take 'law' out."),
    ],
)
def test_what_is_no_answer_is_refused(answers, text):
    for call in (open_questions, frame_decision):
        with pytest.raises(InputError) as error:
            call(answers)
        assert str(error.value) == text


def test_an_open_question_is_asked_and_not_guessed():
    for answers in ({}, {key: CREDIT[key] for key in list(CREDIT)[:-1]}):
        with pytest.raises(InputError) as error:
            frame_decision(answers)
        assert str(error.value).startswith(f"The question {'law' if answers else 'affected'!r} is open: ")


def test_options_of_a_standard_that_does_not_apply_are_refused():
    with pytest.raises(InputError) as error:
        changed(law="nyc").policy({"four_fifths": {}})
    assert str(error.value) == (
        "options names 'four_fifths', which is none of the standards that apply.\nThose are: nyc-ll144, four-fifths."
    )
    with pytest.raises(InputError) as error:
        changed().policy({"four-fifths": {}})
    assert str(error.value).endswith("\nNone does.")


def test_it_says_what_it_is():
    framing = changed(law="nyc")
    assert repr(framing) == (
        "Framing: judged by true_positive_rate, selection_rate; standards: nyc-ll144, four-fifths."
    )
    assert isinstance(framing, Framing)
    with pytest.raises(TypeError):
        framing.answers["law"] = "eu"
    assert framing.policy(confidence=0.99, minimum_n=50).settings()["minimum_n"] == 50
    assert framing.policy().rules[0] == Rule("true_positive_rate", 0.05)
