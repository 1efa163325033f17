"""Bundled examples: no network, and for one of them the truth is known.

``loans`` is generated, with an injected bias whose size is returned. ``diabetes`` is real, from
scikit-learn. ``admissions`` is the published table of 1973 Berkeley graduate admissions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from workbench.checks import check_positive
from workbench.errors import InputError

__all__ = ["EXAMPLE_PREFIX", "Example", "admissions", "diabetes", "load_example", "loans"]

EXAMPLE_PREFIX = "example:"
"""``read_data("example:loans")`` reads the example called *loans*."""


@dataclass(frozen=True, eq=False)
class Example:
    """A bundled table with the roles that make sense for it.

    Parameters
    ----------
    name, title : str
        Short and long name.
    frame : pandas.DataFrame
        The rows.
    roles : mapping
        Arguments for :func:`workbench.read_data`.
    source : str
        Where the data come from.
    note : str
        What a reader must know before using it.
    truth : mapping
        What is true of the process that made the data; empty for real data.
    """

    name: str
    title: str
    frame: pd.DataFrame
    roles: Mapping[str, Any]
    source: str
    note: str
    truth: Mapping[str, object] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Return the example in one sentence."""
        return f"Example {self.name!r}: {self.title}, {len(self.frame):,} rows."


_DRIVERS = {"income": 0.50, "debt_ratio": -0.40, "credit_years": 0.28, "savings": 0.20, "employment_years": 0.12}
_GROUP_SHARE = {"women": 0.46, "foreign": 0.30}
_CITY_SHARE = {"domestic": 0.08, "foreign": 0.88}


def loans(
    n_rows: int = 10_000,
    *,
    seed: int = 7,
    approval_rate: float = 0.62,
    origin_gap: float = 0.20,
    sex_gap: float = 0.0,
) -> Example:
    """Generate loan decisions with a bias of known size.

    Each applicant has five traits, drawn from standard normal distributions that are the same in
    every group. The applicant's merit is their weighted sum plus noise, standard normal again, so
    that in each group exactly the wanted share exceeds a threshold. Equally good applicants of
    foreign origin (and, on wish, women) meet a higher threshold: that is the injected bias, and in
    an endless table the approval rates differ by exactly ``origin_gap`` and ``sex_gap``.
    Where one lives (``district``) does not count, but goes with origin: it is a proxy.

    Parameters
    ----------
    n_rows : int
        Any number of applicants.
    seed : int
        Seed of the generator.
    approval_rate : float
        Share approved among domestic men, above 0 and below 1.
    origin_gap, sex_gap : float
        By how much the approval rate is lowered for applicants of foreign origin and for women,
        as fractions of 0 and above.

    Returns
    -------
    Example
        Its ``truth`` holds ``approval_rates`` by origin and by sex, ``gaps``, ``drivers`` (the traits
        in order of their weight) and ``proxy``.

    Raises
    ------
    InputError
        If the gaps leave a group with a rate outside 0 to 1.

    Examples
    --------
    >>> example = loans(2_000, seed=1, origin_gap=0.2)
    >>> example.truth["gaps"]["origin"]
    0.2
    >>> example.truth["drivers"][:2]
    ('income', 'debt_ratio')
    """
    check_positive("n_rows", n_rows)
    if not (0 < approval_rate < 1 and origin_gap >= 0 and sex_gap >= 0 and approval_rate - origin_gap - sex_gap > 0):
        raise InputError(
            f"approval_rate {approval_rate} with origin_gap {origin_gap} and sex_gap {sex_gap} gives a group a rate "
            "outside 0 to 1.\nGive a rate below 1 that is larger than both gaps together."
        )
    rng = np.random.default_rng(seed)
    traits = {name: rng.standard_normal(n_rows) for name in _DRIVERS}
    foreign = rng.random(n_rows) < _GROUP_SHARE["foreign"]
    woman = rng.random(n_rows) < _GROUP_SHARE["women"]
    weights = np.array(list(_DRIVERS.values()))
    noise = np.sqrt(1 - weights @ weights) * rng.standard_normal(n_rows)
    merit = weights @ np.array(list(traits.values())) + noise
    rates = approval_rate - origin_gap * foreign - sex_gap * woman
    approved = merit > special.ndtri(1 - rates)
    city = rng.random(n_rows) < np.where(foreign, _CITY_SHARE["foreign"], _CITY_SHARE["domestic"])
    frame = _loan_frame(rng, traits, city)
    frame["sex"] = np.where(woman, "female", "male")
    frame["origin"] = np.where(foreign, "foreign", "domestic")
    frame["age"] = rng.integers(21, 76, n_rows)
    frame["approved"] = np.where(approved, "yes", "no")
    return Example(
        name="loans",
        title="generated loan decisions with an injected bias",
        frame=frame,
        roles=MappingProxyType(
            {
                "target": "approved",
                "favourable": "yes",
                "protected": ("origin", "sex"),
                "favourable_label": "approved",
                "unfavourable_label": "denied",
            }
        ),
        source=f"Generated by workbench.data.examples.loans, seed {seed}.",
        note="The people are made up. The bias is injected on purpose, so that one can see whether an audit finds it.",
        truth=MappingProxyType(_loan_truth(approval_rate, origin_gap, sex_gap)),
    )


def _loan_frame(
    rng: np.random.Generator, traits: Mapping[str, NDArray[np.float64]], city: NDArray[np.bool_]
) -> pd.DataFrame:
    """Return the traits in units that people know; monotone, so that their order is kept."""
    n = len(city)
    savings = np.round(np.exp(8.2 + 1.1 * traits["savings"]))
    savings[rng.random(n) < 0.04] = np.nan  # some did not say, whoever they are
    return pd.DataFrame(
        {
            "income": np.round(np.exp(10.4 + 0.45 * traits["income"]), -2),
            "debt_ratio": np.round(special.expit(-0.8 + 0.7 * traits["debt_ratio"]), 3),
            "credit_years": np.round(9 * np.exp(0.5 * traits["credit_years"]), 1),
            "savings": savings,
            "employment_years": np.round(6 * np.exp(0.6 * traits["employment_years"]), 1),
            "district": np.where(city, "centre", np.where(rng.random(n) < 0.5, "north", "south")),
            "purpose": rng.choice(["car", "home", "study", "other"], n, p=[0.35, 0.3, 0.15, 0.2]),
        }
    )


def _loan_truth(approval_rate: float, origin_gap: float, sex_gap: float) -> dict[str, object]:
    women, foreign = _GROUP_SHARE["women"], _GROUP_SHARE["foreign"]
    return {
        "approval_rates": {
            "origin": {
                "domestic": approval_rate - sex_gap * women,
                "foreign": approval_rate - sex_gap * women - origin_gap,
            },
            "sex": {
                "male": approval_rate - origin_gap * foreign,
                "female": approval_rate - origin_gap * foreign - sex_gap,
            },
        },
        "gaps": {"origin": origin_gap, "sex": sex_gap},
        "drivers": tuple(sorted(_DRIVERS, key=lambda name: -abs(_DRIVERS[name]))),
        "proxy": "district",
    }


def diabetes() -> Example:
    """Return 442 diabetes patients, and who of them would be referred to a specialist.

    The table is scikit-learn's, in its own units (``scaled=False``). The outcome is made here:
    a patient is *referred* when the disease progressed more in a year than for three quarters of
    the patients. The progression itself is left out, since it would give the outcome away.

    Examples
    --------
    >>> diabetes()
    Example 'diabetes': disease progression of 442 patients, 442 rows.
    """
    from sklearn.datasets import load_diabetes  # heavy; only needed here

    bunch = load_diabetes(as_frame=True, scaled=False)
    names = {"bmi": "body_mass_index", "bp": "blood_pressure", "s1": "cholesterol", "s2": "ldl", "s3": "hdl"}
    names |= {"s4": "cholesterol_per_hdl", "s5": "log_triglycerides", "s6": "glucose"}
    frame = bunch.data.rename(columns=names)
    progression = bunch.target
    # The data's documentation gives no key; 1 and 2 are shown as they are.
    frame["sex"] = frame["sex"].astype(int).astype(str)
    frame["age"] = frame["age"].astype(int)
    frame["referred"] = np.where(progression > progression.quantile(0.75), "yes", "no")
    return Example(
        name="diabetes",
        title="disease progression of 442 patients",
        frame=frame,
        roles=MappingProxyType(
            {
                "target": "referred",
                "favourable": "yes",
                "protected": ("sex",),
                "favourable_label": "referred",
            }
        ),
        source="Efron, Hastie, Johnstone and Tibshirani (2004), Annals of Statistics 32, 407-499; from scikit-learn.",
        note="442 patients are few: differences between groups are only seen when they are large.",
    )


# Department: (men admitted, men rejected, women admitted, women rejected)
_BERKELEY = {
    "A": (512, 313, 89, 19),
    "B": (353, 207, 17, 8),
    "C": (120, 205, 202, 391),
    "D": (138, 279, 131, 244),
    "E": (53, 138, 94, 299),
    "F": (22, 351, 24, 317),
}


def admissions() -> Example:
    """Return the 4,526 applications to Berkeley's six largest graduate departments in 1973.

    The published table has 24 counts; the frame has one row an application, so that every stage
    can read it. ``truth`` holds the counts. Overall men were admitted more often, in most
    departments women: the best known reversal of its kind (Simpson).

    Examples
    --------
    >>> example = admissions()
    >>> len(example.frame), example.truth["counts"]["A"]
    (4526, (512, 313, 89, 19))
    """
    cells = [
        (department, sex, admitted, n)
        for department, counts in _BERKELEY.items()
        for (sex, admitted), n in zip(
            (("male", "yes"), ("male", "no"), ("female", "yes"), ("female", "no")), counts, strict=True
        )
    ]
    table = pd.DataFrame(cells, columns=["department", "sex", "admitted", "n"])
    frame = table.loc[table.index.repeat(table["n"]), ["department", "sex", "admitted"]].reset_index(drop=True)
    return Example(
        name="admissions",
        title="graduate admissions at Berkeley in 1973",
        frame=frame,
        roles=MappingProxyType(
            {
                "target": "admitted",
                "favourable": "yes",
                "protected": ("sex",),
                "favourable_label": "admitted",
                "unfavourable_label": "rejected",
            }
        ),
        source="Bickel, Hammel and O'Connell (1975), Science 187, 398-404; the six largest departments.",
        note="Counts of real applications; there is nothing else about the applicants.",
        truth=MappingProxyType({"counts": MappingProxyType(_BERKELEY)}),
    )


_EXAMPLES: dict[str, Callable[[], Example]] = {"loans": loans, "diabetes": diabetes, "admissions": admissions}


def load_example(name: str) -> Example:
    """Return the bundled example of that name with its default settings.

    Examples
    --------
    >>> load_example("loans")
    Example 'loans': generated loan decisions with an injected bias, 10,000 rows.
    """
    if name not in _EXAMPLES:
        raise InputError.for_choice("example", name, list(_EXAMPLES))
    return _EXAMPLES[name]()
