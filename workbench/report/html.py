"""A document as one HTML file: offline, readable without JavaScript, printing on A4.

This file knows layout and nothing else. Every text is escaped by the template engine; the only markup
that passes is the SVG that :mod:`workbench.figures.static` drew. A browser runs and applies only what
is listed in the page's policy by its digest, and fetches nothing.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from workbench.core.schema import Json
from workbench.core.sign_off import is_expired
from workbench.document.drawings import Waterfall
from workbench.document.nodes import Block, Callout, Chart, Document, Name, Part, Section, Shown, Table, Terms
from workbench.document.wording import MARKS, plain, say
from workbench.figures.explorer import explorer_script
from workbench.figures.static import chart_svg
from workbench.report.data_block import evidence_block, script_json
from workbench.report.lettering import clean
from workbench.report.parts.columns import BARS
from workbench.report.styles import notebook_style, page_style

__all__ = ["to_fragment", "to_html"]

_MOST_WITHOUT_CONTENTS = 8
_MOST_ABREAST = 3
_MOST_OPEN = 12
"""A table behind a chart with more rows is folded in a notebook."""
_CLOSING = "about"
_BARS = frozenset(BARS)
_WORDS = {
    "contents": "audit.contents",
    "notices": "page.notices",
    "past": "page.past",
    "until": "page.until",
    "numbers": "page.numbers",
    "explorer": "page.explorer",
    "explorer_lead": "page.explorer_lead",
    "explorer_script": "page.explorer_script",
}
"""What the page itself says, by what it is called in the layouts."""


def to_html(document: Document, evidence: Mapping[str, Json] | None = None) -> str:
    """Return the document as one HTML page.

    Parameters
    ----------
    document : Document
        What ``build_report`` returned.
    evidence : mapping, optional
        What the page carries so that it can be checked; nothing a reader sees depends on it.

    Returns
    -------
    str
        A page that asks for nothing from anywhere.
    """
    reason = document.explorer.get("reason")
    explored = bool(document.explorer) and reason is None
    scripts = [("", _expiry())] if document.expires else []
    scripts += [("module", _embeddable(explorer_script()))] if explored else []
    styles = [page_style(), *(_explorer_styles() if explored else ())]
    return _rendered(
        "report.html.j2",
        document,
        ids="",
        style=Markup(page_style()),  # noqa: S704 - our own file
        scripts=[(kind, Markup(text)) for kind, text in scripts],  # noqa: S704 - our own files
        policy=_policy(styles, [text for _, text in scripts]),
        explorer_reason=reason,
        explorer_data=Markup(script_json(document.explorer)),  # noqa: S704 - holds no markup
        evidence=Markup("" if evidence is None else evidence_block(evidence) + "\n"),  # noqa: S704 - as above
    )


def to_fragment(document: Document) -> str:
    """Return the document as HTML that stands inside of another page, as a notebook's.

    Parameters
    ----------
    document : Document
        What ``build_report`` returned.

    Returns
    -------
    str
        One element with its own style sheet, whose rules reach nothing outside; no script. Its ids begin
        with a digest of the document, so that two documents fit into one notebook.
    """
    ids = f"report-{sha256(repr(document).encode() + repr(document.sections).encode()).hexdigest()[:8]}-"
    style = Markup(notebook_style())  # noqa: S704 - our own file
    return _rendered("notebook.html.j2", document, ids=ids, style=style)


def _rendered(template: str, document: Document, **values: object) -> str:
    page = _environment().get_template(template)
    return page.render(
        document=document,
        marks=MARKS,
        is_past=is_expired(document.expires, document.date),
        abreast=_abreast(document),
        n_headings=sum(1 + len(_parts(section)) for section in document.sections),
        most_without_contents=_MOST_WITHOUT_CONTENTS,
        most_open=_MOST_OPEN,
        **values,
    ).lstrip()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("workbench.report", "layouts"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_seen,
    )
    environment.filters["plain"] = plain
    environment.filters["kind"] = _kind
    environment.globals["words"] = lambda of, **values: plain(say(_WORDS[of], **values))
    environment.filters["parts"] = _parts
    environment.filters["close"] = lambda html: Markup(re.sub(r"\n\s*\n+", "\n", html))  # noqa: S704 - a macro's
    environment.globals["drawing"] = _drawing
    environment.tests["name"] = lambda part: isinstance(part, Name)
    environment.tests["bars"] = lambda part: isinstance(part, str) and bool(part) and set(part) <= _BARS
    environment.tests["repeated"] = _is_repeated
    environment.tests["shown"] = lambda part: isinstance(part, Shown)
    return environment


def _seen(value: object) -> object:
    """Return what is put into a page: of text, nothing that cannot be seen, as in every other format."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _is_repeated(chart: Chart) -> bool:
    """Return whether a table says what its drawing says already, which writes each step's number beside it."""
    return isinstance(chart.drawing, Waterfall) and len(chart.table.header) == 2


def _kind(value: Block | Part) -> str:
    return type(value).__name__.lower()


def _parts(section: Section) -> list[Section]:
    return [block for block in section.blocks if isinstance(block, Section)]


def _abreast(document: Document) -> dict[str, int]:
    """Return how many sections stand beside each other on the brief's paper, by id, where it is more than one."""
    found: dict[str, int] = {}
    if document.audience == "brief":
        for short, group in groupby(document.sections, _is_short):
            ids = [section.id for section in group]
            while short and len(ids) > 1:
                n = 2 if len(ids) == 4 else min(len(ids), _MOST_ABREAST)  # two and two rather than three and one
                found |= dict.fromkeys(ids[:n], n)
                ids = ids[n:]
    return found


def _is_short(section: Section) -> bool:
    """Whether a section holds nothing wide, so that others fit beside it on paper."""
    wide = (Chart, Callout, Terms, Section)
    return section.id != _CLOSING and all(
        not isinstance(block, wide) and not _is_wordy(block) for block in section.blocks
    )


def _is_wordy(block: Block) -> bool:
    """Whether a block is a table of sentences, which in half a page would be very tall."""
    return isinstance(block, Table) and not any(block.numeric) and len(block.rows) > 1


def _drawing(chart: Chart, ids: str) -> Markup:
    # The drawing escapes its text; nothing else of this string comes from outside.
    return Markup(chart_svg(chart).replace(' id="', f' id="{ids}', 1))  # noqa: S704


def _policy(styles: Iterable[str], scripts: Iterable[str]) -> str:
    run = " ".join(map(_source, scripts)) or "'none'"
    applied = " ".join(map(_source, styles))
    return (
        f"default-src 'none'; script-src {run}; style-src {applied}; img-src data:; base-uri 'none'; form-action 'none'"
    )


@cache
def _source(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@cache
def _expiry() -> str:
    return files("workbench.report").joinpath("layouts", "expiry.js").read_text(encoding="utf-8")


def _embeddable(script: str) -> str:
    """Return a script in which nothing ends the element that it stands in."""
    return re.sub(r"<(?=/script|!--)", r"\\x3c", script, flags=re.IGNORECASE)


def _explorer_styles() -> Iterator[str]:
    """Yield the style sheet that the explorer brings along, as its script holds it."""
    found = re.search(r"`(\s*:host \{[^`]*)`", explorer_script())
    if found:
        yield found[1]
