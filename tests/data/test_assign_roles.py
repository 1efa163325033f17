"""``assign_roles``: roles of data read already; and the roles of time, group and weight."""

import datetime as dt

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import workbench as wb
from workbench.core.provenance import Provenance
from workbench.errors import ColumnNotFoundError, InputError, RoleError

FRAME = pd.DataFrame(
    {
        "hired": ["yes", "no", "no", "yes"],
        "sex": ["f", "m", None, "m"],
        "score": [7, 3, 9, 5],
        "person": ["p", "q", "r", "s"],
        "day": [dt.date(2024, 1, one) for one in (3, 1, 2, 4)],
        "firm": ["a", "a", "b", "b"],
        "w": [1.5, 0.0, 2.0, 0.5],
        "note": ["x", "y", "z", "x"],
    }
)
ROLES = {
    "target": "hired",
    "favourable": "yes",
    "protected": ["sex"],
    "id": "person",
    "time": "day",
    "group": "firm",
    "weight": "w",
    "unfavourable_label": "turned down",
}


def refused(kind, call, *arguments, **options):
    """Return the whole text of the error that a call ends in."""
    with pytest.raises(kind) as error:
        call(*arguments, **options)
    assert type(error.value) is kind
    return str(error.value)


def test_roles_given_later_are_as_those_given_on_reading():
    assert wb.assign_roles(wb.read_data(FRAME), **ROLES) == wb.read_data(FRAME, **ROLES)
    assert wb.assign_roles(wb.read_data(FRAME, target="sex", favourable="f"), **ROLES) == wb.read_data(FRAME, **ROLES)
    assert wb.assign_roles(wb.read_data(FRAME, **ROLES)) == wb.read_data(FRAME)


def test_findings_follow_the_roles_and_those_of_values_stay():
    frame = FRAME.assign(hired=["yes", "no", None, "yes"], nothing=None, job=["a", "?", "b", "?"])
    data = wb.read_data(frame)
    assert [one.code for one in data.findings] == ["WB101", "WB104", "WB501"]
    given = wb.assign_roles(data, target="hired", favourable="yes", protected=["sex"])
    assert [one.code for one in given.findings] == ["WB101", "WB104", "WB102"]
    assert wb.assign_roles(given).findings == data.findings


def test_rows_are_shared_and_not_copied():
    data = wb.read_data(FRAME)
    assert wb.assign_roles(data, **ROLES).held is data.held


def test_roles_of_a_sample_come_from_the_sample():
    sample = wb.read_data(FRAME).sample(3, seed=1)
    given = wb.assign_roles(sample, target="hired", favourable="yes")
    assert (given.provenance.stage, given.provenance.inputs) == ("assign_roles", (sample.fingerprint,))
    assert given.provenance.settings["roles"]["target"] == "hired"


def test_only_data_sets_get_roles():
    assert (
        refused(InputError, wb.assign_roles, FRAME)
        == "data is a DataFrame, not a data set.\nGive what read_data returns."
    )


def test_outcomes_need_names_of_their_own():
    roles = {"favourable_label": "in", "unfavourable_label": "in"}
    assert refused(InputError, wb.assign_roles, wb.read_data(FRAME), **roles) == (
        "Both outcomes are called 'in'.\nGive each a name of its own."
    )


# Time, group, weight.


def test_columns_with_a_role_are_no_features():
    data = wb.read_data(FRAME, **ROLES)
    assert data.features == ("score", "note")
    assert data.roles.named == {"target": "hired", "id": "person", "time": "day", "group": "firm", "weight": "w"}


def test_roles_are_in_the_settings():
    settings = wb.read_data(FRAME, **ROLES).provenance.settings["roles"]
    assert (settings["time"], settings["group"], settings["weight"]) == ("day", "firm", "w")
    assert wb.read_data(FRAME, **ROLES) != wb.read_data(FRAME, **{**ROLES, "group": None})


@pytest.mark.parametrize("role", ["id", "time", "group", "weight"])
def test_a_role_needs_a_column_that_is_there(role):
    assert refused(ColumnNotFoundError, wb.read_data, FRAME, **{role: "dy"}).startswith(
        "Column 'dy' is not in the data. Did you mean 'day'?"
    )


@pytest.mark.parametrize("role", ["id", "time", "group", "weight"])
@pytest.mark.parametrize("other", ["target", "protected", "time", "group", "id"])
def test_a_column_has_one_role(role, other):
    if role == other:
        return
    said = {"target": {"target": "score", "favourable": 7}, "protected": {"protected": ["score"]}}
    frame = FRAME.assign(score=[7, 3, 7, 3])
    roles = {**said.get(other, {other: "score"}), role: "score"}
    later = max((role, other), key=["protected", "target", "id", "time", "group", "weight"].index)
    assert refused(RoleError, wb.read_data, frame, **roles) == (
        f"Column 'score' is the {later} and has another role too.\nGive it one role."
    )


@pytest.mark.parametrize(
    "times",
    [
        [2019, 2020, 2021, 2022],
        [0.5, 1.5, np.nan, 2],
        pd.to_datetime(["2020-01-01 10:00", None, "2021-01-01 11:00", "2022-01-01 12:00"]),
        [dt.date(2020, 1, 1), None, dt.date(2021, 1, 1), dt.date(2022, 1, 1)],
    ],
    ids=["years", "numbers", "times", "dates"],
)
def test_time_is_dates_times_or_numbers(times):
    assert wb.read_data(FRAME.assign(day=times), time="day").roles.time == "day"


@pytest.mark.parametrize(("times", "kind"), [(["March", "May", "June", "July"], "string"), ([True, False] * 2, "bool")])
def test_words_have_no_order_in_time(times, kind):
    assert refused(RoleError, wb.read_data, FRAME.assign(day=times), time="day") == (
        f"Column 'day' is the time, and holds {kind}, which has no order in time.\n"
        "Read it as dates or times, types={'day': 'date'}, or as numbers, such as years."
    )


@pytest.mark.parametrize("role", ["time", "group"])
def test_a_column_without_values_says_nothing(role):
    assert refused(RoleError, wb.read_data, FRAME.assign(day=None), **{role: "day"}) == (
        f"Column 'day' is the {role}, but it has no value at all.\nName another column, or none."
    )


@pytest.mark.parametrize(
    ("weights", "wrong"),
    [
        ([1, None, None, 2], "is missing in 2 of 4 rows"),
        ([1, np.inf, 1, 2], "is infinite in 1 of 4 rows"),
        ([1, -0.5, 1, 2], "is negative in some rows: the least is -0.5"),
        ([0, 0, 0, 0], "is 0 in all 4 rows"),
        ([1, 1e70, 1, 2], "reaches 1e+70, whose square cannot be summed"),
    ],
)
def test_a_weight_is_a_number_of_0_or_more_in_each_row(weights, wrong):
    assert refused(RoleError, wb.read_data, FRAME.assign(w=weights), weight="w") == (
        f"Column 'w' is the weight and {wrong}.\nA weight is a number of 0 or more in each row."
    )


def test_a_weight_is_no_text():
    assert refused(RoleError, wb.read_data, FRAME, weight="note") == (
        "Column 'note' is the weight, and holds string, not numbers.\nA weight is a number of 0 or more in each row."
    )


def test_weights_come_as_numbers_in_the_order_of_the_rows():
    assert wb.read_data(FRAME, weight="w").weights().tolist() == [1.5, 0.0, 2.0, 0.5]
    assert wb.read_data(FRAME.assign(w=[1, 2, 3, 4]), weight="w").weights().dtype == np.float64
    assert wb.read_data(FRAME).weights() is None


# On disk.


def stored(tmp_path, frame):
    frame.to_parquet(tmp_path / "people.parquet")
    return wb.read_data(tmp_path / "people.parquet", lazy=True), wb.read_data(tmp_path / "people.parquet", lazy=False)


def test_roles_of_a_table_on_disk_are_those_in_memory(tmp_path):
    on_disk, held = stored(tmp_path, FRAME.assign(hired=["yes", "no", None, "yes"], sex=["f", "M ", "m", "M "]))
    assert (on_disk.is_stored, held.is_stored) == (True, False)
    one, other = (wb.assign_roles(data, **ROLES) for data in (on_disk, held))
    assert one.roles == other.roles
    assert one.findings == other.findings
    assert [finding.code for finding in one.findings] == ["WB105", "WB102", "WB103"]
    assert one.weights().tolist() == other.weights().tolist()
    assert "table" not in one.__dict__, "the rows stay on disk"


@pytest.mark.parametrize("roles", [{"time": "note"}, {"weight": "score2"}, {"target": "note"}, {"group": "empty"}])
def test_refusals_of_a_table_on_disk_are_those_in_memory(tmp_path, roles):
    frame = FRAME.assign(score2=[1.0, -1.0, 2.0, None], empty=pd.Series([None] * 4, dtype="string"))
    texts = [refused(RoleError, wb.assign_roles, data, **roles) for data in stored(tmp_path, frame)]
    assert texts[0] == texts[1]


# What a person says about the values is recorded.


def test_what_was_asked_of_the_values_is_in_the_provenance():
    frame = FRAME.assign(job=["?", "A", "a", "b"], code=[1, 2, 3, 4])
    asked = {"missing": {"job": ["?"]}, "recode": {"job": {"A": "a"}}, "types": {"code": "text"}}
    data = wb.read_data(frame, **asked)
    settings = data.provenance.settings
    assert {name: settings[name] for name in ("missing", "recode", "types", "notes")} == {
        "missing": {"job": ["?"]},
        "recode": {"job": [["A", "a"]]},
        "types": {"code": "text"},
        "notes": [
            "1 value '?' of column 'job' was made missing, as asked.",
            "1 value 'A' of column 'job' was made 'a', as asked.",
        ],
    }
    assert data.column("job").to_pylist() == [None, "a", "a", "b"]
    assert data.column("code").to_pylist() == ["1", "2", "3", "4"]
    assert data != wb.read_data(frame)


def test_without_anything_asked_the_provenance_says_nothing_of_it():
    assert set(wb.read_data(FRAME).provenance.settings) == {"source", "roles", "encoding"}


def test_days_to_be_missing_are_recorded_as_they_are_written():
    data = wb.read_data(FRAME, missing={"day": [dt.date(2024, 1, 1)]})
    assert data.column("day").null_count == 1
    assert data.provenance.settings["missing"] == {"day": ["2024-01-01"]}
    assert data.fingerprint


def test_an_example_takes_roles_and_changes_too():
    data = wb.read_data(
        "example:care", target="home_visit", favourable="yes", missing={"lives_alone": ["?"]}, group="patient"
    )
    assert data.roles.group == "patient"
    assert data.column("lives_alone").null_count > 0
    assert "WB104" not in [one.code for one in data.findings]
    assert wb.read_data("example:loans", weight="income").roles.weight == "income"


def test_a_target_that_recoding_leaves_with_two_values_is_one():
    frame = pd.DataFrame({"Y": [">50K", "<=50K", ">50K.", "<=50K."]})
    data = wb.read_data(frame, target="Y", favourable=">50K", recode={"Y": {"<=50K.": "<=50K", ">50K.": ">50K"}})
    assert data.outcomes().tolist() == [1, 0, 1, 0]


def test_a_data_set_made_by_hand_has_no_findings_until_it_is_given_roles():
    data = wb.Dataset(Provenance("made"), pa.table({"y": [1, 0]}), wb.read_data(FRAME).roles)
    assert [one.code for one in wb.assign_roles(data, target="y").findings] == ["WB501"]
