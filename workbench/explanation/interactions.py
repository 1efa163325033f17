"""``explain_interactions``: what pairs of columns do together, with limits, and whether it is more than noise."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.checks import check_positive, check_result, check_seed
from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.errors import InputError, NotEnoughDataError
from workbench.explanation.asking import ask, outputs_of, scale_of
from workbench.explanation.effects.explain import check_columns
from workbench.explanation.interactions_result import Interaction, Interactions
from workbench.explanation.tellable import learned_from
from workbench.modeling.result import Fitted
from workbench.stats.intervals import Limits, mean_limits

__all__ = ["explain_interactions"]

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

_CONFIDENCE = 0.95
_BATCHES = 10
_FEWEST_POINTS = 4
_HALF = 50
_SCREENED = 200
_ROUNDING = 1e-12


class _Drawn(NamedTuple):
    """The rows whose values are put together, and those that they are put into, one below the other."""

    rows: pd.DataFrame
    points: Places  # shape (n_batches, n_points)
    backgrounds: Places  # shape (n_batches, 2, n_half)


def explain_interactions(
    fitted: Fitted,
    columns: Iterable[str] | None = None,
    *,
    n_columns: int = 5,
    n_rows: int = 200,
    seed: int = 0,
) -> Interactions:
    """Say which pairs of columns do something together that neither does alone.

    The mean prediction with both columns known, less the means with either known, each about its own mean: in a sum
    it is 0 everywhere. Its root mean square over held-out rows is the strength of the interaction (the numerator of
    Friedman's H), in the unit of the prediction.

    Parameters
    ----------
    fitted : Fitted
        The model.
    columns : iterable of str, optional
        At least two original columns, of which every pair is looked at; by default those that count most in
        predictions, alone or together with others.
    n_columns : int
        How many columns are chosen where none are named; at least 2.
    n_rows : int
        At most so many held-out rows are put together, drawn at random; at least 40.
    seed : int
        Of the draw.

    Returns
    -------
    Interactions
        On the probability of the favourable outcome, of each class, or on the amount. The strongest pair first.

    Raises
    ------
    ColumnNotFoundError
        If a column is not one that the model reads.
    InputError
        If fewer than two columns are named or read, or the model gives no finite prediction.
    NotEnoughDataError
        If fewer than 40 rows were held out.

    Notes
    -----
    Ten independent batches, each with rows and a background of its own, computed twice on halves of the background:
    the square of what chance alone adds is positive, the product of two halves is 0 on average. The lower limit is
    Student's on the products, the upper one on the squares. A pair is separated from noise if the lower limit, at a
    confidence that allows for all pairs and classes, is above 0. With fewer than 1,000 rows learned from,
    batches share some of them, and limits are a little narrow. The limits do not cover what training the model
    again would change. Of columns that hang together, combinations are asked about that nobody has.
    Friedman, J. H. and Popescu, B. E. (2008), *Annals of Applied Statistics* 2, 916-954.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.modeling.fit import fit_model
    >>> from workbench.preparation.prepare import prepare_data
    >>> roles = {"target": "admitted", "favourable": "yes", "protected": ["sex"]}
    >>> data = read_data("example:admissions", use_protected=True, **roles)
    >>> explain_interactions(fit_model(prepare_data(split_data(data)), "logistic_regression"))
    Interactions of 1 pair on the probability: strongest department with sex, 0.0038 (0.0034 to 0.0041).
    """
    check_result("fitted", fitted, Fitted, "fit_model")
    n_columns, n_rows, seed = check_positive("n_columns", n_columns), check_positive("n_rows", n_rows), check_seed(seed)
    named = check_columns(fitted, columns)
    rng = np.random.default_rng(seed)
    drawn = _draw(fitted, n_rows, rng)
    if columns is None and len(named) > n_columns:
        counts = _total_effects(fitted, named, drawn, rng)
        kept = np.sort(np.argsort(-counts, kind="stable")[: max(n_columns, 2)])
        named = tuple(named[place] for place in kept)
    if len(named) < 2:
        raise InputError(
            f"An interaction is one of two columns, and there is {len(named)}.\n"
            "Name at least two columns that the model reads."
        )
    alone = {name: _dependence(fitted, drawn, (name,)) for name in named}
    outputs, pairs = outputs_of(fitted), list(combinations(named, 2))
    n_looks = len(pairs) * len(outputs)
    rounding = _ROUNDING**2 * float((ask(fitted, drawn.rows) ** 2).max())
    found: list[Interaction] = []
    for first, second in pairs:
        both = _dependence(fitted, drawn, (first, second))
        rest = both - alone[first] - alone[second]
        found += [
            _interaction(
                (first, second, output), rest[..., place], both[..., place], n_looks=n_looks, rounding=rounding
            )
            for place, output in enumerate(outputs)
        ]
    return Interactions(
        provenance=Provenance(
            "explain_interactions",
            {"columns": list(named), "n_columns": n_columns, "n_rows": n_rows},
            (fitted.fingerprint,),
            seed,
        ),
        fitted=fitted,
        interactions=tuple(sorted(found, key=lambda one: -float(f"{one.strength:.9g}"))),
        columns=named,
        scale=scale_of(fitted),
        n_rows=drawn.points.size,
        n_background=len(np.unique(drawn.backgrounds)),
        confidence=_CONFIDENCE,
    )


def _draw(fitted: Fitted, n_rows: int, rng: np.random.Generator) -> _Drawn:
    """Draw held-out rows into batches, those that belong together into one; and for each batch two backgrounds."""
    test, train = fitted.prepared.split.test, learned_from(fitted)
    n_points = min(n_rows, test.n_rows) // _BATCHES
    if n_points < _FEWEST_POINTS:
        raise NotEnoughDataError(
            f"Interactions are looked for in {_BATCHES} batches of at least {_FEWEST_POINTS} held-out rows, and "
            f"{min(n_rows, test.n_rows)} rows are given.\nHold out more rows, or ask for more: n_rows=…."
        )
    chosen = _together(test, rng)[: n_points * _BATCHES]
    n_background = min(2 * _HALF * _BATCHES, train.n_rows)
    others = rng.choice(train.n_rows, n_background, replace=False)
    # Few rows serve in several batches, never in both halves of one.
    backgrounds = np.stack([rng.permutation(np.arange(n_background))[: n_background // 2 * 2] for _ in range(_BATCHES)])
    if n_background == 2 * _HALF * _BATCHES:
        backgrounds = np.arange(n_background).reshape(_BATCHES, -1)
    half = min(_HALF, backgrounds.shape[1] // 2)
    made = Provenance("explain_interactions")
    prepared = fitted.prepared
    parts = [prepared.raw_frame(test.take(chosen, made)), prepared.raw_frame(train.take(others, made))]
    points = np.arange(len(chosen)).reshape(_BATCHES, n_points)
    return _Drawn(
        pd.concat(parts, ignore_index=True),
        points,
        len(chosen) + backgrounds[:, : 2 * half].reshape(_BATCHES, 2, half),
    )


def _together(rows: Dataset, rng: np.random.Generator) -> Places:
    """Return the places of all rows in random order, those that belong together next to one another."""
    order = rng.permutation(rows.n_rows)
    if rows.roles.group is None:
        return order
    codes, names = pd.factorize(rows.column(rows.roles.group).to_pandas())
    position = np.append(rng.permutation(len(names)), -1)[codes]
    return order[np.argsort(position[order], kind="stable")]


def _dependence(fitted: Fitted, drawn: _Drawn, columns: tuple[str, ...]) -> Floats:
    """Return the mean predictions over each background with some columns of each row.

    Returns
    -------
    array of float, shape (n_batches, 2, n_points, n_outputs)
        About their mean over the points of a batch.
    """
    n_batches, n_points = drawn.points.shape
    half = drawn.backgrounds.shape[2]
    shape = (n_batches, 2, n_points, half)
    own = np.broadcast_to(drawn.points[:, None, :, None], shape).ravel()
    others = np.broadcast_to(drawn.backgrounds[:, :, None, :], shape).ravel()
    answers = []
    for start in range(0, len(own), 100_000):
        part = slice(start, start + 100_000)
        frame = drawn.rows.iloc[others[part]].reset_index(drop=True)
        for name in columns:
            frame[name] = drawn.rows[name].take(own[part]).reset_index(drop=True)
        answers.append(ask(fitted, frame))
    means = np.concatenate(answers).reshape(*shape, -1).mean(axis=3)
    return np.asarray(means - means.mean(axis=2, keepdims=True), dtype=np.float64)


def _total_effects(fitted: Fitted, columns: tuple[str, ...], drawn: _Drawn, rng: np.random.Generator) -> Floats:
    """Return how much predictions change where a column alone is exchanged between rows (Jansen's total effect)."""
    rows = drawn.rows.iloc[rng.permutation(len(drawn.rows))[:_SCREENED]].reset_index(drop=True)
    as_is, shift = ask(fitted, rows), np.roll(np.arange(len(rows)), 1)
    found = []
    for name in columns:
        changed = rows.copy()
        changed[name] = rows[name].take(shift).reset_index(drop=True)
        found.append(float(((ask(fitted, changed) - as_is) ** 2).sum()))
    return np.array(found)


def _interaction(
    names: tuple[str, str, str], rest: Floats, both: Floats, *, n_looks: int, rounding: float
) -> Interaction:
    """Return one interaction from what is left over, shape (n_batches, 2, n_points), and what both columns do."""
    n = rest.shape[2] - 1
    product = (rest[:, 0] * rest[:, 1]).sum(axis=1) / n
    square = (rest.mean(axis=1) ** 2).sum(axis=1) / n
    whole = float(((both.mean(axis=1) ** 2).sum(axis=1) / n).mean())
    noise = max(_ROUNDING * float((both**2).mean()), rounding)
    low, high = _limits(product, square, _CONFIDENCE)
    lowest, _ = _limits(product, square, 1 - (1 - _CONFIDENCE) / n_looks)
    value = float(square.mean())
    if value <= noise:
        value = low = high = 0.0
    first, second, output = names
    return Interaction(
        first=first,
        second=second,
        output=output,
        strength=value**0.5,
        low=max(low, 0.0) ** 0.5,
        high=max(high, 0.0) ** 0.5,
        share=float(np.clip(product.mean() / whole, 0, 1)) if whole > rounding else float("nan"),
        is_separated=lowest > noise,
    )


def _limits(product: Floats, square: Floats, confidence: float) -> tuple[float, float]:
    def of(values: Floats) -> Limits:
        return mean_limits(values[:, None], confidence)[1]

    return float(of(product).low[0]), float(of(square).high[0])
