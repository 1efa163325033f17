"""Somebody's decisions, predictions or counts, audited again as an audit says that they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workbench.audit.counts import audit_counts
from workbench.audit.decisions import audit_decisions
from workbench.audit.predictions import audit_predictions
from workbench.audit.result import Audit
from workbench.audit.supposed import SUPPOSED
from workbench.errors import InputError

__all__ = ["audit_again", "by_own_thresholds", "file_of", "own_cuts"]


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
    given["decimal"] = told.get("decimal", "")
    given["table"] = told.get(
        "table", ""
    )  # a query of the file is never asked: whoever wrote it may want another answer
    cuts = own_cuts(recorded)
    given["thresholds"] = [*_listed(told.get("thresholds")), *cuts]
    if recorded.kind == "predictions":
        return audit_predictions(data, **columns, **given)
    decides = columns.get("decision") is None
    cut = recorded.threshold if recorded.threshold is not None else next(iter(cuts), None)
    supposed = told.get(SUPPOSED)
    cut = supposed.get("threshold") if isinstance(supposed, Mapping) else cut
    counted = audit_decisions(
        data,
        **columns,
        **given,
        **_labels(recorded),
        favourable=told.get("favourable") or None,
        favourable_outcome=told.get("favourable_outcome") or None,
        multiclass=told.get("multiclass") is True,
        threshold=cut if decides else None,
        score_range=_listed(told.get("score_range")) or (0.0, 1.0),
        weight_kind=told.get("weight_kind") or "sampling",  # type: ignore[arg-type]
    )
    if isinstance(supposed, Mapping) and recorded.threshold is not None:
        return counted.at_threshold(recorded.threshold)
    return by_own_thresholds(recorded, counted)


def own_cuts(recorded: Audit) -> list[float]:
    """Return the thresholds of groups, where each has its own."""
    own = recorded.thresholds_by_group
    return [] if own is None else [cut for _, cut in own.thresholds]


def by_own_thresholds(recorded: Audit, counted: Audit) -> Audit:
    """Return what was counted with the thresholds that a recorded audit has for each group, if it has.

    Raises
    ------
    InputError
        If it does not say the threshold of every group.
    """
    own = recorded.thresholds_by_group
    if own is None:
        return counted
    if not {*counted.axis(*own.attributes).groups} <= {group for group, _ in own.thresholds}:
        raise InputError(
            f"The report does not say the threshold of every group of {own.title!r}, so that it cannot be counted "
            "again.\nLeave the data out, or check a report of which nothing is hidden."
        )
    return counted.at_thresholds(own.attributes, dict(own.thresholds))


def file_of(inputs: Sequence[str]) -> str:
    """Return the fingerprint of the file among those of what an audit was given; empty where there is none."""
    return next((one for one in inputs if one.startswith("file:")), "")


def _labels(recorded: Audit) -> dict[str, Any]:
    roles = recorded.roles
    return {"favourable_label": roles.favourable_label, "unfavourable_label": roles.unfavourable_label}


def _listed(value: object) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else []
