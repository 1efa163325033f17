"""How much computing it takes to hide small counts, and to show that they cannot be worked out. Run it with Python."""

import json
import time

import numpy as np
import pandas as pd

import workbench as wb
from workbench.audit.disclosed import disclosed
from workbench.audit.result import Audit

SHAPES = (
    ("2, 7 and 7 groups, a crossing of 14", 2_000, (2, 7, 7)),
    ("2, 7 and 7 groups, a crossing of 14", 5_000, (2, 7, 7)),
    ("5, 8 and 4 groups, a crossing of 40", 4_000, (5, 8, 4)),
    ("5, 8 and 4 groups, a crossing of 40", 20_000, (5, 8, 4)),
)


def people(n, sizes, seed):
    """Rows whose groups are ever smaller, each half as large as the one before or less."""
    rng = np.random.default_rng(seed)
    columns = {"d": rng.integers(0, 2, n), "y": rng.integers(0, 2, n)}
    for name, size in zip(("sex", "race", "age"), sizes, strict=True):
        shares = np.geomspace(1, 0.02 if size > 5 else 0.5, size)
        columns[name] = rng.choice([f"{name}{place}" for place in range(size)], n, p=shares / shares.sum())
    return pd.DataFrame(columns)


def main():
    """Print the median and the longest processor time of ten data sets each, at both levels."""
    for name, n, sizes in SHAPES:
        for outcome in (None, "y"):
            took = {"internal": [], "public": [], "read back from its JSON": []}
            for seed in range(10):
                audit = wb.audit_decisions(
                    people(n, sizes, seed),
                    decision="d",
                    outcome=outcome,
                    protected=["sex", "race", "age"],
                    crossings=[("sex", "race")],
                    name="benchmark",
                )
                content = json.loads(json.dumps(audit.to_json()))
                start = time.process_time()
                Audit.from_json(content)
                took["read back from its JSON"].append(1_000 * (time.process_time() - start))
                for level in ("internal", "public"):
                    start = time.process_time()
                    if not disclosed(audit, level).proof.holds:
                        raise AssertionError("something hidden can be worked out")
                    took[level].append(1_000 * (time.process_time() - start))
            said = ", ".join(f"{level} {np.median(one):.0f} ms (at most {max(one):.0f})" for level, one in took.items())
            print(f"{name}, {n:,} rows, {'outcomes' if outcome else 'decisions only'}: {said}")


if __name__ == "__main__":
    main()
