"""A small search for the nearest changes of a few columns that turn a model's answer.

All single changes and, as far as the budget of questions goes, all pairs; beyond two columns the pairs that come
nearest are carried on (a beam). What is found is then drawn as near as possible, one column at a time. There is
nothing random in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.explanation.asking import ask_changed, check_wanted, outputs_of
from workbench.explanation.counterfactuals.goal import Goal
from workbench.explanation.counterfactuals.options import Option
from workbench.modeling.result import Fitted

__all__ = ["A_COLUMN", "Search"]

A_COLUMN = 0.1
"""What each further column costs: as much as a change past a tenth of all rows."""

_PAIRS_ASKED = 100_000
_BEAM = 30
_THIN = 20
_ROUNDS = 10
_MOST_TOGETHER = 40
_CODES = 20_000_000
_LOOKED_AT = 5_000
_BATCH = 20_000
"""So many questions are asked between two looks at whether somebody still waits."""

Codes = NDArray[np.int64]


class Search:
    """What is asked about one row, and what turned out to turn it.

    A question is a row of codes, one a column that may change: the place of the value it takes in its option,
    nearest first, or -1 for the row's own.
    """

    def __init__(
        self,
        fitted: Fitted,
        row: pd.DataFrame,
        options: Mapping[str, Option],
        goal: Goal,
        cancelled: Callable[[], object] | None = None,
    ) -> None:
        self.fitted, self.row, self.options, self.goal, self.cancelled = fitted, row, options, goal, cancelled
        self.names = tuple(options)
        self.sizes = np.array([len(one.codes) for one in options.values()], dtype=np.int64)
        self.together = np.arange(len(self.names))
        self.n_asked = 0
        self.is_exhaustive = True
        # The best question for each set of columns that turns the answer: its cost and codes.
        self.best: dict[tuple[int, ...], tuple[float, Codes]] = {}

    def run(self, max_changed: int, n: int) -> list[tuple[float, Codes]]:
        """Return the nearest questions that reach the goal, one for each set of columns, in order of their cost."""
        alone = [self._ways((place,), None) for place in range(len(self.names))]
        nearness = self._ask(np.concatenate(alone))
        self._limit(nearness, np.repeat(np.arange(len(self.names)), self.sizes))
        if max_changed >= 2 and len(self.names) >= 2:
            carried = self._pairs()
            for _ in range(3, min(max_changed, len(self.names)) + 1):
                carried = self._further(carried)
        for _, codes in sorted(self.best.values(), key=_in_order)[: 3 * n]:
            self._drawn_nearer(codes)
        return sorted(self.best.values(), key=_in_order)

    def _limit(self, nearness: NDArray[np.float64], places: Codes) -> None:
        """Of very many columns, change together only those that alone come nearest."""
        if len(self.names) > _MOST_TOGETHER:
            best = [float(nearness[places == place].max()) for place in range(len(self.names))]
            self.together = np.sort(np.argsort(best, kind="stable")[-_MOST_TOGETHER:])
            self.is_exhaustive = False

    def cost(self, codes: Codes) -> NDArray[np.float64]:
        """Return how far each question, a row of codes, is from the row: distances, and something a column."""
        total = np.zeros(len(codes))
        for place, option in enumerate(self.options.values()):
            changed = codes[:, place] >= 0
            total[changed] += option.costs[codes[changed, place]] + A_COLUMN
        return total

    def answers(self, codes: Codes) -> NDArray[np.float64]:
        """Return what the model says, shape (n_asked, n_outputs)."""
        batches = [codes[at : at + _BATCH] for at in range(0, len(codes), _BATCH)]
        return np.concatenate([np.zeros((0, len(outputs_of(self.fitted)))), *map(self._answers, batches)])

    def _answers(self, codes: Codes) -> NDArray[np.float64]:
        check_wanted(self.cancelled)
        self.n_asked += len(codes)
        changed = {}
        for place, (name, option) in enumerate(self.options.items()):
            if (codes[:, place] >= 0).any():
                changed[name] = (option.told, np.append(option.codes, -1)[codes[:, place]])
        return ask_changed(self.fitted, self.row, np.zeros(len(codes), dtype=np.int64), changed)

    def _ask(self, codes: Codes) -> NDArray[np.float64]:
        """Ask, keep what reaches the goal at the least cost for its columns, and return how near each comes.

        What reaches it is infinitely near.
        """
        answers = self.answers(codes)
        turns = self.goal.is_reached(answers)
        reached = codes[turns]
        costs = self.cost(reached)
        order = np.lexsort((*reached.T[::-1], costs))
        _, first = np.unique(reached[order] >= 0, axis=0, return_index=True)
        for at in order[first]:  # the best for each set of columns
            key, found = _columns(reached[at]), (float(costs[at]), reached[at])
            if key not in self.best or _in_order(found) < _in_order(self.best[key]):
                self.best[key] = found
        return np.where(turns, np.inf, self.goal.nearness(answers))

    def _ways(self, places: tuple[int, ...], n: int | None) -> Codes:
        """Return every combination of the values of some columns; of each at most so many."""
        options = list(self.options.values())
        values = [
            np.arange(self.sizes[place]) if n is None else options[place].thinned(n) for place in places
        ]  # fmt: skip
        grid = np.stack(np.meshgrid(*values, indexing="ij"), axis=-1).reshape(-1, len(places))
        codes = np.full((len(grid), len(self.names)), -1, dtype=np.int64)
        codes[:, list(places)] = grid
        return codes

    def _pairs(self) -> list[Codes]:
        """Ask about pairs, all of them if they are not too many, and return those that come nearest."""
        pairs = list(combinations(self.together.tolist(), 2))
        most = min(_PAIRS_ASKED, _CODES // len(self.names))
        n: int | None = None
        if sum(int(self.sizes[first] * self.sizes[second]) for first, second in pairs) > most:
            self.is_exhaustive = False
            n = max(2, int((most / len(pairs)) ** 0.5))
        found = [self._ways(pair, n) for pair in pairs]
        every = np.concatenate(found)
        return self._nearest(every, self._ask(every))

    def _nearest(self, codes: Codes, nearness: NDArray[np.float64]) -> list[Codes]:
        """Return the questions that come nearest to the goal without reaching it, at most three a set of columns."""
        codes, nearness = codes[nearness < np.inf], nearness[nearness < np.inf]
        kept: list[Codes] = []
        n_of: dict[tuple[int, ...], int] = {}
        for at in np.lexsort((self.cost(codes), -nearness))[:_LOOKED_AT]:
            key = _columns(codes[at])
            if n_of.get(key, 0) < 3:
                n_of[key] = n_of.get(key, 0) + 1
                kept.append(codes[at])
            if len(kept) == _BEAM:
                break
        return kept

    def _further(self, carried: list[Codes]) -> list[Codes]:
        """Ask about one more changed column of each question that was carried on."""
        parts = [np.zeros((0, len(self.names)), dtype=np.int64)]
        for codes in carried:
            for place in self.together[codes[self.together] < 0]:
                more = self._ways((int(place),), _THIN)
                parts.append(np.where(more >= 0, more, codes))
        every = np.unique(np.concatenate(parts), axis=0)
        return self._nearest(every, self._ask(every))

    def _drawn_nearer(self, codes: Codes) -> None:
        """Try nearer values of one changed column after the other, and its own, for as long as that serves."""
        for _ in range(_ROUNDS):
            parts = []
            for place in np.flatnonzero(codes >= 0):
                nearer = np.repeat(codes[None], codes[place] + 1, axis=0)
                nearer[:, place] = np.arange(-1, codes[place])
                parts.append(nearer)
            every = np.concatenate(parts)
            every = every[(every >= 0).any(axis=1)]
            if not len(every):
                return
            self._ask(every)
            keys = {_columns(one) for one in every}
            best = min((self.best[key] for key in keys if key in self.best), key=_in_order, default=None)
            if best is None or best[0] >= float(self.cost(codes[None])[0]):
                return
            codes = best[1]


def _columns(codes: Codes) -> tuple[int, ...]:
    return tuple(np.flatnonzero(codes >= 0).tolist())


def _in_order(found: tuple[float, Codes]) -> tuple[float, list[int]]:
    return found[0], found[1].tolist()
