"""Print how long it takes to suggest a recipe, to fit it and to select features, beside skrub's TableVectorizer."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from skrub import TableVectorizer

import workbench as wb

N_ROWS = 100_000
REPEATS = 3


def table(n_rows: int, seed: int = 1) -> pd.DataFrame:
    """Return 30 columns of every kind beside the outcome: numbers, categories, codes, dates and one text."""
    rng = np.random.default_rng(seed)
    words = np.array([f"word{place}" for place in range(2_000)])
    columns: dict[str, Any] = {"y": np.where(rng.random(n_rows) < 0.4, "yes", "no")}
    columns |= {f"number{place}": rng.normal(size=n_rows) for place in range(14)}
    columns |= {f"skewed{place}": rng.lognormal(0, 3, n_rows) for place in range(2)}
    columns |= {f"category{place}": rng.choice(list("abcdefgh"), n_rows) for place in range(8)}
    columns |= {f"code{place}": rng.integers(10_000, 10_500, n_rows).astype(str) for place in range(3)}
    days = pd.to_timedelta(rng.integers(0, 10**8, n_rows), unit="s")
    columns |= {f"date{place}": pd.Timestamp("2020-01-01") + days for place in range(2)}
    columns["text"] = [" ".join(row) for row in words[np.minimum(rng.zipf(1.3, (n_rows, 6)), 1_999)]]
    return pd.DataFrame(columns)


def best(call: Callable[[], object]) -> float:
    """Return the shortest of some runs, in seconds."""
    taken = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return min(taken)


def report(title: str, frame: pd.DataFrame) -> None:
    """Print what a table costs."""
    split = wb.split_data(wb.read_data(frame, target="y", favourable="yes"))
    recipe = wb.suggest_recipe(split)
    train = wb.prepare_data(split, recipe).raw_frame(split.train)
    suggest, prepare = best(lambda: wb.suggest_recipe(split)), best(lambda: wb.prepare_data(split, recipe))
    select = best(lambda: wb.select_features(split, recipe))
    peer = best(lambda: TableVectorizer().fit_transform(train))
    print(f"{title}: {split.train.n_rows:,} of {len(frame):,} rows x {frame.shape[1] - 1} columns")
    print(
        f"  suggest {suggest:.2f} s, prepare {prepare:.2f} s, together {suggest + prepare:.2f} s; select {select:.2f} s"
    )
    print(f"  TableVectorizer {peer:.2f} s: {(suggest + prepare) / peer:.2f} times as long")


def main() -> None:
    """Print all figures."""
    n_rows = int(sys.argv[1]) if len(sys.argv) > 1 else N_ROWS
    frame = table(n_rows)
    report("with a text", frame)
    report("without", frame.drop(columns="text").assign(number14=frame["number0"] * frame["number1"]))


if __name__ == "__main__":
    main()
