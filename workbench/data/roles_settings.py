"""Roles and protected attributes from their settings, as JSON holds them."""

from __future__ import annotations

from typing import TypedDict, get_args

from workbench.core.json_node import Node
from workbench.core.schema import Json
from workbench.data.roles import ProtectedAttribute, Roles, Task

__all__ = ["attribute_settings", "attributes_from_settings", "roles_from_settings"]

_MOST_ATTRIBUTES = 1_000
_MOST_EDGES = 100_000
_MOST_CLASSES = 1_000


def roles_from_settings(node: Node, order: Node | None = None) -> Roles:
    """Return the roles whose :meth:`Roles.settings` were written as JSON.

    Parameters
    ----------
    node : Node
        The settings, with the place where they stand.
    order : Node, optional
        The order of the labels of each protected attribute, as :func:`~workbench.core.json_node.key_order` wrote it.
        Without it they are taken in the order in which they stand.

    Raises
    ------
    InputError
        If anything is missing, of another type, or no role.

    Examples
    --------
    >>> import json
    >>> from workbench.core.schema import canonical_json
    >>> roles = Roles(target="hired", protected=(ProtectedAttribute("age", edges=(40, 60)),))
    >>> written = json.loads(canonical_json(roles.settings()))
    >>> roles_from_settings(Node(written, "roles", "Roles.settings")) == roles
    True
    """
    return Roles(
        target=_column(node["target"]),
        favourable=node["favourable"].text(),
        unfavourable=node["unfavourable"].text(),
        favourable_label=node["favourable_label"].text(),
        unfavourable_label=node["unfavourable_label"].text(),
        protected=attributes_from_settings(node["protected"], order),
        use_protected=node["use_protected"].truth(),
        id=_column(node["id"]),
        time=_column(node["time"]),
        group=_column(node["group"]),
        weight=_column(node["weight"]),
        **_task(node),
    )


class _Predicted(TypedDict, total=False):
    """What is predicted, where it is said: data of two outcomes do not say it."""

    task: Task
    classes: tuple[str, ...]


def _task(node: Node) -> _Predicted:
    if "task" not in node.record():
        return {}
    said = node["task"].choice(*get_args(Task))
    task = next(one for one in get_args(Task) if one == said)
    classes = node["classes"].texts(_MOST_CLASSES)
    if len(set(classes)) < len(classes):
        raise node["classes"].error("names a class twice")
    favourable = node["favourable"].text()
    if (task == "multiclass") != bool(classes) or (task == "multiclass" and favourable not in ("", *classes)):
        raise node["classes"].error(f"does not go with the task {task!r} and the favourable value {favourable!r}")
    return {"task": task, "classes": classes}


def _column(node: Node) -> str | None:
    return None if node.is_null else node.text()


def attributes_from_settings(node: Node, order: Node | None = None) -> tuple[ProtectedAttribute, ...]:
    """Return the attributes of a list of settings.

    Parameters
    ----------
    node : Node
        The list.
    order : Node, optional
        The order of the labels of each.
    """
    entries = node.entries(_MOST_ATTRIBUTES)
    orders = [None] * len(entries) if order is None else order.entries(_MOST_ATTRIBUTES)
    if order is not None and len(orders) != len(entries):
        raise order.error(f"is not as long as {node.where}")
    found = tuple(_attribute(one, own) for one, own in zip(entries, orders, strict=True))
    for place, one in enumerate(found):
        if one.title in [earlier.title for earlier in found[:place]]:
            raise entries[place].error(f"is called {one.title!r}, as one before it")
    return found


def _attribute(node: Node, order: Node | None) -> ProtectedAttribute:
    labels = (
        node["labels"] if order is None else Node(node["labels"].ordered(order), f"{node.where}.labels", node.writer)
    )
    return ProtectedAttribute(
        node["column"].text(),
        node["title"].text(),
        tuple(one.real() for one in node["edges"].entries(_MOST_EDGES)),
        {_key(node, value): label.text() for value, label in labels.members().items()},
    )


def _key(node: Node, value: str) -> str:
    return Node(value, f"{node.where}.labels", node.writer).text()


def attribute_settings(one: ProtectedAttribute) -> dict[str, Json]:
    """Return an attribute as values that JSON can hold."""
    return {"column": one.column, "title": one.title, "edges": list(one.edges), "labels": dict(one.labels)}
