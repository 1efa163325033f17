"""One comparison in words: the two groups, how far they are apart, the limit, what could have been seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from workbench.audit.verdicts import Assessment
from workbench.document.facts import fact_id, gap_fact, pooled_fact, ratio_fact, value_facts
from workbench.document.nodes import Fact, Part, Text, Unit
from workbench.document.quantities import amount, between, likely, limit
from workbench.document.telling import Telling, telling
from workbench.document.wording import cell, name, say, size
from workbench.report.materials import Materials
from workbench.tally.gaps import EXTREMES, OVERALL, Gap, reference_of
from workbench.tally.metrics import FAMILIES
from workbench.tally.values import GroupRates, GroupValues

__all__ = ["ToldClaim", "difference_message", "told"]


def told(materials: Materials, one: Assessment) -> ToldClaim:
    """Return a comparison with everything that is needed to tell it."""
    return ToldClaim(materials, one, telling(one.rates, materials.terms))


@dataclass(frozen=True, eq=False)
class ToldClaim:
    """One comparison, the facts in it, and its sentences. A fact is kept when it is first asked for.

    Parameters
    ----------
    materials : Materials
        Where the facts are kept.
    one : Assessment
        The comparison.
    telling : Telling
        How its figure is told.
    """

    materials: Materials
    one: Assessment
    telling: Telling

    @property
    def source(self) -> str:
        """What the facts are computed from."""
        return self.materials.audited.decisions.fingerprint

    @property
    def gap(self) -> Gap:
        """How far the groups are apart; only asked for where they can be compared."""
        if self.one.gap is None:
            raise AssertionError("nothing is compared, so there is no gap to tell")
        return self.one.gap

    @cached_property
    def values(self) -> GroupValues:
        """The values that are compared: without the groups that were left out."""
        rates = self.one.rates
        kept = [place for place, group in enumerate(rates.groups) if group not in self.one.claim.leave_out]
        return rates.take(np.array(kept, dtype=int))

    @cached_property
    def apart(self) -> tuple[str, ...]:
        """What tells this comparison from others of the same figure and attribute, for the ids of facts."""
        claim = self.one.claim
        parts = [claim.metric] if claim.metric in FAMILIES else []
        if claim.comparison != EXTREMES:
            parts.append(claim.comparison)
        if self.one.left_out:
            parts.append(f"without {', '.join(self.one.left_out)}")
        return tuple(parts)

    @cached_property
    def tolerance(self) -> Fact:
        """What is tolerated."""
        claim = self.one.claim
        unit: Unit = "ratio" if claim.scale == "ratio" else "fraction" if self.telling.is_rate else "number"
        audit = self.materials.audited
        same = {
            (other.claim.tolerance, other.claim.scale)
            for other in audit.assessments
            if other.claim.metric == claim.metric
        }
        parts = [claim.attribute, claim.scale, claim.comparison] if len(same) > 1 else []
        id = fact_id("policy", "tolerance", claim.metric, *parts)
        how = "declared beforehand" if audit.policy.declared else "the program's default"
        how = "changed after looking" if audit.policy.changed_after_looking else how
        return self.materials.book.declared(id, claim.tolerance, unit, how, audit.fingerprint)

    @cached_property
    def difference(self) -> Fact:
        """The difference of the clearest pair, with limits of the largest."""
        return gap_fact(self.materials.book, "audit", self.values, self.gap, self.source, of=self.apart)

    @cached_property
    def ratio(self) -> Fact | None:
        """The ratio of the clearest pair; ``None`` where it makes no sense."""
        return ratio_fact(self.materials.book, "audit", self.values, self.gap, self.source, of=self.apart)

    def side(self, group: str) -> Fact:
        """Return the value of a group, or of all that are compared where it has no name."""
        book, flipped = self.materials.book, self.telling.flipped
        if not group and isinstance(self.values, GroupRates):
            return pooled_fact(book, "audit", self.values, self.source, of=self.apart, flipped=flipped)
        return value_facts(book, "audit", self.one.rates, self.source, groups=(group,), flipped=flipped)[group]

    @property
    def high_low(self) -> tuple[str, str]:
        """The groups with the higher and the lower value as it is told."""
        return (self.gap.lower, self.gap.higher) if self.telling.flipped else (self.gap.higher, self.gap.lower)

    def pair_cell(self) -> Text:
        """Return both groups with their values, for a table."""
        high, low = self.high_low
        facts = self.side(high), self.side(low)
        return say(
            "table.extremes_cell",
            high_group=_short(high),
            low_group=_short(low),
            high=cell(facts[0]),
            low=cell(facts[1]),
            high_n=size(facts[0]),
            low_n=size(facts[1]),
        )

    def sides(self) -> Text:
        """Return the sentence on both groups."""
        high, low = (self._side(group) for group in self.high_low)
        if not self.telling.is_rate:
            return say("verdict.figures", title=self.telling.title, high=high, low=low)
        if self.telling.metric == "selection_rate" and self.telling.terms.voice == "decisions":
            return self._selected()
        return say("verdict.rates", what=self.telling.what, to=self.telling.to, high=high, low=low)

    def _selected(self) -> Text:
        """Return the sentence on both groups under somebody's decisions."""
        facts = [self.side(group) for group in self.high_low]
        attribute = name(self.one.claim.attribute)
        said = [
            say(message, value=amount(fact), attribute=attribute, group=name(group))
            if group
            else say("side.everybody", value=amount(fact))
            for message, fact, group in zip(("side.people", "side.more"), facts, self.high_low, strict=True)
        ]
        were_spoken = self.telling.terms.were_spoken
        sizes = {"high_n": size(facts[0]), "low_n": size(facts[1])}
        return say("verdict.selected", high=said[0], low=said[1], were_spoken=were_spoken, **sizes)

    def _side(self, group: str) -> Text:
        fact = self.side(group)
        if not group:
            return say("side.all", value=amount(fact), n=size(fact))
        attribute = name(self.one.claim.attribute)
        return say("side.group", value=amount(fact), attribute=attribute, group=name(group), n=size(fact))

    def difference_said(self) -> Text:
        """Return the interval of the largest difference, which with two groups is that of the pair."""
        beside = self.one.claim.tolerance if self.one.claim.scale == "difference" else None
        return say(difference_message(self.gap), between=likely(self.difference, beside), **self._base())

    def ratio_said(self) -> Text:
        """Return the ratio in words; nothing where it makes no sense."""
        ratio, gap, terms = self.ratio, self.gap, self.telling.terms
        if ratio is None:
            return ()
        kind = _kind(gap) if gap.n_groups > 2 or gap.comparison == OVERALL else "two"
        kind = "all" if kind == "overall" else kind
        beside = self.one.claim.tolerance if self.one.claim.scale == "ratio" else None
        interval = say(f"ratio.{kind}", between=between(ratio, beside), **self._base())
        shown = amount(ratio)[0]
        if gap.comparison == OVERALL:
            return say("ratio.overall", ratio=shown, interval=interval)
        if not self.telling.is_rate:
            return say("ratio.figures", ratio=shown, interval=interval)
        words: dict[str, Part | Text] = {
            "attribute": name(self.one.claim.attribute),
            "high_group": name(gap.higher),
            "low_group": name(gap.lower),
            "ratio": shown,
            "interval": interval,
        }
        if self.telling.metric != "selection_rate" or terms.voice == "predictions":
            return say("ratio.rates", **words)
        manner = terms.manner if terms.voice == "model" else terms.voice
        return say(
            f"ratio.selection.{manner}", favourable=terms.favourable, were_favourable=terms.were_favourable, **words
        )

    def limit_said(self) -> Text:
        """Return what is tolerated, in its unit."""
        return limit(self.tolerance)

    def _base(self) -> dict[str, Part | Text]:
        reference = reference_of(self.gap.comparison)
        return {"attribute": name(self.one.claim.attribute), "reference": name(reference or "")}

    def power_facts(self) -> tuple[Fact | None, Fact | None, Fact | None]:
        """Return what could have been seen by the largest groups and by the smallest, and what confirmed."""
        one = self.one
        unit, how, scale = self._power_of
        largest = self.visible
        smallest = None
        if one.gap is not None and one.gap.n_groups > 2:
            smallest = self._power_fact(
                "visible_difference_smallest", one.visible_gap_smallest, unit, f"{how}, smallest group", scale
            )
        confirmable = None
        if one.confirmable < 1:
            how = "smallest tolerance that equal groups would have been confirmed to keep"
            confirmable = self._power_fact("confirmable", one.confirmable, "fraction", how, scale)
        return largest, smallest, confirmable

    @property
    def visible(self) -> Fact | None:
        """What could have been seen by the largest groups; ``None`` where nothing could, or that is not known."""
        unit, how, scale = self._power_of
        return self._power_fact("visible_difference", self.one.visible_gap, unit, how, scale)

    @property
    def _power_of(self) -> tuple[Unit, str, list[str]]:
        """The unit of what could have been seen, how it is found, and what tells ratios from differences."""
        claim = self.one.claim
        unit: Unit = "ratio" if claim.scale == "ratio" else "fraction" if self.telling.is_rate else "number"
        size = "ratio nearest to the limit" if unit == "ratio" else "smallest true difference"
        how = f"{size} that the verdict's interval shows with 80 % power"
        return unit, how, [] if unit != "ratio" else ["ratio", f"{claim.tolerance:.10g}"]

    @property
    def power_known(self) -> bool:
        """Whether it is known what could have been seen: of unweighted rates."""
        return isinstance(self.values, GroupRates) and self.values.effective is None

    def _power_fact(self, segment: str, value: float, unit: Unit, how: str, scale: Sequence[str]) -> Fact | None:
        if math.isnan(value):
            return None
        claim = self.one.claim
        of = [f"{claim.tolerance:.10g}"] if self._several_limits() and not scale else scale
        id = fact_id("audit", self.one.rates.metric, claim.attribute, segment, *self.apart, *of)
        return self.materials.book.add(Fact(id, value, unit, how, self.source))

    def _several_limits(self) -> bool:
        claim = self.one.claim
        same = {
            other.claim.tolerance
            for other in self.materials.audited.assessments
            if other.claim.metric == claim.metric and other.claim.attribute == claim.attribute
        }
        return len(same) > 1


def difference_message(gap: Gap) -> str:
    """Return the message that tells the interval of a gap: of the pair, or of the largest that is looked at."""
    if gap.n_groups == 2 and gap.comparison != OVERALL:
        return "difference.two"
    return f"difference.{_kind(gap)}"


def _kind(gap: Gap) -> str:
    return "reference" if reference_of(gap.comparison) is not None else gap.comparison


def _short(group: str) -> Part | Text:
    return name(group) if group else say("side.all_short")
