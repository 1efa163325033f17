"""How long the explanation viewer's kernel takes to answer, beside asking the model once about one row.

``python tests/benchmarks/explanation_viewer.py [rows]``, by default 1,000,000 held-out rows.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd

import workbench as wb
from workbench.widgets.explanation import ExplanationBoard
from workbench.widgets.wire import changed, node_json
from workbench.widgets.worker import Pace

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.explanation.known_models import known_model

MOVES = [
    ("open a column", "view", "effect"),
    ("open a case", "view", "case"),
    ("another row", "row", 17),
    ("search a number", "search", ("income", "29000 to 31000")),
    ("search a text", "search", ("town", "44")),
    ("search a day", "search", ("day", "2021-05-05")),
    ("only unfavourable", "decided", "unfavourable"),
    ("edit a number", "value", ("income", 41_000)),
    ("edit a text", "value", ("town", "town 001")),
    ("an unseen text", "value", ("town", "nowhere")),
]


def people(n: int) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    days = pd.to_datetime("2020-01-01") + pd.to_timedelta(rng.integers(0, 900, n), "D")
    return pd.DataFrame(
        {
            "income": rng.normal(30_000, 9_000, n).round(),
            "ratio": rng.random(n),
            "town": rng.choice([f"town {place:03d}" for place in range(500)], n),
            "purpose": rng.choice(list("abcde"), n),
            "day": days,
        }
    )


def main(n: int) -> None:
    fitted = known_model(
        people(2 * n),
        lambda rows: 1 / (1 + np.exp(4 - rows["income"] / 9_000 + rows["ratio"])),
        task="binary",
        n_test=n,
    )
    explanation = wb.explain_model(fitted, n_rows=20)
    began = time.perf_counter()
    board = ExplanationBoard(explanation, explanation)
    print(f"explanation viewer, {n:,} held-out rows: made in {time.perf_counter() - began:.3f} s")
    board.runner = lambda job, tell, finished: Pace(tell)  # noqa: ARG005 - what is asked of the model is timed elsewhere
    columns = fitted.prepared.columns
    one = fitted.prepared.raw_frame(fitted.prepared.split.test.take(np.array([0]), fitted.provenance))
    began = time.perf_counter()
    fitted.score(one)
    peer = time.perf_counter() - began
    view, times = node_json(board.view()), []
    for said, id, value in MOVES:
        began = time.perf_counter()
        if id == "search":
            board.take("search/column", str(columns.index(value[0])))
            board.take("search/text", value[1])
        elif id == "value":
            board.take(f"value/{columns.index(value[0])}", value[1])
        else:
            board.take(id, value)
        now = node_json(board.view())
        sent = list(changed(view, now))
        times.append(time.perf_counter() - began)
        view = now
        print(f"  {said:20} {times[-1] * 1_000:6.1f} ms  {len(json.dumps(sent)):6,} bytes")
    print(f"  median {median(times) * 1_000:.1f} ms; the model alone takes {peer * 1_000:.1f} ms for one row")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
