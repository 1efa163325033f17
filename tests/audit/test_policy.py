"""What a policy refuses: claims that are there twice, attributes that are none, too little confidence."""

import pytest

from workbench.audit.policy import Policy, Rule
from workbench.errors import InputError

RATE = "selection_rate"
ONE_OF = "Give an attribute, or two or more different ones: ('sex', 'race')."


@pytest.mark.parametrize(
    ("attributes", "text"),
    [
        ("race", "attributes is 'race'.\nGive a list, such as ['sex', ('sex', 'race')]."),
        ((("sex", "sex"),), f"attributes holds ('sex', 'sex').\n{ONE_OF}"),
        ((("sex",),), f"attributes holds ('sex',).\n{ONE_OF}"),
        (((),), f"attributes holds ().\n{ONE_OF}"),
        (("",), f"attributes holds ''.\n{ONE_OF}"),
        ((3,), f"attributes holds 3.\n{ONE_OF}"),
        (("sex", "sex"), "attributes holds sex twice.\nTake one out: each costs evidence."),
        ([["sex", "race"], ["race", "sex"]], "attributes holds race × sex twice.\nTake one out: each costs evidence."),
    ],
)
def test_attributes_that_cannot_be_compared_are_told(attributes, text):
    with pytest.raises(InputError) as error:
        Rule(RATE, 0.1, attributes=attributes)
    assert str(error.value) == text


def test_lists_of_attributes_are_as_good_as_tuples():
    rule = Rule(RATE, 0.1, attributes=["sex", ["sex", "race"]])
    assert rule == Rule(RATE, 0.1, attributes=("sex", ("sex", "race")))
    assert hash(rule) == hash(Rule(RATE, 0.1, attributes=("sex", ("sex", "race"))))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),
        ({"attributes": (("sex", "race"),)}, {"attributes": (("race", "sex"),)}),
        ({"attributes": ("sex", "race")}, {"attributes": ("age", "race")}),
        ({"leave_out": ("a", "b")}, {"leave_out": ("b", "a")}),
    ],
)
def test_a_claim_with_two_tolerances_is_told(one, other):
    with pytest.raises(InputError) as error:
        Policy([Rule(RATE, 0.05, **one), Rule(RATE, 0.1, **other)])
    assert str(error.value) == (
        "selection_rate is declared twice for the same groups, with tolerances 0.05 and 0.1.\n"
        "Take one out: each costs evidence, and the stricter one decides."
    )


@pytest.mark.parametrize("leave_out", [(("a", "b"), ("a", "b")), (("a", "b"), ("b", "a"))])
def test_a_rule_that_is_there_twice_is_told(leave_out):
    with pytest.raises(InputError) as error:
        Policy([Rule(RATE, 0.05, leave_out=names) for names in leave_out])
    assert str(error.value) == "The rule for selection_rate is there twice.\nTake one out: each costs evidence."


def test_different_claims_on_one_metric_stand_beside_each_other():
    rules = [
        Rule(RATE, 0.05),
        Rule(RATE, 0.8, scale="ratio"),
        Rule(RATE, 0.05, compare="overall"),
        Rule(RATE, 0.05, attributes=("sex",)),
        Rule(RATE, 0.05, attributes=("race",)),
        Rule(RATE, 0.1, leave_out=("a",)),
    ]
    assert Policy(rules).rules == tuple(rules)


@pytest.mark.parametrize("confidence", [0.01, 0.79, 1, 95, float("nan"), True, "0.95"])
def test_an_interval_must_be_likely(confidence):
    with pytest.raises(InputError) as error:
        Policy({RATE: 0.05}, confidence=confidence)
    assert str(error.value) == (
        f"confidence is {confidence!r}.\n"
        "Give at least 0.8 and below 1, such as 0.95: an interval of less says hardly anything."
    )
    assert Policy({RATE: 0.05}, confidence=0.8).confidence == 0.8
