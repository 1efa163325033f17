"""What every audit of a table records of how it was asked for: groups, where rows came from, and the policy."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.audit.policy import Policy
from workbench.data.roles import ProtectedAttribute
from workbench.data.sources.options import ReadOptions

__all__ = ["grouping_settings", "reading_settings"]


def grouping_settings(
    attributes: Sequence[ProtectedAttribute],
    layers: Sequence[ProtectedAttribute],
    crossings: Sequence[Sequence[str]],
    policy: Policy,
) -> dict[str, object]:
    """Return by what groups are compared, within what, and what is tolerated."""
    return {
        "protected": [one.title for one in attributes],
        "strata": [one.title for one in layers],
        "crossings": [list(one) for one in crossings],
        "policy": policy.settings(),
    }


def reading_settings(options: ReadOptions, on: str | None, engine: str) -> dict[str, object]:
    """Return how rows were read; of what nobody said nothing is recorded.

    Parameters
    ----------
    options : ReadOptions
        What was said of the source.
    on : str or None
        The column that links another table of groups.
    engine : str
        What counted the rows.
    """
    said = {"decimal": options.decimal, "table": options.table, "query": options.query}
    named = {what: value for what, value in said.items() if value}
    return {"on": on, "encoding": options.encoding, **named, "engine": engine}
