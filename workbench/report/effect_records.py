"""What a report tells of effects, of pairs, of what is lost without columns, and of gaps between groups: no row."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from workbench.audit.disclosure.level import NOT_PUBLISHED, Disclosure
from workbench.explanation.effects.result import Direction, Effect, EffectPoint, Effects
from workbench.explanation.groups.result import CarriedGap, Difference, GroupExplanation, NotCompared
from workbench.explanation.importance.permuted_result import Agreement, Loss, PermutationImportance, PermutedColumns
from workbench.explanation.interactions_result import Interaction, Interactions
from workbench.explanation.shapley.attribution import Scale
from workbench.explanation.tellable import Kind, place_of
from workbench.report.small_counts import few, hidden_rows, without_few
from workbench.report.withholding import Withheld, published

__all__ = [
    "CarriedGaps",
    "CarriedRecord",
    "EffectRecord",
    "EffectsRecord",
    "GroupGapRecord",
    "InteractionsRecord",
    "PermutedRecord",
    "PointRecord",
    "effects_record",
    "groups_record",
    "interactions_record",
    "permuted_record",
]

_ORDERED = ("number", "date")


@dataclass(frozen=True)
class PointRecord:
    """What predictions would be with one value; other fields as of ``EffectPoint``.

    Parameters
    ----------
    x : float
        Where an ordered value lies on its axis; ``nan`` for others and for a missing one.
    """

    label: str
    x: float
    n: int
    share: float
    is_sparse: bool
    mean: float
    low: float
    high: float
    difference: float
    difference_low: float
    difference_high: float


@dataclass(frozen=True)
class EffectRecord:
    """The effect of one column; fields as of ``Effect``. Nobody's own curve is among them."""

    column: str
    kind: Kind
    output: str
    direction: Direction
    points: tuple[PointRecord, ...]
    share_outside: float


@dataclass(frozen=True)
class EffectsRecord:
    """Effects of columns; fields as of ``Effects``, and what is left out since it could tell of few people."""

    fingerprint: str
    scale: Scale
    n_rows: int
    effects: tuple[EffectRecord, ...]
    left_out: Mapping[str, str]
    withheld: tuple[Withheld, ...] = ()


def effects_record(effects: Effects, level: Disclosure) -> EffectsRecord:
    """Return what a report tells of effects.

    Parameters
    ----------
    effects : Effects
        What ``explain_effects`` returned.
    level : Disclosure
        Who may read it. Values that few rows have, or are nearest to, are left out, and as many others as it takes so
        that nobody can work them out.
    """
    made = tuple(_effect(one, level) for one in effects.effects)
    gone = any(len(told.points) < len(one.points) for told, one in zip(made, effects.effects, strict=True))
    why = {
        column: said if level.hides_nothing else without_few(said, level.fewest, places=level.whole_percents)
        for column, said in effects.left_out.items()
    }
    print_ = effects.fingerprint if level.keeps_hashes else NOT_PUBLISHED
    record = EffectsRecord(print_, effects.scale, int(effects.n_rows), made, why, ("points",) if gone else ())
    return published(record, level)


def _effect(one: Effect, level: Disclosure) -> EffectRecord:
    hidden = np.zeros(len(one.points), dtype=np.bool_)
    outside = one.share_outside
    if not level.hides_nothing and one.points:
        n = np.array([point.n for point in one.points], dtype=np.int64)
        total = max((round(point.n / point.share) for point in one.points if point.share > 0), default=int(n.sum()))
        rest = max(total - int(n.sum()), 0) if not math.isnan(outside) else 0
        found = hidden_rows(np.append(n, rest)[:, None], level.fewest)
        hidden = found[:-1] & (n > 0)
        outside = math.nan if hidden.any() or found[-1] else outside
    return EffectRecord(
        column=one.column,
        kind=one.kind,
        output=one.output,
        direction=one.direction,
        points=tuple(_point(one, point) for point, gone in zip(one.points, hidden, strict=True) if not gone),
        share_outside=float(outside),
    )


def _point(effect: Effect, point: EffectPoint) -> PointRecord:
    is_placed = effect.kind in _ORDERED and point.value is not None
    return PointRecord(
        label="missing" if point.value is None else point.label,
        x=float(place_of(point.value)) if is_placed else math.nan,
        n=int(point.n),
        share=float(point.share),
        is_sparse=bool(point.is_sparse),
        mean=float(point.mean),
        low=float(point.low),
        high=float(point.high),
        difference=float(point.difference),
        difference_low=float(point.difference_low),
        difference_high=float(point.difference_high),
    )


@dataclass(frozen=True)
class InteractionsRecord:
    """What pairs of columns do together; fields as of ``Interactions``."""

    fingerprint: str
    scale: Scale
    n_rows: int
    n_background: int
    interactions: tuple[Interaction, ...]
    withheld: tuple[Withheld, ...] = ()


def interactions_record(found: Interactions, level: Disclosure) -> InteractionsRecord:
    """Return what a report tells of interactions: they count nobody."""
    return published(
        InteractionsRecord(
            fingerprint=found.fingerprint if level.keeps_hashes else NOT_PUBLISHED,
            scale=found.scale,
            n_rows=int(found.n_rows),
            n_background=int(found.n_background),
            interactions=tuple(replace(one, is_separated=bool(one.is_separated)) for one in found.interactions),
        ),
        level,
    )


@dataclass(frozen=True)
class PermutedRecord:
    """What a model loses without columns; what is not told here is as in ``PermutationImportance``.

    Parameters
    ----------
    scale : {"log-odds", "probability", "amount"}
        Of the Shapley values beside it.
    n_explained : int
        The rows these are of.
    """

    fingerprint: str
    entries: tuple[PermutedColumns, ...]
    loss: Loss
    n_rows: int
    n_repeats: int
    kendall: float
    agreement: Agreement
    n_left_out: int
    scale: Scale
    n_explained: int
    withheld: tuple[Withheld, ...] = ()


def permuted_record(permuted: PermutationImportance, level: Disclosure) -> PermutedRecord:
    """Return what a report tells of permutation importance: it counts nobody."""
    return published(
        PermutedRecord(
            fingerprint=permuted.fingerprint if level.keeps_hashes else NOT_PUBLISHED,
            entries=permuted.entries,
            loss=permuted.loss,
            n_rows=int(permuted.n_rows),
            n_repeats=int(permuted.n_repeats),
            kendall=float(permuted.kendall),
            agreement=permuted.agreement,
            n_left_out=int(permuted.n_left_out),
            scale=permuted.explanation.attribution.scale,
            n_explained=int(permuted.explanation.n_rows),
        ),
        level,
    )


@dataclass(frozen=True)
class CarriedRecord:
    """One column's part in a gap; fields as of ``CarriedGap``."""

    column: str
    carried: Difference
    share: float
    relied_on: float
    relied_on_reference: float
    association: float
    is_proxy: bool


@dataclass(frozen=True)
class GroupGapRecord:
    """A group beside its reference; fields as of ``GroupGap``. ``n`` and ``n_reference`` are 0 where not told."""

    group: str
    reference: str
    n: int
    n_reference: int
    gap: Difference
    columns: tuple[CarriedRecord, ...]
    output: str


@dataclass(frozen=True)
class CarriedGaps:
    """What carries the gaps between the groups of an attribute; fields as of ``GroupExplanation``."""

    fingerprint: str
    attribute: str
    scale: Scale
    gaps: tuple[GroupGapRecord, ...]
    not_compared: tuple[NotCompared, ...]
    withheld: tuple[Withheld, ...] = ()


def groups_record(found: GroupExplanation, level: Disclosure, *, hidden: Collection[str] = ()) -> CarriedGaps:
    """Return what a report tells of an explanation by group.

    Parameters
    ----------
    found : GroupExplanation
        What ``explain_groups`` returned.
    level : Disclosure
        Who may read it. How many rows each group has is not told where some group has few, since the rest would
        tell it, and not to the public.
    hidden : collection of str
        Attributes of which some group is not shown elsewhere: of these no group is counted.
    """
    hides = not level.hides_nothing and (
        level.whole_percents
        or found.attribute in hidden
        or any(one.n is None or few(one.n, level.fewest) for one in found.not_compared)
    )
    not_compared = tuple(NotCompared(one.group, None if one.n is None else int(one.n)) for one in found.not_compared)
    gaps = tuple(
        GroupGapRecord(
            group=one.group,
            reference=one.reference,
            n=0 if hides else int(one.n),
            n_reference=0 if hides else int(one.n_reference),
            gap=one.gap,
            columns=tuple(_carried(column) for column in one.columns),
            output=one.output,
        )
        for one in found.gaps
    )
    scale = found.explanation.attribution.scale
    print_ = found.fingerprint if level.keeps_hashes else NOT_PUBLISHED
    record = CarriedGaps(print_, found.attribute, scale, gaps, not_compared, ("counts",) if hides else ())
    return published(record, level)


def _carried(one: CarriedGap) -> CarriedRecord:
    return CarriedRecord(
        column=one.column,
        carried=one.carried,
        share=float(one.share),
        relied_on=float(one.relied_on),
        relied_on_reference=float(one.relied_on_reference),
        association=float(one.association.value),
        is_proxy=bool(one.is_proxy),
    )
