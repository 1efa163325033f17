"""What a person must know of the classes or amounts in the two parts of a split."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from workbench.core.finding import Finding
from workbench.core.measure import Measure
from workbench.stats.intervals import Limits, critical_value, difference_limits, rate_limits

if TYPE_CHECKING:
    from workbench.data.split import Split

__all__ = ["FEWEST_OF_A_CLASS", "of_drift", "of_few_classes"]

FEWEST_OF_A_CLASS = 5
"""Of fewer rows no model learns a class, and no audit tells how it fares."""

_LEAST_DRIFT = 0.01
_LEAST_DRIFT_OF_AMOUNTS = 0.1
_CONFIDENCE = 0.95
_LISTED = 5


def of_few_classes(split: Split) -> Iterator[Finding]:
    """Yield what is said of classes with hardly any row in a part, or none.

    Parameters
    ----------
    split : Split
        Of data with several classes.
    """
    classes = split.data.roles.classes
    n_train, n_test = (np.bincount(part.targets(), minlength=len(classes)) for part in (split.train, split.test))
    few = np.flatnonzero(np.minimum(n_train, n_test) < FEWEST_OF_A_CLASS)
    if len(few) == 0:
        return
    rarest = sorted(few.tolist(), key=lambda place: (n_train[place], n_test[place]))
    shown = [f"{classes[place]!r} ({n_train[place]} and {n_test[place]})" for place in rarest[:_LISTED]]
    more = [f"and {len(few) - _LISTED:,} more"] if len(few) > _LISTED else []
    never_learned = bool(((n_train == 0) & (n_test > 0)).any())
    noun = "1 class has" if len(few) == 1 else f"{len(few)} classes have"
    yield Finding(
        "WB138",
        "serious" if never_learned else "caution",
        f"{noun} fewer than {FEWEST_OF_A_CLASS} rows to learn from or held out: {', '.join([*shown, *more])}",
        "A class that no row to learn from has is never predicted. Of one that is hardly held out nothing is known.",
        "Collect more rows of them, hold out another share (test_size), or join classes: read again with recode={…}.",
        value=float(np.minimum(n_train, n_test).min()),
        threshold=float(FEWEST_OF_A_CLASS),
        n=int((n_train + n_test)[few].sum()),
        scope=split.data.roles.target or "",
    )


def of_drift(split: Split) -> Iterator[Finding]:
    """Yield what is said where classes are more or less frequent among the later rows, or amounts differ.

    Parameters
    ----------
    split : Split
        By time, of data with several classes or amounts.

    Notes
    -----
    All classes are looked at, with intervals that allow for their number (Bonferroni), and the one is told that moved
    most. Means of amounts are compared after Welch; less than a tenth of a standard deviation is not told.
    """
    yield from _of_classes(split) if split.data.roles.task == "multiclass" else _of_amounts(split)


def _of_classes(split: Split) -> Iterator[Finding]:
    classes = split.data.roles.classes
    k = np.stack([np.bincount(part.targets(), minlength=len(classes)) for part in (split.train, split.test)])
    n = k.sum(axis=1)
    z = critical_value(1 - (1 - _CONFIDENCE) / len(classes))
    limits = rate_limits(k, n[:, None], z, k.sum(axis=0) / n.sum())
    earlier, later = k / n[:, None]
    of_earlier, of_later = (Limits(limits.low[place], limits.high[place]) for place in (0, 1))
    low, high = difference_limits(later, of_later, earlier, of_earlier)
    sure = np.maximum(low, -high)
    most = int(np.argmax(sure))
    if sure[most] <= _LEAST_DRIFT:
        return
    yield Finding(
        "WB133",
        "caution",
        f"The class {classes[most]!r} has {100 * earlier[most]:.1f} % of the rows to learn from, "
        f"and {100 * later[most]:.1f} % of the later rows held out",
        "What was learned of earlier rows may not hold for later ones.",
        "Find out what changed: the people, the rules, or how it was written down.",
        value=float(later[most] - earlier[most]),
        threshold=_LEAST_DRIFT,
        n=int(n.sum()),
        interval=(float(low[most]), float(high[most])),
        measure=Measure("change of the class's share", "fraction", ""),
    )


def _of_amounts(split: Split) -> Iterator[Finding]:
    earlier, later = split.train.targets(), split.test.targets()
    interval = stats.ttest_ind(later, earlier, equal_var=False).confidence_interval(_CONFIDENCE)
    low, high = float(interval.low), float(interval.high)
    least = _LEAST_DRIFT_OF_AMOUNTS * float(earlier.std(ddof=1))
    if not max(low, -high) > least:
        return
    yield Finding(
        "WB133",
        "caution",
        f"The mean of {split.data.roles.target!r} is {earlier.mean():.4g} in the rows to learn from, "
        f"and {later.mean():.4g} in the later rows held out",
        "What was learned of earlier rows may not hold for later ones.",
        "Find out what changed: the people, the rules, or how it was written down.",
        value=float(later.mean() - earlier.mean()),
        threshold=least,
        n=len(earlier) + len(later),
        interval=(low, high),
        measure=Measure("change of the mean", "amount"),
    )
