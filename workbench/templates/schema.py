"""The template contract as a JSON schema, for editors and for whoever makes a form from it.

``python -m workbench.templates.schema`` prints it; ``docs/schemas/template.json`` is what it printed.
What is loaded is checked by this very schema (:mod:`workbench.templates.shape`).
"""

from __future__ import annotations

import json
import sys

from workbench.core.schema import Json, schema_name

__all__ = ["ICONS", "STEP_SCHEMA", "TYPES", "parameter_schema", "template_schema"]

Schema = dict[str, Json]

ICONS = ("notebook", "report", "frame", "data", "model", "explain", "audit", "decisions", "law", "write")
"""The pictures that a card may have."""

LARGEST = 2**53 - 1
"""Beyond it JSON numbers are no longer exact in every program."""


def _text(description: str, longest: int = 500, **more: Json) -> Schema:
    return {"description": description, "type": "string", "minLength": 1, "maxLength": longest, **more}


def _number(description: str) -> Schema:
    return {"description": description, "type": "number", "minimum": -LARGEST, "maximum": LARGEST}


def _whole(description: str, least: int, most: int) -> Schema:
    return {"description": description, "type": "integer", "minimum": least, "maximum": most}


_NAME = r"^[A-Za-z_][A-Za-z0-9_]{0,63}$"
_STAGES: Schema = {
    "type": "array",
    "maxItems": 50,
    "uniqueItems": True,
    "items": _text("The name of a stage in a study, such as prepared.", 64, pattern=r"^[a-z][a-z0-9_]{0,63}$"),
}
_EMPTY: Schema = {
    "description": "Whether it may be left empty: true, false, or 'example' for as long as the data are an example.",
    "enum": [True, False, "example"],
    "default": False,
}
_OF = _text("The name of the file parameter whose columns are offered.", 64, pattern=_NAME)
_DATE = _text("A day, written as 2026-01-31.", 10, pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
_CHOICES: Schema = {
    "description": "What may be chosen: a list of {value, title}.",
    "type": "array",
    "minItems": 1,
    "maxItems": 100,
    "items": {
        "type": "object",
        "properties": {
            "value": {"description": "What the notebook gets.", "type": ["string", "number", "boolean"]},
            "title": _text("What a person reads.", 100),
        },
        "required": ["value", "title"],
        "additionalProperties": False,
    },
}
_PATTERN = _text("A regular expression that all of the text has to match, without repetitions of repetitions.", 500)
_SUFFIXES: Schema = {
    "description": "How the name of the file may end, such as .csv; without it any will do.",
    "type": "array",
    "maxItems": 50,
    "uniqueItems": True,
    "items": _text("A suffix in small letters, such as .csv.", 20, pattern=r"^(\.[a-z0-9]+)+$"),
}

TYPES: dict[str, tuple[list[Json], dict[str, Json]]] = {
    "text": (
        ["string", "null"],
        {
            "max_length": _whole("How many characters it may have.", 1, 10_000),
            "pattern": _PATTERN,
            "may_be_empty": _EMPTY,
            "of": _text("The name of the file parameter whose example the default speaks of.", 64, pattern=_NAME),
            "value_of": _text("The name of the column parameter whose values it is one of.", 64, pattern=_NAME),
        },
    ),
    "number": (
        ["number", "null"],
        {
            "min": _number("The least number that is allowed."),
            "max": _number("The greatest number that is allowed."),
            "step": {
                "description": "From one number to the next; 1 means whole numbers.",
                "type": "number",
                "exclusiveMinimum": 0,
                "maximum": LARGEST,
            },
        },
    ),
    "choice": (["string", "number", "boolean", "null"], {"choices": _CHOICES}),
    "column": (["string", "null"], {"of": _OF, "may_be_empty": _EMPTY}),
    "list": (
        ["array", "null"],
        {
            "items": {"description": "What it is a list of.", "enum": ["text", "column"], "default": "text"},
            "of": _OF,
            "max_items": _whole("How many items it may have.", 1, 10_000),
            "pattern": _PATTERN,
            "may_be_empty": _EMPTY,
        },
    ),
    "file": (
        ["string", "null"],
        {
            "suffixes": _SUFFIXES,
            "may_be_example": {
                "description": "Whether it may name a bundled example, such as example:loans.",
                "type": "boolean",
                "default": False,
            },
            "may_be_empty": _EMPTY,
        },
    ),
    "date": (["string", "null"], {"earliest": _DATE, "latest": _DATE, "may_be_empty": _EMPTY}),
    "yes_no": (["boolean"], {}),
}
"""For each type what its default may be, and what else may be said of it."""

STEP_SCHEMA: Schema = {
    "description": "What the metadata of a step's cell say under 'workbench'.",
    "type": "object",
    "properties": {
        "step": _text(
            "A name of its own: small letters, digits, hyphens and underscores.",
            64,
            pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$",
        ),
        "title": _text("What the step does, in a few words.", 100),
        "why": _text("Why it is done, in a sentence."),
        "needs": _STAGES,
        "gives": _STAGES,
    },
    "required": ["step", "title", "why"],
}


def parameter_schema(type: str) -> Schema:
    """Return the JSON schema of a parameter of one type.

    Examples
    --------
    >>> sorted(parameter_schema("date")["properties"])
    ['default', 'earliest', 'help', 'latest', 'may_be_empty', 'name', 'title', 'type']
    """
    default, settings = TYPES[type]
    needed: list[Json] = ["name", "type", "title", "help", "default"]
    return {
        "type": "object",
        "properties": {
            "name": _text("A Python name in ASCII, set in the cell tagged 'parameters'.", 64, pattern=_NAME),
            "type": {"description": "The kind of field.", "enum": [type]},
            "title": _text("What stands above the field.", 100),
            "help": _text("What a person has to know to fill it in, in a sentence."),
            "default": {"description": "What the cell tagged 'parameters' sets.", "type": default},
            **settings,
        },
        "required": [*needed, *(["choices"] if type == "choice" else [])],
        "additionalProperties": False,
    }


def template_schema() -> Schema:
    """Return the JSON schema of what a template's metadata hold under ``workbench``.

    What JSON schema cannot say, such as that a default keeps its own bounds and is what the cell sets,
    :func:`~workbench.templates.reading.load_template` checks.

    Examples
    --------
    >>> template_schema()["properties"]["schema"]
    {'const': 'workbench.template/1'}
    """
    number = r"(0|[1-9][0-9]{0,5})"
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Workbench template: the metadata of a guided notebook",
        "type": "object",
        "properties": {
            "schema": {"const": schema_name("template")},
            "id": _text("Small letters, digits and hyphens, at most 64.", 64, pattern=r"^[a-z0-9][a-z0-9-]{0,63}$"),
            "version": _text(
                "Three numbers with dots between them, such as 1.2.0.", 30, pattern=rf"^{number}\.{number}\.{number}$"
            ),
            "title": _text("What the card is called.", 60),
            "purpose": _text("What it leads to, in a sentence.", 200),
            "audience": _text("Whom it is for, in a few words.", 200),
            "minutes": _whole("How long a person takes, in minutes.", 1, 600),
            "icon": {"description": "The picture on the card.", "enum": list(ICONS), "default": ICONS[0]},
            "parameters": {
                "description": "What may be set before it runs.",
                "type": "array",
                "maxItems": 100,
                "items": {
                    "type": "object",
                    "properties": {"type": {"description": "The kind of field.", "enum": list(TYPES)}},
                    "required": ["type"],
                    "oneOf": [parameter_schema(type) for type in TYPES],
                },
            },
            "needs": {"description": "What it reads from the study where it is there.", **_STAGES},
            "gives": {"description": "What it leaves in the study.", **_STAGES},
        },
        "required": [
            "schema", "id", "version", "title", "purpose", "audience", "minutes", "parameters", "needs", "gives",
        ],
        "additionalProperties": False,
    }  # fmt: skip


if __name__ == "__main__":
    sys.stdout.write(json.dumps(template_schema(), indent=1, ensure_ascii=False) + "\n")
