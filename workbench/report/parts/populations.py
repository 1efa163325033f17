"""Who is in the data: people by group, beside the shares of a population that somebody declared."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.data.roles import NOT_COMPARED
from workbench.document.charts import alternative, interval_cell, sentence
from workbench.document.drawings import Dots, Point
from workbench.document.facts import fact_id
from workbench.document.nodes import Block, Chart, Fact, Table, Text
from workbench.document.wording import count, declared, frequency, name, of_100, paragraph, plain, say, share
from workbench.report.materials import Materials
from workbench.report.people_record import GroupRecord

__all__ = ["population_blocks"]

_MOST_GROUPS = 40


def population_blocks(materials: Materials) -> tuple[Block, ...]:
    """Return a chart with its table for each attribute; nothing where nobody counted people by group."""
    people = materials.people
    if people is None:
        return ()
    if not materials.roles.protected:
        return (paragraph("people.nobody"),)
    if not people.groups:
        return ()
    blocks: list[Block] = []
    if any(one.expected is not None for one in people.groups):
        blocks.append(paragraph("people.declared"))
    for place, attribute in enumerate(dict.fromkeys(one.attribute for one in people.groups)):
        rows = [one for one in people.groups if one.attribute == attribute]
        blocks += _attribute(materials, place, attribute, rows)
    return tuple(blocks)


def _attribute(materials: Materials, place: int, attribute: str, rows: Sequence[GroupRecord]) -> list[Block]:
    ordered = sorted(rows, key=lambda one: -(one.share or 0))
    kept = {id(one) for one in ordered[:_MOST_GROUPS]}
    shown = [one for one in rows if id(one) in kept]
    facts = [(one, _share(materials, one)) for one in shown]
    table = _table(materials, place, attribute, facts)
    known = [(one, fact) for one, fact in facts if fact is not None and one.group not in NOT_COMPARED]
    blocks: list[Block] = [_chart(place, attribute, known, table) if known else table]
    if len(rows) > len(shown):
        id_ = fact_id("people", "not_listed", attribute)
        more = materials.book.count(id_, len(rows) - len(shown), "groups", _source(materials), "recorded")
        blocks.append(paragraph("people.more", groups=count(more)))
    return blocks


def _source(materials: Materials) -> str:
    for one in (materials.profile, materials.split):
        if one is not None:
            return one.fingerprint
    raise AssertionError("people are known from a profile or a split")


def _share(materials: Materials, one: GroupRecord) -> Fact | None:
    if one.share is None or one.low is None or one.high is None:
        return None
    id_ = fact_id("people", "share", of=(one.attribute, one.group))
    how = "rows of the group, of those whose group is known; limits Wilson or Clopper-Pearson, 95%"
    return materials.book.add(
        Fact(id_, one.share, "fraction", how, _source(materials), one.low, one.high, basis="recorded")
    )


def _table(materials: Materials, place: int, attribute: str, facts: Sequence[tuple[GroupRecord, Fact | None]]) -> Table:
    compares = any(one.expected is not None for one, _ in facts)
    header = [say("table.group"), say("table.people"), say("people.share")]
    header += [say("people.expected")] if compares else []
    rows = []
    for one, fact in facts:
        row: list[Text] = [(name(one.group),), _people(materials, one)]
        if fact is None:
            row.append(say("table.nothing"))
        elif materials.disclosure == "public":
            row.append((frequency(fact),))
        else:
            row.append((of_100(fact), " (", *interval_cell(fact), ")"))
        rows.append((*row, *([_expected(materials, one)] if compares else [])))
    caption = say("people.caption", attribute=name(attribute))
    return Table(f"people-{place}", caption, tuple(header), tuple(rows), (False, *(True,) * (len(header) - 1)))


def _people(materials: Materials, one: GroupRecord) -> Text:
    if one.n is None:
        return say("table.nothing")
    id_ = fact_id("people", "rows", of=(one.attribute, one.group))
    return (count(materials.book.count(id_, one.n, "rows of the group", _source(materials), "recorded")),)


def _expected(materials: Materials, one: GroupRecord) -> Text:
    if one.expected is None:
        return say("table.nothing")
    id_ = fact_id("people", "declared", of=(one.attribute, one.group))
    fact = materials.book.declared(id_, one.expected, "fraction", "declared", _source(materials))
    return (declared(fact),)


def _chart(place: int, attribute: str, known: Sequence[tuple[GroupRecord, Fact]], table: Table) -> Chart:
    below = [
        (one.expected - fact.value, one.group)
        for one, fact in known
        if one.expected is not None and fact.high < one.expected
    ]
    named = max(below)[1] if below else max(known, key=lambda pair: pair[1].value)[0].group
    message = "people.takeaway_below" if below else "people.takeaway"
    takeaway = say(message, attribute=name(attribute), group=name(named))
    heard = [
        say("chart.point", attribute=name(attribute), group=name(one.group), value=(share(fact.value),))
        for one, fact in known
    ]
    points = tuple(
        Point(name(one.group), fact.id, fact.value, fact.low, fact.high, _label(one, fact)) for one, fact in known
    )
    return Chart(
        id=f"chart-people-{place}",
        takeaway=takeaway,
        alternative=alternative(say("alternative.dots", takeaway=sentence(takeaway)), heard),
        drawing=Dots(axis=plain(say("people.axis")), panels=((name(attribute), points),), of_100=True),
        table=table,
    )


def _label(one: GroupRecord, fact: Fact) -> str:
    said = share(fact.value)
    return said if one.n is None else f"{said} (n = {one.n:,})"
