"""What a split says of its parts: rows by group, the smallest gap they could show, and what to know."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.audit.policy import DEFAULT_POLICY
from workbench.data.splitting.counts import CLAIMS_AN_ATTRIBUTE, CONFIDENCE, TOLERANCE
from workbench.data.splitting.findings import FEWEST_ROWS
from workbench.stats.power import smallest_visible_gap


def people(n=1000, seed=0, share=0.4):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "row": np.arange(n),
            "y": np.where(rng.random(n) < share, "yes", "no"),
            "g": rng.choice(["a", "b", "c"], size=n, p=[0.5, 0.3, 0.2]),
            "age": rng.integers(18, 90, size=n),
        }
    )


def dataset(frame, **roles):
    return wb.read_data(frame, **{"target": "y", "favourable": "yes", "protected": ["g"], **roles})


def codes(split):
    return [one.code for one in split.findings]


def found(split, code):
    [finding] = [one for one in split.findings if one.code == code]
    return finding


# Rows by group.


@given(
    cells=st.lists(
        st.tuples(st.sampled_from(["yes", "no", None]), st.sampled_from(["a", "b", None, '"<b>'])),
        min_size=60,
        max_size=120,
    )
)
@settings(max_examples=20, deadline=None, derandomize=True)
def test_rows_by_group_are_those_of_pandas(cells):
    frame = pd.DataFrame({"y": [one[0] for one in cells], "g": [one[1] for one in cells], "row": range(len(cells))})
    if frame["y"].value_counts().reindex(["yes", "no"]).fillna(0).min() < 8:
        return
    split = wb.split_data(dataset(frame))
    parts = [frame.loc[part.frame(["row"])["row"]].fillna({"g": "unknown"}) for part in (split.train, split.test)]
    expected = {
        group: tuple(int(((part["g"] == group) & kept(part)).sum()) for kept in KEPT for part in parts)
        for group in frame["g"].fillna("unknown").unique()
    }
    assert {
        one.group: (one.n_train, one.n_test, one.n_train_favourable, one.n_test_favourable) for one in split.groups[1:]
    } == expected
    everyone = split.groups[0]
    assert (everyone.attribute, everyone.group) == (None, "")
    assert (everyone.n_train, everyone.n_test) == (split.train.n_rows, split.test.n_rows)


KEPT = (lambda part: part["y"].notna(), lambda part: part["y"] == "yes")


def test_groups_are_in_the_order_readers_expect():
    split = wb.split_data(dataset(people(), protected=[wb.bands("age", [40, 60]), "g"]))
    assert [(one.attribute, one.group) for one in split.groups] == [
        (None, ""),
        ("age", "under 40"),
        ("age", "40 to 59"),
        ("age", "60 and over"),
        ("g", "a"),
        ("g", "b"),
        ("g", "c"),
    ]


def test_a_group_of_rows_without_an_outcome_is_there_with_no_rows():
    frame = people()
    frame.loc[frame["g"] == "c", "y"] = None
    split = wb.split_data(dataset(frame))
    assert split.groups[-1].group == "c"
    assert split.groups[-1].n_train == split.groups[-1].n_test == 0
    assert found(split, "WB130").title == "g has 1 group with fewer than 30 rows held out: 'c' (0)"


# The smallest gap.


def test_the_policy_that_is_meant_is_the_default_one():
    assert [rule.tolerance for rule in DEFAULT_POLICY.rules] == [TOLERANCE] * CLAIMS_AN_ATTRIBUTE
    assert DEFAULT_POLICY.confidence == CONFIDENCE
    assert DEFAULT_POLICY.minimum_n == FEWEST_ROWS


@pytest.mark.parametrize("protected", [["g"], ["g", wb.bands("age", [40])]], ids=["one", "two"])
def test_the_smallest_gap_is_that_of_an_audit_with_the_same_rates(protected):
    split = wb.split_data(dataset(people(3000), protected=protected))
    frame = split.test.frame().assign(decision=lambda one: one["y"])  # decisions with the rates of the outcome
    audit = wb.audit_decisions(frame, decision="decision", favourable="yes", outcome="y", protected=protected)
    for seen in split.smallest_gaps:
        [told] = [
            one
            for one in audit.assessments
            if one.claim.attribute == seen.attribute and one.claim.metric == "selection_rate"
        ]
        assert seen.largest == pytest.approx(told.visible_gap, abs=1e-12)
        assert seen.smallest == pytest.approx(told.visible_gap_smallest, abs=1e-12)
        assert seen.smallest_group == told.smallest
        assert seen.confirmable == pytest.approx(told.confirmable, abs=1e-12)


def test_the_smallest_gap_by_hand():
    frame = pd.DataFrame({"y": ["yes", "no"] * 1000, "g": ["a", "a", "b", "b"] * 500})
    [seen] = wb.split_data(dataset(frame), test_size=0.5).smallest_gaps
    assert (seen.n_groups, seen.rate, seen.n_smallest) == (2, 0.5, 500)
    # Three claims share 5 %: the critical value is that of 1 - 0.05 / 3 on two sides.
    assert seen.critical == pytest.approx(2.393980, abs=1e-6)
    assert seen.largest == seen.smallest == smallest_visible_gap(0.5, 500, 500, seen.critical, 0.05)


def test_weights_make_a_gap_harder_to_see():
    frame = people(3000).assign(w=lambda one: np.where(one["row"] % 10 == 0, 20.0, 1.0))
    equal, weighted = (wb.split_data(dataset(frame, weight=which)) for which in (None, "w"))
    [plain], [harder] = equal.smallest_gaps, weighted.smallest_gaps
    assert harder.largest > plain.largest
    kept = weighted.test.frame()
    kish = {name: part["w"].sum() ** 2 / (part["w"] ** 2).sum() for name, part in kept.groupby("g")}
    two = sorted(kish.values())[-2:]
    assert harder.largest == smallest_visible_gap(harder.rate, two[0], two[1], harder.critical, 0.05)


def test_of_one_group_no_gap_can_be_seen():
    split = wb.split_data(dataset(people().assign(g="a")))
    [seen] = split.smallest_gaps
    assert np.isnan([seen.largest, seen.smallest, seen.confirmable]).all()
    assert (seen.n_groups, seen.smallest_group) == (1, "a")
    assert "WB134" not in codes(split)


def test_rows_of_unknown_group_are_not_compared():
    frame = people().assign(g=lambda one: one["g"].where(one["g"] != "c", None))
    [seen] = wb.split_data(dataset(frame)).smallest_gaps
    assert seen.n_groups == 2
    assert seen.smallest_group == "b"


def test_without_a_protected_attribute_there_is_nothing_to_compare():
    split = wb.split_data(dataset(people(), protected=[]))
    assert split.smallest_gaps == ()
    assert len(split.groups) == 1
    assert codes(split) == []


# Findings.


def test_small_groups_are_told_smallest_first():
    frame = people(2000)
    frame.loc[:5, "g"] = "rare"
    frame.loc[6:60, "g"] = "few"
    finding = found(wb.split_data(dataset(frame)), "WB130")
    n = {one.group: one.n_test for one in wb.split_data(dataset(frame)).groups}
    assert finding.title == (
        f"g has 2 groups with fewer than 30 rows held out: 'rare' ({n['rare']}), 'few' ({n['few']})"
    )
    assert (finding.severity, finding.value, finding.threshold, finding.scope) == ("caution", n["rare"], 30.0, "g")
    assert finding.n == n["rare"] + n["few"]


def test_many_small_groups_are_counted():
    frame = people(300).assign(g=lambda one: "g" + (one["row"] % 40).astype(str))
    assert found(wb.split_data(dataset(frame)), "WB130").title.endswith(", and 35 more")


def test_groups_with_one_outcome_only_are_told():
    frame = people(2000)
    frame.loc[frame["g"] == "b", "y"] = "no"
    frame.loc[frame["g"] == "c", "y"] = "yes"
    finding = found(wb.split_data(dataset(frame)), "WB131")
    assert finding.title == "g has 2 groups with one outcome only held out: 'b' (no 'yes'), 'c' (no 'no')"
    assert (finding.severity, finding.value, finding.threshold) == ("caution", 2.0, 0.0)


def test_what_only_a_large_gap_could_show_is_told_with_how_many_rows_it_takes():
    finding = found(wb.split_data(dataset(people(1000))), "WB134")
    assert finding.severity == "note"
    assert finding.title == (
        f"Between groups of g a gap of less than {100 * finding.value:.0f} in 100 would often be missed "
        "in the rows held out"
    )
    needed = int(finding.what_to_do.split("About ")[1].split(" ")[0].replace(",", ""))
    [seen] = wb.split_data(dataset(people(1000))).smallest_gaps
    assert smallest_visible_gap(seen.rate, needed, needed, seen.critical, 0.05) <= 0.1
    assert smallest_visible_gap(seen.rate, needed - 1, needed - 1, seen.critical, 0.05) > 0.1


def test_where_no_gap_of_any_size_could_be_seen_it_is_said():
    frame = people(24).assign(g=["a", "b", "c", "d"] * 6, y=["yes", "no"] * 12)
    finding = found(wb.split_data(dataset(frame)), "WB134")
    assert finding.title == "Between groups of g a gap of any size would often be missed in the rows held out"
    assert np.isnan(finding.value)


def test_many_rows_of_two_groups_leave_nothing_to_say():
    frame = pd.DataFrame({"y": ["yes", "no"] * 10_000, "g": ["a", "a", "b", "b"] * 5_000})
    assert codes(wb.split_data(dataset(frame))) == []


# Order, and data on disk.


@given(order=st.permutations(range(200)), seed=st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None, derandomize=True)
def test_with_ids_the_order_of_the_rows_does_not_matter(order, seed):
    frame = people(200).assign(person=lambda one: "p" + one["row"].astype(str))
    once, again = (wb.split_data(dataset(one, id="person"), seed=seed) for one in (frame, frame.iloc[list(order)]))
    assert sorted(once.test.frame()["row"]) == sorted(again.test.frame()["row"])
    strata = Counter(zip(frame["y"], frame["g"], strict=True))
    held = Counter(zip(once.test.frame()["y"], once.test.frame()["g"], strict=True))
    assert all(abs(held[which] - 0.3 * n) < 1 + 1e-9 for which, n in strata.items())


def test_with_ids_every_row_has_the_same_chance():
    data = dataset(people(40).assign(person=lambda one: one["row"]), id="person")
    held = Counter(row for seed in range(100) for row in wb.split_data(data, seed=seed).test.frame()["row"])
    # Binomial with n = 100 and p = 0.3: standard deviation 4.6; 5 of them leave 40 rows a chance of 2e-5.
    assert max(abs(held[row] - 30) for row in range(40)) < 23


def test_ids_that_repeat_or_are_missing_lose_no_row():
    data = dataset(people(100).assign(person=[None, "a", "a", "b"] * 25), id="person")
    held = []
    for seed in range(30):
        split = wb.split_data(data, seed=seed)
        held += split.test.frame()["row"].tolist()
        assert sorted([*split.train.frame()["row"], *split.test.frame()["row"]]) == list(range(100))
    assert set(held) == set(range(100))  # drawn at random among those of one id, not always the first


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize(
    "roles", [{}, {"id": "row"}, {"group": "who"}, {"time": "row"}, {"time": "row", "group": "who"}]
)
def test_on_disk_and_in_memory_are_split_alike(tmp_path, kind, roles):
    frame = people(600).assign(who=lambda one: "w" + (one["row"] // 5).astype(str))
    path = tmp_path / f"people.{kind}"
    (frame.to_csv if kind == "csv" else frame.to_parquet)(path, index=False)
    stored, held = (
        wb.read_data(path, target="y", favourable="yes", protected=["g"], lazy=lazy, **roles) for lazy in (True, False)
    )
    assert stored.is_stored
    assert not held.is_stored
    one, other = wb.split_data(stored, seed=4), wb.split_data(held, seed=4)
    for part in ("train", "test"):
        assert getattr(one, part).table.equals(getattr(other, part).table)
    assert "table" not in stored.__dict__  # only the columns that decide were read, and then each part
    assert one.groups == other.groups
    assert one.smallest_gaps == other.smallest_gaps
    assert one.findings == other.findings
    assert one.train.n_rows + one.test.n_rows + one.n_unused == 600
