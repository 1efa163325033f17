"""A template, run headless as a person would run it."""

from collections.abc import Callable, Mapping
from typing import Any

import nbclient
import nbformat
import pytest

from workbench.templates import find_templates


@pytest.fixture
def run_cells(tmp_path) -> Callable[..., Mapping[str, str]]:
    """Run a template with some parameters in an empty folder; return what each code cell said, by its id."""

    def start(id, /, **parameters):
        notebook = find_templates().get(id).read()
        place = next(at for at, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", []))
        source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
        notebook.cells.insert(place + 1, nbformat.v4.new_code_cell(source))
        nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
        return {cell.id: "".join(map(said, cell.outputs)) for cell in notebook.cells if cell.cell_type == "code"}

    return start


def said(output):
    return output["text"] if output.output_type == "stream" else output["data"].get("text/plain", "")


@pytest.fixture
def run_here(tmp_path, monkeypatch, capsys) -> Callable[..., tuple[Mapping[str, str], Mapping[str, Any]]]:
    """Run the cells of a template in this process; return what each printed, by its id, and what it left."""

    def start(id, /, **parameters):
        monkeypatch.chdir(tmp_path)
        printed, names = {}, {"__name__": "__main__"}
        for cell in find_templates().get(id).read().cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, cell.id, "exec"), names)  # noqa: S102 - a template of ours
                printed[cell.id] = capsys.readouterr().out
            if "parameters" in cell.metadata.get("tags", []):
                names |= parameters
        return printed, names

    return start
