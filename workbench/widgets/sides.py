"""For whom a figure is lower: of several models or methods, and whether a gap has turned around."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from workbench.audit.verdicts import Assessment
from workbench.document.nodes import Text
from workbench.document.telling import figure_title
from workbench.document.wording import listed, name, plain
from workbench.widgets.view import Said
from workbench.widgets.wording import Whole, told

__all__ = ["chance_nodes", "lower_for", "sides_nodes"]

_MOST_NAMED = 6
_MOST_SIDES = 4


def lower_for(judged: Assessment | None) -> Text:
    """Return the group for which a figure is lower, as a cell of a table; a dash where nobody's is."""
    sides = _sides(judged)
    return (told("sides.nobody"),) if sides is None else (name(sides[1] or told("sides.everyone")),)


def sides_nodes(
    id: str,
    judged: Sequence[Assessment | None],
    called: Callable[[list[int]], Sequence[str]],
    before: Assessment | None = None,
) -> Iterator[Said]:
    """Yield for whom a figure is lower, one sentence for each two groups; the rest stands in a table.

    Parameters
    ----------
    id : str
        Where ids begin.
    judged : sequence of Assessment or None
        The same comparison of each model or method.
    called : callable
        Returns what those at some places are called.
    before : Assessment, optional
        What a gap has turned around from.
    """
    found: dict[tuple[str, str, str], list[int]] = {}
    for place, one in enumerate(judged):
        if (known := _sides(one)) is not None:
            found.setdefault(known, []).append(place)
    turned = _sides(before)
    shown = list(found.items())[:_MOST_SIDES]
    for at, ((metric, lower, higher), same) in enumerate(shown):
        figure, is_turned = plain(figure_title(metric)), turned == (metric, higher, lower)
        figure = figure if is_turned else figure[:1].upper() + figure[1:]
        who = Whole(plain(listed(called(same), _MOST_NAMED)))
        message = "sides.turned" if is_turned else "sides.lower"
        sides = {"lower": lower or told("sides.everyone"), "higher": higher or told("sides.everyone")}
        yield Said(f"{id}/{at}", told(message, figure=Whole(figure), who=who, **sides))
    if len(found) > len(shown):
        yield Said(f"{id}/rest", told("sides.rest"), "quiet")


def chance_nodes(id: str, judged: Iterable[Assessment | None]) -> Iterator[Said]:
    """Yield once that sides may be chance, where the interval of any difference reaches zero.

    Parameters
    ----------
    id : str
        Where the id begins.
    judged : iterable of Assessment or None
        All whose sides are told.
    """
    gaps = (one.gap for one in judged if one is not None and _sides(one) is not None)
    if any(gap is not None and not gap.difference_low > 0 for gap in gaps):
        yield Said(f"{id}/chance", told("sides.chance"), "quiet")


def _sides(judged: Assessment | None) -> tuple[str, str, str] | None:
    """Return the figure that is told, and the groups for which it is lower and higher; empty: all together."""
    gap = judged.gap if judged is not None else None
    if judged is None or gap is None or not gap.difference > 0:
        return None
    return judged.rates.metric, gap.lower, gap.higher
