"""Models and thresholds beside their gaps: in a cell, and in reports without what tells of few people."""

import html
import json
import re

import numpy as np
import pandas as pd
import pytest
from sklearn.dummy import DummyClassifier

import workbench as wb
from workbench.audit.disclosure.level import disclosure_named
from workbench.document.nodes import Chart, Section
from workbench.errors import InputError
from workbench.report.candidates_cell import candidates_cell
from workbench.report.candidates_record import candidates_record
from workbench.report.showing import shown_by

FULL, INTERNAL, PUBLIC = (disclosure_named(name) for name in ("full", "internal", "public"))
MODELS = ["logistic_regression", "baseline"]


class Fails(DummyClassifier):
    def fit(self, X, y, sample_weight=None):  # noqa: ARG002, N803
        raise ValueError("no luck with <b>Ann</b>")


def prepared_of(rare=0, seed=1):
    rng = np.random.default_rng(4)
    sex = rng.integers(0, 2, 2_000)
    skill = rng.normal(size=2_000) - 0.8 * sex
    names = np.array(["a <b>bold</b>", "b"], dtype=object)[sex]
    names[:rare] = "rare"
    paid = np.where(skill + rng.normal(size=2_000) > -0.3, "yes", "no")
    frame = pd.DataFrame({"skill": skill, "sex": names, "paid": paid})
    data = wb.read_data(frame, target="paid", favourable="yes", protected=["sex"], name="payments")
    return wb.prepare_data(wb.split_data(data, seed=seed))


@pytest.fixture(scope="module")
def prepared():
    return prepared_of()


@pytest.fixture(scope="module")
def audits(prepared):
    return wb.audit_candidates(prepared, [*MODELS, Fails()], thresholds=[0.35, 0.6], n_folds=2)


@pytest.fixture(scope="module")
def fitted(prepared):
    return wb.fit_model(prepared, "logistic_regression")


def words(page):
    page = re.sub(r"<style.*?</style>|<svg.*?</svg>|<script.*?</script>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def test_the_cell_shows_every_gap_beside_the_performance_with_both_limits(audits):
    assert shown_by(audits) == ("workbench.report.candidates_cell", "candidates_cell")
    page = candidates_cell(audits)
    said = words(page)
    assert repr(audits) in said
    assert "<b>" not in page
    for row in audits.frame().itertuples():
        good = f"{100 * row.balanced_accuracy:.1f}"
        gap = f"{100 * row.gap:.1f} ( {100 * row.gap_low:.1f} – {100 * row.gap_high:.1f} ) {row.verdict}"
        assert f" {row.threshold} {good} (" in said
        assert gap in said
    assert "no luck with" in said
    assert page.count("<svg") == len(audits.entries[0].decided[0].audit.assessments)


def test_its_charts_can_be_looked_into(audits):
    assert len(wb.plot(audits).layout.meta["charts"]) == len(audits.entries[0].decided[0].audit.assessments)


def sections_of(document):
    waiting = [*document.sections]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Section):
            yield one
            waiting += one.blocks


@pytest.mark.parametrize("audience", ["technical", "annex"])
def test_a_report_tells_it_and_can_be_checked_again(tmp_path, audits, fitted, audience):
    report = wb.build_report(fitted, audits, audience=audience, disclosure="internal")
    [section] = [one for one in sections_of(report) if one.title == "Models and thresholds beside their gaps"]
    judged = audits.entries[0].decided[1].audit.assessments[0]
    fact = report.facts["candidates/gap/logistic_regression/0.6/selection_rate/sex/0"]
    assert fact.value == judged.gap.extreme_difference
    assert (fact.low, fact.high) == (judged.gap.difference_low, judged.gap.difference_high)
    charts = [
        block for one in sections_of(report) if one is section for block in [*one.blocks] if isinstance(block, Chart)
    ]
    charts += [
        block
        for part in section.blocks
        if isinstance(part, Section)
        for block in part.blocks
        if isinstance(block, Chart)
    ]
    assert len(charts) == len(audits.entries[0].decided[0].audit.assessments)
    for suffix in ("html", "json"):
        file = tmp_path / f"report.{suffix}"
        wb.write_report(report, file)
        assert wb.verify_report(file).exit_code == 0
    changed = json.loads(file.read_text(encoding="utf-8"))
    assert "candidates/gap/logistic_regression/0.6/selection_rate/sex/0" in json.dumps(changed)


def test_a_brief_does_not_carry_what_it_does_not_tell(audits, fitted):
    report = wb.build_report(fitted, audits, audience="brief")
    assert not [one for one in report.facts if one.startswith("candidates/")]


def test_groups_are_left_out_where_they_are_small_and_for_the_public(audits):
    told = candidates_record(audits, INTERNAL)
    assert told.candidates[0].decided[0].gaps
    assert told.withheld == ()
    public = candidates_record(audits, PUBLIC)
    assert all(at.gaps == () for one in public.candidates for at in one.decided)
    assert public.withheld == ("groups", "errors")
    assert "Ann" not in public.candidates[2].error
    assert candidates_record(audits, INTERNAL, hidden=["sex"]).candidates[0].decided[0].gaps == ()
    rare = wb.audit_candidates(prepared_of(rare=4), MODELS[:1], n_folds=2)
    assert candidates_record(rare, INTERNAL).candidates[0].decided[0].gaps == ()
    assert candidates_record(rare, FULL).candidates[0].decided[0].gaps


def test_groups_are_left_out_where_few_people_are_between_two_thresholds(prepared):
    near = wb.audit_candidates(prepared, MODELS[:1], thresholds=[0.5, 0.501], n_folds=2)
    counts = [at.audit.values("selection_rate", "sex").k for at in near.entries[0].decided]
    assert 0 < abs(counts[0] - counts[1]).max() < INTERNAL.fewest
    assert candidates_record(near, INTERNAL).withheld == ("groups",)
    assert candidates_record(near, FULL).withheld == ()


def test_audits_of_other_rows_are_refused(fitted, audits):
    other = wb.fit_model(prepared_of(seed=2), "logistic_regression")
    with pytest.raises(InputError) as caught:
        wb.build_report(other, audits, audience="technical")
    assert str(caught.value) == (
        "build_report was given a CandidateAudits of other data than the rest.\n"
        "Compare, tune and fit on the same prepared data, then report on that."
    )
    with pytest.raises(InputError, match="more than one CandidateAudits"):
        wb.build_report(fitted, audits, audits, audience="technical")
