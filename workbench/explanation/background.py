"""Rows that explained rows are compared with, as a person gives them: checked against what the model learned from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from workbench.checks import check_column, check_result
from workbench.errors import InputError
from workbench.modeling.result import Fitted

__all__ = ["checked_background"]


def checked_background(fitted: Fitted, background: object) -> pd.DataFrame:
    """Return the original columns of given rows, of the kinds that the model learned from.

    Parameters
    ----------
    fitted : Fitted
        The model.
    background : pandas.DataFrame
        One row or more. Further columns are left out; true and false may stand for 1 and 0.

    Returns
    -------
    pandas.DataFrame
        As the model's transformer reads rows, places counted anew from 0.

    Raises
    ------
    InputError
        If there is no row, or a column that holds numbers or dates holds something else, or infinite numbers.
    ColumnNotFoundError
        If a column that the model reads is not there.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.modeling.fit import fit_model
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> fitted = fit_model(prepare_data(split_data(data)), "logistic_regression")
    >>> checked_background(fitted, fitted.prepared.split.train.frame().head(3)).shape
    (3, 1)
    """
    check_result("background", background, pd.DataFrame, "pandas.DataFrame")
    assert isinstance(background, pd.DataFrame)  # noqa: S101 - as just checked
    if background.empty:
        raise InputError("background has no rows.\nGive rows of the original columns, such as some learned from.")
    columns = list(fitted.prepared.columns)
    for name in columns:
        check_column(name, [str(one) for one in background.columns])
    kinds = fitted.prepared.split.train.kinds
    return pd.DataFrame(
        {name: _of_kind(background[name].reset_index(drop=True), kinds[name], name) for name in columns}
    )


def _of_kind(values: pd.Series, kind: pa.DataType, name: str) -> pd.Series:
    """Return a column as it is where its kind is not known to be wrong, truth values as numbers."""
    if pa.types.is_boolean(kind) or pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return _numbers(values, name)
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        try:
            return pd.to_datetime(values)
        except (ValueError, TypeError):
            raise InputError(f"background has no dates in {name!r}.\nThat column holds dates.") from None
    return values


def _numbers(values: pd.Series, name: str) -> pd.Series:
    known = values[values.notna()]
    for value in () if pd.api.types.is_numeric_dtype(values) else known:
        if not isinstance(value, (int, float, np.number, np.bool_)):
            raise InputError(f"background has {value!r} for {name!r}.\nThat column holds numbers.")
    numbers = known.to_numpy(dtype=np.float64)
    if np.isinf(numbers).any():
        raise InputError(
            f"background has {numbers[np.isinf(numbers)][0]} for {name!r}.\nThat column holds finite numbers."
        )
    found = np.full(len(values), np.nan)
    found[values.notna().to_numpy()] = numbers
    return pd.Series(found)
