"""What was held out: how, how many of each group, and the smallest gap that the held-out rows could show."""

from __future__ import annotations

import math

from workbench.document.facts import fact_id
from workbench.document.nodes import Block, Fact, Items, Paragraph, Table, Text
from workbench.document.quantities import amount
from workbench.document.wording import count, name, paragraph, say
from workbench.report.materials import Materials
from workbench.report.stage_records import GapRecord, SplitRecord

__all__ = ["held_out_blocks", "method_text", "part_facts"]

_MOST_ROWS = 60


def held_out_blocks(materials: Materials) -> tuple[Block, ...]:
    """Return how rows were held out; nothing where none were."""
    split = materials.split
    if split is None:
        return ()
    train, test = part_facts(materials, split)
    parts = say("held_out.parts", train=count(train), test=count(test))
    said = (*parts, " ", *method_text(materials, split))
    about = (*_unused(materials, split), *_people(materials), *_gaps(materials, split))
    return (Paragraph("held_out.parts", said), *about)


def part_facts(materials: Materials, split: SplitRecord) -> tuple[Fact, Fact]:
    """Return how many rows are for learning, and how many are held out; where a model is told its own counts."""
    book, source = materials.book, split.fingerprint
    prefix = "model" if materials.model is not None else "split"
    source = materials.model.split if materials.model is not None else source
    train = book.count(f"{prefix}/train_rows", split.n_train, "rows the model learned from", source, "recorded")
    return train, book.count(f"{prefix}/test_rows", split.n_test, "rows held out", source, "recorded")


def method_text(materials: Materials, split: SplitRecord) -> Text:
    """Return how rows were held out, as a sentence."""
    roles, book = materials.roles, materials.book
    if split.method == "temporal" and roles.time is not None:
        message = "held_out.temporal_cut" if split.cut else "held_out.temporal"
        values = {"cut": name(split.cut)} if split.cut else {}
        said = say(message, column=name(roles.time), **values)
    elif split.method == "grouped" and roles.group is not None and split.n_entities is not None:
        train, test = (
            book.count(f"split/{what}_values", n, "different values of the column", split.fingerprint, "recorded")
            for what, n in zip(("train", "test"), split.n_entities, strict=True)
        )
        said = say("held_out.grouped", column=name(roles.group), train=count(train), test=count(test))
    else:
        said = say("held_out.stratified")
    return said


def _unused(materials: Materials, split: SplitRecord) -> tuple[Block, ...]:
    items = []
    for reason, n in split.unused.items():
        rows: Text = say("held_out.few")
        if n is not None:
            id = fact_id("split", "unused", reason)
            rows = (count(materials.book.count(id, n, "rows in neither part", split.fingerprint, "recorded")),)
        items.append(paragraph(f"held_out.unused.{reason}", rows=rows))
    return (Items(tuple(items)),) if items else ()


def _people(materials: Materials) -> tuple[Block, ...]:
    people, split = materials.people, materials.split
    if people is None or split is None or not people.parts:
        return ()
    rows: list[tuple[Text, ...]] = []
    parts: list[tuple[int, Text]] = []
    for attribute in dict.fromkeys(one.attribute for one in people.parts):
        found = [one for one in people.parts if one.attribute == attribute]
        if len(rows) + len(found) > _MOST_ROWS:
            continue
        parts.append((len(rows), (name(attribute),)))
        for one in found:
            cells = [
                count(
                    materials.book.count(
                        fact_id("split", what, of=(attribute, one.group)), n, how, split.fingerprint, "recorded"
                    )
                )
                for what, n, how in (
                    ("train_people", one.n_train, "rows of the group to learn from"),
                    ("test_people", one.n_test, "rows of the group held out"),
                )
            ]
            rows.append(((name(one.group),), *((one,) for one in cells)))
    if not rows:
        return ()
    header = (say("table.group"), say("held_out.train"), say("held_out.test"))
    caption = say("held_out.caption")
    return (Table("people-by-part", caption, header, tuple(rows), (False, True, True), tuple(parts)),)


def _gaps(materials: Materials, split: SplitRecord) -> tuple[Block, ...]:
    if not split.gaps:
        return ()
    rows = tuple(
        ((name(one.attribute),), _gap(materials, split, one, "largest"), _smallest(materials, split, one))
        for one in split.gaps
    )
    header = (say("table.attribute"), say("power.largest"), say("power.smallest"))
    table = Table("gaps-to-be-seen", say("held_out.gaps"), header, rows, (False, True, True))
    return (paragraph("held_out.gaps_lead"), table)


def _smallest(materials: Materials, split: SplitRecord, one: GapRecord) -> Text:
    if not one.smallest_group:
        return say("table.nothing")
    visible = _gap(materials, split, one, "smallest")
    return say("power.smallest_cell", visible=visible, group=name(one.smallest_group))


def _gap(materials: Materials, split: SplitRecord, one: GapRecord, which: str) -> Text:
    value = one.largest if which == "largest" else one.smallest
    if math.isnan(value):
        return say("power.none")
    how = "smallest difference in selection rate seen in 80 of 100 audits by the default policy"
    fact = Fact(fact_id("split", "gap", one.attribute, which), value, "fraction", how, split.fingerprint)
    return amount(materials.book.add(Fact(**{**vars(fact), "basis": "recorded"})))
