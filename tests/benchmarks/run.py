"""``make bench``: speed, as ratios against named peers in the same run. Nothing here passes or fails."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import fairlearn.metrics as fm
import numpy as np
import pandas as pd
import pyarrow as pa

from workbench.audit.entrances import audit_model
from workbench.audit.policy import DEFAULT_POLICY
from workbench.audit.verdicts import judge
from workbench.data.examples import loans
from workbench.data.read import read_data
from workbench.data.split import split_data
from workbench.modeling.fit import fit_model
from workbench.preparation.prepare import prepare_data
from workbench.report.build import build_report
from workbench.report.html import to_html
from workbench.tally.counting import tally_rows
from workbench.tally.rates import group_rates, rate_named


def median_ms(action: Callable[[], object], runs: int = 7) -> float:
    """Return the median time of an action in milliseconds, after one run that does not count."""
    action()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def say(what: str, ours: float, peer: str = "", theirs: float = float("nan")) -> None:
    ratio = f"{theirs:10.1f} ms  {peer}: {theirs / ours:.1f} times ours" if peer else ""
    print(f"{what:58} {ours:10.1f} ms {ratio}")


def import_time() -> None:
    def start(code: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, "-c", code], check=True)

    bare = median_ms(start("pass"))
    say("import workbench (beyond starting Python)", median_ms(start("import workbench")) - bare,
        "import pandas", median_ms(start("import pandas")) - bare)  # fmt: skip


def audit_against_fairlearn(n_rows: int) -> None:
    rng = np.random.default_rng(1)
    groups = rng.choice([f"group {i:02}" for i in range(10)], n_rows)
    outcomes, decisions = rng.integers(0, 2, n_rows), rng.integers(0, 2, n_rows)
    metrics = ("selection_rate", "true_positive_rate", "false_positive_rate")
    table = pa.table({"group": groups})

    def ours() -> None:
        tally = tally_rows(table, outcomes=outcomes, decisions=decisions)
        for claim in DEFAULT_POLICY.claims(["group"]):
            judge(claim, group_rates(tally, rate_named(claim.metric), "group"), DEFAULT_POLICY, 3)

    def theirs() -> None:
        frame = fm.MetricFrame(
            metrics={metric: getattr(fm, metric) for metric in metrics},
            y_true=outcomes, y_pred=decisions, sensitive_features=pd.Series(groups),
        )  # fmt: skip
        frame.difference()

    say(f"audit of {n_rows:,} rows, 10 groups, 3 metrics, with verdicts", median_ms(ours),
        "MetricFrame without intervals", median_ms(theirs, 3))  # fmt: skip


def whole_way() -> None:
    example = loans(10_000, seed=7)
    data = read_data(example.frame, **example.roles)
    fitted = fit_model(prepare_data(split_data(data, seed=7)))
    audit = audit_model(fitted)
    say("audit of a fitted model, 3,000 held-out rows, 2 attributes", median_ms(lambda: audit_model(fitted)))
    document = build_report(fitted, audit)
    say("the brief as HTML, from results", median_ms(lambda: to_html(build_report(fitted, audit))))
    print(f"{'size of the brief':58} {len(to_html(document).encode()) / 1000:10.1f} kB")


if __name__ == "__main__":
    import_time()
    audit_against_fairlearn(10_000)
    audit_against_fairlearn(1_000_000)
    whole_way()
