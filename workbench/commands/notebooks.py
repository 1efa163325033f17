"""A notebook as a command reads it: its cells, and the names of the results that they left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import InputError

if TYPE_CHECKING:
    import nbformat

__all__ = ["read_notebook", "result_names", "shown_path"]


def read_notebook(path: Path) -> nbformat.NotebookNode:
    """Return a notebook, without the cells with which an earlier run told its error.

    Raises
    ------
    InputError
        If it cannot be read, or is no notebook.
    """
    import nbformat

    try:
        notebook: nbformat.NotebookNode = nbformat.read(path, 4)  # type: ignore[no-untyped-call]
        nbformat.validate(notebook)
    except OSError as error:
        raise InputError(
            f"{str(path)!r} cannot be read: {error.strerror}.\nName a notebook, which ends in .ipynb."
        ) from None
    except Exception as error:
        said = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
        raise InputError(
            f"{path.name!r} is not a notebook: {said:.300}.\nOpen it in JupyterLab and save it."
        ) from error
    marks = "papermill-error-cell-tag"
    notebook.cells = [cell for cell in notebook.cells if marks not in (cell.metadata.get("tags") or ())]
    return notebook


def result_names(notebook: nbformat.NotebookNode) -> Iterator[str]:
    """Yield the names of results, the latest last."""
    from workbench.templates.records import record_of

    records = (record_of(cell) for cell in notebook.cells if cell.cell_type == "code")
    for record in (one for one in records if one is not None):
        yield from (result.name for result in record.results if result.name)


def shown_path(path: Path) -> str:
    """Return a path as it is told: from where the command runs, where it is below that."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
