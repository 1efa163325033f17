"""Values that name people are shown to nobody: no id, no group, no text that hardly two rows share, at no level."""

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.audit.disclosure.level import disclosure_named
from workbench.core.finding import Finding
from workbench.data.profile.profiling import profile_data
from workbench.data.profile.result import ColumnProfile, NumberSummary, TextSummary, ValueCount
from workbench.report.cells import profile_cell
from workbench.report.formats import FORMATS, rendered
from workbench.report.naming import columns_that_name, names_people
from workbench.report.profile_record import column_summary
from workbench.report.shown_findings import Shared, shown_findings

from .walking import table

DATE = "2026-11-21"
LEVELS = ("internal", "public", "full")
NAMED = "Z#q"  # no such sign is in packed evidence by chance


def stays(n=600):
    """Stays of patients with a secret sign in every value that names somebody, and wards whose names have commas."""
    rng = np.random.default_rng(3)
    names = [f"{NAMED} Person {place}" for place in range(n)]
    names[1] = names[2] = names[0]
    names[4] = names[3].upper()
    return pd.DataFrame(
        {
            "stay": [10_000_000 + 7 * place for place in range(n)],
            "patient": [f"{NAMED}{place}" for place in rng.integers(0, 80, n)],
            "doctor said": [f"{NAMED} {'talked at length ' * 8}{place % 60}" for place in range(n)],
            "name": names,
            "ward": rng.choice(["heart, north", "heart, south", "surgery"], n, p=[0.5, 0.3, 0.2]),
            "sex": rng.choice(["f", "m"], n),
            "home": rng.choice(["yes", "no"], n),
        }
    )


@pytest.fixture(scope="module")
def data():
    roles = {"target": "home", "favourable": "yes", "protected": ["sex"], "id": "stay", "group": "patient"}
    return wb.read_data(stays(), **roles, name="stays")


@pytest.fixture(scope="module")
def profile(data):
    return profile_data(data)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("suffix", [".html", ".md", ".json"])
def test_no_such_value_is_in_a_report_at_any_level(data, profile, level, suffix):
    split = wb.split_data(data)
    document = wb.build_report(profile, split, audience="data", disclosure=level, date=DATE)
    text = rendered(document, FORMATS[suffix]).decode()
    assert NAMED not in text + repr(document.materials)
    assert NAMED.upper() not in repr(document.materials)
    assert "1000" not in {row[4] for row in table(document, "column-profile")}
    told = {row[0]: row[4] for row in table(document, "column-profile")}
    assert told["stay"] == "–"
    assert told["patient"] == "texts of about 5 characters"
    assert told["name"] == "texts of about 14 characters"
    assert told["doctor said"].startswith("texts of about 1")


def test_nor_in_a_cell(profile):
    page = profile_cell(profile)
    assert NAMED not in page
    assert "texts of about" in page


def test_values_are_told_apart_though_they_hold_commas(profile):
    document = wb.build_report(profile, audience="data", disclosure="public", date=DATE)
    told = {row[0]: row[4] for row in table(document, "column-profile")}
    shares = stays()["ward"].value_counts(normalize=True)
    expected = "; ".join(f"{value} ({100 * share:.0f})" for value, share in shares.items())
    assert told["ward"] == f"Of 100: {expected}"


@pytest.mark.parametrize("others", [1, 2])
def test_what_is_left_is_counted(others):
    values = ["a, b"] * 300 + [f"v{place}" for place in range(others)] * 200
    document = wb.build_report(profile_data(wb.read_data(pd.DataFrame({"x": values}))), audience="data", date=DATE)
    top = 4
    assert "; " in table(document, "column-profile")[0][4]
    wide = pd.DataFrame({"x": np.repeat([f"v{place}" for place in range(top + 1 + others)], range(100, 105 + others))})
    document = wb.build_report(profile_data(wb.read_data(wide)), audience="data", date=DATE)
    assert table(document, "column-profile")[0][4].endswith("; 1 other" if others == 1 else "; 2 others")


@pytest.mark.parametrize(
    ("kind", "role", "n", "n_distinct", "length", "is_naming"),
    [
        ("text", "id", 100, 3, 5, True),
        ("whole number", "group", 100, 3, None, True),
        ("date", "id", 100, 3, None, True),
        ("text", "feature", 100, 90, 5, True),
        ("text", "feature", 100, 89, 5, True),
        ("text", "feature", 100, 50, 5, True),
        ("text", "feature", 100, 49, 5, False),
        ("text", "feature", 30, 20, 5, False),
        ("text", "feature", 20, 18, 5, True),
        ("text", "protected", 100, 95, 5, True),
        ("text", "feature", 1000, 30, 101, True),
        ("text", "feature", 1000, 20, 101, False),
        ("text", "feature", 0, 0, 0, False),
        ("number", "feature", 100, 100, None, False),
    ],
)
def test_which_columns_name_people(kind, role, n, n_distinct, length, is_naming):
    text = TextSummary(1, length, 200) if length is not None else None
    assert names_people(ColumnProfile("x", kind, role, n, 0, n_distinct, True, (), text=text)) is is_naming


@pytest.mark.parametrize("level", LEVELS)
def test_of_a_column_of_ids_no_number_is_kept(level):
    numbers = NumberSummary(1.0, 9.0, 5.0, 1.0, {0.25: 3.0, 0.75: 7.0}, True, 30, 30, 30, 30, (0.0, 9.0), (90,))
    column = ColumnProfile("x", "whole number", "group", 100, 0, 5, True, (ValueCount("7", 60),), numbers)
    told = column_summary(column, disclosure_named(level), elsewhere=False, n_missing=0)
    assert (told.top, dict(told.quantiles), told.levels, told.low, told.mean, told.n_zero) == ((), {}, (), *[None] * 3)


@pytest.mark.parametrize("level", LEVELS)
def test_a_finding_about_such_a_column_quotes_nothing_of_it(level):
    two_ways = Finding(
        "WB105", "note", "Column 'x' seems to write the same value in two ways: 'Ann' and 'ANN'", "Why.",
        "Read the data again with recode={'x': {'Ann': 'ANN'}}.", scope="x",
    )  # fmt: skip
    one_value = Finding("WB113", "note", "Column 'x' is 'Ann' in 995 of 1,000 rows", "Why.", "Do.", scope="x")
    code = Finding("WB106", "note", "999 in 30 of 90 rows of column 'x'", "Why. The others are from 11 to 17.", "Do.",
                   scope="x")  # fmt: skip
    told = shown_findings((two_ways, one_value, code), Shared(naming={"x"}), disclosure_named(level))
    assert not any(secret in repr(told) for secret in ("Ann", "ANN", "from 11", "to 17"))
    assert told[0].title == "Column 'x' seems to write the same value in two ways"
    kept = shown_findings((two_ways, one_value, code), Shared(), disclosure_named("full"))
    assert kept == (two_ways, one_value, code)


def test_without_a_profile_the_columns_of_findings_are_counted(data):
    assert columns_that_name(None, None) == frozenset()
    assert {"stay", "patient"} <= columns_that_name(None, data)
    assert "ward" not in columns_that_name(None, data)
    frame = pd.DataFrame({"name": [f"{NAMED} {place}" for place in range(40)] + [f"{NAMED.upper()} 1"]})
    read = wb.read_data(frame)
    assert "WB105" in {one.code for one in read.findings}
    assert columns_that_name(None, read) == {"name"}
    document = wb.build_report(read, audience="data", disclosure="full", date=DATE)
    assert NAMED not in repr(document.materials)


@pytest.mark.parametrize("level", LEVELS)
def test_nor_in_what_was_changed_on_reading(level):
    frame = pd.DataFrame({"patient": ["P#1", "p#1", *[f"P#{place}" for place in range(2, 100)]], "x": range(100)})
    data = wb.read_data(frame, group="patient", recode={"patient": {"p#1": "P#1"}})
    document = wb.build_report(data, audience="data", disclosure=level, date=DATE)
    assert "#" not in repr(document.sections)
    assert not any("#" in note for note in document.materials["data"]["notes"])


# A model's report knows how its rows were held out.


@pytest.mark.parametrize("audience", ["brief", "technical", "annex", "data"])
def test_what_was_noticed_when_rows_were_held_out_is_in_the_report_of_the_model(audience):
    rng = np.random.default_rng(1)
    n = 400
    frame = pd.DataFrame({"x": rng.normal(size=n), "day": pd.date_range("2024-01-01", periods=n)})
    frame["who"] = rng.integers(0, 150, n).astype(str)
    frame["sex"] = np.where(np.arange(n) < 278, "f", "m")
    frame["ok"] = np.where(rng.random(n) < np.where(np.arange(n) < 280, 0.2, 0.8), "yes", "no")
    roles = {"target": "ok", "favourable": "yes", "protected": ["sex"], "time": "day", "group": "who"}
    split = wb.split_data(wb.read_data(frame, **roles))
    codes = {one.code for one in split.findings}
    assert {"WB130", "WB132", "WB133"} <= codes
    prepared = wb.prepare_data(split)
    fitted = wb.fit_model(prepared, "logistic_regression")
    for given in ((fitted,), (prepared,)) if audience in ("technical", "data") else ((fitted,),):
        document = wb.build_report(*given, audience=audience, disclosure="full", date=DATE)
        assert codes <= {one["code"] for one in document.materials["findings"]}
