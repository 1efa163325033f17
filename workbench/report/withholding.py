"""What a report leaves out of results of modelling and of explanations, since it could tell of few people."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeVar

from workbench.audit.disclosure.level import Disclosure
from workbench.report.disclosing import rounded
from workbench.report.small_counts import few

__all__ = ["Withheld", "are_large", "kept_errors", "published"]

Withheld = Literal["bins", "groups", "curve", "counts", "segments", "errors", "points"]
"""Parts that are left out: bins of predictions, groups, a curve over thresholds, counts, parts of the rows, what a
model that failed said, values that few have."""

Record = TypeVar("Record")


def are_large(counts: Iterable[float], level: Disclosure) -> bool:
    """Return whether each of some counts of people may be shown: it is 0, or not small.

    Examples
    --------
    >>> from workbench.audit.disclosure.level import disclosure_named
    >>> are_large([0, 11, 400], disclosure_named("public")), are_large([4, 400], disclosure_named("internal"))
    (True, False)
    """
    return not any(few(round(one), level.fewest) for one in counts)


def kept_errors(error: str, level: Disclosure) -> str:
    """Return what a model that failed said; for the public only its first word, since the rest may quote the data.

    Examples
    --------
    >>> from workbench.audit.disclosure.level import disclosure_named
    >>> kept_errors("ValueError: no number: 'Ann'", disclosure_named("public"))
    'ValueError'
    """
    return error.partition(":")[0].partition(" ")[0] if level.whole_percents else error


def published(record: Record, level: Disclosure) -> Record:
    """Return a record with three significant digits in every number, where anybody may read it.

    Parameters
    ----------
    record : dataclass
        What a report tells of a result.
    level : Disclosure
        Who may read it.
    """
    made: Record = _rounded(record) if level.whole_percents else record
    return made


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return rounded(value) if math.isfinite(value) else value
    if isinstance(value, tuple):
        return tuple(_rounded(one) for one in value)
    if isinstance(value, Mapping):
        return {key: _rounded(one) for key, one in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        told = {one.name: _rounded(getattr(value, one.name)) for one in dataclasses.fields(value) if one.init}
        return dataclasses.replace(value, **told)
    return value
