"""What can be chosen in the audit panel beside limits: whose groups, which of them, how sure, for which report."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.audit.policy import Policy
from workbench.audit.result import Audit
from workbench.data.roles import NOT_COMPARED
from workbench.tally.crossing import crossed_title
from workbench.tally.gaps import reference_of
from workbench.widgets.audit_group import group_nodes
from workbench.widgets.audit_group_table import page_of
from workbench.widgets.audit_settings import CONFIDENCES, AuditSettings
from workbench.widgets.audit_shown import Shown, axes_offered
from workbench.widgets.options import by_place
from workbench.widgets.view import Choice, Group, Node, Number, Option, Press
from workbench.widgets.wording import told

__all__ = ["axis_choice", "certainty_nodes", "confidences_of", "group_table_nodes", "report_choice", "strata_choice"]


def axis_choice(audit: Audit, attributes: tuple[str, ...]) -> Choice:
    """Return the attributes and crossings whose groups can be shown."""
    axes = axes_offered(audit, attributes)
    options = by_place([crossed_title(one, audit.attributes) for one in axes])
    return Choice("attributes", told("audit.attributes"), options, str(axes.index(attributes)), look="select")


def group_table_nodes(shown: Shown, chosen: AuditSettings) -> Iterator[Node]:
    """Yield the table of groups, and what the counts of the one say that is looked at."""
    yield from page_of(shown, chosen.order, chosen.find, chosen.page)
    if chosen.group in shown.axis.groups:
        presses = Group("one/presses", tuple(_presses(shown, chosen.group)), look="row")
        inside = (*group_nodes(shown, chosen.group, chosen.beside), presses)
        yield Group("one", inside, told("audit.one", group=chosen.group), "card")


def _presses(shown: Shown, group: str) -> Iterator[Node]:
    off = ""
    if shown.claim is None:
        off = told("audit.make_reference_off_unjudged")
    elif group in NOT_COMPARED:
        off = told("audit.make_reference_off_unknown")
    elif reference_of(shown.claim.comparison) == group:
        off = told("audit.make_reference_off_is")
    yield Press("make_reference", told("audit.make_reference"), "plain", off)
    yield Press("close", told("audit.close"))


def strata_choice(columns: tuple[str, ...], strata: tuple[str, ...]) -> Choice:
    """Return the columns within which the rows of a model can be counted."""
    options = (
        Option("", told("audit.strata_none")),
        *by_place(columns),
    )
    value = str(columns.index(strata[0])) if strata else ""
    return Choice("strata", told("audit.strata"), options, value, "select", told("audit.strata_help"))


def confidences_of(policy: Policy) -> tuple[float, ...]:
    """Return the confidences that can be chosen: the usual ones, and the policy's own."""
    return tuple(sorted({*CONFIDENCES, policy.confidence}))


def certainty_nodes(policy: Policy, wrong: str) -> Iterator[Node]:
    """Yield how sure intervals and verdicts are, and how many people a group needs."""
    options = tuple(Option(f"{one:g}", f"{one * 100:g} %") for one in confidences_of(policy))
    confidence, help = f"{policy.confidence:g}", told("audit.confidence_help")
    yield Choice("confidence", told("audit.confidence"), options, confidence, "radio", help)
    fewest = told("audit.minimum_n")
    yield Number("minimum_n", fewest, policy.minimum_n, 1, step=1, help=told("audit.minimum_n_help"), problem=wrong)


def report_choice(audience: str) -> Choice:
    """Return the reports that the audit can be added to."""
    options = (
        Option("", told("audit.report_none")),
        Option("brief", told("audit.report_brief")),
        Option("technical", told("audit.report_technical")),
        Option("annex", told("audit.report_annex")),
    )
    return Choice("audience", told("audit.report"), options, audience, "radio", told("audit.report_help"))
