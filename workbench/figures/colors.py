"""Colours of drawings: one set for light pages and one for dark ones, by what they are for.

Every colour that means something has a contrast of at least 3:1 against the paper, text of at least
4.5:1. Lines can be told apart with any of the common kinds of colour blindness; still, nothing is
told by colour alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

__all__ = ["DARK", "LIGHT", "LINE_COLORS", "Resolve", "chart_variables", "in_page", "plain_color"]

Resolve = Callable[[str], str]
"""Turns what a colour is for into what a drawing's attributes say."""

LINE_COLORS = 6
"""How many lines have colours of their own."""

LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "paper": "#ffffff",
        "ink": "#1a1a1a",
        "quiet": "#5c6570",
        "grid": "#e3e7eb",
        "band": "#5c6570",
        "1": "#0072b2",
        "2": "#d55e00",
        "3": "#009e73",
        "4": "#541613",
        "5": "#8958e0",
        "6": "#df1b38",
    }
)
"""On white paper. ``grid`` only guides the eye; ``band`` is drawn thin, between lines of ``quiet``."""

DARK: Mapping[str, str] = MappingProxyType(
    {
        "paper": "#14181d",
        "ink": "#e8eaed",
        "quiet": "#a3acb7",
        "grid": "#2b323a",
        "band": "#a3acb7",
        "1": "#56b4e9",
        "2": "#f28e4b",
        "3": "#1f9e78",
        "4": "#f5e6da",
        "5": "#a06cf5",
        "6": "#f0506e",
    }
)
"""The same on dark paper."""


def chart_variables(colors: Mapping[str, str]) -> str:
    """Return a page's declarations of the drawings' colours, to stand in a rule such as ``:root { … }``.

    Parameters
    ----------
    colors : mapping of str to str
        :data:`LIGHT` or :data:`DARK`. A page without declarations gets the light ones.

    Examples
    --------
    >>> chart_variables(DARK).split("; ")[0]
    '--chart-paper: #14181d'
    """
    return "; ".join(f"--chart-{role}: {color}" for role, color in colors.items())


def in_page(role: str) -> str:
    """Return a colour as a page sets it.

    Examples
    --------
    >>> in_page("ink")
    'var(--chart-ink, #1a1a1a)'
    """
    return f"var(--chart-{role}, {LIGHT[role]})"


def plain_color(role: str) -> str:
    """Return a colour for white paper, for programs that know no variables.

    Examples
    --------
    >>> plain_color("ink")
    '#1a1a1a'
    """
    return LIGHT[role]
