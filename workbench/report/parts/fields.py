"""The fields of a form with their answers, and what nobody answered."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.document.nodes import Paragraph, Section, Term, Terms, Text
from workbench.document.wording import name, plain, say
from workbench.report.asked import Field, fields_at
from workbench.report.materials import Materials
from workbench.report.parts.known import known

__all__ = ["answer", "form", "form_sections", "missing_list"]

_LONGEST_PARAGRAPH = 20_000


def answer(materials: Materials, field: Field) -> tuple[Text, ...]:
    """Return what is said of a field, one text a paragraph: first what the results know, then what a person wrote."""
    return (*known(materials, field.id), *_written(materials.fields.get(field.id, "")))


def _written(text: str) -> tuple[Text, ...]:
    """Return what a person wrote, a blank line between paragraphs."""
    paragraphs = text.replace("\r\n", "\n").split("\n\n")
    return tuple((name(one, _LONGEST_PARAGRAPH),) for one in paragraphs if one.strip())


def form(materials: Materials, place: str) -> Terms:
    """Return the fields of one place that have an answer; only where none has, that nothing was provided.

    Parameters
    ----------
    materials : Materials
        The results, and what people wrote.
    place : str
        A place of :data:`workbench.report.asked.FIELDS`, such as ``"card/details"``.
    """
    answers = {field: answer(materials, field) for field in fields_at(place)}
    terms = [Term(field.id, say(field.label), said) for field, said in answers.items() if said]
    if not terms:
        terms = [Term(f"{place}/missing", say("field.missing"), (say("field.listed"),), missing=True)]
    return Terms(f"form-{place.replace('/', '-')}", tuple(terms))


def form_sections(materials: Materials, prefix: str, parts: Iterable[str]) -> tuple[Section, ...]:
    """Return one section a part of a form.

    Parameters
    ----------
    materials : Materials
        The results, and what people wrote.
    prefix : str
        Which form: ``"card"`` or ``"sheet"``.
    parts : iterable of str
        Its parts, in order.
    """
    return tuple(
        Section(f"{prefix}-{part}", plain(say(f"{prefix}.{part}")), (form(materials, f"{prefix}/{part}"),))
        for part in parts
    )


def missing_list(fields: Iterable[Field]) -> tuple[Paragraph, ...]:
    """Return what nobody answered, each with its question.

    Parameters
    ----------
    fields : iterable of Field
        The fields that have no answer.
    """
    return tuple(
        Paragraph("field.asked", say("field.asked", field=say(one.label), question=say(one.question)))
        for one in dict.fromkeys(fields)
    )
