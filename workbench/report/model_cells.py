"""Models in a notebook: compared, tuned, fitted, with a threshold or a calibration, and where they are weak.

Nothing is hidden here, since who runs the notebook has the rows; and no row is shown.
"""

from __future__ import annotations

from workbench.audit.disclosure.level import disclosure_named
from workbench.core.provenance import Result
from workbench.document.wording import plain
from workbench.modeling.calibration.result import CalibrationChoice
from workbench.modeling.comparison.result import Contest
from workbench.modeling.result import Fitted
from workbench.modeling.segments.result import WeakSegments
from workbench.modeling.thresholds.result import ThresholdChoice
from workbench.modeling.tuning.result import Tuning
from workbench.report.calibration_cell import calibration_contents
from workbench.report.cell_page import cell_page
from workbench.report.choice_records import calibration_record, threshold_record
from workbench.report.contest_cell import contest_contents
from workbench.report.contest_record import contest_record
from workbench.report.figuring import Figures
from workbench.report.fitted_cell import fitted_contents
from workbench.report.segment_records import segments_record
from workbench.report.segments_cell import segments_contents
from workbench.report.threshold_cell import threshold_contents, threshold_lead
from workbench.report.tuning_cell import tuning_contents
from workbench.report.tuning_record import tuning_record

__all__ = ["calibration_cell", "contest_cell", "fitted_cell", "segments_cell", "threshold_cell", "tuning_cell"]

_FULL = disclosure_named("full")


def contest_cell(contest: Contest) -> str:
    """Return how models compare as HTML for a cell: what can be said, each score and difference, calibration."""
    figures = _figures("contest", contest)
    contents = contest_contents(contest_record(contest, _FULL), figures, contest.findings)
    return cell_page("", repr(contest), contents, figures.facts)


def tuning_cell(tuning: Tuning) -> str:
    """Return a search for settings as HTML for a cell: what it found, what that is worth, its best trials."""
    figures = _figures("tuning", tuning)
    contents = tuning_contents(tuning_record(tuning, _FULL), figures, tuning.findings)
    return cell_page(tuning.kind.title, repr(tuning), contents, figures.facts)


def fitted_cell(fitted: Fitted) -> str:
    """Return a model as HTML for a cell: how good it is and how sure that is, and what it was trained on."""
    figures = _figures("model", fitted)
    contents = fitted_contents(fitted, figures)
    return cell_page(fitted.title, repr(fitted), contents, figures.facts)


def threshold_cell(choice: ThresholdChoice) -> str:
    """Return a threshold as HTML for a cell: what it gives, and what it does to each group."""
    figures = _figures("threshold", choice)
    record = threshold_record(choice, _FULL)
    lead, contents = threshold_lead(record, figures), threshold_contents(record, figures, choice.findings)
    return cell_page(choice.fitted.title, plain(lead), contents, figures.facts)


def calibration_cell(choice: CalibrationChoice) -> str:
    """Return a calibration as HTML for a cell: what it changes, over all and for each group."""
    figures = _figures("calibration", choice)
    contents = calibration_contents(calibration_record(choice, _FULL), figures, choice.findings)
    return cell_page(choice.fitted.title, repr(choice), contents, figures.facts)


def segments_cell(weak: WeakSegments) -> str:
    """Return where a model is weak as HTML for a cell: what was confirmed, then what may be chance."""
    figures = _figures("segments", weak)
    contents = segments_contents(segments_record(weak, _FULL), figures, weak.findings)
    return cell_page(weak.title, repr(weak), contents, figures.facts)


def _figures(prefix: str, result: Result) -> Figures:
    return Figures(prefix, result.fingerprint, result.provenance.stage)
