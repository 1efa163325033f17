"""``explain_effects``: partial dependence with its limits, the data's density, and how much rows differ."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.checks import check_column, check_positive, check_result, check_seed
from workbench.core.finding import Finding
from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.errors import InputError
from workbench.explanation.asking import ask, ask_changed, outputs_of, scale_of
from workbench.explanation.changes import FEWEST_ROWS
from workbench.explanation.effects.grid import Grid, coded_cells, grid_of
from workbench.explanation.effects.limits import mean_over_rows
from workbench.explanation.effects.result import LEVELS, Effect, EffectPoint, Effects
from workbench.explanation.effects.unseen import unseen_share
from workbench.modeling.result import Fitted

__all__ = ["check_columns", "drawn_rows", "explain_effects"]

_CONFIDENCE = 0.95
_FEW_ROWS = 30
_LARGE = 0.2
_MUCH_DIFFERENT = 0.5
_MUCH_UNSEEN = 0.1
_TOLD = 3
_NOTHING = 1e-18
_ROUNDED = 10


def explain_effects(
    fitted: Fitted,
    columns: Iterable[str] | None = None,
    *,
    n_rows: int = 500,
    n_points: int = 20,
    n_curves: int = 0,
    seed: int = 0,
) -> Effects:
    """Say what predictions would be, on average and from row to row, if a column had other values.

    The partial dependence at a value is the mean prediction over held-out rows that are all given that value, with
    everything else as they have it. Values are those that can be told: each stands for at least 11 rows learned
    from and lies within those that occur. A missing value is a point of its own where at least 11 rows have one.

    Parameters
    ----------
    fitted : Fitted
        The model.
    columns : iterable of str, optional
        Original columns that the model reads; by default all.
    n_rows : int
        At most so many held-out rows are averaged, drawn at random.
    n_points : int
        At most so many values a column: numbers and dates by quantiles, categories by frequency.
    n_curves : int
        So many rows' own curves are kept. They are about people and belong in no report; by default none.
    seed : int
        Of the draw.

    Returns
    -------
    Effects
        On the probability of the favourable outcome, of each class, or on the amount. Columns whose rows differ more
        than they agree are finding WB412; one for which the model was mostly asked about rows that do not exist is
        WB413. A column of which no value can be told is left out, with the reason.

    Raises
    ------
    ColumnNotFoundError
        If a column is not one that the model reads.
    InputError
        If the model gives no finite prediction.

    Notes
    -----
    An effect says what the model would answer, not what a change would do in the world. Limits are over rows, one
    point at a time, by groups of rows where they belong together; they do not cover what training the model again
    would change.
    Friedman, J. H. (2001), *Annals of Statistics* 29, 1189-1232; Goldstein, A. and others (2015), *JCGS* 24, 44-65.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.modeling.fit import fit_model
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> effects = explain_effects(fit_model(prepare_data(split_data(data)), "logistic_regression"))
    >>> effects
    Effects of department on the probability over 500 held-out rows.
    >>> effects.of("department")
    Effect of 'department': 0.0597 at F to 0.65 at A.
    """
    check_result("fitted", fitted, Fitted, "fit_model")
    n_rows, n_points, seed = check_positive("n_rows", n_rows), check_positive("n_points", n_points), check_seed(seed)
    n_curves = check_positive("n_curves", n_curves) if n_curves else 0
    names = check_columns(fitted, columns)
    chosen = drawn_rows(fitted, n_rows, seed)
    rows, groups = fitted.prepared.raw_frame(chosen), _groups(chosen)
    found = {name: grid_of(fitted, name, n_points) for name in names}
    grids = {name: one for name, one in found.items() if isinstance(one, Grid)}
    others = {name: grid_of(fitted, name, n_points) for name in fitted.prepared.columns if name not in found}
    coded, sizes = coded_cells(fitted, [one for one in (grids | others).values() if isinstance(one, Grid)], seed)
    effects: list[Effect] = []
    spread = ask(fitted, rows).std(axis=0)
    for name, grid in grids.items():
        unseen = unseen_share(name, coded, sizes)
        answers = _answers(fitted, rows, grid)
        for place, output in enumerate(outputs_of(fitted)):
            effects.append(_effect(grid, output, answers[:, :, place], groups, n_curves=n_curves, unseen=unseen))
    return Effects(
        provenance=Provenance(
            "explain_effects",
            {"columns": list(names), "n_rows": n_rows, "n_points": n_points, "n_curves": n_curves},
            (fitted.fingerprint,),
            seed,
        ),
        fitted=fitted,
        effects=tuple(effects),
        scale=scale_of(fitted),
        n_rows=len(rows),
        confidence=_CONFIDENCE,
        left_out={name: one for name, one in found.items() if isinstance(one, str)},
        findings=_findings(effects, dict(zip(outputs_of(fitted), spread.tolist(), strict=True))),
    )


def check_columns(fitted: Fitted, columns: Iterable[str] | None) -> tuple[str, ...]:
    """Return the columns asked for, each once; all that the model reads where none are named."""
    if isinstance(columns, str):
        raise InputError(f"columns is {columns!r} alone.\nGive a list, even of one: [{columns!r}].")
    read = fitted.prepared.columns
    return read if columns is None else tuple(dict.fromkeys(check_column(name, read) for name in columns))


def drawn_rows(fitted: Fitted, n_rows: int, seed: int) -> Dataset:
    """Return some held-out rows, drawn at random, in the order of the draw."""
    test = fitted.prepared.split.test
    drawn = np.random.default_rng(seed).permutation(test.n_rows)[:n_rows].astype(np.int64)
    return test.take(drawn, Provenance("explain_effects", {"n_rows": n_rows}, (test.fingerprint,), seed))


def _groups(rows: Dataset) -> NDArray[np.int64] | None:
    """Return which rows belong together; a row that belongs to nothing is a group of its own."""
    if rows.roles.group is None:
        return None
    codes, _ = pd.factorize(rows.column(rows.roles.group).to_pandas())
    alone = codes < 0
    codes[alone] = len(codes) + np.arange(int(alone.sum()))
    return np.asarray(codes, dtype=np.int64)


def _answers(fitted: Fitted, rows: pd.DataFrame, grid: Grid) -> NDArray[np.float64]:
    """Return the predictions of every row with every value, shape (n_rows, n_points, n_outputs)."""
    n, k = len(rows), len(grid.codes)
    places = np.tile(np.arange(n), k)
    found = ask_changed(fitted, rows, places, {grid.column: (grid.told, np.repeat(grid.codes, n))})
    return found.reshape(k, n, -1).swapaxes(0, 1)


def _told(grid: Grid) -> tuple[NDArray[np.int64], float]:
    """Return the rows near each point and the share near none; fewer than 11 cannot be counted from them."""
    n_outside = int(grid.n_rows - grid.n.sum())
    if not 0 < n_outside < FEWEST_ROWS:
        return grid.n, n_outside / grid.n_rows
    rounded = np.round(grid.n / _ROUNDED).astype(np.int64) * _ROUNDED
    return np.maximum(rounded, FEWEST_ROWS), float("nan")


def _effect(
    grid: Grid,
    output: str,
    answers: NDArray[np.float64],
    groups: NDArray[np.int64] | None,
    *,
    n_curves: int,
    unseen: tuple[float, str],
) -> Effect:
    weights = grid.n / grid.n.sum()
    told, outside = _told(grid)
    rests = answers - (answers @ weights)[:, None]
    means, (low, high) = mean_over_rows(answers, groups, confidence=_CONFIDENCE)
    differences, (least, most) = mean_over_rows(rests, groups, confidence=_CONFIDENCE)
    total = float(weights @ (rests**2).mean(axis=0))
    bands = np.quantile(answers, LEVELS, axis=0)
    bands[[round(min(level, 1 - level) * len(answers), 9) < FEWEST_ROWS for level in LEVELS]] = np.nan
    points = tuple(
        EffectPoint(
            value=grid.values[place],
            label=grid.labels[place],
            n=int(told[place]),
            share=float(told[place] / grid.n_rows),
            is_sparse=bool(grid.n[place] < _FEW_ROWS),
            mean=float(means[place]),
            low=float(low[place]),
            high=float(high[place]),
            difference=float(differences[place]),
            difference_low=float(least[place]),
            difference_high=float(most[place]),
            bands=tuple(bands[:, place].tolist()),
        )
        for place in range(len(grid.codes))
    )
    return Effect(
        column=grid.column,
        kind=grid.told.kind,
        output=output,
        points=points,
        share_outside=outside,
        strength=math.sqrt(total),
        heterogeneity=1 - float(weights @ differences**2) / total if total > _NOTHING else float("nan"),
        unseen=unseen[0],
        unseen_with=unseen[1],
        curves=answers[:n_curves].copy(),
    )


def _findings(effects: list[Effect], spread: Mapping[str, float]) -> tuple[Finding, ...]:
    """Return what was noticed of columns that count at least a fifth of what predictions differ by."""
    large = [one for one in effects if one.strength >= _LARGE * spread[one.output] and one.strength > 0]
    differing = {one.column: one for one in large if one.heterogeneity > _MUCH_DIFFERENT}
    unseen = {one.column: one for one in large if one.unseen > _MUCH_UNSEEN}
    return (*([_differ(list(differing.values()))] if differing else []), *map(_asks_unseen, unseen.values()))


def _differ(effects: list[Effect]) -> Finding:
    """Return one finding for all columns: of a model whose columns work together there are many."""
    names = [repr(one.column) for one in effects]
    more = len(names) - _TOLD
    rest = f" and {more} more {'column' if more == 1 else 'columns'}" if more > 0 else ""
    return Finding(
        "WB412",
        "caution",
        f"What {', '.join(names[:_TOLD])}{rest} {'do' if len(names) > 1 else 'does'} differs from row to row more "
        "than it is alike",
        "The mean curve then tells what happens to nobody: for some rows the prediction rises where for others it "
        "falls, since other columns decide about it.",
        "Look at the bands around the mean, and ask which columns work together: explain_interactions(…).",
        value=max(one.heterogeneity for one in effects),
        threshold=_MUCH_DIFFERENT,
        scope=", ".join(one.column for one in effects),
    )


def _asks_unseen(effect: Effect) -> Finding:
    return Finding(
        "WB413",
        "caution",
        f"The effect of {effect.column!r} rests on rows that do not exist, given {effect.unseen_with!r}",
        "The two columns hang together. Giving every row each value of one, with the other as it is, asks the model "
        "about combinations that it never learned from, where its answer may be anything.",
        "Trust the effect only where the data are, or read the Shapley values of rows that exist: explain_model(…).",
        value=effect.unseen,
        threshold=_MUCH_UNSEEN,
        scope=effect.column,
    )
