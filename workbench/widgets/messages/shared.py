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
    "sides.lower": "{figure} is lower for {lower} than for {higher}: {who}.",
    "sides.turned": "The gap has turned around, {figure} is lower for {lower} than for {higher}: {who}.",
    "sides.rest": "For whom it is lower otherwise stands in the table.",
    "sides.chance": "Where an interval reaches zero, for whom it is lower may be chance.",
    "sides.lower_for": "Lower for",
    "sides.everyone": "all together",
    "sides.nobody": "–",
}
