"""Reading and profiling a CSV file that is larger than memory should be: time, and the most memory it took.

``python tests/benchmarks/large_csv.py 5`` writes a file of 5 GB (and needs about three times that in the folder for
temporary files), and reads and profiles it in a process of its own. Nothing here passes or fails.
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
import pyarrow as pa
import pyarrow.csv as pacsv

from workbench.data.profile.profiling import profile_data
from workbench.data.read import read_data

CHUNK = 500_000
WORDS = ("approved", "denied", "withdrawn", "not stated", "in review", "appealed", "closed", "reopened")


def rows(n: int, seed: int) -> pa.Table:
    """Return rows of numbers, words, codes, days and free text."""
    rng = np.random.default_rng(seed)

    def words(k: int) -> pa.Array:
        return pa.DictionaryArray.from_arrays(rng.integers(0, k, n).astype(np.int8), pa.array(WORDS[:k])).cast("string")

    table = {"id": np.arange(n) + seed * CHUNK}
    table |= {f"number {place}": rng.normal(size=n).round(4) for place in range(8)}
    table |= {f"count {place}": rng.poisson(40, n) for place in range(6)}
    table |= {f"word {place}": words(2 + place) for place in range(6)}
    table |= {
        "outcome": rng.integers(0, 2, n),
        "sex": words(2),
        "zip": [f"{code:05}" for code in rng.integers(0, 99_999, n)],
        "day": pa.array(rng.integers(10_000, 20_000, n).astype(np.int32)).cast(pa.date32()),
        "text": [f"case {a} of office {b}" for a, b in rng.integers(0, 10**6, (n, 2))],
    }
    return pa.table(table)


def write(path: Path, n_bytes: int) -> int:
    """Write a file of about so many bytes, and return the number of its rows."""
    n_rows, seed = 0, 0
    with path.open("wb") as file:
        while file.tell() < n_bytes:
            pacsv.write_csv(rows(CHUNK, seed), file, pacsv.WriteOptions(include_header=seed == 0))
            n_rows, seed = n_rows + CHUNK, seed + 1
    return n_rows


def measured(path: str) -> dict[str, object]:
    """Return how long reading and profiling took, and the most memory after each."""
    answer: dict[str, object] = {"imported_mb": most_memory()}
    start = time.perf_counter()
    data = read_data(path, target="outcome", protected=["sex"], id="id")
    answer |= {"read_s": time.perf_counter() - start, "read_mb": most_memory(), "on disk": data.is_stored}
    start = time.perf_counter()
    profile_data(data)
    return answer | {"profiled_s": time.perf_counter() - start, "most_mb": most_memory(), "rows": data.n_rows}


def most_memory() -> float:
    """Return the largest resident size so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure one size in a process of its own."""
    n_gb = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        n_rows = write(path, int(n_gb * 1e9))
        size = path.stat().st_size
        print(f"{size / 1e9:.2f} GB, {n_rows:,} rows of {len(rows(1, 0).column_names)} columns", flush=True)
        child = subprocess.run(
            [sys.executable, __file__, "--child", str(path)], check=True, capture_output=True, text=True
        )
        answer = json.loads(child.stdout)
        for key, value in answer.items():
            print(f"{key:12} {value:,.1f}" if isinstance(value, float) else f"{key:12} {value}")
        print(f"read {size / 1e6 / answer['read_s']:.0f} MB a second; most memory {answer['most_mb'] / 1024:.2f} GiB")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps(measured(sys.argv[2])))
    else:
        main()
