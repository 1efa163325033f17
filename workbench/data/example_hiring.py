"""The example *hiring*: the applicants of the worked example in the rule to New York City's Local Law 144."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

import numpy as np
import pandas as pd

from workbench.checks import check_seed
from workbench.data.example import Example

__all__ = ["hiring"]

# Race or ethnicity: (men who applied, men selected, women who applied, women selected)
_APPLICANTS = {
    "Hispanic or Latino": (205, 90, 190, 82),
    "White": (412, 215, 385, 197),
    "Black or African American": (226, 95, 164, 75),
    "Native Hawaiian or Pacific Islander": (87, 37, 32, 15),
    "Asian": (321, 167, 295, 135),
    "Native American or Alaska Native": (24, 11, 17, 7),
    "Two or More Races": (115, 52, 98, 44),
}
# Sex, race or ethnicity, people, selected; the rule prints no more than that there are 250 of them.
_UNKNOWN = (
    ("", "", 130, 59),
    ("Male", "", 44, 21),
    ("Female", "", 36, 16),
    ("", "White", 25, 13),
    ("", "Asian", 15, 7),
)
# As printed in the rule: applicants, selected, impact ratio. Its Hispanic row contradicts its own counts above.
_PRINTED = {
    "sex": {"Male": (1390, 667, 1.00), "Female": (1181, 555, 0.979)},
    "race": {
        "Hispanic or Latino": (408, 204, 0.97),
        "White": (797, 412, 1.00),
        "Black or African American": (390, 170, 0.84),
        "Native Hawaiian or Pacific Islander": (119, 52, 0.85),
        "Asian": (616, 302, 0.95),
        "Native American or Alaska Native": (41, 18, 0.85),
        "Two or More Races": (213, 96, 0.87),
    },
}
_SELECTED_FROM = 60


def hiring(*, seed: int = 7) -> Example:
    """Return 2,821 applicants whom a tool scored, and who of them moved forward.

    The counts are those of the worked example in the rule to New York City's Local Law 144: how many men and
    women of each race or ethnicity applied, and how many were selected. The rule's 250 people of unknown
    category are there too; which category it is, and who of them was selected, is made up. So is the score:
    a whole number from 0 to 100, at least 60 of all who moved forward and less of all others.

    Parameters
    ----------
    seed : int
        Seed of the scores and of the order of the rows.

    Returns
    -------
    Example
        Its ``truth`` holds what the rule ``printed``: applicants, selected and impact ratio by category, and how
        many are ``unknown``.

    Examples
    --------
    >>> example = hiring()
    >>> len(example.frame), example.truth["printed"]["sex"]["Female"]
    (2821, (1181, 555, 0.979))
    """
    rng = np.random.default_rng(check_seed(seed))
    cells = pd.DataFrame(_cells(), columns=["sex", "race", "advanced", "n"])
    frame = cells.loc[cells.index.repeat(cells["n"]), ["sex", "race", "advanced"]].reset_index(drop=True)
    n, is_selected = len(frame), (frame["advanced"] == "yes").to_numpy()
    above = _SELECTED_FROM + np.floor((101 - _SELECTED_FROM) * rng.beta(1.4, 2.2, n))
    below = np.floor(_SELECTED_FROM * rng.beta(2.5, 1.6, n))
    frame.insert(2, "score", np.where(is_selected, above, below).astype(np.int64))
    return Example(
        name="hiring",
        title="applicants of the worked example of Local Law 144",
        frame=frame.iloc[rng.permutation(n)].reset_index(drop=True),
        roles=MappingProxyType(
            {
                "target": "advanced",
                "favourable": "yes",
                "protected": ("sex", "race"),
                "favourable_label": "moved forward",
                "unfavourable_label": "rejected",
            }
        ),
        source="6 RCNY 5-301, worked example in the Notice of Adoption of 6 April 2023; scores made up by "
        f"workbench.data.example_hiring.hiring, seed {seed}.",
        note="The applicants are made up, by the rule's own counts. No tool, employer or applicant is meant.",
        truth=MappingProxyType({"printed": MappingProxyType(_PRINTED), "unknown": 250}),
    )


def _cells() -> Iterator[tuple[str | None, str | None, str, int]]:
    """Return how many people there are of each kind."""
    for race, (men, men_selected, women, women_selected) in _APPLICANTS.items():
        for sex, n, selected in (("Male", men, men_selected), ("Female", women, women_selected)):
            yield sex, race, "yes", selected
            yield sex, race, "no", n - selected
    for sex, race, n, selected in _UNKNOWN:
        yield sex or None, race or None, "yes", selected
        yield sex or None, race or None, "no", n - selected
