"""Finding standards: every module of this package that defines ``STANDARD``.

They are looked up rather than listed, so that adding a standard is one file and its tests, and no two
people edit the same list.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from workbench.audit import standards
from workbench.audit.standards.contract import Standard
from workbench.errors import InputError

__all__ = ["standard_named", "standards_known"]


@cache
def standards_known() -> Mapping[str, Standard]:
    """Return every standard by its name.

    Raises
    ------
    InputError
        If two have one name.

    Examples
    --------
    >>> sorted(standards_known())
    ['four-fifths', 'nyc-ll144']
    """
    found: dict[str, Standard] = {}
    for module in sorted(one.name for one in iter_modules(standards.__path__)):
        standard = getattr(import_module(f"{standards.__name__}.{module}"), "STANDARD", None)
        if standard is None:
            continue
        if standard.name in found:
            raise InputError(f"Two standards are called {standard.name!r}.\nGive each a name of its own.")
        found[standard.name] = standard
    return MappingProxyType(found)


def standard_named(name: str) -> Standard:
    """Return the standard of that name.

    Raises
    ------
    InputError
        If there is none.

    Examples
    --------
    >>> standard_named("nyc-ll144").title
    'Local Law 144 format calculations'
    """
    known = standards_known()
    if name not in known:
        raise InputError.for_choice("standard", name, sorted(known))
    return known[name]
