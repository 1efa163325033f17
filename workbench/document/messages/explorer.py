"""What the threshold explorer says. Its module fills the braces: it runs where no Python does.

Ids stand in the explorer's sources too; a test holds both together.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["REASONS", "TEXTS"]

TEXTS: Mapping[str, str] = {
    "title": "Try other thresholds",
    "lead": (
        "Move the threshold and see what becomes of each group. Everything is worked out on this page, from numbers "
        "of people."
    ),
    "mode": "Threshold",
    "mode.one": "One for all groups",
    "mode.each": "One for each group",
    "slider": "Favourable from a score of",
    "slider.each": "Favourable from a score of, for each group",
    "slider.audited": "Audited: {threshold}",
    "slider.favoured": "{count} of {people} people get the favourable decision",
    "caution": "Treating groups differently by threshold may be unlawful.",
    "caution.why": "It may be so even where it brings results closer together. Take legal advice before you use it.",
    "undo": "Undo",
    "reset": "Reset",
    "presets": "Set by",
    "preset.selection": "Equal selection",
    "preset.selection.why": (
        "Of each group the same share is favoured, as near as the steps allow, and as many people as before. Where "
        "there is less room, fewer."
    ),
    "preset.opportunity": "Equal opportunity",
    "preset.opportunity.why": (
        "Of those with a favourable outcome, the same share of each group is favoured, as near as the steps allow, and "
        "as many as before. Where there is less room, fewer."
    ),
    "preset.cost": "Least cost",
    "preset.cost.why": "Wrong decisions cost least here, by the costs below. Change them if they are not yours.",
    "preset.capacity": "Fill all places",
    "preset.capacity.why": "The lowest step for all at which there is room for everybody who is favoured.",
    "preset.none": "Fewer than two groups have people to compare, so there is nothing to make equal.",
    "costs": "Costs and capacity",
    "costs.capacity": "Capacity",
    "cost.favourable": "A wrong favourable decision costs",
    "cost.unfavourable": "A wrong unfavourable decision costs",
    "cost.problem": "Type a number above zero.",
    "cost.now": "Wrong decisions cost {now} for every 100 people whose outcome is known.",
    "cost.audited": (
        "Wrong decisions cost {now} for every 100 people whose outcome is known; at the audited threshold {audited}."
    ),
    "cost.least": "The line is the cost at each step of one threshold for all: least at {threshold} (ring), {least}.",
    "cost.over": "In the shaded part there is not room enough.",
    "capacity": "Room for at most",
    "capacity.of": "of {people} people",
    "capacity.problem": "Type a whole number from 1 to {people}, or nothing.",
    "room.left": "; there is room for {count} more",
    "room.over": ": {count} more than there is room for",
    "verdicts": "Verdicts",
    "claim.difference": "The largest difference is likely between {low} and {high} of 100. Limit: {limit} of 100.",
    "claim.ratio": "The smallest ratio is likely between {low} and {high} for every 100. Limit: {limit}.",
    "claim.direction": "Lower for {lower} than for {higher}.",
    "all": "all together",
    "claim.incomparable": "Fewer than two groups can be compared.",
    "claim.withheld": (
        "Outcomes are known much more often after one decision than after the other, so nothing is concluded."
    ),
    "claim.hidden": "Its counts are not shown.",
    "claim.small": "Fewer than {minimum} people: {groups}.",
    "claims.none": "No limit was declared for a figure that a threshold moves, so there is no verdict.",
    "show": "Figure",
    "table": "{metric} by {attribute}: {meaning}",
    "column.group": "Group",
    "column.people": "People",
    "column.plot": "Rate and likely range, of 100",
    "column.rate": "Of 100",
    "column.interval": "Likely",
    "interval": "{low} – {high}",
    "key.now": "at this threshold",
    "key.audited": "at the audited threshold",
    "key.limit": "as wide as the limit",
    "hundred": "What becomes of 100 people of each group",
    "hundred.caption": "Of 100 people whose outcome is known",
    "hundred.favoured_rightly": "Favoured, favourable outcome",
    "hundred.favoured_wrongly": "Favoured, unfavourable outcome",
    "hundred.refused_wrongly": "Refused, favourable outcome",
    "hundred.refused_rightly": "Refused, unfavourable outcome",
    "note": (
        "These are the people of the audit. A threshold that was chosen because it looks good on them has to be tried "
        "on others: choosing after looking is no test."
    ),
    "merged": "Neighbouring scores were joined, so that nobody can be recognised. The threshold moves in wider steps.",
    "hidden": (
        "The verdicts here are of the groups that are shown. Of others too little may be shown, so those of all groups "
        "may differ."
    ),
    "list": ", ",
    "number.none": "–",
    "number.point": ".",
    "number.thousands": ",",
}
"""Every text of the explorer, by id."""

REASONS: Mapping[str, str] = {
    "steps": (
        "Other thresholds cannot be tried here: scores have only {steps} steps with anybody in them, and the explorer "
        "needs {fewest}."
    ),
    "hidden": "Other thresholds cannot be tried here: too few people are behind some steps of the score.",
    "weights": "Other thresholds cannot be tried here: rows are weighted, and the explorer counts people.",
    "groups": "Other thresholds cannot be tried here: there are {groups} groups, and the explorer follows {most}.",
}
"""Why there is no explorer, in words."""
