"""Tallies written as counts."""

import numpy as np
import pytest

from workbench.tally.tally import Tally


@pytest.fixture
def tally_of():
    """Make a tally: for each group the people considered, the selected ones and those without a decision."""

    def make(attributes, rows):
        summed = {}
        for group, *counts in rows:
            old = summed.get(group, (0, 0, 0))
            summed[group] = tuple(a + b for a, b in zip(old, (*counts, 0)[:3], strict=True))
        groups = tuple(sorted(summed))
        n = np.zeros((len(groups), 3, 3), dtype=np.int64)
        for place, group in enumerate(groups):
            considered, selected, undecided = summed[group]
            n[place, 2] = considered - selected, selected, undecided
        return Tally(tuple(attributes), groups, n)

    return make
