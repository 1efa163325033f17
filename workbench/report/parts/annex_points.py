"""The points of the EU AI Act that a report is arranged by: Annex IV, Article 10 and Article 13(3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

__all__ = ["CHAPTERS", "KNOWN_AS_OF", "POINTS", "TOPICS", "Chapter", "Need", "Point"]

KNOWN_AS_OF = "2026-09"
"""When the text of the Act was last read."""

Need = Literal["", "audit", "model", "explanation"]


@dataclass(frozen=True)
class Point:
    """One point of the law.

    Parameters
    ----------
    place : str
        Its key, such as ``"iv/2/g"``; answers of people stand there by it.
    number : str
        How the law numbers it.
    needs : {"", "audit", "model", "explanation"}
        Which result its evidence comes from; empty where only people can say it.
    """

    place: str
    number: str
    needs: Need = ""

    @property
    def title(self) -> str:
        """The message that names it."""
        return f"point.{self.place}"

    @property
    def cited(self) -> str:
        """How one refers to it."""
        return f"{'Annex IV,' if self.place.startswith('iv') else 'Article'} {self.number}"


@dataclass(frozen=True)
class Chapter:
    """A part of the law that becomes a section.

    Parameters
    ----------
    place : str
        Its key.
    law : str
        What the law calls it.
    points : tuple of Point
        Its points; only itself where it has no letters.
    """

    place: str
    law: str
    points: tuple[Point, ...]


def _lettered(place: str, number: str, letters: str, needs: Mapping[str, Need]) -> tuple[Point, ...]:
    return tuple(Point(f"{place}/{one}", f"{number} ({one})", needs.get(one, "")) for one in letters)


def _alone(place: str, number: str, needs: Need = "") -> tuple[Point, ...]:
    return (Point(place, number, needs),)


CHAPTERS: tuple[Chapter, ...] = (
    Chapter("iv/1", "Annex IV, 1", _lettered("iv/1", "1", "abcdefgh", {})),
    Chapter("iv/2", "Annex IV, 2", _lettered("iv/2", "2", "abcdefgh", {"a": "model", "g": "audit"})),
    Chapter("iv/3", "Annex IV, 3", _alone("iv/3", "3", "audit")),
    Chapter("iv/4", "Annex IV, 4", _alone("iv/4", "4")),
    Chapter("iv/5", "Annex IV, 5", _alone("iv/5", "5")),
    Chapter("iv/6", "Annex IV, 6", _alone("iv/6", "6")),
    Chapter("iv/7", "Annex IV, 7", _alone("iv/7", "7")),
    Chapter("iv/8", "Annex IV, 8", _alone("iv/8", "8")),
    Chapter("iv/9", "Annex IV, 9", _alone("iv/9", "9")),
    Chapter(
        "10",
        "Article 10",
        (
            *_lettered("10/2", "10(2)", "abcdefgh", {"e": "audit", "f": "audit"}),
            Point("10/3", "10(3)", "audit"),
            Point("10/4", "10(4)"),
            Point("10/special", "4a (formerly 10(5))"),
        ),
    ),
    Chapter(
        "13",
        "Article 13(3)",
        (
            Point("13/a", "13(3) (a)"),
            Point("13/b/i", "13(3) (b) (i)"),
            Point("13/b/ii", "13(3) (b) (ii)", "audit"),
            Point("13/b/iii", "13(3) (b) (iii)"),
            Point("13/b/iv", "13(3) (b) (iv)", "explanation"),
            Point("13/b/v", "13(3) (b) (v)", "audit"),
            Point("13/b/vi", "13(3) (b) (vi)"),
            Point("13/b/vii", "13(3) (b) (vii)"),
            *_lettered("13", "13(3)", "cdef", {}),
        ),
    ),
)
"""Every part, in the order of the law."""

POINTS: Mapping[str, Point] = MappingProxyType({one.place: one for part in CHAPTERS for one in part.points})
"""Every point, by its key."""

TOPICS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "purpose": tuple(f"iv/1/{letter}" for letter in "abcdefgh"),
        "role": ("annex_iv/role", "annex_iv/risk_class"),
        "data": ("iv/2/d", "10/2/b"),
        "bias": ("10/2/f",),
        "design": ("iv/2/a", "iv/2/b"),
        "metrics": ("iv/4",),
        "results": ("iv/2/g", "iv/3"),
        "robustness": ("annex_iv/2/robustness", "iv/2/h"),
        "risks": ("model_card/ethics/risks", "model_card/intended_use/out_of_scope", "iv/5"),
        "oversight": ("iv/2/e", "13/b/vii"),
        "mitigation": ("10/2/g", "sign_off/residual_risk"),
        "inputs": ("13/b/vi",),
        "changes": ("iv/6", "iv/2/f"),
        "monitoring": ("iv/9",),
        "standards": ("iv/7", "iv/8"),
        "sign_off": ("sign_off",),
    }
)
"""What a report under the Act holds, and where: points, fields, or the sign-off."""
