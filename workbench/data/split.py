"""``split_data``: hold rows out before anything looks at the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow.compute as pc

from workbench.checks import check_fraction, check_result, check_seed
from workbench.core.finding import Finding
from workbench.core.provenance import Provenance, Result
from workbench.data.dataset import Dataset
from workbench.data.roles import label_of
from workbench.data.splitting.counts import CLAIMS_AN_ATTRIBUTE, GroupRows, VisibleGap, group_rows, visible_gap
from workbench.data.splitting.drawing import METHODS, Method, draw, method_of
from workbench.data.splitting.findings import findings_of

__all__ = ["METHODS", "GroupRows", "Method", "Split", "VisibleGap", "split_data"]


@dataclass(frozen=True, eq=False)
class Split(Result):
    """A data set cut into rows to learn from and rows held out.

    Parameters
    ----------
    data : Dataset
        All rows.
    train, test : Dataset
        Rows to learn from, and rows that only the last stages read.
    method : {"stratified", "grouped", "temporal"}
        How they were drawn.
    n_without_time : int
        Rows with an outcome in neither part, as they have no time.
    n_apart : int
        Earlier rows with an outcome in neither part, as they belong together with rows held out.
    """

    data: Dataset
    train: Dataset
    test: Dataset
    method: Method = "stratified"
    n_without_time: int = 0
    n_apart: int = 0

    def __repr__(self) -> str:
        """Return the split in one sentence."""
        how = {"stratified": "", "grouped": f" by {self.data.roles.group!r}", "temporal": f" at {self.cut}"}[
            self.method
        ]
        unused = "".join(f", {n:,} {reason}" for reason, n in self.unused.items())
        parts = f"{self.train.n_rows:,} rows to learn from, {self.test.n_rows:,} held out{unused}"
        return f"Split of {self.data.name!r}{how}: {parts}."

    def _content(self) -> object:
        return [self.train.rows_fingerprint, self.test.rows_fingerprint]

    @property
    def n_unused(self) -> int:
        """Rows in neither part."""
        return self.data.n_rows - self.train.n_rows - self.test.n_rows

    @property
    def n_without_outcome(self) -> int:
        """Rows in neither part, since their outcome is missing."""
        return self.n_unused - self.n_without_time - self.n_apart

    @property
    def unused(self) -> Mapping[str, int]:
        """How many rows are in neither part, by the reason; reasons of no row are left out."""
        reasons = {
            "without an outcome": self.n_without_outcome,
            "without a time": self.n_without_time,
            "kept apart from rows held out": self.n_apart,
        }
        return {reason: n for reason, n in reasons.items() if n}

    @cached_property
    def cut(self) -> str:
        """The first time held out, as people write it; empty where rows were not held out by time."""
        if self.method != "temporal" or self.data.roles.time is None:
            return ""
        return label_of(pc.min(self.test.column(self.data.roles.time)).as_py())

    @cached_property
    def n_entities(self) -> tuple[int, int]:
        """How many different values of the group column there are, to learn from and held out.

        Rows without one count as one each; without a group column every row does.
        """
        column = self.data.roles.group
        if column is None:
            return self.train.n_rows, self.test.n_rows
        values = [part.column(column) for part in (self.train, self.test)]
        first, second = (int(pc.count_distinct(one, mode="only_valid").as_py()) + one.null_count for one in values)
        return first, second

    @cached_property
    def groups(self) -> tuple[GroupRows, ...]:
        """Rows in each part: of everybody first, then of every group of every protected attribute."""
        return group_rows(self.data, self.train, self.test)

    @cached_property
    def smallest_gaps(self) -> tuple[VisibleGap, ...]:
        """For each protected attribute the smallest gap that an audit by the default policy could show.

        It is a gap between rates of the favourable outcome: there is none where the target has no such value.
        """
        if not self.data.roles.favourable:
            return ()
        protected = self.data.roles.protected
        n_claims = CLAIMS_AN_ATTRIBUTE * len(protected)
        return tuple(
            visible_gap(one, [row for row in self.groups if row.attribute == one.title], self.test, n_claims)
            for one in protected
        )

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What to know about the two parts before building on them."""
        return findings_of(self)


def split_data(data: Dataset, *, test_size: float = 0.3, seed: int = 0, method: str | None = None) -> Split:
    """Hold out a share of the rows: at random, by what belongs together, or the latest.

    Parameters
    ----------
    data : Dataset
        It needs a target. Of a table on disk, only the columns needed are read, then the rows of each part.
    test_size : float
        The share held out, above 0 and below 1.
    seed : int
        The same seed and the same rows give the same split. Without an id or a group column that holds for
        the same rows in the same order.
    method : {"stratified", "grouped", "temporal"}, optional
        *stratified*: each combination of outcome and protected groups is split in the same proportion, to
        within one row; of amounts, each of up to ten bands that hold as many rows. *grouped*: rows with the same
        value of the group column stay together; sizes, outcomes and protected groups come as near to the share as
        moving or exchanging any of them can bring them.
        *temporal*: the latest rows are held out, as near to the share as can be; rows of one time stay
        together. With a group column too, earlier rows that belong together with rows held out are in
        neither part: what is audited are all later rows. By default *temporal* where there is a time
        column, else *grouped* where there is a group column, else *stratified*.

    Returns
    -------
    Split
        Rows without an outcome are in neither part, nor in time those without a time. A row that names no
        group stands for itself.

    Raises
    ------
    InputError
        If ``test_size`` is no such fraction, ``seed`` no whole number from 0 to 4,294,967,295, or
        there is no such method.
    NotEnoughDataError
        With fewer than 20 rows that have an outcome, or where one of two outcomes is missing from a part, or a part has
        only one class or amount.
    RoleError
        If the data set has no target, or no column that the method needs.

    Notes
    -----
    *stratified* is systematic sampling: rows in order of their stratum, at random within it, taken at equal
    steps from a random start. With an id column the order within a stratum is a seeded hash of the id, so that
    the split does not depend on the order of the rows; rows whose id repeats or is missing are told apart by theirs.
    Nothing is random in *temporal*.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> split = split_data(data, seed=1)
    >>> split
    Split of 'admissions': 3,168 rows to learn from, 1,358 held out.
    >>> [(one.attribute, round(one.largest, 2)) for one in split.smallest_gaps]
    [('sex', 0.13)]
    """
    check_result("data", data, Dataset, "read_data")
    check_fraction("test_size", test_size)
    seed = check_seed(seed)
    chosen = method_of(data, method)
    drawn = draw(data, chosen, test_size, seed)
    settings: dict[str, object] = {"test_size": test_size}
    if chosen != "stratified":  # what splits had before there were methods, so that they stay the same
        settings["method"] = chosen
    train, test = (
        data.take(np.sort(rows), Provenance("split_data", settings | {"part": part}, (data.fingerprint,), seed))
        for part, rows in (("train", drawn.train), ("test", drawn.test))
    )
    made = Provenance("split_data", settings, (data.fingerprint,), seed)
    return Split(made, data, train, test, chosen, drawn.n_without_time, drawn.n_apart)
