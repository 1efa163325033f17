"""The explorer's data: counts of the audit at every step, nothing about anybody, and one module."""

import json
import re
from pathlib import Path

import jsonschema
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.audit.counts import audit_counts
from workbench.audit.decisions import audit_decisions
from workbench.audit.disclosed import disclose
from workbench.audit.policy import Policy, Rule
from workbench.audit.predictions import audit_predictions
from workbench.document.messages.explorer import REASONS, TEXTS
from workbench.errors import InputError
from workbench.figures.explorer import explorer_data, explorer_script
from workbench.figures.explorer_steps import chosen, labels

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "explorer.json").read_text(encoding="utf-8"))
SOURCES = ROOT / "extensions" / "explorer" / "src"


def people(rng, rows=2000, *, scale=1.0, digits=4):
    group = rng.choice(np.array(["women", "men", None], dtype=object), rows, p=[0.5, 0.47, 0.03])
    score = np.round(scale * rng.beta(2, 2, rows), digits)
    outcome = (rng.random(rows) < score / scale).astype(float)
    outcome[rng.random(rows) < 0.05] = np.nan
    score[rng.random(rows) < 0.02] = np.nan
    age = rng.choice(["old", "young"], rows)
    return pd.DataFrame({"score": score, "outcome": outcome, "sex": group, "age": age})


def audit_of(table, **arguments):
    given = {"score": "score", "outcome": "outcome", "threshold": 0.5, "protected": ["sex", "age"], **arguments}
    return audit_decisions(table, **given)


def cells_at(data, place):
    """The counts of the explorer, as its module makes them: group, outcome, decision."""
    above = np.array(data["at_or_above"])[:, :, place]
    return np.stack([np.array(data["scored"]) - above, above], axis=2)


@pytest.mark.parametrize("attributes", [("sex",), ("age",), ("sex", "age")])
def test_counts_are_those_of_the_audit_at_every_edge(rng, attributes):
    audit = audit_of(people(rng), thresholds=[0.1234, 0.98765])
    data = explorer_data(audit, *attributes)
    assert len(data["edges"]) > 50
    assert {0.1234, 0.5, 0.98765} <= set(data["edges"])
    for place, edge in enumerate(data["edges"]):
        axis = audit.at_threshold(edge).axis(*attributes)
        assert list(axis.groups) == data["groups"]
        assert (cells_at(data, place) == axis.tally.n[:, :, :2]).all(), edge


def test_groups_whose_names_are_long_look_different(rng):
    long = {one: f"{'people who came by way of the ' * 4}{one}{' and stayed for the whole year' * 4}" for one in "ab"}
    table = people(rng).assign(sex=[long["ab"[place % 2]] for place in range(2000)])
    assert len(set(explorer_data(audit_of(table), "sex")["groups"])) == 2


def test_it_is_as_published(rng):
    audit = audit_of(people(rng))
    rules = (Rule("selection_rate", 0.8, scale="ratio", compare="reference:men", attributes=("sex",)),)
    for one in (
        explorer_data(audit, "sex"),
        explorer_data(audit, "sex", "age", merged=True),
        explorer_data(audit_of(people(rng), policy=Policy(rules)), "sex", most_bins=4),
        explorer_data(audit_of(people(rng, 200, digits=0)), "sex"),
    ):
        jsonschema.validate(one, SCHEMA)
        assert json.loads(json.dumps(one, allow_nan=False)) == one


def test_the_schema_refuses_rows_and_what_is_left_out(rng):
    data = explorer_data(audit_of(people(rng)), "sex")
    for wrong in ({**data, "rows": []}, {key: value for key, value in data.items() if key != "texts"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, SCHEMA)


def test_every_step_decides_differently_but_for_those_that_were_named(rng):
    data = explorer_data(audit_of(people(rng, 300, digits=1), thresholds=[0.11, 0.123456]), "sex")
    everybody = np.array(data["at_or_above"]).sum(axis=(0, 1))
    named = np.isin(data["edges"], [0.123456, 0.5])
    assert named.sum() == 2
    assert len(set(everybody[~named])) == (~named).sum()


def test_even_steps_are_kept_where_they_tell_enough(rng):
    data = explorer_data(audit_of(people(rng)), "sex")
    assert data["edges"] == [round(edge, 2) for edge in data["edges"]]
    assert data["edge_labels"] == [f"{edge:.2f}" for edge in data["edges"]]
    assert data["edges"][data["start"]] == data["threshold"] == 0.5


def test_a_rare_outcome_has_many_steps_too(rng):
    audit = audit_of(people(rng, 5000, scale=0.04, digits=6), threshold=0.02)
    data = explorer_data(audit, "sex")
    assert len(data["edges"]) == 101
    assert max(data["edges"]) <= 0.04
    assert len(set(data["edge_labels"])) == 101
    falls = -np.diff(np.array(data["at_or_above"]).sum(axis=(0, 1)))
    assert falls.max() < 0.05 * 5000


@pytest.mark.parametrize("most", [4, 5, 20, 101])
def test_there_are_never_more_steps_than_allowed(rng, most):
    audit = audit_of(people(rng), threshold=0.333, thresholds=[0.1111, 0.2222, 0.7777])
    data = explorer_data(audit, "sex", most_bins=most)
    assert len(data["edges"]) == min(most, len(data["edges"]))
    assert len(data["edges"]) >= min(most, 90)
    assert data["threshold"] == data["edges"][data["start"]] == 0.333
    assert {0.1111, 0.2222, 0.7777} <= set(data["edges"])


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3)), min_size=5, max_size=60),
    st.integers(4, 30),
)
def test_chosen_steps_are_few_different_and_the_wanted_ones(made, most):
    everybody = np.sort([count for count, _ in made])[::-1]
    wanted = np.array([rank for _, rank in made])
    wanted[wanted == 0] = 2
    wanted[len(made) // 2] = 0
    places = chosen(everybody, wanted, most)
    assert places == sorted(set(places))
    assert len(places) <= most
    assert len(made) // 2 in places
    if (wanted <= 1).sum() <= most:
        assert set(np.flatnonzero(wanted <= 1)) <= set(places)
    free = [everybody[place] for place in places if wanted[place] > 1]
    assert len(free) == len(set(free))


@pytest.mark.parametrize(
    ("edges", "wanted", "said"),
    [
        ([0.25, 0.5], [2, 0], ["0.25", "0.50"]),
        ([300.0, 305.5, 1000.0], [2, 2, 2], ["300.0", "305.5", "1,000.0"]),
        ([-1.0, 0.0], [2, 2], ["−1", "0"]),
        ([0.1, 0.123456789], [2, 1], ["0.100000", "0.123457"]),
    ],
)
def test_labels_keep_what_a_person_named(edges, wanted, said):
    assert labels(np.array(edges), np.array(wanted)) == said


def test_it_begins_where_as_many_are_favoured_when_decisions_were_given(rng):
    table = people(rng).dropna(subset="score")
    table["decision"] = (table["score"] >= 0.7).astype(int)
    audit = audit_of(table, decision="decision", favourable=1, threshold=None)
    data = explorer_data(audit, "sex")
    assert data["threshold"] is None
    assert data["edges"][data["start"]] == 0.7


def test_outcomes_alone_can_be_explored(rng):
    data = explorer_data(audit_of(people(rng), threshold=None), "sex")
    assert data["threshold"] is None
    everybody = np.array(data["at_or_above"]).sum(axis=(0, 1))
    assert everybody[data["start"]] == pytest.approx(everybody[0] / 2, rel=0.1)
    assert [claim["metrics"] for claim in data["claims"]] == [
        ["selection_rate"],
        ["true_positive_rate"],
        ["false_positive_rate"],
    ]


def test_without_outcomes_only_selection_is_shown(rng):
    data = explorer_data(audit_of(people(rng), outcome=None), "sex")
    assert [metric["id"] for metric in data["metrics"]] == ["selection_rate"]
    assert data["selective"] is None


def test_claims_are_those_of_the_attribute_that_a_threshold_moves(rng):
    rules = (
        Rule("base_rate", 0.1),
        Rule("roc_auc_score", 0.1),
        Rule("recall_score", 0.1, attributes=("age",)),
        Rule("equalized_odds", 0.2),
        Rule("positive_predictive_value", 0.3, leave_out=("men",)),
        Rule("selection_rate", 0.2, attributes=(("sex", "age"),)),
    )
    audit = audit_of(people(rng), policy=Policy(rules, confidence=0.9))
    found = {key: explorer_data(audit, *key)["claims"] for key in (("sex",), ("age",), ("sex", "age"))}
    assert {key: [claim["metrics"] for claim in claims] for key, claims in found.items()} == {
        ("sex",): [["true_positive_rate", "false_positive_rate"], ["precision_score"]],
        ("age",): [["true_positive_rate"], ["true_positive_rate", "false_positive_rate"], ["precision_score"]],
        ("sex", "age"): [["selection_rate"]],
    }
    assert found["sex",][1]["leave_out"] == [0]
    assert found["sex",][1]["c_gap"] == []  # one group is left


def test_it_is_none_where_there_are_no_scores(rng):
    counts = pd.DataFrame({"sex": ["m", "f"], "selected": [667, 555], "total": [1390, 1181]})
    assert explorer_data(audit_counts(counts), "sex") is None
    amounts = people(rng).dropna()
    predicted = audit_predictions(amounts, prediction="score", outcome="outcome", protected=["sex"], thresholds=[0.5])
    assert explorer_data(predicted, "sex") is None


def test_too_few_steps_are_said_in_words():
    table = pd.DataFrame({"score": [0.2, 0.4, 0.6] * 20, "sex": ["m", "f"] * 30})
    data = explorer_data(audit_of(table, outcome=None, protected=["sex"]), "sex")
    assert data == {
        "schema": "workbench.explorer/1",
        "reason": (
            "Other thresholds cannot be tried here: scores have only 3 steps with anybody in them, and the explorer "
            "needs 4."
        ),
    }


def test_four_steps_are_enough():
    table = pd.DataFrame({"score": [0.2, 0.4, 0.6, 0.8] * 15, "sex": ["m", "f"] * 30})
    data = explorer_data(audit_of(table, outcome=None, protected=["sex"]), "sex")
    assert np.array(data["at_or_above"]).sum(axis=(0, 1)).tolist() == [60, 45, 30, 15, 0]


@pytest.mark.parametrize(("level", "decimals"), [("internal", 1), ("public", 0)])
def test_what_is_hidden_of_an_audit_is_hidden_of_its_explorer(rng, level, decimals):
    table = people(rng, 60_000)
    table.loc[:8, "sex"] = "another"
    full = audit_of(table)
    audit = disclose(full, level)
    data = explorer_data(audit, "sex")
    jsonschema.validate(data, SCHEMA)
    assert (data["merged"], data["decimals"]) == (True, decimals)
    assert data["n_hidden"] > 0
    assert "another" not in json.dumps(data)
    for place, edge in enumerate(data["edges"]):
        assert (cells_at(data, place) == audit.at_threshold(edge).axis("sex").tally.n[:, :, :2]).all()
    cells = np.array(data["at_or_above"])
    steps = np.concatenate([cells[:, :, :-1] - cells[:, :, 1:], cells[:, :, -1:]], axis=2)
    assert ((steps == 0) | (steps >= audit.disclosure.level.threshold)).all()
    assert (explorer_data(full, "sex")["merged"], explorer_data(full, "sex")["n_hidden"]) == (False, 0)


def test_a_claim_that_may_not_be_shown_concludes_nothing(rng):
    table = people(rng, 60_000)
    table.loc[:8, "sex"] = "another"
    rules = (Rule("selection_rate", 0.1, compare="reference:another", attributes=("sex",)),)
    data = explorer_data(disclose(audit_of(table, policy=Policy(rules)), "public"), "sex")
    assert [(one["reason"], one["reference"]) for one in data["claims"]] == [("Its counts are not shown.", None)]
    jsonschema.validate(data, SCHEMA)


def test_scores_that_may_not_be_shown_are_said_in_words(rng):
    audit = disclose(audit_of(people(rng, 60)), "public")
    assert explorer_data(audit, "sex") == {
        "schema": "workbench.explorer/1",
        "reason": "Other thresholds cannot be tried here: too few people are behind some steps of the score.",
    }


def test_weights_are_said_in_words(rng):
    audit = audit_of(people(rng).assign(w=2.0), weight="w")
    assert explorer_data(audit, "sex")["reason"] == (
        "Other thresholds cannot be tried here: rows are weighted, and the explorer counts people."
    )


def test_too_many_groups_are_said_in_words(rng):
    table = people(rng).assign(place=[f"place {row % 101}" for row in range(2000)])
    audit = audit_of(table, protected=["place"])
    assert explorer_data(audit, "place")["reason"] == (
        "Other thresholds cannot be tried here: there are 101 groups, and the explorer follows 100."
    )


@pytest.mark.parametrize(
    ("attributes", "arguments", "message"),
    [
        ((), {}, "No attribute is named.\nName the one whose groups are looked at, such as 'sex'."),
        (("sex",), {"most_bins": 3}, "most_bins is 3.\nGive at least 4."),
    ],
)
def test_what_cannot_be_is_refused(rng, attributes, arguments, message):
    with pytest.raises(InputError) as error:
        explorer_data(audit_of(people(rng)), *attributes, **arguments)
    assert str(error.value) == message


def test_every_text_is_used_by_the_module_and_none_is_missing(rng):
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCES.glob("*.ts"))
    composed = {
        *(f"column.{name}" for name in ("group", "plot", "rate", "interval", "people")),
        *(f"hundred.{name}" for name in re.findall(r"'((?:favoured|refused)_\w+)'", code)),
        *("claim.difference", "claim.ratio"),
        "claim.hidden",  # given with the claim
        *(f"preset.{kind}{why}" for kind in ("selection", "opportunity", "cost", "capacity") for why in ("", ".why")),
    }
    named = set(re.findall(r"texts\['([\w.]+)'\]", code))
    assert set(TEXTS) == named | composed
    assert set(explorer_data(audit_of(people(rng)), "sex")["texts"]) == {
        *TEXTS,
        *(
            f"{what}.{verdict}"
            for what in ("mark", "verdict")
            for verdict in ("gap", "within tolerance", "not enough evidence")
        ),
    }


@pytest.mark.parametrize("text", [*TEXTS.values(), *REASONS.values()])
def test_no_text_promises_too_much(text):
    assert not re.search(r"unbiased|\bfair\b|compliant|\bpass(es|ed)?\b|prove|debias|guarantee", text, re.IGNORECASE)


def test_the_module_is_small_and_asks_for_nothing():
    script = explorer_script()
    assert len(script.encode()) <= 40_000
    assert not re.search(r"\bimport\b|\beval\b|://|</script|<!--", script)
