"""``gather_study``: which results of a study belong together in one report, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from workbench.audit.disclosure.level import Disclosure, disclosure_named
from workbench.core.finding import Finding
from workbench.core.overruling import Overruled
from workbench.core.provenance import Result
from workbench.core.sign_off import SignOff
from workbench.errors import InputError, StudyError
from workbench.report.given import KINDS, told_apart
from workbench.report.materials import gather
from workbench.study.result import KeptStatus
from workbench.study.study import Study

__all__ = ["Gathered", "gather_study"]

_FIRST = ("Audit", "Fitted", "Explanation", "Prepared", "Split", "Dataset", "Profile")
"""What others have to fit to; the audit before all, because it is what most readers ask for."""
_OF_ONE = frozenset({"PersonExplanation"})
_TOLD = frozenset(kind.__name__ for kind in KINDS) - _OF_ONE


@dataclass(frozen=True)
class Gathered:
    """The results of a study that one report can tell of.

    Parameters
    ----------
    results : tuple of Result
        They are of one model and of the same data: give them to :func:`workbench.build_report`.
    told : tuple of str
        What each of them is, and under which name it is kept.
    left : tuple of str
        What the study keeps besides, and why it is not among them; a sentence each.
    overruled : tuple of Overruled
        Findings that the study says are known and accepted.
    """

    results: tuple[Result, ...]
    told: tuple[str, ...]
    left: tuple[str, ...]
    overruled: tuple[Overruled, ...] = ()

    def __repr__(self) -> str:
        """Return what was found in one sentence."""
        n, away = len(self.results), len(self.left)
        return (
            f"{n} {'result goes' if n == 1 else 'results go'} into a report, and {away} {'is' if away == 1 else 'are'} "
            "left out."
        )

    def __str__(self) -> str:
        """Return what was found, and a line for each result."""
        return "\n".join([repr(self), *(f"  {one}" for one in self.told), *(f"  left out: {one}" for one in self.left)])

    def findings(self, disclosure: Disclosure | str = "internal") -> tuple[Finding, ...]:
        """Return what was noticed at every stage, as far as some readers are told.

        Parameters
        ----------
        disclosure : {"internal", "public", "full"} or Disclosure
            Who reads it.
        """
        if not self.results:
            return ()
        level = disclosure if isinstance(disclosure, Disclosure) else disclosure_named(disclosure)
        today = datetime.now().astimezone().date().isoformat()
        return gather(self.results, today, SignOff(), disclosure=level).findings

    def accepted(self, disclosure: Disclosure | str = "internal") -> tuple[Overruled, ...]:
        """Return what the study overrules of these results: give it to ``SignOff(overruled=…)``.

        Parameters
        ----------
        disclosure : {"internal", "public", "full"} or Disclosure
            Who reads it: a reason for a finding that they are not shown would tell them of it.
        """
        shown = self.findings(disclosure) if self.overruled else ()
        return tuple(one for one in self.overruled if any(one.covers(finding) for finding in shown))


def gather_study(study: Study, *, audit: str = "") -> Gathered:
    """Return the results of a study that belong together in one report, and say why the others do not.

    One report is about one model, or about one table of decisions. So what is gathered has to fit the audit: results
    of another model or of other data are left out, and so is what is out of date.

    Parameters
    ----------
    study : Study
        As :func:`workbench.open_study` returns it.
    audit : str
        The name of the audit that is reported; by default ``"main"``, else the latest one.

    Returns
    -------
    Gathered
        The results, and in words what was left out. A study that keeps nothing gives none.

    Raises
    ------
    InputError
        If ``audit`` is named, and no audit of that name is kept.

    Examples
    --------
    >>> import tempfile
    >>> import workbench as wb
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     study = wb.open_study(folder)
    ...     audit = wb.audit_decisions("example:admissions", decision="admitted", favourable="yes", protected=["sex"])
    ...     _ = study.save(audit, name="decisions")
    ...     gathered = gather_study(study)
    >>> print(gathered)
    1 result goes into a report, and 0 are left out.
      audit 'decisions'
    """
    kept = study.status().kept
    audits = [one.name for one in kept if one.stage == "audit"]
    if audit and not audits:
        raise InputError(f"audit is {audit!r}, and the study keeps no audit.\nSave one with study.save(audit).")
    if audit and audit not in audits:
        raise InputError.for_choice("audit", audit, audits)
    results: list[Result] = []
    told: list[str] = []
    left: list[str] = []
    for one in sorted(_by_time(kept), key=_order):
        found = _loaded(study, one, audit)
        why = found if isinstance(found, str) else _refusal(results, found)
        if why:
            left.append(f"{_named(one)} {why}")
        elif not isinstance(found, str):
            results.append(found)
            told.append(_named(one))
    return Gathered(tuple(results), tuple(told), tuple(left), study.overruled)


def _by_time(kept: Iterable[KeptStatus]) -> list[KeptStatus]:
    """Return the latest first."""
    return sorted(kept, key=lambda one: one.saved, reverse=True)


def _order(one: KeptStatus) -> tuple[int, bool]:
    """Return what comes first: what others have to fit to, and what is called *main*."""
    return (_FIRST.index(one.kind) if one.kind in _FIRST else len(_FIRST), one.name != "main")


def _named(one: KeptStatus) -> str:
    return f"{one.stage} {one.name!r}"


def _loaded(study: Study, one: KeptStatus, audit: str) -> Result | str:
    """Return a result, or in words why it is not taken."""
    if one.state != "fresh":
        return f"is {one.state}: {one.because[:1].lower()}{one.because[1:]}"
    if one.kind in _OF_ONE:
        return "is about one person, and stands in a letter alone."
    if one.kind not in _TOLD:
        return "is nothing that a report tells of."
    if audit and one.stage == "audit" and one.name != audit:
        return f"is not the one that was asked for, {audit!r}."
    try:
        found: Result = study.load(one.stage, one.name)
    except StudyError as error:
        return f"cannot be read: {str(error).splitlines()[0]}"
    return found


def _refusal(taken: Sequence[Result], one: Result) -> str:
    """Return in words why a result does not go with those that were taken; nothing where it does."""
    try:
        told_apart([*taken, one])
    except InputError as error:
        if "more than one" in str(error):
            return "is a second of its kind, and a report tells of one."
        return "is of other data, or of another model, than what is reported."
    return ""
