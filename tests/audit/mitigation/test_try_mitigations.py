"""What is tried on the training rows, what it is compared with, and what is confirmed on the held-out ones."""

import numpy as np
import pandas as pd
import pytest
from fairlearn.reductions import DemographicParity, ExponentiatedGradient
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import workbench as wb
from workbench.audit.mitigation import changes
from workbench.data.dataset import Dataset
from workbench.errors import InputError, NotEnoughDataError
from workbench.modeling.folds import draw_fewer

from .cases import prepared_of, table

SELECTION = wb.Policy({"selection_rate": 0.05})
METHODS = ("reweighing", "reductions", "threshold_optimisation", "drop_proxy")


@pytest.fixture(scope="module")
def prepared():
    return prepared_of(table(), weight=None)


@pytest.fixture(scope="module")
def tried(prepared):
    return wb.try_mitigations(prepared, policy=SELECTION, n_folds=2, seed=2)


def outcomes_of(data):
    return np.asarray(data.targets(), dtype=int)


def test_doing_nothing_comes_first_and_every_method_is_there(tried):
    assert [one.name for one in tried.attempts] == ["as_it_is", *METHODS]
    assert [one.error for one in tried.attempts] == [""] * 5
    assert [one.needs_attribute for one in tried.attempts] == ["never", "training", "training", "decisions", "never"]
    assert repr(tried) == (
        "Mitigations for 'sex', tried on 630 training rows with logistic regression: reweighing, reductions, "
        "thresholds by group, dropping proxies."
    )
    assert not tried.stopped
    assert tried.as_it_is.audit.verdict == "gap"


def test_as_it_is_is_what_cross_validation_predicts(prepared, tried):
    train = prepared.split.train
    frame, outcomes = prepared.raw_frame(train), outcomes_of(train)
    wanted = np.zeros(train.n_rows, dtype=int)
    for fold in draw_fewer(train, n_folds=2, seed=2):
        part = prepared_of_rows(prepared, fold.train)
        model = LogisticRegression(max_iter=2000, random_state=2).fit(
            part.transform(frame.iloc[fold.train]), outcomes[fold.train]
        )
        wanted[fold.test] = model.predict_proba(part.transform(frame.iloc[fold.test]))[:, 1] >= 0.5
    np.testing.assert_array_equal(tried.as_it_is.decisions, wanted)
    assert tried.as_it_is.metric("accuracy").value == pytest.approx((wanted == outcomes).mean())


def prepared_of_rows(prepared, rows):
    from sklearn.base import clone

    train = prepared.split.train
    frame = prepared.raw_frame(train).iloc[rows]
    return clone(prepared.transformer).fit(frame, outcomes_of(train)[rows])


@pytest.mark.filterwarnings("ignore")
def test_reductions_predict_what_fairlearn_does(prepared, tried):
    train = prepared.split.train
    frame, outcomes = prepared.raw_frame(train), outcomes_of(train)
    sex = train.groups().column("sex").to_pandas().to_numpy()
    wanted = np.zeros(train.n_rows, dtype=int)
    for fold in draw_fewer(train, n_folds=2, seed=2):
        part = prepared_of_rows(prepared, fold.train)
        model = ExponentiatedGradient(
            LogisticRegression(max_iter=2000, random_state=2), DemographicParity(difference_bound=0.01)
        )
        model.fit(part.transform(frame.iloc[fold.train]), outcomes[fold.train], sensitive_features=sex[fold.train])
        wanted[fold.test] = model._pmf_predict(part.transform(frame.iloc[fold.test]))[:, 1] >= 0.5
    found = tried.attempt("reductions").decisions
    assert (found == wanted).mean() > 0.995  # a vote of one half may fall on either side of a rounding


def test_gaps_and_verdicts_are_those_of_an_audit_of_the_same_decisions(prepared, tried):
    train = prepared.split.train
    for one in tried.attempts:
        frame = train.frame().assign(decision=one.decisions)
        own = one.audit.assessments[0]
        rates = frame.groupby("sex")["decision"].mean()
        assert own.gap.difference == pytest.approx(rates.max() - rates.min())
        np.testing.assert_allclose(own.rates.values, rates.to_numpy())
        assert own.claim.tolerance == 0.05


def test_changes_are_those_of_the_same_people(prepared, tried):
    outcomes = outcomes_of(prepared.split.train)
    sex = prepared.split.train.groups().column("sex").to_pandas().to_numpy()
    before = tried.as_it_is.decisions
    for one in tried.attempts[1:]:
        accuracy, balanced = one.changes
        right, was = one.decisions == outcomes, before == outcomes
        assert accuracy.value == pytest.approx(right.mean() - was.mean())
        assert balanced.value == pytest.approx(
            np.mean([right[outcomes == at].mean() - was[outcomes == at].mean() for at in (0, 1)])
        )
        assert balanced.value == pytest.approx(balanced.after - balanced.before)
        assert accuracy.low < accuracy.value < accuracy.high
        [gap] = one.gap_changes
        moved = [one.decisions[sex == name].mean() - before[sex == name].mean() for name in gap.groups]
        assert gap.value == pytest.approx(moved[1] - moved[0])
        assert gap.value == pytest.approx(gap.after - gap.before)
        assert gap.low < gap.value < gap.high
        everyone, *groups = one.moved
        assert (everyone.n_gained, everyone.n_lost) == (
            int((one.decisions > before).sum()),
            int((one.decisions < before).sum()),
        )
        assert sum(group.n_gained for group in groups) == everyone.n_gained
        assert [group.group for group in groups] == ["a", "b"]


def test_methods_bring_what_they_aim_at_closer_together(tried):
    gaps = {one.name: one.audit.assessments[0].gap.difference for one in tried.attempts}
    assert all(gaps[name] < gaps["as_it_is"] - 0.05 for name in METHODS[:3])
    assert all(change.high < 0 for name in METHODS[:3] for change in tried.attempt(name).gap_changes)
    assert gaps["threshold_optimisation"] < 0.1
    assert tried.attempt("drop_proxy").details[0] == {"dropped": ["zip"]}


def test_held_out_rows_are_not_read(prepared, monkeypatch):
    test = prepared.split.test
    read = []
    for name in ("groups", "targets", "frame", "column", "weights"):
        real = getattr(Dataset, name)
        monkeypatch.setattr(
            Dataset, name, lambda self, *args, real=real, **more: (read.append(self), real(self, *args, **more))[1]
        )
    wb.find_leaks(prepared)  # before any score, as before any model: it compares rows
    prepared.__dict__.setdefault("_leaks", wb.find_leaks(prepared))
    read.clear()
    wb.try_mitigations(
        prepared, policy=SELECTION, n_folds=2, methods=["reweighing", "threshold_optimisation", "drop_proxy"]
    )
    assert read
    assert not any(one is test for one in read)


def test_the_same_seed_gives_the_same(prepared):
    asked = {"policy": SELECTION, "n_folds": 2, "seed": 5, "methods": ["reweighing", "threshold_optimisation"]}
    first, again = wb.try_mitigations(prepared, **asked), wb.try_mitigations(prepared, **asked)
    assert again == first
    assert first != wb.try_mitigations(prepared, **asked | {"seed": 6})


def test_trade_off_has_a_row_for_each_attempt(tried):
    found = tried.trade_off("accuracy")
    assert list(found["attempt"]) == [one.name for one in tried.attempts]
    assert found["gap_change"].isna().tolist() == [True, False, False, False, False]
    assert (found["performance_low"] < found["performance"]).all()
    assert (found["gap_low"] <= found["gap"]).all()


def test_chosen_one_is_confirmed_on_rows_it_was_not_chosen_on(prepared, tried):
    test = prepared.split.test
    outcomes, sex = outcomes_of(test), test.groups().column("sex").to_pandas().to_numpy()
    for name in ("as_it_is", *METHODS):
        choice = tried.choose(name, reason=f"Because of <b>{name}</b>.")
        fitted = wb.fit_mitigated(prepared, choice)
        audit = wb.audit_model(fitted, policy=SELECTION)
        decisions = fitted.decisions
        own = audit.assessments[0]
        rates = [decisions[sex == group].mean() for group in ("a", "b")]
        np.testing.assert_allclose(own.rates.values, rates)
        assert audit.decisions.n_rows == test.n_rows
        assert fitted.performance.n_right == (decisions == outcomes).sum()
        chosen = next(one for one in fitted.findings if one.code == "WB567")
        assert f"Because of <b>{name}</b>." in chosen.why
        if name != "as_it_is":
            assert fitted.provenance.settings["reason"] == f"Because of <b>{name}</b>."
        # It predicts raw rows as it predicted the held-out ones.
        np.testing.assert_allclose(fitted.score(fitted.prepared.raw_frame(test)), fitted.scores)


def test_reweighed_model_is_one_of_scikit_learn_with_these_weights(prepared, tried):
    from workbench.audit.mitigation.reweighing import reweighing_weights

    train, outcomes = prepared.split.train, outcomes_of(prepared.split.train)
    fitted = wb.fit_mitigated(prepared, tried.choose("reweighing", reason="By hand."))
    codes = (train.groups().column("sex").to_pandas() == "b").to_numpy().astype(int)
    weights = reweighing_weights(codes, outcomes)
    model = LogisticRegression(max_iter=2000, random_state=2)
    model.fit(prepared.training_matrix(), outcomes, sample_weight=weights / weights.mean())
    np.testing.assert_allclose(fitted.pipeline[-1].coef_, model.coef_, atol=1e-6)


def test_thresholds_by_group_read_the_attribute_and_say_so(prepared, tried):
    choice = tried.choose("threshold_optimisation", reason="Lawyers agreed.")
    fitted = wb.fit_mitigated(prepared, choice)
    assert fitted.prepared.split.data.roles.use_protected
    assert "sex" in fitted.prepared.columns
    assert [one.severity for one in fitted.findings if one.code == "WB560"] == ["serious"]
    model = fitted.pipeline.model
    plain = wb.fit_model(prepared, "logistic_regression", seed=2)
    sex = prepared.split.test.groups().column("sex").to_pandas().to_numpy()
    cuts = np.array([model.thresholds[name] for name in sex])
    np.testing.assert_array_equal(fitted.decisions, plain.scores >= cuts)
    frame = fitted.prepared.raw_frame(prepared.split.test).assign(sex=None)
    np.testing.assert_array_equal(fitted.score(frame) >= 0.5, plain.scores >= model.otherwise)


def test_missing_values_and_weights():
    own = prepared_of(table(weight=True, missing=True), weight="weight")
    tried = wb.try_mitigations(own, policy=SELECTION, n_folds=2)
    assert [one.error for one in tried.attempts] == [""] * 5
    assert {"WB565"} <= {one.code for one in tried.attempt("reductions").findings}
    assert tried.attempt("reductions").details[0]["n_without_group"] > 0
    assert "unknown" in [one.group for one in tried.attempt("reweighing").moved]
    train = own.split.train
    weights, sex = train.weights(), train.groups().column("sex").to_pandas().to_numpy()
    [gap] = tried.attempt("reweighing").gap_changes
    before, after = tried.as_it_is.decisions, tried.attempt("reweighing").decisions
    shares = [
        np.average(after[sex == name], weights=weights[sex == name])
        - np.average(before[sex == name], weights=weights[sex == name])
        for name in gap.groups
    ]
    assert gap.value == pytest.approx(shares[1] - shares[0])
    fitted = wb.fit_mitigated(own, tried.choose("threshold_optimisation", reason="Tried."))
    assert np.isfinite(fitted.scores).all()


def test_crossing_is_compared_and_tiny_groups_get_nothing_of_their_own():
    frame = table(900)
    frame["rank"] = np.where(np.arange(900) % 60 == 0, "rare", "common")
    own = prepared_of(frame, ("sex", "rank"))
    with pytest.raises(InputError) as caught:
        wb.try_mitigations(own)
    assert str(caught.value) == (
        "attribute is not given, and there are 2: 'sex', 'rank'.\nName the one whose groups are to be brought closer "
        "together, or several for their crossing: attribute=('sex', 'rank')."
    )
    tried = wb.try_mitigations(
        own, policy=SELECTION, attribute=("sex", "rank"), methods=["threshold_optimisation"], n_folds=2
    )
    assert tried.attribute == "sex × rank"
    found = tried.attempt("threshold_optimisation")
    assert set(found.details[0]["thresholds"]) == {"a × common", "b × common"}
    assert "sex × rank" in [one.claim.attribute for one in found.audit.assessments]
    judged = next(one for one in found.audit.assessments if one.claim.attribute == "sex × rank")
    assert judged.verdict == "not enough evidence"
    fitted = wb.fit_mitigated(own, tried.choose("threshold_optimisation", reason="Tried."))
    few = next(one for one in fitted.findings if one.code == "WB563")
    assert few.title == "Some groups get no threshold of their own: a × rare, b × rare"


def test_groups_and_time_are_respected():
    frame = table(600).assign(day=np.arange(600), firm=np.arange(600) // 3)
    tried = wb.try_mitigations(
        prepared_of(frame, time="day"), policy=SELECTION, methods=["reweighing", "threshold_optimisation"], n_folds=2
    )
    assert [one.error for one in tried.attempts] == ["", "", ""]
    assert len(tried.rows) < tried.case.prepared.split.train.n_rows  # those of the first period are learned from only
    together = prepared_of(frame.drop(columns="day"), group="firm")
    firms = together.split.train.column("firm").to_pandas().to_numpy()
    seen = []
    method = wb.Reweighing()
    real = wb.Reweighing.train

    def watched(self, case, rows):
        seen.append(set(firms[rows]))
        return real(self, case, rows)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wb.Reweighing, "train", watched)
        wb.try_mitigations(together, methods=[method], n_folds=3)
    for fold, own in zip(draw_fewer(together.split.train, n_folds=3, seed=0), seen, strict=True):
        assert not own & set(firms[fold.test])


def test_failures_are_listed_in_words_and_the_others_go_on(prepared):
    tried = wb.try_mitigations(prepared, KNeighborsClassifier(), policy=SELECTION, n_folds=2)
    failed = {one.name: one.error for one in tried.attempts if one.error}
    assert failed == {
        "reweighing": (
            "The model 'KNeighborsClassifier' takes no weights, by which reweighing works. "
            "Choose one that does, such as logistic regression or boosted trees."
        ),
        "reductions": (
            "The model 'KNeighborsClassifier' takes no weights, by which the method of reductions works. "
            "Choose one that does, such as logistic regression or boosted trees."
        ),
        "threshold_optimisation": (
            "The scores take so few different values that groups are equal only if everybody or nobody is selected. "
            "Choose a model with finer scores, or another method."
        ),
    }
    assert [one.scope for one in tried.findings if one.code == "WB562"] == [
        "reweighing",
        "reductions",
        "thresholds by group",
    ]
    with pytest.raises(InputError, match=r"^reweighing failed: The model 'KNeighborsClassifier' takes no weights"):
        tried.choose("reweighing", reason="I want it.")
    assert not tried.attempt("drop_proxy").error


def test_what_fairlearn_raises_is_told(prepared, monkeypatch):
    from fairlearn import reductions

    def fails(_self, *_args, **_more):
        raise ZeroDivisionError("no row of one group")

    monkeypatch.setattr(reductions.ExponentiatedGradient, "fit", fails)
    tried = wb.try_mitigations(prepared, methods=["reductions"], n_folds=2)
    assert tried.attempt("reductions").error == (
        "fairlearn's reductions failed under demographic parity: ZeroDivisionError: no row of one group A group may "
        "have too few rows of one outcome. Choose another constraint, or cross fewer attributes."
    )


@pytest.mark.parametrize("after", [2, 3, 5])
def test_what_is_finished_is_kept_when_it_is_ended(prepared, after):
    told = []
    tried = wb.try_mitigations(
        prepared,
        policy=SELECTION,
        methods=["reweighing", "drop_proxy"],
        n_folds=2,
        progress=lambda done, total, _left: told.append((done, total)),
        cancelled=lambda: len(told) >= after,
    )
    assert told == [(at, 6) for at in range(1, after + 1)]
    assert [bool(one.error) for one in tried.attempts] == [False, after < 4, True]
    assert tried.stopped == "it was cancelled"
    assert tried.attempts[-1].error == "Not finished: it was cancelled"
    assert {one.code for one in tried.findings} == {"WB564"}


def test_interrupt_time_and_nothing_finished(prepared, monkeypatch):
    def interrupted(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(wb.Reweighing, "train", interrupted)
    tried = wb.try_mitigations(prepared, methods=["reweighing"], n_folds=2)
    assert tried.attempt("reweighing").error == "Not finished: it was interrupted"
    assert not tried.as_it_is.error
    with pytest.raises(NotEnoughDataError) as caught:
        wb.try_mitigations(prepared, cancelled=lambda: True)
    assert str(caught.value) == "The model as it is could not be tried: Not finished: it was cancelled"
    with pytest.raises(NotEnoughDataError, match=r"the time was up$"):
        wb.try_mitigations(prepared, seconds=1e-9)


@pytest.mark.slow
def test_settings_methods_and_models_of_other_kinds(prepared):
    fitted = wb.fit_model(prepared, LogisticRegression(C=0.5), threshold=0.6)
    tried = wb.try_mitigations(
        prepared,
        fitted,
        policy=SELECTION,
        n_folds=2,
        methods=[
            wb.Reductions(algorithm="grid_search", grid_size=5),
            wb.Reductions(difference_bound=0.2),
            wb.DropProxy(["zip", "noise"]),
            wb.ThresholdOptimisation(metric="true_positive_rate", objective="balanced_accuracy_score"),
        ],
    )
    assert [one.name for one in tried.attempts] == [
        "as_it_is",
        "reductions",
        "reductions_2",
        "drop_proxy",
        "threshold_optimisation",
    ]
    assert [one.error for one in tried.attempts] == [""] * 5
    assert [one.audit.threshold for one in tried.attempts] == [0.6, 0.5, 0.5, 0.6, 0.5]
    assert tried.attempt("reductions_2").title == "reductions 2"
    assert "WB561" not in {one.code for one in tried.attempt("reductions").findings}
    lean = wb.fit_mitigated(prepared, tried.choose("drop_proxy", reason="Simple."))
    assert lean.prepared.columns == ("skill", "age")
    assert lean.threshold == 0.6
    piped = wb.try_mitigations(
        prepared, make_pipeline(StandardScaler(), LogisticRegression()), methods=["reweighing", "reductions"], n_folds=2
    )
    assert [one.error for one in piped.attempts] == ["", "", ""]


def test_model_that_learned_otherwise_is_not_trained_anew_as_if_it_had_not(prepared, tried):
    fitted = wb.fit_mitigated(prepared, tried.choose("reweighing", reason="Tried."))
    with pytest.raises(InputError) as caught:
        wb.choose_threshold(fitted, metric="accuracy_score")
    assert str(caught.value) == (
        "The model 'logistic regression, reweighing' was trained with a method against gaps, and cannot be trained "
        "anew here on parts of the rows.\nGive rows that it has not learned from, and that are not the held-out ones: "
        "on=read_data(…)."
    )
    lean = wb.fit_mitigated(prepared, tried.choose("drop_proxy", reason="Tried."))
    assert wb.choose_threshold(lean, metric="accuracy_score").n == prepared.split.train.n_rows


@pytest.mark.slow
def test_trees_are_mitigated_too(prepared):
    small = wb.try_mitigations(prepared, "boosted_trees", policy=SELECTION, methods=["reweighing"], n_folds=2)
    fitted = wb.fit_mitigated(prepared, small.choose("reweighing", reason="Trees."))
    assert fitted.title == "boosted trees, reweighing"


def test_what_cannot_be_asked_for_is_refused_in_words(prepared, tried):
    with pytest.raises(NotEnoughDataError, match=r"has no protected attribute, so that there are no groups"):
        wb.try_mitigations(prepared_of(table(300), ()))
    amounts = wb.read_data(table(300), target="skill", task="regression", protected=["sex"])
    with pytest.raises(InputError) as caught:
        wb.try_mitigations(wb.prepare_data(wb.split_data(amounts)))
    assert str(caught.value) == (
        "The target 'skill' holds amounts, and methods against gaps are tried where there are two outcomes.\n"
        'Read the data with task="binary" and a target of two values: one outcome against the rest.'
    )
    for reason in ("", "   "):
        with pytest.raises(InputError) as caught:
            tried.choose("reweighing", reason=reason)
        assert str(caught.value) == (
            f"reason is {reason!r}.\nWrite why this method is chosen and what it costs: the reason is kept with the "
            "model."
        )
    with pytest.raises(InputError, match=r"^name is 'magic'"):
        tried.choose("magic", reason="Why not.")
    with pytest.raises(InputError, match=r"^methods is 'magic'"):
        wb.try_mitigations(prepared, methods=["magic"])
    with pytest.raises(InputError, match=r"^methods is 'reweighing'\.\nGive a list, even of one"):
        wb.try_mitigations(prepared, methods="reweighing")
    with pytest.raises(InputError, match=r"^methods names 'reweighing' twice, set alike\."):
        wb.try_mitigations(prepared, methods=["reweighing", wb.Reweighing()])
    with pytest.raises(InputError, match=r"^attribute is 'race'"):
        wb.try_mitigations(prepared, attribute="race")
    with pytest.raises(InputError, match=r"^seconds is -1\.\nGive a number above 0\.$"):
        wb.try_mitigations(prepared, seconds=-1)
    other = prepared_of(table(500, seed=9))
    with pytest.raises(InputError, match=r"^choice was made on other rows, or with another recipe, than prepared"):
        wb.fit_mitigated(other, tried.choose("reweighing", reason="Mistaken."))
    with pytest.raises(InputError, match=r"^The model 'logistic regression' was trained on other rows or another rec"):
        wb.try_mitigations(prepared, wb.fit_model(other, "logistic_regression"))
    with pytest.raises(InputError, match=r"^constraint is 'magic'"):
        wb.Reductions(constraint="magic")
    with pytest.raises(InputError, match=r"^columns is 'zip'"):
        wb.DropProxy("zip")


def test_no_proxy_and_metrics_that_a_method_cannot_aim_at_are_told(prepared):
    frame = table(600).drop(columns="zip").assign(skill=lambda one: np.random.default_rng(0).normal(size=len(one)))
    tried = wb.try_mitigations(prepared_of(frame), methods=["drop_proxy"], n_folds=2)
    assert tried.attempt("drop_proxy").error == (
        "No column that the model sees stands for 'sex', so that there is none to drop. "
        "Name some: DropProxy(['skill'])."
    )
    policy = wb.Policy({"precision_score": 0.1})
    odd = wb.try_mitigations(prepared, policy=policy, methods=["reductions", "threshold_optimisation"], n_folds=2)
    assert [one.error.partition(",")[0] for one in odd.attempts] == [
        "",
        "The policy compares precision score",
        "The policy compares precision score",
    ]
    plain = wb.try_mitigations(prepared, policy=policy, methods=["reweighing"], n_folds=2)
    assert "no paired limits" in plain.attempt("reweighing").gap_changes[0].why


def test_gap_that_a_method_opens_or_turns_round_is_told():
    def audit(n_first, n_second):
        decisions = [int(at < n_first) for at in range(400)] + [int(at < n_second) for at in range(400)]
        frame = pd.DataFrame({"d": decisions, "sex": ["a"] * 400 + ["b"] * 400})
        return wb.audit_decisions(frame, decision="d", protected=["sex"], policy=SELECTION)

    even, behind, ahead = audit(200, 200), audit(300, 200), audit(200, 300)
    [opened] = changes.opened_gaps("votes", even, behind)
    assert (opened.code, opened.value, opened.threshold) == ("WB568", 0.25, 0.05)
    assert opened.title == "The method 'votes' comes with a gap in selection rate by sex, which was not clear before"
    assert opened.why.startswith("a has 25.0% more than b, and 5% is tolerated. ")
    [turned] = changes.opened_gaps("votes", behind, ahead)
    assert turned.title.endswith("by sex, between other groups, or the other way round")
    assert changes.opened_gaps("votes", behind, behind) == ()
    assert changes.opened_gaps("votes", behind, even) == ()


def test_changes_of_rates_that_count_refusals_and_right_decisions(prepared):
    train = prepared.split.train
    rng = np.random.default_rng(1)
    before, after = rng.integers(0, 2, train.n_rows), rng.integers(0, 2, train.n_rows)
    outcomes, sex = outcomes_of(train), train.groups().column("sex").to_pandas().to_numpy()
    for metric, over, value in [
        ("false_negative_rate", outcomes == 1, lambda one: 1 - one),
        ("true_negative_rate", outcomes == 0, lambda one: 1 - one),
        ("accuracy_score", outcomes >= 0, lambda one: one == outcomes),
    ]:
        frame = pd.DataFrame({"d": before, "y": outcomes, "sex": sex})
        audit = wb.audit_decisions(
            frame, decision="d", outcome="y", protected=["sex"], policy=wb.Policy({metric: 0.05})
        )
        [found] = changes.gap_changes(audit, train, before, after)
        lower, higher = found.groups
        wanted = [
            np.mean(value(one)[over & (sex == higher)]) - np.mean(value(one)[over & (sex == lower)])
            for one in (before, after)
        ]
        assert (found.before, found.after) == (pytest.approx(wanted[0]), pytest.approx(wanted[1]))
        assert found.value == pytest.approx(wanted[1] - wanted[0])
