"""Which rows a split learns from and which it holds out, by each method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workbench.checks import check_choice
from workbench.data.dataset import Dataset
from workbench.data.roles import label_of
from workbench.data.splitting.entities import can_be_split, entities_held_out
from workbench.data.splitting.keys import codes_by_value, seeded_keys
from workbench.data.splitting.outcomes import Stated, stated_of
from workbench.data.splitting.periods import first_held_out
from workbench.data.splitting.strata import strata_by_value, strata_in_order, systematic_sample
from workbench.errors import InputError, NotEnoughDataError, RoleError

__all__ = ["METHODS", "Drawn", "Method", "draw", "method_of"]

Method = Literal["stratified", "grouped", "temporal"]

METHODS: tuple[Method, ...] = ("stratified", "grouped", "temporal")

_FEWEST = 20

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Drawn:
    """Places of rows.

    Parameters
    ----------
    train, test : array of int64
        Places of the rows to learn from and of those held out, rising.
    n_without_time : int
        Rows with an outcome that have no time and so no place before or after the cut.
    n_apart : int
        Earlier rows that belong together with rows held out.
    """

    train: Ints
    test: Ints
    n_without_time: int = 0
    n_apart: int = 0


def method_of(data: Dataset, method: str | None) -> Method:
    """Return the method asked for, or the one that the roles of a data set call for.

    Raises
    ------
    InputError
        If there is no such method.
    RoleError
        If the data set has no column that the method needs.
    """
    needed = {"grouped": data.roles.group, "temporal": data.roles.time}
    if method is None:
        return "temporal" if data.roles.time else "grouped" if data.roles.group else "stratified"
    if not isinstance(method, str):
        raise InputError.for_choice("method", method, METHODS)
    check_choice("method", method, METHODS)
    if method in needed and needed[method] is None:
        role = "group" if method == "grouped" else "time"
        says = "which rows belong together" if method == "grouped" else "when"
        raise RoleError(
            f"method is {method!r}, and no column of {data.name!r} says {says}.\n"
            f"Name one: assign_roles(data, {role}=…), or read_data(…, {role}=…)."
        )
    return next(one for one in METHODS if one == method)


def draw(data: Dataset, method: Method, test_size: float, seed: int) -> Drawn:
    """Return which rows a method learns from and holds out.

    Raises
    ------
    NotEnoughDataError
        With fewer than 20 rows that have an outcome, or where one of two outcomes is missing from a part, or a part
        has only one class or amount.
    RoleError
        If the data set has no target.
    """
    stated = stated_of(data, test_size)
    if method == "temporal":
        drawn = _by_time(data, stated.known, test_size)
    elif method == "grouped":
        drawn = _by_entity(data, stated, test_size, seed)
    else:
        drawn = _by_stratum(data, stated, test_size, seed)
    _check(data, stated, drawn, method)
    return drawn


def _by_stratum(data: Dataset, stated: Stated, share: float, seed: int) -> Drawn:
    outcomes, known = stated
    rng = np.random.default_rng(seed)
    if data.roles.id is None:  # in this order: the keys, then the start
        keys, strata = rng.random(len(known)), strata_in_order(data, outcomes)[known]
        held_out = systematic_sample(strata, share, keys, rng.random())
    else:
        names, strata = seeded_keys(data.column(data.roles.id), seed)[known], strata_by_value(data, outcomes)[known]
        start = rng.random()
        keys = np.argsort(np.lexsort((rng.random(len(known)), names))).astype(np.float64)  # ids that repeat: at random
        held_out = systematic_sample(strata, share, keys, start)
    return Drawn(known[~held_out], known[held_out])


def _by_entity(data: Dataset, said: Stated, share: float, seed: int) -> Drawn:
    outcomes, known = said
    entities, keys = _entities(data, known, seed)
    _, firsts, places = np.unique(entities, return_index=True, return_inverse=True)
    places, stated = places.ravel().astype(np.int64), np.unique(outcomes[known], return_inverse=True)[1].ravel()
    if not can_be_split(places, stated):
        return Drawn(known[:0], known[:0])
    margins = [
        stated,
        *(codes_by_value(column)[0][known] * (int(stated.max()) + 1) + stated for column in data.groups().columns),
    ]
    strata, start = strata_by_value(data, outcomes)[known], np.random.default_rng(seed).random()
    chosen = entities_held_out(places, margins, share=share, strata=strata, keys=keys[firsts], start=start)
    held_out = chosen[places]
    return Drawn(known[~held_out], known[held_out])


def _entities(data: Dataset, known: Ints, seed: int) -> tuple[Ints, NDArray[np.uint64]]:
    """Return which entity each row belongs to, and its key; a row that names none is one by itself."""
    column = data.column(str(data.roles.group))
    codes, n_values = codes_by_value(column)
    codes, keys = codes[known], seeded_keys(column, seed)[known]
    alone = codes < 0
    codes[alone] = n_values + np.arange(alone.sum())
    if data.roles.id is not None:
        keys[alone] = seeded_keys(data.column(data.roles.id), seed)[known][alone]
    else:
        keys[alone] = np.random.default_rng(seed).integers(2**64, size=alone.sum(), dtype=np.uint64)
    return codes, keys


def _by_time(data: Dataset, known: Ints, share: float) -> Drawn:
    times, _ = codes_by_value(data.column(str(data.roles.time)))
    timed = known[times[known] >= 0]
    if len(np.unique(times[timed])) < 2:
        return Drawn(known[:0], known[:0])
    later = times[timed] >= first_held_out(times[timed], share)
    train, test = timed[~later], timed[later]
    n_apart = 0
    if data.roles.group is not None:
        entities, _ = codes_by_value(data.column(data.roles.group))
        shared = np.isin(entities[train], entities[test]) & (entities[train] >= 0)
        train, n_apart = train[~shared], int(shared.sum())
    return Drawn(train, test, len(known) - len(timed), n_apart)


def _check(data: Dataset, stated: Stated, drawn: Drawn, method: Method) -> None:
    outcomes, known = stated
    if data.roles.task != "binary":
        _check_parts(data, known, drawn, method)
        return
    fewest = min(np.bincount(outcomes[part], minlength=2).min() for part in (drawn.train, drawn.test))
    if len(known) >= _FEWEST and fewest > 0:
        return
    rarer = np.bincount(outcomes[known], minlength=2).min()
    have = f"{data.name!r} has {len(known):,} rows with an outcome, {rarer:,} of them with the rarer one"
    if method == "stratified" or len(known) < _FEWEST:
        raise NotEnoughDataError(f"{have}.\nA split needs at least {_FEWEST} rows, and each outcome in both parts.")
    if method == "grouped":
        raise NotEnoughDataError(
            f"{have}.\nThose of one {data.roles.group!r} stay together, and no such parts both hold each outcome.\n"
            "Collect more, or split row by row: method='stratified'."
        )
    raise NotEnoughDataError(have + ".\n" + _why_not_in_time(data, drawn, "an outcome"))


def _check_parts(data: Dataset, known: Ints, drawn: Drawn, method: Method) -> None:
    """Raise where a part of classes or amounts has nothing to tell apart."""
    targets = data.targets()
    fewest = min(len(np.unique(targets[part])) for part in (drawn.train, drawn.test))
    if len(known) >= _FEWEST and fewest > 1:
        return
    need = "two classes" if data.roles.task == "multiclass" else "two different amounts"
    have = f"{data.name!r} has {len(known):,} rows with an outcome"
    if method == "stratified" or len(known) < _FEWEST:
        raise NotEnoughDataError(f"{have}.\nA split needs at least {_FEWEST} rows, and {need} in each part.")
    if method == "grouped":
        raise NotEnoughDataError(
            f"{have}.\nThose of one {data.roles.group!r} stay together, and no such parts both hold {need}.\n"
            "Collect more, or split row by row: method='stratified'."
        )
    raise NotEnoughDataError(f"{have}.\n{_why_not_in_time(data, drawn, need)}")


def _why_not_in_time(data: Dataset, drawn: Drawn, lacks: str) -> str:
    column = data.roles.time
    if len(drawn.test) == 0:
        return (
            f"Column {column!r} tells no two times apart, so that none is later.\n"
            "Name another column, or split at random: method='stratified'."
        )
    times = data.column(str(column)).take(drawn.test)
    first = label_of(min(value for value in times.to_pylist()))
    kept = f", without what belongs together with rows held out ({drawn.n_apart:,})" if drawn.n_apart else ""
    instead = "'grouped'" if data.roles.group is not None else "'stratified'"
    return (
        f"With those from {first} of {column!r} on held out{kept}, one part lacks {lacks}.\n"
        f"Ask for another test_size, or split at random: method={instead}."
    )
