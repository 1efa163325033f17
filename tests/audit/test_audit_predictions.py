"""Audits of predicted amounts: what is judged, what is said, and what is refused."""

import json

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import workbench as wb
from workbench.audit.policy import Policy, Rule
from workbench.audit.predictions import PREDICTIONS_POLICY, audit_predictions
from workbench.errors import ColumnNotFoundError, InputError, NotEnoughDataError, RoleError
from workbench.tally.tally import Tally


def wages(n=2_000, more=3.0, seed=2):
    """Men are predicted ``more`` than women with the same wage."""
    rng = np.random.default_rng(seed)
    sex = rng.choice(["f", "m"], n)
    real = rng.normal(20, 2, n)
    predicted = real + rng.normal(0, 1, n) + more * (sex == "m")
    return pd.DataFrame({"sex": sex, "region": rng.choice(["north", "south"], n), "real": real, "predicted": predicted})


def audited(frame=None, *, policy=PREDICTIONS_POLICY, **options):
    frame = wages() if frame is None else frame
    options = {"outcome": "real", "protected": ["sex"], **options}
    return audit_predictions(frame, prediction="predicted", policy=policy, **options)


def codes(audit):
    return [one.code for one in audit.findings]


def test_an_injected_difference_is_found_and_lies_in_the_interval():
    audit = audited(policy=Policy({"mean_error": 1.0, "mean_absolute_error": 4.0, "mean_outcome": 1.0}))
    error, absolute, outcome = audit.assessments
    assert (error.verdict, absolute.verdict, outcome.verdict) == ("gap", "within tolerance", "within tolerance")
    assert error.gap.difference_low <= 3.0 <= error.gap.difference_high
    assert (error.gap.lower, error.gap.higher) == ("f", "m")
    assert audit.verdict == "gap"
    assert audit.exit_code == 1
    assert repr(audit) == "Audit of 2,000 rows, 3 comparisons: 1 gap, 2 within tolerance, 0 not enough evidence."


def test_the_interval_of_a_difference_of_means_by_hand():
    """Two groups of four: squares and sums of each mean's own t limits."""
    frame = pd.DataFrame({"sex": list("ffffmmmm"), "predicted": [1.0, 2, 3, 4, 11, 12, 13, 14]})
    audit = audited(frame, outcome=None, policy=Policy({"mean_prediction": 1.0}, minimum_n=2))
    gap = audit.assessments[0].gap
    half = stats.t.ppf(0.975, 3) * np.sqrt(5 / 3 / 4)
    assert gap.difference == pytest.approx(10)
    assert gap.difference_low == pytest.approx(10 - half * np.sqrt(2))
    assert gap.difference_high == pytest.approx(10 + half * np.sqrt(2))
    assert audit.verdict == "gap"


def test_ratios_of_means_are_judged():
    rule = Rule("mean_prediction", 0.95, scale="ratio")
    audit = audited(policy=Policy([rule]))
    gap = audit.assessments[0].gap
    frame = wages()
    means = frame.groupby("sex")["predicted"].mean()
    assert gap.ratio == pytest.approx(means["f"] / means["m"])
    assert gap.ratio_low < gap.ratio < gap.ratio_high < 0.95
    assert audit.verdict == "gap"
    with pytest.raises(InputError) as refused:
        Rule("mean_error", 0.8, scale="ratio")
    assert str(refused.value) == "mean_error has no ratio: it may be 0 or less.\nDeclare a difference."


@pytest.mark.parametrize("metric", ["root_mean_squared_error", "mean_squared_error", "r2_score"])
def test_skewed_figures_are_shown_and_never_judged(metric):
    assert metric in audited().table("sex")
    with pytest.raises(InputError) as refused:
        Policy({metric: 0.5})
    assert str(refused.value) == (
        f"metric is {metric!r}, which carries no verdict: with skewed errors its interval covers 68 to 85 %, "
        "whatever the method.\nIt is shown in the audit. Declare another metric in the policy."
    )


def test_without_a_policy_only_shares_above_thresholds_are_judged_and_that_is_said():
    audit = audited(thresholds=[20, 23])
    (only,) = audit.assessments
    assert only.claim.metric == "share_above"
    assert [one.metric for one in only.families] == ["share_above[20]", "share_above[23]"]
    assert audit.verdict == "gap"
    assert not audit.policy.declared
    (finding,) = audit.findings
    assert (finding.code, finding.severity) == ("WB512", "caution")
    assert finding.title == "No limit was declared for errors, so how far their means differ is shown and not judged"
    assert finding.what_to_do == ("Declare one before looking, in that unit: policy=wb.Policy({'mean_error': …}).")
    without = audited(outcome=None)
    assert without.assessments == ()
    assert without.exit_code == 3
    assert [one.title for one in without.findings] == [
        "No limit was declared for predictions, so how far their means differ is shown and not judged",
        "share above cannot be compared: it needs predicted amounts and a threshold",
    ]


def test_the_worst_threshold_decides():
    frame = wages(4_000, more=0.0)
    frame.loc[frame["sex"] == "m", "predicted"] += np.where(frame.loc[frame["sex"] == "m", "predicted"] > 22, 50, 0)
    policy = Policy({"share_above": 0.1})
    assert audited(frame, thresholds=[20], policy=policy).verdict == "within tolerance"
    audit = audited(frame, thresholds=[20, 60], policy=policy)
    assert audit.verdict == "gap"
    assert audit.assessments[0].rates.metric == "share_above[60]"


def test_another_threshold_needs_no_rows():
    audit = audited(thresholds=[20, 23])
    assert audit.threshold == 20
    assert (audit.roles.favourable_label, audit.roles.unfavourable_label) == ("20 or more", "less than 20")
    moved = audit.at_threshold(23)
    frame = wages()
    expected = (frame["predicted"] >= 23).groupby(frame["sex"]).mean()
    assert moved.values("selection_rate", "sex").values == pytest.approx(expected.to_numpy())
    assert codes(moved) == codes(audit)


def test_another_policy_keeps_what_was_noticed():
    frame = wages()
    frame.loc[:99, "real"] = np.nan
    audit = audited(frame).with_policy(Policy({"mean_error": 1.0}))
    assert codes(audit) == ["WB511"]


def test_what_is_missing_is_counted_and_said():
    frame = wages()
    frame.loc[:99, "predicted"] = np.nan
    frame.loc[50:349, "real"] = np.nan
    frame.loc[:9, "sex"] = None
    audit = audited(frame, thresholds=[20], policy=Policy({"mean_error": 1.0}))
    assert [one.title for one in audit.findings] == [
        "100 of 2,000 rows have no prediction",
        "300 of 2,000 rows have no outcome",
        "sex is not known for 10 of 2,000 rows",
    ]
    assert audit.decisions.n_rows == 2_000
    assert audit.decisions.n_decisions == 1_900
    assert int(audit.values("mean_error", "sex").n.sum()) == 2_000 - 350
    assert audit.values("mean_prediction", "sex").groups == ("f", "m", "unknown")
    assert audit.assessments[0].verdict == "gap"


def test_a_group_without_any_prediction_is_shown_and_not_compared():
    frame = wages(300)
    frame.loc[frame["region"] == "north", "predicted"] = np.nan
    audit = audited(frame, protected=["region"], policy=Policy({"mean_prediction": 1.0}))
    found = audit.values("mean_prediction", "region")
    assert found.reason(0) == "no rows with a prediction"
    assert audit.assessments[0].reason == "fewer than two groups can be compared"
    assert audit.verdict == "not enough evidence"


def test_one_group_only_is_a_finding():
    frame = wages(100).assign(sex="f")
    audit = audited(frame, policy=Policy({"mean_error": 1.0}))
    assert codes(audit) == ["WB504"]
    assert audit.verdict == "not enough evidence"


def test_one_row_ends_in_no_evidence():
    audit = audited(wages(1), thresholds=[20], policy=Policy({"mean_error": 1.0, "share_above": 0.05}))
    assert audit.verdict == "not enough evidence"
    json.dumps(audit.to_json(), allow_nan=False)


def test_small_groups_are_never_called_within_tolerance():
    frame = wages(60, more=0.0)
    policy = Policy({"mean_prediction": 30.0}, minimum_n=50)
    assert audited(frame, policy=policy).verdict == "not enough evidence"
    assert audited(frame, policy=Policy({"mean_prediction": 30.0}, minimum_n=20)).verdict == "within tolerance"


def test_declared_claims_that_cannot_be_judged_stay_claims():
    audit = audited(outcome=None, policy=Policy({"mean_error": 1.0, "outcome_quantile_50": 1.0}))
    assert [one.verdict for one in audit.assessments] == ["not enough evidence"] * 2
    titles = [(one.code, one.severity, one.title) for one in audit.findings]
    assert titles == [
        ("WB507", "serious", "mean error cannot be compared: it needs predictions and outcomes of the same rows"),
        ("WB507", "serious", "outcome quantile 50 cannot be compared: it needs amounts that really happened"),
    ]


def test_crossings_and_strata():
    frame = wages(4_000)
    policy = Policy([Rule("mean_error", 1.0, attributes=(("sex", "region"),))])
    audit = audited(frame, protected=["sex", "region"], policy=policy)
    assert audit.assessments[0].rates.groups == ("f × north", "f × south", "m × north", "m × south")
    assert audit.verdict == "gap"
    layered = audited(frame, thresholds=[21], strata=["region"])
    (within,) = layered.stratified
    assert (within.attribute, within.stratum, within.lower, within.higher) == ("sex", "region", "f", "m")
    with pytest.raises(InputError) as refused:
        audited(frame, strata=["region"])
    assert str(refused.value) == (
        "strata is given, but no threshold.\n"
        "Within strata shares above a threshold are compared: name it, thresholds=[…]."
    )


def test_groups_may_come_from_another_table_and_a_file(tmp_path):
    frame = wages().assign(id=np.arange(2_000))
    path = tmp_path / "wages.csv"
    frame[["id", "predicted", "real"]].to_csv(path, index=False)
    frame[["id", "sex"]].to_csv(tmp_path / "people.csv", index=False)
    policy = Policy({"mean_error": 1.0})
    audit = audited(path, groups=tmp_path / "people.csv", on="id", policy=policy)
    assert audit.data_name == "wages"
    direct = audited(policy=policy)
    assert audit.values("mean_error", "sex").values == pytest.approx(direct.values("mean_error", "sex").values)


def test_json_holds_everything_that_was_found():
    audit = audited(thresholds=[20], policy=Policy({"mean_error": 1.0}))
    written = json.loads(json.dumps(audit.to_json(), allow_nan=False))
    assert written["kind"] == "predictions"
    assert written["verdict"] == "gap"
    named = {one["metric"] for one in written["metrics"]}
    assert {"mean_error", "r2_score", "share_above[20]", "prediction_quantile_50"} <= named
    back = Tally.from_json(written["tallies"]["decisions"])
    assert back.fingerprint == audit.decisions.fingerprint
    assert audited(thresholds=[20], policy=Policy({"mean_error": 1.0})) == audit


@pytest.mark.parametrize(
    ("change", "error", "text"),
    [
        (
            {"predicted": "much"},
            RoleError,
            "Column 'predicted' is the prediction and does not hold numbers.\n"
            "Name a column of amounts. Yes-or-no decisions are for audit_decisions.",
        ),
        (
            {"real": np.nan},
            NotEnoughDataError,
            "Column 'real' is the outcome and has no value at all.\nName another column.",
        ),
        (
            {"predicted": np.inf},
            InputError,
            "Column 'predicted' is the prediction and is infinite in 2,000 of 2,000 rows.\n"
            "Replace or remove these amounts: they have no mean.",
        ),
        (
            {"real": -1e70},
            InputError,
            "Column 'real' is the outcome and reaches from -1e+70 to -1e+70.\n"
            "Give amounts up to 1e+60: larger ones cannot be squared and summed. Is it coded as missing?",
        ),
    ],
)
def test_columns_that_hold_no_amounts_are_refused(change, error, text):
    with pytest.raises(error) as refused:
        audited(wages().assign(**change))
    assert str(refused.value) == text


@pytest.mark.parametrize(
    ("options", "error", "text"),
    [
        (
            {"outcome": "predicted"},
            RoleError,
            "Column 'predicted' is both the prediction and the outcome.\n"
            "Name what really happened, or leave the outcome out.",
        ),
        (
            {"protected": ["real"]},
            RoleError,
            "Column 'real' is both the outcome and an attribute whose groups are compared.\n"
            "Nothing can be compared with itself: take it out of one.",
        ),
        (
            {"protected": ["sex"], "strata": ["sex"], "thresholds": [20]},
            RoleError,
            "Two attributes are called 'sex'.\nGive each a title of its own.",
        ),
        (
            {"outcome": "reel"},
            ColumnNotFoundError,
            "Column 'reel' is not in the data. Did you mean 'real'?\n"
            "The data has 4 columns: sex, region, real, predicted.",
        ),
        (
            {"thresholds": ["high"]},
            InputError,
            "thresholds holds 'high'.\nGive numbers, such as [0.5].",
        ),
        (
            {"thresholds": 15},
            InputError,
            "thresholds is 15.\nGive a list of numbers, even of one, such as [0.5].",
        ),
        (
            {"thresholds": [float("nan")]},
            InputError,
            "thresholds holds nan.\nGive numbers, such as [0.5].",
        ),
        (
            {"on": "id"},
            InputError,
            "groups and on belong together.\nGive the other table and the column that links both.",
        ),
    ],
)
def test_calls_that_cannot_be_right_are_refused(options, error, text):
    with pytest.raises(error) as refused:
        audited(**options)
    assert str(refused.value) == text


def test_bands_and_titles_work_as_elsewhere():
    frame = wages().assign(age=np.arange(2_000) % 60 + 20)
    audit = audited(frame, protected=[wb.bands("age", [40, 60])], policy=Policy({"mean_error": 1.0}))
    assert audit.values("mean_error", "age").groups == ("under 40", "40 to 59", "60 and over")
    assert audit.verdict == "within tolerance"


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"thresholds": [1e70]}, "thresholds holds 1e+70.\nGive numbers that predictions can reach."),
        ({"thresholds": "9"}, "thresholds is '9'.\nGive a list of numbers, even of one, such as [0.5]."),
        ({"crossings": [("sex", "sex")]},
         "crossings holds ('sex', 'sex').\nGive two or more different attributes, such as [('sex', 'race')]."),
        ({"policy": "p.toml"},
         "policy is 'p.toml', which is no policy.\nRead it from its file: policy=wb.read_policy('p.toml')."),
    ],
)  # fmt: skip
def test_what_is_no_number_no_crossing_and_no_policy_is_told(options, text):
    with pytest.raises(InputError) as error:
        audited(**options)
    assert str(error.value) == text


@pytest.mark.parametrize("threshold", ["x", None, True, float("nan"), [1.0]])
def test_a_threshold_asked_for_later_is_a_number(threshold):
    with pytest.raises(InputError) as error:
        audited(thresholds=[20]).at_threshold(threshold)
    assert str(error.value) == f"threshold is {threshold!r}.\nGive a number, such as 0.5."


def test_without_a_protected_attribute_that_is_told():
    assert "WB501" in codes(audited(protected=[]))
    assert "WB501" not in codes(audited())


def test_groups_that_look_alike_are_told():
    frame = wages()
    assert "WB103" in codes(audited(frame.assign(sex=frame["sex"].where(frame.index % 3 > 0, "F"))))
    assert "WB103" not in codes(audited(frame))
