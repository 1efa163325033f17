"""``attribute_rows``: Shapley values in original columns by the best engine that serves, checked to add up."""

from __future__ import annotations

import pandas as pd

from workbench.checks import check_choice, check_result, check_seed
from workbench.errors import InputError
from workbench.explanation.shapley.attribution import Attribution, Scale
from workbench.explanation.shapley.engines import ask
from workbench.explanation.shapley.request import Request
from workbench.modeling.result import Fitted

__all__ = ["attribute_outputs", "attribute_rows"]


def attribute_rows(
    fitted: Fitted,
    rows: pd.DataFrame,
    *,
    seed: int = 0,
    scale: Scale | None = None,
    background: pd.DataFrame | None = None,
    output: str = "",
) -> Attribution:
    """Return the Shapley values of some rows in original columns, checked to add up.

    The Shapley value of a column in a row is what it adds to the prediction, averaged over the orders in which
    columns could be made known. Columns derived from one original column are known or unknown together.

    Parameters
    ----------
    fitted : Fitted
        The model.
    rows : pandas.DataFrame
        Original columns, as :meth:`Prepared.raw_frame` gives them; at least one row.
    seed : int
        Of whatever is sampled: background rows, orders of the columns.
    scale : {"log-odds", "probability", "amount"}, optional
        What the values add up to. By default what the model itself adds up: log-odds of linear models and boosted
        trees, probabilities of forests and of whatever is sampled, amounts where amounts are predicted.
    background : pandas.DataFrame, optional
        Rows that stand for "without the column", original columns: the values are interventional. By default trees
        are explained against the training rows that passed each branch (path-dependent), linear models against all
        training rows, any other model against 100 training rows drawn at random. A model that is sampled takes at
        most 100 of the rows that are given.
    output : str
        Of several classes, the one to explain.

    Returns
    -------
    Attribution
        ``base + values.sum(axis=1)`` are the model's predictions. It says what computed it, and which engines could
        not (``notes``). A column that the model does not use, or that is the same everywhere, gets 0.

    Raises
    ------
    AdditivityError
        If the values of any row do not add up to its prediction, whatever computed them.
    InputError
        If there is no row, the scale or output is none of the model's, or the model predicts what is no number.

    Notes
    -----
    Linear models are explained in closed form, shallow trees by tables of what each leaf gives, and deep ones by walks
    through them, or by woodelf where many rows are compared with many (the same numbers). Where none of these can read
    trees shap is asked, which adds up what derived columns of one original column get alone; a note says so. Other
    models are explained by trying every set of columns, up to 10 columns and 210,000 predictions, and otherwise by
    permuting columns in antithetic pairs of orders, with standard errors where there are two pairs or more. Where a
    step of the recipe makes one column of several, or the model cannot be taken apart, original columns are tried or
    permuted.
    Shapley, L. S. (1953); Lundberg, S. M. and Lee, S.-I. (2017), NeurIPS; Nadel, A. and Wettenstein, R. (2026), AAAI;
    Yu, P. and others (2022), NeurIPS.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.modeling.fit import fit_model
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> fitted = fit_model(prepare_data(split_data(data)), "logistic_regression")
    >>> found = attribute_rows(fitted, pd.DataFrame({"department": ["A", "F"]}))
    >>> found.scale, found.method, found.values.round(1).ravel().tolist()
    ('log-odds', 'coefficients', [1.2, -2.1])
    """
    found = attribute_outputs(fitted, rows, seed=seed, scale=scale, background=background)
    if not output and len(found) == 1:
        return found[0]
    check_choice("output", output, [one.output for one in found])
    return next(one for one in found if one.output == output)


def attribute_outputs(
    fitted: Fitted,
    rows: pd.DataFrame,
    *,
    seed: int = 0,
    scale: Scale | None = None,
    background: pd.DataFrame | None = None,
) -> tuple[Attribution, ...]:
    """Return the Shapley values of some rows for everything that is predicted: of several classes one a class.

    Parameters
    ----------
    fitted : Fitted
        The model.
    rows : pandas.DataFrame
        Original columns.
    seed : int
        As of :func:`attribute_rows`, like those that follow.
    scale : {"log-odds", "probability", "amount"}, optional
        What the values add up to.
    background : pandas.DataFrame, optional
        Rows that stand for "without the column".

    Returns
    -------
    tuple of Attribution
        All by the same engine, on the same scale.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.modeling.fit import fit_model
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> fitted = fit_model(prepare_data(split_data(data)), "logistic_regression")
    >>> [found] = attribute_outputs(fitted, pd.DataFrame({"department": ["A"]}), scale="probability")
    >>> found.method
    'enumeration'
    """
    return ask(request_of(fitted, rows, seed=seed, scale=scale, background=background))


def request_of(
    fitted: Fitted, rows: pd.DataFrame, *, seed: int, scale: Scale | None, background: pd.DataFrame | None
) -> Request:
    """Return a request that is checked.

    Parameters
    ----------
    fitted : Fitted
        The model.
    rows, background : pandas.DataFrame
        Original columns.
    seed : int
        Of what is drawn.
    scale : str or None
        What the values add up to.
    """
    check_result("fitted", fitted, Fitted, "fit_model")
    check_seed(seed)
    if scale is not None:
        check_choice("scale", scale, ["amount"] if fitted.task == "regression" else ["log-odds", "probability"])
    columns = list(fitted.prepared.columns)
    return Request(
        fitted,
        _columns_of("rows", rows, columns),
        scale,
        None if background is None else _columns_of("background", background, columns),
        seed,
    )


def _columns_of(argument: str, frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise InputError(
            f"{argument} has no column {missing[0]!r}, which the model reads.\n"
            "Give the original columns, such as fitted.prepared.raw_frame(fitted.prepared.split.test)."
        )
    if not len(frame):
        raise InputError(f"{argument} has no rows.\nGive at least one.")
    return frame[columns].reset_index(drop=True)
