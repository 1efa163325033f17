"""Columns that give the outcome away: WB210, WB211."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from workbench.core.finding import Finding
from workbench.core.measure import Measure
from workbench.preparation.leaks.amounts import giveaways_of_amounts
from workbench.preparation.leaks.columns import View
from workbench.preparation.leaks.fixes import leave_out
from workbench.preparation.leaks.one_column import Telling, log_odds, telling
from workbench.preparation.leaks.result import Check
from workbench.preparation.leaks.subject import Found, Subject
from workbench.preparation.leaks.words import Words
from workbench.stats.auc import Auc, auc_of_rows
from workbench.stats.intervals import critical_value, wilson

__all__ = ["giveaways"]

Floats = NDArray[np.float64]

Z = critical_value(0.95)

# Limits that `tests/preparation/leaks` and docs/leaks.md measure on a corpus of tables.
GIVEN_AWAY = 0.98
"""Nothing honest tells outcomes apart so well alone; serious."""
HARDLY_PLAUSIBLE = 0.90
"""To be asked about."""
ALONE_BETTER = 0.80
"""To be asked about where all other columns together tell the outcome clearly worse."""
CLEARLY_WORSE = 0.10
SUSPECT = 0.75
"""Columns that tell more than this are not among the others that one is compared with."""

_SURE = 0.98
_SURE_LOW = 0.90
_UNSURE = 0.80
_FEWEST_ROWS = 20
_FEWEST_SHARE = 0.01
_SCORE_BANDS = 20
_TRIED = 3
_FEW_LEFT = 0.1
_MOST_TEXTS = 20_000
_MOST_CLASSES = 10
_WHY_CAUTION = "One column that tells so much may be filled in after the decision, or made from it."
_TITLE = "Columns that give the outcome away"
_REASON = "it tells the outcome too well to be known before it"


@dataclass(frozen=True, eq=False)
class _Column:
    """A column, and the way to look at it that tells most."""

    name: str
    how: str
    told: Telling
    view: View | None
    words: Words | None


class _Sure(NamedTuple):
    """A value whose rows nearly all have one outcome."""

    code: int
    outcome: int
    share: float
    low: float
    n: int


def giveaways(subject: Subject) -> Found:
    """Look for columns that alone tell the outcome better than is plausible.

    Parameters
    ----------
    subject : Subject
        Only rows to learn from are read.
    """
    if subject.data.roles.task == "regression":
        return giveaways_of_amounts(subject)
    if subject.data.roles.task == "multiclass":
        return _of_classes(subject)
    return _of_outcomes(subject)


def _of_classes(subject: Subject) -> Found:
    """Return what gives any class away, of those that most rows have; of each column what is clearest."""
    n_of = np.bincount(subject.targets, minlength=len(subject.data.roles.classes))
    there = np.flatnonzero(n_of)
    tried = there[np.argsort(-n_of[there], kind="stable")][:_MOST_CLASSES]
    if len(there) < 2:
        return Found((Check("giveaway", _TITLE, "not applicable", "There are no two classes to tell apart."),))
    found = [_of_outcomes(subject.against_others(place)) for place in tried.tolist()]
    every = [one for part in found for one in part.findings]
    n_given = Counter(one.scope for one in every if one.code == "WB210")
    clearest: dict[str, Finding] = {}
    for one in sorted(every, key=lambda one: (one.code, -(one.value or 0))):
        # One class that stands apart from all others is often honest; a column that tells most of them seldom is.
        is_one_apart = one.code == "WB210" and 2 * n_given[one.scope] < len(tried)
        clearest.setdefault(
            one.scope, replace(one, code="WB211", severity="caution", why=_WHY_CAUTION) if is_one_apart else one
        )
    findings = tuple(clearest[name] for name in subject.columns if name in clearest)
    which = f"each of {len(there)} classes" if len(tried) == len(there) else f"the {len(tried)} most frequent classes"
    detail = f"{found[0].checks[0].detail.removesuffix('.')}; {which} was set against all others."
    check = Check("giveaway", _TITLE, "found" if findings else "nothing found", detail)
    return Found((check,), findings, tuple(leave_out(one.code, one.scope, _REASON) for one in findings))


def _of_outcomes(subject: Subject) -> Found:
    n = len(subject.rows)
    outcomes = subject.outcomes
    if n == 0 or outcomes.min() == outcomes.max():
        return Found((Check("giveaway", _TITLE, "not applicable", "There are no two outcomes to tell apart."),))
    columns = [best for name in subject.columns if (best := _best(subject, name)) is not None]
    honest = [one for one in columns if one.told.auc < SUSPECT]
    together = _area(_scores(subject, honest), outcomes) if honest else None
    judged = {one.name: found for one in columns if (found := _judged(one, together, subject)) is not None}
    # A value that is sure of the outcome is nothing where columns say so that have no such value themselves.
    sure = {one.name: values for one in columns if one.name not in judged and (values := _sure_values(one, subject))}
    scores = _scores(subject, [one for one in columns if one.name not in judged and one.name not in sure])
    for one in columns:
        found = next(
            (made for value in sure.get(one.name, ()) if (made := _partial(one, value, subject, scores))), None
        )
        if found is not None:
            judged[one.name] = found
    findings = [judged[one.name] for one in columns if one.name in judged]
    looked_at = "1 column was" if len(columns) == 1 else f"{len(columns):,} columns were"
    detail = f"{looked_at} each tried as a model of its own on {n:,} rows"
    if n > _MOST_TEXTS and any(pa.types.is_string(subject.data.kinds[one.name]) for one in columns):
        detail += f"; the words of texts on one row of every {_step(n)}"
    check = Check("giveaway", _TITLE, "found" if findings else "nothing found", f"{detail}.")
    return Found((check,), tuple(findings), tuple(leave_out(one.code, one.scope, _REASON) for one in findings))


def _best(subject: Subject, name: str) -> _Column | None:
    """Return the view of a column that tells most."""
    column = subject.column(name)
    tried = [
        _Column(name, view.how, telling(view, subject.outcomes, subject.halves, Z), view, None)
        for view in subject.views(name)
    ]
    words = _of_words(subject, name, column)
    if words is not None:
        tried.append(words)
    return max(tried, key=lambda one: one.told.auc, default=None)


def _step(n_rows: int) -> int:
    return -(-n_rows // _MOST_TEXTS)


def _of_words(subject: Subject, name: str, column: pa.ChunkedArray) -> _Column | None:
    # Long texts cost most, and every so-many-th row of them tells as much.
    step = _step(len(column))
    rows = np.arange(0, len(column), step)
    words = subject.words(name, step)
    if words is None:
        return None
    outcomes, halves = subject.outcomes[rows], subject.halves[rows]
    counts = words.counts(outcomes, halves)
    scores = words.scores(counts, halves)
    parts = [auc_of_rows(scores[halves == half], outcomes[halves == half]) for half in (0, 1)]
    value = float(np.mean([one.values for one in parts]))
    error = float(np.sqrt(np.mean([one.errors**2 for one in parts])))
    n_pairs = np.sum([one.n_pairs for one in parts], axis=0)
    limits = Auc(np.array(value), np.array(error), np.zeros(()), n_pairs).limits(Z)
    placed = replace(words, rows=rows[words.rows])
    return _Column(name, "by its words", Telling(value, float(limits.low), float(limits.high), counts), None, placed)


def _scores(subject: Subject, columns: list[_Column]) -> Floats:
    """Return each row's score of all these columns together: their log odds added up, learned on the other half."""
    total = np.zeros(len(subject.rows))
    for one in columns:
        if one.view is not None:
            total += log_odds(one.told.counts)[subject.halves, one.view.codes]
    return total


def _area(scores: Floats, outcomes: NDArray[np.int64]) -> float:
    return float(auc_of_rows(scores, outcomes).values)


def _judged(one: _Column, together: float | None, subject: Subject) -> Finding | None:
    """Return the finding of a column whose area is beyond what is plausible."""
    told = one.told
    if told.auc >= GIVEN_AWAY and told.low >= HARDLY_PLAUSIBLE:
        return _giveaway(one, "WB210", GIVEN_AWAY, subject)
    if told.auc >= HARDLY_PLAUSIBLE and told.low >= ALONE_BETTER:
        return _giveaway(one, "WB211", HARDLY_PLAUSIBLE, subject)
    if told.auc >= ALONE_BETTER and together is not None and told.low >= together + CLEARLY_WORSE:
        return _giveaway(one, "WB211", together + CLEARLY_WORSE, subject, together)
    return None


def _giveaway(one: _Column, code: str, limit: float, subject: Subject, together: float | None = None) -> Finding:
    beside = "" if together is None else f", all other columns together in {_percent(together)}"
    serious = code == "WB210"
    return Finding(
        code,
        "serious" if serious else "caution",
        f"Column {one.name!r} alone, {one.how}, ranks {_percent(one.told.auc)} {subject.pairs} right{beside}",
        "So much from one column alone is rarely honest: it may be filled in after the decision, or made from it. "
        "Then the model looks far better than it will be."
        if serious
        else _WHY_CAUTION,
        f"Find out when and from what {one.name!r} is filled in. If that is after the decision, leave it out.",
        value=one.told.auc,
        threshold=limit,
        n=len(subject.rows),
        interval=(one.told.low, one.told.high),
        scope=one.name,
        measure=Measure("share of pairs ranked right", "fraction", "pairs"),
    )


def _percent(share: float) -> str:
    return "all" if share >= 0.9995 else f"{100 * share:.0f} of 100"


# Values that are sure of the outcome, though the column as a whole is not.


def _sure_values(one: _Column, subject: Subject) -> list[_Sure]:
    """Return the values whose rows nearly all have one outcome, though not nearly all rows do."""
    by_code = _sure_counts(one)
    n = by_code.sum(axis=0)
    base = subject.outcomes.mean()
    fewest = max(_FEWEST_ROWS, _FEWEST_SHARE * len(subject.rows))
    found = []
    # That a value is never met with one of several classes is nothing.
    for outcome, usual in ((1, base), (0, 1 - base)) if subject.of_class is None else ((1, base),):
        share = by_code[outcome] / np.maximum(n, 1)
        low = wilson(by_code[outcome], np.maximum(n, 1), Z).low
        codes = np.flatnonzero((n >= fewest) & (share >= _SURE) & (low >= _SURE_LOW) & (usual <= _UNSURE))
        largest = codes[np.argsort(-n[codes], kind="stable")][:_TRIED]
        found += [_Sure(code, outcome, float(share[code]), float(low[code]), int(n[code])) for code in largest.tolist()]
    return found


def _sure_counts(one: _Column) -> NDArray[np.int64]:
    """Return rows by outcome and code; of a column some rows lack, those that have any value are a last code."""
    counts: NDArray[np.int64] = one.told.counts.sum(axis=0)
    if one.view is None:
        return counts
    any_value = counts[:, 1:].sum(axis=1, keepdims=True) * bool(counts[:, 0].any())
    return np.hstack([counts if one.view.exact else counts[:, :1], any_value])


def _rows_of(one: _Column, code: int) -> NDArray[np.int64]:
    """Return the places of the rows that have a code or a word."""
    if one.view is not None:
        has = one.view.codes > 0 if _is_any(one.view, code) else one.view.codes == code
        return np.asarray(np.flatnonzero(has))
    assert one.words is not None  # noqa: S101 - a column is seen by codes or by words
    rows: NDArray[np.int64] = one.words.rows[one.words.words == code]
    return rows


def _is_any(view: View, code: int) -> bool:
    return code == (view.n_codes if view.exact else 1)


def _called(one: _Column, code: int) -> str:
    if one.view is not None:
        return "any" if _is_any(one.view, code) else one.view.called(code)
    assert one.words is not None  # noqa: S101 - a column is seen by codes or by words
    return repr(one.words.names[code].as_py())


def _expected(scores: Floats, hits: NDArray[np.bool_], rows: NDArray[np.int64]) -> float:
    """Return the share of hits that other columns lead one to expect among some rows.

    In each band of the others' scores that is the share among the other rows. Where hardly any are left the value
    follows from the other columns, and then the share of all.
    """
    chosen = np.zeros(len(scores), dtype=bool)
    chosen[rows] = True
    edges = np.unique(np.quantile(scores, np.linspace(0, 1, _SCORE_BANDS + 1)[1:-1]))
    band = np.searchsorted(edges, scores, side="right")
    n, hit, n_other, hit_other = (
        np.bincount(band[mask], minlength=len(edges) + 1).astype(np.float64)
        for mask in (np.ones_like(chosen), hits, ~chosen, ~chosen & hits)
    )
    follows = n_other < _FEW_LEFT * n
    rates = np.where(follows, hit, hit_other) / np.maximum(np.where(follows, n, n_other), 1)
    weights = n - n_other
    return float((weights * rates).sum() / weights.sum())


def _partial(one: _Column, value: _Sure, subject: Subject, scores: Floats) -> Finding | None:
    """Return the finding of a value that is sure of the outcome, unless other columns are too."""
    if _expected(scores, subject.outcomes == value.outcome, _rows_of(one, value.code)) > _UNSURE:
        return None
    called = _called(one, value.code)
    what = {"missing": "no value", "any": "any value"}.get(called, f"the value {called}")
    if one.words is not None:
        what = f"the word {called}"
    elif one.how == "by its last digit" and called not in ("missing", "any"):
        what = f"the last digit {called}"
    return Finding(
        "WB211",
        "caution",
        f"Where column {one.name!r} has {what}, {_percent(value.share)} rows have the same outcome"
        + ("" if subject.of_class is None else f", {subject.data.roles.classes[subject.of_class]!r}"),
        "Other columns say of these rows that they are nothing special. What is written only after the decision, "
        "such as a reason or a date, looks like this.",
        f"Find out when and from what {one.name!r} is filled in. If that is after the decision, leave it out.",
        value=value.share,
        threshold=_SURE,
        n=value.n,
        interval=(value.low, 1.0),
        scope=one.name,
        measure=Measure("share of these rows with the same outcome", "fraction"),
    )
