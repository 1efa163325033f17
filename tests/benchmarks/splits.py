"""Splitting 1,000,000 rows by each method: seconds, and how near the parts come, beside scikit-learn on the same rows.

``python tests/benchmarks/splits.py [rows]`` prints it. Nothing here passes or fails.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from sklearn.model_selection import GroupShuffleSplit, StratifiedGroupKFold, train_test_split

from workbench.data.read import read_data
from workbench.data.split import split_data


def people(n_rows: int) -> pd.DataFrame:
    """Return rows with a decision, a group, an id, a time, and customers of whom few have very many rows."""
    rng = np.random.default_rng(0)
    often = np.minimum(rng.pareto(1.2, n_rows) * n_rows / 30, n_rows / 3).astype(int)
    numbers = {f"x{place}": rng.normal(size=n_rows) for place in range(6)}
    return pd.DataFrame(
        {
            "hired": (rng.random(n_rows) < 0.3 + 0.2 * (often % 7 == 0)).astype(int),
            "origin": rng.choice(list("abcde"), n_rows, p=[0.5, 0.3, 0.15, 0.04, 0.01]),
            "id": np.arange(n_rows),
            "customer": often,
            "day": pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 1000, n_rows), unit="D"),
            **numbers,
        }
    )


def say(what: str, draw: Callable[[], np.ndarray], frame: pd.DataFrame) -> None:
    """Print how long a split took and how far its parts are from three in ten: of rows, outcomes and groups."""
    start = time.perf_counter()
    held_out = draw()
    seconds = time.perf_counter() - start
    test = frame.loc[held_out]
    cells = frame.groupby(["origin", "hired"]).size()
    missed = (test.groupby(["origin", "hired"]).size().reindex(cells.index).fillna(0) / cells - 0.3).abs().max()
    rows = abs(len(test) / len(frame) - 0.3)
    print(
        f"{what:46} {seconds:7.2f} s   off by {100 * rows:6.3f} in 100 of rows, {100 * missed:6.3f} of a cell at most"
    )


def main(n_rows: int) -> None:
    """Print every method beside its peer."""
    frame = people(n_rows)
    roles = {"target": "hired", "protected": ["origin"]}

    def ours(**more: str) -> Callable[[], np.ndarray]:
        data = read_data(frame, **roles, **more)
        return lambda: split_data(data, seed=1).test.column("x0").to_pandas().map(places).to_numpy()

    places = pd.Series(frame.index, index=frame["x0"])
    cells = frame["origin"] + frame["hired"].astype(str)
    say("stratified", ours(), frame)
    say("stratified, by id", ours(id="id"), frame)
    say("  scikit-learn train_test_split, stratified", lambda: peer_by_row(frame, cells), frame)
    say("grouped", ours(group="customer"), frame)
    say(
        "  scikit-learn GroupShuffleSplit",
        lambda: peer(GroupShuffleSplit(1, test_size=0.3, random_state=1), frame, cells),
        frame,
    )
    say("  scikit-learn StratifiedGroupKFold, a third", lambda: peer(StratifiedGroupKFold(3), frame, cells), frame)
    say("temporal", ours(time="day"), frame)


def peer_by_row(frame: pd.DataFrame, cells: pd.Series) -> np.ndarray:
    """Return the rows that scikit-learn holds out row by row."""
    return train_test_split(frame.index, test_size=0.3, stratify=cells, random_state=1)[1].to_numpy()


def peer(splitter: GroupShuffleSplit | StratifiedGroupKFold, frame: pd.DataFrame, cells: pd.Series) -> np.ndarray:
    """Return the rows that one of scikit-learn's splitters holds out, customers together."""
    return next(splitter.split(frame, cells, groups=frame["customer"]))[1]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
