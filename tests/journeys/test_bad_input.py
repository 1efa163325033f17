"""Bad input ends in a named error that says what to do, or in a finding: never in a traceback or a wrong number.

The first half goes through the command line, from a file; the second through the library, from a
frame to the page. What single functions refuse is tested beside them.
"""

import sys
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench import cli
from workbench.errors import NotEnoughDataError

N = 100
GOOD = pd.DataFrame(
    {
        "hired": ["yes" if (row * 7) % 10 > 4 else "no" for row in range(N)],
        "sex": ["f" if row % 2 else "m" for row in range(N)],
        "score": [(row * 7) % 10 + row % 3 for row in range(N)],
    }
)
ROLES = {"target": "hired", "favourable": "yes", "protected": ["sex"]}
LOGISTIC = "logistic_regression"


class Data(HTMLParser):
    """Collects what a page prints for each fact, and its text."""

    def __init__(self, page):
        super().__init__()
        self.facts, self.text, self._open = {}, "", None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag == "data":
            given = dict(attributes)
            self._open = (given["value"], given["data-part"])

    def handle_endtag(self, tag):
        if tag == "data":
            self._open = None

    def handle_data(self, text):
        self.text += text
        if self._open is not None:
            self.facts.setdefault(self._open, set()).add(text)


@pytest.fixture
def report_file(monkeypatch, capsys, tmp_path):
    """Report on a file called people.csv (or otherwise); return the exit code and what stands on the error stream."""
    monkeypatch.chdir(tmp_path)

    def report(content, *arguments, name="people.csv"):
        if content is not None:
            (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        monkeypatch.setattr(sys, "argv", ["workbench", "report", name, "--model", LOGISTIC, *arguments])
        with pytest.raises(SystemExit) as end:
            cli.main()
        captured = capsys.readouterr()
        assert captured.out == ""
        assert not (tmp_path / "report.html").exists()
        return end.value.code, captured.err.strip()

    return report


def to_page(frame, tmp_path, *, audience="technical", disclosure="full", **roles):
    """Take a frame the whole way; return the audit and the page, by default one with everything in it."""
    data = wb.read_data(frame, **{**ROLES, **roles})
    split = wb.split_data(data)
    fitted = wb.fit_model(wb.prepare_data(split, wb.suggest_recipe(split)), LOGISTIC)
    audit = wb.audit_model(fitted)
    explanation = wb.explain_model(fitted, n_rows=20)
    report = wb.build_report(fitted, explanation, audit, audience=audience, disclosure=disclosure)
    page = wb.write_report(report, tmp_path / "report.html").read_text(encoding="utf-8")
    return audit, Data(page)


def titles(findings):
    return [str(finding) for finding in findings]


# From a file.

CSV = GOOD.to_csv(index=False)
CALL = ("--target", "hired", "--favourable", "yes", "--protected", "sex")
PARQUET_REFUSAL = "'people.parquet' cannot be read as Parquet.\nCheck that the file is whole and really is Parquet."
WRONG_FILES = {
    "empty": ("", CALL, "'people.csv' is empty: it has no bytes.\nGive a file with column names and rows."),
    "header only": (
        "hired,sex,score\n",
        CALL,
        "'people' has column names but no rows.\nGive a table with at least one row.",
    ),
    "no such column": (
        CSV,
        ("--target", "hird"),
        "Column 'hird' is not in the data. Did you mean 'hired'?\nThe data has 3 columns: hired, sex, score.",
    ),
    "no such protected column": (
        CSV,
        (*CALL, "--protected", "gender"),
        "Column 'gender' is not in the data.\nThe data has 3 columns: hired, sex, score.",
    ),
    "protected column twice": (
        CSV,
        (*CALL, "--protected", "sex"),
        "Two protected attributes are called 'sex'.\nGive each a title of its own.",
    ),
    "target with one value": (
        "hired,sex\nyes,f\nyes,m\n",
        CALL,
        "Column 'hired' is the target, but it has only one value, 'yes'.\n"
        "There is nothing to tell apart: choose another target, or data with both outcomes.",
    ),
    "target without a value": (
        "hired,sex\n,f\n,m\n",
        CALL,
        "Column 'hired' is the target, but it has no value at all.\n"
        "There is nothing to tell apart: choose another target, or data with both outcomes.",
    ),
    "target with three values": (
        "hired,sex\nyes,f\nno,m\nperhaps,m\n",
        CALL,
        "Column 'hired' is the target and has 3 values: 'no', 'perhaps', 'yes'.\n"
        "Say that they are classes, task='multiclass' (in a form: Read with, task=multiclass); "
        "or make a column with two values, such as 'yes' and 'no', and name it.",
    ),
    "favourable value not declared": (
        CSV,
        ("--target", "hired"),
        "Nobody said which value of 'hired' is good for the person: 'no' or 'yes'.\n"
        "Say it, for example favourable='yes'. It decides the direction of every comparison.",
    ),
    "favourable value not among them": (
        CSV,
        ("--target", "hired", "--favourable", "1"),
        "favourable, a value of column 'hired', is '1'.\nAllowed are: 'no', 'yes'.",
    ),
    "protected column is the target": (
        CSV,
        ("--target", "hired", "--favourable", "yes", "--protected", "hired"),
        "Column 'hired' is both the target and a protected attribute.\n"
        "An outcome cannot be compared with itself: take it out of protected.",
    ),
    "id is the target": (
        CSV,
        (*CALL, "--id", "hired"),
        "Column 'hired' is the id and has another role too.\nGive it one role.",
    ),
    "bands on text": (
        CSV,
        ("--target", "hired", "--favourable", "yes", "--protected", "sex:1,2"),
        "Bands were asked for 'sex', which holds string, not numbers.\n"
        "Use its values as groups: name the column without edges.",
    ),
    "duplicate column names": (
        "hired,sex,sex\nyes,f,m\n",
        CALL,
        "'people' has more than one column called 'sex'.\n"
        "Rename all but one of them, so that it is clear which is meant.",
    ),
    "bytes that are not UTF-8": (
        CSV.encode() + "no,f,é\n".encode("latin-1"),
        CALL,
        "'people.csv' is not UTF-8: line 102, column 'score', byte 0xe9.\n"
        "Save it as UTF-8, or name its encoding, for example encoding='latin-1' "
        "(in a form: Read with, encoding=latin-1).",
    ),
    "ragged rows": (
        CSV + "no,f\n",
        CALL,
        "'people.csv' cannot be read as CSV: line 102 has 2 fields, the header has 3; "
        "the first column without one is 'score'.\n"
        "Every line needs as many fields as the header, separated by ','; text that holds ',' needs quotes.",
    ),
    "five rows": (
        "\n".join(CSV.splitlines()[:6]) + "\n",
        CALL,
        "'people' has 5 rows with an outcome, 2 of them with the rarer one.\n"
        "A split needs at least 20 rows, and each outcome in both parts.",
    ),
    "an outcome of one row": (
        "hired,sex,score\nyes,f,1\n" + "no,m,2\nno,f,3\n" * 50,
        CALL,
        "'people' has 101 rows with an outcome, 1 of them with the rarer one.\n"
        "A split needs at least 20 rows, and each outcome in both parts.",
    ),
    "no feature left": (
        GOOD[["hired", "sex"]].to_csv(index=False),
        CALL,
        "No column of 'people' is left for a model.\n"
        "Besides the target and the protected columns a model needs at least one column with more than one value.",
    ),
}


@pytest.mark.parametrize("kind", WRONG_FILES)
def test_bad_file_ends_in_sentences_and_code_two(report_file, kind):
    content, arguments, sentences = WRONG_FILES[kind]
    assert report_file(content, *arguments) == (2, f"Error: {sentences}")


def test_infinite_number_in_a_file_ends_in_sentences_and_code_two(report_file):
    frame = GOOD.assign(score=[np.inf, -np.inf, *range(N - 2)])
    code, err = report_file(frame.to_csv(index=False), *CALL)
    assert code == 2
    # Which of the two are among the training rows is the split's to say.
    assert err in {
        f"Error: Column 'score' holds an infinite number in {rows}.\n"
        "Read it as not known, missing={'score': [float('inf'), float('-inf')]}, "
        "or give the column a step that can take it."
        for rows in ("1 row", "2 rows")
    }


@pytest.mark.parametrize("content", [b"PAR1", b"hired,sex\nyes,f\n"])
def test_damaged_parquet_ends_in_sentences_and_code_two(report_file, content):
    assert report_file(content, *CALL, name="people.parquet") == (2, f"Error: {PARQUET_REFUSAL}")


def test_unknown_suffix_ends_in_sentences_and_code_two(report_file):
    assert report_file(CSV, *CALL, name="people.sav") == (
        2,
        "Error: 'people.sav' ends in '.sav', which is not a kind of table known here.\n"
        "Known are: .csv, .tsv, .tab, .txt, .parquet, .pq, .jsonl, .ndjson, .json, .xlsx, .xlsm, .xls, .xlsb, .ods, "
        ".duckdb, .ddb. Save the table as one of these.",
    )


def test_folder_ends_in_sentences_and_code_two(report_file, tmp_path):
    (tmp_path / "folder.csv").mkdir()
    assert report_file(None, *CALL, name="folder.csv") == (
        2,
        "Error: 'folder.csv' is a folder without Parquet files.\nName a file in it.",
    )


def test_missing_file_ends_in_sentences_and_code_two(report_file, tmp_path):
    assert report_file(None, *CALL, name="nowhere.csv") == (
        2,
        f"Error: There is no file 'nowhere.csv'.\nCheck the name and the folder: {str(tmp_path)!r} is the current one.",
    )


# From a frame to the page: what can be told is told.


@pytest.mark.parametrize(
    "outcomes",
    [
        (GOOD["hired"] == "yes").astype(int),
        (GOOD["hired"] == "yes").astype(float),
        GOOD["hired"] == "yes",
        (GOOD["hired"] == "yes").astype(object),
        (GOOD["hired"] == "yes").astype("category"),
    ],
    ids=["whole numbers", "floats", "booleans", "objects", "categories"],
)
def test_outcomes_of_every_type_give_the_same_numbers(outcomes, tmp_path):
    expected, _ = to_page(GOOD, tmp_path)
    audit, _ = to_page(GOOD.assign(hired=outcomes), tmp_path, favourable=None)
    assert audit.outcomes.to_json() == expected.outcomes.to_json()
    assert audit.decisions.to_json() == expected.decisions.to_json()


def test_index_of_the_frame_changes_nothing(tmp_path):
    expected, _ = to_page(GOOD, tmp_path)
    for index in ([7] * N, list(range(N, 0, -1)), pd.date_range("2020", periods=N)):
        audit, _ = to_page(GOOD.set_index(pd.Index(index)), tmp_path)
        assert audit.outcomes.to_json() == expected.outcomes.to_json()
        assert audit.decisions.to_json() == expected.decisions.to_json()


def test_columns_named_by_numbers_go_the_whole_way(tmp_path):
    frame = GOOD.set_axis([0, 1, 2], axis=1)
    expected, _ = to_page(GOOD, tmp_path)
    audit, page = to_page(frame, tmp_path, target="0", protected=["1"])
    assert audit.outcomes.n.tolist() == expected.outcomes.n.tolist()
    assert page.facts["data/base_rate/1=f", "n"] == {"50"}


def test_no_protected_attribute_is_said_and_the_rest_is_told(tmp_path):
    audit, page = to_page(GOOD, tmp_path, protected=[])
    assert repr(audit) == "Audit: no protected attribute, so nothing can be compared."
    assert page.facts["data/rows", "value"] == {"100"}
    assert "No protected attribute was named. So nobody can say for whom it is worse." in page.text
    assert "No protected attribute is named, so groups cannot be compared" in page.text


def test_rows_without_an_outcome_are_counted_and_said(tmp_path):
    audit, page = to_page(GOOD.assign(hired=[None] * 10 + list(GOOD["hired"][10:])), tmp_path)
    assert audit.outcomes.n_rows == N
    assert audit.decisions.n_rows == 27
    assert page.facts["data/rows", "value"] == {"90"}
    assert page.facts["data/rows_without_outcome", "value"] == {"10"}
    assert "The outcome 'hired' is missing in 10 of 100 rows" in page.text


@pytest.mark.parametrize("missing", [None, np.nan, "", " ", "\t"], ids=["None", "NaN", "nothing", "blank", "tab"])
def test_rows_without_a_group_are_counted_shown_and_not_compared(missing, tmp_path):
    sex = pd.Series([missing] * 20 + list(GOOD["sex"][20:]), dtype=object)
    audit, page = to_page(GOOD.assign(sex=sex), tmp_path)
    assert audit.descriptions[0].rates.groups == ("f", "m", "unknown")
    assert audit.descriptions[0].rates.n.tolist() == [40, 40, 20]
    assert audit.descriptions[0].gap.n_groups == 2
    assert titles(audit.findings)[-1] == "WB503 sex is not known for 20 of 100 rows with an outcome"
    assert page.facts["data/base_rate/sex=unknown", "n"] == {"20"}


def test_protected_column_without_any_value_is_said(tmp_path):
    audit, page = to_page(GOOD.assign(sex=None), tmp_path)
    assert titles(audit.findings) == [
        "WB504 sex has no known group, so nothing can be compared",
        "WB503 sex is not known for 100 of 100 rows with an outcome",
    ]
    assert [one.verdict for one in audit.assessments] == ["not enough evidence"] * 3
    assert "Column 'sex' has no value in any row" in page.text


def test_protected_column_with_one_group_is_said(tmp_path):
    audit, page = to_page(GOOD.assign(sex="f"), tmp_path)
    assert titles(audit.findings) == ["WB504 sex has only one group, so nothing can be compared"]
    assert "By sex, nothing can be compared: fewer than two groups are known." in page.text


def test_group_of_one_row_is_said_and_carries_no_verdict(tmp_path):
    audit, page = to_page(GOOD.assign(sex=["x", *GOOD["sex"][1:]]), tmp_path)
    found = [title for title in titles(audit.findings) if "'x'" in title]
    [said] = found
    assert said.startswith("WB502 sex has 3 groups with fewer than 30 rows among those held out: 'x' (")
    assert page.facts["data/base_rate/sex=x", "n"] == {"1"}
    assert "within tolerance" not in {one.verdict for one in audit.assessments}
    assert all(one.gap is None or one.verdict == "not enough evidence" for one in audit.assessments)


def test_column_without_values_is_said_and_left_out(tmp_path):
    for nothing in ([None] * N, [np.nan] * N, [""] * N):
        _, page = to_page(GOOD.assign(nothing=nothing), tmp_path)
        assert "Column 'nothing' has no value in any row" in page.text
        assert "explanation/importance/nothing" not in {fact for fact, _ in page.facts}


def test_dates_are_prepared_and_explained_as_one_column(tmp_path):
    frame = GOOD.assign(day=pd.date_range("2020-01-01", periods=N))
    prepared = wb.prepare_data(wb.split_data(wb.read_data(frame, **ROLES)))
    assert titles(prepared.findings) == []
    assert sum(source == ("day",) for source in prepared.sources) > 1
    _, page = to_page(frame, tmp_path)
    assert "explanation/importance/day" in {fact for fact, _ in page.facts}


@pytest.mark.parametrize(
    "values",
    [
        np.arange(N, dtype=np.int64)[::-1] * 2**56,
        np.array([2**64 - 1 - row % 9 for row in range(N)], dtype=np.uint64),
        pd.array([None, *[row % 9 for row in range(N - 1)]], dtype="Int64"),
        pd.Categorical(["a", "b", None, "c"] * (N // 4), categories=["c", "b", "a", "never"]),
        [True, False, None, True] * (N // 4),
    ],
    ids=["64 bits", "64 bits without a sign", "missing whole numbers", "categories", "missing truth values"],
)
def test_unusual_columns_go_the_whole_way(values, tmp_path):
    audit, page = to_page(GOOD.assign(x=values), tmp_path)
    assert audit.outcomes.n_rows == N
    assert "explanation/importance/x" in {fact for fact, _ in page.facts}


@pytest.mark.parametrize("column", ["hired", "sex", "score"])
def test_arrow_dictionaries_change_nothing(column, tmp_path):
    table = pa.Table.from_pandas(GOOD)
    place = table.column_names.index(column)
    encoded = table.set_column(place, column, table[column].dictionary_encode())
    expected, _ = to_page(GOOD, tmp_path)
    audit, _ = to_page(encoded, tmp_path)
    assert audit.outcomes.to_json() == expected.outcomes.to_json()
    assert audit.decisions.to_json() == expected.decisions.to_json()


def test_as_many_groups_as_rows_are_shown_in_part(tmp_path):
    audit, page = to_page(GOOD.assign(sex=[f"g{row:02}" for row in range(N)]), tmp_path)
    assert audit.descriptions[0].rates.n.tolist() == [1] * N
    assert page.facts["data/groups_not_shown", "value"] == {"97"}
    _, page = to_page(GOOD.assign(sex=[f"g{row:02}" for row in range(N)]), tmp_path, audience="brief")
    assert page.facts["audit/groups_not_shown", "value"] == {str(len(set(audit.decisions.groups)) - 3)}


def test_small_groups_are_hidden_unless_everything_is_asked_for(tmp_path):
    frame = GOOD.assign(sex=["x", *GOOD["sex"][1:]])
    for audience in ("brief", "technical"):
        _, told = to_page(frame, tmp_path, audience=audience)
        assert told.facts["data/base_rate/sex=x", "n"] == {"1"}
        _, page = to_page(frame, tmp_path, audience=audience, disclosure="internal")
        assert [fact for fact, _ in page.facts if fact.endswith("sex=x")] == []
        assert "No count is hidden, however small" not in page.text
    assert "Counts of fewer than 5 people are not shown, nor what they could be worked out from." in page.text


# Nothing is lost or dropped silently.

CELLS = st.lists(
    st.tuples(st.sampled_from(["yes", "no", "no", None]), st.one_of(st.none(), st.text(max_size=4))),
    min_size=30,
    max_size=60,
)


@given(cells=CELLS, seed=st.integers(0, 100))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_every_row_is_counted_or_too_few_are_refused(cells, seed):
    frame = pd.DataFrame(cells, columns=["hired", "sex"]).assign(score=[(row * 7) % 11 for row in range(len(cells))])
    try:
        data = wb.read_data(frame, **ROLES)
        split = wb.split_data(data, seed=seed)
        fitted = wb.fit_model(wb.prepare_data(split), LOGISTIC)
        audit = wb.audit_model(fitted)
        wb.build_report(fitted, audit)
    except NotEnoughDataError:
        return
    known = frame["hired"].notna()
    assert audit.outcomes.n_rows == len(frame)
    assert split.train.n_rows + split.test.n_rows == int(known.sum())
    assert audit.decisions.n_rows == split.test.n_rows
    rates = audit.descriptions[0].rates
    named = frame["sex"].where(frame["sex"].fillna("").str.strip() != "", "unknown")[known]
    expected = (frame["hired"][known] == "yes").groupby(named).agg(["sum", "size"])
    counted = {group: (k, n) for group, k, n in zip(rates.groups, rates.k.tolist(), rates.n.tolist(), strict=True) if n}
    assert counted == {group: (row["sum"], row["size"]) for group, row in expected.iterrows()}
