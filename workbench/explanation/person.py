"""``explain_person``: why a model decided on one person as it did, and what would turn that."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd
import pyarrow as pa

from workbench.checks import check_choice, check_column, check_result, check_seed
from workbench.core.finding import Finding
from workbench.core.provenance import Provenance
from workbench.errors import InputError, NotEnoughDataError, WorkbenchError
from workbench.explanation.asking import check_wanted
from workbench.explanation.changes import FEWEST_ROWS, Change, find_change, fixed_columns
from workbench.explanation.interventional import Compared, attribute_against
from workbench.explanation.person_result import Background, PersonExplanation, Reason, Standing
from workbench.explanation.person_row import PersonRow, person_row, said_value, unseen_values
from workbench.explanation.shapley.attribution import Attribution
from workbench.modeling.result import Fitted
from workbench.modeling.running import told
from workbench.stats.intervals import mean_limits

__all__ = ["explain_person"]

_MOST_REASONS = 4
_NEAREST = 0.1
_MOST = 0.6
_NOTHING = 1e-9
_SMALLEST_SHARE = 0.01


def explain_person(
    fitted: Fitted,
    row: object,
    *,
    method: Background = "B",
    immutable: Iterable[str] = (),
    seed: int = 0,
    cancelled: Callable[[], object] | None = None,
) -> PersonExplanation:
    """Say why the model decided on one person as it did, and what would turn that.

    Reasons are the original columns with the most negative Shapley value towards the favourable outcome
    (of a favourable decision: the most positive), at most four; fewer if fewer have one, or one above a
    hundredth of all that push the same way. The person is compared with other people, as Regulation B
    describes it; no reason is replaced by a more usual one.

    Parameters
    ----------
    fitted : Fitted
        The model.
    row : int, str, mapping or pandas.DataFrame
        The place of a held-out row, counted from 0; its id as text, where the data have an id column; or
        the values of a new person, by column or as a frame of one row.
    method : {"B", "A"}
        Whom the person is compared with: *B*, all training rows; *A*, those at or slightly above the
        threshold (the nearest tenth of the favourable ones, at least 11).
    immutable : iterable of str
        Columns that nobody can change, and for which no change is offered. Protected columns, and those
        whose name speaks of age or birth, always belong to them.
    seed : int
        Of the draw of at most 200 rows, and of the orders of columns, where the model has no closed form.
    cancelled : callable, optional
        Asked before each fifth of the rows compared with, where the model has to be asked about them, and before each
        reason; when it returns something true, the work ends.

    Returns
    -------
    PersonExplanation
        Linear models and shallow trees are explained exactly, on the scale that they add up on, against all rows
        compared with (of trees at most 20,000); other models on the probability scale against at most 200 of them,
        exactly up to 10 columns and by permuting columns beyond, where finding WB416 says if other rows could name
        other reasons. What could change the decision is found by asking the model about other values of one
        column at a time; only values that at least 11 training rows share are offered. *X or more* is said only
        where every value of a training row beyond X turns the decision, of at most 2,000 spread evenly over them.

    Raises
    ------
    InputError
        If there is no such row, a value is missing or of another kind, ``method`` is no such method, or the model
        decides nothing that is favourable or not, as it predicts several classes or amounts.
    ColumnNotFoundError
        If ``row`` or ``immutable`` names a column that the data do not have.
    NotEnoughDataError
        With method *A*, if fewer than 11 training rows reach the threshold; or if it was cancelled.
    AdditivityError
        If the values do not add up to the prediction.

    Notes
    -----
    A reason says what the model relied on, not what caused the outcome in the world. Where a rule refuses a person
    before the model is asked, that rule is the reason, and none of these. A change is one of the model's answer,
    with everything else as it is; it promises nothing and is no substitute for reasons.
    12 CFR 1002.9(b)(2) and its official interpretation, comments 1 to 5.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.modeling.fit import fit_model
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> fitted = fit_model(prepare_data(split_data(data)), "logistic_regression")
    >>> explain_person(fitted, {"department": "F"})
    Explanation of one unfavourable decision: moved by department; compared with 3,168 training rows (method B).
    """
    check_result("fitted", fitted, Fitted, "fit_model")
    _check_decides(fitted)
    check_choice("method", method, ["B", "A"])
    seed = check_seed(seed)
    fixed = fixed_columns(fitted, _named(fitted, immutable))
    person = person_row(fitted, row)
    score = _score(fitted, person)
    is_favourable = bool(score >= fitted.threshold)
    background = _background(fitted, method)
    compared = attribute_against(fitted, person.frame, background, seed, cancelled)
    attribution = compared.attribution
    columns = fitted.prepared.columns
    reasons = _reasons(fitted, person, attribution, background, fixed, is_favourable=is_favourable, cancelled=cancelled)
    unseen = unseen_values(fitted, person)
    return PersonExplanation(
        provenance=Provenance(
            "explain_person",
            {"method": method, "row": person.place, "immutable": sorted(fixed & set(columns))},
            (fitted.fingerprint,),
            seed,
        ),
        fitted=fitted,
        probability=score,
        is_favourable=is_favourable,
        reasons=reasons,
        values={name: said_value(person.values[name], name) for name in columns},
        attribution=attribution,
        background=method,
        immutable=tuple(name for name in columns if name in fixed),
        findings=(
            *unseen,
            *_unsettled(compared, reasons, is_favourable=is_favourable),
            *_odd(reasons, person, background),
        ),
        batches=compared.batches,
    )


def _check_decides(fitted: Fitted) -> None:
    """Refuse a model whose answers are neither favourable nor unfavourable, so that nobody is owed reasons."""
    if fitted.task == "binary":
        return
    predicts, what = {
        "multiclass": ("one of several classes", "why a row gets its class"),
        "regression": ("amounts", "what moved an amount"),
    }[fitted.task]
    raise InputError(
        f"Reasons are told for a favourable or unfavourable decision, and the model predicts {predicts}.\n"
        f"To see {what}: explain_prediction(fitted, row)."
    )


def _named(fitted: Fitted, immutable: Iterable[str]) -> tuple[str, ...]:
    if isinstance(immutable, str):
        raise InputError(f"immutable is {immutable!r} alone.\nGive a list, even of one: [{immutable!r}].")
    return tuple(check_column(name, fitted.prepared.split.data.columns) for name in immutable)


def _score(fitted: Fitted, person: PersonRow) -> float:
    """Return what the model says of a person; a step may refuse what it has never seen."""
    try:
        score = float(fitted.score(person.frame)[0])
    except WorkbenchError:
        raise
    except Exception as error:
        raise InputError(
            f"The model refuses this person's values: {told(error)}\nGive values of the kind it learned from."
        ) from error
    if not math.isfinite(score):
        raise InputError(
            "The model gives no number for this person's values.\nGive values of the kind it learned from."
        )
    return score


def _background(fitted: Fitted, method: Background) -> pd.DataFrame:
    """Return the training rows that a person is compared with."""
    train = fitted.prepared.raw_frame(fitted.prepared.split.train)
    if method == "B":
        return train
    scores = fitted.score(train)
    reached = np.sort(scores[scores >= fitted.threshold])
    if len(reached) < FEWEST_ROWS:
        raise NotEnoughDataError(
            f"Method A compares with training rows at or slightly above the threshold, and {len(reached)} reach it.\n"
            f"It needs at least {FEWEST_ROWS}: use method='B', which compares with all."
        )
    last = reached[max(FEWEST_ROWS, math.ceil(_NEAREST * len(reached))) - 1]
    nearest: pd.DataFrame = train[(scores >= fitted.threshold) & (scores <= last)]
    return nearest


def _reasons(
    fitted: Fitted,
    person: PersonRow,
    attribution: Attribution,
    background: pd.DataFrame,
    fixed: frozenset[str],
    *,
    is_favourable: bool,
    cancelled: Callable[[], object] | None,
) -> tuple[Reason, ...]:
    """Return the columns that pushed the way the decision went, the strongest first."""
    values = attribution.values[0]
    pushes = values if is_favourable else -values
    total = float(pushes[pushes > _NOTHING].sum())
    protected = {one.column for one in fitted.prepared.split.data.roles.protected}
    reasons = []
    for place in np.argsort(-pushes, kind="stable")[:_MOST_REASONS]:
        if pushes[place] <= max(_NOTHING, _SMALLEST_SHARE * total):
            break
        check_wanted(cancelled)
        column = attribution.columns[place]
        change = Change(column, "fixed") if column in fixed else None
        if change is None and not is_favourable:
            change = find_change(fitted, person, column, _middle(background[column]))
        reasons.append(
            Reason(
                column=column,
                value=said_value(person.values[column], column),
                contribution=float(values[place]),
                share=float(pushes[place]) / total,
                standing=_standing(fitted, person, column, background, is_favourable=is_favourable),
                is_protected=column in protected,
                change=None if is_favourable else change,
            )
        )
    return tuple(reasons)


def _unsettled(compared: Compared, reasons: tuple[Reason, ...], *, is_favourable: bool) -> tuple[Finding, ...]:
    """Return a finding where other rows to compare with, of those there are, could make other columns reasons."""
    if compared.batches is None or not reasons:
        return ()
    columns = compared.attribution.columns
    pushes = compared.batches if is_favourable else -compared.batches
    told = [columns.index(one.column) for one in reasons]
    least = _SMALLEST_SHARE * sum(abs(one.contribution) for one in reasons)
    others = [place for place in range(len(columns)) if place not in told and pushes[:, place].mean() > least]
    close = [
        columns[other]
        for other in others
        if any(mean_limits(pushes[:, [place]] - pushes[:, [other]])[1].low[0] <= 0 for place in told)
    ]
    if not close:
        return ()
    return (
        Finding(
            "WB416",
            "caution",
            f"Which columns are the principal reasons is not settled: {', '.join(map(repr, close))} may be among them",
            f"The person is compared with {compared.attribution.n_background:,} rows drawn at random, since the model "
            "has to be asked about each. Other rows could name other columns.",
            "Compare the reasons for other seeds, or use a model whose reasons are exact: trees or a linear one.",
            n=compared.attribution.n_background,
        ),
    )


def _middle(others: pd.Series[float]) -> float:
    """Return the median of numbers; ``nan`` of anything else."""
    known = others.dropna()
    return float(np.median(known)) if len(known) and pd.api.types.is_numeric_dtype(known) else math.nan


def _odd(reasons: tuple[Reason, ...], person: PersonRow, background: pd.DataFrame) -> tuple[Finding, ...]:
    """Return a finding for each change that leads further away from the people compared with."""
    found = []
    for one in reasons:
        own, change = person.values[one.column], one.change
        if change is None or not math.isfinite(change.value) or not isinstance(own, (int, float)):
            continue
        middle = _middle(background[one.column])
        off, still = own - middle, change.value - middle
        if off * still > 0 and abs(still) > abs(off):
            found.append(_away(one.column))
    return tuple(found)


def _away(column: str) -> Finding:
    return Finding(
        "WB403",
        "caution",
        f"The change that is offered for {column!r} leads further away from most people",
        "Where few people are, a model may answer oddly. Such a change may follow from chance, not from sense.",
        "Look at what the model makes of this column. To leave the change out, name the column: immutable=[…].",
        scope=column,
    )


def _standing(
    fitted: Fitted, person: PersonRow, column: str, background: pd.DataFrame, *, is_favourable: bool
) -> Standing:
    """Return whether a number is unlike most others', or a category tells which way the model decides."""
    own, others = person.values[column], background[column]
    if own is None:
        return "missing"
    kind = fitted.prepared.split.train.table[column].type
    if pa.types.is_string(kind) or pa.types.is_boolean(kind):
        return "telling" if _is_telling(fitted, person, column, background, is_favourable=is_favourable) else "alike"
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind)) or not isinstance(own, (int, float)):
        return "alike"
    known = others.dropna().to_numpy(dtype=np.float64)
    if len(known) and np.mean(known > own) >= _MOST:
        return "lower"
    return "higher" if len(known) and np.mean(known < own) >= _MOST else "alike"


def _is_telling(
    fitted: Fitted, person: PersonRow, column: str, background: pd.DataFrame, *, is_favourable: bool
) -> bool:
    """Whether the model would decide this way on more of those who hold another value, had they this one."""
    own = person.frame[column].iloc[0]
    others = background[background[column].notna() & (background[column] != own)]
    if others.empty:
        return False
    as_is = (fitted.score(others) >= fitted.threshold) == is_favourable
    with_own = others.copy()
    with_own[column] = person.frame[column].iloc[np.zeros(len(others), dtype=int)].to_numpy()
    return bool(((fitted.score(with_own) >= fitted.threshold) == is_favourable).sum() > as_is.sum())
