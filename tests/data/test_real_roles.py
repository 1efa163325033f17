"""Census rows of 1994 and mortgage applications of 1990: what is told of their values, and the roles suggested."""

import ast
import os
import re
from pathlib import Path

import pandas as pd
import pytest

import workbench as wb

FOLDER = Path(os.environ.get("WORKBENCH_REAL_DATA", Path(__file__).parents[3] / "shared" / "data"))

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no folder {FOLDER}: set WORKBENCH_REAL_DATA"),
]


@pytest.fixture(scope="module")
def adult():
    return wb.read_data(FOLDER / "adult_train.csv")


@pytest.fixture(scope="module")
def adult_frame():
    return pd.read_csv(FOLDER / "adult_train.csv", skipinitialspace=True)


def told(data):
    return {(one.code, one.scope): one for one in data.findings if one.code in ("WB104", "WB105", "WB106", "WB108")}


def asked(finding):
    """The argument that a finding tells, as a person would type it."""
    argument, value = re.search(r"(missing|recode)=(\{.*\})\.", finding.what_to_do).groups()
    return argument, ast.literal_eval(value)


def test_question_marks_of_the_census_are_told_with_their_numbers(adult, adult_frame):
    found = told(adult)
    assert sorted(found) == [
        ("WB104", "native-country"),
        ("WB104", "occupation"),
        ("WB104", "workclass"),
        ("WB106", "capital-gain"),
    ]
    for (code, column), finding in found.items():
        odd = 99_999 if code == "WB106" else "?"
        assert finding.value == (adult_frame[column] == odd).mean()
        assert asked(finding) == ("missing", {column: [odd]})


def test_making_them_missing_leaves_as_many_gaps_as_pandas_finds(adult, adult_frame):
    missing = {column: values for one in told(adult).values() for column, values in asked(one)[1].items()}
    data = wb.read_data(FOLDER / "adult_train.csv", missing=missing)
    assert not told(data)
    expected = adult_frame.replace({column: {values[0]: None} for column, values in missing.items()}).isna().sum()
    assert {name: data.column(name).null_count for name in data.columns} == expected.to_dict()


def test_the_census_test_file_ends_its_outcomes_in_full_stops():
    data = wb.read_data(FOLDER / "adult_test.csv")
    finding = told(data)["WB105", "Y"]
    assert finding.severity == "note"
    argument, value = asked(finding)
    assert (argument, value) == ("recode", {"Y": {"<=50K.": "<=50K", ">50K.": ">50K"}})
    again = wb.read_data(FOLDER / "adult_test.csv", recode=value, target="Y", favourable=">50K", protected=["sex"])
    frame = pd.read_csv(FOLDER / "adult_test.csv", skipinitialspace=True)
    assert again.outcomes().tolist() == (frame["Y"] == ">50K.").astype(int).tolist()


def test_roles_of_the_census(adult, adult_frame):
    found = wb.suggest_roles(adult)
    assert [(one.column, one.role, one.sure) for one in found.roles] == [
        ("Y", "target", "likely"),
        ("age", "protected", "likely"),
        ("marital-status", "protected", "likely"),
        ("race", "protected", "likely"),
        ("sex", "protected", "likely"),
        ("native-country", "protected", "likely"),
        ("fnlwgt", "weight", "likely"),
    ]
    assert (found.roles[0].favourable, found.roles[0].favourable_sure) == (">50K", "perhaps")
    relationship = next(one for one in found.proxies if (one.column, one.attribute) == ("relationship", "sex"))
    table = pd.crosstab(adult_frame["relationship"], adult_frame["sex"]).to_numpy()
    assert relationship.told == table.max(axis=1).sum() / len(adult_frame)
    assert relationship.guessed == table.sum(axis=0).max() / len(adult_frame)


def test_roles_of_the_census_confirmed_are_used(adult, adult_frame):
    data = wb.suggest_roles(adult).confirm(favourable=">50K", protected=["sex", "race"])
    assert data.roles.named == {"target": "Y", "weight": "fnlwgt"}
    assert data.weights().tolist() == adult_frame["fnlwgt"].tolist()
    assert data.outcomes().sum() == (adult_frame["Y"] == ">50K").sum()


def test_roles_of_the_mortgages():
    data = wb.read_data(FOLDER / "boston_hmda.csv")
    assert not told(data)
    found = wb.suggest_roles(data)
    assert [(one.column, one.role, one.sure, one.favourable) for one in found.roles] == [
        ("deny", "target", "likely", "no"),
        ("afam", "protected", "likely", None),
        ("single", "protected", "perhaps", None),
        ("rownames", "id", "likely", None),
    ]
    assert found.python() == (
        "wb.assign_roles(data, target='deny', favourable='no', protected=['afam'], id='rownames')"
    )
    assert found.confirm().outcomes().mean() == pytest.approx(1 - 285 / 2380)


def test_weighted_rates_of_the_census_are_those_of_pandas(adult):
    data = wb.assign_roles(adult, target="Y", favourable=">50K", protected=["sex"], weight="fnlwgt")
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data.sample(6_000, seed=1))), "logistic_regression")
    audit = wb.audit_model(fitted)
    rows = fitted.prepared.split.test.frame(["sex", "fnlwgt"]).assign(decision=fitted.decisions)
    sums = rows.assign(w=rows["fnlwgt"] * rows["decision"]).groupby("sex")[["w", "fnlwgt"]].sum()
    assert list(audit.values("selection_rate", "sex").values) == pytest.approx(list(sums["w"] / sums["fnlwgt"]))
