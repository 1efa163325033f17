"""``explain_prediction``: how one prediction comes about, column by column, from the average to its own."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from workbench.checks import check_choice, check_positive, check_seed, wrong_kind
from workbench.core.finding import Finding
from workbench.core.provenance import Provenance, Result
from workbench.errors import InputError
from workbench.explanation.asking import ask, outputs_of
from workbench.explanation.interventional import Compared, attribute_one
from workbench.explanation.person_result import PersonExplanation
from workbench.explanation.person_row import person_row, said_value, unseen_values
from workbench.explanation.result import Explanation
from workbench.explanation.shapley.attribution import Method, Scale
from workbench.explanation.shapley.findings import engine_findings
from workbench.explanation.waterfall_doubt import step_limits, unsettled_steps
from workbench.modeling.result import Fitted

__all__ = ["Waterfall", "WaterfallStep", "explain_prediction"]


@dataclass(frozen=True)
class WaterfallStep:
    """What one column adds to a prediction, or several small ones together.

    Parameters
    ----------
    columns : tuple of str
        The original column; more than one only in the last step.
    value : str
        The row's own value, as told; empty where it is missing, and of several columns.
    contribution : float
        Its Shapley value, or their sum.
    start, end : float
        The prediction before and after it: each step starts where the one before ends.
    low, high : float
        95 % limits of the contribution over the rows and orders that are drawn where the model has to be asked;
        ``nan`` where nothing is drawn.
    """

    columns: tuple[str, ...]
    value: str
    contribution: float
    start: float
    end: float
    low: float = math.nan
    high: float = math.nan


@dataclass(frozen=True, eq=False)
class Waterfall(Result):
    """How one prediction comes about.

    Parameters
    ----------
    fitted : Fitted
        The model.
    output : str
        Of several classes, the one whose prediction is explained; empty otherwise.
    base : float
        The average prediction over the background, on the scale: where the steps start.
    prediction : float
        The model's own prediction on the scale: where they end, up to rounding.
    steps : tuple of WaterfallStep
        The largest first; small ones together in the last.
    score : float
        What the model says: a probability, or an amount.
    scale : {"log-odds", "probability", "amount"}
        What the steps add up on.
    method : {"trees", "coefficients", "permutation", "enumeration"}
        How the values were computed.
    n_background : int
        Rows that stand for "without the column".
    findings : tuple of Finding
        What was noticed.
    """

    fitted: Fitted
    output: str
    base: float
    prediction: float
    steps: tuple[WaterfallStep, ...]
    score: float
    scale: Scale
    method: Method
    n_background: int
    findings: tuple[Finding, ...] = ()

    def __repr__(self) -> str:
        """Return the waterfall in one sentence, without any value of the row."""
        moved = [one.columns[0] for one in self.steps if len(one.columns) == 1 and one.contribution][:3]
        of = f" of {self.output!r}" if self.output else ""
        return f"Waterfall of one prediction{of} on the {self.scale} scale: most moved by {_listed(moved)}; adds up."

    def __str__(self) -> str:
        """Return the steps, one a line, with the row's own values."""
        lines = [f"{self.base:>+12.4g}  average prediction ({self.scale})"]
        for one in self.steps:
            joined = len(one.columns) > 1
            what = f"{len(one.columns)} other columns" if joined else f"{one.columns[0]} = {one.value or 'missing'}"
            limits = "" if math.isnan(one.low) else f" ({one.low:+.3g} to {one.high:+.3g})"
            lines.append(f"{one.contribution:>+12.4g}  {what}{limits}")
        return "\n".join([*lines, f"{self.prediction:>+12.4g}  this prediction"])

    def _content(self) -> object:
        return [round(self.base, 9), [(one.columns, round(one.contribution, 9)) for one in self.steps]]


def explain_prediction(
    source: Fitted | Explanation | PersonExplanation,
    row: object = None,
    *,
    output: str | None = None,
    n_steps: int = 8,
    seed: int | None = None,
) -> Waterfall:
    """Say how one prediction comes about, column by column, from the average prediction to its own.

    Each step is the Shapley value of one original column. The steps start at the average prediction over the
    background and end at the model's prediction for the row, which is checked.

    Parameters
    ----------
    source : Fitted, Explanation or PersonExplanation
        The model; or an explanation of it: a row that it explained is shown as it did, another one, and any row of a
        model that has to be asked, on its scale and against its background; or what ``explain_person`` returned,
        whose values are shown as they are.
    row : int, str, mapping or pandas.DataFrame
        The place of a held-out row, counted from 0; its id as text, where the data have an id column; or values by
        column, or as a frame of one row. Not of a PersonExplanation, which has its row.
    output : str, optional
        Of several classes, the one to explain; by default the one predicted.
    n_steps : int
        At most so many steps; columns beyond are one step together, the last.
    seed : int, optional
        Of whatever is sampled, where the model has no closed form; by default the explanation's own, of a model 0.

    Returns
    -------
    Waterfall
        A value unlike any that the model learned from is finding WB402. Where other rows to compare with could turn a
        step or change the order of two, that is finding WB418, and steps have limits; WB404 and WB405 say that the
        values were computed another way than the quickest, or are known only roughly.

    Raises
    ------
    InputError
        If there is no such row or class, or a value is missing or of another kind.
    AdditivityError
        If the values do not add up to the prediction.

    Notes
    -----
    It says what moved the model's answer, for any row and any kind of prediction. Reasons that a person is owed for
    an unfavourable decision are another thing: :func:`workbench.explain_person`.
    Shapley, L. S. (1953); Lundberg, S. M. and Lee, S.-I. (2017), NeurIPS.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.modeling.fit import fit_model
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> fitted = fit_model(prepare_data(split_data(data)), "logistic_regression")
    >>> found = explain_prediction(fitted, {"department": "F"})
    >>> found
    Waterfall of one prediction on the log-odds scale: most moved by department; adds up.
    >>> print(found)
         -0.6188  average prediction (log-odds)
          -2.139  department = F
          -2.757  this prediction
    """
    n_steps = check_positive("n_steps", n_steps)
    if seed is None:
        seed = source.provenance.seed if isinstance(source, Explanation) else 0
    seed = check_seed(0 if seed is None else seed)
    if isinstance(source, PersonExplanation):
        if row is not None:
            raise InputError(
                "row is given along with an explanation of a person, who is one row.\n"
                "Give what fit_model returns to explain another row."
            )
        return _of_person(source, n_steps)
    if not isinstance(source, (Fitted, Explanation)):
        raise wrong_kind(
            *("source", source, Fitted, Explanation, PersonExplanation),
            give="what fit_model, explain_model or explain_person returns",
        )
    fitted = source if isinstance(source, Fitted) else source.fitted
    person = person_row(fitted, row)
    scores, outputs = ask(fitted, person.frame)[0], outputs_of(fitted)
    if output is None:
        output = outputs[int(np.argmax(scores))]
    check_choice("output", output, list(outputs))
    known = _known(source, person.place) if isinstance(source, Explanation) else ()
    found = {one.attribution.output: one for one in known or _attributed(source, fitted, person.frame, seed)}
    settings: dict[str, object] = {"row": person.place, "output": output, "n_steps": n_steps}
    return _waterfall(
        Provenance("explain_prediction", settings, (source.fingerprint,), seed),
        fitted,
        found[output],
        {name: said_value(person.values[name], name) for name in fitted.prepared.columns},
        n_steps=n_steps,
        score=float(scores[outputs.index(output)]),
        findings=(*unseen_values(fitted, person), *engine_findings([found[output].attribution])),
    )


def _of_person(source: PersonExplanation, n_steps: int) -> Waterfall:
    return _waterfall(
        Provenance("explain_prediction", {"n_steps": n_steps}, (source.fingerprint,), source.provenance.seed),
        source.fitted,
        Compared(source.attribution, source.batches),
        source.values,
        n_steps=n_steps,
        score=source.probability,
        findings=tuple(one for one in source.findings if one.code == "WB402"),
    )


def _attributed(source: Fitted | Explanation, fitted: Fitted, row: pd.DataFrame, seed: int) -> tuple[Compared, ...]:
    """Return the values of a row that nobody explained yet: on an explanation's scale, against its background."""
    if isinstance(source, Fitted):
        return attribute_one(fitted, row, seed=seed)
    return attribute_one(fitted, row, seed=seed, scale=source.attribution.scale, background=source.background)


def _known(source: Explanation, place: int | None) -> tuple[Compared, ...]:
    """Return the values of a row that was explained already; empty of any other.

    A row of a model that has to be asked is asked about anew: alone it gets more orders than among many.
    """
    at = np.flatnonzero(source.rows == place) if place is not None else np.array([], dtype=int)
    if not len(at) or source.attribution.method in ("enumeration", "permutation"):
        return ()
    every = source.attributions or (source.attribution,)
    return tuple(
        Compared(replace(one, values=one.values[at[:1]], predictions=one.predictions[at[:1]])) for one in every
    )


def _waterfall(
    provenance: Provenance,
    fitted: Fitted,
    compared: Compared,
    values: Mapping[str, str],
    *,
    n_steps: int,
    score: float,
    findings: tuple[Finding, ...],
) -> Waterfall:
    attribution, batches = compared
    contributions = attribution.values[0]
    order = np.argsort(-np.abs(contributions), kind="stable").tolist()
    alone = order if len(order) <= n_steps else order[: n_steps - 1]
    rest = order[len(alone) :]
    steps, start = [], attribution.base
    for places in [[place] for place in alone] + ([rest] if rest else []):
        columns = tuple(attribution.columns[place] for place in places)
        end = start + (contribution := float(contributions[places].sum()))
        value = values[columns[0]] if len(columns) == 1 else ""
        steps.append(WaterfallStep(columns, value, contribution, start, end, *step_limits(batches, places)))
        start = end
    doubt = unsettled_steps(
        batches, attribution.columns, contributions, n_alone=len(alone), n_background=attribution.n_background
    )
    return Waterfall(
        provenance=provenance,
        fitted=fitted,
        output=attribution.output,
        base=attribution.base,
        prediction=float(attribution.predictions[0]),
        steps=tuple(steps),
        score=score,
        scale=attribution.scale,
        method=attribution.method,
        n_background=attribution.n_background,
        findings=(*findings, *doubt),
    )


def _listed(names: list[str]) -> str:
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names) or "no column"
