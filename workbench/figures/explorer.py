"""The threshold explorer: what its module needs to know, and the module itself.

The module is built from ``extensions/explorer`` and runs where no Python does: in a report, offline.
It computes the audit's own figures from counts; ``tests/contracts/explorer`` holds both to the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import special

from workbench.audit.disclosure.record import SCORES
from workbench.audit.disclosure.said import can_be_shown, one_sided
from workbench.audit.policy import Claim, families
from workbench.audit.result import Audit
from workbench.audit.selective import FEWEST, MOST_APART, needs_both_sides
from workbench.audit.verdicts import Assessment
from workbench.core.schema import Json, schema_name
from workbench.data.roles import NOT_COMPARED
from workbench.document.messages.explorer import REASONS, TEXTS
from workbench.document.numerals import exact
from workbench.document.shortening import names
from workbench.document.telling import figure_meaning, figure_title
from workbench.document.wording import MARKS, name, plain
from workbench.errors import InputError
from workbench.figures.explorer_steps import candidates, chosen, labels, n_usable, ranks
from workbench.stats.intervals import SMALL_COUNT, critical_value
from workbench.tally.gaps import critical_gap, reference_of
from workbench.tally.rates import RATES, SYNONYMS, Rate, rate_named
from workbench.tally.tally import BINARY
from workbench.tally.values import Axis

__all__ = ["FEWEST_STEPS", "MOST_GROUPS", "SCHEMA", "explorer_data", "explorer_script"]

SCHEMA = schema_name("explorer")

FEWEST_STEPS = 4
"""With fewer thresholds that decide differently there is nothing to explore."""

MOST_GROUPS = 100
"""More groups than this nobody could follow while they move."""

_SHOWN = ("selection_rate", "true_positive_rate", "false_positive_rate", "precision_score", "accuracy_score")
_UNMOVED = "base_rate"


def explorer_data(
    audit: Audit, *attributes: str, most_bins: int = 101, merged: bool | None = None
) -> dict[str, Json] | None:
    """Return what the explorer needs: counts of each group at every step of a threshold, and what was declared.

    Parameters
    ----------
    audit : Audit
        An audit whose counts hold a score.
    *attributes : str
        Titles of protected attributes; several are crossed.
    most_bins : int
        At most so many steps. The audited threshold, or those of the groups, and those that were named are among them.
    merged : bool, optional
        Whether bins were joined so that nobody can be recognised, which the explorer then says; by default where
        something may be hidden of the audit.

    Returns
    -------
    dict or None
        Published as ``docs/schemas/explorer.json``; there are no rows in it. ``None`` where there are no scores.
        Where there are, but too little to explore, ``reason`` says why in words.

    Raises
    ------
    InputError
        If no attribute is named, one is not protected, or there would be fewer than 4 steps.

    Examples
    --------
    >>> import pandas as pd
    >>> from workbench.audit.decisions import audit_decisions
    >>> people = pd.DataFrame({"score": [0.1, 0.2, 0.4, 0.6, 0.8, 0.9] * 2, "sex": ["f", "m"] * 6})
    >>> data = explorer_data(audit_decisions(people, score="score", threshold=0.5, protected=["sex"]), "sex")
    >>> data["groups"], data["edges"][data["start"]], data["edge_labels"][data["start"]]
    (['f', 'm'], 0.5, '0.50')
    """
    if not attributes:
        raise InputError("No attribute is named.\nName the one whose groups are looked at, such as 'sex'.")
    if most_bins < FEWEST_STEPS:
        raise InputError(f"most_bins is {most_bins!r}.\nGive at least {FEWEST_STEPS}.")
    axis = audit.axis(*attributes)
    scores = axis.tally.scores
    record = audit.disclosure
    if scores is None and record is not None and SCORES in record.withheld:
        return {"schema": SCHEMA, "reason": REASONS["hidden"]}
    if scores is None or axis.tally.classes != BINARY:
        return None
    thresholds, at_or_above = candidates(scores)
    everybody = at_or_above.sum(axis=(0, 1))
    reason = _reason(axis, n_usable(everybody))
    if reason:
        return {"schema": SCHEMA, "reason": reason}
    wanted = ranks(thresholds, scores, _current(audit, attributes))
    places = chosen(everybody, wanted, most_bins)
    edges: list[float] = thresholds[places].tolist()
    return {
        "schema": SCHEMA,
        "attribute": name(axis.attribute).text,
        "groups": [one.text for one in names(axis.groups).values()],
        "compared": [group not in NOT_COMPARED for group in axis.groups],
        "edges": list(edges),
        "edge_labels": list(labels(thresholds[places], wanted[places])),
        "start": _start(audit, axis, edges, everybody[places]),
        "threshold": audit.threshold if audit.threshold in edges else None,
        "scored": at_or_above[:, :, 0].tolist(),
        "at_or_above": at_or_above[:, :, places].tolist(),
        **_declared(audit, axis, attributes, edges[0]),
        "merged": record is not None if merged is None else merged,
        "n_hidden": record.n_hidden(" × ".join(attributes)) if record is not None else 0,
        "decimals": 0 if record is not None and record.level.whole_percents else 1,
        "texts": {**TEXTS, **dict(_verdict_words())},
    }


def explorer_script() -> str:
    """Return the explorer as the text of one ES module.

    It exports ``default``, an anywidget whose model has ``data``, and ``mount(element, data)``. Inside of
    ``<script type="module">`` it mounts itself on every ``<div data-workbench-explorer>`` that holds its data as
    ``<script type="application/json">``, without a heading: the page has its own.

    Examples
    --------
    >>> "export" in explorer_script()
    True
    """
    return Path(__file__).with_name("explorer.js").read_text(encoding="utf-8")


def _reason(axis: Axis, steps: int) -> str:
    if axis.tally.weights is not None:
        return REASONS["weights"]
    if len(axis.groups) > MOST_GROUPS:
        return REASONS["groups"].format(groups=len(axis.groups), most=MOST_GROUPS)
    if steps < FEWEST_STEPS:
        return REASONS["steps"].format(steps=steps, fewest=FEWEST_STEPS)
    return ""


def _current(audit: Audit, attributes: tuple[str, ...]) -> list[float]:
    """Return where the favourable decision begins now: at one score, or at one for each of these groups."""
    own = audit.thresholds_by_group
    if own is not None and own.attributes == attributes:
        return [cut for _, cut in own.thresholds]
    return [] if audit.threshold is None else [audit.threshold]


def _start(audit: Audit, axis: Axis, edges: Sequence[float], everybody: NDArray[np.int64]) -> int:
    """Return the step to begin at: the audited threshold, or the one that favours as many as were favoured."""
    if audit.threshold in edges:
        return edges.index(audit.threshold)
    favoured = int(axis.tally.n[:, :, 1].sum()) if axis.tally.n_decisions else int(everybody.max()) // 2
    return int(np.argmin(np.abs(everybody - favoured)))


def _declared(audit: Audit, axis: Axis, attributes: tuple[str, ...], edge: float) -> dict[str, Json]:
    """Return figures and claims, as they are where a threshold decides."""
    judged = replace(audit, strata=()).at_threshold(edge)  # scores within strata are not always shown
    claims = [one for one in judged.assessments if one.claim.attributes == attributes]
    told = [(one, rates) for one in claims if (rates := _moved(one.claim))]
    has_outcomes = axis.tally.n_outcomes > 0
    shown = {one.name: one for one in (rate_named(rate) for rate in _SHOWN[: None if has_outcomes else 1])}
    reasons = [_never(audit, axis, one.claim) for one, _ in told]
    judgeable = [rates for (_, rates), reason in zip(told, reasons, strict=True) if not reason]
    metrics = {rate.name: rate for rates in judgeable for rate in rates} | shown
    is_given = audit.kind in ("decisions", "counts") and audit.disclosure is None
    is_selective = is_given and axis.tally.n_outcomes not in (0, axis.tally.n_rows)
    return {
        "metrics": [_metric(rate) for rate in metrics.values()],
        "claims": [
            {**_claim(one, rates, axis, len(judged.assessments)), "reason": reason}
            for (one, rates), reason in zip(told, reasons, strict=True)
        ],
        "c_in": _critical(critical_value(audit.policy.confidence)),
        "small_count": SMALL_COUNT,
        "minimum_n": audit.policy.minimum_n,
        "selective": {"most_apart": MOST_APART, "fewest": FEWEST} if is_selective else None,
    }


def _moved(claim: Claim) -> tuple[Rate, ...]:
    """Return the rates of a claim, if they are rates and a threshold moves them."""
    names = [SYNONYMS.get(metric, metric) for metric in families(claim.metric)]
    known = {rate.name for rate in RATES} - {_UNMOVED}
    return tuple(rate_named(one) for one in names) if set(names) <= known else ()


def _metric(rate: Rate) -> Json:
    # Six cells of nine: who has no score has no decision at any threshold.
    counted, out_of = rate.masks.reshape(3, 3, 2)[:, :2].reshape(6, 2).T
    return {
        "id": rate.name,
        "title": _title(rate.name),
        "meaning": plain(figure_meaning(rate.name)),
        "counted": [int(place) for place in np.flatnonzero(counted)],
        "out_of": [int(place) for place in np.flatnonzero(out_of)],
    }


def _never(audit: Audit, axis: Axis, claim: Claim) -> str:
    """Return why nothing is concluded of a claim at any threshold; empty where something may be."""
    if audit.disclosure is None:
        return ""
    if not can_be_shown(axis, claim):
        return TEXTS["claim.hidden"]
    is_given = audit.kind in ("decisions", "counts")
    crosses = is_given and any(needs_both_sides(metric) for metric in families(claim.metric))
    return TEXTS["claim.withheld"] if crosses and one_sided(axis, audit.disclosure) else ""


def _claim(one: Assessment, rates: tuple[Rate, ...], axis: Axis, n_claims: int) -> dict[str, Json]:
    claim = one.claim
    error = (1 - one.confidence) / (n_claims * len(rates))
    reference = reference_of(claim.comparison)
    compared = [group for group in axis.groups if group not in NOT_COMPARED and group not in claim.leave_out]
    return {
        "title": _title(claim.metric),
        "metrics": [rate.name for rate in rates],
        "scale": claim.scale,
        "comparison": "reference" if reference is not None else claim.comparison,
        "reference": axis.groups.index(reference) if reference in axis.groups else None,
        "tolerance": claim.tolerance,
        "limit": exact(claim.tolerance),
        "leave_out": [place for place, group in enumerate(axis.groups) if group in claim.leave_out],
        "needs_both_sides": any(needs_both_sides(metric) for metric in families(claim.metric)),
        "c_gap": [_critical(critical_gap(claim.comparison, n, error)) for n in range(2, len(compared) + 1)],
    }


def _title(metric: str) -> str:
    title = plain(figure_title(metric))
    return title[:1].upper() + title[1:]


def _critical(z: float) -> Json:
    return {"z": z, "tail": float(special.ndtr(-z))}


def _verdict_words() -> Iterator[tuple[str, str]]:
    for verdict, (mark, word) in MARKS.items():
        yield f"mark.{verdict}", mark
        yield f"verdict.{verdict}", word
