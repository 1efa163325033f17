"""Every kind of result comes back as it was: found from the list, made by real stages."""

import dataclasses
import importlib
import pkgutil
from typing import get_args, get_origin

import numpy as np
import pytest

import workbench as wb
from workbench.core.provenance import Result
from workbench.study.fitting import hints_of, misfit
from workbench.study.known import Known
from workbench.study.registry import CODED, KINDS, STAGES, fields_of, kind_named, name_of
from workbench.study.writing import Writer

from . import kinds


def as_json(result):
    writer = Writer(Known(lambda _name: False))
    return writer.write(result), writer.parts


@pytest.mark.parametrize("kind", kinds.MADE)
def test_a_result_of_each_kind_comes_back_as_it_was(kind, study, anew):
    result = kinds.made(kind)
    kept = study.save(result, "one")
    assert (kept.kind, kept.stage, kept.is_new) == (kind, STAGES[kind], True)
    back = anew().load(kept.stage, "one")
    assert type(back) is type(result)
    assert back.fingerprint == result.fingerprint == kept.fingerprint
    assert repr(back) == repr(result)
    assert as_json(back) == as_json(result)


def test_a_result_of_each_kind_can_be_made_here():
    assert set(kinds.MADE) == set(STAGES)


def classes_of_results():
    packages = ["audit", "data", "explanation", "modeling", "preparation"]
    for package in packages:
        home = importlib.import_module(f"workbench.{package}")
        for module in pkgutil.walk_packages(home.__path__, f"{home.__name__}."):
            importlib.import_module(module.name)
    waiting, found = [Result], set()
    while waiting:
        more = set(waiting.pop().__subclasses__()) - found
        waiting += more
        found |= more
    return {one for one in found if one.__module__.startswith("workbench.")}


def test_no_kind_of_result_is_left_out():
    assert {one.__name__ for one in classes_of_results()} == set(STAGES)


def named_in(hint):
    arguments = get_args(hint)
    if not arguments:
        return [hint] if isinstance(hint, type) else []
    inner = [] if str(get_origin(hint)) == "typing.Literal" else arguments
    return [one for argument in inner for one in named_in(argument)]


def test_whatever_a_result_is_made_of_is_on_the_list():
    seen, waiting = set(), [kind_named(name) for name in STAGES if name not in CODED]
    while waiting:
        kind = waiting.pop()
        if kind in seen or not kind.__module__.startswith("workbench."):
            continue
        seen.add(kind)
        if KINDS.get(names().get(kind)) and names()[kind] in CODED:
            continue
        waiting += [one for hint in hints_of(kind).values() for one in named_in(hint)]
    abstract = {"Mitigation", "GroupValues", "StoredTable"}
    assert {one.__name__ for one in seen if one not in names()} <= abstract


def names():
    return {kind_named(name): name for name in KINDS}


def test_every_name_stands_for_a_class_of_its_own():
    assert len(names()) == len(KINDS)
    assert all(name_of_class(kind) == name for kind, name in names().items())


def name_of_class(kind):
    return name_of(object.__new__(kind)) if not issubclass(kind, tuple) else name_of(kind(*[0] * len(kind._fields)))


def test_everything_that_stages_make_fits_its_annotations():
    wrong, seen = [], set()

    def look(value):
        if id(value) in seen:
            return
        seen.add(id(value))
        kind = type(value)
        if dataclasses.is_dataclass(kind) and kind.__module__.startswith("workbench."):
            given = {one: getattr(value, one) for one in fields_of(kind)}
            wrong.append(misfit(kind, given))
            for one in given.values():
                look(one)
        elif isinstance(value, (tuple, list)):
            for one in value:
                look(one)
        elif isinstance(value, dict):
            look(list(value.values()))

    kept = [kinds.made(kind) for kind in kinds.MADE]
    look(kept)
    assert [one for one in wrong if one] == []


def test_results_in_a_result_are_written_once_and_stay_the_same_object(study, anew):
    given = kinds.given_rows()
    assert given.train is given.test
    study.save(given)
    back = anew().load("split")
    assert back.train is back.test
    study.save(kinds.explanation())
    again = anew().load("explanation")
    assert again.fitted.prepared.split.data is again.fitted.prepared.split.data
    record = study._folder.read_record("explanation", "main")
    assert [part["$"] for part in record["parts"]].count("Fitted") == 1


def test_what_is_loaded_goes_on_working(study, anew):
    study.save(kinds.fitted())
    study.save(kinds.prepared())
    back = anew().load("fitted")
    frame = kinds.letter_row()
    assert np.array_equal(back.score(frame), kinds.fitted().score(frame))
    assert wb.audit_model(back) == wb.audit_model(kinds.fitted())
    assert wb.fit_model(anew().load("prepared"), "logistic_regression") == kinds.fitted()
    assert wb.choose_threshold(back, metric="balanced_accuracy_score").threshold == pytest.approx(
        wb.choose_threshold(kinds.fitted(), metric="balanced_accuracy_score").threshold
    )


@pytest.mark.parametrize("kind", ["Tuning", "Contest"])
def test_a_kind_of_model_that_is_loaded_can_be_trained(kind, study, anew):
    result = kinds.made(kind)
    back = anew().load(study.save(result).stage)

    def candidate(one):
        if kind == "Tuning":
            return one.candidate
        return next(each.candidate for each in one.entries if each.candidate.name != "baseline")

    assert repr(candidate(back).make(3)) == repr(candidate(result).make(3))
    assert wb.fit_model(kinds.prepared(), candidate(back)) == wb.fit_model(kinds.prepared(), candidate(result))


def test_a_report_of_what_was_loaded_is_the_same(study, anew):
    results = kinds.fitted(), kinds.explanation(), wb.audit_model(kinds.fitted()), wb.profile_data(kinds.data())
    for one in results:
        study.save(one)
    back = [anew().load(stage) for stage in ("fitted", "explanation", "audit", "profile")]
    reports = [wb.build_report(*given, audience="technical", date="2026-11-21") for given in (results, back)]
    written = [wb.write_report(one, study.reports / f"{place}.json") for place, one in enumerate(reports)]
    assert written[0].read_bytes() == written[1].read_bytes()
