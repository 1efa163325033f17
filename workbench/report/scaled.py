"""Numbers on the scale of an explanation: of which unit they are, and what that is called."""

from __future__ import annotations

from workbench.document.nodes import Fact, Text
from workbench.document.wording import say
from workbench.explanation.shapley.attribution import Scale
from workbench.report.figuring import NO_LIMITS, Figures

__all__ = ["scale_said", "scaled"]


def scaled(
    figures: Figures, scale: Scale, *of: str, value: float, limits: tuple[float, float] = NO_LIMITS, n: int = 0
) -> Fact:
    """Keep a number on a scale and return it: a probability as a share, which is told of 100.

    Parameters
    ----------
    figures : Figures
        Keeps it.
    scale : {"log-odds", "probability", "amount"}
        Its scale.
    *of : str
        What it is, as parts of its id.
    value : float
        The number.
    limits : tuple of (float, float)
        Its confidence limits.
    n : int
        The rows that it rests on.
    """
    keep = figures.share if scale == "probability" else figures.number
    return keep(*of, value=value, limits=limits, n=n)


def scale_said(scale: Scale) -> Text:
    """Return a scale in words, as it stands in a heading."""
    return say(f"explained.scale.{scale}")
