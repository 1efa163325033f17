"""What was hidden of an audit, without what was: for whoever writes or checks a report of it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from workbench.audit.disclosure.level import Disclosure, disclosure_named
from workbench.audit.standards.contract import StandardResult
from workbench.audit.standards.result_reading import standard_from_json
from workbench.audit.verdicts import VERDICTS, Verdict
from workbench.core.json_node import Node
from workbench.core.schema import Json

__all__ = [
    "AMOUNTS",
    "NO_DECISION",
    "NO_OUTCOME",
    "OUTCOMES",
    "QUANTILES",
    "ROWS",
    "SCORES",
    "STANDARDS",
    "STRATA",
    "DisclosureRecord",
    "HiddenGroups",
]

SCORES, AMOUNTS, STRATA, STANDARDS = "scores", "amounts", "comparisons within strata", "tables of standards"
NO_OUTCOME, NO_DECISION = "rows without an outcome", "rows without a decision"
OUTCOMES, ROWS, QUANTILES = "outcomes", "counts", "quantiles of amounts"

_MOST = 10_000


class HiddenGroups(NamedTuple):
    """Of how many groups of a table nothing, and of how many others only no outcome, is shown.

    ``of_data``: the table counts all rows of the data, else those that are judged.
    """

    table: str
    of_data: bool
    whole: int
    outcomes: int


@dataclass(frozen=True, eq=False)
class DisclosureRecord:
    """What was hidden of an audit, in numbers of groups.

    Parameters
    ----------
    level : Disclosure
        What may be shown.
    verdicts : tuple of str
        The verdict of the full audit on each claim; empty where it is not known, as at another threshold.
    missing : tuple of str
        Metrics that the full audit could not compare either.
    hidden : tuple of HiddenGroups
        Tables of which something is hidden.
    withheld : tuple of str
        Parts that are left out.
    reversals : tuple of (str, str)
        Attributes and strata within which, by the full audit, differences point the other way; of those left out.
    standards : tuple of StandardResult
        What is shown of the standards.
    one_sided : tuple of str
        Attributes and crossings, ``""`` for all rows, of which the full audit does not judge errors, because outcomes
        are seen more often after one decision than after the other.
    changed : tuple of str
        Standards of which something is not shown.
    n_cells : int
        How many hidden counts were looked at.
    narrowest : float
        The width of the narrowest range in which one can be told to lie; infinite where none is hidden.
    """

    level: Disclosure
    verdicts: tuple[Verdict, ...] = ()
    missing: tuple[str, ...] = ()
    hidden: tuple[HiddenGroups, ...] = ()
    withheld: tuple[str, ...] = ()
    reversals: tuple[tuple[str, str], ...] = ()
    standards: tuple[StandardResult, ...] = ()
    one_sided: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    n_cells: int = 0
    narrowest: float = field(default=math.inf)

    @property
    def n_groups(self) -> int:
        """How many groups are hidden or show no outcome, each counted in every table it is in."""
        return sum(one.whole + one.outcomes for one in self.hidden)

    def n_hidden(self, table: str) -> int:
        """Return how many groups of a table of the judged rows are hidden or show no outcome."""
        return sum(one.whole + one.outcomes for one in self.hidden if one.table == table and not one.of_data)

    def hides(self, *attributes: str) -> bool:
        """Return whether anything is hidden of groups of an attribute, or of a crossing: judged, or in all data."""
        table = " × ".join(attributes)
        return any(one.whole + one.outcomes > 0 for one in self.hidden if one.table == table)

    def may_compare(self, *attributes: str) -> bool:
        """Return whether groups may compare of which too little is shown: they are hidden, or a few rows left out."""
        return self.hides(*attributes) or bool({NO_OUTCOME, NO_DECISION}.intersection(self.withheld))

    def moved(self) -> DisclosureRecord:
        """Return the record for other decisions or another policy: of these the full audit's verdicts are not known."""
        withheld = (*self.withheld, *([STANDARDS] if self.standards and STANDARDS not in self.withheld else []))
        return replace(self, verdicts=(), standards=(), reversals=(), withheld=withheld)

    def to_json(self) -> dict[str, Json]:
        """Return the record as JSON; the standards are where an audit has them."""
        return {
            "level": self.level.name,
            "threshold": self.level.threshold,
            "margin": self.level.margin,
            "verdicts": list(self.verdicts),
            "missing": list(self.missing),
            "hidden": [one._asdict() for one in self.hidden],
            "withheld": list(self.withheld),
            "reversals": [list(one) for one in self.reversals],
            "standards": [json.loads(json.dumps(one.to_json())) for one in self.standards],
            "one_sided": list(self.one_sided),
            "changed": list(self.changed),
            "cells": self.n_cells,
            "narrowest": self.narrowest if math.isfinite(self.narrowest) else None,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, object] | Node) -> DisclosureRecord:
        """Return the record that :meth:`to_json` wrote.

        Raises
        ------
        InputError
            If it is no record, or a damaged one.
        """
        root = value if isinstance(value, Node) else Node(value, "disclosure", "Audit.to_json")
        narrowest = root["narrowest"]
        return cls(
            disclosure_named(
                root["level"].choice("internal", "public"), root["threshold"].whole(), root["margin"].whole()
            ),
            tuple(one.choice(*VERDICTS) for one in root["verdicts"].entries(_MOST)),  # type: ignore[misc]
            root["missing"].texts(_MOST),
            tuple(
                HiddenGroups(one["table"].text(), one["of_data"].truth(), one["whole"].whole(), one["outcomes"].whole())
                for one in root["hidden"].entries(_MOST)
            ),
            root["withheld"].texts(_MOST),
            tuple((one[0], one[1]) for one in (pair.texts(2) for pair in root["reversals"].entries(_MOST))),
            tuple(standard_from_json(one) for one in root["standards"].entries(_MOST)),
            root["one_sided"].texts(_MOST),
            root["changed"].texts(_MOST),
            root["cells"].whole(),
            math.inf if narrowest.is_null else float(narrowest.real()),
        )
