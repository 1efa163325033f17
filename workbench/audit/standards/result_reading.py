"""The result of a standard from its JSON."""

from __future__ import annotations

import math
from typing import cast

from workbench.audit.standards.contract import Cell, Column, Option, Row, StandardResult, StandardTable, Unit
from workbench.core.finding import SEVERITIES, Finding, Severity
from workbench.core.json_node import Node
from workbench.core.measure_reading import read_measure

__all__ = ["standard_from_json"]

_MOST = 10_000
_UNITS = ("count", "fraction", "ratio", "number", "text")


def standard_from_json(node: Node) -> StandardResult:
    """Return the result that :meth:`StandardResult.to_json` wrote.

    Parameters
    ----------
    node : Node
        What it wrote.

    Raises
    ------
    InputError
        If it is no such result; the text says what is wrong and where.
    """
    return StandardResult(
        name=node["name"].text(),
        title=node["title"].text(),
        known_as_of=node["known_as_of"].text(),
        tables=tuple(_table(one) for one in node["tables"].entries(_MOST)),
        statements=node["statements"].texts(_MOST),
        missing=tuple(
            Option(one["name"].text(), one["asks"].text(), required=True) for one in node["missing"].entries(_MOST)
        ),
        findings=tuple(_finding(one) for one in node["findings"].entries(_MOST)),
        metadata={key: one.text() for key, one in node["metadata"].members().items()},
    )


def _table(node: Node) -> StandardTable:
    columns = tuple(
        Column(one["name"].text(), cast(Unit, one["unit"].choice(*_UNITS)), one["digits"].whole())
        for one in node["columns"].entries(_MOST)
    )
    rows = tuple(
        Row(one["name"].text(), tuple(_cell(cell) for cell in one["cells"].entries(_MOST)))
        for one in node["rows"].entries(_MOST)
    )
    return StandardTable(node["id"].text(), node["title"].text(), columns, rows, node["notes"].texts(_MOST))


def _cell(node: Node) -> Cell:
    unit, value, held = cast(Unit, node["unit"].choice(*_UNITS)), node["value"], node.record()
    if isinstance(value.value, dict):
        return Cell(None, unit, reason=value["undefined"].text())
    low, high = (_limit(one) for one in node["interval"].entries(2)) if "interval" in held else (None, None)
    return Cell(value.text() if isinstance(value.value, str) else value.real(), unit, low, high)


def _limit(node: Node) -> float | None:
    return math.inf if isinstance(node.value, dict) else float(node.real())


def _finding(node: Node) -> Finding:
    value, threshold, n, interval = (node[key] for key in ("value", "threshold", "n", "interval"))
    limits = None if interval.is_null else [float(one.real()) for one in interval.entries(2)]
    return Finding(
        node["code"].text(),
        cast(Severity, node["severity"].choice(*SEVERITIES)),
        node["title"].text(),
        node["why"].text(),
        node["what_to_do"].text(),
        None if value.is_null else float(value.real()),
        None if threshold.is_null else float(threshold.real()),
        None if n.is_null else n.whole(),
        None if limits is None else (limits[0], limits[1]),
        node["scope"].text(),
        read_measure(node),
    )
