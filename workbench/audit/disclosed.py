"""``disclose``: an audit as far as some readers may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.audit.assess import audit_tallies
from workbench.audit.disclosure.hidden import Hidden, Totals
from workbench.audit.disclosure.level import Disclosure, disclosure_named
from workbench.audit.disclosure.linked import Block, linked_blocks
from workbench.audit.disclosure.origin import shown_policy, shown_provenance
from workbench.audit.disclosure.protected import (
    Margin,
    hidden_groups,
    margin_of,
    margins_of,
    shown_total,
    without_small_gaps,
)
from workbench.audit.disclosure.record import (
    AMOUNTS,
    OUTCOMES,
    QUANTILES,
    ROWS,
    SCORES,
    STRATA,
    DisclosureRecord,
    HiddenGroups,
)
from workbench.audit.disclosure.shown_parts import Parts, shown_parts
from workbench.audit.disclosure.standards import Shown, further_axes, further_tables, shown_standard
from workbench.audit.disclosure.sums import without_last_digits
from workbench.audit.disclosure.suppression import DisclosureProof, is_large, prove, shown_totals, suppress
from workbench.audit.judging import missing_metrics
from workbench.audit.result import Audit
from workbench.audit.selective import withheld
from workbench.checks import check_result
from workbench.core.provenance import Provenance
from workbench.errors import InputError
from workbench.tally.margins import margin_tally
from workbench.tally.tally import Tally
from workbench.tally.values import axis_of

__all__ = ["Disclosed", "disclose", "disclosed"]


class Disclosed(NamedTuple):
    """An audit as far as it may be seen, and that what is hidden cannot be worked out from it."""

    audit: Audit
    proof: DisclosureProof


def disclose(audit: Audit, level: Disclosure | str = "internal") -> Audit:
    """Return an audit as far as some readers may see it.

    Small counts of people are not in what is returned, nor any number from which they could be worked out. Verdicts
    stay those of the full audit; gaps, limits and power are those of the groups that are shown.

    Parameters
    ----------
    audit : Audit
        What an ``audit_…`` function returned.
    level : {"internal", "public", "full"} or Disclosure
        *internal*: counts of 1 to 4 people are hidden; *public*: those of 1 to 10; *full*: none.

    Returns
    -------
    Audit
        Groups that are hidden are one, called *not shown*. ``disclosure`` says what was hidden.

    Raises
    ------
    InputError
        If there is no such level, or something is hidden of the audit already.

    Examples
    --------
    >>> import pandas as pd
    >>> from workbench.audit.counts import audit_counts
    >>> counts = {"race": ["a", "b", "c", "d"], "selected": [40, 35, 3, 2], "total": [90, 80, 12, 9]}
    >>> audit = disclose(audit_counts(pd.DataFrame(counts)), "public")
    >>> audit.axis("race").groups
    ('a', 'not shown')
    >>> audit.assessments[0].verdict, audit.assessments[0].verdict_of_visible
    ('not enough evidence', 'not enough evidence')
    """
    return disclosed(audit, level).audit


def disclosed(audit: Audit, level: Disclosure | str = "internal") -> Disclosed:
    """Return an audit as :func:`disclose` does, with the proof that what is hidden cannot be worked out."""
    check_result("audit", audit, Audit, "audit_decisions")
    chosen = level if isinstance(level, Disclosure) else disclosure_named(level)
    if audit.disclosure is not None:
        raise InputError(
            f"Of this audit something is hidden already, at level {audit.disclosure.level.name!r}.\n"
            "Disclose the full audit, once for each audience."
        )
    if chosen.hides_nothing:
        return Disclosed(audit, DisclosureProof((), chosen.margin))
    if _all_large(audit, chosen):
        return Disclosed(_as_it_is(audit, chosen), DisclosureProof((), chosen.margin))
    return _protected(audit, chosen)


def _all_large(audit: Audit, level: Disclosure) -> bool:
    """Return whether even the joint counts may be shown, and there is nothing else that may not."""
    tallies = [audit.decisions, audit.outcomes]
    if any(one.scores is not None or one.moments is not None for one in tallies) or audit.scoring is not None:
        return False
    gap = _rest(audit.decisions, audit.outcomes, audit.attributes)
    small = [one.n for one in tallies] + ([] if gap is None else [gap])
    return all(is_large(one, level) for one in small)


def _as_it_is(audit: Audit, level: Disclosure) -> Audit:
    record = replace(_record(audit, level), standards=audit.standards)
    return _assembled(audit, audit.decisions, audit.outcomes, record, audit.provenance)


def _record(audit: Audit, level: Disclosure) -> DisclosureRecord:
    """Return what is known of the full audit that tells no count."""
    missing = missing_metrics(audit, audit.policy.claims(audit.attributes))
    axes = (audit.axis(*one) for one in ((), *audit.axes))
    sided = tuple(axis.attribute for axis in axes if withheld(axis))
    verdicts = tuple(one.verdict for one in audit.assessments)
    return DisclosureRecord(level, verdicts, missing, one_sided=sided)


def _rest(decisions: Tally, outcomes: Tally, attributes: tuple[str, ...]) -> NDArray[np.int64] | None:
    """Return the rows of the data that are not judged; ``None`` where those that are judged are no part of them."""
    if outcomes is decisions:
        return None
    judged, data = decisions.bare.by(*attributes), outcomes.bare.by(*attributes)
    place = {group: position for position, group in enumerate(data.groups)}
    if judged.classes != data.classes or any(group not in place for group in judged.groups):
        return None
    left = data.n.sum(axis=2)
    left[[place[group] for group in judged.groups]] -= judged.n.sum(axis=2)
    return left if (left >= 0).all() else None


class _Hiding(NamedTuple):
    """The tables of some rows, and what is hidden of them."""

    blocks: tuple[Block, ...]
    hidden: tuple[Hidden, ...]
    totals: Totals
    proofs: tuple[DisclosureProof, ...]


def _hide(blocks: tuple[Block, ...], level: Disclosure, totals: Totals) -> _Hiding:
    hidden = tuple(suppress(block, level, totals) for block in blocks)
    proofs = tuple(prove(block, one, level) for block, one in zip(blocks, hidden, strict=True))
    return _Hiding(blocks, hidden, totals, proofs)


def _protected(audit: Audit, level: Disclosure) -> Disclosed:
    axes = list(dict.fromkeys([*audit.axes, *further_axes(audit)]))
    alone = [(one,) for one in audit.attributes]
    decisions, left_out = without_small_gaps(audit.decisions, axes, level)
    outcomes = decisions
    if audit.outcomes is not audit.decisions:
        # A model learns from rows with an outcome, and how many these are is told: the others are the difference.
        least = level.fewest - 1
        outcomes, more = without_small_gaps(audit.outcomes, alone, level, at_least=least)
        left_out = tuple(dict.fromkeys((*left_out, *more)))
    rest = _rest(decisions, outcomes, audit.attributes)
    linked = None if rest is None else outcomes
    blocks = linked_blocks(decisions, axes, further_tables(audit), data=linked)
    judged = _hide(blocks, level, _totals(decisions, rest, level))
    data = judged
    if outcomes is not decisions and linked is None:  # other rows, which tell nothing of those that are judged
        data = _hide(linked_blocks(outcomes, alone), level, _totals(outcomes, None, level))
    parts = shown_parts(audit, decisions, judged.blocks, judged.hidden, level)
    margins = margins_of(judged.blocks, judged.hidden, of_data=False)
    tally = _margin_tally(decisions, _Tables(margins, judged.totals), parts, level)
    outcomes_shown = tally
    if outcomes is not decisions:
        of_data = margins_of(data.blocks, data.hidden, of_data=linked is not None)
        outcomes_shown = _margin_tally(outcomes, _Tables(of_data, data.totals), Parts(), level)
    else:
        of_data = []
    record = replace(
        _record(audit, level),
        hidden=(*_said(margins, of_data=False), *_said(of_data, of_data=True)),
        withheld=(*left_out, *_withheld(audit, tally, judged.totals, parts)),
        reversals=_reversals(audit, parts),
    )
    bare = _margin_tally(decisions, _Tables(margins, judged.totals), replace(parts, steps=None), level, keep_pool=False)
    record = _with_standards(audit, record, Shown(bare, judged.blocks, judged.hidden))
    cells = tuple(cell for one in dict.fromkeys((*judged.proofs, *data.proofs)) for cell in one.cells)
    proof = DisclosureProof(cells, level.margin)
    record = replace(record, n_cells=len(cells), narrowest=proof.narrowest)
    own = audit.thresholds_by_group
    if own is not None:
        own = own.of(axis_of(tally, *own.attributes).groups)
    kept = replace(
        audit,
        strata=parts.strata,
        policy=shown_policy(audit.policy, level),
        scoring=None,
        thresholds_by_group=own,
    )
    made = shown_provenance(audit, level, own)
    return Disclosed(_assembled(kept, tally, outcomes_shown, record, made), proof)


def _totals(tally: Tally, rest: NDArray[np.int64] | None, level: Disclosure) -> Totals:
    return shown_totals(tally.n.sum(axis=0), None if rest is None else rest.sum(axis=0), level)


class _Tables(NamedTuple):
    margins: Sequence[Margin]
    totals: Totals


def _margin_tally(tally: Tally, tables: _Tables, parts: Parts, level: Disclosure, *, keep_pool: bool = True) -> Tally:
    """Return the tally of what is shown of some tables."""
    margins, totals = tables
    total = parts.of(shown_total(tally, level, rows=totals.rows, outcomes=totals.outcomes))
    found = [parts.of(margin_of(tally, one, keep_pool=keep_pool)) for one in margins] if totals.rows else []
    if not totals.rows:  # nobody in any group, so that there is an axis to ask for
        found = [_nobody(margin_of(tally, one)) for one in margins]
    strata = [one.title for one in parts.strata]
    alone = [one.table.key[0] for one in margins if len(one.table.key) == 1]
    found += [replace(tally.by(one, layer), scores=None, moments=None) for layer in strata for one in alone]
    named = dict.fromkeys(name for one in margins for name in one.table.key)
    shown = [without_last_digits(one) for one in (total, *found)]
    return margin_tally(shown[0], shown[1:], tuple(dict.fromkeys((*named, *strata))))


def _nobody(tally: Tally) -> Tally:
    return replace(tally.bare, n=np.zeros_like(tally.n))


def _said(margins: Sequence[Margin], *, of_data: bool) -> tuple[HiddenGroups, ...]:
    found = [HiddenGroups(one.table.name, of_data, *hidden_groups(one)) for one in margins]
    return tuple(one for one in found if one.whole + one.outcomes)


def _withheld(audit: Audit, tally: Tally, totals: Totals, parts: Parts) -> tuple[str, ...]:
    """Return the parts of the audit that are not shown at all."""
    gone = {
        ROWS: not totals.rows,
        OUTCOMES: totals.rows and not totals.outcomes,
        SCORES: audit.decisions.scores is not None and tally.scores is None,
        AMOUNTS: audit.decisions.moments is not None and tally.moments is None,
        QUANTILES: tally.moments is not None and parts.only_means,
        STRATA: len(parts.strata) < len(audit.strata),
    }
    return tuple(what for what, is_gone in gone.items() if is_gone)


def _reversals(audit: Audit, parts: Parts) -> tuple[tuple[str, str], ...]:
    kept = [one.title for one in parts.strata]
    return tuple(
        dict.fromkeys(
            (one.attribute, one.stratum)
            for one in audit.stratified
            if one.stratum not in kept and (one.is_reversed or one.others)
        )
    )


def _with_standards(audit: Audit, record: DisclosureRecord, shown: Shown) -> DisclosureRecord:
    results = tuple(shown_standard(audit, one, shown) for one in audit.standards)
    changed = tuple(
        one.name for one, full in zip(results, audit.standards, strict=True) if one.to_json() != full.to_json()
    )
    return replace(record, standards=results, changed=changed)


def _assembled(
    audit: Audit, decisions: Tally, outcomes: Tally, record: DisclosureRecord, provenance: Provenance
) -> Audit:
    """Return the audit of what is shown."""
    return audit_tallies(
        provenance,
        outcomes,
        decisions,
        data_name=audit.data_name,
        roles=audit.roles,
        policy=audit.policy,
        kind=audit.kind,
        crossings=audit.crossings,
        strata=audit.strata,
        threshold=audit.threshold,
        scoring=audit.scoring,
        disclosure=record,
        thresholds_by_group=audit.thresholds_by_group,
    )
