"""A document as one HTML file: offline, readable without JavaScript, printing on A4.

This file knows layout and nothing else. Every text is escaped by the template engine; the only
markup that passes is the SVG that :mod:`workbench.figures.static` drew.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from workbench.document.nodes import Block, Callout, Chart, Document, Name, Part, Section, Shown, Table
from workbench.document.wording import MARKS, plain, say
from workbench.figures.static import chart_svg

__all__ = ["to_html"]

_MOST_WITHOUT_CONTENTS = 8


def to_html(document: Document) -> str:
    """Return the document as one HTML page.

    Parameters
    ----------
    document : Document
        What ``build_report`` returned.

    Returns
    -------
    str
        A page that asks for nothing from anywhere.
    """
    template = _environment().get_template("report.html.j2")
    return template.render(
        document=document,
        marks=MARKS,
        contents=plain(say("audit.contents")),
        most_without_contents=_MOST_WITHOUT_CONTENTS,
    ).lstrip()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("workbench.report", "layouts"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plain"] = plain
    environment.filters["drawing"] = _drawing
    environment.tests["name"] = lambda part: isinstance(part, Name)
    environment.tests["shown"] = lambda part: isinstance(part, Shown)
    environment.tests["short"] = _is_short
    environment.filters["kind"] = _kind
    return environment


def _kind(value: Block | Part) -> str:
    return type(value).__name__.lower()


def _is_short(section: Section) -> bool:
    """Whether a section holds no chart and no wide table, so that two fit side by side on paper."""
    return all(not isinstance(block, (Chart, Callout)) and not _is_wordy(block) for block in section.blocks)


def _is_wordy(block: Block) -> bool:
    """Whether a block is a table of sentences, which in half a page would be very tall."""
    return isinstance(block, Table) and not any(block.numeric) and len(block.rows) > 1


def _drawing(chart: Chart) -> Markup:
    # matplotlib escapes the text it draws; nothing else of this string comes from outside.
    return Markup(chart_svg(chart))  # noqa: S704
