"""What is hidden of an audit cannot be worked out from what is shown, and the verdicts stay."""

import json
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.audit.assess import audit_tallies
from workbench.audit.disclosed import disclose
from workbench.audit.disclosure.level import Disclosure
from workbench.audit.disclosure.suppression import is_safe
from workbench.audit.policy import Policy
from workbench.core.provenance import Provenance
from workbench.data.roles import ProtectedAttribute, Roles
from workbench.tally.tally import Tally

from .attack import Attacker

POLICY = Policy({"selection_rate": 0.05}, standards={"four-fifths": {}})


def audit_of(n, groups, crossings=(("sex", "race"),), policy=POLICY):
    """The audit of joint counts: ``n`` of shape (sexes, races, 3, 3)."""
    kinds = tuple(product(*groups))
    kept = [place for place, counts in enumerate(n.reshape(len(kinds), 3, 3)) if counts.any()]
    tally = Tally(
        ("sex", "race"), tuple(kinds[place] for place in kept), n.reshape(len(kinds), 3, 3)[kept].astype(np.int64)
    )
    roles = Roles(
        target="d",
        favourable="favourable",
        unfavourable="unfavourable",
        protected=tuple(map(ProtectedAttribute, ("sex", "race"))),
    )
    return audit_tallies(
        Provenance("test"),
        tally,
        tally,
        data_name="test",
        roles=roles,
        policy=policy,
        kind="decisions",
        crossings=crossings,
    )


def written(audit):
    return json.loads(json.dumps(audit.to_json(), allow_nan=False))


def small_tables(*, outcomes):
    """Joint counts of two sexes and three races, a few people each."""
    cells = st.sampled_from([0, 0, 1, 2, 3, 4, 6, 9, 15, 30, 60])
    shape = (2, 3, 2, 2) if outcomes else (2, 3, 1, 2)

    def made(values):
        n = np.zeros((2, 3, 3, 3), dtype=np.int64)
        counts = np.array(values).reshape(shape)
        if outcomes:
            n[:, :, :2, :2] = counts
        else:
            n[:, :, 2, :2] = counts[:, :, 0]
        return n

    size = int(np.prod(shape))
    return st.lists(cells, min_size=size, max_size=size).map(made).filter(lambda n: n.sum() > 0)


GROUPS = (("f", "m"), ("a", "b", "c"))


def hidden_cells(n, shown, attributes, crossings):
    """Every count of a group that is not shown: the group's members, and which outcome and decision."""
    for axis in [(one,) for one in attributes] + list(crossings):
        named = set(shown.axis(*axis).groups)
        tally = shown.axis(*axis).tally
        where = dict(zip(shown.axis(*axis).groups, tally.n, strict=True))
        for kind in product(*(GROUPS[attributes.index(name)] for name in axis)):
            group = " × ".join(kind)
            at = tuple(GROUPS[attributes.index(name)].index(part) for name, part in zip(axis, kind, strict=True))
            index = [slice(None)] * 2
            for name, place in zip(axis, at, strict=True):
                index[attributes.index(name)] = slice(place, place + 1)
            true = n[tuple(index)].sum(axis=(0, 1))
            if not true.any():
                continue
            whole = group not in named
            joined = not whole and not np.array_equal(where[group], true)
            if whole or joined:
                yield axis, group, true, whole


def assert_nothing_leaks(n, level, *, whole_numbers=False):
    crossings, attributes = (("sex", "race"),), ("sex", "race")
    shown = disclose(audit_of(n, GROUPS, crossings), level)
    if shown.disclosure is not None and "counts" in shown.disclosure.withheld:
        assert not any(margin.n.any() for margin in shown.decisions.margins.values())
        return
    attacker = Attacker(written(shown), attributes, GROUPS, crossings)
    wanted, counts = [], []
    for axis, group, true, whole in hidden_cells(n, shown, attributes, crossings):
        who = attacker.members(" × ".join(axis), group)
        wanted += [(who, ("01?"[o] + "01?"[d],)) for o, d in np.ndindex(3, 3)]
        counts += true.ravel().tolist()
        if whole:
            wanted += [(who, ("*" + "01?"[d],)) for d in range(3)]
            counts += true.sum(axis=0).tolist()
    if not wanted:
        return
    for count, (low, high) in zip(counts, attacker.ranges_of(wanted, whole_numbers=whole_numbers), strict=True):
        assert low - 1e-6 <= count <= high + 1e-6
        assert is_safe(low, high, level.margin), (count, low, high)


@settings(max_examples=25, deadline=None)
@given(n=small_tables(outcomes=False), threshold=st.sampled_from([3, 5, 11]))
def test_sd_03_no_hidden_decision_is_derivable_from_any_number_of_the_json(n, threshold):
    assert_nothing_leaks(n, Disclosure("internal", threshold))


@settings(max_examples=12, deadline=None)
@given(n=small_tables(outcomes=True), threshold=st.sampled_from([3, 5, 11]))
def test_sd_03_no_hidden_outcome_is_derivable_from_any_number_of_the_json(n, threshold):
    assert_nothing_leaks(n, Disclosure("internal", threshold))


@pytest.mark.slow
@pytest.mark.parametrize("outcomes", [False, True])
def test_sd_03_of_many_tables_nothing_is_derivable(outcomes):
    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(n=small_tables(outcomes=outcomes), threshold=st.sampled_from([3, 5, 11]))
    def attacked(n, threshold):
        assert_nothing_leaks(n, Disclosure("internal", threshold))

    attacked()


@settings(max_examples=12, deadline=None)
@given(n=small_tables(outcomes=False), threshold=st.sampled_from([3, 5]))
def test_sd_03_every_hidden_count_has_several_possible_whole_numbers(n, threshold):
    """Tables of whole numbers that fit what is published, the widest apart: a branch and bound over all of them."""
    assert_nothing_leaks(n, Disclosure("internal", threshold), whole_numbers=True)
