"""A scene as SVG with real text.

Colours stand in attributes, not in a style sheet: nothing has to be kept apart when two drawings stand
on one page, and a page's own rules always win.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from workbench.figures.colors import Resolve
from workbench.figures.lettering import FONT
from workbench.figures.scene import MARKS, Area, Mark, Place, Scene, Stroke, Words

__all__ = ["svg_of"]

_RIM = 1.3


def svg_of(scene: Scene, id: str, color: Resolve) -> str:
    """Return a scene as an SVG element.

    Parameters
    ----------
    scene : Scene
        What is drawn.
    id : str
        The element's id.
    color : callable
        Turns what a colour is for into an attribute.

    Returns
    -------
    str
        From ``<svg`` to ``</svg>``; the same text for the same scene.

    Examples
    --------
    >>> from workbench.figures.colors import plain_color
    >>> scene = Scene(20.0, 10.0)
    >>> scene.line((0.0, 5.0), (20.0, 5.0), color="ink")
    >>> print(svg_of(scene, "a", plain_color).splitlines()[1])
    <path d="M0 5L20 5" fill="none" stroke="#1a1a1a" stroke-width="1"/>
    """
    width, height = _number(scene.width), _number(scene.height)
    # Names may be written from right to left; where they stand is counted from the left all the same.
    head = (
        f'<svg id={quoteattr(id)} xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" '
        f'viewBox="0 0 {width} {height}" direction="ltr" font-family="{FONT}, sans-serif">'
    )
    return "\n".join([head, *(_element(mark, color) for mark in scene.marks), "</svg>"])


def _element(mark: Stroke | Area | Mark | Words, color: Resolve) -> str:
    match mark:
        case Stroke():
            dash = f' stroke-dasharray="{" ".join(map(_number, mark.dash))}"' if mark.dash else ""
            shape = f'd="{_path(mark.places)}" fill="none" stroke="{color(mark.color)}"'
            return f'<path {shape} stroke-width="{_number(mark.width)}"{dash}/>'
        case Area():
            opacity = f' fill-opacity="{_number(mark.opacity)}"' if mark.opacity < 1 else ""
            edge = f' stroke="{color(mark.edge)}" stroke-width="0.6"' if mark.edge else ""
            return f'<path d="{_path(mark.places)}Z" fill="{color(mark.color)}"{opacity}{edge}/>'
        case Mark():
            return _sign(mark, color)
        case Words():
            return _text(mark, color)


def _sign(mark: Mark, color: Resolve) -> str:
    (x, y), size = mark.at, mark.size
    rim = f' stroke="{color(mark.color)}" stroke-width="{_number(_RIM)}"' if mark.hollow else ""
    fill = f'fill="{color("paper" if mark.hollow else mark.color)}"{rim}'
    corners = MARKS[mark.shape]
    if not corners:
        return f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{_number(size / 2)}" {fill}/>'
    return f'<path d="{_path([(x + size * a, y + size * b) for a, b in corners])}Z" {fill}/>'


def _text(words: Words, color: Resolve) -> str:
    anchor = f' text-anchor="{words.anchor}"' if words.anchor != "start" else ""
    weight = ' font-weight="bold"' if words.bold else ""
    where = f'x="{_number(words.at[0])}" y="{_number(words.at[1])}" font-size="{_number(words.size)}"'
    return f'<text {where} fill="{color(words.color)}"{anchor}{weight}>{escape(words.text)}</text>'


def _path(places: Sequence[Place]) -> str:
    return "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in places)


def _number(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")
