"""What a report of data hides: nobody can work out a small count from what it shows, text and evidence alike."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.audit.disclosure.level import disclosure_named
from workbench.data.profile.profiling import profile_data
from workbench.data.profile.result import ColumnProfile, NumberSummary, ValueCount
from workbench.report.profile_record import column_summary
from workbench.report.shown_findings import Shared, shown_findings
from workbench.report.small_counts import hidden_rows, shown_values, without_few

DATE = "2026-11-21"
INTERNAL, PUBLIC, FULL = (disclosure_named(name) for name in ("internal", "public", "full"))


def people(n=400, rare=3, seed=0):
    """People of three groups, a rare one, and a rare town."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "race": rng.choice(["a", "b", "c"], n, p=[0.5, 0.3, 0.2]).astype(object),
            "sex": rng.choice(["f", "m"], n),
            "town": rng.choice(["north", "south"], n).astype(object),
            "pay": rng.lognormal(10, 1, n).round(0),
            "born": pd.Timestamp("1960-05-17") + pd.to_timedelta(rng.integers(0, 9_000, n), unit="D"),
            "ok": rng.choice(["y", "n"], n),
        }
    )
    frame.loc[: rare - 1, "race"] = "rare group"
    frame.loc[: rare - 1, "town"] = "Smallville"
    frame.loc[0, "pay"] = 98_765_432.0
    return frame


def read(frame):
    return wb.read_data(frame, target="ok", favourable="y", protected=["race", "sex"], name="people")


def report(*results, level="internal", audience="data"):
    document = wb.build_report(*results, audience=audience, disclosure=level, date=DATE)
    return document, repr((document.sections, document.facts, document.lead)) + json.dumps(document.materials)


@pytest.mark.parametrize("level", ["internal", "public"])
@pytest.mark.parametrize("with_split", [False, True])
def test_rare_groups_values_and_extremes_are_nowhere(level, with_split):
    frame = people()
    data = read(frame)
    given = [profile_data(data), *([wb.split_data(data)] if with_split else [])]
    _, text = report(*given, level=level)
    everything = report(*given, level="full")[1]
    extremes = ["98765432", "98,765,432", str(frame["born"].min().date()), str(frame["born"].max().date())]
    for secret in ("rare group", "Smallville", *extremes):
        assert secret not in text, secret
    assert all(secret in everything for secret in ("rare group", "Smallville", "98765432", extremes[2]))


@pytest.mark.parametrize("level", ["internal", "public"])
def test_a_group_shown_and_the_sums_tell_no_small_one(level):
    data = read(people())
    document, _ = report(profile_data(data), wb.split_data(data), level=level)
    fewest = disclosure_named(level).fewest
    found = document.materials["people"]
    assert found["hidden"] == ["race"]
    rows = [one for one in found["groups"] if one["attribute"] == "race"]
    assert sum(one["n"] for one in rows) == 400
    assert next(one["n"] for one in rows if one["group"] == "not shown") >= fewest
    shown = {one["group"] for one in rows} - {"not shown"}
    assert len({"a", "b", "c"} - shown) >= 1, "with the rare group alone hidden the sum would tell it"
    for part in ("n_train", "n_test"):
        assert {one["group"] for one in found["parts"] if one["attribute"] == "race"} == shown | {"not shown"}
        assert all(one[part] == 0 or one[part] >= fewest for one in found["parts"])


@pytest.mark.parametrize("level", ["internal", "public"])
def test_the_same_is_told_whatever_is_hidden(level):
    """Another rare group behind the same sums gives the same report of people."""
    one, two = people(rare=4), people(rare=4)
    two.loc[3, "race"] = "c" if one.loc[10, "race"] != "c" else "b"
    place = int(np.flatnonzero((one["race"] == two.loc[3, "race"]) & (one["ok"] == one.loc[3, "ok"]))[-1])
    two.loc[place, "race"] = "rare group"
    told = []
    for frame in (one, two):
        document, _ = report(profile_data(read(frame)), level=level)
        told.append(document.materials["people"]["groups"])
    assert told[0] == told[1]


def test_an_audit_and_a_profile_have_one_number_for_each_group():
    frame = people(n=900, rare=4)
    frame["x"] = np.random.default_rng(1).normal(size=900)
    data = read(frame)
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
    audit = wb.audit_model(fitted)
    document, text = report(fitted, audit, profile_data(data), level="internal", audience="technical")
    assert "rare group" not in text
    shown = {one["group"]: one["n"] for one in document.materials["people"]["groups"] if one["attribute"] == "race"}
    told = {id.partition("data/people/race=")[2]: fact.value for id, fact in document.facts.items()}
    by_audit = {group: n for group, n in told.items() if group}
    assert by_audit
    assert {group: n for group, n in shown.items() if group in by_audit} == by_audit


@pytest.mark.parametrize("level", ["internal", "public"])
def test_few_rows_without_an_outcome_are_not_the_difference_of_two_numbers(level):
    frame = people().astype({"ok": object})
    frame.loc[50:52, "ok"] = None
    data = read(frame)
    document, text = report(profile_data(data), wb.split_data(data), level=level)
    assert document.materials["profile"]["n_rows"] == 397
    assert all(one["n"] is None for one in document.materials["people"]["groups"] if one["attribute"] == "sex")
    assert not re.search(r"(?<![\d,])400\b", text)


def test_the_end_quantiles_need_as_many_people_beyond():
    values = np.arange(60.0)
    numbers = NumberSummary(
        0.0, 59.0, 29.5, 17.0, {share: 59 * share for share in (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)},
        True, 1, 0, 0, 0, (0.0, 30.0, 60.0), (30, 30),
    )  # fmt: skip
    column = ColumnProfile("x", "number", "feature", len(values), 0, 60, True, (), numbers)
    levels = (INTERNAL, PUBLIC, FULL)
    kept = {level.name: column_summary(column, level, elsewhere=False, n_missing=0) for level in levels}
    assert set(kept["internal"].quantiles) == {"0.25", "0.5", "0.75"}  # of 60, three are beyond 0.05
    assert set(kept["public"].quantiles) == {"0.25", "0.5", "0.75"}
    assert len(kept["full"].quantiles) == 7
    assert (kept["internal"].low, kept["internal"].high, kept["full"].low) == (None, None, 0.0)
    assert kept["internal"].n_zero is None  # one person
    assert kept["public"].mean is None  # one person's pay may be most of a sum


def test_bars_of_few_people_are_none_and_those_at_the_ends_are_cut():
    edges, counts = tuple(map(float, range(8))), (2, 40, 80, 3, 10, 0, 1)
    numbers = NumberSummary(0.0, 9.0, 1.0, 1.0, {}, True, 0, 0, 0, 0, edges, counts)
    column = ColumnProfile("x", "number", "feature", 136, 0, 50, True, (), numbers)
    assert column_summary(column, INTERNAL, elsewhere=False, n_missing=0).levels == (4, 8, 0, 1)
    assert column_summary(column, FULL, elsewhere=False, n_missing=0).levels == (1, 4, 8, 1, 1, 0, 1)


def test_values_of_few_people_and_the_one_that_would_give_them_away_are_not_shown():
    top = tuple(ValueCount(value, n) for value, n in (("a", 500), ("b", 497), ("c", 3)))
    column = ColumnProfile("x", "text", "feature", 1_000, 0, 3, True, top)
    assert [one.value for one in column_summary(column, INTERNAL, elsewhere=False, n_missing=0).top] == ["a"]
    assert [one.value for one in column_summary(column, FULL, elsewhere=False, n_missing=0).top] == ["a", "b", "c"]


@settings(deadline=None)
@example([[0, 0, 0], [0, 0, 1]], 5)
@given(
    st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=1, max_size=7),
    st.sampled_from([5, 11]),
)
def test_no_hidden_row_follows_from_the_sums(cells, fewest):
    table = np.array(cells)
    hidden = hidden_rows(table, fewest)
    for row, is_hidden in zip(table, hidden, strict=True):
        assert is_hidden or not ((row > 0) & (row < fewest)).any()
    if hidden.any() and not hidden.all():
        there = table[hidden][table[hidden].sum(axis=1) > 0]
        sums = table[hidden].sum(axis=0)
        assert len(there) != 1
        assert not ((sums > 0) & (sums < fewest)).any()


@given(st.lists(st.integers(1, 60), min_size=1, max_size=10), st.integers(0, 30), st.sampled_from([5, 11]))
def test_what_is_left_of_the_values_shown_is_nobody_or_many(counts, others, fewest):
    ordered = sorted(counts, reverse=True)
    shown = shown_values(ordered, sum(ordered) + others, fewest)
    left = sum(ordered) + others - sum(ordered[:shown])
    assert all(n >= fewest for n in ordered[:shown])
    assert shown == 0 or left == 0 or left >= fewest


@pytest.mark.parametrize(
    ("text", "level", "said"),
    [
        ("3 of 400 rows have no 'x'", INTERNAL, "few of 400 rows have no 'x'"),
        ("398 of 400 rows are '3 of 5'", INTERNAL, "all but few of 400 rows are '3 of 5'"),
        ("7 of 400 rows", INTERNAL, "7 of 400 rows"),
        ("7 of 400 rows", PUBLIC, "few of 400 rows"),
        ("It has 3 columns and 4 rows", INTERNAL, "It has 3 columns and few rows"),
        ("'a' (2), 'b' (40)", INTERNAL, "'a' (few), 'b' (40)"),
        ("a gap below 3.5 in 100", INTERNAL, "a gap below 3.5 in 100"),
        ("12 values: 'q', line 17", PUBLIC, "12 values: 'q'"),
    ],
)
def test_small_counts_in_sentences_are_called_few(text, level, said):
    assert without_few(text, level.fewest, places=level.whole_percents) == said


def finding(code, title, **more):
    return wb.Finding(code, "note", title, "Why.", "Do.", **more)


def test_findings_on_hidden_groups_are_left_out_and_others_kept():
    shared = Shared(hidden_groups={"x"}, hidden_attributes={"race"}, untold={"town"})
    found = [
        finding("WB134", "Between groups of race no gap below 28 in 100", scope="race"),
        finding("WB134", "Between groups of sex no gap below 26 in 100", scope="sex"),
        finding("WB109", "Values of 'pay' are missing in 9 of 40 rows of race 'a', and in 8 of 90 of 'b'", scope="pay"),
        finding("WB124", "Column 'town' has no value in 3 of 400 rows", scope="town"),
        finding("WB103", "Groups of race differ only in case: 'x' (12)", scope="race", value=2.0, n=400),
    ]
    kept = shown_findings(found, shared, INTERNAL)
    assert [one.code for one in kept] == ["WB134", "WB103"]
    assert kept[1].title == "Groups of race differ only in case: a group that is not shown"
    assert kept[1].value is None
    assert shown_findings(found, shared, FULL) == tuple(found)


def test_findings_that_quote_single_rows_do_not():
    quoting = replace(
        finding("WB107", "12 of 400 values of column 'age' are no numbers: 'Ann Smith', line 17"),
        what_to_do="Say missing={'age': ['Ann Smith']}.",
    )
    [kept] = shown_findings([quoting], Shared(), INTERNAL)
    assert (kept.title, kept.what_to_do) == (
        "12 of 400 values of column 'age' are no numbers",
        "They are named where the data were read.",
    )
    ends = replace(finding("WB106", "99 in 12 of 400 rows"), why="A code. The others are from 17.5 to 98. It matters.")
    assert shown_findings([ends], Shared(), INTERNAL)[0].why == "A code. It matters."


def test_what_to_do_about_commas_quotes_nobody_and_is_told(tmp_path):
    rows = "\n".join(f'{place % 2},"{7000 + place},5","x{place}"' for place in range(400))
    (tmp_path / "a.csv").write_text(f"y,pay,name\n{rows}\n")
    [noticed] = [one for one in wb.read_data(tmp_path / "a.csv", target="y").findings if one.code == "WB107"]
    for naming in ((), ("pay",)):
        [kept] = shown_findings([noticed], Shared(naming=naming), INTERNAL)
        assert "7000" in noticed.title
        assert "7000" not in f"{kept.title}{kept.why}{kept.what_to_do}"
    [kept] = shown_findings([noticed], Shared(), INTERNAL)
    assert "decimal=','" in kept.what_to_do


def test_the_pages_name_the_report_of_data_and_what_it_hides():
    docs = Path(__file__).parents[2] / "docs"
    assert '| `"data"` |' in (docs / "reports.md").read_text(encoding="utf-8")
    page = (docs / "disclosure.md").read_text(encoding="utf-8")
    assert "This holds for the audience `data` as for all others." in page
    assert "**At every level, `full` too**" in page
