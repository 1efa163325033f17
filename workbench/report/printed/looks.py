"""How text of a Word file looks, as far as that can hide it, and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workbench.report.printed.parts import Element, local

__all__ = ["Look", "hides", "look_of", "merged"]

Look = Mapping[str, tuple[str, str]]
"""Of each property that can hide text its value, and what gives it: a style, a format of its own."""

_LEAST_SIZE = 10  # half points
_LEAST_SCALE, _LEAST_LINE = 25, 100  # percent; twentieths of a point
_LEAST_CONTRAST, _DARK = 1.5, 0.2
_FARTHEST = 9_000  # twentieths of a point: most of the width of a page
_OFF = frozenset({"0", "false", "off", "none"})
_PAPER = "FFFFFF"
_OF_THEME = {"background1": _PAPER, "light1": _PAPER}
_VALUES = {"sz": "size", "w": "scale"}


def look_of(properties: Element | None, origin: str) -> Look:
    """Return what properties of a run, paragraph, cell or page say of the look of text.

    Parameters
    ----------
    properties : Element or None
        Such as ``w:rPr``.
    origin : str
        What they are, for a reader.
    """
    found: dict[str, tuple[str, str]] = {}
    if properties is None:
        return found
    if local(properties) == "background":
        found["page"] = (_color(properties), origin)
    for one in properties:
        found |= {key: (value, origin) for key, value in _said(one)}
    return found


def _said(one: Element) -> Iterator[tuple[str, str]]:
    name = local(one)
    if name in ("vanish", "specVanish"):
        yield "vanish", "" if _attribute(one, "val").lower() in _OFF else "yes"
    elif name == "color":
        yield "color", _color(one)
    elif name == "shd":
        fill = _attribute(one, "fill")
        yield "fill", _OF_THEME.get(_attribute(one, "themeFill"), fill)
    elif name == "highlight":
        yield "fill", "unknown"
    elif name in _VALUES:
        yield _VALUES[name], _attribute(one, "val")
    elif name == "spacing" and _attribute(one, "line"):
        yield "line", _attribute(one, "line") if _attribute(one, "lineRule") == "exact" else ""
    elif name == "ind":
        yield "left", _attribute(one, "left") or _attribute(one, "start")


def merged(look: Look, more: Look, *, own: bool = False) -> Look:
    """Return a look with more said of it.

    Parameters
    ----------
    look : Look
        What is said already.
    more : Look
        What comes after it, and wins.
    own : bool
        Whether it is formatting of its own; a style cannot show what another style hides.
    """
    found = {**look, **more}
    if not own and look.get("vanish", ("", ""))[0]:
        found["vanish"] = look["vanish"]
    return found


def hides(look: Look) -> Iterator[tuple[str, str]]:
    """Yield what hides text that looks so, and how.

    Parameters
    ----------
    look : Look
        After everything was said.

    Examples
    --------
    >>> list(hides({"color": ("FFFFFF", "style 'Title'")}))
    [("style 'Title'", 'its colour is nearly that of the ground')]
    >>> list(hides({"size": ("20", "style 'Title'")}))
    []
    """
    for name, least, why in (
        ("size", _LEAST_SIZE, "it is smaller than 5 points"),
        ("scale", _LEAST_SCALE, "its letters are too narrow to be read"),
        ("line", _LEAST_LINE, "its lines are too low to be read"),
    ):
        value, origin = look.get(name, ("", ""))
        size = _number(value)
        if size is not None and size < least:
            yield origin, why
    left = _number(look.get("left", ("", ""))[0])
    if left is not None and abs(left) > _FARTHEST:
        yield look["left"][1], "it stands off the page"
    if look.get("vanish", ("", ""))[0]:
        yield look["vanish"][1], "it is marked as hidden"
    color, ground = look.get("color", ("", "")), look.get("fill", ("", ""))
    if ground[0].lower() in ("", "auto"):
        ground = look.get("page", (_PAPER, ""))
    one, other = _light(color[0]), _light(ground[0])
    if one is not None and other is not None and _contrast(one, other) < _LEAST_CONTRAST:
        # Dark text is rarely what was changed: the ground is.
        yield (ground if one < _DARK and ground[1] else color)[1], "its colour is nearly that of the ground"


def _contrast(one: float, other: float) -> float:
    low, high = sorted((one, other))
    return (high + 0.05) / (low + 0.05)


def _light(color: str) -> float | None:
    """Return the relative luminance of a colour; ``None`` where it is left to the program."""
    try:
        parts = [int(color[at : at + 2], 16) / 255 for at in (0, 2, 4)] if len(color) == 6 else None
    except ValueError:
        return None
    if parts is None:
        return None
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _color(element: Element) -> str:
    return _OF_THEME.get(_attribute(element, "themeColor"), _attribute(element, "val") or _attribute(element, "color"))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
