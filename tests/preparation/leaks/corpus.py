"""The corpus: every kind of leak in every table, and tables without one; what the gate says of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from workbench.data.read import read_data
from workbench.data.split import split_data
from workbench.preparation.leaks.find import find_leaks

from .mutations import HONEST, KINDS, Case
from .tables import TABLES

__all__ = ["ABOUT_CHOICES", "Told", "told", "tried"]

ABOUT_CHOICES = ("WB217", "WB218")
"""A protected attribute or its proxy among the features is a choice, no leak."""


class Told(NamedTuple):
    """What the gate said of a case."""

    kind: str
    table: str
    seed: int
    expected: tuple[str, ...]
    found: bool
    serious: bool
    right: tuple[str, ...]
    wrong: tuple[str, ...]


def told(kind: str, table: str, seed: int) -> Told:
    """Return what the gate says of one case."""
    rng = np.random.default_rng([seed, *map(ord, kind + table)])
    case = (KINDS.get(kind) or HONEST[kind])(TABLES[table](seed), rng)
    return judged(kind, table, seed, case)


def judged(kind: str, table: str, seed: int, case: Case) -> Told:
    split = split_data(read_data(case.frame, **case.roles, name=table), seed=seed, **case.split)
    fitted = case.fitted(split) if case.fitted is not None else ()
    leaks = find_leaks(split, fitted=fitted, notebook=case.notebook)
    raised = [one for one in leaks.findings if one.code not in ABOUT_CHOICES]
    right = [one for one in raised if one.code in case.codes and case.scope in (None, one.scope)]
    wrong = [one for one in raised if one not in right]
    return Told(
        kind,
        table,
        seed,
        case.codes,
        bool(right),
        any(one.severity == "serious" for one in right),
        tuple(one.code for one in right),
        tuple(f"{one.code} {one.scope}".strip() for one in wrong),
    )


def tried(kinds: Iterable[str], seeds: Iterable[int]) -> list[Told]:
    """Return what the gate says of some kinds in all tables."""
    return [told(kind, table, seed) for kind in kinds for table in TABLES for seed in seeds]
