"""A model and an audit at two thresholds: whoever reads of both is told that groups are not compared as decided."""

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.document.reading import reading_order
from workbench.document.wording import plain

SUPPOSED = (
    "Groups are not compared as this model decides: it decides at 50 chances of 100, and they are compared as if it "
    "decided at 30, which was tried after looking."
)
BY_GROUP = (
    "Groups are not compared as this model decides: it decides at 50 chances of 100, and they are compared as if each "
    "group had a threshold of its own."
)
ALONE = "Decisions are supposed: nobody was decided so, and the threshold was tried after looking."


@pytest.fixture(scope="module")
def fitted():
    rng = np.random.default_rng(7)
    people = pd.DataFrame({"sex": rng.choice(["women", "men"], 400), "income": rng.random(400)})
    people["repaid"] = np.where(people["income"] + rng.normal(0, 0.4, 400) > 0.5, "yes", "no")
    data = wb.read_data(people, target="repaid", favourable="yes", protected=["sex"])
    return wb.fit_model(wb.prepare_data(wb.split_data(data, seed=1)), "logistic_regression")


@pytest.fixture(scope="module")
def audit(fitted):
    return wb.audit_model(fitted)


def lead(*results, audience):
    return plain(wb.build_report(*results, audience=audience).lead)


@pytest.mark.parametrize("audience", ["brief", "technical", "annex"])
def test_the_first_lines_of_a_report_say_that_the_model_decides_elsewhere(fitted, audit, audience):
    by_group = audit.at_thresholds("sex", {"women": 0.4, "men": 0.6})
    as_it_is = lead(fitted, audit, audience=audience)
    assert "not compared as" not in as_it_is
    assert lead(fitted, audit.at_threshold(0.3), audience=audience) == f"{as_it_is} {SUPPOSED}"
    assert lead(fitted, by_group, audience=audience) == f"{as_it_is} {BY_GROUP}"
    assert lead(fitted, audit.at_threshold(0.3).at_threshold(0.5), audience=audience) == as_it_is


@pytest.mark.parametrize("audience", ["brief", "audit"])
def test_without_the_model_they_say_that_decisions_are_supposed(audit, audience):
    assert lead(audit.at_threshold(0.3), audience=audience) == f"{lead(audit, audience=audience)} {ALONE}"


def test_what_is_said_first_is_in_every_file_and_is_checked(fitted, audit, tmp_path):
    moved = audit.at_threshold(0.3)
    for kind in ("html", "md", "docx", "json", "pdf"):
        file = wb.write_report(wb.build_report(fitted, moved), tmp_path / f"report.{kind}")
        assert wb.verify_report(file).exit_code == 0


def test_what_would_be_decided_is_told_as_such():
    rng = np.random.default_rng(7)
    people = pd.DataFrame({"sex": rng.choice(["women", "men"], 900), "score": rng.random(900).round(2)})
    people["hired"] = np.where(people["score"] + (people["sex"] == "men") * 0.25 > 0.6, "yes", "no")
    given = wb.audit_decisions(people, decision="hired", favourable="yes", score="score", protected=["sex"])
    for audience in ("brief", "technical", "audit"):
        document = wb.build_report(given.at_threshold(0.8), audience=audience)
        texts = [plain(text) for _, text in reading_order(document)]
        assert not [text for text in texts if "were selected" in text or "was selected" in text]
        assert any("would be selected" in text for text in texts)


def model_sentences(document):
    texts = [plain(text) for _, text in reading_order(document)]
    return [text for text in texts if "says “repaid" in text or "say “repaid" in text], texts


@pytest.mark.parametrize("audience", ["brief", "technical", "annex"])
@pytest.mark.parametrize("own", [None, {"women": 0.4, "men": 0.6}])
def test_what_the_model_would_say_elsewhere_is_told_as_such(fitted, audit, audience, own):
    moved = audit.at_threshold(0.3) if own is None else audit.at_thresholds("sex", own)
    told, texts = model_sentences(wb.build_report(fitted, moved, audience=audience))
    own_threshold = "It says “repaid: yes” when it sees at least 50 chances of 100 for that"
    assert [text for text in told if "says “repaid" in text and own_threshold not in text] == []
    assert [text for text in told if "would say “repaid" in text]
    assert not [text for text in texts if "are more often" in text or "is clearly more often" in text]
    assert not [text for text in texts if "would have the outcome" in text]  # the data are as they were


def test_a_gap_at_another_threshold_is_no_reason_against_the_model_as_it_is():
    rng = np.random.default_rng(7)
    people = pd.DataFrame({"sex": rng.choice(["women", "men"], 4000)})
    people["income"] = rng.random(4000) + 0.3 * (people["sex"] == "men")
    people["repaid"] = np.where(people["income"] + rng.normal(0, 0.2, 4000) > 0.6, "yes", "no")
    data = wb.read_data(people, target="repaid", favourable="yes", protected=["sex"])
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=1)), "logistic_regression")
    moved = wb.audit_model(fitted).at_threshold(0.8)
    assert moved.verdict == "gap"
    texts = " ".join(plain(text) for _, text in reading_order(wb.build_report(fitted, moved)))
    assert "Do not decide so before someone has found out why that would differ by sex" in texts
    assert "Do not use the model before" not in texts
    assert "Would be more often “repaid: yes” by the model: sex men than women" in texts
