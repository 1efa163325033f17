"""What each figure that a framing may choose tells, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

__all__ = ["METRIC_WORDS", "Family", "MetricWords"]

Family = Literal["independence", "separation", "sufficiency"]
"""What is to be equal: decisions, decisions given outcomes, or outcomes given decisions."""


@dataclass(frozen=True)
class MetricWords:
    """A figure in words.

    Parameters
    ----------
    metric : str
        Its name, as in fairlearn.
    title : str
        What it is, in a few words.
    ignores : str
        What it does not see.
    family : {"independence", "separation", "sufficiency"}
        Which notion of fairness it belongs to; by it figures contradict each other.
    """

    metric: str
    title: str
    ignores: str
    family: Family


METRIC_WORDS: Mapping[str, MetricWords] = MappingProxyType(
    {
        one.metric: one
        for one in (
            MetricWords(
                "selection_rate",
                "the share that had a favourable decision",
                "It ignores who qualifies: shares can be equal while the wrong people of a group are chosen, and "
                "where outcomes differ, people who are alike may be decided on differently.",
                "independence",
            ),
            MetricWords(
                "true_positive_rate",
                "of those who should have had a favourable decision, the share that had it",
                "It ignores those wrongly accepted, and how many of a group come to qualify at all.",
                "separation",
            ),
            MetricWords(
                "false_positive_rate",
                "of those who should not have had a favourable decision, the share that had it",
                "It ignores those who qualified and were refused, and how many of a group come to qualify at all.",
                "separation",
            ),
            MetricWords(
                "equalized_odds",
                "the worse of true and false positive rate",
                "It ignores how often a favourable decision turns out right in each group, and how many of a group "
                "come to qualify at all.",
                "separation",
            ),
            MetricWords(
                "precision_score",
                "of those who had a favourable decision, the share that it was right for",
                "It ignores everybody who was refused, and moves with how far above the line the people of a group "
                "are: it may differ though all were held to the same line.",
                "sufficiency",
            ),
            MetricWords(
                "calibration_in_the_large",
                "by how much outcomes are better than the scores said",
                "It ignores the decisions, and errors that cancel out: scores may be too high for some of a group "
                "and too low for others.",
                "sufficiency",
            ),
        )
    }
)
"""Figures that a framing may choose, in the order in which they are told."""
