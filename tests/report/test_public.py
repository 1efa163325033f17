"""Nobody can work out a hidden count from a report: from its text, its pictures or its evidence, in any format."""

import json
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import workbench as wb
from workbench.audit.disclosed import disclose
from workbench.audit.disclosure.level import NOT_PUBLISHED, disclosure_named
from workbench.audit.disclosure.suppression import is_safe
from workbench.audit.result import Audit
from workbench.data.split import Split
from workbench.document.reading import reading_order
from workbench.document.text import Shown
from workbench.errors import InputError
from workbench.report.formats import FORMATS, rendered
from workbench.report.verification.verify import verify_report

from ..audit.attack import PAIRS, Attacker, cells  # noqa: TID252, as tests are no package

DATE = "2026-11-21"
MANY = ("brief", "technical", "annex", "audit")
LEVELS = ("public", "internal")
GROUPS = (("f", "m"), ("a", "b", "c", "d", "unknown"))
POLICY = wb.Policy({"selection_rate": 0.05, "true_positive_rate": 0.1}, standards={"four-fifths": {}})


def people(seed, n=400, rare=(9, 6)):
    """People of three large groups, a rare one, and some whose group nobody knows."""
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(
        {
            "row": np.arange(n),
            "sex": rng.choice(["f", "m"], n),
            "race": rng.choice(["a", "b", "c"], n, p=[0.5, 0.3, 0.2]).astype(object),
            "dept": rng.choice(["x", "y"], n),
            "skill": rng.normal(size=n).round(3),
            "weight": rng.uniform(0.5, 2, n).round(2),
        }
    )
    table.loc[: rare[0] - 1, "race"] = "d"
    table.loc[rare[0] : sum(rare) - 1, "race"] = None
    chance = 1 / (1 + np.exp(-table["skill"] - 0.4 * (table["sex"] == "m")))
    table["score"] = np.clip(chance + rng.normal(0, 0.1, n), 0, 1).round(3)
    table["good"] = (rng.random(n) < chance).astype(int)
    table["hired"] = (table["score"] >= 0.5).astype(int)
    table["kind"], table["guess"] = rng.choice(["lo", "mid", "hi"], n), rng.choice(["lo", "mid", "hi"], n)
    table["pay"] = rng.lognormal(10, 1, n).round(0)
    table["guessed"] = (table["pay"] * rng.uniform(0.8, 1.2, n)).round(0)
    return table


def split_of(table, seed=0):
    columns = ["row", "sex", "race", "dept", "skill", "good"]
    data = wb.read_data(table[columns], target="good", favourable=1, protected=["sex", "race"], id="row", name="people")
    return wb.split_data(data, test_size=0.5, seed=seed)


def model_of(split, **more):
    """A fitted model, what moves it, and its audit."""
    fitted = wb.fit_model(wb.prepare_data(split), "logistic_regression")
    audit = wb.audit_model(fitted, policy=POLICY, crossings=[("sex", "race")], **more)
    return fitted, wb.explain_model(fitted, n_rows=40), audit


def decided(table, **more):
    given = {"protected": ["sex", "race"], "policy": POLICY, "name": "people"}
    return (wb.audit_decisions(table, decision="hired", outcome="good", **given, **more),)


def scored(table):
    given = {"protected": ["sex", "race"], "crossings": [("sex", "race")], "strata": ["dept"], "name": "people"}
    return (wb.audit_decisions(table, score="score", threshold=0.5, outcome="good", policy=POLICY, **given),)


def predicted(table):
    given = {"protected": ["sex", "race"], "thresholds": [20_000.0], "name": "people"}
    return (wb.audit_predictions(table, prediction="guessed", outcome="pay", **given),)


def sorted_into_classes(table):
    given = {"protected": ["sex", "race"], "multiclass": True, "name": "people"}
    return (wb.audit_decisions(table, decision="guess", outcome="kind", **given),)


def published(table):
    """The published counts of the same people."""
    counts = table.fillna({"race": "unknown"}).groupby("race")["hired"].agg(["sum", "count"]).reset_index()
    columns = {"selected": "sum", "total": "count"}
    return (wb.audit_counts(counts, protected=["race"], policy=POLICY, name="people", **columns),)


KINDS = {
    "decisions": lambda table: decided(table, crossings=[("sex", "race")], strata=["dept"]),
    "weighted": lambda table: decided(table, weight="weight"),
    "scores": scored,
    "amounts": predicted,
    "classes": sorted_into_classes,
    "counts": published,
}


def exchanged(table, seed):
    """The same people, but who of the two smallest groups is in which is drawn anew."""
    rng = np.random.default_rng(seed)
    small = np.flatnonzero(table["race"].isna() | (table["race"] == "d"))
    other = table.copy()
    other.loc[small, "race"] = other.loc[small, "race"].to_numpy()[rng.permutation(len(small))]
    return other


def split_again(split, table):
    """The same split of the same people, with other groups."""

    def with_groups(data):
        race = table.set_index("row")["race"].loc[data.table["row"].to_pylist()]
        place = data.table.column_names.index("race")
        return replace(
            data,
            held=data.table.set_column(
                place, "race", pa.array(race.where(race.notna(), None).tolist(), pa.string(), from_pandas=True)
            ),
        )

    return Split(split.provenance, *(with_groups(one) for one in (split.data, split.train, split.test)))


def alike(one, two, level):
    """Whether as much is hidden of two audits, and their verdicts are the same: else a report may differ."""
    records = [disclose(audit, level).disclosure for audit in (one, two)]
    said = [(record.to_json(), [part.tables for part in record.standards]) for record in records]
    plain = [{**told, "narrowest": None, "standards": None, "cells": None} for told, _ in said]
    return plain[0] == plain[1]


def told(results, audience, level):
    """Everything that a document holds, as text."""
    document = wb.build_report(*results, audience=audience, disclosure=level, date=DATE)
    return document, repr((document.sections, document.facts, document.about, document.lead, document.explorer))


# What is hidden does not matter to what is written: other counts behind the same tables give the same report.


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kind", KINDS)
def test_sd_02_a_report_is_the_same_whatever_is_hidden(kind, level):
    rare = (9, 6) if level == "public" else (4, 4)
    met = 0
    for seed in range(2):
        table = people(seed, n=300, rare=rare)
        one, two = (KINDS[kind](used) for used in (table, exchanged(table, seed)))
        if alike(one[0], two[0], level):
            met += repr(one[0].decisions.n.tolist()) != repr(two[0].decisions.n.tolist())
            audience = MANY[1 + 2 * seed]
            (first, text), (second, other) = (told(results, audience, level) for results in (one, two))
            assert text == other
            assert json.dumps(first.materials) == json.dumps(second.materials)
    assert met, "no pair of tables differs in what is hidden alone"


@pytest.mark.parametrize("seeds", [range(2), pytest.param(range(2, 20), marks=pytest.mark.slow)])
def test_sd_02_a_models_report_is_the_same_whatever_is_hidden(seeds):
    met = 0
    for seed in seeds:
        table = people(seed, n=700, rare=(16, 16))
        split = split_of(table)
        one, two = (model_of(used, strata=["dept"]) for used in (split, split_again(split, exchanged(table, seed))))
        assert one[0].performance == two[0].performance
        if alike(one[2], two[2], "public"):
            met += repr(one[2].decisions.n.tolist()) != repr(two[2].decisions.n.tolist())
            audience = MANY[1 + 2 * (seed % 2)]
            (first, text), (second, other) = (told(results, audience, "public") for results in (one, two))
            assert text == other
            assert json.dumps(first.materials) == json.dumps(second.materials)
    assert met


def test_sd_02_every_file_is_the_same_byte_for_byte_whatever_is_hidden():
    """Drawings, alt texts, attachments, metadata, comments: whatever there is in a file follows from the document."""
    table = people(1)
    pair = [decided(used, crossings=[("sex", "race")]) for used in (table, exchanged(table, 1))]
    assert pair[0][0].decisions != pair[1][0].decisions
    assert alike(pair[0][0], pair[1][0], "public")
    documents = [wb.build_report(*one, audience="brief", disclosure="public", date=DATE) for one in pair]
    for suffix in (".html", ".pdf", ".docx", ".md", ".json"):
        one, two = (rendered(document, FORMATS[suffix]) for document in documents)
        assert one == two, suffix


# Every number of a model's report together: the audit's counts, how often it is right, missing values, rows.


class Reader(Attacker):
    """Who has the whole report of a model, and adds what stands beside its audit."""

    def __init__(self, document, usual):
        materials = json.loads(json.dumps(document.materials))
        content = Audit.from_json(materials["audit"]).to_json()
        super().__init__(json.loads(json.dumps(content)), ("sex", "race"), GROUPS, (("sex", "race"),), held_out=True)
        everybody = np.ones(len(self.kinds), dtype=bool)
        model, data = materials["model"], materials["data"]
        self.add(everybody, ("*0", "*1"), model["n_test"])
        self.add(everybody, ("*?",), model["n_train"])
        self.add(everybody, ("**",), data["n_rows"])
        if model["performance"] is not None:
            self.add(everybody, ("00", "11"), model["performance"]["n_right"])
            self.learn_baseline(everybody, model["performance"], usual)
        for column in data["columns"]:
            if column["name"] == "race" and column["n_missing"]:
                self.add(self.members("race", "unknown"), ("**",), column["n_missing"])

    def learn_baseline(self, everybody, told, usual_is_favourable):
        """Always predicting the outcome that is more frequent in what the model learned from is right so often."""
        both = told["n_right"] - told["n_only_model"]
        neither = told["n"] - told["n_right"] - told["n_only_baseline"]
        usual, other = "10" if usual_is_favourable else "01"
        for pattern, value in (
            (usual + usual, both),
            (other + other, told["n_only_model"]),
            (usual + other, told["n_only_baseline"]),
            (other + usual, neither),
        ):
            self.add(everybody, (pattern,), value)


def joint_counts(split, fitted):
    """All nine cells of every combination of groups; rows that were not held out have no decision."""
    n = np.zeros((*map(len, GROUPS), 3, 3), dtype=np.int64)
    decisions = dict(zip(split.test.table["row"].to_pylist(), fitted.scores >= fitted.threshold, strict=True))
    for row in split.data.table.to_pylist():
        at = [GROUPS[place].index(row[name] or "unknown") for place, name in enumerate(("sex", "race"))]
        n[*at, row["good"], int(decisions.get(row["row"], 2))] += 1
    return n


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 40))])
def test_sd_03_no_hidden_count_is_derivable_from_a_whole_report(seed, level):
    table = people(seed, n=500, rare=(24, 14) if level == "public" else (9, 8))
    split = split_of(table, seed)
    fitted, explanation, audit = model_of(split)
    document = wb.build_report(fitted, explanation, audit, audience="technical", disclosure=level, date=DATE)
    shown = disclose(audit, level)
    usual = split.train.outcomes().mean() > 0.5
    reader, n = Reader(document, usual), joint_counts(split, fitted)
    wanted, counts = [], []
    for place, name in enumerate(("sex", "race")):
        judged, everybody = shown.decisions.by(name), shown.outcomes.by(name)
        for position, group in enumerate(GROUPS[place]):
            true = n[position] if place == 0 else n[:, position]
            true = true.sum(axis=0)
            own = [("*0",), ("*1",)] if (group,) not in judged.groups else []
            own += [(pair,) for pair in PAIRS] if hides(judged, group) else []
            own += [("**",)] if (group,) not in everybody.groups else []
            own += [("0*",), ("1*",), ("0?",), ("1?",)] if hides(everybody, group) else []
            wanted += [(reader.members(name, group), patterns) for patterns in own]
            counts += [int(true.ravel()[cells(patterns)].sum()) for patterns in own]
    assert wanted
    for count, (low, high) in zip(counts, reader.ranges_of(wanted), strict=True):
        assert low - 1e-6 <= count <= high + 1e-6
        assert is_safe(low, high, disclosure_named(level).margin), (count, low, high)


def hides(tally, group):
    """Whether no outcome of a group is shown."""
    at = [place for place, one in enumerate(tally.groups) if one == (group,)]
    return not at or bool(tally.n[at[0], 2].any())


# What leaked once.


def parts(document):
    """Every piece of text of a document."""
    for _, text in reading_order(document):
        yield from text


def model_with(table, **more):
    split = split_of(table)
    fitted, explanation, audit = model_of(split, **more)
    return split, fitted, explanation, audit


def materials_of(*results, level="public", audience="technical"):
    document = wb.build_report(*results, audience=audience, disclosure=level, date=DATE)
    return document, json.loads(json.dumps(document.materials))


def test_few_rows_without_an_outcome_are_nowhere_the_difference_of_two_numbers():
    table = people(0, n=500).astype({"good": object})
    table.loc[100:102, "good"] = None
    _, *results = model_with(table)
    document, found = materials_of(*results)
    assert found["data"]["n_rows"] == found["model"]["n_train"] + found["model"]["n_test"] == 497
    (noticed,) = (one for one in found["findings"] if one["code"] == "WB102")
    assert noticed["title"] == "The outcome 'good' is missing in few rows"
    assert (noticed["n"], noticed["value"]) == (None, None)
    text = repr((document.sections, document.facts)) + json.dumps(found)
    assert not re.search(r"\b(500|0\.006)\b", text)


def test_so_are_they_where_they_are_many_of_few():
    table = people(0, n=110, rare=(0, 0)).astype({"good": object})
    table.loc[:8, "good"] = None
    _, *results = model_with(table)
    document, found = materials_of(*results)
    assert found["data"]["n_rows"] == 101
    assert Audit.from_json(found["audit"]).outcomes.n_rows in (0, 101)
    assert not re.search(r"\b110\b", repr((document.sections, document.facts)))


def test_unknown_groups_are_no_missing_values_of_a_column():
    _, *results = model_with(people(0, n=500, rare=(9, 14)))
    _, found = materials_of(*results)
    missing = {one["name"]: one["n_missing"] for one in found["data"]["columns"]}
    assert (missing["race"], missing["sex"]) == (None, 0)
    full = materials_of(*results, level="full")[1]
    assert {one["name"]: one["n_missing"] for one in full["data"]["columns"]}["race"] == 14


def test_few_right_or_wrong_decisions_are_not_told():
    table = people(0, n=500, rare=(0, 0))
    table["good"] = (table["skill"] > 0).astype(int)
    table.loc[table.index[:8], "good"] = 1 - table.loc[table.index[:8], "good"]
    _, *results = model_with(table)
    document, found = materials_of(*results)
    assert 0 < results[0].performance.n - results[0].performance.n_right < 11
    assert found["model"]["performance"] is None
    assert not any("accuracy" in id for id in document.facts)
    assert materials_of(*results, level="full")[1]["model"]["performance"] is not None


def test_rows_of_all_data_do_not_tell_how_many_were_held_out():
    """Each group is held out in proportion, to within one row."""
    *_, audit = model_with(people(0, n=600, rare=(20, 20)))
    shown = disclose(audit, "public")
    held_out = set(shown.decisions.by("race").groups)
    assert ("d",) not in held_out
    assert set(shown.outcomes.by("race").groups) <= held_out


def test_sd_06_what_moves_few_rows_is_not_told_and_of_many_with_few_digits():
    _, fitted, _, audit = model_with(people(0, n=500))
    _, few = materials_of(fitted, wb.explain_model(fitted, n_rows=10), audit)
    assert few["explanation"]["importances"] == []
    _, many = materials_of(fitted, wb.explain_model(fitted, n_rows=40), audit)
    for one in many["explanation"]["importances"]:
        assert one["value"] == float(f"{one['value']:.3g}")


def test_no_hash_of_data_is_public():
    """Sums over rows, whatever their order: who tries all counts of a small table finds those that fit."""
    split, *results = model_with(people(0, n=500))
    fitted, explanation, audit = results
    other = wb.audit_model(fitted, people(1)[["sex", "race", "dept", "skill", "good", "row"]])
    secrets = [split.data.rows_fingerprint, split.fingerprint, fitted.fingerprint, explanation.fingerprint]
    secrets += [audit.fingerprint, other.fingerprint, *audit.provenance.inputs, *other.provenance.inputs]
    for given in (results, [fitted, explanation, other]):
        document, found = materials_of(*given)
        text = repr(document.facts) + repr(document.about) + repr(document.sections) + json.dumps(found)
        assert not any(secret in text for secret in secrets)
        assert found["model"]["fingerprint"] == NOT_PUBLISHED
    # Inside the house hashes stay, but for those of counts, and of rows of which many are alike.
    assert materials_of(*results, level="internal")[1]["model"]["fingerprint"] == fitted.fingerprint
    inside = materials_of(fitted, other, level="internal")[1]["audit"]
    assert other.provenance.inputs[1] not in json.dumps(inside)
    table = people(0, n=500).assign(skill=lambda own: (own["skill"] > 0).astype(int), row=1)
    _, *alike_rows = model_with(table)
    assert materials_of(*alike_rows, level="internal")[1]["data"]["rows"] == NOT_PUBLISHED


def test_an_audit_that_hides_too_little_is_refused():
    (audit,) = decided(people(0))
    shown = disclose(audit, "internal")
    with pytest.raises(InputError) as error:
        wb.build_report(shown, disclosure="public")
    assert str(error.value) == (
        "Of this audit as much is hidden as level 'internal' asks for, and the report is for 'public'.\n"
        "Give the full audit: build_report hides what its readers may not see."
    )
    assert wb.build_report(disclose(audit, "public"), date=DATE).facts


@pytest.mark.parametrize("audience", ["brief", "audit"])
@pytest.mark.parametrize("kind", KINDS)
def test_sd_05_public_shares_of_people_are_whole_percents(kind, audience):
    document = wb.build_report(*KINDS[kind](people(0, n=300)), audience=audience, disclosure="public", date=DATE)
    said = [part for part in parts(document) if isinstance(part, Shown)]
    shares = [one for one in said if document.facts[one.fact].unit == "fraction"]
    assert shares
    assert not [one for one in shares if "." in one.text and document.facts[one.fact].basis == "counts"]


@pytest.mark.parametrize("suffix", [".html", ".pdf", ".docx", ".md", ".json"])
@pytest.mark.parametrize("level", ["public", "internal", "full"])
def test_reports_of_every_level_are_verified(suffix, level, verified, tmp_path):
    document = wb.build_report(*verified, audience="brief", disclosure=level, date=DATE)
    found = verify_report(wb.write_report(document, tmp_path / f"report{suffix}"))
    assert found.exit_code == 0


@pytest.fixture(scope="module")
def verified():
    return model_with(people(2, n=500))[1:]


def test_public_reports_are_counted_again_from_their_data(verified, tmp_path):
    document = wb.build_report(*verified, audience="technical", disclosure="public", date=DATE)
    data = people(2, n=500)[["row", "sex", "race", "dept", "skill", "good"]]
    found = verify_report(wb.write_report(document, tmp_path / "report.json"), data=data)
    assert found.exit_code == 0
    assert (
        "The report holds no hash of its data, so that the rows of the table that was given are compared by counts."
        in (found.notes)
    )


@pytest.mark.parametrize("audience", MANY)
def test_a_report_states_what_is_hidden_and_what_was_proved(audience):
    counts = pd.DataFrame({"g": ["a", "b", "c", "d"], "selected": [500, 500, 0, 12], "total": [1000, 1000, 60, 16]})
    audit = wb.audit_counts(counts, policy=wb.Policy({"selection_rate": 0.1}))
    document = wb.build_report(audit, audience=audience, disclosure="public", date=DATE)
    text = "".join(part if isinstance(part, str) else part.text for part in parts(document))
    assert "fewer than 11 people are not shown" in text
    assert "erdict" in text
    if audience != "brief":
        assert "2 groups are not shown at all" in text
        assert re.search(r"For each of the \d+ hidden counts .* at least \d+ apart", text)
        assert "1 of 1 verdicts differ from what the groups that are shown would give" in text


def test_sd_06_a_letter_tells_nobody_else_s_numbers(verified):
    """It has the person's own values, and of groups one word each: the same whatever is hidden."""
    fitted, _, _audit = verified
    letters = [
        wb.build_report(
            wb.explain_person(fitted, 3), wb.audit_model(fitted, policy=policy), audience="letter", disclosure="public"
        )
        for policy in (POLICY, wb.Policy({"selection_rate": 0.05, "true_positive_rate": 0.1}))
    ]
    first, second = (json.dumps(one.materials["person"]) for one in letters)
    assert first == second
    assert letters[0].materials["audit"] is letters[0].materials["data"] is letters[0].materials["model"] is None
    assert letters[0].about["person"] == NOT_PUBLISHED
    assert set(letters[0].materials["person"]["groups"][0]) == {"type", "attribute", "verdict"}


def test_a_stratum_that_a_standard_crosses_with_groups_cannot_be_protected():
    split = split_of(people(0, n=300))
    fitted = wb.fit_model(wb.prepare_data(split), "logistic_regression")
    policy = wb.Policy({"selection_rate": 0.05}, standards={"four-fifths": {"attributes": ["sex × dept", "race"]}})
    audit = wb.audit_model(fitted, policy=policy, strata=["dept"])
    with pytest.raises(InputError) as error:
        wb.build_report(audit, disclosure="public")
    assert str(error.value) == (
        "A standard crosses 'dept' with a protected attribute, and it is only a stratum of this audit, so that its "
        "small counts cannot be protected.\nName 'dept' among the protected attributes, or ask for disclosure='full'."
    )
    assert wb.build_report(audit, disclosure="full", date=DATE).facts
