"""What each column is for, and what is refused because it cannot be."""

import datetime as dt

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import workbench as wb
from workbench.data.role_checks import check_roles, resolve_target
from workbench.data.roles import ProtectedAttribute, Roles, label_of
from workbench.errors import ColumnNotFoundError, InputError, NotEnoughDataError, RoleError


def groups(attribute, values, kind=None):
    return attribute.groups(pa.chunked_array([pa.array(values, kind)])).to_pylist()


def refused(kind, call, *arguments, **options):
    """Return the whole text of the error that a call ends in."""
    with pytest.raises(kind) as error:
        call(*arguments, **options)
    assert type(error.value) is kind
    return str(error.value)


# Groups.


def test_values_are_groups_and_missing_or_blank_ones_are_unknown():
    assert groups(wb.attribute("sex"), ["f", None, "", " ", "\t\n", "m"]) == (
        ["f", "unknown", "unknown", "unknown", "unknown", "m"]
    )


def test_column_without_any_value_is_all_unknown():
    assert groups(wb.attribute("sex"), [None, None]) == ["unknown", "unknown"]


def test_value_called_unknown_is_not_known_either():
    assert groups(wb.attribute("sex"), ["unknown", None]) == ["unknown", "unknown"]


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ([1, 0, None], ["1", "0", "unknown"]),
        ([1.0, 0.5, None], ["1", "0.5", "unknown"]),
        ([True, False, None], ["True", "False", "unknown"]),
        ([dt.date(2020, 1, 2)], ["2020-01-02"]),
        ([2**63 - 1], ["9223372036854775807"]),
    ],
    ids=["whole numbers", "floats", "booleans", "dates", "large numbers"],
)
def test_values_that_are_no_text_are_written_as_people_write_them(values, written):
    assert groups(wb.attribute("x"), values) == written


def test_labels_rename_values_whatever_their_type():
    race = wb.attribute("afam", labels={1: "Black", 0: "white"})
    assert groups(race, [1, 0, None]) == ["Black", "white", "unknown"]
    assert groups(race, [1.0, 0.0]) == ["Black", "white"]
    assert groups(race, ["1", "0"]) == ["Black", "white"]
    assert groups(wb.attribute("x", labels={True: "in"}), [True, False]) == ["in", "False"]


def test_labels_may_be_numbers():
    assert groups(wb.attribute("x", labels={"a": 1}), ["a", "b"]) == ["1", "b"]


@pytest.mark.parametrize("words", [{"title": "\ud800"}, {"labels": {"a": "\ud800"}}])
def test_half_a_character_is_no_title_and_no_label(words):
    assert refused(InputError, wb.attribute, "x", **words) == (
        "The attribute of column 'x' has a title or label '\\ud800', which is not Unicode.\n"
        "Read it again, in its right encoding."
    )


def test_two_values_with_one_label_are_one_group():
    assert groups(wb.attribute("x", labels={"a": "A", "b": "A"}), ["a", "b", "c"]) == ["A", "A", "c"]


def test_value_without_a_label_is_called_as_it_is_written():
    assert groups(wb.attribute("x", labels={"a": "A"}), ["__class__", "items"]) == ["__class__", "items"]


def test_labels_cannot_be_edited_afterwards():
    attribute = wb.attribute("x", labels={"a": "A"})
    with pytest.raises(TypeError):
        attribute.labels["a"] = "B"


def test_groups_of_a_column_in_several_chunks_keep_their_order():
    column = pa.chunked_array([["a", None], ["b"], [], ["a"]])
    assert wb.attribute("x").groups(column).to_pylist() == ["a", "unknown", "b", "a"]


def test_every_edge_belongs_to_the_band_above():
    ages = [39, 40, 59, 60, None]
    assert groups(wb.bands("age", [40, 60]), ages) == ["under 40", "40 to 59", "40 to 59", "60 and over", "unknown"]


def test_bands_of_fractions_say_up_to_which_number():
    values = [0.0, 39.9, 40.0, 59.9, 60.0, float("nan"), float("inf")]
    assert groups(wb.bands("age", [40, 60]), values) == (
        ["under 40", "under 40", "40 to under 60", "40 to under 60", "60 and over", "unknown", "60 and over"]
    )


def test_edges_with_fractions_are_written_as_given():
    assert groups(wb.bands("x", [0.5, 1]), [0, 1]) == ["under 0.5", "1 and over"]


def test_one_edge_makes_two_bands():
    assert groups(wb.bands("age", [18]), [17, 18]) == ["under 18", "18 and over"]


@pytest.mark.parametrize("edges", [[60, 40], [40, 40], [float("nan")], [float("inf")], ["40"], ["a", "b"], [None]])
def test_edges_must_be_numbers_that_rise(edges):
    assert refused(InputError, wb.bands, "age", edges) == (
        f"edges of 'age' are {edges!r}.\nGive rising, finite numbers, such as [40, 60]."
    )


def test_bands_need_an_edge():
    assert refused(InputError, wb.bands, "age", []) == (
        "edges of 'age' are [].\nGive at least one number, such as [40, 60]."
    )


@pytest.mark.parametrize(("values", "kind"), [(["f", "m"], "string"), ([True, False], "bool"), ([None, None], "null")])
def test_bands_need_numbers(values, kind):
    frame = pd.DataFrame({"y": [0, 1], "sex": values})
    assert refused(RoleError, wb.read_data, frame, target="y", protected=[wb.bands("sex", [1, 2])]) == (
        f"Bands were asked for 'sex', which holds {kind}, not numbers.\n"
        "Use its values as groups: name the column without edges."
    )


# The target.


def target(values, favourable=None):
    return resolve_target(wb.read_data(pa.table({"y": values})), "y", favourable)


@pytest.mark.parametrize(
    "values", [[1, 0], [1.0, 0.0, None], [0, 1, 1], ["1", "0"]], ids=["whole", "floats", "more", "text"]
)
def test_one_is_favourable_where_values_are_zero_and_one(values):
    assert target(values) == ("1", "0")


@pytest.mark.parametrize("values", [[True, False], [True, False, None], ["True", "False"]])
def test_true_is_favourable_where_values_are_truth_values(values):
    assert target(values) == ("True", "False")


@pytest.mark.parametrize(
    ("values", "favourable", "found"),
    [
        (["yes", "no", None], "no", ("no", "yes")),
        ([1, 0], 0, ("0", "1")),
        ([1, 0], 0.0, ("0", "1")),
        ([1, 0], "0", ("0", "1")),
        ([1.0, 0.0], np.int64(0), ("0", "1")),
        ([True, False], False, ("False", "True")),
        ([True, False], np.bool_(False), ("False", "True")),
        ([1.5, 2.5], 2.5, ("2.5", "1.5")),
        ([-1, 1], 1, ("1", "-1")),
    ],
)
def test_declared_value_is_favourable(values, favourable, found):
    assert target(values, favourable) == found


@pytest.mark.parametrize("values", [["yes", "no"], [1, 2], [-1, 1], ["true", "false"]])
def test_which_value_is_good_must_be_said(values):
    first, second = sorted(str(value) for value in values)
    assert refused(RoleError, target, values) == (
        f"Nobody said which value of 'y' is good for the person: {first!r} or {second!r}.\n"
        f"Say it, for example favourable={second!r}. It decides the direction of every comparison."
    )


def test_favourable_value_must_be_one_of_the_targets():
    assert refused(RoleError, target, ["yes", "no"], "Yes") == (
        "favourable, a value of column 'y', is 'Yes'.\nAllowed are: 'no', 'yes'. Did you mean 'yes'?"
    )


def test_target_with_one_value_tells_nothing_apart():
    assert refused(NotEnoughDataError, target, ["yes", "yes", None], "yes") == (
        "Column 'y' is the target, but it has only one value, 'yes'.\n"
        "There is nothing to tell apart: choose another target, or data with both outcomes."
    )


@pytest.mark.parametrize("kind", [pa.null(), pa.string(), pa.float64()])
def test_target_without_any_value_tells_nothing_apart(kind):
    assert refused(NotEnoughDataError, target, pa.array([None, None], kind)) == (
        "Column 'y' is the target, but it has no value at all.\n"
        "There is nothing to tell apart: choose another target, or data with both outcomes."
    )


def test_target_with_three_values_is_no_decision():
    assert refused(RoleError, target, ["yes", "no", "perhaps"], "yes") == (
        "Column 'y' is the target and has 3 values: 'no', 'perhaps', 'yes'.\n"
        "Say that they are classes, task='multiclass' (in a form: Read with, task=multiclass); "
        "or make a column with two values, such as 'yes' and 'no', and name it."
    )


def test_only_some_of_many_target_values_are_listed():
    assert refused(RoleError, target, list("gfedcba"), "a") == (
        "Column 'y' is the target and has 7 values: 'a', 'b', 'c', 'd', 'e', ….\n"
        "Say that they are classes, task='multiclass' (in a form: Read with, task=multiclass); "
        "or make a column with two values, such as 'yes' and 'no', and name it."
    )


def test_missing_target_column_is_named_with_the_closest():
    data = wb.read_data(pa.table({name: [1] for name in ["sex", "approved", "age", "income", "district", "purpose"]}))
    assert refused(ColumnNotFoundError, resolve_target, data, "aproved", None) == (
        "Column 'aproved' is not in the data. Did you mean 'approved'?\n"
        "The data has 6 columns: sex, approved, age, income, district, and 1 more."
    )


# Roles together.


DATA = wb.read_data(pa.table({"y": ["yes", "no"], "sex": ["f", "m"], "age": [1, 2], "person": ["p", "q"]}))


def test_protected_column_must_be_there():
    roles = Roles("y", "yes", "no", protected=(ProtectedAttribute("Sex"),))
    assert refused(ColumnNotFoundError, check_roles, DATA, roles) == (
        "Column 'Sex' is not in the data. Did you mean 'sex'?\nThe data has 4 columns: y, sex, age, person."
    )


def test_protected_column_may_not_be_the_target():
    roles = Roles("y", "yes", "no", protected=(ProtectedAttribute("y"),))
    assert refused(RoleError, check_roles, DATA, roles) == (
        "Column 'y' is both the target and a protected attribute.\n"
        "An outcome cannot be compared with itself: take it out of protected."
    )


def test_two_attributes_may_not_have_one_title():
    roles = Roles("y", "yes", "no", protected=(wb.attribute("sex"), wb.attribute("age", title="sex")))
    assert refused(RoleError, check_roles, DATA, roles) == (
        "Two protected attributes are called 'sex'.\nGive each a title of its own."
    )


def test_one_column_may_be_two_attributes_with_two_titles():
    roles = Roles("y", "yes", "no", protected=(wb.bands("age", [2]), wb.bands("age", [1], title="age, finer")))
    check_roles(DATA, roles)


def test_id_must_be_there():
    assert refused(ColumnNotFoundError, check_roles, DATA, Roles("y", "yes", "no", id="persn")) == (
        "Column 'persn' is not in the data. Did you mean 'person'?\nThe data has 4 columns: y, sex, age, person."
    )


@pytest.mark.parametrize("column", ["y", "sex"])
def test_id_may_have_no_other_role(column):
    roles = Roles("y", "yes", "no", protected=(ProtectedAttribute("sex"),), id=column)
    assert refused(RoleError, check_roles, DATA, roles) == (
        f"Column {column!r} is the id and has another role too.\nGive it one role."
    )


def test_whole_floats_are_written_without_a_point():
    assert [label_of(value) for value in (1.0, 0.5, -0.0, 1e300 * 10**10, True, "1.0", np.float64(2))] == (
        ["1", "0.5", "0", "inf", "True", "1.0", "2"]
    )


def test_bands_of_numbers_beyond_what_floats_hold_exactly():
    column = pa.chunked_array([pa.array([2**60 + 1, 5, None])])
    assert wb.bands("n", [40]).groups(column).to_pylist() == ["40 and over", "under 40", "unknown"]
