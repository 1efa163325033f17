"""The threshold explorer where no kernel answers: a table of what the chosen thresholds do to each group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from workbench.document.nodes import Block, Paragraph, Table
from workbench.document.numerals import number
from workbench.document.wording import name
from workbench.stats.intervals import rate_limits
from workbench.widgets.view import Explore
from workbench.widgets.wording import told

__all__ = ["explored"]

_LONGEST = 2_000


def explored(node: Explore) -> Iterator[Block]:
    """Yield what the explorer shows at the thresholds that were chosen, without what moves.

    Parameters
    ----------
    node : Explore
        With nothing chosen, it is shown as it begins.
    """
    data: Mapping[str, Any] = node.data
    if "reason" in data:
        yield Paragraph(node.id, (data["reason"],))
        return
    texts, metrics = data["texts"], data["metrics"]
    chosen: Mapping[str, Any] = node.chosen
    is_each = chosen.get("each") is True
    places = chosen["own"] if is_each else [chosen.get("one", data["start"])] * len(data["groups"])
    if is_each:
        yield Paragraph(f"{node.id}-caution", (name(told("threshold.caution"), _LONGEST),))
    header = (texts["column.group"], texts["mode"], *(one["title"] for one in metrics), texts["column.people"])
    cells = list(_cells(data, places))
    rates = zip(*(_rates(cells, metric, data) for metric in metrics), strict=True)
    rows = [
        (group, data["edge_labels"][place], *each, number(sum(people), 0))
        for group, place, each, people in zip(data["groups"], places, rates, cells, strict=True)
    ]
    yield Table(
        f"twin-{node.id}",
        (name(told("threshold.twin", attribute=data["attribute"]), _LONGEST),),
        tuple((name(one, _LONGEST),) for one in header),
        tuple(tuple((name(cell, _LONGEST),) for cell in row) for row in rows),
        (False, *[True] * (len(header) - 1)),
    )
    yield Paragraph(f"{node.id}-note", (name(texts["note"], _LONGEST),))


def _cells(data: Mapping[str, Any], places: Sequence[int]) -> Iterator[list[int]]:
    """Yield each group's people by outcome and decision: ``00 01 10 11 ?0 ?1``, the decision last."""
    for scored, above, place in zip(data["scored"], data["at_or_above"], places, strict=True):
        yield [n for all_, one in zip(scored, above, strict=True) for n in (all_ - one[place], one[place])]


def _rates(cells: Sequence[Sequence[int]], metric: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[str]:
    """Yield a figure of each group with its interval, as the explorer shows both."""
    n, k = (np.array([sum(one[place] for place in metric[of]) for one in cells]) for of in ("out_of", "counted"))
    compared = np.array(data["compared"])
    total = n[compared].sum()
    pooled = k[compared].sum() / total if total else np.nan
    low, high = rate_limits(k, n, data["c_in"]["z"], pooled)
    for place, people in enumerate(n):
        if not people:
            yield number(float("nan"), data["decimals"])
            continue
        value, least, most = (
            number(100 * float(one), data["decimals"]) for one in (k[place] / people, low[place], high[place])
        )
        yield told("threshold.twin_rate", value=value, low=least, high=most)
