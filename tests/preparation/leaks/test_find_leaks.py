"""The gate as a whole: every fix works, nothing crashes it, and no score is shown before it."""

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.errors import InputError, RoleError

from .corpus import ABOUT_CHOICES
from .mutations import KINDS
from .tables import TABLES

HOSTILE = ["it's", '"quoted"', "a\nb", "<script>alert(1)</script>", "c0", "C0", "x" * 300, "😀", "{y}", "%s", ""]


def case_of(kind, table="loans", seed=11):
    rng = np.random.default_rng([seed, *map(ord, kind + table)])
    case = KINDS[kind](TABLES[table](seed), rng)
    data = wb.read_data(case.frame, **case.roles)
    split = wb.split_data(data, seed=seed, **case.split)
    return case, data, split, list(case.fitted(split)) if case.fitted else []


@pytest.mark.parametrize("kind", KINDS)
def test_every_finding_has_a_fix_that_settles_it(kind):
    case, data, split, fitted = case_of(kind)
    leaks = wb.find_leaks(split, fitted=fitted, notebook=case.notebook)
    wrong = [one for one in leaks.findings if one.code not in ABOUT_CHOICES]
    assert wrong
    names = {"wb": wb, "data": data, "split": split, "recipe": wb.suggest_recipe(split), "fitted": fitted}
    codes = []
    for one in wrong:
        fixes = leaks.fixes_of(one)
        assert fixes, one
        codes.append(fixes[0].python)
        exec(fixes[0].python, names)  # noqa: S102 - what the gate wrote
        if "split = " in fixes[0].python and "recipe" not in fixes[0].python:  # a recipe is of its split
            names["recipe"] = wb.suggest_recipe(names["split"])
    prepared = wb.prepare_data(names["split"], names["recipe"])
    notebook = None if case.notebook is None else "\n".join(codes)
    again = wb.find_leaks(prepared, fitted=names["fitted"], notebook=notebook)
    settled = {(one.code, one.scope) for one in wrong}
    assert not settled & {(one.code, one.scope) for one in again.findings}


def test_choices_have_fixes_too():
    data = wb.read_data("example:loans", use_protected=True)
    split = wb.split_data(data, seed=7)
    recipe = wb.suggest_recipe(split)
    leaks = wb.find_leaks(wb.prepare_data(split, recipe))
    assert [(one.code, one.severity, one.scope) for one in leaks.findings] == [
        ("WB217", "note", "origin"),
        ("WB217", "note", "sex"),
        ("WB218", "note", "district"),
    ]
    names = {"recipe": recipe}
    for one in leaks.fixes:
        exec(one.python, names)  # noqa: S102 - what the gate wrote
    assert wb.find_leaks(wb.prepare_data(split, names["recipe"])).findings == ()


def test_leaks_say_what_they_are():
    split = wb.split_data(wb.read_data("example:loans"), seed=7)
    leaks = wb.find_leaks(split)
    assert repr(leaks) == (
        "Leaks of 'loans': nothing serious, nothing to be careful about, 1 note; 7 of 10 checks applied."
    )
    assert str(leaks).startswith("note: WB218 Column 'district' stands for 'origin'")
    assert [one.name for one in leaks.checks] == [
        *("giveaway", "aggregates", "shared_rows", "near_duplicates", "shared_entities", "fitted_early", "code"),
        *("future", "protected_features", "proxies"),
    ]
    assert leaks == wb.find_leaks(split)
    assert leaks.provenance.inputs == (split.fingerprint,)


def test_serious_comes_first():
    case, _, split, _ = case_of("a copy of the outcome")
    leaks = wb.find_leaks(split, notebook="X = scale(X)\nm = X.mean()\nX = X - m\na, b = train_test_split(X)")
    order = [one.severity for one in leaks.findings]
    assert order == sorted(order, key=["serious", "caution", "note"].index)
    assert set(order) == {"serious", "caution", "note"}
    assert case.scope in {one.scope for one in leaks.findings}


def test_no_score_is_shown_before_the_gate():
    _, _, split, _ = case_of("a copy of the outcome")
    prepared = wb.prepare_data(split)
    fitted = wb.fit_model(prepared, "logistic_regression")
    assert fitted.findings[0].code == "WB210"
    assert fitted.findings[: len(fitted.leaks.findings)] == fitted.leaks.findings
    assert repr(fitted).startswith(
        "WB210 Column 'status' alone, by its values, ranks all pairs of outcomes right. Fitted"
    )
    assert wb.fit_model(prepared).leaks is fitted.leaks  # looked for once
    assert fitted.leaks == wb.find_leaks(prepared)


def test_held_out_outcomes_are_not_read_for_giveaways():
    _, _, split, _ = case_of("the outcome, wrong in 7 of 100 rows")
    flipped = split.test.frame().assign(approved=lambda one: np.where(one.approved == "yes", "no", "yes"))
    other = wb.read_data(flipped, target="approved", favourable="yes", protected=["origin", "sex"])
    changed = wb.Split(split.provenance, split.data, split.train, other)
    one, two = (
        [found for found in wb.find_leaks(part).findings if found.code in ("WB210", "WB211")]
        for part in (split, changed)
    )
    assert one == two != []


def test_a_data_set_alone_is_looked_at():
    _, data, _, _ = case_of("a copy of the outcome")
    leaks = wb.find_leaks(data)
    assert [one.code for one in leaks.findings] == ["WB210", "WB218"]
    assert {one.name for one in leaks.checks if one.detail == "Nothing is held out yet."} == {
        *("shared_rows", "near_duplicates", "shared_entities", "fitted_early"),
    }


def test_on_disk_is_as_in_memory(tmp_path):
    case, data, _, _ = case_of("a reason that 40 of 100 refusals have", "stays")
    path = tmp_path / "table.parquet"
    case.frame.to_parquet(path)
    stored = wb.read_data(path, **case.roles, lazy=True)
    assert stored.is_stored
    assert wb.find_leaks(stored).findings == wb.find_leaks(data).findings != ()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_and_values_are_only_words(name, rng):
    n = 120
    y = np.tile(["yes", "no"], n // 2)
    frame = pd.DataFrame({"y": y, "sex": rng.choice(["f", "m"], n), "x": rng.normal(size=n)})
    name = name or "blank"
    frame[name] = np.where(y == "yes", f"{name}!", f"{name}?")
    split = wb.split_data(wb.read_data(frame, target="y", favourable="yes", protected=["sex"]))
    leaks = wb.find_leaks(split)
    [found] = [one for one in leaks.findings if one.code in ("WB210", "WB211")]
    assert found.scope == name
    names = {"recipe": wb.suggest_recipe(split)}
    exec(leaks.fixes_of(found)[0].python, names)  # noqa: S102 - what the gate wrote
    assert name not in {column for step in names["recipe"].steps for column in step.columns}


@pytest.mark.parametrize(
    "values",
    [
        [None] * 60,
        [1.0] * 60,
        [np.inf, -np.inf, np.nan] * 20,
        ["a"] * 60,
        [pd.Timestamp("2020-01-01")] * 60,
        [True, False] * 30,
        [*range(60)],
        [f"text {one}" for one in range(60)],
    ],
    ids=["missing", "constant", "infinite", "one word", "one day", "truth", "counting", "texts"],
)
def test_odd_columns_do_not_stop_the_gate(values, rng):
    frame = pd.DataFrame({"y": rng.permutation(["yes", "no"] * 30), "sex": ["f", "m", "m"] * 20, "x": values})
    split = wb.split_data(wb.read_data(frame, target="y", favourable="yes", protected=["sex"]))
    assert not [one for one in wb.find_leaks(split).findings if one.severity == "serious"]


def test_one_feature_of_one_row_a_group_does_not_stop_it():
    frame = pd.DataFrame({"y": ["yes", "no"] * 15, "x": [0.0] * 30})
    split = wb.split_data(wb.read_data(frame, target="y", favourable="yes"))
    assert [one.code for one in wb.find_leaks(split).findings] == []


def test_what_it_cannot_look_at_is_refused_in_words():
    with pytest.raises(InputError) as error:
        wb.find_leaks(pd.DataFrame({"a": [1]}))
    assert str(error.value) == (
        "data is a DataFrame, neither a data set, a split nor prepared data.\n"
        "Give what read_data, split_data or prepare_data returned."
    )
    with pytest.raises(RoleError) as error:
        wb.find_leaks(wb.read_data(pd.DataFrame({"a": [1, 2]})))
    assert str(error.value) == (
        "This step needs an outcome, and the data set has no target.\nName one: read_data(…, target=…)."
    )


def test_the_generated_table_with_flaws_is_seen_through():
    """*care* has, by its making, a column filled in late, 40 rows twice, and patients with several stays."""
    example = wb.load_example("care")
    data = wb.read_data(example.frame, target="home_visit", favourable="yes", protected=["language", "sex"])
    leaks = wb.find_leaks(wb.split_data(data, seed=7))
    told = {(one.code, one.scope) for one in leaks.findings}
    assert ("WB210", "visit_nurse") in told
    assert any(code in ("WB203", "WB212") for code, _ in told)
    assert any(code == "WB213" for code, _ in told)


def test_rows_drawn_of_large_data_are_counted(tmp_path, monkeypatch):
    monkeypatch.setattr("workbench.preparation.leaks.find._MOST_ROWS", 300)
    path = tmp_path / "loans.parquet"
    wb.load_example("loans").frame.to_parquet(path)
    data = wb.read_data(path, target="approved", favourable="yes", protected=["sex"], lazy=True)
    told = [one.detail for one in wb.find_leaks(data).checks if one.outcome != "not applicable"]
    assert len(told) >= 3
    assert all(one.endswith("; 300 of 10,000 rows were drawn for it.") for one in told)


def test_rows_whose_words_are_not_looked_at_are_told(monkeypatch):
    data = wb.read_data("example:loans")
    detail = wb.find_leaks(data).checks[0].detail
    assert detail.endswith("each tried as a model of its own on 10,000 rows.")
    monkeypatch.setattr("workbench.preparation.leaks.giveaways._MOST_TEXTS", 4_000)
    detail = wb.find_leaks(data).checks[0].detail
    assert detail.endswith("on 10,000 rows; the words of texts on one row of every 3.")
