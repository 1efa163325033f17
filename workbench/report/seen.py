"""What stands in the memory of a notebook, known again by fingerprints: results, plain values, modules, functions."""

from __future__ import annotations

import hashlib
import sys
import weakref
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

from workbench.core.finding import Finding
from workbench.core.schema import Json

__all__ = ["Seen", "findings_of", "results_of", "stage_of"]

_MOST = 50
_MOST_PARTS = 200
_LONGEST = 64_000
_LONGEST_TEXT = 2_000
_PLAIN = (str, int, float, bool, bytes, type(None), date, PurePath)
_REPORTED = {"workbench.report.gathering.Gathered": "gathered", "workbench.core.sign_off.SignOff": "signed"}
"""What is gathered for a report, and who signs it: an export of the notebook begins with these."""
_SEVERAL = (list, tuple, set, frozenset)


@dataclass
class Seen:
    """Remembers by which cell something was made, where it has no value that can be compared."""

    _made: dict[str, tuple[Any, str]] = field(default_factory=dict)

    def fingerprint(self, name: str, value: object) -> str:
        """Return what a value is known by; empty where there is nothing that it could be compared by.

        Parameters
        ----------
        name : str
            The name it is bound to.
        value : object
            The value.
        """
        if _is_result(value):
            return str(vars(value).get("fingerprint", ""))  # as far as it was asked for: it may take long
        if isinstance(value, ModuleType):
            return f"module:{value.__name__}"
        plain = _plain(value)
        if plain:
            return plain
        if isinstance(value, (BuiltinFunctionType, FunctionType, type)) and value.__module__ != "__main__":
            return f"object:{value.__module__}.{value.__qualname__}"
        reported = _REPORTED.get(f"{type(value).__module__}.{type(value).__qualname__}")
        if reported:
            return f"{reported}:{_digest(str(_known_of(value)))}"
        if type(value).__module__.startswith("workbench.study."):
            return f"study:{_digest(str(getattr(value, 'path', '')))}"
        reference, known = self._made.get(name, (None, ""))
        return known if reference is not None and reference() is value else ""

    def remember(self, made: Mapping[str, object], source: str) -> Iterator[tuple[str, str]]:
        """Yield what the names that a cell bound are known by; results are told elsewhere.

        Parameters
        ----------
        made : mapping of str to object
            What the cell bound.
        source : str
            The hash of its source: functions of the same source are the same.
        """
        for name, value in made.items():
            if isinstance(value, (FunctionType, type)) and value.__module__ == "__main__":
                self._made[name] = (weakref.ref(value), f"source:{source}")
            found = "" if _is_result(value) else self.fingerprint(name, value)
            if found:
                yield name, found


def results_of(made: Mapping[str, Any], shown: Iterable[Any]) -> Iterator[dict[str, Json]]:
    """Yield the results that a cell bound, and those it showed without a name.

    Parameters
    ----------
    made : mapping of str to object
        What it bound.
    shown : iterable of object
        What it showed.
    """
    bound = [(name, value) for name, value in made.items() if _is_result(value)][:_MOST]
    known = {id(value) for _, value in bound}
    for name, value in (*bound, *(("", one) for one in shown if _is_result(one) and id(one) not in known)):
        yield {
            "name": name,
            "kind": type(value).__name__,
            "stage": stage_of(value),
            "fingerprint": value.fingerprint,
            "inputs": list(value.provenance.inputs),
        }


def findings_of(values: Iterable[object], study: Any) -> Iterator[dict[str, Json]]:
    """Yield the findings of results, each once, with the reason for which a study overrules them.

    Parameters
    ----------
    values : iterable of object
        What a cell bound or showed.
    study : Study or None
        The study that is open.
    """
    found = (one for value in values if _is_result(value) for one in getattr(value, "findings", ()))
    findings = dict.fromkeys(one for one in found if isinstance(one, Finding))
    if not findings:
        return
    from workbench.core.overruling import overruled_by

    overruled = tuple(getattr(study, "overruled", ()))
    for one in list(findings)[:_MOST]:
        reason = overruled_by(overruled, one)
        yield {
            "code": one.code,
            "severity": one.severity,
            **{key: getattr(one, key)[:_LONGEST_TEXT] for key in ("title", "why", "what_to_do", "scope")},
            "overruled": reason.reason if reason else "",
        }


def stage_of(result: object) -> str:
    """Return the stage under which a study keeps a result.

    Parameters
    ----------
    result : Result
        Any.
    """
    from workbench.study.registry import stage_of as kept_under

    kept = kept_under(result)
    if kept:
        return kept
    words = "".join(f"_{one.lower()}" if one.isupper() else one for one in type(result).__name__)
    return words.lstrip("_")


def _is_result(value: object) -> bool:
    core = sys.modules.get("workbench.core.provenance")  # without it there is none
    return core is not None and isinstance(value, core.Result)


def _known_of(value: object) -> list[object]:
    """Return what a plain record of results and texts is known by."""
    parts = vars(value)
    results = [one.fingerprint for one in parts.get("results", ())]
    return [results, *(repr(part) for name, part in sorted(parts.items()) if name != "results")]


def _plain(value: object) -> str:
    """Return the digest of a value that is text, number, date, path or some of these; empty for others."""
    waiting: list[Any] = [value]
    parts = length = 0
    while waiting:
        one = waiting.pop()
        parts += 1
        if parts > _MOST_PARTS or length > _LONGEST:
            return ""
        if type(one) is dict:
            waiting.extend([*one.keys(), *one.values()])
        elif type(one) in _SEVERAL:
            waiting.extend(one)
        elif not isinstance(one, _PLAIN):
            return ""
        else:
            length += len(one) if isinstance(one, (str, bytes)) else 8
    return f"value:{_digest(repr(sorted(value, key=repr) if isinstance(value, (set, frozenset)) else value))}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="backslashreplace")).hexdigest()[:16]
