"""A notebook of an older template version, made anew beside the old one, with what differs to read."""

from __future__ import annotations

import copy
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import nbformat

from workbench.bridging.asked import Asked
from workbench.core.files import write_whole
from workbench.core.schema import Json
from workbench.errors import InputError
from workbench.templates.finding import Catalogue, find_templates
from workbench.templates.reading import load_template
from workbench.templates.renewing import Renewed, renew_notebook

__all__ = ["difference", "renew"]

_LONGEST_STEM = 200


def renew(asked: Asked) -> dict[str, Json]:
    """Return the newer version of a notebook's template, with parameters and choices carried over.

    Parameters
    ----------
    asked : Asked
        ``notebook``, its JSON; and ``name``, that of its file. With ``template``, the JSON of the newer version, which
        the server may know from folders that the kernel does not; without it, the kernel looks for one.
    """
    asked.told(0.1, "Reading the notebook")
    old = _notebook(asked.request.get("notebook"))
    name = asked.text("name", "")
    asked.told(0.3, "Carrying over what you chose")
    newer = asked.request.get("template")
    renewed = renew_notebook(old, find_templates()) if newer is None else _renewed_to(old, newer)
    asked.told(0.6, "Comparing both")
    stem = name.rpartition("/")[2].removesuffix(".ipynb") or str(old.metadata["workbench"]["id"])
    return {
        "notebook": json.loads(json.dumps(renewed.notebook)),
        "name": f"{stem[:_LONGEST_STEM]}-{renewed.version}.ipynb",
        "version": renewed.version,
        "diff": difference(old, renewed.notebook),
        "carried": list(renewed.carried),
        "left": [{"kind": one.kind, "name": one.name, "because": one.because} for one in renewed.left],
    }


def _renewed_to(old: nbformat.NotebookNode, newer: Any) -> Renewed:
    """Return the copy renewed to a template that was sent along."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_whole(Path(folder) / "template.ipynb", json.dumps(newer))
        return renew_notebook(old, Catalogue((load_template(path, ""),), ()))


def difference(old: nbformat.NotebookNode, new: nbformat.NotebookNode) -> str:
    """Return what differs between the cells of two notebooks, as text to read; outputs are left out.

    Parameters
    ----------
    old, new : notebook
        Both.
    """
    from nbdime.diffing.notebooks import diff_notebooks
    from nbdime.prettyprint import PrettyPrintConfig, pretty_print_notebook_diff

    one, other = _bare(old), _bare(new)
    told = io.StringIO()
    config = PrettyPrintConfig(out=told, use_git=False, use_diff=False, use_color=False)
    pretty_print_notebook_diff("old", "new", one, diff_notebooks(one, other), config)
    lines = told.getvalue().splitlines()
    return "\n".join(line for line in lines if not line.startswith(("nbdiff ", "--- old", "+++ new"))).strip()


def _bare(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return the cells alone: what they say, and nothing of how it was run."""
    bare = copy.deepcopy(notebook)
    bare.metadata = type(bare.metadata)()
    for cell in bare.cells:
        cell.pop("id", None)
        cell.metadata = type(cell.metadata)()
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return bare


def _notebook(given: Any) -> nbformat.NotebookNode:
    try:
        read: nbformat.NotebookNode = nbformat.reads(json.dumps(given), 4)  # type: ignore[no-untyped-call]
        nbformat.validate(read)
    except Exception as error:
        said = (str(error).splitlines() or [type(error).__name__])[0]
        raise InputError(f"The notebook cannot be read: {said:.300}.\nSave it, and try again.") from error
    return read
