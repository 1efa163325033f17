"""What is said where a list is shown a part at a time."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "paging.shown": "{first:,} to {last:,} of {n:,}",
    "paging.earlier": "Show earlier ones",
    "paging.later": "Show later ones",
    "paging.first": "These are the first.",
    "paging.last": "These are the last.",
}
"""Every sentence, by id."""
