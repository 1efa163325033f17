"""A record of each cell that runs: what it read, what it made, what was found, and how it ended.

The record is an output of its own, of a type that only the workbench shows. It is made where cells are followed: after
a study was opened, or the extension asked for something, or ``WORKBENCH_STEPS=1`` is set. It costs well under 5 ms.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from workbench.core.flow import EVERYTHING, Flow, flow_of
from workbench.core.following import KERNEL, MIME, SCHEMA, followed_study, is_following, take_notes
from workbench.core.schema import Json
from workbench.core.source_hash import hash_of_source
from workbench.report.seen import Seen, findings_of, results_of

__all__ = ["Follower", "follow_cells"]

_MOST_BEFORE = 500
_LONGEST_BEFORE = 100_000
_LONGEST_SAID = 500
_LINES_SAID = 2
_OF_IPYTHON = frozenset({"In", "Out", "exit", "quit", "open", "get_ipython", "display"})


@dataclass
class _Running:
    """The cell that runs now."""

    info: Any
    began: float
    flow: Flow
    names: frozenset[str]
    used: dict[str, str]


@dataclass
class Follower:
    """Listens to a shell, and publishes a record at the end of each cell.

    Parameters
    ----------
    shell : InteractiveShell
        The shell.
    """

    shell: Any
    _running: _Running | None = None
    _before: dict[int, dict[str, Json]] | None = None
    _seen: Seen = field(default_factory=Seen)
    _since: float = field(default_factory=time.time)

    def begin(self, info: Any = None) -> None:
        """Note what a cell is about to read."""
        self._running = None
        if not is_following() or info is None or not info.store_history:
            return
        take_notes()
        began = time.time()
        namespace = self.shell.user_ns
        names = self._names()
        flow = _flow(self.shell, info, names)
        self._running = _Running(info, began, flow, names, self._used(flow, namespace))

    def end(self, result: Any = None) -> None:
        """Publish the record of the cell that has run."""
        info = getattr(result, "info", None) or (self._running.info if self._running else None)
        if info is None or not info.store_history or not is_following():
            return
        try:
            self.shell.display_pub.publish({MIME: self._record(result, info)}, metadata={})
        except Exception:  # noqa: BLE001 - the person's cell has run; a record that fails must not look like its error
            return
        finally:
            self._running = None

    def _record(self, result: Any, info: Any) -> dict[str, Json]:
        running = self._running if self._running is not None and self._running.info is info else None
        flow = running.flow if running else _flow(self.shell, info, self._names())
        namespace = self.shell.user_ns
        began = running.began if running else self._since
        new = self._names() - running.names - set(flow.defines) if running else ()
        appeared = sorted(name for name in new if not name.startswith("_"))
        defines = (*flow.defines, *appeared)
        run = int(getattr(result, "execution_count", None) or len(self._history()) - 1)
        source = hash_of_source(info.raw_cell)
        state, said = _ending(result)
        noted = _noted()  # before findings are told, for which the study is read too
        made = {name: namespace[name] for name in defines if name in namespace}
        shown = () if getattr(result, "result", None) is None else (result.result,)
        record: dict[str, Json] = {
            "schema": SCHEMA,
            "hash": source,
            "kernel": KERNEL,
            "run": run,
            "ran": datetime.fromtimestamp(began, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "seconds": round(max(time.time() - began, 0.0), 3),
            "state": state,
            "said": said,
            "uses": list(flow.uses),
            "defines": list(defines),
            "results": list(results_of(made, shown)) if state == "done" else [],
            "findings": list(findings_of((*made.values(), *shown), followed_study())) if state == "done" else [],
            "used": dict(running.used if running else self._used(flow, namespace)),
            "values": dict(self._seen.remember(made, source)) if state == "done" else {},
            **noted,
        }
        before = self._earlier(run, flow)
        if before:
            record["before"] = list(before)
        return record

    def _names(self) -> frozenset[str]:
        return frozenset(self.shell.user_ns) - frozenset(self.shell.user_ns_hidden) - _OF_IPYTHON

    def _used(self, flow: Flow, namespace: Mapping[str, object]) -> dict[str, str]:
        found = {name: self._seen.fingerprint(name, namespace[name]) for name in flow.uses if name in namespace}
        return {name: one for name, one in found.items() if one}

    def _earlier(self, run: int, flow: Flow) -> list[dict[str, Json]]:
        """Return the cells that ran without a record: all of them first, then those whose names are read."""
        first = self._before is None
        if self._before is None:
            history = self._history()
            places = range(max(1, run - _MOST_BEFORE), min(run, len(history)))
            names = self._names()
            self._before = {place: self._ran_before(str(history[place]), names) for place in places}
        if first:
            return list(self._before.values())
        uses = set(flow.uses)
        return [one for one in self._before.values() if uses.intersection(_texts(one["defines"]))]

    def _history(self) -> list[str]:
        """Return the source of each cell that ran, at the place of its number."""
        return getattr(self.shell.history_manager, "input_hist_raw", [""])

    def _ran_before(self, source: str, names: frozenset[str]) -> dict[str, Json]:
        cell = SimpleNamespace(raw_cell=source)
        is_long = len(source) > _LONGEST_BEFORE
        flow = Flow((EVERYTHING,)) if is_long else _flow(self.shell, cell, names)
        return {"hash": hash_of_source(source), "uses": list(flow.uses), "defines": list(flow.defines)}


_FOLLOWER: list[Follower] = []


def follow_cells() -> None:
    """Follow the cells of IPython, where it runs; do nothing elsewhere, or where they are followed."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None or any(one.shell is shell for one in _FOLLOWER):
        return
    follower = Follower(shell)
    _FOLLOWER.append(follower)
    shell.events.register("pre_run_cell", follower.begin)
    shell.events.register("post_run_cell", follower.end)


def _flow(shell: Any, cell: Any, known: frozenset[str]) -> Flow:
    """Return what a cell reads and binds, its magics made calls as IPython does."""
    transformed = getattr(cell, "transformed_cell", None)
    if transformed is None:
        try:
            transformed = shell.transform_cell(cell.raw_cell)
        except SyntaxError:
            return Flow((EVERYTHING,))
    return flow_of(transformed, known)


def _ending(result: Any) -> tuple[str, str]:
    """Return how a cell ended, and what its error says; one that waited and was stopped has no result.

    Errors of the workbench say in a first line what is wrong, and in a second one what is allowed or to be done.
    """
    if result is None:
        return "interrupted", "KeyboardInterrupt"
    error = result.error_before_exec or result.error_in_exec
    if error is None:
        return "done", ""
    stopped = isinstance(error, KeyboardInterrupt)
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = " ".join(lines[:_LINES_SAID])
    said = f"{type(error).__name__}: {told}" if told else type(error).__name__
    return "interrupted" if stopped else "failed", said[:_LONGEST_SAID]


def _noted() -> dict[str, Json]:
    """Return what the study kept and handed out; of what a cell read twice, as it was the last time."""
    latest = {(one.kind, one.stage, one.name): one.fingerprint for one in take_notes()}
    return {
        kind: [
            {"stage": stage, "name": name, "fingerprint": fingerprint}
            for (of, stage, name), fingerprint in latest.items()
            if of == kind
        ]
        for kind in ("saved", "loaded")
    }


def _texts(listed: Json) -> Iterator[str]:
    return (str(one) for one in listed) if isinstance(listed, list) else iter(())
