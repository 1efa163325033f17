"""Workbench: from a raw table to a report that anyone can read and re-check.

A stage is a function from one frozen result to the next: Dataset → Split → Prepared → Fitted →
Explanation and Audit → Document. Nothing before Document knows about screens.

    import workbench as wb

    data = wb.read_data("loans.csv", target="approved", favourable="yes", protected=["sex"])
    split = wb.split_data(data, seed=7)
    prepared = wb.prepare_data(split, wb.suggest_recipe(split))
    fitted = wb.fit_model(prepared, "boosted_trees")
    explanation = wb.explain_model(fitted)
    audit = wb.audit_model(fitted)
    report = wb.build_report(fitted, explanation, audit, audience="brief")
    wb.write_report(report, "report.html")

Somebody else's decisions: ``wb.audit_decisions(frame_or_path, decision="hired", protected=["sex"])``.
Only a published table: ``wb.audit_counts(table)``. Amounts: ``wb.audit_predictions(…)``.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

# Each public name and the module it lives in. They are imported when they are first used, so that
# `import workbench` costs nothing and a missing piece is told by the call that needs it.
_HOMES = {
    "Audit": "workbench.audit.result",
    "CalibrationChoice": "workbench.modeling.calibration.result",
    "CandidateAudits": "workbench.audit.candidates_result",
    "Contest": "workbench.modeling.comparison.result",
    "Counterfactuals": "workbench.explanation.counterfactuals.result",
    "Dataset": "workbench.data.dataset",
    "DeclaredData": "workbench.study.declared",
    "Disclosure": "workbench.audit.disclosure.level",
    "Document": "workbench.document.nodes",
    "DropProxy": "workbench.audit.mitigation.drop_proxy",
    "Effects": "workbench.explanation.effects.result",
    "Explanation": "workbench.explanation.result",
    "Finding": "workbench.core.finding",
    "Fitted": "workbench.modeling.result",
    "Framing": "workbench.audit.framing.result",
    "Gathered": "workbench.report.gathering",
    "GroupExplanation": "workbench.explanation.groups.result",
    "Interactions": "workbench.explanation.interactions_result",
    "Kept": "workbench.study.result",
    "Leaks": "workbench.preparation.leaks.result",
    "Metric": "workbench.modeling.metrics",
    "MitigationChoice": "workbench.audit.mitigation.result",
    "Mitigations": "workbench.audit.mitigation.result",
    "ModelFile": "workbench.modeling.model_file",
    "Overruled": "workbench.core.overruling",
    "PermutationImportance": "workbench.explanation.importance.permuted_result",
    "PersonExplanation": "workbench.explanation.person_result",
    "Policy": "workbench.audit.policy",
    "Prepared": "workbench.preparation.result",
    "Profile": "workbench.data.profile.result",
    "Reason": "workbench.audit.justification",
    "Recipe": "workbench.preparation.recipe",
    "Reductions": "workbench.audit.mitigation.reductions",
    "Reweighing": "workbench.audit.mitigation.reweighing",
    "Rule": "workbench.audit.policy",
    "SignOff": "workbench.core.sign_off",
    "Span": "workbench.modeling.tuning.spaces",
    "Split": "workbench.data.split",
    "Study": "workbench.study.study",
    "StudyStatus": "workbench.study.result",
    "SuggestedRoles": "workbench.data.suggestions.result",
    "Tally": "workbench.tally.tally",
    "ThresholdChoice": "workbench.modeling.thresholds.result",
    "ThresholdOptimisation": "workbench.audit.mitigation.threshold_optimisation",
    "Tuning": "workbench.modeling.tuning.result",
    "Waterfall": "workbench.explanation.waterfall",
    "WeakSegments": "workbench.modeling.segments.result",
    "WorkbenchError": "workbench.errors",
    "__version__": "workbench.core.version",
    "assign_roles": "workbench.data.assign",
    "attribute": "workbench.data.roles",
    "audit_candidates": "workbench.audit.candidates",
    "audit_counts": "workbench.audit.counts",
    "audit_decisions": "workbench.audit.decisions",
    "audit_model": "workbench.audit.entrances",
    "audit_predictions": "workbench.audit.predictions",
    "bands": "workbench.data.roles",
    "build_report": "workbench.report.build",
    "calibrate_model": "workbench.modeling.calibration.calibrate",
    "choose_metrics": "workbench.widgets.metrics",
    "choose_threshold": "workbench.modeling.thresholds.choose",
    "compare_models": "workbench.modeling.comparison.compare",
    "disclose": "workbench.audit.disclosed",
    "explain_effects": "workbench.explanation.effects.explain",
    "explain_groups": "workbench.explanation.groups.explain",
    "explain_interactions": "workbench.explanation.interactions",
    "explain_model": "workbench.explanation.explain",
    "explain_person": "workbench.explanation.person",
    "explain_prediction": "workbench.explanation.waterfall",
    "explore_audit": "workbench.widgets.audit",
    "explore_contest": "workbench.widgets.contest",
    "explore_mitigations": "workbench.widgets.mitigations",
    "explore_threshold": "workbench.widgets.threshold",
    "find_counterfactuals": "workbench.explanation.counterfactuals.find",
    "find_leaks": "workbench.preparation.leaks.find",
    "find_weak_segments": "workbench.modeling.segments.find",
    "fit_mitigated": "workbench.audit.mitigation.fit",
    "fit_model": "workbench.modeling.fit",
    "frame_decision": "workbench.audit.framing.decide",
    "gather_study": "workbench.report.gathering",
    "lint_counts": "workbench.audit.lint",
    "load_example": "workbench.data.examples",
    "load_model": "workbench.modeling.trusted",
    "open_questions": "workbench.audit.framing.asking",
    "open_study": "workbench.study.opening",
    "overrule": "workbench.core.overruling",
    "permute_columns": "workbench.explanation.importance.permute",
    "pick_roles": "workbench.widgets.roles",
    "plot": "workbench.report.plotting",
    "prepare_data": "workbench.preparation.prepare",
    "profile_data": "workbench.data.profile.profiling",
    "read_data": "workbench.data.read",
    "read_fields": "workbench.report.fields",
    "read_model": "workbench.modeling.saving",
    "read_policy": "workbench.audit.policy_file",
    "reading_grade": "workbench.document.readability",
    "reading_options": "workbench.data.said",
    "report_data": "workbench.report.journey",
    "review_findings": "workbench.widgets.findings",
    "save_model": "workbench.modeling.saving",
    "select_features": "workbench.preparation.selection",
    "split_data": "workbench.data.split",
    "suggest_recipe": "workbench.preparation.suggest",
    "suggest_roles": "workbench.data.suggestions.suggest",
    "try_mitigations": "workbench.audit.mitigation.attempt",
    "tune_model": "workbench.modeling.tuning.tune",
    "tuned": "workbench.modeling.tuning.tuned",
    "verify_report": "workbench.report.verification.verify",
    "view_explanation": "workbench.widgets.explanation",
    "write_fields": "workbench.report.fields",
    "write_policy": "workbench.audit.policy_file",
    "write_report": "workbench.report.write",
}

if TYPE_CHECKING:
    from workbench.audit.candidates import audit_candidates
    from workbench.audit.candidates_result import CandidateAudits
    from workbench.audit.counts import audit_counts
    from workbench.audit.decisions import audit_decisions
    from workbench.audit.disclosed import disclose
    from workbench.audit.disclosure.level import Disclosure
    from workbench.audit.entrances import audit_model
    from workbench.audit.framing.asking import open_questions
    from workbench.audit.framing.decide import frame_decision
    from workbench.audit.framing.result import Framing
    from workbench.audit.justification import Reason
    from workbench.audit.lint import lint_counts
    from workbench.audit.mitigation.attempt import try_mitigations
    from workbench.audit.mitigation.drop_proxy import DropProxy
    from workbench.audit.mitigation.fit import fit_mitigated
    from workbench.audit.mitigation.reductions import Reductions
    from workbench.audit.mitigation.result import MitigationChoice, Mitigations
    from workbench.audit.mitigation.reweighing import Reweighing
    from workbench.audit.mitigation.threshold_optimisation import ThresholdOptimisation
    from workbench.audit.policy import Policy, Rule
    from workbench.audit.policy_file import read_policy, write_policy
    from workbench.audit.predictions import audit_predictions
    from workbench.audit.result import Audit
    from workbench.core.finding import Finding
    from workbench.core.overruling import Overruled, overrule
    from workbench.core.sign_off import SignOff
    from workbench.core.version import __version__
    from workbench.data.assign import assign_roles
    from workbench.data.dataset import Dataset
    from workbench.data.examples import load_example
    from workbench.data.profile.profiling import profile_data
    from workbench.data.profile.result import Profile
    from workbench.data.read import read_data
    from workbench.data.roles import attribute, bands
    from workbench.data.said import reading_options
    from workbench.data.split import Split, split_data
    from workbench.data.suggestions.result import SuggestedRoles
    from workbench.data.suggestions.suggest import suggest_roles
    from workbench.document.nodes import Document
    from workbench.document.readability import reading_grade
    from workbench.errors import WorkbenchError
    from workbench.explanation.counterfactuals.find import find_counterfactuals
    from workbench.explanation.counterfactuals.result import Counterfactuals
    from workbench.explanation.effects.explain import explain_effects
    from workbench.explanation.effects.result import Effects
    from workbench.explanation.explain import explain_model
    from workbench.explanation.groups.explain import explain_groups
    from workbench.explanation.groups.result import GroupExplanation
    from workbench.explanation.importance.permute import permute_columns
    from workbench.explanation.importance.permuted_result import PermutationImportance
    from workbench.explanation.interactions import explain_interactions
    from workbench.explanation.interactions_result import Interactions
    from workbench.explanation.person import explain_person
    from workbench.explanation.person_result import PersonExplanation
    from workbench.explanation.result import Explanation
    from workbench.explanation.waterfall import Waterfall, explain_prediction
    from workbench.modeling.calibration.calibrate import calibrate_model
    from workbench.modeling.calibration.result import CalibrationChoice
    from workbench.modeling.comparison.compare import compare_models
    from workbench.modeling.comparison.result import Contest
    from workbench.modeling.fit import fit_model
    from workbench.modeling.metrics import Metric
    from workbench.modeling.model_file import ModelFile
    from workbench.modeling.result import Fitted
    from workbench.modeling.saving import read_model, save_model
    from workbench.modeling.segments.find import find_weak_segments
    from workbench.modeling.segments.result import WeakSegments
    from workbench.modeling.thresholds.choose import choose_threshold
    from workbench.modeling.thresholds.result import ThresholdChoice
    from workbench.modeling.trusted import load_model
    from workbench.modeling.tuning.result import Tuning
    from workbench.modeling.tuning.spaces import Span
    from workbench.modeling.tuning.tune import tune_model
    from workbench.modeling.tuning.tuned import tuned
    from workbench.preparation.leaks.find import find_leaks
    from workbench.preparation.leaks.result import Leaks
    from workbench.preparation.prepare import prepare_data
    from workbench.preparation.recipe import Recipe
    from workbench.preparation.result import Prepared
    from workbench.preparation.selection import select_features
    from workbench.preparation.suggest import suggest_recipe
    from workbench.report.build import build_report
    from workbench.report.fields import read_fields, write_fields
    from workbench.report.gathering import Gathered, gather_study
    from workbench.report.journey import report_data
    from workbench.report.plotting import plot
    from workbench.report.verification.verify import verify_report
    from workbench.report.write import write_report
    from workbench.study.declared import DeclaredData
    from workbench.study.opening import open_study
    from workbench.study.result import Kept, StudyStatus
    from workbench.study.study import Study
    from workbench.tally.tally import Tally
    from workbench.widgets.audit import explore_audit
    from workbench.widgets.contest import explore_contest
    from workbench.widgets.explanation import view_explanation
    from workbench.widgets.findings import review_findings
    from workbench.widgets.metrics import choose_metrics
    from workbench.widgets.mitigations import explore_mitigations
    from workbench.widgets.roles import pick_roles
    from workbench.widgets.threshold import explore_threshold
else:

    def __getattr__(name: str) -> Any:
        """Import a public name when it is first used."""
        if name not in _HOMES:
            raise AttributeError(f"module 'workbench' has no attribute {name!r}")
        value = getattr(import_module(_HOMES[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return sorted(__all__)


def _show_results() -> None:
    """Where a notebook runs, let results show in its cells; elsewhere import nothing."""
    if "IPython" in sys.modules:
        from workbench.report.following import follow_cells
        from workbench.report.showing import show_results_in_notebooks

        show_results_in_notebooks()
        follow_cells()


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Tell JupyterLab where the built extension is."""
    return [{"src": "labextension", "dest": "@workbench/lab"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Tell the Jupyter server which application to load."""
    from workbench.server import _jupyter_server_extension_points as points

    return points()


__all__ = [
    "Audit",
    "CalibrationChoice",
    "CandidateAudits",
    "Contest",
    "Counterfactuals",
    "Dataset",
    "DeclaredData",
    "Disclosure",
    "Document",
    "DropProxy",
    "Effects",
    "Explanation",
    "Finding",
    "Fitted",
    "Framing",
    "Gathered",
    "GroupExplanation",
    "Interactions",
    "Kept",
    "Leaks",
    "Metric",
    "MitigationChoice",
    "Mitigations",
    "ModelFile",
    "Overruled",
    "PermutationImportance",
    "PersonExplanation",
    "Policy",
    "Prepared",
    "Profile",
    "Reason",
    "Recipe",
    "Reductions",
    "Reweighing",
    "Rule",
    "SignOff",
    "Span",
    "Split",
    "Study",
    "StudyStatus",
    "SuggestedRoles",
    "Tally",
    "ThresholdChoice",
    "ThresholdOptimisation",
    "Tuning",
    "Waterfall",
    "WeakSegments",
    "WorkbenchError",
    "__version__",
    "assign_roles",
    "attribute",
    "audit_candidates",
    "audit_counts",
    "audit_decisions",
    "audit_model",
    "audit_predictions",
    "bands",
    "build_report",
    "calibrate_model",
    "choose_metrics",
    "choose_threshold",
    "compare_models",
    "disclose",
    "explain_effects",
    "explain_groups",
    "explain_interactions",
    "explain_model",
    "explain_person",
    "explain_prediction",
    "explore_audit",
    "explore_contest",
    "explore_mitigations",
    "explore_threshold",
    "find_counterfactuals",
    "find_leaks",
    "find_weak_segments",
    "fit_mitigated",
    "fit_model",
    "frame_decision",
    "gather_study",
    "lint_counts",
    "load_example",
    "load_model",
    "open_questions",
    "open_study",
    "overrule",
    "permute_columns",
    "pick_roles",
    "plot",
    "prepare_data",
    "profile_data",
    "read_data",
    "read_fields",
    "read_model",
    "read_policy",
    "reading_grade",
    "reading_options",
    "report_data",
    "review_findings",
    "save_model",
    "select_features",
    "split_data",
    "suggest_recipe",
    "suggest_roles",
    "try_mitigations",
    "tune_model",
    "tuned",
    "verify_report",
    "view_explanation",
    "write_fields",
    "write_policy",
    "write_report",
]

_show_results()
