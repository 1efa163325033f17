"""A model's held-out rows, drawn, scored, audited and explained again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from workbench.audit.disclosure.level import NOT_PUBLISHED
from workbench.audit.entrances import audit_model
from workbench.audit.result import Audit
from workbench.data.examples import EXAMPLE_PREFIX
from workbench.data.split import Split, split_data
from workbench.errors import InputError
from workbench.explanation.explain import explain_model
from workbench.explanation.result import Explanation
from workbench.modeling.candidates import CANDIDATES
from workbench.modeling.fit import fit_model
from workbench.modeling.given import fitted_from
from workbench.modeling.result import Fitted
from workbench.modeling.trusted import load_model
from workbench.preparation.prepare import prepare_data
from workbench.report.explanation_record import ExplanationRecord
from workbench.report.materials import Materials
from workbench.report.records import ModelRecord, model_record
from workbench.report.verification.reading import read_as_recorded
from workbench.report.verification.recount import by_own_thresholds, own_cuts

__all__ = ["Remodelled", "remodelled"]

_TABLES = ("DataFrame", "Table", "LazyFrame", "DuckDBPyRelation")


@dataclass(frozen=True)
class Remodelled:
    """What could be made again of a model's results.

    Parameters
    ----------
    split : Split
        Its rows.
    fitted : Fitted or None
        The model; ``None`` where it was not given and cannot be trained again.
    audit : Audit or None
        Of the held-out rows, nothing of it hidden yet.
    explanation : Explanation or None
        With the recorded seed.
    notes : tuple of str
        How it was done, and what was not.
    is_other_split : bool
        Whether the rows held out are not those of the report.
    """

    split: Split
    fitted: Fitted | None = None
    audit: Audit | None = None
    explanation: Explanation | None = None
    notes: tuple[str, ...] = ()
    is_other_split: bool = False


def remodelled(recorded: Materials, record: ModelRecord, data: object, model: object) -> Remodelled:
    """Return a model's results on some data, as far as they can be made again.

    Parameters
    ----------
    recorded : Materials
        What the report was made from.
    record : ModelRecord
        What it says of the model.
    data : path, frame or Dataset
        All rows: those the model learned from, and those held out.
    model : object or path, optional
        The fitted model, or its skops file; by default it is trained again where that can be.

    Raises
    ------
    SourceError, ColumnNotFoundError, RoleError, NotEnoughDataError, InputError
        If the data or the model cannot be read, or do not fit the report.
    """
    split = _split(recorded, record, data)
    notes = [*_split_notes(recorded, split, record, data)]
    is_other = bool(notes)
    fitted = _trained_again(split, record) if model is None else _given(split, record, model)
    if fitted is None:
        notes.append(
            "The model was not given, and is none that can be trained again from what the report says: "
            "give it too, and what it decides is counted again."
        )
        return Remodelled(split, notes=tuple(notes), is_other_split=is_other)
    if model is None:
        notes.append(
            "The model was trained again with the recorded seed, as its file was not given; "
            "other versions of its library may train it a little differently."
        )
    audit = _audited(recorded.audit, fitted)
    if audit is None and recorded.audit is not None:
        notes.append("Other rows than those held out were audited: their decisions were not counted again.")
    explanation = _explained(recorded.explanation, fitted)
    if explanation is None and recorded.explanation is not None:
        notes.append("The explanation was not made again: for its method the pipeline itself is needed.")
    return Remodelled(split, fitted, audit, explanation, tuple(notes), is_other)


def _split(recorded: Materials, record: ModelRecord, data: object) -> Split:
    read = read_as_recorded(recorded, data)
    if not record.seeds:
        raise InputError("The report does not say how its rows were split.\nLeave the data out.")
    return split_data(read, test_size=record.test_size, seed=record.seeds[0], method=record.split_method)


def _split_notes(recorded: Materials, split: Split, record: ModelRecord, data: object) -> Iterator[str]:
    if record.split not in (NOT_PUBLISHED, *_fingerprints(recorded, split, data)):
        yield (
            f"The rows held out with seed {record.seeds[0]} are not those that were: "
            "the data, or the order of their rows, are others."
        )


def _fingerprints(recorded: Materials, split: Split, data: object) -> Iterator[str]:
    """Yield the split's fingerprint, and those it would have had of the same rows in another kind of table.

    A split's fingerprint covers what its data were read from: a frame, or a file of the same bytes; and what was
    told of reading it, which differs from one kind of file to another.
    """
    yield split.fingerprint
    made = split.data.provenance
    settings = {name: value for name, value in made.settings.items() if name != "notes"}
    recorded_notes = recorded.data.notes if recorded.data is not None else ()
    notes = [{}, *({"notes": one} for one in (made.settings.get("notes"), list(recorded_notes)) if one)]
    examples = [str(data)] if isinstance(data, str) and data.startswith(EXAMPLE_PREFIX) else []
    source = recorded.reading.source if recorded.reading is not None else ""
    files = [source] if ":" in source and source not in examples else []
    for kind, told in product((*_TABLES, *examples, *files), notes):
        read = replace(made, settings={**settings, "source": kind, **told}, inputs=(kind,) if kind in files else ())
        same = replace(split.data, provenance=read)
        vars(same)["rows_fingerprint"] = split.data.rows_fingerprint  # which takes long to compute
        yield replace(split, provenance=replace(split.provenance, inputs=(same.fingerprint,))).fingerprint


def _given(split: Split, record: ModelRecord, model: object) -> Fitted:
    loaded = load_model(model) if isinstance(model, (str, Path)) else model
    return fitted_from(loaded, split, record.columns, title=record.title, threshold=record.threshold)


def _trained_again(split: Split, record: ModelRecord) -> Fitted | None:
    """Return the model trained again; ``None`` where its kind, its settings or its preparation are not known."""
    if record.model not in [one.name for one in CANDIDATES] or len(record.seeds) < 2:
        return None
    prepared = prepare_data(split)
    if prepared.columns != record.columns:
        return None
    threshold = record.threshold if record.task == "binary" else None
    fitted = fit_model(prepared, record.model, threshold=threshold, seed=record.seeds[1])
    again = model_record(fitted)
    same = (again.steps, again.left_out, again.parameters) == (record.steps, record.left_out, record.parameters)
    return fitted if same else None


def _audited(recorded: Audit | None, fitted: Fitted) -> Audit | None:
    if recorded is None or len(recorded.provenance.inputs) != 1:
        return None
    told = recorded.provenance.settings
    edges = told.get("thresholds")
    audit = audit_model(
        fitted,
        policy=recorded.policy,
        crossings=recorded.crossings,
        strata=recorded.strata,
        thresholds=[*(edges if isinstance(edges, (list, tuple)) else ()), *own_cuts(recorded)],
    )
    moved = recorded.threshold is not None and recorded.threshold != audit.threshold
    return by_own_thresholds(recorded, audit.at_threshold(float(recorded.threshold or 0)) if moved else audit)


def _explained(record: ExplanationRecord | None, fitted: Fitted) -> Explanation | None:
    """Return the explanation made again; ``None`` where the model that was given cannot be looked into as before."""
    if record is None or record.seed is None:
        return None
    if fitted.prepared.transformer is None and record.method != "permutation":
        return None
    told = record.settings
    if "background" in told:
        return None  # chosen rows are not in a report
    confidence, scale = float(str(told.get("confidence", 0.95))), record.scale if "scale" in told else None
    return explain_model(fitted, n_rows=record.n_rows, seed=record.seed, scale=scale, confidence=confidence)
