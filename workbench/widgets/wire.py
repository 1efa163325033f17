"""A view as JSON, and what differs between two of them: what goes over the wire.

The shapes are those of ``extensions/widgets/src/protocol.ts``; ``tests/contracts/widgets`` holds both
to the same files.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import fields

from workbench.core.schema import Json, schema_name
from workbench.document.nodes import Block, Callout, Chart, Items, Paragraph, Section, Table, Terms
from workbench.document.wording import MARKS, plain
from workbench.figures.drawn import chart_json
from workbench.widgets.packed import packed
from workbench.widgets.view import Explore, Grid, Group, Node, Option, Part, Row

__all__ = ["PROTOCOL", "WireNode", "changed", "node_json", "table_json"]

PROTOCOL = schema_name("view")

WireNode = dict[str, Json]


def node_json(node: Node | Row) -> WireNode:
    """Return a node as JSON, with all that is in it.

    Parameters
    ----------
    node : Node or Row
        Any.

    Examples
    --------
    >>> from workbench.widgets.view import Said
    >>> node_json(Said("hello", "Hello"))
    {'kind': 'said', 'id': 'hello', 'text': 'Hello', 'tone': 'plain', 'live': False}
    """
    match node:
        case Part():
            return {**_block_json(node.block), "id": node.id}
        case Explore():
            chosen: WireNode = {"kind": "chosen", "id": f"{node.id}/chosen", "value": dict(node.chosen)}
            return {"kind": "explore", "id": node.id, "data": packed(node.data), "children": [chosen]}
        case Group():
            return {**_plain_fields(node, "children"), "children": [node_json(child) for child in node.children]}
        case Grid():
            return {**_plain_fields(node, "rows"), "children": [node_json(row) for row in node.rows]}
        case Row():
            cells: list[Json] = [one if isinstance(one, str) else node_json(one) for one in node.cells]
            return {**_plain_fields(node, "cells"), "cells": cells}
        case _:
            return _plain_fields(node)


def changed(old: Mapping[str, Json], new: WireNode) -> Iterator[WireNode]:
    """Yield the smallest nodes that differ, so that whoever holds ``old`` has ``new`` after putting them in.

    A child that is ``{"same": id}`` is the one that is there, with what else is yielded put into it.

    Parameters
    ----------
    old, new : mapping
        Two views, as :func:`node_json` writes them.

    Examples
    --------
    >>> from workbench.widgets.view import Group, Said
    >>> old = node_json(Group("all", (Said("a", "1"), Said("b", "2"))))
    >>> [one["id"] for one in changed(old, node_json(Group("all", (Said("a", "1"), Said("b", "3")))))]
    ['b']
    """
    if old == new:
        return
    before, after = _children(old), _children(new)
    if before is None or after is None:
        yield new
        return
    same = {key: one for key, one in old.items() if key != "children"} == {
        key: one for key, one in new.items() if key != "children"
    }
    if not same or list(before) != list(after):
        # Of a node whose children come and go, those that stay are only named.
        yield {**new, "children": [{"same": id} if id in before else child for id, child in after.items()]}
    for id, child in after.items():
        if id in before:
            yield from changed(before[id], child)


def _children(node: Mapping[str, Json]) -> dict[Json, WireNode] | None:
    """Return the children by id, in order; ``None`` of a node that has none."""
    children = node.get("children")
    return {one["id"]: one for one in children if isinstance(one, dict)} if isinstance(children, list) else None


def _plain_fields(node: object, *left_out: str) -> WireNode:
    """Return a node's own fields; what is empty or at its usual value is written too, so that a patch is whole."""
    return {
        "kind": type(node).__name__.lower(),
        **{one.name: _json(getattr(node, one.name)) for one in fields(node) if one.name not in left_out},  # type: ignore[arg-type] # nodes are dataclasses
    }


def _json(value: object) -> Json:
    if isinstance(value, Option):
        return {"value": value.value, "label": value.label, "help": value.help}
    if isinstance(value, tuple):
        return [_json(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value  # type: ignore[return-value] # the other fields of nodes are text, numbers and truth values


def _block_json(block: Block) -> WireNode:
    match block:
        case Paragraph():
            return {"kind": "said", "text": plain(block.text), "tone": "plain", "live": False}
        case Items():
            return {"kind": "items", "items": [plain(one.text) for one in block.items]}
        case Callout():
            mark, word = MARKS[block.mark]
            return {"kind": "callout", "verdict": block.mark, "mark": mark, "word": word, "text": plain(block.text)}
        case Table():
            return table_json(block)
        case Chart():
            drawn = chart_json(block)
            return {
                "kind": "chart",
                "takeaway": plain(block.takeaway),
                "alternative": block.alternative,
                "scene": drawn,
                "table": table_json(block.table),
            }
        case Terms():
            terms: list[Json] = [
                {"term": plain(one.term), "meaning": [plain(text) for text in one.meaning]} for one in block.terms
            ]
            return {"kind": "terms", "terms": terms}
        case Section():
            inside: list[Json] = [
                {**_block_json(one), "id": f"{block.id}/{place}"} for place, one in enumerate(block.blocks)
            ]
            return {
                "kind": "group",
                "title": block.title,
                "look": "column",
                "is_open": False,
                "children": inside,
            }


def table_json(table: Table) -> WireNode:
    """Return a table as JSON.

    Parameters
    ----------
    table : Table
        Any.
    """
    return {
        "kind": "table",
        "caption": plain(table.caption),
        "header": [plain(one) for one in table.header],
        "rows": [[plain(cell) for cell in row] for row in table.rows],
        "numeric": list(table.numeric),
        "parts": [[place, plain(title)] for place, title in table.parts],
    }
