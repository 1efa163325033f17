"""A bar on the error stream while a report is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

__all__ = ["progress"]


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show a bar; yield what each step calls with its name."""
    from workbench.report.journey import N_STEPS

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("Starting", total=N_STEPS + 1)
        started = 0

        def step(name: str) -> None:
            nonlocal started
            bar.update(task, description=name, completed=started)
            started += 1

        try:
            yield step
        except BaseException:
            bar.live.transient = True  # what is printed next is the error, and nothing beside it
            bar.remove_task(task)
            raise
        bar.update(task, description="Done", completed=N_STEPS + 1)
