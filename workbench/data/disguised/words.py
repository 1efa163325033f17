"""How tables say "not known", and which numbers and dates stand for it."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

__all__ = [
    "HIGH_CODES",
    "LOW_CODES",
    "NOT_KNOWN_SPELT",
    "PERHAPS",
    "SIGNS",
    "STAND_IN_DATES",
    "WORDS",
    "folded",
    "is_not_known",
]

SIGNS = ("?", "??", "???", "-", "--", "---", ".", "..", "*", "_", "#")
"""Signs alone in a cell."""

WORDS = (
    "unknown", "unkown", "unknow", "not known", "n/a", "n.a.", "n.a", "na", "#n/a", "#na", "nan", "<na>", "null", "\\n",
    "nil", "missing", "(missing)", "[missing]", "(blank)", "[blank]", "blank", "(null)", "[null]", "(empty)", "empty",
    "undefined", "not available", "not applicable", "not stated", "not specified", "unspecified", "not recorded",
    "not reported", "no data", "no answer", "no response", "no information", "unavailable", "tbd", "to be determined",
    "unbekannt", "nicht bekannt", "k.a.", "k. a.", "keine angabe", "keine angaben", "ohne angabe", "fehlt", "fehlend",
    "inconnu", "inconnue", "non renseigné", "non renseigne", "non précisé", "non disponible", "manquant",
    "desconocido", "desconocida", "no disponible", "sin datos", "sin información", "no consta", "no especificado",
    "n/d", "s/d", "nd",
)  # fmt: skip
"""Words alone in a cell, in small letters: English, German, French, Spanish."""

PERHAPS = ("none", "nichts", "aucun", "aucune", "ninguno", "ninguna")
"""Words that may be an answer too: *none* of the guarantors."""

HIGH_CODES = (
    9, 77, 88, 97, 98, 99, 777, 888, 997, 998, 999, 7777, 8888, 9997, 9998, 9999, 77777, 88888, 99997, 99998, 99999,
    999999, 9999999, 99999999, 999999999, 9999999999,
)  # fmt: skip
"""Numbers that surveys and forms use for *not known*, *refused* and *does not apply*, above all others."""

LOW_CODES = (-1, -9, -99, -999, -9999, -99999, -999999, -9999999)
"""The same, below all others."""

STAND_IN_DATES = tuple(
    dt.date.fromisoformat(day)
    for day in (
        "0001-01-01", "1111-11-11", "1753-01-01", "1800-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1901-01-01",
        "1970-01-01", "1980-01-01", "2099-12-31", "2199-12-31", "2999-12-31", "3000-01-01", "4712-12-31", "9999-12-31",
    )
)  # fmt: skip
"""Days that programs write where a date is missing: their first, their last, or the origin of their calendar."""

_NOT_KNOWN = frozenset((*SIGNS, *WORDS, *PERHAPS))

NOT_KNOWN_SPELT = pa.array(
    sorted(
        {spelt for word in _NOT_KNOWN for spelt in (word, word.upper(), word.capitalize(), word.title())}
        | {" " * n for n in range(1, 9)}
    ),
    pa.string(),
)
"""The same in small letters, in capitals or with a capital first, and blanks: what is looked for among many values."""


def is_not_known(value: str) -> bool:
    r"""Return whether a cell's text is blank or a way to say "not known".

    Examples
    --------
    >>> [is_not_known(value) for value in ("?", " N/A ", "\t", "Unknown", "unknown soldier")]
    [True, True, True, True, False]
    """
    said = " ".join(value.casefold().split())
    return not said or said in _NOT_KNOWN


def folded(value: str) -> str:
    """Return what is left of a value without its case, its blanks and a full stop at its end.

    Examples
    --------
    >>> folded(" >50K."), folded("Self  employed")
    ('>50k', 'self employed')
    """
    words = " ".join(value.casefold().split())
    return words.rstrip(".").rstrip() or words
