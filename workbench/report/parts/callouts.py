"""A verdict that stands out: its mark, its word and its sentence."""

from __future__ import annotations

from workbench.audit.disclosure.said import NOT_SHOWN
from workbench.audit.verdicts import Assessment
from workbench.data.roles import NOT_COMPARED, TOO_SMALL
from workbench.document.nodes import Callout, Part, Text
from workbench.document.quantities import amount
from workbench.document.wording import MARKS, frequency, listed, name, say
from workbench.report.materials import Materials
from workbench.report.parts.claims import ToldClaim, told
from workbench.tally.gaps import EXTREMES, reference_of
from workbench.tally.metrics import FAMILIES

__all__ = ["callout"]


def callout(materials: Materials, one: Assessment, *, short: bool = False) -> Callout:
    """Return a verdict with its sentence.

    Parameters
    ----------
    materials : Materials
        The audit.
    one : Assessment
        The comparison.
    short : bool
        Whether what could have been seen is told in one short sentence, and what could have been confirmed
        not at all.
    """
    id = f"verdict.{one.verdict}"
    claim = told(materials, one)
    if one.gap is None:
        return Callout(id, one.verdict, _nothing(claim))
    verdict = one.verdict_of_visible or one.verdict  # the one that the numbers shown give
    suffix = ".ratio" if one.claim.scale == "ratio" and claim.ratio is not None else ""
    difference = claim.difference_said() if not suffix else claim.ratio_said()
    furthest = claim.difference if not suffix or claim.ratio is None else claim.ratio
    in_short = short and verdict == "not enough evidence"
    text = say(
        "verdict.brief" if in_short else f"verdict.{verdict}{suffix}",
        rates=(*_several(one), *claim.sides()),
        difference=difference,
        furthest=amount(furthest, "low" if suffix else "high", one.claim.tolerance),
        tolerance=() if in_short else claim.limit_said(),
        too_few=_too_few(claim) if in_short else (),
    )
    # Where no gap is shown the ratio stands in the table: the sentence is long enough.
    told_ratio = verdict == "gap" and claim.telling.metric == "selection_rate" and not _ratio_is_told(claim)
    told_ratio = told_ratio and not (short and claim.telling.terms.voice == "model")
    if told_ratio and not suffix and claim.ratio is not None:
        text = (*text, " ", *claim.ratio_said())
    if verdict == "not enough evidence" and not short:
        text = (*text, " ", *_power(claim))
    pooled = one.rates.pooled
    if claim.telling.is_rate and not suffix and min(pooled, 1 - pooled) <= one.claim.tolerance:
        text = (*text, *say("verdict.wide"))
    if one.small_groups:
        text = (*text, *say("verdict.small", groups=listed(one.small_groups)))
    if one.left_out:
        text = (*text, *say("verdict.left_out", groups=listed(one.left_out, len(one.left_out))))
    if verdict != one.verdict:
        text = (*text, " ", *say("verdict.of_all", verdict=MARKS[one.verdict][1].lower()))
    elif TOO_SMALL in one.rates.groups:
        text = (*text, " ", *say("verdict.of_shown"))
    return Callout(id, one.verdict, text)


def _ratio_is_told(claim: ToldClaim) -> bool:
    """Whether a claim of its own tells the ratio: of several gaps each gets a sentence."""
    own = claim.one.claim
    return any(
        other.claim.metric == own.metric
        and other.claim.attribute == own.attribute
        and other.claim.scale == "ratio"
        and other.verdict == "gap"
        for other in claim.materials.audited.assessments
    )


def _several(one: Assessment) -> Text:
    if one.claim.metric in FAMILIES:
        return say("verdict.families")
    return say("verdict.classes") if len(one.families) > 1 else ()


def _nothing(claim: ToldClaim) -> Text:
    """Return why nothing can be compared."""
    one = claim.one
    attribute, reference = name(one.claim.attribute), reference_of(one.claim.comparison)
    if one.reason == NOT_SHOWN or TOO_SMALL in one.rates.groups:
        return say("verdict.not_shown", attribute=attribute, title=claim.telling.title)
    known = [group for group in one.rates.groups if group not in NOT_COMPARED]
    if len(known) < 2:
        return say("verdict.one_group", attribute=attribute)
    if one.is_withheld:
        return say("verdict.withheld", attribute=attribute, title=claim.telling.title)
    words: dict[str, Part | Text] = {"attribute": attribute, "title": claim.telling.title, "reason": one.rates.empty}
    if reference is not None and "reference" in one.reason:
        return say("verdict.no_reference", reference=name(reference), **words)
    return say("verdict.undefined", **words)


def _too_few(claim: ToldClaim) -> Text:
    """Return in one sentence what would not have been seen, even between the groups that see most."""
    visible = claim.visible
    if visible is None:
        return say("verdict.too_few")
    is_ratio = claim.one.claim.scale == "ratio"
    return say("verdict.too_few_below.ratio" if is_ratio else "verdict.too_few_below", visible=amount(visible))


def _power(claim: ToldClaim) -> Text:
    """Return what could have been seen, and what could have been confirmed."""
    one = claim.one
    largest, smallest, confirmable = claim.power_facts()
    ratio = ".ratio" if one.claim.scale == "ratio" else ""
    if largest is None:
        text = say("verdict.no_power" if claim.power_known else "verdict.power_unknown")
    elif claim.gap.n_groups == 2:
        text = say(f"verdict.power{ratio}", visible=amount(largest))
    else:
        smallest_said = say("verdict.power_none")
        if smallest is not None:
            smallest_said = say("verdict.power_some", visible=amount(smallest))
        message = "verdict.power_many" if one.claim.comparison == EXTREMES else "verdict.power_base"
        text = say(
            f"{message}{ratio}", visible=amount(largest), smallest=name(one.smallest), visible_smallest=smallest_said
        )
    if confirmable is not None:
        text = (*text, *say("verdict.confirm", confirmable=frequency(confirmable)))
    return text
