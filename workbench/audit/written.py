"""An audit as JSON: everything that was declared, counted and concluded."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from workbench.audit.given import given_to_json, is_recomputed, seal_of
from workbench.audit.strata import StratifiedComparison
from workbench.audit.verdicts import Assessment
from workbench.core.finding import Finding
from workbench.core.schema import Json, number, schema_name
from workbench.data.roles import NOT_COMPARED
from workbench.tally.distances import prediction_distance
from workbench.tally.error_rates import average_odds
from workbench.tally.gaps import Gap, largest_gap
from workbench.tally.score_metrics import binning_errors
from workbench.tally.tally import BINARY
from workbench.tally.values import GroupRates, GroupValues

if TYPE_CHECKING:
    from workbench.audit.result import Audit

__all__ = ["audit_to_json"]

_NO_ODDS = "a group has no favourable or no unfavourable outcomes"
_NO_DISTANCE = "some predictions lie beyond the bins, or a group has none"
_WEIGHTS: Json = {
    "kind": "sampling",
    "assumed": "rows are treated as independent: nothing is known of clusters or strata of the sample",
}
_NO_RATIO = "a ratio makes no sense here, or divides by 0"


def audit_to_json(audit: Audit, *, concluded: bool = True) -> dict[str, Json]:
    """Return an audit as JSON; undefined numbers with their reason.

    Parameters
    ----------
    audit : Audit
        Any.
    concluded : bool
        Whether what was concluded is written too, beside what it is concluded from.
    """
    tallies: dict[str, Json] = {"decisions": audit.decisions.to_json()}
    if audit.outcomes is not audit.decisions:
        tallies["outcomes"] = audit.outcomes.to_json()
    written: dict[str, Json] = {
        "schema": schema_name("audit"),
        "fingerprint": audit.fingerprint,
        **given_to_json(audit),
        **(_concluded(audit) if concluded else {}),
        "other_findings": [
            {"place": place, **_finding(one)}
            for place, one in enumerate(audit.findings)
            if not is_recomputed(one, audit.kind)
        ],
        "tallies": tallies,
    }
    return {**written, "seal": seal_of(written)}


def _concluded(audit: Audit) -> dict[str, Json]:
    """Return what the counts say: verdicts, figures, findings."""
    return {
        "verdict": audit.verdict,
        "rows": {
            "all": audit.decisions.n_rows,
            "with_decision": audit.decisions.n_decisions,
            "with_outcome": audit.decisions.n_outcomes,
        },
        "weights": _WEIGHTS if audit.decisions.weights is not None else None,
        "assessments": [_assessment(one) for one in audit.assessments],
        "descriptions": [{**_values(one.rates), "gap": _gap(one.gap)} for one in audit.descriptions],
        "metrics": [one for axis in ((), *audit.axes) for one in _table(audit, axis)],
        "average_odds": _average_odds(audit),
        "prediction_distances": _distances(audit),
        "stratified": [_stratified(one) for one in audit.stratified],
        "standards": [dict(one.to_json()) for one in audit.standards],
        "findings": [_finding(one) for one in audit.findings],
    }


def _assessment(one: Assessment) -> dict[str, Json]:
    claim = one.claim
    visible: dict[str, Json] = {}
    if one.verdict_of_visible is not None:
        visible["verdict_of_visible"] = one.verdict_of_visible
    unseen = "nothing could have been seen, or it is not known for this metric"
    return {
        "attribute": claim.attribute,
        "metric": claim.metric,
        "scale": claim.scale,
        "compare": claim.comparison,
        "tolerance": claim.tolerance,
        "leave_out": list(claim.leave_out),
        "verdict": one.verdict,
        **visible,
        "reason": one.reason,
        "withheld": one.is_withheld,
        "decided_by": one.rates.metric,
        "gap": _gap(one.gap),
        "could_be_seen": {
            "largest_groups": number(one.visible_gap, unseen),
            "smallest_group": number(one.visible_gap_smallest, unseen),
        },
        "could_be_confirmed": number(one.confirmable, "known for differences between extremes only"),
        "small_groups": list(one.small_groups),
    }


def _gap(gap: Gap | None) -> Json:
    if gap is None:
        return None
    return {
        "lower": gap.lower,
        "higher": gap.higher,
        "groups": gap.n_groups,
        "compare": gap.comparison,
        "critical_value": gap.c_gap,
        "difference": {
            "value": number(gap.difference),
            "low": number(gap.difference_low),
            "high": number(gap.difference_high),
        },
        "ratio": {
            "value": number(gap.ratio, _NO_RATIO),
            "low": number(gap.ratio_low, _NO_RATIO),
            "high": number(gap.ratio_high, _NO_RATIO),
        },
        "extreme_difference": number(gap.extreme_difference),
        "extreme_ratio": number(gap.extreme_ratio, _NO_RATIO),
        "by_chance": number(gap.by_chance, "known for rates between extremes only"),
    }


def _table(audit: Audit, attributes: tuple[str, ...]) -> list[Json]:
    """Return every figure of an axis; of areas under the curve also how far binning can have moved them."""
    found: list[Json] = []
    for values in audit.table(*attributes).values():
        groups = _groups(values)
        if values.metric == "roc_auc_score":
            for one, error in zip(groups, binning_errors(audit.axis(*attributes)), strict=True):
                one["binning_error"] = number(float(error), values.empty)
        found.append(_values(values, groups))
    return found


def _average_odds(audit: Audit) -> list[Json]:
    """Return the average odds difference of every group to the largest one, by attribute and crossing."""
    found: list[Json] = []
    for attributes in audit.axes:
        axis = audit.axis(*attributes)
        pairs = axis.tally.n[:, :-1, :-1]
        known = [place for place, group in enumerate(axis.groups) if group not in NOT_COMPARED]
        if axis.tally.classes != BINARY or not known or not pairs.any():
            continue
        largest = max(known, key=lambda place: int(pairs[place].sum()))
        odds = average_odds(axis, axis.groups[largest], audit.policy.confidence)
        groups: list[Json] = [
            {
                "group": group,
                "difference": {
                    "value": number(float(odds.difference[place]), _NO_ODDS),
                    "low": number(float(odds.limits.low[place]), _NO_ODDS),
                    "high": number(float(odds.limits.high[place]), _NO_ODDS),
                },
                "absolute": number(float(odds.absolute[place]), _NO_ODDS),
            }
            for place, group in enumerate(odds.groups)
            if place != largest
        ]
        found.append({"attribute": axis.attribute, "reference": odds.reference, "groups": groups})
    return found


def _distances(audit: Audit) -> list[Json]:
    """Return how far apart predicted amounts are as a whole, of the pair whose means differ most surely."""
    found: list[Json] = []
    confidence = audit.policy.confidence
    for attributes in audit.axes if audit.decisions.moments is not None else ():
        axis = audit.axis(*attributes)
        gap = largest_gap(audit.values("mean_prediction", *attributes), 1 - confidence, confidence)
        if gap is not None:
            distance = prediction_distance(axis, gap.lower, gap.higher)._asdict()
            numbers: dict[str, Json] = {name: number(value, _NO_DISTANCE) for name, value in distance.items()}
            found.append({"attribute": axis.attribute, "pair": [gap.lower, gap.higher], **numbers})
    return found


def _values(values: GroupValues, groups: list[dict[str, Json]] | None = None) -> dict[str, Json]:
    told = _groups(values) if groups is None else groups
    return {"metric": values.metric, "attribute": values.attribute, "groups": [*told]}


def _groups(values: GroupValues) -> list[dict[str, Json]]:
    groups: list[dict[str, Json]] = []
    for place, group in enumerate(values.groups):
        reason = values.reason(place) or "no limits"
        one: dict[str, Json] = {
            "group": group,
            "n": int(values.n[place]),
            "value": number(float(values.values[place]), reason),
            "low": number(float(values.limits.low[place]), reason),
            "high": number(float(values.limits.high[place]), reason),
        }
        if isinstance(values, GroupRates):
            one["k"] = int(values.k[place])
            if values.effective is not None:
                one["n_effective"] = number(float(values.evidence[place]))
        groups.append(one)
    return groups


def _stratified(one: StratifiedComparison) -> dict[str, Json]:
    aggregate, within = one.reversal.aggregate, one.reversal.within
    nothing = "no stratum informs it"
    untested = "no stratum informs it, or rows are weighted, for which the test is not known"

    def limits(value: object, low: object, high: object) -> Json:
        return {"value": _float(value, nothing), "low": _float(low, nothing), "high": _float(high, nothing)}

    pair = one.pair
    return {
        "attribute": one.attribute,
        "within": one.stratum,
        "metric": one.metric,
        "groups": list(one.groups),
        "strata": list(one.strata),
        "k": one.k.tolist(),
        "n": one.n.tolist(),
        "pair": [one.higher, one.lower],
        "difference_over_all": limits(aggregate.value, aggregate.limits.low, aggregate.limits.high),
        "difference_within": limits(within.value, within.limits.low, within.limits.high),
        "reversed": one.is_reversed,
        "other_reversals": [
            {
                "pair": [other.higher, other.lower],
                "difference_over_all": number(other.aggregate),
                "difference_within": {
                    "value": number(other.within),
                    "low": number(other.limits[0]),
                    "high": number(other.limits[1]),
                },
                "n": other.n,
            }
            for other in one.others
        ],
        "odds_ratio": limits(pair.odds_ratio.value, pair.odds_ratio.limits.low, pair.odds_ratio.limits.high),
        "cochran_mantel_haenszel": {
            "statistic": _float(pair.cmh.statistic, untested),
            "p_value": _float(pair.cmh.p_value, untested),
            "statistic_corrected": _float(pair.cmh_corrected.statistic, untested),
            "p_value_corrected": _float(pair.cmh_corrected.p_value, untested),
        },
        "breslow_day": {
            "statistic": _float(pair.breslow_day.statistic, untested),
            "statistic_tarone": _float(pair.tarone.statistic, untested),
            "p_value_tarone": _float(pair.tarone.p_value, untested),
        },
        "strata_used": int(pair.n_strata_used),
    }


def _float(value: object, reason: str) -> Json:
    return number(float(str(value)), reason)


def _finding(one: Finding) -> dict[str, Json]:
    return {
        "code": one.code,
        "severity": one.severity,
        "title": one.title,
        "why": one.why,
        "what_to_do": one.what_to_do,
        "value": number(one.value, "no number"),
        "threshold": number(one.threshold, "no number"),
        "n": one.n,
        "interval": list(one.interval) if one.interval is not None else None,
        "scope": one.scope,
        "measure": asdict(one.measure) if one.measure is not None else None,
    }
