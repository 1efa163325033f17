"""Why a model decided on one person: by brute force, and the changes by asking the model again."""

from dataclasses import replace
from functools import cache
from itertools import combinations
from math import factorial

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer

import workbench as wb
from workbench.data.examples import loans
from workbench.errors import ColumnNotFoundError, InputError, NotEnoughDataError
from workbench.explanation import interventional
from workbench.explanation.changes import FEWEST_ROWS, find_change, fixed_columns, offered_numbers
from workbench.explanation.interventional import attribute_against, exact_values
from workbench.explanation.person_row import person_row, said_value
from workbench.preparation.recipe import Step

from .known_models import known_model, model_of


@pytest.fixture(scope="module")
def prepared():
    frame = loans(1_500, seed=3).frame
    frame["income"] = frame["income"].astype(int)
    frame["savings_known"] = np.random.default_rng(1).random(1_500) < 0.8
    frame.loc[::7, "employment_years"] = np.nan
    frame = frame[["income", "employment_years", "district", "savings_known", "age", "origin", "approved"]]
    frame["number"] = [f"p{place}" for place in range(1_500)]
    roles = {"target": "approved", "favourable": "yes", "protected": ["origin"], "id": "number"}
    data = wb.read_data(frame, name="loans", use_protected=True, **roles)
    return wb.prepare_data(wb.split_data(data, seed=3))


@pytest.fixture(scope="module")
def linear(prepared):
    return wb.fit_model(prepared, "logistic_regression")


@pytest.fixture(scope="module")
def trees(prepared):
    return wb.fit_model(prepared, "boosted_trees")


@pytest.fixture(scope="module")
def calibrated(trees):
    return wb.calibrate_model(trees, "sigmoid").accept()


@pytest.fixture(scope="module", params=["linear", "trees"])
def fitted(request):
    return request.getfixturevalue(request.param)


@cache
def explained_once(fitted, place):
    """Explain a held-out row; trees take a while."""
    return wb.explain_person(fitted, place)


def decided(fitted, favourable, n=1):
    """Return the places of the first held-out rows that were decided one way."""
    return [int(place) for place in np.flatnonzero(fitted.decisions == int(favourable))[:n]]


def by_definition(value_of, n):
    """Return Shapley values straight from the definition, one set of columns at a time."""
    found = np.zeros(n)
    value_of = cache(value_of)
    for column in range(n):
        others = [one for one in range(n) if one != column]
        for size in range(n):
            weight = factorial(size) * factorial(n - size - 1) / factorial(n)
            for chosen in combinations(others, size):
                found[column] += weight * (value_of(frozenset({*chosen, column})) - value_of(frozenset(chosen)))
    return found


def mixed(row, background, columns):
    frame = background.copy()
    for place, name in enumerate(frame.columns):
        if place in columns:
            frame[name] = [row[name].iloc[0]] * len(frame)
    return frame


@pytest.mark.parametrize("method", ["A", "B"])
def test_contributions_are_shapley_values_by_definition(prepared, method, fitted):
    [place] = decided(fitted, favourable=False)
    found = wb.explain_person(fitted, place, method=method).attribution
    train = prepared.raw_frame(prepared.split.train)
    scores = fitted.score(train)
    if method == "A":
        reached = np.sort(scores[scores >= fitted.threshold])
        train = train[(scores >= fitted.threshold) & (scores <= reached[int(np.ceil(0.1 * len(reached))) - 1])]
    assert found.n_background == len(train)
    row = prepared.raw_frame(prepared.split.test).iloc[[place]]
    expected = by_definition(lambda columns: fitted.pipeline.decision_function(mixed(row, train, columns)).mean(), 6)
    assert found.scale == "log-odds"
    assert found.values[0] == pytest.approx(expected, abs=1e-9)


def test_values_of_any_model_are_those_of_the_definition(rng):
    background = pd.DataFrame(rng.normal(size=(7, 4)), columns=list("abcd"))
    row = pd.DataFrame(rng.normal(size=(1, 4)), columns=list("abcd"))

    def score(frame):
        return (np.sin(frame["a"]) * frame["b"] + np.maximum(frame["c"], frame["d"]) * frame["a"]).to_numpy()

    values, base = exact_values(score, row, background)
    expected = by_definition(lambda columns: score(mixed(row, background, columns)).mean(), 4)
    assert values[0] == pytest.approx(expected, abs=1e-12)
    assert base == pytest.approx(score(background).mean(), abs=1e-12)


def test_trees_are_explained_against_all_rows_so_that_no_seed_matters(trees):
    place = decided(trees, False)[0]
    found = explained_once(trees, place)
    n_train = trees.prepared.split.train.n_rows
    assert (found.attribution.scale, found.attribution.method) == ("log-odds", "trees")
    assert (found.attribution.n_background, found.attribution.n_orders) == (n_train, 0)
    again = wb.explain_person(trees, place, seed=11)
    assert [one.column for one in again.reasons] == [one.column for one in found.reasons]
    assert again.attribution.values == pytest.approx(found.attribution.values, abs=1e-12)
    assert not {"WB416"} & {one.code for one in found.findings}


def test_a_calibrated_model_is_explained_as_exactly_as_what_is_calibrated(trees, calibrated):
    [place] = decided(calibrated, favourable=False)
    found, plain = (wb.explain_person(one, place).attribution for one in (calibrated, trees))
    assert (found.scale, found.method, found.n_background) == ("log-odds", "trees", plain.n_background)
    slope = found.values[0] / plain.values[0]
    assert slope == pytest.approx(np.full(len(slope), slope[0]), rel=1e-9)
    score = calibrated.score(calibrated.prepared.raw_frame(calibrated.prepared.split.test).iloc[[place]])
    assert found.base + found.values[0].sum() == pytest.approx(np.log(score / (1 - score))[0], abs=1e-6)


def test_contributions_add_up_to_the_prediction(fitted):
    for place in [*decided(fitted, True, 1), *decided(fitted, False, 2)]:
        explained = explained_once(fitted, place)
        found = explained.attribution
        assert found.base + found.values[0].sum() == pytest.approx(found.predictions[0], abs=1e-6)
        assert explained.probability == pytest.approx(fitted.scores[place], abs=1e-12)
        assert explained.is_favourable == bool(fitted.decisions[place])


def test_reasons_are_the_most_negative_ones_and_at_most_four(fitted):
    for place in decided(fitted, False, 2):
        explained = explained_once(fitted, place)
        values = dict(zip(explained.attribution.columns, explained.attribution.values[0], strict=True))
        negative = sorted((value, name) for name, value in values.items() if value < 0)
        total = sum(value for value, _ in negative)
        expected = [name for value, name in negative if value < 0.01 * total][:4]
        assert [one.column for one in explained.reasons] == expected
        assert all(one.contribution < 0 for one in explained.reasons)
        assert [one.share for one in explained.reasons] == pytest.approx([values[name] / total for name in expected])


def test_of_a_favourable_decision_what_counted_for_it_is_told_and_no_change(fitted):
    explained = explained_once(fitted, decided(fitted, True)[0])
    assert explained.is_favourable
    assert all(one.contribution > 0 and one.change is None for one in explained.reasons)


def changes(fitted, n):
    """Return the changes of every column, for rows that were refused by far and by little."""
    refused = np.flatnonzero(fitted.decisions == 0)
    ordered = refused[np.argsort(fitted.scores[refused])]
    for place in [*ordered[: n // 2], *ordered[-n // 2 :]]:
        person = person_row(fitted, place)
        for column in fitted.prepared.columns:
            yield person, find_change(fitted, person, column)


def covered(change, column):
    """Return every number that a change speaks of: what training rows hold there, and its own ends."""
    known = np.unique(column.drop_null().cast(pa.float64()).to_numpy())
    low, high = {
        "at least": (change.value, np.inf),
        "at most": (-np.inf, change.value),
        "between": sorted((change.value, change.end)),
    }.get(change.kind, (change.value, change.value))
    ends = [one for one in (change.value, change.end) if np.isfinite(one)]
    return np.unique([*known[(known >= low) & (known <= high)], *ends])


def holds(fitted, person, change):
    values = covered(change, fitted.prepared.split.train.table[change.column])
    frame = pd.concat([person.frame] * len(values), ignore_index=True)
    frame[change.column] = values
    return bool((fitted.score(frame) >= fitted.threshold).all())


def test_a_change_holds_for_every_number_of_a_training_row_that_it_speaks_of(fitted):
    offers = [(person, change) for person, change in changes(fitted, 16) if np.isfinite(change.value)]
    assert len(offers) > 10
    assert [change for person, change in offers if not holds(fitted, person, change)] == []


def test_a_change_holds_however_oddly_a_model_answers(rng):
    fitted = odd_model(rng, small=-9.0)
    known = np.unique(fitted.prepared.split.train.table["debt"].to_numpy())
    kinds = set()
    for _ in range(60):
        model = Ragged()
        model.first = int(rng.integers(2))
        model.ends = np.sort(rng.choice(known, rng.integers(1, 9), replace=False)) + rng.choice([-1e-3, 1e-3])
        model.fit(None, None)
        preparation = fitted.prepared.transformer
        ragged = replace(fitted, pipeline=Pipeline([("preparation", preparation), ("model", model)]))
        person = person_row(ragged, {"debt": float(rng.choice(known))})
        if ragged.score(person.frame)[0] >= ragged.threshold:
            continue
        change = find_change(ragged, person, "debt", 0.0)
        kinds.add(change.kind)
        assert not np.isfinite(change.value) or holds(ragged, person, change), (model.ends, change)
        if change.kind == "between":
            offered = offered_numbers(fitted.prepared.split.train.table["debt"].to_numpy(), whole=False)
            assert {change.value, change.end} <= set(offered)
            assert (change.end - change.value) * (change.value - person.values["debt"]) > 0
    assert {"at least", "at most", "between"} <= kinds


def test_that_no_value_turns_it_is_said_only_where_no_training_row_holds_one(rng):
    fitted = odd_model(rng, small=-9.0)
    debts = fitted.prepared.split.train.table["debt"].to_numpy()
    offered = offered_numbers(debts, whole=False)
    rare = float(debts.max())
    assert rare > offered.max()
    model = fitted.pipeline.named_steps["model"]
    model.__class__ = Ragged
    person = person_row(fitted, {"debt": 0.0})
    model.ends = np.array([rare - 1e-6])
    assert find_change(fitted, person, "debt").kind == "untold"
    model.ends = np.array([rare + 1e-6])
    assert find_change(fitted, person, "debt").kind == "none"


def test_a_rare_category_that_turns_it_is_neither_told_nor_denied(rng):
    kind = rng.choice(["a", "b"], 1_000).astype(object)
    kind[:12] = "rare"
    frame = pd.DataFrame({"kind": kind, "ok": np.where(kind == "rare", 1, (rng.random(1_000) < 0.1).astype(int))})
    split = wb.split_data(wb.read_data(frame, target="ok"), seed=1)
    fitted = wb.fit_model(wb.prepare_data(split), "logistic_regression")
    assert 0 < split.train.table["kind"].to_pylist().count("rare") < FEWEST_ROWS
    rare = fitted.score(person_row(fitted, {"kind": "rare"}).frame)[0] >= fitted.threshold
    assert rare
    change = find_change(fitted, person_row(fitted, {"kind": "a"}), "kind")
    assert (change.kind, change.categories) == ("untold", ())


def test_a_number_that_rare_higher_ones_turn_back_is_offered_up_to_there_only(rng):
    fitted = odd_model(rng, small=-9.0)
    known = np.sort(fitted.prepared.split.train.table["debt"].to_numpy())
    fitted.pipeline.named_steps["model"].__class__ = Ragged
    fitted.pipeline.named_steps["model"].ends = np.array([0.495, known[-2]])
    change = find_change(fitted, person_row(fitted, {"debt": 0.0}), "debt", 0.0)
    assert (change.kind, change.value) == ("between", 0.5)
    assert 1.5 < change.end < known[-2]


def test_every_change_turns_the_decision_when_the_model_is_asked_again(fitted):
    kinds = set()
    for person, change in changes(fitted, 8):
        kinds.add(change.kind)
        offered = [change.value] if np.isfinite(change.value) else list(change.categories)
        for value in offered:
            asked = value == "True" if change.column == "savings_known" else value
            again = person_row(fitted, {**person.values, change.column: asked})
            assert fitted.score(again.frame)[0] >= fitted.threshold
        if offered:
            assert change.score >= fitted.threshold
    assert {"at least", "one of", "none"} <= kinds


def test_no_smaller_number_of_those_offered_turns_it(prepared, linear):
    fitted = linear
    train = prepared.split.train.table["income"].to_numpy()
    for place in decided(fitted, False, 40):
        for reason in wb.explain_person(fitted, place).reasons:
            if reason.column == "income" and reason.change.kind == "at least":
                row = prepared.raw_frame(prepared.split.test).iloc[[place]]
                offered = offered_numbers(train.astype(float), whole=True)
                nearer = offered[(offered > float(reason.value.replace(",", ""))) & (offered < reason.change.value)]
                frame = pd.concat([row] * max(1, len(nearer)), ignore_index=True).iloc[: len(nearer)]
                frame["income"] = nearer
                assert not len(nearer) or (fitted.score(frame) < fitted.threshold).all()
                return
    raise AssertionError("no row of the example turns on income alone")


def test_sd_06_only_values_that_many_share_are_offered(fitted):
    train = fitted.prepared.split.train
    for _, change in changes(fitted, 4):
        column = train.table[change.column]
        words = [str(value) for value in column.to_pylist()]
        assert all(words.count(category) >= FEWEST_ROWS for category in change.categories)
        if np.isfinite(change.value):
            known = column.drop_null().cast(pa.float64()).to_numpy()
            assert change.value in offered_numbers(known, whole=pa.types.is_integer(column.type))


@given(st.lists(st.floats(-1e9, 1e9, allow_subnormal=False), max_size=200), st.booleans())
@settings(max_examples=100, deadline=None)
def test_sd_06_a_number_is_what_at_least_eleven_round_to(values, whole):
    known = np.round(values) if whole else np.array(values, dtype=float)
    offered = offered_numbers(known, whole=whole)
    assert len(offered) * FEWEST_ROWS <= len(known)
    assert np.all(np.diff(offered) > 0)
    if whole:
        assert np.all(offered == np.round(offered))


def test_a_rare_number_is_never_offered():
    rare = np.array([*np.repeat([10.0, 20.0, 30.0], 50), 31_337.0])
    assert offered_numbers(rare, whole=True).tolist() == [10.0, 20.0, 30.0]
    assert offered_numbers(rare[:10], whole=True).tolist() == []


def test_protected_columns_and_age_are_never_to_be_changed(linear):
    fitted = linear
    assert fixed_columns(fitted, ["district"]) >= {"origin", "age", "district"}
    for place in decided(fitted, False, 10):
        explained = wb.explain_person(fitted, place, immutable=["district"])
        assert explained.immutable == ("age", "district", "origin")
        for reason in explained.reasons:
            if reason.column in explained.immutable:
                assert reason.change.kind == "fixed"
            assert reason.is_protected == (reason.column == "origin")


@pytest.mark.parametrize("name", ["age", "Age_at_start", "dateOfBirth", "applicantAge", "DOB"])
def test_columns_that_speak_of_age_are_known(name, rng):
    frame = pd.DataFrame({name: rng.integers(20, 70, 200), "wage": rng.normal(size=200), "ok": rng.integers(0, 2, 200)})
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(wb.read_data(frame, target="ok"))), "logistic_regression")
    assert fixed_columns(fitted, ()) == {name}


@pytest.mark.parametrize(
    "name",
    ["dateofbirth", "yob", "applicantage", "customersAge", "AgeInYears", "agegroup", "birthyear", "placeOfBirth"],
)
def test_age_in_one_word_is_known(name):
    assert fixed_columns(named(name), ()) == {name}


@pytest.mark.parametrize("name", ["mileage", "average_balance", "mortgage", "usage", "percentage", "agency", "wage"])
def test_words_that_only_hold_the_letters_of_age_are_not_fixed(name):
    assert fixed_columns(named(name), ()) == frozenset()


def named(name):
    return known_model(pd.DataFrame({name: np.arange(40.0)}), lambda rows: rows[name] / 40, task="binary")


def test_a_person_is_found_by_place_by_id_and_by_values(prepared, linear):
    fitted = linear
    test = prepared.split.test
    by_place = wb.explain_person(fitted, 5)
    by_id = wb.explain_person(fitted, test.table["number"][5].as_py())
    values = test.frame().iloc[[5]]
    by_frame, by_mapping = wb.explain_person(fitted, values), wb.explain_person(fitted, dict(values.iloc[0]))
    for one in (by_id, by_frame, by_mapping):
        assert one.reasons == by_place.reasons or repr(one.reasons) == repr(by_place.reasons)
        assert one.probability == pytest.approx(by_place.probability, abs=1e-12)
    assert by_id == by_place
    assert wb.explain_person(fitted, np.int64(5)) == by_place


def given_row(**changed):
    row = {"income": 30_000, "employment_years": 3.0, "district": "north", "savings_known": True, "age": 40}
    return {**row, "origin": "foreign", **changed}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (-1, "row is -1, and 450 rows were held out.\nGive a place from 0 to 449."),
        (450, "row is 450, and 450 rows were held out.\nGive a place from 0 to 449."),
        (True, "row is True.\nGive the place of a held-out row, its id as text, or the person's values by column."),
        (1.0, "row is 1.0.\nGive the place of a held-out row, its id as text, or the person's values by column."),
        (None, "row is None.\nGive the place of a held-out row, its id as text, or the person's values by column."),
        (
            "nobody",
            "row is 'nobody', and no held-out row has that id in column 'number'.\n"
            "Only rows that the model did not learn from can be explained by id; or give the person's values.",
        ),
        (
            {"income": 1},
            "row has no value for 'employment_years', 'savings_known', 'age', 'district', 'origin', "
            "which the model reads.\nGive every column that it reads; None where a value is not known.",
        ),
        (given_row(income="much"), "row has 'much' for 'income'.\nThat column holds whole numbers."),
        (given_row(income=True), "row has True for 'income'.\nThat column holds whole numbers."),
        (given_row(income=3.5), "row has 3.5 for 'income'.\nThat column holds whole numbers."),
        (given_row(income=2**70), f"row has {2**70} for 'income'.\nThat column holds whole numbers."),
        (given_row(employment_years=float("inf")), "row has inf for 'employment_years'.\nThat column holds numbers."),
        (given_row(district=5), "row has 5 for 'district'.\nThat column holds text."),
        (given_row(savings_known=1), "row has 1 for 'savings_known'.\nThat column holds true or false."),
        (given_row(savings_known="yes"), "row has 'yes' for 'savings_known'.\nThat column holds true or false."),
        (pd.DataFrame([given_row(), given_row()]), "row is a frame of 2 rows.\nGive a frame of one row: one person."),
        (pd.DataFrame(), "row is a frame of 0 rows.\nGive a frame of one row: one person."),
    ],
)
def test_what_is_no_person_is_refused_in_words(row, said, linear):
    fitted = linear
    with pytest.raises(InputError) as error:
        wb.explain_person(fitted, row)
    assert str(error.value) == said


def test_unknown_columns_methods_and_models_are_refused(linear):
    fitted = linear
    with pytest.raises(ColumnNotFoundError) as error:
        wb.explain_person(fitted, given_row(incom=3))
    assert str(error.value).startswith("Column 'incom' is not in the data. Did you mean 'income'?\n")
    with pytest.raises(ColumnNotFoundError):
        wb.explain_person(fitted, 0, immutable=["incom"])
    with pytest.raises(InputError) as error:
        wb.explain_person(fitted, 0, immutable="income")
    assert str(error.value) == "immutable is 'income' alone.\nGive a list, even of one: ['income']."
    with pytest.raises(InputError) as error:
        wb.explain_person(fitted, 0, method="C")
    assert str(error.value) == "method is 'C'.\nAllowed are: 'B', 'A'."
    with pytest.raises(InputError) as error:
        wb.explain_person("model", 0)
    assert str(error.value) == "fitted is text, not a fitted model.\nGive what fit_model returns."


def test_without_an_id_column_nobody_is_found_by_name(rng):
    frame = pd.DataFrame({"x": rng.normal(size=100), "ok": rng.integers(0, 2, 100)})
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(wb.read_data(frame, target="ok"))), "logistic_regression")
    with pytest.raises(InputError) as error:
        wb.explain_person(fitted, "7")
    assert str(error.value) == (
        "row is '7', and no column of the data is known to hold ids.\n"
        "Name it, read_data(…, id=…), or give the place of a held-out row."
    )


def test_what_else_the_data_hold_may_be_given_and_is_not_read(linear):
    fitted = linear
    assert wb.explain_person(fitted, given_row(approved="no", number="x")).probability == pytest.approx(
        wb.explain_person(fitted, given_row()).probability, abs=1e-12
    )


def test_a_missing_value_is_told_as_missing(linear):
    fitted = linear
    for missing in (None, float("nan"), pd.NA):
        explained = wb.explain_person(fitted, given_row(employment_years=missing))
        assert explained.values["employment_years"] == ""
        assert {one.standing for one in explained.reasons if one.column == "employment_years"} <= {"missing"}


def test_values_unlike_any_known_ones_are_noticed(linear):
    fitted = linear
    explained = wb.explain_person(fitted, given_row(district="Mars", income=10**9, age=None))
    assert [(one.code, one.scope) for one in explained.findings] == [
        ("WB402", "income"), ("WB402", "age"), ("WB402", "district"),
    ]  # fmt: skip
    assert wb.explain_person(fitted, given_row()).findings == ()


def test_method_a_needs_people_above_the_threshold(rng):
    frame = pd.DataFrame({"x": rng.normal(size=200), "ok": rng.permutation([1] * 8 + [0] * 192)})
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(wb.read_data(frame, target="ok"))), "logistic_regression")
    with pytest.raises(NotEnoughDataError) as error:
        wb.explain_person(fitted, 0, method="A")
    assert str(error.value) == (
        "Method A compares with training rows at or slightly above the threshold, and 0 reach it.\n"
        "It needs at least 11: use method='B', which compares with all."
    )


def test_where_no_single_change_does_it_that_is_said(rng):
    frame = pd.DataFrame({"x": rng.normal(size=600), "y": rng.normal(size=600)})
    frame["ok"] = (rng.random(600) < 0.08).astype(int)
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(wb.read_data(frame, target="ok"))), "logistic_regression")
    explained = wb.explain_person(fitted, int(np.argmin(fitted.scores)))
    assert {one.change.kind for one in explained.reasons} == {"none"}


def test_where_nothing_counted_more_than_for_others_there_is_no_reason():
    frame = pd.DataFrame({"x": ["a", "b"] * 100, "ok": ([0] * 9 + [1]) * 20})
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(wb.read_data(frame, target="ok"))), "logistic_regression")
    explained = [wb.explain_person(fitted, {"x": value}) for value in ("a", "b")]
    assert sorted(len(one.reasons) for one in explained) == [0, 1]
    assert "moved by no single column" in " ".join(map(repr, explained))


def test_many_columns_are_permuted_and_still_add_up(rng):
    frame = pd.DataFrame(rng.normal(size=(120, 14)), columns=[f"x{place}" for place in range(14)])
    frame["ok"] = (frame["x0"] * frame["x1"] + frame["x2"] > 0).astype(int)
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(wb.read_data(frame, target="ok"))), GaussianNB())
    first, second = (wb.explain_person(fitted, 0, seed=1) for _ in range(2))
    assert first.attribution.method == "permutation"
    assert first.attribution.n_orders > 0
    assert first == second
    assert "WB416" not in {one.code for one in first.findings}  # all 84 rows were compared with


def test_reasons_that_other_rows_could_change_are_told(rng):
    """A model that has to be asked is compared with drawn rows; columns alike in all but noise change places."""
    frame = pd.DataFrame(rng.normal(size=(1_500, 6)), columns=list("abcdef"))
    frame["ok"] = (frame.sum(axis=1) + rng.normal(size=1_500) > 0).astype(int)
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(wb.read_data(frame, target="ok"))), GaussianNB())
    alike = dict.fromkeys("abcdef", -0.5)
    told = wb.explain_person(fitted, alike)
    train = fitted.prepared.raw_frame(fitted.prepared.split.train)
    compared = attribute_against(fitted, pd.DataFrame([alike]), train, 0)
    assert compared.batches.shape == (5, 6)
    assert compared.batches.mean(axis=0) == pytest.approx(told.attribution.values[0], abs=1e-12)
    [finding] = [one for one in told.findings if one.code == "WB416"]
    named = {one.column for one in told.reasons}
    assert (len(named), finding.n) == (4, 200)
    assert all(f"'{column}'" in finding.title for column in set("abcdef") - named)
    apart = wb.explain_person(fitted, {"a": -3.0, "b": -2.6, "c": -2.2, "d": -1.8, "e": 1.0, "f": 1.0})
    assert {one.column for one in apart.reasons} == set("abcd")
    assert "WB416" not in {one.code for one in apart.findings}


def test_parts_of_the_background_are_joined_on_one_scale(linear, monkeypatch):
    """A model may add up against few rows and not against all: then no part is told in log-odds."""
    monkeypatch.setattr(interventional, "_exactly", lambda *_: None)
    train = linear.prepared.raw_frame(linear.prepared.split.train).iloc[:100]
    row = linear.prepared.raw_frame(linear.prepared.split.test).iloc[[0]]
    found = attribute_against(linear, row, train, 0).attribution
    assert (found.scale, found.method, found.n_background) == ("probability", "enumeration", 100)
    assert found.base == pytest.approx(linear.score(train).mean())
    assert found.base + found.values.sum() == pytest.approx(linear.score(row)[0])


def test_one_line_tells_no_value_of_the_person(linear):
    fitted = linear
    explained = wb.explain_person(fitted, given_row(income=31_337))
    assert "31337" not in repr(explained)
    assert "31337" not in repr(explained.provenance)


@given(st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(), st.booleans()))
def test_any_value_is_told_in_words(value):
    assert isinstance(said_value(value), str)


@pytest.mark.parametrize(
    ("value", "column", "said"),
    [
        (22_000, "income", "22,000"),
        (1_234_567.8, "", "1,234,568"),
        (-12_345.5, "balance", "−12,345.5"),
        (1984, "yearBuilt", "1984"),
        (90210, "zip_code", "90210"),
        (-0.25, "", "−0.25"),
        (1e-12, "", "1e-12"),
        ("22000", "income", "22000"),
        (True, "", "True"),
    ],
)
def test_numbers_are_told_as_people_write_them(value, column, said):
    assert said_value(value, column) == said


class Odd(ClassifierMixin, BaseEstimator):
    """Says yes to small debts, no to large ones, and yes again to the very largest."""

    def fit(self, rows, outcomes):  # noqa: ARG002 - a pipeline wants one, and it learns nothing
        self.classes_ = np.array([0, 1])
        return self

    def predict_proba(self, rows):
        debt = np.asarray(rows)[:, 0]
        yes = np.where((debt < self.small) | (debt > 1.2), 0.9, 0.1)
        return np.column_stack([1 - yes, yes])


class Ragged(Odd):
    """Says no up to the first of its ends, yes up to the next, then no, and so on; or the other way round."""

    first = 0

    def predict_proba(self, rows):
        yes = np.where(np.searchsorted(self.ends, np.asarray(rows)[:, 0]) % 2 != self.first, 0.9, 0.1)
        return np.column_stack([1 - yes, yes])


def odd_model(rng, small):
    frame = pd.DataFrame({"debt": rng.normal(size=2_000).round(2)})
    frame["ok"] = (frame["debt"] < 0).astype(int)
    split = wb.split_data(wb.read_data(frame, target="ok"))
    model = Odd()
    model.small = small
    recipe = wb.Recipe((Step("as it is", ("debt",), FunctionTransformer(), "it is a number"),))
    prepared = wb.prepare_data(split, recipe)
    fitted = wb.fit_model(prepared, "logistic_regression")
    pipeline = Pipeline([("preparation", prepared.transformer), ("model", model.fit(None, None))])
    return replace(fitted, pipeline=pipeline)


def test_a_change_towards_the_others_is_preferred_to_a_nearer_one_away_from_them(rng):
    explained = wb.explain_person(odd_model(rng, small=0.0), {"debt": 1.0})
    [reason] = explained.reasons
    assert (reason.change.kind, reason.standing) == ("at most", "higher")
    assert reason.change.value < 0
    assert explained.findings == ()


def test_where_only_a_change_away_from_the_others_turns_it_that_is_noticed(rng):
    explained = wb.explain_person(odd_model(rng, small=-9.0), {"debt": 1.0})
    assert [one.change.kind for one in explained.reasons] == ["at least"]
    assert [one.code for one in explained.findings] == ["WB403"]


def test_a_column_of_very_many_values_is_asked_about_evenly_and_its_ends_always():
    n = 30_000
    frame = pd.DataFrame({"x": np.random.default_rng(0).normal(size=n)})
    fitted = known_model(frame, lambda rows: np.where(rows["x"] >= 1, 0.9, 0.1), task="binary", n_test=10)
    low = pd.DataFrame({"x": [-2.0]})
    found = find_change(fitted, person_row(fitted, low), "x")
    assert model_of(fitted).n_rows <= 4_200
    train = frame["x"].iloc[:-10].to_numpy()
    assert found.kind == "at least"
    assert found.value == offered_numbers(train, whole=False)[offered_numbers(train, whole=False) >= 1][0]
    # The very largest value alone turns the answer back: *or more* would be wrong.
    largest = train.max()
    back = known_model(
        frame, lambda rows: np.where((rows["x"] >= 1) & (rows["x"] < largest), 0.9, 0.1), task="binary", n_test=10
    )
    assert find_change(back, person_row(back, low), "x").kind == "between"
