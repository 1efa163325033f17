"""Guesses about data whose target holds classes or amounts: none is made of it, and a person can say it."""

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.errors import RoleError


def people(*, with_outcome):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "sex": rng.choice(["f", "m"], size=200),
            "grade": rng.choice(["low", "middle", "high"], size=200),
            "price": rng.normal(size=200),
        }
    )
    return frame.assign(approved=rng.choice(["yes", "no"], size=200)) if with_outcome else frame


@pytest.mark.parametrize("with_outcome", [False, True])
@pytest.mark.parametrize(("target", "task"), [("grade", "multiclass"), ("price", "regression")])
def test_a_person_can_say_what_is_predicted(target, task, with_outcome):
    suggested = wb.suggest_roles(wb.read_data(people(with_outcome=with_outcome)))
    data = suggested.confirm(target=target, task=task)
    assert (data.roles.target, data.roles.task, data.roles.favourable) == (target, task, "")
    assert [one.column for one in data.roles.protected] == ["sex"]


def test_a_favourable_class_can_be_said_too():
    data = wb.suggest_roles(wb.read_data(people(with_outcome=False))).confirm(
        target="grade", task="multiclass", favourable="high"
    )
    assert data.roles.favourable == "high"


def test_a_task_that_does_not_fit_the_likely_target_is_refused():
    with pytest.raises(RoleError) as raised:
        wb.suggest_roles(wb.read_data(people(with_outcome=True))).confirm(task="multiclass")
    assert str(raised.value) == (
        "task is 'multiclass', and column 'approved' has two values: 'no' and 'yes'.\n"
        "Leave task out and say which is good for the person, for example favourable='yes'."
    )
