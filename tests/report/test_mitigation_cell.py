"""Methods against gaps in a notebook's cell: every number the attempts' own, and nobody's text is markup."""

import html
import re

import numpy as np
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

import workbench as wb
from workbench.audit.disclosure.level import disclosure_named
from workbench.document.nodes import Chart
from workbench.report.figuring import Figures
from workbench.report.mitigation_cell import choice_cell, mitigation_contents, mitigations_cell
from workbench.report.mitigation_record import mitigation_record
from workbench.report.showing import show_results_in_notebooks

HOSTILE = "<script>alert(1)</script>\"'&</style></div>"
N = 400


@pytest.fixture(scope="module")
def tried():
    rng = np.random.default_rng(2)
    group = rng.integers(0, 2, N)
    skill = rng.normal(size=N) - 0.8 * group
    frame = pd.DataFrame(
        {
            "skill": skill,
            HOSTILE: np.array(["a", HOSTILE], dtype=object)[group],
            "paid": np.where(skill + rng.normal(size=N) > 0, "yes", "no"),
        }
    )
    data = wb.read_data(frame, target="paid", favourable="yes", protected=[HOSTILE])
    return wb.try_mitigations(
        wb.prepare_data(wb.split_data(data)), methods=["reweighing", "drop_proxy", "threshold_optimisation"], n_folds=2
    )


def words(page):
    page = re.sub(r"<style.*?</style>|<svg.*?</svg>|<script.*?</script>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def test_every_attempt_shows_its_gap_performance_and_people(tried):
    said = words(mitigations_cell(tried))
    assert said.count("No held-out row was read.") == 1
    for one in tried.attempts[:2]:
        found, gap = one.metric("balanced_accuracy"), one.audit.assessments[0].gap
        assert f"{100 * found.value:.1f} ( {100 * found.low:.1f} – {100 * found.high:.1f} )" in said
        assert f"{100 * gap.extreme_difference:.1f} ( {100 * gap.difference_low:.1f} – " in said
    everyone = tried.attempt("reweighing").moved[0]
    assert f"everyone {everyone.n} {everyone.n_gained} {everyone.n_lost} " in said
    assert "reweighing in training" in said
    assert "thresholds by group at each decision" in said


def test_each_gap_is_drawn_beside_the_performance_of_its_method(tried):
    record = mitigation_record(tried, disclosure_named("full"))
    sections = mitigation_contents(record, Figures("mitigation", tried.fingerprint, tried.provenance.stage))
    charts = [block for _, _, blocks in sections for block in blocks if isinstance(block, Chart)]
    done = [one for one in tried.attempts if not one.error]
    assert len(charts) == len(done[0].audit.assessments)
    for at, chart in enumerate(charts):
        judged = [one.audit.assessments[at] for one in done]
        performances = [one.metric("balanced_accuracy") for one in done]
        assert [(one.x, one.x_low, one.x_high) for one in chart.drawing.points] == [
            (one.value, one.low, one.high) for one in performances
        ]
        assert [(one.y, one.y_low, one.y_high) for one in chart.drawing.points] == [
            (one.gap.extreme_difference, one.gap.difference_low, one.gap.difference_high) for one in judged
        ]
        assert chart.drawing.band == (0.0, judged[0].claim.tolerance)
        assert len({one.look for one in chart.drawing.points}) == len(done)
        assert f"Tolerated upwards: up to {100 * judged[0].claim.tolerance:g}. " in chart.alternative


def test_what_failed_is_told_with_its_reason_and_cautions_stand_there(tried):
    said = words(mitigations_cell(tried))
    failed = tried.attempt("drop_proxy")
    assert failed.error
    assert "dropping proxies : No column that the model sees stands for" in said
    assert "which the law may forbid" in said


def test_reason_of_a_choice_comes_first_and_is_text(tried):
    choice = tried.choose("reweighing", reason=f"Because {HOSTILE}")
    page = choice_cell(choice)
    assert "<script>alert" not in page
    assert "<script>alert" not in mitigations_cell(tried)
    said = words(page)
    assert said.index("A person chose: reweighing") < said.index("Gaps beside performance")
    assert "Because <script>alert(1)</script>" in html.unescape(page)


def test_notebooks_show_it_by_themselves(tried, monkeypatch):
    shell = InteractiveShell.instance()
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    show_results_in_notebooks()
    choice = tried.choose("as_it_is", reason="The gap is small.")
    for one in (tried, choice):
        shown = shell.display_formatter.format(one)[0]
        assert "Gaps beside performance" in shown["text/html"]
        assert shown["text/plain"] == repr(one)
    InteractiveShell.clear_instance()
