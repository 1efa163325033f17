"""A fitted model that somebody brings along, scored on the held-out rows as if it had just been trained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import check_is_fitted

from workbench.checks import called, check_column, wrong_kind
from workbench.core.finding import Finding
from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.data.roles import Roles
from workbench.data.split import Split
from workbench.errors import InputError, NotEnoughDataError
from workbench.modeling.fit import check_threshold, versions_of
from workbench.modeling.labels import order_of
from workbench.modeling.noticing import asked_again, judge, told_of
from workbench.modeling.performance import performance_of
from workbench.modeling.predicting import decided, is_rising, predict_rows
from workbench.modeling.result import Fitted
from workbench.modeling.running import listening
from workbench.preparation.recipe import Recipe
from workbench.preparation.result import Prepared, raw_frame

__all__ = ["GivenModel", "GivenRows", "fitted_from", "given_model"]

_ROWS_ASKED_AGAIN = 1_000


@dataclass(frozen=True)
class GivenModel:
    """A model of which nothing is known but that it predicts; it stands in the place of a pipeline.

    Parameters
    ----------
    model : Any
        What was given.
    names : tuple of str
        What the model calls its columns, in its order; empty where it reads them by their places, as numbers.
    order : tuple of int or None
        For each outcome or class of the data, which column of the model's ``predict_proba`` it is, -1 where the model
        does not know it; ``None`` where the columns are in the data's order.
    by_name : bool
        Whether the model is given a table with names of columns, or a matrix of numbers.
    """

    model: Any
    names: tuple[str, ...] = ()
    order: tuple[int, ...] | None = None
    by_name: bool = True
    classes_: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Say which classes there are: those of the data, by their places."""
        order = self.order if self.order is not None else getattr(self.model, "classes_", (0, 1))
        object.__setattr__(self, "classes_", tuple(range(len(order))))

    def in_own_order(self, classes: Sequence[str]) -> tuple[str, ...]:
        """Return outcomes or classes of the data in the order of the model's own probabilities."""
        if self.order is None:
            return tuple(classes)
        known = [place for place in self.order if place >= 0]
        return tuple(classes[self.order.index(place)] for place in sorted(known))

    @property
    def named_steps(self) -> dict[str, Any]:
        """The model, as a pipeline would tell it."""
        return {"model": self.model}

    def __getitem__(self, place: int) -> Any:
        """Return the model: it is the only step."""
        return (self.model,)[place]

    def predict_proba(self, frame: pd.DataFrame) -> np.ndarray[Any, Any]:
        """Return the probabilities of the data's outcomes or classes, in their order."""
        found = np.asarray(self.model.predict_proba(self._read(frame)))
        if self.order is None or found.ndim != 2 or found.shape[1] <= max(self.order):
            return found
        chosen = found[:, list(self.order)]
        chosen[:, np.array(self.order) < 0] = 0.0
        return np.asarray(chosen)

    def predict(self, frame: pd.DataFrame) -> np.ndarray[Any, Any]:
        """Return amounts; of outcomes and classes the place of the most probable one."""
        if hasattr(self.model, "predict_proba"):
            return np.asarray(self.predict_proba(frame).argmax(axis=1))
        found = np.asarray(self.model.predict(self._read(frame)))
        return found[:, 0] if found.ndim == 2 and found.shape[1] == 1 else found

    def _read(self, frame: pd.DataFrame) -> Any:
        if not self.by_name:
            return frame.to_numpy(dtype=np.float64)
        return frame.set_axis(list(self.names), axis="columns") if self.names else frame


@dataclass(frozen=True, eq=False)
class GivenRows(Split):
    """Rows for a model of which nobody said what it learned from: all are held out.

    They are also ``train``, for what compares with training rows, such as explanations.
    """

    def __repr__(self) -> str:
        """Return the rows in one sentence."""
        return f"Rows of {self.data.name!r}: {self.test.n_rows:,} given; what was learned from is not known."

    @property
    def n_unused(self) -> int:
        """Rows in neither part."""
        return self.data.n_rows - self.test.n_rows


def fitted_from(model: object, split: Split, columns: Sequence[str], *, title: str, threshold: float) -> Fitted:
    """Return what ``fit_model`` would have, of a model that it fitted.

    Parameters
    ----------
    model : object
        The pipeline that ``fit_model`` fitted, or anything that reads the original columns and predicts as it would:
        0 and 1, or places of classes.
    split : Split
        The rows it was trained on, and those held out.
    columns : sequence of str
        The original columns that it reads.
    title : str
        What readers call it.
    threshold : float
        A decision is favourable when the predicted probability is at least this.

    Raises
    ------
    InputError
        If it does not predict, or a column is not there.

    Notes
    -----
    Nothing random is left in a fitted model, so that its seed is not asked for.
    """
    task = split.data.roles.task
    wanted = "predict" if task == "regression" else "predict_proba"
    if not hasattr(model, wanted):
        raise InputError(
            f"model is {called(model)}, which has no {wanted}.\n"
            "Give the fitted pipeline, fitted.pipeline, or a skops file that holds it."
        )
    for name in columns:
        check_column(name, split.data.columns)
    whole: Any = model if _transformer(model) is not None else GivenModel(model)
    scores = predict_rows(whole, raw_frame(split.test, columns), split.data.roles, title)
    prepared = _prepared(model, split, columns)
    settings = {"model": "given", **({"threshold": threshold} if task == "binary" else {})}
    return Fitted(
        provenance=Provenance("fit_model", settings, (prepared.fingerprint,)),
        prepared=prepared,
        model=type(model).__name__,
        title=title,
        pipeline=whole,
        threshold=threshold,
        scores=scores,
        performance=performance_of(split, decided(scores, task, threshold)),
    )


def given_model(
    model: Any,
    data: Split | Dataset,
    *,
    columns: Sequence[str] | None,
    classes: Sequence[object] | None,
    threshold: float | None,
    title: str,
) -> Fitted:
    """Return what :meth:`Fitted.from_estimator` does, which says what the parameters are."""
    split = data if isinstance(data, Split) else _rows_of(data)
    roles = split.data.roles
    cut = check_threshold(threshold, roles.task)
    kind = type(model[-1] if isinstance(model, Pipeline) else model).__name__
    _check_model(model, roles)
    own = _names_of(model)
    chosen = _columns(model, own, columns, split.data)
    order = None if roles.task == "regression" else order_of(model, roles, classes)
    by_name = bool(own) or isinstance(model, Pipeline)
    in_order = order is None or (order == tuple(range(len(order))) and is_rising(getattr(model, "classes_", None)))
    is_own = _transformer(model) is not None and in_order and own in ((), chosen)
    whole: Any = model if is_own else GivenModel(model, own if own != chosen else (), order, by_name)
    prepared = _prepared(model, split, chosen)
    rows = raw_frame(split.test, chosen)
    with listening() as printed:
        scores = predict_rows(whole, rows, roles, title or kind)
        unsteady = tuple(asked_again(whole, rows.iloc[:_ROWS_ASKED_AGAIN], roles, scores))
    predicted = decided(scores, roles.task, cut)
    performance = performance_of(split, predicted)
    settings = {"model": "given", "kind": kind, "columns": list(chosen), "order": list(order or ())}
    made = Provenance(
        "fit_model", settings | ({"threshold": cut} if roles.task == "binary" else {}), (prepared.fingerprint,)
    )
    unknown = (_not_known(split.test.n_rows),) if isinstance(split, GivenRows) else ()
    return Fitted(
        provenance=replace(made, versions={**made.versions, **versions_of(model)}),
        prepared=prepared,
        model=kind,
        title=title or kind,
        pipeline=whole,
        threshold=cut,
        scores=scores,
        performance=performance,
        findings=(*unknown, *judge(performance, predicted, task=roles.task), *unsteady, *told_of(printed)),
        printed=printed.text,
    )


def _rows_of(data: object) -> GivenRows:
    if not isinstance(data, Dataset):
        give = "the split whose training rows the model learned from, or what read_data returns"
        raise wrong_kind("data", data, Split, Dataset, give=give)
    stated = data.has_target()
    if not stated.any():
        raise NotEnoughDataError(
            f"No row of {data.name!r} says what happened.\nGive rows with a value of {data.roles.target!r}."
        )
    made = Provenance("given_rows", {}, (data.fingerprint,))
    rows = data if stated.all() else data.take(np.flatnonzero(stated), made)
    return GivenRows(made, data, rows, rows)


def _check_model(model: Any, roles: Roles) -> None:
    amounts = roles.task == "regression"
    if isinstance(model, type):
        raise InputError(f"model is {called(model)}, not an object of it.\nGive a fitted object of it.")
    if isinstance(model, BaseEstimator):
        try:
            check_is_fitted(model)
        except ValueError as error:
            raise InputError(
                f"model is {called(model)} that is not fitted.\nFit it, or train it here: fit_model(prepared, model)."
            ) from error
    if amounts and hasattr(model, "classes_"):
        raise InputError(
            f"model is {called(model)}, which predicts classes, and {roles.target!r} holds amounts.\n"
            "Give a regressor, or read the data with another target."
        )
    if not hasattr(model, "predict" if amounts else "predict_proba"):
        said = "which does not predict" if amounts or not hasattr(model, "predict") else "which returns labels only"
        instead = (
            "Give a fitted regressor."
            if amounts
            else "Give a fitted classifier with predict_proba: sklearn.calibration.CalibratedClassifierCV makes one."
        )
        raise InputError(f"model is {called(model)}, {said}.\n{instead}")


def _names_of(model: Any) -> tuple[str, ...]:
    """Return what a model calls its columns; empty where it knows them by their places."""
    found = getattr(model, "feature_names_in_", ())
    names = tuple(str(name) for name in found if isinstance(name, str))
    unnamed = tuple(f"Column_{place}" for place in range(len(names)))  # as LightGBM calls those of a matrix
    return () if len(names) != len(found) or names == unnamed else names


def _columns(model: Any, own: tuple[str, ...], columns: Sequence[str] | None, data: Dataset) -> tuple[str, ...]:
    """Return the columns of the data that a model reads, in its order."""
    if isinstance(columns, str):
        raise InputError(f"columns is {columns!r}.\nGive a list of columns: [{columns!r}].")
    if columns is None and not own:
        raise InputError(
            f"model is {called(model)}, which does not say which columns it reads.\n"
            f"Name them in its order: columns={list(data.features[:3])!r}…"
        )
    chosen = own if columns is None else tuple(columns)
    for name in chosen:
        check_column(name, data.columns)
    n = len(own) or getattr(model, "n_features_in_", len(chosen))
    if len(chosen) != n:
        raise InputError(
            f"columns names {len(chosen)} columns, and the model reads {n}.\nName each of them, in its order."
        )
    if own and set(own) == set(chosen):
        chosen = own
    protected = {one.column for one in data.roles.protected}
    for name in chosen:
        if name == data.roles.target:
            raise InputError(
                f"The model reads {name!r}, which is the target.\nGive a model that does not see the outcome."
            )
        if name in protected and not data.roles.use_protected:
            raise InputError(
                f"The model reads {name!r}, which is protected.\nSay so, so that reports can: use_protected=True."
            )
    return chosen


def _prepared(model: object, split: Split, columns: Sequence[str]) -> Prepared:
    transformer = _transformer(model)
    return Prepared(
        provenance=Provenance("prepare_data", {"recipe": "given with the model"}, (split.fingerprint,)),
        split=split,
        recipe=Recipe(()),
        transformer=transformer,
        columns=tuple(columns),
        # Of a model that cannot be looked into, any derived column may come from all of them.
        sources=(tuple(columns),) if transformer is None else _sources(transformer),
    )


def _transformer(model: object) -> ColumnTransformer | None:
    """Return the preparation of a pipeline that ``fit_model`` made; ``None`` of any other model."""
    if not isinstance(model, Pipeline) or [name for name, _ in model.steps] != ["prepare", "model"]:
        return None
    first = model.steps[0][1]
    return first if isinstance(first, ColumnTransformer) else None


def _sources(transformer: ColumnTransformer) -> tuple[tuple[str, ...], ...]:
    """Return for each derived column the original columns it comes from."""
    found: dict[int, tuple[str, ...]] = {}
    for name, _, chosen in transformer.transformers_:
        part = transformer.output_indices_.get(name, slice(0, 0))
        found |= dict.fromkeys(range(part.start, part.stop), tuple(chosen))
    return tuple(found[place] for place in sorted(found))


def _not_known(n: int) -> Finding:
    return Finding(
        "WB307",
        "caution",
        "Nothing is known of the rows that the model learned from",
        "If some of these rows are among them, every score here is too good. What explains the model compares with "
        "these rows too.",
        "Give the split whose training rows it learned from, or rows that are newer than the model.",
        n=n,
    )
