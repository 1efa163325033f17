"""A tally of margins answers as the joint one does, and holds nothing else."""

import json

import numpy as np
import pyarrow as pa
import pytest

from workbench.data.roles import TOO_SMALL, UNKNOWN
from workbench.errors import InputError
from workbench.tally.counting import Scores, tally_rows
from workbench.tally.crossing import crossed_name
from workbench.tally.margins import MarginTally, margin_tally
from workbench.tally.tally import Tally
from workbench.tally.values import axis_of, crossed_order


@pytest.fixture
def joint(rng):
    rows = pa.table(
        {
            "sex": rng.choice(["f", "m"], 500),
            "age": rng.choice(["old", "young", UNKNOWN], 500),
            "race": rng.choice(["a", "b", "c"], 500),
        }
    )
    score = rng.random(500)
    return tally_rows(
        rows, outcomes=rng.integers(0, 3, 500), decisions=(score >= 0.5).astype(int), scores=Scores(score)
    )


@pytest.fixture
def margins(joint):
    return margin_tally(
        joint.by(), [joint.by("sex"), joint.by("age"), joint.by("race"), joint.by("sex", "age")], joint.attributes
    )


@pytest.mark.parametrize("axis", [(), ("sex",), ("age",), ("sex", "age")])
def test_axes_are_those_of_the_joint_counts(joint, margins, axis):
    one, two = axis_of(joint, *axis), axis_of(margins, *axis)
    assert one.groups == two.groups
    assert one.tally.fingerprint == two.tally.fingerprint
    assert crossed_order(joint, axis, ()) == crossed_order(margins, axis, ())


def test_decisions_of_another_threshold_are_those_of_the_joint_counts(joint, margins):
    for axis in ((), ("sex",), ("sex", "age")):
        np.testing.assert_array_equal(
            axis_of(joint.decided(0.25), *axis).tally.n, axis_of(margins.decided(0.25), *axis).tally.n
        )


def test_each_class_against_the_rest_is_that_of_the_joint_counts(joint, margins):
    one, two = joint.one_against_rest("favourable"), margins.one_against_rest("favourable")
    np.testing.assert_array_equal(one.by("race").n, two.by("race").n)
    assert (two.n_rows, two.n_outcomes, two.n_decisions) == (one.n_rows, one.n_outcomes, one.n_decisions)


def test_joint_counts_are_not_in_it(joint, margins):
    assert len(margins.groups) == 1
    with pytest.raises(InputError) as error:
        margins.by("age", "race")
    assert str(error.value) == (
        "Counts by age × race are not in this tally: only some margins may be shown.\nIt has sex, age, race, sex × age."
    )
    with pytest.raises(InputError) as error:
        margins.where("sex", "f")
    assert str(error.value) == (
        "Rows of one group of sex are not in this tally: only some margins may be shown.\n"
        "Ask for them before you choose what may be shown."
    )
    with pytest.raises(InputError) as error:
        margins + joint
    assert str(error.value) == (
        "A tally of margins cannot be added to another.\nAdd the counts first, then choose what may be shown."
    )


def test_it_is_read_back_by_whoever_reads_tallies(margins):
    content = json.loads(json.dumps(margins.to_json()))
    again = Tally.from_json(content)
    assert isinstance(again, MarginTally)
    assert again.fingerprint == margins.fingerprint
    assert again.to_json() == content


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda one: one.update(margins=3), "margins of the tally are no list."),
        (lambda one: one.update(margins=[3]), "margins of the tally are no tallies."),
        (lambda one: one["margins"].append(one["margins"][0]), "The tally has two margins of sex."),
        (lambda one: one["margins"].append({**one}), "margins of the tally are no tallies."),
        (lambda one: one.update(attributes=["sex"], groups=[["everybody"]]), "margins of the tally do not fit it."),
    ],
    ids=["no list", "no tally", "twice", "nested", "other attributes"],
)
def test_damaged_margins_are_refused(margins, damage, says):
    content = json.loads(json.dumps(margins.to_json()))
    damage(content)
    with pytest.raises(InputError) as error:
        Tally.from_json(content)
    assert str(error.value) == f"{says}\nGive what Tally.to_json wrote."


def test_groups_too_small_to_show_come_last_but_one_and_are_not_compared():
    n = np.zeros((3, 3, 3), dtype=np.int64)
    n[:, 2, 1] = [5, 6, 7]
    tally = Tally(("g",), ((TOO_SMALL,), (UNKNOWN,), ("z",)), n)
    axis = axis_of(tally, "g")
    assert axis.groups == ("z", TOO_SMALL, UNKNOWN)
    assert crossed_name([TOO_SMALL, TOO_SMALL]) == TOO_SMALL
    from workbench.tally.rates import rate_named

    assert rate_named("selection_rate").by_group(axis).compared.tolist() == [True, False, False]
