"""A policy from its settings, as JSON holds them."""

from __future__ import annotations

from workbench.audit.justification import MOST_REASONS
from workbench.audit.policy import Policy, Reason, Rule
from workbench.core.json_node import Node
from workbench.errors import InputError

__all__ = ["policy_from_settings"]

_MOST = 1_000


def policy_from_settings(node: Node, order: Node | None = None) -> Policy:
    """Return the policy whose :meth:`Policy.settings` were written as JSON.

    Parameters
    ----------
    node : Node
        The settings, with the place where they stand.
    order : Node, optional
        The order of the standards and of what their options hold, as
        :func:`~workbench.core.json_node.key_order` wrote it. Without it they are taken as they stand.

    Raises
    ------
    InputError
        If anything is missing, of another type, or could not be declared.

    Examples
    --------
    >>> policy = Policy([Rule("selection_rate", 0.8, scale="ratio", attributes=("sex", ("sex", "race")))])
    >>> policy_from_settings(Node(policy.settings(), "policy", "Policy.settings")) == policy
    True
    """
    standards = node["standards"]
    for one in standards.members().values():
        one.record()
    if order is not None:
        standards = Node(standards.ordered(order), standards.where, standards.writer)
    rules = [_rule(one) for one in node["rules"].entries(_MOST)]
    given = node["justification"].entries(MOST_REASONS) if "justification" in node.record() else []
    reasons = [_reason(one) for one in given]
    is_changed = "changed_after_looking" in node.record() and node["changed_after_looking"].truth()
    try:
        return Policy(
            rules,
            node["confidence"].real(),
            node["minimum_n"].whole(),
            node["declared"].truth(),
            {name: one.record() for name, one in standards.members().items()},
            reasons,
            is_changed,
        )
    except InputError as error:
        raise _at(node, error) from error


def _rule(node: Node) -> Rule:
    attributes: list[str | tuple[str, ...]] = [
        one.texts(_MOST) if isinstance(one.value, list) else one.text() for one in node["attributes"].entries(_MOST)
    ]
    values = (node["metric"].text(), node["tolerance"].real(), node["scale"].text(), node["compare"].text())
    leave_out = node["leave_out"].texts(100 * _MOST)
    try:
        return Rule(values[0], values[1], values[2], values[3], tuple(attributes), leave_out)  # type: ignore[arg-type]
    except InputError as error:
        raise _at(node, error) from error


def _reason(node: Node) -> Reason:
    why = node["why"].text() if "why" in node.record() else ""
    try:
        return Reason(node["question"].text(), node["answer"].text(), why)
    except InputError as error:
        raise _at(node, error) from error


def _at(node: Node, error: InputError) -> InputError:
    """Return what is wrong with its place in front, unless it is said already."""
    text = str(error)
    return error if text.startswith(node.where) else InputError(f"{node.where}: {text}")
