"""What the audit panel shows, from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workbench.widgets.audit_controls import (
    axis_choice,
    certainty_nodes,
    group_table_nodes,
    report_choice,
    strata_choice,
)
from workbench.widgets.audit_settings import AuditSettings
from workbench.widgets.audit_shown import Shown
from workbench.widgets.audit_view import (
    every_nodes,
    limit_nodes,
    metric_choice,
    press_nodes,
    summary,
    verdict_nodes,
    within_nodes,
)
from workbench.widgets.view import Group, Node, Said
from workbench.widgets.wording import told

__all__ = ["contents_of"]


def contents_of(
    shown: Shown, chosen: AuditSettings, wrong: Mapping[str, str], columns: tuple[str, ...]
) -> tuple[Node, ...]:
    """Return verdict, chart and table of what is chosen, and all that can be chosen.

    Parameters
    ----------
    shown : Shown
        The figure, of an audit with attributes.
    chosen : AuditSettings
        What was chosen.
    wrong : mapping of str to str
        What is wrong with numbers that were typed, by control.
    columns : tuple of str
        Within which the rows can be counted again.
    """
    figure: tuple[Node, ...] = (Said("none", told("audit.no_figures"), "strong"),)
    if chosen.metric:
        figure = (
            Group("verdict", shown.kept("verdict", lambda: verdict_nodes(shown))),
            Group("limits", tuple(limit_nodes(shown, wrong.get("tolerance", ""))), told("audit.tolerated"), "row"),
            Group("limits/presses", tuple(press_nodes(shown)), look="row"),
            Group("groups", tuple(group_table_nodes(shown, chosen)), told("audit.groups")),
        )
    # others than those that were declared before anybody looked
    is_after = chosen.policy.changed_after_looking
    after = (Said("after", told("audit.after"), "caution"),) if is_after else ()
    return (
        Group("top", (summary(shown), *after)),
        Group(
            "choose",
            (axis_choice(shown.audit, chosen.attributes), *shown.kept("metric", lambda: [metric_choice(shown)])),
            look="row",
        ),
        *figure,
        Group("every", shown.kept("every", lambda: every_nodes(shown)), told("audit.every"), "fold"),
        Group("strata/all", tuple(_within(shown, chosen, columns)), told("audit.within"), "fold"),
        Group(
            "certainty",
            tuple(certainty_nodes(chosen.policy, wrong.get("minimum_n", ""))),
            told("audit.certainty"),
            "fold",
        ),
        report_choice(chosen.audience),
    )


def _within(shown: Shown, chosen: AuditSettings, columns: tuple[str, ...]) -> Iterator[Node]:
    if columns:
        yield strata_choice(columns, chosen.strata)
    if shown.audit.strata or not columns:
        place = chosen.within
        yield from shown.kept(f"within/{place}", lambda: within_nodes(shown, place))
