"""Weak segments: a planted one is found and confirmed, chance is not, and people are not given away."""

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.errors import ColumnNotFoundError, InputError, NotEnoughDataError
from workbench.modeling.given import fitted_from
from workbench.modeling.segments import find as finding
from workbench.modeling.segments import search
from workbench.modeling.segments.conditions import Condition, Held
from workbench.modeling.segments.find import find_weak_segments
from workbench.modeling.segments.result import rows_of
from workbench.modeling.segments.search import Growth, find_parts


def planted(n_rows=3_000, seed=0):
    """Outcomes follow from pay, but for the young of department F, whose are thrown."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "age": rng.integers(18, 66, n_rows),
            "department": rng.choice(list("ABF"), n_rows),
            "pay": rng.normal(size=n_rows).round(2),
            "sex": rng.choice(["f", "m"], n_rows),
        }
    )
    weak = (frame.age < 30) & (frame.department == "F")
    sure = np.where(rng.random(n_rows) < 0.03, -frame.pay, frame.pay)
    frame["good"] = np.where(np.where(weak, rng.normal(size=n_rows), sure) > 0, "yes", "no")
    return frame


def fitted_of(frame, model="logistic_regression", **roles):
    data = wb.read_data(frame, target="good", favourable="yes", protected=["sex"], **roles)
    return wb.fit_model(wb.prepare_data(wb.split_data(data, seed=1)), model)


@pytest.fixture(scope="module")
def fitted():
    return fitted_of(planted())


@pytest.fixture(scope="module")
def found(fitted):
    return find_weak_segments(fitted)


def test_a_planted_segment_is_found_and_confirmed(fitted, found):
    [one] = found.confirmed
    assert sorted(map(str, one.conditions)) == ["age under 30", "department is F"]
    test = fitted.prepared.split.test
    frame = test.frame()
    rows = ((frame.age < 30) & (frame.department == "F")).to_numpy()
    wrong = fitted.decisions != test.outcomes()
    assert rows_of(test, one.conditions).tolist() == rows.tolist()
    assert (one.n, one.error, one.rest_error) == (rows.sum(), wrong[rows].mean(), wrong[~rows].mean())
    assert one.error > 0.3 > 0.1 > one.rest_error
    assert one.difference_limits[0] > 0.2
    assert one.limits[0] < one.error < one.limits[1]
    assert one.p_value < 1e-6
    assert (found.n, found.n_found, found.measure) == (900, 2_100, "wrong")
    assert found.error == wrong.mean()
    assert found.how == "found on training rows, each predicted by one of 5 models that had not seen it"


def test_it_is_told(found):
    [one], [finding] = found.confirmed, found.findings
    assert repr(found) == (
        f"Weak segments of logistic regression: where {one}, wrong in {one.error:.1%} of {one.n} held-out rows, "
        f"elsewhere in {one.rest_error:.1%}."
    )
    assert (finding.code, finding.severity, finding.n, finding.scope) == ("WB316", "caution", one.n, str(one))
    assert finding.title == f"The model errs more where {one}"
    low, high = (100 * limit for limit in one.difference_limits)
    assert finding.why == (
        f"There it is wrong in {one.error:.1%} of {one.n} held-out rows, elsewhere in {one.rest_error:.1%}: "
        f"a difference of {low:.1f} to {high:.1f} points (95% limits), found on other rows and confirmed on these."
    )
    assert (finding.value, finding.threshold, finding.interval) == (one.error, one.rest_error, one.limits)
    assert str(found).startswith(f"{found!r}\nconfirmed: {one}, wrong in ")


def test_the_same_seed_gives_the_same(fitted, found):
    assert find_weak_segments(fitted) == found
    assert find_weak_segments(fitted).fingerprint == found.fingerprint
    assert find_weak_segments(fitted, max_depth=1) != found


def test_probabilities_that_are_far_off_are_seen_too(fitted):
    [one, *_] = find_weak_segments(fitted, measure="log_loss").confirmed
    assert sorted(map(str, one.conditions)) == ["age under 30", "department is F"]
    scores, outcomes = fitted.scores, fitted.prepared.split.test.outcomes()
    losses = -np.log(np.where(outcomes == 1, scores, 1 - scores))
    rows = rows_of(fitted.prepared.split.test, one.conditions)
    assert one.error == pytest.approx(losses[rows].mean())


def test_of_a_model_trained_elsewhere_the_held_out_rows_are_halved(fitted):
    split, columns = fitted.prepared.split, fitted.prepared.columns
    given = fitted_from(fitted.pipeline, split, columns, title="theirs", threshold=0.5)
    found = find_weak_segments(given)
    assert found.n + found.n_found == split.test.n_rows
    assert abs(found.n - found.n_found) <= 1
    assert found.how == "found on one half of the held-out rows, as the model was trained elsewhere"
    [one] = found.confirmed
    rows = rows_of(split.test, one.conditions)
    wrong = (fitted.decisions != split.test.outcomes())[rows]
    assert one.n_found + one.n == rows.sum()
    assert one.n_found * one.found_error + one.n * one.error == pytest.approx(wrong.sum())
    assert [sorted(map(str, one.conditions)) for one in found.confirmed] == [["age under 30", "department is F"]]


def test_protected_attributes_describe_segments_only_when_asked():
    frame = planted()
    rng = np.random.default_rng(5)
    worse = frame.sex == "f"
    frame.loc[worse, "good"] = rng.choice(["yes", "no"], worse.sum())
    fitted = fitted_of(frame, use_protected=True)
    assert "sex" in fitted.prepared.columns
    assert all("sex" not in str(one) for one in find_weak_segments(fitted).segments)
    found = find_weak_segments(fitted, use_protected=True)
    assert "sex is f" in str(found.confirmed[0])
    rows = rows_of(fitted.prepared.split.test, found.confirmed[0].conditions)
    assert rows.sum() == found.confirmed[0].n
    assert set(found.columns) == {"age", "department", "pay", "sex"}


def test_bands_of_a_protected_attribute_describe_segments():
    frame = planted()
    data = wb.read_data(frame, target="good", favourable="yes", protected=[wb.bands("age", [30], title="age band")])
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=1)), "logistic_regression")
    assert all("age" not in str(one) for one in find_weak_segments(fitted).segments)
    found = find_weak_segments(fitted, use_protected=True)
    assert sorted(map(str, found.confirmed[0].conditions)) == ["age band is under 30", "department is F"]
    assert rows_of(fitted.prepared.split.test, found.confirmed[0].conditions).sum() == found.confirmed[0].n


def confirmed(n_inside, n_outside=400):
    """Return what rows say of a part that has so many of them, in which everything is wrong."""
    parts = []
    for inside, outside in ((60, 400), (n_inside, n_outside)):
        held = {"age": Held(np.repeat([20.0, 40.0], [inside, outside]), None)}
        parts.append(finding._Part(held, np.repeat([1.0, 0.0], [inside, outside]), None))
    return finding._confirmed([(Condition("age", below=30.0, with_missing=False),)], *parts, 0.95)


@pytest.mark.parametrize(("n_inside", "n_outside"), [(0, 400), (1, 400), (10, 400), (400, 10), (400, 0)])
def test_no_part_of_few_people_is_told(n_inside, n_outside):
    assert confirmed(n_inside, n_outside) == ((), 1)


@pytest.mark.parametrize("n_inside", [11, 29])
def test_fewer_than_30_rows_are_told_and_not_judged(n_inside):
    [one], n_untold = confirmed(n_inside)
    assert (n_untold, one.n, one.error, one.is_confirmed) == (0, n_inside, 1.0, False)
    assert np.isnan(one.p_value)
    assert one.why_not == "fewer than 30 held-out rows are not judged"


def test_30_rows_are_judged():
    [one], _ = confirmed(30)
    assert one.is_confirmed
    assert one.why_not == ""


def test_what_is_not_confirmed_says_why():
    held = {"age": Held(np.repeat([20.0, 40.0], 100), None)}
    conditions = [(Condition("age", below=30.0, with_missing=False),)]
    looked = finding._Part(held, np.repeat([1.0, 0.0], 100), None)
    for errors, why in (
        (np.repeat([0.0, 1.0], 100), "on the held-out rows it errs no more than the rest"),
        (np.tile([1.0, 0.0], 100), "on the held-out rows it errs no more than the rest"),
        (
            np.r_[np.ones(52), np.zeros(48), np.ones(50), np.zeros(50)],
            "the difference on the held-out rows may be chance",
        ),
        (np.full(200, 2.5), "too few groups of rows that belong together, or errors that do not differ"),
    ):
        [one], _ = finding._confirmed(conditions, looked, finding._Part(held, errors, None), 0.95)
        assert (one.is_confirmed, one.why_not) == (False, why)


def test_several_segments_are_adjusted_for():
    """Holm: of two equal p values each is doubled."""
    held = {"age": Held(np.tile(np.repeat([20.0, 40.0, 60.0], 100), 1), None)}
    errors = np.r_[np.ones(28), np.zeros(72), np.ones(28), np.zeros(72), np.ones(10), np.zeros(90)]
    parts = [(Condition("age", below=30.0),), (Condition("age", at_least=30.0, below=50.0),)]
    both, _ = finding._confirmed(parts, finding._Part(held, errors, None), finding._Part(held, errors, None), 0.95)
    [alone], _ = finding._confirmed(
        parts[:1], finding._Part(held, errors, None), finding._Part(held, errors, None), 0.95
    )
    assert both[0].p_value == pytest.approx(2 * alone.p_value)


def test_nothing_found_is_said(fitted):
    found = find_weak_segments(fitted, columns=["pay"], min_rows=250)
    assert found.segments == ()
    assert repr(found) == ("Weak segments of logistic regression: none confirmed in 900 held-out rows; none was found.")
    assert found.findings == ()


def test_chance_is_confirmed_in_one_of_twenty_at_most(monkeypatch):
    """The tree is made to find parts wherever; noise is confirmed no more often than was said, even so."""
    monkeypatch.setattr(search, "_CHANCE", 10**9)
    rng = np.random.default_rng(3)
    n_runs, n_confirmed, n_found = 300, 0, 0
    for _ in range(n_runs):
        parts = []
        for n_rows in (300, 400):
            frame = pd.DataFrame(rng.integers(0, 6, size=(n_rows, 3)), columns=list("abc"))
            held = {name: Held(frame[name].to_numpy(dtype=float), None) for name in frame}
            parts.append(finding._Part(held, (rng.random(n_rows) < 0.2) * 1.0, None))
        looked, kept = parts
        described = find_parts(looked.held, looked.errors, Growth(3, 30))[:5]
        segments, _ = finding._confirmed(described, looked, kept, 0.95)
        n_found += bool(segments)
        n_confirmed += any(one.is_confirmed for one in segments)
    assert n_found == n_runs
    assert n_confirmed <= 0.05 * n_runs + 3 * np.sqrt(0.05 * 0.95 * n_runs)


@pytest.mark.slow
def test_models_of_noise_have_no_weak_segment():
    n_confirmed = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        frame = planted(400, seed)
        frame["good"] = np.where(rng.random(400) < 1 / (1 + np.exp(-frame.pay)), "yes", "no")
        n_confirmed += bool(find_weak_segments(fitted_of(frame)).confirmed)
    assert n_confirmed <= 0.05 * 40 + 3 * np.sqrt(0.05 * 0.95 * 40)


def test_rows_that_belong_together_are_one_witness():
    frame = planted(1_200)
    frame["shop"] = np.arange(1_200) // 4
    found = find_weak_segments(fitted_of(frame, group="shop"), min_rows=30)
    plain = find_weak_segments(fitted_of(frame.drop(columns="shop")))
    assert found.n != plain.n or found.fingerprint != plain.fingerprint
    # As many degrees of freedom as groups, so that a part within nine of them is never judged.
    assert all(np.isfinite(one.p_value) for one in found.confirmed)


def test_amounts_and_classes():
    frame = planted(2_000)
    rng = np.random.default_rng(4)
    weak = ((frame.age < 30) & (frame.department == "F")).to_numpy()
    frame["good"] = frame.pay * 10 + rng.normal(size=2_000) * np.where(weak, 9, 1)
    split = wb.split_data(wb.read_data(frame, target="good", task="regression", protected=["sex"]))
    found = find_weak_segments(wb.fit_model(wb.prepare_data(split), "ridge"))
    assert found.measure == "absolute_error"
    assert sorted(map(str, found.confirmed[0].conditions)) == ["age under 30", "department is F"]
    assert "off by" in repr(found)
    classes = np.array(["low", "middle", "high"])
    sure = np.digitize(frame.pay, [-0.5, 0.5])
    frame["good"] = classes[np.where(weak, rng.integers(0, 3, 2_000), sure)]
    split = wb.split_data(wb.read_data(frame, target="good", task="multiclass", protected=["sex"]))
    fitted = wb.fit_model(wb.prepare_data(split), "logistic_regression")
    for measure in ("wrong", "log_loss"):
        found = find_weak_segments(fitted, measure=measure)
        assert any("department is F" in str(one) for one in found.confirmed)


@pytest.mark.parametrize(
    ("settings", "error", "text"),
    [
        ({"measure": "absolute_error"}, InputError, "measure is 'absolute_error'.\nAllowed are: 'wrong', 'log_loss'."),
        ({"min_rows": 12}, InputError, "min_rows is 12.\nGive at least 30: fewer rows are not judged."),
        ({"max_depth": 0}, InputError, "max_depth is 0.\nGive a whole number of 1 or more."),
        (
            {"columns": ["sex"]},
            InputError,
            "columns names 'sex', which is protected.\n"
            "An audit tells what the model does to groups: audit_model(fitted). To look here, use_protected=True.",
        ),
        (
            {"columns": ["good"]},
            InputError,
            "columns names the target 'good'.\nName columns that are known before the outcome.",
        ),
        (
            {"columns": ["agee"]},
            ColumnNotFoundError,
            "Column 'agee' is not in the data. Did you mean 'age'?\n"
            "The data has 5 columns: age, department, pay, sex, good.",
        ),
        (
            {"min_rows": 500},
            NotEnoughDataError,
            "There are 2,100 rows to look in and 900 to confirm on, too few for segments of 500.\n"
            "Collect more rows, or hold out more of them: split_data(…, test_size=…).",
        ),
    ],
)
def test_settings_that_do_not_fit(settings, error, text, fitted):
    with pytest.raises(error) as raised:
        find_weak_segments(fitted, **settings)
    assert str(raised.value) == text


def test_what_fit_model_returns_is_needed():
    with pytest.raises(InputError) as raised:
        find_weak_segments("model")
    assert str(raised.value) == "fitted is text, not a fitted model.\nGive what fit_model returns."


def test_columns_that_the_model_does_not_read_may_be_named(fitted):
    assert find_weak_segments(fitted, columns=["age"]).columns == ("age",)
