"""``profile_data``: from a data set to what is in it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from workbench.checks import check_result
from workbench.core.finding import Finding
from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.data.profile.associated import associations_of_missing, associations_of_values
from workbench.data.profile.columns import Counted, count_column
from workbench.data.profile.copies import find_copies
from workbench.data.profile.duplicates import count_duplicates
from workbench.data.profile.groups import declared_shares, group_shares
from workbench.data.profile.keys import Column
from workbench.data.profile.observations import in_order, of_columns, of_copies
from workbench.data.profile.observed_groups import (
    of_groups,
    of_missing,
    of_outcomes,
    of_rows,
    of_telling_missing,
    of_too_many_groups,
)
from workbench.data.profile.others import Others, others_of
from workbench.data.profile.result import GroupMissing, Profile
from workbench.data.roles import UNKNOWN

__all__ = ["profile_data"]

_SMALL = 10_000_000  # rows up to which columns are counted at the same time


def profile_data(data: Dataset, *, population: Mapping[str, Mapping[str, float]] | None = None) -> Profile:
    """Return what is in a data set: its columns, what goes with what, what is missing for whom, who is there.

    Everything is counted over all rows, in memory or on disk, a column at a time; nothing is sampled. Files larger
    than memory are read about twice.

    Parameters
    ----------
    data : Dataset
        What :func:`read_data` returned.
    population : mapping of str to mapping of str to float, optional
        The people the data should speak for: by protected attribute (its title or column), the share of each group,
        adding up to 1: ``{"sex": {"female": 0.51, "male": 0.49}}``.

    Returns
    -------
    Profile
        One entry a column, association, group; and findings.

    Raises
    ------
    InputError
        If ``data`` is no data set, or the shares of a population are not shares.
    RoleError
        If ``population`` names an attribute or a group that is not there.

    Notes
    -----
    Associations are Cramér's V after Bergsma (2013), see :func:`workbench.stats.association.cramers_v`, over rows in
    which both are known. Amounts that are the target count in up to 10 bands of about equally many rows. Numbers, dates
    and times count in up to 20 bins of about equally many rows (each value by
    itself where there are up to 20), text by the values that five rows or more have, at most 1,000 of them, all
    others together.

    Examples
    --------
    >>> import pandas as pd
    >>> from workbench.data.read import read_data
    >>> frame = pd.DataFrame({"hired": [1, 0, 1, 0], "sex": ["f", "m", "m", None], "score": [7.0, 3.0, 9.0, 4.0]})
    >>> profile = profile_data(read_data(frame, target="hired", protected=["sex"]))
    >>> profile.column("score").numbers.mean, profile.column("sex").n_missing
    (5.75, 1)
    """
    check_result("data", data, Dataset, "read_data")
    others = others_of(data)
    expected = declared_shares(population, others)
    counted = _counted(data, others)
    found = Profile(
        Provenance("profile_data", {"population": expected, **_reading(data)}, (data.fingerprint,)),
        data.name,
        data.roles,
        data.n_rows,
        tuple(one.profile for one in counted),
        associations_of_values(counted, others),
        tuple(_missing(counted, others)),
        group_shares(others, expected),
        count_duplicates(data),
        missing_associations=associations_of_missing(counted, others),
    )
    copies = find_copies(data, found.columns, [one.pattern for one in counted])
    return replace(
        found, findings=(*data.findings, *in_order([*_noticed(found, others), *of_copies(copies, data.roles)]))
    )


def _noticed(found: Profile, others: Others) -> Iterator[Finding]:
    yield from of_rows(found.duplicates, found.columns, found.n_rows, two=found.roles.task == "binary")
    for other, sizes in zip(others.entries, others.sizes, strict=True):
        if other.role == "target" and found.roles.task != "regression":
            yield from of_outcomes(other.title, dict(zip(other.names, sizes.tolist(), strict=False)))
    yield from of_too_many_groups(others.too_many)
    yield from of_groups(found.shares)
    yield from of_telling_missing(found.missing_associations)
    yield from of_missing([one for one in found.missing if one.group != UNKNOWN])
    yield from of_columns(found.columns)


def _reading(data: Dataset) -> dict[str, object]:
    """Return how the data were read, where they are as they were read: so they can be read again and counted."""
    made = data.provenance
    if made.stage != "read_data":
        return {}
    return {"reading": {name: value for name, value in made.settings.items() if name not in ("roles", "notes")}}


def _counted(data: Dataset, others: Others) -> list[Counted]:
    columns = Column.all_of(data)
    roles = {one.column: "protected" for one in data.roles.protected}
    roles |= {column: role for role, column in data.roles.named.items()}

    def count(one: Column) -> Counted:
        return count_column(one, roles.get(one.name, "feature"), others)

    if data.n_rows > _SMALL:  # one at a time: each takes memory of its own
        return [count(one) for one in columns]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(count, columns))


def _missing(counted: list[Counted], others: Others) -> Iterator[GroupMissing]:
    for one in counted:
        for other, table, sizes in zip(others.entries, one.tables, others.sizes, strict=True):
            if other.role == "target" or other.column == one.profile.name or not one.profile.n_missing:
                continue
            for name, n, n_missing in zip((*other.names, UNKNOWN), sizes.tolist(), table[-1].tolist(), strict=True):
                if n:
                    yield GroupMissing(one.profile.name, other.title, name, n, n_missing)
