"""Text as runs of a Word file; a fact sits in a content control of its own.

Everything goes through :class:`markupsafe.Markup`, which escapes whatever is not markup already: what
a person wrote can become neither an element nor a field.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from markupsafe import Markup

from workbench.document.nodes import Name, Part, Shown, Text
from workbench.report.lettering import clean
from workbench.report.word.keys import tag_of, title_of

__all__ = ["NOTHING", "Controls", "paragraph", "run"]


NOTHING = Markup("")
"""No markup."""

_RUN = Markup('<w:r>{}<w:t xml:space="preserve">{}</w:t></w:r>')
_STYLE = Markup('<w:rStyle w:val="{}"/>')
_RIGHT_TO_LEFT = Markup("<w:rtl/>")
_PROPERTIES = Markup("<w:rPr>{}</w:rPr>")
_PARAGRAPH = Markup('<w:p><w:pPr><w:pStyle w:val="{}"/>{}</w:pPr>{}</w:p>')
_CONTROL = Markup(
    '<w:sdt><w:sdtPr><w:alias w:val="{title}"/><w:tag w:val="{tag}"/><w:id w:val="{id}"/><w:text/></w:sdtPr>'
    "<w:sdtContent>{runs}</w:sdtContent></w:sdt>"
)


def run(text: str, style: str = "") -> Markup:
    """Return text as runs: one for each direction of writing in it.

    Parameters
    ----------
    text : str
        Plain text.
    style : str
        A character style.

    Examples
    --------
    >>> print(run("a < b"))
    <w:r><w:t xml:space="preserve">a &lt; b</w:t></w:r>
    """
    styled = _STYLE.format(style) if style else NOTHING
    return NOTHING.join(
        _RUN.format(_PROPERTIES.format(styled + turned) if styled or turned else "", piece)
        for piece, turned in _pieces(clean(text))
    )


def _pieces(text: str) -> Iterator[tuple[str, Markup]]:
    """Yield the text in pieces of one direction; what has none goes with what stands before it."""
    if text.isascii():
        yield text, NOTHING
        return
    start, leftward = 0, False
    for place, character in enumerate(text):
        direction = unicodedata.bidirectional(character)
        turns = direction in {"R", "AL"} if not leftward else direction == "L"
        if turns:
            if place > start:
                yield text[start:place], _RIGHT_TO_LEFT if leftward else NOTHING
            start, leftward = place, not leftward
    if text[start:]:
        yield text[start:], _RIGHT_TO_LEFT if leftward else NOTHING


class Controls:
    """Puts facts into content controls, and remembers which key stands for which fact.

    Examples
    --------
    >>> controls = Controls()
    >>> "28" in controls.runs(("Of 100, ", Shown("audit/x", "28")))
    True
    >>> controls.facts
    ['audit/x']
    """

    def __init__(self) -> None:
        """Start without facts."""
        self._keys: dict[str, int] = {}
        self._last = 0

    @property
    def facts(self) -> list[str]:
        """The facts' ids; that of ``f3`` is the fourth."""
        return list(self._keys)

    def next_id(self) -> int:
        """Return a number that nothing else in the file has."""
        self._last += 1
        return self._last

    def runs(self, text: Text) -> Markup:
        """Return text as runs and content controls.

        Parameters
        ----------
        text : Text
            Its parts.
        """
        return NOTHING.join(self._part(part) for part in text)

    def _part(self, part: Part) -> Markup:
        if isinstance(part, Shown):
            return self._control(part)
        return run(part.text if isinstance(part, Name) else part)

    def _control(self, shown: Shown) -> Markup:
        key = self._keys.setdefault(shown.fact, len(self._keys))
        return _CONTROL.format(
            title=title_of(key, clean(shown.fact), shown.part),
            tag=tag_of(key, shown),
            id=self.next_id(),
            runs=run(shown.text),
        )


def paragraph(style: str, runs: Markup, properties: Markup = NOTHING) -> Markup:
    """Return a paragraph.

    Parameters
    ----------
    style : str
        The id of its style.
    runs : Markup
        What stands in it.
    properties : Markup
        What else is said of the paragraph, in the schema's order.
    """
    return _PARAGRAPH.format(style, properties, runs)
