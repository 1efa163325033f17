"""Captions and headings of tables, takeaways and alternatives of charts."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MESSAGES"]

MESSAGES: Mapping[str, str] = {
    "chart.data": "More often {spoken} in the data: {attribute} {group} than {other}",
    "chart.data_unclear": "No group was clearly more often {spoken} in the data",
    "chart.model": "More often {spoken} by the model: {attribute} {group} than {other}",
    "chart.model_unclear": "No group is clearly more often {spoken} by the model",
    "chart.decisions": "More often {spoken}: {attribute} {group} than {other}",
    "chart.decisions_unclear": "No group was clearly more often {spoken}",
    "chart.outcomes": "Favourable outcomes more often: {attribute} {group} than {other}",
    "chart.outcomes_unclear": "Favourable outcomes were not clearly more frequent in any group",
    "chart.shown": "How often {spoken}, by {attributes}: the groups that can be shown",
    "chart.figure": "{title}, by {attribute}",
    "chart.numbers": "{title}, by {attribute}: the numbers",
    "chart.point": "{attribute} {group}: {value}. ",
    "chart.axis": "{spoken}, of 100 people",
    "chart.axis_all": "{spoken}, of 100 people; dashed: all, {all}",
    "chart.axis_figure": "{spoken}; dashed: all, {all}",
    "table.data": "In the data, all cases whose outcome is known",
    "table.model": "Under the model, held-out cases only",
    "table.supposed": "Under the decisions that are supposed, all cases with a score",
    "table.decisions": "Under the decisions, all cases with a decision",
    "table.group": "Group",
    "table.people": "People",
    "table.spoken": "{spoken}, of 100",
    "table.interval": "Likely between",
    "table.all": "All",
    "table.more": (
        "{groups} more groups are not shown here: these are the clearest pair and what is furthest from all together."
    ),
    "table.more_classes": "{classes} more classes are in the technical report.",
    "table.amounts": "By group, all cases with a prediction",
    "table.errors": "By group, all cases whose outcome is known",
    "table.verdicts": "What was compared by group, on held-out cases",
    "table.verdicts_all": "What was compared by group",
    "table.compared": "The model …",
    "table.compared_any": "Compared",
    "table.attribute": "By",
    "table.by": "By {attribute}",
    "table.as_ratio": "as a ratio",
    "table.by_against": "{attribute}, {against}",
    "table.with_class": "{title}: {what}",
    "table.extremes": "Clearest pair, of 100 (people)",
    "table.extremes_any": "Clearest pair (people)",
    "table.rates_part": "Rates, of 100 people",
    "table.figures_part": "Other figures, as they are",
    "table.extremes_cell": "{high_group} {high} ({high_n}), {low_group} {low} ({low_n})",
    "table.difference": "Difference, of 100",
    "table.difference_any": "Difference",
    "table.ratio": "Ratio (likely between)",
    "table.ratio_cell": "{ratio} ({low} – {high})",
    "table.verdict": "Verdict",
    "table.nothing": "–",
    "table.importance": "What moves the model, most first",
    "table.column": "Column",
    "table.push": "Mean push ({scale})",
}
