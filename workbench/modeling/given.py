"""A fitted model that somebody brings along, scored on the held-out rows as if it had just been trained."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline

from workbench.checks import check_column
from workbench.core.provenance import Provenance
from workbench.data.split import Split
from workbench.errors import InputError
from workbench.modeling.performance import performance_of
from workbench.modeling.predicting import predict_rows
from workbench.modeling.result import Fitted
from workbench.preparation.recipe import Recipe
from workbench.preparation.result import Prepared, raw_frame

__all__ = ["fitted_from"]


class _Opaque(NamedTuple):
    """A model of which nothing is known but that it predicts; it stands in the place of a pipeline."""

    model: Any

    @property
    def named_steps(self) -> dict[str, Any]:
        return {"model": self.model}

    def predict_proba(self, frame: Any) -> Any:
        return self.model.predict_proba(frame)


def fitted_from(model: object, split: Split, columns: Sequence[str], *, title: str, threshold: float) -> Fitted:
    """Return what ``fit_model`` would have, of a model that is fitted already.

    Parameters
    ----------
    model : object
        The pipeline that ``fit_model`` fitted, or anything with ``predict_proba`` that reads the original columns.
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
    if not hasattr(model, "predict_proba"):
        raise InputError(
            f"model is a {type(model).__name__}, which has no predict_proba.\n"
            "Give the fitted pipeline, fitted.pipeline, or a skops file that holds it."
        )
    for name in columns:
        check_column(name, split.data.columns)
    transformer = _transformer(model)
    whole: Any = model if transformer is not None else _Opaque(model)
    scores = predict_rows(whole, raw_frame(split.test, columns), split.data.roles, title)
    prepared = Prepared(
        provenance=Provenance("prepare_data", {"recipe": "given with the model"}, (split.fingerprint,)),
        split=split,
        recipe=Recipe(()),
        transformer=transformer,
        columns=tuple(columns),
        # Of a model that cannot be looked into, any derived column may come from all of them.
        sources=(tuple(columns),) if transformer is None else _sources(transformer),
    )
    return Fitted(
        provenance=Provenance("fit_model", {"model": "given", "threshold": threshold}, (prepared.fingerprint,)),
        prepared=prepared,
        model=type(model).__name__,
        title=title,
        pipeline=whole,
        threshold=threshold,
        scores=scores,
        performance=performance_of(split, (scores >= threshold).astype(np.int8)),
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
