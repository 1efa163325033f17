"""Who is in the data, and who was held out: people by group, as far as readers may see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.audit.disclosure.level import Disclosure
from workbench.audit.result import Audit
from workbench.data.profile.result import GroupMissing, Profile
from workbench.data.roles import NOT_COMPARED, TOO_SMALL, UNKNOWN, Roles
from workbench.data.split import Split
from workbench.report.parts.people import people_by_group
from workbench.report.profile_record import share_digits
from workbench.report.small_counts import hidden_rows
from workbench.stats.intervals import critical_value, rate_limits

__all__ = ["GroupRecord", "MissingRecord", "PartRecord", "PeopleRecord", "hidden_groups", "people_record"]

_MOST_COMPARED = 10
_EXACT, _WHOLE = 15, 2


@dataclass(frozen=True)
class GroupRecord:
    """How many people of a group are in the data.

    Parameters
    ----------
    attribute, group : str
        The protected attribute and its group; or that the group is not known, or not shown.
    n : int or None
        Rows; ``None`` where those of all groups would tell how few have no outcome.
    share, low, high : float or None
        The share of all rows whose group is known, with 95 % limits; ``None`` of a group that is no group.
    expected : float or None
        Its share of the declared population.
    """

    attribute: str
    group: str
    n: int | None
    share: float | None = None
    low: float | None = None
    high: float | None = None
    expected: float | None = None


@dataclass(frozen=True)
class PartRecord:
    """How many people of a group are among the rows to learn from, and how many among those held out."""

    attribute: str
    group: str
    n_train: int
    n_test: int


@dataclass(frozen=True)
class MissingRecord:
    """Which share of a group's rows has no value in a column."""

    column: str
    attribute: str
    group: str
    share: float


@dataclass(frozen=True)
class PeopleRecord:
    """People by group.

    Parameters
    ----------
    groups : tuple of GroupRecord
        Of all rows.
    parts : tuple of PartRecord
        By part of a split.
    missing : tuple of MissingRecord
        Of the columns and attributes where groups are furthest apart.
    hidden : tuple of str
        Attributes of which some group is not shown.
    """

    groups: tuple[GroupRecord, ...] = ()
    parts: tuple[PartRecord, ...] = ()
    missing: tuple[MissingRecord, ...] = ()
    hidden: tuple[str, ...] = ()


def hidden_groups(profile: Profile | None, split: Split | None, people: PeopleRecord | None) -> frozenset[str]:
    """Return the groups that a profile or a split knows, and that people by group do not show."""
    if people is None:
        return frozenset()
    shown = {(one.attribute, one.group) for one in people.groups}
    shown |= {(one.attribute, one.group) for one in people.parts}
    known = {(one.attribute, one.group) for one in (profile.shares if profile is not None else ())}
    by_group = [one for one in split.groups if one.attribute is not None] if split is not None else []
    known |= {(str(one.attribute), one.group) for one in by_group}
    return frozenset(group for attribute, group in known - shown if group not in NOT_COMPARED)


class _Counted(NamedTuple):
    """The groups of one attribute: in all rows, to learn from, and held out."""

    groups: tuple[str, ...]
    n: NDArray[np.int64] | None
    train: NDArray[np.int64] | None
    test: NDArray[np.int64] | None
    hidden: NDArray[np.bool_]


def people_record(
    profile: Profile | None, split: Split | None, audit: Audit | None, level: Disclosure, *, lacking: int = 0
) -> PeopleRecord | None:
    """Return people by group; nothing where neither a profile nor a split knows them.

    Parameters
    ----------
    profile, split : Profile, Split or None
        What knows them.
    audit : Audit or None
        As far as it is shown: of its attributes nothing else is.
    level : Disclosure
        What may be seen.
    lacking : int
        Rows without an outcome, which are in no part of a split.
    """
    if profile is None and split is None:
        return None
    roles = split.data.roles if split is not None else profile.roles if profile is not None else Roles()
    counted = dict(_counted(profile, split, audit, level, roles))
    hidden = tuple(title for title, one in counted.items() if one.hidden.any() or TOO_SMALL in one.groups)
    audited = audit.attributes if audit is not None else ()
    is_told = level.hides_nothing or not 0 < lacking < level.fewest
    expected = {(one.attribute, one.group): one.expected for one in (profile.shares if profile is not None else ())}
    return PeopleRecord(
        groups=tuple(
            row
            for title, one in counted.items()
            for row in _group_rows(title, one, expected, is_told=is_told or title in audited)
        ),
        parts=tuple(row for title, one in counted.items() for row in _part_rows(title, one)),
        missing=tuple(_missing_rows(profile, roles, counted, level)) if profile is not None else (),
        hidden=hidden,
    )


def _counted(
    profile: Profile | None, split: Split | None, audit: Audit | None, level: Disclosure, roles: Roles
) -> Iterator[tuple[str, _Counted]]:
    seen: set[str] = set()
    for one in roles.protected:
        title = one.title
        if audit is not None and not level.hides_nothing and title in audit.attributes:
            yield title, _audited(audit, title, split)
            continue
        found = _of_rows(profile, split, title, level)
        # Two attributes of one column are linked: what one hides the other may tell.
        if found is None or (one.column in seen and found.hidden.any()):
            continue
        seen.add(one.column)
        yield title, found


def _audited(audit: Audit, title: str, split: Split | None) -> _Counted:
    """Return the groups as an audit shows them, so that a report has one number for each."""
    is_model = audit.kind == "model"
    everybody = people_by_group(audit, audit.outcomes if is_model else audit.decisions, title)
    groups = tuple(everybody)
    n = np.array([everybody[group] for group in groups], dtype=np.int64)
    none = np.zeros(len(groups), dtype=bool)
    held_out = people_by_group(audit, audit.decisions, title) if is_model and split is not None else {}
    if split is None or set(held_out) != set(groups) or abs(sum(held_out.values()) - split.test.n_rows) > 0:
        return _Counted(groups, n, None, None, none)
    test = np.array([held_out[group] for group in groups], dtype=np.int64)
    return _Counted(groups, n, n - test, test, none)


def _of_rows(profile: Profile | None, split: Split | None, title: str, level: Disclosure) -> _Counted | None:
    shares = [one for one in profile.shares if one.attribute == title] if profile is not None else []
    everybody = {one.group: one.n for one in shares}
    if profile is not None and shares and profile.n_rows > shares[0].n_all:
        everybody[UNKNOWN] = profile.n_rows - shares[0].n_all
    parts = _by_part(split, title) if split is not None else {}
    groups = tuple(dict.fromkeys((*everybody, *parts)))
    if not groups:
        return None
    n = np.array([everybody.get(group, 0) for group in groups], dtype=np.int64) if everybody else None
    cells = np.array([parts.get(group, (0, 0, 0, 0)) for group in groups], dtype=np.int64) if parts else None
    columns = [one for one in (n[:, None] if n is not None else None, cells) if one is not None]
    hidden = np.zeros(len(groups), dtype=bool)
    if not level.hides_nothing:
        hidden = hidden_rows(np.hstack(columns), level.fewest)
    train, test = (cells[:, :2].sum(axis=1), cells[:, 2:].sum(axis=1)) if cells is not None else (None, None)
    return _Counted(groups, n, train, test, hidden)


def _by_part(split: Split, title: str) -> dict[str, tuple[int, int, int, int]]:
    """Return by group the rows to learn from and those held out, each by outcome."""
    return {
        one.group: (
            one.n_train_favourable or 0,
            one.n_train - (one.n_train_favourable or 0),
            one.n_test_favourable or 0,
            one.n_test - (one.n_test_favourable or 0),
        )
        for one in split.groups
        if one.attribute == title and one.n_train + one.n_test
    }


def _group_rows(
    title: str,
    one: _Counted,
    expected: Mapping[tuple[str, str], float | None],
    *,
    is_told: bool,
) -> Iterator[GroupRecord]:
    if one.n is None:
        return
    # Where it is not shown how many are in no known group, they count as if they were: all that is shown adds up.
    known = np.array([group != UNKNOWN for group in one.groups]) | one.hidden
    n_all = int(one.n[known].sum())
    digits = _EXACT if is_told else _WHOLE
    for group, n, is_hidden in zip(one.groups, one.n.tolist(), one.hidden.tolist(), strict=True):
        if is_hidden or group in NOT_COMPARED or not n_all:
            if not is_hidden:
                yield GroupRecord(title, group, n if is_told else None)
            continue
        low, high = (float(side[0]) for side in rate_limits([n], [n_all], critical_value(0.95)))
        share, low, high = (round(value, digits) for value in (n / n_all, low, high))
        yield GroupRecord(title, group, n if is_told else None, share, low, high, expected.get((title, group)))
    pool = int(one.n[one.hidden].sum())
    if pool:
        yield GroupRecord(title, TOO_SMALL, pool if is_told else None)


def _part_rows(title: str, one: _Counted) -> Iterator[PartRecord]:
    if one.train is None or one.test is None:
        return
    for group, train, test, is_hidden in zip(
        one.groups, one.train.tolist(), one.test.tolist(), one.hidden.tolist(), strict=True
    ):
        if not is_hidden:
            yield PartRecord(title, group, train, test)
    if one.hidden.any():
        yield PartRecord(title, TOO_SMALL, int(one.train[one.hidden].sum()), int(one.test[one.hidden].sum()))


def _missing_rows(
    profile: Profile, roles: Roles, counted: Mapping[str, _Counted], level: Disclosure
) -> Iterator[MissingRecord]:
    columns = {one.title: one.column for one in roles.protected}
    pairs: dict[tuple[str, str], list[GroupMissing]] = {}
    for one in profile.missing:
        if one.n and columns.get(one.attribute) != one.column and one.attribute in counted:
            pairs.setdefault((one.column, one.attribute), []).append(one)
    told = [
        rows
        for (column, attribute), found in pairs.items()
        if len(rows := _told_missing(profile, column, found, counted[attribute], level)) > 1
    ]
    told.sort(key=lambda rows: min(one.share for one in rows) - max(one.share for one in rows))
    for rows in told[:_MOST_COMPARED]:
        yield from rows


def _told_missing(
    profile: Profile, column: str, found: Sequence[GroupMissing], shown: _Counted, level: Disclosure
) -> list[MissingRecord]:
    """Return the shares of one column's missing values that may be shown, by group."""
    whole = next((one for one in profile.columns if one.name == column), None)
    cells = [[one.n - one.n_missing, one.n_missing] for one in found]
    if whole is not None:  # those whose group is not known are what is left of all
        missing = whole.n_missing - sum(one.n_missing for one in found)
        cells.append([whole.n - whole.n_missing - sum(one[0] for one in cells), missing])
    seen = {group for group, is_hidden in zip(shown.groups, shown.hidden.tolist(), strict=True) if not is_hidden}
    also = np.array([one.group not in seen for one in found] + [False] * (len(cells) - len(found)))
    table = np.array(cells, dtype=np.int64)
    hidden = np.zeros(len(cells), dtype=bool)
    if not level.hides_nothing:
        hidden = hidden_rows(table, level.fewest, also)
    digits = share_digits(level)
    rows = []
    for one, is_hidden in zip(found, hidden.tolist(), strict=False):
        if not is_hidden and one.group not in NOT_COMPARED:
            share = one.n_missing / one.n
            rows.append(
                MissingRecord(one.column, one.attribute, one.group, share if digits is None else round(share, digits))
            )
    return rows
