"""Numbers as readers see them: people of 100, declared limits, plain numbers."""

from __future__ import annotations

import math

__all__ = ["MINUS", "exact", "number", "share"]

MINUS = "\N{MINUS SIGN}"


def share(value: float, digits: int = 0) -> str:
    """Return a fraction as people of 100, whole ones unless digits are asked for.

    Examples
    --------
    >>> share(0.283), share(0.0), share(0.001), share(0.999), share(float("nan"))
    ('28', '0', 'fewer than 1', 'more than 99', 'not known')
    >>> share(0.0524, 1), share(0.05, 1)
    ('5.2', '5')
    >>> share(-0.0103)
    '−1'
    """
    if math.isnan(value):
        return "not known"
    if value < 0:
        return MINUS + share(-value, digits)
    step = 10.0**-digits
    if 0 < value < 0.005 * step:
        return f"fewer than {step:g}"
    if 1 - 0.005 * step < value < 1:
        return f"more than {100 - step:g}"
    return f"{math.floor(100 * value / step + 0.5) * step:.{digits}f}".removesuffix(f".{'0' * digits}")


def exact(value: float) -> str:
    """Return a fraction that a person declared, of 100 and not rounded.

    Examples
    --------
    >>> exact(0.05), exact(0.125)
    ('5', '12.5')
    """
    return f"{100 * value:.10g}"


def number(value: float, digits: int) -> str:
    """Return a plain number with so many decimals; an en dash where it does not exist.

    Examples
    --------
    >>> number(12345.678, 1), number(-0.25, 2), number(float("nan"), 2)
    ('12,345.7', '−0.25', '–')
    """
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    return f"{value:,.{digits}f}".replace("-", MINUS)
