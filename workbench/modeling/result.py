"""``Fitted``: a model, what it predicts for the held-out rows, and how it does beside a baseline."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline

from workbench.checks import check_choice
from workbench.core.finding import Finding
from workbench.core.provenance import Result
from workbench.core.silence import silence
from workbench.data.dataset import Dataset
from workbench.data.roles import Task
from workbench.data.split import Split
from workbench.errors import InputError
from workbench.modeling.metrics import Metric, metrics_of
from workbench.modeling.performance import AmountPerformance, Performance
from workbench.modeling.predicting import decided, every_class, in_batches
from workbench.modeling.tuning.tuned import Tuned
from workbench.preparation.leaks.result import Leaks
from workbench.preparation.result import Prepared

__all__ = ["Fitted"]

_MOST_TOLD = 2


@dataclass(frozen=True, eq=False)
class Fitted(Result):
    """A fitted model.

    Parameters
    ----------
    prepared : Prepared
        What it was trained on.
    model : str
        The candidate's name.
    title : str
        What readers call it.
    pipeline : sklearn.pipeline.Pipeline
        The fitted preparation and the fitted model; works without the workbench.
    threshold : float
        A decision is favourable when the score is at least this; ``nan`` unless there are two outcomes.
    scores : array of float, shape (n_test,) or (n_test, n_classes)
        What is predicted for each held-out row; read-only. Of two outcomes the probability of the favourable one,
        of several classes the probability of each, of amounts the amount.
    performance : Performance or AmountPerformance
        Beside the baseline, on the held-out rows.
    findings : tuple of Finding
        What was noticed: first what the leak gate found.
    leaks : Leaks or None
        What the leak gate looked for, with what can be done; ``None`` of a model that somebody brought along.
    printed : str
        What the model printed while it was trained and asked, its first 10,000 characters; it may hold values of
        rows.
    search : Tuned or None
        How its settings were searched for, so that a model that is trained on some of the rows is tuned on these alone.
    """

    prepared: Prepared
    model: str
    title: str
    pipeline: Pipeline
    threshold: float
    scores: NDArray[np.float64]
    performance: Performance | AmountPerformance
    findings: tuple[Finding, ...] = ()
    leaks: Leaks | None = None
    printed: str = ""
    search: Tuned | None = None

    def __post_init__(self) -> None:
        """Make the scores read-only."""
        self.scores.setflags(write=False)

    def __repr__(self) -> str:
        """Return the model in one sentence, after one about leaks that make its accuracy worthless."""
        serious = [one for one in self.leaks.findings if one.severity == "serious"] if self.leaks is not None else []
        leaking = "".join(f"{one}. " for one in serious[:_MOST_TOLD])
        more = f"And {len(serious) - _MOST_TOLD} more serious leaks. " if len(serious) > _MOST_TOLD else ""
        return f"{leaking}{more}Fitted {self.title}: {self._told_performance()}."

    def _told_performance(self) -> str:
        found, split = self.performance, self.prepared.split
        rows = f"{found.n:,} {'given' if split.train is split.test else 'held-out'} rows"
        if isinstance(found, AmountPerformance):
            return (
                f"off by {found.mean_absolute_error:.4g} on average in {rows}, "
                f"the baseline by {found.baseline_mean_absolute_error:.4g}"
            )
        return f"right in {found.accuracy:.1%} of {rows}, the baseline in {found.baseline_accuracy:.1%}"

    def _content(self) -> object:
        return hashlib.sha256(np.round(self.scores, 9).tobytes()).hexdigest()

    @classmethod
    def from_estimator(
        cls,
        model: Any,
        data: Split | Dataset,
        *,
        columns: Sequence[str] | None = None,
        classes: Sequence[object] | None = None,
        threshold: float | None = None,
        title: str = "",
    ) -> Fitted:
        """Return a model that somebody else trained, with what it predicts for the held-out rows.

        Parameters
        ----------
        model : Any
            A fitted pipeline that reads original columns, or a fitted estimator that reads columns of numbers: with
            ``predict_proba``, for amounts with ``predict``. Or what ``read_model`` read from a file, which says the
            rest itself.
        data : Split or Dataset
            The split whose training rows the model learned from. Of a data set nothing is known of that, so that all
            its rows with an outcome count as held out, which is finding WB307.
        columns : sequence of str, optional
            The columns that it reads, in its order; by default those that it learned by name.
        classes : sequence, optional
            Values of the target in the order of the model's probabilities, where the model calls them otherwise: such
            as ``["denied", "approved"]`` of a model that learned 0 and 1.
        threshold : float, optional
            As in ``fit_model``.
        title : str
            What readers call it; by default the name of its class.

        Returns
        -------
        Fitted
            Without ``leaks``, since nobody can see what the model was made from. It can be audited and explained, and
            not trained anew.

        Raises
        ------
        InputError
            If the model is not fitted, returns labels only, reads the target, or a protected column without
            ``use_protected``, does not say which columns it reads or which outcome is which; if a file's threshold is
            for another favourable outcome than the data's, and none is given; or as ``fit_model``.
        ColumnNotFoundError
            If a column that it reads is not in the data.
        NotEnoughDataError
            If no row has an outcome.

        Examples
        --------
        >>> from sklearn.linear_model import LogisticRegression
        >>> from workbench.data.read import read_data
        >>> from workbench.data.split import split_data
        >>> data = read_data("example:loans")
        >>> split = split_data(data)
        >>> rows = split.train.frame()
        >>> model = LogisticRegression().fit(rows[["income", "debt_ratio"]].fillna(0), rows[data.roles.target])
        >>> Fitted.from_estimator(model, split, columns=["income", "debt_ratio"]).model
        'LogisticRegression'
        """
        from workbench.modeling.given import given_model  # which needs this class
        from workbench.modeling.model_file import ModelFile

        if isinstance(model, ModelFile):
            columns = columns if columns is not None else model.columns or None
            classes = classes if classes is not None else model.classes or None
            if threshold is None and not math.isnan(model.threshold) and isinstance(data, (Dataset, Split)):
                roles = data.roles if isinstance(data, Dataset) else data.data.roles
                threshold = model.threshold_for(roles, classes or ())
            title, model = title or model.title, model.model
        return given_model(model, data, columns=columns, classes=classes, threshold=threshold, title=title)

    @property
    def task(self) -> Task:
        """What is predicted: one of two outcomes, one of several classes, or an amount."""
        return self.prepared.split.data.roles.task

    @property
    def classes(self) -> tuple[str, ...]:
        """What can be predicted, as text: the unfavourable outcome and the favourable one, or the classes in order.

        Empty of amounts.
        """
        roles = self.prepared.split.data.roles
        return (roles.unfavourable, roles.favourable) if roles.task == "binary" else roles.classes

    @property
    def decisions(self) -> NDArray[np.int8] | NDArray[np.int64]:
        """Each held-out row's decision: 1 favourable, 0 not; of several classes the place of the most probable one.

        Raises
        ------
        InputError
            If amounts are predicted.
        """
        if self.task == "regression":
            raise InputError("The model predicts amounts and decides nothing.\nRead its amounts: fitted.scores.")
        return decided(self.scores, self.task, self.threshold)

    @cached_property
    def metrics(self) -> tuple[Metric, ...]:
        """Each score on the held-out rows with its 95 % limits, as :func:`metrics_of` gives them; rows count alike."""
        return metrics_of(self.prepared.split.test.targets(), self.scores, self.task, self.threshold)

    def metric(self, name: str) -> Metric:
        """Return one of :attr:`metrics`.

        Parameters
        ----------
        name : str
            Such as ``"roc_auc"``.

        Raises
        ------
        InputError
            If there is none of that name.
        """
        known = {one.name: one for one in self.metrics}
        return known[check_choice("name", name, list(known))]

    def score(self, frame: pd.DataFrame) -> NDArray[np.float64]:
        """Return what is predicted for some rows, shape (n_rows,) or (n_rows, n_classes), as in :attr:`scores`.

        What the model prints or warns of meanwhile is not shown.

        Parameters
        ----------
        frame : pandas.DataFrame
            The original columns, as :meth:`Prepared.raw_frame` gives them.
        """
        with silence():
            if self.task == "regression":
                return in_batches(self.pipeline, self.pipeline.predict, frame)
            found = in_batches(self.pipeline, self.pipeline.predict_proba, frame)
        found = every_class(self.pipeline, found, len(self.classes))
        return found[:, 1] if self.task == "binary" else found
