"""How much of an audit may be shown: everything, what stays in the house, or what anybody may read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbench.checks import check_choice
from workbench.errors import InputError

__all__ = ["NOT_PUBLISHED", "Disclosure", "DisclosureName", "disclosure_named"]

DisclosureName = Literal["internal", "public", "full"]

NOT_PUBLISHED = "not published"
"""Stands where a hash was."""

_THRESHOLDS = {"internal": 5, "public": 11, "full": 1}
_MOST_STEPS = {"public": 20}


@dataclass(frozen=True)
class Disclosure:
    """What may be shown.

    Parameters
    ----------
    name : {"internal", "public", "full"}
        Whom it is for; *full* hides nothing.
    threshold : int
        A count of people above 0 and below this is small, and not shown.
    margin : int
        How wide at least the range is in which a reader can tell a hidden count to lie; 0 takes ``threshold``.

    Raises
    ------
    InputError
        If the name is not known, or a number is not a whole one of 1 or more.

    Examples
    --------
    >>> Disclosure("public", 11)
    Disclosure(name='public', threshold=11, margin=11)
    """

    name: DisclosureName
    threshold: int
    margin: int = 0

    def __post_init__(self) -> None:
        """Check the values; fill the margin."""
        check_choice("disclosure", self.name, list(_THRESHOLDS))
        for what, value, least in (("threshold", self.threshold, 1), ("margin", self.margin, 0)):
            if type(value) is not int or value < least:
                raise InputError(f"{what} of the disclosure is {value!r}.\nGive a whole number of people, such as 11.")
        if self.hides_nothing and self.threshold > 1:
            raise InputError(
                f"threshold of the disclosure is {self.threshold}, but 'full' hides nothing.\n"
                "Choose 'internal' or 'public' to hide small counts."
            )
        object.__setattr__(self, "margin", self.margin or self.threshold)

    @property
    def hides_nothing(self) -> bool:
        """Whether all is shown."""
        return self.name == "full"

    @property
    def whole_percents(self) -> bool:
        """Whether percentages are printed without decimals, so that few people cannot be told from them."""
        return self.name == "public"

    @property
    def most_steps(self) -> int | None:
        """How many steps of a score are shown at most; ``None`` for as many as there are."""
        return _MOST_STEPS.get(self.name)

    @property
    def keeps_amounts(self) -> bool:
        """Whether sums of amounts are shown: one person's pay can be most of one."""
        return self.name != "public"

    @property
    def keeps_hashes(self) -> bool:
        """Whether hashes of data stay: who knows all but a few values could try those until a hash fits."""
        return self.name != "public"

    @property
    def fewest(self) -> int:
        """The smallest count above 0 that is shown, and that any pool of hidden groups has."""
        return max(self.threshold, self.margin)


def disclosure_named(name: str, threshold: int | None = None, margin: int = 0) -> Disclosure:
    """Return a level of disclosure by its name.

    Parameters
    ----------
    name : {"internal", "public", "full"}
        *internal* hides counts of 1 to 4, *public* those of 1 to 10, *full* none.
    threshold : int, optional
        The smallest count that is shown instead.
    margin : int
        The smallest width of the range in which a hidden count can be told to lie; 0 takes the threshold.

    Raises
    ------
    InputError
        If there is no such level, or a number is not a whole one of 1 or more.

    Examples
    --------
    >>> disclosure_named("internal").threshold, disclosure_named("public", 20).margin
    (5, 20)
    """
    check_choice("disclosure", name, list(_THRESHOLDS))
    return Disclosure(name, _THRESHOLDS[name] if threshold is None else threshold, margin)  # type: ignore[arg-type]
