"""What a role picker's choices are, and the same as plain Python."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import Any

from workbench.data.dataset import Dataset
from workbench.data.examples import EXAMPLE_PREFIX
from workbench.data.roles import ProtectedAttribute, Roles
from workbench.data.suggestions.result import SuggestedRoles
from workbench.widgets.code import Raw, call, several, variable_of

__all__ = ["NAMED", "ChosenRoles", "code_of", "same_rows"]

NAMED = ("target", "id", "time", "group", "weight")
"""Roles that only one column has."""


@dataclass(frozen=True)
class ChosenRoles:
    """The arguments of :func:`workbench.assign_roles`, as chosen; what is not chosen is ``None`` or empty."""

    target: str | None = None
    favourable: str | None = None
    task: str | None = None
    protected: tuple[ProtectedAttribute, ...] = ()
    id: str | None = None
    time: str | None = None
    group: str | None = None
    weight: str | None = None
    favourable_label: str = ""
    unfavourable_label: str = ""
    use_protected: bool = False

    @classmethod
    def of(cls, roles: Roles) -> ChosenRoles:
        """Return roles that a data set has."""
        given = {one.name: getattr(roles, one.name) for one in fields(cls)}
        task = None if roles.task == "binary" else roles.task
        return cls(**{**given, "favourable": roles.favourable or None, "task": task})

    @classmethod
    def likely(cls, suggested: SuggestedRoles) -> ChosenRoles:
        """Return the guesses that are likely, as :meth:`~workbench.SuggestedRoles.confirm` takes them."""
        found: dict[str, Any] = {}
        for one in suggested.of("target", "likely")[:1]:
            sure = one.favourable_sure == "likely"
            found = {"target": one.column, "favourable": one.favourable if sure else None}
        found["protected"] = tuple(one.attribute for one in suggested.of("protected", "likely"))
        keys = [one for one in suggested.roles if one.role in NAMED[1:] and one.sure == "likely"]
        found |= {one.role: one.column for one in reversed(keys)}
        return cls(**found)

    def role_of(self, column: str) -> str:
        """Return the role of a column; *feature* where it has none."""
        if any(one.column == column for one in self.protected):
            return "protected"
        return next((role for role in NAMED if getattr(self, role) == column), "feature")

    def without(self, column: str) -> ChosenRoles:
        """Return the choices in which a column has no role."""
        chosen = self.without_target() if self.target == column else self
        keys = {role: None for role in NAMED[1:] if getattr(self, role) == column}
        protected = tuple(one for one in self.protected if one.column != column)
        return replace(chosen, protected=protected, **keys)  # type: ignore[arg-type] # the keys are columns or None

    def without_target(self) -> ChosenRoles:
        """Return the choices without an outcome, and without what was said of it."""
        return replace(self, target=None, favourable=None, task=None, favourable_label="", unfavourable_label="")

    def arguments(self) -> dict[str, Any]:
        """Return what is chosen, as :func:`workbench.assign_roles` takes it."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value for name, value in given.items() if value}


def code_of(source: object, chosen: ChosenRoles) -> str:
    """Return plain Python that reads the source with the chosen roles.

    Parameters
    ----------
    source : object
        What the picker was given: a data set, a path, or a frame.
    chosen : ChosenRoles
        The choices.
    """
    arguments = {
        name: several(map(_attribute, value)) if name == "protected" else value
        for name, value in chosen.arguments().items()
    }
    if isinstance(source, Dataset):
        return call("data = wb.assign_roles", Raw(variable_of(source, "data", partial(same_rows, source))), **arguments)
    if isinstance(source, str) and source.startswith(EXAMPLE_PREFIX):  # it would bring its own roles along
        return call("data = wb.assign_roles", Raw(call("wb.read_data", source)), **arguments)
    written = str(source) if isinstance(source, (str, Path)) else Raw(variable_of(source, "frame"))
    return call("data = wb.read_data", written, **arguments)


def same_rows(source: Dataset, other: object) -> bool:
    """Return whether two data sets hold the same table, so that roles assigned anew make the same of them.

    Parameters
    ----------
    source, other : object
        The data set that the widget was made of, and what has its name now.
    """
    return isinstance(other, Dataset) and other.held is source.held


def _attribute(one: ProtectedAttribute) -> object:
    """Return an attribute as code: its name alone where nothing else was said."""
    title = {} if one.title == one.column else {"title": one.title}
    if one.edges:
        return Raw(call("wb.bands", one.column, list(one.edges), **title))
    if title or one.labels:
        labels = {"labels": dict(one.labels)} if one.labels else {}
        return Raw(call("wb.attribute", one.column, **title, **labels))
    return one.column
