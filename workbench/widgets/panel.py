"""The one anywidget: shows a board, hands it what a person does, sends what differs.

What is shown travels in messages, not in the widget's state: a notebook that is saved with its widgets'
state holds the module and nothing of the data. ``docs/widgets.md`` describes the protocol.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, cast
from weakref import ReferenceType, ref

import anywidget

from workbench.core.schema import Json, schema_name
from workbench.widgets.board import Board
from workbench.widgets.kernel import cell_now, is_watched
from workbench.widgets.packed import patch
from workbench.widgets.twin import twin_html, twin_text
from workbench.widgets.wire import PROTOCOL, WireNode, changed, node_json
from workbench.widgets.worker import Worker

__all__ = ["MIME", "Panel"]

MIME = "application/vnd.workbench.widget+json"
"""Tells the extension that a widget has a twin to show where no kernel answers."""

_SHOWN: dict[str, list[tuple[ReferenceType[Panel], str]]] = {}
"""Which panels each cell shows, and in which of its runs."""

_OPENED: tuple[tuple[str, str] | None, list[ReferenceType[Panel]]] = (None, [])
"""The newest run of a cell, and which panels it shows, alone or within other widgets."""


class Panel(anywidget.AnyWidget):
    """A board on a screen.

    Parameters
    ----------
    board : Board
        What it shows. It is worked by this panel until :meth:`close`.

    Notes
    -----
    Show it by naming it in a cell's last line. Its settings, what they lead to, and the same in plain
    Python are at hand as ``settings``, ``result`` and ``python()``. Running the cell again without
    touching the widget gives the same.
    """

    def __init__(self, board: Board) -> None:
        self._board = board
        self._seen: WireNode | None = None
        self._worker = Worker()
        self._is_shown = self._is_closed = False
        super().__init__(_esm=_module())
        board.runner, board.refresh = self._worker, self._refresh
        self.on_msg(self._take)

    def open(self) -> None:
        """Open the line to a browser, once it is shown; in a run without a person there is none to be saved."""
        if self._is_shown and not self._is_closed and is_watched():
            super().open()

    @property
    def model_id(self) -> str | None:
        """By what a browser knows it; whoever asks is about to show it, alone or within another widget."""
        self._is_shown = True
        self.open()
        if not self._is_closed:  # else it is only being taken away
            _number(self)
        return None if self.comm is None else str(self.comm.comm_id)

    @property
    def settings(self) -> Any:
        """What was chosen."""
        return self._board.settings

    @property
    def result(self) -> Any:
        """What the settings lead to, computed as the code of :meth:`python` would."""
        return self._board.result

    def python(self) -> str:
        """Return plain Python that does what was chosen, without the widget.

        Raises
        ------
        InputError
            If what the widget was made of has no name in the notebook.
        """
        return self._board.code()

    def close(self) -> None:
        """End what runs and let go of the browser's part."""
        board, self._is_closed = self._board, True
        board.close()
        board.refresh = _nobody
        self._worker.close()
        self.on_msg(self._take, remove=True)
        if self.comm is not None:
            self.layout.close()  # a widget of its own, which the library leaves open
        super().close()
        self.__dict__.pop("_repr_mimebundle_", None)  # the library takes it away; the twin can still be shown

    def __repr__(self) -> str:
        """Return the widget in one sentence."""
        return twin_text(self._board)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        twin = {"text/plain": repr(self), "text/html": twin_html(self._board.saved_view())}
        if self.model_id is None or not is_watched():
            return twin, {}
        _close_earlier(self)
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        return {**data, **twin, MIME: {"schema": schema_name("widget"), "widget": self._board.widget}}, metadata

    def keep_apart(self, others: Sequence[Panel]) -> None:
        """Give it a number, so that its choices stay apart from those of others in its cell made of the same.

        Parameters
        ----------
        others : sequence of Panel
            Those that were shown there before it.
        """
        taken = {one.what for one in others}
        while self.what in taken:
            self._board.number += 1

    @property
    def what(self) -> tuple[str, str, int]:
        """Which widget it is, the name of what it was made of, and which one of several of that."""
        return self._board.widget, self._board.name, self._board.number

    def _take(self, _: object, message: object, buffers: Sequence[object] = ()) -> None:  # noqa: ARG002
        """Take a message of the browser; one that is not understood is answered like any other."""
        asked = message if isinstance(message, Mapping) else {}
        kind, id = asked.get("kind"), asked.get("id")
        if kind == "ready":
            with self._board.lock:
                self._seen = None
        elif kind == "change" and isinstance(id, str):
            self._board.take(id, asked.get("value"))
        elif kind == "press" and isinstance(id, str):
            self._board.take_press(id)
        self._refresh(cast("Json", asked.get("seq")))

    def _refresh(self, seq: Json = None) -> None:
        """Send what differs from what was sent before; all of it the first time."""
        with self._board.lock:
            view = node_json(self._board.shown())
            if self._seen is None:
                message: dict[str, Json] = {"kind": "view", "schema": PROTOCOL, "view": view}
            else:
                message = patch(list(changed(self._seen, view)))
            self._seen = view
            # Sent inside of the lock: patches fit only in their order.
            if message.get("nodes") != [] or seq is not None:
                self.send({**message, "seq": seq})


@cache
def _module() -> str:
    """Return the browser's part as the text of one ES module."""
    return files("workbench.widgets").joinpath("widgets.js").read_text(encoding="utf-8")


def _number(panel: Panel) -> None:
    """Keep the choices of a panel apart from those of others that the same run of a cell shows."""
    global _OPENED  # noqa: PLW0603 - of one run at a time
    now = cell_now()
    if now is None:
        return
    others = [one for each in _OPENED[1] if (one := each()) not in (None, panel)] if _OPENED[0] == now else []
    panel.keep_apart(others)
    _OPENED = now, [*map(ref, others), ref(panel)]


def _close_earlier(panel: Panel) -> None:
    """Close what earlier runs of the same cell showed: nobody sees it any more, and its comm would stay for ever."""
    now = cell_now()
    if now is None:
        return
    cell, run = now
    still = []
    elsewhere = {id(each()) for one, shown in _SHOWN.items() if one != cell for each, _ in shown}
    for earlier, of in _SHOWN.get(cell, []):
        other = earlier()
        if other is None or other is panel:
            continue
        if of == run:
            still.append((earlier, of))
        elif id(other) not in elsewhere:
            other.close()
    _SHOWN[cell] = [*still, (ref(panel), run)]


def _nobody() -> None:
    """Nobody looks any more."""
