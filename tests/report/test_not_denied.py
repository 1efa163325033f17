"""What is hidden is never denied: no report says that nothing can be compared where the full audit compares."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.document.plain_audit import assessment_lines, audit_lines
from workbench.document.wording import MARKS
from workbench.report.markdown import to_markdown

DATE = "2026-11-21"
AUDIENCES = ("brief", "technical", "audit", "annex")
DENIALS = ("nothing can be compared", "Fewer than two groups are known", "exists for fewer than two groups")
UNCLEAR = ("Favourable outcomes were not clearly more frequent in any group", "more often “good: 1” in the data")
CREDITS = (174, 185, 116, 203, 8, 14)


def people(counts, seed=0):
    """People of three groups by good and bad outcomes: men, women, others; decided by a column of noise."""
    men, women, others = (counts[place : place + 2] for place in (0, 2, 4))
    named = zip(("m", "w", "d"), (men, women, others), strict=True)
    rows = [(group, good) for group, (yes, no) in named for good in [1] * yes + [0] * no]
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(rows, columns=["sex", "good"])
    table["skill"] = (table["good"] + rng.normal(size=len(table))).round(3)
    table["hired"] = (table["skill"] > 0.5).astype(int)
    return table


def told(audit, audience, level):
    return to_markdown(wb.build_report(audit, audience=audience, disclosure=level, date=DATE))


def model_audit(counts, seed=0):
    data = wb.read_data(people(counts), target="good", favourable=1, protected=["sex"], name="people")
    split = wb.split_data(data, test_size=0.3, seed=seed)
    return wb.audit_model(wb.fit_model(wb.prepare_data(split), "logistic_regression"))


@pytest.fixture(scope="module")
def credits():
    return model_audit(CREDITS)


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("level", ["internal", "public"])
def test_a_small_group_among_those_held_out_does_not_deny_the_gap(credits, audience, level):
    gap = credits.descriptions[0].gap
    assert (gap.lower, gap.higher) == ("w", "m")
    assert gap.difference_low > 0.03
    text = told(credits, audience, level)
    assert [one for one in DENIALS if one in text] == []
    assert "No group was clearly more often" not in text


def test_why_no_gap_is_told_is_said(credits):
    text = told(credits, "brief", "internal")
    assert (
        "By sex, nothing is compared here: numbers of fewer than two groups can be shown. "
        "What is known of others is not shown." in text
    )


def test_one_group_alone_is_still_told_to_be_one():
    audit = wb.audit_decisions(
        people((100, 100, 0, 0, 0, 0)), decision="hired", outcome="good", protected=["sex"], name="people"
    )
    for level in ("internal", "public", "full"):
        assert "By sex, nothing can be compared: fewer than two groups are known." in told(audit, "brief", level)


counts = st.tuples(*[st.integers(1, 200)] * 4, *[st.integers(1, 20)] * 2)


@settings(max_examples=15, deadline=None)
@given(counts=counts, level=st.sampled_from(["internal", "public"]), audience=st.sampled_from(AUDIENCES))
@example(counts=(174, 185, 3, 60, 8, 14), level="internal", audience="brief")
@example(counts=(100, 100, 2, 3, 2, 2), level="public", audience="technical")
@example(counts=(3, 100, 150, 8, 4, 1), level="internal", audience="audit")
def test_whatever_is_hidden_no_report_denies_what_the_full_audit_compares(counts, level, audience):
    audit = wb.audit_decisions(people(counts), decision="hired", outcome="good", protected=["sex"], name="people")
    text = told(audit, audience, level)
    if audit.descriptions[0].gap is not None and all(one.gap is not None for one in audit.assessments):
        assert [one for one in DENIALS if one in text] == []
    if audit.descriptions[0].gap is not None and audit.descriptions[0].gap.difference_low > 0:
        assert UNCLEAR[0] not in text


@settings(max_examples=15, deadline=None)
@given(counts=counts, level=st.sampled_from(["internal", "public"]))
@example(counts=(174, 185, 3, 60, 8, 14), level="internal")
@example(counts=(100, 100, 2, 3, 2, 2), level="public")
def test_neither_lines_for_a_terminal_nor_the_file_deny_it(counts, level):
    audit = wb.audit_decisions(people(counts), decision="hired", outcome="good", protected=["sex"], name="people")
    assume(all(one.gap is not None for one in audit.assessments))
    disclosed = wb.disclose(audit, level)
    assert [line for line in audit_lines(disclosed) if "can be compared" in line] == []
    assert "can be compared" not in json.dumps([one["reason"] for one in disclosed.to_json()["assessments"]])
    for one in disclosed.assessments:
        assert ("No numbers are shown here: counts are hidden" in " ".join(assessment_lines(one))) == (one.gap is None)


def test_one_group_alone_is_told_to_be_one_in_lines_too():
    alone = wb.audit_decisions(people((100, 100, 0, 0, 0, 0)), decision="hired", protected=["sex"], name="people")
    for level in ("internal", "public", "full"):
        assert "  Nothing can be compared: fewer than two groups can be compared." in audit_lines(
            wb.disclose(alone, level)
        )


@pytest.mark.parametrize("small", [(8, 0), (5, 4)])
def test_numbers_of_the_groups_shown_are_never_told_for_those_of_all(small):
    table = pd.DataFrame(
        {"group": list("abcde"), "selected": [5000, 5010, 5005, *small], "total": [10_000] * 3 + [9, 9]}
    )
    audit = wb.disclose(wb.audit_counts(table, policy=wb.Policy([wb.Rule("selection_rate", 0.5)])), "public")
    [one] = audit.assessments
    assert one.verdict != one.verdict_of_visible == "within tolerance"
    told = " ".join(assessment_lines(one))
    assert "Even the largest difference that the data allow" in told
    assert told.endswith(
        "These numbers leave out groups that are not shown. "
        f"With all groups the verdict is: {MARKS[one.verdict][1].lower()}."
    )
