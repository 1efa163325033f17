"""What readers of a level of disclosure may see of results beside an audit, which hides its own counts."""

from __future__ import annotations

from dataclasses import replace

from workbench.audit.disclosure.level import NOT_PUBLISHED, Disclosure
from workbench.audit.result import Audit
from workbench.data.dataset import Dataset
from workbench.data.roles import UNKNOWN
from workbench.errors import InputError
from workbench.explanation.result import Importance
from workbench.tally.values import axis_of

__all__ = [
    "bare_audit",
    "check_disclosed",
    "rounded",
    "shown_importances",
    "shown_missing",
    "shown_rows",
    "without_hashes",
]

_DIGITS = 3


def check_disclosed(audit: Audit, level: Disclosure) -> None:
    """Refuse an audit of which less is hidden than the readers of a report may see.

    Raises
    ------
    InputError
        If that is so: what was shown before cannot be protected any more.
    """
    record = audit.disclosure
    if record is None or level.hides_nothing:
        return
    looser = record.level.fewest < level.fewest or (record.level.name != "public" and level.name == "public")
    if looser:
        raise InputError(
            f"Of this audit as much is hidden as level {record.level.name!r} asks for, and the report is for "
            f"{level.name!r}.\nGive the full audit: build_report hides what its readers may not see."
        )


def shown_rows(data: Dataset, level: Disclosure) -> int:
    """Return how many rows data have; without those that have no outcome where these are few.

    Rows that were learned from and held out are told, so that the difference would tell the few.
    """
    lacking = _lacking(data)
    return data.n_rows - lacking if 0 < lacking < level.fewest else data.n_rows


def _lacking(data: Dataset) -> int:
    target = data.roles.target
    return int(data.column(target).null_count) if target is not None else 0


def shown_missing(data: Dataset, column: str, audit: Audit | None, level: Disclosure) -> int | None:
    """Return in how many rows a column has no value; ``None`` where that could tell who they are.

    Of a protected column those are the people whose group is unknown: they are told as far as the audit tells them.
    """
    n = int(data.column(column).null_count)
    if n == 0 or level.hides_nothing:
        return n
    told = n >= level.fewest
    if audit is not None and audit.disclosure is not None:
        titles = [one.title for one in data.roles.protected if one.column == column]
        told = told and all(_unknown(audit, title) == n for title in titles)
    return n if told else None


def _unknown(audit: Audit, attribute: str) -> int:
    if attribute not in audit.attributes:
        return -1
    axis = axis_of(audit.outcomes.bare, attribute)
    return sum(int(n.sum()) for group, n in zip(axis.groups, axis.tally.n, strict=True) if group == UNKNOWN)


def shown_importances(importances: tuple[Importance, ...], n_rows: int, level: Disclosure) -> tuple[Importance, ...]:
    """Return what moves a model over many rows; nothing where they are few, and few digits for the public."""
    if 0 < n_rows < level.fewest:
        return ()
    if not level.whole_percents:
        return importances
    return tuple(
        replace(one, value=rounded(one.value), low=rounded(one.low), high=rounded(one.high)) for one in importances
    )


def rounded(value: float) -> float:
    """Return a number with three significant digits.

    Examples
    --------
    >>> rounded(0.0123456), rounded(98765.0)
    (0.0123, 98800.0)
    """
    return float(f"{value:.{_DIGITS}g}")


def without_hashes(data: Dataset | None, audit: Audit | None, level: Disclosure) -> bool:
    """Return whether hashes of data are left out: those of the public, and of rows that could be guessed.

    Where many rows are alike, how many there are of each kind is all there is to a hash.
    """
    if not level.keeps_hashes:
        return True
    record = audit.disclosure if audit is not None else None
    if data is None or level.hides_nothing or record is None or not (record.n_groups or record.withheld):
        return False
    if data.is_stored:
        return True  # too many rows to look at; so they are left out
    kinds = data.table.group_by(list(data.columns)).aggregate([]).num_rows
    return bool(2 * kinds < data.n_rows)


def bare_audit(audit: Audit) -> Audit:
    """Return an audit of a model without the hash of the model."""
    inputs = (NOT_PUBLISHED,) * len(audit.provenance.inputs)
    return replace(audit, provenance=replace(audit.provenance, inputs=inputs))
