"""How one prediction comes about: the steps chain, add up, and are those of the explanation they are read from."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.data.examples import loans
from workbench.errors import InputError
from workbench.explanation.waterfall import explain_prediction

from .known_models import known_model


@pytest.fixture(scope="module")
def linear():
    frame = loans(900, seed=3).frame
    frame["number"] = [f"p{place}" for place in range(900)]
    data = wb.read_data(frame, target="approved", favourable="yes", protected=["origin", "sex"], id="number")
    return wb.fit_model(wb.prepare_data(wb.split_data(data, seed=3)), "logistic_regression")


def chain(found):
    """Check that each step starts where the one before ends, from the base to the prediction."""
    ends = [found.base]
    for one in found.steps:
        assert one.start == ends[-1]
        assert one.end == one.start + one.contribution
        ends.append(one.end)
    assert ends[-1] == pytest.approx(found.prediction, abs=1e-6)


def test_steps_of_a_linear_model_are_coefficients_times_distances(linear):
    prepared = linear.prepared
    found = explain_prediction(linear, 5)
    chain(found)
    assert (found.scale, found.method, found.output) == ("log-odds", "coefficients", "")
    assert found.prediction == pytest.approx(np.log(found.score / (1 - found.score)))
    assert found.score == pytest.approx(linear.scores[5], abs=1e-12)
    train, row = (prepared.raw_frame(one) for one in (prepared.split.train, prepared.split.test))
    parts = (prepared.matrix(row.iloc[[5]]) - prepared.matrix(train).mean(axis=0))[0] * linear.pipeline[-1].coef_[0]
    expected = dict.fromkeys(prepared.columns, 0.0)
    for (source,), part in zip(prepared.sources, parts, strict=True):
        expected[source] += part
    told = {one.columns[0]: one.contribution for one in found.steps}
    assert told == pytest.approx(expected, abs=1e-9)
    assert list(told) == sorted(expected, key=lambda name: -abs(expected[name]))


def test_small_ones_are_one_step_and_nothing_is_lost(linear):
    whole, short, one = (explain_prediction(linear, 5, n_steps=n) for n in (20, 3, 1))
    for found in (whole, short, one):
        chain(found)
    assert [len(step.columns) for step in short.steps] == [1, 1, len(whole.steps) - 2]
    assert short.steps[:2] == whole.steps[:2]
    assert short.steps[2].contribution == pytest.approx(sum(step.contribution for step in whole.steps[2:]))
    assert short.steps[2].columns == tuple(step.columns[0] for step in whole.steps[2:])
    assert short.steps[2].value == ""
    assert [len(step.columns) for step in one.steps] == [len(whole.steps)]
    assert f"{len(whole.steps) - 2} other columns" in str(short)
    assert len(explain_prediction(linear, 5, n_steps=len(whole.steps)).steps) == len(whole.steps)


def test_a_row_may_be_named_by_its_id_or_given(linear):
    by_place = explain_prediction(linear, 5)
    number = linear.prepared.split.test.table["number"][5].as_py()
    values = linear.prepared.split.test.frame(list(linear.prepared.columns)).iloc[[5]]
    assert explain_prediction(linear, number) == by_place
    by_values = explain_prediction(linear, values)
    assert by_values.steps == by_place.steps
    assert {one.columns[0]: one.value for one in by_place.steps} == dict(wb.explain_person(linear, 5).values)


def test_of_an_explained_row_it_shows_what_was_explained(linear):
    explanation = wb.explain_model(linear, n_rows=30, seed=2)
    place = int(explanation.rows[7])
    marked = replace(explanation.attribution, values=explanation.attribution.values + 0.25)
    found = explain_prediction(replace(explanation, attribution=marked, attributions=()), place)
    expected = explanation.attribution.values[7] + 0.25
    assert sorted(one.contribution for one in found.steps) == pytest.approx(sorted(expected))
    other = next(row for row in range(200) if row not in explanation.rows)
    assert explain_prediction(explanation, other).steps == explain_prediction(linear, other).steps


def test_another_row_is_compared_with_the_background_of_the_explanation(linear):
    train = linear.prepared.raw_frame(linear.prepared.split.train)
    explanation = wb.explain_model(linear, n_rows=30, background=train.iloc[:20])
    other = next(row for row in range(200) if row not in explanation.rows)
    own, another = (explain_prediction(explanation, int(row)) for row in (explanation.rows[0], other))
    assert (another.base, another.n_background) == (pytest.approx(own.base, abs=1e-9), 20)
    assert another.base != pytest.approx(explain_prediction(linear, other).base, abs=1e-3)


def test_another_row_is_sampled_with_the_seed_of_the_explanation():
    fitted = known_model(known_frame(), lambda rows: 1 / (1 + np.exp(-rows["a"] * rows["b"])))
    explanation = wb.explain_model(fitted, n_rows=20, seed=5)
    other = next(row for row in range(60) if row not in explanation.rows)
    found = explain_prediction(explanation, other)
    assert found.steps == explain_prediction(fitted, other, seed=5).steps
    assert found.steps != explain_prediction(fitted, other).steps
    assert found.provenance.seed == 5
    assert explain_prediction(explanation, other, seed=0).steps == explain_prediction(fitted, other).steps


def test_of_an_explained_person_it_shows_the_reasons(linear):
    person = wb.explain_person(linear, 5, method="A")
    found = explain_prediction(person)
    chain(found)
    assert found.n_background == person.attribution.n_background
    told = {one.columns[0]: one.contribution for one in found.steps}
    assert {one.column: one.contribution for one in person.reasons}.items() <= told.items()
    with pytest.raises(InputError) as error:
        explain_prediction(person, 5)
    assert str(error.value) == (
        "row is given along with an explanation of a person, who is one row.\n"
        "Give what fit_model returns to explain another row."
    )


def known_frame():
    return pd.DataFrame(np.random.default_rng(0).normal(size=(300, 3)), columns=list("abc"))


def test_of_several_classes_the_one_predicted_or_the_one_asked_for():
    def shares(rows):
        weights = np.exp(np.column_stack([rows["a"], rows["b"], 0 * rows["c"]]))
        return weights / weights.sum(axis=1, keepdims=True)

    fitted = known_model(known_frame(), shares, task="multiclass", classes=("x", "y", "z"))
    for place in range(5):
        found = explain_prediction(fitted, place)
        chain(found)
        assert found.output == "xyz"[fitted.scores[place].argmax()]
        assert found.score == pytest.approx(fitted.scores[place].max())
        other = explain_prediction(fitted, place, output="z")
        chain(other)
        assert (other.output, other.score) == ("z", pytest.approx(fitted.scores[place, 2]))
    assert repr(found).startswith(f"Waterfall of one prediction of {found.output!r} on the ")
    with pytest.raises(InputError) as error:
        explain_prediction(fitted, 0, output="w")
    assert str(error.value) == "output is 'w'.\nAllowed are: 'x', 'y', 'z'."
    with pytest.raises(InputError) as error:
        wb.explain_person(fitted, 0)
    assert str(error.value) == (
        "Reasons are told for a favourable or unfavourable decision, and the model predicts one of several classes.\n"
        "To see why a row gets its class: explain_prediction(fitted, row)."
    )


def test_of_amounts_the_amount():
    fitted = known_model(known_frame(), lambda rows: 1_000 * rows["a"] - 10 * rows["b"])
    found = explain_prediction(fitted, 3)
    chain(found)
    assert (found.scale, found.score) == ("amount", pytest.approx(fitted.scores[3]))
    own = fitted.prepared.raw_frame(fitted.prepared.split.test).iloc[3]
    told = {one.columns[0]: one for one in found.steps}
    assert found.steps[0].columns == ("a",)
    assert told["a"].contribution == pytest.approx(1_000 * own["a"], abs=500)
    assert told["c"].contribution == pytest.approx(0, abs=1e-9)
    with pytest.raises(InputError) as error:
        wb.explain_person(fitted, 0)
    assert str(error.value) == (
        "Reasons are told for a favourable or unfavourable decision, and the model predicts amounts.\n"
        "To see what moved an amount: explain_prediction(fitted, row)."
    )


def test_a_value_unlike_any_and_a_missing_one_are_told(linear):
    row = dict(linear.prepared.split.test.frame(list(linear.prepared.columns)).iloc[0])
    found = explain_prediction(linear, {**row, "district": None, "income": 1e9})
    chain(found)
    assert {(one.code, one.scope) for one in found.findings} == {("WB402", "district"), ("WB402", "income")}
    assert "district = missing" in str(found)
    assert "1000000000" not in repr(found).replace(",", "")


def test_what_cannot_be_is_refused_in_words(linear):
    with pytest.raises(InputError) as error:
        explain_prediction("model", 3)
    assert str(error.value) == (
        "source is text, neither a fitted model, an explanation nor the explanation of a person.\n"
        "Give what fit_model, explain_model or explain_person returns."
    )
    with pytest.raises(InputError) as error:
        explain_prediction(linear)
    assert str(error.value) == (
        "row is None.\nGive the place of a held-out row, its id as text, or the person's values by column."
    )


def codes(found):
    return [one.code for one in found.findings]


def test_where_the_draw_decides_the_order_that_is_a_finding_and_steps_have_limits():
    fitted = known_model(known_frame(), lambda rows: rows["a"] + rows["b"] - 3 * rows["c"])
    row = {"a": 1.0, "b": 1.01, "c": 1.5}
    found = explain_prediction(fitted, row)
    chain(found)
    [finding] = found.findings
    assert (finding.code, finding.severity, finding.n) == ("WB418", "caution", 100)
    first, second = (one.columns[0] for one in found.steps[1:])
    assert finding.title == (
        f"How this prediction comes about depends on the rows that were drawn: {first!r} and {second!r}"
    )
    assert finding.why == (
        "The row is compared with 100 rows drawn at random, since the model has to be asked about each. "
        f"With others, {first!r} and {second!r} could change places."
    )
    for one in found.steps:
        assert one.low < one.contribution < one.high
    assert f"{found.steps[0].contribution:>+12.4g}  c = 1.5 ({found.steps[0].low:+.3g} to " in str(found)
    assert codes(explain_prediction(fitted, {**row, "b": 2.0})) == []


def test_where_the_draw_decides_the_direction_that_is_a_finding():
    fitted = known_model(known_frame(), lambda rows: rows["a"] + 3 * rows["c"])
    middle = float(fitted.prepared.raw_frame(fitted.prepared.split.train)["a"].mean()) + 0.15
    found = explain_prediction(fitted, {"a": middle, "b": 0.5, "c": 0.8})
    [finding] = found.findings
    assert finding.code == "WB418"
    assert finding.why.endswith("With others, 'a' could push the other way.")
    assert {one.columns[0]: one.low * one.high < 0 for one in found.steps} == {"a": True, "b": False, "c": False}


def test_limits_over_the_draw_hold_what_all_rows_say():
    """Of an additive model the value against all training rows is known: its own term less its mean."""
    fitted = known_model(known_frame(), lambda rows: np.exp(rows["a"]) + rows["b"] - 3 * rows["c"])
    train = fitted.prepared.raw_frame(fitted.prepared.split.train)
    row = {"a": 1.0, "b": 1.5, "c": 2.0}
    truth = {"a": np.exp(1) - np.exp(train["a"]).mean(), "b": 1.5 - train["b"].mean(), "c": 3 * train["c"].mean() - 6}
    steps = [one for seed in range(40) for one in explain_prediction(fitted, row, seed=seed).steps]
    covered = [one.low <= truth[one.columns[0]] <= one.high for one in steps]
    assert np.mean(covered) > 0.9
    assert len({one.low for one in steps}) == len(steps)


def test_against_all_rows_that_there_are_nothing_depends_on_a_draw():
    fitted = known_model(known_frame(), lambda rows: rows["a"] * rows["b"] - rows["c"])
    background = fitted.prepared.raw_frame(fitted.prepared.split.train).iloc[:40]
    explanation = wb.explain_model(fitted, n_rows=20, background=background)
    for row in (int(explanation.rows[0]), {"a": 1.0, "b": 1.0, "c": 1.0}):
        found = explain_prediction(explanation, row)
        assert (found.n_background, codes(found)) == (40, [])
        assert np.isnan([one.low for one in found.steps]).all()
        assert found.steps == explain_prediction(explanation, row, seed=3).steps


def test_an_explained_row_of_a_model_that_has_to_be_asked_has_limits_too():
    fitted = known_model(known_frame(), lambda rows: 1 / (1 + np.exp(-rows["a"] * rows["b"] - rows["c"])))
    explanation = wb.explain_model(fitted, n_rows=20, seed=5)
    found = explain_prediction(explanation, int(explanation.rows[3]))
    assert found.base == pytest.approx(explanation.attribution.base, abs=1e-12)
    told = {one.columns[0]: one for one in found.steps}
    for name, value in zip(explanation.attribution.columns, explanation.attribution.values[3], strict=True):
        assert told[name].contribution == pytest.approx(value, abs=1e-9)  # both against the same 100 rows, exactly
        assert told[name].low < value < told[name].high


def test_what_the_engines_say_of_themselves_is_kept(linear):
    explanation = wb.explain_model(linear, n_rows=1, scale="probability")
    found = explain_prediction(explanation, 5 + int(explanation.rows[0] == 5))
    assert "WB404" in codes(found)
    assert found.method in ("enumeration", "permutation")
    assert "WB404" not in codes(explain_prediction(linear, 5))


def test_of_a_person_the_draw_is_told_as_well():
    fitted = known_model(
        known_frame(),
        lambda rows: 1 / (1 + np.exp(-rows["a"] - rows["b"] + 3 * rows["c"])),
        task="binary",
        threshold=0.9,
    )
    person = wb.explain_person(fitted, {"a": 1.0, "b": 1.01, "c": 2.0})
    found = explain_prediction(person)
    assert person.batches is None  # of 150 rows none has to be left out
    assert np.isnan(found.steps[0].low)
    fitted = known_model(
        pd.concat([known_frame()] * 3, ignore_index=True),
        lambda rows: 1 / (1 + np.exp(-rows["a"] - rows["b"] + 3 * rows["c"])),
        task="binary",
        threshold=0.9,
    )
    person = wb.explain_person(fitted, {"a": 1.0, "b": 1.01, "c": 2.0})
    found = explain_prediction(person)
    assert person.batches.shape == (5, 3)
    assert person.batches.mean(axis=0) == pytest.approx(person.attribution.values[0])
    assert codes(found) == ["WB418"]
    assert all(one.low < one.contribution < one.high for one in found.steps)
