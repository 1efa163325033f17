"""What a report tells of where a model is weak: no row."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from workbench.audit.disclosure.level import NOT_PUBLISHED, Disclosure
from workbench.modeling.segments.confirming import Segments
from workbench.modeling.segments.result import Measure, WeakSegment, WeakSegments
from workbench.report.small_counts import without_few
from workbench.report.withholding import Withheld, are_large, published

__all__ = ["SegmentRecord", "SegmentsRecord", "segments_record"]


@dataclass(frozen=True)
class SegmentRecord:
    """A part of the rows, in words, and how the model errs in it; other fields as of ``WeakSegment``."""

    conditions: str
    n: int
    error: float
    limits: tuple[float, float]
    rest_error: float
    difference: float
    difference_limits: tuple[float, float]
    is_confirmed: bool
    why_not: str

    def __str__(self) -> str:
        """Return what describes its rows."""
        return self.conditions


@dataclass(frozen=True)
class SegmentsRecord(Segments[SegmentRecord]):
    """Where a model is weak; what is not told here is as in ``WeakSegments``.

    Parameters
    ----------
    n_confirmed : int
        How many were confirmed, shown or not.
    is_of_before : bool
        Whether they are of the model before its probabilities or its threshold were chosen.
    withheld : tuple of str
        What is left out since it could tell of few people.
    """

    fingerprint: str
    title: str
    measure: Measure
    segments: tuple[SegmentRecord, ...]
    n: int
    error: float
    n_found: int
    how: str
    columns: tuple[str, ...]
    confidence: float
    n_untold: int
    n_confirmed: int
    is_of_before: bool = False
    withheld: tuple[Withheld, ...] = ()


def segments_record(weak: WeakSegments, level: Disclosure, *, hidden: Collection[str] = ()) -> SegmentsRecord:
    """Return what a report tells of where a model is weak.

    Parameters
    ----------
    weak : WeakSegments
        What ``find_weak_segments`` returned.
    level : Disclosure
        Who may read it. Parts of the rows overlap one another and the groups of an audit: the public is told how many
        were confirmed, and others of none with few rows, few errors, or few rows without.
    hidden : collection of str
        Attributes of which some group is not shown elsewhere, and their columns: no part is described by them.
    """
    plain = [
        one
        for one in weak.segments
        if level.hides_nothing or not {each.column for each in one.conditions} & set(hidden)
    ]
    kept = [one for one in plain if _keeps_segment(weak, one, level)]
    record = SegmentsRecord(
        fingerprint=weak.fingerprint if level.keeps_hashes else NOT_PUBLISHED,
        title=weak.title,
        measure=weak.measure,
        segments=tuple(_segment(one) for one in kept),
        n=int(weak.n),
        error=float(weak.error),
        n_found=int(weak.n_found),
        how=weak.how if level.hides_nothing else without_few(weak.how, level.fewest),
        columns=weak.columns,
        confidence=float(weak.confidence),
        n_untold=int(weak.n_untold),
        n_confirmed=len(weak.confirmed),
        withheld=("segments",) if len(kept) < len(weak.segments) else (),
    )
    return published(record, level)


def _keeps_segment(weak: WeakSegments, one: WeakSegment, level: Disclosure) -> bool:
    if level.hides_nothing or level.whole_percents:
        return level.hides_nothing
    counts: list[float] = [one.n, weak.n - one.n]
    if weak.measure == "wrong":
        wrong, rest = one.n * one.error, (weak.n - one.n) * one.rest_error
        counts += [wrong, one.n - wrong, rest, weak.n - one.n - rest]
    return are_large(counts, level)


def _segment(one: WeakSegment) -> SegmentRecord:
    return SegmentRecord(
        conditions=str(one),
        n=int(one.n),
        error=float(one.error),
        limits=(float(one.limits[0]), float(one.limits[1])),
        rest_error=float(one.rest_error),
        difference=float(one.difference),
        difference_limits=(float(one.difference_limits[0]), float(one.difference_limits[1])),
        is_confirmed=bool(one.is_confirmed),
        why_not=one.why_not,
    )
