"""The worst over groups, simulated: what the limits promise holds, and the bootstrap does not."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import pytest

from .simulation import GROUPS, SIZES, cells, simulate

pytestmark = pytest.mark.slow

TABLES = 4_000
TABLES_OF_EQUALS = 20_000  # one share of 6.5 % is near its bound of 7 %
SEED = 20261121
KINDS = {"difference": 0, "ratio": 1}

every = pytest.mark.parametrize(("groups", "n"), [(groups, n) for groups in GROUPS for n in SIZES])
kinds = pytest.mark.parametrize("kind", KINDS)


@cache
def observed(groups, n):
    """Return every situation at this number of groups and size, with the misses of each limit."""
    situations = cells(groups, n)
    seeds = np.random.SeedSequence([SEED, groups, n]).spawn(len(situations))

    def misses(cell, seed):
        tables = TABLES_OF_EQUALS if equal(cell) and n == 30 else TABLES
        return simulate(cell, tables, np.random.default_rng(seed))

    with ThreadPoolExecutor() as pool:  # NumPy works on whole arrays outside Python's lock
        return list(zip(situations, pool.map(misses, situations, seeds), strict=True))


def outside(groups, n, kind, holds, chosen=lambda _: True):
    """Return the situations in which a promise is not kept."""
    looked_at = [(cell, misses[KINDS[kind]]) for cell, misses in observed(groups, n) if chosen(cell)]
    assert looked_at
    return [(cell, misses) for cell, misses in looked_at if not holds(misses)]


def equal(cell):
    return cell.ratio == 1


def apart(cell):
    return cell.ratio < 1


@every
@kinds
def test_the_worst_is_covered(groups, n, kind):
    least = 0.92 if n == 30 else 0.93
    assert outside(groups, n, kind, lambda misses: misses.coverage >= least) == []


@every
@kinds
def test_equal_groups_rarely_show_a_gap(groups, n, kind):
    most = 0.07 if n == 30 else 0.065
    assert outside(groups, n, kind, lambda misses: misses.gap <= most, equal) == []


@every
@kinds
def test_a_gap_exactly_at_the_tolerance_is_rarely_called_a_gap(groups, n, kind):
    assert outside(groups, n, kind, lambda misses: misses.gap <= 0.04, apart) == []


@every
@kinds
def test_a_gap_exactly_at_the_tolerance_is_rarely_called_within(groups, n, kind):
    assert outside(groups, n, kind, lambda misses: misses.within <= 0.04, apart) == []


@pytest.mark.parametrize("groups", [7, 14, 40])
def test_the_percentile_bootstrap_of_the_range_does_not_cover(rng, groups):
    """Kept as a warning: choosing the extremes again in each draw misses equal groups nearly always."""
    n, tables = 100, 300
    covered = 0
    for k in rng.binomial(n, 0.4, size=(tables, groups)):
        drawn = rng.binomial(n, k / n, size=(400, groups)) / n
        low = np.quantile(np.ptp(drawn, axis=1), 0.025)
        covered += low <= 0.0
    assert covered / tables < 0.05
