"""What makes a notebook a template: metadata that a card, a form and a run can be made from.

A template is an ordinary notebook. Its metadata hold ``workbench: {schema, id, version, title,
purpose, audience, minutes, icon, parameters, needs, gives}``; exactly one cell is tagged
``parameters``; each step's cell has ``workbench: {step, title, why}``.
:mod:`workbench.templates.schema` says what each field may hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any

import nbformat

from workbench.core.schema import Json
from workbench.templates.notebook import read_notebook

__all__ = ["LONGEST_TEXT", "MOST_ITEMS", "Choice", "Parameter", "Template"]

LONGEST_TEXT = 1_000
"""How long a text, or each text of a list, may be where the contract does not say."""
MOST_ITEMS = 1_000
"""How many items a list may have where the contract does not say."""


@dataclass(frozen=True)
class Choice:
    """One of the values that a person may choose from.

    Parameters
    ----------
    value : text, number or truth value
        What the notebook gets.
    title : str
        What a person reads.
    """

    value: Json
    title: str


@dataclass(frozen=True)
class Parameter:
    """One thing a person may set before the notebook runs.

    Parameters
    ----------
    name : str
        The variable in the cell tagged ``parameters``.
    type : str
        ``text``, ``number``, ``choice``, ``column``, ``list``, ``file``, ``date`` or ``yes_no``.
    title, help : str
        For the form.
    default : JSON value
        What the notebook has when nobody sets it. Where it is ``None``, ``None`` may be given too.
    min, max : float, optional
        Of a number: the least and the greatest that is allowed.
    step : float, optional
        Of a number: it is ``min``, or 0, and so many steps; 1 means whole numbers.
    max_length : int
        Of a text: characters.
    pattern : str, optional
        Of a text, or of each text in a list: what all of it has to match.
    may_be_empty : bool or "example"
        Whether ``""`` or ``[]`` is allowed; ``"example"`` means as long as the data are a bundled example.
    choices : tuple of Choice
        Of a choice.
    of : str, optional
        Of columns: the file parameter whose columns they are. Without it the first one. Of a text: the file parameter
        whose example the default speaks of; with another file nothing of it is kept.
    value_of : str, optional
        Of a text: the column parameter whose values it is one of.
    items : str
        Of a list: ``text`` or ``column``.
    max_items : int
        Of a list.
    suffixes : tuple of str
        Of a file: how its name ends, such as ``.csv``. Empty means that any will do.
    may_be_example : bool
        Of a file: whether ``example:loans`` is allowed.
    earliest, latest : str, optional
        Of a date, as ``2026-01-31``.
    """

    name: str
    type: str
    title: str
    help: str
    default: Json
    min: float | None = None
    max: float | None = None
    step: float | None = None
    max_length: int = LONGEST_TEXT
    pattern: str | None = None
    may_be_empty: bool | str = False
    choices: tuple[Choice, ...] = ()
    of: str | None = None
    value_of: str | None = None
    items: str = "text"
    max_items: int = MOST_ITEMS
    suffixes: tuple[str, ...] = ()
    may_be_example: bool = False
    earliest: str | None = None
    latest: str | None = None

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Parameter:
        """Return the parameter that metadata declare; they were checked before."""
        given = dict(value)
        if "choices" in given:
            given["choices"] = tuple(Choice(one["value"], one["title"]) for one in given["choices"])
        if "suffixes" in given:
            given["suffixes"] = tuple(given["suffixes"])
        return cls(**given)

    def to_json(self) -> dict[str, Json]:
        """Return it as the metadata declare it; what is as it would be anyway is left out."""
        written: dict[str, Json] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if one.default is not MISSING and value == one.default and type(value) is type(one.default):
                continue
            if one.name == "choices":
                value = [{"value": choice.value, "title": choice.title} for choice in value]
            written[one.name] = list(value) if isinstance(value, tuple) else value
        return written


@dataclass(frozen=True)
class Template:
    """A notebook that keeps the contract.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    id : str
        Small letters, digits and hyphens.
    version : str
        As ``major.minor.patch``.
    title, purpose, audience : str
        For the card.
    minutes : int
        How long a person takes.
    icon : str
        One of :data:`workbench.templates.schema.ICONS`.
    parameters : tuple of Parameter
        What may be set.
    needs, gives : tuple of str
        Results it reads from a study and leaves there.
    source : str
        Where it comes from, in words.
    """

    path: Path
    id: str
    version: str
    title: str
    purpose: str
    audience: str
    minutes: int
    icon: str
    parameters: tuple[Parameter, ...]
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    source: str

    def card(self) -> dict[str, Json]:
        """Return what a gallery shows and makes its form from, as JSON; nothing about the machine is in it."""
        return {
            "id": self.id,
            "version": self.version,
            "title": self.title,
            "purpose": self.purpose,
            "audience": self.audience,
            "minutes": self.minutes,
            "icon": self.icon,
            "parameters": [one.to_json() for one in self.parameters],
            "needs": list(self.needs),
            "gives": list(self.gives),
            "source": self.source,
        }

    def read(self) -> nbformat.NotebookNode:
        """Return the notebook, read anew from its file.

        Raises
        ------
        TemplateError
            If it is gone, or is no notebook any more.
        """
        return read_notebook(self.path)
