"""Checks JSON against the schema of the contract, in words that say what to do.

It knows the keywords that :mod:`workbench.templates.schema` uses, and no others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

__all__ = ["Flaw", "shape_flaws"]

_LONGEST = 100
_NOUNS = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object with fields",
    "null": "null",
}


@dataclass(frozen=True)
class Flaw:
    """One thing that breaks the contract.

    Parameters
    ----------
    place : str
        Which field, such as ``parameter 'seed', max``; empty for all of it.
    wrong : str
        What is wrong there, without a full stop.
    remedy : str
        What to do, as a sentence.
    """

    place: str
    wrong: str
    remedy: str

    def told(self, file: str) -> str:
        """Return it in two sentences.

        Examples
        --------
        >>> print(Flaw("minutes", "is 'five'", "Give a whole number.").told("a.ipynb"))
        'a.ipynb', minutes is 'five'.
        Give a whole number.
        """
        subject = ", ".join(part for part in (repr(file), self.place) if part)
        return f"{subject} {self.wrong}.\n{self.remedy}"


def shape_flaws(value: Any, schema: Mapping[str, Any], place: str = "") -> list[Flaw]:
    """Return all that breaks the schema.

    Parameters
    ----------
    value : JSON
        What was read.
    schema : mapping
        A JSON schema, of the keywords that the contract uses.
    place : str
        What to call it.

    Examples
    --------
    >>> shape_flaws(["a", "a"], {"type": "array", "uniqueItems": True}, "needs")[0].wrong
    "names 'a' twice"
    """
    return list(_flaws(value, schema, place))


def _flaws(value: Any, schema: Mapping[str, Any], place: str) -> Iterator[Flaw]:
    said = str(schema.get("description", ""))
    if "const" in schema and not _same(value, schema["const"]):
        yield Flaw(place, f"is {_shown(value)}", f"This version reads {schema['const']!r}.")
    elif "enum" in schema and not any(_same(value, one) for one in schema["enum"]):
        allowed = ", ".join(_shown(one) for one in schema["enum"])
        yield Flaw(place, f"is {_shown(value)}", f"Give one of: {allowed}.{_hint(value, schema['enum'])}")
    elif "type" in schema and not _is_of(value, schema["type"]):
        kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
        yield Flaw(place, f"is {_shown(value)}", f"Give {' or '.join(_NOUNS[kind] for kind in kinds)}. {said}".rstrip())
    elif isinstance(value, str):
        yield from _text_flaws(value, schema, place, said)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield from _number_flaws(value, schema, place)
    elif isinstance(value, list):
        yield from _list_flaws(value, schema, place, said)
    elif isinstance(value, Mapping):
        yield from _object_flaws(value, schema, place)


def _text_flaws(value: str, schema: Mapping[str, Any], place: str, said: str) -> Iterator[Flaw]:
    longest, pattern = schema.get("maxLength"), schema.get("pattern")
    if len(value) < schema.get("minLength", 0):
        yield Flaw(place, "is empty", f"Fill it in. {said}".rstrip())
    elif longest is not None and len(value) > longest:
        yield Flaw(place, f"has {len(value):,} characters", f"Give {longest:,} at most.")
    elif pattern is not None and not re.search(pattern.removesuffix("$") + r"\Z", value):
        yield Flaw(place, f"is {_shown(value)}", said)


def _number_flaws(value: float, schema: Mapping[str, Any], place: str) -> Iterator[Flaw]:
    least, above, most = schema.get("minimum"), schema.get("exclusiveMinimum"), schema.get("maximum")
    if least is not None and value < least:
        yield Flaw(place, f"is {value!r}", f"Give {least:,} or more.")
    elif above is not None and not value > above:
        yield Flaw(place, f"is {value!r}", f"Give a number above {above:,}.")
    elif most is not None and not value <= most:
        yield Flaw(place, f"is {value!r}", f"Give {most:,} or less.")


def _list_flaws(value: list[Any], schema: Mapping[str, Any], place: str, said: str) -> Iterator[Flaw]:
    if len(value) < schema.get("minItems", 0):
        yield Flaw(place, "is empty", f"Fill it in. {said}".rstrip())
    if len(value) > schema.get("maxItems", len(value)):
        yield Flaw(place, f"has {len(value):,} items", f"Give {schema['maxItems']:,} at most.")
        return
    if schema.get("uniqueItems"):
        twice = [one for at, one in enumerate(value) if any(_same(one, other) for other in value[:at])]
        if twice:
            yield Flaw(place, f"names {_shown(twice[0])} twice", "Name it once.")
    for at, one in enumerate(value):
        if isinstance(schema.get("items"), Mapping):
            yield from _flaws(one, schema["items"], _inside(place, f"item {at + 1}"))


def _object_flaws(value: Mapping[str, Any], schema: Mapping[str, Any], place: str) -> Iterator[Flaw]:
    known: Mapping[str, Any] = schema.get("properties", {})
    for key in schema.get("required", ()):
        if key not in value:
            said = known.get(key, {}).get("description", "")
            yield Flaw(_inside(place, key), "is missing", f"Add it. {said}".rstrip())
    for key, inside in known.items():
        if key in value:
            yield from _flaws(value[key], inside, _inside(place, key))
    for key in value:
        if key not in known and schema.get("additionalProperties") is False:
            listed = _hint(key, list(known)) or f" Fields are: {', '.join(known)}."
            yield Flaw(_inside(place, _shown(key)), "is no field of the contract", f"Take it out.{listed}")


def _inside(place: str, key: str) -> str:
    return f"{place}, {key}" if place else key


def _is_of(value: Any, kinds: str | list[str]) -> bool:
    return any(_is_one(value, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds))


def _is_one(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "integer":
        return isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    kinds: dict[str, Any] = {"string": str, "number": (int, float), "array": list, "object": Mapping}
    return value is None if kind == "null" else isinstance(value, kinds.get(kind, ()))


def _same(one: Any, other: Any) -> bool:
    """Say whether two values are the same JSON: 1 and 1.0 are, 1 and true are not."""
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _hint(value: Any, choices: list[Any]) -> str:
    close = get_close_matches(str(value), [str(one) for one in choices], n=1)
    return f" Did you mean {close[0]!r}?" if close else ""
