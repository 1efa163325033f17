"""What a person must know about a split before they build on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from workbench.core.finding import SEVERITIES, Finding
from workbench.core.measure import Measure
from workbench.data.roles import Roles
from workbench.data.splitting.counts import GroupRows, VisibleGap
from workbench.data.splitting.held_out import of_drift, of_few_classes
from workbench.stats.intervals import Limits, critical_value, difference_limits, rate_limits
from workbench.stats.power import rows_to_see

if TYPE_CHECKING:
    from workbench.data.split import Split

__all__ = ["FEWEST_ENTITIES", "FEWEST_ROWS", "findings_of"]

FEWEST_ROWS = 30
"""With fewer rows of a group held out, an audit by the default policy finds nothing within tolerance."""

FEWEST_ENTITIES = 30
"""With fewer customers, patients or the like held out, rows that are alike make intervals much too narrow."""

_LEAST_DRIFT = 0.01
_SIZE_MISSED = 0.05
_MANY_UNUSED = 0.05
_COARSE = 2.0
_LISTED = 5


def findings_of(split: Split) -> tuple[Finding, ...]:
    """Return what a person must know about a split before they build on it, most serious first.

    Parameters
    ----------
    split : Split
        The split.
    """
    roles, used = split.data.roles, split.train.n_rows + split.test.n_rows
    with_outcome = split.data.n_rows - split.n_without_outcome
    found: list[Finding] = []
    for one in roles.protected:
        found += _few(one.title, [row for row in split.groups if row.attribute == one.title], roles)
    for seen in split.smallest_gaps:
        found += _coarse(seen, split.test.n_rows)
    if roles.task == "multiclass":
        found += of_few_classes(split)
    apart = {
        "without a time": split.n_without_time,
        f"whose {roles.group!r} is among the rows held out": split.n_apart,
    }
    found += _unused(apart, with_outcome)
    if split.method == "temporal":
        found += _drift(split.groups[0], roles.favourable) if roles.task == "binary" else of_drift(split)
    if split.method != "stratified":
        found += _missed(split.test.n_rows / (used + split.n_apart), split.provenance.settings.get("test_size"), used)
    if split.method != "stratified" and roles.group is not None:
        n_alone = sum(part.column(roles.group).null_count for part in (split.train, split.test))
        found += _entities(roles.group, split.n_entities[1], n_alone, used)
    return tuple(sorted(found, key=lambda one: SEVERITIES.index(one.severity)))


def _few(attribute: str, rows: Sequence[GroupRows], roles: Roles) -> Iterator[Finding]:
    """Yield what is said of an attribute whose groups have few rows held out, or only one outcome."""
    compared = [one for one in rows if one.is_compared]
    small = sorted((one for one in compared if one.n_test < FEWEST_ROWS), key=lambda one: one.n_test)
    if small:
        yield Finding(
            "WB130",
            "caution",
            f"{attribute} has {_groups(len(small))} with fewer than {FEWEST_ROWS} rows held out: "
            + _listed([f"{one.group!r} ({one.n_test})" for one in small]),
            "Of so few rows an audit can say little, and of none nothing.",
            "Hold out more rows (test_size), collect more rows of them, or join groups where that makes sense.",
            value=float(small[0].n_test),
            threshold=float(FEWEST_ROWS),
            n=sum(one.n_test for one in small),
            scope=attribute,
        )
    there = [one for one in compared if one.n_test]
    if roles.task != "binary":
        return
    one_sided = [(one, roles.favourable) for one in there if one.n_test_favourable == 0]
    one_sided += [(one, roles.unfavourable) for one in there if one.n_test_favourable == one.n_test]
    if one_sided:
        yield Finding(
            "WB131",
            "caution",
            f"{attribute} has {_groups(len(one_sided))} with one outcome only held out: "
            + _listed([f"{one.group!r} (no {lacks!r})" for one, lacks in one_sided]),
            "How often a model errs for people of an outcome cannot be told where there are none.",
            "Hold out more rows (test_size), or collect more rows of them.",
            value=float(len(one_sided)),
            threshold=0.0,
            n=sum(one.n_test for one, _ in one_sided),
            scope=attribute,
        )


def _coarse(seen: VisibleGap, n_test: int) -> Iterator[Finding]:
    """Yield what is said where even the two largest groups could show only a large gap."""
    coarse = _COARSE * seen.tolerance
    if seen.n_groups < 2 or seen.largest <= coarse:
        return
    needed = rows_to_see(coarse, seen.rate, seen.critical, seen.tolerance)
    size = "any size" if isnan(seen.largest) else f"less than {100 * seen.largest:.0f} in 100"
    yield Finding(
        "WB134",
        "note",
        f"Between groups of {seen.attribute} a gap of {size} would often be missed in the rows held out",
        f"An audit that calls more than {100 * seen.tolerance:.0f} in 100 a gap should not miss twice as much.",
        "Hold out more rows (test_size), or collect more."
        + ("" if isnan(needed) else f" About {needed:,.0f} of each of two groups show {100 * coarse:.0f} in 100."),
        value=seen.largest,
        threshold=coarse,
        n=n_test,
        scope=seen.attribute,
    )


def _unused(unused: Mapping[str, int], n_rows: int) -> Iterator[Finding]:
    """Yield what is said of rows with an outcome that are in neither part."""
    n = sum(unused.values())
    if n:
        yield Finding(
            "WB132",
            "caution" if n > _MANY_UNUSED * n_rows else "note",
            f"{n:,} of {n_rows:,} rows with an outcome are in neither part: "
            + ", ".join(f"{count:,} {reason}" for reason, count in unused.items() if count),
            "They are neither learned from nor audited, and may be other people than the rest.",
            "Look at who they are. Another method or test_size may use them.",
            value=n / n_rows,
            threshold=0.0,
            n=n_rows,
        )


def _drift(everyone: GroupRows, outcome: str) -> Iterator[Finding]:
    """Yield what is said where the outcome is more or less frequent among the later rows."""
    k = np.array([everyone.n_train_favourable or 0, everyone.n_test_favourable or 0])
    n = np.array([everyone.n_train, everyone.n_test])
    (earlier, later), limits = k / n, rate_limits(k, n, critical_value())
    of_earlier, of_later = (Limits(limits.low[place], limits.high[place]) for place in (0, 1))
    low, high = (float(end) for end in difference_limits(later, of_later, earlier, of_earlier))
    if max(low, -high) > _LEAST_DRIFT:
        yield Finding(
            "WB133",
            "caution",
            f"The outcome {outcome!r} has {100 * earlier:.1f} % of the rows to learn from, "
            f"and {100 * later:.1f} % of the later rows held out",
            "What was learned of earlier rows may not hold for later ones.",
            "Find out what changed: the people, the rules, or how it was written down.",
            value=float(later - earlier),
            threshold=_LEAST_DRIFT,
            n=int(n.sum()),
            interval=(low, high),
            measure=Measure("change of the outcome's share", "fraction", ""),
        )


def _entities(column: str, n_test: int, n_alone: int, n_rows: int) -> Iterator[Finding]:
    """Yield what is said of rows that name nothing they belong to, and of few that others belong to."""
    if n_alone:
        yield Finding(
            "WB135",
            "note",
            f"{n_alone:,} of {n_rows:,} rows have no {column!r}",
            "Nothing says which of them belong together: each was taken by itself, and may be in either part.",
            "Fill in what is missing if you can.",
            value=n_alone / n_rows,
            threshold=0.0,
            n=n_rows,
            scope=column,
        )
    if n_test < FEWEST_ENTITIES:
        yield Finding(
            "WB136",
            "caution",
            f"The rows held out have only {n_test} different {column!r}",
            "Rows that belong together are alike, and tell less than as many separate ones. "
            "Intervals that count rows are too narrow for them.",
            "Hold out more rows (test_size), or collect more. Trust no narrow interval until then.",
            value=float(n_test),
            threshold=float(FEWEST_ENTITIES),
            n=n_rows,
            scope=column,
        )


def _missed(held_out: float, asked: object, n_rows: int) -> Iterator[Finding]:
    """Yield what is said where rows that stay together made the part held out larger or smaller than asked."""
    if isinstance(asked, float) and abs(held_out - asked) > _SIZE_MISSED:
        yield Finding(
            "WB137",
            "caution",
            f"{100 * held_out:.0f} % of the rows are held out, not the {100 * asked:.0f} % asked for",
            "Rows that belong together, or to one time, stay together, and no cut came nearer.",
            "Ask for another test_size if that is too few or too many.",
            value=held_out,
            threshold=asked,
            n=n_rows,
        )


def _groups(n: int) -> str:
    return "1 group" if n == 1 else f"{n:,} groups"


def _listed(names: Sequence[str]) -> str:
    more = [f"and {len(names) - _LISTED:,} more"] if len(names) > _LISTED else []
    return ", ".join([*names[:_LISTED], *more])
