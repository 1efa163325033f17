"""What the results themselves answer of a datasheet's questions on the data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from workbench.document.nodes import Text
from workbench.document.wording import count, listed, name, plain, say
from workbench.report.materials import Materials
from workbench.report.parts.columns import moment, repeated
from workbench.report.parts.held_out import method_text, part_facts

__all__ = ["KNOWN_OF_DATA"]

_LONGEST = 2_000
_CLASSES = 12

Answer = tuple[Text, ...]


def _instances(materials: Materials) -> Answer:
    roles = materials.roles
    said = []
    if roles.id is not None:
        said.append(say("known.instances", column=name(roles.id)))
    if roles.weight is not None:
        said.append(say("known.weighted", column=name(roles.weight)))
    return tuple(said)


def _n_rows(materials: Materials) -> Answer:
    audit, book = materials.audit, materials.book
    known = materials.data if materials.data is not None else materials.profile
    if known is not None:
        source = materials.data.rows if materials.data is not None else _fingerprint(materials)
        rows = book.count("data/all_rows", known.n_rows, "rows of the data", source, "recorded")
        columns = book.count("data/columns", len(known.columns), "columns of the data", source, "recorded")
        return (say("known.rows_and_columns", rows=count(rows), columns=count(columns)),)
    if audit is None:
        return ()
    rows = book.count("rows/all", audit.decisions.n_rows, "rows counted", audit.decisions.fingerprint)
    return (say("known.rows", rows=count(rows)),)


def _fingerprint(materials: Materials) -> str:
    return materials.profile.fingerprint if materials.profile is not None else ""


def _sample(materials: Materials) -> Answer:
    people = materials.people
    if people is None or all(one.expected is None for one in people.groups):
        return ()
    return (say("known.sample", section=plain(say("section.in_data"))),)


def _labels(materials: Materials) -> Answer:
    audit, terms, roles = materials.audit, materials.terms, materials.roles
    only_outcomes = audit is not None and audit.kind == "decisions" and audit.decisions.n_decisions == 0
    of_data = audit is None and bool(roles.favourable)
    if roles.target is None or not (materials.model is not None or only_outcomes or of_data):
        return ()  # what is named then is a decision
    column = name(roles.target)
    if roles.task == "multiclass":
        return (say("known.labels_classes", column=column, classes=listed(roles.classes, _CLASSES)),)
    if roles.task == "regression":
        return (say("known.labels_amounts", column=column),)
    return (say("known.labels", column=column, favourable=terms.favourable, unfavourable=terms.unfavourable),)


def _missing(materials: Materials) -> Answer:
    book = materials.book
    known = materials.data if materials.data is not None else materials.profile
    if known is None:
        return ()
    source = materials.data.rows if materials.data is not None else _fingerprint(materials)
    lacking = [one.n_missing for one in known.columns if one.n_missing != 0]
    if not lacking:
        return (say("known.none_missing"),)
    columns = book.count("data/columns_missing", len(lacking), "columns with missing values", source, "recorded")
    every = book.count("data/columns", len(known.columns), "columns of the data", source, "recorded")
    said = say("known.missing", columns=count(columns), all=count(every))
    told = [n for n in lacking if n is not None]
    if len(told) < len(lacking):  # very few in some column, which the sum would give away
        return (said,)
    values = book.count("data/values_missing", sum(told), "missing values", source, "recorded")
    return ((*said, " ", *say("known.missing_values", values=count(values))),)


def _together(materials: Materials) -> Answer:
    group = materials.roles.group
    if group is None:
        return ()
    said = say("known.instances_group", column=name(group))
    split = materials.split
    apart = split is not None and (split.method == "grouped" or "kept apart from rows held out" in split.unused)
    return ((*said, " ", *say("known.grouped")),) if apart else (said,)


def _splits(materials: Materials) -> Answer:
    model, split, book = materials.model, materials.split, materials.book
    if split is not None:
        train, test = part_facts(materials, split)
        sizes = say("known.splits", train=count(train), test=count(test))
        return ((*sizes, " ", *method_text(materials, split)),)
    if model is None:
        return ()
    train = book.count("model/train_rows", model.n_train, "rows the model learned from", model.split, "recorded")
    test = book.count("model/test_rows", model.n_test, "rows held out", model.split, "recorded")
    return (say("known.splits", train=count(train), test=count(test)),)


def _errors(materials: Materials) -> Answer:
    profile = materials.profile
    if profile is None:
        return ()
    said = [one.text for one in repeated(materials, profile)]
    if any(one.code.startswith("WB1") for one in materials.findings):
        said.append(say("known.noticed", section=plain(say("section.findings"))))
    return tuple(said)


def _populations(materials: Materials) -> Answer:
    audit, people = materials.audit, materials.people
    if people is not None and people.groups:
        return (say("known.shown", section=plain(say("section.in_data"))),)
    return (say("known.populations"),) if audit is not None and audit.attributes else ()


def _identifiable(materials: Materials) -> Answer:
    id = materials.roles.id
    return (say("known.identifies", column=name(id)),) if id is not None else ()


def _when(materials: Materials) -> Answer:
    time, profile = materials.roles.time, materials.profile
    if time is None:
        return ()
    found = [one for one in (profile.columns if profile is not None else ()) if one.name == time and one.first]
    if found:
        return (
            say("known.when", column=name(time), first=name(moment(found[0].first)), last=name(moment(found[0].last))),
        )
    return (say("known.when_column", column=name(time)),)


def _steps(materials: Materials) -> Answer:
    notes = materials.data.notes if materials.data is not None else ()
    said = [say("known.read", note=name(one, _LONGEST)) for one in notes]
    made = materials.model or materials.preparation
    if made is not None and (made.steps or made.left_out):
        said.append(say("known.steps"))
    elif materials.audience == "data" and not said:
        said.append(say("known.not_changed"))
    return tuple(said)


KNOWN_OF_DATA: Mapping[str, Callable[[Materials], Answer]] = MappingProxyType(
    {
        "datasheet/composition/instances": _instances,
        "datasheet/composition/count": _n_rows,
        "datasheet/composition/sample": _sample,
        "datasheet/composition/labels": _labels,
        "datasheet/composition/missing": _missing,
        "datasheet/composition/relationships": _together,
        "datasheet/composition/splits": _splits,
        "datasheet/composition/errors": _errors,
        "datasheet/composition/populations": _populations,
        "datasheet/composition/identifiability": _identifiable,
        "datasheet/collection/when": _when,
        "datasheet/preprocessing/done": _steps,
    }
)
"""What fields of the datasheet are answered with, by field."""
