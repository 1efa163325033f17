"""Scores, amounts and strata of an audit, as far as they may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from workbench.audit.disclosure.hidden import Hidden
from workbench.audit.disclosure.level import Disclosure
from workbench.audit.disclosure.linked import Block
from workbench.audit.disclosure.steps import merged_amounts, merged_scores, score_steps, wide_steps
from workbench.audit.disclosure.suppression import is_large
from workbench.audit.result import Audit
from workbench.data.roles import ProtectedAttribute
from workbench.tally.distributions import Distribution
from workbench.tally.moments import Moments
from workbench.tally.tally import Tally

__all__ = ["Parts", "shown_parts"]


@dataclass(frozen=True)
class Parts:
    """What is shown beside counts.

    Parameters
    ----------
    steps : tuple of int, optional
        With which bins of the score its steps begin; ``None`` where no score is shown.
    amounts : tuple of three tuples of int, optional
        The same of predictions, outcomes and errors; ``None`` where no amount is shown.
    thresholds : tuple of float
        Amounts at which shares are shown.
    strata : tuple of ProtectedAttribute
        Columns within which groups are compared.
    """

    steps: tuple[int, ...] | None = None
    amounts: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]] | None = None
    thresholds: tuple[float, ...] = ()
    strata: tuple[ProtectedAttribute, ...] = ()

    @property
    def only_means(self) -> bool:
        """Whether amounts are shown without quantiles."""
        return self.amounts is not None and any(len(one) < _FEWEST_FOR_QUANTILES for one in self.amounts)

    def of(self, tally: Tally) -> Tally:
        """Return a tally with these parts and no other."""
        scores, moments = tally.scores, tally.moments
        if scores is not None:
            scores = merged_scores(scores, self.steps) if self.steps is not None else None
        if moments is not None:
            moments = self._moments(moments)
        return replace(tally, scores=scores, moments=moments)

    def _moments(self, moments: Moments) -> Moments | None:
        if self.amounts is None:
            return None
        predictions, outcomes, errors = (
            merged_amounts(part, steps)
            for part, steps in zip((moments.predictions, moments.outcomes, moments.errors), self.amounts, strict=True)
        )
        return Moments(predictions, outcomes, errors, moments.pairs, self.thresholds)


_FEWEST_FOR_QUANTILES = 4


def shown_parts(
    audit: Audit, tally: Tally, blocks: Sequence[Block], hidden: Sequence[Hidden], level: Disclosure
) -> Parts:
    """Return what may be shown beside the counts.

    Parameters
    ----------
    audit : Audit
        The full audit.
    tally : Tally
        Its joint counts, without rows that are left out.
    blocks, hidden : sequence
        The tables, and what is hidden of them.
    level : Disclosure
        What may be shown.

    Notes
    -----
    Scores beside decisions that were given, amounts that some rows lack, and strata are shown only where nothing is
    hidden: together with other tables they could give it away.
    """
    is_hidden = any(one.any for one in hidden)
    steps = None
    if tally.scores is not None and audit.thresholds_by_group is None:  # steps beside them would tell who is between
        decides = _decides(audit, tally)
        gone = audit.decisions.n_rows - tally.n_rows
        if decides or not (is_hidden or gone):
            steps = score_steps(tally, blocks, hidden, level, audit.threshold if decides else None)
    axes = [table.key for block in blocks for table in block.tables if table.is_axis and not table.of_data]
    tables = [tally.onto((), ((),), [0] * len(tally.groups)), *(tally.crossed(*axis) for axis in axes)]
    amounts = _amounts(audit, tally, tables, level, is_hidden=is_hidden)
    thresholds = (audit.threshold,) if audit.threshold is not None and amounts is not None else ()
    strata = () if is_hidden else tuple(one for one in audit.strata if _strata_large(audit, tally, one.title, level))
    return Parts(steps, amounts, thresholds, strata)


def _decides(audit: Audit, tally: Tally) -> bool:
    """Return whether the decisions are those of the score at the threshold."""
    if audit.threshold is None or tally.scores is None:
        return False
    return bool(np.array_equal(tally.decided(audit.threshold).n, tally.n))


def _strata_large(audit: Audit, tally: Tally, stratum: str, level: Disclosure) -> bool:
    return all(is_large(tally.bare.by(attribute, stratum).n, level) for attribute in audit.attributes)


def _amounts(
    audit: Audit, tally: Tally, tables: Sequence[Tally], level: Disclosure, *, is_hidden: bool
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]] | None:
    """Return the steps of predictions, outcomes and errors; ``None`` where they may not be shown.

    Where something is hidden, every row has to have its amounts, so that their tables are those of the counts, and
    their bins are joined but for the threshold.
    """
    moments = tally.moments
    if moments is None or not level.keeps_amounts:
        return None
    parts = (moments.predictions, moments.outcomes, moments.errors)
    rows = tally.n.sum(axis=(1, 2))
    complete = all(np.array_equal(part.n_rows, rows) or not part.n.any() for part in parts)
    margins = [one.moments for one in tables if one.moments is not None]
    if not complete and (is_hidden or not _gaps_large(tables, level)):
        return None
    found = []
    for name, part in zip(("predictions", "outcomes", "errors"), parts, strict=True):
        starts = [0]
        if audit.threshold is not None and name == "predictions":
            starts.append(int(np.searchsorted(part.bins.edges, audit.threshold)) + 1)
        cells = np.concatenate([getattr(one, name).n for one in margins])
        found.append(tuple(starts if is_hidden or not part.n.any() else wide_steps(cells, starts, level)))
    return found[0], found[1], found[2]


def _gaps_large(tables: Sequence[Tally], level: Disclosure) -> bool:
    """Return whether those without an amount are nobody, or many, in each group that is shown."""

    def parts(moments: Moments) -> tuple[Distribution, ...]:
        return moments.predictions, moments.outcomes, moments.errors

    return all(
        is_large(one.n.sum(axis=(1, 2)) - part.n_rows, level) and is_large(part.n_rows, level)
        for one in tables
        if one.moments is not None
        for part in parts(one.moments)
    )
