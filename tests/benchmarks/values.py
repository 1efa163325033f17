"""How long it takes to look at every value of a large table, and to suggest its roles. Run it with Python."""

import time

import numpy as np
import pandas as pd
import pyarrow as pa

import workbench as wb
from workbench.core.provenance import Provenance
from workbench.data.disguised.look import value_findings
from workbench.data.disguised.words import HIGH_CODES, LOW_CODES, WORDS
from workbench.data.roles import Roles

N_ROWS = 1_000_000


def table():
    """Thirty columns: whole numbers up to 99, numbers, words with question marks, names, codes, days."""
    rng = np.random.default_rng(1)
    words = np.array(["Private", "Self-emp", "State", "?"])
    columns = {f"whole {place}": rng.integers(0, 100, N_ROWS) for place in range(10)}
    columns |= {f"number {place}": rng.normal(size=N_ROWS) for place in range(8)}
    columns |= {f"word {place}": pa.array(words[rng.integers(0, 4, N_ROWS)]) for place in range(8)}
    columns["name"] = pa.array([f"name {one}" for one in rng.integers(0, N_ROWS // 2, N_ROWS)])
    columns["code"] = pa.array([f"{one:05d}" for one in rng.integers(0, 99_999, N_ROWS)])
    columns["truth"] = rng.random(N_ROWS) < 0.5
    columns["day"] = pa.array(rng.integers(0, 20_000, N_ROWS).astype("int32")).cast(pa.date32())
    return pa.table(columns)


def best(call, times=3):
    """The least of some times, in seconds."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        took.append(time.perf_counter() - start)
    return min(took)


def main():
    """Print seconds, and the ratio to counting the same words and codes with pandas."""
    rows = table()
    data = wb.Dataset(Provenance("made"), rows, Roles())
    frame = rows.to_pandas()
    peer = best(lambda: _with_pandas(frame), 1)
    looked = best(lambda: value_findings(data))
    suggested = best(lambda: wb.suggest_roles(data))
    print(f"values of {N_ROWS:,} rows × {rows.num_columns} columns: {looked:.2f} s, pandas {peer:.2f} s", end="")
    print(f" ({looked / peer:.2f} of it); roles suggested from a sample of 100,000: {suggested:.2f} s")


def _with_pandas(frame: pd.DataFrame):
    words = [spelt for word in WORDS for spelt in (word, word.upper(), word.capitalize())]
    texts = frame.select_dtypes(["object", "string"])
    return texts.isin(words).sum(), frame.select_dtypes("number").isin([*HIGH_CODES, *LOW_CODES]).sum()


if __name__ == "__main__":
    main()
