"""What every widget is underneath: settings, a view of them, and what a change does.

A board knows nothing of comms and browsers: a test, a script and :class:`~workbench.widgets.panel.Panel`
work it alike.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import RLock
from typing import Any

from workbench.errors import InputError, WorkbenchError
from workbench.widgets.code import UnnamedError, importing, variable_of
from workbench.widgets.drafts import Drafts
from workbench.widgets.view import Group, Keep, Node, Progress, Said
from workbench.widgets.wording import told
from workbench.widgets.worker import Job, Pace, Runner, run_here

__all__ = ["Board"]

END = "workbench/end"
"""The id of the button that ends long work."""

PROBLEM = "workbench/problem"

_ENDS = (".", "!", "?", ":", ";", ",", "…")


class Board(ABC):
    """A widget without a screen.

    A subclass keeps its settings as a frozen dataclass in ``settings``, computes in :meth:`change` and
    :meth:`press`, and only shows in :meth:`contents`: the same settings show the same.

    Attributes
    ----------
    widget : str
        Which widget it is, such as ``"audit"``.
    settings : object
        What was chosen: a frozen dataclass that compares by value.
    source : object
        What it was made of: by its name, choices of widgets of one kind are kept apart.
    still : callable or None
        Whether the code comes to the same of another object that has the source's name by now; ``None``: never.
    number : int
        Of several that were made of the same and stand in one cell: which one it is, from 1.
    """

    widget: str
    settings: Any

    def __init__(self) -> None:
        self.runner: Runner = run_here
        self.refresh: Callable[[], None] = _nobody
        self._problem = ""
        self.lock = RLock()
        self._progress: Progress | None = None
        self._pace: Pace | None = None
        self._job: object | None = None
        self._drawn: Any = None
        self._typed = Drafts()
        self.source: object = None
        self.still: Callable[[object], bool] | None = None
        self.number = 1

    @property
    @abstractmethod
    def title(self) -> str:
        """What the widget is called."""

    @property
    @abstractmethod
    def result(self) -> Any:
        """What the settings lead to: what the code of :meth:`python` would return."""

    @abstractmethod
    def contents(self) -> tuple[Node, ...]:
        """Return what is shown, in reading order, but for the heading and the button that keeps the choices."""

    @abstractmethod
    def change(self, id: str, value: Any) -> None:
        """Take what a person chose in the control ``id``.

        Raises
        ------
        WorkbenchError
            If it cannot be followed; the sentence is shown, and the settings stay as they were.
        """

    def press(self, id: str) -> None:
        """Do what the button ``id`` is for."""
        raise unknown(id)

    @abstractmethod
    def python(self) -> str:
        """Return plain Python that does what was chosen; empty where there is nothing to keep."""

    def code(self) -> str:
        """Return what :meth:`python` does, such that it runs in this notebook."""
        return importing(self.python())

    def close(self) -> None:
        """End what runs; called once, when the widget goes away."""
        if self._pace is not None:
            self._pace.end()

    def view(self) -> Group:
        """Return all that is shown."""
        with self.lock:
            return self._view()

    def shown(self) -> Group:
        """Return what is shown; where it cannot be, what was shown before, with what went wrong."""
        with self.lock:
            try:
                view = self._view()
            except Exception as error:  # noqa: BLE001 - whatever it is, a person has to read it
                self._typed.refuse(_said(error))
                return self._typed.put_in(self._shown_instead(_said(error)), PROBLEM)
            self._drawn = self.settings
            return self._typed.put_in(view, PROBLEM)

    def _shown_instead(self, problem: str) -> Group:
        if self._drawn is not None:
            self.restore(self._drawn)
            self._problem = problem
            with suppress(Exception):  # then the problem is all there is to say
                return self._view()
        return Group("workbench", (Said(PROBLEM, problem, "problem", live=True),))

    def restore(self, settings: Any) -> None:
        """Take back choices that could not be shown."""
        self.settings = settings

    def saved_view(self) -> Group:
        """Return what may stay in a saved notebook: by default all. A board that shows single rows leaves them out."""
        return self.view()

    def _view(self) -> Group:
        code = unnamed = ""
        try:
            code = self.code()
        except UnnamedError as error:
            unnamed = _said(error)
        return Group(
            "workbench",
            (
                *self.contents(),
                *((self._progress,) if self._progress is not None else ()),
                *((Said(PROBLEM, self._problem, "problem", live=True),) if self._problem else ()),
                *((Said("workbench/unnamed", unnamed, "quiet"),) if unnamed else ()),
                *((Keep("workbench/keep", code, self.widget, told("keep.label"), self._key),) if code else ()),
            ),
            self.title,
        )

    @property
    def name(self) -> str:
        """What it was made of is called; empty where nobody named it."""
        is_text = self.source is None or isinstance(self.source, (str, Path))
        return str(self.source or "") if is_text else variable_of(self.source, "", self.still)

    @property
    def _key(self) -> str:
        return self.name if self.number == 1 else f"{self.name}#{self.number}"

    def take(self, id: str, value: Any) -> None:
        """Take a change from outside; what goes wrong is said in the view, and nothing else changes."""
        self._attempt(lambda: self.change(id, value), id, value)

    def take_press(self, id: str) -> None:
        """Take a press from outside, as :meth:`take` does."""
        self._attempt(self._stop if id == END else lambda: self.press(id), id)

    def start(self, job: Job) -> None:
        """Begin long work; what ran before is ended, and what it had found is dropped."""
        self.end()
        mine = self._job = object()
        self._progress = Progress("workbench/progress", job.label, can_end=job.can_end)

        def tell(done: int, of: int, left: str) -> None:
            with self.lock:
                if self._job is not mine:
                    return
                self._progress = Progress("workbench/progress", job.label, done, of, left, job.can_end)
            self.refresh()

        def done(found: Any) -> None:
            with self.lock:
                if self._job is mine:
                    job.done(found)

        def finished(problem: BaseException | None) -> None:
            with self.lock:
                if self._job is mine:
                    self._job = self._pace = self._progress = None
                    if problem is not None:  # else what was said of a change meanwhile stays
                        self._problem = _said(problem)
            self.refresh()

        pace = self.runner(replace(job, done=done), tell, finished)
        with self.lock:
            if self._job is mine:
                self._pace = pace

    @property
    def is_busy(self) -> bool:
        """Whether long work is under way."""
        return self._job is not None

    def end(self) -> None:
        """End long work, if there is any; what is finished of it is kept."""
        if self._pace is not None:
            self._pace.end()

    def _stop(self) -> None:
        if self._progress is not None and not self._progress.can_end:
            raise unknown(END)
        self.end()

    def _attempt(self, does: Callable[[], None], id: str, value: Any = None) -> None:
        with self.lock:
            before = self.settings
            self._problem = ""
            self._typed.begin(id, value)
            try:
                does()
            except Exception as error:  # noqa: BLE001 - whatever it is, a person has to read it
                self.settings = before
                self._problem = _said(error)
                self._typed.refuse(self._problem)


def unknown(id: str) -> InputError:
    """Return the error for a control that a board does not have."""
    return InputError(f"There is no control {id!r}.\nReload the page: it shows an older version of this widget.")


def _said(problem: BaseException | None) -> str:
    if problem is None:
        return ""
    if isinstance(problem, WorkbenchError):
        *before, last = str(problem).split("\n")
        return " ".join([*(one if one.endswith(_ENDS) else f"{one}." for one in before), last])
    return told("problem.unforeseen", kind=type(problem).__name__, said=str(problem))


def _nobody() -> None:
    """Nobody looks."""
