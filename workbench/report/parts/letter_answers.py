"""What only people can say in a letter: whom to ask, how to object, what a person checked."""

from __future__ import annotations

from workbench.document.nodes import Block, Paragraph, Term, Terms, Text
from workbench.document.wording import name, paragraph, say
from workbench.report.asked import FIELDS, OPTIONAL, Field, fields_at
from workbench.report.materials import Materials

__all__ = ["addressed", "answered", "closing", "missing_answers", "rights"]

_LONGEST = 5_000
_RIGHTS = ("correct", "contest", "complain", "deadline", "contact")


def answered(materials: Materials, id: str, *, labelled: bool = True) -> Paragraph:
    """Return what a person wrote into a field, or that it has to be filled in.

    Parameters
    ----------
    materials : Materials
        Holds the answers.
    id : str
        The field.
    labelled : bool
        Whether the field's name stands before it.
    """
    field = FIELDS[id]
    said = _said(materials, field)
    if not said:
        return Paragraph("letter.fill", _to_fill(field))
    return Paragraph(
        "letter.answered", say("letter.answered", field=say(field.label), answer=said) if labelled else said
    )


def missing_answers(materials: Materials) -> tuple[Field, ...]:
    """Return the fields that the letter asks for, and that nobody answered; a favourable one has no other reasons."""
    unasked = OPTIONAL | ({"letter/other_reasons"} if materials.explained_person.is_favourable else set())
    return tuple(one for one in fields_at("letter") if one.id not in unasked and not _said(materials, one))


def rights(materials: Materials) -> tuple[Block, ...]:
    """Return how to correct data, object and complain, by when, and whom to ask."""
    terms = []
    for one in _RIGHTS:
        field = FIELDS[f"letter/{one}"]
        said = _said(materials, field)
        terms.append(Term(field.id, say(field.label), (said or _to_fill(field),), missing=not said))
    return (Terms("letter-rights", tuple(terms)),)


def addressed(materials: Materials) -> Text:
    """Return the reference and the greeting, as far as they are known, and what the letter is about."""
    reference, addressee = (materials.fields.get(f"letter/{id}", "") for id in ("reference", "addressee"))
    first = say("letter.reference", reference=name(reference)) if reference.strip() else ()
    if addressee.strip():
        return (*first, *say("letter.greeting", addressee=name(addressee)), *say("letter.lead"))
    return (*first, *say("letter.lead_alone"))


def closing(materials: Materials) -> tuple[Block, ...]:
    """Return who answers for the decision and signs the letter; nothing where nobody said so."""
    owner, sender = materials.sign_off.owner, materials.fields.get("letter/sender", "")
    blocks = [paragraph("letter.closing", owner=name(owner))] if owner.strip() else []
    signs = sender if sender.strip() else owner
    return (*blocks, paragraph("letter.signed", sender=name(signs))) if signs.strip() else ()


def _said(materials: Materials, field: Field) -> Text:
    written = materials.fields.get(field.id, "")
    return (name(written, _LONGEST),) if written.strip() else ()


def _to_fill(field: Field) -> Text:
    return say("letter.fill", question=say(field.question))
