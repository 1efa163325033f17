"""A threshold is chosen on rows the model has not seen, shown with its effect on each group, and then accepted."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.model_selection import StratifiedKFold
from sklearn.tree import DecisionTreeClassifier

import workbench as wb
from workbench.core.provenance import Provenance
from workbench.errors import InputError, NotEnoughDataError
from workbench.modeling.candidates import as_candidate
from workbench.modeling.folds import draw_folds
from workbench.modeling.thresholds.criteria import criterion_of_costs
from workbench.modeling.thresholds.curve import curve_of
from workbench.modeling.thresholds.effects import group_effects
from workbench.modeling.thresholds.result import Value
from workbench.modeling.thresholds.search import Search
from workbench.modeling.training import cross_fit
from workbench.stats.intervals import critical_value, wilson

COSTS = {"false_favourable": 3, "false_unfavourable": 1}
N = 1_200


def table(n=N, seed=4):
    rng = np.random.default_rng(seed)
    sex = rng.choice(["f", "m"], n)
    x = rng.normal(size=n) + 0.8 * (sex == "m")
    y = np.where(x + rng.logistic(size=n) > 0.3, "yes", "no")
    return pd.DataFrame({"y": y, "sex": sex, "x": x, "when": np.arange(n) // 10, "house": np.arange(n) // 3})


def fitted_of(frame, model="logistic_regression", **roles):
    data = wb.read_data(frame, target="y", favourable="yes", protected=["sex"], **roles)
    return wb.fit_model(wb.prepare_data(wb.split_data(data)), model)


FRAME = table()
FITTED = fitted_of(FRAME[["y", "sex", "x"]])
TRAIN = FITTED.prepared.split.train
NEW = wb.read_data(table(seed=9)[["y", "sex", "x"]], target="y", favourable="yes", protected=["sex"])
CROSSED = cross_fit(FITTED.prepared, as_candidate("logistic_regression"))


def refused(*arguments, kind=InputError, **options):
    with pytest.raises(kind) as error:
        wb.choose_threshold(*arguments, **options)
    assert type(error.value) is kind
    return str(error.value)


# Which rows.


def test_it_is_chosen_on_training_rows_predicted_by_models_that_had_not_seen_them():
    choice = wb.choose_threshold(FITTED, costs=COSTS)
    outcomes = TRAIN.outcomes()
    tried = np.unique(CROSSED)
    totals = [3 * (outcomes[cut <= CROSSED] == 0).sum() + (outcomes[cut > CROSSED] == 1).sum() for cut in tried]
    assert choice.n == len(CROSSED)
    assert choice.value.value == pytest.approx(100 * min(totals) / len(CROSSED))
    assert choice.n_selected == (choice.threshold <= CROSSED).sum()
    assert choice.n_selected_before == (CROSSED >= 0.5).sum()
    assert choice.how == "training rows, each predicted by one of 5 models that had not seen it"


def test_the_held_out_rows_are_not_read():
    split = FITTED.prepared.split
    other = split.test.take(np.arange(40), Provenance("take", {}, ()))
    elsewhere = replace(FITTED, prepared=replace(FITTED.prepared, split=replace(split, test=other)))
    one, two = wb.choose_threshold(FITTED, costs=COSTS), wb.choose_threshold(elsewhere, costs=COSTS)
    assert one.threshold == two.threshold
    assert one.value == two.value


def test_the_same_seed_gives_the_same_choice():
    one, two = wb.choose_threshold(FITTED, costs=COSTS, seed=3), wb.choose_threshold(FITTED, costs=COSTS, seed=3)
    assert one == two
    assert repr(one) == repr(two)
    assert one != wb.choose_threshold(FITTED, costs=COSTS, seed=4)


def test_a_model_trained_elsewhere_needs_rows_that_it_has_not_seen():
    given = replace(FITTED, leaks=None)
    assert refused(given, costs=COSTS) == (
        "The model 'logistic regression' was trained elsewhere, and cannot be trained anew here on parts of the rows.\n"
        "Give rows that it has not learned from, and that are not the held-out ones: on=read_data(…)."
    )
    rows = wb.read_data(table(seed=9)[["y", "sex", "x"]], target="y", favourable="yes", protected=["sex"], name="new")
    choice = wb.choose_threshold(given, costs=COSTS, on=rows)
    assert choice.how == "rows of 'new'"
    assert choice.n == N
    assert choice.n_selected == (given.score(given.prepared.raw_frame(rows)) >= choice.threshold).sum()
    assert choice.provenance.seed is None


def test_rows_to_choose_on_must_fit():
    held = FITTED.prepared.split.test
    assert refused(FITTED, costs=COSTS, on=held) == (
        "on holds the held-out rows, on which the model is judged at the end.\n"
        "Give other rows: what is chosen on rows looks too good on them."
    )
    whole = FITTED.prepared.split.data
    parts = (held, held.take(np.arange(7), Provenance("take", {}, ())), whole)
    for rows, n in zip(parts[1:], (7, held.n_rows), strict=True):
        assert refused(FITTED, costs=COSTS, on=rows) == (
            f"{n:,} of the {rows.n_rows:,} rows of on are among the held-out rows, on which the model is judged at the "
            "end.\nGive other rows: what is chosen on rows looks too good on them."
        )
    why = "Give rows that it has not seen: on those it knows, it looks better than it is."
    assert refused(FITTED, costs=COSTS, on=TRAIN) == f"on holds the rows that the model learned from.\n{why}"
    some = TRAIN.take(np.arange(50), Provenance("take", {}, ()))
    assert refused(FITTED, costs=COSTS, on=some) == (
        f"50 of the 50 rows of on are among the rows that the model learned from.\n{why}"
    )
    assert refused(FITTED, costs=COSTS, on=FRAME) == "on is a DataFrame, not a data set.\nGive what read_data returns."
    bare = wb.read_data(FRAME[["y", "sex"]], target="y", favourable="yes")
    assert refused(FITTED, costs=COSTS, on=bare) == (
        "on lacks columns that the model reads: 'x'.\nGive rows that have them."
    )
    turned = wb.read_data(FRAME, target="y", favourable="no")
    assert refused(FITTED, costs=COSTS, on=turned) == (
        "on has the target 'y' with favourable value 'no', the model's data 'y' with 'yes'.\n"
        "Read both alike: read_data(…, target=…, favourable=…)."
    )


def test_with_time_rows_of_the_first_period_are_left_out():
    fitted = fitted_of(FRAME[["y", "sex", "x", "when"]], time="when")
    choice = wb.choose_threshold(fitted, costs=COSTS, n_folds=4)
    assert 0.7 * fitted.prepared.split.train.n_rows < choice.n < 0.9 * fitted.prepared.split.train.n_rows


def test_rows_that_belong_together_are_predicted_together():
    fitted = fitted_of(FRAME[["y", "sex", "x", "house"]], group="house")
    assert wb.choose_threshold(fitted, costs=COSTS).n == fitted.prepared.split.train.n_rows


def test_any_model_that_can_be_copied_serves():
    fitted = fitted_of(FRAME[["y", "sex", "x"]], "boosted_trees")
    choice = wb.choose_threshold(fitted, metric="f1_score", n_folds=3)
    folds = StratifiedKFold(3, shuffle=True, random_state=0).split(np.zeros(TRAIN.n_rows), TRAIN.outcomes())
    assert choice.n == sum(len(test) for _, test in folds)
    assert choice.criterion == "f1_score"


# What is asked.


def test_a_capacity_is_scaled_from_its_pool_and_never_exceeded():
    for most, of in ((30, 300), (31, 300), (200, 3_000), (1, 7)):
        choice = wb.choose_threshold(FITTED, capacity=most, of=of)
        assert choice.n_selected <= most * TRAIN.n_rows // of
        assert choice.capacity.n_unused == most * TRAIN.n_rows // of - choice.n_selected
        assert choice.capacity.most == most
        assert choice.capacity.of == of
        assert choice.capacity.selected[0] < most
        assert choice.capacity.selected[1] > most - choice.capacity.n_unused - 1
        assert choice.value is None
        assert choice.not_clearly_worse is None


def test_without_a_pool_the_capacity_is_of_the_held_out_rows():
    n_test = FITTED.prepared.split.test.n_rows
    choice, same = wb.choose_threshold(FITTED, capacity=50), wb.choose_threshold(FITTED, capacity=50, of=n_test)
    assert choice.capacity == same.capacity
    assert choice.threshold == same.threshold


def test_a_share_is_a_capacity():
    choice = wb.choose_threshold(FITTED, share=0.1)
    assert choice.n_selected == TRAIN.n_rows // 10
    assert wb.choose_threshold(FITTED, share=0.3).n_selected == 252  # three tenths of 840, and no float below
    best = wb.choose_threshold(FITTED, costs={"false_favourable": 1, "false_unfavourable": 50}, share=0.1)
    assert best.n_selected == choice.n_selected  # granting everyone would be best


def test_ties_leave_places_empty_and_say_so():
    frame = FRAME.assign(x=np.where(FRAME["x"] > 0.5, 1.0, 0.0))[["y", "sex", "x"]]
    fitted = fitted_of(frame, "boosted_trees")
    rows = wb.read_data(frame, target="y", favourable="yes", protected=["sex"])
    n_high = int((frame["x"] == 1).sum())
    choice = wb.choose_threshold(fitted, capacity=n_high + 10, of=N, on=rows)
    assert choice.n_selected == n_high
    assert choice.capacity.n_unused == 10
    assert choice.capacity.n_tied == N - n_high


def test_new_people_are_selected_as_often_as_told(rng):
    told = wb.choose_threshold(FITTED, capacity=100, of=1_000)
    low, high = told.capacity.selected
    k, n = told.n_selected, told.n
    # Of exchangeable scores, those of 1,000 new people above the k-th of n: a Polya urn.
    shares = rng.beta(k, n + 1 - k, 20_000)
    drawn = rng.binomial(1_000, shares)
    assert ((drawn >= low) & (drawn <= high)).mean() == pytest.approx(0.95, abs=0.01)
    assert low < 100 < high


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (
            {},
            "Nothing is given to choose the threshold by.\n"
            "Give costs={'false_favourable': …, 'false_unfavourable': …}, "
            "capacity=… people, share=…, or metric='balanced_accuracy_score'.",
        ),
        (
            {"costs": COSTS, "metric": "f1_score"},
            "costs and metric are both given.\nGive one: what is best is said by one number.",
        ),
        (
            {"capacity": 3, "share": 0.1},
            "capacity and share are both given.\nGive one: people, or their share of all.",
        ),
        (
            {"costs": COSTS, "of": 10},
            "of is 10, and no capacity is given.\nSay how many of them can be selected: capacity=….",
        ),
        (
            {"capacity": 20, "of": 10},
            "capacity is 20 of 10 people.\nThere is room for everyone; or say of how many: of=….",
        ),
        ({"capacity": 0}, "capacity is 0.\nGive a whole number of 1 or more."),
        ({"share": 1.0}, "share is 1.0.\nGive a fraction above 0 and below 1, such as 0.25."),
        (
            {"costs": COSTS, "confidence": 95},
            "confidence is 95.\nGive a fraction above 0 and below 1, such as 0.25.",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused(asked, text):
    assert refused(FITTED, **asked) == text


def test_other_things_than_a_model_of_two_outcomes_are_refused():
    assert refused("loans.csv", costs=COSTS) == "fitted is text, not a fitted model.\nGive what fit_model returns."
    split = FITTED.prepared.split
    for task, what in (("regression", "amounts are predicted"), ("multiclass", "the most probable class is decided")):
        data = replace(split.data, roles=replace(split.data.roles, task=task, classes=("a", "b", "c")))
        fitted = replace(FITTED, prepared=replace(FITTED.prepared, split=replace(split, data=data)))
        assert refused(fitted, costs=COSTS) == (
            f"The model 'logistic regression' has no threshold: {what}.\n"
            "A threshold is chosen where there are two outcomes."
        )


def test_an_outcome_without_any_weight_is_not_there():
    for outcome in ("yes", "no"):
        frame = FRAME[["y", "sex", "x"]].assign(w=np.where(FRAME["y"] == outcome, 0.0, 1.0))
        fitted = fitted_of(frame, weight="w")
        for by in ({"costs": COSTS}, {"metric": "balanced_accuracy_score"}, {"metric": "f1_score"}):
            assert refused(fitted, **by, kind=NotEnoughDataError) == (
                "All rows to choose on whose weight is above 0 have one outcome.\n"
                "What is best for both cannot be chosen: give a capacity or share."
            )
        assert wb.choose_threshold(fitted, share=0.25).n_selected > 0


def test_where_a_part_has_one_outcome_with_weight_nothing_is_expected():
    rng = np.random.default_rng(0)
    weight = np.where(NEW.outcomes() == 1, 0.0, 1.0)
    weight[np.flatnonzero(weight == 0)[:1]] = 1.0
    rows = NEW.frame().assign(w=weight).sample(frac=1, random_state=rng)
    fitted = fitted_of(FRAME[["y", "sex", "x"]].assign(w=1.0), weight="w")
    on = wb.read_data(rows, target="y", favourable="yes", protected=["sex"], weight="w")
    choice = wb.choose_threshold(fitted, metric="balanced_accuracy_score", on=on)
    assert np.isnan(choice.value_elsewhere.value)


def test_one_outcome_serves_for_a_capacity_only():
    rows = NEW.take(np.flatnonzero(NEW.outcomes() == 1), Provenance("take", {}, ()))
    assert refused(FITTED, costs=COSTS, on=rows, kind=NotEnoughDataError) == (
        "All rows to choose on have one outcome.\nWhat is best for both cannot be chosen: give a capacity or share."
    )
    assert wb.choose_threshold(FITTED, share=0.25, on=rows).n_selected == rows.n_rows // 4


# What it does to each group.


def test_rates_of_groups_before_and_after_are_counted():
    choice = wb.choose_threshold(FITTED, costs=COSTS)
    rows = pd.DataFrame(
        {
            "sex": TRAIN.frame(["sex"])["sex"],
            "y": TRAIN.outcomes(),
            "was": CROSSED >= 0.5,
            "is": choice.threshold <= CROSSED,
        }
    )
    told = choice.frame().set_index(["metric", "group"])
    z = critical_value(0.95)
    for group in ("f", "m"):
        for metric, chosen in (
            ("selection_rate", rows["sex"] == group),
            ("true_positive_rate", (rows["sex"] == group) & (rows["y"] == 1)),
            ("false_positive_rate", (rows["sex"] == group) & (rows["y"] == 0)),
        ):
            part, line = rows[chosen], told.loc[(metric, group)]
            assert line["n"] == len(part)
            assert line["before"] == pytest.approx(part["was"].mean())
            assert line["after"] == pytest.approx(part["is"].mean())
            assert line["change"] == pytest.approx(part["is"].mean() - part["was"].mean())
            low, high = wilson((part["was"] != part["is"]).sum(), len(part), z)
            assert [-line["change_high"], -line["change_low"]] == pytest.approx([float(low), float(high)], abs=1e-12)
            low, high = wilson(part["is"].sum(), len(part), z)
            assert [line["after_low"], line["after_high"]] == pytest.approx([float(low), float(high)], abs=1e-12)
    assert (told["change"] < 0).all()


def test_a_gap_that_opens_is_told():
    n = 400
    groups = wb.read_data(pd.DataFrame({"sex": ["f", "m"] * n}), protected=["sex"])
    scores = np.where(np.arange(2 * n) % 2, 0.7, 0.4)
    outcomes = (np.arange(2 * n) // 2 % 2).astype(np.int8)

    def effects(before, after):
        decisions = [(scores >= cut).astype(np.int8) for cut in (before, after)]
        return group_effects(
            groups.groups(), outcomes, before=decisions[0], after=decisions[1], attributes=groups.roles.protected
        )

    assert [one.opens for one in effects(0.3, 0.5)] == [True, True, True]
    assert [one.opens for one in effects(0.5, 0.3)] == [False, False, False]
    assert [one.opens for one in effects(0.5, 0.6)] == [False, False, False]  # it was there before


def test_a_gap_must_be_too_large_for_chance_and_for_every_comparison_made():
    groups = wb.read_data(pd.DataFrame({"sex": ["f", "m"] * 60}), protected=["sex"])
    first = np.arange(120) < 30
    after = np.where(first, np.arange(120) % 2, 0).astype(np.int8)  # 15 of 60 men and no woman
    few = np.where(np.arange(120) < 12, np.arange(120) % 2, 0).astype(np.int8)  # 6 of 60: a tenth more, by chance
    outcomes = (np.arange(120) // 2 % 2).astype(np.int8)
    nobody, attributes = np.zeros(120, dtype=np.int8), groups.roles.protected
    found = group_effects(groups.groups(), outcomes, before=nobody, after=after, attributes=attributes)
    assert found[0].opens
    assert found[0].gap_after.c_gap == pytest.approx(critical_value(1 - 0.05 / 3), abs=1e-6)
    found = group_effects(groups.groups(), outcomes, before=nobody, after=few, attributes=attributes)
    assert found[0].gap_after.difference == pytest.approx(0.1)
    assert not found[0].opens


def test_the_finding_names_the_gap():
    new = table(seed=9)
    frame = new.assign(x=new["x"] + 1.5 * (new["sex"] == "m"))
    frame["y"] = np.where(frame["x"] > 0, "yes", "no")
    rows = wb.read_data(frame[["y", "sex", "x"]], target="y", favourable="yes", protected=["sex"])
    low = replace(FITTED, threshold=0.001)
    choice = wb.choose_threshold(low, costs=COSTS, on=rows)
    found = [one for one in choice.findings if one.code == "WB312"]
    assert found[0].title == "The new threshold opens a gap in selection rate by sex"
    assert found[0].severity == "serious"
    assert found[0].threshold == 0.05
    assert found[0].interval[0] > 0.05
    assert found[0].scope == "sex"
    assert repr(choice).endswith(f", {len(found)} gaps open or widen.") or repr(choice).endswith(
        "1 gap opens or widens."
    )


def test_nothing_is_said_of_groups_where_none_are_protected():
    frame = FRAME[["y", "x"]]
    data = wb.read_data(frame, target="y", favourable="yes")
    choice = wb.choose_threshold(wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression"), costs=COSTS)
    assert choice.effects == ()
    assert choice.frame().empty


def test_weights_count_people():
    frame = FRAME[["y", "sex", "x"]].assign(w=np.where(FRAME["sex"] == "f", 3.0, 1.0))
    fitted = fitted_of(frame, weight="w")
    choice = wb.choose_threshold(fitted, share=0.3)
    rows = fitted.prepared.split.train
    scores = cross_fit(fitted.prepared, as_candidate("logistic_regression"))
    selected = scores >= choice.threshold
    share = rows.weights()[selected].sum() / rows.weights().sum()
    assert 0.29 < share <= 0.3
    assert choice.capacity.selected == (0, fitted.prepared.split.test.n_rows)


# An edge, and what is accepted.


def test_a_threshold_that_selects_everyone_or_nobody_is_told():
    new = table(seed=9)
    ends = new["x"].rank()  # the lowest would repay, the highest would not
    frame = new.assign(y=np.where(ends == 1, "yes", np.where(ends == N, "no", new["y"])))[["y", "sex", "x"]]
    rows = wb.read_data(frame, target="y", favourable="yes", protected=["sex"])
    everyone = wb.choose_threshold(FITTED, costs={"false_favourable": 1, "false_unfavourable": 10_000}, on=rows)
    assert everyone.n_selected == everyone.n
    nobody = wb.choose_threshold(FITTED, costs={"false_favourable": 10_000, "false_unfavourable": 1}, on=rows)
    assert nobody.n_selected == 0
    for choice, who, value in ((everyone, "everyone", 1.0), (nobody, "nobody", 0.0)):
        found = next(one for one in choice.findings if one.code == "WB313")
        assert found.title == f"The chosen threshold decides favourably on {who}"
        assert found.value == value
    codes = [one.code for one in everyone.accept().findings]
    assert codes.count("WB302") == 1


def test_the_accepted_model_decides_by_the_threshold_and_knows_where_it_comes_from():
    choice = wb.choose_threshold(FITTED, costs=COSTS)
    accepted = choice.accept()
    assert accepted.threshold == choice.threshold
    assert accepted.pipeline is FITTED.pipeline
    assert (accepted.scores == FITTED.scores).all()
    outcomes = FITTED.prepared.split.test.outcomes()
    assert accepted.performance.n_right == ((FITTED.scores >= choice.threshold) == (outcomes == 1)).sum()
    made = accepted.provenance
    assert made.stage == "choose_threshold"
    assert made.settings["costs"] == {"false_favourable": 3.0, "false_unfavourable": 1.0}
    assert made.settings["threshold"] == choice.threshold
    assert made.settings["chosen_on"] == "training rows, each predicted by one of 5 models that had not seen it"
    assert made.inputs == (choice.fingerprint,)
    assert accepted != FITTED
    assert wb.audit_model(accepted).threshold == choice.threshold


def test_what_was_noticed_stays_with_the_model():
    high = replace(FITTED, threshold=0.999)
    choice = wb.choose_threshold(high, metric="balanced_accuracy_score")
    codes = [one.code for one in choice.findings]
    assert codes.count("WB312") == len(codes) > 0
    accepted = choice.accept()
    assert [one.code for one in accepted.findings if one.code == "WB312"] == codes
    again = wb.choose_threshold(accepted, metric="balanced_accuracy_score").accept()
    assert not [one for one in again.findings if one.code == "WB312"]


def test_what_can_be_expected_is_told_by_rows_the_threshold_was_not_chosen_on():
    choice = wb.choose_threshold(FITTED, costs=COSTS)
    outcomes, paid = TRAIN.outcomes(), np.empty(TRAIN.n_rows)
    for fold in draw_folds(TRAIN, n_folds=5, seed=0):
        scores, known = CROSSED[fold.train], outcomes[fold.train]
        place = Search(curve_of(scores, known), criterion_of_costs(COSTS)).best()
        selected, happened = CROSSED[fold.test] >= place.threshold, outcomes[fold.test]
        paid[fold.test] = 100.0 * np.where(selected, 3 * (happened == 0), happened == 1)
    found = choice.value_elsewhere
    assert found.value == pytest.approx(paid.mean(), abs=1e-9)
    assert found.high - found.value == pytest.approx(1.959964 * paid.std(ddof=1) / np.sqrt(len(paid)), rel=1e-6)
    assert found.value > choice.value.value
    assert wb.choose_threshold(FITTED, capacity=20).value_elsewhere is None


def test_where_too_few_rows_can_be_put_apart_nothing_is_expected():
    rows = NEW.take(np.append(np.flatnonzero(NEW.outcomes() == 1)[:3], np.arange(60)), Provenance("take", {}, ()))
    choice = wb.choose_threshold(FITTED, costs=COSTS, on=rows, n_folds=40)
    assert np.isnan([choice.value_elsewhere.value, choice.value_elsewhere.low, choice.value_elsewhere.high]).all()
    assert choice.value.value >= 0


def test_choosing_again_from_the_accepted_model_changes_nothing():
    choice = wb.choose_threshold(FITTED, costs=COSTS)
    again = wb.choose_threshold(choice.accept(), costs=COSTS)
    assert again.threshold == choice.threshold
    assert again.change.value == 0
    assert (again.change.low, again.change.high) == (0, 0)


def test_the_picture_tells_no_rows_score():
    choice = wb.choose_threshold(FITTED, costs=COSTS)
    curve = choice.curve
    assert len(curve.thresholds) <= 201
    assert (np.diff(curve.thresholds) > 0).all()
    assert (np.diff(curve.selection_rates) <= 0).all()
    assert curve.values.min() == pytest.approx(choice.value.value)
    assert {round(one, 3) for one in curve.thresholds if one != choice.threshold} >= {0.0, 1.0}
    assert all(one == round(one, 3) for one in curve.thresholds if one != choice.threshold)


def test_it_says_in_one_sentence_what_it_found():
    choice = wb.choose_threshold(FITTED, costs=COSTS)
    start = f"Threshold {choice.threshold:.4g} instead of 0.5: {choice.n_selected:,} of {choice.n:,} rows favourable"
    assert repr(choice).startswith(start)
    costs = (
        f"{choice.value_elsewhere.value:.4g} on rows it was not chosen on instead of {choice.value_before.value:.4g}"
    )
    assert f"rows favourable instead of {choice.n_selected_before:,}, cost per 100 people {costs}" in repr(choice)
    unknown = replace(choice, value_elsewhere=Value(np.nan, np.nan, np.nan))
    assert f", cost per 100 people {choice.value.value:.4g} on the rows it was chosen on instead of " in repr(unknown)


def test_where_nobody_is_cheapest_scores_of_1_are_not_selected_either():
    fitted = fitted_of(FRAME[["y", "sex", "x"]], DecisionTreeClassifier(random_state=0))
    choice = wb.choose_threshold(fitted, costs={"false_favourable": 100, "false_unfavourable": 1})
    outcomes = fitted.prepared.split.train.outcomes()
    assert choice.n_selected == 0
    assert choice.value.value == pytest.approx(100 * outcomes.mean())
    assert "WB313" in [one.code for one in choice.findings]
    assert repr(choice).startswith("Threshold above 1 (nobody) instead of 0.5: 0 of ")
    assert not choice.accept().decisions.any()
