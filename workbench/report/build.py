"""``build_report``: results become a document for one audience."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from workbench.checks import check_choice
from workbench.core.provenance import Result
from workbench.document.nodes import Document
from workbench.report.audiences.audit import audit
from workbench.report.audiences.brief import brief
from workbench.report.materials import Materials, gather
from workbench.report.showing import show_documents_in_notebooks

__all__ = ["build_report"]

_AUDIENCES: Mapping[str, Callable[[Materials], Document]] = {"brief": brief, "audit": audit}


def build_report(
    *results: Result, audience: str = "brief", owner: str = "", auditor: str = "", date: str = ""
) -> Document:
    """Turn results into a document for one audience.

    Parameters
    ----------
    *results : Fitted, Explanation or Audit
        Any of what ``fit_model``, ``explain_model`` and ``audit_model`` return, of one model; or an audit
        alone, of a model, of somebody's decisions or of published counts.
    audience : {"brief", "audit"}
        Whom it is for: *brief* is short, for people who decide; *audit* holds everything the audit found.
    owner : str
        Who answers for the system. Where nobody is named the report says so.
    auditor : str
        The independent auditor. Where nobody is named the report is called a self-check.
    date : str
        The day of the report, as in ``"2026-11-21"``; by default today.

    Returns
    -------
    Document
        Sections, facts, tables and charts; no markup. What was not given is listed at its end.

    Raises
    ------
    InputError
        If nothing was given, one kind twice, or results of different models; or no audit for *audit*.

    Examples
    --------
    >>> import workbench as wb
    >>> data = wb.read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
    >>> build_report(fitted, wb.audit_model(fitted), date="2026-11-21")
    Document for 'brief': admissions: what is decided, and how groups fare; 5 sections, 27 facts.
    """
    check_choice("audience", audience, list(_AUDIENCES))
    show_documents_in_notebooks()
    return _AUDIENCES[audience](gather(results, owner, date or datetime.now().astimezone().date().isoformat(), auditor))
