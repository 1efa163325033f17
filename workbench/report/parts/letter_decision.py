"""The decision on one person, the system's part in it, the reasons, and what could change its answer."""

from __future__ import annotations

import math
from datetime import date

from workbench.document.facts import fact_id
from workbench.document.nodes import Block, Fact, Items, Name, Paragraph, Part, Shown, Text
from workbench.document.numerals import share
from workbench.document.wording import count, frequency, name, paragraph, plain, say
from workbench.explanation.changes import Change
from workbench.explanation.person_result import Reason
from workbench.explanation.person_row import said_value
from workbench.report.materials import Materials
from workbench.report.parts.letter_answers import answered

__all__ = ["called", "changes", "decision", "joined", "reasons", "role"]

_MOST_DIGITS = 3


def decision(materials: Materials) -> tuple[Block, ...]:
    """Return what was decided, when and by whom."""
    when, decided = _day(materials.date), _decision(materials)
    way = "decided_for" if materials.explained_person.is_favourable else "decided"
    owner = materials.sign_off.owner
    if owner.strip():
        return (paragraph(f"letter.{way}", date=when, owner=name(owner), decision=decided),)
    return (
        paragraph(f"letter.{way}_by_nobody", date=when, decision=decided),
        Paragraph("letter.fill", say("letter.fill", question=say("letter.who"))),
    )


def _day(written: str) -> Name:
    """Return a day as people write it."""
    day = date.fromisoformat(written)
    text = say("letter.day", day=str(day.day), month=say(f"letter.month.{day.month}"), year=str(day.year))
    return Name(plain(text))


def role(materials: Materials) -> tuple[Block, ...]:
    """Return that a system was used, what it said, for which step, and how much that counted."""
    person, terms = materials.explained_person, materials.terms
    train = materials.book.count(
        "person/train", person.n_train, "rows the model learned from", person.fingerprint, "recorded"
    )
    how = "predicted probability of the favourable outcome"
    score = _recorded(materials, fact_id("person", "score"), person.probability, how)
    threshold = _recorded(materials, fact_id("person", "threshold"), person.threshold, "the model's threshold")
    score_said, threshold_said = _told_apart(score, threshold)
    asked = say("letter.score", score=score_said, favourable=terms.favourable, threshold=threshold_said)
    answer = say("letter.answer", decision=_decision(materials))
    return (
        Paragraph("letter.used", (*say("letter.used", train=count(train)), " ", *asked, " ", *answer)),
        answered(materials, "letter/role"),
    )


def _decision(materials: Materials) -> Text:
    terms = materials.terms
    return terms.favourable if materials.explained_person.is_favourable else terms.unfavourable


def _recorded(materials: Materials, id: str, value: float, how: str) -> Fact:
    return materials.book.declared(id, value, "fraction", how, materials.explained_person.fingerprint)


def _told_apart(one: Fact, other: Fact) -> tuple[Shown, Shown]:
    """Return two fractions as people of 100, with as many digits as tell them apart."""
    for digits in range(_MOST_DIGITS + 1):
        said = share(one.value, digits), share(other.value, digits)
        if said[0] != said[1]:
            break
    # A score is one number, so it is less, where people would be fewer.
    return Shown(one.id, said[0].replace("fewer", "less")), Shown(other.id, said[1].replace("fewer", "less"))


def reasons(materials: Materials) -> tuple[Block, ...]:
    """Return the principal reasons, the strongest first, and how they were found."""
    person = materials.explained_person
    side = "for" if person.is_favourable else "against"
    number = {0: "_none", 1: "_one"}.get(len(person.reasons), "")
    blocks: list[Block] = [paragraph(f"letter.{side}{number}")]
    if person.reasons:
        blocks.append(
            Items(tuple(_reason(materials, one, side, alone=len(person.reasons) == 1) for one in person.reasons))
        )
    people = materials.book.count(
        "person/background", person.n_background, "training rows compared with", person.fingerprint, "recorded"
    )
    compared = say(f"letter.compared_{person.background}", people=count(people))
    real = (" ", *say("letter.real")) if person.reasons else ()
    blocks.append(Paragraph("letter.compared", (*compared, *real)))
    if person.protected:
        columns = joined(person.protected)
        blocks.append(paragraph("letter.protected", columns=columns))
    if not person.is_favourable:
        blocks.append(answered(materials, "letter/other_reasons"))
    return tuple(blocks)


def _reason(materials: Materials, reason: Reason, side: str, *, alone: bool) -> Paragraph:
    column = called(materials, reason.column)
    message = "letter.reason" if reason.value else "letter.reason_missing"
    said = (
        say("letter.reason", column=column, value=name(reason.value)) if reason.value else say(message, column=column)
    )
    standing = say(f"letter.{reason.standing}") if reason.standing in ("lower", "higher") else ()
    if reason.standing == "telling":
        standing = say("letter.telling", decision=_decision(materials))
    weight: Text = ()
    if not alone:
        how = "its part of the Shapley values that push the way of the decision"
        part = _recorded(materials, fact_id("person", "share", reason.column), reason.share, how)
        weight = say(f"letter.weight_{side}", share=frequency(part))
    return Paragraph(message, (*said, *standing, *weight))


def changes(materials: Materials) -> tuple[Block, ...]:
    """Return what another value of each reason would do; nothing where the decision is favourable."""
    person = materials.explained_person
    found = [one.change for one in person.reasons if one.change is not None]
    if not found:
        return ()
    blocks: list[Block] = [
        paragraph("letter.asked" if len(found) > 1 else "letter.asked_one"),
    ]
    if len(found) > 1 and all(change.kind == "none" for change in found):
        blocks.append(paragraph("letter.no_change"))
    else:
        blocks.append(Items(tuple(_change(materials, change) for change in found)))
    return (*blocks, paragraph("letter.change.limits"))


def _change(materials: Materials, change: Change) -> Paragraph:
    words: dict[str, Part | Text] = {
        "column": called(materials, change.column),
        "favourable": materials.terms.favourable,
    }
    if change.categories:
        words["value"] = joined(change.categories, "letter.or")
    elif change.kind == "between":
        low, high = sorted((change.value, change.end))
        words["low"], words["high"] = _offered(materials, change, low), _offered(materials, change, high)
    elif math.isfinite(change.value):
        words["value"] = _offered(materials, change, change.value)
    return paragraph(f"letter.change.{change.kind}", **words)


def _offered(materials: Materials, change: Change, value: float) -> Shown:
    """Return a number that turns the decision, as a fact."""
    if value == change.value:
        part = "change"
        how = "the nearest value of this column alone, of those that many training rows share, that turns the decision"
    else:
        part = "change_end"
        how = (
            "as far as every value of a training row, of 2,000 at most that were asked about, turns the decision, "
            "from the nearest one on"
        )
    id = fact_id("person", part, change.column)
    fact = materials.book.declared(id, value, "number", how, materials.explained_person.fingerprint)
    return Shown(fact.id, said_value(value, change.column))


def called(materials: Materials, column: str) -> Name:
    """Return what readers call a column: its title, or its name with blanks between the words."""
    title = materials.explained_person.titles.get(column, column)
    return name(title if title != column else column.replace("_", " "))


def joined(names: tuple[str, ...], last: str = "letter.and") -> Text:
    """Return names with commas, and a word before the last."""
    parts: list[Part] = []
    for place, one in enumerate(names):
        between: Text = () if not place else say(last) if place == len(names) - 1 else (", ",)
        parts += [*between, name(one)]
    return tuple(parts)
