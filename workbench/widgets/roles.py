"""The role picker: what each column of a table is for, guessed, shown with reasons, and chosen by a person."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import Any

from workbench.core.finding import Finding
from workbench.data.assign import assign_roles
from workbench.data.dataset import Dataset
from workbench.data.read import read_data
from workbench.data.roles import TWO_VALUED, ProtectedAttribute
from workbench.document.wording import name
from workbench.errors import RoleError, WorkbenchError
from workbench.widgets.board import Board, unknown
from workbench.widgets.paging import Pages
from workbench.widgets.panel import Panel
from workbench.widgets.roles_contents import RolesScreen, place_of
from workbench.widgets.roles_looks import Columns, short
from workbench.widgets.roles_settings import ChosenRoles, code_of, same_rows
from workbench.widgets.roles_warnings import found_in_rows, of_counts, shown_warnings, warnings_of
from workbench.widgets.view import Group, Node
from workbench.widgets.wording import told
from workbench.widgets.worker import Job, Pace

__all__ = ["RolesBoard", "pick_roles"]

_PER_PAGE = 20
_AMOUNTS = 10
_MOST_KEPT = 50


class RolesBoard(Board):
    """The columns of one table.

    Parameters
    ----------
    source : Dataset, path or frame
        What was given, for the code.
    data : Dataset
        The same, read.
    """

    widget = "roles"

    def __init__(self, source: object, data: Dataset) -> None:
        super().__init__()
        self._source, self._data, self._columns = source, data, Columns(data)
        self.source = source
        self.still = partial(same_rows, source) if isinstance(source, Dataset) else None
        self._checked: tuple[ChosenRoles, Dataset] | None = None
        self._found: dict[str, tuple[Finding, ...]] = {}
        self._pages, self._find = Pages("columns", _PER_PAGE), ""
        self._wrong_bands: dict[str, str] = {}
        self.settings: ChosenRoles = self._first()
        guessed = [one for one in data.columns if one in self._columns.guessed or self._role(one) != "feature"]
        self._order = [*guessed, *(one for one in data.columns if one not in set(guessed))]
        self._keep(self.settings, self._look(self.settings, Pace(lambda *_: None)))

    @property
    def title(self) -> str:
        """What the widget is called."""
        return told("roles.title")

    @property
    def result(self) -> Dataset:
        """The data set with the chosen roles.

        Raises
        ------
        RoleError
            If nobody has said which value of the outcome is good for the person.
        """
        return self._assigned(self.settings)

    def contents(self) -> tuple[Node, ...]:
        """Return what is chosen, what speaks against it, and the columns."""
        screen = RolesScreen(self._columns, self.settings, self._needs_favourable(self.settings))
        found = self._found.get(repr(self.settings))
        warnings = [*screen.open_questions(), *of_counts(self._partly(self.settings), self._columns)]
        warnings += warnings_of(found or (), "rows")
        warnings.sort(key=lambda one: one.tone != "caution")
        noticed = shown_warnings(warnings, None if found is None else self._columns.sample.n_rows)
        wanted = self._find.casefold()
        listed = [one for one in self._order if wanted in one.casefold()]
        return (
            *screen.summary(),
            *screen.chosen(self._wrong_bands),
            *((noticed,) if noticed is not None else ()),
            screen.listed(self._pages.shown(listed), self._data.columns, self._pages.controls(len(listed)), self._find),
        )

    def saved_view(self) -> Group:
        """Return what is shown without any value of a row."""
        return RolesScreen.without_values(self.view())

    def change(self, id: str, value: Any) -> None:
        """Take a role, a favourable value, a task, or where bands begin."""
        kind, _, place = id.partition("/")
        self._wrong_bands = {}
        if id == "find" and isinstance(value, str):
            self._find, self._pages.page = value.strip(), 0
            return
        if kind == "role" and isinstance(value, str):
            chosen = self._with_role(self._column(place), value)
        elif id == "favourable" and isinstance(value, str):
            chosen = replace(self.settings, favourable=value or None)
        elif id == "task" and isinstance(value, str):
            chosen = replace(self.settings, task=value, favourable=None)
        elif kind == "bands" and isinstance(value, str):
            self._change_bands(place, value)
            return
        else:
            raise unknown(id)
        self._choose(chosen)

    def _change_bands(self, place: str, written: str) -> None:
        protected, columns = self.settings.protected, self._data.columns
        attribute = next((one for one in protected if place_of(one, protected, columns) == place), None)
        if attribute is None:
            raise unknown(f"bands/{place}")
        try:
            self._choose(self._with_bands(attribute, written))
        except WorkbenchError as error:  # it stands below the box it is about
            self._wrong_bands = {place: " ".join(str(error).split("\n"))}

    def _choose(self, chosen: ChosenRoles) -> None:
        """Take choices that fit, and look for what speaks against them."""
        self._partly(chosen)
        self.settings = chosen
        if repr(chosen) in self._found:
            self.end()
        else:
            look = partial(self._look, chosen)
            self.start(Job(told("roles.looking"), look, partial(self._keep, chosen)))

    def press(self, id: str) -> None:
        """Turn a page of the columns."""
        if not self._pages.turn(id):
            raise unknown(id)

    def python(self) -> str:
        """Return the call that reads the table with these roles; nothing while one question is open."""
        return "" if self._needs_favourable(self.settings) else code_of(self._source, self.settings)

    def _first(self) -> ChosenRoles:
        """Return the roles that the data came with, else the guesses that are likely."""
        given = self._data.roles
        if given.target is not None or given.protected or given.named:
            return ChosenRoles.of(given)
        likely = ChosenRoles.likely(self._columns.suggested)
        try:
            self._partly(likely)
        except WorkbenchError:  # a guess that does not hold for all rows is none
            return ChosenRoles()
        return likely

    def _role(self, column: str) -> str:
        return self.settings.role_of(column)

    def _column(self, place: str) -> str:
        if not place.isdecimal() or int(place) >= len(self._data.columns):
            raise unknown(place)
        return self._data.columns[int(place)]

    def _with_role(self, column: str, role: str) -> ChosenRoles:
        if role not in self._columns.roles(column):
            raise unknown(role)
        chosen = self.settings.without(column)
        if role == "target":
            return self._with_target(chosen, column)
        if role == "protected":
            return replace(chosen, protected=(*chosen.protected, self._columns.attribute(column)))
        return chosen if role == "feature" else replace(chosen, **{role: column})  # type: ignore[arg-type] # a column

    def _with_target(self, chosen: ChosenRoles, column: str) -> ChosenRoles:
        n = self._columns.n_different(column)
        guess = self._columns.guessed.get(column)
        task = None
        if n > 2:
            task = "regression" if self._columns.is_number(column) and n >= _AMOUNTS else "multiclass"
        sure = guess is not None and guess.role == "target" and guess.favourable_sure == "likely" and task is None
        favourable = guess.favourable if guess is not None and sure else None
        return replace(chosen.without_target(), target=column, task=task, favourable=favourable)

    def _with_bands(self, attribute: ProtectedAttribute, written: str) -> ChosenRoles:
        edges = tuple(_number(one) for one in re.split(r"[\s,;]+", written.strip()) if one)
        if not edges:
            self._columns.check_groups(attribute.column)
        changed = [
            ProtectedAttribute(one.column, one.title, edges, one.labels) if one is attribute else one
            for one in self.settings.protected
        ]
        return replace(self.settings, protected=tuple(changed))

    def _needs_favourable(self, chosen: ChosenRoles) -> bool:
        """Whether the outcome has two values of which nobody has said the good one."""
        if chosen.target is None or chosen.task is not None or chosen.favourable is not None:
            return False
        labels = self._columns.labels(chosen.target)
        return len(labels) == 2 and sorted(labels) not in TWO_VALUED

    def _assigned(self, chosen: ChosenRoles) -> Dataset:
        known = self._checked  # another thread may put another pair there at any time
        if known is None or known[0] != chosen:
            known = self._checked = (chosen, assign_roles(self._data, **chosen.arguments()))
        return known[1]

    def _partly(self, chosen: ChosenRoles) -> Dataset:
        """Return the data set with the roles as far as they are said; refuse what does not fit."""
        return self._assigned(chosen.without_target() if self._needs_favourable(chosen) else chosen)

    def _look(self, chosen: ChosenRoles, pace: Pace) -> tuple[Finding, ...] | None:
        """Look in a sample for what gives the outcome or a group away; ``None`` where it was ended."""
        roles = self._partly(chosen).roles
        if chosen.target is not None and self._needs_favourable(chosen):
            one, other = self._columns.labels(chosen.target)  # either may be good: the same gives them away
            roles = replace(roles, target=chosen.target, favourable=one, unfavourable=other)
        found = found_in_rows(replace(self._columns.sample, roles=roles), pace)
        return None if pace.is_ended else found

    def _keep(self, chosen: ChosenRoles, found: tuple[Finding, ...] | None) -> None:
        if found is not None:
            while len(self._found) >= _MOST_KEPT:
                self._found.pop(next(iter(self._found)))
            self._found[repr(chosen)] = found


def _number(written: str) -> float:
    try:
        return short(float(written))
    except ValueError:
        said = told("roles.problem.bands", given=repr(name(written).text), example="40, 60")
        raise RoleError(said) from None


def pick_roles(source: object) -> Panel:
    """Return a widget in which a person says what each column of a table is for.

    It begins with the guesses of :func:`workbench.suggest_roles` that are likely, or with the roles that the data
    came with; warns of small groups, of columns that give the outcome or a group away, and of what is still to be
    said; and writes the call that reads the table so.

    Parameters
    ----------
    source : Dataset, path or frame
        What :func:`workbench.read_data` takes, or what it returned.

    Returns
    -------
    Panel
        Show it as a cell's last line. ``result`` is the :class:`workbench.Dataset` with the chosen roles. Values of
        rows are shown live and kept in no output.

    Raises
    ------
    WorkbenchError
        If the source cannot be read.

    Examples
    --------
    >>> picker = pick_roles("example:admissions")
    >>> print(picker.python())
    data = wb.assign_roles(
        wb.read_data("example:admissions"),
        target="admitted",
        favourable="yes",
        protected=["sex"],
        favourable_label="admitted",
        unfavourable_label="rejected",
    )
    >>> picker.close()
    """
    data = source if isinstance(source, Dataset) else read_data(source)
    return Panel(RolesBoard(source, data))
