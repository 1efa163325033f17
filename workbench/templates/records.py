"""The record of a step, as a notebook's file holds it: read with care, for anybody can write one.

What does not have its shape is dropped: a record that lacks what every record has, or one entry of a list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from workbench.core.finding import SEVERITIES
from workbench.core.flow import Flow
from workbench.core.following import MIME, SCHEMA
from workbench.core.schema import Json

__all__ = ["Earlier", "Kept", "Record", "read_record", "record_of"]

_HASH = re.compile(r"[0-9a-f]{16}")
_WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_CODE = re.compile(r"WB\d{3}")
_STATES = ("done", "failed", "interrupted")
_MOST = 1_000
_LONGEST = 2_000

_T = TypeVar("_T")


@dataclass(frozen=True)
class Kept:
    """A result that a study kept or handed out."""

    stage: str
    name: str
    fingerprint: str


@dataclass(frozen=True)
class Made:
    """A result that a cell bound or showed."""

    name: str
    kind: str
    stage: str
    fingerprint: str
    inputs: tuple[str, ...]


@dataclass(frozen=True)
class Earlier:
    """A cell that ran in the kernel without a record of its own."""

    hash: str
    flow: Flow


@dataclass(frozen=True)
class Record:
    """What a kernel said of one run of a cell."""

    hash: str
    kernel: str
    run: int
    ran: str
    seconds: float
    state: str
    said: str
    flow: Flow
    results: tuple[Made, ...]
    findings: tuple[dict[str, Json], ...]
    saved: tuple[Kept, ...]
    loaded: tuple[Kept, ...]
    used: Mapping[str, str]
    values: Mapping[str, str]
    before: tuple[Earlier, ...]

    def made(self) -> dict[str, str]:
        """Return by name the fingerprints of what the cell bound."""
        return {**self.values, **{one.name: one.fingerprint for one in self.results if one.name}}

    def is_later(self, other: Record) -> bool:
        """Whether it ran after another."""
        if self.kernel == other.kernel:
            return self.run > other.run
        return self.ran > other.ran


def record_of(cell: Mapping[str, Any]) -> Record | None:
    """Return the last record in a cell's outputs; ``None`` if there is none that can be read.

    Parameters
    ----------
    cell : mapping
        A cell of a notebook's JSON.
    """
    outputs = cell.get("outputs")
    for output in reversed(outputs if isinstance(outputs, list) else []):
        data = output.get("data") if isinstance(output, Mapping) else None
        if isinstance(data, Mapping) and MIME in data:
            found = read_record(data[MIME])
            if found is not None:
                return found
    return None


def read_record(given: object) -> Record | None:
    """Return a record from its JSON; ``None`` if it lacks what every record has.

    Parameters
    ----------
    given : object
        Anything.
    """
    if not isinstance(given, Mapping) or given.get("schema") != SCHEMA:
        return None
    run, seconds, said = given.get("run"), given.get("seconds"), given.get("said")
    fits = (
        _matches(_HASH, given.get("hash"))
        and _matches(_HASH, given.get("kernel"))
        and _matches(_WHEN, given.get("ran"))
        and given.get("state") in _STATES
        and isinstance(run, int)
        and not isinstance(run, bool)
        and run >= 0
        and isinstance(given.get("uses"), list)
        and isinstance(given.get("defines"), list)
    )
    if not fits:
        return None
    known = isinstance(seconds, (int, float)) and not isinstance(seconds, bool) and 0 <= seconds <= 1e9
    return Record(
        hash=given["hash"],
        kernel=given["kernel"],
        run=given["run"],
        ran=given["ran"],
        seconds=float(seconds or 0) if known else 0.0,
        state=given["state"],
        said=said[:_LONGEST] if isinstance(said, str) else "",
        flow=_flow(given),
        results=_listed(given.get("results"), _made),
        findings=_listed(given.get("findings"), _finding),
        saved=_listed(given.get("saved"), _kept),
        loaded=_listed(given.get("loaded"), _kept),
        used=_fingerprints(given.get("used")),
        values=_fingerprints(given.get("values")),
        before=_listed(given.get("before"), _earlier),
    )


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST


def _listed(given: object, read: Callable[[Mapping[str, Any]], _T | None]) -> tuple[_T, ...]:
    entries = [one for one in given if isinstance(one, Mapping)][:_MOST] if isinstance(given, list) else []
    found = (read(one) for one in entries)
    return tuple(one for one in found if one is not None)


def _texts(given: object) -> tuple[str, ...]:
    return tuple(one for one in given if _is_text(one))[:_MOST] if isinstance(given, list) else ()


def _flow(given: Mapping[str, Any]) -> Flow:
    return Flow(_texts(given.get("uses") or []), _texts(given.get("defines") or []))


def _made(given: Mapping[str, Any]) -> Made | None:
    texts = [given.get(key) for key in ("name", "kind", "stage", "fingerprint")]
    if not all(map(_is_text, texts)) or not texts[-1]:
        return None
    name, kind, stage, fingerprint = map(str, texts)
    return Made(name, kind, stage, fingerprint, _texts(given.get("inputs") or []))


def _kept(given: Mapping[str, Any]) -> Kept | None:
    texts = [given.get(key) for key in ("stage", "name", "fingerprint")]
    return Kept(*(str(one) for one in texts)) if all(_is_text(one) and one for one in texts) else None


def _finding(given: Mapping[str, Any]) -> dict[str, Json] | None:
    keys = ("title", "why", "what_to_do", "scope", "overruled")
    texts = {key: given.get(key, "") for key in keys}
    fits = _matches(_CODE, given.get("code")) and given.get("severity") in SEVERITIES
    if not fits or not all(map(_is_text, texts.values())):
        return None
    return {"code": given["code"], "severity": given["severity"], **texts}


def _earlier(given: Mapping[str, Any]) -> Earlier | None:
    return Earlier(given["hash"], _flow(given)) if _matches(_HASH, given.get("hash")) else None


def _fingerprints(given: object) -> dict[str, str]:
    entries = given.items() if isinstance(given, Mapping) else ()
    return {str(name): value for name, value in entries if _is_text(name) and _is_text(value) and value}
