"""Who is in the data: the groups' shares, and those of a declared population."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from workbench.data.profile.others import Other, Others
from workbench.data.profile.result import GroupShare
from workbench.errors import InputError, RoleError
from workbench.stats.intervals import critical_value, rate_limits

__all__ = ["Shares", "declared_shares", "group_shares"]

Shares = Mapping[str, Mapping[str, float]]
"""By title of an attribute: the share of each group in the population."""

_ROUNDING = 0.01
_LISTED = 5


def declared_shares(population: Shares | None, others: Others) -> dict[str, dict[str, float]]:
    """Return the declared shares by title of the attribute, after checking them.

    Parameters
    ----------
    population : mapping, optional
        What :func:`profile_data` was told.
    others : Others
        The protected attributes and their groups.
    """
    if population is None:
        return {}
    if not isinstance(population, Mapping):
        raise InputError(
            f"population is {population!r}.\n"
            "Give the share of each group by attribute: population={'sex': {'female': 0.51, 'male': 0.49}}."
        )
    attributes = [one for one in others.entries if one.role == "protected"]
    found: dict[str, dict[str, float]] = {}
    for name, shares in population.items():
        one = next((one for one in attributes if name in (one.title, one.column)), None)
        if one is None:
            raise _not_protected(name, attributes)
        if one.title in found:
            raise RoleError(f"population names {one.title!r} twice, by its title and by its column.\nName it once.")
        found[one.title] = _checked(one, shares)
    return found


def group_shares(others: Others, expected: Shares) -> tuple[GroupShare, ...]:
    """Return the share of each group among rows whose group is known, and what it is in the population."""
    shares = []
    for one, sizes in zip(others.entries, others.sizes, strict=True):
        if one.role == "target":
            continue
        declared = expected.get(one.title, {})
        n_all = int(sizes[:-1].sum())
        counts = dict(zip(one.names, sizes.tolist(), strict=False))
        names = [*one.names, *(name for name in declared if name not in counts)]
        for name in names:
            n = counts.get(name, 0)
            shares.append(GroupShare(one.title, name, n, n_all, share_limits(n, n_all), declared.get(name)))
    return tuple(shares)


def share_limits(n: int, n_all: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the limits of a share: Wilson's, exact where few are expected; ``nan`` of no rows."""
    if not n_all:
        return math.nan, math.nan
    limits = rate_limits(np.array([n]), np.array([n_all]), critical_value(confidence), n / n_all)
    return float(limits.low[0]), float(limits.high[0])


def _checked(one: Other, shares: object) -> dict[str, float]:
    argument = f"population[{one.title!r}]"
    if not isinstance(shares, Mapping) or not shares:
        raise InputError(f"{argument} is {shares!r}.\nGive the share of each group, such as {{{_first(one)!r}: 0.51}}.")
    found: dict[str, float] = {}
    for name, share in shares.items():
        if isinstance(share, (bool, str)) or not isinstance(share, (int, float)) or not 0 <= share <= 1:
            raise InputError(f"{argument}[{name!r}] is {share!r}.\nGive a share from 0 to 1, such as 0.51.")
        found[str(name)] = float(share)
    undeclared = [name for name in one.names if name not in found]
    strange = next((name for name in found if name not in one.names), None)
    if strange is not None and undeclared:
        listed = ", ".join(repr(name) for name in one.names[:_LISTED])
        more = f", and {len(one.names) - _LISTED} more" if len(one.names) > _LISTED else ""
        raise RoleError(
            f"{argument} names {strange!r}, which is no group of the data.\n"
            f"The groups are: {listed}{more}. Name all of them, as they are written here, before others."
        )
    total = math.fsum(found.values())
    if total > 1 + _ROUNDING or (total < 1 - _ROUNDING and not undeclared):
        raise InputError(
            f"The shares of {argument} add up to {total:.3g}.\n"
            "They have to add up to 1; leave out no group of the population."
        )
    return found


def _first(one: Other) -> str:
    return one.names[0] if one.names else "a group"


def _not_protected(name: object, attributes: list[Other]) -> RoleError:
    if not attributes:
        return RoleError(
            f"population names {name!r}, and the data have no protected attribute.\n"
            "Name it in read_data(…, protected=[…]) first."
        )
    return RoleError.for_choice("population names an attribute that", name, [one.title for one in attributes])
