"""The styles of a Word file: what each makes text look like, after those it is based on."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.report.printed.looks import Look, look_of, merged
from workbench.report.printed.parts import Element

__all__ = ["Style", "Styles"]

_PROPERTIES = ("tblPr", "tcPr", "pPr", "rPr")
_DEEPEST = 50


@dataclass(frozen=True)
class Style:
    """What a style makes text look like.

    Parameters
    ----------
    look : Look
        Everywhere.
    parts : tuple of Look
        In some parts of a table, such as its first row.
    """

    look: Look = field(default_factory=dict)
    parts: tuple[Look, ...] = ()


class Styles:
    """The styles of a file.

    Parameters
    ----------
    sheet : Element or None
        The part that defines them.
    """

    def __init__(self, sheet: Element | None) -> None:
        """Take the definitions; each is worked out when it is asked for."""
        found = [] if sheet is None else sheet.findall("./{*}style")
        self._elements = {(_of(one, "type"), _of(one, "styleId")): one for one in found}
        self._default = {_of(one, "type"): _of(one, "styleId") for one in found if _of(one, "default") in ("1", "true")}
        self._made: dict[tuple[str, str], Style] = {}
        self.defaults = self._defaults(sheet)

    @staticmethod
    def _defaults(sheet: Element | None) -> Look:
        if sheet is None:
            return {}
        said: Look = {}
        for path in ("pPrDefault/{*}pPr", "rPrDefault/{*}rPr"):
            said = merged(said, look_of(sheet.find(f"./{{*}}docDefaults/{{*}}{path}"), "the default of all styles"))
        return said

    def named(self, reference: Element | None, kind: str) -> Style | None:
        """Return the style that text refers to, or the one that its kind has by default.

        Parameters
        ----------
        reference : Element or None
            Such as ``w:pStyle``.
        kind : {"paragraph", "character", "table"}
            Of what it is the style.
        """
        id = "" if reference is None else _of(reference, "val")
        key = (kind, id if (kind, id) in self._elements else self._default.get(kind, ""))
        if key not in self._elements:
            return None
        if key not in self._made:
            self._made[key] = self._make(*key, depth=0)
        return self._made[key]

    def _make(self, kind: str, id: str, *, depth: int) -> Style:
        element = self._elements.get((kind, id))
        if element is None or depth > _DEEPEST:
            return Style()
        base = element.find("./{*}basedOn")
        below = Style() if base is None else self._make(kind, _of(base, "val"), depth=depth + 1)
        look = {**below.look, **_looks(element, f"style {id!r}")}
        parts = [_looks(one, f"style {id!r}") for one in element.findall("./{*}tblStylePr")]
        return Style(look, (*below.parts, *parts))


def _looks(element: Element, origin: str) -> Look:
    found: Look = {}
    for name in _PROPERTIES:
        found = {**found, **look_of(element.find(f"./{{*}}{name}"), origin)}
    return found


def _of(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
