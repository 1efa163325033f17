"""Which groups were examined, how many people each has, and which could not be examined."""

from __future__ import annotations

from workbench.data.roles import UNKNOWN
from workbench.document.facts import fact_id
from workbench.document.nodes import Block, Table, Text
from workbench.document.wording import count, listed, name, paragraph, say
from workbench.report.materials import Materials
from workbench.report.parts.groups import Budget
from workbench.report.parts.known import people_by_group

__all__ = ["examined", "people_table"]

_NAMED = 12


def examined(materials: Materials) -> tuple[Block, ...]:
    """Return the groups that were examined, and those that could not be, each with the reason."""
    audit = materials.audit
    if audit is None:
        return ()
    if not audit.attributes:
        return (paragraph("examined.nobody"),)
    book, source = materials.book, audit.decisions.fingerprint
    rows: list[tuple[Text, ...]] = []
    for attribute in audit.attributes:
        known = people_by_group(audit.decisions, attribute)
        id = fact_id("audit", "groups", attribute)
        groups = book.count(id, len(known), "groups that are known", source)
        unknown = audit.decisions.n_rows - sum(n for _, n in known)
        id = fact_id("audit", "people_of_unknown_group", attribute)
        nobody_knows = book.count(id, unknown, "rows whose group is not known", source)
        named = listed([group for group, _ in known], _NAMED) or say("table.nothing")
        rows.append(((name(attribute),), (count(groups),), named, (count(nobody_knows),)))
    header = (say("table.attribute"), say("examined.groups"), say("examined.which"), say("examined.unknown"))
    caption = say("examined.caption")
    table = Table("groups-examined", caption, header, tuple(rows), (False, True, False, True))
    return (table, *_not_examinable(materials))


def _not_examinable(materials: Materials) -> tuple[Block, ...]:
    """Return which groups no sentence can be said of, and why."""
    audit = materials.audited
    rows: dict[tuple[Text, ...], None] = {}
    for attribute in audit.attributes:
        known = people_by_group(audit.decisions, attribute)
        if len(known) < 2:
            rows[((name(attribute),), say("examined.all"), say("examined.one_group"))] = None
        small = [group for group, n in known if n < audit.policy.minimum_n]
        if small and len(known) > 1:
            rows[((name(attribute),), listed(small, _NAMED), _too_small(materials))] = None
    for one in audit.assessments:
        if one.left_out:
            groups = listed(one.left_out, _NAMED)
            rows[((name(one.claim.attribute),), groups, say("examined.left_out"))] = None
        if one.is_withheld:
            rows[((name(one.claim.attribute),), say("examined.all"), say("examined.withheld"))] = None
    for attribute in audit.attributes:
        if any(group[0] == UNKNOWN for group in audit.decisions.bare.by(attribute).groups):
            rows[((name(attribute),), (name(UNKNOWN),), say("examined.not_known"))] = None
    others = paragraph("examined.others")
    if not rows:
        return (others,)
    header = (say("table.attribute"), say("examined.which"), say("examined.why"))
    caption = say("examined.not_caption")
    return (Table("groups-not-examinable", caption, header, tuple(rows), (False, False, False)), others)


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
        known = people_by_group(tally, attribute)
        if not known or not budget.allows(len(known)):
            continue
        parts.append((len(rows), (name(attribute),)))
        for group, n in known:
            id = fact_id("data", "people", of=(attribute, group))
            people = materials.book.count(id, n, "rows of the group", tally.fingerprint)
            rows.append(((name(group),), (count(people),)))
    if not rows:
        return ()
    header = (say("table.group"), say("table.people"))
    caption = say("examined.people")
    return (Table("people-by-group", caption, header, tuple(rows), (False, True), tuple(parts)),)
