"""A step for dates and times."""

from __future__ import annotations

from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

__all__ = ["dates"]


def dates() -> Pipeline:
    """Return a step in which a date becomes its year, month, day and weekday, and the seconds since 1970.

    Of times the hour is told too. A missing one takes the medians and is marked.

    Notes
    -----
    By :class:`skrub.DatetimeEncoder`.
    """
    from skrub import ApplyToCols, DatetimeEncoder  # takes a second; only this step needs it

    return make_pipeline(
        ApplyToCols(DatetimeEncoder(resolution="hour", add_weekday=True)),
        SimpleImputer(strategy="median", add_indicator=True),
        StandardScaler(),
    )
