"""What a report is built from: the results that were given, and the facts drawn from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from workbench.audit.disclosed import disclose
from workbench.audit.disclosure.level import NOT_PUBLISHED, Disclosure, DisclosureName, disclosure_named
from workbench.audit.disclosure.record import AMOUNTS, OUTCOMES, ROWS
from workbench.audit.policy import DEFAULT_POLICY
from workbench.audit.result import Audit
from workbench.audit.supposed import is_supposed
from workbench.core.finding import Finding
from workbench.core.overruling import Standing
from workbench.core.provenance import Result
from workbench.core.sign_off import SignOff
from workbench.data.profile.result import Profile
from workbench.data.roles import Roles
from workbench.document.facts import FactBook
from workbench.document.terms import (
    OutcomeTerms,
    any_class_terms,
    outcome_terms,
    plain_outcome_terms,
    predicted_terms,
)
from workbench.errors import InputError
from workbench.report.chosen import Chosen, chosen, shown_further
from workbench.report.data_given import DataRecords, data_records
from workbench.report.disclosing import bare_audit, check_disclosed, without_hashes
from workbench.report.explanation_record import ExplanationRecord, explanation_record
from workbench.report.given import told_apart
from workbench.report.people_record import PeopleRecord
from workbench.report.person_record import PersonRecord, person_record
from workbench.report.profile_record import ProfileRecord
from workbench.report.reading_record import ReadingRecord, reading_record
from workbench.report.records import DataRecord, ModelRecord, model_record
from workbench.report.shown_findings import shown_findings
from workbench.report.stage_records import LeaksRecord, PreparationRecord, SplitRecord
from workbench.tally.tally import BINARY

__all__ = ["Materials", "gather"]


@dataclass(frozen=True, eq=False)
class Materials:
    """What a report is made from: results of one data set, of which any may be missing, as plain data.

    A document is a function of these and of nothing else. They travel with the report, so that anyone
    can build it again and compare.

    Parameters
    ----------
    data_name : str
        What readers call the data.
    roles : Roles
        What its columns are for.
    date : str
        The day of the report.
    audience : str
        Whom it is for.
    data, model, explanation : record or None
        What is known of the data behind a model, of the model, and of what moved it.
    audit : Audit or None
        How groups fare.
    profile, people, leaks, split, preparation : record or None
        What is in the data, who is in them and who was held out, what was checked for leaks, how rows were held
        out, and, without a model, how columns were prepared.
    findings : tuple of Finding
        What was noticed at every stage that is known, in the order of the stages.
    sign_off : SignOff
        Who answers for it, and what they decided.
    auditor : str
        The independent auditor; empty where none is named.
    fields : mapping of str to str
        What a person wrote into a form: purpose, intended use and the like, by field.
    annexes : tuple of str
        The laws whose headings the annex follows; empty for those that fit the results.
    disclosure : {"internal", "public", "full"}
        Who may read it: counts of people that could tell who somebody is are hidden accordingly.
    threshold : int
        The smallest count of people that is shown; 0 for the level's own.
    person : PersonRecord or None
        The one decision that a letter explains.
    reading : ReadingRecord or None
        How the data were read.
    population : mapping of str to mapping of str to float
        The shares that the profile was told that there should be, by attribute and group.
    chosen : Chosen
        How the model was chosen, where it is weak, and what is known of how it works.
    book : FactBook
        Collects the facts.
    """

    data_name: str
    roles: Roles
    date: str
    audience: str = "brief"
    data: DataRecord | None = None
    model: ModelRecord | None = None
    explanation: ExplanationRecord | None = None
    audit: Audit | None = None
    findings: tuple[Finding, ...] = ()
    sign_off: SignOff = field(default_factory=SignOff)
    auditor: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    annexes: tuple[str, ...] = ()
    disclosure: DisclosureName = "internal"
    threshold: int = 0
    person: PersonRecord | None = None
    profile: ProfileRecord | None = None
    people: PeopleRecord | None = None
    leaks: LeaksRecord | None = None
    split: SplitRecord | None = None
    preparation: PreparationRecord | None = None
    reading: ReadingRecord | None = None
    population: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    chosen: Chosen = field(default_factory=Chosen)
    book: FactBook = field(default_factory=FactBook)

    @cached_property
    def terms(self) -> OutcomeTerms:
        """What readers call the outcomes; or, where somebody else decided, the decisions."""
        found = _terms(self.audit) if self.audit is not None else outcome_terms(self.roles)
        several = self.audit.decisions.classes != BINARY if self.audit is not None else self.roles.task == "multiclass"
        return any_class_terms(found) if several else found

    @property
    def audited(self) -> Audit:
        """The audit; only asked for where there is one."""
        if self.audit is None:
            raise AssertionError("there is no audit")
        return self.audit

    @property
    def explained_person(self) -> PersonRecord:
        """The person of a letter; only asked for in one."""
        if self.person is None:
            raise AssertionError("nobody's decision is explained")
        return self.person

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
    def hides_outcomes(self) -> bool:
        """Whether it is known what really happened, and not shown."""
        record = self.audited.disclosure
        return record is not None and OUTCOMES in record.withheld

    def hides_groups(self, *attributes: str) -> bool:
        """Whether groups of an attribute, or of a crossing, are known of whom not everything is shown."""
        record = self.audited.disclosure
        return record is not None and record.hides(*attributes)

    def may_compare(self, *attributes: str) -> bool:
        """Whether groups may compare of which too little is shown: they are hidden, or a few rows are left out."""
        record = self.audited.disclosure
        return record is not None and record.may_compare(*attributes)

    @property
    def hides_amounts(self) -> bool:
        """Whether an audit has amounts that are not shown."""
        record = self.audit.disclosure if self.audit is not None else None
        return record is not None and AMOUNTS in record.withheld

    @property
    def confidence(self) -> float:
        """The confidence of the report's intervals: the policy's, where an audit brings one along."""
        return self.audit.policy.confidence if self.audit is not None else DEFAULT_POLICY.confidence


def gather(
    results: Sequence[Result],
    date: str,
    sign_off: SignOff,
    *,
    auditor: str = "",
    fields: Mapping[str, str] | None = None,
    disclosure: Disclosure | None = None,
) -> Materials:
    """Return the materials in some results of one data set.

    Parameters
    ----------
    results : sequence of Result
        What ``fit_model``, ``explain_model``, an audit, and the stages before a model return, at most one of each.
    date : str
        The day of the report.
    sign_off : SignOff
        Who answers for it.
    auditor : str
        The independent auditor; by default whom a standard of the policy was told of.
    fields : mapping of str to str, optional
        What a person wrote into a form.
    disclosure : Disclosure, optional
        What its readers may see; by default what stays in the house.

    Raises
    ------
    InputError
        If there is none, one of a kind too many, or one that no report knows.
    """
    given = told_apart(results)
    fitted, explanation, audit = given.fitted, given.explanation, given.audit
    data_name, roles = given.named
    level = disclosure or disclosure_named("internal")
    data = given.data
    if audit is not None:
        check_disclosed(audit, level)
        audit = disclose(audit, level) if audit.disclosure is None else audit
        of_model = audit.kind == "model" or audit.provenance.stage == "audit_model"
        audit = bare_audit(audit) if of_model and without_hashes(data, audit, level) else audit
    model = model_record(fitted, level, audit) if fitted is not None else None
    performance = model.performance if model is not None else None
    of_data: DataRecords = data_records(given, audit, level)
    shared = of_data.shared(performance, roles)
    hidden = {*shared.hidden_attributes, *_hidden_attributes(audit, roles)}
    findings = shown_findings(shown_further(given.findings(audit), given.further, level, hidden=hidden), shared, level)
    sign_off = _standing(sign_off, findings)
    _check_overruled(sign_off, findings, given.findings(given.audit))
    return Materials(
        data_name,
        roles,
        date,
        data=of_data.data,
        model=model,
        explanation=explanation_record(explanation, level, audit) if explanation is not None else None,
        audit=audit,
        findings=findings,
        sign_off=sign_off,
        auditor=auditor or _auditor(audit),
        fields=dict(fields or {}),
        disclosure=level.name,
        threshold=0 if level == disclosure_named(level.name) else level.threshold,
        person=person_record(given.person, audit, level) if given.person is not None else None,
        profile=of_data.profile,
        people=of_data.people,
        leaks=of_data.leaks,
        split=of_data.split,
        preparation=of_data.preparation,
        reading=reading_record(data if data is not None else given.profile, bare=_is_bare(of_data)),
        population=_population(given.profile),
        chosen=chosen(given.further, fitted, level, hidden=hidden),
    )


def _is_bare(known: DataRecords) -> bool:
    """Return whether hashes are left out."""
    hashes = [one.fingerprint for one in (known.profile, known.split) if one is not None]
    return NOT_PUBLISHED in (*hashes, *([known.data.source] if known.data is not None else []))


def _hidden_attributes(audit: Audit | None, roles: Roles) -> set[str]:
    """Return the attributes of which an audit does not show some group, and their columns."""
    record = audit.disclosure if audit is not None else None
    if record is None:
        return set()
    tables = [one.table for one in record.hidden]
    gone = bool({OUTCOMES, ROWS} & set(record.withheld))
    hidden = [one for one in roles.protected if gone or any(one.title in table for table in tables)]
    return {name for one in hidden for name in (one.title, one.column)}


def _population(profile: Profile | None) -> dict[str, dict[str, float]]:
    told = profile.provenance.settings.get("population") if profile is not None else None
    return {title: dict(shares) for title, shares in told.items()} if isinstance(told, Mapping) else {}


def _standing(sign_off: SignOff, shown: Sequence[Finding]) -> SignOff:
    """Return a sign-off without what is overruled for many reports, and is of no finding that is shown in this one."""
    given = sign_off.overrulings
    if not any(isinstance(one, Standing) for one in given):
        return sign_off
    kept = [one for one in given if not isinstance(one, Standing) or any(one.covers(finding) for finding in shown)]
    return replace(sign_off, overruled=[one.plain if isinstance(one, Standing) else one for one in kept])


def _check_overruled(sign_off: SignOff, shown: Sequence[Finding], found: Sequence[Finding]) -> None:
    """Refuse a reason for a finding that is not there: it would be taken for one that is."""
    for one in sign_off.overrulings:
        if any(one.covers(finding) for finding in shown):
            continue
        if any(one.covers(finding) for finding in found):
            raise InputError(
                f"overruled names {one}, which these readers are not shown.\n"
                "Take it out for them, or build the report for readers who may see it."
            )
        scopes = sorted({finding.scope for finding in shown if finding.code == one.code})
        if scopes:
            raise InputError(
                f"overruled names {one}, and these results have that finding for others only.\n"
                f"They have it for: {', '.join(map(repr, scopes))}."
            )
        known = ", ".join(sorted({finding.code for finding in shown}))
        raise InputError(
            f"overruled names {one}, and these results have no such finding.\nThey have: {known or 'none'}."
        )


def _terms(audit: Audit) -> OutcomeTerms:
    """Return the words for what is decided: in a published table nothing has a value of its own."""
    roles = audit.roles
    if audit.kind == "model":
        return outcome_terms(roles, supposed=is_supposed(audit))
    if audit.kind == "predictions":
        return predicted_terms(roles.favourable_label)
    if audit.decisions.n_decisions == 0 and audit.decisions.n_outcomes:
        return replace(outcome_terms(roles), voice="decisions")
    nameless = audit.kind == "counts" or audit.threshold is not None or audit.thresholds_by_group is not None
    if nameless and not (roles.favourable_label or roles.unfavourable_label):
        roles = replace(roles, favourable="", unfavourable="")
    return outcome_terms(roles, "decisions", supposed=is_supposed(audit))


def _auditor(audit: Audit | None) -> str:
    """Return the independent auditor whom a standard was told of."""
    if audit is None:
        return ""
    named = (str(options.get("auditor", "")).strip() for options in audit.policy.standards.values())
    return next(filter(None, named), "")
