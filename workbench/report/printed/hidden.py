"""What a Word file holds and does not show: hidden, in the colour of its ground, too small, or off the page.

What counts is how text looks in the end, after defaults, styles and its own formatting: another program may
write the same look in other words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from workbench.report.printed.looks import Look, hides, look_of, merged
from workbench.report.printed.parts import Element, Parts, local
from workbench.report.printed.word_styles import Styles

__all__ = ["HIDDEN", "hidden_text"]

HIDDEN = "hidden/"
"""How the names of such findings begin, among those of drawings."""

_SHOWN_IN = ("header", "footer", "footnotes", "endnotes")
_LEFT_OUT = frozenset({"del", "moveFrom", "instrText", "delText", "rPr", "pPr", "sdtPr", "tblPr", "tcPr", "trPr"})
_LEAST_ROW = 100  # twentieths of a point


@dataclass(frozen=True)
class _Place:
    """Where in a part text is looked at."""

    look: Look
    table: Look
    style: str = ""


def hidden_text(parts: Parts, main: str) -> Mapping[str, str]:
    """Return what hides text in a Word file, and how; empty where nothing does.

    Parameters
    ----------
    parts : Parts
        The opened file.
    main : str
        Its part with the text.
    """
    related = sorted(parts.related(main).values())
    sheet = next((name for kind, name in related if kind == "styles"), None)
    styles = Styles(parts.tree(sheet) if sheet is not None else None)
    found: dict[str, str] = {}
    for name in (main, *(name for kind, name in related if kind in _SHOWN_IN)):
        root = parts.tree(name)
        ground = look_of(root.find("./{*}background"), "the page's background")
        start = merged(ground, styles.defaults)
        for who, why in _walk(root, _Place(start, start), styles):
            found.setdefault(f"{HIDDEN}{who} hides text", why)
    return found


def _walk(element: Element, place: _Place, styles: Styles) -> Iterator[tuple[str, str]]:
    for child in element:
        name = local(child)
        if name in _LEFT_OUT:
            continue
        inner = place
        if name == "tbl":
            inner, parts = _table(child, place, styles)
            yield from parts
        elif name == "tr":
            yield from _low_row(child)
        elif name == "tc":
            inner = replace(place, table=merged(place.table, look_of(child.find("./{*}tcPr"), "a cell's shading")))
        elif name == "p":
            inner = replace(place, look=_paragraph(child, place, styles))
        elif name == "r":
            inner = replace(place, look=_run(child, place.look, styles))
        elif name == "t" and (child.text or "").strip():
            yield from hides(place.look)
        yield from _walk(child, inner, styles)


def _table(table: Element, place: _Place, styles: Styles) -> tuple[_Place, list[tuple[str, str]]]:
    """Return the look that a table gives to what is in it, and what its style hides in some of its parts."""
    style = styles.named(table.find("./{*}tblPr/{*}tblStyle"), "table")
    look = merged(place.table, style.look if style is not None else {})
    found = [one for part in (style.parts if style is not None else ()) for one in hides(merged(look, part))]
    return replace(place, table=merged(look, look_of(table.find("./{*}tblPr"), "a table's shading"))), found


def _paragraph(paragraph: Element, place: _Place, styles: Styles) -> Look:
    properties = paragraph.find("./{*}pPr")
    style = styles.named(None if properties is None else properties.find("./{*}pStyle"), "paragraph")
    look = merged(place.table, style.look if style is not None else {})
    return merged(look, look_of(properties, "the format of a paragraph"), own=True)


def _run(run: Element, look: Look, styles: Styles) -> Look:
    properties = run.find("./{*}rPr")
    if properties is None:
        return look
    style = styles.named(properties.find("./{*}rStyle"), "character")
    look = merged(look, style.look if style is not None else {})
    return merged(look, look_of(properties, "the format of a passage"), own=True)


def _low_row(row: Element) -> Iterator[tuple[str, str]]:
    for height in row.findall("./{*}trPr/{*}trHeight"):
        said = {key.rpartition("}")[2]: value for key, value in height.attrib.items()}
        if said.get("hRule") == "exact" and said.get("val", "").isdecimal() and int(said["val"]) < _LEAST_ROW:
            yield "the height of a table's row", "it is too low to be read"
