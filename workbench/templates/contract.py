"""What makes a notebook a template: metadata that a card, a form and a run can be made from.

A template is an ordinary notebook. Its metadata hold ``workbench: {schema, id, version, title,
purpose, audience, minutes, parameters, needs, gives}``; exactly one cell is tagged ``parameters``;
each step's cell has ``workbench: {step, title, why}``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from workbench.core.schema import Json, schema_name
from workbench.errors import TemplateError

__all__ = ["Parameter", "Template", "load_template"]

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_KINDS = ("text", "number", "choice", "column", "file", "date", "list")
_TEXTS = ("version", "title", "purpose", "audience")


@dataclass(frozen=True)
class Parameter:
    """One thing a person may set before the notebook runs.

    Parameters
    ----------
    name : str
        The variable in the cell tagged ``parameters``.
    type : str
        ``text``, ``number``, ``choice``, ``column``, ``file``, ``date`` or ``list``.
    title, help : str
        For the form.
    default : JSON value
        What the notebook has when nobody sets it.
    """

    name: str
    type: str
    title: str
    help: str
    default: Json


@dataclass(frozen=True)
class Template:
    """A notebook that keeps the contract.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    id : str
        Small letters, digits and hyphens.
    version, title, purpose, audience : str
        For the card.
    minutes : int
        How long a person takes.
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
    parameters: tuple[Parameter, ...]
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    source: str

    def card(self) -> dict[str, Json]:
        """Return what a gallery shows, as JSON; nothing about the machine is in it."""
        return {
            "id": self.id,
            "version": self.version,
            "title": self.title,
            "purpose": self.purpose,
            "audience": self.audience,
            "minutes": self.minutes,
            "source": self.source,
        }

    def read(self) -> nbformat.NotebookNode:
        """Return the notebook, read anew from its file."""
        return _read(self.path)


def load_template(path: Path, source: str) -> Template:
    """Return the template in a file.

    Parameters
    ----------
    path : pathlib.Path
        A notebook.
    source : str
        Where it comes from, in words.

    Raises
    ------
    TemplateError
        If the file is no notebook or breaks the contract; the text names the field.
    """
    try:
        notebook = _read(path)
        nbformat.validate(notebook)
    except Exception as error:  # nbformat raises what its parts raise: JSON, schema and system errors
        raise TemplateError(f"{path.name!r} is not a notebook: {str(error).splitlines()[0]}") from error
    fields = notebook.metadata.get("workbench")
    if not isinstance(fields, Mapping):
        raise TemplateError(f"{path.name!r} has no 'workbench' in its metadata, so it is not a template.")
    wanted = schema_name("template")
    if fields.get("schema") != wanted:
        raise TemplateError(f"{path.name!r} has schema {fields.get('schema')!r}.\nThis version reads {wanted!r}.")
    template = Template(
        path=path,
        id=_id(path, fields),
        **{key: _field(path, fields, key, str) for key in _TEXTS},
        minutes=_field(path, fields, "minutes", int),
        parameters=tuple(_parameter(path, one) for one in _field(path, fields, "parameters", list)),
        needs=tuple(_field(path, fields, "needs", list)),
        gives=tuple(_field(path, fields, "gives", list)),
        source=source,
    )
    _check_cells(path, notebook, template)
    return template


def _read(path: Path) -> nbformat.NotebookNode:
    notebook: nbformat.NotebookNode = nbformat.read(path, nbformat.NO_CONVERT)  # type: ignore[no-untyped-call]
    return notebook


def _id(path: Path, fields: Mapping[str, Any]) -> str:
    found = _field(path, fields, "id", str)
    if not _ID.fullmatch(found):
        raise TemplateError(
            f"{path.name!r} has id {found!r}.\nAn id has small letters, digits and hyphens, at most 64."
        )
    return str(found)


def _field(path: Path, fields: Mapping[str, Any], key: str, kind: type) -> Any:
    value = fields.get(key)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TemplateError(f"{path.name!r}: metadata field {key!r} is {value!r}.\nIt has to be a {kind.__name__}.")
    return value


def _parameter(path: Path, fields: Any) -> Parameter:
    if not isinstance(fields, Mapping):
        raise TemplateError(
            f"{path.name!r}: a parameter is {fields!r}.\nIt has to be a dict with name, type, title and help."
        )
    texts = {key: _field(path, fields, key, str) for key in ("name", "type", "title", "help")}
    if not texts["name"].isidentifier():
        raise TemplateError(f"{path.name!r}: parameter {texts['name']!r} is no Python name.")
    if texts["type"] not in _KINDS:
        raise TemplateError(
            f"{path.name!r}: parameter {texts['name']!r} has type {texts['type']!r}.\nTypes are: {', '.join(_KINDS)}."
        )
    return Parameter(**texts, default=fields.get("default"))


def _check_cells(path: Path, notebook: nbformat.NotebookNode, template: Template) -> None:
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        raise TemplateError(f"{path.name!r} has {len(tagged)} cells tagged 'parameters'.\nA template has exactly one.")
    missing = [one.name for one in template.parameters if not re.search(rf"(?m)^{one.name}\b.*=", tagged[0].source)]
    if missing:
        raise TemplateError(f"{path.name!r}: parameter {missing[0]!r} is not set in the cell tagged 'parameters'.")
    steps = [cell.metadata["workbench"] for cell in notebook.cells if "workbench" in cell.metadata]
    for step in steps:
        for key in ("step", "title", "why"):
            _field(path, step, key, str)
    twice = [step for step, n in Counter(step["step"] for step in steps).items() if n > 1]
    if twice:
        raise TemplateError(f"{path.name!r} has more than one step called {twice[0]!r}.")
