"""The four-fifths rule of the Uniform Guidelines (1978) with the statistical tests that belong beside it.

A ratio below 0.8 is a rule of thumb, and no verdict: with small numbers it flags chance, with large
ones it passes differences that are certain. So the ratio and a test always stand together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.audit.standards import four_fifths_words as words
from workbench.audit.standards.contract import (
    WEIGHTS_UNUSED,
    Cell,
    Evidence,
    Option,
    Row,
    StandardResult,
    StandardTable,
)
from workbench.audit.standards.four_fifths_comparison import compare
from workbench.audit.standards.options import Told
from workbench.core.finding import Finding
from workbench.data.roles import NOT_COMPARED, UNKNOWN
from workbench.errors import InputError
from workbench.stats.intervals import Limits, critical_value, rate_limits, ratio_limits
from workbench.stats.multiplicity import holm
from workbench.stats.significance import binomial_z
from workbench.stats.stratified import compare_strata, reverses
from workbench.tally.crossing import crossed_name
from workbench.tally.tally import Tally

__all__ = ["STANDARD", "FourFifths"]


@dataclass(frozen=True)
class FourFifths:
    """The four-fifths rule, with tests, people missing, strata and availability."""

    name: str = "four-fifths"
    title: str = words.TITLE
    options: tuple[Option, ...] = words.OPTIONS

    def takes(self, decisions: Evidence, _scores: Evidence | None, _options: Mapping[str, object], /) -> Evidence:
        """Return the decisions: the Uniform Guidelines are about who is selected."""
        return decisions

    def apply(
        self, evidence: Tally | Mapping[str, Tally] | Evidence, options: Mapping[str, object], /
    ) -> StandardResult:
        """Return a table for each attribute and output class, and those for strata and availability asked for.

        Parameters
        ----------
        evidence : Tally, mapping of str to Tally, or Evidence
            The decisions.
        options : mapping of str to object
            What the policy says; :attr:`options` lists the names.

        Returns
        -------
        StandardResult
            Tables ``ratio/<attribute>``, ``strata/<attribute>`` and ``availability/<attribute>``.

        Raises
        ------
        InputError
            If an option does not fit, or an attribute or group is not there.
        """
        told, given = Told(self.name, options, self.options), Evidence.of(evidence)
        confidence = told.fraction("confidence", 0.95)
        strata = told.text("strata")
        if strata and strata not in given.attributes:
            raise InputError.for_choice("strata of four-fifths", strata, given.attributes)
        attributes = [*(told.names("attributes") or [one for one in given.compared if one != strata])]
        for one in attributes:
            for part in one.split(words.CROSSING):
                if part not in given.attributes:
                    raise InputError.for_choice("attributes of four-fifths", part, given.attributes)
        _check_named(told, "reference", attributes)
        _check_named(told, "availability", attributes)
        tables: list[StandardTable] = []
        findings: list[Finding] = []
        for label, tally in given.tallies.items():
            for attribute in attributes:
                part = _Part(told, label, attribute, tally, confidence)
                tables += part.tables(strata)
                findings += part.findings()
        said = (*words.STATEMENTS, *([WEIGHTS_UNUSED] if given.is_weighted else []))
        return StandardResult(self.name, self.title, words.KNOWN_AS_OF, tuple(tables), said, (), tuple(findings))


class _Part:
    """One attribute of one output class."""

    def __init__(self, told: Told, label: str, attribute: str, tally: Tally, confidence: float) -> None:
        self.told, self.tally, self.attribute, self.confidence = told, tally, attribute, confidence
        self.scope = attribute + (f"/{label}" if label else "")
        crossed = tally.crossed(*attribute.split(words.CROSSING))
        known = [place for place, group in enumerate(crossed.groups) if group[0] not in NOT_COMPARED]
        decided = crossed.n.sum(axis=1)
        self.groups = [crossed.groups[place][0] for place in known]
        self.k = [int(decided[place, 1]) for place in known]
        self.n = [int(decided[place, :2].sum()) for place in known]
        self.n_unknown = int(decided[:, :2].sum()) - sum(self.n)
        self.n_undecided = int(decided[:, 2].sum())
        self.reference = self._reference()
        self.reversals: list[Finding] = []
        self.comparisons = compare(self.k, self.n, self.reference) if self.reference >= 0 else [None] * len(self.n)

    def _reference(self) -> int:
        """Return the place of the reference: the one named, else that of the highest rate; -1 for none."""
        named = self.told.mapping("reference").get(self.attribute)
        if named is not None:
            if named not in self.groups:
                raise InputError.for_choice(f"reference of {self.attribute} in four-fifths", named, self.groups)
            place = self.groups.index(str(named))
            return place if self.n[place] else -1
        best = -1
        for place, (k, n) in enumerate(zip(self.k, self.n, strict=True)):
            if n and (best < 0 or k * self.n[best] > self.k[best] * n):
                best = place
        return best

    def tables(self, strata: str) -> Iterator[StandardTable]:
        yield self._ratios()
        if strata and self.reference >= 0:
            yield self._strata(strata)
        shares = self.told.mapping("availability").get(self.attribute)
        if shares is not None:
            yield self._availability(shares)

    def _ratios(self) -> StandardTable:
        adjusted = iter(holm([one.p_value for one in self.comparisons if one is not None]))
        z = critical_value(self.confidence)
        limits = rate_limits(self.k, self.n, z)
        each = [Limits(low, high) for low, high in zip(limits.low, limits.high, strict=True)]
        rows = []
        for place, one in enumerate(self.comparisons):
            k, n = self.k[place], self.n[place]
            low, high = float(each[place].low), float(each[place].high)
            rate = Cell(k / n if n else None, "fraction", low, high, reason="nobody in this group")
            people = (Cell(n, "count"), Cell(k, "count"), rate)
            if one is None:
                rows.append(Row(self.groups[place], (*people, *words.without(place == self.reference))))
                continue
            ratio = ratio_limits(k, n, each[place], one.k_reference, one.n_reference, each[self.reference])
            top = float(ratio.high) if np.isfinite(ratio.high) else None
            cells = (
                Cell(one.ratio, "ratio", float(ratio.low), top, reason="nobody of the reference is selected"),
                Cell(words.BELOW[one.below], "text"),
                Cell(one.z, "number", reason="all or nobody is selected"),
                Cell(one.p_value, "number"),
                Cell(float(next(adjusted)), "number"),
                Cell("Fisher's exact" if one.exact else "two standard deviations", "text"),
                Cell(one.grid, "text"),
                Cell(one.shortfall, "number"),
                Cell(one.needed, "count"),
                Cell(words.CAUTIONS[one.small, one.depends_on_one_person], "text"),
            )
            rows.append(Row(self.groups[place], (*people, *cells)))
        return StandardTable(
            f"ratio/{self.scope}", f"Selection by {self.scope}", words.COLUMNS, tuple(rows), self._notes()
        )

    def _notes(self) -> tuple[str, ...]:
        named = self.attribute in self.told.mapping("reference")
        reference = self.groups[self.reference] if self.reference >= 0 else ""
        return words.notes(reference, self.n_unknown, self.n_undecided, sum(self.n), named=named)

    def _within(self, strata: str) -> tuple[list[str], NDArray[np.float64], NDArray[np.float64]]:
        """Return the strata, and selected and considered people of shape (n_groups, n_strata)."""
        counted = self.tally.by(*self.attribute.split(words.CROSSING), strata)
        levels = sorted({group[-1] for group in counted.groups if group[-1] != UNKNOWN})
        k, n = (np.zeros((len(self.groups), len(levels))) for _ in range(2))
        for group, counts in zip(counted.groups, counted.n.sum(axis=1), strict=True):
            name = crossed_name(group[:-1]) if len(group) > 2 else group[0]
            if name in self.groups and group[-1] in levels:
                k[self.groups.index(name), levels.index(group[-1])] += counts[1]
                n[self.groups.index(name), levels.index(group[-1])] += counts[:2].sum()
        return levels, k, n

    def _strata(self, strata: str) -> StandardTable:
        """Return each group beside the reference within strata, next to the comparison over all."""
        levels, k, n = self._within(strata)
        r, z = self.reference, critical_value(self.confidence)
        rows, reversed_groups, clear = [], [], True
        for place, (group, one) in enumerate(zip(self.groups, self.comparisons, strict=True)):
            if one is None:
                continue
            turned = reverses(k[place], n[place], k[r], n[r], z)
            if turned.reversed:
                reversed_groups.append(group)
                clear = clear and bool(turned.aggregate_clear & turned.within_clear)
            found = compare_strata(k[place], n[place], k[r], n[r], z)
            rows.append(Row(group, words.strata_cells(float(turned.aggregate.value), found)))
        if reversed_groups:
            self.reversals.append(words.reversal_finding(self.scope, strata, reversed_groups, clear=clear))
        noun = "group" if len(levels) == 1 else "groups"
        left_out = sum(self.n) - int(n.sum())
        return StandardTable(
            f"strata/{self.scope}",
            f"Selection by {self.scope} within {strata}",
            words.STRATA_COLUMNS,
            tuple(rows),
            (
                f"Compared with {self.groups[r]} within {len(levels)} {noun} of {strata}.",
                *([f"{left_out:,} people whose {strata} is unknown are left out here."] if left_out else []),
            ),
        )

    def _availability(self, shares: object) -> StandardTable:
        if not isinstance(shares, Mapping):
            raise InputError(
                f"availability of {self.attribute} in four-fifths is {shares!r}.\n"
                "Give the share of each group among those available, such as { women = 0.48 }."
            )
        total = sum(self.k)
        rows = []
        for group, share in shares.items():
            if group not in self.groups:
                raise InputError.for_choice(f"availability of {self.attribute} in four-fifths", group, self.groups)
            if isinstance(share, bool) or not isinstance(share, (int, float)) or not 0 < share < 1:
                raise InputError(
                    f"availability of {group} in four-fifths is {share!r}.\n"
                    "Give a fraction above 0 and below 1, such as 0.25."
                )
            chosen = self.k[self.groups.index(group)]
            rows.append(
                Row(group, words.availability_cells(chosen, total, share, float(binomial_z(chosen, total, share))))
            )
        return StandardTable(
            f"availability/{self.scope}",
            f"Selected people by {self.scope} beside those available",
            words.AVAILABILITY_COLUMNS,
            tuple(rows),
            (f"{total:,} people are selected. The share available is taken as known.",),
        )

    def findings(self) -> Iterator[Finding]:
        compared = [(group, one) for group, one in zip(self.groups, self.comparisons, strict=True) if one is not None]
        small = [group for group, one in compared if one.small]
        if small:
            yield words.small_finding(self.scope, small)
        for group, one in compared:
            if one.depends_on_one_person:
                yield words.one_person_finding(self.scope, group, one.ratio)
            if one.below and one.significant:
                yield words.both_finding(self.scope, group, one.ratio, one.n)
        yield from self.reversals
        if self.n and not any(self.k):
            yield words.nobody_finding(self.scope)


def _check_named(told: Told, option: str, attributes: Sequence[str]) -> None:
    for attribute in told.mapping(option):
        if attribute not in attributes:
            raise InputError.for_choice(f"{option} of four-fifths", attribute, attributes)


STANDARD = FourFifths()
