"""What every interactive chart has in common: colours of one theme, text that stays text, numbers under the pointer."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any, Literal

from workbench.document.charts import interval_cell
from workbench.document.nodes import Fact
from workbench.document.wording import cell, plain, say
from workbench.figures.colors import DARK, LIGHT

__all__ = ["FONT", "Canvas", "Theme", "as_text", "finite", "number"]

Theme = Literal["light", "dark"]

FONT = 'system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif'
_HEX = 16
_LINE = 18
_TITLE_WIDTH = 90
_DIGITS = 10


@dataclass
class Canvas:
    """A figure in the making, as plotly's own JSON: traces, shapes, notes and axes.

    Parameters
    ----------
    theme : {"light", "dark"}
        Whose colours.
    facts : mapping of str to Fact
        The numbers drawn, by id: under the pointer stand their intervals and how many people they rest on.
    """

    theme: Theme
    facts: Mapping[str, Fact]
    traces: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    layout: dict[str, Any] = field(default_factory=dict)
    above: int = 8
    """How much room notes take above the drawing, in pixels."""

    def color(self, role: str, opacity: float = 1.0) -> str:
        """Return what a colour of a drawing is in this theme."""
        plain_color = (DARK if self.theme == "dark" else LIGHT)[role]
        if opacity == 1:
            return plain_color
        parts = [int(plain_color[start : start + 2], _HEX) for start in (1, 3, 5)]
        return f"rgba({parts[0]},{parts[1]},{parts[2]},{opacity:g})"

    def axis(self, title: str, **named: Any) -> dict[str, Any]:
        """Return an axis with its title."""
        return {
            "title": {"text": as_text(title), "font": {"size": 12}},
            "gridcolor": self.color("grid"),
            "linecolor": self.color("quiet"),
            "tickfont": {"color": self.color("quiet"), "size": 12},
            "zeroline": False,
            "automargin": True,
            **named,
        }

    def upward(self, title: str, **named: Any) -> dict[str, Any]:
        """Return a vertical axis; what it measures stands above the drawing, where it can be read without turning."""
        lines = [as_text(line) for line in wrap(title, _TITLE_WIDTH)]
        self.notes.append(
            {
                "text": "<br>".join(lines),
                "font": {"size": 12},
                "align": "left",
                "xref": "paper",
                "yref": "paper",
                "x": 0,
                "y": 1,
                "xanchor": "left",
                "yanchor": "bottom",
                "yshift": self.above,
                "showarrow": False,
            }
        )
        self.above += _LINE * len(lines)
        return self.axis("", **named)

    def hover(self, name: str, said: str, fact: str = "") -> str:
        """Return what stands under the pointer: a name, its number, its interval and how many people.

        Parameters
        ----------
        name : str
            Of whom or what.
        said : str
            The number as the drawing writes it.
        fact : str
            The fact's id; empty: only the name and the number.
        """
        lines = [f"<b>{as_text(name)}</b>"] if name else []
        lines += [as_text(said)] if said else []
        found = self.facts.get(fact)
        if found is not None and not (math.isnan(found.low) or math.isnan(found.high)):
            lines.append(as_text(plain(say("hover.interval", interval=interval_cell(found)))))
        if found is not None and found.n and f"{found.n:,}" not in said:
            lines.append(as_text(plain(say("hover.n", n=f"{found.n:,}"))))
        return "<br>".join(lines)

    def said(self, fact: str, value: float) -> str:
        """Return a number as tables write it, or roughly where no fact stands behind it."""
        found = self.facts.get(fact)
        return f"{value:.3g}" if found is None else plain((cell(found),))

    def rule(self, *, x: float | None = None, y: float | None = None, over: tuple[str, str] = ("x", "y")) -> None:
        """Draw a dashed line through a value of an axis, from edge to edge."""
        line = {"color": self.color("quiet"), "width": 1.5, "dash": "dash"}
        if x is not None and not math.isnan(x):
            across = {"xref": over[0], "yref": f"{over[1]} domain", "x0": x, "x1": x, "y0": 0, "y1": 1}
            self.shapes.append({"type": "line", "line": line, **across})
        if y is not None and not math.isnan(y):
            upward = {"xref": f"{over[0]} domain", "yref": over[1], "x0": 0, "x1": 1, "y0": y, "y1": y}
            self.shapes.append({"type": "line", "line": line, **upward})

    def shade(self, low: float, high: float, *, is_across: bool) -> None:
        """Draw what is tolerated as a quiet band, behind everything."""
        if math.isnan(low) or math.isnan(high):
            return
        ends = (
            {"xref": "x", "yref": "y domain", "x0": low, "x1": high, "y0": 0, "y1": 1}
            if is_across
            else {"xref": "x domain", "yref": "y", "x0": 0, "x1": 1, "y0": low, "y1": high}
        )
        look = {"fillcolor": self.color("band", 0.13), "line": {"color": self.color("quiet"), "width": 0.7}}
        self.shapes.append({"type": "rect", "layer": "below", **look, **ends})

    def errors(self, values: Sequence[float], lows: Sequence[float], highs: Sequence[float], role: str) -> Any:
        """Return intervals about values; none where there is none."""
        pairs = [
            (high - value, value - low) if not any(map(math.isnan, (value, low, high))) else (0.0, 0.0)
            for value, low, high in zip(values, lows, highs, strict=True)
        ]
        return {
            "type": "data",
            "symmetric": False,
            "array": [finite(up) for up, _ in pairs],
            "arrayminus": [finite(down) for _, down in pairs],
            "color": self.color(role),
            "thickness": 1.6,
            "width": 4,
        }


def as_text(text: str) -> str:
    """Return text that plotly shows as it is: neither its markup, nor mathematics.

    Examples
    --------
    >>> as_text("<b>a & b</b> $x$")
    '&lt;b&gt;a &amp; b&lt;/b&gt; &#36;x&#36;'
    """
    return html.escape(text, quote=False).replace("$", "&#36;")


def number(value: float, *, of_100: bool) -> float | None:
    """Return a value as it is drawn: shares counted of 100; nothing where there is none."""
    return finite(100 * value if of_100 else value)


def finite(value: float) -> float | None:
    """Return a number that JSON can hold, without the noise of its last digits.

    Examples
    --------
    >>> finite(0.1 + 0.2), finite(float("nan"))
    (0.3, None)
    """
    return float(f"{value:.{_DIGITS}g}") if math.isfinite(value) else None
