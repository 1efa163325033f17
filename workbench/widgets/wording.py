"""What widgets say: every sentence under a message id."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter

from workbench.document.wording import name
from workbench.widgets.messages import MESSAGES

__all__ = ["Whole", "told"]


@dataclass(frozen=True)
class Whole:
    """Text that is fit to be shown already: sentences of ours, which :func:`told` neither cuts nor changes."""

    text: str

    def __str__(self) -> str:
        """Return the text."""
        return self.text


def told(message: str, **values: object) -> str:
    """Return a message with its braces filled; what a person wrote is cut, and shown without hidden signs.

    Parameters
    ----------
    message : str
        Its id in :data:`workbench.widgets.messages.MESSAGES`.
    **values : object
        What the braces stand for.

    Examples
    --------
    >>> told("keep.label")
    'Keep these choices'
    """
    parts: list[str] = []
    for literal, field, spec, _ in Formatter().parse(MESSAGES[message]):
        parts.append(literal)
        if field is not None:
            value = values[field]
            parts.append(name(value).text if isinstance(value, str) else format(value, spec or ""))
    return "".join(parts)
