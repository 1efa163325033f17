"""The tally: how many rows there are per group, outcome and decision.

Everything an audit says follows from these counts, so it costs the same for ten rows or ten
billion, and no row leaves the engine that holds the data.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from numbers import Real
from typing import Self, cast

import numpy as np
from numpy.typing import NDArray

from workbench.core.fingerprint import fingerprint_of
from workbench.core.schema import Json, schema_name
from workbench.errors import InputError
from workbench.tally.coding import coded, joined
from workbench.tally.crossing import crossed_name, crossed_title
from workbench.tally.folding import fold
from workbench.tally.largest import check_rows
from workbench.tally.moments import Moments
from workbench.tally.scores import ScoreTally
from workbench.tally.weights import Weights
from workbench.tally.written import hashes, parts, written

__all__ = ["BINARY", "Tally"]

BINARY = ("unfavourable", "favourable")
"""The classes of a decision with two outcomes."""


@dataclass(frozen=True, eq=False)
class Tally:
    """Counts per group, outcome and decision.

    Parameters
    ----------
    attributes : tuple of str
        The attributes that are crossed: protected ones, and those that make strata.
    groups : tuple of tuple of str
        The combinations of their groups that occur, sorted.
    n : array of int64, shape (n_groups, n_classes + 1, n_classes + 1)
        Rows per group, outcome and decision; on both axes the classes in order, and last *missing*.
        With two classes the codes are 0 unfavourable, 1 favourable, 2 missing.
    classes : tuple of str
        What the codes stand for.
    weights : Weights, optional
        Sums of sampling weights in the same cells; ``None`` where every row counts as one.
    scores : ScoreTally, optional
        Rows per group, outcome and bin of a score.
    moments : Moments, optional
        Of predicted amounts, their outcomes and errors.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from workbench.tally.counting import tally_rows
    >>> groups = pa.table({"sex": ["f", "f", "m"]})
    >>> tally = tally_rows(groups, outcomes=np.array([1, 0, 1]), decisions=np.array([1, 0, 0]))
    >>> tally
    Tally of 3 rows in 2 groups of sex.
    >>> (tally + tally).n_rows
    6
    """

    attributes: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    n: NDArray[np.int64]
    classes: tuple[str, ...] = BINARY
    weights: Weights | None = None
    scores: ScoreTally | None = None
    moments: Moments | None = None

    def __post_init__(self) -> None:
        """Check the shape and make the counts read-only."""
        codes = len(self.classes) + 1
        if self.n.shape != (len(self.groups), codes, codes):
            raise InputError(
                f"n has shape {self.n.shape}.\n"
                f"A tally of {len(self.groups)} groups needs ({len(self.groups)}, {codes}, {codes})."
            )
        if self.moments is not None and self.moments.n_groups != len(self.groups):
            raise InputError("moments of the tally do not fit its groups.\nGive what Tally.to_json wrote.")
        if (self.n < 0).any():
            raise InputError("n holds a negative count.\nCounts are 0 or more.")
        check_rows(self.n)
        counts = self.n.astype(np.int64)
        counts.setflags(write=False)
        object.__setattr__(self, "n", counts)

    def __repr__(self) -> str:
        """Return the tally in one sentence."""
        return (
            f"Tally of {self.n_rows:,} rows in {len(self.groups)} groups of {' × '.join(self.attributes) or 'nothing'}."
        )

    @cached_property
    def bare(self) -> Tally:
        """The counts of outcomes and decisions alone, which cost nothing to sum."""
        return Tally(self.attributes, self.groups, self.n, self.classes)

    @property
    def n_rows(self) -> int:
        """How many rows were counted."""
        return int(self.n.sum())

    @property
    def n_outcomes(self) -> int:
        """How many rows have an outcome."""
        return int(self.n[:, :-1].sum())

    @property
    def n_decisions(self) -> int:
        """How many rows have a decision."""
        return int(self.n[:, :, :-1].sum())

    def __add__(self, other: Tally) -> Tally:
        """Return the tally of both sets of rows; they must count the same attributes and classes."""
        if self.attributes != other.attributes or self.classes != other.classes:
            raise InputError(
                f"Tallies of {list(self.attributes)} and {list(other.attributes)} cannot be added"
                + (".\n" if self.classes == other.classes else ": their classes differ.\n")
                + "Count the same attributes and classes, in the same order, in both."
            )
        check_rows(self.n, other.n)
        groups = tuple(sorted({*self.groups, *other.groups}))
        place = {group: position for position, group in enumerate(groups)}
        one, two = (
            tally.onto(self.attributes, groups, [place[group] for group in tally.groups]) for tally in (self, other)
        )
        for what in ("weights", "scores", "moments"):
            if (getattr(one, what) is None) != (getattr(two, what) is None):
                raise InputError(
                    f"Only one of the tallies has {what}.\nCount them in both, or in neither, before adding."
                )
        return Tally(
            self.attributes,
            groups,
            one.n + two.n,
            self.classes,
            one.weights + two.weights if one.weights is not None and two.weights is not None else None,
            one.scores + two.scores if one.scores is not None and two.scores is not None else None,
            one.moments + two.moments if one.moments is not None and two.moments is not None else None,
        )

    def by(self, *attributes: str) -> Tally:
        """Return the tally of some of the attributes, the others summed over.

        Examples
        --------
        >>> import pyarrow as pa
        >>> from workbench.tally.counting import tally_rows
        >>> groups = pa.table({"sex": ["f", "f", "m"], "age": ["old", "young", "old"]})
        >>> tally_rows(groups, outcomes=np.array([1, 0, 1])).by("age").groups
        (('old',), ('young',))
        """
        if attributes == self.attributes:
            return self
        unknown = [name for name in attributes if name not in self.attributes]
        if unknown:
            raise InputError.for_choice("attribute", unknown[0], self.attributes)
        known = self._joined.get(attributes)
        if known is None:
            keep = [self.attributes.index(name) for name in attributes]
            groups, places = joined(self.groups, self._codes, keep)
            known = self.onto(attributes, groups, places.tolist())
            if self.scores is None and self.moments is None:  # which are many times as large
                self._joined[attributes] = known
        return known

    @cached_property
    def _codes(self) -> NDArray[np.int64]:
        return coded(self.groups)

    @cached_property
    def _joined(self) -> dict[tuple[str, ...], Tally]:
        """What was summed before, so that a change of a policy sums nothing again."""
        return {}

    def crossed(self, *attributes: str) -> Tally:
        """Return the tally of one attribute whose groups are the crossings of several.

        A crossing is *unknown* where any part of it is.

        Examples
        --------
        >>> import pyarrow as pa
        >>> from workbench.tally.counting import tally_rows
        >>> groups = pa.table({"sex": ["f", "f", "m"], "age": ["old", "unknown", "old"]})
        >>> tally_rows(groups, outcomes=np.array([1, 0, 1])).crossed("sex", "age").groups
        (('f × old',), ('m × old',), ('unknown',))
        """
        if len(attributes) == 1:
            return self.by(*attributes)
        parts = self.by(*attributes)
        keys = [(crossed_name(group),) for group in parts.groups]
        groups = tuple(sorted(set(keys)))
        place = {group: position for position, group in enumerate(groups)}
        return parts.onto((crossed_title(attributes, self.attributes),), groups, [place[key] for key in keys])

    def where(self, attribute: str, group: str) -> Tally:
        """Return the tally of the rows of one group of an attribute, without that attribute.

        Examples
        --------
        >>> import pyarrow as pa
        >>> from workbench.tally.counting import tally_rows
        >>> groups = pa.table({"sex": ["f", "f", "m"], "age": ["old", "young", "old"]})
        >>> tally_rows(groups).where("age", "old")
        Tally of 2 rows in 2 groups of sex.
        """
        if attribute not in self.attributes:
            raise InputError.for_choice("attribute", attribute, self.attributes)
        position = self.attributes.index(attribute)
        chosen = [place for place, key in enumerate(self.groups) if key[position] == group]
        groups = tuple(self.groups[place] for place in chosen)
        rows = Tally(
            self.attributes,
            groups,
            self.n[chosen],
            self.classes,
            self.weights.take(chosen) if self.weights is not None else None,
            self.scores.take(chosen) if self.scores is not None else None,
            self.moments.take(chosen) if self.moments is not None else None,
        )
        return rows.by(*(name for name in self.attributes if name != attribute))

    def one_against_rest(self, label: str) -> Tally:
        """Return the tally with two classes: one of them as *favourable*, all others as *unfavourable*."""
        if label not in self.classes:
            raise InputError.for_choice("label", label, self.classes)
        target = [int(one == label) for one in self.classes] + [2]
        onto = np.zeros((len(target), 3), dtype=np.int64)
        onto[np.arange(len(target)), target] = 1
        weights = self.weights.joined(onto) if self.weights is not None else None
        return Tally(self.attributes, self.groups, onto.T @ self.n @ onto, BINARY, weights)

    def decided(self, threshold: float) -> Tally:
        """Return the tally with the decisions of a threshold: favourable where the score is at or above it.

        Parameters
        ----------
        threshold : float
            One of the edges of the bins of the score, or of the predictions, so that the counts are exact.

        Raises
        ------
        InputError
            If it is no number, there are no scores, or the threshold is not one of the edges.
        """
        _check_threshold(threshold)
        if self.moments is not None:
            return replace(self, n=self.moments.decided(threshold, self.n.sum(axis=(1, 2))))
        if self.scores is None:
            raise InputError("The tally has no scores, so no threshold can decide.\nCount a score: score='…'.")
        decided = self.scores.decided(threshold)
        return replace(self, n=decided.n, weights=decided.weights)

    def onto(self, attributes: tuple[str, ...], groups: tuple[tuple[str, ...], ...], places: Sequence[int]) -> Tally:
        """Return the tally with its groups summed onto others: ``places`` says where each one goes."""
        return Tally(
            attributes,
            groups,
            fold(self.n, places, len(groups)),
            self.classes,
            self.weights.onto(places, len(groups)) if self.weights is not None else None,
            self.scores.onto(places, len(groups)) if self.scores is not None else None,
            self.moments.onto(places, len(groups)) if self.moments is not None else None,
        )

    def to_json(self) -> dict[str, Json]:
        """Return the tally as JSON: axes in clear, counts as base64 of gzipped little-endian numbers."""
        return written(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Json]) -> Self:
        """Return the tally that :meth:`to_json` wrote; one of margins where it wrote only those.

        Raises
        ------
        InputError
            If it is no tally, or a damaged one.
        """
        if value.get("schema") != schema_name("tally"):
            raise InputError(f"schema is {value.get('schema')!r}.\nA tally has {schema_name('tally')!r}.")
        if "margins" in value:
            from workbench.tally.margins import MarginTally

            return cast(Self, MarginTally.from_json(value))
        return cls(**parts(value))

    @cached_property
    def fingerprint(self) -> str:
        """``result:<sha256>`` of the counts and their axes."""
        return fingerprint_of(hashes(self))


def _check_threshold(threshold: object) -> None:
    if isinstance(threshold, bool) or not isinstance(threshold, Real) or math.isnan(threshold):
        raise InputError(f"threshold is {threshold!r}.\nGive a number, such as 0.5.")
