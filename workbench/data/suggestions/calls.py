"""Roles as the call that assigns them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.data.roles import ProtectedAttribute

__all__ = ["assigning"]


def assigning(roles: Mapping[str, Any]) -> str:
    """Return the call of ``assign_roles`` as text; an ``…`` stands for what is still to be said.

    Examples
    --------
    >>> assigning({"target": "hired", "favourable": ..., "protected": ["sex", ProtectedAttribute("age", "", (40, 60))]})
    "wb.assign_roles(data, target='hired', favourable=…, protected=['sex', wb.bands('age', [40, 60])])"
    """
    said = "".join(f", {role}={_written(value)}" for role, value in roles.items())
    return f"wb.assign_roles(data{said})"


def _written(value: object) -> str:
    if value is ...:
        return "…"
    if isinstance(value, list):
        return f"[{', '.join(_written(one) for one in value)}]"
    if isinstance(value, ProtectedAttribute):
        return f"wb.bands({value.column!r}, {[_short(edge) for edge in value.edges]!r})"
    return repr(value)


def _short(edge: float) -> float:
    return int(edge) if float(edge).is_integer() else edge
