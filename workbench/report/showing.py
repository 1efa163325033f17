"""Results shown in a notebook: in their cell, in the notebook's own light, whole on paper too.

The formatters are registered by name, so that nothing is imported before there is something to show.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

__all__ = ["show_results_in_notebooks", "shown_by"]

_SHOWN = {
    ("workbench.document.nodes", "Document"): ("workbench.report.html", "to_fragment"),
    ("workbench.data.dataset", "Dataset"): ("workbench.report.cells", "dataset_cell"),
    ("workbench.data.profile.result", "Profile"): ("workbench.report.cells", "profile_cell"),
    ("workbench.data.split", "Split"): ("workbench.report.cells", "split_cell"),
    ("workbench.data.suggestions.result", "SuggestedRoles"): ("workbench.report.cells", "roles_cell"),
    ("workbench.preparation.leaks.result", "Leaks"): ("workbench.report.cells", "leaks_cell"),
    ("workbench.preparation.recipe", "Recipe"): ("workbench.report.cells", "recipe_cell"),
    ("workbench.preparation.result", "Prepared"): ("workbench.report.cells", "prepared_cell"),
    ("workbench.modeling.comparison.result", "Contest"): ("workbench.report.model_cells", "contest_cell"),
    ("workbench.modeling.tuning.result", "Tuning"): ("workbench.report.model_cells", "tuning_cell"),
    ("workbench.modeling.result", "Fitted"): ("workbench.report.model_cells", "fitted_cell"),
    ("workbench.modeling.thresholds.result", "ThresholdChoice"): ("workbench.report.model_cells", "threshold_cell"),
    (
        "workbench.modeling.calibration.result",
        "CalibrationChoice",
    ): ("workbench.report.model_cells", "calibration_cell"),
    ("workbench.modeling.segments.result", "WeakSegments"): ("workbench.report.model_cells", "segments_cell"),
    ("workbench.audit.candidates_result", "CandidateAudits"): ("workbench.report.candidates_cell", "candidates_cell"),
    ("workbench.audit.mitigation.result", "Mitigations"): ("workbench.report.mitigation_cell", "mitigations_cell"),
    ("workbench.audit.mitigation.result", "MitigationChoice"): ("workbench.report.mitigation_cell", "choice_cell"),
    ("workbench.explanation.result", "Explanation"): ("workbench.report.explanation_cells", "explanation_cell"),
    ("workbench.explanation.importance.permuted_result", "PermutationImportance"): (
        "workbench.report.explanation_cells",
        "permutation_cell",
    ),
    ("workbench.explanation.groups.result", "GroupExplanation"): ("workbench.report.group_cell", "groups_cell"),
    ("workbench.explanation.effects.result", "Effects"): ("workbench.report.effect_cells", "effects_cell"),
    ("workbench.explanation.interactions_result", "Interactions"): (
        "workbench.report.effect_cells",
        "interactions_cell",
    ),
    ("workbench.explanation.waterfall", "Waterfall"): ("workbench.report.person_cells", "waterfall_cell"),
    ("workbench.explanation.person_result", "PersonExplanation"): ("workbench.report.person_cells", "person_cell"),
    ("workbench.explanation.counterfactuals.result", "Counterfactuals"): (
        "workbench.report.person_cells",
        "counterfactuals_cell",
    ),
    ("workbench.study.study", "Study"): ("workbench.report.study_cell", "study_cell"),
    ("workbench.study.result", "StudyStatus"): ("workbench.report.study_cell", "study_cell"),
}
"""The class of a result, by module and name, and the function that makes HTML of it."""


def show_results_in_notebooks() -> None:
    """Tell IPython, where it runs, how to show results and documents; do nothing elsewhere."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is not None:
        html = shell.display_formatter.formatters["text/html"]
        for (module, name), place in _SHOWN.items():
            html.for_type_by_name(module, name, _later(*place))


def shown_by(result: object) -> tuple[str, str] | None:
    """Return the module and the function that make HTML of a result; ``None`` where nothing does.

    Parameters
    ----------
    result : object
        Any.
    """
    kinds = ((kind.__module__, kind.__qualname__) for kind in type(result).__mro__)
    return next((_SHOWN[kind] for kind in kinds if kind in _SHOWN), None)


def _later(module: str, name: str) -> Any:
    """Return a function that imports another one when it is first called."""

    def shown(result: object) -> object:
        return getattr(import_module(module), name)(result)

    return shown
