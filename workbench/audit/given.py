"""What an audit was made from, as JSON: all that :meth:`Audit.from_json` needs beside what was concluded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.audit.policy_reading import plain
from workbench.core.finding import Finding
from workbench.core.fingerprint import fingerprint_of
from workbench.core.json_node import key_order
from workbench.core.schema import Json, canonical_json, number
from workbench.data.roles_settings import attribute_settings
from workbench.tally.tally import Tally

if TYPE_CHECKING:
    from workbench.audit.result import Audit
    from workbench.audit.standards.contract import Evidence

__all__ = ["given_to_json", "is_recomputed", "seal_of"]

_SEALED = (
    "schema",
    "fingerprint",
    "kind",
    "data",
    "threshold",
    "roles",
    "policy",
    "crossings",
    "strata",
    "scoring",
    "order",
    "provenance",
    "tallies",
    "other_findings",
)
"""The keys that an audit is rebuilt from; all others are concluded anew."""


def given_to_json(audit: Audit) -> dict[str, Json]:
    """Return what the audit was made from, without its tallies."""
    made = audit.provenance
    at_times: dict[str, Json] = {}
    if audit.disclosure is not None:
        at_times["disclosure"] = audit.disclosure.to_json()
    if audit.thresholds_by_group is not None:
        at_times["thresholds_by_group"] = audit.thresholds_by_group.settings()
    return {
        "kind": audit.kind,
        "data": audit.data_name,
        "threshold": audit.threshold,
        "roles": json.loads(canonical_json(audit.roles.settings())),
        # Dates as ISO writes them, which standards read as well.
        "policy": json.loads(canonical_json(plain(audit.policy.settings()))),
        "crossings": [list(one) for one in audit.crossings],
        "strata": [json.loads(canonical_json(attribute_settings(one))) for one in audit.strata],
        "scoring": _scoring(audit.scoring) if audit.scoring is not None else None,
        **at_times,
        "order": {
            "labels": [key_order(one.labels) for one in audit.roles.protected],
            "strata": [key_order(one.labels) for one in audit.strata],
            "standards": key_order(audit.policy.standards),
        },
        "provenance": {
            "stage": made.stage,
            "settings": json.loads(canonical_json(made.settings)),
            "inputs": list(made.inputs),
            "seed": made.seed,
            "versions": dict(made.versions),
        },
    }


def is_recomputed(one: Finding, kind: str) -> bool:
    """Whether an audit concludes such a finding from its counts; others, such as on the reading of files, are kept."""
    return one.code.startswith("WB5") or (one.code == "WB103" and kind != "model")


def seal_of(value: Mapping[str, Json]) -> str:
    """Return the fingerprint of what an audit is rebuilt from, which shows where that was damaged."""
    at_times = {key: value[key] for key in ("disclosure", "thresholds_by_group") if key in value}
    return fingerprint_of({**{key: value[key] for key in _SEALED}, **at_times})


def _scoring(scoring: Evidence) -> Json:
    """Return who scores above the median: counts alone, as no standard asks for more."""
    return {
        "tallies": [[name, _bare(tally).to_json()] for name, tally in scoring.tallies.items()],
        "median": None if scoring.median is None else number(float(scoring.median), "no scores"),
        "median_of": scoring.median_of,
        "n_at_median": scoring.n_at_median,
        "beside_decisions": scoring.beside_decisions,
        "threshold": scoring.threshold,
    }


def _bare(tally: Tally) -> Tally:
    return replace(tally, scores=None, moments=None)
