"""What tests of widgets share: a small board, a panel whose messages are kept instead of sent, answers, and nodes."""

from dataclasses import dataclass, replace

from workbench.errors import InputError
from workbench.widgets.board import Board
from workbench.widgets.panel import Panel
from workbench.widgets.view import Number, Press, Said
from workbench.widgets.wire import node_json
from workbench.widgets.worker import Job

ANSWERS = {
    "affected": "applicants",
    "scarce": "open",
    "outcome": "trusted",
    "errors": "refused",
    "difference": "not_follow",
    "score": "read",
    "stakes": "serious",
    "groups": "few",
    "law": "us_employment",
}
"""How a lender answers the questions of the metric chooser."""


@dataclass(frozen=True)
class Chosen:
    tolerance: float = 0.05


class Plain(Board):
    widget = "plain"
    title = "Plain"

    def __init__(self):
        super().__init__()
        self.settings = Chosen()
        self.found = None

    @property
    def result(self):
        return self.settings.tolerance * 2

    def contents(self):
        return (
            Number("tolerance", "Tolerance", self.settings.tolerance, low=0, high=1),
            Said("double", f"Twice that is {self.result:g}."),
            Press("count", "Count"),
        )

    def change(self, id, value):
        if id == "tolerance":
            if not isinstance(value, float):
                raise InputError("tolerance is not a number.\nType one.")
            self.settings = replace(self.settings, tolerance=value)
        else:
            self.settings = replace(self.settings, tolerance=-1.0)
            raise ZeroDivisionError("by <b>nothing</b>")

    def press(self, id):
        assert id == "count"
        self.start(Job("Counting", self._count, self._counted))

    def python(self):
        return f"tolerance = {self.settings.tolerance!r}"

    def _count(self, pace):
        done = 0
        for unit in range(3):
            if pace.is_ended:
                break
            pace.tell(unit, 3)
            done += 1
        return done

    def _counted(self, found):
        self.found = found


def quiet(board):
    """Return a panel on a board, and the list of what it sends."""
    panel = Panel(board)
    sent = []
    panel.send = sent.append
    return panel, sent


def tell(panel, **message):
    """Hand a message to a panel, as the browser's comm does."""
    panel._handle_msg({"content": {"data": {"method": "custom", "content": message}}, "buffers": []})


def nodes_by_id(view):
    """Return every node of a view as it is sent, also those in cells."""
    found = {}
    pending = [node_json(view)]
    while pending:
        node = pending.pop()
        found[node["id"]] = node
        pending += node.get("children", [])
        pending += [cell for cell in node.get("cells", []) if isinstance(cell, dict)]
    return found
