"""Decisions of anybody, with no model at hand; and every entrance says the same of the same rows."""

import numpy as np
import pandas as pd
import pytest

from workbench.audit.counts import audit_counts
from workbench.audit.decisions import audit_decisions
from workbench.audit.entrances import audit_model
from workbench.audit.policy import Policy, Rule
from workbench.data.examples import loans
from workbench.data.read import read_data
from workbench.data.roles import attribute, bands
from workbench.data.split import split_data
from workbench.errors import ColumnNotFoundError, InputError, NotEnoughDataError, RoleError, SourceError
from workbench.modeling.fit import fit_model
from workbench.preparation.prepare import prepare_data


@pytest.fixture
def people(rng):
    n = 3_000
    scores = rng.uniform(size=n).round(3)
    return pd.DataFrame(
        {
            "sex": rng.choice(["f", "m"], n),
            "race": rng.choice(["a", "b", "c"], n, p=[0.5, 0.4, 0.1]),
            "age": rng.integers(18, 80, n),
            "branch": rng.choice(["north", "south"], n),
            "score": scores,
            "hired": np.where(scores >= 0.5, "yes", "no"),
            "stayed": np.where(rng.uniform(size=n) < scores, "yes", "no"),
            "weight": rng.uniform(0.5, 2, n),
        }
    )


def audited(frame, **how):
    given = {"decision": "hired", "favourable": "yes", "protected": ["sex", "race"]} | how
    return audit_decisions(frame, **given)


def rates_by_hand(frame, group, hit, among=None):
    rows = frame if among is None else frame[among(frame)]
    return rows.groupby(group)[hit].apply(lambda values: (values == "yes").mean())


def test_rates_by_hand(people):
    audit = audited(people, outcome="stayed")
    for metric, hit, among in (
        ("selection_rate", "hired", None),
        ("true_positive_rate", "hired", lambda rows: rows["stayed"] == "yes"),
        ("false_positive_rate", "hired", lambda rows: rows["stayed"] == "no"),
        ("precision_score", "stayed", lambda rows: rows["hired"] == "yes"),
        ("base_rate", "stayed", None),
    ):
        values = audit.values(metric, "race")
        expected = rates_by_hand(people, "race", hit, among)
        assert dict(zip(values.groups, values.values, strict=True)) == pytest.approx(expected.to_dict(), abs=1e-12)
    assert audit.kind == "decisions"
    assert audit.decisions.n_rows == len(people)


def test_a_score_with_a_threshold_is_a_decision(people):
    given = audited(people, outcome="stayed")
    scored = audited(
        people, decision=None, favourable=None, score="score", threshold=0.5, outcome="stayed", favourable_outcome="yes"
    )
    assert scored.decisions.n.tolist() == given.decisions.n.tolist()
    assert [one.verdict for one in scored.assessments] == [one.verdict for one in given.assessments]
    assert scored.threshold == 0.5


def test_moving_the_threshold_is_auditing_again(people):
    first = audited(
        people, decision=None, favourable=None, score="score", threshold=0.5, outcome="stayed", favourable_outcome="yes"
    )
    for threshold in (0.1, 0.33, 0.9):
        moved = first.at_threshold(threshold)
        anew = audited(
            people,
            decision=None,
            favourable=None,
            score="score",
            threshold=threshold,
            outcome="stayed",
            favourable_outcome="yes",
        )
        assert moved.decisions.n.tolist() == anew.decisions.n.tolist()
        assert [one.gap for one in moved.assessments] == [one.gap for one in anew.assessments]
    assert first.threshold == 0.5


def test_rows_counts_and_a_model_agree_where_they_say_the_same(people):
    table = (
        people.groupby("sex")["hired"].agg(selected=lambda values: (values == "yes").sum(), total="size").reset_index()
    )
    by_rows, by_counts = audited(people, protected=["sex"]), audit_counts(table)
    assert by_rows.decisions.n.tolist() == by_counts.decisions.n.tolist()
    assert by_rows.assessments[0].gap == by_counts.assessments[0].gap
    example = loans(2_000, seed=3)
    fitted = fit_model(
        prepare_data(split_data(read_data(example.frame, **example.roles), seed=3)), "logistic_regression"
    )
    of_model = audit_model(fitted)
    test = fitted.prepared.split.test
    held_out = test.frame().assign(decided=fitted.decisions)
    of_rows = audit_decisions(
        held_out,
        decision="decided",
        outcome="approved",
        favourable_outcome="yes",
        protected=list(example.roles["protected"]),
    )
    assert of_rows.decisions.n.tolist() == of_model.decisions.n.tolist()
    assert [one.gap for one in of_rows.assessments] == [one.gap for one in of_model.assessments]
    again = audit_model(fitted, held_out.drop(columns="decided"))
    assert again.decisions.n.tolist() == of_model.decisions.n.tolist()


def test_the_injected_gap_is_found_and_inside_the_interval():
    """For twenty tables: the gap is always found, and its size is in the interval as often as 95 % promise."""
    policy = Policy({"selection_rate": 0.05})
    covered = 0
    for seed in range(20):
        example = loans(5_000, seed=seed)
        audit = audit_decisions(
            example.frame, decision="approved", favourable="yes", protected=["origin", "sex"], policy=policy
        )
        origin, sex = audit.assessments
        assert origin.verdict == "gap"
        assert (origin.gap.lower, origin.gap.higher) == ("foreign", "domestic")
        covered += origin.gap.difference_low < example.truth["gaps"]["origin"] < origin.gap.difference_high
        assert sex.verdict != "gap"
    assert covered >= 17


def test_the_admissions_example_shows_the_reversal():
    audit = audit_decisions(
        "example:admissions", decision="admitted", favourable="yes", protected=["sex"], strata=["department"]
    )
    assert audit.decisions.n_rows == 4526
    assert audit.stratified[0].is_reversed
    assert "WB505" in [finding.code for finding in audit.findings]


def test_groups_may_come_from_another_table(people):
    rows = people.assign(person=np.arange(len(people)))
    groups = rows[["person", "sex", "race"]].sample(frac=1, random_state=1).iloc[:-100]
    audit = audit_decisions(
        rows.drop(columns=["sex", "race"]),
        decision="hired",
        favourable="yes",
        protected=["sex"],
        groups=groups,
        on="person",
    )
    values = audit.values("selection_rate", "sex")
    assert values.groups == ("f", "m", "unknown")
    assert values.n[-1] == 100
    assert values.n.sum() == len(people)
    with pytest.raises(RoleError) as error:
        audit_decisions(rows.drop(columns="sex"), decision="hired", favourable="yes", protected=["sex"],
                        groups=pd.concat([groups, groups.iloc[:1]]).drop(columns="race"), on="person")  # fmt: skip
    assert str(error.value) == (
        "Column 'person' of the groups has some value twice, so it is not clear whose group is meant.\n"
        "Give one row for each."
    )


def test_frequency_weights_are_counts(people):
    times = np.random.default_rng(5).integers(0, 4, len(people))
    weighted = audited(people.assign(times=times), weight="times", weight_kind="frequency", outcome="stayed")
    repeated = audited(people.loc[people.index.repeat(times)], outcome="stayed")
    assert weighted.decisions.n_rows == times.sum()
    assert [one.gap for one in weighted.assessments] == [one.gap for one in repeated.assessments]


def test_sampling_weights_move_the_rate_and_widen_the_interval(people):
    plain, weighted = audited(people), audited(people, weight="weight")
    values, before = weighted.values("selection_rate", "sex"), plain.values("selection_rate", "sex")
    for place, group in enumerate(values.groups):
        rows = people[people["sex"] == group]
        expected = np.average(rows["hired"] == "yes", weights=rows["weight"])
        assert values.values[place] == pytest.approx(expected, abs=1e-12)
    widths = [float(np.sum(one.limits.high - one.limits.low)) for one in (values, before)]
    assert widths[0] > widths[1]
    equal = audited(people.assign(weight=2.0), weight="weight").values("selection_rate", "sex")
    assert equal.values == pytest.approx(before.values, abs=1e-12)
    assert equal.limits.low == pytest.approx(before.limits.low, abs=1e-3)


def test_more_than_two_decisions_are_looked_at_one_by_one(people):
    grades = people.assign(grade=np.digitize(people["score"], [0.3, 0.7]).astype(str))
    audit = audit_decisions(
        grades, decision="grade", protected=["race"], multiclass=True, policy=Policy({"selection_rate": 0.05})
    )
    one = audit.assessments[0]
    assert [values.metric for values in one.families] == [f"selection_rate[{grade}]" for grade in "012"]
    for values, grade in zip(one.families, "012", strict=True):
        expected = grades.groupby("race")["grade"].apply(lambda column, grade=grade: (column == grade).mean())
        assert list(values.values) == pytest.approx(list(expected), abs=1e-12)
    assert set(audit.table("race")) >= {"selection_rate[0]", "selection_rate[1]", "selection_rate[2]"}


def test_selective_labels_are_told_with_numbers(people):
    known = people.assign(stayed=people["stayed"].where(people["hired"] == "yes"))
    audit = audited(known, outcome="stayed", favourable_outcome="yes")
    (finding,) = [one for one in audit.findings if one.code == "WB509"]
    lost = int((people["hired"] == "no").sum())
    assert finding.severity == "serious"
    assert f"{lost:,} of {lost:,} with decision 'unfavourable'" in finding.title
    assert audit.decisions.n_rows == len(people)
    assert audit.values("selection_rate", "sex").n.sum() == len(people)
    assert audit.values("precision_score", "sex").n.sum() == len(people) - lost


@pytest.mark.parametrize("missing", [None, float("nan"), "", " ", "unknown"])
def test_every_way_of_saying_nothing_is_the_group_unknown(people, missing):
    people["sex"] = people["sex"].astype(object)
    people.loc[:99, "sex"] = missing
    audit = audited(people, protected=["sex"])
    values = audit.values("selection_rate", "sex")
    assert values.groups == ("f", "m", "unknown")
    assert values.n[-1] == 100
    assert values.n.sum() == len(people)
    assert audit.assessments[0].gap.n_groups == 2
    assert "WB503" in [finding.code for finding in audit.findings]


def test_bands_labels_and_crossings(people):
    audit = audited(
        people,
        protected=[bands("age", [40, 60]), attribute("sex", labels={"f": "women", "m": "men"})],
        crossings=[("age", "sex")],
    )
    assert audit.values("selection_rate", "age").groups == ("under 40", "40 to 59", "60 and over")
    assert audit.values("selection_rate", "age", "sex").groups[:3] == (
        "under 40 × women",
        "under 40 × men",
        "40 to 59 × women",
    )


def test_one_group_and_no_group_are_findings(people):
    audit = audited(people.assign(sex="f"), protected=["sex"])
    assert audit.verdict == "not enough evidence"
    assert audit.exit_code == 3
    assert "WB504" in [finding.code for finding in audit.findings]
    assert repr(audited(people, protected=[])) == "Audit: no protected attribute, so nothing can be compared."


@pytest.mark.parametrize(
    ("change", "how", "kind", "text"),
    [
        ({}, {"decision": "hird"}, ColumnNotFoundError,
         "Column 'hird' is not in the data. Did you mean 'hired'?\n"
         "The data has 8 columns: sex, race, age, branch, score, and 3 more."),
        ({"hired": "maybe"}, {}, NotEnoughDataError,
         "Column 'hired' has only one value, 'maybe'.\n"
         "There is nothing to compare: two values are needed, one of them good for the person."),
        ({}, {"decision": "race", "protected": ["sex"]}, RoleError,
         "Column 'race' has 3 values: 'a', 'b', 'c'.\n"
         "A decision has two: join values, or give multiclass=True to look at each value against the rest."),
        ({}, {"decision": "score", "protected": ["sex"], "favourable": None}, InputError,
         "Column 'score' has 954 different values; 100 is the most for decisions, outcomes and groups.\n"
         "Is it a score? Name it as score='…' with thresholds. Or join values into fewer."),
        ({}, {"favourable": None}, RoleError,
         "Nobody said which value of 'hired' is good for the person: 'no' or 'yes'.\n"
         "Say it, for example favourable='yes'. It decides the direction of every comparison."),
        ({}, {"favourable": "Yes"}, RoleError,
         "favourable, a value of column 'hired', is 'Yes'.\nAllowed are: 'no', 'yes'. Did you mean 'yes'?"),
        ({}, {"decision": None}, InputError,
         "decision is missing.\nName the column of decisions; or a score and a threshold; or at least an outcome."),
        ({}, {"threshold": 0.5, "score": "score"}, InputError,
         "Both decision and threshold are given, so it is not clear what decides.\n"
         "Leave out the decision to audit the threshold, or name the threshold among thresholds=[…]."),
        ({}, {"protected": ["hired"]}, RoleError,
         "Column 'hired' is both the decision and an attribute whose groups are compared.\n"
         "Nothing can be compared with itself: take it out of one."),
        ({}, {"strata": ["sex"]}, RoleError, "Two attributes are called 'sex'.\nGive each a title of its own."),
        ({}, {"groups": pd.DataFrame({"id": [1]})}, InputError,
         "groups and on belong together.\nGive the other table and the column that links both."),
        ({"score": 1.5}, {"score": "score"}, InputError,
         "Column 'score' is the score and reaches from 1.5 to 1.5, outside the declared 0 to 1.\n"
         "Declare its range: score_range=(1.5, 1.5), or wider if it can be."),
        ({"score": np.inf}, {"score": "score"}, InputError,
         "Column 'score' is the score and is infinite in 3,000 of 3,000 rows.\n"
         "Replace or remove these scores: a threshold cannot tell them apart."),
        ({"score": np.nan}, {"score": "score"}, NotEnoughDataError,
         "Column 'score' is the score and has no value at all.\nName another column."),
        ({}, {"score": "score", "score_range": (1, 0)}, InputError,
         "score_range is (1.0, 0.0).\nGive two numbers, the lower one first, such as (0, 1)."),
        ({}, {"score": "race", "protected": ["sex"]}, RoleError,
         "Column 'race' holds string, not numbers.\nA score or a weight is a number. "
         "If a comma stands before its decimals: decimal=',' (in a form: Read with, decimal=,)."),
        ({"weight": -1.0}, {"weight": "weight"}, InputError,
         "Column 'weight' is the weight and is negative in some rows: the least is -1.\n"
         "A weight is a number of 0 or more in each row."),
        ({"weight": np.nan}, {"weight": "weight"}, InputError,
         "Column 'weight' is the weight and is missing in 3,000 of 3,000 rows.\n"
         "A weight is a number of 0 or more in each row."),
        ({}, {"weight": "weight", "weight_kind": "frequency"}, InputError,
         "Column 'weight' is the weight and is no whole number in 3,000 of 3,000 rows.\n"
         "A frequency says how many rows one stands for. For weights of a sample: weight_kind='sampling'."),
        ({}, {"protected": ["race"], "policy": Policy([Rule("base_rate", 0.05, compare="reference:x")])}, InputError,
         "reference is 'x'.\nAllowed are: 'a', 'b', 'c'."),
        ({}, {"policy": Policy([Rule("selection_rate", 0.05, attributes=("rac",))])}, InputError,
         "attribute of the policy is 'rac'.\nAllowed are: 'sex', 'race'. Did you mean 'race'?"),
        ({"race": ["a", 1, 2.5] * 1000}, {}, SourceError,
         "Column 'race' mixes kinds of values: float, int, str.\nMake all its values numbers or all text."),
    ],
)  # fmt: skip
def test_bad_input_is_told(people, change, how, kind, text):
    with pytest.raises(kind) as error:
        audited(people.assign(**change), **how)
    assert str(error.value) == text


def test_thousands_of_groups_are_refused_with_a_way_out(people):
    with pytest.raises(InputError) as error:
        audited(people.assign(postcode=np.arange(len(people)).astype(str)), protected=["postcode"])
    assert str(error.value) == (
        "postcode makes 3,000 groups; 2,000 is the most.\n"
        "Join values into fewer groups first, or use bands for numbers: wb.bands('age', [40, 60])."
    )


def test_the_model_may_score_a_file_in_batches(tmp_path, monkeypatch):
    from workbench.data import batches

    example = loans(3_000, seed=5)
    fitted = fit_model(
        prepare_data(split_data(read_data(example.frame, **example.roles), seed=5)), "logistic_regression"
    )
    whole = audit_model(fitted, example.frame, strata=["purpose"], thresholds=[0.3])
    monkeypatch.setattr(batches, "ROWS_A_BATCH", 700)
    path = tmp_path / "loans.parquet"
    example.frame.to_parquet(path)
    in_batches = audit_model(fitted, path, strata=["purpose"], thresholds=[0.3])
    assert in_batches.decisions.n_rows == 3_000
    assert in_batches.decisions.n.tolist() == whole.decisions.n.tolist()
    assert in_batches.at_threshold(0.3).decisions.n.tolist() == whole.at_threshold(0.3).decisions.n.tolist()
    assert [one.gap for one in in_batches.assessments] == [one.gap for one in whole.assessments]
    example.frame.to_csv(tmp_path / "loans.csv", index=False)
    assert (
        audit_model(fitted, tmp_path / "loans.csv").decisions.n.tolist()
        == audit_model(fitted, path).decisions.n.tolist()
    )
    with pytest.raises(ColumnNotFoundError):
        audit_model(fitted, example.frame.drop(columns="income"))
    with pytest.raises(RoleError) as error:
        audit_model(fitted, example.frame.assign(approved="perhaps"))
    assert "holds 'perhaps', which the model does not know as an outcome" in str(error.value)
    without = audit_model(fitted, example.frame.drop(columns="approved"))
    assert without.decisions.n_outcomes == 0
    assert [one.claim.metric for one in without.assessments] == ["selection_rate"] * 2


@pytest.mark.parametrize(
    ("weight", "kind", "text"),
    [
        (1e17, "frequency",
         "Column 'weight' is the weight and reaches 1e+17 in 3,000 rows, which could stand for more than 9.2e18 rows.\n"
         "No more can be counted: correct the column. Is a large number its code for missing?"),
        (1e300, "frequency",
         "Column 'weight' is the weight and reaches 1e+300 in 3,000 rows, "
         "which could stand for more than 9.2e18 rows.\n"
         "No more can be counted: correct the column. Is a large number its code for missing?"),
        (1e200, "sampling",
         "Column 'weight' is the weight and its largest is 1e+200.\n"
         "Give weights between 1e-60 and 1e+60: the squares of others cannot be summed."),
        (1e-200, "sampling",
         "Column 'weight' is the weight and its largest is 1e-200.\n"
         "Give weights between 1e-60 and 1e+60: the squares of others cannot be summed."),
    ],
)  # fmt: skip
def test_weights_that_cannot_be_summed_are_told(people, weight, kind, text):
    with pytest.raises(InputError) as error:
        audited(people.assign(weight=weight), weight="weight", weight_kind=kind)
    assert str(error.value) == text


SCORED = {"decision": None, "favourable": None, "score": "score"}
OUTSIDE = (
    "outside the declared range of the score, 0 to 1.\n"
    "Give a threshold within it, or declare the range: score_range=(low, high)."
)
NO_LIST = "Give a list of numbers, even of one, such as [0.5]."
NO_CROSSING = "Give two or more different attributes, such as [('sex', 'race')]."


@pytest.mark.parametrize(
    ("how", "text"),
    [
        ({**SCORED, "threshold": "0.5"}, "threshold is '0.5'.\nGive a number, such as 0.5."),
        ({**SCORED, "threshold": float("nan")}, "threshold is nan.\nGive a number, such as 0.5."),
        ({**SCORED, "threshold": 1.5}, f"threshold is 1.5, {OUTSIDE}"),
        ({"score": "score", "thresholds": [0.5, 3]}, f"thresholds holds 3, {OUTSIDE}"),
        ({"score": "score", "thresholds": 0.5}, f"thresholds is 0.5.\n{NO_LIST}"),
        ({"score": "score", "thresholds": "9"}, f"thresholds is '9'.\n{NO_LIST}"),
        ({"score": "score", "thresholds": ["x"]}, "thresholds holds 'x'.\nGive numbers, such as [0.5]."),
        ({"score": "score", "thresholds": [float("nan")]}, "thresholds holds nan.\nGive numbers, such as [0.5]."),
        ({"policy": "p.toml"},
         "policy is 'p.toml', which is no policy.\nRead it from its file: policy=wb.read_policy('p.toml')."),
        ({"policy": {"selection_rate": 0.05}},
         "policy is a mapping, which is no policy.\n"
         "Declare one, policy=wb.Policy({'selection_rate': 0.05}), or read it from a file: wb.read_policy('…')."),
        ({"outcome": "hired"},
         "Column 'hired' is both the decision and the outcome.\nName what really happened, or leave the outcome out."),
        ({"crossings": [("sex", "sex")]}, f"crossings holds ('sex', 'sex').\n{NO_CROSSING}"),
        ({"crossings": [()]}, f"crossings holds ().\n{NO_CROSSING}"),
        ({"crossings": ["sex"]}, f"crossings holds 'sex'.\n{NO_CROSSING}"),
        ({"crossings": [("sex", "race"), ("race", "sex")]},
         "The crossing of race and sex is named twice.\nName it once."),
    ],
)  # fmt: skip
def test_arguments_that_cannot_be_right_are_told(people, how, text):
    with pytest.raises(InputError) as error:
        audited(people, **how)
    assert str(error.value) == text


@pytest.mark.parametrize("threshold", ["x", None, True, float("nan"), [0.5]])
def test_a_threshold_asked_for_later_is_a_number(people, threshold):
    with pytest.raises(InputError) as error:
        audited(people, **SCORED, threshold=0.5).at_threshold(threshold)
    assert str(error.value) == f"threshold is {threshold!r}.\nGive a number, such as 0.5."


@pytest.mark.parametrize("weight", [None, "weight"])
def test_at_the_lower_end_of_its_range_a_score_favours_everybody(people, weight):
    some = people.assign(score=people["score"].where(people.index % 10 > 0))  # a tenth has no score
    audit = audited(some, **SCORED, threshold=0.5, weight=weight)
    for everybody in (audit.at_threshold(0.0), audited(some, **SCORED, threshold=0, weight=weight)):
        values = everybody.values("selection_rate", "sex")
        assert values.values.tolist() == [1.0, 1.0]
        assert everybody.decisions.n_decisions == int(some["score"].notna().sum())
    for outside in (-0.1, 1.5):
        with pytest.raises(InputError) as error:
            audit.at_threshold(outside)
        assert str(error.value) == (
            f"threshold is {outside}, outside the declared range of the score, 0 to 1.\nGive a threshold within it."
        )


def test_where_everybody_is_favoured_and_somebody_says_so(people):
    audit = audited(people.assign(hired="yes"))
    assert audit.values("selection_rate", "sex").values.tolist() == [1.0, 1.0]
    assert (audit.roles.favourable, audit.roles.unfavourable) == ("yes", "not yes")
    nobody = audited(people.assign(hired=0), favourable=1)
    assert nobody.values("selection_rate", "sex").values.tolist() == [0.0, 0.0]
    for wrong in ("no", None):
        with pytest.raises(NotEnoughDataError) as error:
            audited(people.assign(hired="yes"), favourable=wrong)
        assert str(error.value) == (
            "Column 'hired' has only one value, 'yes'.\n"
            "There is nothing to compare: two values are needed, one of them good for the person."
        )


def test_blank_decisions_and_outcomes_are_missing(people, tmp_path):
    some = people.assign(
        hired=people["hired"].where(people.index % 10 > 0, "  "),
        stayed=people["stayed"].where(people.index % 5 > 0, ""),
    )
    some.to_csv(tmp_path / "people.csv", index=False)
    for data in (some, tmp_path / "people.csv"):
        audit = audited(data, outcome="stayed")
        assert (audit.decisions.n_decisions, audit.decisions.n_outcomes) == (2_700, 2_400)
        assert audit.roles.unfavourable == "no"
    classes = audited(some, favourable=None, multiclass=True).decisions.classes
    assert classes == ("no", "yes")


def test_without_a_protected_attribute_that_is_told(people):
    audit = audited(people, protected=[])
    assert [(one.code, one.severity, one.title) for one in audit.findings] == [
        ("WB501", "serious", "No protected attribute is named, so groups cannot be compared")
    ]


def test_groups_that_look_alike_are_told(people):
    some = people.assign(sex=people["sex"].where(people.index % 3 > 0, " F "))
    (found,) = [one for one in audited(some).findings if one.code == "WB103"]
    assert found.title == "Groups of sex differ only in case or blanks: ' F ', 'f'"
    assert (found.n, found.value, found.scope) == (3_000, 2.0, "sex")
    assert "WB103" not in [one.code for one in audited(people).findings]


@pytest.mark.parametrize("metric", ["roc_auc_score", "calibration_in_the_large", "balance_for_favourable"])
@pytest.mark.parametrize(
    "given", [{}, {"outcome": "repaid"}, {"outcome": "repaid", "score": "points", "weight": "stands_for"}]
)
def test_a_declared_figure_of_scores_that_are_not_counted_is_told_and_judged_by_nothing(metric, given):
    n = 400
    frame = pd.DataFrame({"sex": ["f", "m"] * 200, "approved": [0, 1, 1, 1] * 100, "repaid": [0, 0, 1, 1] * 100})
    frame = frame.assign(points=np.linspace(0, 1, n), stands_for=np.linspace(1, 2, n))
    audit = audit_decisions(frame, decision="approved", protected=["sex"], policy=Policy({metric: 0.1}), **given)
    [assessment] = audit.assessments
    assert (assessment.verdict, assessment.gap) == ("not enough evidence", None)
    assert [one.scope for one in audit.findings if one.code == "WB507"] == [metric]
