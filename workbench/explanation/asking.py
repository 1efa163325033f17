"""What a model says of rows in which some columns hold another value: a few large calls, checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from workbench.errors import InputError, NotEnoughDataError, WorkbenchError
from workbench.explanation.shapley.attribution import Scale
from workbench.explanation.tellable import Tellable
from workbench.modeling.result import Fitted
from workbench.modeling.running import told

__all__ = ["ask", "ask_changed", "check_wanted", "outputs_of", "scale_of"]

_ROWS_A_CALL = 100_000


def check_wanted(cancelled: Callable[[], object] | None) -> None:
    """Leave questions that nobody waits for any more.

    Parameters
    ----------
    cancelled : callable, optional
        Asked whether to end.

    Raises
    ------
    NotEnoughDataError
        If it returns something true: of an answer that is not whole nothing can be told.
    """
    if cancelled is not None and cancelled():
        raise NotEnoughDataError(
            "It was ended before all questions were answered.\nLet it run longer, or use a model that answers faster."
        )


def outputs_of(fitted: Fitted) -> tuple[str, ...]:
    """Return what a model predicts: its classes where there are several, else one thing without a name."""
    return fitted.classes if fitted.task == "multiclass" else ("",)


def scale_of(fitted: Fitted) -> Scale:
    """Return the scale on which :func:`ask` answers."""
    return "amount" if fitted.task == "regression" else "probability"


def ask(fitted: Fitted, frame: pd.DataFrame) -> NDArray[np.float64]:
    """Return what a model says of some rows, shape (n_rows, n_outputs), as :attr:`Fitted.scores`.

    Raises
    ------
    InputError
        If it refuses them, or answers with what is no finite number.
    """
    try:
        # Threads that wait for one another cost many times what they save here.
        with threadpool_limits(1):
            found = fitted.score(frame)
    except WorkbenchError:
        raise
    except Exception as error:
        raise InputError(
            f"The model refuses values of the kind it learned from: {told(error)}\n"
            "Look at its preparation, or choose another model."
        ) from error
    if not np.isfinite(found).all():
        raise InputError(
            "The model gives infinite or missing predictions, which nothing can explain.\n"
            "Look at its training, or choose another model."
        )
    return found.reshape(len(frame), -1)


def ask_changed(
    fitted: Fitted,
    rows: pd.DataFrame,
    places: NDArray[np.int64],
    changed: Mapping[str, tuple[Tellable, NDArray[np.int64]]],
) -> NDArray[np.float64]:
    """Return what a model says of rows in which some columns hold other values.

    Parameters
    ----------
    fitted : Fitted
        The model.
    rows : pandas.DataFrame
        Original columns.
    places : array of int, shape (n_asked,)
        The row of each question.
    changed : mapping of str to (Tellable, array of int)
        By column, its values and which of them each question has: a place, one beyond the last for a missing
        value, -1 for the row's own.

    Returns
    -------
    array of float, shape (n_asked, n_outputs)
    """
    # A column's other values and its own, one below the other, so that each question takes one by its place.
    both = {name: pd.concat([one.as_read, rows[name]], ignore_index=True) for name, (one, _) in changed.items()}
    answers = []
    for start in range(0, len(places), _ROWS_A_CALL):
        part = slice(start, start + _ROWS_A_CALL)
        at = places[part]
        frame = rows.iloc[at].reset_index(drop=True)
        for name, (one, chosen) in changed.items():
            codes = chosen[part]
            whose = np.where(codes < 0, len(one.as_read) + at, codes)
            frame[name] = both[name].take(whose).reset_index(drop=True)
        answers.append(ask(fitted, frame))
    return np.concatenate(answers) if answers else np.zeros((0, len(outputs_of(fitted))))
