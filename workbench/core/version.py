"""The version of the workbench and of what computed a result."""

from __future__ import annotations

import platform
from collections.abc import Iterable
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
    found = {"python": platform.python_version(), DISTRIBUTION: __version__}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found
