"""What is worth knowing about gaps between groups."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.core.finding import Finding
from workbench.core.measure import on_scale
from workbench.explanation.groups.result import REST, CarriedGap, GroupGap, NotCompared
from workbench.explanation.shapley.attribution import Scale

__all__ = ["FEWEST_COMPARED", "LARGE_SHARE", "findings_of"]

FEWEST_COMPARED = 30
"""A group of fewer explained rows is not compared."""

LARGE_SHARE = 0.2
"""A column that carries so much of a gap carries a large part."""

_OTHERWISE = 1.5


def findings_of(
    gaps: list[GroupGap], too_few: tuple[NotCompared, ...], title: str, *, scale: Scale, are_hidden: bool = False
) -> Iterator[Finding]:
    """Yield what is worth knowing about gaps: proxies, columns relied on differently, groups and counts left out."""
    for gap in gaps:
        yield from (_proxy(gap, one, title) for one in gap.columns if one.is_proxy)
        yield from (_relied_on(gap, one, scale) for one in gap.columns if _is_relied_on_otherwise(one))
    if too_few:
        yield _few(too_few, title)
    if are_hidden:
        yield _hidden(title)


def _against(gap: GroupGap) -> str:
    reference = "the other groups" if gap.reference == REST else repr(gap.reference)
    return f"{gap.group!r} and {reference}" + (f" for class {gap.output!r}" if gap.output else "")


def _proxy(gap: GroupGap, one: CarriedGap, title: str) -> Finding:
    return Finding(
        "WB409",
        "caution",
        f"Column {one.column!r} stands for {title!r} and carries a large part of the gap between {_against(gap)}",
        f"Its values give the group away (Cramér's V {one.association.value:.2f}), and through it comes "
        f"{one.share:.0%} of the gap in mean predictions.",
        "Ask whether the decision needs it; train without it, and compare what is lost with the gap that is left.",
        value=one.share,
        threshold=LARGE_SHARE,
        n=gap.n + gap.n_reference or None,
        interval=(one.carried.low / gap.gap.value, one.carried.high / gap.gap.value)
        if gap.gap.value > 0
        else (one.carried.high / gap.gap.value, one.carried.low / gap.gap.value),
        scope=one.column,
    )


def _is_relied_on_otherwise(one: CarriedGap) -> bool:
    less, more = sorted([one.relied_on, one.relied_on_reference])
    return one.reliance.is_clear and more > _OTHERWISE * less


def _relied_on(gap: GroupGap, one: CarriedGap, scale: Scale) -> Finding:
    return Finding(
        "WB410",
        "note",
        f"The model relies on {one.column!r} differently for {_against(gap)}",
        f"It moves a typical prediction by {one.relied_on:.3g} in the group and by {one.relied_on_reference:.3g} in "
        "the reference.",
        "Look at the values of the column in both: a column that hardly varies in one can move little there.",
        value=one.reliance.value,
        threshold=0.0,
        n=gap.n + gap.n_reference or None,
        interval=(one.reliance.low, one.reliance.high),
        measure=on_scale("difference in how far it moves a typical prediction", scale),
        scope=one.column,
    )


def _few(too_few: tuple[NotCompared, ...], title: str) -> Finding:
    named = ", ".join(repr(one.group) for one in too_few)
    return Finding(
        "WB411",
        "note",
        f"Groups of {title!r} without enough explained rows are not compared: {named}",
        f"Means of fewer than {FEWEST_COMPARED} rows say little.",
        "Explain more rows: explain_model(fitted, n_rows=…), or hold out more.",
        threshold=float(FEWEST_COMPARED),
        scope=title,
    )


def _hidden(title: str) -> Finding:
    return Finding(
        "WB419",
        "note",
        f"Counts of rows by {title!r} are left out",
        "Fewer than 11 explained rows are of a small group, or of none that is known. From the counts of the others "
        "they could be worked out.",
        "Nothing: means and limits are of all rows all the same.",
        scope=title,
    )
