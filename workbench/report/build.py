"""``build_report``: results become a document for one audience."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from os import PathLike

from workbench.audit.disclosure.level import Disclosure, disclosure_named
from workbench.checks import check_choice
from workbench.core.days import check_date
from workbench.core.provenance import Result
from workbench.core.schema import Json
from workbench.core.sign_off import SignOff
from workbench.document.nodes import Document
from workbench.errors import InputError
from workbench.report.audiences.annex import ANNEXES, annex
from workbench.report.audiences.audit import audit
from workbench.report.audiences.brief import brief
from workbench.report.audiences.data import data_report
from workbench.report.audiences.letter import for_letter, for_many, letter
from workbench.report.audiences.technical import technical
from workbench.report.chosen import told_to
from workbench.report.fields import checked_fields
from workbench.report.finishing import finished
from workbench.report.materials import Materials, gather
from workbench.report.showing import show_results_in_notebooks
from workbench.report.written import materials_from_json

__all__ = ["build_report", "rebuild_report"]

_AUDIENCES: Mapping[str, Callable[[Materials], Document]] = {
    "brief": brief,
    "technical": technical,
    "annex": annex,
    "letter": letter,
    "audit": audit,
    "data": data_report,
}
_NEEDS_NO_MODEL = frozenset({"data", "technical"})


def build_report(
    *results: Result,
    audience: str = "brief",
    owner: str = "",
    auditor: str = "",
    date: str = "",
    sign_off: SignOff | None = None,
    fields: Mapping[str, str] | str | PathLike[str] | None = None,
    annexes: Sequence[str] = (),
    disclosure: Disclosure | str = "internal",
) -> Document:
    """Turn results into a document for one audience.

    Parameters
    ----------
    *results : Fitted, Explanation, PersonExplanation, Audit, Profile, Leaks, Dataset, Split, Prepared and others
        Any of what ``fit_model``, ``explain_model`` and ``audit_model`` return, of one model; or an audit
        alone, of a model, of somebody's decisions or of published counts. Beside a model: how it was chosen
        (``compare_models``, ``audit_candidates``, ``tune_model``, ``calibrate_model``, ``choose_threshold``), where
        it is weak (``find_weak_segments``), and how it works (``explain_effects``, ``explain_interactions``,
        ``permute_columns``, ``explain_groups``, one an attribute). For a letter, what
        ``explain_person`` returns. Beside them, or alone for *data* and *technical*, what ``profile_data``,
        ``find_leaks`` and the other stages before a model return.
    audience : {"brief", "technical", "annex", "letter", "audit", "data"}
        Whom it is for: *brief* is short, for people who decide; *technical* holds everything that is known,
        with a model card and a datasheet; *annex* has the headings of a law, for a supervising authority;
        *letter* explains one person's decision to that person, and holds nothing of anybody else; *audit*
        holds everything the audit found; *data* says what is in a data set, with its datasheet, and needs no model.
    owner : str
        Who answers for the system. Where nobody is named the report says so.
    auditor : str
        The independent auditor. Where nobody is named the report is called a self-check.
    date : str
        The day of the report, as in ``"2026-11-21"``; by default today. Of a letter, the day of the decision.
    sign_off : SignOff, optional
        Who answers for the system, who checked the report, what was decided, what was overruled and why,
        and until when it holds.
    fields : mapping of str to str, or path, optional
        What only a person can say, by field: purpose, intended use and the like; or the form that
        ``write_fields`` began, filled in.
    annexes : sequence of str, optional
        The laws whose headings *annex* follows: ``"eu-ai-act"``, ``"nyc-ll144"``. By default the first, and
        the second where the policy of the audit names that standard.
    disclosure : {"internal", "public", "full"} or Disclosure
        Who may read it. *internal* hides counts of 1 to 4 people, *public* those of 1 to 10, and in both
        whatever they could be worked out from, wherever it would stand; *full* hides nothing.

    Returns
    -------
    Document
        Sections, facts, tables and charts; no markup. What was not given is listed at its end.

    Raises
    ------
    InputError
        If nothing was given, one kind twice, or results of different models or data; no audit for *audit*, and
        neither a model nor an audit for *brief* and *annex*; or fields or annexes that nobody knows.

    Examples
    --------
    >>> import workbench as wb
    >>> data = wb.read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
    >>> build_report(fitted, wb.audit_model(fitted), date="2026-11-21")
    Document for 'brief': admissions: what is decided, and how groups fare; 5 sections, 24 facts.
    """
    check_choice("audience", audience, list(_AUDIENCES))
    show_results_in_notebooks()
    day = check_date("date", date) if date else datetime.now().astimezone().date().isoformat()
    signed = sign_off or SignOff()
    if owner and signed.owner.strip() not in ("", owner.strip()):
        raise InputError(
            f"owner is {owner!r}, and the sign-off names {signed.owner!r}.\n"
            "Name one: who answers for the system stands in the report once."
        )
    if owner:
        signed = replace(signed, owner=owner)
    answers = checked_fields(fields)
    level = disclosure if isinstance(disclosure, Disclosure) else disclosure_named(disclosure)
    materials = gather(results, day, signed, auditor=auditor, fields=answers, disclosure=level)
    told = told_to(materials.chosen, audience)
    materials = replace(materials, audience=audience, annexes=_checked_annexes(annexes), chosen=told)
    _check_enough(materials)
    return _built(for_letter(materials) if audience == "letter" else for_many(materials))


def _check_enough(materials: Materials) -> None:
    """Refuse reports of decisions where nothing is known of any."""
    known = (materials.audit, materials.model, materials.person)
    if materials.audience not in (*_NEEDS_NO_MODEL, "audit", "letter") and all(one is None for one in known):
        raise InputError(
            f"audience is {materials.audience!r}, and neither a model nor an audit was given.\n"
            "For data alone choose audience='data'; else give what fit_model or an audit returns too."
        )


def _checked_annexes(annexes: Sequence[str]) -> tuple[str, ...]:
    if isinstance(annexes, str):
        raise InputError(f"annexes is {annexes!r}.\nGive a list, such as [{annexes!r}].")
    return tuple(check_choice("annexes", one, list(ANNEXES)) for one in dict.fromkeys(annexes))


def rebuild_report(materials: Mapping[str, Json]) -> Document:
    """Return the document that some materials give: the same as the one that they were taken from.

    Parameters
    ----------
    materials : mapping
        :attr:`Document.materials`, as evidence carries them.

    Raises
    ------
    InputError
        If they are damaged.
    """
    return _built(materials_from_json(materials))


def _built(materials: Materials) -> Document:
    check_choice("audience", materials.audience, list(_AUDIENCES))
    return finished(_AUDIENCES[materials.audience](materials), materials)
