"""What was set before looking, which rows were counted, and what could have been seen."""

from __future__ import annotations

from workbench.audit.disclosure.record import NO_DECISION, NO_OUTCOME
from workbench.audit.justification import LONGEST
from workbench.audit.policy import Policy
from workbench.audit.supposed import is_supposed
from workbench.data.roles import TOO_SMALL, UNKNOWN
from workbench.document.facts import fact_id
from workbench.document.nodes import Block, Fact, Paragraph, Table, Text
from workbench.document.quantities import amount
from workbench.document.telling import figure_title
from workbench.document.wording import cell, count, frequency, listed, name, paragraph, say
from workbench.report.materials import Materials
from workbench.report.parts.claims import ToldClaim, told
from workbench.report.parts.cuts import begins, begins_table
from workbench.report.parts.verdicts import against, compared, tolerance
from workbench.tally.tally import Tally

__all__ = ["declared_blocks", "declared_title", "power_blocks", "row_blocks", "rows_left_out"]

_POWER = 0.8


def declared_title(materials: Materials) -> Text:
    """Return the heading of the policy: of one that was changed after looking, another."""
    changed = materials.audited.policy.changed_after_looking or is_supposed(materials.audited)
    return say("section.changed" if changed else "section.declared")


def declared_blocks(materials: Materials) -> tuple[Block, ...]:
    """Return the policy: each claim with its limit, what the verdicts allow for, and why it is as it is."""
    audit, book = materials.audited, materials.book
    message = "declared.yes" if audit.policy.declared else "declared.no"
    message = "declared.changed" if audit.policy.changed_after_looking else message
    blocks: list[Block] = [paragraph(message)]
    if audit.kind != "predictions" and (said := begins(materials)):
        blocks += [Paragraph("declared.threshold", said), *begins_table(materials)]
    if not audit.assessments:
        return (*blocks, paragraph("no_verdict.no_limit"), *_reasons(audit.policy))
    header = (
        say("declared.figure"),
        say("table.attribute"),
        say("declared.tolerance"),
        say("declared.against"),
        say("declared.left_out"),
    )
    rows = tuple(_claim_row(told(materials, one)) for one in audit.assessments)
    blocks.append(Table("declared-claims", say("declared.caption"), header, rows, (False,) * len(header)))
    error = book.declared("policy/error", 1 - audit.policy.confidence, "fraction", "declared", audit.fingerprint)
    minimum = book.count("policy/minimum_n", audit.policy.minimum_n, "declared", audit.fingerprint, "recorded")
    said = say("declared.one_comparison", error=frequency(error))
    if len(audit.assessments) > 1:
        claims = book.count("policy/comparisons", len(audit.assessments), "claims that are judged", audit.fingerprint)
        said = say("declared.comparisons", claims=count(claims), error=frequency(error))
    both = (*said, " ", *say("declared.minimum", minimum=count(minimum)))
    return (*blocks, Paragraph("declared.comparisons", both), *_reasons(audit.policy))


def _reasons(policy: Policy) -> tuple[Table, ...]:
    """Return why the policy is as it is, as somebody wrote it down; nothing where nobody did."""
    if not policy.justification:
        return ()
    rows = tuple(
        tuple((name(text, LONGEST),) if text else say("table.nothing") for text in (one.question, one.answer, one.why))
        for one in policy.justification
    )
    header = (say("declared.question"), say("declared.answer"), say("declared.why"))
    return (Table("declared-reasons", say("declared.reasons"), header, rows, (False,) * len(header)),)


def _claim_row(claim: ToldClaim) -> tuple[Text, ...]:
    one = claim.one
    absent = tuple(group for group in one.claim.leave_out if group not in one.left_out)
    left_out = listed(one.left_out, len(one.left_out))
    if absent:
        missing = say("declared.no_such_group", groups=listed(absent, len(absent)))
        left_out = (*left_out, *([", "] if left_out else []), *missing)
    left_out = left_out or say("table.nothing")
    return (figure_title(one.claim.metric), (name(one.claim.attribute),), tolerance(claim), against(one), left_out)


def row_blocks(materials: Materials) -> tuple[Block, ...]:
    """Return how many rows came in, and of how many the decision, the outcome and the group are known."""
    audit = materials.audited
    tally = audit.decisions
    rows: list[tuple[Text, ...]] = []
    if audit.kind == "model" and audit.outcomes.n_rows > tally.n_rows:
        before = materials.book.count(
            "rows/before", audit.outcomes.n_rows, "rows before any were held out", audit.outcomes.fingerprint
        )
        rows.append((say("rows.before"), (count(before),), say("table.nothing")))
    rows.append(_row(materials, "all", say("rows.all"), tally.n_rows))
    if tally.moments is not None:
        rows.append(_row(materials, "prediction", say("rows.prediction"), int(tally.moments.predictions.n.sum())))
        rows.append(_row(materials, "outcome", say("rows.outcome"), int(tally.moments.outcomes.n.sum())))
    else:
        rows.append(_row(materials, "decision", say("rows.decision"), tally.n_decisions))
        rows.append(_row(materials, "outcome", say("rows.outcome"), tally.n_outcomes))
        rows.append(_row(materials, "both", say("rows.both"), int(tally.n[:, :-1, :-1].sum())))
    if tally.scores is not None:
        rows.append(_row(materials, "score", say("rows.score"), int(tally.scores.n[:, :, :-1].sum())))
    for attribute in audit.attributes:
        groups = audit.axis(attribute).groups
        if TOO_SMALL in groups and UNKNOWN not in groups:
            continue  # those without a group may be among those too few to show
        unknown = _unknown(tally, attribute)
        title = name(attribute)
        known = _row(materials, "known", say("rows.known", attribute=title), tally.n_rows - unknown, attribute)
        rows += [known, _row(materials, "unknown", say("rows.unknown", attribute=title), unknown, attribute)]
    header = (say("rows.what"), say("rows.number"), say("rows.share"))
    caption = say("rows.held_out_caption" if audit.kind == "model" else "rows.caption")
    table = Table("rows-counted", caption, header, tuple(rows), (False, True, True))
    return (table, *_used(materials), *([paragraph("rows.weighted")] if tally.weights is not None else []))


def _used(materials: Materials) -> tuple[Paragraph, ...]:
    """Return whether every row is in the tables; of a few that are in none only that, not how many."""
    has_groups = bool(materials.audited.attributes)
    if not rows_left_out(materials):
        return (paragraph("rows.used"),) if has_groups else ()
    return (*([paragraph("rows.counted")] if has_groups else []), paragraph("rows.left_out"))


def rows_left_out(materials: Materials) -> bool:
    """Whether a few rows without a decision or an outcome are left out, so that nobody can be told from the others.

    Parameters
    ----------
    materials : Materials
        The audit.
    """
    record = materials.audit.disclosure if materials.audit is not None else None
    return record is not None and any(one in record.withheld for one in (NO_OUTCOME, NO_DECISION))


def _row(materials: Materials, what: str, title: Text, n: int, attribute: str | None = None) -> tuple[Text, ...]:
    tally = materials.audited.decisions
    id = fact_id("rows", what, *([] if attribute is None else [attribute]))
    number = materials.book.count(id, n, "rows counted", tally.fingerprint)
    if tally.n_rows == 0:
        return (title, (count(number),), say("table.nothing"))
    fact = Fact(f"{id}/share", n / tally.n_rows, "fraction", "rows counted, of all", tally.fingerprint, n=tally.n_rows)
    return (title, (count(number),), (cell(materials.book.add(fact)),))


def _unknown(tally: Tally, attribute: str) -> int:
    counted = tally.by(attribute)
    return sum(int(n.sum()) for group, n in zip(counted.groups, counted.n, strict=True) if group[0] == UNKNOWN)


def power_blocks(materials: Materials) -> tuple[Block, ...]:
    """Return what each comparison would probably have seen, by the numbers of people alone."""
    audit = materials.audited
    claims = [told(materials, one) for one in audit.assessments if one.gap is not None]
    if not claims:
        return ()
    header = (
        say("table.compared_any"),
        say("table.attribute"),
        say("power.largest"),
        say("power.smallest"),
        say("power.confirmable"),
    )
    rows = tuple(_power_row(claim) for claim in claims)
    power = materials.book.declared("power/chance", _POWER, "fraction", "convention", audit.fingerprint)
    table = Table("power-seen", say("power.caption"), header, rows, (False, False, True, True, True))
    return (paragraph("power.said", power=frequency(power)), table)


def _power_row(claim: ToldClaim) -> tuple[Text, ...]:
    largest, smallest, confirmable = claim.power_facts()
    one = claim.one
    none = say("power.none" if claim.power_known else "power.unknown")
    small: Text = say("table.nothing")
    if one.gap is not None and one.gap.n_groups > 2:
        visible = none if smallest is None else amount(smallest)
        small = say("power.smallest_cell", visible=visible, group=name(one.smallest))
    return (
        compared(claim),
        (name(one.claim.attribute),),
        none if largest is None else amount(largest),
        small,
        say("table.nothing") if confirmable is None else amount(confirmable),
    )
