"""How large pages are: within a budget, whatever the number of rows, and at most in proportion to groups."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.report.formats import FORMATS, rendered

from .reported_loans import loan_results

BRIEF, TECHNICAL = 300_000, 1_000_000


def size(document):
    return len(rendered(document, FORMATS[".html"]))


@pytest.fixture(scope="module")
def results():
    return loan_results(4_000, explained=30)


@pytest.mark.parametrize("disclosure", ["internal", "public", "full"])
def test_pages_keep_their_budget(results, disclosure):
    sizes = {
        audience: size(wb.build_report(*results, audience=audience, disclosure=disclosure))
        for audience in ("brief", "technical", "annex", "audit")
    }
    assert sizes["brief"] <= BRIEF
    assert max(sizes.values()) <= TECHNICAL


def people(n_groups, n_each=100):
    """Decisions, outcomes and scores of so many equal groups; every group has each score, in another order."""
    rows = np.arange(n_groups * n_each)
    within = rows % n_each
    return pd.DataFrame(
        {
            "group": [f"group {place:03}" for place in rows // n_each],
            "score": (within * 37 % 100) / 100,
            "outcome": (within * 53 % 97 > 40 + rows // n_each % 7).astype(int),
        }
    )


def audited(frame, **options):
    return wb.audit_decisions(
        frame, score="score", threshold=0.5, outcome="outcome", protected=["group"], name="people", **options
    )


@pytest.mark.parametrize(("audience", "most"), [("brief", BRIEF), ("technical", TECHNICAL), ("audit", TECHNICAL)])
def test_pages_of_a_million_rows_are_as_large_as_those_of_a_thousand(audience, most):
    frame = people(10)
    few = audited(frame)
    many = audited(frame.assign(times=1_000), weight="times", weight_kind="frequency")
    assert (few.decisions.n_rows, many.decisions.n_rows) == (1_000, 1_000_000)
    sizes = [size(wb.build_report(one, audience=audience, disclosure="full", date="2026-11-21")) for one in (few, many)]
    # The same cells with longer numbers; what is found in more rows may be said in other sentences.
    assert sizes[1] <= 1.1 * sizes[0]
    assert max(sizes) <= most


@pytest.mark.parametrize("audience", ["brief", "technical", "audit"])
def test_pages_grow_no_faster_than_groups(audience):
    groups = [10, 20, 40, 80]
    sizes = [
        size(wb.build_report(audited(people(n)), audience=audience, disclosure="full", date="2026-11-21"))
        for n in groups
    ]
    assert max(sizes) <= (BRIEF if audience == "brief" else TECHNICAL)
    # With twice the groups at most twice the bytes, so that what is added never grows faster than them.
    for before, after in pairwise(sizes):
        assert after <= 2 * before, (groups, sizes)
