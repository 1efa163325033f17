"""An audit as JSON says what was found, with everything that is needed to judge it."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

import workbench as wb
from workbench.core.finding import Finding
from workbench.tally.distances import prediction_distance
from workbench.tally.error_rates import average_odds
from workbench.tally.score_metrics import binning_errors


@pytest.fixture(scope="module")
def people():
    rng = np.random.default_rng(7)
    sex = np.repeat(["f", "m", "x"], [300, 200, 100])
    score = rng.random(600)
    return pd.DataFrame(
        {
            "sex": sex,
            "score": score,
            "hired": (score > np.where(sex == "f", 0.6, 0.4)).astype(int),
            "stayed": (rng.random(600) < score).astype(int),
            "weight": rng.uniform(0.5, 4.0, 600),
            "pay": 10 + 5 * score + (sex == "m"),
        }
    )


def written(audit):
    """What the file holds: nothing that JSON does not know."""
    return json.loads(json.dumps(audit.to_json(), allow_nan=False))


def figures(content, metric, attribute="sex"):
    return next(one for one in content["metrics"] if one["metric"] == metric and one["attribute"] == attribute)


def test_a_gap_has_the_observed_extremes_too(people):
    """The clearest pair may be another one than that of the extremes."""
    content = written(wb.audit_decisions(people, decision="hired", protected=["sex"], name="jobs"))
    gap = content["assessments"][0]["gap"]
    rates = people.groupby("sex")["hired"].mean()
    assert gap["extreme_difference"] == pytest.approx(rates.max() - rates.min())
    assert gap["extreme_ratio"] == pytest.approx(rates.min() / rates.max())


def test_weighted_groups_say_how_many_rows_they_are_worth(people):
    audit = wb.audit_decisions(people, decision="hired", protected=["sex"], weight="weight", name="jobs")
    content = written(audit)
    assert content["weights"] == {
        "kind": "sampling",
        "assumed": "rows are treated as independent: nothing is known of clusters or strata of the sample",
    }
    for group in figures(content, "selection_rate")["groups"]:
        own = people[people["sex"] == group["group"]]
        w, hit = own["weight"], own["hired"]
        assert group["n"] == len(own)
        # Korn and Graubard's number of rows, worked out from the rows themselves.
        p = np.average(hit, weights=w)
        variance = np.sum(w**2 * (hit - p) ** 2) / np.sum(w) ** 2 * len(own) / (len(own) - 1)
        worth = p * (1 - p) / variance
        if w.sum() ** 2 / (w**2).sum() < 100:
            worth = min(worth, w.sum() ** 2 / (w**2).sum())
        assert group["n_effective"] == pytest.approx(worth)


def test_rows_without_weights_say_nothing_of_them(people):
    content = written(wb.audit_decisions(people, decision="hired", protected=["sex"], name="jobs"))
    assert content["weights"] is None
    assert "n_effective" not in figures(content, "selection_rate")["groups"][0]


def test_an_area_says_how_far_binning_can_have_moved_it(people):
    audit = wb.audit_decisions(
        people,
        score="score",
        threshold=0.5,
        score_range=(0, 1),
        outcome="stayed",
        protected=["sex"],
        name="jobs",
    )
    content = written(audit)
    groups = figures(content, "roc_auc_score")["groups"]
    assert [group["binning_error"] for group in groups] == binning_errors(audit.axis("sex")).tolist()
    assert max(group["binning_error"] for group in groups) > 0
    for group in groups:
        own = people[people["sex"] == group["group"]]
        exact = roc_auc_score(own["stayed"], own["score"])
        assert abs(group["value"] - exact) <= group["binning_error"] + 1e-12
    assert "binning_error" not in figures(content, "mean_prediction")["groups"][0]


def test_average_odds_are_told_against_the_largest_group(people):
    audit = wb.audit_decisions(people, decision="hired", outcome="stayed", protected=["sex"], name="jobs")
    (one,) = written(audit)["average_odds"]
    assert (one["attribute"], one["reference"], [group["group"] for group in one["groups"]]) == ("sex", "f", ["m", "x"])
    found = average_odds(audit.axis("sex"), "f")
    for group, place in zip(one["groups"], (1, 2), strict=True):
        assert group["difference"]["value"] == found.difference[place]
        assert group["difference"]["low"] == found.limits.low[place]
        assert group["difference"]["high"] == found.limits.high[place]
        assert group["absolute"] == found.absolute[place]


def test_decisions_without_outcomes_have_no_average_odds(people):
    audit = wb.audit_decisions(people, decision="hired", protected=["sex"], name="jobs")
    assert written(audit)["average_odds"] == []


def test_amounts_say_how_far_apart_they_are_as_a_whole(people):
    policy = wb.Policy({"mean_prediction": 1.0})
    audit = wb.audit_predictions(people, prediction="pay", protected=["sex"], policy=policy, name="pay")
    (one,) = written(audit)["prediction_distances"]
    assert one["pair"][1] == "m"
    distance = prediction_distance(audit.axis("sex"), *one["pair"])
    assert one["wasserstein"] == distance.wasserstein
    assert one["kolmogorov_smirnov"] == distance.kolmogorov_smirnov
    assert one["wasserstein_error"] == distance.wasserstein_error


def test_a_finding_keeps_its_interval(people):
    audit = wb.audit_decisions(people, decision="hired", protected=["sex"], name="jobs")
    seen = Finding("WB519", "note", "Something", "Why", "What", value=0.5, interval=(0.25, 0.75))
    other = Finding("WB519", "note", "Something", "Why", "What")
    content = written(replace(audit, findings=(seen, other)))
    assert [one["interval"] for one in content["findings"]] == [[0.25, 0.75], None]


def test_names_of_groups_in_a_file_are_read_as_the_page_says(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(
        "word,code,hired\na,007,1\n b ,008,0\n,NA,1\nunknown,007,0\n Unknown,None,1\n ,007,0\nnan,,1\nNA,N/A,0\n"
    )
    audit = wb.audit_decisions(path, decision="hired", favourable=1, protected=["word", "code"], name="people")
    content = written(audit)
    read = {
        title: {group["group"]: group["n"] for group in figures(content, "selection_rate", title)["groups"]}
        for title in ("word", "code")
    }
    assert read == {
        "word": {"NA": 1, "a": 1, "b": 1, "nan": 1, "unknown": 4},
        "code": {"007": 3, "008": 1, "N/A": 1, "NA": 1, "None": 1, "unknown": 1},
    }


def test_names_of_groups_in_a_frame_are_read_as_the_page_says():
    frame = pd.DataFrame(
        {
            "word": ["007", "unknown ", None, "  ", float("nan"), "None"],
            "number": [1.0, 2.0, 1.0, float("nan"), 2.5, 1.0],
            "hired": [1, 0, 1, 0, 1, 0],
        }
    )
    content = written(wb.audit_decisions(frame, decision="hired", protected=["word", "number"], name="people"))
    read = {
        title: {group["group"]: group["n"] for group in figures(content, "selection_rate", title)["groups"]}
        for title in ("word", "number")
    }
    assert read["word"] == {"007": 1, "None": 1, "unknown": 4}
    assert read["number"] == {"1": 3, "2": 1, "2.5": 1, "unknown": 1}


def test_reversals_of_other_pairs_are_written():
    rows = [("a", "X", 800, 1000), ("a", "Y", 20, 100), ("b", "X", 85, 100), ("b", "Y", 300, 1000)]
    rows += [("c", layer, 20, 1000) for layer in "XY"]
    table = pd.DataFrame(rows, columns=["g", "layer", "selected", "total"])
    audit = wb.audit_counts(table, protected=["g"], strata=["layer"])
    (within,) = audit.to_json()["stratified"]
    assert within["reversed"] is False
    (other,) = within["other_reversals"]
    assert other["pair"] == ["a", "b"]
    assert other["difference_over_all"] == pytest.approx(820 / 1100 - 385 / 1100)
    assert other["difference_within"]["high"] < 0
