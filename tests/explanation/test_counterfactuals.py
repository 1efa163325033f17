"""Counterfactuals: each turns the answer and keeps to its limits; none that is nearer is missed."""

import datetime as dt
from itertools import combinations, product

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.data.examples import loans
from workbench.errors import ColumnNotFoundError, InputError
from workbench.explanation.changes import FEWEST_ROWS
from workbench.explanation.counterfactuals.find import find_counterfactuals
from workbench.explanation.counterfactuals.remoteness import Remoteness
from workbench.explanation.person_row import person_row

from .known_models import known_model, model_of


def numbers(n=400, seed=0, columns="abcd", most=6):
    values = np.random.default_rng(seed).integers(0, most, (n, len(columns)))
    return pd.DataFrame(values, columns=list(columns))


def score(rows):
    """Favourable from 0.5; one column alone seldom does it."""
    return (rows["a"] + rows["b"] + 0.5 * rows["c"]) / 16


def two(frame, function, **more):
    return known_model(frame, function, task="binary", **more)


@pytest.fixture(scope="module")
def fitted():
    frame = loans(1_200, seed=3).frame
    data = wb.read_data(frame, target="approved", favourable="yes", protected=["origin", "sex"])
    return wb.fit_model(wb.prepare_data(wb.split_data(data, seed=3)), "boosted_trees")


def rank_between(known, first, second):
    rank = [(np.mean(known < value) + np.mean(known <= value)) / 2 for value in (first, second)]
    return abs(rank[0] - rank[1])


def nearest_by_brute_force(fitted, row, function, max_changed):
    """Return the least cost over every combination of at most so many columns, straight from the definition."""
    train = fitted.prepared.raw_frame(fitted.prepared.split.train)
    best = np.inf
    for size in range(1, max_changed + 1):
        for columns in combinations(train.columns, size):
            values = [sorted(set(train[name]) - {row[name]}) for name in columns]
            for chosen in product(*values):
                changed = pd.DataFrame([{**row, **dict(zip(columns, chosen, strict=True))}])
                if function(changed).iloc[0] >= fitted.threshold:
                    far = sum(
                        rank_between(train[name], row[name], value) for name, value in zip(columns, chosen, strict=True)
                    )
                    best = min(best, far + 0.1 * size)
    return best


@pytest.mark.parametrize("max_changed", [1, 2])
@pytest.mark.parametrize("seed", range(3))
def test_none_that_is_nearer_is_missed(max_changed, seed):
    frame = numbers(seed=seed, columns="abc", most=5)
    rng = np.random.default_rng(seed)
    table = rng.random((5, 5, 5))

    def function(rows):
        return pd.Series(table[rows["a"].astype(int), rows["b"].astype(int), rows["c"].astype(int)])

    fitted = two(frame, function, threshold=0.9)
    for place in np.flatnonzero(fitted.scores < 0.9)[:6]:
        row = {name: int(value) for name, value in frame.iloc[200 + place].items()}
        found = find_counterfactuals(fitted, row, max_changed=max_changed)
        costs = [one.distance + 0.1 * len(one.changes) for one in found.found]
        assert min(costs, default=np.inf) == pytest.approx(nearest_by_brute_force(fitted, row, function, max_changed))
        assert costs == sorted(costs)
        assert found.is_exhaustive


def test_three_columns_are_found_where_two_do_not_do_it():
    fitted = two(numbers(), lambda rows: (rows["a"] >= 2) * 0.3 + (rows["b"] >= 3) * 0.3 + (rows["c"] >= 1) * 0.3)
    row = {"a": 0, "b": 0, "c": 0, "d": 0}
    [one] = find_counterfactuals(fitted, row, max_changed=2, wanted="yes", n=1).found
    assert len(one.changes) == 2
    strict = two(numbers(), lambda rows: fitted.score(rows) * 0.6)
    [one] = find_counterfactuals(strict, row).found
    assert [(change.column, change.value) for change in one.changes] == [("a", 2), ("b", 3), ("c", 1)]
    none = find_counterfactuals(strict, row, max_changed=2)
    assert none.found == ()
    assert [(finding.code, finding.title) for finding in none.findings] == [
        ("WB414", "No change of up to 2 columns was found with which the model answers 'yes'")
    ]
    assert repr(none) == f"No counterfactual for 'yes': the model was asked about {none.n_asked:,} changed rows."


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 199),
    st.sets(st.sampled_from("abcd"), max_size=2),
    st.dictionaries(st.sampled_from("ab"), st.sampled_from(["up", "down"])),
    st.integers(1, 4),
    st.integers(1, 5),
)
def test_every_one_turns_the_answer_and_keeps_to_its_limits(place, immutable, directions, max_changed, n):
    fitted = KNOWN
    directions = {name: way for name, way in directions.items() if name not in immutable}
    own = fitted.prepared.raw_frame(fitted.prepared.split.test).iloc[place]
    wanted = "no" if fitted.decisions[place] else "yes"
    limits = {"ranges": {"c": (1, 4)}} if "c" not in immutable else {}
    more = {"immutable": immutable, "directions": directions, "max_changed": max_changed, "n": n, **limits}
    found = find_counterfactuals(fitted, place, wanted=wanted, **more)
    assert len(found.found) <= n
    changed = [set(one.columns) for one in found.found]
    for at, one in enumerate(found.found):
        assert not any(before <= changed[at] for before in changed[:at])
        assert 1 <= len(one.changes) <= max_changed
        assert not changed[at] & immutable
        row = own.copy()
        for change in one.changes:
            assert change.value != own[change.column]
            assert change.was == str(own[change.column])
            way = directions.get(change.column)
            assert way is None or (change.value > own[change.column]) == (way == "up")
            assert change.column != "c" or 1 <= change.value <= 4
            row[change.column] = change.value
        answer = score(pd.DataFrame([row])).iloc[0]
        assert one.score == pytest.approx(answer)
        assert (answer >= 0.5) == (wanted == "yes")
        assert one.distance == pytest.approx(sum(change.distance for change in one.changes))
    assert find_counterfactuals(fitted, place, wanted=wanted, **more) == found


KNOWN = two(numbers(), score)


def test_of_trained_trees_every_one_turns_the_answer(fitted):
    test = fitted.prepared.split.test
    train = fitted.prepared.split.train.table
    for place in np.flatnonzero(fitted.decisions == 0)[:4]:
        found = find_counterfactuals(fitted, int(place), seed=1)
        assert found.found
        assert found.score == pytest.approx(fitted.scores[place])
        row = dict(test.frame(list(fitted.prepared.columns)).iloc[place])
        for one in found.found:
            changed = {**row, **{change.column: change.value for change in one.changes}}
            [answer] = fitted.score(person_row(fitted, changed).frame)
            assert answer >= fitted.threshold
            assert answer == pytest.approx(one.score, abs=1e-12)
            assert not {"origin", "sex"} & set(one.columns)
            for change in one.changes:
                if isinstance(change.value, str):
                    assert train[change.column].to_pylist().count(change.value) >= FEWEST_ROWS
                else:
                    known = train[change.column].to_numpy()
                    assert np.nanmin(known) <= change.value <= np.nanmax(known)
        n, ways = len(found.found), "; ".join(" and ".join(one.columns) for one in found.found)
        assert repr(found) == (
            f"{n} counterfactual{'s' if n > 1 else ''} for 'yes', changing {ways}: "
            f"the model was asked about {found.n_asked:,} changed rows."
        )
    again = wb.explain_person(fitted, changed)  # the last: explaining trees takes longer than asking them
    assert again.is_favourable
    assert again.probability == pytest.approx(one.score, abs=1e-12)


def test_the_nearest_is_first_and_each_changes_other_columns():
    found = find_counterfactuals(KNOWN, {"a": 1, "b": 1, "c": 1, "d": 0}, n=10)
    costs = [one.distance + 0.1 * len(one.changes) for one in found.found]
    assert costs == sorted(costs)
    assert ("a", "b") in [one.columns for one in found.found]
    assert all("d" not in one.columns for one in found.found)
    assert repr(found).startswith(f"{len(found.found)} counterfactuals for 'yes', changing ")
    assert str(found).splitlines()[1:] == [str(one) for one in found.found]


def test_protected_columns_and_ages_stay_unless_it_is_said_how_they_change():
    frame = numbers().rename(columns={"a": "age", "b": "sex"})
    fitted = two(frame, lambda rows: (rows["age"] + rows["c"]) / 16)
    row = {"age": 2, "sex": 0, "c": 4, "d": 0}
    still = find_counterfactuals(fitted, row)
    assert still.found == ()
    assert dict(still.not_tried) == {"age": "it cannot change"}
    [one] = find_counterfactuals(fitted, row, directions={"age": "up"}, n=1).found
    assert [(change.column, change.value) for change in one.changes] == [("age", 4)]
    assert find_counterfactuals(fitted, row, directions={"age": "down"}).found == ()
    [one] = find_counterfactuals(fitted, row, ranges={"age": (5, None)}, n=1).found
    assert one.changes[0].value == 5


def test_a_protected_column_that_the_model_reads_never_changes():
    frame = numbers()
    frame["target"] = np.where(frame["a"] + frame["b"] > 5, "yes", "no")
    data = wb.read_data(frame, target="target", favourable="yes", protected=["a"], use_protected=True)
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
    place = int(np.flatnonzero(fitted.decisions == 0)[0])
    found = find_counterfactuals(fitted, place)
    assert found.not_tried["a"] == "it cannot change"
    with pytest.raises(InputError) as error:
        find_counterfactuals(fitted, place, directions={"a": "up"})
    assert str(error.value) == (
        "directions says how 'a' changes, which is protected or immutable.\nLeave it out: it never changes."
    )


def test_of_several_classes_to_the_one_that_is_wanted():
    def shares(rows):
        weights = np.exp(np.column_stack([rows["a"], rows["b"], rows["c"]]))
        return weights / weights.sum(axis=1, keepdims=True)

    fitted = known_model(numbers(), shares, task="multiclass", classes=("x", "y", "z"))
    row = {"a": 4, "b": 1, "c": 2, "d": 3}
    found = find_counterfactuals(fitted, row, wanted="z")
    for one in found.found:
        changed = pd.DataFrame([{**row, **{change.column: change.value for change in one.changes}}])
        answer = shares(changed)[0]
        assert answer.argmax() == 2
        assert one.score == pytest.approx(answer[2])
    assert ("c",) in [one.columns for one in found.found]
    assert found.score == pytest.approx(shares(pd.DataFrame([row]))[0, 2])
    with pytest.raises(InputError) as error:
        find_counterfactuals(fitted, row)
    assert str(error.value) == "wanted is None.\nAllowed are: 'x', 'y', 'z'."
    with pytest.raises(InputError) as error:
        find_counterfactuals(fitted, row, wanted="x")
    assert str(error.value) == (
        "The model answers 'x' already, so that nothing has to change.\n"
        "Say what else is wanted, such as one of 'x', 'y', 'z': wanted=…."
    )


@pytest.mark.parametrize(
    ("wanted", "said"), [((25, None), "at least 25"), ((None, 8), "at most 8"), ((23, 24.5), "23 to 24.5")]
)
def test_of_amounts_within_what_is_wanted(wanted, said):
    fitted = known_model(numbers(), lambda rows: 3 * rows["a"] + 2 * rows["b"] + rows["c"])
    found = find_counterfactuals(fitted, {"a": 3, "b": 3, "c": 3, "d": 3}, wanted=wanted)
    assert found.wanted == said
    assert found.score == 18
    assert found.found
    for one in found.found:
        assert (wanted[0] or -np.inf) <= one.score <= (wanted[1] or np.inf)


@pytest.mark.parametrize("wanted", [None, "much", (None, None), (3, 2), (float("nan"), None), (True, None), (1, 2, 3)])
def test_an_amount_that_is_none_is_refused(wanted):
    fitted = known_model(numbers(), lambda rows: rows["a"])
    with pytest.raises(InputError) as error:
        find_counterfactuals(fitted, 0, wanted=wanted)
    assert str(error.value) == (
        f"wanted is {wanted!r}.\nGive the least and the most amount, None where there is no such limit: (200, None)."
    )


def test_every_kind_of_column_may_change():
    rng = np.random.default_rng(5)
    n = 600
    day = [dt.date(2020, 1, 1) + dt.timedelta(int(days)) for days in rng.integers(0, 300, n)]
    table = pa.table(
        {
            "truth": pa.array([None if one > 4 else one > 2 for one in rng.integers(0, 6, n).tolist()]),
            "word": pa.array(rng.choice(["often", "seldom", "never"], n, p=[0.6, 0.39, 0.01])),
            "day": pa.array(day),
            "time": pa.array([dt.datetime.combine(one, dt.time(3)) for one in day]),
            "text": pa.array([f"note {place}" for place in range(n)]),
        }
    )
    late = pd.Timestamp("2020-09-01")

    def function(rows):
        return (
            0.2 * rows["truth"].fillna(0)
            + 0.2 * (rows["word"] == "seldom")
            + 0.2 * (rows["day"] >= late)
            + 0.2 * (rows["time"] >= late)
        )

    early = dt.date(2020, 2, 1)
    row = {"truth": None, "word": "often", "day": early, "time": dt.datetime(2020, 2, 1), "text": "none"}  # noqa: DTZ001
    fitted = two(table, function, threshold=0.7)
    found = find_counterfactuals(fitted, row, max_changed=4, ranges={"day": (early, None)})
    assert dict(found.not_tried) == {"text": "no value of it is shared by 11 rows learned from"}
    [one] = found.found
    assert one.columns == ("truth", "word", "day", "time")
    assert [change.was for change in one.changes][:3] == ["", "often", "2020-02-01"]
    told = {change.column: change for change in one.changes}
    assert told["truth"].value is True
    assert told["word"].value == "seldom"
    assert told["day"].value >= late.date()
    assert [finding.scope for finding in found.findings if finding.code == "WB402"] == ["text"]
    only = find_counterfactuals(two(table, function, threshold=0.4), row, immutable=["day", "time"])
    assert [change.becomes for change in only.found[0].changes] == ["True", "seldom"]


def test_a_row_with_missing_values_and_with_an_unseen_category():
    frame = numbers().astype(float)
    frame.loc[::7, "a"] = np.nan
    frame["word"] = np.where(frame["b"] > 2, "high", "low")
    fitted = two(frame, lambda rows: rows["a"].fillna(0) / 20 + 0.4 * (rows["word"] == "high"))
    row = {"a": None, "b": 1.0, "c": 1.0, "d": 1.0, "word": "Mars"}
    found = find_counterfactuals(fitted, row, n=1)
    assert [(one.code, one.scope) for one in found.findings][:1] == [("WB402", "word")]
    assert [(change.column, change.was) for change in found.found[0].changes] == [("a", ""), ("word", "Mars")]
    no_way = find_counterfactuals(fitted, row, directions={"a": "up"})
    assert no_way.not_tried["a"] == "its own value is missing, so that nothing is up or down of it"


def test_whole_numbers_stay_whole_and_values_of_one_person_are_not_offered():
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"income": np.round(rng.lognormal(10, 0.4, 800)).astype(int), "x": rng.normal(size=800)})
    fitted = two(frame, lambda rows: (rows["income"] / 60_000).clip(0, 1) * 0.8 + (rows["x"] > 1) * 0.1)
    found = find_counterfactuals(fitted, {"income": 15_000, "x": 0.1}, n=2).found
    known = frame["income"].iloc[:400].to_numpy()
    for one in found:
        for change in one.changes:
            if change.column == "income":
                assert isinstance(change.value, int)
                step = 500 if change.value % 1_000 else 1_000
                assert np.sum(np.abs(known - change.value) <= step) >= FEWEST_ROWS


def test_one_unlike_the_rows_learned_from_is_told():
    rng = np.random.default_rng(1)
    x = rng.integers(0, 30, 900)
    frame = pd.DataFrame({"a": x, "b": x + rng.integers(0, 2, 900)})
    fitted = two(frame, lambda rows: (rows["a"] - rows["b"] >= 13).astype(float))
    found = find_counterfactuals(fitted, {"a": 15, "b": 15}, max_changed=1)
    assert found.found
    for one in found.found:
        assert (one.is_plausible, one.remoteness) == (False, 1.0)
    assert {finding.code for finding in found.findings} == {"WB415"}
    assert found.findings[0].title == "A change of 'a' leads to a row unlike most that the model learned from"
    along = two(frame, lambda rows: (rows["a"] >= 16) & (rows["b"] >= 16))
    [one] = find_counterfactuals(along, {"a": 10, "b": 10}).found
    assert one.is_plausible
    assert one.remoteness < 0.95


def test_remoteness_is_the_distance_to_the_eleven_nearest_by_brute_force():
    frame = numbers(300, columns="ab").astype(float)
    frame.loc[::9, "b"] = np.nan
    frame["word"] = np.where(frame["a"] > 2, "x", "y")
    fitted = two(frame, lambda rows: rows["a"] / 10, n_test=100)
    remoteness = Remoteness(fitted, seed=0)
    train, test = fitted.prepared.split.train, fitted.prepared.split.test
    mine = remoteness.distances(test)

    def ranked(name, values):
        known = train.frame()[name].dropna().to_numpy()
        return [np.nan if np.isnan(one) else (np.mean(known < one) + np.mean(known <= one)) / 2 for one in values]

    frames = [one.frame(["a", "b", "word"]) for one in (train, test)]
    for one in frames:
        one["a"], one["b"] = ranked("a", one["a"]), ranked("b", one["b"])
    for place in range(0, 100, 9):
        far = []
        for other in frames[0].itertuples(index=False):
            own = frames[1].iloc[place]
            parts = [float(own["word"] != other.word)]
            for name in "ab":
                x, y = own[name], getattr(other, name)
                parts.append(0.0 if np.isnan(x) and np.isnan(y) else 1.0 if np.isnan(x) or np.isnan(y) else abs(x - y))
            far.append(np.mean(parts))
        assert mine[place] == pytest.approx(np.mean(np.sort(far)[:11]))
    assert remoteness.share(np.array([-1.0, 2.0])).tolist() == [0, 1]


def test_of_many_columns_and_values_the_budget_is_kept():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(600, 60)), columns=[f"x{place}" for place in range(60)])
    fitted = two(frame, lambda rows: 1 / (1 + np.exp(4 - rows["x3"] - rows["x7"] - rows["x50"])))
    place = int(np.flatnonzero(fitted.scores < 0.1)[0])
    found = find_counterfactuals(fitted, place)
    assert not found.is_exhaustive
    assert found.found
    assert {"x3", "x7", "x50"} >= set(found.found[0].columns)
    assert found.n_asked < 250_000
    assert model_of(fitted).n_calls < 80


def test_nothing_may_change():
    found = find_counterfactuals(KNOWN, {"a": 0, "b": 0, "c": 0, "d": 0}, immutable=list("abcd"))
    assert (found.found, found.n_asked) == ((), 0)
    assert "no column, as none may change" in found.findings[0].why


def test_a_constant_column_has_no_other_value():
    frame = numbers().assign(word="one", flat=3)
    found = find_counterfactuals(two(frame, score), {"a": 0, "b": 0, "c": 0, "d": 0, "word": "one", "flat": 3})
    assert dict(found.not_tried) == {
        "word": "it has no other value", "flat": "no other value that can be told is within its limits"
    }  # fmt: skip


def test_what_cannot_be_is_refused_in_words():
    row = {"a": 0, "b": 0, "c": 0, "d": 0}
    text = two(numbers().assign(word=np.where(np.arange(400) % 2, "x", "y")), score)
    for fitted, asked, kind, said in [
        (KNOWN, {"wanted": "maybe"}, InputError, "wanted is 'maybe'.\nAllowed are: 'no', 'yes'."),
        (
            KNOWN,
            {"wanted": "no"},
            InputError,
            "The model answers 'no' already, so that nothing has to change.\n"
            "Say what else is wanted, such as one of 'no', 'yes': wanted=….",
        ),
        (KNOWN, {"n": 0}, InputError, "n is 0.\nGive a whole number of 1 or more."),
        (KNOWN, {"max_changed": 0}, InputError, "max_changed is 0.\nGive a whole number of 1 or more."),
        (KNOWN, {"immutable": "a"}, InputError, "immutable is 'a' alone.\nGive a list, even of one: ['a']."),
        (
            KNOWN,
            {"immutable": ["w"]},
            ColumnNotFoundError,
            "Column 'w' is not in the data.\nThe data has 5 columns: a, b, c, d, target_.",
        ),
        (
            KNOWN,
            {"directions": {"a": "left"}},
            InputError,
            "directions['a'] is 'left'.\nAllowed are: 'up', 'down'.",
        ),
        (
            KNOWN,
            {"directions": {"a": "up"}, "immutable": ["a"]},
            InputError,
            "directions says how 'a' changes, which is protected or immutable.\nLeave it out: it never changes.",
        ),
        (
            KNOWN,
            {"ranges": {"a": (3, 2)}},
            InputError,
            "ranges['a'] is (3, 2).\nGive the least and the most value, None where there is no such limit: (0, None).",
        ),
        (
            KNOWN,
            {"ranges": {"a": ("x", None)}},
            InputError,
            "ranges['a'] is ('x', None).\n"
            "Give the least and the most value, None where there is no such limit: (0, None).",
        ),
        (
            text,
            {"ranges": {"word": (0, None)}},
            InputError,
            "Column 'word' has a direction or a range, and holds no numbers or dates.\n"
            "Leave it out of directions= and ranges=, or name it in immutable=.",
        ),
    ]:
        with pytest.raises(kind) as error:
            find_counterfactuals(fitted, {**row, "word": "x"} if fitted is text else row, **asked)
        assert str(error.value) == said
    with pytest.raises(InputError) as error:
        find_counterfactuals("model", row)
    assert str(error.value) == "fitted is text, not a fitted model.\nGive what fit_model returns."


def test_one_that_a_value_a_little_further_undoes_is_told():
    frame = numbers(n=900, most=30)
    narrow = two(frame, lambda rows: 0.9 * (rows["a"] == 20))
    found = find_counterfactuals(narrow, {"a": 5, "b": 3, "c": 3, "d": 3}, n=1)
    assert [str(one) for one in found.found] == ["a: 5 → 20"]
    [finding] = found.findings
    assert (finding.code, finding.severity, finding.scope) == ("WB417", "caution", "a")
    assert finding.title == "The answer turns back where 'a' changes a little further the same way"
    # From above the same place is as narrow; a step that holds is not.
    assert codes_of(find_counterfactuals(narrow, {"a": 25, "b": 3, "c": 3, "d": 3}, n=1)) == ["WB417"]
    step = two(frame, lambda rows: 0.9 * (rows["a"] >= 20))
    assert codes_of(find_counterfactuals(step, {"a": 5, "b": 3, "c": 3, "d": 3}, n=1)) == []
    # What lies on the way there, or within no limit, is not asked about.
    assert codes_of(find_counterfactuals(narrow, {"a": 5, "b": 3, "c": 3, "d": 3}, n=1, ranges={"a": (0, 20)})) == []


def test_a_value_that_holds_is_offered_rather_than_a_narrow_one_that_is_a_little_nearer():
    """Of thirty values each holds about a thirtieth of all rows, so that two values on are less than a tenth."""
    frame = numbers(n=900, most=30)
    row = {"a": 5, "b": 3, "c": 3, "d": 3}

    def answer(start):
        model = two(frame, lambda rows: 0.9 * ((rows["a"] == 13) | (rows["a"] >= start)))
        found = find_counterfactuals(model, row, n=1)
        return [str(one) for one in found.found], codes_of(found)

    assert answer(15) == (["a: 5 → 15"], [])
    assert answer(26) == (["a: 5 → 13"], ["WB417"])


def test_another_column_that_holds_comes_before_a_narrow_one_of_similar_cost():
    frame = numbers(n=900, most=30)
    row = {"a": 5, "b": 5, "c": 3, "d": 3}

    def answer(start, n=2):
        model = two(frame, lambda rows: 0.9 * ((rows["a"] == 13) | (rows["b"] >= start)))
        found = find_counterfactuals(model, row, n=n)
        return [str(one) for one in found.found], [one.scope for one in found.findings if one.code == "WB417"]

    assert answer(15) == (["b: 5 → 15", "a: 5 → 13"], ["a"])
    assert answer(15, n=1) == (["b: 5 → 15"], [])
    assert answer(26) == (["a: 5 → 13", "b: 5 → 26"], ["a"])


def test_an_amount_that_can_be_too_large_is_not_undone():
    amount = known_model(numbers(n=900, most=30), lambda rows: rows["a"] * 10.0)
    row = {"a": 5, "b": 3, "c": 3, "d": 3}
    assert codes_of(find_counterfactuals(amount, row, wanted=(195.0, 205.0), n=1)) == []
    assert codes_of(find_counterfactuals(amount, row, wanted=(195.0, None), n=1)) == []


def codes_of(found):
    assert found.found
    return [one.code for one in found.findings]
