"""The categories of EEO-1 Component 1, and who belongs to which: known, unknown, or another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.audit.standards.options import Told
from workbench.data.roles import UNKNOWN
from workbench.errors import InputError
from workbench.tally.tally import Tally

__all__ = ["ELSEWHERE", "HISPANIC", "NOT_KNOWN", "RACES", "SEXES", "Categories", "People", "categories", "people"]

SEXES = ("Male", "Female")
HISPANIC = "Hispanic or Latino"
RACES = (
    HISPANIC,
    "White",
    "Black or African American",
    "Native Hawaiian or Pacific Islander",
    "Asian",
    "Native American or Alaska Native",
    "Two or More Races",
)

NOT_KNOWN = -1
"""The place of people whose category is not known."""
ELSEWHERE = -2
"""The place of people who named a category that the tables do not have."""

# What files call the categories, besides their names. Nothing here is a guess about people.
_CALLED = {
    "Male": ("m", "man", "men", "males"),
    "Female": ("f", "w", "woman", "women", "females"),
    HISPANIC: ("hispanic", "latino", "latina", "latinx", "hispanic/latino", "hispanic or latino (of any race)"),
    "White": ("white (not hispanic or latino)", "white alone"),
    "Black or African American": (
        "black",
        "african american",
        "african-american",
        "black or african american (not hispanic or latino)",
        "black/african american",
    ),
    "Native Hawaiian or Pacific Islander": (
        "native hawaiian",
        "pacific islander",
        "native hawaiian or other pacific islander",
        "native hawaiian or pacific islander (not hispanic or latino)",
        "native hawaiian/pacific islander",
    ),
    "Asian": ("asian (not hispanic or latino)",),
    "Native American or Alaska Native": (
        "native american",
        "alaska native",
        "american indian",
        "american indian or alaska native",
        "native american or alaska native (not hispanic or latino)",
    ),
    "Two or More Races": ("two or more", "two or more races (not hispanic or latino)", "multiracial"),
}


@dataclass(frozen=True)
class Categories:
    """The rows of a table, and which groups of the data belong to each.

    Parameters
    ----------
    names : tuple of str
        The categories, in the order of the table.
    places : mapping of str to int
        For each group of the data the place of its category, :data:`NOT_KNOWN` or :data:`ELSEWHERE`.
    """

    names: tuple[str, ...]
    places: Mapping[str, int]

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """Groups of the data that belong to none of the categories."""
        return tuple(group for group, place in self.places.items() if place == ELSEWHERE)


class People(NamedTuple):
    """Counts of people who are alike in sex and race; arrays of shape (n_kinds,).

    ``sex`` and ``race`` are places among the categories, :data:`NOT_KNOWN` or :data:`ELSEWHERE`;
    ``k`` were selected of ``n`` with a decision; ``undecided`` have none.
    """

    sex: NDArray[np.int64]
    race: NDArray[np.int64]
    k: NDArray[np.int64]
    n: NDArray[np.int64]
    undecided: NDArray[np.int64]


def categories(told: Told, attribute: str, option: str, default: Sequence[str], groups: Sequence[str]) -> Categories:
    """Return the categories of an attribute.

    Parameters
    ----------
    told : Told
        What the standard was told.
    attribute : str
        The attribute's name, for the errors.
    option : str
        The option that may name the categories: a list of groups of the data, or a table of categories
        with the groups that belong to each.
    default : sequence of str
        The categories where the option is not given. Groups belong to one by its name or a common
        short form of it, whatever the case.
    groups : sequence of str
        The groups that occur.

    Raises
    ------
    InputError
        If no group that occurs belongs to any category, or one belongs to two.
    """
    own = _declared(told, option)
    if own is None:
        names = tuple(default)
        called = {word: name for name in names for word in (name.casefold(), *_CALLED.get(name, ()))}
    else:
        names = tuple(own)
        called = {}
        for name, members in own.items():
            for member in members:
                word = _word(member)
                if called.setdefault(word, name) != name:
                    raise InputError(
                        f"{option} of {told.standard} gives the group {member!r} to {called[word]!r} and {name!r}.\n"
                        "Give each group to one category."
                    )
    place = {name: position for position, name in enumerate(names)}
    places = {
        group: NOT_KNOWN if group == UNKNOWN else place.get(called.get(_word(group), ""), ELSEWHERE) for group in groups
    }
    if groups and max(places.values()) < 0 and set(groups) != {UNKNOWN}:
        shown = ", ".join(repr(group) for group in list(groups)[:5])
        raise InputError(
            f"No group of {attribute!r} is one of the categories {', '.join(names)}; the data have {shown}.\n"
            f"Say which groups belong to which category: {option} = {{ {names[0]!r} = ['…'] }}."
        )
    return Categories(names, places)


def people(tally: Tally, sex: tuple[str, Categories], race: tuple[str, Categories], ethnicity: str = "") -> People:
    """Return how many people there are of each sex and race.

    Parameters
    ----------
    tally : Tally
        The decisions.
    sex, race : tuple of str and Categories
        The attribute and its categories.
    ethnicity : str
        An attribute of its own that says who is Hispanic or Latino, which takes precedence over race;
        empty where race says it.
    """
    attributes = (sex[0], race[0], *([ethnicity] if ethnicity else []))
    counted = tally.by(*attributes)
    places = np.array(
        [(sex[1].places[group[0]], _race(group[1:], race[1])) for group in counted.groups], dtype=np.int64
    ).reshape(-1, 2)
    decided = counted.n.sum(axis=1)
    return People(places[:, 0], places[:, 1], decided[:, 1], decided[:, :2].sum(axis=1), decided[:, 2])


def _race(said: tuple[str, ...], race: Categories) -> int:
    own = race.places[said[0]]
    if len(said) == 1:
        return own
    if said[1] == UNKNOWN:
        # Hispanic by the answer on race is enough; otherwise nobody knows.
        return own if own >= 0 and race.names[own] == HISPANIC else NOT_KNOWN
    yes = _word(said[1]) in {HISPANIC.casefold(), *_CALLED[HISPANIC], "yes", "true", "1"}
    return race.names.index(HISPANIC) if yes and HISPANIC in race.names else own


def _declared(told: Told, option: str) -> dict[str, tuple[str, ...]] | None:
    value = told.values.get(option)
    if value is None:
        return None
    if not isinstance(value, Mapping):
        return {name: (name,) for name in told.names(option)} or None
    declared: dict[str, tuple[str, ...]] = {}
    for name, members in value.items():
        listed = [members] if isinstance(members, str) else members
        if not isinstance(listed, Sequence) or not all(isinstance(one, str) for one in listed):
            raise InputError(
                f"{option} of {told.standard} gives {name!r} the groups {members!r}.\n"
                'Give a list of text, such as ["f", "m"].'
            )
        declared[str(name)] = tuple(listed)
    return declared or None


def _word(group: str) -> str:
    return " ".join(group.casefold().split())
