"""Every comparison: the sentences that stand out, the table of all, the limits they were judged by."""

from __future__ import annotations

from itertools import groupby

from workbench.audit.result import Audit
from workbench.audit.verdicts import VERDICTS, Assessment
from workbench.document.charts import interval_cell
from workbench.document.nodes import Block, Paragraph, Part, Table, Text
from workbench.document.telling import figure_title
from workbench.document.wording import MARKS, cell, count, name, paragraph, say
from workbench.report.materials import Materials
from workbench.report.parts.callouts import callout
from workbench.report.parts.claims import ToldClaim, told
from workbench.tally.gaps import EXTREMES, OVERALL, reference_of
from workbench.tally.metrics import FAMILIES
from workbench.tally.values import GroupRates

__all__ = ["against", "callouts", "compared", "limits", "reading", "tolerance", "verdict_matrix", "verdict_table"]


_MOST_REASSURED = 2


def callouts(materials: Materials, most: int | None = None, *, short: bool = False) -> list[Block]:
    """Return the comparisons that get a sentence: every gap, else the least reassuring one of an attribute.

    Parameters
    ----------
    materials : Materials
        The audit.
    most : int, optional
        With more, so many get one, the largest gaps first; then it is said how many do not.
    short : bool
        Whether each is told in short.
    """
    chosen: list[Assessment] = []
    for _, group in groupby(materials.audited.assessments, key=lambda one: one.claim.attribute):
        assessments = list(group)
        worst = min((one.verdict for one in assessments), key=VERDICTS.index)
        same = [one for one in assessments if one.verdict == worst]
        chosen += same if worst == "gap" else same[:1]
    once = sorted({_said(one): one for one in reversed(chosen)}.values(), key=chosen.index)
    told_ = sorted(once, key=_standing)[:most]
    if most is not None:  # what is no gap is told once or twice: the verdict of each is in the table
        n_gaps = sum(one.verdict == "gap" for one in told_)
        told_ = told_[: max(n_gaps, _MOST_REASSURED)]
    blocks: list[Block] = [callout(materials, one, short=short) for one in once if one in told_]
    hidden = len(once) - len(told_)
    if hidden:
        source = materials.audited.fingerprint
        how = "comparisons that no sentence is on"
        more = materials.book.count("audit/comparisons_not_told", hidden, how, source)
        blocks.append(paragraph("verdict.more", comparisons=count(more)))
    return blocks


def _standing(one: Assessment) -> tuple[int, bool, float]:
    """Return what comparisons stand out by: gaps first, of these rates, and of these the one surely largest."""
    is_rate = isinstance(one.rates, GroupRates)
    return VERDICTS.index(one.verdict), not is_rate, -one.gap.difference_low if one.gap is not None and is_rate else 0.0


def _said(one: Assessment) -> tuple[object, ...]:
    """Return what a sentence depends on: with two groups, comparing both or each with one is the same."""
    claim = one.claim
    both = one.gap is not None and one.gap.n_groups == 2 and claim.comparison != OVERALL
    comparison = "both" if both else claim.comparison
    return (claim.attribute, one.rates.metric, claim.tolerance, claim.scale, comparison, one.left_out, one.verdict)


def verdict_table(materials: Materials, most: int | None = None) -> list[Block]:
    """Return every comparison with its verdict.

    Parameters
    ----------
    materials : Materials
        The audit.
    most : int, optional
        With more, so many are listed, the least reassuring ones; then it is said how many are not.
    """
    audit = materials.audited
    first = sorted(audit.assessments, key=lambda one: VERDICTS.index(one.verdict))[:most]
    claims = [told(materials, one) for one in audit.assessments if one in first]
    of_100 = all(claim.telling.is_rate for claim in claims)
    short = _speaks(materials, claims)
    any_ = "" if of_100 else "_any"
    header = (
        say("table.compared" if short else "table.compared_any"),
        say("table.attribute"),
        say("table.verdict"),
        say(f"table.extremes{any_}"),
        say(f"table.difference{any_}"),
        say("table.interval"),
        say("table.ratio"),
    )
    rates = [claim for claim in claims if claim.telling.is_rate]
    others = [claim for claim in claims if not claim.telling.is_rate]
    parts: list[tuple[int, Text]] = []
    if rates and others:
        parts = [(0, say("table.rates_part")), (len(rates), say("table.figures_part"))]
    rows = tuple(_row(claim, short=short) for claim in (*rates, *others))
    caption = say("table.verdicts" if audit.kind == "model" else "table.verdicts_all")
    numeric = (False, False, False, False, True, True, True)
    blocks: list[Block] = [Table("verdicts", caption, header, rows, numeric, tuple(parts))]
    hidden = len(audit.assessments) - len(first)
    if hidden:
        how = "comparisons that are in the technical report only"
        more = materials.book.count("audit/comparisons_not_listed", hidden, how, audit.fingerprint)
        blocks.append(paragraph("verdict.not_listed", comparisons=count(more)))
    return blocks


def verdict_matrix(materials: Materials, rows: int, columns: int) -> list[Block]:
    """Return the verdict of every comparison, a row a figure and a column an attribute, without numbers.

    Parameters
    ----------
    materials : Materials
        The audit.
    rows, columns : int
        With more figures or attributes, so many are shown, those with the least reassuring verdicts; then
        it is said how many comparisons are not.
    """
    claims = [told(materials, one) for one in materials.audited.assessments]
    short = _speaks(materials, claims)
    cells: dict[tuple[Text, str], ToldClaim] = {}
    for claim in claims:
        what = claim.telling.short if short else compared(claim)
        if claim.one.claim.comparison != EXTREMES or claim.one.claim.scale == "ratio":
            what = say("table.by_against", attribute=what, against=_how_compared(claim))
        key = (what, claim.one.claim.attribute)
        if key not in cells or _rank(claim) < _rank(cells[key]):
            cells[key] = claim
    shown_rows = _worst(cells, 0, rows)
    shown = _worst({key: claim for key, claim in cells.items() if key[0] in shown_rows}, 1, columns)
    header = (
        say("table.compared" if short else "table.compared_any"),
        *(say("table.by", attribute=name(str(attribute))) for attribute in shown),
    )
    table = Table(
        "verdicts",
        say("table.verdicts" if materials.audited.kind == "model" else "table.verdicts_all"),
        header,
        tuple(
            (what, *(_mark(cells.get((what, str(attribute)))) for attribute in shown))
            for what in shown_rows
            if isinstance(what, tuple)
        ),
        (False,) * len(header),
    )
    hidden = len(claims) - sum(what in shown_rows and attribute in shown for what, attribute in cells)
    if not hidden:
        return [table]
    how = "comparisons that are in the technical report only"
    more = materials.book.count("audit/comparisons_not_listed", hidden, how, materials.audited.fingerprint)
    return [table, paragraph("verdict.not_listed", comparisons=count(more))]


def _how_compared(claim: ToldClaim) -> Text:
    scale = say("table.as_ratio") if claim.one.claim.scale == "ratio" else ()
    other = against(claim.one) if claim.one.claim.comparison != EXTREMES else ()
    return (*scale, *([", "] if scale and other else []), *other)


def _rank(claim: ToldClaim) -> int:
    return VERDICTS.index(claim.one.verdict)


def _worst(cells: dict[tuple[Text, str], ToldClaim], side: int, most: int) -> list[Text | str]:
    """Return the rows or columns with the least reassuring verdicts, in the order of the policy."""
    found: dict[Text | str, list[int]] = {}
    for key, claim in cells.items():
        found.setdefault(key[side], []).append(_rank(claim))
    first = sorted(found, key=lambda one: sorted(found[one]))[:most]
    return [one for one in found if one in first]


def _mark(claim: ToldClaim | None) -> Text:
    if claim is None:
        return say("table.nothing")
    mark, word = MARKS[claim.one.verdict]
    return (f"{mark} {word}",)


def reading(materials: Materials, *, ratios: bool = True) -> Paragraph:
    """Return how the verdicts are to be read, and what ratios are of where the table counts the contrary.

    Parameters
    ----------
    materials : Materials
        The audit.
    ratios : bool
        Whether a table with ratios stands beside it.
    """
    if not ratios:
        return paragraph("read.verdicts_short")
    said = say("read.verdicts")
    claims = (told(materials, one) for one in materials.audited.assessments if one.gap is not None)
    if any(claim.telling.flipped for claim in claims):
        said = (*said, " ", *say("read.ratio", favourable=materials.terms.favourable))
    return Paragraph("read.verdicts", said)


def _speaks(materials: Materials, claims: list[ToldClaim]) -> bool:
    """Whether every comparison goes on after "The model …"."""
    return materials.terms.voice == "model" and all(
        claim.telling.is_rate and claim.telling.short and claim.one.claim.metric not in FAMILIES for claim in claims
    )


def _row(claim: ToldClaim, *, short: bool) -> tuple[Text, ...]:
    one = claim.one
    mark, word = MARKS[one.verdict]
    what = claim.telling.short if short else compared(claim)
    by: Text = (name(one.claim.attribute),)
    if one.claim.comparison != EXTREMES:
        by = say("table.by_against", attribute=by, against=against(one))
    verdict = (f"{mark} {word}",)
    if one.gap is None:
        nothing = say("table.nothing")
        return (what, by, verdict, nothing, nothing, nothing, nothing)
    ratio = claim.ratio
    ratio_cell = say("table.nothing")
    if ratio is not None:
        ratio_cell = say("table.ratio_cell", ratio=cell(ratio), low=cell(ratio, "low"), high=cell(ratio, "high"))
    return (
        what,
        by,
        verdict,
        claim.pair_cell(),
        (cell(claim.difference),),
        interval_cell(claim.difference),
        ratio_cell,
    )


def compared(claim: ToldClaim) -> Text:
    """Return what is compared, for a table: of several metrics also which one decides."""
    if claim.one.claim.metric in FAMILIES:
        return say("table.with_class", title=figure_title(claim.one.claim.metric), what=claim.telling.what)
    return claim.telling.what


def against(one: Assessment) -> Text:
    """Return what groups are compared with."""
    reference = reference_of(one.claim.comparison)
    if reference is not None:
        return say("against.reference", reference=name(reference))
    return say("against.overall" if one.claim.comparison == OVERALL else "against.extremes")


def limits(materials: Materials) -> Paragraph:
    """Return the tolerances, and whether a person declared them."""
    audit = materials.audited
    claims = [told(materials, one) for one in audit.assessments]
    plain = all(claim.one.claim.scale == "difference" and claim.telling.is_rate for claim in claims)
    message = "limit.default"
    if audit.policy.changed_after_looking:
        message = "limit.changed"
    elif audit.policy.declared:
        message = "limit.declared" if plain else "limit.declared_any"
    if plain and len({claim.one.claim.tolerance for claim in claims}) == 1:
        return paragraph(message, limits=say("limit.each", tolerance=claims[0].limit_said()))
    said: dict[Text, None] = {}
    for claim in claims:
        if plain and _speaks(materials, claims) and not _differs_by_attribute(audit, claim.one):
            said[say("limit.one", tolerance=claim.limit_said(), metric=claim.telling.short)] = None
            continue
        title, attribute = figure_title(claim.one.claim.metric), name(claim.one.claim.attribute)
        by = "limit.title_by" if _differs_by_attribute(audit, claim.one) else "limit.title"
        said[say(by, title=title, attribute=attribute, tolerance=tolerance(claim))] = None
    listed: list[Part] = []
    for one in said:
        listed += [*(["; " if not plain else ", "] if listed else []), *one]
    return paragraph(message, limits=tuple(listed))


def tolerance(claim: ToldClaim) -> Text:
    """Return a limit with what it limits: a difference, or a ratio."""
    return say(f"limit.{claim.one.claim.scale}", tolerance=claim.limit_said())


def _differs_by_attribute(audit: Audit, one: Assessment) -> bool:
    metric = one.claim.metric
    found = [other.claim for other in audit.assessments if other.claim.metric == metric]
    attributes = {claim.attribute for claim in found}
    settings = {(claim.tolerance, claim.scale) for claim in found}
    return any(
        {claim.attribute for claim in found if (claim.tolerance, claim.scale) == setting} != attributes
        for setting in settings
    )
