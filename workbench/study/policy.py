"""``policy.toml`` in the folder of a study: what is compared and tolerated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import InputError

if TYPE_CHECKING:
    from workbench.audit.policy import Policy

__all__ = ["policy_bytes", "policy_in", "policy_told"]

_FILE = "policy.toml"


def policy_in(folder: Path) -> Policy | None:
    """Return what is declared in a folder; ``None`` where there is no such file.

    Parameters
    ----------
    folder : pathlib.Path
        Of the study.

    Raises
    ------
    PolicyError
        If it cannot be read or followed.
    """
    path = folder / _FILE
    if not path.is_file():
        return None
    from workbench.audit.policy_file import read_policy

    return read_policy(path)


def policy_bytes(folder: Path) -> bytes | None:
    """Return what stands in the file; ``None`` where there is none, or none that can be read.

    Parameters
    ----------
    folder : pathlib.Path
        Of the study.
    """
    try:
        return (folder / _FILE).read_bytes()
    except OSError:
        return None


def policy_told(folder: Path) -> str:
    """Return in a sentence what is declared in a folder; nothing where there is no such file.

    Parameters
    ----------
    folder : pathlib.Path
        Of the study.
    """
    try:
        policy = policy_in(folder)
    except (InputError, OSError) as error:
        return f"policy.toml cannot be followed: {str(error).partition(chr(10))[0]}"
    if policy is None:
        return ""
    n = len(policy.rules)
    return f"policy.toml declares {n} {'limit' if n == 1 else 'limits'}."
