"""``make bench``: speed, as ratios against named peers in the same run. Nothing here passes or fails."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

import fairlearn.metrics as fm
import numpy as np
import pandas as pd
from sklearn import metrics as sk

from workbench.audit.decisions import audit_decisions
from workbench.audit.entrances import audit_model
from workbench.audit.policy import Policy, Rule
from workbench.data.examples import loans
from workbench.data.read import read_data
from workbench.data.split import split_data
from workbench.modeling.fit import fit_model
from workbench.preparation.prepare import prepare_data
from workbench.report.build import build_report
from workbench.report.html import to_html


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


METRICS = {
    "selection_rate": fm.selection_rate,
    "true_positive_rate": fm.true_positive_rate,
    "false_positive_rate": fm.false_positive_rate,
    "true_negative_rate": fm.true_negative_rate,
    "false_negative_rate": fm.false_negative_rate,
    "accuracy_score": sk.accuracy_score,
    "precision_score": partial(sk.precision_score, zero_division=0),
}
ATTRIBUTES = ["sex", "race", "region"]  # 2 × 4 × 5 = 40 crossed groups
POLICY = Policy([Rule(metric, 0.05, attributes=(tuple(ATTRIBUTES),)) for metric in METRICS])


def people(n_rows: int) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    scores = rng.uniform(size=n_rows)
    return pd.DataFrame(
        {
            **{
                name: rng.choice([f"{name} {place}" for place in range(size)], n_rows)
                for name, size in zip(ATTRIBUTES, (2, 4, 5), strict=True)
            },
            "outcome": (rng.uniform(size=n_rows) < scores).astype(np.int64),
            "decision": (scores >= 0.5).astype(np.int64),
            "score": scores,
        }
    )


def paired(ours: Callable[[], object], theirs: Callable[[], object], runs: int) -> tuple[float, float, float]:
    """Return median times in milliseconds of two actions that take turns, and the median of their ratios."""
    ours()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        ours()
        between = time.perf_counter()
        theirs()
        times.append((1000 * (between - start), 1000 * (time.perf_counter() - between)))
    ratios = [peer / own for own, peer in times]
    return (
        statistics.median(own for own, _ in times),
        statistics.median(peer for _, peer in times),
        statistics.median(ratios),
    )


def against_fairlearn(n_rows: int, runs: int, **bootstrap: object) -> None:
    """From the same frame: ours with intervals and verdicts, by every attribute and the crossing."""
    frame = people(n_rows)

    def ours() -> object:
        audit = audit_decisions(frame, decision="decision", outcome="outcome", protected=ATTRIBUTES, policy=POLICY)
        return [values.limits for values in audit.table(*ATTRIBUTES).values()]

    def theirs() -> object:
        return fm.MetricFrame(
            metrics=METRICS,
            y_true=frame["outcome"],
            y_pred=frame["decision"],
            sensitive_features=frame[ATTRIBUTES],
            **bootstrap,
        ).difference()

    own, peer, ratio = paired(ours, theirs, runs)
    name = "MetricFrame(n_boot=100)" if bootstrap else "MetricFrame without intervals"
    what = f"audit of {n_rows:,} rows, 40 crossed groups, 7 metrics, verdicts"
    print(f"{what:66} {own:10.1f} ms {peer:12.1f} ms  {name}: {ratio:,.0f} times ours")


def moving_a_threshold(n_rows: int) -> None:
    """From a tally: every metric with intervals and every verdict anew, by three attributes and their crossing."""
    audit = audit_decisions(
        people(n_rows), score="score", threshold=0.5, outcome="outcome", protected=ATTRIBUTES, crossings=[ATTRIBUTES]
    )
    places = iter(np.tile(np.arange(1, 100) / 100, 10))

    def move() -> None:
        moved = audit.at_threshold(float(next(places)))
        for axis in moved.axes:
            for values in moved.table(*axis).values():
                _ = values.limits

    what = f"moving the threshold, {n_rows:,} rows behind the tally"
    print(f"{what:66} {median_ms(move, 50):10.1f} ms")


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
    against_fairlearn(1_000_000, 3)
    against_fairlearn(10_000, 3, n_boot=100, ci_quantiles=[0.025, 0.975], random_state=1)
    moving_a_threshold(10_000)
    moving_a_threshold(1_000_000)
    whole_way()
