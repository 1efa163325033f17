"""Names for the parts of a pipeline: of the step and its columns, and such that scikit-learn takes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["part_names"]

_LONGEST = 60


def part_names(parts: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    """Return a name for each part of a pipeline, all of them different.

    Parameters
    ----------
    parts : iterable of (str, sequence of str)
        The step's title and the columns of each part. Columns may have any name; scikit-learn's parts may not hold
        two underscores in a row.

    Examples
    --------
    >>> part_names([("numbers", ["age"]), ("numbers", ["a__b"]), ("places", ["x", "y"]), ("numbers", ["age"])])
    ['numbers: age', 'numbers: a_b', 'places: x, y', 'numbers: age (2)']
    """
    names: list[str] = []
    taken: set[str] = set()
    for title, columns in parts:
        plain = _without_double_underscores(" ".join(f"{title}: {', '.join(columns)}".split()))
        plain = plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1].rstrip("_") + "…"
        name, again = plain, 1
        while name in taken:
            again += 1
            name = f"{plain} ({again})"
        taken.add(name)
        names.append(name)
    return names


def _without_double_underscores(text: str) -> str:
    while "__" in text:
        text = text.replace("__", "_")
    return text
