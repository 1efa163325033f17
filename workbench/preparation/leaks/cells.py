"""The code of a notebook or script, read and never run."""

from __future__ import annotations

import ast
import json
import re
import warnings
from pathlib import Path
from typing import NamedTuple

from workbench.checks import wrong_kind
from workbench.errors import InputError

__all__ = ["Cell", "cells_of"]

_MOST_CHARACTERS = 20_000_000
_SHELL = re.compile(r"^(\s*)[%!?].*$", re.MULTILINE)
_ASKS = re.compile(r"^(\s*)\S+\?{1,2}\s*$", re.MULTILINE)
_FOREIGN = re.compile(r"^%%(?!time\b|timeit\b|capture\b|prun\b)")


class Cell(NamedTuple):
    """One cell of code.

    Parameters
    ----------
    number : int
        Its place among all cells, from 1; 0 of code that is not in cells.
    tree : ast.Module or None
        Its code; ``None`` where it cannot be read as Python.
    """

    number: int
    tree: ast.Module | None


def cells_of(notebook: str | Path) -> list[Cell]:
    """Return the cells of a notebook, a script, or of code as text.

    Parameters
    ----------
    notebook : str or path
        A path that ends in ``.ipynb`` or ``.py``, or the code itself.

    Raises
    ------
    InputError
        If it is a path and cannot be read, or neither path nor text.

    Examples
    --------
    >>> [cell.number for cell in cells_of("x = 1")]
    [0]
    """
    if not isinstance(notebook, (str, Path)):
        raise wrong_kind("notebook", notebook, str, Path, give="the path of a notebook or script, or the code as text")
    text = str(notebook)
    is_path = isinstance(notebook, Path) or ("\n" not in text and text.endswith((".ipynb", ".py")))
    if not is_path:
        return [Cell(0, _parsed(text))]
    path = Path(notebook)
    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise InputError(
            f"notebook {text!r} cannot be read: {reason}.\nGive the path of a notebook or script, or the code as text."
        ) from error
    if len(content) > _MOST_CHARACTERS:
        raise InputError(
            f"notebook {text!r} has {len(content):,} characters.\n"
            f"At most {_MOST_CHARACTERS:,} are read: clear its outputs."
        )
    return _of_notebook(content, text) if path.suffix == ".ipynb" else [Cell(0, _parsed(content))]


def _of_notebook(content: str, name: str) -> list[Cell]:
    try:
        cells = json.loads(content)["cells"]
        sources = [
            (place, cell["source"]) for place, cell in enumerate(cells, start=1) if cell.get("cell_type") == "code"
        ]
        texts = [(place, source if isinstance(source, str) else "".join(source)) for place, source in sources]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(
            f"notebook {name!r} is no notebook in version 4 of the format.\nOpen it in JupyterLab and save it again."
        ) from error
    return [Cell(place, _parsed(text)) for place, text in texts if not _FOREIGN.match(text)]


def _parsed(text: str) -> ast.Module | None:
    """Return the code without lines for the notebook itself, ``None`` if it cannot be read as Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Python thinks of somebody else's code
            return _tree(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _tree(text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except SyntaxError:
        return ast.parse(_ASKS.sub(r"\1pass", _SHELL.sub(r"\1pass", text)))
