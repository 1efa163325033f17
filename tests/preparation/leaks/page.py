"""The tables of ``docs/leaks.md``: how often the gate finds what is there, and how often what it says is so."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from workbench.stats.intervals import critical_value, wilson

from .corpus import Told
from .mutations import HONEST, KINDS

__all__ = ["FILE", "PAGE", "SEEDS", "filled", "read", "write"]

PAGE = Path(__file__).parents[3] / "docs" / "leaks.md"
FILE = PAGE.parent / "tables" / "leaks.csv"
SEEDS = (11, 12)
"""Limits were chosen on seeds 1 and 2."""

_Z = critical_value(0.95)
_HEADER = ("kind", "table", "seed", "expected", "found", "serious", "right", "wrong")


def write(rows: Iterable[Told]) -> None:
    """Write what the gate said of each case."""
    with FILE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_HEADER)
        for one in rows:
            flags = [str(flag).lower() for flag in (one.found, one.serious)]
            lists = ["; ".join(one.right), "; ".join(one.wrong)]
            writer.writerow([one.kind, one.table, one.seed, "; ".join(one.expected), *flags, *lists])


def read() -> list[Told]:
    """Return what the gate said of each case."""
    with FILE.open(newline="", encoding="utf-8") as file:
        return [
            Told(
                row["kind"],
                row["table"],
                int(row["seed"]),
                _split(row["expected"]),
                row["found"] == "true",
                row["serious"] == "true",
                _split(row["right"]),
                _split(row["wrong"]),
            )
            for row in csv.DictReader(file)
        ]


def filled(page: str, rows: Sequence[Told]) -> str:
    """Return the page with its tables made from these cases."""
    made = {"recall": _recall(rows), "precision": _precision(rows), "clean": _clean(rows)}
    for name, lines in made.items():
        block = "\n".join((f"<!-- table: {name} -->", "", *lines, "", "<!-- end -->"))
        page = re.sub(rf"<!-- table: {name} -->.*?<!-- end -->", lambda _, block=block: block, page, flags=re.DOTALL)
    return page


def _recall(rows: Sequence[Told]) -> list[str]:
    lines = [
        "| what was done to a clean table | codes | found | serious | said beside it |",
        "| --- | --- | ---: | ---: | --- |",
    ]
    leaking = [one for one in rows if one.kind in KINDS]
    for kind in KINDS:
        cases = [one for one in leaking if one.kind == kind]
        beside = sorted({one.partition(" ")[0] for case in cases for one in case.wrong})
        codes = ", ".join(cases[0].expected)
        found, serious = sum(one.found for one in cases), sum(one.serious for one in cases)
        lines.append(f"| {kind} | {codes} | {found} of {len(cases)} | {serious} | {', '.join(beside)} |")
    lines.append(f"| **all (recall)** | | **{_share(sum(one.found for one in leaking), len(leaking))}** | | |")
    return lines


def _precision(rows: Sequence[Told]) -> list[str]:
    lines = ["| code | raised | rightly |", "| --- | ---: | ---: |"]
    right = [code for one in rows for code in one.right]
    wrong = [said.partition(" ")[0] for one in rows for said in one.wrong]
    for code in sorted({*right, *wrong}):
        n = right.count(code) + wrong.count(code)
        lines.append(f"| {code} | {n} | {right.count(code)} |")
    lines.append(f"| **all (precision)** | | **{_share(len(right), len(right) + len(wrong))}** |")
    return lines


def _clean(rows: Sequence[Told]) -> list[str]:
    lines = ["| what was done that is no leak | tables | with a finding |", "| --- | ---: | ---: |"]
    clean = [one for one in rows if one.kind in HONEST]
    for kind in HONEST:
        cases = [one for one in clean if one.kind == kind]
        lines.append(f"| {kind} | {len(cases)} | {sum(bool(one.wrong) for one in cases)} |")
    lines.append(f"| **all** | **{len(clean)}** | **{_share(sum(bool(one.wrong) for one in clean), len(clean))}** |")
    return lines


def _share(n: int, of: int) -> str:
    low, high = wilson([n], [of], _Z)
    return f"{n} of {of}, {100 * n / of:.1f} % ({100 * low[0]:.1f} to {100 * high[0]:.1f})"


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split("; ")) if text else ()
