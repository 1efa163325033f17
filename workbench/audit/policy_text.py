"""A policy as TOML text."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence

from workbench.audit.policy import Policy, Rule
from workbench.core.schema import schema_name
from workbench.errors import InputError

__all__ = ["SCHEMA", "policy_text"]

SCHEMA = schema_name("policy")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def policy_text(policy: Policy) -> str:
    """Return a policy as TOML, with every rule in full.

    Raises
    ------
    InputError
        If an option of a standard is nothing that TOML can hold.

    Examples
    --------
    >>> print(policy_text(Policy([Rule("selection_rate", 0.8, scale="ratio")])))
    schema = "workbench.policy/1"
    confidence = 0.95
    minimum_n = 30
    <BLANKLINE>
    [[rule]]
    metric = "selection_rate"
    tolerance = 0.8
    scale = "ratio"
    compare = "extremes"
    <BLANKLINE>
    """
    head: dict[str, object] = {"schema": SCHEMA, "confidence": policy.confidence, "minimum_n": policy.minimum_n}
    tables = [_table("", head | ({"changed_after_looking": True} if policy.changed_after_looking else {}))]
    rules = [rule.settings() for rule in policy.rules if isinstance(rule, Rule)]  # whatever was given, it holds rules
    tables += [_table("[[rule]]", {key: value for key, value in rule.items() if value != []}) for rule in rules]
    tables += [_table(f"[standards.{_key(name)}]", options) for name, options in policy.standards.items()]
    tables += [_table("[[justification]]", reason.settings()) for reason in policy.justification]
    return "\n".join(tables)


def _table(header: str, values: Mapping[str, object]) -> str:
    lines = [header] if header else []
    return "\n".join([*lines, *(f"{_key(key)} = {_value(key, value)}" for key, value in values.items()), ""])


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quoted(key)


def _quoted(text: str) -> str:
    """Return text in quotes; what JSON escapes TOML does too, and one character more."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise InputError(f"{text!r} is not Unicode, so a policy file cannot hold it.\nWrite it in its right encoding.")
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(key: str, value: object) -> str:
    if hasattr(value, "item"):  # a NumPy scalar
        value = value.item()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_key(str(name))} = {_value(key, one)}' for name, one in value.items())}}}"
    if isinstance(value, Sequence):
        return f"[{', '.join(_value(key, one) for one in value)}]"
    raise InputError(
        f"{key} is {value!r}, which a policy file cannot hold.\nGive text, a number, true, false or a list."
    )
