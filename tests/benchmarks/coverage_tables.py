"""Work out how often limits are wrong, and write the tables of ``docs/how-sure.md``.

``python tests/benchmarks/coverage_tables.py`` takes some five minutes and writes ``docs/tables/*.csv`` and the
page's tables; with names of files (``corners``) only those, with ``--page`` only the page. Every row of
``simulated.csv`` has a seed of its own, so any one of them can be drawn again.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np

from workbench.stats.extremes import studentized_range
from workbench.stats.intervals import Limits

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "stats"))

import enumeration  # noqa: E402
import simulation  # noqa: E402

PAGE = HERE.parents[1] / "docs" / "how-sure.md"
FOLDER = PAGE.parent / "tables"
SEED = 1927
TABLES = 10_000
SHORTCUT_TABLES = 1_000
PAIRS = 20_000
MANY = (2, 3, 5, 7, 10, 14, 20, 40)

Row = dict[str, object]


def one_rate() -> Iterable[Row]:
    for n in enumeration.SIZES:
        for p in enumeration.RATES:
            for alone in (True, False):
                tails = enumeration.one_rate(n, p, alone=alone)
                yield {"n": n, "p": p, "pooled": "own" if alone else "p", **tails._asdict()}


def two_groups() -> Iterable[Row]:
    named = ("difference", "ratio")
    for n1, n2, p, ratio in enumeration.TWO_GROUPS:
        for which, tails in zip(named, enumeration.two_groups(n1, ratio * p, n2, p), strict=True):
            least = enumeration.expected(n1, ratio * p, n2, p)
            yield {"limits": which, "n1": n1, "p1": ratio * p, "n2": n2, "p2": p, "expected": least, **tails._asdict()}


def corners() -> Iterable[Row]:
    for (n1, p1, n2, p2), which, _ in enumeration.CORNERS:
        tails = enumeration.two_groups(n1, p1, n2, p2)[which]
        yield {"limits": ("difference", "ratio")[which], "n1": n1, "p1": p1, "n2": n2, "p2": p2, **tails._asdict()}


def random_pairs() -> Iterable[Row]:
    """Two groups of any sizes and rates, and how badly the limits can do by how far the rates are apart."""
    found = list(drawn_pairs(PAIRS))
    for least, most in ((0.5, 1.0), (0.2, 0.5), (0.0, 0.2)):
        some = [tails for apart, tails in found if least <= apart < most]
        row: Row = {"least": least, "most": most, "pairs": len(some)}
        for place, limits in enumerate(("difference", "ratio")):
            row[f"{limits}_coverage"] = min(tails[place].coverage for tails in some)
            row[f"{limits}_overstated"] = max(tails[place].below for tails in some)
            row[f"{limits}_understated"] = max(tails[place].above for tails in some)
        yield row


def drawn_pairs(pairs: int) -> Iterable[tuple[float, tuple[enumeration.Tails, enumeration.Tails]]]:
    """Yield how far apart two rates are, the lower divided by the higher, and the tails of the limits."""
    rng = np.random.default_rng(SEED)
    for pair in range(pairs):
        n1, n2 = np.exp(rng.uniform(np.log(30), np.log(1000), 2)).astype(int).tolist()
        p1, p2 = rng.uniform(0.005, 0.995), rng.uniform(0.005, 0.995)
        if pair % 2:
            p2 = min(0.995, rng.uniform(0, 8) / n2)
        if p1 < p2:  # the higher rate comes first: who misses below says that the gap is larger than it is
            n1, p1, n2, p2 = n2, p2, n1, p1
        yield p2 / p1, enumeration.two_groups(n1, p1, n2, p2)


def equal_groups() -> Iterable[Row]:
    for groups in MANY:
        for n in (*range(30, 301), 1000):
            at = {f"beyond_{points}": enumeration.equal_groups(groups, n, 0.5, points / 100) for points in (0, 5)}
            yield {"groups": groups, "n": n, **at}


@cache
def all_cells() -> list[simulation.Cell]:
    return [cell for groups in simulation.GROUPS for n in simulation.SIZES for cell in simulation.cells(groups, n)]


def draw_again(line: int, tables: int) -> Row:
    """Return one row of ``simulated.csv``: a situation, and how often its limits are wrong."""
    cell = all_cells()[line]
    difference, ratio = simulation.simulate(cell, tables, np.random.default_rng([SEED, line]))
    missed = {"difference": difference, "ratio": ratio}
    return {
        **vars(cell),
        **{f"{kind}_{end}": getattr(misses, end) for kind, misses in missed.items() for end in ("gap", "within")},
    }


def simulated() -> Iterable[Row]:
    lines = range(len(all_cells()))
    with ProcessPoolExecutor() as pool:
        yield from pool.map(draw_again, lines, [TABLES] * len(lines), chunksize=8)


def shortcuts() -> Iterable[Row]:
    """How often each shortcut would call equal groups unequal."""
    for groups in simulation.GROUPS:
        rng = np.random.default_rng([SEED, groups])
        k = rng.binomial(100, 0.5, size=(SHORTCUT_TABLES, groups))
        p = k / 100
        n = np.full(groups, 100)
        ordinary = simulation.rate_limits(k, n, simulation.C_IN)
        drawn = rng.binomial(100, p, size=(400, *p.shape)) / 100
        c_gap = studentized_range(0.95, groups) / np.sqrt(2)
        wrong = {
            "four_fifths": p.min(axis=1) < 0.8 * p.max(axis=1),
            "five_points": np.ptp(p, axis=1) > 0.05,
            "bootstrap": np.quantile(np.ptp(drawn, axis=2), 0.025, axis=0) > 0,
            "any_pair": simulation.worst_limits(k, n, simulation.C_IN, simulation.C_IN).difference.low > 0,
            "apart": _apart(ordinary),
            "ours": simulation.worst_limits(k, n, c_gap, simulation.C_IN).difference.low > 0,
        }
        yield {"groups": groups, **{name: float(np.mean(found)) for name, found in wrong.items()}}


def _apart(limits: Limits) -> np.ndarray:
    """Return whether any two groups' intervals do not overlap."""
    return limits.low.max(axis=1) > limits.high.min(axis=1)


FILES = {
    "one-rate": one_rate,
    "two-groups": two_groups,
    "corners": corners,
    "random-pairs": random_pairs,
    "equal-groups": equal_groups,
    "shortcuts": shortcuts,
    "simulated": simulated,
}


def write(name: str, rows: Iterable[Row]) -> None:
    rows = [{key: round(value, 6) if isinstance(value, float) else value for key, value in row.items()} for row in rows]
    with (FOLDER / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read(name: str) -> list[dict[str, str | float]]:
    with (FOLDER / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return [{key: _number(value) for key, value in row.items()} for row in csv.DictReader(file)]


def _number(text: str) -> str | float:
    return float(text) if re.fullmatch(r"[\d.e+-]+", text) else text


def percent(share: float) -> str:
    return f"{100 * share:.1f}"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def coverage(row: dict) -> float:
    return 1 - row["below"] - row["above"]


def one_rate_table() -> str:
    bands = {"10 or more": (10, np.inf), "5 to 10": (5, 10), "fewer than 5": (0, 5)}
    found = read("one-rate")
    lines = []
    for name, (least, most) in bands.items():
        for pooled, said in (("p", "beside others"), ("own", "alone")):
            rows = [row for row in found if row["pooled"] == pooled and least <= round(row["n"] * row["p"], 9) < most]
            lines.append([f"{name}, {said}", *_range(rows)])
    return table(("expected, and judged", "situations", "coverage, %", "larger tail at most, %"), lines)


def two_groups_table() -> str:
    bands = {"10 or more": (10, np.inf), "5 to 10": (5, 10), "fewer than 5": (0, 5)}
    found = read("two-groups")
    lines = []
    for limits in ("difference", "ratio"):
        for name, (least, most) in bands.items():
            rows = [row for row in found if row["limits"] == limits and least <= round(row["expected"], 6) < most]
            lines.append([f"{limits}, {name}", *_range(rows)])
    return table(("limits of, and expected", "situations", "coverage, %", "larger tail at most, %"), lines)


def _range(rows: list[dict]) -> list[str]:
    covered = [coverage(row) for row in rows]
    tail = max(max(row["below"], row["above"]) for row in rows)
    return [str(len(rows)), f"{percent(min(covered))} – {percent(max(covered))}", percent(tail)]


def corners_table() -> str:
    return table(
        ("limits of", "first group", "second group", "coverage, %"),
        (
            [
                row["limits"],
                *(f"{100 * row[f'p{i}']:g} % of {row[f'n{i}']:.0f}" for i in (1, 2)),
                percent(coverage(row)),
            ]
            for row in read("corners")
        ),
    )


def random_pairs_table() -> str:
    said = {"coverage": "coverage at least, %", "overstated": "overstated, %", "understated": "understated, %"}
    lines = [
        [
            f"{row['least']:g} to {row['most']:g}",
            f"{row['pairs']:,.0f}",
            *(percent(row[f"{limits}_{what}"]) for limits in ("difference", "ratio") for what in said),
        ]
        for row in read("random-pairs")
    ]
    head = (f"{limits}: {words}" for limits in ("difference", "ratio") for words in said.values())
    return table(("ratio of rates", "pairs", *head), lines)


def equal_groups_table() -> str:
    found = read("equal-groups")
    lines = []
    for groups in MANY:
        rows = [row for row in found if row["groups"] == groups]
        worst, later = (
            max(some, key=lambda row: row["beyond_0"]) for some in (rows, [r for r in rows if r["n"] >= 100])
        )
        of_thirty = next(row for row in rows if row["n"] == 30)
        shown = [percent(of_thirty["beyond_0"])]
        shown += [f"{percent(row['beyond_0'])} at {row['n']:.0f}" for row in (worst, later)]
        lines.append([str(groups), *shown, percent(max(row["beyond_5"] for row in rows))])
    head = ("groups", "30 each, %", "worst size from 30, %", "worst size from 100, %", "beyond 5 points, worst size, %")
    return table(head, lines)


def shortcuts_table() -> str:
    names = {
        "four_fifths": "the lowest rate is below 80 % of the highest",
        "five_points": "the highest and lowest are more than 5 points apart",
        "bootstrap": "a 95 % percentile bootstrap of the range excludes 0",
        "any_pair": "any two groups' own 95 % interval of the difference excludes 0",
        "apart": "any two groups' 95 % intervals do not overlap",
        "ours": "**the rule of this page, against a tolerance of 0**",
    }
    found = read("shortcuts")
    return table(
        ("calls a gap if", *(f"{row['groups']:.0f} groups" for row in found)),
        ([said, *(percent(row[name]) for row in found)] for name, said in names.items()),
    )


def simulated_table(of: str) -> str:
    chosen, worst = {
        "coverage": (lambda row: row["ratio"] <= 1, lambda row, kind: 1 - row[f"{kind}_gap"] - row[f"{kind}_within"]),
        "equal": (lambda row: row["ratio"] == 1, lambda row, kind: row[f"{kind}_gap"]),
        "gap": (lambda row: row["ratio"] < 1, lambda row, kind: row[f"{kind}_gap"]),
        "within": (lambda row: row["ratio"] < 1, lambda row, kind: row[f"{kind}_within"]),
    }[of]
    extreme = min if of == "coverage" else max
    found = [row for row in read("simulated") if chosen(row)]
    lines = []
    for name, kind, one in (
        ("difference", "difference", True),
        ("ratio", "ratio", True),
        ("equalized odds, difference", "difference", False),
        ("equalized odds, ratio", "ratio", False),
    ):
        for groups in simulation.GROUPS:
            rows = [row for row in found if row["groups"] == groups and (row["families"] == "one") == one]
            values = [extreme(worst(row, kind) for row in rows if row["n"] == n) for n in simulation.SIZES]
            lines.append([f"{name}, {groups} groups", *map(percent, values)])
    return table(("worst of all situations, %", *(f"n = {n:,}" for n in simulation.SIZES)), lines)


def blocks() -> dict[str, str]:
    """Return the page's tables by name, from the files."""
    return {
        "one rate": one_rate_table(),
        "two groups": two_groups_table(),
        "corners": corners_table(),
        "random pairs": random_pairs_table(),
        "equal groups": equal_groups_table(),
        "shortcuts": shortcuts_table(),
        **{of: simulated_table(of) for of in ("coverage", "equal", "gap", "within")},
    }


def filled(page: str) -> str:
    """Return the page with its tables written anew, between their marks."""
    for name, text in blocks().items():
        start, end = f"<!-- table: {name} -->", "<!-- end -->"
        page, found = re.subn(f"({start}\n).*?({end})", lambda m, t=text: f"{m[1]}{t}\n{m[2]}", page, flags=re.DOTALL)
        if found != 1:
            raise ValueError(f"{PAGE.name} has {found} places for the table {name!r}.")
    return page


if __name__ == "__main__":
    wanted = set(sys.argv[1:]) - {"--page"} or (set() if "--page" in sys.argv else set(FILES))
    FOLDER.mkdir(exist_ok=True)
    for name, rows in FILES.items():
        if name in wanted:
            print(f"{name} …", flush=True)
            write(name, rows())
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
