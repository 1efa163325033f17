"""A bar on the error stream while a command works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

__all__ = ["progress", "progress_of"]


def progress() -> AbstractContextManager[Callable[[str], None]]:
    """Show a bar while a report is made; yield what each step calls with its name."""
    from workbench.report.journey import N_STEPS

    return progress_of(N_STEPS + 1, "Starting", TaskProgressColumn())


@contextmanager
def progress_of(n_steps: int, begin: str, amount: ProgressColumn) -> Iterator[Callable[[str], None]]:
    """Show a bar; yield what each step calls with its name.

    Parameters
    ----------
    n_steps : int
        How many there are.
    begin : str
        What is told before the first.
    amount : ProgressColumn
        How much is done, beside the bar.
    """
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), amount, TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(begin, total=n_steps)
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
        bar.update(task, description="Done", completed=n_steps)
