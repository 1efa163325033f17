"""What every widget says."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "keep.label": "Keep these choices",
    "problem.unforeseen": "Something went wrong inside ({kind}: {said}). Your choices are as they were.",
    "twin.note": "This is how it stood when the notebook was run. Run the cell to choose again.",
    "twin.chosen": "Chosen",
    "twin.nothing": "nothing",
    "twin.yes": "yes",
    "twin.no": "no",
}
