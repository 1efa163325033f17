"""What an export tells: what a notebook gathered from its study, results in memory, or what the study keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from workbench.bridging.asked import Asked
from workbench.core.finding import Finding
from workbench.core.overruling import Overruled, Standing
from workbench.core.provenance import Result
from workbench.core.sign_off import SignOff
from workbench.errors import InputError, StudyError
from workbench.report.fields import read_fields
from workbench.report.gathering import Gathered, gather_study
from workbench.report.given import told_apart
from workbench.study.study import Study
from workbench.study.words import FORM

__all__ = ["Reported", "reported", "together"]


@dataclass(frozen=True)
class Reported:
    """What is told, and what people said of it.

    Parameters
    ----------
    source : {"gathered", "memory", "study"}
        Where the results come from: a step gathered them, they are in memory, or the study keeps them.
    found : Gathered
        The results, what was left out, and what the study overrules.
    sign_off : SignOff
        Who answers for it, as far as the notebook said so.
    fields : mapping of str to str
        What people wrote into the form of the study.
    """

    source: Literal["gathered", "memory", "study"]
    found: Gathered
    sign_off: SignOff = field(default_factory=SignOff)
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def overruled(self) -> tuple[Overruled, ...]:
        """What is overruled in the study as it is now, and beside it for this one report."""
        here = {(one.code, one.scope) for one in self.found.overruled}
        alone = [one for one in self.sign_off.overrulings if not isinstance(one, Standing)]
        return (*self.found.overruled, *(one for one in alone if (one.code, one.scope) not in here))

    def said(self, shown: Sequence[Finding], audience: str) -> tuple[Overruled, ...]:
        """Return the reasons that stand in a report: those of findings that its readers are told of.

        Parameters
        ----------
        shown : sequence of Finding
            What they are told of.
        audience : str
            Who they are.
        """
        if audience == "letter":
            return ()
        return tuple(one for one in self.overruled if any(one.covers(finding) for finding in shown))

    def unsaid(self, shown: Sequence[Finding], audience: str) -> list[str]:
        """Return the reasons that do not stand in a report, each with why; a sentence or two each.

        Parameters
        ----------
        shown : sequence of Finding
            What its readers are told of.
        audience : str
            Who they are.
        """
        said = self.said(shown, audience)
        away = [one for one in self.overruled if one not in said]
        if not away:
            return []
        given = told_apart(self.found.results)
        return [f"{one}: {_why(one, given.findings(given.audit), audience)}" for one in away]


def _why(one: Overruled, found: Sequence[Finding], audience: str) -> str:
    """Return why the reason of what is overruled does not stand in a report."""
    if audience == "letter":
        return "a letter is about one decision, and tells of no finding."
    if any(one.covers(finding) for finding in found):
        return "these readers are not told of that finding, which is about few people. A level that hides less does."
    return "what is reported has no such finding."


def reported(asked: Asked, study: Study | None, audience: str) -> Reported:
    """Return what an export tells.

    Where a step of the notebook has gathered a study, that is told, with its sign-off. Else it is what is in memory;
    and where there is nothing, what the study keeps. Of a study the answers of its form are told, and where memory has
    no sign-off, that of the study.

    Parameters
    ----------
    asked : Asked
        ``names`` in memory, the latest last; without them, whatever is in memory.
    study : Study or None
        The study of the notebook.
    audience : str
        For whom.
    """
    names = asked.texts("names") if "names" in asked.request else [*asked.namespace]
    bound = [asked.namespace.get(name) for name in names if not name.startswith("_")]
    signed = next((one for one in reversed(bound) if isinstance(one, SignOff)), None)
    overruled = study.overruled if study is not None else ()
    sign_off, unsigned = _signed_now(signed, study)
    gathered = next((one for one in reversed(bound) if isinstance(one, Gathered) and one.results), None)
    if gathered is not None:
        now = replace(gathered, overruled=overruled) if study is not None else gathered
        fields, unanswered = _answers(study)
        found = replace(now, left=(*now.left, *unsigned, *unanswered))
        return Reported("gathered", _for_letter(found, study, audience), sign_off, fields)
    results = together([one for one in bound if isinstance(one, Result)])
    if results or study is None:
        return Reported("memory", Gathered(tuple(results), (), (), overruled), signed or SignOff())
    kept = gather_study(study)
    fields, unanswered = _answers(study)
    found = replace(kept, left=(*kept.left, *unsigned, *unanswered))
    return Reported("study", _for_letter(found, study, audience), sign_off, fields)


def _signed_now(said: SignOff | None, study: Study | None) -> tuple[SignOff, tuple[str, ...]]:
    """Return who signs, by what the notebook said, else the study; without the day where results came after it."""
    status = study.status() if study is not None else None
    signed = said or (status.sign_off if status is not None else None) or SignOff()
    if status is None:
        return signed, ()
    is_kept = replace(signed, overruled=()) == status.sign_off  # of any other nobody knows the moment, only its day
    later = replace(status, sign_off=signed, signed_since=status.signed_since if is_kept else "").unsigned
    if not later:
        return signed, ()
    return replace(signed, signed=""), (
        f"the signature of {signed.signed}: {', '.join(later)} came after it. Sign again.",
    )


def _answers(study: Study | None) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what people wrote into the form of a study, and that it is gone where it is."""
    if study is None:
        return {}, ()
    form = study.form
    if form.exists():
        return read_fields(form), ()
    if form.resolve() == (study.path / FORM).resolve():  # nobody has begun it yet
        return {}, ()
    return {}, (f"the answers of {form.name!r}: there is no file {str(form)!r}. Put it there, or name another form.",)


def _for_letter(found: Gathered, study: Study | None, audience: str) -> Gathered:
    """Return what belongs together; in a letter, with the latest about one person that the study keeps."""
    if audience != "letter" or study is None:
        return found
    people = [one for one in study.status().kept if one.kind == "PersonExplanation" and one.state == "fresh"]
    for one in sorted(people, key=lambda kept: kept.saved, reverse=True):
        try:
            person = study.load(one.stage, one.name)
            told_apart([*found.results, person])
        except (InputError, StudyError):
            continue
        left = tuple(line for line in found.left if not line.startswith(f"{one.stage} {one.name!r} "))
        return replace(found, results=(*found.results, person), left=left)
    return found


_FIRST = ("Audit", "Fitted", "Explanation", "PersonExplanation", "Prepared", "Split", "Dataset")
"""What others have to fit to; the audit, because it is what most readers ask for."""


def together(results: Sequence[Result]) -> list[Result]:
    """Return the results of one model and its data: of each kind the latest that fits those before it.

    Parameters
    ----------
    results : sequence of Result
        The latest last.

    Raises
    ------
    InputError
        If none can be reported.
    """
    latest = results[::-1]
    ordered = sorted(latest, key=lambda one: _place(type(one).__name__))
    taken: list[Result] = []
    refusal: InputError | None = None
    for one in ordered:
        try:
            told_apart([*taken, one])
        except InputError as error:
            refusal = refusal or error
        else:
            taken.append(one)
    if not taken and refusal is not None:
        raise refusal
    return taken


def _place(kind: str) -> int:
    return _FIRST.index(kind) if kind in _FIRST else len(_FIRST)
