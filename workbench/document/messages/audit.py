"""What only the full audit says: what was declared, which rows were counted, strata, standards."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MESSAGES"]

MESSAGES: Mapping[str, str] = {
    "audit.title": "{data}: everything the audit found",
    "audit.contents": "On this page",
    "audit.contents_paper": "Contents",
    "paper.title": "About this file",
    "paper.missing": "{code} {title}. {why}",
    "audit.page_paper": "page {page} of {pages}",
    "section.short": "In short",
    "section.declared": "What was set before looking",
    "section.changed": "What was set, and changed after looking",
    "section.rows": "Which rows were counted",
    "section.verdicts": "Every comparison",
    "section.everybody": "All rows together",
    "section.by": "By {attribute}",
    "section.power": "What could have been seen",
    "section.scores": "Scores and what happened",
    "section.strata": "By {attribute}, within {stratum}",
    "section.strata_figure": "By {attribute}, within {stratum}: {title}",
    "declared.yes": "A person set these limits before the figures were known.",
    "declared.changed": (
        "A person changed these limits after the figures were known. They say less than limits that are set before."
    ),
    "declared.no": "Nobody set limits before looking. These are the defaults of the program.",
    "declared.comparisons": (
        "{claims} comparisons share the chance of a false alarm, so that all verdicts together are wrongly “gap” in "
        "at most about {error} of 100 such audits."
    ),
    "declared.one_comparison": (
        "One comparison is made. It is wrongly “gap” in at most about {error} of 100 such audits."
    ),
    "declared.minimum": "A group of fewer than {minimum} people never counts as within tolerance.",
    "declared.caption": "What is compared, and what is tolerated",
    "declared.figure": "Figure",
    "declared.tolerance": "Limit",
    "declared.against": "Compared",
    "declared.left_out": "Left out",
    "declared.reasons": "Why just this is compared and tolerated",
    "declared.question": "Question",
    "declared.answer": "Answer",
    "declared.why": "What follows",
    "declared.threshold": "Decisions are favourable where the score is at least {threshold}.",
    "declared.supposed": (
        "Decisions would be favourable where the score is at least {threshold}. "
        "Nobody was decided so: this threshold was tried after the figures were known."
    ),
    "declared.thresholds": (
        "Decisions are favourable where the score is at least a threshold that differs by group of {attribute}. "
        "The law may forbid that: take legal advice."
    ),
    "declared.thresholds_caption": "Where the favourable decision begins, by {attribute}",
    "declared.begins": "Score, at least",
    "declared.no_such_group": "{groups} (no such group)",
    "against.extremes": "any two groups",
    "against.reference": "each group with {reference}",
    "against.overall": "each group with all together",
    "rows.caption": "Rows that came in, and what is known of them",
    "rows.held_out_caption": "Held-out rows, and what is known of them",
    "rows.what": "Rows",
    "rows.number": "Number",
    "rows.share": "Of 100",
    "rows.all": "All rows",
    "rows.before": "Rows with an outcome before any were held out",
    "rows.decision": "With a decision",
    "rows.outcome": "With an outcome",
    "rows.both": "With both",
    "rows.prediction": "With a prediction",
    "rows.score": "With a score",
    "rows.known": "With known {attribute}",
    "rows.unknown": "With unknown {attribute}: counted, shown as “unknown”, not compared",
    "rows.used": "Every row is in one group of each attribute. None was dropped.",
    "rows.weighted": "Rates are weighted; numbers of people are rows. Rows are treated as independent.",
    "power.caption": "The smallest difference or ratio that would probably have been seen",
    "power.largest": "Largest groups",
    "power.smallest": "Smallest group",
    "power.smallest_cell": "{visible} ({group})",
    "power.confirmable": "Smallest limit that could have been confirmed",
    "power.said": (
        "A comparison that shows nothing may simply be too small. These figures were worked out from the numbers of "
        "people alone, not from what was found: what is at least as far apart is seen in {power} of 100 such audits."
    ),
    "power.none": "none of any size",
    "power.unknown": "not known",
    "by.chance": "Chance alone makes equal groups of these sizes differ by about {chance} of 100.",
    "by.below": (
        "The whole interval lies below the four-fifths line, {reference}: a rule of thumb, drawn here as a reference. "
        "No verdict follows from it."
    ),
    "by.above": (
        "The whole interval lies above the four-fifths line, {reference}: a rule of thumb, drawn here as a reference. "
        "No verdict follows from it."
    ),
    "by.around": (
        "The interval holds the four-fifths line, {reference}: a rule of thumb, drawn here as a reference. "
        "No verdict follows from it."
    ),
    "by.not_drawn": "{groups} more groups are not drawn: these are the clearest pair and what is furthest from all.",
    "by.full": "Every figure by {attribute}",
    "by.full_some": "Figures that were judged, by {attribute}",
    "by.everybody": "Every figure, all rows together",
    "by.figure": "{title}: {meaning}",
    "by.value": "Value",
    "by.undefined": "undefined: {reason}",
    "by.of_100": "{value} of 100",
    "by.never_judged": "Shown and never judged: {figures}.",
    "by.because": "{title} ({reason})",
    "disclosure.brief": "Counts of fewer than {threshold} people are not shown here; verdicts rest on all.",
    "by.hidden": "{groups} more groups are not in this table; their figures are in the audit itself (JSON).",
    "by.fewer": "Other figures of these groups are in the audit itself (JSON); here they would fill the report.",
    "by.nothing": "The data hold neither decisions nor outcomes of these groups.",
    "strata.reversed": (
        "Over all rows, {attribute} {lower} is less often {favourable} than {higher}: {low} of 100 and {high} of 100. "
        "Within {stratum} it is the other way round: within the same {stratum}, "
        "{lower} is {favourable} {within} of 100 more often than {higher}{interval}. "
        "This is Simpson’s reversal: the groups are spread unevenly over {stratum}."
    ),
    "strata.reversed_unclear": (
        "Over all rows, {attribute} {lower} is less often {favourable} than {higher}: {low} of 100 and {high} of 100. "
        "Within {stratum} that is not so: within the same {stratum}, "
        "{lower} is {favourable} {within} of 100 more often than {higher}, "
        "and chance could explain that much{interval}. "
        "This is Simpson’s reversal: the groups are spread unevenly over {stratum}."
    ),
    "strata.same": (
        "Over all rows, {attribute} {lower} is less often {favourable} than {higher}: {low} of 100 and {high} of 100. "
        "Within the same {stratum}, {lower} is {favourable} {within} of 100 less often{interval}."
    ),
    "strata.nothing": (
        "Over all rows, {attribute} {lower} is less often {favourable} than {higher}: {low} of 100 and {high} of 100. "
        "No {stratum} holds both, so nothing can be said of people within the same {stratum}."
    ),
    "strata.figure_reversed": (
        "Over all rows, the {title} is {low} of 100 for {attribute} {lower} and {high} of 100 for {higher}. "
        "Within {stratum} it is the other way round: within the same {stratum}, "
        "it is {within} of 100 higher for {lower}{interval}. "
        "This is Simpson’s reversal: the groups are spread unevenly over {stratum}."
    ),
    "strata.figure_reversed_unclear": (
        "Over all rows, the {title} is {low} of 100 for {attribute} {lower} and {high} of 100 for {higher}. "
        "Within {stratum} that is not so: within the same {stratum}, "
        "it is {within} of 100 higher for {lower}, and chance could explain that much{interval}. "
        "This is Simpson’s reversal: the groups are spread unevenly over {stratum}."
    ),
    "strata.figure_same": (
        "Over all rows, the {title} is {low} of 100 for {attribute} {lower} and {high} of 100 for {higher}. "
        "Within the same {stratum}, it is {within} of 100 lower for {lower}{interval}."
    ),
    "strata.figure_nothing": (
        "Over all rows, the {title} is {low} of 100 for {attribute} {lower} and {high} of 100 for {higher}. "
        "No {stratum} holds both, so nothing can be said of people within the same {stratum}."
    ),
    "strata.weighted": (
        "Rows have sampling weights: rates and differences are weighted, and the tests of counts are left out."
    ),
    "strata.interval": " (likely between {between})",
    "strata.cmh_differs": (
        "Chance alone would hardly make the two differ this much within the same {stratum} "
        "(Cochran–Mantel–Haenszel test)."
    ),
    "strata.cmh_alike": (
        "Chance alone could make the two differ this much within the same {stratum} (Cochran–Mantel–Haenszel test)."
    ),
    "strata.uneven": (
        "The two do not differ alike at every {stratum} (Breslow–Day test), so one number for all hides something: "
        "read the rows of the table."
    ),
    "strata.even": "Nothing shows that they differ more at one {stratum} than at another (Breslow–Day test).",
    "strata.why": "Whether {stratum} is a legitimate reason, or itself how people are sorted, no figure can say.",
    "strata.caption": "{title} of {lower} and {higher}, within each {stratum} and over all rows",
    "strata.stratum": "By {stratum}",
    "strata.rate": "Of 100, {group}",
    "strata.people": "People, {group}",
    "strata.difference": "Of 100, {higher} minus {lower}",
    "strata.all": "All rows together",
    "strata.within": "Within the same {stratum} (Mantel–Haenszel)",
    "strata.each": "Each {stratum}",
    "strata.together": "Together",
    "strata.tests": "What the tests say in their own terms, by {attribute} within {stratum}",
    "strata.test": "Test",
    "strata.statistic": "Statistic",
    "strata.freedom": "Degrees of freedom",
    "strata.p": "p",
    "strata.cmh": "Cochran–Mantel–Haenszel, {lower} and {higher}",
    "strata.cmh_corrected": "the same, with continuity correction",
    "strata.all_groups": "Cochran–Mantel–Haenszel, all groups",
    "strata.breslow_day": "Breslow–Day",
    "strata.tarone": "Breslow–Day with Tarone’s correction",
    "strata.odds": "Common odds ratio of {higher} to {lower} (Mantel–Haenszel)",
    "strata.unused": "{strata} of {all} {stratum} hold both groups; the others can say nothing here.",
    "scores.said": (
        "People are sorted by score into parts of about equal size. In each part the mean score, told as of 100, "
        "should be what happened; and the same for every group."
    ),
    "scores.caption": "Scores beside what happened, by {attribute}",
    "scores.shares": "Of 100 people of each group, how many have which score, by {attribute}",
    "scores.who": "Who has which score, by {attribute}",
    "scores.axis": "Score",
    "scores.happened_short": "Favourable outcome",
    "scores.as_said": "By {attribute}, no group's outcomes are clearly more or less frequent than its scores say",
    "scores.too_low": "Scores say less than what happened for {attribute} {group}",
    "scores.too_high": "Scores say more than what happened for {attribute} {group}",
    "scores.part": "Scores",
    "scores.bin": "{low} to {high}",
    "scores.mean": "Mean score",
    "scores.happened": "Favourable outcome, of 100",
    "standard.known": "The law behind this was last read: {date}.",
    "standard.missing": "Not provided: {asks}.",
    "standard.metadata": "What was provided",
    "standard.asked": "Asked for",
    "standard.answer": "Answer",
    "standard.row": "Category",
    "standard.undefined": "{value} stands for {rows}: {reason}.",
    "standard.interval": "{value} ({low} – {high})",
    "about.inputs": "What this was made from",
    "about.what": "What",
    "about.value": "Fingerprint or version",
    "about.audit": "This audit",
    "about.input": "Input",
    "about.versions": "Programs",
}
