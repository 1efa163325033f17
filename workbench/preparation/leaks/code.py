"""What a notebook learned before it held rows out: WB215."""

from __future__ import annotations

from pathlib import Path

from workbench.core.finding import Finding
from workbench.preparation.leaks.cells import cells_of
from workbench.preparation.leaks.flow import Learning
from workbench.preparation.leaks.result import Check, Fix, Outcome
from workbench.preparation.leaks.statements import learned_too_early
from workbench.preparation.leaks.subject import Found

__all__ = ["code_before_split"]

_TITLE = "Code that learns before the split"
_LONGEST = 80

_SAYS = {
    "fit": "learns from all rows, of which some are held out later",
    "number": "makes a number of all rows, of which some are held out later",
    "groups": "makes numbers of groups of all rows, of which some are held out later",
    "held out": "learns from the held-out rows anew",
}
_FIX = (
    "split = wb.split_data(data)\n"
    "recipe = wb.suggest_recipe(split)\n"
    "prepared = wb.prepare_data(split, recipe)  # fits every step on split.train"
)


def code_before_split(notebook: str | Path | None) -> Found:
    """Look for calls that learn from rows of which some are held out later.

    Parameters
    ----------
    notebook : str, path or None
        As :func:`~workbench.preparation.leaks.cells.cells_of` takes it. It is read and never run.
    """
    if notebook is None:
        return Found((Check("code", _TITLE, "not applicable", "No notebook was named: notebook=…."),))
    cells = cells_of(notebook)
    unread = [cell.number for cell in cells if cell.tree is None]
    found = learned_too_early(cells)
    n_read = len(cells) - len(unread)
    detail = "1 cell was followed, and not run" if n_read == 1 else f"{n_read} cells were followed, and not run"
    if unread == [0]:
        detail = "The code cannot be read as Python, so that it is not known what it does."
    elif unread:
        which = f"cell {unread[0]}" if len(unread) == 1 else f"cells {', '.join(map(str, unread))}"
        detail += f"; {which} cannot be read as Python, so that it is not known what is done there."
    else:
        detail += "."
    outcome: Outcome = "found" if found else "not applicable" if unread else "nothing found"
    return Found(
        (Check("code", _TITLE, outcome, detail),),
        tuple(map(_finding, found)),
        tuple(Fix("WB215", _scope(one), "split first, and let the recipe learn", _FIX) for one in found),
    )


def _scope(one: Learning) -> str:
    return f"cell {one.cell}, line {one.line}" if one.cell else f"line {one.line}"


def _finding(one: Learning) -> Finding:
    code = one.code if len(one.code) <= _LONGEST else f"{one.code[: _LONGEST - 1]}…"
    return Finding(
        "WB215",
        "caution" if one.what == "number" else "serious",
        f"In {_scope(one)}, {code} {_SAYS[one.what]}",
        "What is learned from held-out rows makes a model look better on them than it will be on others.",
        "Split first. Then learn from the rows to learn from, and apply it to both parts.",
        scope=_scope(one),
    )
