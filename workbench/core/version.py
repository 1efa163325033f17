"""The version of the workbench and of what computed a result."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version

__all__ = ["DISTRIBUTION", "__version__", "installed_versions"]

DISTRIBUTION = "notebook-workbench"

try:
    __version__ = version(DISTRIBUTION)
except PackageNotFoundError:  # a source tree on the path that was never installed
    __version__ = "0+unknown"


def installed_versions(packages: Iterable[str]) -> dict[str, str]:
    """Return the versions of Python, the workbench and the named packages.

    Parameters
    ----------
    packages : iterable of str
        Distribution names. One that is not installed is given as ``"not installed"``.

    Examples
    --------
    >>> sorted(installed_versions(["numpy"]))
    ['notebook-workbench', 'numpy', 'python']
    """
    return {"python": platform.python_version(), DISTRIBUTION: __version__} | {one: _version(one) for one in packages}


@cache  # reading a package's metadata takes milliseconds, and every result asks
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
