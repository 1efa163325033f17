"""Do the facts follow from the counts? The document is built again from its materials, and compared."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from workbench.document.nodes import Document, Fact
from workbench.report.verification.result import CheckedFact

__all__ = ["check_facts"]

_RELATIVE = 1e-9
"""Sums of floats agree so far from one machine to another; counts agree exactly."""
_NUMBERS = ("value", "low", "high")


def check_facts(
    recorded: Mapping[str, Fact], rebuilt: Document | None, printed: Mapping[str, Sequence[str]], why_not: str = ""
) -> tuple[CheckedFact, ...]:
    """Return what was found on each fact.

    Parameters
    ----------
    recorded : mapping of str to Fact
        What the evidence states.
    rebuilt : Document or None
        What its materials give; ``None`` where they give nothing.
    printed : mapping of str to sequence of str
        Of each fact that is not printed as it was recorded, what stands there.
    why_not : str
        Why nothing could be built again.
    """
    again = rebuilt.facts if rebuilt is not None else {}
    checked = [_check(fact, again.get(id), printed.get(id, ()), why_not) for id, fact in recorded.items()]
    added = [fact for id, fact in again.items() if id not in recorded]
    return (
        *checked,
        *(CheckedFact(fact, "altered", "the counts give it, and the report leaves it out") for fact in added),
    )


def _check(fact: Fact, again: Fact | None, printed: Sequence[str], why_not: str) -> CheckedFact:
    if printed:
        found = "; ".join(f"{text!r}" for text in dict.fromkeys(printed))
        return CheckedFact(fact, "altered", f"printed as {found}")
    if again is None:
        if fact.basis == "recorded" or why_not:
            return CheckedFact(fact, "recorded, not recomputable", why_not or "the evidence holds no counts of it")
        return CheckedFact(fact, "altered", "the counts do not give it")
    different = [name for name in _NUMBERS if not _close(getattr(fact, name), getattr(again, name))]
    if different or fact.n != again.n or fact.unit != again.unit or fact.undefined != again.undefined:
        name = (different or ["n" if fact.n != again.n else "unit" if fact.unit != again.unit else "undefined"])[0]
        return CheckedFact(
            fact, "altered", f"{name} is {getattr(fact, name)!r}, computed again {getattr(again, name)!r}"
        )
    if again.basis == "recorded":
        return CheckedFact(fact, "recorded, not recomputable", "the evidence holds no counts of it")
    exact = all(_same(getattr(fact, name), getattr(again, name)) for name in _NUMBERS)
    return CheckedFact(fact, "equal" if exact else "within tolerance")


def _same(one: float, other: float) -> bool:
    return one == other or (math.isnan(one) and math.isnan(other))


def _close(one: float, other: float) -> bool:
    return _same(one, other) or math.isclose(one, other, rel_tol=_RELATIVE, abs_tol=_RELATIVE)
