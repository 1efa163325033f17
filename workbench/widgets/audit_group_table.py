"""The audit panel's table of groups: found, ordered, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workbench.document.charts import interval_cell
from workbench.document.facts import FactBook, value_facts
from workbench.document.wording import cell, name, plain, say, size
from workbench.tally.values import GroupValues
from workbench.widgets.audit_shown import Shown, figure_text
from workbench.widgets.view import Choice, Grid, Group, Node, Option, Press, Row, Said, Words
from workbench.widgets.wording import told

__all__ = ["page_of"]

_PAGE = 10

_ORDER = {
    "usual": "audit.order_usual",
    "lowest": "audit.order_lowest",
    "highest": "audit.order_highest",
    "fewest": "audit.order_fewest",
}


def page_of(shown: Shown, order: str, find: str, page: int) -> Iterator[Node]:
    """Yield the table of groups, a page at a time, with what finds and orders them.

    Parameters
    ----------
    shown : Shown
        The figure.
    order : {"usual", "lowest", "highest", "fewest"}
        Which groups come first.
    find : str
        Part of a group's name; empty: all.
    page : int
        From 0.
    """
    values = shown.values[0]
    places = _ordered(values, order, find)
    if len(values.groups) > _PAGE:
        options = tuple(Option(one, told(id)) for one, id in _ORDER.items())
        find_box = Words("find", told("audit.find"), find, most=200)
        yield Group(
            "groups/sift", (find_box, Choice("order", told("audit.order"), options, order, look="select")), look="row"
        )
    if not places:
        yield Said("groups/none", told("audit.groups_none", attribute=shown.attribute), "plain", live=True)
        return
    page = min(page, (len(places) - 1) // _PAGE)
    some = places[page * _PAGE : (page + 1) * _PAGE]
    yield _grid(shown, some, page * _PAGE, len(places))
    if len(places) > _PAGE:
        first, last = page == 0, (page + 1) * _PAGE >= len(places)
        yield Group(
            "groups/pages",
            (
                Press("earlier", told("audit.back"), "plain", told("audit.back_off") if first else ""),
                Press("further", told("audit.on"), "plain", told("audit.on_off") if last else ""),
            ),
            look="row",
        )


def _ordered(values: GroupValues, order: str, find: str) -> list[int]:
    wanted = find.strip().casefold()
    places = [place for place, group in enumerate(values.groups) if wanted in group.casefold()]
    if order == "usual":
        return places
    keys = values.n.astype(float) if order == "fewest" else values.values * (-1 if order == "highest" else 1)
    return sorted(places, key=lambda place: (bool(np.isnan(keys[place])), float(np.nan_to_num(keys[place]))))


def _grid(shown: Shown, places: list[int], before: int, n_found: int) -> Grid:
    groups = [shown.values[0].groups[place] for place in places]
    columns: list[list[str]] = [[name(group).text for group in groups]]
    header = [shown.attribute]
    for at, (values, how) in enumerate(zip(shown.values, shown.tellings, strict=True)):
        source = shown.audit.decisions.fingerprint
        facts = value_facts(FactBook(), "grid", values, source, groups=set(groups), flipped=how.flipped)
        some = [facts[group] for group in groups]
        figure = figure_text(how)
        figure = plain(say("table.spoken", spoken=(figure,))) if how.is_rate else figure
        if at == 0 or len(shown.values) > 1:
            header.append(told("audit.people"))
            columns.append([size(one).text for one in some])
        header += [figure, told("audit.interval")]
        columns.append([name(one.undefined).text if one.undefined else cell(one).text for one in some])
        columns.append([plain(interval_cell(one)) for one in some])
    rows = tuple(
        Row(
            f"row/{place}",
            (
                *(column[at] for column in columns),
                Press(f"look/{place}", told("audit.look_at", group=name(groups[at], 24).text), "quiet"),
            ),
        )
        for at, place in enumerate(places)
    )
    caption = told(
        "audit.groups_caption" if n_found > 1 else "audit.groups_caption.one",
        figure=shown.title,
        attribute=shown.attribute,
        first=before + 1,
        last=before + len(places),
        all=n_found,
    )
    numeric = (False, *(True,) * (len(header) - 1), False)
    return Grid("grid", caption, (*header, told("audit.look")), rows, numeric)
