"""The threshold explorer where no kernel answers: a table of what the chosen thresholds do to each group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workbench.document.nodes import Block, Paragraph, Table
from workbench.document.numerals import number
from workbench.document.wording import name
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
    rows = [
        (group, data["edge_labels"][place], *_rates(cells, data), number(sum(cells), 0))
        for group, place, cells in zip(data["groups"], places, _cells(data, places), strict=True)
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


def _rates(cells: Sequence[int], data: Mapping[str, Any]) -> Iterator[str]:
    for metric in data["metrics"]:
        n = sum(cells[place] for place in metric["out_of"])
        k = sum(cells[place] for place in metric["counted"])
        yield number(100 * k / n if n else float("nan"), data["decimals"])
