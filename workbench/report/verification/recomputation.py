"""Do the facts follow from the counts, and the counts from the data? What is built again is compared."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workbench.document.nodes import Document, Fact
from workbench.report.verification.comparison import GONE
from workbench.report.verification.result import CheckedFact
from workbench.report.verification.source import Source

__all__ = ["Again", "check_facts", "is_of_other_data"]

_RELATIVE = 1e-9
"""Sums of floats agree so far from one machine to another; counts agree exactly."""
_NUMBERS = ("value", "low", "high")
_NO_COUNTS = "the evidence holds no counts of it"


@dataclass(frozen=True)
class Again:
    """What was built again to compare with.

    Parameters
    ----------
    rebuilt : Document or None
        What the materials of the evidence give; ``None`` where they give nothing.
    why_not : str
        Why nothing could be built again.
    source : Source or None
        What the data give, where somebody gave them.
    other_version : bool
        Whether another version wrote the report, which may state other facts.
    """

    rebuilt: Document | None
    why_not: str = ""
    source: Source | None = None
    other_version: bool = False


def check_facts(
    recorded: Mapping[str, Fact], again: Again, printed: Mapping[str, Sequence[str]]
) -> tuple[CheckedFact, ...]:
    """Return what was found on each fact.

    Parameters
    ----------
    recorded : mapping of str to Fact
        What the evidence states.
    again : Again
        What was built again.
    printed : mapping of str to sequence of str
        Of each fact that is not printed as it was recorded, what stands there.
    """
    named = [replace(fact, id=id) for id, fact in recorded.items()]
    checked = [_by_source(_by_counts(fact, again, printed.get(fact.id, ())), again) for fact in named]
    return (*checked, *(() if again.other_version else _left_out(recorded, again)))


def is_of_other_data(recorded: Mapping[str, Fact], source: Source | None) -> bool:
    """Whether numbers differ from those of the data, because these are not the data of the report.

    Parameters
    ----------
    recorded : mapping of str to Fact
        What the evidence states.
    source : Source or None
        What the data give.
    """
    if source is None or not source.other:
        return False
    for fact in (replace(one, id=id) for id, one in recorded.items()):
        other = source.document.facts.get(fact.id)
        concerns = source.covers(fact) and source.differs(fact)
        if concerns and (other is None or _difference(fact, other, source.tolerance(fact))):
            return True
    return False


def _left_out(recorded: Mapping[str, Fact], again: Again) -> Iterator[CheckedFact]:
    found = set(recorded)
    for document, who in (
        (again.rebuilt, "the counts give it"),
        (again.source.document if again.source else None, f"{again.source.name} gives it" if again.source else ""),
    ):
        for id, fact in (document.facts if document is not None else {}).items():
            if id not in found and not (document is not again.rebuilt and again.source and again.source.other):
                found.add(id)
                yield CheckedFact(fact, "altered", f"{who}, and the report leaves it out")


def _by_counts(fact: Fact, again: Again, printed: Sequence[str]) -> CheckedFact:
    """Return what the counts in the evidence say of a fact."""
    if printed:
        found = "; ".join(text if text == GONE else f"printed as {text!r}" for text in dict.fromkeys(printed))
        return CheckedFact(fact, "altered", found)
    other = again.rebuilt.facts.get(fact.id) if again.rebuilt is not None else None
    if other is None:
        if again.why_not:
            return CheckedFact(fact, "recorded, not recomputable", again.why_not)
        return _missing(fact, again, "the counts do not give it")
    difference = _difference(fact, other, _RELATIVE)
    if difference:
        name, one, two = difference
        return CheckedFact(fact, "altered", f"{name} is {one}, computed again {two}")
    if other.basis == "recorded":
        return CheckedFact(fact, "recorded, not recomputable", _NO_COUNTS)
    return CheckedFact(fact, "equal" if _is_exact(fact, other) else "within tolerance")


def _by_source(checked: CheckedFact, again: Again) -> CheckedFact:
    """Return what the data say of a fact, where they say something and nothing was found yet."""
    source, fact = again.source, checked.fact
    if source is None or checked.status == "altered" or not source.covers(fact):
        return checked
    other = source.document.facts.get(fact.id)
    if source.differs(fact) and (other is None or _difference(fact, other, source.tolerance(fact))):
        return checked
    if other is None:
        return _missing(fact, again, f"counted again from {source.name}, it is not there")
    difference = _difference(fact, other, source.tolerance(fact))
    if difference:
        name, one, two = difference
        return CheckedFact(fact, "altered", f"{name} is {one}, counted again from {source.name} {two}")
    status = "equal" if _is_exact(fact, other) else "within tolerance"
    return CheckedFact(fact, status, f"counted again from {source.name}")  # type: ignore[arg-type]


def _missing(fact: Fact, again: Again, why: str) -> CheckedFact:
    if again.other_version:
        return CheckedFact(fact, "recorded, not recomputable", "this version computes it otherwise")
    return CheckedFact(fact, "altered", why)


def _difference(fact: Fact, other: Fact, relative: float) -> tuple[str, str, str] | None:
    """Return what differs first, with both values; ``None`` where nothing does."""
    names = [name for name in _NUMBERS if not _close(getattr(fact, name), getattr(other, name), relative)]
    names += [name for name in ("n", "unit", "undefined") if getattr(fact, name) != getattr(other, name)]
    return (names[0], repr(getattr(fact, names[0])), repr(getattr(other, names[0]))) if names else None


def _is_exact(fact: Fact, other: Fact) -> bool:
    return all(_same(getattr(fact, name), getattr(other, name)) for name in _NUMBERS)


def _same(one: float, other: float) -> bool:
    return one == other or (math.isnan(one) and math.isnan(other))


def _close(one: float, other: float, relative: float) -> bool:
    return _same(one, other) or math.isclose(one, other, rel_tol=relative, abs_tol=_RELATIVE)
