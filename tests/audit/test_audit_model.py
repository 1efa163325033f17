"""The audit of one's own model finds what was put into the data, and says what it cannot see."""

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.data.examples import loans


def audited(frame, protected, *, model="logistic_regression", policy=None, **roles):
    data = wb.read_data(frame, protected=protected, **roles)
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=1)), model)
    return wb.audit_model(fitted) if policy is None else wb.audit_model(fitted, policy=policy)


@pytest.fixture(scope="module")
def frame():
    return loans(4_000, seed=3, origin_gap=0.2).frame


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("gap", [0.1, 0.2, 0.3])
def test_the_injected_gap_lies_inside_its_interval(seed, gap):
    example = loans(3_000, seed=seed, origin_gap=gap)
    audit = audited(example.frame, ["origin"], target="approved", favourable="yes")
    [description] = audit.descriptions
    assert (description.gap.lower, description.gap.higher) == ("foreign", "domestic")
    assert description.gap.difference_low <= gap <= description.gap.difference_high


def test_a_gap_that_was_not_injected_is_not_claimed():
    example = loans(20_000, seed=5, origin_gap=0.2, sex_gap=0.0)
    audit = audited(example.frame, ["sex"], target="approved", favourable="yes")
    assert "gap" not in {one.verdict for one in audit.assessments}


def test_the_model_learns_the_bias_from_the_proxy():
    example = loans(20_000, seed=5, origin_gap=0.25)
    audit = audited(example.frame, ["origin"], target="approved", favourable="yes")
    selection = audit.assessments[0]
    assert (selection.claim.metric, selection.verdict, selection.gap.lower) == ("selection_rate", "gap", "foreign")
    blind = audited(example.frame.drop(columns="district"), ["origin"], target="approved", favourable="yes")
    assert blind.assessments[0].gap.difference_high < 0.05


def test_every_row_is_counted(frame):
    audit = audited(frame, ["origin", "sex"], target="approved", favourable="yes")
    assert audit.outcomes.n_rows == len(frame)
    assert audit.decisions.n_rows == 1_200


def test_claims_are_attributes_times_metrics(frame):
    audit = audited(frame, ["origin", "sex"], target="approved", favourable="yes")
    assert [(one.claim.attribute, one.claim.metric) for one in audit.assessments] == [
        (attribute, metric)
        for attribute in ("origin", "sex")
        for metric in ("selection_rate", "true_positive_rate", "false_positive_rate")
    ]


def test_a_declared_policy_is_followed(frame):
    policy = wb.Policy({"selection_rate": 0.4}, minimum_n=10)
    audit = audited(frame, ["origin"], target="approved", favourable="yes", policy=policy)
    assert [one.verdict for one in audit.assessments] == ["within tolerance"]


def test_unknown_groups_are_a_finding(frame):
    holes = frame.copy()
    holes.loc[holes.index[:40], "origin"] = None
    holes.loc[holes.index[40:50], "origin"] = " "
    audit = audited(holes, ["origin"], target="approved", favourable="yes")
    [finding] = [one for one in audit.findings if one.code == "WB503"]
    assert finding.title == "origin is not known for 50 of 4,000 rows with an outcome"
    assert finding.value == 0.0125


def test_a_group_of_one_row_is_a_finding(frame):
    alone = frame.copy()
    alone.loc[alone.index[0], "origin"] = "elsewhere"
    audit = audited(alone, ["origin"], target="approved", favourable="yes")
    [finding] = [one for one in audit.findings if one.code == "WB502"]
    assert finding.title in {
        f"origin has 1 group with fewer than 30 rows among those held out: 'elsewhere' ({n})" for n in (0, 1)
    }
    assert finding.scope == "origin"


def test_many_small_groups_are_one_finding(frame):
    towns = frame.assign(town=[f"t{place % 600:03}" for place in range(len(frame))])
    audit = audited(towns, ["town"], target="approved", favourable="yes")
    [finding] = [one for one in audit.findings if one.code == "WB502"]
    assert finding.title.startswith("town has 600 groups with fewer than 30 rows among those held out: 't")
    assert finding.title.endswith(", and 595 more")
    assert finding.n == 1_200


def test_one_group_is_a_serious_finding(frame):
    same = frame.assign(origin="domestic")
    audit = audited(same, ["origin"], target="approved", favourable="yes")
    [finding] = [one for one in audit.findings if one.code == "WB504"]
    assert finding.severity == "serious"
    assert finding.title == "origin has only one group, so nothing can be compared"


def test_no_protected_attribute_is_no_error(frame):
    audit = audited(frame, [], target="approved", favourable="yes")
    assert repr(audit) == "Audit: no protected attribute, so nothing can be compared."
    assert audit.outcomes.n_rows == len(frame)


def test_audits_of_the_same_counts_are_equal(frame):
    one = audited(frame, ["origin"], target="approved", favourable="yes")
    other = audited(frame.copy(), ["origin"], target="approved", favourable="yes")
    assert one == other
    assert one != audited(frame, ["sex"], target="approved", favourable="yes")


def test_renaming_groups_changes_nothing_but_names(frame):
    renamed = frame.assign(origin=frame["origin"].map({"domestic": "zz", "foreign": "aa"}))
    one = audited(frame, ["origin"], target="approved", favourable="yes").descriptions[0].gap
    other = audited(renamed, ["origin"], target="approved", favourable="yes").descriptions[0].gap
    assert one.difference_low == other.difference_low
    assert (other.lower, other.higher) == ("aa", "zz")


def test_turning_the_favourable_value_round_mirrors_the_rates(frame):
    yes = audited(frame, ["origin"], target="approved", favourable="yes").descriptions[0]
    no = audited(frame, ["origin"], target="approved", favourable="no").descriptions[0]
    assert np.allclose(yes.rates.values, 1 - no.rates.values)
    assert (yes.gap.lower, yes.gap.higher) == (no.gap.higher, no.gap.lower)


def test_bands_of_age_are_audited():
    frame = pd.DataFrame({"age": [20, 30, 45, 61] * 30, "x": [0.5, 1.5, 2.5] * 40, "ok": [0, 1, 1, 0, 1] * 24})
    audit = audited(frame, [wb.bands("age", [40, 60])], target="ok")
    assert audit.descriptions[0].rates.groups == ("under 40", "40 to 59", "60 and over")
