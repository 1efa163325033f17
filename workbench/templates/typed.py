"""What people write for parameters on a command line, as the values that they mean."""

from __future__ import annotations

import json
from collections.abc import Sequence

from workbench.core.schema import Json
from workbench.errors import InputError
from workbench.templates.contract import Parameter, Template

__all__ = ["typed_values"]

_YES, _NO = ("yes", "true", "on", "1"), ("no", "false", "off", "0")


def typed_values(template: Template, texts: Sequence[str]) -> dict[str, Json]:
    """Return the values of texts such as ``seed=7`` or ``protected=sex,origin``.

    Parameters
    ----------
    template : Template
        Whose parameters they are; each text is read as the type of its parameter.
    texts : sequence of str
        A name, a sign of equality and a value. A list is written with commas, or as JSON: ``["a,b", "c"]``.
        What cannot be read as its type stays text, and an unknown name stays too: both are then problems that
        :func:`~workbench.templates.values.check_values` tells.

    Raises
    ------
    InputError
        If a text has no name or no sign of equality, or a name comes twice.

    Examples
    --------
    >>> from workbench.templates import find_templates
    >>> typed_values(find_templates().get("00-first-report"), ["seed=3", "protected=sex, origin", "target=a=b"])
    {'seed': 3, 'protected': ['sex', 'origin'], 'target': 'a=b'}
    """
    known = {one.name: one for one in template.parameters}
    values: dict[str, Json] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        name = name.strip()
        if not equals or not name:
            raise InputError(f"-p is {text!r}.\nWrite a name, = and a value: -p seed=7.")
        if name in values:
            raise InputError(f"-p names {name!r} twice.\nName it once; a list is written with commas: -p {name}=a,b.")
        values[name] = _typed(known[name], value) if name in known else value
    return values


def _typed(one: Parameter, text: str) -> Json:
    if one.default is None and text.strip() == "":
        return None
    if one.type == "number":
        return _number(text)
    if one.type == "yes_no":
        said = text.strip().lower()
        return True if said in _YES else False if said in _NO else text
    if one.type == "list":
        return _items(text)
    if one.type == "choice":
        return next((choice.value for choice in one.choices if text in (choice.value, json.dumps(choice.value))), text)
    return text


def _number(text: str) -> Json:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text


def _items(text: str) -> Json:
    if text.lstrip().startswith("["):
        try:
            found: Json = json.loads(text)
        except (ValueError, RecursionError):
            return text
        return found
    return [item.strip() for item in text.split(",")] if text.strip() else []
