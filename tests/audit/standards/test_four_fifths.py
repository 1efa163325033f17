"""The four-fifths rule: the guidelines' and the courts' own figures, and its statistical companions."""

import json
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.multitest import multipletests

from workbench.audit.standards.four_fifths import STANDARD
from workbench.audit.standards.four_fifths_comparison import Comparison
from workbench.data.roles import UNKNOWN
from workbench.errors import InputError

# Ricci v. DeStefano, 557 U.S. 557 (2009): candidates and those who passed.
CAPTAIN = [(("White",), 25, 16), (("Black",), 8, 3), (("Hispanic",), 8, 3)]
LIEUTENANT = [(("White",), 43, 25), (("Black",), 19, 6), (("Hispanic",), 15, 3)]
BERKELEY = {
    "A": ((825, 512), (108, 89)),
    "B": ((560, 353), (25, 17)),
    "C": ((325, 120), (593, 202)),
    "D": ((417, 138), (375, 131)),
    "E": ((191, 53), (393, 94)),
    "F": ((373, 22), (341, 24)),
}


def column(table, name):
    return {row.name: table.cell(row.name, name).value for row in table.rows}


def test_ff_01_question_11_flags_only_the_ratio_of_75_percent(tally_of):
    rows = [(("White",), 100, 60), (("Black",), 100, 45), (("Hispanic",), 100, 48), (("Asian",), 100, 51)]
    table = STANDARD.apply(tally_of(("race",), rows), {}).table("ratio/race")
    assert column(table, "Impact ratio") == pytest.approx({"Asian": 0.85, "Black": 0.75, "Hispanic": 0.8, "White": 1.0})
    assert column(table, "Four-fifths") == {
        "Asian": "not below 4/5",
        "Black": "below 4/5",
        "Hispanic": "not below 4/5",
        "White": None,
    }
    assert table.notes[0] == "The reference is White, the group with the highest rate."


@pytest.mark.parametrize("size", [5, 35, 10**6 + 5, 3 * 5**12])
def test_ff_01_exactly_four_fifths_is_not_flagged_whatever_the_size(size):
    # 4/5 of the reference's rate in counts that floats cannot divide exactly.
    assert not Comparison(4 * size, 7 * size, 5 * size, 7 * size).below
    assert Comparison(4 * size - 1, 7 * size, 5 * size, 7 * size).below


counts = st.tuples(st.integers(1, 200), st.integers(1, 200)).flatmap(
    lambda n: st.tuples(st.integers(0, n[0]), st.just(n[0]), st.integers(1, n[1]), st.just(n[1]))
)


@given(counts)
def test_ff_01_and_04_against_fractions(one):
    k, n, k_r, n_r = one
    found = Comparison(*one)
    ratio = Fraction(k, n) / Fraction(k_r, n_r)
    assert found.below is (ratio < Fraction(4, 5))
    assert found.ratio == pytest.approx(float(ratio))
    assert found.shortfall == pytest.approx(float(Fraction(n * (k + k_r), n + n_r) - k))
    assert Fraction(k + found.needed, n) / Fraction(k_r, n_r) >= Fraction(4, 5)
    if found.needed:
        assert Fraction(k + found.needed - 1, n) / Fraction(k_r, n_r) < Fraction(4, 5)
    assert k + found.needed <= n


def test_ff_02_the_rules_sexes(tally_of):
    table = STANDARD.apply(tally_of(("sex",), [(("m",), 1390, 667), (("f",), 1181, 555)]), {}).table("ratio/sex")
    p = (667 + 555) / (1390 + 1181)
    z = (555 / 1181 - 667 / 1390) / (p * (1 - p) * (1 / 1390 + 1 / 1181)) ** 0.5
    assert table.cell("f", "Standard deviations").value == pytest.approx(z)
    assert table.cell("f", "p value").value == pytest.approx(2 * stats.norm.cdf(-abs(z)))
    assert table.cell("f", "Test").value == "two standard deviations"
    interval = table.cell("f", "Impact ratio")
    assert (round(interval.low, 5), round(interval.high, 5)) == (0.90233, 1.06232)


def test_ff_03_question_21_is_too_small_and_reversed_by_one_person(tally_of):
    found = STANDARD.apply(tally_of(("sex",), [(("men",), 20, 3), (("women",), 10, 1)]), {})
    table = found.table("ratio/sex")
    assert table.cell("women", "Impact ratio").shown(3) == "0.667"
    assert table.cell("women", "Test").value == "Fisher's exact"
    assert table.cell("women", "p value").value == pytest.approx(1.0)
    assert table.cell("women", "Ratio and test").value == "practical only (small numbers)"
    assert table.cell("women", "Caution").value == (
        "small numbers - statistical test governs; result depends on one person"
    )
    assert [one.code for one in found.findings] == ["WB525", "WB526"]


def test_ff_03_thirty_people_are_enough_where_five_are_expected():
    assert Comparison(5, 14, 10, 15).exact
    assert not Comparison(5, 15, 10, 15).exact


@pytest.mark.parametrize(
    ("one", "grid"),
    [
        ((300, 1000, 500, 1000), "practical and statistical"),
        ((2, 10, 4, 10), "practical only (small numbers)"),
        ((4500, 10000, 5000, 10000), "statistical only (small difference)"),
        ((49, 100, 50, 100), "neither"),
    ],
)
def test_the_four_corners_of_ratio_and_test(one, grid):
    assert Comparison(*one).grid == grid


def test_ricci(tally_of):
    captain = STANDARD.apply(tally_of(("race",), CAPTAIN), {}).table("ratio/race")
    lieutenant = STANDARD.apply(tally_of(("race",), LIEUTENANT), {}).table("ratio/race")
    rates = {
        name: [cell.shown(1) for cell in (table.cell(row, "Selection rate") for row in ("White", "Black", "Hispanic"))]
        for name, table in (("captain", captain), ("lieutenant", lieutenant))
    }
    # The pass rates that the opinion states.
    assert rates == {"captain": ["64.0%", "37.5%", "37.5%"], "lieutenant": ["58.1%", "31.6%", "20.0%"]}
    assert column(captain, "Ratio and test") == {
        "Black": "practical only (small numbers)",
        "Hispanic": "practical only (small numbers)",
        "White": None,
    }
    # z = -1.929 and -2.545 by hand.
    assert column(lieutenant, "Ratio and test") == {
        "Black": "practical only (small numbers)",
        "Hispanic": "practical and statistical",
        "White": None,
    }
    assert lieutenant.cell("Black", "Standard deviations").shown(2) == "-1.93"
    assert lieutenant.cell("Hispanic", "Standard deviations").shown(2) == "-2.55"
    assert column(captain, "Test") == {"Black": "Fisher's exact", "Hispanic": "Fisher's exact", "White": None}


def test_holm_allows_for_the_comparisons_in_a_table(tally_of):
    table = STANDARD.apply(tally_of(("race",), LIEUTENANT), {}).table("ratio/race")
    p = [table.cell(name, "p value").value for name in ("Black", "Hispanic")]
    adjusted = [table.cell(name, "p value, Holm").value for name in ("Black", "Hispanic")]
    assert adjusted == pytest.approx(multipletests(p, method="holm")[1])


def test_ff_04_shortfall_in_people(tally_of):
    table = STANDARD.apply(tally_of(("sex",), [(("m",), 100, 50), (("f",), 100, 30)]), {}).table("ratio/sex")
    assert table.cell("f", "Shortfall").value == 10.0  # 80 of 200 selected: 40 of 100 expected
    assert table.cell("f", "Needed to reach 4/5").value == 10


def test_ff_05_castaneda(tally_of):
    tally = tally_of(("origin",), [(("Mexican American",), 339, 339), (("other",), 531, 531)])
    found = STANDARD.apply(tally, {"availability": {"origin": {"Mexican American": 0.791}}})
    row = found.table("availability/origin").rows[0]
    assert [cell.shown(0) for cell in row.cells] == ["339", "39%", "79%", "688", "12", "29"]


@pytest.fixture
def berkeley(tally_of):
    rows = [
        ((sex, department), *counts)
        for department, both in BERKELEY.items()
        for sex, counts in zip(("men", "women"), both, strict=True)
    ]
    return tally_of(("sex", "department"), rows)


def test_ff_06_stratified_beside_aggregate(berkeley):
    found = STANDARD.apply(berkeley, {"strata": "department"})
    assert [table.id for table in found.tables] == ["ratio/sex", "strata/sex"]
    table = found.table("strata/sex")
    theirs = StratifiedTable(
        [
            np.array([[women[1], women[0] - women[1]], [men[1], men[0] - men[1]]], dtype=float)
            for men, women in BERKELEY.values()
        ]
    )
    plain, corrected = theirs.test_null_odds(correction=False), theirs.test_null_odds(correction=True)
    expected = {
        "Difference over all": 557 / 1835 - 1198 / 2691,
        "Common odds ratio": theirs.oddsratio_pooled,
        "CMH chi-square": plain.statistic,
        "CMH p value": plain.pvalue,
        "CMH chi-square, corrected": corrected.statistic,
        "CMH p value, corrected": corrected.pvalue,
        "Breslow-Day p value": theirs.test_equal_odds().pvalue,
    }
    assert {name: table.cell("women", name).value for name in expected} == pytest.approx(expected)
    assert table.cell("women", "Strata used").value == 6
    assert table.cell("women", "Difference over all").value < 0 < table.cell("women", "Difference within strata").value
    assert table.cell("women", "Direction").value == "opposite within strata"
    finding = next(one for one in found.findings if one.code == "WB528")
    assert finding.title == "Within department the difference points the other way than over all: sex, women"
    assert finding.severity == "note"  # within departments the difference is not clear of chance


def test_ff_06_unknown_strata_are_left_out_and_counted(tally_of):
    rows = [(("m", "a"), 10, 5), (("f", "a"), 10, 3), (("f", UNKNOWN), 4, 1)]
    table = STANDARD.apply(tally_of(("sex", "dept"), rows), {"strata": "dept"}).table("strata/sex")
    assert table.notes == (
        "Compared with m within 1 group of dept.",
        "4 people whose dept is unknown are left out here.",
    )


@pytest.mark.parametrize(
    ("one", "small"),
    [
        ((20, 30, 20, 30), False),
        ((19, 29, 20, 30), True),
        ((4, 100, 5, 100), True),
        ((5, 100, 5, 100), False),
    ],
)
def test_ff_07_minimum_evidence(one, small):
    assert Comparison(*one).small is small


def test_a_group_with_nobody_selected_has_ratio_0(tally_of):
    table = STANDARD.apply(tally_of(("sex",), [(("m",), 50, 20), (("f",), 50, 0)]), {}).table("ratio/sex")
    cell = table.cell("f", "Impact ratio")
    assert (cell.value, cell.low) == (0.0, 0.0)
    assert cell.high < 0.4
    assert table.cell("f", "Ratio and test").value == "practical and statistical"


def test_nobody_selected_at_all(tally_of):
    found = STANDARD.apply(tally_of(("sex",), [(("m",), 50, 0), (("f",), 50, 0)]), {})
    cell = found.table("ratio/sex").cell("m", "Impact ratio")
    assert (cell.value, cell.reason) == (None, "nobody of the reference is selected")
    assert "WB529" in [one.code for one in found.findings]


def test_a_named_reference_is_said_and_may_be_exceeded(tally_of):
    rows = [(("m",), 100, 40), (("f",), 100, 50)]
    found = STANDARD.apply(tally_of(("sex",), rows), {"reference": {"sex": "m"}})
    table = found.table("ratio/sex")
    assert table.cell("f", "Impact ratio").value == 1.25
    assert table.notes[0] == "The reference is m, which was named; a ratio above 1 is possible."


def test_crossings_unknown_groups_and_undecided_people(tally_of):
    rows = [(("m", "a"), 40, 20), (("f", "a"), 40, 10, 3), (("f", UNKNOWN), 7, 2), ((UNKNOWN, "a"), 5, 1)]
    found = STANDARD.apply(tally_of(("sex", "race"), rows), {"attributes": ["sex", "sex × race"]})
    assert [table.id for table in found.tables] == ["ratio/sex", "ratio/sex × race"]
    assert found.table("ratio/sex × race").notes == (
        "The reference is m × a, the group with the highest rate.",
        "80 people are in this table.",
        "12 more are of an unknown group and are not compared.",
        "3 have no decision and are not counted.",
    )
    assert found.table("ratio/sex").cell("f", "Considered").value == 47


def test_one_group_has_nothing_to_compare(tally_of):
    table = STANDARD.apply(tally_of(("sex",), [(("m",), 50, 20), (("f",), 0, 0)]), {}).table("ratio/sex")
    assert table.cell("m", "Impact ratio").value == 1.0
    assert table.cell("f", "Impact ratio").reason == "nobody to compare"
    empty = STANDARD.apply(tally_of(("sex",), [(("m",), 0, 0)]), {}).table("ratio/sex")
    assert empty.notes[0] == "There is no group to compare with."


def test_output_classes_and_json(tally_of):
    rows = [(("m",), 50, 20), (("f",), 50, 0)]
    found = STANDARD.apply({"bold": tally_of(("sex",), rows), "calm": tally_of(("sex",), rows)}, {})
    assert [table.id for table in found.tables] == ["ratio/sex/bold", "ratio/sex/calm"]
    written = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert written["title"] == "Four-fifths rule (Uniform Guidelines 1978)"
    first = written["tables"][0]["rows"][0]
    assert (first["name"], first["cells"][3]["value"]) == ("f", 0.0)
    assert written["tables"][0]["rows"][1]["cells"][5]["value"] == {"undefined": "this is the reference"}


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"strata": "dept"}, "strata of four-fifths is 'dept'.\nAllowed are: 'sex'."),
        ({"attributes": ["race"]}, "attributes of four-fifths is 'race'.\nAllowed are: 'sex'."),
        ({"reference": {"race": "m"}}, "reference of four-fifths is 'race'.\nAllowed are: 'sex'."),
        ({"reference": {"sex": "x"}}, "reference of sex in four-fifths is 'x'.\nAllowed are: 'f', 'm'."),
        ({"reference": "m"}, "reference of four-fifths is 'm'.\nGive a table of names and values."),
        (
            {"availability": {"sex": {"f": 48}}},
            "availability of f in four-fifths is 48.\nGive a fraction above 0 and below 1, such as 0.25.",
        ),
        (
            {"availability": {"sex": {"x": 0.4}}},
            "availability of sex in four-fifths is 'x'.\nAllowed are: 'f', 'm'.",
        ),
        (
            {"availability": {"sex": 0.4}},
            "availability of sex in four-fifths is 0.4.\n"
            "Give the share of each group among those available, such as { women = 0.48 }.",
        ),
    ],
)
def test_options_that_cannot_be_right_are_refused(tally_of, options, text):
    with pytest.raises(InputError) as caught:
        STANDARD.apply(tally_of(("sex",), [(("m",), 10, 5), (("f",), 10, 5)]), options)
    assert str(caught.value) == text


def test_a_direction_is_said_only_where_strata_inform_it(tally_of):
    def direction(rows):
        found = STANDARD.apply(tally_of(("sex", "department"), rows), {"strata": "department"})
        return found.table("strata/sex").cell("f", "Direction").value

    apart = [(("m", "A"), 100, 80), (("f", "B"), 100, 20)]
    assert direction(apart) == "no stratum informs it"
    alike = [(("m", "A"), 300, 240), (("m", "B"), 100, 20), (("f", "A"), 100, 80), (("f", "B"), 300, 60)]
    assert direction(alike) == "no difference within strata"
    same = [(("m", "A"), 100, 80), (("f", "A"), 100, 20)]
    assert direction(same) == "the same within strata"
