"""Made tables whose gaps are known."""

from __future__ import annotations

import numpy as np
import pandas as pd

import workbench as wb


def table(n=900, *, groups=("a", "b"), seed=3, weight=False, missing=False):
    """Return rows in which the first group has better outcomes, ``zip`` stands for the group, ``skill`` decides."""
    rng = np.random.default_rng(seed)
    code = rng.integers(0, len(groups), n)
    skill = rng.normal(size=n) - 0.7 * (code > 0)
    frame = pd.DataFrame(
        {
            "skill": skill.round(4),
            "zip": np.where(rng.random(n) < 0.9, code, rng.integers(0, len(groups), n)).astype(str),
            "noise": rng.normal(size=n).round(4),
            "sex": np.array(groups, dtype=object)[code],
            "age": rng.integers(20, 70, n),
            "hired": np.where(skill + 0.6 * rng.normal(size=n) > -0.2, "yes", "no"),
        }
    )
    if weight:
        frame["weight"] = rng.integers(1, 4, n).astype(float)
    if missing:
        frame.loc[rng.random(n) < 0.1, "sex"] = None
        frame.loc[rng.random(n) < 0.1, "skill"] = np.nan
    return frame


def prepared_of(frame, protected=("sex",), **roles):
    data = wb.read_data(frame, target="hired", favourable="yes", protected=list(protected), **roles)
    return wb.prepare_data(wb.split_data(data, seed=1))
