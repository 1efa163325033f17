"""Thresholds by group: what the counts say of them is what rows would, and everybody is told."""

import json
from pathlib import Path

import jsonschema
import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.document.reading import reading_order
from workbench.document.wording import plain
from workbench.errors import InputError

SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "audit.json"
OWN = {"f": 0.3, "m": 0.6, "unknown": 0.5}


def people(rows=900, seed=3):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"score": rng.random(rows).round(2), "outcome": rng.integers(0, 2, rows)})
    frame["sex"] = rng.choice(["f", "m", None], rows, p=[0.5, 0.45, 0.05])
    frame["area"] = rng.choice(["n", "s", "w"], rows)
    frame["branch"] = rng.choice(["a", "b"], rows)
    frame["w"] = rng.integers(1, 5, rows)
    return frame


GIVEN = {
    "outcome": "outcome",
    "protected": ["sex", "area"],
    "crossings": [("sex", "area")],
    "strata": ["branch"],
}


@pytest.fixture(scope="module")
def frame():
    return people()


@pytest.fixture(scope="module")
def audit(frame):
    return wb.audit_decisions(frame, score="score", threshold=0.5, **GIVEN)


def decided(frame, own, *columns):
    """Return the same rows with the decision that each person's own threshold makes."""
    names = frame[list(columns)].fillna("unknown")
    keys = [" × ".join(one) if "unknown" not in one else "unknown" for one in names.itertuples(index=False)]
    cuts = np.array([own[key] for key in keys])
    return frame.assign(decision=(frame["score"] >= cuts).astype(int)).drop(columns="score")


def test_by_hand():
    few = pd.DataFrame({"score": [0.2, 0.4, 0.6, 0.8] * 2, "sex": ["f"] * 4 + ["m"] * 4})
    audit = wb.audit_decisions(few, score="score", threshold=0.5, protected=["sex"])
    moved = audit.at_thresholds("sex", {"f": 0.3, "m": 0.7})
    assert moved.axis("sex").tally.n[:, 2, :2].tolist() == [[1, 3], [3, 1]]
    assert moved.values("selection_rate").values.tolist() == [0.5]
    assert moved.threshold is None
    assert moved.thresholds_by_group.thresholds == (("f", 0.3), ("m", 0.7))


@pytest.mark.parametrize("weight", [{}, {"weight": "w"}], ids=["rows", "weights"])
@pytest.mark.parametrize(
    ("attributes", "own"),
    [
        (("sex",), OWN),
        (("area",), {"n": 0.0, "s": 0.41, "w": 0.9}),
        (
            ("sex", "area"),
            {f"{sex} × {area}": cut for sex, area, cut in zip("fffmmm", "nswnsw", np.arange(2, 8) / 10, strict=True)}
            | {"unknown": 0.5},
        ),
    ],
    ids=["sex", "area", "crossing"],
)
def test_every_figure_and_verdict_is_that_of_rows_decided_so(frame, attributes, own, weight):
    audit = wb.audit_decisions(frame, score="score", threshold=0.5, **GIVEN, **weight)
    moved = audit.at_thresholds(attributes[0] if len(attributes) == 1 else list(attributes), own)
    rows = wb.audit_decisions(decided(frame, own, *attributes), decision="decision", **GIVEN, **weight)
    assert [one.claim for one in moved.assessments] == [one.claim for one in rows.assessments]
    assert [one.verdict for one in moved.assessments] == [one.verdict for one in rows.assessments]
    for axis in ((), *audit.axes):
        wanted = rows.table(*axis)
        assert {*wanted} <= {*moved.table(*axis)}
        for metric, values in wanted.items():
            found = moved.values(metric, *axis)
            np.testing.assert_allclose(found.values, values.values, rtol=1e-12)
            np.testing.assert_allclose(found.limits.low, values.limits.low, rtol=1e-9, atol=1e-12)
    assert [one.pair.odds_ratio.value for one in moved.stratified] == pytest.approx(
        [one.pair.odds_ratio.value for one in rows.stratified]
    )


def test_what_was_summed_before_makes_no_difference(frame):
    fresh = wb.audit_decisions(frame, score="score", threshold=0.5, **GIVEN)
    asked = wb.audit_decisions(frame, score="score", threshold=0.5, **GIVEN)
    asked.table("sex", "area")
    assert fresh.at_thresholds("sex", OWN) == asked.at_thresholds("sex", OWN)


def test_one_threshold_for_all_is_the_audit_at_it(audit):
    moved = audit.at_thresholds("sex", dict.fromkeys(OWN, 0.4))
    assert moved == audit.at_threshold(0.4)
    assert moved.thresholds_by_group is None
    assert "WB560" not in [one.code for one in moved.findings]


def test_it_says_that_thresholds_differ_and_that_the_law_may_forbid_it(audit):
    moved = audit.at_thresholds("sex", OWN)
    assert repr(moved).endswith(" Thresholds differ by group of sex, which the law may forbid.")
    [caution] = [one for one in moved.findings if one.code == "WB560"]
    assert (caution.severity, caution.scope) == ("serious", "sex")
    assert moved.provenance.settings["thresholds_by_group"] == {
        "attributes": ["sex"],
        "thresholds": [["f", 0.3], ["m", 0.6], ["unknown", 0.5]],
    }
    assert moved != audit.at_thresholds("sex", {**OWN, "f": 0.31})
    other = moved.with_policy(wb.Policy({"selection_rate": 0.2}))
    assert other.thresholds_by_group == moved.thresholds_by_group
    assert "WB560" in [one.code for one in other.findings]
    assert other.axis("area").tally.n.tolist() == moved.axis("area").tally.n.tolist()
    back = moved.at_threshold(0.5)
    assert back.thresholds_by_group is None
    assert "thresholds_by_group" not in back.provenance.settings
    assert back.decisions.fingerprint == audit.decisions.fingerprint


def test_it_comes_back_from_its_json(audit):
    moved = audit.at_thresholds("sex", OWN)
    written = moved.to_json()
    again = wb.Audit.from_json(json.loads(json.dumps(written)))
    assert again == moved
    assert again.to_json() == written
    jsonschema.validate(
        written["thresholds_by_group"], json.loads(SCHEMA.read_text())["properties"]["thresholds_by_group"]
    )
    assert "thresholds_by_group" not in audit.to_json()
    written["thresholds_by_group"]["thresholds"][0][1] = 0.31
    with pytest.raises(InputError, match="was changed after it was written"):
        wb.Audit.from_json(written)


@pytest.mark.parametrize(
    ("attribute", "own", "text"),
    [
        ("age", OWN, "attribute is 'age'.\nAllowed are: 'sex', 'area', 'sex × area'."),
        (
            "sex",
            {"f": 0.3, "m": 0.6},
            "thresholds has none for 'unknown'.\nGive one for each group of 'sex': 'f', 'm', 'unknown'.",
        ),
        ("sex", {**OWN, "x": 0.3}, "group is 'x'.\nAllowed are: 'f', 'm', 'unknown'."),
        ("sex", 0.5, "thresholds is 0.5.\nGive each group of 'sex' with its threshold: {'f': 0.5, …}."),
        ("sex", {**OWN, "f": "low"}, "threshold of 'f' is 'low'.\nGive a number, such as 0.5."),
    ],
)
def test_what_cannot_be_is_refused(audit, attribute, own, text):
    with pytest.raises(InputError) as caught:
        audit.at_thresholds(attribute, own)
    assert str(caught.value) == text


def test_without_scores_or_where_something_is_hidden_nothing_is_moved(audit, frame):
    plain_audit = wb.audit_decisions(decided(frame, OWN, "sex"), decision="decision", protected=["sex"])
    with pytest.raises(InputError, match="The tally has no scores"):
        plain_audit.at_thresholds("sex", OWN)
    with pytest.raises(InputError) as caught:
        wb.disclose(audit, "public").at_thresholds("sex", OWN)
    assert str(caught.value) == (
        "Of this audit something is hidden, so it is not known who would be decided otherwise.\n"
        "Ask the full audit for other thresholds, and disclose what it returns."
    )
    amounts = wb.audit_predictions(frame, prediction="score", protected=["sex"], thresholds=[0.5])
    with pytest.raises(InputError) as caught:
        amounts.at_thresholds("sex", OWN)
    assert str(caught.value) == (
        "Amounts are predicted here, and no score decides.\nAsk an audit of decisions that has a score."
    )


@pytest.mark.parametrize("level", ["internal", "public"])
def test_disclosed_it_holds_neither_scores_nor_groups_that_are_hidden(level):
    frame = people(400)
    frame.loc[:2, "sex"] = "secret"
    audit = wb.audit_decisions(frame, score="score", threshold=0.5, protected=["sex"])
    shown = wb.disclose(audit.at_thresholds("sex", {**OWN, "secret": 0.55}), level)
    written = json.dumps(shown.to_json())
    assert "secret" not in written
    assert 0.55 not in [cut for _, cut in shown.provenance.settings["thresholds_by_group"]["thresholds"]]
    assert shown.decisions.scores is None  # how many lie between a step and a threshold may be one person
    assert ("f", 0.3) in shown.thresholds_by_group.thresholds
    assert wb.Audit.from_json(json.loads(written)) == shown
    assert "WB560" in [one.code for one in shown.findings]


@pytest.mark.parametrize("audience", ["brief", "technical", "annex", "audit"])
def test_every_report_says_it(audit, audience):
    report = wb.build_report(audit.at_thresholds("sex", OWN), audience=audience, disclosure="full")
    text = " ".join(plain(one) for _, one in reading_order(report))
    assert "which the law may forbid" in text
    if audience != "brief":
        assert "Where the favourable decision begins, by sex" in text
        assert report.facts["policy/threshold/sex=m"].value == 0.6


def test_a_report_of_it_is_counted_again_from_the_rows(tmp_path, frame):
    rows, file = tmp_path / "people.csv", tmp_path / "report.json"
    frame.drop(columns="w").to_csv(rows, index=False)
    audit = wb.audit_decisions(rows, score="score", threshold=0.5, outcome="outcome", protected=["sex", "area"])
    for own in (OWN, {**OWN, "f": 0.0}):
        wb.write_report(wb.build_report(audit.at_thresholds("sex", own), audience="audit", disclosure="full"), file)
        found = wb.verify_report(file, data=rows)
        assert found.exit_code == 0
        assert not {"altered"} & {one.status for one in found.facts}
