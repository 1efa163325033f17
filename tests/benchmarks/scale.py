"""Counting files of 1e5, 1e6, … rows: time, processor time and the most memory a process of its own took.

``python tests/benchmarks/scale.py 100000000`` goes up to a hundred million rows, which take 1 GB of disk in
the folder for temporary files. Nothing here passes or fails.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as papq

from workbench.audit.decisions import audit_decisions
from workbench.data.roles import attribute, bands
from workbench.tally.engines import open_table
from workbench.tally.request import Coded, Countable, Request, Scored

CHUNK = 1_000_000
PLAIN = Request(
    (attribute("sex"), attribute("race"), bands("age", [40, 60])),
    outcome=Coded("repaid", {"no": 0, "yes": 1}),
    decision=Coded("granted", {"no": 0, "yes": 1}),
)
SCORED = Request(PLAIN.attributes, PLAIN.outcome, PLAIN.decision, Scored("score", thresholds=(0.3,)))


def people(n: int, seed: int) -> pa.Table:
    """Return rows with three attributes (one in seven of unknown race), a decision, an outcome and a score."""
    rng = np.random.default_rng(seed)

    def words(values: list[str | None], shares: list[float] | None = None) -> pa.Array:
        codes = rng.choice(len(values), n, p=shares).astype(np.int8)
        return pa.DictionaryArray.from_arrays(codes, pa.array(values)).cast(pa.string())

    return pa.table(
        {
            "sex": words(["f", "m", "x"], [0.49, 0.49, 0.02]),
            "race": words(["White", "Black", "Hispanic", "Asian", "Native", "Two", None]),
            "age": rng.integers(18, 80, n).astype(np.int8),
            "granted": words(["no", "yes"]),
            "repaid": words(["no", "yes"]),
            "score": rng.beta(1, 3, n),
        }
    )


def write(path: Path, n: int) -> None:
    """Write a file of n rows, a million at a time."""
    with papq.ParquetWriter(path, people(1000, 0).schema) as writer:
        for seed, start in enumerate(range(0, n, CHUNK)):
            writer.write_table(people(min(CHUNK, n - start), seed))


def timed(action: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds an action took, and those of all processors."""
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    action()
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def audited(path: str) -> None:
    """Audit a file from opening it to the last interval: scores, outcomes, three attributes and their crossing."""
    audit = audit_decisions(
        path,
        score="score",
        threshold=0.3,
        outcome="repaid",
        favourable_outcome="yes",
        protected=["sex", "race", bands("age", [40, 60])],
        crossings=[("sex", "race", "age")],
    )
    for axis in audit.axes:
        for values in audit.table(*axis).values():
            _ = values.limits


def count(path: str) -> None:
    """Count a file and print what it took as JSON; in a process of its own, so that its memory is its own."""
    opened: list[Countable] = []
    took = {"open": timed(lambda: opened.append(open_table(path)))}
    table = opened[0]
    took["tally"] = timed(lambda: table.tally(PLAIN))
    took["tally with score"] = timed(lambda: table.tally(SCORED))
    took["median"] = timed(lambda: table.median("score"))
    took["whole audit"] = timed(lambda: audited(path))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"kind": table.kind, "took": took, "peak": peak}))


def files(most: int) -> None:
    """Print what files of up to so many rows take."""
    with tempfile.TemporaryDirectory(prefix="workbench-scale-") as folder:
        n = 100_000
        while n <= most:
            path = Path(folder) / f"{n}.parquet"
            write(path, n)
            command = [sys.executable, __file__, "count", str(path)]
            told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            took = ", ".join(f"{what} {wall:.2f} s ({cpu:.1f})" for what, (wall, cpu) in told["took"].items())
            size = path.stat().st_size / 2**20
            print(
                f"{n:>11,} rows, {size:6.1f} MB, {told['kind']:6}: {took}; at most {told['peak']:,.0f} MB", flush=True
            )
            path.unlink()
            n *= 10


def frames() -> None:
    """Print what a million rows in a pandas frame take: opened and counted, median of seven."""
    frame = people(1_000_000, 1).to_pandas()
    frame["age"] = np.where(frame["age"] < 40, "under 40", "40 and over")
    axes = tuple(attribute(name) for name in ("sex", "race", "age"))
    for kind, told in ((frame, "pandas"), (frame.astype({"sex": object, "race": object}), "pandas, objects")):
        for what, score in (("tally", None), ("tally with score", SCORED.score)):
            columns = ["sex", "race", "age", "granted", "repaid"] + (["score"] if score else [])
            request = Request(axes, PLAIN.outcome, PLAIN.decision, score)

            def whole(frame: pd.DataFrame = kind, request: Request = request, columns: list[str] = columns) -> None:
                open_table(frame, columns=columns).tally(request)

            walls = sorted(timed(whole)[0] for _ in range(7))
            print(f"  1,000,000 rows of {told}: open and {what}: {1000 * walls[3]:.0f} ms", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["count"]:
        count(sys.argv[2])
    else:
        print("Seconds, and in brackets those of all processors together:")
        files(int(float(sys.argv[1])) if len(sys.argv) > 1 else 10_000_000)
        frames()
