"""What is looked at in the explanation viewer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from workbench.explanation.counterfactuals.goal import Wanted
from workbench.explanation.person_result import Background
from workbench.widgets.explanation_limits import Limits
from workbench.widgets.explanation_search import Search

__all__ = ["ExplanationSettings", "Tell", "View"]

View = Literal["model", "effect", "case"]
Tell = Literal["waterfall", "reasons", "changes"]


@dataclass(frozen=True)
class ExplanationSettings:
    """What is looked at.

    Parameters
    ----------
    view : {"model", "effect", "case"}
        The whole model, one column, or one case.
    column : str
        Whose effect is shown.
    row : int or None
        The case: the place of a held-out row; ``None`` before one was looked at.
    tell : {"waterfall", "reasons", "changes"}
        What is told of the case: how its prediction adds up, its principal reasons, or what would turn it.
    method : {"B", "A"}
        Whom the case is compared with for its reasons, as of :func:`workbench.explain_person`.
    wanted : str, tuple or None
        The answer that changes should lead to, as of :func:`workbench.find_counterfactuals`; ``None``: another than
        the one there is.
    changes : tuple of (str, object)
        Columns whose value was edited, and to what.
    search : Search
        Which cases are looked for.
    also : tuple of str
        Columns that can be edited besides those that matter most.
    limits : Limits
        What may change where changes are looked for.
    """

    view: View = "model"
    column: str = ""
    row: int | None = None
    tell: Tell = "waterfall"
    method: Background = "B"
    wanted: Wanted | None = None
    changes: tuple[tuple[str, object], ...] = field(default=(), repr=False)
    search: Search = field(default=Search(), repr=False)
    also: tuple[str, ...] = field(default=(), repr=False)
    limits: Limits = field(default=Limits(), repr=False)
