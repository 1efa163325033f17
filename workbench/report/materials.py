"""What a report is built from: the results that were given, and the facts drawn from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from workbench.audit.policy import DEFAULT_POLICY
from workbench.audit.result import Audit
from workbench.core.finding import Finding
from workbench.core.provenance import Result
from workbench.data.dataset import Dataset
from workbench.data.roles import Roles
from workbench.document.facts import FactBook
from workbench.document.terms import OutcomeTerms, outcome_terms, plain_outcome_terms, predicted_terms
from workbench.errors import InputError
from workbench.explanation.result import Explanation
from workbench.modeling.result import Fitted

__all__ = ["Materials", "gather"]

Kind = TypeVar("Kind", bound=Result)


@dataclass(frozen=True, eq=False)
class Materials:
    """Results of one data set, of which any may be missing.

    Parameters
    ----------
    data_name : str
        What readers call the data.
    roles : Roles
        What its columns are for.
    terms : OutcomeTerms
        What readers call the outcomes; or, where somebody else decided, the decisions.
    fitted, explanation, audit : result or None
        What was given.
    owner : str
        Who answers for the system; empty where nobody said.
    date : str
        The day of the report.
    auditor : str
        The independent auditor; empty where none is named.
    book : FactBook
        Collects the facts.
    """

    data_name: str
    roles: Roles
    terms: OutcomeTerms
    fitted: Fitted | None
    explanation: Explanation | None
    audit: Audit | None
    owner: str
    date: str
    auditor: str = ""
    book: FactBook = field(default_factory=FactBook)

    @property
    def audited(self) -> Audit:
        """The audit; only asked for where there is one."""
        if self.audit is None:
            raise AssertionError("there is no audit")
        return self.audit

    @property
    def outcome_terms(self) -> OutcomeTerms:
        """What readers call the outcomes."""
        named = self.terms.voice == "model" or self.audited.decisions.n_decisions == 0
        return self.terms if named else plain_outcome_terms()

    @property
    def has_outcomes(self) -> bool:
        """Whether it is known what really happened."""
        tally = self.audited.outcomes
        return tally.n_outcomes > 0 or (tally.moments is not None and bool(tally.moments.outcomes.n.sum()))

    @property
    def data(self) -> Dataset | None:
        """The data behind the model, where a model was given."""
        return self.fitted.prepared.split.data if self.fitted is not None else None

    @property
    def confidence(self) -> float:
        """The confidence of the report's intervals: the policy's, where an audit brings one along."""
        return self.audit.policy.confidence if self.audit is not None else DEFAULT_POLICY.confidence

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Findings of every stage that is known, in the order of the stages."""
        stages: list[tuple[Finding, ...]] = []
        if self.fitted is not None:
            stages += [self.fitted.prepared.split.data.findings, self.fitted.prepared.findings, self.fitted.findings]
        if self.explanation is not None:
            stages.append(self.explanation.findings)
        if self.audit is not None:
            stages.append(self.audit.findings)
        return tuple(finding for stage in stages for finding in stage)


def gather(results: Sequence[Result], owner: str, date: str, auditor: str = "") -> Materials:
    """Return the materials in some results of one data set.

    Raises
    ------
    InputError
        If there is none, one of a kind too many, or one that no report knows.
    """
    for result in results:
        if not isinstance(result, (Fitted, Explanation, Audit)):
            raise InputError(
                f"build_report was given a {type(result).__name__}.\n"
                "It knows what fit_model, explain_model and audit_model return."
            )
    explanation, audit = _only(results, Explanation), _only(results, Audit)
    fitted = _only(results, Fitted) or (explanation.fitted if explanation is not None else None)
    if audit is not None:
        data_name, roles = audit.data_name, audit.roles
    elif fitted is not None:
        data_name, roles = fitted.prepared.split.data.name, fitted.prepared.split.data.roles
    else:
        raise InputError(
            "build_report was given no result.\nGive at least an audit: build_report(audit_model(fitted))."
        )
    _check_same_model(fitted, explanation, audit)
    terms = _terms(audit) if audit is not None else outcome_terms(roles)
    return Materials(data_name, roles, terms, fitted, explanation, audit, owner, date, auditor or _auditor(audit))


def _terms(audit: Audit) -> OutcomeTerms:
    """Return the words for what is decided: in a published table nothing has a value of its own."""
    roles = audit.roles
    if audit.kind == "model":
        return outcome_terms(roles)
    if audit.kind == "predictions":
        return predicted_terms(roles.favourable_label)
    if audit.decisions.n_decisions == 0 and audit.decisions.n_outcomes:
        return replace(outcome_terms(roles), voice="decisions")
    nameless = audit.kind == "counts" or audit.threshold is not None
    if nameless and not (roles.favourable_label or roles.unfavourable_label):
        roles = replace(roles, favourable="", unfavourable="")
    return outcome_terms(roles, "decisions")


def _auditor(audit: Audit | None) -> str:
    """Return the independent auditor whom a standard was told of."""
    if audit is None:
        return ""
    named = (str(options.get("auditor", "")).strip() for options in audit.policy.standards.values())
    return next(filter(None, named), "")


def _only(results: Sequence[Result], kind: type[Kind]) -> Kind | None:
    found = [result for result in results if isinstance(result, kind)]
    if len(found) > 1:
        raise InputError(f"build_report was given more than one {kind.__name__}.\nGive one of each kind.")
    return found[0] if found else None


def _check_same_model(fitted: Fitted | None, explanation: Explanation | None, audit: Audit | None) -> None:
    """Refuse results of different models: one report must not mix them."""
    if fitted is None:
        return
    others = [result for result in (explanation, audit) if result is not None]
    if any(fitted.fingerprint not in result.provenance.inputs for result in others):
        raise InputError(
            "build_report was given results of different models.\n"
            "Explain and audit the same fitted model, then report on that."
        )
