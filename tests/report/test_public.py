"""Nobody can work out a hidden count from a report: from its text, its pictures or its evidence, in any format."""

import json
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

from ..audit.attack import PAIRS, Attacker, cells

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
            table=data.table.set_column(
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


@pytest.mark.parametrize("audience", MANY)
def test_sd_02_a_models_report_is_the_same_whatever_is_hidden(audience):
    met = 0
    for seed in range(3):
        table = people(seed, n=700, rare=(16, 16))
        split = split_of(table)
        one, two = (model_of(used, strata=["dept"]) for used in (split, split_again(split, exchanged(table, seed))))
        assert one[0].performance == two[0].performance
        if alike(one[2], two[2], "public"):
            met += repr(one[2].decisions.n.tolist()) != repr(two[2].decisions.n.tolist())
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
@pytest.mark.parametrize("seed", range(3))
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
