"""What a report has to know of a split, of a preparation without a model, and of the leak gate, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from workbench.audit.disclosure.level import NOT_PUBLISHED, Disclosure
from workbench.data.split import Split
from workbench.preparation.leaks.result import Check, Leaks
from workbench.preparation.result import Prepared
from workbench.report.records import StepRecord
from workbench.report.small_counts import few, without_few

__all__ = [
    "GapRecord",
    "LeaksRecord",
    "PreparationRecord",
    "SplitRecord",
    "leaks_record",
    "preparation_record",
    "split_record",
]


@dataclass(frozen=True)
class GapRecord:
    """The smallest gap in selection rate that could be shown: between the largest groups, and for the smallest one.

    ``nan`` where none of any size could be.
    """

    attribute: str
    largest: float
    smallest: float
    smallest_group: str


@dataclass(frozen=True)
class SplitRecord:
    """What was held out.

    Parameters
    ----------
    fingerprint : str
        Of the split.
    method : str
        ``stratified``, ``grouped`` or ``temporal``.
    n_train, n_test : int
        Rows to learn from, and rows held out.
    seed : int or None
        Of the draw.
    unused : mapping of str to int or None
        Rows in neither part, by reason; ``None`` where they are few.
    gaps : tuple of GapRecord
        The smallest gap that an audit of the held-out rows could show, by attribute.
    cut : str
        The first time held out; empty where rows were not held out by time, or it may not be shown.
    n_entities : tuple of (int, int) or None
        How many things that rows belong to are in each part; ``None`` where no column says so.
    test_size : float or None
        The share that was to be held out.
    """

    fingerprint: str
    method: str
    n_train: int
    n_test: int
    seed: int | None = None
    unused: Mapping[str, int | None] = field(default_factory=dict)
    gaps: tuple[GapRecord, ...] = ()
    cut: str = ""
    n_entities: tuple[int, int] | None = None
    test_size: float | None = None


@dataclass(frozen=True)
class PreparationRecord:
    """How columns were prepared where no model was trained; ``left_out`` has the finding's code as title."""

    fingerprint: str
    steps: tuple[StepRecord, ...]
    left_out: tuple[StepRecord, ...]


@dataclass(frozen=True)
class LeaksRecord:
    """What was looked for before any score was shown."""

    fingerprint: str
    checks: tuple[Check, ...]


def split_record(split: Split, level: Disclosure, *, bare: bool, hidden: tuple[str, ...] = ()) -> SplitRecord:
    """Return what a report has to know of a split.

    Parameters
    ----------
    split : Split
        The split.
    level : Disclosure
        What readers may see.
    bare : bool
        Whether hashes are left out.
    hidden : tuple of str
        Attributes of which some group is not shown: how small a gap can be seen would tell how small it is.
    """
    return SplitRecord(
        fingerprint=NOT_PUBLISHED if bare else split.fingerprint,
        method=split.method,
        n_train=split.train.n_rows,
        n_test=split.test.n_rows,
        seed=split.provenance.seed,
        unused={why: None if few(n, level.fewest) else n for why, n in split.unused.items()},
        gaps=tuple(
            GapRecord(one.attribute, float(one.largest), float(one.smallest), one.smallest_group)
            for one in split.smallest_gaps
            if one.attribute not in hidden
        ),
        cut="" if level.whole_percents else split.cut,
        n_entities=split.n_entities if split.data.roles.group is not None else None,
        test_size=_test_size(split),
    )


def _test_size(split: Split) -> float | None:
    asked = split.provenance.settings.get("test_size")
    return float(asked) if isinstance(asked, (int, float)) else None


def preparation_record(prepared: Prepared, level: Disclosure, *, bare: bool) -> PreparationRecord:
    """Return how columns were prepared; where a reason rests on few rows, that they are few."""
    recipe = prepared.recipe

    def told(reason: str) -> str:
        return reason if level.hides_nothing else without_few(reason, level.fewest, places=level.whole_percents)

    return PreparationRecord(
        fingerprint=NOT_PUBLISHED if bare else prepared.fingerprint,
        steps=tuple(StepRecord(one.title, tuple(one.columns), told(one.reason)) for one in recipe.steps),
        left_out=tuple(StepRecord(one.code, (one.column,), told(one.reason)) for one in recipe.left_out),
    )


def leaks_record(leaks: Leaks, level: Disclosure, *, bare: bool) -> LeaksRecord:
    """Return what the leak gate looked for; where few rows are meant, that they are few."""
    checks: tuple[Check, ...] = leaks.checks
    if not level.hides_nothing:
        checks = tuple(
            replace(one, detail=without_few(one.detail, level.fewest, places=level.whole_percents)) for one in checks
        )
    return LeaksRecord(NOT_PUBLISHED if bare else leaks.fingerprint, checks)
