"""Which groups were examined, how many people each has, and which could not be examined."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.data.roles import TOO_SMALL, UNKNOWN
from workbench.document.facts import fact_id
from workbench.document.nodes import Block, Table, Text
from workbench.document.wording import count, listed, name, paragraph, say
from workbench.report.materials import Materials
from workbench.report.parts.groups import Budget
from workbench.report.parts.people import known_groups, people_by_group

__all__ = ["examined", "people_table"]

_NAMED = 12


def examined(materials: Materials) -> tuple[Block, ...]:
    """Return the groups that were examined, and those that could not be, each with the reason."""
    audit = materials.audit
    if audit is None:
        return ()
    if not audit.attributes:
        return (paragraph("examined.nobody"),)
    rows: list[tuple[Text, ...]] = []
    for attribute in audit.attributes:
        groups = known_groups(audit, attribute)
        id = fact_id("audit", "groups", attribute)
        number = materials.book.count(id, len(groups), "groups that are known", audit.decisions.fingerprint)
        named = listed(list(groups), _NAMED) or say("table.nothing")
        rows.append(((name(attribute),), (count(number),), named))
    header = (say("table.attribute"), say("examined.groups"), say("examined.which"))
    table = Table("groups-examined", say("examined.caption"), header, tuple(rows), (False, True, False))
    return (table, *_not_examinable(materials))


def _not_examinable(materials: Materials) -> tuple[Block, ...]:
    """Return which groups no sentence can be said of, and why."""
    rows = dict.fromkeys([*_by_numbers(materials), *_by_declaration(materials)])
    others = paragraph("examined.others")
    if not rows:
        return (others,)
    header = (say("table.attribute"), say("examined.which"), say("examined.why"))
    caption = say("examined.not_caption")
    return (Table("groups-not-examinable", caption, header, tuple(rows), (False, False, False)), others)


def _by_numbers(materials: Materials) -> Iterator[tuple[Text, ...]]:
    """Yield groups of whom too little is known."""
    audit = materials.audited
    for attribute in audit.attributes:
        title, found = name(attribute), people_by_group(audit, audit.decisions, attribute)
        known = known_groups(audit, attribute)
        if len(known) < 2:
            hides = TOO_SMALL in found or materials.may_compare(attribute)
            few = "examined.one_shown" if hides else "examined.one_group"
            yield (title,), say("examined.all"), say(few)
        small = [group for group, n in known.items() if n < audit.policy.minimum_n]
        if small and len(known) > 1:
            yield (title,), listed(small, _NAMED), _too_small(materials)
        for group, message in ((TOO_SMALL, "examined.hidden"), (UNKNOWN, "examined.not_known")):
            if group in found:
                yield (title,), (name(group),), say(message)


def _by_declaration(materials: Materials) -> Iterator[tuple[Text, ...]]:
    """Yield groups that the policy leaves out, and attributes whose errors are not judged."""
    for one in materials.audited.assessments:
        title = name(one.claim.attribute)
        if one.left_out:
            yield (title,), listed(one.left_out, _NAMED), say("examined.left_out")
        if one.is_withheld:
            yield (title,), say("examined.all"), say("examined.withheld")


def _too_small(materials: Materials) -> Text:
    policy, source = materials.audited.policy, materials.audited.fingerprint
    minimum = materials.book.count("policy/minimum_n", policy.minimum_n, "declared", source, "recorded")
    return say("examined.small", minimum=count(minimum))


def people_table(materials: Materials, budget: Budget) -> tuple[Block, ...]:
    """Return how many people of each group are in the data, as far as the report stays small.

    Parameters
    ----------
    materials : Materials
        The audit; of a model its data are all rows, held out or not.
    budget : Budget
        How many rows of figures may still be shown.
    """
    audit = materials.audit
    if audit is None or not audit.attributes:
        return ()
    tally = audit.outcomes if audit.outcomes.n_rows >= audit.decisions.n_rows else audit.decisions
    rows: list[tuple[Text, ...]] = []
    parts: list[tuple[int, Text]] = []
    for attribute in audit.attributes:
        found = people_by_group(audit, tally, attribute)
        if not found or not budget.allows(len(found)):
            continue
        parts.append((len(rows), (name(attribute),)))
        for group, n in found.items():
            id = fact_id("data", "people", of=(attribute, group))
            people = materials.book.count(id, n, "rows of the group", tally.fingerprint)
            rows.append(((name(group),), (count(people),)))
    if not rows:
        return ()
    header = (say("table.group"), say("table.people"))
    caption = say("examined.people")
    return (Table("people-by-group", caption, header, tuple(rows), (False, True), tuple(parts)),)
