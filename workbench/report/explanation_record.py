"""What a report has to know of an explanation, as plain data that travels with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.audit.disclosure.level import NOT_PUBLISHED, Disclosure, disclosure_named
from workbench.audit.result import Audit
from workbench.explanation.result import Explanation, Importance
from workbench.explanation.shapley.attribution import Method, Scale
from workbench.report.disclosing import shown_importances, without_hashes

__all__ = ["ClassImportances", "ExplanationRecord", "explanation_record"]

FULL = disclosure_named("full")


@dataclass(frozen=True)
class ClassImportances:
    """What moves what a model says of one of several classes, most important first."""

    label: str
    importances: tuple[Importance, ...]


@dataclass(frozen=True)
class ExplanationRecord:
    """What moved a model's predictions.

    Parameters
    ----------
    fingerprint : str
        Of the explanation.
    importances : tuple of Importance
        Most important first; none where too few rows were explained to tell.
    scale : Scale
        On which scale they are.
    method : Method
        How they were computed.
    n_rows, n_background, n_orders : int
        Rows explained, rows they were compared to, and orders of columns tried a row.
    seed : int or None
        Of the draw.
    settings : mapping of str to object
        What else the explanation was told.
    by_class : tuple of ClassImportances
        Of several classes what moves what the model says of each, in their order.
    """

    fingerprint: str
    importances: tuple[Importance, ...]
    scale: Scale
    method: Method
    n_rows: int
    n_background: int
    n_orders: int
    seed: int | None
    settings: Mapping[str, object] = field(default_factory=dict)
    by_class: tuple[ClassImportances, ...] = ()


def explanation_record(
    explanation: Explanation, level: Disclosure = FULL, audit: Audit | None = None
) -> ExplanationRecord:
    """Return what a report has to know of an explanation.

    Parameters
    ----------
    explanation : Explanation
        The explanation.
    level : Disclosure
        What readers may see.
    audit : Audit or None
        What they see of groups.
    """
    found = explanation.attribution
    is_bare = without_hashes(explanation.fitted.prepared.split.data, audit, level)
    return ExplanationRecord(
        fingerprint=NOT_PUBLISHED if is_bare else explanation.fingerprint,
        importances=shown_importances(explanation.importances, explanation.n_rows, level),
        scale=found.scale,
        method=found.method,
        n_rows=explanation.n_rows,
        n_background=found.n_background,
        n_orders=found.n_orders,
        seed=explanation.provenance.seed,
        settings=explanation.provenance.settings,
        by_class=tuple(
            ClassImportances(one.output, shown_importances(importances, explanation.n_rows, level))
            for one, importances in zip(explanation.attributions, explanation.class_importances, strict=True)
            if explanation.fitted.task == "multiclass"
        ),
    )
