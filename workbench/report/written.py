"""What a report is made from as JSON, and back: the part of its evidence that it can be built again from."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, get_type_hints

from workbench.audit.result import Audit
from workbench.core.encoding import decode, encode
from workbench.core.json_node import Node
from workbench.core.schema import Json, canonical_json, schema_name
from workbench.data.roles_settings import roles_from_settings
from workbench.errors import InputError
from workbench.report.materials import Materials

__all__ = ["materials_from_json", "materials_to_json"]

_APART = frozenset({"roles", "audit", "book"})
"""Fields that have a form of their own, or none."""


def materials_to_json(materials: Materials) -> dict[str, Json]:
    """Return what a report is made from as JSON.

    Parameters
    ----------
    materials : Materials
        What :func:`workbench.report.materials.gather` returned.
    """
    import json

    audit = materials.audit
    return {
        "schema": schema_name("materials"),
        **{name: encode(getattr(materials, name)) for name in _plain_fields()},
        "roles": json.loads(canonical_json(materials.roles.settings())),
        "audit": audit.to_json(concluded=False) if audit is not None else None,
    }


def materials_from_json(value: Mapping[str, Json]) -> Materials:
    """Return the materials that :func:`materials_to_json` wrote; the audit is computed again from its counts.

    Parameters
    ----------
    value : mapping
        What was read.

    Raises
    ------
    InputError
        If it is anything else, or damaged.
    """
    if value.get("schema") != schema_name("materials"):
        raise InputError(f"schema is {value.get('schema')!r}.\nEvidence has {schema_name('materials')!r}.")
    hints = _plain_fields()
    # What a later version adds has a default, so that what an earlier one wrote can still be read.
    needed = [one.name for one in dataclasses.fields(Materials) if _has_no_default(one) and one.name != "roles"]
    missing = [name for name in (*needed, "roles", "audit") if name not in value]
    if missing:
        raise InputError(f"The evidence has no {missing[0]!r}.\nIt is damaged, or was not written by the workbench.")
    given: dict[str, Any] = {
        name: decode(kind, value[name], f"the evidence, {name}") for name, kind in hints.items() if name in value
    }
    audit = value["audit"]
    if audit is not None and not isinstance(audit, dict):
        raise InputError("The evidence, audit is not an object.\nIt is damaged, or was not written by the workbench.")
    return Materials(
        **given,
        roles=roles_from_settings(Node(value["roles"], "roles", "build_report")),
        audit=Audit.from_json(audit) if audit is not None else None,
    )


def _has_no_default(one: dataclasses.Field[Any]) -> bool:
    return one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING


def _plain_fields() -> dict[str, Any]:
    hints = get_type_hints(Materials)
    return {one.name: hints[one.name] for one in dataclasses.fields(Materials) if one.name not in _APART}
