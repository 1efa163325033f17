"""Long work of a widget: on one thread, told while it runs, ended between two of its units."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = ["EndedError", "Job", "Pace", "Runner", "Worker", "run_here"]


class EndedError(Exception):
    """Work was ended before any of it was finished."""


class Pace:
    """What long work is given: how to say how far it has come, and how to hear that it should end.

    Parameters
    ----------
    tell : callable
        Called with what is done, out of how many, and what is left in words.
    """

    def __init__(self, tell: Callable[[int, int, str], None]) -> None:
        self._tell = tell
        self._ended = threading.Event()

    def tell(self, done: int, of: int, left: str = "") -> None:
        """Say that so many units are done of so many."""
        if not self.is_ended:
            self._tell(done, of, left)

    @property
    def is_ended(self) -> bool:
        """Whether somebody wants it to end; work looks at this between two units."""
        return self._ended.is_set()

    def check(self) -> None:
        """Leave work of which nothing is finished, where somebody wants it to end.

        Raises
        ------
        EndedError
            Then; whoever runs the work takes it.
        """
        if self.is_ended:
            raise EndedError

    def end(self) -> None:
        """Ask the work to end."""
        self._ended.set()


@dataclass(frozen=True)
class Job:
    """Long work.

    Parameters
    ----------
    label : str
        What is done, such as *Trying reweighing*.
    do : callable
        Does it. What it returns is handed to ``done``, also when it was ended: then what is finished.
    done : callable
        Takes the result into the board.
    can_end : bool
        Whether it looks at its pace. A button ends it only then.
    """

    label: str
    do: Callable[[Pace], Any]
    done: Callable[[Any], None]
    can_end: bool = True


Runner = Callable[[Job, Callable[[int, int, str], None], Callable[[BaseException | None], None]], Pace]
"""Runs a job: given where progress is told, and what is called at the end with what went wrong."""


def run_here(job: Job, tell: Callable[[int, int, str], None], finished: Callable[[BaseException | None], None]) -> Pace:
    """Run a job at once, where it is called: without a screen nobody waits.

    Parameters
    ----------
    job : Job
        What is done.
    tell, finished : callable
        As of every :data:`Runner`.
    """
    pace = Pace(tell)
    _run(job, pace, finished)
    return pace


class Worker:
    """One thread that does jobs one after the other; it lives only while there is one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[tuple[Job, Pace, Callable[[BaseException | None], None]]] = []
        self._thread: threading.Thread | None = None

    def __call__(
        self, job: Job, tell: Callable[[int, int, str], None], finished: Callable[[BaseException | None], None]
    ) -> Pace:
        """Take a job; it begins when those before it have ended."""
        pace = Pace(tell)
        with self._lock:
            self._waiting.append((job, pace, finished))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="workbench-widget", daemon=True)
                self._thread.start()
        return pace

    def close(self) -> None:
        """End what runs and forget what waits; returns at once."""
        with self._lock:
            for _, pace, _ in self._waiting:
                pace.end()

    def join(self, seconds: float) -> bool:
        """Wait until there is no job, at most so long; say whether there is none."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)
        return self._thread is None

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return
                job, pace, finished = self._waiting[0]
            try:
                if pace.is_ended:  # before it began: there is nothing of it
                    finished(None)
                else:
                    _run(job, pace, finished)
            except BaseException:  # noqa: BLE001 - said where errors of threads are, and the next job begins
                threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), threading.current_thread())))
            finally:
                with self._lock:
                    self._waiting.pop(0)


def _run(job: Job, pace: Pace, finished: Callable[[BaseException | None], None]) -> None:
    problem: BaseException | None = None
    try:
        job.done(job.do(pace))
    except EndedError:
        pass  # nothing is finished, so nothing is taken
    except BaseException as error:  # noqa: BLE001 - a thread has nobody else to tell
        problem = error
    finished(problem)
