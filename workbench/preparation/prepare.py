"""``prepare_data``: fit a recipe on the training rows, and on no others."""

from __future__ import annotations

import warnings
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.compose import ColumnTransformer

from workbench.checks import check_result
from workbench.core.provenance import Provenance
from workbench.data.split import Split
from workbench.errors import InputError, NotEnoughDataError
from workbench.preparation.done import StepDone, step_done
from workbench.preparation.naming import part_names
from workbench.preparation.recipe import Recipe
from workbench.preparation.result import Prepared, check_finite, check_size, raw_frame
from workbench.preparation.suggest import suggest_recipe

__all__ = ["prepare_data", "steps_of"]

_Parts: TypeAlias = "list[tuple[str, object, list[str]]]"


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
        If a transformer refuses the columns it was given, or makes of them what is no number, and where numbers are
        infinite, or too large to be squared, for a step that cannot take them.

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
    transformer, parts = steps_of(recipe)
    train = raw_frame(split.train, columns)
    derived = _fitted_on(transformer, train, split)
    sources = _sources(transformer, parts)
    return Prepared(
        provenance=Provenance("prepare_data", {"recipe": recipe.settings()}, (split.fingerprint,)),
        split=split,
        recipe=recipe,
        transformer=transformer,
        columns=columns,
        sources=sources,
        findings=tuple(one.finding(split.train.n_rows) for one in recipe.left_out),
        steps_done=_done(transformer, parts, train),
        learned_from=derived,
    )


def steps_of(recipe: Recipe) -> tuple[ColumnTransformer, _Parts]:
    """Return the steps of a recipe, not fitted, and of each its title, its transformer and its columns.

    Parameters
    ----------
    recipe : Recipe
        One without a step makes nothing of any column.
    """
    parts = [
        (step.title, _copy(step.transformer), list(chosen))
        for step in recipe.steps
        for chosen in ([step.columns] if step.together else [(name,) for name in step.columns])
    ]
    names = part_names((title, chosen) for title, _, chosen in parts)
    transformer = ColumnTransformer(
        [(name, part, chosen) for name, (_, part, chosen) in zip(names, parts, strict=True)],
        sparse_threshold=0,
        verbose_feature_names_out=False,
    )
    return transformer, parts


def _fitted_on(transformer: ColumnTransformer, train: pd.DataFrame, split: Split) -> NDArray[np.float64]:
    """Fit all steps on the training rows, and return what they make of them; read-only."""
    try:
        # Infinite and too large numbers are told in words of ours; texts of fewer than 30 parts need none.
        with np.errstate(invalid="ignore", over="ignore"), warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="The matrix shape is", category=UserWarning)
            warnings.filterwarnings("ignore", message="The least populated class", category=UserWarning)
            made = transformer.fit_transform(train, split.train.targets())
        derived = np.asarray(made, dtype=np.float64)
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
    if not np.isfinite(derived).all():
        check_size(train)
    derived.flags.writeable = False
    return derived


def _copy(transformer: object) -> object:
    """Return a transformer that is not fitted, with the same settings, and that reads a table.

    skrub's transformers of a single column read no table of one: they are applied to each of its columns.
    """
    try:
        copied = clone(transformer)
    except TypeError as error:
        raise InputError(
            f"transformer is a {type(transformer).__name__}, which has no get_params, so it cannot be copied.\n"
            "Derive it from sklearn.base.BaseEstimator and TransformerMixin."
        ) from error
    if not hasattr(copied, "__single_column_transformer__"):
        return copied
    from skrub import ApplyToCols  # takes a second

    return ApplyToCols(copied)


def _sources(transformer: ColumnTransformer, parts: _Parts) -> tuple[tuple[str, ...], ...]:
    """Return for each derived column the original columns it comes from."""
    slices = transformer.output_indices_
    sources: np.ndarray = np.empty(max(part.stop for part in slices.values()), dtype=object)
    for (name, _, _), (_, _, chosen) in zip(transformer.transformers, parts, strict=True):
        for place in range(slices[name].start, slices[name].stop):
            sources[place] = tuple(chosen)
    return tuple(sources)


def _done(transformer: ColumnTransformer, parts: _Parts, train: pd.DataFrame) -> tuple[StepDone, ...]:
    """Return what each part learned."""
    fitted, slices = transformer.named_transformers_, transformer.output_indices_
    return tuple(
        step_done(name, title, fitted[name], train[chosen], slices[name].stop - slices[name].start)
        for (name, _, _), (title, _, chosen) in zip(transformer.transformers, parts, strict=True)
    )
