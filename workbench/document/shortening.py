"""Names that have to be shortened, such that those that differ still look different."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar
from unicodedata import category

from workbench.document.nodes import Name
from workbench.document.wording import LONGEST_NAME, name

__all__ = ["names", "told_apart"]

Look = TypeVar("Look", bound=Hashable)

_HEADS = (12, 6, 3, 0)
_LONGEST_WORD = 10
_WHOLE = 1_000_000


def names(texts: Iterable[str], longest: int = LONGEST_NAME) -> dict[str, Name]:
    """Return how each of some names is shown beside the others, as ``wording.name`` does one by one.

    Of names that only differ where something is left out, the place is shown where they differ.

    Parameters
    ----------
    texts : iterable of str
        What people wrote.
    longest : int
        Of each name, in characters.

    Examples
    --------
    >>> long = [f"people who came by way of {place} and stayed for the whole year" for place in ("north", "south")]
    >>> [one.text for one in names(long, 30).values()]
    ['people who c…north …whole year', 'people who c…south …whole year']
    """

    def shorter(text: str) -> Name:
        return name(text, longest)

    whole = {text: name(text, _WHOLE).text for text in texts}
    return dict(zip(whole, told_apart(list(whole.values()), shorter, shorter), strict=True))


def told_apart(texts: Sequence[str], short: Callable[[str], Look], middle: Callable[[str], Look]) -> list[Look]:
    """Return how texts look that are shortened, no two that differ alike.

    They lose their end. Those that would look alike lose their middle; those that still do lose what they have
    in common. Only where there is no room for a few characters may two look alike.

    Parameters
    ----------
    texts : sequence of str
        Some may be the same, and then look the same.
    short, middle : callable
        Shorten one text at its end, and in its middle.

    Examples
    --------
    >>> told_apart(["aaaa", "aabb"], lambda text: text[:3], lambda text: text[:1] + text[-2:])
    ['aaa', 'aab']
    >>> told_apart(["aaab", "aaac"], lambda text: text[:3], lambda text: text[:1] + text[-2:])
    ['aab', 'aac']
    """
    looks = {text: short(text) for text in texts}
    for alike in _alike(looks):
        looks |= {text: middle(text) for text in alike}
    for alike in _alike(looks):
        looks |= _by_difference(alike, short, {look for text, look in looks.items() if text not in alike})
    return [looks[text] for text in texts]


def _alike(looks: Mapping[str, Look]) -> Iterator[list[str]]:
    """Yield texts that differ and look alike."""
    groups: dict[Look, list[str]] = {}
    for text, look in looks.items():
        groups.setdefault(look, []).append(text)
    yield from (texts for texts in groups.values() if len(texts) > 1)


def _by_difference(texts: Sequence[str], short: Callable[[str], Look], taken: set[Look]) -> dict[str, Look]:
    """Return texts without what they have in common before they differ: as much of it as leaves them different.

    None looks as another text already does, which is ``taken``.
    """
    differ = _differ_at(texts)
    looks: dict[str, Look] = {}
    for head in _HEADS:
        for begin in dict.fromkeys((_word_begin(texts[0], differ), differ)):
            looks = {text: short(_from(text, head, begin)) for text in texts}
            if len(set(looks.values()) - taken) == len(texts):
                return looks
    for alike in _alike(looks):
        if len(alike) < len(texts):
            others = {look for text, look in looks.items() if text not in alike}
            looks |= _by_difference(alike, short, taken | others)
    return looks


def _differ_at(texts: Sequence[str]) -> int:
    """Return where texts begin to differ, before the character that a mark stands on."""
    sides = enumerate(zip(*texts, strict=False))  # as far as the shortest goes
    at = next((place for place, side in sides if len(set(side)) > 1), min(map(len, texts)))
    while at > 0 and any(category(text[at]).startswith("M") for text in texts if at < len(text)):
        at -= 1
    return at


def _word_begin(text: str, at: int) -> int:
    """Return where the word begins that a place is in, if that is near."""
    begin = at
    while begin > 0 and text[begin - 1].isalnum():
        begin -= 1
    return begin if at - begin <= _LONGEST_WORD else at


def _from(text: str, head: int, begin: int) -> str:
    return text if begin <= head else f"{text[:head].rstrip()}…{text[begin:]}"
