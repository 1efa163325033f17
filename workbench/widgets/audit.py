"""The audit panel: how groups fare, by every attribute and figure, against limits that a person sets."""

from __future__ import annotations

from workbench.audit.entrances import audit_model
from workbench.audit.result import Audit
from workbench.checks import check_result
from workbench.modeling.result import Fitted
from workbench.widgets.audit_board import AuditBoard
from workbench.widgets.panel import Panel

__all__ = ["explore_audit"]


def explore_audit(result: Audit | Fitted) -> Panel:
    """Return a widget that shows how groups fare, and writes the audit by the limits that are chosen in it.

    Every attribute, every pair of attributes crossed and every figure can be looked at: verdicts in sentences, a
    dot with its interval for every group, the numbers with n. Limits can be changed, figures judged or no longer,
    groups compared within strata, and single groups looked at, in counts. Nothing is read again: it works from
    counts, alike for ten rows and for a billion.

    Parameters
    ----------
    result : Audit or Fitted
        An audit of any kind; or a model, which is then audited on the rows that were held out.

    Returns
    -------
    Panel
        Show it as a cell's last line. Its ``result`` is the audit by the chosen limits.

    Raises
    ------
    InputError
        If it is neither.

    Notes
    -----
    Limits that are changed after the figures were seen prove less than those that were declared beforehand. The
    widget says so, and its policy is one that ``changed_after_looking``: every report that prints it says so too.

    Examples
    --------
    >>> from workbench.audit.decisions import audit_decisions
    >>> audit = audit_decisions("example:admissions", decision="admitted", favourable="yes", protected=["sex"])
    >>> explore_audit(audit).result is audit
    True
    """
    if isinstance(result, Fitted):
        return Panel(AuditBoard(audit_model(result), result))
    check_result("result", result, Audit, "audit_model or audit_decisions, or a model from fit_model")
    return Panel(AuditBoard(result))
