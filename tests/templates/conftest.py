"""A template, run headless as a person would run it."""

from collections.abc import Callable, Mapping

import nbclient
import nbformat
import pytest

from workbench.templates import find_templates


@pytest.fixture
def run_cells(tmp_path) -> Callable[..., Mapping[str, str]]:
    """Run a template with some parameters in an empty folder; return what each code cell said, by its id."""

    def start(id, **parameters):
        notebook = find_templates().get(id).read()
        place = next(at for at, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", []))
        source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
        notebook.cells.insert(place + 1, nbformat.v4.new_code_cell(source))
        nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
        return {cell.id: "".join(map(said, cell.outputs)) for cell in notebook.cells if cell.cell_type == "code"}

    return start


def said(output):
    return output["text"] if output.output_type == "stream" else output["data"]["text/plain"]
