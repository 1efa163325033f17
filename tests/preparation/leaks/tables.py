"""Five tables without a leak: two of the examples with people in them, a published one, and two made here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import special

from workbench.data.examples import admissions, diabetes, loans

__all__ = ["TABLES", "CleanTable"]


class CleanTable(NamedTuple):
    """A table in which nothing leaks, and the arguments of ``read_data`` for it."""

    frame: pd.DataFrame
    roles: Mapping[str, Any]


def example(make: Callable[..., Any], **settings: Any) -> CleanTable:
    made = make(**settings)
    return CleanTable(made.frame, {name: made.roles[name] for name in ("target", "favourable", "protected")})


def stays(seed: int, n_patients: int = 1_500) -> CleanTable:
    """Hospital stays: patients come again, and what is decided at a stay is known at its end only."""
    rng = np.random.default_rng(seed)
    n_stays = rng.choice([1, 2, 3, 4], n_patients, p=[0.6, 0.22, 0.12, 0.06])
    patient = np.repeat(np.arange(n_patients), n_stays)
    n = len(patient)
    age, sex = rng.integers(18, 96, n_patients)[patient], rng.choice(["f", "m"], n_patients)[patient]
    ward = rng.choice(["cardiology", "surgery", "internal", "neurology"], n, p=[0.3, 0.3, 0.3, 0.1])
    pressure, medicines = rng.normal(128, 18, n), rng.poisson(4, n)
    days = np.exp(rng.normal(1.4, 0.6, n))
    need = 0.035 * (age - 60) + 0.22 * (medicines - 4) + 0.5 * (days - 5) / 4 + 0.3 * (ward == "surgery")
    outcome = rng.random(n) < special.expit(need - 0.4)
    admitted = pd.Timestamp("2022-01-01") + pd.to_timedelta(np.sort(rng.integers(0, 900, n)), unit="D")
    order = rng.permutation(n)  # patients and times do not run together
    frame = pd.DataFrame(
        {
            "patient": [f"P{100_000 + 7 * one}" for one in patient],
            "age": age,
            "sex": sex,
            "ward": ward,
            "blood_pressure": np.round(pressure),
            "medicines": medicines,
            "expected_days": np.round(days, 1),
            "earlier_stays": rng.poisson(0.8, n),
            "nurse_visit": np.where(outcome, "yes", "no"),
        }
    ).iloc[order]
    frame["admitted_on"] = admitted.to_numpy()
    frame.loc[rng.random(n) < 0.05, "blood_pressure"] = np.nan
    roles = {"target": "nurse_visit", "favourable": "yes", "protected": ("sex",), "group": "patient"}
    return CleanTable(frame.reset_index(drop=True), roles | {"time": "admitted_on"})


_SKILLS = ("python", "sql", "excel", "writing", "sales", "german", "french", "statistics", "design", "accounting",
           "law", "teaching", "nursing", "logistics", "welding", "cooking")  # fmt: skip
_TOWNS = [f"{start}{end}" for start in ("Nor", "Sud", "Ost", "Wes", "Alt", "Neu", "Ober", "Unter") for end in
          ("heim", "dorf", "stadt", "bach", "berg", "tal", "furt", "hausen", "feld", "wald")]  # fmt: skip


def applications(seed: int, n: int = 2_500) -> CleanTable:
    """Job applications: a letter in words, a town among eighty, and what a person has done before."""
    rng = np.random.default_rng(seed)
    skills = rng.random((n, len(_SKILLS))) < 0.25
    years, degree = np.round(rng.gamma(2.0, 4.0, n), 1), rng.choice(["none", "bachelor", "master", "doctor"], n)
    test = np.clip(np.round(rng.normal(60, 15, n)), 0, 100)
    weights = rng.normal(0, 0.5, len(_SKILLS))
    merit = skills @ weights + 0.05 * years + 0.03 * (test - 60) + 0.3 * (degree == "master")
    invited = rng.random(n) < special.expit(merit - np.median(merit) - 0.7)
    words = [" and ".join(rng.permutation(np.array(_SKILLS)[row])) or "anything" for row in skills]
    openings = rng.choice(["I am good at", "In my last position I did", "My strengths are", "I would like to do"], n)
    frame = pd.DataFrame(
        {
            "letter": [f"{opening} {word}. Regards, no. {number}" for opening, word, number in
                       zip(openings, words, rng.integers(0, 10**7, n), strict=True)],
            "town": rng.choice(_TOWNS, n, p=rng.dirichlet(np.full(len(_TOWNS), 2.0))),
            "years": years,
            "degree": degree,
            "test_score": test,
            "applied_on": pd.Timestamp("2025-01-01") + pd.to_timedelta(rng.integers(0, 300, n), unit="D"),
            "expected_salary": np.round(np.exp(rng.normal(10.7, 0.3, n)), -2),
            "gender": rng.choice(["woman", "man", "other"], n, p=[0.47, 0.5, 0.03]),
            "invited": np.where(invited, "yes", "no"),
        }
    )  # fmt: skip
    frame.loc[rng.random(n) < 0.1, "expected_salary"] = np.nan
    return CleanTable(frame, {"target": "invited", "favourable": "yes", "protected": ("gender",)})


TABLES: dict[str, Callable[[int], CleanTable]] = {
    "loans": lambda seed: example(loans, n_rows=3_000, seed=seed),
    "diabetes": lambda _: example(diabetes),
    "admissions": lambda _: example(admissions),
    "stays": stays,
    "applications": applications,
}
"""A clean table by its name and a seed; real ones are the same for every seed."""
