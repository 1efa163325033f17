"""What is told of results that are kept: models that are not, rows that stayed where they were, other versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.core.finding import Finding
from workbench.core.version import installed_versions

__all__ = ["findings_of", "versions_finding"]


def findings_of(record: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Return what could not be kept (WB317), and which rows stayed where they were (WB321).

    Parameters
    ----------
    record : mapping
        A record of the study.
    """
    lost = [one for one in record["unkept"] if isinstance(one, dict)]
    outside = [one for one in record["outside"] if isinstance(one, dict)]
    found = [
        Finding(
            "WB317",
            "caution",
            "The model is not stored" if one.get("what") == "the model" else f"Not stored: {one.get('what')}",
            str(one.get("why")),
            "Keep the code that trains it: with the same data, seed and versions it can be trained again. "
            "Or use steps and a model of scikit-learn, LightGBM or XGBoost. All else of the result is kept.",
        )
        for one in lost
    ]
    found += [
        Finding(
            "WB321",
            "note",
            f"The rows of {one.get('name')!r} stay in their file",
            f"They are too many to be copied. The study knows them by their fingerprint, and reads them from "
            f"{one.get('path')!r}.",
            "Keep that file. On another machine put it beside the study's folder.",
        )
        for one in outside
    ]
    return tuple(found)


def versions_finding(record: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Return finding WB318 where a model was saved with other versions of the packages that rebuild it.

    Parameters
    ----------
    record : mapping
        A record of the study.
    """
    if not any(str(name).endswith(".skops") for name in record["files"]):
        return ()
    then = record["versions"]
    now = installed_versions([one for one in then if one not in ("python", "notebook-workbench")])
    other = [f"{one} {then[one]}, here {now[one]}" for one in now if one in then and then[one] != now[one]]
    if not other:
        return ()
    return (
        Finding(
            "WB318",
            "caution",
            "The model was saved with other versions of the packages that rebuild it",
            f"A model may predict otherwise with them, or not at all: {'; '.join(other)}.",
            "Compare its predictions with recorded ones before you use it, or install the versions it was saved with.",
        ),
    )
