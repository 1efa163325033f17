"""Claims judged by an audit's counts, groups compared within strata, standards applied, findings told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from workbench.audit.amounts import cannot_compare
from workbench.audit.by_group import legal_caution
from workbench.audit.disclosure.said import (
    can_be_shown,
    disclosure_findings,
    never_denied,
    not_shown,
    one_sided,
    with_full_verdicts,
)
from workbench.audit.findings import group_findings, row_findings
from workbench.audit.named_groups import name_findings
from workbench.audit.policy import Claim, families
from workbench.audit.result import Audit
from workbench.audit.selective import needs_both_sides, withheld
from workbench.audit.standards.contract import Evidence, StandardResult
from workbench.audit.standards.registry import standard_named
from workbench.audit.strata import StratifiedComparison, compare_within
from workbench.audit.supposed import is_supposed, supposed_finding
from workbench.audit.verdicts import Assessment, judge
from workbench.core.finding import SEVERITIES, Finding
from workbench.tally.gaps import largest_gap
from workbench.tally.metrics import CLAIMABLE, class_values
from workbench.tally.rates import Rate, rate_named
from workbench.tally.tally import BINARY, Tally
from workbench.tally.values import Axis

__all__ = ["judged", "missing_metrics"]

_UNDECIDED = "WB524"
"""A standard's finding on people without a decision; of the same people the audit's own WB508 says enough."""


def judged(audit: Audit, known: Audit | None = None) -> Audit:
    """Return an audit with all that its counts say: verdicts, strata, standards and findings.

    Parameters
    ----------
    audit : Audit
        Counts and policy; what was said of them before is left out.
    known : Audit, optional
        An audit of the same decisions with the same confidence: what a policy does not change is taken from it.
    """
    claims, skipped = _possible(audit)
    record = audit.disclosure
    judged_before = _still_true(audit, claims, known)
    assessments = tuple(judged_before.get(claim) or _judge(audit, claim, len(claims)) for claim in claims)
    if record is not None:
        assessments = with_full_verdicts(assessments, record)
    stratified = (
        known.stratified
        if known is not None
        else tuple(
            one
            for layer in audit.strata
            for attribute in audit.attributes
            for one in _within(audit, attribute, layer.title)
        )
    )
    standards = (
        tuple(_standard(audit, name, options) for name, options in audit.policy.standards.items())
        if record is None
        else record.standards
    )
    named = () if audit.kind == "model" else name_findings(audit)  # a model's data told them when they were read
    findings: list[Finding] = [*named, *row_findings(audit), *skipped]
    for attribute in audit.attributes:
        findings += group_findings(attribute, audit.outcomes, audit.decisions, audit.policy, audit.kind)
    findings += [finding for one in stratified for finding in one.findings]
    undecided = audit.decisions.n_rows - audit.decisions.n_decisions if audit.decisions.n_decisions else 0
    findings += [one for result in standards for one in result.findings if (one.code, one.n) != (_UNDECIDED, undecided)]
    if audit.thresholds_by_group is not None:
        findings.append(legal_caution(audit.thresholds_by_group.title))
    if is_supposed(audit):
        findings.append(supposed_finding(audit))
    if record is not None:
        findings += disclosure_findings(audit, record)
    found = replace(
        audit,
        assessments=assessments,
        stratified=stratified,
        standards=standards,
        findings=tuple(sorted(findings, key=lambda one: SEVERITIES.index(one.severity))),
    )
    found.known_axes.update(audit.known_axes)
    return found


def _still_true(audit: Audit, claims: Sequence[Claim], known: Audit | None) -> Mapping[Claim, Assessment]:
    """Return verdicts that another policy leaves as they are: with as many claims and the same smallest group."""
    if known is None or known.disclosure is not None or len(known.assessments) != len(claims):
        return {}
    same = known.policy.minimum_n == audit.policy.minimum_n
    return {one.claim: one for one in known.assessments} if same else {}


def _standard(audit: Audit, name: str, options: Mapping[str, object]) -> StandardResult:
    standard = standard_named(name)
    own = audit.thresholds_by_group
    threshold = audit.threshold if own is None else next((cut for _, cut in own.thresholds), None)
    decided_at = threshold if audit.kind == "decisions" else None
    decisions = Evidence({"": audit.decisions}, threshold=decided_at, protected=audit.attributes)
    return standard.apply(standard.takes(decisions, audit.scoring, options), options)


def _possible(audit: Audit) -> tuple[tuple[Claim, ...], list[Finding]]:
    """Return the claims that are judged, and findings on those that cannot be.

    The default policy compares error rates where outcomes are known. What a person declared stays
    a claim, so that it costs evidence and is told, even if nothing can be compared.
    """
    claims = audit.policy.claims(audit.attributes)
    missing = missing_metrics(audit, claims) if audit.disclosure is None else audit.disclosure.missing
    found = [_cannot(metric, CLAIMABLE[metric].needs, declared=audit.policy.declared) for metric in missing]
    if not audit.policy.declared:
        claims = tuple(claim for claim in claims if claim.metric not in missing)
    return claims, found


def missing_metrics(audit: Audit, claims: Sequence[Claim]) -> tuple[str, ...]:
    """Return the metrics that the counts do not carry."""
    everyone = audit.axis()
    return tuple(
        dict.fromkeys(
            claim.metric
            for claim in claims
            if not any(CLAIMABLE[name].is_carried_by(_two_classes(everyone)) for name in families(claim.metric))
        )
    )


def _two_classes(axis: Axis) -> Axis:
    if axis.tally.classes == BINARY:
        return axis
    return replace(axis, tally=axis.tally.one_against_rest(axis.tally.classes[0]))


def _cannot(metric: str, needs: str, *, declared: bool) -> Finding:
    if needs == "moments":
        return cannot_compare(metric, declared=declared)
    lacking = {"score": "scores with outcomes", "both": "outcomes and decisions of the same rows"}.get(
        needs, f"a {needs}"
    )
    return Finding(
        "WB507",
        "serious" if declared else "note",
        f"{metric.replace('_', ' ')} cannot be compared: it needs {lacking}",
        "Groups may be selected alike and still be judged wrongly at different rates.",
        "Add the column with what really happened: outcome='…'." if needs != "decision" else "Name the decisions.",
        scope=metric,
    )


def _judge(audit: Audit, claim: Claim, n_claims: int) -> Assessment:
    axis = audit.axis(*claim.attributes)
    if audit.disclosure is not None and not can_be_shown(axis, claim):
        return not_shown(axis, claim, audit.policy.confidence)
    values = [one for metric in families(claim.metric) for one in class_values(axis, metric, audit.policy.confidence)]
    if audit.disclosure is not None:  # a group whose outcomes are hidden is not one without any
        values = [one.take(np.flatnonzero(one.n > 0)) for one in values]
    reason = ""
    if audit.kind in ("decisions", "counts") and any(needs_both_sides(metric) for metric in families(claim.metric)):
        reason = withheld(axis) if audit.disclosure is None else one_sided(axis, audit.disclosure)
    found = judge(claim, values, audit.policy, n_claims, withheld=reason)
    return found if audit.disclosure is None else never_denied(found, audit.disclosure)


def _within(audit: Audit, attribute: str, stratum: str) -> list[StratifiedComparison]:
    """Return groups within strata: by decisions and their errors, and where there are no decisions by outcomes."""
    tally, axis = audit.decisions, audit.axis(attribute)
    names = ["selection_rate" if tally.n_decisions else "base_rate"]
    # What is known of one decision's outcomes only is no error rate.
    if audit.kind == "model" or (audit.kind != "predictions" and not withheld(axis)):
        names += ["true_positive_rate", "false_positive_rate"]
    if tally.classes == BINARY:
        found = [_compared(audit, name, axis, tally, stratum, "") for name in names]
    else:
        found = [
            _compared(
                audit,
                name,
                replace(axis, tally=axis.tally.one_against_rest(label)),
                tally.one_against_rest(label),
                stratum,
                f"[{label}]",
            )
            for name in names
            for label in tally.classes
        ]
    return [one for one in found if one is not None]


def _compared(
    audit: Audit, name: str, axis: Axis, tally: Tally, stratum: str, label: str
) -> StratifiedComparison | None:
    rate: Rate = rate_named(name)
    rates = rate.by_group(axis, audit.policy.confidence)
    rates = replace(rates, metric=rates.metric + label)
    gap = largest_gap(rates, 1 - audit.policy.confidence, audit.policy.confidence)
    if gap is None:
        return None
    light = tally.bare if tally.weights is None else replace(tally, scores=None, moments=None)
    return compare_within(light, rate, rates, stratum, (gap.lower, gap.higher))
