"""What was chosen in the audit panel, as plain Python."""

from __future__ import annotations

from workbench.widgets.audit_claims import policy_code
from workbench.widgets.audit_settings import AuditSettings
from workbench.widgets.code import Raw, call

__all__ = ["audit_code"]


def audit_code(source: str, chosen: AuditSettings, *, is_of_model: bool, is_moved: bool) -> str:
    """Return the audit by these limits, and the report that it is added to.

    Parameters
    ----------
    source : str
        The variable that holds the model, or else the audit that was given.
    chosen : AuditSettings
        What was chosen.
    is_of_model : bool
        Whether a model was given.
    is_moved : bool
        Whether limits are others than those of the audit.
    """
    audit, lines = "audit" if is_of_model else source, []
    policy = {"policy": Raw(policy_code(chosen.policy))} if is_moved else {}
    if is_of_model:
        strata = {"strata": list(chosen.strata)} if chosen.strata else {}
        lines.append(f"{audit} = {call('wb.audit_model', Raw(source), **policy, **strata)}")
    elif policy:
        lines.append(f"{audit} = {call(f'{source}.with_policy', policy['policy'])}")
    if chosen.audience:
        of = [Raw(source)] if is_of_model else []
        report = call("wb.build_report", *of, Raw(audit), audience=chosen.audience)
        lines.append(f"report = {report}")
    return "\n".join(lines)
