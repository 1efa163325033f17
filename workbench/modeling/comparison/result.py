"""``Contest``: several models on the same folds, with what can be said about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.core.finding import Finding
from workbench.core.provenance import Result
from workbench.modeling.candidates import Candidate, leading
from workbench.modeling.comparison.calibration import Calibration
from workbench.modeling.comparison.judging import Comparison
from workbench.modeling.comparison.scoring import Scoring

__all__ = ["Contest", "Entry", "MeanScore"]

_AGAINST = {
    "clearly better": "clearly better than the baseline",
    "about the same": "about the same as the baseline",
    "not enough evidence": "not enough evidence that it is better than the baseline",
    "worse than the baseline": "worse than the baseline",
}


@dataclass(frozen=True)
class MeanScore:
    """One score of one model.

    Parameters
    ----------
    name, title : str
        Of the score.
    mean : float
        Over the folds; ``nan`` without any.
    interval : tuple of (float, float)
        Its 95 % limits, corrected for what folds share; they cover the choice of rows to learn from and to predict.
    n_folds : int
        Folds in which it is defined.
    """

    name: str
    title: str
    mean: float
    interval: tuple[float, float]
    n_folds: int


@dataclass(frozen=True, eq=False)
class Entry:
    """One model in a contest.

    Parameters
    ----------
    candidate : Candidate
        The model, as ``fit_model`` takes it.
    scores : tuple of MeanScore
        What models are compared by first; none where it failed.
    against_baseline : Comparison or None
        Against the declared baseline; ``None`` of the baseline itself and of a model that failed.
    against_best : Comparison or None
        The best model against this one; ``None`` of the best itself and of a model that failed.
    fit_seconds, predict_seconds : float
        What training (with preparation and tuning) and predicting took on average in a fold.
    calibration : tuple of Calibration
        Of the rows predicted in the first repeat: one, or of several classes one a class.
    fold_scores : mapping of str to array of float, shape (n_folds,)
        Each score in each finished fold; ``nan`` where undefined. Read-only.
    error : str
        Why it failed; empty where it did not.
    """

    candidate: Candidate
    scores: tuple[MeanScore, ...]
    against_baseline: Comparison | None
    against_best: Comparison | None
    fit_seconds: float
    predict_seconds: float
    calibration: tuple[Calibration, ...]
    fold_scores: Mapping[str, NDArray[np.float64]]
    error: str = ""

    def __post_init__(self) -> None:
        """Keep the folds' scores from being edited."""
        for values in self.fold_scores.values():
            values.setflags(write=False)
        object.__setattr__(self, "fold_scores", MappingProxyType(dict(self.fold_scores)))

    @property
    def name(self) -> str:
        """The candidate's name."""
        return self.candidate.name

    @property
    def title(self) -> str:
        """What readers call it."""
        return self.candidate.title

    @property
    def verdict(self) -> str:
        """In words, against the declared baseline; empty of the baseline itself and where nothing is judged."""
        return self.against_baseline.verdict if self.against_baseline is not None else ""


@dataclass(frozen=True, eq=False)
class Contest(Result):
    """Several models on the same folds of the training rows.

    Parameters
    ----------
    entries : tuple of Entry
        The best mean score first, those that failed last.
    pairs : tuple of Comparison
        Every two models that did not fail, the better one first; adjusted for all pairs.
    scoring : Scoring
        What they are compared by.
    margin : float
        Differences up to this do not matter; declared beforehand.
    is_default_margin : bool
        Whether the margin is the default one.
    baseline : str
        The name of the declared baseline.
    method : {"stratified", "grouped", "temporal"}
        How folds were drawn.
    n_folds, n_repeats : int
        As asked for.
    n_done, n_planned : int
        Folds finished, and folds there would be in all repeats.
    no_verdict : str
        Why nothing is judged; empty where it is.
    findings : tuple of Finding
        What was noticed: first what the leak gate found.
    """

    entries: tuple[Entry, ...]
    pairs: tuple[Comparison, ...]
    scoring: Scoring
    margin: float
    is_default_margin: bool
    baseline: str
    method: str
    n_folds: int
    n_repeats: int
    n_done: int
    n_planned: int
    no_verdict: str = ""
    findings: tuple[Finding, ...] = ()

    def __repr__(self) -> str:
        """Return who is best and how sure that is, in one sentence."""
        top = self.entries[0]
        score = top.scores[0]
        part = f" of {self.n_planned}" if self.is_partial else ""
        against = f", {_AGAINST[top.verdict]}" if top.verdict else ""
        return (
            f"Contest of {len(self.entries)} models on {self.n_done}{part} folds: {top.title} has the best "
            f"{_mean(score.title)}, {_number(score.mean)} ({_range(score.interval)}){against}."
        )

    def __str__(self) -> str:
        """Return every model's sentence, and why the best one is chosen."""
        return "\n".join([repr(self), *self.sentences, self.why])

    def _content(self) -> object:
        return [
            [one.name, one.error, {name: [f"{value:.9g}" for value in row] for name, row in one.fold_scores.items()}]
            for one in self.entries
        ]

    @property
    def is_partial(self) -> bool:
        """Whether a person ended it before all folds were done."""
        return self.n_done < self.n_planned

    @property
    def best(self) -> Candidate:
        """The model with the best mean score, for ``fit_model``; :attr:`why` says how sure that is."""
        return self.entries[0].candidate

    @property
    def why(self) -> str:
        """Why the best one is the best, and which others it cannot be told from, in one or two sentences."""
        top = self.entries[0]
        first = f"{leading(top.title)} has the best {_mean(self.scoring.title)} of {len(self.entries)} models."
        if self.no_verdict:
            return f"{first} {self.no_verdict}"
        same = [one.title for one in self.entries[1:] if _word(one) == "about the same"]
        unsure = [one.title for one in self.entries[1:] if _word(one) == "not enough evidence"]
        told = [f"About the same: {', '.join(same)}; the simplest of them may serve as well."] if same else []
        told += [f"Not enough evidence that it is better than: {', '.join(unsure)}."] if unsure else []
        return " ".join([first, *told])

    @property
    def sentences(self) -> tuple[str, ...]:
        """One sentence a model: its score with limits, and how it stands against the baseline."""
        return tuple(self._sentence(one) for one in self.entries)

    def _sentence(self, one: Entry) -> str:
        if one.error:
            return f"{leading(one.title)} failed: {one.error.rstrip('.')}."
        score = one.scores[0]
        told = f"{leading(one.title)}: {score.title} {_number(score.mean)} ({_range(score.interval)})"
        against = one.against_baseline
        if against is None:
            return f"{told}, the baseline."
        side = "better" if against.difference >= 0 else "worse"
        word = f"{against.verdict}; " if against.verdict else ""
        return (
            f"{told}, {word}{_number(abs(against.difference))} {side} than the baseline ({_range(against.interval)})."
        )

    def frame(self) -> pd.DataFrame:
        """Return one row a model: every score with its limits, the difference to the baseline, verdict and times.

        Columns: ``model, title``, then for each score its name, ``<name>_low`` and ``<name>_high``; ``difference,
        difference_low, difference_high`` (above 0 where better than the baseline), ``verdict``, ``against_best`` (the
        verdict on the best model against this one), ``fit_seconds, predict_seconds, error``.
        """
        rows = []
        for one in self.entries:
            row: dict[str, object] = {"model": one.name, "title": one.title}
            for score in one.scores:
                row |= {score.name: score.mean}
                row |= {f"{score.name}_low": score.interval[0], f"{score.name}_high": score.interval[1]}
            against = one.against_baseline
            low, high = (np.nan, np.nan) if against is None else against.interval
            row |= {"difference": np.nan if against is None else against.difference}
            row |= {"difference_low": low, "difference_high": high, "verdict": one.verdict, "against_best": _word(one)}
            row |= {"fit_seconds": one.fit_seconds, "predict_seconds": one.predict_seconds, "error": one.error}
            rows.append(row)
        return pd.DataFrame(rows)

    def fold_frame(self) -> pd.DataFrame:
        """Return one row a model and finished fold: ``model, fold``, and every score."""
        parts = [
            pd.DataFrame({"model": one.name, "fold": range(self.n_done)} | dict(one.fold_scores))
            for one in self.entries
            if not one.error
        ]
        return pd.concat(parts, ignore_index=True)


def _word(one: Entry) -> str:
    """Return the verdict on the best model against this one."""
    return one.against_best.verdict if one.against_best is not None else ""


def _mean(title: str) -> str:
    """Return what the mean of a score is called; that of a mean stays a mean."""
    return title if title.startswith("mean ") else f"mean {title}"


def _number(value: float) -> str:
    told = f"{value:.3f}" if abs(value) < 10 else f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    return told.replace("-", "−")


def _range(interval: tuple[float, float]) -> str:
    if not np.isfinite(interval).all():
        return "no interval"
    return f"{_number(interval[0])} to {_number(interval[1])}"
