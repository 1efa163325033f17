"""New York City Local Law 144: the tables of 6 RCNY 5-301, and what 5-303 wants published with them.

The output of an employer or a vendor is *Local Law 144 format calculations*. It is called a bias
audit only where an independent auditor is named. The law has no ratio that passes or fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.audit.standards import local_law_144_words as words
from workbench.audit.standards.contract import Evidence, Option, StandardResult, StandardTable
from workbench.audit.standards.eeo_categories import (
    NOT_KNOWN,
    RACES,
    SEXES,
    Categories,
    People,
    categories,
    people,
)
from workbench.audit.standards.impact_tables import Layout, bounds_table, impact_table, small_categories
from workbench.audit.standards.options import Told
from workbench.core.finding import Finding
from workbench.errors import InputError
from workbench.stats.unknowns import Pool
from workbench.tally.tally import Tally

__all__ = ["STANDARD", "LocalLaw144"]

_NAME = "nyc-ll144"


@dataclass(frozen=True)
class LocalLaw144:
    """Local Law 144, for tools that select, score, or put people into classes."""

    name: str = _NAME
    title: str = words.TITLE
    options: tuple[Option, ...] = words.OPTIONS

    def takes(self, decisions: Evidence, scores: Evidence | None, options: Mapping[str, object], /) -> Evidence:
        """Return the scores of a tool that scores, and the decisions where those were given or are asked for.

        Raises
        ------
        InputError
            If scores were audited before this standard was named, so that their median is not known.
        """
        wanted = Told(self.name, options, self.options).choice("rates", words.RATES, "")
        if not wanted and scores is None and decisions.threshold is not None:
            raise InputError(
                "The median of the scores, which nyc-ll144 needs, was not counted.\n"
                "Name the standard in the policy before the audit, or ask for rates = 'selection'."
            )
        by_score = wanted == "scoring" or (not wanted and scores is not None and not scores.beside_decisions)
        return scores if by_score and scores is not None else decisions

    def apply(
        self, evidence: Tally | Mapping[str, Tally] | Evidence, options: Mapping[str, object], /
    ) -> StandardResult:
        """Return three tables for each output class: sex, race or ethnicity, and both crossed.

        Parameters
        ----------
        evidence : Tally, mapping of str to Tally, or Evidence
            The decisions, with sex and race among the attributes; one tally for each class that people
            are assigned to; or, for a tool that scores, :class:`Evidence` with the median.
        options : mapping of str to object
            What the policy says; :attr:`options` lists the names.

        Returns
        -------
        StandardResult
            Tables ``selection/sex``, ``selection/race``, ``selection/sex-race`` (``scoring/…`` for a tool
            that scores, with ``/<class>`` behind where there are classes) and, where somebody's category is
            unknown, the same with ``bounds/`` in front.

        Raises
        ------
        InputError
            If an option does not fit, an attribute is not counted, no group is a category, or the
            demographics were imputed, which the rule does not allow.
        """
        told = Told(self.name, options, self.options)
        settings = _Settings.read(told, Evidence.of(evidence))
        tables: list[StandardTable] = []
        excluded = _Excluded()
        for label, tally in settings.evidence.tallies.items():
            everybody = settings.people(tally)
            own = settings.excluded(everybody)
            excluded = max(excluded, own, key=lambda one: one.n_people)
            tables += _tables(settings, label, everybody, own)
        small = sum(int(settings.is_small(table)) for table in tables)
        return StandardResult(
            name=self.name,
            title=words.title(told),
            known_as_of=words.KNOWN_AS_OF,
            tables=tuple(tables),
            statements=words.statements(
                told, settings.evidence, excluded.sentences(settings), tables, has_small=small > 0
            ),
            missing=words.missing(told),
            findings=_findings(told, settings, excluded, tables),
            metadata={
                one.asks: told.text(one.name)
                for one in self.options
                if one.name in words.PUBLISHED and told.text(one.name)
            },
        )


@dataclass(frozen=True)
class _Settings:
    """What was told, and the categories that follow from it."""

    evidence: Evidence
    sex: tuple[str, Categories]
    race: tuple[str, Categories]
    ethnicity: str
    per_table: bool
    n_unknown: int | None
    rate_digits: int
    ratio_digits: int
    confidence: float

    @classmethod
    def read(cls, told: Told, evidence: Evidence) -> _Settings:
        if told.choice("demographics", ("", *words.DEMOGRAPHICS), "") == "imputed":
            raise InputError(
                "demographics of nyc-ll144 is 'imputed'.\n"
                "Local Law 144 does not allow imputed or inferred demographics: leave those people unknown."
            )
        if told.choice("rates", words.RATES, "") == "scoring" and evidence.median is None:
            raise InputError(
                "rates of nyc-ll144 is 'scoring', but there is no median of scores.\n"
                "Name the column of scores before the audit: score='…'."
            )
        names = [told.text("sex", "sex"), told.text("race", "race")]
        ethnicity = told.text("ethnicity")
        for option, name in zip(("sex", "race", "ethnicity"), (*names, ethnicity), strict=True):
            if name not in evidence.attributes and (name or option != "ethnicity"):
                raise InputError.for_choice(f"{option} of nyc-ll144", name, evidence.attributes)
        found = []
        for name, option, default in zip(names, ("sex_categories", "race_categories"), (SEXES, RACES), strict=True):
            groups = sorted({group[0] for one in evidence.tallies.values() for group in one.by(name).groups})
            found.append((name, categories(told, name, option, default, groups)))
        return cls(
            evidence,
            found[0],
            found[1],
            ethnicity,
            told.choice("unknown_rule", words.UNKNOWN_RULES, "any") == "table",
            told.whole("n_unknown", 0) if "n_unknown" in told.values else None,
            told.whole("rate_digits", 1, 6),
            told.whole("ratio_digits", 3, 6),
            told.fraction("confidence", 0.95),
        )

    def people(self, tally: Tally) -> People:
        return people(tally, self.sex, self.race, self.ethnicity)

    def excluded(self, everybody: People) -> _Excluded:
        """Return who is in no category, and refuse a count that contradicts the data."""
        away = (everybody.sex < 0) | (everybody.race < 0)
        elsewhere = (everybody.sex < NOT_KNOWN) | (everybody.race < NOT_KNOWN)
        total = everybody.n + everybody.undecided
        # Where no unknown person's decision is known, as in a published table, all of them count.
        only_total = away & ~elsewhere & (int(everybody.n[away & ~elsewhere].sum()) == 0)
        counted = np.where(only_total, total, everybody.n)
        n_unknown, n_elsewhere = int(counted[away & ~elsewhere].sum()), int(everybody.n[elsewhere].sum())
        given = self.n_unknown
        if given is not None and n_unknown and given != n_unknown:
            raise InputError(
                f"n_unknown of nyc-ll144 is {given:,}, but the data hold {n_unknown:,} people of unknown category.\n"
                "Leave n_unknown out, or leave these people out of the data."
            )
        return _Excluded(
            n_unknown or given or 0,
            n_elsewhere,
            int(everybody.undecided[~only_total].sum()),
            int((everybody.n + np.where(only_total, total, 0)).sum()) + (0 if n_unknown else given or 0),
            undecided_count=bool(only_total.any()),
            only_given=n_unknown == 0 and bool(given),
        )

    def is_small(self, table: StandardTable) -> bool:
        return any(column.name.endswith("without small categories") for column in table.columns)


@dataclass(frozen=True)
class _Excluded:
    """How many people are in no table, and why."""

    n_unknown: int = 0
    n_elsewhere: int = 0
    n_undecided: int = 0
    n_people: int = 0
    undecided_count: bool = False
    only_given: bool = False

    def sentences(self, settings: _Settings) -> list[str]:
        other = (*settings.sex[1].elsewhere, *settings.race[1].elsewhere)
        return words.excluded(self.n_unknown, self.n_elsewhere, self.n_undecided, other, per_table=settings.per_table)


def _tables(settings: _Settings, label: str, everybody: People, excluded: _Excluded) -> list[StandardTable]:
    """Return the three tables of one class and, where somebody is unknown, the bounds of each."""
    kind = "selection" if settings.evidence.median is None else "scoring"
    (n_sexes, n_races) = (len(settings.sex[1].names), len(settings.race[1].names))
    crossed = np.where(
        (everybody.sex >= 0) & (everybody.race >= 0), everybody.sex * n_races + everybody.race, NOT_KNOWN
    )
    both = crossed >= 0
    names = {
        "sex": (settings.sex[1].names, everybody.sex),
        "race": (settings.race[1].names, everybody.race),
        "sex-race": (
            tuple(f"{sex}, {race}" for sex in settings.sex[1].names for race in settings.race[1].names),
            crossed,
        ),
    }
    tables, bounds = [], []
    for part, (rows, places) in names.items():
        layout = Layout(
            f"{kind}/{part}" + (f"/{label}" if label else ""),
            words.TABLES[part] + (f": {label}" if label else ""),
            rows,
            *words.HEADINGS[kind],
            settings.rate_digits,
            settings.ratio_digits,
            settings.confidence,
        )
        kept = places >= 0 if settings.per_table else both
        k, n = _counts(everybody, places, kept, len(rows))
        # "Less than 2% of the data being used for the bias audit": of all people, in a category or not.
        assessed = max(excluded.n_people, int(n.sum()))
        small = small_categories(n, assessed)
        tables.append(impact_table(layout, k, n, small, words.notes(int(n.sum()), assessed, rows, small)))
        if excluded.n_unknown:
            known = _counts(everybody, places, places >= 0, len(rows))
            pools = _pools(everybody, part, n_sexes, n_races, excluded)
            layout = Layout(f"bounds/{layout.id}", f"{layout.title}, bounds", *tuple(vars(layout).values())[2:])
            bounds.append(bounds_table(layout, *known, pools, words.BOUNDS_NOTES))
    return [*tables, *bounds]


def _counts(
    everybody: People, places: NDArray[np.int64], kept: NDArray[np.bool_], n_rows: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    k, n = np.zeros(n_rows, dtype=np.int64), np.zeros(n_rows, dtype=np.int64)
    np.add.at(k, places[kept], everybody.k[kept])
    np.add.at(n, places[kept], everybody.n[kept])
    return k, n


def _pools(everybody: People, part: str, n_sexes: int, n_races: int, excluded: _Excluded) -> list[Pool]:
    """Return the people who belong to a row of the table, nobody knows which, with the rows that are possible."""
    pools = []
    for sex, race, k, n, undecided in zip(*everybody, strict=True):
        reach: tuple[int, ...]
        if part == "sex-race":
            if min(sex, race) < NOT_KNOWN or min(sex, race) >= 0:
                continue
            sexes, races = ([one] if one >= 0 else range(size) for one, size in ((sex, n_sexes), (race, n_races)))
            reach = tuple(int(s) * n_races + int(r) for s in sexes for r in races)
        else:
            if (sex if part == "sex" else race) != NOT_KNOWN:
                continue
            reach = tuple(range(n_sexes if part == "sex" else n_races))
        pools.append(Pool(reach, int(k), int(n - k), int(undecided) if excluded.undecided_count else 0))
    if excluded.only_given:
        size = {"sex": n_sexes, "race": n_races, "sex-race": n_sexes * n_races}[part]
        pools.append(Pool(tuple(range(size)), 0, 0, excluded.n_unknown))
    return pools


def _findings(told: Told, settings: _Settings, excluded: _Excluded, tables: list[StandardTable]) -> tuple[Finding, ...]:
    found = []
    missing = words.missing(told)
    if missing:
        found.append(words.missing_finding(missing))
    if excluded.n_unknown:
        found.append(words.unknown_finding(excluded.n_unknown, excluded.n_people))
    elsewhere = [(one[0], one[1].elsewhere) for one in (settings.sex, settings.race) if one[1].elsewhere]
    found += [words.elsewhere_finding(attribute, groups) for attribute, groups in elsewhere]
    if excluded.n_undecided:
        found.append(words.undecided_finding(excluded.n_undecided))
    if any(settings.is_small(table) for table in tables):
        found.append(words.small_finding([table.title for table in tables if settings.is_small(table)]))
    found += [
        words.nobody_finding(table.title)
        for table in tables
        if not table.id.startswith("bounds/") and not any(row.cells[1].value for row in table.rows)
    ]
    return tuple(found)


STANDARD = LocalLaw144()
