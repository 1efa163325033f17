"""The policy file as a JSON schema, for editors that complete and check TOML.

``python -m workbench.audit.policy_schema`` prints it; ``docs/schemas/policy.json`` is what it printed.
"""

from __future__ import annotations

import json
import sys

from workbench.audit.justification import LONGEST, MOST_REASONS
from workbench.audit.policy import LEAST_CONFIDENCE
from workbench.audit.policy_text import SCHEMA
from workbench.audit.standards.registry import standards_known
from workbench.core.schema import Json
from workbench.tally.metrics import CLAIMABLE

__all__ = ["policy_schema"]

_FRACTION: dict[str, Json] = {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}
_POSITIVE: dict[str, Json] = {"type": "number", "exclusiveMinimum": 0}
_NAMES: dict[str, Json] = {"type": "array", "items": {"type": "string", "minLength": 1}, "uniqueItems": True}


def policy_schema() -> dict[str, Json]:
    """Return the JSON schema of a policy file.

    It says what each key may hold. What JSON schema cannot say, such as that nothing is declared
    twice, :func:`~workbench.audit.policy_file.read_policy` checks.

    Examples
    --------
    >>> sorted(policy_schema()["properties"])
    ['changed_after_looking', 'confidence', 'justification', 'minimum_n', 'rule', 'schema', 'standards', 'tolerances']
    """
    fractions = {name: metric.is_fraction for name, metric in CLAIMABLE.items()}
    standards: dict[str, Json] = {
        name: {
            "type": "object",
            "description": standard.title,
            "properties": {option.name: {"description": option.asks} for option in standard.options},
            "additionalProperties": False,
        }
        for name, standard in standards_known().items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Workbench policy: what is compared and what is tolerated",
        "type": "object",
        "properties": {
            "schema": {"const": SCHEMA},
            "confidence": {
                **_described("Confidence of intervals and verdicts."),
                "type": "number",
                "minimum": LEAST_CONFIDENCE,
                "exclusiveMaximum": 1,
                "default": 0.95,
            },
            "minimum_n": {
                **_described("With fewer rows in any group nothing is called within tolerance."),
                "type": "integer",
                "minimum": 1,
                "default": 30,
            },
            "changed_after_looking": {
                **_described("Whether it was changed after the figures were seen. It stands in the report."),
                "type": "boolean",
                "default": False,
            },
            "tolerances": {
                **_described("For each metric the largest difference between any two groups that is tolerated."),
                "type": "object",
                "properties": {name: _FRACTION if fraction else _POSITIVE for name, fraction in fractions.items()},
                "additionalProperties": False,
            },
            "rule": {"type": "array", "items": _rule()},
            "standards": {"type": "object", "properties": standards, "additionalProperties": False},
            "justification": {"type": "array", "items": _reason(), "maxItems": MOST_REASONS},
        },
        "required": ["schema"],
        "anyOf": [
            {"required": ["tolerances"], "properties": {"tolerances": {"minProperties": 1}}},
            {"required": ["rule"], "properties": {"rule": {"minItems": 1}}},
            {"required": ["standards"], "properties": {"standards": {"minProperties": 1}}},
        ],
        "additionalProperties": False,
    }


def _rule() -> Json:
    ratios: list[Json] = [name for name, metric in CLAIMABLE.items() if metric.has_ratio]
    plain: list[Json] = [name for name, metric in CLAIMABLE.items() if not metric.is_fraction]
    is_ratio: Json = {"required": ["scale"], "properties": {"scale": {"const": "ratio"}}}
    return {
        **_described("What is tolerated of one metric, for some attributes or for each."),
        "type": "object",
        "properties": {
            "metric": {"enum": list(CLAIMABLE)},
            "tolerance": {**_described("The largest difference, or the smallest ratio."), **_POSITIVE},
            "scale": {"enum": ["difference", "ratio"], "default": "difference"},
            "compare": {
                **_described("Any two groups, each with all together, or each with one group."),
                "type": "string",
                "pattern": r"^(extremes|overall|reference:[\s\S]+)$",
                "default": "extremes",
            },
            "attributes": {
                **_described("Protected attributes; several in brackets are crossed. Without it: each."),
                "type": "array",
                "items": {"anyOf": [{"type": "string", "minLength": 1}, {**_NAMES, "minItems": 2}]},
                "minItems": 1,
                "uniqueItems": True,
            },
            "leave_out": {**_described("Groups that are not compared."), **_NAMES},
        },
        "required": ["metric", "tolerance"],
        "additionalProperties": False,
        "allOf": [
            {"if": is_ratio, "then": {"properties": {"metric": {"enum": ratios}, "tolerance": _FRACTION}}},
            {
                "if": {"properties": {"metric": {"enum": plain}}},
                "else": {"properties": {"tolerance": _FRACTION}},
            },
        ],
    }


def _reason() -> Json:
    text: dict[str, Json] = {"type": "string", "maxLength": LONGEST}
    needed: dict[str, Json] = {**text, "pattern": r"\S"}
    return {
        **_described("Why the policy is as it is. It stands in the report, and changes no verdict."),
        "type": "object",
        "properties": {
            "question": {**_described("What was to be decided."), **needed},
            "answer": {**_described("What was decided."), **needed},
            "why": {**_described("Why, or what follows from it."), **text, "default": ""},
        },
        "required": ["question", "answer"],
        "additionalProperties": False,
    }


def _described(text: str) -> dict[str, Json]:
    return {"description": text}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(policy_schema(), indent=1, ensure_ascii=False) + "\n")
