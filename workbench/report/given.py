"""The results that a report was given, told apart, and whether they belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from workbench.audit.result import Audit
from workbench.checks import called
from workbench.core.finding import Finding
from workbench.core.provenance import Result
from workbench.data.dataset import Dataset
from workbench.data.profile.result import Profile
from workbench.data.roles import Roles
from workbench.data.split import Split
from workbench.errors import InputError
from workbench.explanation.person_result import PersonExplanation
from workbench.explanation.result import Explanation
from workbench.modeling.result import Fitted
from workbench.preparation.leaks.result import Leaks
from workbench.preparation.result import Prepared
from workbench.report.chosen import FURTHER
from workbench.report.further import check_further, explanation_of, fitted_of, further_given

__all__ = ["KINDS", "Given", "told_apart"]

Kind = TypeVar("Kind", bound=Result)

KINDS = (Fitted, Explanation, PersonExplanation, Audit, Dataset, Profile, Split, Prepared, Leaks, *FURTHER)
"""The kinds of result that a report is made from."""


@dataclass(frozen=True, eq=False)
class Given:
    """What a report was given, one of each kind; what a result was made from counts as given with it."""

    fitted: Fitted | None = None
    explanation: Explanation | None = None
    person: PersonExplanation | None = None
    audit: Audit | None = None
    data: Dataset | None = None
    profile: Profile | None = None
    split: Split | None = None
    prepared: Prepared | None = None
    leaks: Leaks | None = None
    further: tuple[Result, ...] = ()

    @property
    def named(self) -> tuple[str, Roles]:
        """What readers call the data, and what its columns are for."""
        for one in (self.audit, self.profile):
            if one is not None:
                return one.data_name, one.roles
        if self.data is not None:
            return self.data.name, self.data.roles
        return (self.leaks.data_name if self.leaks is not None else ""), Roles()

    @property
    def is_of_data_alone(self) -> bool:
        """Whether there is neither a model nor an audit."""
        return self.fitted is None and self.audit is None

    def findings(self, audit: Audit | None) -> tuple[Finding, ...]:
        """Return what was noticed at every stage, in the order of the stages; of equal ones the first.

        Parameters
        ----------
        audit : Audit or None
            As far as it may be seen: the one that was given may say more.
        """
        stages = [
            one.findings if one is not None else ()
            for one in (self.data, self.profile, self.split, self.prepared, self.leaks, self.fitted, self.explanation)
            if one is None or hasattr(one, "findings")
        ]
        stages += [getattr(one, "findings", ()) for one in self.further]
        before = dict.fromkeys(finding for stage in stages for finding in stage)
        return (*before, *(audit.findings if audit is not None else ()))


def told_apart(results: Sequence[Result]) -> Given:
    """Return the results by kind.

    Parameters
    ----------
    results : sequence of Result
        At most one of each kind.

    Raises
    ------
    InputError
        If there is none, one of a kind too many, one that no report knows, or results of different data.
    """
    for result in results:
        if not isinstance(result, KINDS):
            raise InputError(
                f"build_report was given {called(result)}, which is no result that reports tell of.\n"
                "It knows what fit_model, explain_model, explain_person and audit_model return, how a model was chosen "
                "and how it works, and of data alone read_data, profile_data, split_data, prepare_data and find_leaks."
            )
    if not results:
        raise InputError(
            "build_report was given no result.\nGive at least an audit: build_report(audit_model(fitted))."
        )
    further = further_given(results)
    explanation, person = _only(results, Explanation) or explanation_of(further), _only(results, PersonExplanation)
    told = next((one for one in (explanation, person) if one is not None), None)
    fitted = _only(results, Fitted) or (told.fitted if told is not None else fitted_of(further))
    prepared = fitted.prepared if fitted is not None else _only(results, Prepared)
    split = prepared.split if prepared is not None else _only(results, Split)
    data = split.data if split is not None else _only(results, Dataset)
    audit, profile = _only(results, Audit), _only(results, Profile)
    leaks = _only(results, Leaks) or (fitted.leaks if fitted is not None else None)
    given = Given(fitted, explanation, person, audit, data, profile, split, prepared, leaks, further)
    _check_same_model(given)
    check_further(further, fitted, explanation, prepared)
    _check_same_data(given, results)
    return given


def _only(results: Sequence[Result], kind: type[Kind]) -> Kind | None:
    found = [result for result in results if isinstance(result, kind)]
    if len(found) > 1:
        raise InputError(f"build_report was given more than one {kind.__name__}.\nGive one of each kind.")
    return found[0] if found else None


def _check_same_model(given: Given) -> None:
    """Refuse results of different models: one report must not mix them."""
    if given.fitted is None:
        return
    others = [one for one in (given.explanation, given.person, given.audit) if one is not None]
    if any(given.fitted.fingerprint not in one.provenance.inputs for one in others):
        raise InputError(
            "build_report was given results of different models.\n"
            "Explain and audit the same fitted model, then report on that."
        )


def _check_same_data(given: Given, results: Sequence[Result]) -> None:
    """Refuse results of different data, as far as fingerprints tell."""
    known = {
        one.fingerprint
        for one in (given.data, given.split, given.prepared, given.fitted)
        if one is not None and not isinstance(one, str)
    }
    if given.data is not None:
        known |= {given.data.fingerprint, given.data.rows_fingerprint}
    extra: list[Result] = [
        one for one in results if isinstance(one, (Dataset, Split, Prepared)) and one.fingerprint not in known
    ]
    late: list[Result] = [one for one in (given.profile, _only(results, Leaks)) if one is not None]
    extra += [one for one in late if known and not known & set(one.provenance.inputs)]
    apart = given.audit is not None and given.fitted is None and _is_of_other_data(given)
    if extra or apart:
        what = type(extra[0]).__name__ if extra else "Audit"
        raise InputError(
            f"build_report was given a {what} of other data than the rest.\n"
            "Profile, split and audit the same data set, with the same roles, then report on that."
        )


def _is_of_other_data(given: Given) -> bool:
    """Return whether an audit of somebody's decisions and what is known of data have no source in common."""
    audit, data, profile = given.audit, given.data, given.profile
    if audit is None:
        return False
    if data is not None:
        return not {data.fingerprint, data.rows_fingerprint, *data.provenance.inputs} & set(audit.provenance.inputs)
    return profile is not None and profile.data_name != audit.data_name  # a profile knows no file
