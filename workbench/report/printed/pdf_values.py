"""Operands of a PDF's content: strings, numbers, names, arrays, dictionaries."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import chain, product
from typing import Any

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NullObject,
    NumberObject,
    create_string_object,
)

from workbench.report.printed.pdf_content import HEX, NAME, SKIPPED, STRING, damaged

__all__ = ["shown", "values"]

_MOST_VALUES, _LONGEST_NUMBER = 200_000, 64
_DEEPEST, _MOST_PAIRS = 100, 10_000

# A number, a name, a string, the beginning and the end of an array or a dictionary, codes, a word, the end.
_KINDS = (rb"[+\-.,0-9]++", NAME, STRING, rb"<<|\[", rb">>|\]", HEX, rb"[A-Za-z]++\*?", rb"\Z", rb".")
_TOKEN = re.compile(SKIPPED + rb"(?:(" + rb")|(".join(_KINDS) + rb"))", re.DOTALL)
_NUMBER, _NAMED, _TEXT, _OPENS, _CLOSES, _CODES, _WORD, _LAST = range(1, 9)
_WORDS: dict[bytes, Callable[[], Any]] = {
    b"true": lambda: BooleanObject(True),
    b"false": lambda: BooleanObject(False),
    b"null": NullObject,
}

# How most text is drawn.
_STRING, _OPENED, _CLOSED = b"([]"
_ITEM = re.compile(rb"\([^()\\]*+(?:\\.[^()\\]*+)*+\)|[+\-.0-9]++", re.DOTALL)
_ESCAPE = rb"(?:\\(?:[0-7]{1,3}|[\r\n]{1,2}|.)|.)"
_ESCAPED, _PAIR = re.compile(_ESCAPE, re.DOTALL), re.compile(_ESCAPE + _ESCAPE + rb"?", re.DOTALL)
_HASHED = re.compile(rb"#([0-9A-Fa-f]{2})")


def _escapes() -> dict[bytes, bytes]:
    """Return what stands for itself, and what a backslash makes of what follows; else it is a backslash."""
    found = {bytes([byte]): bytes([byte]) for byte in range(256)}
    found |= {b"\\" + one: b"\\" + one for one in list(found)}
    found |= {b"\\" + bytes([byte]): bytes([byte]) for byte in b"()/\\ %<>[]#_&$"}
    found |= {b"\\n": b"\n", b"\\r": b"\r", b"\\t": b"\t", b"\\b": b"\b", b"\\f": b"\f"}
    for digits in chain.from_iterable(product(b"01234567", repeat=length) for length in (1, 2, 3)):
        code = int(bytes(digits), 8)
        written = b"\\" + bytes(digits)
        found[written] = bytes([code]) if code < 256 else written
    # A line that is broken goes on.
    return found | {b"\\" + bytes(line): b"" for length in (1, 2) for line in product(b"\r\n", repeat=length)}


_ESCAPES = _escapes()


class _Pairs(dict[bytes, bytes]):
    """What two characters of a string are that are written as they are: the code of one sign, most often."""

    def __missing__(self, written: bytes) -> bytes:
        made = b"".join(map(_ESCAPES.__getitem__, _ESCAPED.findall(written)))
        if len(self) < _MOST_PAIRS:
            self[written] = made
        return made


_PAIRS = _Pairs()


def shown(operands: bytes) -> list[bytes | float]:
    r"""Return the codes that are drawn and the moves between them, of one operation that draws text.

    Parameters
    ----------
    operands : bytes
        A string, or an array of strings and numbers.

    Raises
    ------
    InputError
        If they are anything else.

    Examples
    --------
    >>> shown(rb"[(a\051)-20.5<0041>]")
    [b'a)', -20.5, b'\x00A']
    """
    listed = _listed(operands)
    return _shown(operands) if listed is None else listed


def _shown(operands: bytes) -> list[bytes | float]:
    found: list[bytes | float] = []
    brackets = 0
    for match in _TOKEN.finditer(operands):
        kind = match.lastindex
        if kind == _TEXT:
            found.append(_unescaped(match[_TEXT]))
        elif kind == _NUMBER:
            found.append(float(_number(match[_NUMBER])))
        elif kind == _CODES:
            found.append(_from_hex(match[_CODES]))
        elif kind == _WORD and brackets in {0, 2}:
            found, brackets = [], 0
        elif (kind == _OPENS and brackets == 0 and not found and match[kind] == b"[") or (
            kind == _CLOSES and brackets == 1 and match[kind] == b"]"
        ):
            brackets += 1
        elif kind != _LAST or brackets == 1:
            raise damaged()
    if brackets == 0 and (len(found) != 1 or isinstance(found[0], float)):
        raise damaged()
    return found


def _listed(operands: bytes) -> list[bytes | float] | None:
    """Return what is shown where nothing unusual is: no codes, no parentheses in a string."""
    items = _ITEM.findall(operands)
    n_other = len(operands) - sum(map(len, items))
    if n_other == 2 and operands[0] == _OPENED and operands[-1] == _CLOSED:
        return [_unescaped(one) if one[0] == _STRING else float(_number(one)) for one in items]
    if n_other == 0 and len(items) == 1 and operands[0] == _STRING:
        return [_unescaped(operands)]
    return None


def values(written: bytes) -> list[Any]:
    """Return operands as objects of pypdf.

    Parameters
    ----------
    written : bytes
        As they are written.

    Raises
    ------
    InputError
        If they are damaged, nested too deeply, or more than any report has.

    Examples
    --------
    >>> values(b"/P<</MCID 3/K[1 .5 true]>>")
    ['/P', {'/MCID': 3, '/K': [1, 0.5, True]}]
    """
    found: list[Any] = []
    above: list[tuple[bytes, list[Any]]] = []
    for n_before, match in enumerate(_TOKEN.finditer(written)):
        kind = match.lastindex
        if kind == _OPENS:
            above.append((match[_OPENS], found))
            found = []
        elif kind == _CLOSES and above:
            opened, outer = above.pop()
            outer.append(_closed(opened, match[_CLOSES], found))
            found = outer
        elif kind == _WORD and match[_WORD] not in _WORDS and not above:
            found.clear()  # that was done before
        elif kind is not None and kind in _READ:
            found.append(_READ[kind](match[kind]))
        elif kind != _LAST:
            raise damaged()
        if n_before > _MOST_VALUES or len(above) > _DEEPEST:
            raise damaged()
    if above:
        raise damaged()
    return found


def _closed(opened: bytes, closed: bytes, found: list[Any]) -> Any:
    if opened == b"[" and closed == b"]":
        return ArrayObject(found)
    if (
        opened != b"<<"
        or closed != b">>"
        or len(found) % 2
        or not all(isinstance(key, NameObject) for key in found[::2])
    ):
        raise damaged()
    made = DictionaryObject()
    for key, value in zip(found[::2], found[1::2], strict=True):
        made.setdefault(key, value)  # where a key stands twice, the first one holds
    return made


def _number(written: bytes) -> Any:
    """Return a number; what is none counts as 0, as in other readers."""
    if len(written) >= _LONGEST_NUMBER:
        raise damaged()
    made = FloatObject if b"." in written else NumberObject
    try:
        return made(float(written) if made is FloatObject else int(written))
    except ValueError:
        return made(0)


def _name(written: bytes) -> NameObject:
    if b"#" in written:
        written = _HASHED.sub(lambda match: bytes.fromhex(match[1].decode()), written)
    for encoding in ("utf-8", "gbk"):
        try:
            return NameObject(written.decode(encoding))
        except UnicodeDecodeError:
            continue
    return NameObject(written.decode("latin-1"))


def _unescaped(string: bytes) -> bytes:
    inside = string[1:-1]
    return b"".join(map(_PAIRS.__getitem__, _PAIR.findall(inside))) if b"\\" in inside else inside


def _from_hex(written: bytes) -> bytes:
    digits = written[1:-1].translate(None, b"\0\t\n\f\r ")
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _word(written: bytes) -> Any:
    if written not in _WORDS:
        raise damaged()
    return _WORDS[written]()


_READ: dict[int, Callable[[bytes], Any]] = {
    _NUMBER: _number,
    _NAMED: _name,
    _TEXT: lambda written: create_string_object(_unescaped(written)),
    _CODES: lambda written: create_string_object(_from_hex(written)),
    _WORD: _word,
}
