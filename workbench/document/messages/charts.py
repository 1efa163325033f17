"""What someone hears of a chart who does not see it; what axes and the tables beside charts are called."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MESSAGES"]

MESSAGES: Mapping[str, str] = {
    "alternative.dots": "Chart: one dot with its interval for each group. {takeaway}. ",
    "alternative.bars": "Chart: one bar with its interval for each column. {takeaway}. ",
    "alternative.waterfall": "Chart: how parts add up, in order. {takeaway}. ",
    "alternative.histogram": "Histogram: {takeaway}. ",
    "alternative.histograms": "Chart: histograms on the same axes, one for each group. {takeaway}. ",
    "alternative.lines": "Line chart: {takeaway}. ",
    "alternative.calibration": "Calibration chart, scores across and what really happened upwards: {takeaway}. ",
    "alternative.tradeoff": (
        "Chart: marks with intervals on both axes, {across} across, {upward} upwards. {takeaway}. "
    ),
    "alternative.tolerated": "Tolerated: {low} to {high}. ",
    "alternative.threshold": "Threshold: {threshold}. ",
    "alternative.table": "The table with it holds the same numbers.",
    "alternative.part": "{name}: {value}. ",
    "alternative.line": "{name}: {points}. ",
    "alternative.at": "at {x}, {y}",
    "alternative.bin": "{value} between {low} and {high}",
    "alternative.most": "{name}: most, {bin}. ",
    "alternative.ends": "{first}; and so on to the last: {last}",
    "axis.tolerated": "{axis}; shaded: tolerated, {low} to {high}",
    "axis.of_100": "{axis}, of 100",
    "axis.scores": "People with such a score, of 100",
    "axis.scores_threshold": "People with such a score, of 100; dashed: threshold, {threshold}",
    "axis.mean_score": "Mean score, of 100",
    "axis.happened": "{spoken}, of 100 people; dashed: as the scores say",
    "tradeoff.performance": "balanced accuracy, of 100; further right is better",
    "tradeoff.gap": "difference between groups, in points of 100; lower is better",
    "tradeoff.between_groups": (
        "{place}: {figure} is {gap} points of 100 lower for {lower} than for {higher} (likely between {low} and "
        "{high}). Balanced accuracy is {performance} of 100."
    ),
    "tradeoff.difference": (
        "{place}: the difference in {figure} is {gap} points of 100 (likely between {low} and {high}). Balanced "
        "accuracy is {performance} of 100."
    ),
    "tradeoff.nothing": "{place}: there is nothing to compare. {reason}",
    "tradeoff.tolerated": "{axis}; shaded: tolerated, up to {high}",
    "tradeoff.heard_tolerated": "Tolerated upwards: up to {high}. ",
    "tradeoff.heard": "{name}: {x} across; {y} upwards. ",
    "tradeoff.heard_faint": "Another is as good in both, and better in one. ",
    "tradeoff.between": "{value} (likely between {low} and {high})",
    "tradeoff.not_known": "not known",
    "hover.interval": "likely {interval}",
    "hover.n": "n = {n}",
    "charts.part": "Part",
    "charts.adds": "Adds",
    "charts.adds_of_100": "Adds, of 100",
    "charts.edges": "{low} to {high}",
}
