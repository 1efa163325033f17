"""JSON in and out: envelopes with a schema name, and numbers that do not exist.

JSON has no ``nan`` and no infinity. An undefined number is written as
``{"undefined": reason}``, so that its reader learns why it is missing.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence

__all__ = ["Json", "canonical_json", "number", "schema_name"]

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


def schema_name(kind: str, version: int = 1) -> str:
    """Return the name under which a kind of JSON is published.

    Examples
    --------
    >>> schema_name("tally")
    'workbench.tally/1'
    """
    return f"workbench.{kind}/{version}"


def number(value: float | None, reason: str = "not a number") -> Json:
    """Return ``value`` as JSON can hold it, an undefined one with its reason.

    Examples
    --------
    >>> number(0.5)
    0.5
    >>> number(float("nan"), "no rows with a favourable outcome")
    {'undefined': 'no rows with a favourable outcome'}
    """
    if value is None or not math.isfinite(value):
        return {"undefined": reason}
    return value


def canonical_json(value: object) -> str:
    """Return ``value`` as JSON that is the same text for the same content.

    Keys are sorted, no spaces, text kept as it is. What JSON does not know is written as
    its ``repr``; undefined numbers as :func:`number` writes them.

    Examples
    --------
    >>> canonical_json({"b": 1, "a": (2.0, float("nan"))})
    '{"a":[2.0,{"undefined":"not a number"}],"b":1}'
    """
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _plain(value: object) -> Json:
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return number(float(value))
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return [_plain(item) for item in value]
    if hasattr(value, "item"):  # a NumPy scalar
        return _plain(value.item())
    return repr(value)
