"""The letter to one person: what was decided, why, what could change it, and what they can do.

It holds what Regulation B asks of a statement of reasons and what Article 86 of the EU AI Act asks of an
explanation, and nothing on anybody else.
"""

from __future__ import annotations

from dataclasses import replace

from workbench.core.sign_off import SignOff
from workbench.core.version import __version__
from workbench.data.roles import Roles
from workbench.document.nodes import Block, Document, Paragraph, Section
from workbench.document.wording import paragraph, plain, say
from workbench.errors import InputError
from workbench.report.asked import FIELDS
from workbench.report.chosen import Chosen
from workbench.report.materials import Materials
from workbench.report.parts.letter_answers import addressed, answered, closing, missing_answers, rights
from workbench.report.parts.letter_decision import changes, decision, reasons, role
from workbench.report.parts.letter_facts import data_used, groups

__all__ = ["for_letter", "for_many", "letter"]


def for_letter(materials: Materials) -> Materials:
    """Return only what a letter may carry: the person's own facts, and the answers that it prints.

    Parameters
    ----------
    materials : Materials
        What :func:`workbench.report.materials.gather` returned.

    Raises
    ------
    InputError
        If nobody's decision is explained in them.
    """
    if materials.person is None and materials.model is not None and materials.model.task != "binary":
        tells = "one of several classes" if materials.model.task == "multiclass" else "amounts"
        raise InputError(
            f"A letter gives the reasons of a favourable or unfavourable decision, and the model predicts {tells}.\n"
            "See what moved one prediction with explain_prediction(fitted, row), and write to the person yourself."
        )
    if materials.person is None:
        raise InputError(
            "A letter is about one person, and nobody's decision was explained.\n"
            "Explain one and give it along: build_report(explain_person(fitted, row), audience='letter')."
        )
    roles = materials.roles
    spoken = Roles(roles.target, roles.favourable, roles.unfavourable, roles.favourable_label, roles.unfavourable_label)
    return replace(
        materials,
        data_name="",
        roles=spoken,
        data=None,
        model=None,
        explanation=None,
        audit=None,
        findings=(),
        sign_off=SignOff(owner=materials.sign_off.owner),
        auditor="",
        fields={id: said for id, said in materials.fields.items() if "letter" in FIELDS[id].places},
        annexes=(),
        profile=None,
        people=None,
        leaks=None,
        split=None,
        preparation=None,
        chosen=Chosen(),
    )


def for_many(materials: Materials) -> Materials:
    """Return materials of a report that many may read: it must not tell of one person.

    Parameters
    ----------
    materials : Materials
        What :func:`workbench.report.materials.gather` returned.

    Raises
    ------
    InputError
        If one person's decision is explained in them.
    """
    if materials.person is not None:
        raise InputError(
            f"build_report was given one person's explanation, and its audience is {materials.audience!r}.\n"
            "Only a letter tells of one person: audience='letter'."
        )
    return materials


def letter(materials: Materials) -> Document:
    """Return the letter.

    Parameters
    ----------
    materials : Materials
        As :func:`for_letter` returned them.
    """
    person = materials.explained_person
    contents: dict[str, tuple[Block, ...]] = {
        "decision": decision(materials),
        "reasons": reasons(materials),
        "change": changes(materials),
        "role": role(materials),
        "human": (answered(materials, "letter/human_check", labelled=False),),
        "data": data_used(materials),
        "rights": rights(materials),
        "groups": groups(materials),
        "closing": closing(materials),
    }
    return Document(
        audience="letter",
        title=say("letter.title"),
        lead=addressed(materials),
        sections=tuple(
            Section(id, plain(say(f"letter.section.{id}")), blocks) for id, blocks in contents.items() if blocks
        ),
        facts=dict(materials.book.facts),
        date=materials.date,
        about={"program": "notebook-workbench", "version": __version__, "person": person.fingerprint},
        notices=_notices(materials),
    )


def _notices(materials: Materials) -> tuple[Paragraph, ...]:
    """Return that something has to be filled in, where something has."""
    ready = not missing_answers(materials) and materials.sign_off.owner.strip()
    return () if ready else (paragraph("letter.not_ready"),)
