"""Kinds with a form of their own: they hold functions, rows that stay where they are, or follow from their counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from workbench.core.schema import Json
from workbench.data.stored import StoredTable
from workbench.errors import InputError
from workbench.study.missing import NotStored
from workbench.study.registry import fields_of, kind_named
from workbench.study.sources import source_told, table_from
from workbench.study.tables import schema_of, schema_text, stored_bytes

if TYPE_CHECKING:
    from workbench.study.reading import Reader
    from workbench.study.writing import Writer

__all__ = ["FORMS", "Form"]


@dataclass(frozen=True)
class Form:
    """How a kind is written and read.

    Parameters
    ----------
    write : callable
        Takes the writer, an object and where it stands; returns JSON.
    read : callable
        Takes the reader and that JSON; returns the object.
    """

    write: Callable[[Writer, Any, str], dict[str, Json]]
    read: Callable[[Reader, dict[str, Any]], Any]


def _write_audit(_writer: Writer, value: Any, _where: str) -> dict[str, Json]:
    return {"of": value.to_json(concluded=False)}


def _read_audit(_reader: Reader, value: dict[str, Any]) -> Any:
    from workbench.audit.read_back import audit_from_json

    return audit_from_json(value["of"])


def _write_dataset(writer: Writer, value: Any, where: str) -> dict[str, Json]:
    told = source_told(value)
    if told is None and value.is_stored:  # it was read from what nobody can find again
        name = writer.keep(stored_bytes(value.held), "parquet")
        schema = pa.schema(list(zip(value.held.columns, value.held.kinds, strict=True)))
        copied: dict[str, Json] = {"file": name, "schema": schema_text(schema), "n_rows": value.n_rows}
        held: Json = {"$": "copy", "fingerprint": value.held.fingerprint, **copied}
    elif told is None:
        held = writer.write(value.held, where)
    else:
        held = {"$": "source", **{key: writer.write(one, where) for key, one in told.items()}}
        writer.outside.append({"name": value.name, "path": str(told["path"])})
    named = [one for one in fields_of(type(value)) if one != "held"]
    return {**{one: writer.write(getattr(value, one), one) for one in named}, "held": held}


def _read_dataset(reader: Reader, value: dict[str, Any]) -> Any:
    kind, held = kind_named("Dataset"), value["held"]
    given = {one: reader.read(value[one]) for one in fields_of(kind) if one != "held" and one in value}
    if isinstance(held, dict) and held.get("$") == "source":
        told = {key: reader.read(one) for key, one in held.items() if key != "$"}
        return reader.made(kind, {**given, "held": table_from(told, reader.folder)})
    if isinstance(held, dict) and held.get("$") == "copy":
        return reader.made(kind, {**given, "held": _copied_rows(reader, held)})
    return reader.made(kind, {**given, "held": reader.read(held)})


def _copied_rows(reader: Reader, held: dict[str, Any]) -> StoredTable:
    """Return rows that stay on disk in the study, and are read from there as they were from where they came from."""
    schema, n_rows = schema_of(reader.text(held, "schema")), held["n_rows"]
    path = reader.path_of(held)
    if pq.read_metadata(path).num_rows != n_rows or pq.read_schema(path).names != schema.names:
        raise ValueError("the table has other columns or another number of rows")
    places = tuple(f"r{place}" for place in range(len(schema.names)))
    told = reader.text(held, "fingerprint")
    return StoredTable((path,), tuple(schema.names), tuple(schema.types), n_rows, places, fingerprint=told)


def _write_scoring(writer: Writer, value: Any, where: str) -> dict[str, Json]:
    return {one: writer.write(getattr(value, one), where) for one in fields_of(type(value)) if one != "compute"}


def _read_scoring(reader: Reader, value: dict[str, Any]) -> Any:
    from workbench.modeling.comparison.scoring import SCORINGS

    given = {one: reader.read(value[one]) for one in value if one != "$"}
    own = next((one for one in SCORINGS if one.name == given.get("name")), None)
    compute = own.compute if own is not None else NotStored("the score", "It is a function of somebody.", "a score")
    return reader.made(kind_named("Scoring"), {**given, "compute": compute})


def _write_candidate(writer: Writer, value: Any, where: str) -> dict[str, Json]:
    named = [one for one in fields_of(type(value)) if one not in ("make", "around")]
    told = {one: writer.write(getattr(value, one), where) for one in named}
    if getattr(value, "around", None) is not None:
        told["around"] = writer.write(value.around, "around")
    return {**told, "make": _made_by(writer, value)}


def _made_by(writer: Writer, value: Any) -> Json:
    """Return how a kind of model makes its estimators: a candidate of ours and its settings, or one to copy."""
    own = _own_kind(value)
    if own is not None:
        try:
            if own.make is value.make or repr(_set(own.make(0), value.params)) == repr(value.make(0)):
                return None
        except (ImportError, ValueError, TypeError):
            return None  # its package is not there, and the name says all that is known
    return writer.write(value.make(0), "make")


def _own_kind(value: Any) -> Any:
    from workbench.modeling.candidates import CANDIDATES

    same = [
        one for one in CANDIDATES if one.name == value.name.removesuffix("_tuned") and set(value.tasks) & set(one.tasks)
    ]
    return same[0] if same else None


def _set(estimator: Any, params: Mapping[str, object]) -> Any:
    known = estimator.get_params()
    return estimator.set_params(**{name: one for name, one in params.items() if name in known})


def _read_candidate(reader: Reader, value: dict[str, Any]) -> Any:
    kind = kind_named(value["$"])
    given = {one: reader.read(value[one]) for one in fields_of(kind) if one in value and one != "make"}
    template = reader.read(value["make"])
    bare = reader.made(kind, {**given, "make": _nothing})
    own = _own_kind(bare)
    if template is None and own is None:
        raise InputError(f"model is {bare.name!r}, which is no kind of model here.\nName one that is.")
    if template is None:
        return replace(bare, make=lambda seed: _set(own.make(seed), bare.params))
    if isinstance(template, NotStored):
        return replace(bare, make=template)
    return replace(bare, make=lambda _seed: _copied(template))


def _nothing(_seed: int) -> None:
    """Stand for what makes estimators until it is known."""


def _copied(template: Any) -> Any:
    from sklearn.base import clone

    return clone(template)


_CANDIDATE = Form(_write_candidate, _read_candidate)

FORMS: Mapping[str, Form] = {
    "Audit": Form(_write_audit, _read_audit),
    "Candidate": _CANDIDATE,
    "Dataset": Form(_write_dataset, _read_dataset),
    "Scoring": Form(_write_scoring, _read_scoring),
    "Settled": _CANDIDATE,
    "Tuned": _CANDIDATE,
}
"""For each of :data:`workbench.study.registry.CODED` how it is written and read."""
