"""Which audits of a study are about some data: whoever made one has seen how groups fare there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workbench.data.dataset import Dataset
from workbench.errors import StudyError
from workbench.study.folder import Folder
from workbench.study.records import check_record

__all__ = ["audits_about"]


def audits_about(folder: Folder, data: Dataset) -> tuple[str, ...]:
    """Return the names of the audits that rest on some data, or on the file that these were read from.

    Parameters
    ----------
    folder : Folder
        Of the study. Audits that cannot be read are passed over.
    data : Dataset
        As it was read; other roles, or values that were put right, make no other data of the same file.
    """
    wanted = {data.fingerprint, *(one for one in data.provenance.inputs if not one.startswith("result:"))}
    records = dict(_readable(folder))
    made_of: dict[str, set[str]] = {}
    for record in records.values():
        for node in record["nodes"]:
            made_of.setdefault(node["fingerprint"], set()).update(node.get("inputs", ()))
    audits = {name: record["fingerprint"] for (stage, name), record in records.items() if stage == "audit"}
    return tuple(sorted(name for name, audit in audits.items() if wanted & _all_of(audit, made_of)))


def _readable(folder: Folder) -> Iterator[tuple[tuple[str, str], Mapping[str, Any]]]:
    for key in folder.names():
        try:
            record = folder.read_record(*key)
            check_record(record, key)
        except (FileNotFoundError, StudyError):
            continue
        yield key, record


def _all_of(fingerprint: str, made_of: Mapping[str, set[str]]) -> set[str]:
    """Return what went into a result, directly or not; an audit holds no model, whose own record tells more."""
    found: set[str] = set()
    waiting = [fingerprint]
    while waiting:
        new = made_of.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found
