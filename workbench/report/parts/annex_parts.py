"""Every point of the EU AI Act with what there is for it, or that it is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from workbench.document.nodes import Block, Name, Section, Table, Term, Terms, Text
from workbench.document.wording import listed, paragraph, plain, say
from workbench.report.asked import FIELDS, Field, fields_at
from workbench.report.materials import Materials
from workbench.report.parts.annex_evidence import evidence
from workbench.report.parts.annex_points import CHAPTERS, POINTS, TOPICS, Chapter, Point
from workbench.report.parts.fields import answer
from workbench.report.parts.sign_off import is_past, is_signed

__all__ = ["Act", "act"]

Status = Literal["given", "part", "missing"]


@dataclass
class Act:
    """The points of the Act, filled in.

    Parameters
    ----------
    sections : list of Section
        One a part of the law, in its order.
    status : dict of str to {"given", "part", "missing"}
        What there is for each point.
    """

    sections: list[Section] = field(default_factory=list)
    status: dict[str, Status] = field(default_factory=dict)
    _said: dict[str, str] = field(default_factory=dict)  # where each field was printed first

    def overview(self, materials: Materials) -> Table:
        """Return what a report under the Act holds, where it stands, and what is there."""
        rows: list[tuple[Text, ...]] = []
        for topic, holds in TOPICS.items():
            found = {self._found(materials, one) for one in holds}
            status: Status = found.pop() if len(found) == 1 else "part"
            cited = self._cited(holds)
            where: Text = (Name(cited),) if cited else say("section.signed")
            rows.append((say(f"topic.{topic}"), where, say(f"annex.status.{status}")))
        header = (say("annex.topic"), say("annex.where"), say("annex.there"))
        return Table("overview", say("annex.overview"), header, tuple(rows), (False, False, False))

    def _found(self, materials: Materials, what: str) -> Status:
        if what in FIELDS:
            return "given" if answer(materials, FIELDS[what]) else "missing"
        if what == "sign_off":
            if is_signed(materials) and not is_past(materials):
                return "given"
            return "part" if is_signed(materials) or materials.sign_off.owner.strip() else "missing"
        if what == "sign_off/residual_risk":
            return "given" if materials.sign_off.residual_risk.strip() else "missing"
        return self.status[what]

    def _cited(self, holds: Sequence[str]) -> str:
        """Return the points where something stands; a whole part by its own name; nothing for the sign-off."""
        for chapter in CHAPTERS:
            if [one.place for one in chapter.points] == list(holds):
                return chapter.law
        found = (POINTS[one].cited if one in POINTS else self._said.get(one, "") for one in holds)
        return "; ".join(filter(None, dict.fromkeys(found)))

    def point(self, materials: Materials, point: Point) -> tuple[Block, ...]:
        """Return what there is for a point, and take note of it."""
        shown = evidence(materials, point.place)
        asked = fields_at(point.place)
        lacking = [one for one in asked if not answer(materials, one)]
        blocks: list[Block] = [one for one in shown if not isinstance(one, Section)]
        if point.needs and not shown:
            blocks.append(paragraph(f"annex.no.{point.needs}"))
        if asked:
            terms = [self._term(materials, point, one) for one in asked if one not in lacking]
            if lacking:
                self._said |= {one.id: point.cited for one in lacking if one.id not in self._said}
                named = listed([plain(say(one.label)) for one in lacking], len(lacking))
                terms.append(Term(f"{point.place}/missing", say("annex.missing"), (named,), missing=True))
            blocks.append(Terms(f"asked-{_id(point.place)}", tuple(terms)))
        blocks += [one for one in shown if isinstance(one, Section)]
        if not shown and len(lacking) == len(asked):
            self.status[point.place] = "missing"
        else:
            self.status[point.place] = "part" if lacking or (point.needs and not shown) else "given"
        return tuple(blocks)

    def _term(self, materials: Materials, point: Point, one: Field) -> Term:
        """Return a field with its answer, or where that was printed before."""
        said = answer(materials, one)
        before = self._said.setdefault(one.id, point.cited)
        if before != point.cited:
            return Term(one.id, say(one.label), (say("annex.see", where=Name(before)),))
        return Term(one.id, say(one.label), said)


def act(materials: Materials) -> Act:
    """Return every point of the Act with what there is for it.

    Parameters
    ----------
    materials : Materials
        The results, and what people wrote.
    """
    found = Act()
    for chapter in CHAPTERS:
        found.sections.append(_section(found, materials, chapter))
    return found


def _section(found: Act, materials: Materials, chapter: Chapter) -> Section:
    title = plain(say(f"chapter.{chapter.place}"))
    blocks: tuple[Block, ...]
    if [one.place for one in chapter.points] == [chapter.place]:
        blocks = found.point(materials, chapter.points[0])
    else:
        blocks = tuple(
            Section(_id(one.place), f"{one.number}: {plain(say(one.title))}", found.point(materials, one))
            for one in chapter.points
        )
    return Section(_id(chapter.place), f"{chapter.law}: {title}", blocks)


def _id(place: str) -> str:
    return f"point-{place.replace('/', '-')}"
