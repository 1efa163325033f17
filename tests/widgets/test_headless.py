"""Widgets in a run without a person: pictures and tables, and the same result."""

import json
import re

import nbformat
import pytest
from nbconvert import HTMLExporter

import workbench as wb
from workbench.widgets.panel import Panel

from .boards import Plain
from .reruns import KERNEL, WIDGETS, cells_of, kept_by_a_person, notebook, run_each_way

LIVE = {"version_major": 2, "version_minor": 0, "model_id": "a1"}
# The state of somebody else's widget; JupyterLab saves none unless it is told to.
STATE = {"application/vnd.jupyter.widget-state+json": {"version_major": 2, "version_minor": 0, "state": {"b2": {}}}}


@pytest.fixture(scope="module")
def kept():
    return kept_by_a_person()


@pytest.fixture(scope="module")
def ran(kept, tmp_path_factory):
    return run_each_way(notebook(kept), tmp_path_factory.mktemp("run"))


def shown(cells):
    """Return what cells show, without what counts their runs."""
    return [[{**one, "execution_count": None} for one in cell.outputs] for cell in cells]


@pytest.mark.parametrize("name", WIDGETS)
def test_a_notebook_that_is_run_again_untouched_gives_what_was_kept(ran, kept, name):
    once = cells_of(ran["once"], name)
    assert shown(cells_of(ran["again"], name)) == shown(cells_of(ran["papermill"], name)) == shown(once)
    [output] = once[2].outputs
    assert eval(output.data["text/plain"]) == (kept[name].untouched, kept[name].chosen)  # noqa: S307 - two texts


@pytest.mark.parametrize("how", ["once", "again", "papermill"])
@pytest.mark.parametrize("name", WIDGETS)
def test_a_run_without_a_person_saves_the_twin_and_no_program(ran, name, how):
    [output] = cells_of(ran[how], name)[0].outputs
    assert sorted(output.data) == ["text/html", "text/plain"]
    assert "This is how it stood when the notebook was run." in output.data["text/html"]
    assert "_esm" not in json.dumps(ran[how].metadata)


def test_every_widget_is_run_without_a_person():
    functions = (getattr(wb, name) for name in wb.__all__)
    made = {one.__name__ for one in functions if getattr(one, "__annotations__", {}).get("return") == "Panel"}
    assert made == set(WIDGETS)


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
