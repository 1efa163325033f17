"""One study through all the templates, each run from a terminal: each goes on with what the one before left."""

import subprocess
import sys

import nbformat
import pytest

import workbench as wb
from workbench.templates import find_templates

pytestmark = pytest.mark.slow

CHAIN = {
    "10-frame-the-decision": [],
    "20-prepare-data": ["leave_out=visit_nurse,diagnosis"],  # free text would be explained by permuting, which is slow
    "30-build-model": ["models=logistic_regression", "n_repeats=1"],
    "40-explain-model": [],
    "50-audit-bias": ["methods=reweighing", "chosen=as_it_is", "reason=Nobody has decided about it yet."],
    "60-write-report": [],
}


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """Run the chain in one folder; return the folder."""
    folder = tmp_path_factory.mktemp("chain")
    for id in CHAIN:
        run(id, f"{id}.ipynb", folder)
    return folder


def run(id, output, folder):
    """Run one of the chain from a terminal."""
    call = [sys.executable, "-c", "from workbench.cli import main; main()", "run"]
    call += [str(find_templates().get(id).path), "--output", output]
    call += [part for one in CHAIN[id] for part in ("-p", one)]
    done = subprocess.run(call, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (id, done.stdout[-2_000:], done.stderr[-2_000:])


def printed(folder, id, cell):
    notebook = nbformat.read(folder / f"{id}.ipynb", 4)
    [found] = [one for one in notebook.cells if one.id == cell]
    return "".join(one.get("text", "") for one in found.outputs)


def test_each_template_goes_on_with_what_the_one_before_left(ran):
    assert "The data are those that were prepared in the study." in printed(ran, "30-build-model", "read")
    assert "The model is the one in the study." in printed(ran, "40-explain-model", "fit")
    assert "The model is the one in the study." in printed(ran, "50-audit-bias", "model")


def test_the_study_holds_one_data_set_and_one_model_and_all_rests_on_them(ran):
    study = wb.open_study(ran / "study")
    prepared, fitted = study.load("prepared"), study.load("fitted")
    assert fitted.prepared.fingerprint == prepared.fingerprint
    assert prepared.split.data.fingerprint == study.load("dataset").fingerprint
    assert study.load("explanation").provenance.inputs[0] == fitted.fingerprint
    assert {"main"} >= {one.name for one in study.status().kept if one.stage in ("dataset", "prepared", "explanation")}


def test_nothing_is_stale_or_damaged_in_the_end(ran):
    status = wb.open_study(ran / "study").status()
    assert [(one.stage, one.name, one.because) for one in status.kept if one.state != "fresh"] == []


def test_what_a_template_says_that_it_gives_is_there(ran):
    kept = {one.stage for one in wb.open_study(ran / "study").status().kept}
    apart = {"report", "policy"}  # files of their own
    decided = {"calibration", "mitigation", "mitigations"}  # kept if it is taken
    for id in CHAIN:
        assert set(find_templates().get(id).gives) - apart - decided <= kept, id
    assert (ran / "study" / "policy.toml").is_file()


def test_the_audit_keeps_to_the_limits_that_were_set_first(ran):
    study = wb.open_study(ran / "study")
    audit = study.load("audit")
    assert {one.metric for one in study.policy.rules} == {one.claim.metric for one in audit.assessments}
    assert not study.policy.changed_after_looking


def test_a_second_run_writes_no_result_anew(ran):
    """The same notebook gives the same results, and nothing in the study turns stale by it."""
    study = wb.open_study(ran / "study")
    before = {(one.stage, one.name): one.fingerprint for one in study.status().kept}
    run("20-prepare-data", "again.ipynb", ran)
    assert {(one.stage, one.name): one.fingerprint for one in study.status().kept} == before
    assert {one.state for one in study.status().kept} == {"fresh"}
