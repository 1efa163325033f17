"""``CalibrationChoice``: a calibration and what it changes, before it is accepted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from workbench.core.finding import Finding
from workbench.core.provenance import Provenance, Result
from workbench.modeling.calibration.maps import Method
from workbench.modeling.calibration.measures import Reliability
from workbench.modeling.result import Fitted
from workbench.modeling.thresholds.result import Value, accepted

__all__ = ["CalibrationChoice", "GroupCalibration", "LossChange"]

_CALIBRATED = ", calibrated"
_TITLES = {"brier_score_loss": "Brier score", "log_loss": "log loss"}


@dataclass(frozen=True)
class LossChange:
    """A loss before and after, less being better.

    Parameters
    ----------
    metric : {"brier_score_loss", "log_loss"}
        As scikit-learn names it.
    before, after : Value
        The mean over rows.
    change : Value
        After less before, row by row.
    """

    metric: str
    before: Value
    after: Value
    change: Value


@dataclass(frozen=True)
class GroupCalibration:
    """Mean probability less the share to which it happened, in one group.

    Parameters
    ----------
    attribute, group : str
        Which group.
    output : str
        The favourable outcome, or a class.
    n : int
        Rows.
    before, after : Value
        Above 0: too much is promised to the group; below 0: too little.
    """

    attribute: str
    group: str
    output: str
    n: int
    before: Value
    after: Value


@dataclass(frozen=True, eq=False)
class CalibrationChoice(Result):
    """A calibration that was learned, and has not been accepted yet.

    Parameters
    ----------
    fitted : Fitted
        The model as it is.
    method : {"sigmoid", "isotonic"}
        The kind of map.
    scale : {"decision_function", "predict_proba"}
        What the map takes.
    pipeline : sklearn.pipeline.Pipeline or MappedModel
        The calibrated model; the latter of a model that was trained elsewhere and is no pipeline.
    how : str
        Which rows the map was learned on.
    n, n_judged : int
        How many rows the map was learned on, and how many of them judge it. Each is judged by a map that was learned
        on other rows.
    n_decisions_changed : int
        How many of those that judge would be decided otherwise at the model's threshold, or as another class.
    losses : tuple of LossChange
        Brier score and log loss.
    before, after : tuple of Reliability
        For the favourable outcome, or for each class.
    groups : tuple of GroupCalibration
        For every group of every protected attribute.
    findings : tuple of Finding
        WB314: few rows to learn from. WB315: the probabilities are not clearly better.
    confidence : float
        Of all limits.
    """

    fitted: Fitted
    method: Method
    scale: str
    pipeline: Any
    how: str
    n: int
    n_judged: int
    n_decisions_changed: int
    losses: tuple[LossChange, ...]
    before: tuple[Reliability, ...]
    after: tuple[Reliability, ...]
    groups: tuple[GroupCalibration, ...]
    findings: tuple[Finding, ...] = ()
    confidence: float = 0.95

    def __repr__(self) -> str:
        """Return the choice in one sentence."""
        told = ", ".join(
            f"{_TITLES[one.metric]} {one.after.value:.4g} instead of {one.before.value:.4g}" for one in self.losses
        )
        return f"Calibration of {self.fitted.title} ({self.method}): {told} in {self.n_judged:,} rows."

    def _content(self) -> object:
        return [[one.metric, round(one.before.value, 9), round(one.after.value, 9)] for one in self.losses]

    def frame(self) -> pd.DataFrame:
        """Return for each group by how much too much or too little is promised, before and after."""
        return pd.DataFrame(
            [
                {
                    "attribute": one.attribute,
                    "group": one.group,
                    "output": one.output,
                    "n": one.n,
                    "before": one.before.value,
                    "before_low": one.before.low,
                    "before_high": one.before.high,
                    "after": one.after.value,
                    "after_low": one.after.low,
                    "after_high": one.after.high,
                }
                for one in self.groups
            ]
        )

    def accept(self) -> Fitted:
        """Return the calibrated model with the same threshold; what it predicts for held-out rows is judged anew.

        Trees and coefficients do not tell what it predicts any more, so that it is explained by permuting columns.

        Examples
        --------
        >>> from workbench.data.read import read_data
        >>> from workbench.data.split import split_data
        >>> from workbench.modeling.calibration.calibrate import calibrate_model
        >>> from workbench.modeling.fit import fit_model
        >>> from workbench.preparation.prepare import prepare_data
        >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
        >>> fitted = fit_model(prepare_data(split_data(data)), "logistic_regression")
        >>> calibrate_model(fitted).accept().title
        'logistic regression, calibrated'
        """
        made, fitted = self.provenance, self.fitted
        settings = {**made.settings, "chosen_on": self.how}
        if fitted.task == "binary":
            settings["threshold"] = fitted.threshold
        return accepted(
            fitted,
            Provenance("calibrate_model", settings, (self.fingerprint,), made.seed),
            threshold=fitted.threshold,
            pipeline=self.pipeline,
            title=f"{fitted.title.removesuffix(_CALIBRATED)}{_CALIBRATED}",
            findings=self.findings,
        )
