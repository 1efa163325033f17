"""The page ``docs/how-sure.md``: its tables are those of the files, and the files those of the library."""

import runpy
from math import ceil
from pathlib import Path

import numpy as np
import pytest

from workbench.stats.extremes import chance_range, studentized_range, worst_difference, worst_ratio
from workbench.stats.intervals import critical_value, difference_limits, rate_limits, wilson
from workbench.stats.power import smallest_confirmable_tolerance

from .enumeration import CORNERS, TWO_GROUPS, equal_groups, one_rate

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "how-sure.md"
Z = critical_value(0.95)


@pytest.fixture(scope="module")
def script():
    return runpy.run_path(str(TESTS / "benchmarks" / "coverage_tables.py"))


@pytest.fixture(scope="module")
def said():
    """The page as one line of words, without the marks of a list."""
    return " ".join(PAGE.read_text(encoding="utf-8").replace("**", "").split())


def test_the_tables_of_the_page_are_those_of_the_files(script):
    page = PAGE.read_text(encoding="utf-8")
    assert script["filled"](page) == page


@pytest.mark.parametrize("name", ["one-rate", "two-groups", "corners", "equal-groups"])
def test_what_was_added_up_is_added_up_again(script, name):
    stored, again = script["read"](name), list(script["FILES"][name]())
    assert len(stored) == len(again) > 0
    for old, new in zip(stored, again, strict=True):
        assert list(old) == list(new)
        for column, value in new.items():
            assert old[column] == (value if isinstance(value, str) else pytest.approx(value, abs=2e-6)), (old, column)


def test_situations_drawn_again_agree(script):
    stored, tables = script["read"]("simulated"), script["TABLES"]
    assert len(stored) == len(script["all_cells"]())
    few = [line for line, row in enumerate(stored) if row["groups"] <= 7]
    for line in few[:: len(few) // 12]:
        again = script["draw_again"](line, tables)
        for column, new in again.items():
            if not column.endswith(("_gap", "_within")):
                assert stored[line][column] == new
                continue
            # Draws may differ between versions of NumPy: five standard errors of two samples.
            error = np.sqrt(2 * max(new, 10 / tables) / tables)
            assert stored[line][column] == pytest.approx(new, abs=5 * error), (line, column)


def test_what_was_drawn_keeps_the_bounds_the_page_states(script):
    for row in script["read"]("simulated"):
        small = row["n"] == 30
        for kind in ("difference", "ratio"):
            gap, within = row[f"{kind}_gap"], row[f"{kind}_within"]
            assert 1 - gap - within >= (0.92 if small else 0.93), row
            if row["ratio"] == 1:
                assert gap <= (0.07 if small else 0.065), row
            else:
                assert max(gap, within) <= 0.04, row


def test_random_pairs_drawn_again_are_within_what_was_found(script):
    stored = script["read"]("random-pairs")
    assert sum(row["pairs"] for row in stored) == script["PAIRS"]
    for apart, tails in script["drawn_pairs"](300):
        row = next(row for row in stored if row["least"] <= apart < row["most"])
        for place, limits in enumerate(("difference", "ratio")):
            assert tails[place].coverage >= row[f"{limits}_coverage"] - 1e-6
            assert tails[place].below <= row[f"{limits}_overstated"] + 1e-6
            assert tails[place].above <= row[f"{limits}_understated"] + 1e-6


def test_the_page_says_what_was_found(script, said):
    simulated, pairs = script["read"]("simulated"), script["read"]("random-pairs")
    kinds = ("difference", "ratio")
    at_tolerance = [row for row in simulated if row["ratio"] < 1]
    for end, words in (
        ("gap", "nominal, {:.1f} % in the worst situation"),
        ("within", "itself: 2.5 % nominal, {:.1f} %"),
    ):
        assert words.format(100 * max(row[f"{kind}_{end}"] for row in at_tolerance for kind in kinds)) in said
    covered = [[1 - row[f"{kind}_gap"] - row[f"{kind}_within"] for row in simulated] for kind in kinds]
    assert min(np.median(covered, axis=1)) > 0.995
    assert "above 99.5 in half of the situations" in said
    assert "10,000 in each of 2,400 situations" in said
    assert (script["TABLES"], len(simulated)) == (10_000, 2_400)
    worst = {"coverage": min, "overstated": max, "understated": max}
    near, everywhere = (
        {what: choose(row[f"{kind}_{what}"] for row in rows for kind in kinds) for what, choose in worst.items()}
        for rows in ([row for row in pairs if row["least"] >= 0.2], pairs)
    )
    assert f"overstated in at most {100 * everywhere['overstated']:.1f} % of audits, wherever one looks" in said
    assert f"5 to 1 coverage stays above {100 * near['coverage']:.1f} %, but misses" in said
    assert f"understating side and reach {100 * near['understated']:.1f} %" in said


def test_the_sexes_by_hand(said):
    men, women = wilson(667, 1390, Z), wilson(555, 1181, Z)
    for k, n, (low, high) in ((667, 1390, men), (555, 1181, women)):
        p = k / n
        assert f"| {p:.5f} | {low:.5f} | {high:.5f} | {p - low:.5f} | {high - p:.5f} |" in said
    low, high = difference_limits(667 / 1390, men, 555 / 1181, women)
    assert f"0.02617² + 0.02852²) = −{-low:.5f}`" in said
    assert f"0.02628² + 0.02832²) = {high:.5f}`" in said
    k, n = np.array([555, 667]), np.array([1181, 1390])
    assert worst_difference(k, n, Z, Z) == (0.0, pytest.approx(0.04855, abs=5e-6))
    assert worst_ratio(k, n, Z, Z)[0] == pytest.approx(0.90233, abs=5e-6)
    assert "limits 0.90233 to 1.06232" in said


def test_race_and_ethnicity_by_hand(said):
    k = np.array([204, 412, 170, 52, 302, 18, 96])
    n = np.array([408, 797, 390, 119, 616, 41, 213])
    c_gap = studentized_range(0.95, 7) / np.sqrt(2)
    ordinary, wide = rate_limits(k, n, Z), rate_limits(k, n, c_gap)
    for i in range(7):
        limits = (f"{one.low[i]:.3f} – {one.high[i]:.3f}" for one in (ordinary, wide))
        assert f"| {k[i]} | {n[i]} | {k[i] / n[i]:.3f} | {' | '.join(limits)} |" in said
    alone, among = (
        difference_limits(412 / 797, wilson(412, 797, z), 170 / 390, wilson(170, 390, z)) for z in (Z, c_gap)
    )
    assert f"the interval is {100 * alone.low:.1f} to {100 * alone.high:.1f} points" in said
    assert f"it begins at −{-100 * among.low:.1f}," in said
    assert worst_difference(k, n, c_gap, Z) == (0.0, pytest.approx(0.22223, abs=5e-6))
    assert worst_ratio(k, n, c_gap, Z) == (pytest.approx(0.5751, abs=5e-6), 1.0)
    assert "The data allow 0.22223, 22.2 points. The worst ratio lies between 0.57510 and 1." in said
    assert f"Chance alone would show {100 * chance_range(k.sum() / n.sum(), n):.1f} points" in said


def test_critical_values_and_numbers_of_people(said):
    values = [f"{studentized_range(0.95, groups) / np.sqrt(2):.3f} for {groups}" for groups in (2, 3, 7, 14, 40)]
    assert f"{values[0]} groups, {', '.join(values[1:])}." in said
    people = "526 people a group with 2 groups, 949 with 7, 1,157 with 14, and 1,458 with 40"
    assert people in said
    for groups, n in ((2, 526), (7, 949), (14, 1157), (40, 1458)):
        assert (
            smallest_confirmable_tolerance(0.5, n, groups) <= 0.1 < smallest_confirmable_tolerance(0.5, n - 1, groups)
        )


def test_the_weak_corners_are_as_weak_as_the_page_says(script, said):
    worst, beyond = (100 * equal_groups(40, 31, 0.5, points) for points in (0, 0.05))
    most = max(row["beyond_5"] for row in script["read"]("equal-groups"))
    assert f"is shown in {worst:.1f} % of audits instead of 5" in said
    assert f"above 5 points it is {beyond:.1f} %, and in no situation of the table of" in said
    assert f"of equal groups more than {ceil(1000 * most) / 10} %" in said
    every = [(n * p, one_rate(n, p, alone=True)) for n in (30, 50, 100, 200) for p in np.arange(1, 401) / 800]
    enough = max(tails.larger for e, tails in every if e >= 10)
    assert f"a tail reaches {100 * enough:.1f} % where 10 are expected." in said
    assert f"it reaches {100 * max(tails.larger for _, tails in every):.1f} % where fewer are" in said
    least = one_rate(100, 0.055, alone=True).coverage
    assert least == min(tails.coverage for _, tails in every)
    assert f"coverage falls to {100 * least:.1f} % (n = 100, a rate of 5.5 %)" in said


def test_the_corners_are_further_apart_than_5_to_1():
    assert all(p1 > 5 * p2 for (_, p1, _, p2), _, _ in CORNERS)
    assert len(TWO_GROUPS) == 648
