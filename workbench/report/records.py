"""What a report has to know of each result, as plain data that travels with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from workbench.audit.disclosure.level import NOT_PUBLISHED, Disclosure, disclosure_named
from workbench.audit.result import Audit
from workbench.data.dataset import Dataset
from workbench.data.roles import Task
from workbench.data.split import Method as SplitMethod
from workbench.modeling.own_settings import own_settings
from workbench.modeling.performance import AmountPerformance, Performance
from workbench.modeling.result import Fitted
from workbench.report.disclosing import (
    shown_missing,
    shown_rows,
    without_hashes,
)
from workbench.report.scores_record import ScoresRecord, scores_record, shown_performance
from workbench.report.small_counts import without_few

__all__ = [
    "ColumnRecord",
    "DataRecord",
    "ModelRecord",
    "StepRecord",
    "data_record",
    "model_record",
    "role_of",
]

FULL = disclosure_named("full")

Role = Literal["target", "protected", "id", "time", "group", "weight", "feature", "not used"]


@dataclass(frozen=True)
class ColumnRecord:
    """One column of the data.

    Parameters
    ----------
    name : str
        Its name.
    kind : str
        Its type, as Arrow calls it.
    role : {"target", "protected", "id", "time", "group", "weight", "feature", "not used"}
        What it is for.
    n_missing : int or None
        Rows without a value; ``None`` where there are so few that it is not told.
    """

    name: str
    kind: str
    role: Role
    n_missing: int | None


@dataclass(frozen=True)
class DataRecord:
    """The data behind a model.

    Parameters
    ----------
    source : str
        Fingerprint of the file, or of the rows.
    rows : str
        Fingerprint of the rows.
    n_rows : int
        How many rows.
    columns : tuple of ColumnRecord
        In the data's order.
    notes : tuple of str
        What was done on reading.
    """

    source: str
    rows: str
    n_rows: int
    columns: tuple[ColumnRecord, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class StepRecord:
    """One step of the preparation: what it is, which columns it takes, and why."""

    title: str
    columns: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class ModelRecord:
    """A fitted model.

    Parameters
    ----------
    model, title : str
        The candidate's name, and what readers call it.
    fingerprint, split : str
        Of the model, and of the split it was held out by.
    threshold : float
        Of two outcomes a decision is favourable at this score and above; else ``nan``.
    n_train, n_test : int
        Rows it learned from, and rows held out.
    performance : Performance, AmountPerformance or None
        Beside the baseline, on the held-out rows; ``None`` where too few decisions were right or wrong to tell, or
        sums of amounts are not told.
    test_size : float
        The share held out.
    parameters : mapping of str to str
        The estimator's settings, as it prints them.
    columns : tuple of str
        The original columns that it reads.
    steps : tuple of StepRecord
        How they were prepared.
    left_out : tuple of StepRecord
        Columns that it does not read, with the finding's code as title.
    seeds : tuple of int
        Of the split and of the model.
    versions : mapping of str to str
        What computed it.
    split_method : {"stratified", "grouped", "temporal"}
        How rows were held out.
    task : {"binary", "multiclass", "regression"}
        What it tells: one of two outcomes, one of several classes, or an amount.
    scores : ScoresRecord or None
        Of classes and of amounts each score; ``None`` of two outcomes, and where few people are behind some count.
    """

    model: str
    title: str
    fingerprint: str
    split: str
    threshold: float
    n_train: int
    n_test: int
    performance: Performance | AmountPerformance | None
    test_size: float
    parameters: Mapping[str, str]
    columns: tuple[str, ...]
    steps: tuple[StepRecord, ...]
    left_out: tuple[StepRecord, ...]
    seeds: tuple[int, ...]
    versions: Mapping[str, str] = field(default_factory=dict)
    split_method: SplitMethod = "stratified"
    task: Task = "binary"
    scores: ScoresRecord | None = None


def data_record(data: Dataset, level: Disclosure, audit: Audit | None = None) -> DataRecord:
    """Return what a report has to know of the data.

    Parameters
    ----------
    data : Dataset
        The data.
    level : Disclosure
        What readers may see.
    audit : Audit or None
        What they see of groups.
    """
    inputs = data.provenance.inputs
    columns = tuple(
        ColumnRecord(name, str(kind), role_of(data, name), shown_missing(data, name, audit, level))
        for name, kind in data.kinds.items()
    )
    source, rows = inputs[0] if inputs else data.rows_fingerprint, data.rows_fingerprint
    if without_hashes(data, audit, level):
        source = rows = NOT_PUBLISHED
    return DataRecord(source, rows, shown_rows(data, level), columns, _notes(data, level))


def _notes(data: Dataset, level: Disclosure) -> tuple[str, ...]:
    """Return what was changed on reading, as somebody asked for; of few values that they are few."""
    found = data.provenance.settings.get("notes", ())
    notes = [str(one) for one in found] if isinstance(found, (list, tuple)) else []
    if level.hides_nothing:
        return tuple(notes)
    return tuple(without_few(one, level.fewest, places=level.whole_percents) for one in notes)


def role_of(data: Dataset, name: str) -> Role:
    """Return what a column is for."""
    roles = data.roles
    named: dict[str, Role] = {column: role for role, column in roles.named.items()}  # type: ignore[misc]
    if name in named:
        return named[name]
    if any(one.column == name for one in roles.protected):
        return "protected"
    return "feature" if name in data.features else "not used"


def model_record(fitted: Fitted, level: Disclosure = FULL, audit: Audit | None = None) -> ModelRecord:
    """Return what a report has to know of a model.

    Parameters
    ----------
    fitted : Fitted
        The model.
    level : Disclosure
        What readers may see.
    audit : Audit or None
        What they see of groups.
    """
    is_bare = without_hashes(fitted.prepared.split.data, audit, level)
    prepared, split = fitted.prepared, fitted.prepared.split
    seeds = (split.provenance.seed, fitted.provenance.seed)
    return ModelRecord(
        model=fitted.model,
        title=fitted.title,
        fingerprint=NOT_PUBLISHED if is_bare else fitted.fingerprint,
        split=NOT_PUBLISHED if is_bare else split.fingerprint,
        threshold=float(fitted.threshold),
        n_train=split.train.n_rows,
        n_test=split.test.n_rows,
        performance=shown_performance(fitted, audit, level),
        test_size=float(str(split.provenance.settings.get("test_size", split.test.n_rows / split.data.n_rows))),
        parameters=own_settings(fitted.pipeline),
        columns=prepared.columns,
        steps=tuple(StepRecord(one.title, tuple(one.columns), one.reason) for one in prepared.recipe.steps),
        left_out=tuple(StepRecord(one.code, (one.column,), one.reason) for one in prepared.recipe.left_out),
        seeds=tuple(seed for seed in seeds if seed is not None),
        versions=dict(fitted.provenance.versions),
        split_method=split.method,
        task=fitted.task,
        scores=scores_record(fitted, audit, level),
    )
