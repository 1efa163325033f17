"""What people say on a command line about values: which mean "not known", which are the same, what columns hold."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.errors import InputError

__all__ = ["missing_values", "recoded_values", "said_types"]

_DOUBLED = "Where a name or a value has a sign of equality itself, write it twice."


def missing_values(texts: Sequence[str]) -> dict[str, list[object]] | None:
    """Return what ``read_data`` takes as ``missing``, of texts such as ``age=999``; ``None`` of none.

    Raises
    ------
    InputError
        If a text is no column, sign of equality and value.

    Examples
    --------
    >>> missing_values(["age=999", "age=-1", "job=?"])
    {'age': ['999', '-1'], 'job': ['?']}
    """
    found: dict[str, list[object]] = {}
    for text in texts:
        column, value = _parts("--missing", text, "age=999", 2)
        found.setdefault(column, []).append(value)
    return found or None


def recoded_values(texts: Sequence[str]) -> dict[str, dict[str, object]] | None:
    """Return what ``read_data`` takes as ``recode``, of texts such as ``ward=Surgery=surgery``; ``None`` of none.

    Raises
    ------
    InputError
        If a text is no column, value and what it becomes, or a value becomes two.

    Examples
    --------
    >>> recoded_values(["ward=Surgery=surgery", "income=<==50K.=<==50K", "n=-1=0"])
    {'ward': {'Surgery': 'surgery'}, 'income': {'<=50K.': '<=50K'}, 'n': {'-1': 0}}
    """
    found: dict[str, dict[str, object]] = {}
    for text in texts:
        column, written, meant = _parts("--recode", text, "ward=Surgery=surgery", 3)
        if written in found.setdefault(column, {}):
            raise InputError(f"--recode says twice what {written!r} of column {column!r} becomes.\nSay it once.")
        found[column][written] = _number(meant)
    return found or None


def said_types(texts: Sequence[str]) -> dict[str, str] | None:
    """Return what ``read_data`` takes as ``types``, of texts such as ``zip=text``; ``None`` of none.

    Raises
    ------
    InputError
        If a text is no column, sign of equality and type, or a column has two.

    Examples
    --------
    >>> said_types(["zip=text", "a==b=whole number"])
    {'zip': 'text', 'a=b': 'whole number'}
    """
    found: dict[str, str] = {}
    for text in texts:
        column, kind = _parts("--types", text, "zip=text", 2)
        if column in found:
            raise InputError(f"--types names column {column!r} twice.\nName it once.")
        found[column] = kind
    return found or None


def _parts(option: str, text: str, example: str, n: int) -> list[str]:
    """Return what stands between signs of equality; a doubled one is a sign of the text."""
    parts = [part.replace("\0", "=") for part in text.replace("\0", "").replace("==", "\0").split("=")]
    if len(parts) != n or not all(parts):
        what = "a column, = and a value" if n == 2 else "a column, =, a value, = and what it becomes"
        raise InputError(f"{option} is {text!r}.\nWrite {what}: {option} {example}. {_DOUBLED}")
    return parts


def _number(text: str) -> object:
    """Return a number for a column of numbers where the text is just how one is written; else the text."""
    for kind in (int, float):
        try:
            if str(kind(text)) == text and kind(text) == kind(text):
                return kind(text)
        except ValueError:
            continue
    return text
