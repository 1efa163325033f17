"""Steps for numbers."""

from __future__ import annotations

from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import QuantileTransformer, StandardScaler

__all__ = ["numbers", "skewed_numbers"]

_MOST_QUANTILES = 1_000


def numbers() -> Pipeline:
    """Return a step in which a missing number becomes the median and is marked, and all are scaled.

    Examples
    --------
    >>> import numpy as np
    >>> numbers().fit_transform([[1.0], [3.0], [np.nan]]).round(2).tolist()
    [[-1.22, -0.71], [1.22, -0.71], [0.0, 1.41]]
    """
    return make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())


def skewed_numbers(n_rows: int) -> Pipeline:
    """Return a step in which a number becomes its place among the training rows, as on a bell curve.

    Parameters
    ----------
    n_rows : int
        How many rows it will be fitted on.

    Notes
    -----
    A power (Box-Cox, Yeo-Johnson) bends a skewed column as well, but its powers are not bounded: a value a little
    outside those it was fitted on can become any number at all. A place among the training rows cannot; what is
    beyond them takes the outermost place.

    Examples
    --------
    >>> import numpy as np
    >>> step = skewed_numbers(100).fit(np.exp(np.arange(100.0))[:, None])
    >>> step.transform([[0.0], [np.exp(50.0)], [np.exp(99.0)], [1e300]]).round(1).tolist()
    [[-4.3], [0.0], [4.3], [4.3]]
    """
    # All rows count: by default the quantiles would be those of a random part of them. There are no more quantiles
    # than half the rows, so that the step can be fitted on a part of the rows too, as cross-validation does.
    n_quantiles = min(_MOST_QUANTILES, max(n_rows // 2, 2))
    places = QuantileTransformer(n_quantiles=n_quantiles, output_distribution="normal", subsample=None)
    return make_pipeline(SimpleImputer(strategy="median", add_indicator=True), places, StandardScaler())
