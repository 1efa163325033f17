"""What stands where in a drawing, in points: lines, areas, marks and words, and nothing of a file's format.

Drawings are laid out once; :mod:`workbench.figures.vectors` and :mod:`workbench.figures.pixels` write
them down. A colour is a word for what it is for, as in :data:`workbench.figures.colors.LIGHT`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from workbench.figures.lettering import clean, cut, width_of

__all__ = ["MARKS", "POINTS", "SIZE", "SMALL", "Area", "Mark", "Place", "Scene", "Stroke", "Words"]

POINTS = 72.0
"""Points of an inch."""

SIZE, SMALL = 9.5, 8.5
"""Sizes of text in points: names and labels; axes."""

Place = tuple[float, float]
"""Points to the right and down from the upper left corner."""

Dash = tuple[float, ...]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Stroke:
    """A line through places; ``dash`` is how much is drawn and left out by turns."""

    places: tuple[Place, ...]
    color: str
    width: float = 1.0
    dash: Dash = ()


@dataclass(frozen=True)
class Area:
    """A filled polygon, perhaps thin as tracing paper, perhaps with an outline."""

    places: tuple[Place, ...]
    color: str
    opacity: float = 1.0
    edge: str = ""


@dataclass(frozen=True)
class Mark:
    """A sign at a place, of one of the shapes in :data:`MARKS`; hollow signs are filled with paper."""

    at: Place
    shape: str
    color: str
    size: float = 6.0
    hollow: bool = False


@dataclass(frozen=True)
class Words:
    """A line of text; ``at`` is on its baseline."""

    at: Place
    text: str
    color: str = "ink"
    size: float = SIZE
    anchor: Anchor = "start"
    bold: bool = False

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom, at most."""
        width = width_of(self.text, self.size, bold=self.bold)
        left = self.at[0] - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]
        return left, self.at[1] - 0.95 * self.size, left + width, self.at[1] + 0.25 * self.size


MARKS: dict[str, tuple[Place, ...]] = {
    "circle": (),
    "square": ((-0.45, -0.45), (0.45, -0.45), (0.45, 0.45), (-0.45, 0.45)),
    "up": ((0.0, -0.6), (0.58, 0.42), (-0.58, 0.42)),
    "down": ((0.0, 0.6), (0.58, -0.42), (-0.58, -0.42)),
    "left": ((-0.6, 0.0), (0.42, -0.58), (0.42, 0.58)),
    "right": ((0.6, 0.0), (-0.42, -0.58), (-0.42, 0.58)),
    "diamond": ((0.0, -0.65), (0.65, 0.0), (0.0, 0.65), (-0.65, 0.0)),
    "plus": (
        *((-0.2, -0.6), (0.2, -0.6), (0.2, -0.2), (0.6, -0.2), (0.6, 0.2), (0.2, 0.2)),
        *((0.2, 0.6), (-0.2, 0.6), (-0.2, 0.2), (-0.6, 0.2), (-0.6, -0.2), (-0.2, -0.2)),
    ),
}
"""Shapes of signs, as polygons around their middle for a size of 1; the circle has no corners."""


@dataclass
class Scene:
    """A drawing of so many points by so many, back to front."""

    width: float
    height: float = 0.0
    marks: list[Stroke | Area | Mark | Words] = field(default_factory=list)

    def line(self, *places: Place, color: str, width: float = 1.0, dash: Dash = ()) -> None:
        """Draw a line."""
        self.marks.append(Stroke(places, color, width, dash))

    def area(self, *places: Place, color: str, opacity: float = 1.0, edge: str = "") -> None:
        """Draw a polygon."""
        self.marks.append(Area(places, color, opacity, edge))

    def box(self, left: float, top: float, right: float, bottom: float, *, color: str, opacity: float = 1.0) -> None:
        """Draw a rectangle."""
        self.area((left, top), (right, top), (right, bottom), (left, bottom), color=color, opacity=opacity)

    def mark(self, at: Place, shape: str, color: str, *, size: float = 6.0, hollow: bool = False) -> None:
        """Draw a sign."""
        self.marks.append(Mark(at, shape, color, size, hollow))

    def words(
        self,
        at: Place,
        text: str,
        *,
        color: str = "ink",
        size: float = SIZE,
        anchor: Anchor = "start",
        bold: bool = False,
    ) -> None:
        """Write a line of text, cut where the drawing ends; nothing where there is none."""
        text = cut(clean(text), size, self.width, bold=bold)
        if text:
            self.marks.append(Words(self._inside(at, text, size, anchor, bold=bold), text, color, size, anchor, bold))

    def _inside(self, at: Place, text: str, size: float, anchor: Anchor, *, bold: bool) -> Place:
        """Return the place moved so far that the text does not leave the drawing."""
        left, _, right, _ = Words(at, text, size=size, anchor=anchor, bold=bold).box
        return (at[0] + max(0.0, -left) - max(0.0, right - self.width), at[1])
