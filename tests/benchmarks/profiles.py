"""Profiling 1,000,000 rows of 30 columns and 10,000 of 1,000: time and the most memory a process of its own took.

``python tests/benchmarks/profiles.py`` prints what skrub's TableReport took of the same rows, too. Nothing passes here.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as papq


def people(n_rows: int, n_columns: int, seed: int = 0) -> pa.Table:
    """Return rows with a decision, two protected attributes, and numbers, categories, names and dates in turn."""
    rng = np.random.default_rng(seed)

    def words(n_words: int) -> pa.Array:
        codes = rng.integers(0, n_words, n_rows).astype(np.int32)
        return pa.DictionaryArray.from_arrays(codes, pa.array([f"value {one}" for one in range(n_words)])).cast(
            pa.string()
        )

    columns: dict[str, pa.Array] = {
        "hired": pa.array(rng.integers(0, 2, n_rows)),
        "sex": words(2),
        "origin": words(5),
        "age": pa.array(rng.integers(18, 80, n_rows)),
    }
    makers = (
        lambda: pa.array(rng.normal(size=n_rows)),
        lambda: words(12),
        lambda: pa.array(np.round(rng.lognormal(3, 1, n_rows), 2), mask=rng.random(n_rows) < 0.1),
        lambda: pa.array(rng.integers(0, 1000, n_rows)),
        lambda: words(20_000),
        lambda: pa.array(rng.integers(10_000, 20_000, n_rows).astype("datetime64[D]")),
    )
    while len(columns) < n_columns:
        columns[f"column {len(columns)}"] = makers[len(columns) % len(makers)]()
    return pa.table(columns)


def measure(what: str, source: str) -> dict[str, float]:
    """Return what reading and profiling took in this process: seconds, seconds of processor, and most memory in MB."""
    read = Watch()
    frame = pd.read_parquet(source) if what in ("frame", "skrub") else None
    if what == "skrub":
        from skrub import TableReport

        read = Watch()
        TableReport(frame, verbose=0, compute_associations=True).html()
        return read.said("profile")
    import workbench as wb

    given = source if frame is None else frame
    data = wb.read_data(given, target="hired", protected=["sex", "origin"], lazy=what == "on disk")
    profile = Watch()
    wb.profile_data(data)
    return read.said("together") | profile.said("profile")


class Watch:
    """Time since it was made, by the clock and of the processor."""

    def __init__(self) -> None:
        self.clock, self.processor = time.perf_counter(), time.process_time()

    def said(self, what: str) -> dict[str, float]:
        return {
            what: time.perf_counter() - self.clock,
            f"{what}, processor": time.process_time() - self.processor,
            "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }


def main() -> None:
    """Print what each way took."""
    with tempfile.TemporaryDirectory() as folder:
        for n_rows, n_columns in ((1_000_000, 30), (10_000, 1_000)):
            path = Path(folder) / f"{n_rows}.parquet"
            papq.write_table(people(n_rows, n_columns), path)
            print(f"{n_rows:,} rows, {n_columns:,} columns")
            for what in ("file", "on disk", "frame", *(["skrub"] if n_columns < 100 else [])):
                child = [sys.executable, __file__, what, str(path)]
                found = json.loads(subprocess.run(child, check=True, capture_output=True, text=True).stdout)
                said = f"{found['profile']:7.2f} s, {found['profile, processor']:6.2f} s of processor"
                if "together" in found:
                    said += f"; with reading {found['together']:6.2f} s, {found['together, processor']:6.2f} s"
                print(f"  {what:8} {said}; {found['megabytes']:5.0f} MB", flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(measure(*sys.argv[1:])))
    else:
        main()
