"""What speaks against roles before anything is trained: small groups, leaks, proxies, rare outcomes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from workbench.core.finding import SEVERITIES, Finding
from workbench.data.dataset import Dataset
from workbench.data.profile.observed_groups import FEW_ROWS, of_groups, of_outcomes
from workbench.document.wording import name
from workbench.preparation.leaks.giveaways import giveaways
from workbench.preparation.leaks.protected import protected_features, proxies
from workbench.preparation.leaks.subject import Subject
from workbench.widgets.roles_looks import Columns
from workbench.widgets.view import Group, Node, Said
from workbench.widgets.wording import told
from workbench.widgets.worker import Pace

__all__ = ["found_in_rows", "of_counts", "shown_warnings", "warnings_of"]

_OF_ROLES = frozenset({"WB102", "WB103", "WB139", "WB501"})
_FEW, _MOST, _LONGEST = 3, 12, 400
_ONE_BY_ONE = 3


def of_counts(data: Dataset, columns: Columns) -> Iterator[Said]:
    """Yield what the counts say against the roles of a data set, the most serious first.

    Parameters
    ----------
    data : Dataset
        With roles.
    columns : Columns
        What is known of its columns.
    """
    roles = data.roles
    found = [one for one in data.findings if one.code in _OF_ROLES]
    if roles.target is not None and roles.task != "regression":
        found += of_outcomes(roles.target, columns.outcomes(roles.target))
    alone: list[Said] = []
    many: list[Said] = []
    for place, one in enumerate(roles.protected):
        shares = columns.shares(one)
        small = [share for share in shares if 0 < share.n < FEW_ROWS]
        if columns.n_groups(one) < 2:
            message = "roles.warning.one_band" if columns.is_number(one.column) else "roles.warning.one"
            alone.append(Said(f"alone/{place}", told(message, attribute=one.title), "caution"))
        elif len(small) <= _ONE_BY_ONE:
            found += of_groups(small)
        else:
            counted = told("roles.warning.small", n=len(small), all=len(shares), attribute=one.title, few=FEW_ROWS)
            many.append(Said(f"small/{place}", counted, "caution"))
    yield from (*alone, *many)
    yield from warnings_of(found, "counts")


class _AnyRow(Subject):
    """What is looked at where nobody has said yet which rows have an outcome."""

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        """All rows."""
        return np.arange(self.data.n_rows, dtype=np.int64)


def found_in_rows(data: Dataset, pace: Pace) -> tuple[Finding, ...]:
    """Return columns that give the outcome or a group away; looked for in rows, which takes its time.

    Parameters
    ----------
    data : Dataset
        Some rows, with roles; without a target only groups are looked at.
    pace : Pace
        How far it has come.
    """
    has_outcomes = data.roles.target is not None and data.roles.task != "regression"
    subject = (Subject if has_outcomes else _AnyRow)(data, data.features)
    checks = [protected_features, proxies, *([giveaways] if has_outcomes else [])]
    found: list[Finding] = []
    for place, check in enumerate(checks):
        if pace.is_ended:
            break
        pace.tell(place, len(checks))
        found += check(subject).findings
    return tuple(found)


def warnings_of(findings: Sequence[Finding], id: str) -> Iterator[Said]:
    """Yield findings as sentences: what was seen and what to do."""
    for place, one in enumerate(sorted(findings, key=lambda one: SEVERITIES.index(one.severity))):
        text = f"{name(one.title, _LONGEST).text}. {name(one.what_to_do, _LONGEST).text}"
        yield Said(f"{id}/{place}", text, "plain" if one.severity == "note" else "caution")


def shown_warnings(warnings: Sequence[Said], n_looked_at: int | None) -> Group | None:
    """Return the first few, and the others folded away.

    Parameters
    ----------
    warnings : sequence of Said
        The most serious first.
    n_looked_at : int or None
        Rows that were looked at for leaks; ``None`` while they are not, when nobody can say that there is nothing.
    """
    numbered = [replace(one, id=f"warning/{place}") for place, one in enumerate(warnings)]
    first: tuple[Node, ...] = tuple(numbered[:_FEW])
    if not first and n_looked_at is not None:
        first = (Said("warning/none", told("roles.noticed.nothing", n=n_looked_at), "quiet"),)
    more: tuple[Node, ...] = tuple(numbered[_FEW:_MOST])
    if len(numbered) > _MOST:
        more += (Said("warning/rest", told("roles.noticed.rest", n=len(numbered) - _MOST), "quiet"),)
    fold = (Group("warnings/more", more, told("roles.noticed.more", n=len(numbered) - _FEW), "fold"),) if more else ()
    return Group("warnings", (*first, *fold), told("roles.noticed")) if first else None
