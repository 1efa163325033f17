"""What a PDF's page consists of: operations, each the bytes of its operands and the name of what is done.

One pattern finds where an operation ends; operands are read only by those who need them. Patterns never
go back over what they matched, so the time is proportional to the length, whatever a file says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.errors import InputError

__all__ = ["HEX", "INLINE_IMAGE", "NAME", "SKIPPED", "STRING", "acts", "damaged", "operations"]

INLINE_IMAGE = b"INLINE IMAGE"
"""What an image that stands in the content itself is listed as."""

_MOST_OPERATIONS, _DEEPEST_STRING = 2_000_000, 16

_SPACE, _DELIMITER = rb"\0\t\n\f\r ", rb"\0\s()<>\[\]{}/%"
_END = rb"(?![^" + _DELIMITER + rb"])"


def _string() -> bytes:
    """Return the pattern of a string: parentheses in it stand in pairs, to a depth."""
    made = rb"\([^()\\]*+(?:\\.[^()\\]*+)*+\)"
    for _ in range(_DEEPEST_STRING):
        made = rb"\([^()\\]*+(?:(?:\\.|" + made + rb")[^()\\]*+)*+\)"
    return made


NAME = rb"/[^" + _DELIMITER + rb"]*+"
"""The pattern of a name."""

STRING = _string()
"""The pattern of a string."""

HEX = rb"<[" + _SPACE + rb"0-9A-Fa-f]*+>"
"""The pattern of a string written as codes."""

_COMMENT = rb"%[^\r\n]*+"
SKIPPED = rb"[" + _SPACE + rb"]*+(?:" + _COMMENT + rb"[" + _SPACE + rb"]*+)*+"
"""The pattern of what stands between."""

_OPERANDS = b"|".join(
    [
        rb"[" + _SPACE + rb"+\-.,0-9]++",
        NAME,
        STRING,
        rb"<<|>>|\[|\]",
        HEX,
        _COMMENT,
        rb"(?:true|false|null)" + _END,
    ]
)
# Nothing says how long the data of an image are: they end before an EI behind which no binary data follow.
_IMAGE = (
    rb"BI" + _END + rb"(?:" + _OPERANDS + rb")*+ID[" + _SPACE + rb"](?:.*?[" + _SPACE + rb"])??"
    rb"EI(?=[" + _SPACE + rb"](?:[\t-\r -~]{10}|[\t-\r -~]{0,9}\Z)|\Z)"
)
_OPERATOR = rb"(?!BI" + _END + rb")[A-Za-z'\"][^" + _DELIMITER + rb"]{0,127}+" + _END
_NEXT = rb")*+)(" + _OPERATOR + rb"|" + _IMAGE + rb")?"
_OPERATION = re.compile(rb"((?:" + _OPERANDS + _NEXT, re.DOTALL)
# What only draws or colours, and what shows no text, is passed over where it is not asked for.
_SILENT = rb"(?:CS|cs|SCN|scn|SC|sc|RG|rg|re|gs|Tr|[BbfW]\*|[GgKkmlcvyhSsFfBbnWwJjMdi])" + _END
_ACT = re.compile(rb"((?:" + _OPERANDS + b"|" + _SILENT + _NEXT, re.DOTALL)


def damaged() -> InputError:
    """Return what is said of a file that cannot be read."""
    return InputError("The PDF cannot be read.\nThe file is damaged; ask for the report again.")


def operations(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    r"""Yield the operations of a page's content: operands as they are written, and the operator.

    Parameters
    ----------
    content : bytes
        A page's content, decompressed.

    Raises
    ------
    InputError
        If it is damaged, or has more operations than a page of a report.

    Examples
    --------
    >>> list(operations(rb"q 1 0 0 1 0 0 cm (a\)b)Tj Q"))
    [(b'', b'q'), (b' 1 0 0 1 0 0 ', b'cm'), (b' (a\\)b)', b'Tj'), (b' ', b'Q')]
    """
    for operands, operator, _ in _operations(content, _OPERATION):
        is_image = operator.startswith(b"BI") and operator.endswith(b"EI")
        yield operands, INLINE_IMAGE if is_image else operator


def acts(content: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """Yield the operations but those that only draw: before its operands some of these may be left.

    Parameters
    ----------
    content : bytes
        A page's content, decompressed.

    Raises
    ------
    InputError
        If it is damaged, or has more operations than a page of a report.

    Examples
    --------
    >>> list(acts(b"0 g 0 0 m BT/f 8 Tf 0 g(a)Tj"))
    [(b'0 g 0 0 m ', b'BT', 12), (b'/f 8 ', b'Tf', 19), (b' 0 g(a)', b'Tj', 28)]
    """
    return _operations(content, _ACT)


def _operations(content: bytes, pattern: re.Pattern[bytes]) -> Iterator[tuple[bytes, bytes, int]]:
    for n_before, match in enumerate(pattern.finditer(content)):
        operands, operator = match.groups()
        if operator is None:
            if match.end() < len(content):
                raise damaged()
            return
        if n_before == _MOST_OPERATIONS:
            raise InputError("The PDF draws more than any report.\nThe file was not written by the workbench.")
        yield operands, operator, match.end()
