"""Steps for text: a few values, many values, and words."""

from __future__ import annotations

from typing import Any

import numpy as np
import sklearn
from sklearn.impute import SimpleImputer
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler, TargetEncoder

from workbench.data.roles import Task

__all__ = ["MOST_CATEGORIES", "N_TEXT_NUMBERS", "categories", "many_values", "words"]

MOST_CATEGORIES = 20
"""Columns of 0 and 1 that text becomes at most."""

N_TEXT_NUMBERS = 30
"""Numbers that a text becomes at most."""

_N_PARTS = 5
_SEED = 0


def categories() -> Pipeline:
    """Return a step in which each value becomes a column of 0 and 1, at most 20, rarer values together.

    Examples
    --------
    >>> import pandas as pd
    >>> categories().fit_transform(pd.DataFrame({"city": ["a", "b", "a"]})).tolist()
    [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]
    """
    return make_pipeline(
        SimpleImputer(strategy="constant", fill_value="(missing)", missing_values=np.nan),
        OneHotEncoder(handle_unknown="infrequent_if_exist", max_categories=MOST_CATEGORIES, sparse_output=False),
    )


def many_values(task: Task = "binary") -> Pipeline:
    """Return a step in which a value becomes the share of favourable outcomes among training rows that have it.

    Of several classes it becomes the share of each one, a column a class; of amounts their mean.

    The training rows themselves take the shares of other training rows: they are cut into five parts, and each
    part is told by the other four. Else a value that one row has would give away that row's outcome. So a model
    has to learn from what ``fit_transform`` returns, as it does within a scikit-learn pipeline.
    Shares and means of few rows are drawn towards that of all (an empirical Bayes estimate), which values that no
    training row has take altogether.

    Parameters
    ----------
    task : {"binary", "multiclass", "regression"}
        What is predicted.

    Notes
    -----
    Micci-Barreca, D. (2001), *ACM SIGKDD Explorations* 3, 27-32; the cross-fitting is scikit-learn's.
    """
    # The parts are drawn with a fixed seed. Which argument says so has changed in scikit-learn 1.9.
    fixed: dict[str, Any] = {"cv": _N_PARTS, "shuffle": True, "random_state": _SEED}
    if tuple(int(part) for part in sklearn.__version__.split(".")[:2]) >= (1, 9):
        kind = KFold if task == "regression" else StratifiedKFold
        fixed = {"cv": kind(_N_PARTS, shuffle=True, random_state=_SEED)}
    target_type = "continuous" if task == "regression" else task
    return make_pipeline(TargetEncoder(target_type=target_type, **fixed), StandardScaler())


def words() -> Any:
    """Return a step in which texts become at most 30 numbers: alike where texts share words, or parts of words.

    Letters are counted three at a time, so that spellings and endings matter little and no language is assumed; the
    counts are weighted by how rare they are, and the 30 directions are kept in which texts differ most. A missing
    text is one without any letters.

    Notes
    -----
    Latent semantic analysis, by :class:`skrub.StringEncoder`.
    """
    from skrub import ApplyToCols, StringEncoder  # takes a second; only this step needs it

    return ApplyToCols(StringEncoder(n_components=N_TEXT_NUMBERS, ngram_range=(3, 3), random_state=_SEED))
