"""Print how long a study takes to keep large results and to give them back, beside what the bytes alone take.

The peers: Parquet written and read by pyarrow alone, and a model written and read by skops alone.

    python tests/benchmarks/study.py [ROWS]
"""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import skops.io

import workbench as wb
from workbench.modeling.trusted import TRUSTED

COLUMNS = 30


def timed(what):
    """Return what a call returns, and its seconds."""
    start = time.perf_counter()
    found = what()
    return found, time.perf_counter() - start


def large(n_rows):
    """Return a table of numbers and of words."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({f"x{place}": rng.normal(size=n_rows).round(4) for place in range(COLUMNS - 6)})
    for place in range(4):
        frame[f"word{place}"] = rng.choice(["a", "b", "c", "d"], n_rows)
    frame["sex"] = rng.choice(["f", "m"], n_rows)
    frame["hired"] = np.where(frame["x0"] + rng.normal(size=n_rows) > 0, "yes", "no")
    return wb.read_data(frame, target="hired", favourable="yes", protected=["sex"])


def line(what, seconds, peer, others):
    """Print a figure beside its peer's."""
    print(f"  {what:44} {seconds:7.2f} s   {peer} {others:6.2f} s   ratio {seconds / others:5.1f}")


def tell(study, name, result, stage, peers):
    """Print what a result takes to be kept, to be kept again, and to be read by a process that remembers nothing."""
    _, first = timed(lambda: study.save(result))
    _, again = timed(lambda: study.save(result))
    fresh = wb.open_study(study.path)
    back, read = timed(lambda: fresh.load(stage))
    _, elsewhere = timed(lambda: wb.open_study(study.path).save(back))
    _, status = timed(lambda: wb.open_study(study.path).status())
    assert back == result
    print(name)
    line("save", first, *peers[0])
    line("load, all hashes and the fingerprint checked", read, *peers[1])
    print(f"  {'save again, nothing is written':44} {again:7.2f} s")
    print(f"  {'the same in a process that remembers nothing':44} {elsewhere:7.2f} s")
    print(f"  {'status':44} {status:7.2f} s")


def main(n_rows):
    """Print everything."""
    data = large(n_rows)
    _ = data.fingerprint
    with tempfile.TemporaryDirectory() as folder:
        study, alone = wb.open_study(Path(folder) / "study"), Path(folder) / "alone.parquet"
        _, written = timed(lambda: pq.write_table(data.table, alone, compression="zstd", compression_level=1))
        _, read = timed(lambda: pq.read_table(alone))
        name = f"Data set of {n_rows:,} rows and {COLUMNS} columns, {alone.stat().st_size / 2**20:.0f} MB"
        tell(study, name, data, "dataset", (("pyarrow", written), ("pyarrow", read)))
        small = wb.split_data(data.sample(min(n_rows, 20_000), seed=0))
        fitted = wb.fit_model(wb.prepare_data(small, wb.suggest_recipe(small)), "random_forest")
        content, written = timed(lambda: skops.io.dumps(fitted.pipeline))
        _, read = timed(lambda: skops.io.loads(content, trusted=sorted(TRUSTED)))
        name = f"Fitted random forest of 100 trees, {len(content) / 2**20:.0f} MB, on {small.data.n_rows:,} rows"
        tell(study, name, fitted, "fitted", (("skops", written), ("skops", read)))
        print(f"study on disk: {sum(one.stat().st_size for one in study.path.rglob('*')) / 2**20:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
