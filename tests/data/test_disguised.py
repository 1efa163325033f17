"""Values that are not what they seem: which are told, which are left in peace, and that the call told settles it."""

import ast
import datetime as dt
import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.core.finding import Finding
from workbench.data.disguised.look import value_findings
from workbench.data.disguised.words import HIGH_CODES, LOW_CODES, STAND_IN_DATES, WORDS

N = 200


def findings(values, name="x", **options):
    """What is told of one column's values."""
    frame = values if isinstance(values, (pd.DataFrame, pa.Table)) else pd.DataFrame({name: values})
    return [one for one in wb.read_data(frame, **options).findings if one.code != "WB501"]


def told(values):
    return [(one.code, one.title) for one in findings(values)]


def codes(values):
    return [one.code for one in findings(values)]


def with_some(values, odd, n=10):
    """The values, of which the first are replaced."""
    return [*([odd] * n), *list(values)[n:]]


# Words.


def test_words_for_not_known_are_told_whole():
    values = ["nurse", "cook", "?", "N/A", "?", " ", "clerk", "nurse", "nurse", "cook"]
    assert findings(values, "job") == [
        Finding(
            "WB104",
            "caution",
            "'?', ' ' and 'N/A' in 4 of 10 rows of column 'job' seem to mean that it is not known",
            "A value that stands for 'not known' is else taken for an answer: a model learns from it, and means and "
            "counts are off.",
            "If so, read the data again with missing={'job': ['?', ' ', 'N/A']}.",
            value=0.4,
            n=10,
            scope="job",
        )
    ]


@pytest.mark.parametrize(
    "word", ["?", "-", "--", ".", "unknown", "Unknown", "N/A", "NA", "missing", "(blank)", "", "   "]
)
def test_each_way_to_say_it_is_told_and_empty_text_which_is_missing_anyway(word):
    found = codes(["a", "b", word] * 5)
    assert found == (["WB115"] if word == "" else ["WB104"])


@pytest.mark.parametrize(
    "word", ["unbekannt", "keine Angabe", "k.A.", "inconnu", "non renseigné", "desconocido", "N/D"]
)
def test_other_languages_say_it_too(word):
    assert codes(["a", "b", word] * 5) == ["WB104"]


@pytest.mark.parametrize(
    "word", ["other", "no", "known", "unknown soldier", "not", "question?", "-5", "0", "x", "nano"]
)
def test_answers_are_no_way_to_say_it(word):
    assert codes(["a", "b", word] * 5) == []


def test_none_may_be_an_answer():
    (finding,) = findings(["none", "guarantor", "none", "co-applicant"], "debtors")
    assert (finding.code, finding.severity, finding.title, finding.what_to_do) == (
        "WB104",
        "note",
        "'none' in 2 of 4 rows of column 'debtors' may be an answer, or mean that it is not known",
        "Where it means that it is not known, read the data again with missing={'debtors': ['none']}.",
    )


def test_a_minus_beside_a_plus_is_an_answer():
    assert codes(["+", "-", "+", "-"]) == []
    assert codes(["+", "-", "?", "-"]) == ["WB104"]


def test_of_many_ways_three_are_named_and_all_are_in_the_call():
    values = ["?"] * 5 + ["-"] * 4 + ["."] * 3 + ["NA"] * 2 + ["nil"] + ["a"] * 5
    (finding,) = findings(values)
    assert finding.title == "'?', '-', '.' and 2 more in 15 of 20 rows of column 'x' seem to mean that it is not known"
    assert finding.what_to_do.endswith("missing={'x': ['?', '-', '.', 'NA', 'nil']}.")


def test_many_different_texts_are_searched_too():
    names = [f"person {one}" for one in range(30_000)]
    assert told(with_some(names, "UNKNOWN", 7)) == [
        ("WB104", "'UNKNOWN' in 7 of 30,000 rows of column 'x' seems to mean that it is not known")
    ]
    assert told([*names, "UNKNOWN"]) == [
        ("WB104", "'UNKNOWN' in 1 of 30,001 rows of column 'x' seems to mean that it is not known")
    ]


@pytest.mark.parametrize("place", [0, 5_000, 29_999])
def test_the_order_of_rows_makes_no_difference(place):
    values = [f"person {one}" for one in range(30_000)]
    values[place] = "unKNOWN"  # spelt as nobody spells it: not searched for among very many
    values[place - 1] = "n/a"
    assert told(values) == [("WB104", "'n/a' in 1 of 30,000 rows of column 'x' seems to mean that it is not known")]


# Numbers.


def test_a_code_far_from_the_others_is_told_whole():
    ages = [*range(18, 78), 999, 999]
    assert findings(ages, "age") == [
        Finding(
            "WB106",
            "caution",
            "999 in 2 of 62 rows of column 'age' seems to mean that it is not known",
            "A value that stands for 'not known' is else taken for an answer: a model learns from it, and means and "
            "counts are off. The others are from 18 to 77.",
            "If so, read the data again with missing={'age': [999]}.",
            value=2 / 62,
            n=62,
            scope="age",
        )
    ]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ([*range(18, 99), 999], 999),  # once is enough where it is far
        ([*range(18, 99), -9, -9], -9),
        ([*range(18, 99), -9], None),  # once, and not further away than the others reach
        ([*range(18, 99), -99], -99),
        ([1, 2, 3, 4, 5] * 20 + [9] * 5, 9),
        ([1, 2, 3, 4, 5] * 20 + [9], None),
        ([0, 1, 2, 3, 4, 5, 6] * 20 + [9] * 9, None),  # a family of nine
        ([*range(31)] * 9 + [99], 99),
        ([*range(81)] * 9 + [99] * 50, 99),  # not far, but often and apart
        ([*range(81)] * 9 + [99], None),
        ([*range(91)] * 9 + [99] * 50, 99),  # just a tenth of their reach away
        ([-5, *range(50), -9, -9], None),  # others are negative too
        ([*range(17, 99)] * 9 + [99] * 50, None),  # the age that follows 98
        ([*range(17, 97)] * 9 + [97, 98, 99] * 50, None),  # and those before
        ([-1] * 80 + [*range(1, 21)], -1),
        ([-1, 0, 1] * 30, None),
        ([-1, *range(1, 99)], None),
        ([-5, -1, 3, 4] * 9, None),
        ([0.1, 0.5, 0.9] * 30 + [-999.0] * 2, -999),
        ([0.1, 0.5, 0.9] * 30 + [999.5], None),
        ([-30, 40, 3, 5] * 30 + [-999] * 2, -999),
        ([-30, 40, 3, 5] * 30 + [-99], None),
        ([0, 2174, 41310] * 30 + [99999] * 3, 99999),
        ([2001, 2005, 2020] * 9 + [9999], 9999),
        ([10001, 50000, 98999] * 9 + [99999], None),
        ([12_000, 95_000] * 9 + [999_999], 999_999),
        ([5.0] * 30 + [999.0], None),  # one other value has no range
        ([9] * 30, None),
        ([0, 9] * 30, None),
        ([1, 2, 30, 77, 88, 99] * 9, [77, 88, 99]),
        ([1, 2, 30] * 9 + [88], None),  # an eight must come more than once
        ([1.0, 2.0, np.inf, -np.inf] * 9 + [999.0], 999),
        (range(1, 1_000), None),
    ],
)
def test_codes_that_stand_clear_of_the_rest(values, code):
    found = findings(list(values))
    wanted = [] if code is None else [code] if isinstance(code, int) else code
    assert [one.code for one in found] == ["WB106"] * bool(wanted)
    if wanted:
        assert found[0].what_to_do == f"If so, read the data again with missing={{'x': {wanted!r}}}."


@pytest.mark.parametrize("kind", [pa.int8(), pa.uint8(), pa.int16(), pa.int32(), pa.uint64(), pa.float64()])
def test_every_kind_of_number_is_searched(kind):
    values = pa.array([*range(1, 40), 99, 99], kind)
    assert [one.title for one in findings(pa.table({"x": values}))] == [
        "99 in 2 of 41 rows of column 'x' seems to mean that it is not known"
    ]


def reference(values):
    """The same rule for codes, written down plainly."""
    known = [one for one in values if one is not None and np.isfinite(one)]
    rest = [one for one in known if one not in (*HIGH_CODES, *LOW_CODES)]
    if not rest or min(rest) == max(rest):
        return []
    low, high, found = min(rest), max(rest), []
    for code in sorted({int(one) for one in known} & {*HIGH_CODES, *LOW_CODES}):
        n = sum(one == code for one in known)
        gap, width = max(low - code, code - high), high - low
        often = n >= 5 and n >= 0.01 * len(known)
        if not n or gap <= 0:
            continue
        if code == -1:
            clear = often and low >= 0 and high > 1
        elif code == 9:
            clear = often and gap >= width
        else:
            nines = set(str(abs(code))) == {"9"}
            clear = (code < 0 <= low and n > 1) or (gap >= width and (n > 1 or nines))
            clear = clear or (often and gap >= 2 and gap >= width / 10)
        if clear:
            found.append(code)
    return found


NUMBERS = st.one_of(
    st.integers(-120, 1_100), st.sampled_from([*HIGH_CODES[:14], *LOW_CODES[:4]]), st.integers(0, 6), st.none()
)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(NUMBERS, min_size=1, max_size=40), st.sampled_from([*HIGH_CODES[:12], *LOW_CODES[:4]]), st.integers(0, 12)
)
def test_codes_are_those_of_the_rule_written_down_plainly(values, code, n):
    rows = pa.table({"x": pa.array([*values, *([code] * n)], pa.int64())})
    found = [one for one in findings(rows) if one.code == "WB106"]
    told_codes = ast.literal_eval(re.search(r"\{.*\}", found[0].what_to_do)[0])["x"] if found else []
    assert told_codes == reference(rows["x"].to_pylist())


# Days.


def day(text):
    return dt.date.fromisoformat(text)


def test_a_day_that_stands_for_none_is_told_whole():
    days = [day("2020-01-01") + dt.timedelta(days=one) for one in range(97)]
    assert findings([*days, *[day("9999-12-31")] * 3], "left") == [
        Finding(
            "WB108",
            "caution",
            "9999-12-31 in 3 of 100 rows of column 'left' seems to mean that it is not known",
            "A value that stands for 'not known' is else taken for an answer: a model learns from it, and means and "
            "counts are off. The others are from 2020-01-01 to 2020-04-06.",
            "If so, read the data again with missing={'left': ['9999-12-31']}.",
            value=0.03,
            n=100,
            scope="left",
        )
    ]


@pytest.mark.parametrize(
    ("first", "n", "odd", "times", "found"),
    [
        ("1950-01-01", 20_000, "1900-01-01", 1, True),  # far from all others
        ("1900-01-02", 20_000, "1900-01-01", 300, True),  # near, but far too often
        ("1900-01-02", 20_000, "1900-01-01", 1, False),
        ("1970-01-02", 50, "1970-01-01", 1, False),  # a table that begins in 1970
        ("1970-01-02", 50, "1970-01-01", 8, False),
        ("1970-01-02", 50, "1970-01-01", 20, True),
        ("1969-01-01", 900, "1970-01-01", 300, False),  # among the others
        ("2020-01-01", 900, "1970-01-01", 1, True),
        ("2020-01-01", 900, "2020-06-01", 300, False),
    ],
)
def test_days_that_stand_clear_of_the_rest(first, n, odd, times, found):
    days = [day(first) + dt.timedelta(days=one) for one in range(n) if first != "1969-01-01" or one != 365]
    assert codes([*days, *[day(odd)] * times]) == ["WB108"] * found


@pytest.mark.parametrize("zone", [None, "Europe/Berlin", "America/New_York"])
def test_times_are_days_where_they_were_written(zone):
    times = pd.date_range("2021-01-01", periods=60, freq="h", tz=zone)
    odd = pd.Series([pd.Timestamp("1900-01-01", tz=zone)] * 6)
    frame = pd.DataFrame({"x": pd.concat([pd.Series(times), odd], ignore_index=True)})
    assert [one.title for one in findings(frame)] == [
        "1900-01-01 in 6 of 66 rows of column 'x' seems to mean that it is not known"
    ]


@pytest.mark.parametrize("zone", [None, "Europe/Berlin"])
@pytest.mark.parametrize("unit", ["s", "us", "ns"])
@pytest.mark.parametrize("suffix", ["", ".csv", ".parquet"])
def test_times_that_stand_for_none_are_told_as_they_are_written(tmp_path, suffix, unit, zone):
    times = [*pd.date_range("2021-01-01 10:30", periods=90, freq="h"), *[pd.Timestamp("1970-01-01 00:00:00")] * 6]
    times += [pd.Timestamp("1970-01-01 06:30:01")] * 2
    frame = source = pd.DataFrame({"x": pd.Series(times).astype(f"datetime64[{unit}]").dt.tz_localize(zone)})
    if suffix:
        if suffix == ".csv" and zone:
            pytest.skip("text with a zone is no concern here")
        source = tmp_path / f"x{suffix}"
        frame.to_csv(source, index=False) if suffix == ".csv" else frame.to_parquet(source)
    (finding,) = [one for one in wb.read_data(source).findings if one.code == "WB108"]
    assert finding.title.startswith("1970-01-01 in 8 of 98 rows of column 'x'")
    assert finding.what_to_do.endswith("missing={'x': ['1970-01-01 00:00:00', '1970-01-01 06:30:01']}.")
    again = wb.read_data(source, missing=ast.literal_eval(re.search(r"\{.*\}", finding.what_to_do)[0]))
    assert again.column("x").null_count == 8
    assert "WB108" not in [one.code for one in again.findings]


# The same value written differently.


def test_values_written_in_two_ways_are_told_whole():
    values = ["Surgery"] * 2 + ["surgery"] * 5 + ["Eye"] + ["eye "] * 2
    assert findings(values, "ward") == [
        Finding(
            "WB105",
            "caution",
            "Column 'ward' seems to write the same value in two ways: 'Surgery' and 'surgery', and 1 more such",
            "They are counted as different values, so that each looks rarer than it is.",
            "If they are the same, read the data again with recode={'ward': {'Surgery': 'surgery', 'Eye': 'eye '}}.",
            value=0.3,
            n=10,
            scope="ward",
        )
    ]


def test_a_full_stop_at_the_end_of_some_is_the_same_value():
    (finding,) = findings([">50K", "<=50K", ">50K", "<=50K", ">50K."], "Y")
    assert finding.what_to_do == "If they are the same, read the data again with recode={'Y': {'>50K.': '>50K'}}."


def test_a_full_stop_at_the_end_of_all_is_a_note():
    (finding,) = findings([">50K.", "<=50K.", "<=50K."], "Y")
    assert (finding.code, finding.severity, finding.title, finding.what_to_do) == (
        "WB105",
        "note",
        "All values of column 'Y' end in a full stop: '<=50K.' and '>50K.'",
        "If other files do, read the data again with recode={'Y': {'<=50K.': '<=50K', '>50K.': '>50K'}}.",
    )


@pytest.mark.parametrize(
    "values",
    [
        ["a", "b", "c"],
        ["This is a sentence.", "And this is one too."],
        ["only one."],
        ["A+", "A-", "A"],
        ["self-employed", "self employed"],
        ["1", "1.0"],
        [f"Person {place}" for place in range(1_200)] + ["person 1"],
    ],
)
def test_what_is_not_surely_the_same_is_left_in_peace(values):
    assert codes(values * 2) == []


def test_of_very_many_the_call_names_the_first():
    values = [f"{side}value {place}" for place in range(30) for side in ("", " ")]
    (finding,) = findings(values)
    assert finding.what_to_do.endswith("And so for 10 more.")
    assert len(ast.literal_eval(re.search(r"\{.*\}", finding.what_to_do)[0])["x"]) == 20


def test_a_target_written_in_two_ways_says_how_to_make_it_two():
    with pytest.raises(wb.WorkbenchError) as error:
        wb.read_data(pd.DataFrame({"Y": [">50K", "<=50K", ">50K.", "<=50K."]}), target="Y", favourable=">50K")
    assert str(error.value) == (
        "Column 'Y' is the target and has 4 values: '<=50K', '<=50K.', '>50K', '>50K.'.\n"
        "Some seem to be written in two ways: read again with recode={'Y': {'<=50K.': '<=50K', '>50K.': '>50K'}}."
    )


# What is told can be done, and is then told no more.


FLAWED = pd.DataFrame(
    {
        "job": ["nurse", "?", "Nurse", "cook", "N/A"] * 40,
        "age": [31, 45, 60, 999, 22] * 40,
        "pay": [1.5, -99.0, 2.5, 3.5, 4.5] * 40,
        "left": [day("2020-01-01") + dt.timedelta(days=one) if one % 4 else day("9999-12-31") for one in range(N)],
    }
)


@pytest.mark.parametrize("lazy", [None, True, False])
@pytest.mark.parametrize("suffix", ["", ".csv", ".parquet"])
def test_the_call_that_is_told_settles_the_finding(tmp_path, suffix, lazy):
    source = FLAWED
    if suffix:
        source = tmp_path / f"flawed{suffix}"
        FLAWED.to_csv(source, index=False) if suffix == ".csv" else FLAWED.to_parquet(source)
    data = wb.read_data(source, lazy=lazy)
    found = [one for one in data.findings if one.code in ("WB104", "WB105", "WB106", "WB108")]
    assert [one.code for one in found] == ["WB104", "WB105", "WB106", "WB106", "WB108"]
    for one in found:
        argument, value = re.search(r"(missing|recode)=(\{.*\})\.", one.what_to_do).groups()
        again = wb.read_data(source, lazy=lazy, **{argument: ast.literal_eval(value)})
        assert one not in again.findings
        assert len(again.findings) == len(data.findings) - 1
        made_missing = sum(again.column(name).null_count for name in again.columns)
        assert made_missing == (round(one.value * N) if argument == "missing" else 0)


def test_words_among_numbers_are_told_once(tmp_path):
    rows = [f"{20 + place % 60 if place % 50 else '?'},{'a' if place % 3 else '?'}" for place in range(300)]
    (tmp_path / "x.csv").write_text("age,job\n" + "\n".join(rows))
    found = [(one.code, one.scope) for one in wb.read_data(tmp_path / "x.csv").findings]
    assert found == [("WB107", "age"), ("WB104", "job"), ("WB501", "")]


def test_nothing_is_changed_by_telling():
    assert wb.read_data(FLAWED).frame().equals(pd.DataFrame(FLAWED))


@pytest.mark.parametrize("n_parts", [1, 3, 50])
def test_parts_of_a_table_tell_the_same_as_the_whole(n_parts):
    whole = pa.Table.from_pandas(FLAWED)
    cuts = np.linspace(0, N, n_parts + 1).astype(int)
    parts = pa.concat_tables([whole.slice(low, high - low) for low, high in pairwise(cuts)])
    assert wb.read_data(parts).findings == wb.read_data(whole).findings


def test_in_memory_and_on_disk_tell_the_same(tmp_path):
    FLAWED.to_parquet(tmp_path / "f.parquet")
    stored, held = (wb.read_data(tmp_path / "f.parquet", lazy=lazy) for lazy in (True, False))
    assert (stored.is_stored, held.is_stored) == (True, False)
    assert stored.findings == held.findings


# Edges.


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.int64(), pa.float64(), pa.date32(), pa.timestamp("us"), pa.bool_(), pa.null()]
)
def test_a_column_without_any_value_is_told_once(kind):
    assert [one.code for one in findings(pa.table({"x": pa.nulls(3, kind)}))] == ["WB101"]


@pytest.mark.parametrize("value", ["?", 999, -9, 9.0, True, day("9999-12-31"), "x", ">50K."])
def test_a_single_row_does_no_harm(value):
    assert codes([value]) == (["WB104"] if value == "?" else [])


def test_times_of_day_are_left_in_peace():
    assert findings(pa.table({"x": pa.array([0, 1, 99], pa.time64("us"))})) == []


@pytest.mark.parametrize(
    "name", ["'; DROP TABLE x; --", "<script>", "c0", "new\nline", 'quo"te', "x" * 300, "🎈", "{0}"]
)
def test_hostile_names_stay_names_in_the_call(name):
    (finding,) = findings(["a", "?"] * 5, name)
    assert ast.literal_eval(re.search(r"\{.*\}", finding.what_to_do, re.DOTALL)[0]) == {name: ["?"]}
    assert finding.scope == name


@pytest.mark.parametrize("value", ["<b>?", "'?'", "\x00", "?\n", "\u200b", "a" * 10_000])
def test_hostile_values_are_only_values(value):
    assert codes([value, "b"] * 5) == (["WB104"] if value == "?\n" else [])


def test_words_and_days_are_small_letters_and_days():
    assert all(word == word.casefold() for word in WORDS)
    assert len(set(STAND_IN_DATES)) == len(STAND_IN_DATES)


def test_bundled_examples_with_known_flaws_and_without():
    found = {
        name: value_findings(wb.read_data(f"example:{name}"))
        for name in ("loans", "diabetes", "admissions", "care", "hiring")
    }
    assert [(one.code, one.scope) for one in found.pop("care")] == [
        ("WB105", "ward"),
        ("WB106", "blood_pressure"),
        ("WB104", "lives_alone"),
    ]
    assert set(found.values()) == {()}
