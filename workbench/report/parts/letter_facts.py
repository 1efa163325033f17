"""Which data on a person were used, and what is known of how groups fare."""

from __future__ import annotations

from workbench.document.nodes import Block, Paragraph, Table, Text
from workbench.document.wording import count, declared, name, paragraph, say
from workbench.report.materials import Materials
from workbench.report.parts.letter_answers import answered
from workbench.report.parts.letter_decision import called, joined

__all__ = ["data_used", "groups"]

_MOST_COLUMNS = 14
"""As many as leave the letter on two pages."""

_VERDICTS = ("gap", "not enough evidence", "within tolerance")


def data_used(materials: Materials) -> tuple[Block, ...]:
    """Return the person's own values, so that they can be checked, and where they come from."""
    person = materials.explained_person
    # The reasons first: those matter most to be right.
    first = [one.column for one in person.reasons]
    columns = [*first, *(column for column in person.values if column not in first)]
    rows = tuple(((called(materials, column),), _value(person.values[column])) for column in columns[:_MOST_COLUMNS])
    header = (say("letter.what"), say("letter.yours"))
    blocks: list[Block] = [
        paragraph("letter.check"),
        Table("letter-data", say("letter.data"), header, rows, (False, False)),
    ]
    if len(columns) > len(rows):
        more = materials.book.count(
            "person/columns_not_shown", len(columns) - len(rows), "columns not listed", person.fingerprint, "recorded"
        )
        blocks.append(paragraph("letter.more", columns=count(more)))
    return (*blocks, answered(materials, "letter/data_source"))


def _value(value: str) -> Text:
    return (name(value),) if value else say("letter.not_known")


def groups(materials: Materials) -> tuple[Block, ...]:
    """Return what an audit found, without any number of people; nothing where none was given."""
    found = materials.explained_person.groups
    if not found:
        return ()
    said: list[Text] = [say("letter.groups", attributes=joined(tuple(one.attribute for one in found)))]
    person = materials.explained_person
    judged = any(one.verdict != "not enough evidence" for one in found)
    if judged and person.limit is None:
        said.append(say("letter.groups.set"))
    elif judged and person.limit is not None:
        how = "the limit of the default policy, since nobody declared one"
        limit = materials.book.declared("person/groups/limit", person.limit, "fraction", how, person.fingerprint)
        said.append(say("letter.groups.default", limit=declared(limit)))
    for verdict in _VERDICTS:
        attributes = tuple(one.attribute for one in found if one.verdict == verdict)
        if attributes:
            said.append(say(f"letter.groups.{verdict}", attributes=joined(attributes)))
    text = tuple(part for place, one in enumerate(said) for part in ((" ", *one) if place else one))
    return (Paragraph("letter.groups", text),)
