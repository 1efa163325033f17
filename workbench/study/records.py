"""What stands in the record of a result, and whether a record holds what it must."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from workbench.core.provenance import Result
from workbench.core.schema import Json
from workbench.core.version import installed_versions
from workbench.data.dataset import Dataset
from workbench.errors import StudyError
from workbench.study.folder import SCHEMA
from workbench.study.registry import name_of
from workbench.study.sources import file_told, named_source
from workbench.study.writing import Writer

__all__ = ["check_record", "is_same", "now", "record_of"]

_PACKAGES = ("scikit-learn", "numpy", "scipy", "pandas", "pyarrow", "skops", "skrub", "lightgbm", "xgboost")
_MOST_BEFORE = 200
_LONGEST = 1_000
_TIMED = frozenset({"seconds", "fit_seconds", "predict_seconds"})
"""How long something took, by which alone no two results differ."""

_WANTED: Mapping[str, type] = {
    "kind": str,
    "fingerprint": str,
    "saved": str,
    "told": str,
    "versions": dict,
    "before": list,
    "nodes": list,
    "unkept": list,
    "outside": list,
    "files": dict,
    "parts": list,
    "result": dict,
}


def record_of(
    result: Result,
    content: Mapping[str, Json],
    writer: Writer,
    *,
    key: tuple[str, str],
    sizes: Mapping[str, int],
    before: Mapping[str, Any] | None,
) -> dict[str, Json]:
    """Return the record of a result.

    Parameters
    ----------
    result : Result
        What is kept.
    content : mapping
        The result as JSON.
    writer : Writer
        What made that JSON.
    key : tuple of (str, str)
        Its stage and name.
    sizes : mapping of str to int
        The files that hold what JSON does not, with their bytes.
    before : mapping or None
        The record that it takes the place of.
    """
    earlier = [] if before is None else [*before["before"], before["fingerprint"]]
    past: list[Json] = [one for one in dict.fromkeys(earlier) if one != result.fingerprint][-_MOST_BEFORE:]
    return {
        "schema": SCHEMA,
        "stage": key[0],
        "name": key[1],
        "kind": name_of(result),
        "fingerprint": result.fingerprint,
        "saved": now(),
        "told": repr(result)[:_LONGEST],
        "versions": dict(installed_versions(_PACKAGES)),
        "before": past,
        "nodes": [
            {"kind": one.kind, "fingerprint": one.fingerprint, "inputs": list(one.inputs)}
            for one in writer.nodes.values()
        ],
        "source": file_told(result) if isinstance(result, Dataset) else None,
        "read_from": [*sorted({named_source(one) for one in writer.data_sets} - {""})],
        "unkept": [{"what": one.what, "why": one.why} for one in writer.unkept.values() if one.is_model],
        "outside": list(writer.outside),
        "files": dict(sizes),
        **content,
    }


def is_same(record: Mapping[str, Any], content: Mapping[str, Json], result: Result) -> bool:
    """Return whether a record holds just this, whatever time it took."""
    if record["fingerprint"] != result.fingerprint:
        return False
    return all(_untimed(record[key]) == _untimed(one) for key, one in content.items())


def _untimed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _untimed(one) for key, one in value.items() if key not in _TIMED}
    return [_untimed(one) for one in value] if isinstance(value, list) else value


def check_record(record: Mapping[str, Any], key: tuple[str, str]) -> None:
    """Refuse a record whose form is not that of records, whatever its hash says."""
    is_right = all(isinstance(record.get(name), kind) for name, kind in _WANTED.items()) and (
        all(isinstance(one, str) for one in (*record["before"], *record["versions"].values()))
        and all(_is_node(one) for one in record["nodes"])
        and all(type(size) is int for size in record["files"].values())
        and (record.get("source") is None or _is_source(record["source"]))
        and _are_paths(record.get("read_from", []))
    )
    if not is_right:
        raise StudyError(
            f"{key[0]} {key[1]!r} of the study is damaged: it is not what records are.\n"
            "Make the result again, and save it anew."
        )


def _is_source(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and all(isinstance(one.get(key), str) for key in ("path", "fingerprint"))
        and all(type(one.get(key)) is int for key in ("bytes", "changed"))
        and "\0" not in one["path"]
    )


def _are_paths(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(one, str) and "\0" not in one for one in given)


def _is_node(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and all(isinstance(one.get(key), str) for key in ("kind", "fingerprint"))
        and isinstance(one.get("inputs"), list)
        and all(isinstance(each, str) for each in one["inputs"])
    )


def now() -> str:
    """Return the time, so that later ones are greater as text."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
