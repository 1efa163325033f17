"""Outcomes that are seen after one decision only carry no verdict on rates across both."""

import numpy as np
import pandas as pd
import pytest

from workbench.audit.decisions import audit_decisions
from workbench.audit.policy import Policy

POLICY = Policy(
    {
        "selection_rate": 0.9,
        "true_positive_rate": 0.05,
        "false_positive_rate": 0.05,
        "accuracy_score": 0.05,
        "precision_score": 0.05,
    }
)


def rows(group, decided, happened, times):
    return pd.DataFrame({"g": group, "d": decided, "y": happened}, index=range(times))


def lending(*more):
    """Two groups of 4,000 lent to, whose outcome is known; 3,000 and 9,000 refused, of whom nothing is."""
    parts = [rows(group, 1, 1, 3_000) for group in "ab"] + [rows(group, 1, 0, 1_000) for group in "ab"]
    return pd.concat([*parts, rows("a", 0, np.nan, 3_000), rows("b", 0, np.nan, 9_000), *more], ignore_index=True)


def verdicts(frame):
    audit = audit_decisions(frame, decision="d", outcome="y", protected=["g"], policy=POLICY)
    return {one.claim.metric: one for one in audit.assessments}, audit


@pytest.mark.parametrize("more", [(), (rows("a", 0, 1, 1),)])
def test_error_rates_are_not_judged_where_refusals_have_no_outcome(more):
    found, audit = verdicts(lending(*more))
    for metric in ("true_positive_rate", "false_positive_rate", "accuracy_score"):
        assert found[metric].verdict == "not enough evidence"
        assert found[metric].is_withheld
        assert (
            "the outcome is missing for 0 of 100 favourable decisions and for 100 of 100 others" in found[metric].reason
        )
    assert found["precision_score"].verdict == "within tolerance"  # of those lent to all is known
    assert found["selection_rate"].verdict == "within tolerance"
    assert audit.exit_code == 3
    (finding,) = [one for one in audit.findings if one.code == "WB509"]
    assert finding.severity == "serious"


def test_one_group_without_follow_up_is_enough():
    known = [rows(group, d, y, 2_000) for group in "ab" for d in (0, 1) for y in (0, 1)]
    whole = pd.concat(known, ignore_index=True)
    found, _ = verdicts(whole)
    assert found["true_positive_rate"].verdict == "within tolerance"
    lost = whole.assign(y=whole["y"].where((whole["g"] == "a") | (whole["d"] == 1) | (whole.index % 2 == 0)))
    found, _ = verdicts(lost)
    assert found["true_positive_rate"].is_withheld
    assert "in group 'b'" in found["true_positive_rate"].reason


def test_outcomes_missing_alike_after_both_decisions_are_judged(rng):
    whole = pd.concat([rows(g, d, y, 4_000) for g in "ab" for d in (0, 1) for y in (0, 1)], ignore_index=True)
    half = whole.assign(y=whole["y"].where(rng.uniform(size=len(whole)) < 0.5))
    found, audit = verdicts(half)
    assert found["true_positive_rate"].verdict == "within tolerance"
    (finding,) = [one for one in audit.findings if one.code == "WB509"]
    assert finding.severity == "caution"


def test_the_terminal_and_the_report_say_so():
    from workbench.document.plain_audit import audit_lines
    from workbench.report.build import build_report
    from workbench.report.html import to_html

    _, audit = verdicts(lending())
    assert any("It is not judged" in line for line in audit_lines(audit))
    assert "is not judged: what really happened is known of people decided one way" in to_html(build_report(audit))
