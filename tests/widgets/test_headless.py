"""Widgets in a run without a person: pictures and tables, and the same result."""

import nbformat
import pytest
from nbclient import NotebookClient

CELLS = [
    """import numpy as np, pandas as pd, workbench as wb
rng = np.random.default_rng(7)
people = pd.DataFrame({"score": rng.random(300), "sex": rng.choice(["f", "m"], 300)})
audit = wb.audit_decisions(people, score="score", threshold=0.5, protected=["sex"])
panel = wb.explore_threshold(audit)
panel""",
    "panel.result is audit",
]


@pytest.fixture(scope="module")
def ran():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    return notebook


def test_a_run_without_a_person_shows_what_can_be_read(ran):
    [output] = ran.cells[0].outputs
    assert sorted(output.data) == ["text/html", "text/plain"]
    assert "What another threshold would do" in output.data["text/html"]
    assert ran.cells[1].outputs[0].data["text/plain"] == "True"
