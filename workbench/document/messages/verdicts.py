"""What verdicts say, with the limits they were judged by and what could have been seen."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MESSAGES"]

MESSAGES: Mapping[str, str] = {
    "side.group": "{value} with {attribute} {group} ({n} people)",
    "side.all": "{value} of all compared ({n} people)",
    "side.people": "{value} people with {attribute} {group}",
    "side.more": "{value} with {attribute} {group}",
    "side.everybody": "{value} of all compared",
    "side.all_short": "all",
    "difference.two": "The difference is likely between {between}.",
    "difference.extremes": "The largest difference between any two groups is likely between {between}.",
    "difference.reference": "The largest difference from {attribute} {reference} is likely between {between}.",
    "difference.overall": "The largest difference of a group from all together is likely between {between}.",
    "ratio.rates": (
        "For every 100 of them with {attribute} {high_group} there are {ratio} among as many with "
        "{attribute} {low_group}{interval}."
    ),
    "ratio.selection.model": (
        "For every 100 times the model says {favourable} to people with {attribute} {high_group}, "
        "it does so {ratio} times to as many with {attribute} {low_group}{interval}."
    ),
    "ratio.selection.model_supposed": (
        "For every 100 times the model would say {favourable} to people with {attribute} {high_group}, "
        "it would do so {ratio} times to as many with {attribute} {low_group}{interval}."
    ),
    "ratio.selection.decisions": (
        "Among equally many people, {ratio} with {attribute} {low_group} {were_favourable} "
        "for every 100 with {attribute} {high_group}{interval}."
    ),
    "ratio.overall": "For every 100 on the higher of the two sides there are {ratio} on the lower{interval}.",
    "ratio.figures": "The one is {ratio} for every 100 of the other{interval}.",
    "ratio.two": " (likely between {between})",
    "ratio.extremes": ". The lowest such number of any two groups is likely between {between}",
    "ratio.reference": (
        ". The lowest such number of any group beside {attribute} {reference} is likely between {between}"
    ),
    "ratio.all": ". The lowest such number of any group beside all is likely between {between}",
    "verdict.rates": "{what} {to} {high}, and {to} {low}. ",
    "verdict.selected": "{high} {were_spoken} ({high_n} people), and {low} ({low_n} people). ",
    "verdict.figures": "The {title} is {high}, and {low}. ",
    "verdict.families": "Errors of both kinds are compared; this is the kind that differs more surely. ",
    "verdict.classes": "Each class is compared with all others; this is the one that differs most surely. ",
    "verdict.of_all": ("These numbers leave out groups that are not shown. With all groups the verdict is: {verdict}."),
    "verdict.of_shown": "Groups that are not shown are not in these numbers. The verdict rests on all groups.",
    "verdict.not_shown": (
        "By {attribute}, too few people to show numbers here ({title}). The verdict still counts everybody."
    ),
    "verdict.gap": "{rates}{difference} The limit is {tolerance}.",
    "verdict.within tolerance": (
        "{rates}Even the largest difference that the data allow, {furthest}, is inside the limit of {tolerance}."
    ),
    "verdict.not enough evidence": (
        "{rates}{difference} That does not show a difference above the limit of {tolerance}, nor does it rule one out."
    ),
    "verdict.brief": "{rates}{difference} {too_few}",
    "verdict.too_few": "Too few cases to tell.",
    "verdict.too_few_below": ("Too few cases to tell: a difference under {visible} would probably have gone unseen."),
    "verdict.too_few_below.ratio": "Too few cases to tell: a ratio above {visible} would probably have gone unseen.",
    "verdict.gap.ratio": "{rates}{difference} The limit is at least {tolerance}.",
    "verdict.within tolerance.ratio": (
        "{rates}{difference} Even the lowest that the data allow, {furthest}, keeps the limit of at least {tolerance}."
    ),
    "verdict.not enough evidence.ratio": (
        "{rates}{difference} That does not show a ratio below the limit of {tolerance}, nor does it rule one out."
    ),
    "verdict.power": "With this many cases, a difference of {visible} would probably have been seen.",
    "verdict.power.ratio": "With this many cases, a ratio of {visible} would probably have been seen.",
    "verdict.no_power": "With this many cases, probably no difference of any size would have been seen.",
    "verdict.power_unknown": "How large a difference would have been seen is not known for this figure.",
    "verdict.power_many": (
        "With this many cases, a difference of {visible} between the two largest groups "
        "would probably have been seen; for {smallest}, {visible_smallest}."
    ),
    "verdict.power_many.ratio": (
        "With this many cases, a ratio of {visible} between the two largest groups "
        "would probably have been seen; for {smallest}, {visible_smallest}."
    ),
    "verdict.power_base": (
        "With this many cases, a difference of {visible} would probably have been seen for the largest group; "
        "for {smallest}, {visible_smallest}."
    ),
    "verdict.power_base.ratio": (
        "With this many cases, a ratio of {visible} would probably have been seen for the largest group; "
        "for {smallest}, {visible_smallest}."
    ),
    "verdict.power_some": "one of {visible}",
    "verdict.power_none": "none of any size",
    "verdict.confirm": " Equal groups could have been shown to keep a limit of {confirmable} of 100.",
    "verdict.wide": " The limit is as wide as the rate itself, so keeping it says little.",
    "verdict.small": " Some groups are too small to be sure of anything: {groups}.",
    "verdict.left_out": " Left out, as was said before looking: {groups}.",
    "verdict.one_group": "By {attribute}, nothing can be compared: fewer than two groups are known.",
    "verdict.withheld": (
        "By {attribute}, the {title} is not judged: what really happened is known of people decided one way "
        "far more often than of the others."
    ),
    "verdict.undefined": (
        "By {attribute}, the {title} cannot be compared: it exists for fewer than two groups ({reason})."
    ),
    "verdict.no_reference": (
        "By {attribute}, the {title} cannot be compared: in the group that all are compared with, {reference}, "
        "it does not exist ({reason})."
    ),
    "verdict.more": "More comparisons, told in the technical report: {comparisons}.",
    "verdict.not_listed": "{comparisons} more comparisons are in the technical report; these are the least reassuring.",
    "limit.declared": "The limit for a difference was set before looking: {limits}.",
    "limit.default": "Nobody set a limit before looking, so the default was used: {limits}.",
    "limit.changed": "These limits were changed after the figures were seen, so they say less: {limits}.",
    "limit.declared_any": "These limits were set before looking: {limits}.",
    "limit.one": "{tolerance} where the model {metric}",
    "limit.each": "{tolerance} for each comparison",
    "limit.title": "{title}, {tolerance}",
    "limit.title_by": "{title} by {attribute}, {tolerance}",
    "limit.difference": "a difference of at most {tolerance}",
    "limit.ratio": "a ratio of at least {tolerance}",
    "read.verdicts": (
        "How to read the verdicts. Gap: the difference is larger than the limit, and chance does not explain "
        "that much. "
        "Within tolerance: even the largest difference that the data allow is inside the limit. "
        "Not enough evidence: neither could be shown. It does not mean that all is well."
    ),
    "read.verdicts_short": (
        "Gap: the difference is larger than the limit, and chance does not explain that much. "
        "Within tolerance: the data rule out a larger one. "
        "Not enough evidence: neither could be shown. It does not mean that all is well."
    ),
    "read.ratio": "Ratios are of {favourable}: the lower to the higher.",
    "no_verdict.no_limit": "No limit was declared that these data can be judged by, so there is no verdict.",
}
