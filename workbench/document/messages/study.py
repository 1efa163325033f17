"""What is said of a study: the results that it keeps, and whether each is as it should be."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MESSAGES"]

MESSAGES: Mapping[str, str] = {
    "study.kept": "What is kept",
    "study.kept_caption": "Results, in the order in which they are made",
    "study.stage": "Stage",
    "study.name": "Name",
    "study.state": "State",
    "study.what": "What it is",
    "study.saved": "Saved",
    "study.fresh": "● fresh",
    "study.stale": "▲ stale",
    "study.damaged": "▲ damaged",
    "study.newer_format": "▲ newer format",
    "study.nothing": "Nothing is kept yet. Keep a result with {call}.",
    "study.overruled": "Findings that are overruled",
    "study.overruled_caption": "Findings that are known and accepted, and why",
    "study.code": "Finding",
    "study.scope": "About",
    "study.reason": "Reason",
    "study.by": "By",
    "study.date": "Since",
    "study.everything": "all",
    "study.nobody": "not named",
}
