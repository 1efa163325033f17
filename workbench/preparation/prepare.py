"""``prepare_data``: fit a recipe on the training rows, and on no others."""

from __future__ import annotations

import numpy as np
from sklearn.base import clone
from sklearn.compose import ColumnTransformer

from workbench.checks import check_result
from workbench.core.provenance import Provenance
from workbench.data.split import Split
from workbench.errors import InputError, NotEnoughDataError
from workbench.preparation.recipe import Recipe, suggest_recipe
from workbench.preparation.result import Prepared, check_finite, raw_frame

__all__ = ["prepare_data"]


def prepare_data(split: Split, recipe: Recipe | None = None) -> Prepared:
    """Fit a recipe on the training rows.

    Parameters
    ----------
    split : Split
        Its test rows are not looked at.
    recipe : Recipe, optional
        By default the one that :func:`workbench.suggest_recipe` gives.

    Raises
    ------
    ColumnNotFoundError, RoleError
        If a step names a column that is not there, or is no feature.
    NotEnoughDataError
        If no column is left for a model.
    InputError
        If a transformer refuses the columns it was given, or makes of them what is no number.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> prepare_data(split_data(data))
    Prepared 'admissions': 1 columns become 6, fitted on 3,168 training rows, 0 left out.
    """
    check_result("split", split, Split, "split_data")
    recipe = suggest_recipe(split) if recipe is None else check_result("recipe", recipe, Recipe, "suggest_recipe")
    recipe.check(split.train)
    columns = tuple(dict.fromkeys(name for step in recipe.steps for name in step.columns))
    if not columns:
        raise NotEnoughDataError(
            f"No column of {split.data.name!r} is left for a model.\n"
            "Besides the target and the protected columns a model needs at least one column with more than one value."
        )
    parts = [
        (_copy(step.transformer), list(chosen))
        for step in recipe.steps
        for chosen in ([step.columns] if step.together else [(name,) for name in step.columns])
    ]
    # Names of ours: a column may have any name, scikit-learn's steps may not.
    transformer = ColumnTransformer(
        [(f"step{position}", part, chosen) for position, (part, chosen) in enumerate(parts)],
        sparse_threshold=0,
        verbose_feature_names_out=False,
    )
    train = raw_frame(split.train, columns)
    try:
        with np.errstate(invalid="ignore"):  # infinite numbers are refused below, in words
            derived = np.asarray(transformer.fit_transform(train), dtype=np.float64)
    except (ValueError, TypeError) as error:
        check_finite(train, error)
        raise InputError(
            f"A step of the recipe refused its columns: {error}\nChoose another transformer for them."
        ) from error
    if len(derived) != len(train):
        raise InputError(
            f"The recipe turns {len(train):,} rows into {len(derived):,}.\n"
            "Choose transformers that read a table of one or more columns and keep its rows."
        )
    return Prepared(
        provenance=Provenance("prepare_data", {"recipe": recipe.settings()}, (split.fingerprint,)),
        split=split,
        recipe=recipe,
        transformer=transformer,
        columns=columns,
        sources=_sources(transformer, parts),
        findings=tuple(one.finding(split.train.n_rows) for one in recipe.left_out),
    )


def _copy(transformer: object) -> object:
    """Return a transformer that is not fitted, with the same settings."""
    try:
        return clone(transformer)
    except TypeError as error:
        raise InputError(
            f"transformer is a {type(transformer).__name__}, which has no get_params, so it cannot be copied.\n"
            "Derive it from sklearn.base.BaseEstimator and TransformerMixin."
        ) from error


def _sources(transformer: ColumnTransformer, parts: list[tuple[object, list[str]]]) -> tuple[tuple[str, ...], ...]:
    """Return for each derived column the original columns it comes from."""
    slices = transformer.output_indices_
    width = max(part.stop for part in slices.values())
    sources: np.ndarray = np.empty(width, dtype=object)
    for position, (_, chosen) in enumerate(parts):
        part = slices[f"step{position}"]
        for place in range(part.start, part.stop):
            sources[place] = tuple(chosen)
    return tuple(sources)
