"""The style sheet of a document: for a page of its own, or confined to its place in a notebook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from workbench.figures.colors import DARK, LIGHT, chart_variables

__all__ = ["notebook_style", "page_style", "scoped"]

_DARK = "screen and (prefers-color-scheme: dark)"
_PLACE = ":is(#workbench-report, .workbench-report)"
"""A notebook's own rules name elements inside of classes; an id that nothing has outweighs them all."""
_DARK_NOTEBOOK = ':is([data-jp-theme-light="false"], .vscode-dark)'


@cache
def page_style() -> str:
    """Return the style sheet of a page.

    Examples
    --------
    >>> "@page" in page_style()
    True
    """
    return "".join((_chart_colors(), *map(_sheet, ("colors", "report", "page", "print"))))


@cache
def notebook_style() -> str:
    """Return the style sheet of a document in a notebook: the page's, with every rule confined to its place.

    Examples
    --------
    >>> "@page" in notebook_style()
    False
    """
    sheets = (_chart_colors(), *map(_sheet, ("colors", "report", "print", "notebook")))
    return scoped("".join(sheets))


def scoped(sheet: str) -> str:
    """Return a style sheet whose rules reach nothing outside of a document in a notebook.

    Parameters
    ----------
    sheet : str
        Rules and ``@media``, without braces in strings. What stands for dark screens is for dark themes
        then, as a notebook has a light of its own; ``:root`` is the document's element.

    Examples
    --------
    >>> print(scoped(":root { color: red } a, b { top: 0 }"))
    :is(#workbench-report, .workbench-report) {color: red}
    :is(#workbench-report, .workbench-report) :is(a, b) {top: 0}
    """
    return "\n".join(_confined(re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL), _PLACE))


def _confined(sheet: str, place: str) -> Iterator[str]:
    for head, body in _rules(sheet):
        if head == f"@media {_DARK}":
            yield "\n".join(("@media screen {", *_confined(body, f"{_DARK_NOTEBOOK} {place}"), "}"))
        elif head.startswith("@media"):
            yield "\n".join((head + " {", *_confined(body, place), "}"))
        elif head == ":root":
            yield f"{place} {{{body}}}"
        elif not head.startswith("@"):
            yield from (f"{_selector(one, place)} {{{body}}}" for one in _kinds(head))


def _kinds(head: str) -> Iterator[str]:
    """Yield selectors apart where one list cannot hold them: ``:is()`` takes no pseudo-elements."""
    if "::" in head:
        yield from re.split(r",\s*(?![^()]*\))", head)
    else:
        yield head


def _selector(head: str, place: str) -> str:
    return f"{place} {head}" if "::" in head else f"{place} :is({head})"


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield each rule at the top as what stands before its braces and what stands in them."""
    start = depth = opened = 0
    for brace in re.finditer(r"[{}]", sheet):
        if brace[0] == "{":
            opened = brace.start() if depth == 0 else opened
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                yield sheet[start:opened].strip(), sheet[opened + 1 : brace.start()].strip()
                start = brace.end()


def _chart_colors() -> str:
    dark = f"@media {_DARK} {{ :root {{ {chart_variables(DARK)} }} }}"
    return f":root {{ {chart_variables(LIGHT)} }}\n{dark}\n"


def _sheet(name: str) -> str:
    return files("workbench.report").joinpath("layouts", f"{name}.css").read_text(encoding="utf-8")
