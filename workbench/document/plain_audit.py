"""An audit in a few plain lines: for a terminal, and for a test that fails."""

from __future__ import annotations

import math

from workbench.audit.disclosure.said import NOT_SHOWN
from workbench.audit.result import Audit
from workbench.audit.verdicts import Assessment, Verdict
from workbench.data.roles import UNKNOWN
from workbench.document.wording import MARKS, exact, name, share
from workbench.tally.gaps import Gap
from workbench.tally.values import GroupRates

__all__ = ["assessment_lines", "audit_lines"]

_MOST_SHOWN = 5
_LONGEST_TITLE = 400


def audit_lines(audit: Audit) -> list[str]:
    """Return an audit in lines: its verdict, how many rows are where, each comparison, and what was noticed.

    Parameters
    ----------
    audit : Audit
        What an entrance such as ``audit_decisions`` returned.

    Examples
    --------
    >>> import pandas as pd
    >>> from workbench.audit.counts import audit_counts
    >>> table = pd.DataFrame({"sex": ["m", "f"], "selected": [60, 30], "total": [100, 100]})
    >>> for line in audit_lines(audit_counts(table)):
    ...     print(line)
    ▲ Gap
    200 rows came in. A decision is known for 200, an outcome for 0.
    By sex: 200 rows in 2 groups, 0 whose group is unknown.
    Nobody declared a limit before looking, so the default was used.
    ▲ Gap: selection_rate by sex
      f 30 of 100 (likely 21.9 to 39.6; 100 rows), m 60 of 100 (likely 50.2 to 69.1; 100 rows).
      The difference is 30 of 100, likely between 16.3 and 42.2. The limit is 5.
    2 notes are in the audit.
    """
    tally = audit.decisions
    lines = [_marked(audit.verdict)]
    held_out = " of held-out data" if audit.kind == "model" else ""
    lines.append(
        f"{tally.n_rows:,} rows{held_out} came in. "
        f"A decision is known for {tally.n_decisions:,}, an outcome for {tally.n_outcomes:,}."
    )
    for attribute in audit.attributes:
        counted = tally.by(attribute)
        rows = {group[0]: int(n.sum()) for group, n in zip(counted.groups, counted.n, strict=True)}
        unknown = rows.pop(UNKNOWN, 0)
        groups = "1 group" if len(rows) == 1 else f"{len(rows):,} groups"
        lines.append(
            f"By {_name(attribute)}: {sum(rows.values()):,} rows in {groups}, {unknown:,} whose group is unknown."
        )
    if not audit.policy.declared:
        lines.append("Nobody declared a limit before looking, so the default was used.")
    if audit.policy.changed_after_looking:
        lines.append("The limits were changed after the figures were seen: they say less than limits set before.")
    if not audit.assessments:
        lacking = "limit was declared" if audit.attributes else "protected attribute was named"
        lines.append(f"No {lacking}, so nothing was compared.")
    for one in audit.assessments:
        lines += assessment_lines(one)
    for standard in audit.standards:
        missing = f" Not provided: {', '.join(one.name for one in standard.missing)}." if standard.missing else ""
        lines.append(f"{standard.title}: {len(standard.tables)} tables.{missing}")
    return [*lines, *_findings(audit)]


def assessment_lines(one: Assessment) -> list[str]:
    """Return the verdict on one claim: what was compared, the two groups, and how far they are apart.

    Parameters
    ----------
    one : Assessment
        One of ``Audit.assessments``.
    """
    claim = one.claim
    decided = f", decided by {one.rates.metric}" if one.rates.metric != claim.metric else ""
    head = f"{_marked(one.verdict)}: {claim.metric} by {_name(claim.attribute)}{decided}"
    if one.gap is None:
        return [head, f"  {_why_no_gap(one)}"]
    pair = ", ".join(_group(one, group) for group in (one.gap.lower, one.gap.higher))
    told = _ratio(one, one.gap) if claim.scale == "ratio" else _difference(one, one.gap)
    lines = [head, f"  {pair}.", f"  {told}"]
    if one.verdict != _of_shown(one):
        whole = MARKS[one.verdict][1].lower()
        lines.append(f"  These numbers leave out groups that are not shown. With all groups the verdict is: {whole}.")
    if one.left_out:
        lines.append(f"  Left out, as declared: {_listed(one.left_out)}.")
    if one.small_groups:
        lines.append(f"  Too small to be called within tolerance: {_listed(one.small_groups)}.")
    return lines


def _of_shown(one: Assessment) -> Verdict:
    """Return the verdict that the numbers give: of a disclosed audit those of the groups that are shown."""
    return one.verdict_of_visible or one.verdict


def _why_no_gap(one: Assessment) -> str:
    """Return why there are no numbers: they are hidden, say too little, or do not exist."""
    if one.reason != NOT_SHOWN:
        return f"{'It is not judged' if one.is_withheld else 'Nothing can be compared'}: {one.reason}."
    whole = "" if one.verdict == _of_shown(one) else " The verdict still counts everybody."
    return f"No numbers are shown here: counts are hidden that are small, or would give small ones away.{whole}"


def _group(one: Assessment, group: str) -> str:
    """Return a group's value with its limits; all rows together have no limits of their own."""
    if not group:
        return f"all {_value(one, one.rates.pooled)}"
    place = one.rates.groups.index(group)
    low, high = (_bare(one, float(side[place])) for side in one.rates.limits)
    value = _value(one, float(one.rates.values[place]))
    return f"{_name(group)} {value} (likely {low} to {high}; {int(one.rates.n[place]):,} rows)"


def _difference(one: Assessment, gap: Gap) -> str:
    if _counts_people(one):
        limit, unit = exact(one.claim.tolerance), " of 100"
    else:
        limit, unit = f"{one.claim.tolerance:,.10g}", ""
    low, high = _bare(one, gap.difference_low), _bare(one, gap.difference_high)
    verdict = _of_shown(one)
    if verdict == "within tolerance":
        return f"Even the largest difference that the data allow, {high}{unit}, is inside the limit of {limit}."
    several = ". The largest is likely" if gap.n_groups > 2 else ", likely"
    told = f"The difference is {_bare(one, gap.difference)}{unit}{several} between {low} and {high}. "
    if verdict == "gap":
        return f"{told}The limit is {limit}."
    told += f"That neither shows a difference above the limit of {limit} nor rules one out."
    if math.isnan(one.visible_gap):
        return told
    return f"{told} A difference of {_bare(one, one.visible_gap)}{unit} would probably have been seen."


def _ratio(one: Assessment, gap: Gap) -> str:
    limit = f"{one.claim.tolerance:.10g}"
    low, high = _two(gap.ratio_low), _two(gap.ratio_high)
    verdict = _of_shown(one)
    if verdict == "within tolerance":
        return f"Even the smallest ratio that the data allow, {low}, keeps the limit of {limit}."
    several = "The smallest is likely" if gap.n_groups > 2 else "It is likely"
    told = f"The ratio is {_two(gap.ratio)}. {several} between {low} and {high}. "
    if verdict == "gap":
        return f"{told}The limit is {limit}."
    return f"{told}That neither shows a ratio below the limit of {limit} nor rules one out."


def _findings(audit: Audit) -> list[str]:
    """Return what a person must know; notes are counted, and stand in the file."""
    told = [one for one in audit.findings if one.severity != "note"]
    lines = [f"{one.code} {name(one.title, _LONGEST_TITLE).text}." for one in told[:_MOST_SHOWN]]
    if len(told) > _MOST_SHOWN:
        lines.append(f"{len(told) - _MOST_SHOWN:,} more findings are in the audit.")
    if notes := len(audit.findings) - len(told):
        lines.append("1 note is in the audit." if notes == 1 else f"{notes:,} notes are in the audit.")
    return lines


def _marked(verdict: str) -> str:
    mark, word = MARKS[verdict]
    return f"{mark} {word}"


def _counts_people(one: Assessment) -> bool:
    """Whether the figure is a share of people, and so told of 100."""
    return isinstance(one.rates, GroupRates)


def _value(one: Assessment, value: float) -> str:
    return f"{_bare(one, value)} of 100" if _counts_people(one) else _bare(one, value)


def _bare(one: Assessment, value: float) -> str:
    if math.isnan(value):
        return "not known"
    return share(value, 1) if _counts_people(one) else f"{value:.4g}"


def _two(value: float) -> str:
    return "not known" if math.isnan(value) else f"{value:.2f}"


def _listed(groups: tuple[str, ...]) -> str:
    more = [f"and {len(groups) - _MOST_SHOWN:,} more"] if len(groups) > _MOST_SHOWN else []
    return ", ".join([*(_name(group) for group in groups[:_MOST_SHOWN]), *more])


def _name(text: str) -> str:
    return name(text).text
