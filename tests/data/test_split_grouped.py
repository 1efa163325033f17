"""Rows that belong together stay together, and the parts are as alike as moving them can make them."""

from itertools import product

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.model_selection import GroupShuffleSplit

import workbench as wb
from workbench.data.splitting.entities import can_be_split, distance, entities_held_out
from workbench.data.splitting.keys import seeded_keys
from workbench.errors import InputError, NotEnoughDataError, RoleError

ENTITIES = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 1), st.integers(0, 2)), min_size=4, max_size=60)


def dataset(frame, **roles):
    return wb.read_data(frame, target="y", favourable="yes", protected=["g"], **{"group": "customer", **roles})


def people(n=400, customers=60, seed=0):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "row": np.arange(n),
            "customer": [f"c{which}" for which in rng.integers(customers, size=n)],
            "y": np.where(rng.random(n) < 0.4, "yes", "no"),
            "g": rng.choice(["a", "b", "c"], size=n, p=[0.5, 0.4, 0.1]),
        }
    )


def values(part, column):
    return part.frame([column])[column].tolist()


def refused(kind, *arguments, **options):
    with pytest.raises(kind) as error:
        wb.split_data(*arguments, **options)
    assert type(error.value) is kind
    return str(error.value)


def drawn(cells, share, start=0.5):
    """Return entities, margins, and which entities are held out, for tuples of entity, outcome and group."""
    entities = np.unique([one[0] for one in cells], return_inverse=True)[1].astype(np.int64)
    outcomes, groups = (np.array([one[place] for one in cells], dtype=np.int64) for place in (1, 2))
    margins = [outcomes, 2 * groups + outcomes]
    keys = np.arange(entities.max() + 1, dtype=np.uint64)
    found = entities_held_out(entities, margins, share=share, strata=margins[1], keys=keys, start=start)
    return entities, margins, found


# By hand.


def test_the_one_entity_that_gives_the_share_exactly_is_held_out():
    cells = [(0, 0, 0), (0, 1, 0), (0, 0, 0), (0, 1, 0), (0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 0)]
    entities, margins, found = drawn(cells, 0.25)
    assert found.tolist() == [False, True]
    assert distance(entities, margins, 0.25, found) == 0


def test_distance_by_hand():
    # Four rows, two outcomes, one group: wanted 2 rows, 1 and 1, and 1 and 1 of the group; held out 3: 2 and 1.
    cells = np.array([0, 0, 0, 1]), [np.array([0, 1, 0, 1]), np.array([0, 1, 0, 1])]
    terms = 5  # all rows, two outcomes, two outcomes of the group
    assert distance(*cells, 0.5, np.array([True, False])) == pytest.approx(terms * (1 / 2 + 1 / 1) + 1 / 1)


@pytest.mark.parametrize(
    ("entities", "outcomes", "can"),
    [
        ([0, 0], [0, 1], False),
        ([0, 0, 1, 1], [0, 1, 0, 1], True),
        ([0, 0, 1], [0, 1, 0], False),
        ([0, 0, 1, 2], [0, 1, 0, 1], True),
        ([0, 1, 2, 3], [0, 1, 0, 1], True),
        ([0, 1, 2], [0, 1, 0], False),
    ],
)
def test_two_parts_with_both_outcomes_need_enough_entities(entities, outcomes, can):
    assert can_be_split(np.array(entities), np.array(outcomes)) is can


# Brute force.


def feasible(cells, held_out):
    parts = [{outcome for entity, outcome, _ in cells if (entity in held_out) is side} for side in (True, False)]
    return all(part == {0, 1} for part in parts)


@given(cells=ENTITIES, share=st.sampled_from([0.1, 0.3, 0.5]), start=st.sampled_from([0.0, 0.4, 0.99]))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_no_move_and_no_exchange_brings_the_parts_nearer(cells, share, start):
    entities = np.unique([one[0] for one in cells], return_inverse=True)[1].astype(np.int64)
    outcomes = np.array([one[1] for one in cells], dtype=np.int64)
    cells = list(zip(entities.tolist(), outcomes.tolist(), [one[2] for one in cells], strict=True))
    n = entities.max() + 1
    subsets = [np.array(one, dtype=bool) for one in product([False, True], repeat=int(n))]
    possible = [one for one in subsets if feasible(cells, set(np.flatnonzero(one)))]
    assert can_be_split(entities, outcomes) == bool(possible)
    if not possible:
        return
    _, margins, found = drawn(cells, share, start)
    assert feasible(cells, set(np.flatnonzero(found)))
    own = distance(entities, margins, share, found)
    for other in possible:
        changed = np.flatnonzero(other != found)
        if len(changed) == 1 or (len(changed) == 2 and found[changed].sum() == 1):
            assert distance(entities, margins, share, other) >= own * (1 - 1e-6) - 1e-6


def test_the_parts_are_among_the_nearest_of_all_arrangements():
    rng, ranks = np.random.default_rng(5), []
    for _ in range(10):
        cells = [(int(e), int(o), int(g)) for e, o, g in zip(*rng.integers([[8], [2], [2]], size=(3, 80)), strict=True)]
        entities, margins, found = drawn(cells, 0.3, rng.random())
        own = distance(entities, margins, 0.3, found)
        arrangements = product([False, True], repeat=int(entities.max() + 1))
        others = [distance(entities, margins, 0.3, np.array(one)) for one in arrangements]
        ranks.append(np.mean(np.array(others) < own * (1 - 1e-9)))
    assert max(ranks) < 0.02  # at most 1 in 50 of all arrangements is nearer


# Another program.


@pytest.mark.parametrize("seed", range(5))
def test_the_parts_are_nearer_than_those_of_scikit_learn(seed):
    frame = people(seed=seed)
    codes = np.unique(frame["customer"], return_inverse=True)[1].astype(np.int64)
    outcome = (frame["y"] == "yes").to_numpy().astype(np.int64)
    margins = [outcome, 2 * np.unique(frame["g"], return_inverse=True)[1] + outcome]
    test = next(GroupShuffleSplit(1, test_size=0.3, random_state=seed).split(frame, groups=codes))[1]
    theirs = np.isin(np.arange(codes.max() + 1), codes[test])
    ours = np.isin(np.arange(codes.max() + 1), codes[values(wb.split_data(dataset(frame), seed=seed).test, "row")])
    assert distance(codes, margins, 0.3, ours) < 0.2 * distance(codes, margins, 0.3, theirs)


# Properties.


@given(cells=ENTITIES, seed=st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_nobody_is_in_both_parts_and_no_row_is_lost(cells, seed):
    cells = cells * 5  # at least 20 rows
    frame = pd.DataFrame(
        {
            "row": range(len(cells)),
            "customer": [one[0] for one in cells],
            "y": ["yes" if one[1] else "no" for one in cells],
            "g": [f"g{one[2]}" for one in cells],
        }
    )
    if frame["y"].nunique() < 2:
        return
    try:
        split = wb.split_data(dataset(frame), seed=seed)
    except NotEnoughDataError:
        codes = np.unique(frame["customer"], return_inverse=True)[1]
        assert not can_be_split(codes, (frame["y"] == "yes").to_numpy().astype(int))
        return
    assert not set(values(split.train, "customer")) & set(values(split.test, "customer"))
    assert sorted(values(split.train, "row") + values(split.test, "row")) == list(range(len(frame)))
    for part in (split.train, split.test):
        assert set(values(part, "y")) == {"yes", "no"}


@given(order=st.permutations(range(120)))
@settings(max_examples=15, deadline=None, derandomize=True)
def test_the_order_of_the_rows_does_not_matter(order):
    frame = people(120, 25)
    once, again = (wb.split_data(dataset(one), seed=3) for one in (frame, frame.iloc[list(order)]))
    assert sorted(values(once.test, "row")) == sorted(values(again.test, "row"))


def test_sizes_are_as_asked_where_customers_are_small():
    split = wb.split_data(dataset(people(3000, 900)), seed=1)
    for one in split.groups:
        n = one.n_train + one.n_test
        assert one.n_test == pytest.approx(0.3 * n, abs=1.5), one
        k = one.n_train_favourable + one.n_test_favourable
        assert one.n_test_favourable == pytest.approx(0.3 * k, abs=1.5), one


def test_many_small_groups_do_not_draw_all_rows_to_one_part():
    rng = np.random.default_rng(0)
    frame = people(900, 500).assign(g=[f"g{which}" for which in rng.permutation(900)])  # each row its own group
    split = wb.split_data(dataset(frame), seed=1)
    assert abs(split.test.n_rows - 270) <= 1


def test_every_customer_has_a_chance():
    frame = people(200, 40)
    held = [set(values(wb.split_data(dataset(frame), seed=seed).test, "customer")) for seed in range(60)]
    counts = {customer: sum(customer in one for one in held) for customer in frame["customer"].unique()}
    assert min(counts.values()) > 0
    assert max(counts.values()) < 60


def test_the_same_seed_gives_the_same_customers_and_another_gives_others():
    data = dataset(people())
    once, again, other = (wb.split_data(data, seed=seed) for seed in (1, 1, 2))
    assert once == again
    assert set(values(once.test, "customer")) != set(values(other.test, "customer"))


def test_customers_of_one_row_each_are_split_in_proportion():
    frame = people().assign(customer=range(400))
    split = wb.split_data(dataset(frame), seed=9)
    assert split.test.n_rows == 120
    assert split.groups[0].n_test_favourable == pytest.approx(0.3 * (frame["y"] == "yes").sum(), abs=1)


# Edges.


def test_rows_without_a_customer_stand_for_themselves():
    frame = people(300, 5)
    frame["customer"] = frame["customer"].where(frame["row"] % 2 == 0, None)
    split = wb.split_data(dataset(frame), seed=1)
    alone = [part.column("customer").null_count for part in (split.train, split.test)]
    assert sum(alone) == 150
    assert min(alone) > 0
    [finding] = [one for one in split.findings if one.code == "WB135"]
    assert str(finding) == "WB135 150 of 300 rows have no 'customer'"
    assert (finding.value, finding.n, finding.scope) == (0.5, 300, "customer")


def test_rows_without_an_outcome_are_in_neither_part():
    frame = people()
    frame.loc[:9, "y"] = None
    split = wb.split_data(dataset(frame), seed=1)
    assert split.n_without_outcome == split.n_unused == 10
    assert repr(split).endswith(" held out, 10 without an outcome.")


def test_one_large_customer_is_learned_from():
    frame = people(400, 40)
    frame.loc[:299, "customer"] = "large"
    split = wb.split_data(dataset(frame), seed=1)
    assert "large" not in values(split.test, "customer")
    assert split.test.n_rows < 101


def test_a_part_of_another_size_than_asked_is_told():
    frame = people(400, 40)
    frame.loc[:319, "customer"] = "large"
    split = wb.split_data(dataset(frame), seed=1)
    [finding] = [one for one in split.findings if one.code == "WB137"]
    assert finding.title == f"{split.test.n_rows / 4:.0f} % of the rows are held out, not the 30 % asked for"
    assert (finding.value, finding.threshold, finding.n) == (split.test.n_rows / 400, 0.3, 400)


@pytest.mark.parametrize("kind", ["int64", "float64", "str", "datetime64[s]"])
def test_customers_may_be_numbers_words_or_dates(kind):
    frame = people().assign(customer=lambda one: one["row"] // 7)
    frame["customer"] = frame["customer"].astype(kind)
    split = wb.split_data(dataset(frame), seed=1)
    assert not set(values(split.train, "customer")) & set(values(split.test, "customer"))
    assert repr(split).startswith("Split of 'data' by 'customer': ")


def test_hostile_names_are_only_names():
    frame = people().rename(columns={"customer": 'c"0; <script>'})
    frame['c"0; <script>'] = frame['c"0; <script>'] + "'\n🙂"
    split = wb.split_data(dataset(frame, group='c"0; <script>'), seed=1)
    assert split.n_entities[0] + split.n_entities[1] == frame['c"0; <script>'].nunique()


def test_row_by_row_is_still_possible():
    split = wb.split_data(dataset(people()), method="stratified", seed=1)
    assert split.method == "stratified"
    assert set(values(split.train, "customer")) & set(values(split.test, "customer"))


def test_whole_numbers_are_the_same_however_they_are_stored():
    whole, real, text = (pa.chunked_array([one]) for one in ([1, 2, None], [1.0, 2.0, None], ["1", "2", None]))
    assert (seeded_keys(whole, 5) == seeded_keys(real, 5)).all()
    assert (seeded_keys(whole, 5) == seeded_keys(text, 5)).all()


def test_keys_stay_what_they_are():
    # A split can be made again in years only if they do.
    assert seeded_keys(pa.chunked_array([["a", None, "é"]]), 7).tolist() == [
        14180409142595438385,
        0,
        3417152572856121877,
    ]


# Refusals.


def test_a_method_needs_its_column():
    data = wb.read_data(people(), target="y", favourable="yes")
    assert refused(RoleError, data, method="grouped") == (
        "method is 'grouped', and no column of 'data' says which rows belong together.\n"
        "Name one: assign_roles(data, group=…), or read_data(…, group=…)."
    )


@pytest.mark.parametrize("method", ["random", "", 3, True, ["group"]])
def test_there_are_three_methods(method):
    assert refused(InputError, dataset(people()), method=method).startswith(
        f"method is {method!r}.\nAllowed are: 'stratified', 'grouped', 'temporal'."
    )


def test_one_customer_cannot_be_in_two_parts():
    frame = people(100, 10).assign(customer="only")
    favourable = int((frame["y"] == "yes").sum())
    assert refused(NotEnoughDataError, dataset(frame)) == (
        f"'data' has 100 rows with an outcome, {favourable} of them with the rarer one.\n"
        "Those of one 'customer' stay together, and no such parts both hold each outcome.\n"
        "Collect more, or split row by row: method='stratified'."
    )


def test_few_rows_are_too_few():
    assert refused(NotEnoughDataError, dataset(people(19, 10, seed=3))).endswith(
        "\nA split needs at least 20 rows, and each outcome in both parts."
    )
