"""A tally of which only some margins may be known: no joint counts are in it, so none can be read out of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Self

from workbench.core.fingerprint import fingerprint_of
from workbench.core.schema import Json, schema_name
from workbench.errors import InputError
from workbench.tally.packing import list_of_text
from workbench.tally.tally import Tally

__all__ = ["EVERYBODY", "MarginTally", "margin_tally"]

EVERYBODY = "everybody"
"""The name of the one group of all rows together."""

_MOST_MARGINS = 1_000


@dataclass(frozen=True, eq=False)
class MarginTally(Tally):
    """Counts of all rows together, and by some attributes and crossings: not by all attributes at once.

    It answers as a :class:`Tally` does where only margins are asked for. Each margin holds what may be shown; they
    need not add up to all rows.

    Parameters
    ----------
    margins : mapping of tuple of str to Tally
        For attributes, or crossings, the tally of their groups; ``attributes`` of each are its key.

    Examples
    --------
    >>> import numpy as np, pyarrow as pa
    >>> from workbench.tally.counting import tally_rows
    >>> rows = tally_rows(pa.table({"sex": ["f", "m"], "age": ["old", "old"]}), decisions=np.array([1, 0]))
    >>> some = margin_tally(rows.by(), [rows.by("sex"), rows.by("age")], rows.attributes)
    >>> some.by("sex").groups, some.n_rows
    ((('f',), ('m',)), 2)
    """

    margins: Mapping[tuple[str, ...], Tally] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check that there is one group, and that the margins are of its attributes and classes."""
        super().__post_init__()
        fits = all(
            key == tally.attributes and set(key) <= set(self.attributes) and tally.classes == self.classes
            for key, tally in self.margins.items()
        )
        if len(self.groups) != 1 or not fits:
            raise InputError("margins of the tally do not fit it.\nGive what Tally.to_json wrote.")
        object.__setattr__(self, "margins", MappingProxyType(dict(self.margins)))

    def __repr__(self) -> str:
        """Return the tally in one sentence."""
        return f"Tally of {self.n_rows:,} rows in {len(self.margins)} margins of {' × '.join(self.attributes)}."

    @cached_property
    def bare(self) -> MarginTally:
        """The counts of outcomes and decisions alone."""
        return self._each(lambda tally: tally.bare)

    def __add__(self, other: Tally) -> Tally:
        """Refuse: what is hidden in one may not be hidden in the other."""
        raise InputError(
            "A tally of margins cannot be added to another.\nAdd the counts first, then choose what may be shown."
        )

    def by(self, *attributes: str) -> Tally:
        """Return the margin of some attributes."""
        if not attributes:
            return self.everybody
        unknown = [name for name in attributes if name not in self.attributes]
        if unknown:
            raise InputError.for_choice("attribute", unknown[0], self.attributes)
        known = self.margins.get(attributes)
        if known is None:
            raise InputError(
                f"Counts by {' × '.join(attributes)} are not in this tally: only some margins may be shown.\n"
                f"It has {', '.join(' × '.join(key) for key in self.margins)}."
            )
        return known

    @property
    def everybody(self) -> Tally:
        """All rows together."""
        one = Tally(self.attributes, self.groups, self.n, self.classes, self.weights, self.scores, self.moments)
        return one.onto((), ((),), [0])

    def where(self, attribute: str, group: str) -> Tally:  # noqa: ARG002
        """Refuse: rows of one group, by another attribute, are joint counts."""
        raise InputError(
            f"Rows of one group of {attribute} are not in this tally: only some margins may be shown.\n"
            "Ask for them before you choose what may be shown."
        )

    def one_against_rest(self, label: str) -> MarginTally:
        """Return the tally with two classes: one of them as *favourable*, all others as *unfavourable*."""
        return self._each(lambda tally: tally.one_against_rest(label))

    def decided(self, threshold: float) -> MarginTally:
        """Return the tally with the decisions of a threshold, without margins whose scores are not shown."""
        moved = self.everybody.decided(threshold)
        known = [one for one in self.margins.values() if one.scores is not None or one.moments is not None]
        return margin_tally(moved, [one.decided(threshold) for one in known], self.attributes)

    def _each(self, change: Callable[[Tally], Tally]) -> MarginTally:
        """Return the tally with all rows together and every margin changed alike."""
        return margin_tally(change(self.everybody), [change(one) for one in self.margins.values()], self.attributes)

    def to_json(self) -> dict[str, Json]:
        """Return the tally as JSON: that of all rows together, with that of each margin."""
        written = super().to_json()
        written["margins"] = [tally.to_json() for tally in self.margins.values()]
        return written

    @classmethod
    def from_json(cls, value: Mapping[str, Json]) -> Self:
        """Return the tally that :meth:`to_json` wrote."""
        margins = value.get("margins")
        if not isinstance(margins, list) or len(margins) > _MOST_MARGINS:
            raise InputError("margins of the tally are no list.\nGive what Tally.to_json wrote.")
        total = Tally.from_json({key: part for key, part in value.items() if key != "margins"})
        found: dict[tuple[str, ...], Tally] = {}
        for one in margins:
            if not isinstance(one, dict) or "margins" in one or one.get("schema") != schema_name("tally"):
                raise InputError("margins of the tally are no tallies.\nGive what Tally.to_json wrote.")
            key = tuple(list_of_text(one.get("attributes"), "margins"))
            if key in found:
                raise InputError(f"The tally has two margins of {' × '.join(key)}.\nGive what Tally.to_json wrote.")
            found[key] = Tally.from_json(one)
        parts = (total.weights, total.scores, total.moments)
        return cls(total.attributes, total.groups, total.n, total.classes, *parts, margins=found)

    @cached_property
    def fingerprint(self) -> str:
        """``result:<sha256>`` of the counts that are in it: it tells nothing of those that are not."""
        return fingerprint_of([self.everybody.fingerprint, *(one.fingerprint for one in self.margins.values())])


def margin_tally(total: Tally, margins: Sequence[Tally], attributes: tuple[str, ...]) -> MarginTally:
    """Return a tally of margins.

    Parameters
    ----------
    total : Tally
        All rows together, in one group.
    margins : sequence of Tally
        By attribute or crossing.
    attributes : tuple of str
        All attributes that were counted, those of no margin included.
    """
    one = replace(total.onto((), ((),), [0] * len(total.groups)))
    return MarginTally(
        attributes,
        ((EVERYBODY,) * len(attributes),),
        one.n,
        one.classes,
        one.weights,
        one.scores,
        one.moments,
        margins={tally.attributes: tally for tally in margins},
    )
