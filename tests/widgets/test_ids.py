"""Ids of what widgets show: each its own, and none with a blank, whatever columns, groups and models are called."""

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

import workbench as wb
from workbench.data.roles import ProtectedAttribute
from workbench.document.wording import name
from workbench.widgets.contest import ContestBoard
from workbench.widgets.wire import node_json
from workbench.widgets.worker import run_here

from .test_roles import board_of, nodes

OWN = ["values", "would", "unlike", "edit", "case", "by", "n", "two words"]
"""Names of columns: parts of our own ids, and one that would be two ids where ids are listed."""
GROUPS = ["two words", "summary", "a\tb"]


def ids(view):
    """Return the id of every node of a view, as often as it is there."""
    found = []
    pending = [node_json(view)]
    while pending:
        node = pending.pop()
        found.append(node["id"])
        pending += node.get("children", [])
        pending += [cell for cell in node.get("cells", []) if isinstance(cell, dict)]
    return found


def check(view):
    found = ids(view)
    assert sorted(found) == sorted(set(found))
    assert [one for one in found if not one or any(sign.isspace() for sign in one)] == []


@pytest.fixture(scope="module")
def frame():
    rng = np.random.default_rng(4)
    frame = pd.DataFrame({one: rng.normal(size=600).round(3) for one in OWN})
    frame["our group"] = rng.choice(GROUPS, 600)
    frame["paid"] = np.where(frame["values"] + rng.normal(size=600) > 0, "yes", "no")
    return frame


@pytest.fixture(scope="module")
def data(frame):
    protected = ["our group", wb.bands("two words", [0.0], title="the years")]
    return wb.read_data(frame, target="paid", favourable="yes", protected=protected)


@pytest.fixture(scope="module")
def fitted(data):
    return wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")


def test_a_column_may_be_called_as_something_of_ours(fitted):
    panel = wb.view_explanation(fitted)
    for view in ("case", "effect", "global"):
        panel._board.take("view", view)
        check(panel._board.view())
    panel._board.take("view", "case")
    board = panel._board
    place = fitted.prepared.columns.index("would")
    board.take(f"value/{place}", 400.0)
    check(board.view())
    shown = nodes(board.view())
    assert shown["edit/would"]["kind"] == "said"
    assert shown["edit/values"]["kind"] == "grid"
    assert shown["edit/unlike"]["kind"] == "said"
    panel.close()


def test_groups_and_attributes_may_be_called_as_they_like(fitted):
    audit = wb.audit_model(fitted)
    for panel in (wb.explore_audit(audit), wb.explore_threshold(audit), wb.review_findings(audit), wb.choose_metrics()):
        check(panel._board.view())
        panel.close()


def test_labels_mean_something_alone(fitted):
    audit = wb.explore_audit(wb.audit_model(fitted))
    case = wb.view_explanation(fitted)
    audit._board.take("compare", "reference")
    case._board.take("view", "case")
    labels = [one.get("label", "") for panel in (audit, case) for one in nodes(panel._board.view()).values()]
    assert {"As", "With", "First", "Where", "holds", "Drawn", "Look at"} & set(labels) == set()
    assert {"The limit is of", "Group that others are compared with"} <= set(labels)
    assert {"What to look at", "Column to search in", "What it holds"} <= set(labels)


def test_models_may_be_called_as_they_like(fitted):
    models = {"two words": "logistic_regression", "answer": LogisticRegression(C=0.01)}
    contest = wb.compare_models(fitted.prepared, models, n_folds=2, n_repeats=1)
    board = ContestBoard(fitted.prepared, contest, None, 2)
    board.take_press("weigh")
    board.take("point", "0")
    check(board.view())
    shown = nodes(board.view())
    told = [one["text"] for id, one in shown.items() if id.startswith("sides/")]
    for place, one in enumerate(board._tradeoffs().places):
        lower, higher = (name(group).text for group in (one.judged.gap.lower, one.judged.gap.higher))
        assert any(f"lower for {lower} than for {higher}" in text for text in told)
        assert shown["tradeoff"]["table"]["rows"][place][4] == lower


def test_methods_are_shown_at_their_places(fitted):
    panel = wb.explore_mitigations(fitted.prepared, methods=["reweighing", "drop_proxy"], n_folds=2)
    board = panel._board
    board.runner = run_here
    board.take_press("try")
    board.take("chosen", "reweighing")
    board.take("reason", "It is the fairest.")
    board.take_press("confirm")
    check(board.view())
    panel.close()


def test_one_column_may_be_compared_twice(frame):
    board = board_of(frame)
    board.settings = type(board.settings)(
        target="paid",
        favourable="yes",
        protected=(
            ProtectedAttribute("two words", "the sign", (0.0,)),
            ProtectedAttribute("two words", "two words", (-1.0, 1.0)),
            ProtectedAttribute("our group"),
        ),
    )
    check(board.view())
    place = OWN.index("two words")
    board.take(f"bands/{place}/1", "-2, 0, 2")
    assert [one.edges for one in board.settings.protected] == [(0.0,), (-2.0, 0.0, 2.0), ()]
    board.take(f"bands/{place}", "0.5")
    assert [one.edges for one in board.settings.protected] == [(0.5,), (-2.0, 0.0, 2.0), ()]
    board.take(f"bands/{place}/1", "one, two")
    shown = nodes(board.view())
    assert shown[f"bands/{place}"]["problem"] == ""
    assert "one" in shown[f"bands/{place}/1"]["problem"]
    board.take(f"bands/{place}/2", "1")
    assert "no control" in nodes(board.view())["workbench/problem"]["text"]
