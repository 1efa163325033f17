"""What the threshold explorer keeps, as Python."""

from __future__ import annotations

from workbench.audit.result import Audit
from workbench.widgets.code import Raw, call, literal
from workbench.widgets.wording import told

__all__ = ["explored_with", "mapping", "named"]

_WIDTH = 76
_USUAL = (1.0, 1.0)


def mapping(by_group: tuple[tuple[str, float], ...]) -> Raw:
    """Return the threshold of each group as Python; one group a line where a line would be too long."""
    line = literal(dict(by_group))
    if len(line) <= _WIDTH:
        return Raw(line)
    inside = "".join(f"    {literal(group)}: {literal(one)},\n" for group, one in by_group)
    return Raw(f"{{\n{inside}}}")


def named(attributes: tuple[str, ...]) -> str | list[str]:
    """Return an attribute, or those that are crossed, as an argument."""
    return attributes[0] if len(attributes) == 1 else list(attributes)


def explored_with(
    audit: Audit, variable: str, attributes: tuple[str, ...], costs: tuple[float, float], capacity: int | None
) -> str:
    """Return a comment that says costs and capacity, and how to explore with them again; nothing where none were given.

    Parameters
    ----------
    audit : Audit
        What is explored.
    variable : str
        What it is called.
    attributes : tuple of str
        Whose groups are compared.
    costs : (float, float)
        What a wrong favourable and a wrong unfavourable decision cost.
    capacity : int or None
        How many people may be favoured at most.
    """
    given: dict[str, object] = {}
    said: list[str] = []
    if costs != _USUAL:
        given["costs"] = costs
        said.append(told("threshold.with_costs", favourable=f"{costs[0]:g}", unfavourable=f"{costs[1]:g}"))
    if capacity is not None:
        given["capacity"] = capacity
        said.append(told("threshold.with_capacity", n=f"{capacity:,}"))
    if not given:
        return ""
    first = () if attributes == audit.axes[0] else (named(attributes),)
    again = call("wb.explore_threshold", Raw(variable), *first, **given)
    lines = [*said, told("threshold.again"), *(f"    {line}" for line in again.splitlines())]
    return "".join(f"# {line}\n" for line in lines)
