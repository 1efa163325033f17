"""Groups within strata beside all rows, so that what departments hide, and what they explain, is seen and said."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from workbench.audit.strata import StratifiedComparison
from workbench.document.charts import interval_cell
from workbench.document.facts import fact_id
from workbench.document.nodes import Block, Fact, Paragraph, Table, Text
from workbench.document.quantities import likely
from workbench.document.telling import figure_title
from workbench.document.wording import cell, count, decimals, frequency, name, paragraph, say, size, tiny
from workbench.report.materials import Materials
from workbench.stats.intervals import Limits, critical_value, difference_limits, rate_limits
from workbench.stats.stratified import ChiSquare, Estimate

__all__ = ["reversals", "strata_blocks", "strata_title"]

_MOST_STRATA = 60
_USUAL = ("selection_rate", "base_rate")


class _Told:
    """One comparison within strata, and its facts."""

    def __init__(self, materials: Materials, one: StratifiedComparison) -> None:
        self.materials, self.one = materials, one
        self.source = materials.audited.decisions.fingerprint
        self.lower, self.higher = one.groups.index(one.lower), one.groups.index(one.higher)
        self.z = critical_value(materials.confidence)

    def rate(self, place: int, stratum: int | None) -> Fact:
        """Return the rate of a group within one stratum, or over all rows."""
        one = self.one
        n = one.n[:, stratum] if stratum is not None else one.n.sum(axis=1)
        values, limits = self._rates(stratum)
        value, low, high = (float(side[place]) if n[place] else math.nan for side in (values, limits.low, limits.high))
        where = ["within", one.stratum, one.strata[stratum]] if stratum is not None else ["over all", one.stratum]
        id = fact_id("audit", one.metric, *where, of=(one.attribute, one.groups[place]))
        how = "counts; limits Wilson or Clopper-Pearson"
        reason = "" if n[place] else f"nobody of this group at this {one.stratum}"
        return self._keep(Fact(id, value, "fraction", how, self.source, low, high, int(n[place]), reason))

    def difference(self, stratum: int) -> Fact:
        """Return the difference of both groups within one stratum, higher minus lower."""
        sides = [self.rate(place, stratum) for place in (self.higher, self.lower)]
        id = fact_id("audit", self.one.metric, "within", self.one.stratum, self.one.strata[stratum], self.one.attribute)
        value = sides[0].value - sides[1].value
        low = high = math.nan
        if not math.isnan(value):
            ends = [Limits(np.array(side.low), np.array(side.high)) for side in sides]
            found = difference_limits(np.array(sides[0].value), ends[0], np.array(sides[1].value), ends[1])
            low, high = float(found.low), float(found.high)
        reason = "" if not math.isnan(value) else f"not both groups at this {self.one.stratum}"
        n = sides[0].n + sides[1].n
        return self._keep(Fact(id, value, "fraction", "square-and-add limits", self.source, low, high, n, reason))

    def estimate(self, segment: str, found: Estimate, how: str, *, turned: bool = False) -> Fact:
        """Return the difference over all rows, or within strata."""
        value, low, high = float(found.value), float(found.limits.low), float(found.limits.high)
        if turned:
            value, low, high = -value, -high, -low
        id = fact_id("audit", self.one.metric, "strata", self.one.stratum, self.one.attribute, segment)
        reason = "" if not math.isnan(value) else f"no {self.one.stratum} holds both groups"
        n = int(self.one.n[[self.lower, self.higher]].sum())
        return self._keep(Fact(id, value, "fraction", how, self.source, low, high, n, reason))

    def number(self, segment: str, value: float, how: str, low: float = math.nan, high: float = math.nan) -> Fact:
        """Return a statistic."""
        id = fact_id("audit", self.one.metric, "strata", self.one.stratum, self.one.attribute, segment)
        reason = "" if not math.isnan(value) else f"too few {self.one.stratum} hold both groups"
        if reason and self.one.effective is not None:
            reason = "it is a test of counts, and rows have sampling weights"
        return self._keep(Fact(id, value, "number", how, self.source, low, high, int(self.one.n.sum()), reason))

    def _rates(self, stratum: int | None) -> tuple[NDArray[np.float64], Limits]:
        """Return the rates of all groups in a stratum, or over all rows, and their limits."""
        one = self.one
        if stratum is None and one.effective is not None:
            return one.overall.values, one.overall.limits_at(self.z)
        counted = one.effective if one.effective is not None else (one.k, one.n)
        k, n = (side[:, stratum] if stratum is not None else side.sum(axis=1) for side in counted)
        pooled = float(k.sum() / n.sum()) if n.sum() else math.nan
        values = np.divide(k, n, out=np.full(len(n), np.nan), where=n > 0)
        return values, rate_limits(k, n, self.z, pooled)

    def _keep(self, fact: Fact) -> Fact:
        return self.materials.book.add(fact)


def strata_blocks(materials: Materials, place: int, one: StratifiedComparison) -> tuple[Block, ...]:
    """Return what all rows say, what the strata say, and whether they contradict each other.

    Parameters
    ----------
    materials : Materials
        The audit.
    place : int
        Tells this part from others, in ids.
    one : StratifiedComparison
        The comparison.
    """
    told = _Told(materials, one)
    return (
        _sentence(told),
        _tests_said(told),
        paragraph("strata.why", stratum=name(one.stratum)),
        _table(told, place),
        _tests(told, place),
    )


def strata_title(one: StratifiedComparison) -> Text:
    """Return the heading of a comparison; figures other than the usual one are named."""
    words: dict[str, Text] = {"attribute": (name(one.attribute),), "stratum": (name(one.stratum),)}
    if one.metric in _USUAL:
        return say("section.strata", **words)
    return say("section.strata_figure", title=figure_title(one.metric), **words)


def reversals(materials: Materials) -> list[Block]:
    """Return the sentence of every comparison whose strata say the opposite of all rows."""
    return [_sentence(_Told(materials, one)) for one in materials.audited.stratified if one.is_reversed]


def _sentence(told: _Told) -> Paragraph:
    one = told.one
    within = float(one.reversal.within.value)
    words: dict[str, Text] = {
        "attribute": (name(one.attribute),),
        "stratum": (name(one.stratum),),
        "lower": (name(one.lower),),
        "higher": (name(one.higher),),
        "low": (frequency(told.rate(told.lower, None)),),
        "high": (frequency(told.rate(told.higher, None)),),
    }
    usual = one.metric in _USUAL
    words |= {"favourable": _favourable(told)} if usual else {"title": figure_title(one.metric)}
    if math.isnan(within):
        return paragraph("strata.nothing" if usual else "strata.figure_nothing", **words)
    turned = one.is_reversed
    fact = told.estimate(
        "lower minus higher" if turned else "higher minus lower",
        one.reversal.within,
        "Mantel-Haenszel difference within strata",
        turned=turned,
    )
    interval = say("strata.interval", between=likely(fact)) if math.isfinite(fact.low) else ()
    if not turned:
        message = "strata.same" if usual else "strata.figure_same"
    elif bool(one.reversal.within_clear):
        message = "strata.reversed" if usual else "strata.figure_reversed"
    else:
        message = "strata.reversed_unclear" if usual else "strata.figure_reversed_unclear"
    return paragraph(message, within=frequency(fact), interval=interval, **words)


def _favourable(told: _Told) -> Text:
    if told.one.metric == "base_rate" and told.materials.terms.voice == "decisions":
        return say("spoken.with", label=told.materials.outcome_terms.favourable)
    return told.materials.terms.favourable


def _tests_said(told: _Told) -> Paragraph:
    """Return what the tests say, without their numbers."""
    one, error = told.one, 1 - told.materials.confidence
    stratum = name(one.stratum)
    said: Text = ()
    if not math.isnan(float(one.pair.cmh.p_value)):
        differs = float(one.pair.cmh.p_value) < error
        said = say("strata.cmh_differs" if differs else "strata.cmh_alike", stratum=stratum)
    if not math.isnan(float(one.pair.tarone.p_value)):
        uneven = float(one.pair.tarone.p_value) < error
        said = (*said, " ", *say("strata.uneven" if uneven else "strata.even", stratum=stratum))
    if one.effective is not None:
        said = say("strata.weighted")
    unused = len(one.strata) - int(one.pair.n_strata_compared)
    if unused:
        compared = told.materials.book.count(
            fact_id("audit", one.metric, "strata", one.stratum, one.attribute, "compared"),
            int(one.pair.n_strata_compared),
            "strata that hold both groups",
            told.source,
        )
        all_ = told.materials.book.count(
            fact_id("audit", one.metric, "strata", one.stratum, one.attribute, "all"),
            len(one.strata),
            "strata",
            told.source,
        )
        said = (*said, " ", *say("strata.unused", strata=count(compared), all=count(all_), stratum=stratum))
    return Paragraph("strata.tests", said)


def _table(told: _Told, place: int) -> Table:
    one = told.one
    lower, higher = name(one.lower), name(one.higher)
    header = (
        say("strata.stratum", stratum=name(one.stratum)),
        say("strata.people", group=lower),
        say("strata.rate", group=lower),
        say("strata.people", group=higher),
        say("strata.rate", group=higher),
        say("strata.difference", higher=higher, lower=lower),
        say("table.interval"),
    )
    rows: list[tuple[Text, ...]] = []
    for stratum in range(min(len(one.strata), _MOST_STRATA)):
        difference = told.difference(stratum)
        rows.append(
            ((name(one.strata[stratum]),), *_pair(told, stratum), (cell(difference),), interval_cell(difference))
        )
    aggregate = told.estimate("over all rows", one.reversal.aggregate, "square-and-add limits")
    rows.append((say("strata.all"), *_pair(told, None), (cell(aggregate),), interval_cell(aggregate)))
    within = told.estimate("within", one.reversal.within, "Mantel-Haenszel difference within strata")
    nothing = (say("table.nothing"),) * 4
    rows.append((say("strata.within", stratum=name(one.stratum)), *nothing, (cell(within),), interval_cell(within)))
    parts = ((0, say("strata.each", stratum=name(one.stratum))), (len(rows) - 2, say("strata.together")))
    terms = told.materials.terms
    title = terms.favourable if terms.voice == "predictions" else figure_title(one.metric)
    caption = say("strata.caption", title=title, lower=lower, higher=higher, stratum=name(one.stratum))
    return Table(f"strata-{place}-rates", caption, header, tuple(rows), (False, *(True,) * 6), parts)


def _pair(told: _Told, stratum: int | None) -> tuple[Text, ...]:
    lower, higher = (told.rate(place, stratum) for place in (told.lower, told.higher))
    return ((size(lower),), (cell(lower),), (size(higher),), (cell(higher),))


def _tests(told: _Told, place: int) -> Table:
    one = told.one
    lower, higher = name(one.lower), name(one.higher)
    tests = [
        ("cmh", say("strata.cmh", lower=lower, higher=higher), one.pair.cmh),
        ("cmh corrected", say("strata.cmh_corrected"), one.pair.cmh_corrected),
        ("breslow-day", say("strata.breslow_day"), one.pair.breslow_day),
        ("tarone", say("strata.tarone"), one.pair.tarone),
    ]
    if len(one.groups) > 2:
        tests.append(("all groups", say("strata.all_groups"), one.all_groups))
    rows = [_test_row(told, *test) for test in tests]
    found = one.pair.odds_ratio
    odds = told.number(
        "odds ratio",
        float(found.value),
        "Mantel-Haenszel; limits of Robins, Breslow and Greenland",
        float(found.limits.low),
        float(found.limits.high),
    )
    nothing = say("table.nothing")
    value = (
        (cell(odds),)
        if math.isnan(odds.low)
        else say("table.ratio_cell", ratio=cell(odds), low=cell(odds, "low"), high=cell(odds, "high"))
    )
    rows.append((say("strata.odds", lower=lower, higher=higher), value, nothing, nothing))
    header = (say("strata.test"), say("strata.statistic"), say("strata.freedom"), say("strata.p"))
    caption = say("strata.tests", attribute=name(one.attribute), stratum=name(one.stratum))
    return Table(f"strata-{place}-tests", caption, header, tuple(rows), (False, True, True, True))


def _test_row(told: _Told, segment: str, title: Text, found: ChiSquare) -> tuple[Text, ...]:
    statistic = told.number(segment, float(found.statistic), "chi-square statistic")
    freedom = told.materials.book.count(
        fact_id("audit", told.one.metric, "strata", told.one.stratum, told.one.attribute, segment, "df"),
        int(found.df),
        "degrees of freedom",
        told.source,
    )
    p = told.number(f"{segment} p", float(found.p_value), "p value of the chi-square statistic")
    return (title, (decimals(statistic),), (count(freedom),), (tiny(p),))
