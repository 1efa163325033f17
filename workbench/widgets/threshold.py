"""The threshold explorer in a notebook: what another threshold would do to every group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from workbench.audit.result import Audit
from workbench.checks import check_result
from workbench.figures.explorer import explorer_data
from workbench.widgets.board import Board, unknown
from workbench.widgets.panel import Panel
from workbench.widgets.view import Choice, Explore, Node, Option, Said
from workbench.widgets.wording import told

__all__ = ["ThresholdBoard", "ThresholdSettings", "explore_threshold"]


@dataclass(frozen=True)
class ThresholdSettings:
    """What was chosen: whose groups are compared; several attributes are crossed."""

    attributes: tuple[str, ...]


class ThresholdBoard(Board):
    """The explorer for one attribute of an audit at a time."""

    widget = "threshold"

    def __init__(self, audit: Audit, attributes: tuple[str, ...]) -> None:
        super().__init__()
        self._audit = audit
        self.settings = ThresholdSettings(attributes)

    @property
    def title(self) -> str:
        """What the widget is called."""
        return told("threshold.title")

    @property
    def result(self) -> Audit:
        """The audit that is explored."""
        return self._audit

    def contents(self) -> tuple[Node, ...]:
        """Return the attribute's choice and the explorer."""
        names = {" × ".join(axis): axis for axis in self._audit.axes}
        options = tuple(Option(one, one) for one in names)
        choice = Choice("attribute", told("threshold.attribute"), options, " × ".join(self.settings.attributes))
        data = explorer_data(self._audit, *self.settings.attributes)
        shown: Node = Said("none", told("threshold.no_scores")) if data is None else Explore("explorer", data)
        return (*((choice,) if len(names) > 1 else ()), shown)

    def change(self, id: str, value: Any) -> None:
        """Take another attribute."""
        if id != "attribute":
            raise unknown(id)
        axis = next((one for one in self._audit.axes if " × ".join(one) == value), None)
        if axis is None:
            raise unknown(id)
        self.settings = replace(self.settings, attributes=axis)

    def python(self) -> str:
        """Return nothing: looking changes nothing."""
        return ""


def explore_threshold(audit: Audit, attribute: str | None = None) -> Panel:
    """Return a widget that shows what another threshold would do to every group, from counts alone.

    Parameters
    ----------
    audit : Audit
        An audit whose counts hold a score.
    attribute : str, optional
        Whose groups are compared at first; by default the first attribute of the audit.

    Returns
    -------
    Panel
        Show it as a cell's last line.

    Raises
    ------
    InputError
        If it is no audit, or the attribute is not protected.
    """
    check_result("audit", audit, Audit, "audit_model or audit_decisions")
    attributes = audit.axes[0] if attribute is None else (attribute,)
    audit.axis(*attributes)
    return Panel(ThresholdBoard(audit, attributes))
