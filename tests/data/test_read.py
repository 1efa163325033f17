"""``read_data``: a table with roles, and what was noticed about it."""

import pandas as pd
import pyarrow as pa
import pytest

import workbench as wb
from workbench.core.finding import Finding
from workbench.data.roles import ProtectedAttribute
from workbench.errors import ColumnNotFoundError, InputError, RoleError

FRAME = pd.DataFrame({"hired": ["yes", "no", "no"], "sex": ["f", "m", None], "score": [7, 3, 9]})
ROLES = {"target": "hired", "favourable": "yes", "protected": ["sex"]}


def refused(kind, *arguments, **options):
    """Return the whole text of the error that reading ends in."""
    with pytest.raises(kind) as error:
        wb.read_data(*arguments, **options)
    assert type(error.value) is kind
    return str(error.value)


def test_dataset_says_what_it_is():
    assert repr(wb.read_data(FRAME, **ROLES)) == (
        "Dataset 'data': 3 rows, 3 columns, target 'hired', protected: sex, 0 findings."
    )


def test_dataset_without_roles_says_so():
    assert repr(wb.read_data(FRAME)) == "Dataset 'data': 3 rows, 3 columns, no target, protected: none, 1 finding."


def test_outcomes_are_favourable_unfavourable_or_missing():
    data = wb.read_data(FRAME.assign(hired=["yes", "no", None]), **ROLES)
    assert data.outcomes().tolist() == [1, 0, 2]


@pytest.mark.parametrize(
    "values", [[1, 0, 1], [1.0, 0.0, 1.0], [True, False, True]], ids=["whole numbers", "floats", "booleans"]
)
def test_outcomes_may_be_numbers_or_truth_values(values):
    assert wb.read_data(FRAME.assign(hired=values), target="hired").outcomes().tolist() == [1, 0, 1]


@pytest.mark.parametrize(
    "values",
    [
        pd.Series([1, 0, None]),
        pd.Series([True, False, None], dtype=object),
        pd.array([True, False, None], dtype="boolean"),
        pd.array([1, 0, None], dtype="Int8"),
    ],
    ids=["floats", "objects", "booleans", "whole numbers"],
)
def test_numbers_and_truth_values_may_be_missing(values):
    assert wb.read_data(FRAME.assign(hired=values), target="hired").outcomes().tolist() == [1, 0, 2]


def test_outcomes_in_several_chunks_keep_their_order():
    table = pa.table({"y": pa.chunked_array([["no"], ["yes", None], ["no"]])})
    assert wb.read_data(table, target="y", favourable="yes").outcomes().tolist() == [0, 1, 2, 0]


def test_outcomes_need_a_target():
    with pytest.raises(RoleError) as error:
        wb.read_data(FRAME).outcomes()
    assert str(error.value) == (
        "This step needs an outcome, and the data set has no target.\nName one: read_data(…, target=…)."
    )


def test_groups_have_one_column_a_title():
    protected = ["sex", wb.bands("score", [5], title="score band")]
    data = wb.read_data(FRAME, target="hired", favourable="yes", protected=protected)
    assert data.groups().to_pydict() == {
        "sex": ["f", "m", "unknown"],
        "score band": ["5 and over", "under 5", "5 and over"],
    }


def test_features_are_what_has_no_other_role():
    data = wb.read_data(FRAME.assign(person=[1, 2, 3]), **ROLES, id="person")
    assert data.features == ("score",)


def test_protected_columns_are_features_only_on_wish():
    data = wb.read_data(FRAME, **ROLES, use_protected=True)
    assert data.features == ("sex", "score")
    assert data.roles.settings()["use_protected"] is True


def test_frame_is_a_copy():
    data = wb.read_data(FRAME, **ROLES)
    frame = data.frame()
    frame.loc[0, "score"] = 0
    assert data.frame(["score"])["score"].tolist() == [7, 3, 9]


def test_changing_the_source_afterwards_changes_nothing():
    source = FRAME.copy()
    data = wb.read_data(source, **ROLES)
    source.loc[0, "score"] = 0
    assert data.frame(["score"])["score"].tolist() == [7, 3, 9]


def test_name_is_the_files_unless_one_is_given(tmp_path):
    FRAME.to_csv(tmp_path / "people.csv", index=False)
    assert wb.read_data(tmp_path / "people.csv").name == "people"
    assert wb.read_data(tmp_path / "people.csv", name="Applicants").name == "Applicants"


def test_file_and_frame_with_the_same_rows_have_one_row_fingerprint(tmp_path):
    FRAME.to_csv(tmp_path / "people.csv", index=False)
    FRAME.to_parquet(tmp_path / "people.parquet")
    expected = wb.read_data(FRAME).rows_fingerprint
    assert wb.read_data(tmp_path / "people.csv").rows_fingerprint == expected
    assert wb.read_data(tmp_path / "people.parquet").rows_fingerprint == expected


def test_order_of_the_rows_does_not_change_their_fingerprint():
    assert wb.read_data(FRAME).rows_fingerprint == wb.read_data(FRAME.iloc[::-1]).rows_fingerprint


def test_roles_change_the_data_set_but_not_its_rows():
    one, other = wb.read_data(FRAME, **ROLES), wb.read_data(FRAME, **{**ROLES, "favourable": "no"})
    assert one != other
    assert one.rows_fingerprint == other.rows_fingerprint


# Findings.


def test_column_without_values_is_a_finding():
    data = wb.read_data(FRAME.assign(nothing=None), **ROLES)
    assert data.findings == (
        Finding(
            "WB101",
            "caution",
            "Column 'nothing' has no value in any row",
            "A column without values says nothing, and may be a mistake in the export.",
            "Check where the table comes from. The column is left out of the model.",
            value=1.0,
            threshold=1.0,
            n=3,
            scope="nothing",
        ),
    )


def test_column_with_one_value_is_no_finding():
    assert wb.read_data(FRAME.assign(nothing=["a", None, None]), **ROLES).findings == ()


def test_missing_outcomes_are_a_finding():
    (finding,) = wb.read_data(FRAME.assign(hired=["yes", "no", None]), **ROLES).findings
    assert finding == Finding(
        "WB102",
        "caution",
        "The outcome 'hired' is missing in 1 of 3 rows",
        "Rows without an outcome can neither teach a model nor test it. If their outcome is missing "
        "for a reason, what is learned from the rest may not hold for them.",
        "Find out why it is missing. These rows are counted, and used neither for training nor for testing.",
        value=1 / 3,
        threshold=0.0,
        n=3,
        scope="hired",
    )


def test_no_protected_attribute_is_a_finding_and_no_error():
    (finding,) = wb.read_data(FRAME, target="hired", favourable="yes").findings
    assert finding == Finding(
        "WB501",
        "serious",
        "No protected attribute is named, so groups cannot be compared",
        "Without knowing who belongs to which group, nobody can tell whether one of them is treated worse.",
        "Name the columns whose groups should be compared, or find the table that holds them.",
    )


# Refusals.


def test_missing_column_is_named_with_the_closest():
    assert refused(ColumnNotFoundError, FRAME, target="hire", favourable="yes") == (
        "Column 'hire' is not in the data. Did you mean 'hired'?\nThe data has 3 columns: hired, sex, score."
    )


def test_column_that_resembles_none_is_named_without_a_guess():
    assert refused(ColumnNotFoundError, FRAME[["sex"]], target="zzz") == (
        "Column 'zzz' is not in the data.\nThe data has 1 column: sex."
    )


def test_number_as_a_column_name_is_refused_with_the_text_that_names_it():
    assert refused(ColumnNotFoundError, pd.DataFrame([[1, 2], [0, 3]]), target=0) == (
        "Column 0 is not in the data. Did you mean '0'?\nThe data has 2 columns: 0, 1."
    )


@pytest.mark.parametrize("alone", ["sex", ProtectedAttribute("sex")])
def test_protected_must_be_a_list(alone):
    assert refused(InputError, FRAME, target="hired", favourable="yes", protected=alone) == (
        "protected is 'sex' alone.\nGive a list, even of one: protected=[…]."
    )


def test_protected_holds_names_or_attributes():
    assert refused(InputError, pd.DataFrame([[1, "a"], [0, "b"]]), target="0", protected=[1]) == (
        "protected holds 1, which is neither a column's name nor made by bands() or attribute().\n"
        "Names are text: protected=['1']."
    )


# Bundled examples.


def test_example_brings_its_roles_along():
    roles = wb.read_data("example:loans").roles
    assert (roles.target, roles.favourable, roles.unfavourable) == ("approved", "yes", "no")
    assert [one.title for one in roles.protected] == ["origin", "sex"]
    assert (roles.favourable_label, roles.unfavourable_label) == ("approved", "denied")


def test_protected_attributes_take_the_place_of_the_examples():
    roles = wb.read_data("example:loans", protected=[wb.bands("age", [40])]).roles
    assert [one.title for one in roles.protected] == ["age"]
    assert roles.unfavourable_label == "denied"


def test_another_favourable_value_does_not_keep_the_examples_words():
    roles = wb.read_data("example:loans", favourable="no").roles
    assert (roles.favourable, roles.unfavourable) == ("no", "yes")
    assert (roles.favourable_label, roles.unfavourable_label) == ("", "")


def test_labels_take_the_place_of_the_examples():
    roles = wb.read_data("example:loans", unfavourable_label="turned down").roles
    assert (roles.favourable, roles.favourable_label, roles.unfavourable_label) == ("yes", "", "turned down")


def test_example_with_a_target_has_only_the_roles_given():
    data = wb.read_data("example:loans", target="sex", favourable="male")
    assert (data.name, data.roles.target, data.roles.protected) == ("loans", "sex", ())


def test_id_is_used_for_an_example_too():
    assert "district" not in wb.read_data("example:loans", id="district").features


def test_unknown_example_is_refused():
    assert refused(InputError, "example:loan") == (
        "example is 'loan'.\nAllowed are: 'loans', 'diabetes', 'admissions', 'care', 'hiring'. Did you mean 'loans'?"
    )
