"""What a reader of Shapley values should know about how they were computed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.core.finding import Finding
from workbench.explanation.shapley.attribution import Attribution

__all__ = ["engine_findings"]

_METHODS = {
    "trees": "from its trees",
    "coefficients": "from its coefficients",
    "enumeration": "by trying every set of columns",
    "permutation": "by permuting columns",
}
_LARGE_ERROR = 0.1


def engine_findings(attributions: Sequence[Attribution]) -> tuple[Finding, ...]:
    """Return what is to be said of how attributions were computed: WB404, WB405.

    Parameters
    ----------
    attributions : sequence of Attribution
        Of one model; of several classes one a class.

    Examples
    --------
    >>> one = Attribution(("a",), np.array([[0.2]]), 0.5, np.array([0.7]), "probability", "enumeration", 1)
    >>> engine_findings([one])
    ()
    """
    found = []
    notes = tuple(dict.fromkeys(note for one in attributions for note in one.notes))
    if notes:
        found.append(_other_engine(attributions[0], notes))
    errors = [one for one in attributions if one.standard_errors is not None and np.any(one.values)]
    if errors:
        shares = [_share_of_error(one) for one in errors]
        if max(shares) > _LARGE_ERROR:
            found.append(_uncertain(errors[int(np.argmax(shares))], max(shares)))
    return tuple(found)


def _share_of_error(attribution: Attribution) -> float:
    """Return the typical standard error of a value, as a share of the column's mean absolute value that is largest."""
    errors = np.asarray(attribution.standard_errors)
    largest = np.abs(attribution.values).mean(axis=0).max()
    return float(np.sqrt((errors**2).mean(axis=0)).max() / largest)


def _other_engine(attribution: Attribution, notes: tuple[str, ...]) -> Finding:
    return Finding(
        "WB404",
        "note",
        f"What moved the predictions was computed {_METHODS[attribution.method]}",
        f"A way that would have been quicker did not serve. {' '.join(notes)}",
        "Nothing, if the scale is the one you want. The values add up to every prediction.",
        n=len(attribution.values),
    )


def _uncertain(attribution: Attribution, share: float) -> Finding:
    return Finding(
        "WB405",
        "caution",
        "What moved single predictions is known only roughly",
        "The values are sampled. Their standard error is a considerable part of what the most important column moves.",
        "Explain fewer rows at a time, so that more orders of the columns are drawn for each.",
        value=share,
        threshold=_LARGE_ERROR,
        n=len(attribution.values),
    )
