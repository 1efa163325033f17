"""Somebody's decisions, predictions or counts, audited again as an audit says that they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workbench.audit.counts import audit_counts
from workbench.audit.decisions import audit_decisions
from workbench.audit.predictions import audit_predictions
from workbench.audit.result import Audit
from workbench.errors import InputError

__all__ = ["audit_again", "file_of"]


def audit_again(recorded: Audit, data: object) -> Audit:
    """Return the audit of some data with everything that a recorded one was told, nothing of it hidden yet.

    Parameters
    ----------
    recorded : Audit
        Of decisions, predictions or a table of counts.
    data : path, frame or relation
        Where the counts come from.

    Raises
    ------
    InputError
        If the audit does not say how it was counted.
    SourceError, ColumnNotFoundError, RoleError, NotEnoughDataError
        If the data cannot be read, or are not those.
    """
    told = recorded.provenance.settings
    columns = told.get("columns")
    if not isinstance(columns, Mapping):
        raise InputError(
            "The report does not say from which columns it was counted, so that it cannot be counted again.\n"
            "Leave the data out."
        )
    given: dict[str, Any] = {
        "protected": recorded.roles.protected,
        "strata": recorded.strata,
        "crossings": [tuple(one) for one in _listed(told.get("crossings"))],
        "policy": recorded.policy,
        "name": recorded.data_name,
    }
    if recorded.kind == "counts":
        return audit_counts(data, **columns, **given, **_labels(recorded))
    given["encoding"] = told.get("encoding", "utf-8")
    given["table"] = told.get(
        "table", ""
    )  # a query of the file is never asked: whoever wrote it may want another answer
    given["thresholds"] = _listed(told.get("thresholds"))
    if recorded.kind == "predictions":
        return audit_predictions(data, **columns, **given)
    decides = columns.get("decision") is None
    return audit_decisions(
        data,
        **columns,
        **given,
        **_labels(recorded),
        favourable=told.get("favourable") or None,
        favourable_outcome=told.get("favourable_outcome") or None,
        multiclass=told.get("multiclass") is True,
        threshold=recorded.threshold if decides else None,
        score_range=_listed(told.get("score_range")) or (0.0, 1.0),
        weight_kind=told.get("weight_kind") or "sampling",  # type: ignore[arg-type]
    )


def file_of(inputs: Sequence[str]) -> str:
    """Return the fingerprint of the file among those of what an audit was given; empty where there is none."""
    return next((one for one in inputs if one.startswith("file:")), "")


def _labels(recorded: Audit) -> dict[str, Any]:
    roles = recorded.roles
    return {"favourable_label": roles.favourable_label, "unfavourable_label": roles.unfavourable_label}


def _listed(value: object) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else []
