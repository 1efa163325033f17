"""What a report says of the data and of the stages before a model, from what it was given."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from workbench.audit.disclosure.level import NOT_PUBLISHED, Disclosure
from workbench.audit.result import Audit
from workbench.data.profile.result import Profile
from workbench.data.roles import Roles
from workbench.modeling.performance import AmountPerformance, Performance
from workbench.report.disclosing import shown_rows, without_hashes
from workbench.report.given import Given
from workbench.report.naming import columns_that_name
from workbench.report.people_record import PeopleRecord, hidden_groups, people_record
from workbench.report.profile_record import (
    ColumnSummary,
    ProfileRecord,
    association_records,
    column_summary,
    duplicates_record,
    fingerprint_of,
)
from workbench.report.records import DataRecord, data_record
from workbench.report.shown_findings import Shared, without_names
from workbench.report.small_counts import few
from workbench.report.stage_records import (
    LeaksRecord,
    PreparationRecord,
    SplitRecord,
    leaks_record,
    preparation_record,
    split_record,
)

__all__ = ["DataRecords", "data_records", "profile_record"]


class DataRecords(NamedTuple):
    """What is known of the data, as far as it may be seen.

    Beside it, and never in a report: how many rows there are, and are told; which groups are not shown; and which
    columns name people.
    """

    data: DataRecord | None
    profile: ProfileRecord | None
    people: PeopleRecord | None
    leaks: LeaksRecord | None
    split: SplitRecord | None
    preparation: PreparationRecord | None
    counted: tuple[int, int] | None
    hidden_groups: frozenset[str]
    naming: frozenset[str]

    def shared(self, performance: Performance | AmountPerformance | None, roles: Roles) -> Shared:
        """Return what is shown beside findings.

        Parameters
        ----------
        performance : Performance, AmountPerformance or None
            How good a model is, as far as that is shown.
        roles : Roles
            What columns are for.
        """
        titles = self.people.hidden if self.people is not None else ()
        columns = {one.column for one in roles.protected if one.title in titles}
        untold = {one.name for one in (self.data.columns if self.data else ()) if one.n_missing is None}
        untold |= {one.name for one in (self.profile.columns if self.profile else ()) if one.n_missing is None}
        hidden = frozenset({*titles, *columns})
        return Shared(self.counted, performance, self.hidden_groups, hidden, frozenset(untold), self.naming)


def data_records(given: Given, audit: Audit | None, level: Disclosure) -> DataRecords:
    """Return what a report has to know of the data, and of what was done before a model.

    Parameters
    ----------
    given : Given
        The results.
    audit : Audit or None
        As far as it may be seen.
    level : Disclosure
        What readers may see.
    """
    data, profile = given.data, given.profile
    lacking = _lacking(given)
    # A fingerprint of rows begins with how many they are, which beside those told gives the few others.
    bare = without_hashes(data, audit, level) or (not level.hides_nothing and 0 < lacking < level.fewest)
    record = data_record(data, level, audit) if data is not None else None
    if record is not None and bare:
        record = replace(record, source=NOT_PUBLISHED, rows=NOT_PUBLISHED)
    naming = columns_that_name(profile, data)
    if record is not None:
        record = replace(record, notes=without_names(record.notes, naming))
    counted = None
    if data is not None:
        counted = (data.n_rows, shown_rows(data, level))
    elif profile is not None:
        counted = (profile.n_rows, _told_rows(profile, level))
    people = people_record(profile, given.split, audit, level, lacking=lacking)
    hidden = people.hidden if people is not None else ()
    return DataRecords(
        data=record,
        profile=profile_record(profile, record, audit, level, bare=bare) if profile is not None else None,
        people=people,
        leaks=leaks_record(given.leaks, level, bare=bare) if given.leaks is not None else None,
        split=split_record(given.split, level, bare=bare, hidden=hidden) if given.split is not None else None,
        preparation=(
            preparation_record(given.prepared, level, bare=bare)
            if given.prepared is not None and given.fitted is None
            else None
        ),
        counted=counted,
        hidden_groups=hidden_groups(profile, given.split, people),
        naming=naming,
    )


def profile_record(
    profile: Profile, data: DataRecord | None, audit: Audit | None, level: Disclosure, *, bare: bool
) -> ProfileRecord:
    """Return a profile as far as it may be seen.

    Parameters
    ----------
    profile : Profile
        What ``profile_data`` returned.
    data : DataRecord or None
        What else is told of the data: of missing values the same.
    audit : Audit or None
        As far as it may be seen; of its outcomes and groups nothing else is.
    level : Disclosure
        What readers may see.
    bare : bool
        Whether hashes are left out.
    """
    missing = {one.name: one.n_missing for one in data.columns} if data is not None else _missing(profile, level)
    groups = {one.column for one in profile.roles.protected}
    outcomes = {profile.roles.target} if audit is not None else set()

    def summary(place: int) -> ColumnSummary:
        column = profile.columns[place]
        told = missing.get(column.name)
        return column_summary(column, level, elsewhere=column.name in groups | outcomes, n_missing=told)

    repeated, but_id, contradicting = duplicates_record(profile.duplicates, profile.n_rows, level)
    return ProfileRecord(
        fingerprint=fingerprint_of(profile, bare=bare),
        n_rows=data.n_rows if data is not None else _told_rows(profile, level),
        columns=tuple(summary(place) for place in range(len(profile.columns))),
        associations=association_records(profile.associations, level),
        n_repeated=repeated,
        n_repeated_but_id=but_id,
        n_contradicting=contradicting,
        versions=dict(profile.provenance.versions),
    )


def _missing(profile: Profile, level: Disclosure) -> dict[str, int | None]:
    if level.hides_nothing:
        return {one.name: one.n_missing for one in profile.columns}
    return {one.name: None if few(one.n_missing, level.fewest, one.n) else one.n_missing for one in profile.columns}


def _told_rows(profile: Profile, level: Disclosure) -> int:
    """Return how many rows are told: those without an outcome are not, where they are few."""
    lacking = _without_outcome(profile)
    return profile.n_rows - lacking if 0 < lacking < level.fewest else profile.n_rows


def _without_outcome(profile: Profile) -> int:
    return sum(one.n_missing for one in profile.columns if one.role == "target")


def _lacking(given: Given) -> int:
    if given.split is not None:
        return given.split.n_without_outcome
    if given.profile is not None:
        return _without_outcome(given.profile)
    data = given.data
    return int(data.column(data.roles.target).null_count) if data is not None and data.roles.target else 0
