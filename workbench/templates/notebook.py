"""Reading a notebook file that may be anything: too large, damaged, of another age."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

import nbformat
from nbformat import reader

from workbench.errors import TemplateError

__all__ = ["MOST_BYTES", "read_notebook", "tagged_cells"]

MOST_BYTES = 20_000_000
"""A template has no outputs, so a larger one is something else."""

_FORMAT = 4


def read_notebook(path: Path) -> nbformat.NotebookNode:
    """Return the notebook of a file.

    Parameters
    ----------
    path : pathlib.Path
        Not followed where it is no ordinary file, such as a pipe.

    Raises
    ------
    TemplateError
        If it cannot be read, is too large or is no notebook of format 4; the text names the file alone and
        not its folder.
    """
    text = _text(path)
    if not text.strip():
        raise TemplateError(f"{path.name!r} is not a notebook: it is empty.\n{_SAVE}")
    try:
        raw = json.loads(text, parse_constant=_refuse)
        version = raw.get("nbformat") if isinstance(raw, dict) else None
        if version == _FORMAT:
            notebook: nbformat.NotebookNode = reader.reads(text)  # type: ignore[no-untyped-call]
            nbformat.validate(notebook)
            return notebook
    except Exception as error:  # nbformat raises what its parts raise: JSON, schema and depth errors
        said = (str(error).splitlines() or [type(error).__name__])[0]
        raise TemplateError(f"{path.name!r} is not a notebook: {said.rstrip('.')[:300]}.\n{_SAVE}") from error
    wrong = "is not a notebook: it says no format" if version is None else f"has notebook format {version!r:.100}"
    raise TemplateError(f"{path.name!r} {wrong}; templates have format {_FORMAT}.\n{_SAVE}")


_SAVE = "Open it in JupyterLab, mend it there and save it, or take it out of the folder."


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise TemplateError(f"{path.name!r} is not a file.\nName a notebook, which ends in .ipynb.")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
            size = path.stat().st_size
    except OSError as error:
        raise TemplateError(
            f"{path.name!r} cannot be read: {error.strerror}.\nCheck who may read it, or take it out of the folder."
        ) from error
    if len(content) > MOST_BYTES:
        raise TemplateError(
            f"{path.name!r} has {max(size, len(content)) / 1e6:,.1f} MB; "
            f"a template has at most {MOST_BYTES / 1e6:.0f} MB.\n"
            "Clear its outputs and take pictures out, then save it."
        )
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise TemplateError(f"{path.name!r} is not a notebook: it is not written in UTF-8.\n{_SAVE}") from error


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number in JSON")


def tagged_cells(notebook: Any) -> list[Any]:
    """Return the code cells that are tagged ``parameters``."""
    return [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and "parameters" in (cell.metadata.get("tags") or ())
    ]
