"""Performance against gaps: one place a model and threshold, and which are outdone in both."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.audit.candidates_result import CandidateAudits, DecidedAt
from workbench.audit.verdicts import VERDICTS, Assessment
from workbench.document.model_charts import ranged
from workbench.document.nodes import Block, Callout, Fact, Shown, Table, Text
from workbench.document.telling import figure_title
from workbench.document.tradeoff_charts import Weighed, tradeoff_chart
from workbench.document.wording import MARKS, cell, listed, name, plain, say
from workbench.modeling.candidates import leading
from workbench.report.figuring import Figures
from workbench.widgets.contest_view import LONGEST
from workbench.widgets.options import by_place
from workbench.widgets.sides import chance_nodes, lower_for, sides_nodes
from workbench.widgets.view import Choice, Node, Option, Part, Press, Said
from workbench.widgets.wording import told

__all__ = ["Place", "Tradeoffs"]

_MOST_NAMED = 6
_MOST_COMPARISONS = 60


@dataclass(frozen=True, eq=False)
class Place:
    """One model at one threshold: where it stands in a chart, and which comparison of its audit that is of."""

    entry: int
    model: str
    title: str
    decided: DecidedAt
    judged: Assessment
    x: Fact
    y: Fact | None

    @property
    def called(self) -> str:
        """What it is called."""
        return told("contest.place", model=self.title, threshold=self.decided.threshold)


class Tradeoffs:
    """What audits of several models show, for one comparison.

    Parameters
    ----------
    audits : CandidateAudits
        What ``audit_candidates`` returned.
    comparison : int
        Which comparison, by its place.
    """

    def __init__(self, audits: CandidateAudits, comparison: int) -> None:
        self.audits = audits
        done = [one for one in audits.entries if one.decided]
        self._claims = [one.claim for one in done[0].decided[0].audit.assessments] if done else []
        self._at = comparison if comparison < len(self._claims) else 0
        self._figures = Figures("tradeoff", audits.fingerprint, audits.provenance.stage)
        self.places = tuple(
            self._place(entry, one.candidate.name, one.candidate.title, each)
            for entry, one in enumerate(audits.entries)
            for each in one.decided
            if self._claims
        )
        self._outdone = {id(one) for one in self.places if any(_outdoes(other, one) for other in self.places)}

    def _place(self, entry: int, model: str, title: str, each: DecidedAt) -> Place:
        found, judged = each.metric("balanced_accuracy"), each.audit.assessments[self._at]
        of = (model, f"{each.threshold:g}")
        x = self._figures.share("balanced_accuracy", *of, value=found.value, limits=(found.low, found.high), n=found.n)
        y, gap = None, judged.gap
        if gap is not None:
            limits = (float(gap.difference_low), float(gap.difference_high))
            y = self._figures.share("gap", str(self._at), *of, value=float(gap.extreme_difference), limits=limits)
        return Place(entry, model, title, each, judged, x, y)

    def view(self, looked_at: int | None) -> Iterator[Node]:
        """Yield the comparison's choice, its verdicts, the chart, and one place in words.

        Parameters
        ----------
        looked_at : int or None
            Which place, as numbered in :attr:`places`.
        """
        for entry, one in enumerate(self.audits.entries):
            if one.error:
                said = told("contest.failed_audit", model=one.candidate.title, error=one.error)
                yield Said(f"failed_audit/{entry}", said, "caution")
        if not self.places:
            return
        if len(self._claims) > 1:
            shown = range(min(len(self._claims), _MOST_COMPARISONS))
            options = tuple(Option(str(at), self._named(at)) for at in shown)
            yield Choice("comparison", told("contest.comparison"), options, str(self._at), "select")
        yield from self._verdicts()
        yield Part("tradeoff", self._chart())
        yield Said("unmatched_note", told("contest.unmatched_note"), "quiet")
        points = by_place([one.called for one in self.places], LONGEST)
        chosen = "" if looked_at is None or looked_at >= len(self.places) else str(looked_at)
        none = Option("", told("contest.point_none"))
        yield Choice("point", told("contest.point"), (none, *points), chosen, "select")
        if chosen:
            place = self.places[int(chosen)]
            yield Part("point_said", Callout("contest.point", place.judged.verdict, _said(place)))
            yield Press("take", told("contest.take"))

    def _named(self, at: int) -> str:
        claim = self._claims[at]
        named = {"figure": _capital(plain(figure_title(claim.metric))), "attribute": claim.attribute}
        if claim.scale == "difference":
            return told("contest.comparison_one", **named)
        return told("contest.comparison_ratio", **named)

    def _verdicts(self) -> Iterator[Node]:
        """Yield for each verdict the models and thresholds that get it."""
        for verdict in VERDICTS:
            same = [one for one in self.places if one.judged.verdict == verdict]
            if same:
                block = Callout(f"contest.{verdict}", verdict, listed(self._together(same), _MOST_NAMED))
                yield Part(f"verdict/{VERDICTS.index(verdict)}", block)
        judged = [one.judged for one in self.places]
        yield from sides_nodes("sides", judged, lambda same: self._together([self.places[at] for at in same]))
        yield from chance_nodes("sides", judged)

    def _together(self, some: list[Place]) -> list[str]:
        """Return what places are called; a model alone where it is all of its places."""
        found = []
        for one in some:
            own = [each for each in some if each.entry == one.entry]
            whole = len(own) == len(self.audits.thresholds) > 1
            found.append(told("contest.at_all", model=one.title) if whole else one.called)
        return list(dict.fromkeys(found))

    def _chart(self) -> Block:
        claim = self._claims[self._at]
        models = list(dict.fromkeys(one.entry for one in self.places))
        several = len(self.audits.thresholds) > 1
        points: list[Weighed] = []
        for one in self.places:
            if one.y is None or math.isnan(one.x.value):
                continue
            label, series = (f"{one.decided.threshold:g}", one.title) if several else (one.title, "")
            faint = id(one) in self._outdone
            points.append(Weighed(one.called, one.x, one.y, models.index(one.entry), faint, label, series))
        table = self._table()
        if not points:
            return table
        is_difference = claim.scale == "difference"
        limit = self._figures.share("tolerance", str(self._at), value=float(claim.tolerance)) if is_difference else None
        axes = say("tradeoff.performance"), say("tradeoff.gap")
        best = self._together([one for one in self.places if one.y is not None and id(one) not in self._outdone])
        takeaway: Text = (told("contest.unmatched", models=plain(listed(best))),)
        if any(one.is_faint for one in points):
            takeaway = (*takeaway, told("contest.unmatched_hollow"))
        return tradeoff_chart("tradeoff", takeaway, axes, points, table, tolerated=limit)

    def _table(self) -> Table:
        claim = self._claims[self._at]
        rows: list[tuple[Text, ...]] = []
        for one in self.places:
            mark, word = MARKS[one.judged.verdict]
            shown = say("mitigation.not_known") if one.y is None else ranged(one.y)
            outdone = told("contest.outdone_yes") if id(one) in self._outdone else told("contest.outdone_no")
            threshold = f"{one.decided.threshold:g}"
            behind = lower_for(one.judged)
            rows.append(
                ((name(one.title),), (threshold,), ranged(one.x), shown, behind, (f"{mark} {word}",), (outdone,))
            )
        header: tuple[Text, ...] = (
            (told("contest.model"),),
            (told("contest.threshold"),),
            (told("contest.performance"),),
            (told("contest.gap"),),
            (told("sides.lower_for"),),
            (told("contest.verdict"),),
            (told("contest.outdone"),),
        )
        figure = plain(figure_title(claim.metric))
        caption = told("contest.gaps_caption", figure=figure, attribute=claim.attribute)
        return Table(
            "tradeoff-numbers", (caption,), header, tuple(rows), (False, True, True, True, False, False, False)
        )


def _said(one: Place) -> Text:
    """Return a place in words: who is behind, by how much, and how good decisions are."""
    begins = told("contest.place", model=leading(one.title), threshold=one.decided.threshold)
    gap, place = one.judged.gap, name(begins)
    if one.y is None or gap is None:
        return say("tradeoff.nothing", place=place, reason=name(one.judged.reason, 500))
    numbers: dict[str, Shown | Text] = {
        "gap": cell(one.y),
        "low": cell(one.y, "low"),
        "high": cell(one.y, "high"),
        "performance": cell(one.x),
        "figure": figure_title(one.judged.claim.metric),
    }
    if gap.lower and gap.higher:
        sides = {"lower": name(gap.lower), "higher": name(gap.higher)}
        return say("tradeoff.between_groups", place=place, **numbers, **sides)
    return say("tradeoff.difference", place=place, **numbers)


def _outdoes(one: Place, other: Place) -> bool:
    """Whether a place is at least as good in both numbers, and better in one."""
    if one.y is None or other.y is None or any(map(math.isnan, (one.x.value, other.x.value))):
        return False
    better = one.x.value - other.x.value, other.y.value - one.y.value
    return min(better) >= 0 < max(better)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
