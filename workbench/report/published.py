"""The JSON schemas of documents and of evidence, taken from the classes that are written.

``python -m workbench.report.published document`` prints one; ``docs/schemas/document.json`` and
``docs/schemas/evidence.json`` are what it printed.
"""

from __future__ import annotations

import dataclasses
import json
import sys
import types
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from workbench.core.schema import Json, schema_name
from workbench.data.roles import ProtectedAttribute, Roles
from workbench.document.nodes import Document, Fact
from workbench.errors import InputError
from workbench.report.fixed import FixedKind
from workbench.report.materials import Materials

__all__ = ["published_schema"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NO_NUMBER: dict[str, Json] = {
    "description": "A number; one that does not exist says why.",
    "anyOf": [
        {"type": "number"},
        {
            "type": "object",
            "properties": {"undefined": {"enum": ["not a number", "infinite", "minus infinite"]}},
            "required": ["undefined"],
            "additionalProperties": False,
        },
    ],
}
_INTEGERS: tuple[Json, ...] = ({"type": "integer"}, {"type": "integer"}, {"type": "integer"})
_APART = {"roles", "audit", "book"}


def published_schema(kind: str) -> dict[str, Json]:
    """Return the JSON schema of what is published.

    Parameters
    ----------
    kind : {"document", "evidence"}
        A document as its JSON file holds it, evidence included; or evidence alone, as other formats carry it.

    Raises
    ------
    InputError
        If it is neither.

    Examples
    --------
    >>> published_schema("evidence")["properties"]["schema"]
    {'const': 'workbench.evidence/1'}
    """
    if kind not in ("document", "evidence"):
        raise InputError.for_choice("kind", kind, ["document", "evidence"])
    classes = _Classes()
    evidence = _evidence(classes)
    if kind == "document":
        classes.defs["evidence"] = evidence
        root = _document(classes)
    else:
        root = evidence
    title = {"document": "Workbench report: a document and its evidence", "evidence": "Workbench evidence"}[kind]
    return {"$schema": _DIALECT, "title": title, **root, "$defs": dict(sorted(classes.defs.items()))}


def _document(classes: _Classes) -> dict[str, Json]:
    found = classes.object_of(Document, without={"materials"})
    properties: dict[str, Json] = {"schema": {"const": schema_name("document")}, **dict(_members(found, "properties"))}
    properties["evidence"] = {
        "description": "What it can be checked by; null where it was written without.",
        "anyOf": [{"$ref": "#/$defs/evidence"}, {"type": "null"}],
    }
    return {**found, "properties": properties, "required": ["schema", *_names(found), "evidence"]}


def _evidence(classes: _Classes) -> dict[str, Json]:
    mark: dict[str, Json] = {
        "description": "Where a fact stands: first character, the one after the last, the fact, which of its numbers.",
        "type": "array",
        "prefixItems": [{"type": "integer"}, {"type": "integer"}, {"type": "string"}, {"type": "string"}],
        "minItems": 4,
        "maxItems": 4,
    }
    block: dict[str, Json] = {
        "description": "A text that was printed, white space collapsed, and the facts in it.",
        "type": "array",
        "prefixItems": [{"type": "string"}, {"type": "array", "items": mark}],
        "minItems": 2,
        "maxItems": 2,
    }
    words: dict[str, Json] = {
        "description": "Words nobody may edit: block, first character, the one after the last, what they are.",
        "type": "array",
        "prefixItems": [*_INTEGERS, {"enum": list(get_args(FixedKind))}],
        "minItems": 4,
        "maxItems": 4,
    }
    return _closed(
        {
            "schema": {"const": schema_name("evidence")},
            "version": {"description": "The workbench that wrote it.", "type": "string"},
            "assurance": {"const": "self-attested"},
            "facts": {"type": "object", "additionalProperties": classes.of(Fact)},
            "blocks": {"type": "array", "items": block},
            "words": {"type": "array", "items": words},
            "drawings": {
                "description": "Digests of what is drawn, and of what else decides what a reader sees.",
                "type": "object",
                "additionalProperties": {"type": "string"},
            },
            "materials": _materials(classes),
            "signature": {"description": "None is written yet.", "anyOf": [{"type": "string"}, {"type": "null"}]},
        }
    )


def _materials(classes: _Classes) -> dict[str, Json]:
    found = classes.object_of(Materials, without=_APART)
    properties = dict(_members(found, "properties"))
    properties.pop("type")
    return _closed(
        {
            "schema": {"const": schema_name("materials")},
            **properties,
            "roles": classes.object_of(Roles, typed=False),
            "audit": {
                "description": "What an audit is concluded from, as audit.json describes it; null where there is none.",
                "anyOf": [
                    {
                        "type": "object",
                        "properties": {"schema": {"const": schema_name("audit")}, "tallies": {"type": "object"}},
                        "required": ["schema", "tallies", "policy", "roles", "provenance"],
                    },
                    {"type": "null"},
                ],
            },
        }
    )


class _Classes:
    """Classes as schemas: each once, under its name."""

    def __init__(self) -> None:
        self.defs: dict[str, Json] = {}

    def of(self, kind: Any) -> dict[str, Json]:
        origin, arguments = get_origin(kind), get_args(kind)
        if origin is Literal:
            return {"enum": list(arguments)}
        if origin in (Union, types.UnionType):
            if {dict, list} <= {get_origin(one) for one in arguments}:
                return {}
            return {"anyOf": [self.of(one) for one in arguments]}
        if origin is tuple:
            return self._tuple(arguments)
        if origin is Sequence:
            return self._tuple((*arguments, Ellipsis))
        if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self.of(arguments[1])}
        if dataclasses.is_dataclass(kind):
            return self._reference(kind)
        scalars: dict[Any, dict[str, Json]] = {
            bool: {"type": "boolean"},
            int: {"type": "integer"},
            float: _NO_NUMBER,
            str: {"type": "string"},
            type(None): {"type": "null"},
        }
        return scalars.get(kind, {})

    def object_of(self, kind: Any, *, without: set[str] | None = None, typed: bool = True) -> dict[str, Json]:
        """Return the schema of a dataclass; ``typed`` where its name stands beside its fields."""
        hints = get_type_hints(kind)
        fields = {one.name: hints[one.name] for one in dataclasses.fields(kind) if one.init}
        named: dict[str, Json] = {"type": {"const": kind.__name__.lower()}} if typed else {}
        properties = {name: self.of(hint) for name, hint in fields.items() if name not in (without or set())}
        if kind is Roles:
            properties["protected"] = {"type": "array", "items": self.object_of(ProtectedAttribute, typed=False)}
        # Of two outcomes nothing is said of the task: see Roles.settings.
        return _closed({**named, **properties}, optional=("task", "classes") if kind is Roles else ())

    def _reference(self, kind: Any) -> dict[str, Json]:
        name = kind.__name__.lower()
        if name not in self.defs:
            self.defs[name] = {}  # it may hold itself, as sections do
            self.defs[name] = self.object_of(kind)
        return {"$ref": f"#/$defs/{name}"}

    def _tuple(self, arguments: tuple[Any, ...]) -> dict[str, Json]:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return {"type": "array", "items": self.of(arguments[0])}
        size = len(arguments)
        return {"type": "array", "prefixItems": [self.of(one) for one in arguments], "minItems": size, "maxItems": size}


def _closed(properties: Mapping[str, Json], optional: Sequence[str] = ()) -> dict[str, Json]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _members(schema: Mapping[str, Json], key: str) -> Mapping[str, Json]:
    found = schema[key]
    return found if isinstance(found, dict) else {}


def _names(schema: Mapping[str, Json]) -> list[Json]:
    return list(_members(schema, "properties"))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(published_schema(sys.argv[1]), ensure_ascii=False, indent=1) + "\n")
