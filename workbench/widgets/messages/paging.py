"""What is said where a list is shown a part at a time."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "paging.shown": "{first:,} to {last:,} of {n:,}",
    "paging.earlier": "Show earlier ones",
    "paging.later": "Show later ones",
}
"""Every sentence, by id."""
