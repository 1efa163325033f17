"""The future in the past, people in both parts, and columns that stand for a protected attribute."""

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.stats.association import cramers_v


def table(rng, n=600):
    return pd.DataFrame(
        {
            "y": rng.choice(["yes", "no"], n),
            "sex": rng.choice(["f", "m"], n),
            "x": rng.normal(size=n),
            "when": pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(n), unit="D"),
        }
    )


def leaks_of(frame, method=None, **roles):
    data = wb.read_data(frame, target="y", favourable="yes", protected=["sex"], **roles)
    split = wb.split_data(data, seed=7, method=method)
    return split, [one for one in wb.find_leaks(split).findings if one.code not in ("WB210", "WB211")]


@pytest.mark.parametrize("kind", ["times", "days", "numbers"])
def test_rows_later_than_those_held_out_are_counted(rng, kind):
    frame = table(rng)
    frame["when"] = {"times": frame.when, "days": frame.when.dt.date, "numbers": np.arange(600.0)}[kind]
    split, [found] = leaks_of(frame, "stratified", time="when")
    first, second = split.train.frame()["when"], split.test.frame()["when"]
    n = int((first > second.min()).sum())
    assert (found.code, found.severity, found.scope) == ("WB216", "serious", "when")
    assert found.title == (
        f"{n:,} of 420 rows learned from are later than {second.min() if kind != 'numbers' else int(second.min())}, "
        "when the held-out rows begin"
    )
    assert found.value == n / 420
    assert leaks_of(frame, time="when")[1] == []


def test_dates_after_the_rows_own_are_counted(rng):
    frame = table(rng)
    frame["closed"] = frame.when + pd.to_timedelta(rng.integers(-5, 5, 600), unit="D")
    frame["born"] = frame.when - pd.to_timedelta(rng.integers(8_000, 9_000, 600), unit="D")
    split, [found] = leaks_of(frame, time="when")
    train = split.train.frame()
    n = int((train.closed > train.when).sum())
    assert found.title == f"Column 'closed' holds dates after the row's own in {n} of 420 rows"
    assert (found.severity, found.scope) == ("caution", "closed")


@pytest.mark.parametrize("ahead", ["days", "months", "midnight"])
def test_dates_that_are_always_equally_far_ahead_are_known(rng, ahead):
    frame = table(rng)
    frame["due"] = {
        "days": frame.when + pd.Timedelta(days=365),
        "months": frame.when + pd.DateOffset(months=1),
        "midnight": (frame.when + pd.Timedelta(days=90)).dt.normalize(),
    }[ahead]
    assert leaks_of(frame, time="when")[1] == []
    frame.loc[frame.index % 2 == 0, "due"] += pd.Timedelta(days=5)
    assert [one.scope for one in leaks_of(frame, time="when")[1]] == ["due"]


def test_a_column_that_the_latest_rows_lack(rng):
    frame = table(rng)
    frame["later"] = pd.Series(rng.normal(size=600)).where(np.arange(600) < 370)
    frame["seldom"] = pd.Series(rng.normal(size=600)).where(rng.random(600) < 0.05)
    _, [found] = leaks_of(frame, time="when")
    assert found.title == (
        "Column 'later' has no value in 100 of 100 of the latest rows, and in 0 of 100 of the earlier half"
    )


def test_without_a_time_nothing_is_looked_for(rng):
    data = wb.read_data(table(rng), target="y", favourable="yes", protected=["sex"])
    [check] = [one for one in wb.find_leaks(data).checks if one.name == "future"]
    assert (check.outcome, check.detail) == ("not applicable", "No column says when: name one with time=….")


# People.


def people(rng, n=600):
    who = rng.integers(0, 250, n)
    return who, np.where(who % 2 == 0, "f", "m")


def test_the_group_column_is_kept_together_or_told(rng):
    who, sex = people(rng)
    frame = table(rng).assign(person=who, sex=sex).drop(columns="when")
    assert leaks_of(frame, group="person")[1] == []
    split, [found] = leaks_of(frame, "stratified", group="person")
    first, second = split.train.frame()["person"], split.test.frame()["person"]
    n, n_rows = len(set(first) & set(second)), int(second.isin(set(first)).sum())
    assert (found.code, found.severity) == ("WB213", "serious")
    assert found.title == f"Column 'person' has {n} values in both parts: {n_rows} of 180 held-out rows"
    assert found.value == n_rows / 180


@pytest.mark.parametrize("name", ["customer_id", "patientNo", "Kunde", "account.number", "user"])
def test_columns_that_are_called_so_are_looked_at(rng, name):
    who, _ = people(rng)
    _, [found] = leaks_of(table(rng).drop(columns="when").assign(**{name: who}))
    assert (found.code, found.severity, found.scope) == ("WB213", "caution", name)


@pytest.mark.parametrize("name", ["number_of_visits", "account_balance", "page", "idea", "kidney", "code_lines"])
def test_amounts_are_not(rng, name):
    who, _ = people(rng)
    assert leaks_of(table(rng).drop(columns="when").assign(**{name: who}))[1] == []


def test_text_whose_rows_share_who_they_are_is_looked_at(rng):
    who, sex = people(rng)
    frame = table(rng).drop(columns="when").assign(field=[f"x{one}" for one in who])
    assert leaks_of(frame)[1] == []
    _, [found] = leaks_of(frame.assign(sex=sex))
    assert found.scope == "field"


def test_an_id_that_comes_twice_is_serious(rng):
    frame = table(rng).drop(columns="when").assign(no=np.arange(600) // 2)
    _, [found] = leaks_of(frame, id="no")
    assert (found.code, found.severity, found.scope) == ("WB213", "serious", "no")
    assert leaks_of(frame.assign(no=np.arange(600)), id="no")[1] == []


# Proxies.


def test_a_proxy_is_told_with_how_well_it_tells(rng):
    frame = table(rng, 2_000).drop(columns="when")
    wrong = rng.random(2_000) < 0.1
    frame["title"] = np.where((frame.sex == "f") ^ wrong, "Mrs", "Mr")
    frame["weak"] = np.where((frame.sex == "f") ^ (rng.random(2_000) < 0.4), "a", "b")
    split, [found] = leaks_of(frame)
    train = split.train.frame()
    counts = pd.crosstab(train.title, train.sex)
    right = round(100 * counts.max(axis=1).sum() / len(train))
    assert (found.code, found.severity, found.scope) == ("WB218", "note", "title")
    assert found.title == (
        f"Column 'title' stands for 'sex': it tells it in {right} of 100 rows, and who only knows the largest group in "
        f"{round(100 * counts.sum().max() / len(train))}"
    )
    assert found.value == pytest.approx(cramers_v(counts.to_numpy()).value)
    assert found.interval[0] >= found.threshold == 0.5


def test_a_proxy_in_numbers_is_told(rng):
    frame = table(rng, 1_500).drop(columns="when")
    frame["height"] = np.where(frame.sex == "f", 165, 179) + rng.normal(0, 3, 1_500)
    _, [found] = leaks_of(frame)
    assert (found.code, found.scope) == ("WB218", "height")


def test_a_value_in_every_row_is_no_proxy(rng):
    frame = table(rng, 900).drop(columns="when").assign(token=[f"t{one}" for one in range(900)])
    assert leaks_of(frame)[1] == []
