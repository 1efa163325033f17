"""A study knows which results were made of something that has changed since."""

import os
from dataclasses import replace

import pandas as pd
import pytest

import workbench as wb
from workbench.study.opening import open_study

from . import kinds


def other_data():
    return wb.read_data(kinds.people(seed=1), target="hired", favourable="yes", protected=["sex"], id="id")


def states(study):
    return {f"{one.stage}/{one.name}": (one.state, one.because, one.after) for one in study.status().kept}


FRESH = ("fresh", "", ())


def test_what_was_made_one_from_the_other_is_fresh(study):
    audit = wb.audit_model(kinds.fitted())
    for one in (kinds.data(), kinds.split(), kinds.prepared(), kinds.fitted(), audit):
        study.save(one)
    assert set(states(study).values()) == {FRESH}
    assert study.status().is_fresh


def test_data_that_change_make_everything_after_them_stale(study):
    for one in (kinds.data(), kinds.split(), kinds.prepared(), kinds.fitted(), wb.audit_model(kinds.fitted())):
        study.save(one)
    study.save(other_data())
    of_data = ("stale", "Made of another dataset 'main' than is kept now.", ("dataset/main",))
    assert states(study) == {
        "dataset/main": FRESH,
        "split/main": of_data,
        "prepared/main": of_data,
        "fitted/main": of_data,
        "audit/main": ("stale", "It rests on fitted 'main', which is stale.", ("fitted/main",)),
    }
    assert repr(study.status().one("audit")) == "audit 'main': stale. It rests on fitted 'main', which is stale."
    study.save(kinds.data())
    assert study.status().is_fresh


def test_a_model_that_is_fitted_anew_makes_its_audit_stale_whichever_was_saved_first(study):
    study.save(wb.audit_model(kinds.fitted()))
    assert states(study) == {"audit/main": FRESH}
    study.save(kinds.fitted())
    assert states(study)["audit/main"] == FRESH
    study.save(kinds.fitted("boosted_trees"))
    assert states(study)["audit/main"] == (
        "stale",
        "Made of another fitted 'main' than is kept now.",
        ("fitted/main",),
    )


@pytest.mark.parametrize("is_kept_before", [False, True])
def test_a_choice_about_a_model_stays_fresh_when_the_model_that_came_of_it_takes_its_place(study, is_kept_before):
    fitted = kinds.fitted()
    if is_kept_before:
        study.save(fitted)
    study.save(wb.audit_model(fitted))
    choice = wb.choose_threshold(fitted, costs={"false_favourable": 5, "false_unfavourable": 1})
    study.save(choice)
    study.save(choice.accept())
    assert choice.accept() != fitted
    assert states(study)["threshold/main"] == FRESH
    assert states(study)["fitted/main"] == FRESH
    if is_kept_before:  # else nobody knows that what it was made of was a model
        assert states(study)["audit/main"][0] == "stale"
    study.save(kinds.fitted("boosted_trees"))
    assert states(study)["threshold/main"][0] == "stale"


def test_a_model_of_the_same_name_does_not_touch_the_audit_of_another_one(study):
    study.save(kinds.fitted(), "first")
    study.save(wb.audit_model(kinds.fitted()), "first")
    study.save(kinds.fitted("boosted_trees"), "second")
    study.save(wb.audit_model(kinds.fitted("boosted_trees")), "second")
    assert set(states(study).values()) == {FRESH}


def test_what_was_saved_later_in_its_place_makes_a_result_stale(study):
    study.save(kinds.fitted())
    study.save(other_data())
    assert states(study)["fitted/main"][0] == "stale"
    study.forget("dataset")
    study.save(other_data(), "elsewhere")
    assert states(study)["fitted/main"] == FRESH


def test_parts_of_the_data_are_not_taken_for_the_data(study):
    study.save(kinds.split())
    study.save(kinds.data())
    assert set(states(study).values()) == {FRESH}


def test_data_with_other_roles_take_the_place_of_themselves(study):
    raw = wb.read_data(kinds.people())
    study.save(raw)
    study.save(wb.assign_roles(raw, target="hired", favourable="yes"))
    assert states(study) == {"dataset/main": FRESH}


def test_a_file_that_changed_makes_its_data_stale(study, tmp_path):
    path = tmp_path / "people.csv"
    kinds.people().to_csv(path, index=False)
    data = wb.read_data(path, target="hired", favourable="yes", protected=["sex"])
    study.save(data)
    split = wb.split_data(data)
    study.save(split)
    assert study.status().is_fresh
    before = path.stat()
    path.write_bytes(path.read_bytes())
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 10**9))
    assert study.status().is_fresh
    kinds.people(seed=2).to_csv(path, index=False)
    assert states(study) == {
        "dataset/main": ("stale", "The file 'people.csv' has changed since.", ()),
        "split/main": ("stale", "It rests on dataset 'main', which is stale.", ("dataset/main",)),
    }
    path.unlink()
    assert study.status().is_fresh


def test_a_status_loads_nothing(study, monkeypatch):
    for one in (kinds.data(), kinds.fitted()):
        study.save(one)

    def refuses(*_given):
        raise AssertionError

    monkeypatch.setattr("workbench.study.folder.Folder.content", refuses)
    assert len(open_study(study.path).status().kept) == 2


def test_records_that_rest_on_each_other_end(study):
    one, two = kinds.data(), replace(kinds.data(), name="b")
    study.save(one, "a")
    study.save(two, "b")
    study.save(wb.split_data(one))
    assert study.status().one("split").state == "fresh"


@pytest.mark.parametrize("n", [1, 3])
def test_the_status_says_how_many(n, study):
    for place in range(n):
        study.save(wb.read_data(pd.DataFrame({"a": [1, 2, place]})), f"d{place}")
    study.save(kinds.split())
    study.save(other_data(), "main")
    total = f"{n + 2} results"
    assert repr(study.status()) == f"Study 'loans': {total}, 1 stale."
    assert str(study.status()).count("\n") == n + 2
    written = study.status().to_json()
    assert written["schema"] == "workbench.study.status/1"
    assert [one["state"] for one in written["results"]].count("stale") == 1


def test_what_was_saved_before_of_other_data_does_not_make_a_result_stale(study):
    study.save(other_data())
    study.save(kinds.fitted())
    assert set(states(study).values()) == {FRESH}
