"""What a report has to know of each result, as plain data that travels with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from workbench.data.dataset import Dataset
from workbench.explanation.result import Explanation, Importance
from workbench.explanation.shapley import Method, Scale
from workbench.modeling.result import Fitted, Performance

__all__ = [
    "ColumnRecord",
    "DataRecord",
    "ExplanationRecord",
    "ModelRecord",
    "StepRecord",
    "data_record",
    "explanation_record",
    "model_record",
]

Role = Literal["target", "protected", "id", "feature", "not used"]


@dataclass(frozen=True)
class ColumnRecord:
    """One column of the data.

    Parameters
    ----------
    name : str
        Its name.
    kind : str
        Its type, as Arrow calls it.
    role : {"target", "protected", "id", "feature", "not used"}
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
    """

    source: str
    rows: str
    n_rows: int
    columns: tuple[ColumnRecord, ...]


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
        A decision is favourable at this score and above.
    n_train, n_test : int
        Rows it learned from, and rows held out.
    performance : Performance
        Beside the baseline, on the held-out rows.
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
    """

    model: str
    title: str
    fingerprint: str
    split: str
    threshold: float
    n_train: int
    n_test: int
    performance: Performance
    test_size: float
    parameters: Mapping[str, str]
    columns: tuple[str, ...]
    steps: tuple[StepRecord, ...]
    left_out: tuple[StepRecord, ...]
    seeds: tuple[int, ...]
    versions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ExplanationRecord:
    """What moved a model's predictions.

    Parameters
    ----------
    fingerprint : str
        Of the explanation.
    importances : tuple of Importance
        Most important first.
    scale : Scale
        On which scale they are.
    method : Method
        How they were computed.
    n_rows, n_background, n_orders : int
        Rows explained, rows they were compared to, and orders of columns tried a row.
    seed : int or None
        Of the draw.
    """

    fingerprint: str
    importances: tuple[Importance, ...]
    scale: Scale
    method: Method
    n_rows: int
    n_background: int
    n_orders: int
    seed: int | None


def data_record(data: Dataset, threshold: int = 1) -> DataRecord:
    """Return what a report has to know of the data.

    Parameters
    ----------
    data : Dataset
        The data.
    threshold : int
        Above 0 and below this, how many rows have no value is not told.
    """
    inputs = data.provenance.inputs
    missing = {name: int(data.table[name].null_count) for name in data.columns}
    columns = tuple(
        ColumnRecord(name, str(data.table[name].type), _role(data, name), n if n == 0 or n >= threshold else None)
        for name, n in missing.items()
    )
    return DataRecord(inputs[0] if inputs else data.rows_fingerprint, data.rows_fingerprint, data.n_rows, columns)


def _role(data: Dataset, name: str) -> Role:
    roles = data.roles
    if name == roles.target:
        return "target"
    if name == roles.id:
        return "id"
    if any(one.column == name for one in roles.protected):
        return "protected"
    return "feature" if name in data.features else "not used"


def model_record(fitted: Fitted) -> ModelRecord:
    """Return what a report has to know of a model."""
    prepared, split = fitted.prepared, fitted.prepared.split
    estimator = fitted.pipeline[-1]
    parameters = estimator.get_params(deep=False) if hasattr(estimator, "get_params") else {}
    seeds = (split.provenance.seed, fitted.provenance.seed)
    return ModelRecord(
        model=fitted.model,
        title=fitted.title,
        fingerprint=fitted.fingerprint,
        split=split.fingerprint,
        threshold=float(fitted.threshold),
        n_train=split.train.n_rows,
        n_test=split.test.n_rows,
        performance=fitted.performance,
        test_size=float(str(split.provenance.settings.get("test_size", split.test.n_rows / split.data.n_rows))),
        parameters={str(name): repr(value) for name, value in sorted(parameters.items())},
        columns=prepared.columns,
        steps=tuple(StepRecord(one.title, tuple(one.columns), one.reason) for one in prepared.recipe.steps),
        left_out=tuple(StepRecord(one.code, (one.column,), one.reason) for one in prepared.recipe.left_out),
        seeds=tuple(seed for seed in seeds if seed is not None),
        versions=dict(fitted.provenance.versions),
    )


def explanation_record(explanation: Explanation) -> ExplanationRecord:
    """Return what a report has to know of an explanation."""
    found = explanation.attribution
    return ExplanationRecord(
        fingerprint=explanation.fingerprint,
        importances=explanation.importances,
        scale=found.scale,
        method=found.method,
        n_rows=explanation.n_rows,
        n_background=found.n_background,
        n_orders=found.n_orders,
        seed=explanation.provenance.seed,
    )
