"""By which fingerprint a step knows what people say in a study, so that it is noticed when they say otherwise."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from workbench.study.policy import policy_bytes
from workbench.study.settings import Settings

__all__ = ["policy_known", "reasons_known", "said_in", "sign_off_known"]

Known = tuple[str, str, str]
"""A stage and a name, as results have them, and the fingerprint."""


def reasons_known(settings: Settings) -> Known:
    """Return by what the findings that are overruled are known, with their reasons.

    Parameters
    ----------
    settings : Settings
        What ``study.toml`` says.
    """
    told = [[one.code, one.scope, one.reason, one.by, str(one.date)] for one in settings.overruled]
    return "reasons", "overruled", _digest(told)


def policy_known(folder: Path) -> Known:
    """Return by what the policy is known; that there is none has a fingerprint too.

    Parameters
    ----------
    folder : pathlib.Path
        Of the study.
    """
    content = policy_bytes(folder)
    return "policy", "main", _digest(None if content is None else hashlib.sha256(content).hexdigest())


def sign_off_known(settings: Settings) -> Known:
    """Return by what the sign-off is known.

    Parameters
    ----------
    settings : Settings
        What ``study.toml`` says.
    """
    return "sign-off", "main", _digest([repr(settings.sign_off), settings.signed_since])


def said_in(folder: Path, settings: Settings) -> tuple[Known, ...]:
    """Return what people say in a study, as steps know it that read it; that nobody says it is told too.

    Parameters
    ----------
    folder : pathlib.Path
        Of the study.
    settings : Settings
        What its ``study.toml`` says.
    """
    return reasons_known(settings), policy_known(folder), sign_off_known(settings)


def _digest(said: Any) -> str:
    return f"said:{hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]}"
