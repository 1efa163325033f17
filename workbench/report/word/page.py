"""The page of a Word file, in twentieths of a point: A4, with the same margin on every side."""

from __future__ import annotations

__all__ = ["MARGIN", "PAGE_HEIGHT", "PAGE_WIDTH", "TEXT_WIDTH"]

PAGE_WIDTH, PAGE_HEIGHT = 11_906, 16_838
MARGIN = 1_077  # 19 mm
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
