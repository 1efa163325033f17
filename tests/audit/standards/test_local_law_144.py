"""Local Law 144: the rule's worked examples to every printed digit, and each of its demands."""

import datetime as dt
import importlib.util
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.audit.standards.contract import Evidence
from workbench.audit.standards.local_law_144 import STANDARD
from workbench.audit.standards.registry import standard_named
from workbench.core.schema import canonical_json
from workbench.data.roles import UNKNOWN
from workbench.errors import InputError
from workbench.tally.tally import Tally
from workbench.tally.weights import Weights

_SPEC = importlib.util.spec_from_file_location("rule_examples", Path(__file__).with_name("rule_examples.py"))
rule = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(rule)

CALCULATIONS = "These are Local Law 144 format calculations, not a bias audit: no independent auditor is named."
COMPLETE = {
    "auditor": "Example Audits LLC",
    "tool": "Ranker, for warehouse staff",
    "audit_date": dt.date(2026, 3, 31),
    "distribution_date": "2025-11-01",
    "data_source": "Applicant tracking system",
    "data_explanation": "All applications to posts in New York City in 2025",
    "data_kind": "historical",
    "demographics": "self-reported",
}


@pytest.fixture
def selection(tally_of):
    """The intersectional rows of the rule's example, and 250 people of whom nothing is known."""
    rows = [(group, row[0], row[1]) for group, row in rule.SELECTION_CROSSED.items()]
    return tally_of(("sex", "race"), [*rows, ((UNKNOWN, UNKNOWN), rule.SELECTION_UNKNOWN, 118)])


@pytest.fixture
def scoring(tally_of):
    rows = [(group, row[0], rule.above(row[0], row[1])) for group, row in rule.SCORING_CROSSED.items()]
    tally = tally_of(("sex", "race"), [*rows, ((UNKNOWN, UNKNOWN), rule.SCORING_UNKNOWN, 7)])
    return Evidence({"": tally}, median=61.5, n_at_median=3)


def shown(table, row, rate, digits):
    cells = [table.cell(row, "Applicants"), table.cell(row, table.columns[1].name)]
    rates = [table.cell(row, table.columns[2].name).shown(rate), table.cell(row, "Impact ratio").shown(digits)]
    return *(cell.value for cell in cells), *rates


def test_ll_01_three_separate_tables_each_with_its_own_reference(selection):
    found = STANDARD.apply(selection, {})
    tables = [found.table(f"selection/{part}") for part in ("sex", "race", "sex-race")]
    assert [len(table.rows) for table in tables] == [2, 7, 14]
    best = [[row.name for row in table.rows if row.cells[3].value == 1.0] for table in tables]
    assert best == [["Male"], ["White"], ["Male, White"]]


def test_ll_02_selection_example_by_sex(selection):
    table = STANDARD.apply(selection, {}).table("selection/sex")
    assert shown(table, "Male", 0, 2) == rule.SELECTION_SEX["Male"]
    assert shown(table, "Female", 0, 3) == rule.SELECTION_SEX["Female"]


@pytest.mark.parametrize("race", rule.RACES)
def test_ll_02_selection_example_by_race(tally_of, race):
    # The printed race rows, which the intersectional ones do not add up to, as men alone.
    rows = [(("Male", name), row[0], row[1]) for name, row in rule.SELECTION_RACE.items()]
    table = STANDARD.apply(tally_of(("sex", "race"), rows), {}).table("selection/race")
    assert shown(table, race, 0, 2) == rule.SELECTION_RACE[race]


@pytest.mark.parametrize("group", rule.SELECTION_CROSSED)
def test_ll_02_selection_example_crossed(selection, group):
    table = STANDARD.apply(selection, {}).table("selection/sex-race")
    assert shown(table, ", ".join(group), 1, 3) == rule.SELECTION_CROSSED[group]


def test_the_rules_hispanic_row_contradicts_its_own_intersections(selection):
    table = STANDARD.apply(selection, {}).table("selection/race")
    printed = {race: row[:2] for race, row in rule.SELECTION_RACE.items()}
    added_up = {row.name: (row.cells[0].value, row.cells[1].value) for row in table.rows}
    assert [race for race in rule.RACES if printed[race] != added_up[race]] == ["Hispanic or Latino"]
    assert printed["Hispanic or Latino"] == (408, 204)
    assert added_up["Hispanic or Latino"] == (205 + 190, 90 + 82)


@pytest.mark.parametrize("sex", rule.SCORING_SEX)
def test_ll_03_scoring_example_by_sex(scoring, sex):
    people, _, *printed = shown(STANDARD.apply(scoring, {}).table("scoring/sex"), sex, 1, 2)
    assert (people, *printed) == rule.SCORING_SEX[sex]


@pytest.mark.parametrize("race", rule.RACES)
def test_ll_03_scoring_example_by_race_and_its_one_truncated_cell(scoring, race):
    people, above, rate, ratio = shown(STANDARD.apply(scoring, {}).table("scoring/race"), race, 1, 2)
    printed = rule.SCORING_RACE[race]
    assert (people, ratio) == (printed[0], printed[2])
    if race == "Hispanic or Latino":
        assert (above, people) == (18, 28)  # 64.2857 %
        assert (rate, printed[1]) == ("64.3%", "64.2%")
    else:
        assert rate == printed[1]


@pytest.mark.parametrize("group", rule.SCORING_CROSSED)
def test_ll_03_scoring_example_crossed(scoring, group):
    people, _, *printed = shown(STANDARD.apply(scoring, {}).table("scoring/sex-race"), ", ".join(group), 1, 2)
    assert (people, *printed) == rule.SCORING_CROSSED[group]


def test_ll_03_the_median_ties_and_the_construction_are_said(scoring):
    statements = STANDARD.apply(scoring, {}).statements
    groups = [(row[0], rule.above(row[0], row[1])) for row in rule.SCORING_CROSSED.values()]
    people = sum(n for n, _ in groups) + rule.SCORING_UNKNOWN
    above = sum(k for _, k in groups) + 7
    assert (
        "The median score is 61.5, over everybody with a score, those in an unknown category included. A score counts "
        "as above it only where it is strictly greater. 3 scores are exactly the median." in statements
    )
    assert (
        f"{above:,} of {people:,} people with a score are above it ({100 * above / people:.1f} %). Without ties that "
        "would be about half whatever the tool does, so impact ratios of scoring rates are not comparable with those "
        "of selection rates." in statements
    )


def test_ll_03_many_ties_at_the_median_leave_few_above_it(tally_of):
    tally = tally_of(("sex", "race"), [(("Male", "White"), 150, 10), (("Female", "Asian"), 50, 0)])
    statements = STANDARD.apply(Evidence({"": tally}, median=0.9, n_at_median=140), {}).statements
    assert any(one.startswith("10 of 200 people with a score are above it (5.0 %). ") for one in statements)


def test_ll_04_each_output_class_has_its_tables(selection, tally_of):
    other = tally_of(("sex", "race"), [(("Male", "White"), 10, 3), (("Female", "Asian"), 10, 6)])
    found = STANDARD.apply({"leader": selection, "expert": other}, {})
    assert [table.id for table in found.tables if not table.id.startswith("bounds/")] == [
        "selection/sex/leader",
        "selection/race/leader",
        "selection/sex-race/leader",
        "selection/sex/expert",
        "selection/race/expert",
        "selection/sex-race/expert",
    ]
    assert found.table("selection/sex/expert").cell("Male", "Impact ratio").value == 0.5
    assert found.table("selection/sex/leader").title == "Sex: leader"


def test_ll_04_a_tally_of_several_classes_is_taken_apart():
    n = np.zeros((2, 4, 4), dtype=np.int64)
    n[0, 3, :3], n[1, 3, :3] = [5, 3, 2], [1, 1, 8]
    tally = Tally(("sex", "race"), (("Female", "White"), ("Male", "White")), n, ("calm", "bold", "kind"))
    found = STANDARD.apply(tally, {})
    assert found.table("selection/sex/kind").cell("Female", "Selected").value == 2
    assert found.table("selection/sex/kind").cell("Female", "Impact ratio").value == 0.25
    assert found.table("selection/sex/calm").cell("Male", "Selection rate").value == 0.1


def test_ll_05_the_number_of_unknown_is_stated_with_how_it_was_counted(selection):
    found = STANDARD.apply(selection, {})
    assert (
        "250 people were assessed and are not included because they fall within an unknown category (sex or race or "
        "ethnicity)." in found.statements
    )
    assert "A person whose sex or race or ethnicity is unknown is left out of all three tables." in found.statements
    finding = next(one for one in found.findings if one.code == "WB521")
    assert finding.title == "The category of 250 of 2,821 people is unknown"


@pytest.fixture
def partly(tally_of):
    return tally_of(
        ("sex", "race"),
        [
            (("Male", "White"), 50, 25),
            (("Female", "White"), 50, 20),
            (("Female", "Asian"), 40, 22),
            (("Female", UNKNOWN), 10, 9),
            ((UNKNOWN, "Asian"), 4, 1),
            (("Non-binary", "White"), 3, 1),
        ],
    )


def test_ll_05_people_known_in_part_are_dropped_from_all_tables_or_from_one(partly):
    every = STANDARD.apply(partly, {})
    assert every.table("selection/sex").cell("Female", "Applicants").value == 90
    assert every.table("selection/race").cell("Asian", "Applicants").value == 40
    one = STANDARD.apply(partly, {"unknown_rule": "table"})
    assert one.table("selection/sex").cell("Female", "Applicants").value == 100
    assert one.table("selection/race").cell("Asian", "Applicants").value == 44
    assert one.table("selection/race").cell("White", "Applicants").value == 103
    assert one.table("selection/sex-race").cell("Female, Asian", "Applicants").value == 40
    assert "A person is left out of a table only where that table's own category is unknown." in one.statements


def test_ll_05_other_categories_are_counted_and_named(partly):
    found = STANDARD.apply(partly, {})
    assert found.statements[1:3] == (
        "17 people were assessed and are not included because they fall within an unknown category (sex or race or "
        "ethnicity).",
        "Of these, 3 are in a category that the tables do not have: Non-binary. The others are unknown.",
    )
    assert [one.title for one in found.findings if one.code == "WB522"] == [
        "Groups of sex that are no category of the tables: 'Non-binary'"
    ]


def test_ll_05_bounds_use_what_is_known_of_each_person(partly):
    found = STANDARD.apply(partly, {})
    sex = found.table("bounds/selection/sex")
    # Ten women of unknown race are women; four people may be of either sex.
    assert sex.cell("Female", "Lowest selection rate").value == pytest.approx((20 + 22 + 9) / (100 + 3))
    assert sex.cell("Female", "Highest selection rate").value == pytest.approx((51 + 1) / (100 + 1))
    crossed = found.table("bounds/selection/sex-race")
    # A man who is Asian can only be one of the four.
    assert crossed.cell("Male, Asian", "Highest selection rate").value == 1.0
    assert crossed.cell("Male, White", "Lowest selection rate").value == 0.5
    assert crossed.cell("Male, Black or African American", "Highest selection rate").shown(1) == "–"
    assert crossed.cell("Female, Two or More Races", "Highest selection rate").value == 1.0
    # The most selected may be women of one other race, nine of nine.
    assert crossed.cell("Male, White", "Lowest impact ratio").value == 0.5


def test_ll_05_published_ratios_are_inside_their_bounds_where_unknown_people_are_of_neither(selection):
    found = STANDARD.apply(selection, {})
    for part in ("sex", "race", "sex-race"):
        table, bounds = found.table(f"selection/{part}"), found.table(f"bounds/selection/{part}")
        for row in table.rows:
            low, high = (bounds.cell(row.name, f"{side} impact ratio").value for side in ("Lowest", "Highest"))
            assert low <= row.cells[3].value <= high
    # By hand: 118 selected and 132 not. Women at worst (555)/(1181+132) over (667+118)/(1390+118).
    low = found.table("bounds/selection/sex").cell("Female", "Lowest impact ratio").value
    assert low == pytest.approx((555 / 1313) / (785 / 1508))


def test_ll_05_only_the_total_unknown(tally_of):
    rows = [(("Male", "White"), 100, 50), (("Female", "White"), 100, 40)]
    told = STANDARD.apply(tally_of(("sex", "race"), rows), {"n_unknown": 10})
    held = STANDARD.apply(tally_of(("sex", "race"), [*rows, ((UNKNOWN, UNKNOWN), 0, 0, 10)]), {})
    expected = min((40 / (110 - u)) / ((50 + u) / (100 + u)) for u in range(11))
    for found in (told, held):
        bounds = found.table("bounds/selection/sex")
        assert bounds.cell("Female", "Lowest impact ratio").value == pytest.approx(expected)
        assert found.statements[1].startswith("10 people were assessed and are not included")
        assert [one.n for one in found.findings if one.code == "WB521"] == [210]


def test_ll_05_a_count_that_contradicts_the_data_is_refused(selection):
    with pytest.raises(InputError) as caught:
        STANDARD.apply(selection, {"n_unknown": 12})
    assert str(caught.value) == (
        "n_unknown of nyc-ll144 is 12, but the data hold 250 people of unknown category.\n"
        "Leave n_unknown out, or leave these people out of the data."
    )


def test_ll_05_nobody_unknown_is_stated_too_and_needs_no_bounds(tally_of):
    found = STANDARD.apply(tally_of(("sex", "race"), [(("Male", "White"), 9, 5), (("Female", "Asian"), 9, 4)]), {})
    assert found.statements[1].startswith("0 people were assessed and are not included")
    assert len(found.tables) == 3


def test_ll_06_two_percent_rule_is_shown_both_ways(selection):
    found = STANDARD.apply(selection, {})
    table = found.table("selection/race")
    name = "Native American or Alaska Native"  # 41 of 2,571
    assert table.cell(name, "Applicants").value == 41
    assert table.cell(name, "Selection rate").shown(0) == "44%"
    assert table.cell(name, "Impact ratio").value == pytest.approx((18 / 41) / (412 / 797))
    left_out = table.cell(name, "Impact ratio without small categories")
    assert (left_out.value, left_out.reason) == (None, "left out: fewer than 2 % of the people assessed")
    assert table.notes[1] == (
        f"Below 2 % of the {2_571 + rule.SELECTION_UNKNOWN:,} people assessed, unknown categories included: "
        "Native American or Alaska Native."
    )
    # In the sexes nobody is small, so there is one way only.
    assert len(found.table("selection/sex").columns) == 4


def test_ll_06_leaving_out_the_best_category_gives_no_ratio_above_1(tally_of):
    rows = [(("Male", "White"), 500, 250), (("Female", "White"), 490, 196), (("Female", "Asian"), 10, 9)]
    found = STANDARD.apply(tally_of(("sex", "race"), rows), {"small_categories": "leave out"})
    table = found.table("selection/sex-race")
    both = {row.name: (row.cells[3].shown(2), row.cells[4].shown(2)) for row in table.rows if row.cells[0].value}
    assert both == {"Male, White": ("0.56", "1.00"), "Female, White": ("0.44", "0.80"), "Female, Asian": ("1.00", "–")}
    assert any(
        one.startswith("Published are the impact ratios without categories below 2 %") for one in found.statements
    )
    assert "small_justification" in [one.name for one in found.missing]


def test_ll_06_two_percent_are_of_all_people_assessed(tally_of):
    rows = [(("Male", "White"), 978, 400), (("Female", "White"), 21, 10)]
    assert len(STANDARD.apply(tally_of(("sex", "race"), rows), {}).table("selection/sex").columns) == 4
    table = STANDARD.apply(tally_of(("sex", "race"), [*rows, ((UNKNOWN, UNKNOWN), 101, 3)]), {}).table("selection/sex")
    assert table.notes[1] == "Below 2 % of the 1,100 people assessed, unknown categories included: Female."


def test_ll_06_exactly_2_percent_is_not_below(tally_of):
    rows = [(("Male", "White"), 980, 400), (("Female", "White"), 20, 10)]
    assert len(STANDARD.apply(tally_of(("sex", "race"), rows), {}).table("selection/sex").columns) == 4


def test_ll_07_required_metadata_are_asked_for_and_listed(selection):
    found = STANDARD.apply(selection, {})
    assert [one.name for one in found.missing] == [
        "audit_date",
        "distribution_date",
        "data_source",
        "data_explanation",
        "data_kind",
        "demographics",
    ]
    complete = STANDARD.apply(selection, COMPLETE)
    assert complete.missing == ()
    assert "WB520" not in [one.code for one in complete.findings]
    assert complete.metadata["date of the most recent audit"] == "2026-03-31"


def test_ll_08_an_audit_covers_one_year(selection):
    said = "An audit of 2026-03-31 covers use of the tool until 2027-03-31. "
    assert any(one.startswith(said) for one in STANDARD.apply(selection, COMPLETE).statements)
    leap = STANDARD.apply(selection, {"audit_date": "2024-02-29"}).statements
    assert any("until 2025-02-28" in one for one in leap)


def test_ll_08_dates_may_be_times_as_toml_has_them(selection):
    when = dt.datetime(2026, 3, 31, 12, 0, tzinfo=dt.UTC)
    said = STANDARD.apply(selection, {"audit_date": when}).statements
    assert any(one.startswith("An audit of 2026-03-31 covers") for one in said)


@pytest.mark.parametrize("kind", ["pooled", "test"])
def test_ll_09_pooled_and_test_data_need_a_reason(selection, kind):
    found = STANDARD.apply(selection, {**COMPLETE, "data_kind": kind})
    assert [one.name for one in found.missing] == ["data_justification"]
    reason = "Only 40 people have applied so far."
    found = STANDARD.apply(selection, {**COMPLETE, "data_kind": kind, "data_justification": reason})
    assert found.missing == ()
    assert any(one.endswith(reason) for one in found.statements)


def test_ll_10_imputed_demographics_are_refused(selection):
    with pytest.raises(InputError) as caught:
        STANDARD.apply(selection, {"demographics": "imputed"})
    assert str(caught.value) == (
        "demographics of nyc-ll144 is 'imputed'.\n"
        "Local Law 144 does not allow imputed or inferred demographics: leave those people unknown."
    )


def test_ll_11_what_is_not_in_the_figures_is_said(selection):
    assert any("at least 10 business days" in one for one in STANDARD.apply(selection, {}).statements)


def test_ll_12_it_is_called_a_bias_audit_only_with_an_independent_auditor(selection):
    found = STANDARD.apply(selection, {"auditor": "  "})
    assert found.title == "Local Law 144 format calculations"
    assert found.statements[0] == CALCULATIONS
    named = STANDARD.apply(selection, COMPLETE)
    assert named.title == "Local Law 144 bias audit, independent auditor: Example Audits LLC"
    assert CALCULATIONS not in named.statements


def test_ll_13_no_pass_mark(selection):
    found = STANDARD.apply(selection, COMPLETE)
    said = [one for one in found.statements if "0.80" in one]
    # Below .80 is one row of the three tables: the women of the rule's smallest row, .789.
    assert said == [
        "Local Law 144 sets no ratio that passes or fails. For orientation only: 0.80 is the four-fifths reference of "
        "a federal guideline; below it: 1 of 23 impact ratios."
    ]
    everything = canonical_json(found.to_json()).casefold()
    for word in ("complian", "violat", "unbiased", '"pass"', "failed"):
        assert word not in everything


def test_intervals_stand_beside_ratios_that_are_not_adjusted(selection):
    cell = STANDARD.apply(selection, {}).table("selection/sex").cell("Female", "Impact ratio")
    assert cell.value == (555 / 1181) / (667 / 1390)
    assert (round(cell.low, 5), cell.high) == (0.90233, 1.0)


def test_categories_can_be_configured(tally_of):
    tally = tally_of(("gender", "race"), [(("m", "W"), 10, 5), (("d", "W"), 4, 2), (("f", "B"), 8, 4)])
    options = {
        "sex": "gender",
        "sex_categories": ["m", "f", "d"],
        "race_categories": {"White": "W", "Black": ["B", "AA"]},
    }
    found = STANDARD.apply(tally, options)
    assert [row.name for row in found.table("selection/sex").rows] == ["m", "f", "d"]
    assert [row.cells[0].value for row in found.table("selection/race").rows] == [14, 8]


def test_common_short_names_and_case_are_understood(tally_of):
    tally = tally_of(("sex", "race"), [(("F", "black"), 10, 5), (("man", "HISPANIC"), 4, 2)])
    found = STANDARD.apply(tally, {})
    assert found.table("selection/sex-race").cell("Female, Black or African American", "Applicants").value == 10
    assert found.table("selection/sex-race").cell("Male, Hispanic or Latino", "Applicants").value == 4


def test_hispanic_ethnicity_takes_precedence_over_race(tally_of):
    rows = [
        (("Male", "White", "yes"), 10, 5),
        (("Male", "White", "no"), 20, 5),
        (("Male", UNKNOWN, "yes"), 3, 1),
        (("Male", "White", UNKNOWN), 7, 1),
    ]
    found = STANDARD.apply(tally_of(("sex", "race", "hispanic"), rows), {"ethnicity": "hispanic"})
    table = found.table("selection/race")
    assert table.cell("Hispanic or Latino", "Applicants").value == 13
    assert table.cell("White", "Applicants").value == 20
    assert found.statements[1].startswith("7 people")


def test_groups_that_are_no_category_are_refused_with_a_way_out(tally_of):
    with pytest.raises(InputError) as caught:
        STANDARD.apply(tally_of(("sex", "race"), [(("1", "White"), 10, 5), (("2", "White"), 4, 2)]), {})
    assert str(caught.value) == (
        "No group of 'sex' is one of the categories Male, Female; the data have '1', '2'.\n"
        "Say which groups belong to which category: sex_categories = { 'Male' = ['…'] }."
    )


def test_a_group_in_two_categories_is_refused(selection):
    with pytest.raises(InputError) as caught:
        STANDARD.apply(selection, {"sex_categories": {"a": ["Male"], "b": ["male"]}})
    assert str(caught.value) == (
        "sex_categories of nyc-ll144 gives the group 'male' to 'a' and 'b'.\nGive each group to one category."
    )


def test_an_attribute_that_was_not_counted_is_refused(tally_of):
    with pytest.raises(InputError) as caught:
        STANDARD.apply(tally_of(("sex",), [(("Male",), 10, 5)]), {})
    assert str(caught.value) == "race of nyc-ll144 is 'race'.\nAllowed are: 'sex'."


def test_empty_categories_have_a_row_and_a_reason(tally_of):
    found = STANDARD.apply(tally_of(("sex", "race"), [(("Male", "White"), 10, 5), (("Female", "White"), 9, 1)]), {})
    cell = found.table("selection/race").cell("Asian", "Impact ratio")
    assert (cell.value, cell.reason) == (None, "nobody in this category")


def test_a_category_with_nobody_selected_has_ratio_0_and_a_table_without_selection_none(tally_of):
    found = STANDARD.apply(tally_of(("sex", "race"), [(("Male", "White"), 10, 5), (("Female", "White"), 9, 0)]), {})
    cell = found.table("selection/sex").cell("Female", "Impact ratio")
    assert (cell.value, cell.low) == (0.0, 0.0)
    nobody = STANDARD.apply(tally_of(("sex", "race"), [(("Male", "White"), 10, 0), (("Female", "White"), 9, 0)]), {})
    cell = nobody.table("selection/sex").cell("Female", "Impact ratio")
    assert (cell.value, cell.reason) == (None, "nobody was selected")
    assert [one.code for one in nobody.findings].count("WB529") == 3


def test_people_without_a_decision_are_counted_and_said(tally_of):
    rows = [(("Male", "White"), 10, 5, 4), (("Female", "White"), 9, 3)]
    found = STANDARD.apply(tally_of(("sex", "race"), rows), {})
    assert found.table("selection/sex").cell("Male", "Applicants").value == 10
    assert "4 people without a decision are not counted as applicants." in found.statements
    assert [one.n for one in found.findings if one.code == "WB524"] == [4]


people = st.lists(
    st.tuples(
        st.tuples(st.sampled_from(["Male", "Female", UNKNOWN, "X"]), st.sampled_from([*rule.RACES, UNKNOWN])),
        st.integers(0, 40),
        st.integers(0, 40),
    ),
    min_size=1,
    max_size=14,
).map(lambda rows: [(group, a + b, b) for group, a, b in rows])


@settings(max_examples=40, deadline=None)
@given(people)
def test_every_person_is_in_the_tables_or_among_the_excluded(rows):
    rows = [*rows, (("Male", "White"), 3, 2)]
    groups = tuple(sorted({group for group, *_ in rows}))
    n = np.zeros((len(groups), 3, 3), dtype=np.int64)
    for group, considered, selected in rows:
        n[groups.index(group), 2, :2] += considered - selected, selected
    found = STANDARD.apply(Tally(("sex", "race"), groups, n), {})
    excluded = int(found.statements[1].split(" ")[0].replace(",", ""))
    for part in ("sex", "race", "sex-race"):
        table = found.table(f"selection/{part}")
        assert sum(row.cells[0].value for row in table.rows) + excluded == n.sum()
        for row in table.rows:
            assert all(cell.value is None or cell.value <= 1.0 for cell in row.cells[3:])
    json.dumps(found.to_json(), allow_nan=False)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (
            {"rate_digits": 1.5},
            "rate_digits of nyc-ll144 is 1.5.\nGive a whole number: 0 to 6.",
        ),
        ({"audit_date": "31 March"}, "audit_date of nyc-ll144 is '31 March'.\nGive a date such as 2026-03-31."),
        ({"auditor": 7}, "auditor of nyc-ll144 is 7.\nGive text in quotes."),
        (
            {"confidence": 95},
            "confidence of nyc-ll144 is 95.\nGive a fraction above 0 and below 1, such as 0.95.",
        ),
        (
            {"unknown_rule": "some"},
            "unknown_rule of nyc-ll144 is 'some'.\nAllowed are: 'any', 'table'.",
        ),
        (
            {"sex_categories": 3},
            'sex_categories of nyc-ll144 is 3.\nGive a list of text, such as ["f", "m"].',
        ),
        (
            {"sex_categories": {"Male": 3}},
            'sex_categories of nyc-ll144 gives \'Male\' the groups 3.\nGive a list of text, such as ["f", "m"].',
        ),
    ],
)
def test_options_that_cannot_be_right_are_refused(selection, options, text):
    with pytest.raises(InputError) as caught:
        STANDARD.apply(selection, options)
    assert str(caught.value) == text


def test_sampling_weights_play_no_part_and_it_is_said(tally_of):
    rows = [(("Male", "White"), 10, 5), (("Female", "White"), 9, 1)]
    plain = tally_of(("sex", "race"), rows)
    weighted = replace(plain, weights=Weights(plain.n * 2.5, plain.n * 6.25))
    for name in ("nyc-ll144", "four-fifths"):
        standard = standard_named(name)
        without, found = standard.apply(plain, {}), standard.apply(weighted, {})
        assert set(found.statements) - set(without.statements) == {
            "People are counted; the sampling weights of the rows play no part."
        }
        assert found.tables == without.tables


def test_an_unknown_option_is_refused_with_the_nearest(selection):
    with pytest.raises(InputError) as caught:
        STANDARD.apply(selection, {"auditr": "me"})
    assert str(caught.value).startswith("option of nyc-ll144 is 'auditr'.\nAllowed are: 'sex', 'race', ")
    assert str(caught.value).endswith(" Did you mean 'auditor'?")
