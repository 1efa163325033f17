"""How soon widgets answer over a million rows, and how much they send: nothing in it grows with the rows.

``python tests/benchmarks/widgets.py [ROWS]``; part of ``make bench``. The kernel's part is measured: from a message
that comes in to the message that goes out, as JSON. The browser's part is measured in tests/ui.
"""

from __future__ import annotations

import json
import statistics
import sys
import time

import numpy as np
import pandas as pd

import workbench as wb
from workbench.widgets.worker import run_here

GOAL, MOST_SHOWN, MOST_CHANGED = 200, 200_000, 20_000


def people(rows):
    rng = np.random.default_rng(7)
    area = rng.integers(0, 40, rows)
    outcome = rng.random(rows) < 0.4
    return pd.DataFrame(
        {
            "score": np.clip(rng.beta(2, 2, rows) * 0.7 + 0.3 * outcome, 0, 1),
            "outcome": np.where(outcome, "yes", "no"),
            "sex": rng.choice(["f", "m"], rows),
            "area": [f"area {one:02}" for one in area],
            **{f"column_{place}": rng.normal(size=rows) for place in range(12)},
        }
    )


def measured(name, panel, changes):
    """Print how soon a panel answers each change, and how much it sends."""
    sent = []
    panel.send = lambda content: sent.append(len(json.dumps(content)))
    asked = {"content": {"data": {"method": "custom", "content": None}}, "buffers": []}
    times, beside = [], []
    for place, message in enumerate([{"kind": "ready"}, *changes]):
        asked["content"]["data"]["content"] = {**message, "seq": place}
        begun = time.perf_counter()
        panel._handle_msg(asked)
        times.append(1_000 * (time.perf_counter() - begun))
        panel._worker.join(60)
        beside.append(1_000 * (time.perf_counter() - begun))
    shown = len(panel.get_state().get("_esm", "")) + sent[0]
    worst = max(sent[1:], default=0)
    middle = statistics.median(times[1:]) if changes else times[0]
    print(
        f"{name:<22} {middle:8.1f} ms median, {max(times):8.1f} ms at most (goal {GOAL}); "
        f"{shown / 1_000:6.1f} kB shown (at most {MOST_SHOWN / 1_000:g}), "
        f"{worst / 1_000:5.1f} kB a change (at most {MOST_CHANGED / 1_000:g}); "
        f"work beside done after {max(beside):.1f} ms at most"
    )
    panel.close()


def within_strata(rows):
    """Print how soon the audit panel answers of forty groups within twelve strata, and of a crossing of a thousand."""
    rng = np.random.default_rng(7)
    outcome = rng.random(rows) < 0.4
    frame = pd.DataFrame({"score": np.clip(rng.beta(2, 2, rows) * 0.7 + 0.3 * outcome, 0, 1), "outcome": outcome})
    for name, n in (("sex", 2), ("area", 40), ("kind", 25), ("job", 12)):
        frame[name] = [f"{name} {one:02}" for one in rng.integers(0, n, rows)]
    protected = ["sex", "area", "kind"]
    audit = wb.audit_decisions(
        frame, score="score", threshold=0.5, outcome="outcome", protected=protected, strata=["job"]
    )
    print(f"{rows:,} rows, 40, 25 and 2 groups within 12 strata: {len(audit.decisions.groups):,} combinations")
    sure = [{"kind": "change", "id": "confidence", "value": value} for value in ("0.9", "0.99", "0.95")]
    measured("audit, confidence", wb.explore_audit(audit), sure)
    limits = [{"kind": "change", "id": "tolerance", "value": value} for value in (0.02, 0.1, 0.05)]
    measured("audit, limit", wb.explore_audit(audit), limits)
    # Places of an attribute, of it crossed with a second, and of one of forty with one of twenty-five groups.
    axes = [{"kind": "change", "id": "attributes", "value": value} for value in ("1", "3", "5")]
    measured("audit, crossings", wb.explore_audit(audit), axes)


def main(rows):
    frame = people(rows)
    print(f"{rows:,} rows, 40 and 2 groups")
    audit = wb.audit_decisions(
        frame[["score", "outcome", "sex", "area"]],
        score="score",
        threshold=0.5,
        outcome="outcome",
        favourable_outcome="yes",
        protected=["sex", "area"],
    )
    measured(
        "threshold explorer",
        wb.explore_threshold(audit),
        [{"kind": "change", "id": "attribute", "value": one} for one in ("area", "sex", "area")],
    )
    changes = [{"kind": "change", "id": "tolerance", "value": value} for value in (0.02, 0.1, 0.05)]
    measured("audit panel", wb.explore_audit(audit), changes)
    data = wb.read_data(frame, target="outcome", favourable="yes", protected=["sex", "area"])
    roles = [{"kind": "change", "id": "role/column_1", "value": value} for value in ("protected", "feature")]
    measured("role picker", wb.pick_roles(data), roles)
    measured("metric chooser", wb.choose_metrics(data), [])
    measured("finding cards", wb.review_findings(audit), [])
    of_models(data)
    within_strata(rows)


def done(panel, what, button):
    """Return a panel whose long work is done, and print how long that takes: it is told while it lasts."""
    panel._board.runner = run_here
    begun = time.perf_counter()
    panel._board.take_press(button)
    print(f"{what:<22} {time.perf_counter() - begun:8.1f} s of training, before the answers below")
    return panel


def of_models(data):
    """Measure the widgets about models, once the models are trained."""
    prepared = wb.prepare_data(wb.split_data(data, seed=7))
    contest = wb.compare_models(prepared, ["logistic_regression"], n_folds=2, n_repeats=1)
    panel = done(wb.explore_contest(prepared, contest, n_folds=2), "comparing gaps", "weigh")
    looks = [("comparison", "1"), ("point", "0"), ("score", "roc_auc"), ("point", "2")]
    chosen = [("chosen", "0"), ("threshold", 0.4), ("reason", "Its gap is the smallest.")]
    measured("model comparison", panel, [{"kind": "change", "id": id, "value": value} for id, value in looks + chosen])
    methods = ["reweighing", "threshold_optimisation"]
    panel = wb.explore_mitigations(prepared, methods=methods, attribute="sex", n_folds=2)
    done(panel, "trying methods", "try")
    looks = [("shown", "1"), ("chosen", "threshold_optimisation"), ("reason", "It closes the gap."), ("shown", "0")]
    chosen = [("chosen", "reweighing"), ("chosen", "threshold_optimisation")]
    measured(
        "mitigation sandbox", panel, [{"kind": "change", "id": id, "value": value} for id, value in looks + chosen]
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
