"""The linter of published audits: the rule's own example, each kind of fault, and input that is no table."""

import importlib.util
import json
from fractions import Fraction
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.audit.lint import lint_counts
from workbench.audit.lint_reading import Printed
from workbench.errors import ColumnNotFoundError, InputError, NotEnoughDataError, SourceError

_SPEC = importlib.util.spec_from_file_location(
    "rule_examples", Path(__file__).parent / "standards" / "rule_examples.py"
)
rule = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(rule)

DATED = {"audit_date": "2023-04-06", "distribution_date": "2023-07-05"}
COMPLETE = {**DATED, "n_unknown": 0}


def write(path, rows):
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in rows), encoding="utf-8")
    return path


def codes(found):
    return [one.code for one in found.findings]


def selection_rows(tables):
    heading = ["Category", "# of Applicants", "# Selected", "Selection Rate", "Impact Ratio"]
    parts = {"Sex": rule.SELECTION_SEX, "Race/Ethnicity": rule.SELECTION_RACE, "Intersectional": rule.SELECTION_CROSSED}
    rows = [["Table"] * tables + heading]
    for table, part in parts.items():
        for category, row in part.items():
            name = category if isinstance(category, str) else " ".join(category)
            rows.append([table] * tables + [name, f"{row[0]:,}", *row[1:]])
    return [*rows, ["Note"] * tables + ["Unknown", "250", "", "", ""]]


@pytest.mark.parametrize("tables", [1, 0])
def test_the_rules_selection_example_has_the_one_inconsistency(tmp_path, tables):
    found = lint_counts(write(tmp_path / "selection.csv", selection_rows(tables)), metadata=DATED)
    assert [(one.code, one.severity) for one in found.inconsistencies] == [("WB537", "serious")]
    assert found.inconsistencies[0].title == (
        f"Hispanic or Latino in table {'Race/Ethnicity' if tables else 'race'!r} contradicts its crossings: "
        "408 applicants are printed, the crossings add up to 395; "
        "204 selected are printed, the crossings add up to 172"
    )
    assert codes(found) == ["WB537", "WB539"]
    assert (found.n_rows, found.n_checked) == (24, 23)
    assert found.not_checked == ((25, "people of unknown category"),)
    assert list(found.tables.values()) == [2, 7, 14]


@pytest.mark.parametrize("tables", [1, 0])
def test_the_rules_scoring_example_has_the_one_truncated_cell(tmp_path, tables):
    rows = [["table"] * tables + ["category", "applicants", "scoring rate", "impact ratio"]]
    parts = {"sex": rule.SCORING_SEX, "race": rule.SCORING_RACE, "crossed": rule.SCORING_CROSSED}
    for table, part in parts.items():
        for category, row in part.items():
            name = category if isinstance(category, str) else " / ".join(category)
            rows.append([table] * tables + [name, *row])
    rows.append(["note"] * tables + ["Unknown", "15", "", ""])
    found = lint_counts(write(tmp_path / "scoring.csv", rows), metadata=DATED)
    assert [(one.code, one.severity) for one in found.inconsistencies] == [("WB531", "caution")]
    assert found.inconsistencies[0].title == (
        "Rate truncated, not rounded, in Hispanic or Latino (row 4, table 'race'): "
        "64.2% is printed for 18 of 28, which is 64.29%"
    )
    assert set(codes(found)) == {"WB531", "WB539"}


def frame(*rows):
    return pd.DataFrame(rows, columns=["category", "applicants", "selected", "rate", "ratio"])


def test_a_ratio_above_1_and_the_reference_it_refers_to():
    found = lint_counts(frame(["Male", 100, 50, "50%", "1.00"], ["Female", 100, 60, "60%", "1.20"]), metadata=COMPLETE)
    assert [one.title for one in found.inconsistencies] == [
        "Ratio above 1 in Female (row 3, table 'table'): 1.20",
        "Ratios of table 'table' refer to Male, but the highest rate is that of Female",
    ]


def test_a_rate_that_is_not_that_of_its_counts():
    found = lint_counts(
        frame(["Male", 100, 50, "50%", "1.00"], ["Female", 1000, 409, "42%", "0.82"]), metadata=COMPLETE
    )
    assert [one.title for one in found.inconsistencies] == [
        "Rate disagrees with its own counts in Female (row 3, table 'table'): "
        "42% is printed for 409 of 1,000, which is 40.90%"
    ]
    assert found.inconsistencies[0].severity == "serious"


def test_a_rate_of_no_whole_number_of_people():
    printed = pd.DataFrame({"group": ["a", "b"], "n": [7, 40], "rate": ["50.0%", "50.0%"]})
    found = lint_counts(printed, metadata=COMPLETE)
    assert [one.title for one in found.inconsistencies] == [
        "Rate is that of no whole number of people in a (row 2, table 'table'): 50.0% is printed; "
        "nearest is 4 of 7, which is 57.14%"
    ]


def test_ratios_of_rounded_rates_are_told_apart_from_wrong_ones():
    # From counts .8432, printed .85 as 44/52 = .846: trap of rounded rates. And .70 follows from nothing.
    found = lint_counts(
        frame(
            ["White", 797, 412, "52%", "1.00"],
            ["Black", 390, 170, "44%", "0.85"],
            ["Asian", 616, 302, "49%", "0.70"],
        ),
        metadata=COMPLETE,
    )
    assert [(one.code, one.severity, one.title) for one in found.inconsistencies] == [
        (
            "WB532",
            "caution",
            "Ratio disagrees in Black (row 3, table 'table'): 0.85 is printed, 0.8432 follows from the counts",
        ),
        (
            "WB532",
            "serious",
            "Ratio disagrees in Asian (row 4, table 'table'): 0.70 is printed, 0.9484 follows from the counts",
        ),
    ]


def test_the_best_category_may_be_left_out_by_the_2_percent_rule():
    found = lint_counts(
        frame(["Male", 500, 250, "50%", "1.00"], ["Female", 490, 196, "40%", "0.80"], ["Other", 10, 9, "90%", ""]),
        metadata=COMPLETE,
    )
    assert found.inconsistencies == ()


def test_no_reference():
    found = lint_counts(frame(["a", 100, 50, "50%", "0.90"], ["b", 100, 40, "40%", "0.72"]), metadata=COMPLETE)
    assert [one.title for one in found.inconsistencies] == ["No ratio is 1.00 in table 'table'"]


def test_rows_of_nobody_and_a_table_of_no_selection_are_no_contradiction():
    rows = [["a", 0, 0, "0%", ""], ["b", 40, 0, "0%", "1.00"], ["c", 50, 0, "0%", "1.00"]]
    found = lint_counts(frame(*rows), metadata=COMPLETE)
    assert (found.n_checked, found.inconsistencies) == (3, ())


def test_a_rate_alone_is_checked_against_the_ratio_within_its_rounding():
    printed = pd.DataFrame({"group": ["a", "b", "c"], "rate": ["50%", "42%", "42%"], "ratio": ["1.00", "0.85", "0.87"]})
    found = lint_counts(printed, metadata=COMPLETE)
    # 42 % is at least 41.5 and below 43, 50 % at least 49.5: between .814 and .869; .865 begins .87.
    assert found.inconsistencies == ()
    assert [one.title for one in lint_counts(printed.replace("0.87", "0.88")).inconsistencies] == [
        "Ratio disagrees in c (row 4, table 'table'): 0.88 is printed, 0.8400 follows from the rates"
    ]


@pytest.mark.parametrize(
    ("row", "title"),
    [
        (["b", 40, 50, "", ""], "b (row 3, table 'table'): 50 of 40 are selected"),
        (["b", -4, "", "", ""], "b (row 3, table 'table'): applicants is -4, which is no count"),
        (["b", 40.5, "", "", ""], "b (row 3, table 'table'): applicants is 40.5, which is no count"),
        (["b", 40, "", "104%", ""], "b (row 3, table 'table'): the rate is 104%"),
        (["b", 40, "few", "", ""], "b (row 3, table 'table'): selected is 'few', which is no number"),
        (["b", 40, 20, "0,5", ""], "b (row 3, table 'table'): rate is '0,5', which is no number"),
    ],
)
def test_values_that_cannot_be(row, title):
    row = [str(cell) for cell in row]
    found = lint_counts(frame(["a", "100", "50", "50%", "1.00"], row), metadata=COMPLETE)
    assert [one.title for one in found.findings if one.code == "WB534"] == [f"Impossible value in {title}"]


def test_missing_dates_and_unknown_count():
    rows = frame(["Male", 100, 50, "50%", "1.00"], ["Female", 100, 40, "40%", "0.80"])
    bare = lint_counts(rows)
    assert [one.title for one in bare.findings if one.code in {"WB535", "WB536"}] == [
        "Missing: date of the audit and date of the tool's first use",
        "Missing: how many people's category is unknown",
    ]
    told = lint_counts(rows.assign(**{"Audit date": "2026-01-31", "Date of first use": "2025-11-01", "unknown": 0}))
    assert not {"WB535", "WB536"} & set(codes(told))
    assert not {"WB535", "WB536"} & set(codes(lint_counts(rows, metadata=COMPLETE)))


def test_small_and_hidden_numbers():
    found = lint_counts(
        frame(["a", "100", "50", "50%", "1.00"], ["b", "<11", "*", "", ""], ["c", "29", "14", "48%", "0.97"]),
        metadata=COMPLETE,
    )
    assert [one.title for one in found.findings if one.code == "WB539"] == [
        "Fewer than 30 people, or hidden numbers, in table 'table': c (29), b (suppressed)"
    ]
    assert found.not_checked == ((3, "hidden numbers"),)
    assert (found.n_rows, found.n_checked) == (3, 2)


def test_missing_crossings_are_named():
    rows = [
        ["Male", 80, 40, "50%", "1.00"],
        ["Female", 80, 40, "50%", "1.00"],
        ["White", 80, 40, "50%", "1.00"],
        ["Asian", 80, 40, "50%", "1.00"],
    ]
    none = lint_counts(frame(*rows), metadata=COMPLETE)
    assert [one.title for one in none.findings] == ["No table crosses two attributes"]
    some = lint_counts(
        frame(*rows, ["Male × White", 40, 20, "50%", "1.00"], ["Asian, Female", 40, 20, "50%", "1.00"]),
        metadata=COMPLETE,
    )
    assert [one.title for one in some.findings] == ["2 of 4 crossings are missing: Male, Asian; Female, White"]


@pytest.mark.parametrize(
    "write_name", ["{} {}", "{1}, {0}", "{} × {}", "{} x {}", "{}/{}", "{} and {}", "Non-Hispanic {} {}", "{1} - {0}"]
)
def test_names_of_crossings_are_understood(write_name):
    names = [write_name.format(sex, race) for sex in ("Male", "Female") for race in ("White", "Two or More Races")]
    margins = [[name, 80, 40, "50%", "1.00"] for name in ("Male", "Female", "White", "Two or More Races")]
    crossed = [[name, 40, 20, "50%", "1.00"] for name in names]
    found = lint_counts(frame(*margins, *crossed), metadata=COMPLETE)
    assert found.tables == {"sex": 2, "race": 2, "sex × race": 4}
    assert found.findings == ()


def test_two_columns_of_categories():
    printed = pd.DataFrame(
        {
            "Sex": ["Male", "Female", "", "", "Male", "Male", "Female", "Female"],
            "Race/Ethnicity": ["", "", "White", "Asian", "White", "Asian", "White", "Asian"],
            "Applicants": [80, 80, 80, 80, 40, 40, 40, 40],
            "Hired": [40, 30, 40, 31, 20, 20, 20, 10],
        }
    )
    found = lint_counts(printed, metadata=COMPLETE)
    assert found.columns == {"sex": "Sex", "race": "Race/Ethnicity", "applicants": "Applicants", "selected": "Hired"}
    assert found.tables == {"sex": 2, "race": 2, "sex × race": 4}
    assert [one.title for one in found.findings] == [
        "Asian in table 'race' contradicts its crossings: 31 selected are printed, the crossings add up to 30"
    ]


def test_columns_can_be_named_and_totals_are_not_compared():
    printed = pd.DataFrame({"who": ["a", "b", "Total"], "all": [100, 100, 200], "yes": [50, 40, 90]})
    found = lint_counts(printed, columns={"category": "who", "applicants": "all", "selected": "yes"}, metadata=COMPLETE)
    assert found.columns == {"category": "who", "applicants": "all", "selected": "yes"}
    assert found.not_checked == ((4, "a total, or no category"),)


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("1,390", Fraction(1390), Fraction(1)),
        ("1 390", Fraction(1390), Fraction(1)),
        ("84%", Fraction(84, 100), Fraction(1, 100)),
        ("64.20 %", Fraction(642, 1000), Fraction(1, 10000)),
        (".840", Fraction(84, 100), Fraction(1, 1000)),
        ("0.84", Fraction(84, 100), Fraction(1, 100)),
        ("-4", Fraction(-4), Fraction(1)),
    ],
)
def test_numbers_are_read_as_printed(text, value, step):
    found = Printed.read(text)
    assert (found.value, found.step) == (value, step)


@pytest.mark.parametrize(
    "text", ["", "*", "<11", "0,84", "84 percent", "1,39", "%", "1.2.3", "nan", "1e3", "４", "9" * 5000]
)
def test_what_is_no_number_is_not_read_as_one(text):
    assert Printed.read(text) is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=8),
    st.integers(0, 2),
    st.integers(2, 4),
)
def test_a_table_computed_from_its_counts_is_never_inconsistent(pairs, rate_digits, ratio_digits):
    best = max(k / n for k, n in pairs)
    if not best:
        return
    rows = [
        [f"g{place}", f"{n:,}", f"{k}", f"{100 * k / n:.{rate_digits}f}%", f"{k / n / best:.{ratio_digits}f}"]
        for place, (k, n) in enumerate(pairs)
    ]
    found = lint_counts(frame(*rows), metadata=COMPLETE)
    assert found.inconsistencies == ()
    assert found.n_checked + len(found.not_checked) == found.n_rows == len(pairs)


@settings(max_examples=40, deadline=None)
@given(st.integers(50, 2000), st.integers(50, 2000), st.data())
def test_a_changed_count_is_found(n1, n2, data):
    k1, k2 = data.draw(st.integers(10, n1)), data.draw(st.integers(10, n2))
    rows = [[name, n, k, f"{100 * k / n:.1f}%"] for name, n, k in (("a", n1, k1), ("b", n2, k2))]
    rows[0][2] = k1 - 5 - n1 // 1000  # five people in at most 2,000 are more than a tenth of a point
    printed = pd.DataFrame(rows, columns=["category", "applicants", "selected", "rate"])
    assert [one.code for one in lint_counts(printed).inconsistencies] == ["WB531"]


def test_percentages_without_a_sign():
    printed = pd.DataFrame(
        {"group": ["a", "b"], "n": [100, 100], "k": [50, 40], "selection rate (%)": [50.0, 40.0], "ratio": [100, 80]}
    )
    assert lint_counts(printed, metadata=COMPLETE).inconsistencies == ()


@pytest.mark.parametrize("make", [pl.DataFrame, pa.table, pd.DataFrame])
def test_any_frame_and_parquet_say_the_same(make, tmp_path):
    data = {"category": ["a", "b"], "applicants": [100, 100], "selected": [50, 40], "ratio": ["1.00", "0.70"]}
    expected = ["Ratio disagrees in b (row 3, table 'table'): 0.70 is printed, 0.8000 follows from the counts"]
    assert [one.title for one in lint_counts(make(data)).inconsistencies] == expected
    pd.DataFrame(data).to_parquet(tmp_path / "t.parquet")
    assert [one.title for one in lint_counts(tmp_path / "t.parquet").inconsistencies] == expected


def test_hostile_names_stay_text(tmp_path):
    path = write(
        tmp_path / "odd.csv",
        [["category", "applicants", "selected"], ["<script>×</script>", 100, 50], ["=1+1\u202e", 100, 120]],
    )
    found = lint_counts(path, metadata=COMPLETE)
    assert found.n_checked == 2
    json.dumps(found.to_json(), allow_nan=False)


def test_a_missing_file():
    with pytest.raises(SourceError) as caught:
        lint_counts("no-such-table.csv")
    assert str(caught.value).startswith("There is no file 'no-such-table.csv'.\n")


def test_an_empty_file(tmp_path):
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(SourceError) as caught:
        lint_counts(tmp_path / "empty.csv")
    assert str(caught.value) == "'empty.csv' is empty: it has no bytes.\nGive a file with column names and rows."
    (tmp_path / "head.csv").write_text("category,applicants\n")
    with pytest.raises(NotEnoughDataError) as caught:
        lint_counts(tmp_path / "head.csv")
    assert str(caught.value) == "'head' has column names but no rows.\nGive a table with at least one row."


def test_columns_that_are_not_there():
    printed = pd.DataFrame({"who": ["a"], "n": [3]})
    with pytest.raises(ColumnNotFoundError) as caught:
        lint_counts(printed, columns={"category": "woh"})
    assert str(caught.value) == (
        "Column 'woh' is not in the data. Did you mean 'who'?\nThe data has 2 columns: who, n."
    )
    with pytest.raises(InputError) as caught:
        lint_counts(printed)
    assert str(caught.value) == (
        "No column seems to hold the categories; there are 'who', 'n'.\nName it: columns={'category': '…'}."
    )
    with pytest.raises(InputError) as caught:
        lint_counts(pd.DataFrame({"category": ["a"], "note": ["x"]}))
    assert str(caught.value) == (
        "No column seems to hold counts, rates or ratios; there are 'category', 'note'.\n"
        "Name at least one: columns={'applicants': '…', 'selected': '…', 'rate': '…', 'ratio': '…'}."
    )
    with pytest.raises(InputError) as caught:
        lint_counts(printed, columns={"people": "n"})
    assert str(caught.value) == (
        "role in columns is 'people'.\nAllowed are: 'table', 'category', 'sex', 'race', 'applicants', 'selected', "
        "'rate', 'ratio'."
    )


def test_metadata_and_minimum_that_cannot_be_right():
    printed = pd.DataFrame({"category": ["a"], "n": [3]})
    with pytest.raises(InputError) as caught:
        lint_counts(printed, metadata={"date": "today"})
    assert str(caught.value).startswith(
        "metadata is 'date'.\nAllowed are: 'audit_date', 'distribution_date', 'n_unknown'."
    )
    with pytest.raises(InputError) as caught:
        lint_counts(printed, minimum_n=0)
    assert str(caught.value) == "minimum_n is 0.\nGive a whole number of 1 or more."


def test_files_that_are_no_published_table():
    with pytest.raises(InputError) as caught:
        lint_counts(pd.DataFrame({"category": [f"p{i}" for i in range(2001)], "n": 1}))
    assert str(caught.value) == (
        "'data' has 2,001 rows; 2,000 is the most.\n"
        "A published table has one row a category. Decisions, one row a person, are audited with audit_decisions."
    )
    with pytest.raises(InputError) as caught:
        lint_counts(pd.DataFrame({"table": [f"t{i}" for i in range(21)], "category": "a", "n": 1}))
    assert str(caught.value) == (
        "The file holds 21 tables; 20 is the most.\nCheck which column names the table: columns={'table': '…'}."
    )
