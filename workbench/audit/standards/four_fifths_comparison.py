"""A group beside a reference: the ratio in whole numbers, and the test that belongs with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.audit.standards import four_fifths_words as words
from workbench.stats.significance import fisher_p, normal_p, pooled_z, small_table

__all__ = ["SIGNIFICANT", "Comparison", "compare"]

SIGNIFICANT = 1.96
"""Standard deviations beyond which a difference is called statistically significant."""

_MINIMUM_N, _MINIMUM_EXPECTED = 30, 5.0
_LEVEL = 0.05


@dataclass(frozen=True)
class Comparison:
    """A group beside the reference, all from whole numbers.

    Parameters
    ----------
    k, n, k_reference, n_reference : int
        Selected and considered people of the group and of the reference.

    Examples
    --------
    >>> one = Comparison(1, 10, 3, 20)
    >>> one.below, one.depends_on_one_person, one.needed, one.exact
    (True, True, 1, True)
    """

    k: int
    n: int
    k_reference: int
    n_reference: int

    @property
    def below(self) -> bool:
        """Whether the ratio is below 4/5: in whole numbers, so that exactly 4/5 is not."""
        return 5 * self.k * self.n_reference < 4 * self.k_reference * self.n

    @property
    def ratio(self) -> float:
        """The impact ratio; ``nan`` where nobody of the reference is selected."""
        return self.k * self.n_reference / (self.k_reference * self.n) if self.k_reference else float("nan")

    @property
    def difference(self) -> float:
        """The group's rate less that of the reference."""
        return self.k / self.n - self.k_reference / self.n_reference

    @property
    def depends_on_one_person(self) -> bool:
        """Whether one selected person more in the group and one fewer in the reference lifts the ratio to 4/5."""
        moved = Comparison(min(self.k + 1, self.n), self.n, max(self.k_reference - 1, 0), self.n_reference)
        return self.below and not moved.below

    @property
    def needed(self) -> int:
        """How many more selected people of the group would make the ratio 4/5."""
        return max(0, -(-4 * self.k_reference * self.n // (5 * self.n_reference)) - self.k)

    @property
    def shortfall(self) -> float:
        """How many fewer people are selected than if both groups had their common rate."""
        return self.n * (self.k + self.k_reference) / (self.n + self.n_reference) - self.k

    @property
    def z(self) -> float:
        """Standard deviations between the two rates; negative where the group's is lower."""
        return float(pooled_z(self.k, self.n, self.k_reference, self.n_reference))

    @property
    def exact(self) -> bool:
        """Whether the numbers are so small that Fisher's test is used."""
        return small_table(self.k, self.n, self.k_reference, self.n_reference)

    @property
    def p_value(self) -> float:
        """Fisher's where numbers are small, else that of :attr:`z`; 1 where all or nobody is selected."""
        if self.exact:
            return fisher_p(self.k, self.n, self.k_reference, self.n_reference)
        return float(normal_p(self.z))

    @property
    def significant(self) -> bool:
        """Whether the difference is significant: beyond 1.96 standard deviations, or Fisher's p below 0.05."""
        return self.p_value < _LEVEL if self.exact else abs(self.z) > SIGNIFICANT

    @property
    def small(self) -> bool:
        """Whether either group has fewer than 30 people, or fewer than 5 selections are expected in it."""
        pooled = (self.k + self.k_reference) / (self.n + self.n_reference)
        return any(n < _MINIMUM_N or n * pooled < _MINIMUM_EXPECTED for n in (self.n, self.n_reference))

    @property
    def grid(self) -> str:
        """Which of the four corners of ratio and test it is in."""
        return words.GRID[self.below, self.significant]


def compare(k: Sequence[int], n: Sequence[int], reference: int) -> list[Comparison | None]:
    """Return each group beside the reference; ``None`` for the reference itself and for groups of nobody."""
    return [
        None if place == reference or not n[place] else Comparison(k[place], n[place], k[reference], n[reference])
        for place in range(len(n))
    ]
