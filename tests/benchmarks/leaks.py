"""How long the leak gate takes: ``python tests/benchmarks/leaks.py [rows]``, by default 100,000 rows of 30 columns."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from workbench.data.read import read_data
from workbench.data.split import split_data
from workbench.preparation.leaks.find import find_leaks
from workbench.preparation.prepare import prepare_data


def table(n_rows: int, seed: int = 1) -> pd.DataFrame:
    """Return 18 columns of numbers, 10 of text, a protected one and an outcome."""
    rng = np.random.default_rng(seed)
    numbers = {f"number_{place}": rng.normal(size=n_rows).round(3) for place in range(12)}
    numbers |= {f"count_{place}": rng.poisson(3 + place, n_rows) for place in range(6)}
    words = {
        f"word_{place}": rng.choice([f"value {one}" for one in range(4 * (place + 1))], n_rows) for place in range(9)
    }
    frame = pd.DataFrame(numbers | words | {"reference": [f"R{one}" for one in rng.integers(0, 10**8, n_rows)]})
    frame["sex"] = rng.choice(["f", "m"], n_rows)
    score = frame["number_0"] + frame["number_1"] + rng.normal(size=n_rows)
    return frame.assign(outcome=np.where(score > 0, "yes", "no"))


def timed(what: str, action: Callable[[], object], runs: int = 3) -> None:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    print(f"{what:60} {min(times):8.2f} s")


def main(n_rows: int) -> None:
    frame = table(n_rows)
    data = read_data(frame, target="outcome", favourable="yes", protected=["sex"])
    split = split_data(data)
    print(f"{n_rows:,} rows, {len(frame.columns)} columns")
    timed("find_leaks(data)", lambda: find_leaks(data))
    timed("find_leaks(split)", lambda: find_leaks(split))
    prepared = prepare_data(split)
    timed("prepare_data(split)", lambda: prepare_data(split), 1)
    timed("find_leaks(prepared)", lambda: find_leaks(prepared))
    twice = pd.concat([frame, frame.sample(frac=0.02, random_state=1)], ignore_index=True)
    split_twice = split_data(read_data(twice, target="outcome", favourable="yes", protected=["sex"]))
    timed("find_leaks(split), 2 of 100 rows twice", lambda: find_leaks(split_twice))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
