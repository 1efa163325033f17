"""How papermill runs a notebook for us: cell after cell, some left out, and questions to the kernel at the end."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbclient.exceptions import CellExecutionError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.execute import execute_notebook

from workbench.core.schema import Json

__all__ = ["Ask", "Plan", "followed", "run_cells"]

_NAME = "workbench"
_BRIDGE = "application/vnd.workbench.bridge+json"

Ask = Callable[[Mapping[str, Json]], dict[str, Any]]
"""Asks the kernel, as the extension does, and returns its answer."""


def _nothing(*_given: object) -> None:
    return


@dataclass(frozen=True)
class Plan:
    """What is run of a notebook, and what is asked in the end.

    Parameters
    ----------
    skipped : mapping of int to str
        The places of cells that are not run, and the code that is run in their place; empty for none.
    started : callable
        Hears the place of each cell that runs.
    ended : callable
        Gets the notebook and what asks the kernel, where no cell failed.
    """

    skipped: Mapping[int, str] = field(default_factory=dict)
    started: Callable[[int], None] = _nothing
    ended: Callable[[nbformat.NotebookNode, Ask], None] = _nothing


def run_cells(notebook: nbformat.NotebookNode, output: Path, folder: Path, plan: Plan) -> None:
    """Run a notebook with papermill, which saves it after each cell.

    Parameters
    ----------
    notebook : notebook
        With the outputs of the cells that are skipped.
    output : pathlib.Path
        The notebook that is written.
    folder : pathlib.Path
        In which the kernel works.
    plan : Plan
        What is run.

    Raises
    ------
    PapermillExecutionError
        If a cell fails.
    """
    papermill_engines.register(_NAME, _Engine)
    named = str(output).replace("{", "{{").replace("}", "}}")  # papermill fills names of parameters in
    execute_notebook(notebook, named, engine_name=_NAME, progress_bar=False, cwd=folder, plan=plan)


class _Engine(NBClientEngine):  # type: ignore[misc]  # papermill has no types
    """Hands the plan to the client, and gives skipped cells back the outputs that papermill clears."""

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, **options: Any) -> Any:
        """Remember what the cells had shown."""
        shown = {place: (list(cell.outputs), cell.execution_count) for place, cell in _code(nb)}
        return super().execute_notebook(nb, kernel_name, shown=shown, **options)

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> Any:
        """Run the cells of the plan."""
        plan, shown = options.pop("plan"), options.pop("shown")
        for place, cell in _code(nb_man.nb):
            if place in plan.skipped:
                cell.outputs, cell.execution_count = shown[place]
        nb_man.save()
        told = {"log_output": False, "startup_timeout": options.get("start_timeout", 60)}
        # A kernel of Python logs that it speaks without a cipher, which it does within this machine, and how it ended.
        quiet = ["--IPKernelApp.log_level=50"] if kernel_name.startswith("python") else []
        return _Client(nb_man, plan, kernel_name=kernel_name, timeout=None, extra_arguments=quiet, **told).execute()


class _Client(PapermillNotebookClient):  # type: ignore[misc]
    """Runs the cells of a plan."""

    def __init__(self, nb_man: Any, plan: Plan, **options: Any) -> None:
        super().__init__(nb_man, **options)
        self._plan = plan

    def papermill_execute_cells(self) -> None:
        """Run cell after cell; stop at the first that fails."""
        for place, cell in enumerate(list(self.nb.cells)):
            if place in self._plan.skipped:
                self._in_place_of(self._plan.skipped[place])
                continue
            if cell.cell_type == "code":
                self._plan.started(place)
            try:
                self.nb_man.cell_start(cell, place)
                self.execute_cell(cell, place)
            except CellExecutionError as error:
                self.nb_man.cell_exception(cell, cell_index=place, exception=error)
                return
            finally:
                self.nb_man.cell_complete(cell, cell_index=place)
        self._plan.ended(self.nb, self._ask)

    def _in_place_of(self, code: str) -> list[Any]:
        """Run code that is no cell, and return what it shows."""
        if not code:
            return []
        cell = nbformat.v4.new_code_cell(code)  # type: ignore[no-untyped-call]
        self.nb.cells.append(cell)
        try:
            self.execute_cell(cell, len(self.nb.cells) - 1, store_history=False)
        finally:
            self.nb.cells.pop()
        return list(cell.outputs)

    def _ask(self, request: Mapping[str, Json]) -> dict[str, Any]:
        text = base64.b64encode(json.dumps(request).encode()).decode()
        shown = self._in_place_of(f'__import__("workbench.bridge", fromlist=["answer"]).answer("{text}")')
        said = [one["data"][_BRIDGE] for one in shown if _BRIDGE in one.get("data", {})]
        return dict(said[-1]) if said else {"ok": False, "problem": "internal", "said": "The kernel gave no answer."}


def _code(notebook: Any) -> list[tuple[int, Any]]:
    return [(place, cell) for place, cell in enumerate(notebook.cells) if cell.cell_type == "code"]


@contextmanager
def followed() -> Iterator[None]:
    """Let kernels that start here leave a record of each cell."""
    before = os.environ.get("WORKBENCH_STEPS")
    os.environ["WORKBENCH_STEPS"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["WORKBENCH_STEPS"]
        else:
            os.environ["WORKBENCH_STEPS"] = before
