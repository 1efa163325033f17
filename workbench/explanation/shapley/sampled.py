"""Shapley values of any model that predicts: by trying every set of columns, or by sampling orders of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.errors import InputError
from workbench.explanation.shapley.attribution import Scale
from workbench.explanation.shapley.games import DerivedMixer, Mixer, RawMixer, enumerate_sets, n_sets, sample_orders
from workbench.explanation.shapley.request import Answer, Floats, Request, predicted_columns

__all__ = [
    "MOST_ASKED",
    "MOST_COLUMNS",
    "MOST_PAIRS",
    "MOST_SETS",
    "Enumeration",
    "Permutation",
    "mixer_of",
    "on_scale",
]

MOST_COLUMNS = 10
MOST_SETS = 210_000
MOST_ASKED = 200_000
_FEWEST_PAIRS = 1
MOST_PAIRS = 16
_COMPARED = 16
_AGREES = 1e-6


class _Asked:
    """What both engines begin with: a background, a mixer, and predictions for the rows and the background."""

    def __init__(self, request: Request) -> None:
        background = request.drawn_background()
        self.mixer = mixer_of(request, background)
        n, size = self.mixer.n_rows, self.mixer.n_background
        none = np.zeros((size, self.mixer.n_columns), dtype=bool)
        self.base = self.mixer.ask(np.zeros(size, dtype=np.int64), np.arange(size), none)
        self.own = self.mixer.ask(
            np.arange(n), np.zeros(n, dtype=np.int64), np.ones((n, self.mixer.n_columns), dtype=bool)
        )
        self.predictions = on_scale(request.scores, request)
        self.scale: Scale = request.scale or request.natural_scale


class Enumeration:
    """Every set of columns is tried: exact, up to 10 columns."""

    name = "workbench"
    kind = way = "trying every set of columns"

    def serves(self, request: Request) -> str | None:
        """Say whether the columns and rows are few enough."""
        if request.rows.shape[1] > MOST_COLUMNS:
            return None
        raw = RawMixer(request.score, request.rows, request.drawn_background())
        return "" if n_sets(raw) <= MOST_SETS else None

    def attribute(self, request: Request) -> Answer:
        """Return exact values against at most so many background rows."""
        asked = _Asked(request)
        values = enumerate_sets(asked.mixer)
        return Answer(
            values, asked.base.mean(axis=0), asked.predictions, asked.scale, "enumeration", asked.mixer.n_background
        )


class Permutation:
    """Orders of the columns are drawn, as many as a number of predictions allows."""

    name = "workbench"
    kind = way = "permuting columns"

    def serves(self, request: Request) -> str | None:
        """Say yes: it serves every model."""
        del request
        return ""

    def attribute(self, request: Request) -> Answer:
        """Return sampled values, with the standard error of each."""
        asked = _Asked(request)
        mixer = asked.mixer
        a_pair = mixer.n_rows * mixer.n_background * 2 * mixer.n_columns
        n_pairs = int(np.clip(MOST_ASKED // max(1, a_pair), _FEWEST_PAIRS, MOST_PAIRS))
        found = sample_orders(mixer, asked.base, asked.own, n_pairs=n_pairs, rng=np.random.default_rng(request.seed))
        return Answer(
            found.values,
            asked.base.mean(axis=0),
            asked.predictions,
            asked.scale,
            "permutation",
            mixer.n_background,
            n_orders=2 * n_pairs * mixer.n_background,
            standard_errors=found.standard_errors if n_pairs > 1 else None,
        )


def on_scale(scores: Floats, request: Request) -> Floats:
    """Return predictions, shape (n, n_outputs), on the scale that is asked for.

    Raises
    ------
    InputError
        If log-odds are asked for and a probability is 0 or 1.
    """
    if request.scale != "log-odds":
        return scores
    if not ((scores > 0) & (scores < 1)).all():
        raise InputError(
            "The model predicts a probability of 0 or 1, of which the log-odds are infinite.\n"
            "Explain it on the scale of probabilities: scale='probability'."
        )
    if request.n_outputs == 1:
        return np.log(scores) - np.log1p(-scores)
    logs = np.log(scores)
    return np.asarray(logs - logs.mean(axis=1, keepdims=True))


def mixer_of(request: Request, background: pd.DataFrame) -> Mixer:
    """Return mixtures of derived columns where that is the same as mixing original ones, else of original ones.

    That it is the same is seen on a few mixtures of rows: steps that look at other rows would show there.
    """
    raw = RawMixer(lambda frame: on_scale(request.score(frame), request), request.rows, background)
    inside = request.inside
    if isinstance(inside, str):
        return raw
    # Rows and background go through the steps together: a few rows cost almost as much as both.
    both = inside.transform(pd.concat([request.rows, background[list(request.rows.columns)]], ignore_index=True))
    derived = DerivedMixer(
        lambda matrix: on_scale(
            predicted_columns(inside.estimator, matrix, request.fitted, request.n_outputs), request
        ),
        both[: raw.n_rows],
        both[raw.n_rows :],
        sources=inside.sources,
        n_columns=raw.n_columns,
    )
    rng = np.random.default_rng(0)
    rows, places = rng.integers(raw.n_rows, size=_COMPARED), rng.integers(raw.n_background, size=_COMPARED)
    masks = rng.random((_COMPARED, raw.n_columns)) < 0.5
    theirs = raw.ask(rows, places, masks)
    size = float(np.abs(theirs).max(initial=0.0))
    return derived if np.abs(derived.ask(rows, places, masks) - theirs).max() <= _AGREES * size else raw
