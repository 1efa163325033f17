"""Which of the changes that turn an answer to offer: near ones, and rather those that hold a little further too."""

from __future__ import annotations

import heapq
from typing import NamedTuple

import numpy as np

from workbench.explanation.counterfactuals.search import A_COLUMN, Codes, Search
from workbench.explanation.person_row import PersonRow
from workbench.explanation.tellable import place_of

__all__ = ["Way", "choose"]

_FURTHER = 10
_SIMILAR = A_COLUMN
"""How much further a change may be that holds: as much as a further column costs."""
_LOOKED_AT = 10
_CHECKED = 60


class Way(NamedTuple):
    """A change that turns the answer.

    Parameters
    ----------
    codes : array of int
        What is asked of the model.
    score : float
        What it says.
    narrow : tuple of str
        Changed columns of which a value a little further along the same way turns the answer back.
    """

    codes: Codes
    score: float
    narrow: tuple[str, ...]


def choose(search: Search, person: PersonRow, max_changed: int, n: int) -> list[Way]:
    """Return the nearest ways that change other columns than those before, asked once more, each alone.

    One that is narrow is drawn to values of the same columns that hold, where there are any at similar cost; else it
    counts as so much further, and others come before it.

    Parameters
    ----------
    search : Search
        What there is to ask.
    person : PersonRow
        The row.
    max_changed : int
        At most so many columns change together.
    n : int
        At most so many ways.
    """
    # Costs, codes to settle ties, and the columns in which a way is narrow once that was looked at.
    waiting: list[tuple[float, list[int], tuple[str, ...] | None]] = [
        (cost, codes.tolist(), None) for cost, codes in search.run(max_changed, n)
    ]
    heapq.heapify(waiting)
    chosen: list[Way] = []
    taken: list[set[int]] = []
    n_checked = 0
    while waiting and len(chosen) < n:
        cost, listed, narrow = heapq.heappop(waiting)
        codes = np.array(listed, dtype=np.int64)
        changed = set(np.flatnonzero(codes >= 0).tolist())
        if any(before <= changed for before in taken):
            continue
        if narrow is None:
            n_checked += 1
            narrow = _undone(search, person, codes)
            if narrow and n_checked <= _CHECKED:
                cost, codes, narrow = _steadied(search, person, codes, cost, narrow)
                heapq.heappush(waiting, (cost, codes.tolist(), narrow))
                continue
        answers = search.answers(codes[None])
        if search.goal.is_reached(answers)[0]:
            chosen.append(Way(codes, float(search.goal.score(answers)[0]), narrow))
            taken.append(changed)
    return chosen


def _steadied(
    search: Search, person: PersonRow, codes: Codes, cost: float, narrow: tuple[str, ...]
) -> tuple[float, Codes, tuple[str, ...]]:
    """Return the nearest way through other values of one narrow column that holds, if it is of similar cost."""
    parts = []
    for place in (search.names.index(name) for name in narrow):
        others = np.repeat(codes[None], search.sizes[place], axis=0)
        others[:, place] = np.arange(search.sizes[place])
        parts.append(others)
    every = np.concatenate(parts)
    costs = search.cost(every)
    every, costs = every[costs <= cost + _SIMILAR], costs[costs <= cost + _SIMILAR]
    turns = search.goal.is_reached(search.answers(every))
    every, costs = every[turns], costs[turns]
    for at in np.argsort(costs, kind="stable")[:_LOOKED_AT]:
        if not _undone(search, person, every[at]):
            return float(costs[at]), every[at], ()
    return cost + _SIMILAR, codes, narrow


def _undone(search: Search, person: PersonRow, codes: Codes) -> tuple[str, ...]:
    """Return the changed columns of which a value a little further along the same way turns the answer back.

    Asked are the next ten values that can be told, with the other changes as they are. Not of goals that an answer
    can go beyond, such as a class between two others: there it is no sign of chance.
    """
    if search.goal.has_two_ends:
        return ()
    names = []
    for place, (name, option) in enumerate(search.options.items()):
        own = person.values[name]
        if codes[place] < 0 or own is None or not option.told.is_ordered:
            continue
        at = option.told.places[option.codes]
        off = (at - at[codes[place]]) * np.sign(at[codes[place]] - place_of(own))
        further = np.flatnonzero(off > 0)
        further = further[np.argsort(off[further], kind="stable")][:_FURTHER]
        questions = np.repeat(codes[None], len(further), axis=0)
        questions[:, place] = further
        if not search.goal.is_reached(search.answers(questions)).all():
            names.append(name)
    return tuple(names)
