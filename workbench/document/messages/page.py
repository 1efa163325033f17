"""What the page around a report says: banners, until when it holds, what can be operated."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MESSAGES"]

MESSAGES: Mapping[str, str] = {
    "page.notices": "Before you rely on this",
    "page.past": "This report is past its date. It was to be relied on until {day}. Ask for a newer one.",
    "page.until": "To be relied on until {day}.",
    "page.numbers": "Show the numbers",
    "page.explorer": "Other thresholds",
    "page.explorer_lead": (
        "Everything above holds for the decisions that were audited. "
        "What follows is for asking questions; it changes nothing above, and sends nothing anywhere."
    ),
    "page.explorer_script": "The slider needs JavaScript. Everything else is above, and is complete without it.",
}
