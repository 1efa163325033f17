"""Thresholds by group: each group of an attribute is decided at a score of its own, which the law may forbid."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from workbench.core.finding import Finding
from workbench.core.json_node import Node
from workbench.core.schema import Json
from workbench.tally.crossing import crossed_name
from workbench.tally.largest import MOST_GROUPS
from workbench.tally.tally import Tally
from workbench.tally.weights import Weights

__all__ = ["ThresholdsByGroup", "legal_caution"]


@dataclass(frozen=True)
class ThresholdsByGroup:
    """The score at which the favourable decision begins, for each group.

    Parameters
    ----------
    attributes : tuple of str
        Titles of the attributes that the groups are groups of; several are crossed.
    thresholds : tuple of (str, float)
        Each group with its threshold, in the groups' order.
    """

    attributes: tuple[str, ...]
    thresholds: tuple[tuple[str, float], ...]

    @property
    def title(self) -> str:
        """What the groups are groups of."""
        return " × ".join(self.attributes)

    def of(self, groups: Collection[str]) -> Self:
        """Return the thresholds of some of the groups alone."""
        return replace(self, thresholds=tuple(one for one in self.thresholds if one[0] in groups))

    def decide(self, tally: Tally) -> Tally:
        """Return a tally of these attributes, and any others, with the decisions that the thresholds make.

        Raises
        ------
        InputError
            If a threshold is no edge of the score's bins, so that its counts are not known.
        """
        places = [tally.attributes.index(one) for one in self.attributes]
        parts = [tuple(key[place] for place in places) for key in tally.groups]
        own = dict(self.thresholds)
        cuts = np.array([own[crossed_name(one) if len(one) > 1 else one[0]] for one in parts], dtype=np.float64)
        n, weights = tally.n.copy(), tally.weights
        for cut in dict.fromkeys(own.values()):
            here, decided = cuts == cut, tally.decided(cut)
            n[here] = decided.n[here]
            if weights is not None and decided.weights is not None:
                weights = Weights(
                    *(
                        np.where(here[:, None, None], new, old)
                        for new, old in ((decided.weights.w, weights.w), (decided.weights.w2, weights.w2))
                    )
                )
        return replace(tally, n=n, weights=weights)

    def settings(self) -> dict[str, Json]:
        """Return them as JSON."""
        return {"attributes": list(self.attributes), "thresholds": [[group, cut] for group, cut in self.thresholds]}

    @classmethod
    def from_json(cls, node: Node) -> Self:
        """Return the thresholds that :meth:`settings` wrote.

        Raises
        ------
        InputError
            If they are damaged.
        """
        found: dict[str, float] = {}
        for one in node["thresholds"].entries(MOST_GROUPS):
            pair = one.entries(2)
            if len(pair) < 2 or pair[0].text() in found:
                raise one.error("is no group with a threshold of its own")
            found[pair[0].text()] = pair[1].real()
        return cls(node["attributes"].texts(MOST_GROUPS), tuple(found.items()))


def legal_caution(attribute: str) -> Finding:
    """Return the caution that the law may forbid thresholds by group.

    Parameters
    ----------
    attribute : str
        What the groups are groups of.
    """
    return Finding(
        "WB560",
        "serious",
        f"Thresholds by group decide people on {attribute}, which the law may forbid",
        "Two people with the same score may be decided differently because of the group that they belong to, even "
        "where it brings results closer together. In the United States cut-offs of employment tests may not differ by "
        "race, colour, religion, sex or national origin (Civil Rights Act, section 703(l)), nor may credit be decided "
        "on them (Regulation B). The attribute has to be known whenever somebody is decided on.",
        "Take legal advice before you use it. Prefer a method that does not look at the attribute when it decides.",
        scope=attribute,
    )
