"""Widgets in a run without a person: pictures and tables, and the same result."""

import json
import re

import nbformat
import papermill
import pytest
from nbconvert import HTMLExporter
from nbconvert.preprocessors import ExecutePreprocessor

from workbench.widgets.panel import Panel

from .boards import Plain

CELLS = [
    """import numpy as np, pandas as pd, workbench as wb
rng = np.random.default_rng(7)
people = pd.DataFrame({"score": rng.random(300), "sex": rng.choice(["f", "m"], 300)})
audit = wb.audit_decisions(people, score="score", threshold=0.5, protected=["sex"])
panel = wb.explore_threshold(audit)
panel""",
    "panel.result is audit",
]
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
LIVE = {"version_major": 2, "version_minor": 0, "model_id": "a1"}
# The state of somebody else's widget; JupyterLab saves none unless it is told to.
STATE = {"application/vnd.jupyter.widget-state+json": {"version_major": 2, "version_minor": 0, "state": {"b2": {}}}}


def notebook():
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    return nbformat.v4.new_notebook(cells=cells, metadata=KERNEL)


def run_by_nbclient(folder):
    """Run as `jupyter nbconvert --execute` and nbclient do: both by this preprocessor."""
    ran = notebook()
    ExecutePreprocessor(timeout=120, kernel_name="python3").preprocess(ran, {"metadata": {"path": folder}})
    return ran


def run_by_papermill(folder):
    nbformat.write(notebook(), folder / "in.ipynb")
    papermill.execute_notebook(folder / "in.ipynb", folder / "out.ipynb", progress_bar=False)
    return nbformat.read(folder / "out.ipynb", as_version=4)


@pytest.fixture(scope="module", params=[run_by_nbclient, run_by_papermill])
def ran(request, tmp_path_factory):
    return request.param(tmp_path_factory.mktemp("run"))


def test_a_run_without_a_person_shows_what_can_be_read(ran):
    [output] = ran.cells[0].outputs
    assert sorted(output.data) == ["text/html", "text/plain"]
    assert "What another threshold would do" in output.data["text/html"]
    assert ran.cells[1].outputs[0].data["text/plain"] == "True"


def test_a_run_without_a_person_saves_no_program(ran):
    assert "_esm" not in json.dumps(ran.metadata)


@pytest.fixture(scope="module")
def saved():
    """A notebook as JupyterLab saves it after a person has run it."""
    panel = Panel(Plain())
    data, _ = panel._repr_mimebundle_()
    panel.close()
    data["application/vnd.jupyter.widget-view+json"] = LIVE
    output = nbformat.v4.new_output("execute_result", data=data, execution_count=1)
    cell = nbformat.v4.new_code_cell("panel", outputs=[output], execution_count=1)
    return nbformat.v4.new_notebook(cells=[cell], metadata=KERNEL)


@pytest.mark.parametrize("metadata", [{}, {"widgets": STATE}])
def test_a_saved_notebook_becomes_a_page_that_can_be_read(saved, metadata):
    saved.metadata = {**KERNEL, **metadata}
    page, _ = HTMLExporter().from_notebook_node(saved)
    assert "Twice that is 0.1." in page


def test_a_page_that_lets_no_style_through_still_reads_in_order(saved):
    html = saved.cells[0].outputs[0].data["text/html"]
    text = re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)
    assert " ".join(text.split()) == (
        "Plain This is how it stood when the notebook was run. Run the cell to choose again. "
        "Chosen Tolerance 0.05 Twice that is 0.1."
    )
