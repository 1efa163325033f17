"""Whether what a result was made of is still what the study keeps.

A record names what its result was made of, and which results stood in its place before. A result is stale once
something that it was made of was replaced; or a result was saved later, under its own name, for a stage that it rests
on; or the file that it was read from has changed; or the study is about other data now; or something that it rests on
is stale itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from workbench.core.fingerprint import fingerprint_of_file
from workbench.study.declared import DeclaredData
from workbench.study.registry import STAGES
from workbench.study.sources import is_same_file

__all__ = ["Freshness", "ancestors_of"]

_Key = tuple[str, str]


def ancestors_of(record: Mapping[str, Any]) -> dict[str, str]:
    """Return what a result was made of, directly or not: fingerprints, each with its kind where that is known.

    Parameters
    ----------
    record : mapping
        A record of the study.
    """
    nodes = {one["fingerprint"]: one for one in record["nodes"]}
    found: dict[str, str] = {}
    waiting = list(nodes.get(record["fingerprint"], {}).get("inputs", ()))
    while waiting:
        one = waiting.pop()
        if one not in found and not one.startswith(("file:", "rows:")):
            found[one] = nodes.get(one, {}).get("kind", "")
            waiting += nodes.get(one, {}).get("inputs", ())
    return found


@dataclass
class Freshness:
    """Compares records with each other.

    Parameters
    ----------
    records : mapping
        Every record that can be read, by stage and name.
    folder : pathlib.Path
        Of the study.
    declared : DeclaredData, optional
        Which data the study is about.
    """

    records: Mapping[_Key, Mapping[str, Any]]
    folder: Path
    declared: DeclaredData | None = None
    _found: dict[_Key, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def of(self, key: _Key) -> tuple[str, tuple[str, ...]]:
        """Return why a result is stale and after what; two empty values where it is fresh.

        Parameters
        ----------
        key : tuple of (str, str)
            Its stage and name.
        """
        if key not in self._found:
            self._found[key] = "", ()  # what rests on itself, in records that nobody vouches for, ends here
            self._found[key] = self._looked_at(key)
        return self._found[key]

    def _looked_at(self, key: _Key) -> tuple[str, tuple[str, ...]]:
        record = self.records[key]
        source = record.get("source")
        if source is not None:
            same = is_same_file(source, self.folder)
            if same is False:
                return f"The file {Path(source['path']).name!r} has changed since.", ()
        if self.declared is not None and self._is_of_others(self.declared, record):
            return f"The study is about {self.declared.name!r} now.", ()
        for fingerprint, kind in ancestors_of(record).items():
            found = self._changed(key, fingerprint, STAGES.get(kind, ""))
            if found is not None:
                stage, name = found
                return f"Made of another {stage} {name!r} than is kept now.", (f"{stage}/{name}",)
        return self._after_stale(key)

    def _is_of_others(self, declared: DeclaredData, record: Mapping[str, Any]) -> bool:
        """Return whether a result is of other data than those that the study is about, and was there before."""
        if declared.is_of(record, self.folder):
            return False
        made_of = ancestors_of(record)
        kept = (one for one in self.records.values() if one["kind"] == "Dataset" and one["fingerprint"] in made_of)
        if any(declared.is_of(one, self.folder) for one in kept):
            return False
        files = {one for node in record["nodes"] for one in node["inputs"] if one.startswith("file:")}
        return not files or self._declared_file not in files

    @cached_property
    def _declared_file(self) -> str:
        """The fingerprint of the file that the study is about; empty where it cannot be read."""
        try:
            return fingerprint_of_file(self.folder / (self.declared.source if self.declared is not None else ""))
        except OSError:
            return ""

    def _changed(self, key: _Key, fingerprint: str, stage: str) -> _Key | None:
        """Return what was saved anew in the place of something that a result was made of."""
        if any(one["fingerprint"] == fingerprint for other, one in self.records.items() if other != key):
            return None
        replaced = next((other for other, one in self.records.items() if fingerprint in one["before"]), None)
        if replaced is not None:
            return replaced if replaced != key and not self._came_of(replaced, key) else None
        other = (stage, key[1])
        is_later = other != key and other in self.records and self.records[other]["saved"] > self.records[key]["saved"]
        return other if is_later and not self._came_of(other, key) else None

    def _came_of(self, later: _Key, key: _Key) -> bool:
        """Return whether a result was made of the other one, as a model is of the threshold chosen for it."""
        return self.records[key]["fingerprint"] in ancestors_of(self.records[later])

    def _after_stale(self, key: _Key) -> tuple[str, tuple[str, ...]]:
        made_of = ancestors_of(self.records[key])
        for other, one in self.records.items():
            if other != key and one["fingerprint"] in made_of:
                because, _ = self.of(other)
                if because:
                    return f"It rests on {other[0]} {other[1]!r}, which is stale.", (f"{other[0]}/{other[1]}",)
        return "", ()
