"""Suggested roles: how often they are right, what they say, and that nothing is used before it is confirmed."""

import importlib.util
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import workbench as wb
from workbench.data.suggestions.result import Proxy, SuggestedRole
from workbench.errors import InputError, NotEnoughDataError, RoleError

_SPEC = importlib.util.spec_from_file_location("columns", Path(__file__).with_name("columns.py"))
corpus = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(corpus)


def suggested(**columns):
    return wb.suggest_roles(wb.read_data(pd.DataFrame(columns)))


def roles(**columns):
    return {one.column: (one.role, one.sure) for one in suggested(**columns).roles}


# How often they are right.


def counted(columns):
    """How many roles were found, suggested in error, and missed; a wrong role is both of the last."""
    found = Counter()
    for name, values, role in columns:
        guesses = roles(**{name: values, "measure": corpus.near(0, 1)})
        guess = guesses.pop(name, (None,))[0]
        assert not guesses, "the measure beside it has no role"
        found["right"] += role is not None and guess == role
        found["false"] += guess is not None and guess != role
        found["missed"] += role is not None and guess != role
    return found["right"], found["false"], found["missed"]


def test_corpus_is_large_and_in_four_languages():
    parts = [corpus.ENGLISH, corpus.GERMAN, corpus.FRENCH, corpus.SPANISH, corpus.TRAPS]
    assert [len(part) for part in parts] == [39, 15, 12, 11, 48]
    assert {role for _, _, role in corpus.COLUMNS} == {None, "target", "protected", "id", "time", "group", "weight"}


def test_precision_and_recall_on_the_corpus():
    right, false, missed = counted(corpus.COLUMNS)
    # Airports as the origin of flights are taken for people's origin, and only perhaps.
    assert (right, false, missed) == (77, 1, 0)
    assert (right / (right + false), right / (right + missed)) == (pytest.approx(77 / 78), 1.0)


def test_what_is_called_likely_is_right_throughout():
    for name, values, role in corpus.COLUMNS:
        likely = [one for one in suggested(**{name: values}).roles if one.sure == "likely"]
        assert [one.role for one in likely] in ([], [role]), name


@pytest.mark.parametrize("name", ["Ethnicity", "PWGTP", "Altersgruppe", "âge", "Unnamed: 0"])
def test_values_that_speak_against_a_name_are_heard(name):
    assert roles(**{name: [0.25, -17.5, 3.75, 1e9] * 20}) == {}


def test_a_table_as_it_is_published_credit():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "duration": rng.integers(4, 72, 300),
            "personal_status": rng.choice(["male single", "female div/dep/mar", "male div/sep"], 300),
            "age_in_years": rng.integers(19, 75, 300),
            "telephone": rng.choice(["yes", "none"], 300),
            "foreign_worker": rng.choice(["yes", "no"], 300),
            "class": rng.choice(["good", "bad"], 300),
        }
    )
    found = wb.suggest_roles(wb.read_data(frame))
    assert [(one.column, one.role, one.sure) for one in found.roles] == [
        ("class", "target", "likely"),
        ("age_in_years", "protected", "likely"),
        ("foreign_worker", "protected", "likely"),
        ("personal_status", "protected", "perhaps"),
    ]
    assert found.roles[0].favourable == "good"
    assert found.roles[1].edges == (40, 60)


# The outcome and what is good for the person.


@pytest.mark.parametrize(
    ("name", "values", "favourable", "sure"),
    [
        ("approved", ["yes", "no"], "yes", "likely"),
        ("deny", ["yes", "no"], "no", "likely"),
        ("default", [1, 0], "0", "likely"),
        ("hired", [True, False], "True", "likely"),
        ("loan_status", ["Fully Paid", "Charged Off"], "Fully Paid", "likely"),
        ("decision", ["admitted", "not admitted"], "admitted", "likely"),
        ("result", ["other", "rejected"], "other", "likely"),
        ("income", ["<=50K", ">50K"], ">50K", "perhaps"),
        ("income", [">50K.", "<=50K."], ">50K.", "perhaps"),
        ("target", [1, 0], None, "perhaps"),
        ("not_approved", ["yes", "no"], None, "perhaps"),
        ("outcome", ["A", "B"], None, "perhaps"),
        ("abgelehnt", ["ja", "nein"], "nein", "likely"),
        ("accordé", ["oui", "non"], "oui", "likely"),
        ("denegado", ["sí", "no"], "no", "likely"),
    ],
)
def test_which_value_seems_good_for_the_person(name, values, favourable, sure):
    (target,) = suggested(**{name: values * 20}).of("target")
    assert (target.favourable, target.favourable_sure) == (favourable, sure)


def test_reason_says_that_a_bad_sounding_outcome_must_be_declared():
    (target,) = suggested(deny=["yes", "no"] * 20).of("target")
    assert target.reason == (
        "its name says 'deny' and it has two values; 'yes' sounds bad for the person, so declare favourable='no'."
    )


def test_two_outcomes_by_name_are_both_only_perhaps():
    assert roles(y=["a", "b"] * 20, deny=["yes", "no"] * 20) == {
        "y": ("target", "perhaps"),
        "deny": ("target", "perhaps"),
    }


def test_last_column_of_two_values_is_perhaps_the_outcome():
    assert roles(size=range(40), kept=["yes", "no"] * 20)["kept"] == ("target", "perhaps")
    assert "kept" not in roles(kept=["yes", "no"] * 20, size=range(40))


def test_words_for_not_known_are_no_third_outcome():
    assert roles(approved=["yes", "no", "?", "N/A"] * 10) == {"approved": ("target", "likely")}


# Keys, times, weights.


def test_unique_numbers_with_a_point_name_no_rows():
    assert roles(id=[0.5 * one for one in range(1, 40)]) == {}


def test_unique_text_without_a_name_for_it_is_no_id():
    assert roles(remark=[f"text number {one}" for one in range(40)]) == {}


def test_keys_that_return_are_groups_and_unique_ones_ids():
    keys = [f"P{one:03d}" for one in range(60)]
    assert roles(patient=keys) == {"patient": ("id", "likely")}
    assert roles(patient=keys * 3) == {"patient": ("group", "likely")}
    assert roles(code=keys * 3) == {"code": ("group", "perhaps")}


def test_few_keys_are_a_category():
    assert roles(user_id=["a1234", "b1234"] * 50, measure=range(100)) == {}


def test_keys_that_return_very_often_are_a_category_too():
    assert roles(nurse_id=[f"N{one:04d}" for one in range(24)] * 20, measure=range(480)) == {}
    assert "nurse_id" in roles(nurse_id=[f"N{one:04d}" for one in range(24)] * 10, measure=range(240))


def test_only_the_day_it_began_is_the_time_where_there_are_several():
    days = pd.date_range("2020-01-01", periods=40)
    assert roles(closed=days, admitted=days, born=days) == {
        "admitted": ("time", "likely"),
        "born": ("protected", "perhaps"),
    }
    assert roles(a=days, b=days) == {"a": ("time", "perhaps"), "b": ("time", "perhaps")}


def test_years_are_perhaps_a_time():
    assert roles(year=[2019, 2020, 2021, 2022] * 10) == {"year": ("time", "perhaps")}


@pytest.mark.parametrize(
    ("values", "sure"), [([0.5, 1.5], "likely"), ([120_000, 340_000.5], "perhaps"), ([61.5, 82.0], None)]
)
def test_a_weight_without_more_words_is_judged_by_its_values(values, sure):
    assert roles(weight=values * 20).get("weight") == (None if sure is None else ("weight", sure))


def test_a_weight_is_missing_nowhere_and_not_negative():
    assert roles(sample_weight=[1.0, None] * 20) == roles(sample_weight=[1.0, -1.0] * 20) == {}


# Proxies.


def test_proxies_are_found_with_how_often_they_tell(rng):
    race = rng.choice(["white", "black", "asian"], 1_000, p=[0.6, 0.25, 0.15])
    told = np.where(rng.random(1_000) < 0.8, race, rng.permutation(race))
    frame = pd.DataFrame(
        {
            "race": race,
            "district": np.char.add("near ", np.char.upper(np.char.add(told, "1"))),
            "shoe": rng.normal(size=1_000),
        }
    )
    (proxy,) = wb.suggest_roles(wb.read_data(frame)).proxies
    table = pd.crosstab(frame["district"], frame["race"]).to_numpy()
    assert proxy == Proxy(
        "district",
        "race",
        proxy.strength,
        proxy.interval,
        table.max(axis=1).sum() / 1_000,
        table.sum(axis=0).max() / 1_000,
        1_000,
    )
    assert 0.7 < proxy.interval[0] < proxy.strength < proxy.interval[1] < 0.95


def test_proxy_among_numbers_and_of_an_age(rng):
    age = rng.integers(20, 80, 2_000)
    frame = pd.DataFrame(
        {"age": age, "years_worked": age - 18 + rng.normal(0, 2, 2_000), "noise": rng.normal(size=2_000)}
    )
    assert [one.column for one in wb.suggest_roles(wb.read_data(frame)).proxies] == ["years_worked"]


def test_that_a_value_is_missing_can_be_a_proxy():
    frame = pd.DataFrame({"sex": ["female", "male"] * 200, "maiden_name_known": [1.0, None] * 200})
    (proxy,) = wb.suggest_roles(wb.read_data(frame)).proxies
    assert (proxy.column, proxy.told, proxy.guessed) == ("maiden_name_known", 1.0, 0.5)


def test_people_of_unknown_group_are_left_out():
    frame = pd.DataFrame({"sex": ["female", "male", None, "unknown"] * 100, "town": ["a", "b", "c", "d"] * 100})
    (proxy,) = wb.suggest_roles(wb.read_data(frame)).proxies
    assert (proxy.n, proxy.strength) == (200, pytest.approx(1))


def test_the_outcome_and_ids_are_no_proxies(rng):
    sex = rng.choice(["female", "male"], 400)
    frame = pd.DataFrame({"id": [f"{one[0]}{place:04d}" for place, one in enumerate(sex)], "sex": sex})
    frame["hired"] = np.where(sex == "male", "yes", "no")
    assert wb.suggest_roles(wb.read_data(frame)).proxies == ()


# The result.


FRAME = pd.DataFrame(
    {
        "case": [f"A{place:04d}" for place in range(80)],
        "sex": ["f", "m"] * 40,
        "age": [20, 45, 70, 30] * 20,
        "deny": ["no", "no", "yes", "no"] * 20,
        "single": ["yes", "no"] * 40,
    }
)


def test_it_prints_as_a_table_in_words():
    assert repr(
        wb.suggest_roles(wb.read_data(FRAME.drop(columns="single").assign(town=["x", "y"] * 40), name="loans"))
    ) == (
        "Suggested roles for 'loans', by names and values of all rows. Confirm or change each.\n"
        "  target    'deny', likely: its name says 'deny' and it has two values; 'yes' sounds bad for the\n"
        "            person, so declare favourable='no'.\n"
        "  protected 'sex', likely: sex: its name says 'sex', its values are 'f', 'm'.\n"
        "  protected 'age', likely: age: its name says 'age', its values are mostly from 20 to 70.\n"
        "  id        'case', likely: its name says 'case' and every row has a value of its own.\n"
        "  proxy     'town' tells 'sex' in 10 of 10, where a guess without it is right in 5 of 10.\n"
        "  proxy     'town' goes with 'age', by 0.7 of 1, though it makes no guess of the group better.\n"
        "As code: wb.assign_roles(data, target='deny', favourable='no', "
        "protected=['sex', wb.bands('age', [40, 60])], id='case')"
    )


def test_nothing_suggested_is_said_too():
    assert repr(suggested(size=[1.5, 2.5])) == (
        "Suggested roles for 'data', by names and values of all rows. Confirm or change each.\n"
        "  Nothing speaks for a role of any column.\n"
        "As code: wb.assign_roles(data)"
    )


def test_the_code_it_gives_does_what_confirming_does():
    found = wb.suggest_roles(wb.read_data(FRAME))
    assert eval(found.python(), {"wb": wb, "data": found.data}) == found.confirm()  # noqa: S307 - written by us


def test_nothing_is_used_before_it_is_confirmed():
    data = wb.read_data(FRAME)
    wb.suggest_roles(data)
    assert data.roles == wb.read_data(FRAME).roles
    assert data.roles.named == {}


def test_confirming_takes_the_likely_ones_and_what_the_person_changes():
    found = wb.suggest_roles(wb.read_data(FRAME))
    data = found.confirm()
    assert (data.roles.target, data.roles.favourable, data.roles.id) == ("deny", "no", "case")
    assert [one.title for one in data.roles.protected] == ["sex", "age"]
    changed = found.confirm(protected=["single"], id=None, favourable_label="granted", unfavourable_label="denied")
    assert ([one.title for one in changed.roles.protected], changed.roles.id) == (["single"], None)
    assert changed.roles.unfavourable_label == "denied"


def test_another_target_does_not_keep_the_favourable_value_of_the_suggested_one():
    found = wb.suggest_roles(wb.read_data(FRAME))
    with pytest.raises(RoleError, match="Nobody said which value of 'single'"):
        found.confirm(target="single")
    assert found.confirm(target="single", favourable="yes").roles.favourable == "yes"
    assert found.confirm(target=None).roles.target is None


def test_a_favourable_value_that_is_not_sure_must_be_said():
    found = suggested(income=["<=50K", ">50K"] * 20)
    assert found.python() == "wb.assign_roles(data, target='income', favourable=…)"
    with pytest.raises(RoleError) as error:
        found.confirm()
    assert str(error.value) == (
        "Which value of 'income' is good for the person is not sure.\n"
        "Say it: confirm(favourable=…). It decides the direction of every comparison."
    )
    assert found.confirm(favourable=">50K").roles.favourable == ">50K"


def test_a_target_that_is_not_sure_must_be_said():
    found = suggested(y=["a", "b"] * 20, deny=["yes", "no"] * 20)
    with pytest.raises(RoleError) as error:
        found.confirm()
    assert str(error.value) == (
        "Which column is the target is not sure; it may be 'deny' or 'y'.\n"
        "Say it: confirm(target='deny', favourable=…), or confirm(target=None) where nothing is predicted."
    )
    assert found.confirm(target="deny", favourable="no").roles.favourable == "no"
    assert found.confirm(target=None).roles.target is None


def test_what_is_no_argument_is_refused():
    with pytest.raises(InputError) as error:
        suggested(deny=["yes", "no"] * 20).confirm(favorable="no")
    assert str(error.value) == (
        "an argument of confirm() is 'favorable'.\nAllowed are: 'target', 'favourable', 'task', 'protected', 'id', "
        "'time', 'group', 'weight', 'favourable_label', 'unfavourable_label', 'use_protected'. "
        "Did you mean 'favourable'?"
    )


def test_only_data_sets_are_looked_at():
    with pytest.raises(InputError) as error:
        wb.suggest_roles(FRAME)
    assert str(error.value) == "data is a DataFrame, not a data set.\nGive what read_data returns."


def test_same_data_same_suggestions():
    assert wb.suggest_roles(wb.read_data(FRAME)) == wb.suggest_roles(wb.read_data(FRAME.copy()))
    assert wb.suggest_roles(wb.read_data(FRAME)) != wb.suggest_roles(wb.read_data(FRAME.drop(columns="age")))


def test_of_a_large_table_a_sample_is_looked_at_and_said(monkeypatch):
    monkeypatch.setattr("workbench.data.suggestions.suggest._MOST_ROWS", 50)
    found = wb.suggest_roles(wb.read_data(FRAME), seed=3)
    assert repr(found).splitlines()[0] == (
        "Suggested roles for 'data', by names and values of 50 of 80 rows, drawn at random. Confirm or change each."
    )
    assert found.provenance.seed == 3
    assert found.of("id")[0].column == "case"


def test_an_id_is_unique_among_all_rows_not_only_in_the_sample(monkeypatch):
    monkeypatch.setattr("workbench.data.suggestions.suggest._MOST_ROWS", 50)
    frame = FRAME.assign(case=[f"A{place:04d}" for place in [0, *range(79)]])
    assert not wb.suggest_roles(wb.read_data(frame), seed=4).of("id", "likely")


def test_in_memory_and_on_disk_give_the_same(tmp_path):
    FRAME.to_csv(tmp_path / "f.csv", index=False)
    stored, held = (wb.read_data(tmp_path / "f.csv", lazy=lazy) for lazy in (True, False))
    assert (stored.is_stored, held.is_stored) == (True, False)
    one, other = wb.suggest_roles(stored), wb.suggest_roles(held)
    assert (one.roles, one.proxies) == (other.roles, other.proxies)


HOSTILE = [
    "'; DROP TABLE x; --",
    "<script>",
    "c0",
    "C0",
    "new\nline",
    'quo"te',
    "x" * 300,
    "🎈",
    " ",
    "race\u202e",
    "{sex}",
]


def test_hostile_names_are_only_names():
    frame = pd.DataFrame({name: ["female", "male"] * 30 for name in HOSTILE})
    found = wb.suggest_roles(wb.read_data(frame))
    assert {one.column for one in found.of("protected")} == set(HOSTILE)
    assert len(repr(found).splitlines()) > len(HOSTILE)
    assert eval(found.python(), {"wb": wb, "data": found.data}) == found.confirm()  # noqa: S307 - written by us


@pytest.mark.parametrize(
    "values",
    [
        [None] * 3,
        [np.nan, np.inf, 1.0],
        [1],
        ["a"],
        [True],
        [""] * 3,
        ["?"] * 3,
        pd.to_datetime(["2020-01-01", None, None]),
    ],
    ids=["missing", "infinite", "one row", "one text", "one truth", "empty text", "not known", "one day"],
)
@pytest.mark.parametrize("name", ["sex", "age", "date of birth", "id", "weight", "approved", "year", "race"])
def test_columns_at_the_edge_do_no_harm(name, values):
    found = wb.suggest_roles(wb.read_data(pd.DataFrame({name: values})))
    assert all(isinstance(one, SuggestedRole) for one in found.roles)


def test_no_rows_cannot_be_read_in_the_first_place():
    with pytest.raises(NotEnoughDataError):
        wb.read_data(pa.table({"sex": pa.array([], pa.string())}))
