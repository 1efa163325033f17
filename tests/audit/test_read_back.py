"""An audit is computed anew from its JSON alone; damaged JSON is refused in words."""

import base64
import copy
import datetime as dt
import gzip
import json
from dataclasses import replace
from itertools import islice
from pathlib import Path

import jsonschema
import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.audit.given import seal_of
from workbench.audit.result import Audit
from workbench.core.finding import Finding
from workbench.errors import InputError

DOCS = Path(__file__).parents[2] / "docs"
HOSTILE = ["<script>", "a × b", "“q”", "__proto__", "unknown", "é\u202e", "=1+1", "a\nb"]


def people(n=400):
    rng = np.random.default_rng(11)
    sex, score = rng.choice(["f", "m"], n), rng.random(n)
    return pd.DataFrame(
        {
            "sex": sex,
            "race": rng.choice(["White", "Asian", None], n),
            "age": rng.integers(18, 80, n),
            "team": rng.choice(["X", "Y"], n),
            "word": rng.choice(HOSTILE, n),
            "score": score,
            "hired": (score > np.where(sex == "f", 0.6, 0.4)).astype(int),
            "stayed": (rng.random(n) < score).astype(int),
            "grade": rng.choice(["a", "b", "c"], n),
            "truth": rng.choice(["a", "b", "c"], n),
            "weight": rng.uniform(0.5, 4.0, n),
            "pay": 10 + 5 * score + (sex == "m"),
            "real": 10 + 5 * rng.random(n),
        }
    )


PEOPLE = people()
SCORED = {"score": "score", "score_range": (0, 1), "outcome": "stayed"}
SEX = wb.attribute("sex", title="Sex", labels={"m": "men", "f": "women"})


def decisions(**options):
    chosen = {"decision": "hired", "protected": ["sex"], "name": "jobs"} | options
    return wb.audit_decisions(PEOPLE, **{key: one for key, one in chosen.items() if one is not None})


def model(**options):
    data = wb.read_data("example:loans", target="approved", favourable="yes", protected=["sex", "origin"])
    return wb.audit_model(wb.fit_model(wb.prepare_data(wb.split_data(data, seed=7)), "logistic_regression"), **options)


def counted(**options):
    table = PEOPLE.groupby(["sex", "team"])["hired"].agg(["sum", "size"]).reset_index()
    return wb.audit_counts(table, protected=["sex"], selected="sum", total="size", **options)


def local_law(_=None, **options):
    standards = {
        "nyc-ll144": {
            "sex_categories": {"Male": ["m"], "Female": ["f"]},
            "audit_date": dt.date(2026, 3, 31),
            "distribution_date": dt.datetime(2026, 3, 30, 12, 0, tzinfo=dt.UTC),
        },
        "four-fifths": {"reference": {"sex": "m"}},
    }
    policy = wb.Policy({"selection_rate": 0.05}, standards=standards)
    chosen = {"decision": None, "threshold": 0.5} | options
    return decisions(protected=["sex", "race"], **SCORED, policy=policy, **chosen)


def from_file(tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text(
        'schema = "workbench.policy/1"\nconfidence = 0.9\nminimum_n = 20\n[[rule]]\nmetric = "selection_rate"\n'
        'tolerance = 0.8\nscale = "ratio"\nattributes = ["race", ["sex", "race"]]\n[[rule]]\n'
        'metric = "equalized_odds"\ntolerance = 0.1\ncompare = "reference:f"\nattributes = ["sex"]\n'
        '[[rule]]\nmetric = "base_rate"\ntolerance = 0.1\ncompare = "overall"\nleave_out = ["x"]\n'
    )
    return decisions(protected=["sex", "race"], outcome="stayed", policy=wb.read_policy(path))


KINDS = {
    "decisions": lambda _: decisions(),
    "outcomes alone": lambda _: decisions(decision=None, outcome="stayed"),
    "labels, bands, unknown": lambda _: decisions(
        protected=[SEX, wb.bands("age", [40, 60.5]), "race"], outcome="stayed", favourable_label="hired"
    ),
    "hostile names": lambda _: decisions(protected=["word"], crossings=[], strata=[wb.attribute("team", title="<b>")]),
    "no protected attribute": lambda _: decisions(protected=[]),
    "crossings and strata": lambda _: decisions(
        protected=["sex", "race"], crossings=[("race", "sex")], strata=["team", wb.bands("age", [50])]
    ),
    "scores": lambda _: decisions(decision=None, **SCORED, threshold=0.5),
    "scores with weights": lambda _: decisions(decision=None, **SCORED, threshold=0.5, weight="weight"),
    "weights": lambda _: decisions(weight="weight", outcome="stayed", strata=["team"]),
    "frequencies": lambda _: decisions(weight="age", weight_kind="frequency"),
    "many classes": lambda _: decisions(decision="grade", outcome="truth", multiclass=True, strata=["team"]),
    "many weighted classes": lambda _: decisions(decision="grade", multiclass=True, weight="weight"),
    "thresholds by group": lambda _: decisions(decision=None, **SCORED, threshold=0.5).at_thresholds(
        "sex", {"f": 0.25, "m": 0.5}
    ),
    "another threshold": lambda _: decisions(decision=None, **SCORED, threshold=0.5).at_threshold(0.25),
    "another threshold, weights": lambda _: decisions(
        decision=None, protected=["sex", "race"], **SCORED, threshold=0.5, weight="weight"
    ).at_threshold(0.25),
    "another policy": lambda _: decisions(protected=["sex", "race"], outcome="stayed").with_policy(
        wb.Policy([wb.Rule("selection_rate", 0.1, attributes=(("sex", "race"),))], confidence=0.9)
    ),
    "policy from a file": from_file,
    "standards": local_law,
    "standards, decisions": lambda _: local_law(decision="hired", threshold=None),
    "standards, classes": lambda _: decisions(
        decision="grade",
        multiclass=True,
        policy=wb.Policy([], standards={"four-fifths": {"attributes": ["sex"]}}),
    ),
    "counts": lambda _: counted(strata=["team"]),
    "model": lambda _: model(crossings=[("sex", "origin")]),
    "model, other rows": lambda _: model(data=wb.load_example("loans").frame).at_threshold(0.4),
    "predictions": lambda _: wb.audit_predictions(
        PEOPLE,
        prediction="pay",
        outcome="real",
        protected=["sex", "race"],
        thresholds=[12, 13.5],
        strata=["team"],
        crossings=[("sex", "race")],
        policy=wb.Policy({"mean_prediction": 1.0, "share_above": 0.05}),
    ),
    "predictions alone": lambda _: wb.audit_predictions(PEOPLE, prediction="pay", protected=["sex"]),
}


def through_a_file(audit, *, sort_keys=False):
    return json.loads(json.dumps(audit.to_json(), allow_nan=False, sort_keys=sort_keys))


@pytest.mark.parametrize("kind", KINDS)
def test_an_audit_comes_back(kind, tmp_path):
    audit = KINDS[kind](tmp_path)
    written = audit.to_json()
    for sort_keys in (False, True):
        back = Audit.from_json(through_a_file(audit, sort_keys=sort_keys))
        assert back == audit
        assert back.to_json() == written
    assert repr(back) == repr(audit)
    for part in ("stage", "inputs", "seed", "versions"):
        assert getattr(back.provenance, part) == getattr(audit.provenance, part)


def test_what_is_concluded_is_computed_and_not_copied():
    audit = decisions(outcome="stayed")
    content = through_a_file(audit)
    assert audit.verdict == "gap"
    content["verdict"] = "within tolerance"
    content["assessments"] = content["metrics"] = content["descriptions"] = []
    content["findings"] = []
    back = Audit.from_json(content)
    assert back.verdict == "gap"
    assert back.to_json() == audit.to_json()


def test_findings_that_no_count_knows_stay_in_their_places():
    audit = decisions(protected=["word"], outcome="stayed")
    read = Finding("WB102", "serious", "Read badly", "Why", "What", value=0.5, n=3, interval=(0.25, 0.75), scope="word")
    late = Finding("WB310", "note", "Odd", "Why", "What")
    audit = replace(audit, findings=(audit.findings[0], read, *audit.findings[1:], late))
    back = Audit.from_json(through_a_file(audit))
    assert back.findings == audit.findings


def test_the_order_of_labels_and_standards_survives_a_writer_that_sorts():
    audit = decisions(
        protected=[SEX], policy=wb.Policy({"selection_rate": 0.05}, standards={"four-fifths": {"reference": {}}})
    )
    back = Audit.from_json(through_a_file(audit, sort_keys=True))
    assert list(back.roles.protected[0].labels) == ["m", "f"]
    assert back.axis("Sex").groups == ("men", "women")
    assert back.roles == audit.roles
    assert back.policy == audit.policy


def test_forty_crossed_groups_come_back():
    rng = np.random.default_rng(1)
    draws = {"sex": "fm", "race": "abcde", "age": "wxyz", "stayed": [0, 1]}
    frame = pd.DataFrame({name: rng.choice(list(values), 8_000) for name, values in draws.items()})
    frame["score"] = rng.random(8_000)
    attributes = ("sex", "race", "age")
    audit = wb.audit_decisions(frame, protected=attributes, crossings=[attributes], threshold=0.5, **SCORED)
    assert len(audit.axis(*attributes).groups) == 40
    assert Audit.from_json(through_a_file(audit)) == audit


def test_another_policy_brings_its_crossings_and_its_confidence():
    """Whoever audits by it at once finds the same."""
    policy = wb.Policy([wb.Rule("selection_rate", 0.1, attributes=(("sex", "race"),))], confidence=0.9)
    columns = {"protected": ["sex", "race"], "outcome": "stayed"}
    moved, direct = decisions(**columns).with_policy(policy).to_json(), decisions(**columns, policy=policy).to_json()
    for key in ("crossings", "descriptions", "metrics", "assessments", "findings"):
        assert moved[key] == direct[key]


# Damage.


def sealed(content):
    """Return content whose seal is that of what it now holds: what somebody writes who knows how."""
    try:
        return content | {"seal": seal_of(content)}
    except (KeyError, ValueError):
        return content


def places(value, path=()):
    """Return every place in some JSON."""
    if isinstance(value, dict):
        for key in value:
            yield (*path, key)
            yield from places(value[key], (*path, key))
    elif isinstance(value, list):
        for position in range(len(value)):
            yield (*path, position)
            yield from places(value[position], (*path, position))


OTHERS = (None, True, -1, 0, 1.5, 10**400, float("nan"), "", "x", "\ud800", [], [[]], {}, {"a": 1}, ["x"])


def read(content):
    """Return the audit, or what is told instead; anything else that is raised fails the test."""
    try:
        return Audit.from_json(content)
    except InputError as error:
        told = str(error)
    assert len(told.split("\n")) >= 2
    return told


def damaged(content, path):
    """Yield content with what is at a place taken out, retyped or cut short."""

    def with_change(change):
        found = copy.deepcopy(content)
        holder = found
        for key in path[:-1]:
            holder = holder[key]
        change(holder, path[-1])
        return found

    yield with_change(lambda holder, key: holder.pop(key))
    for other in OTHERS:
        yield with_change(lambda holder, key, other=other: holder.__setitem__(key, other))

    def cut(holder, key):
        value = holder[key]
        if isinstance(value, (str, list)):
            holder[key] = value[: len(value) // 2]
        elif isinstance(value, dict):
            holder[key] = dict(list(value.items())[: len(value) // 2])

    yield with_change(cut)


RICH = local_law(strata=["team"], weight="weight", crossings=[("sex", "race")])
RICH = replace(RICH, findings=(*RICH.findings, Finding("WB102", "note", "Read", "Why", "What", interval=(0.1, 0.2))))
SMALL = {
    "rich": RICH,
    "amounts": wb.audit_predictions(
        PEOPLE.head(60), prediction="pay", outcome="real", protected=[wb.bands("age", [40])], thresholds=[12]
    ),
    "labels": decisions(protected=[SEX], strata=[wb.attribute("team", labels={"X": "y"})]),
}
CONCLUDED = {
    "verdict", "rows", "weights", "assessments", "descriptions", "metrics", "average_odds", "prediction_distances",
    "stratified", "standards", "findings",
}  # fmt: skip


@pytest.mark.parametrize("name", SMALL)
def test_damage_is_refused_or_changes_nothing(name):
    audit, content = SMALL[name], through_a_file(SMALL[name])
    assert Audit.from_json(content).to_json() == content
    for key in content:
        for broken in islice(damaged(content, (key,)), 3 if key in CONCLUDED else None):
            back = read(broken)
            if isinstance(back, Audit):
                assert back == audit
                assert back.to_json() == content
            else:
                assert key not in CONCLUDED


@pytest.mark.parametrize("name", SMALL)
def test_whoever_seals_damage_anew_meets_no_traceback(name):
    content = through_a_file(SMALL[name])
    rng = np.random.default_rng(3)
    given = {key: one for key, one in content.items() if key not in CONCLUDED}
    paths = [path for path in places(given) if path[:2] != ("provenance", "settings")]
    for path in paths:  # one change of each place; all 12,172 of these audits were tried once
        broken = damaged(given, path)
        one = next(islice(broken, int(rng.integers(len(OTHERS) + 2)), None))
        assert read(sealed(one)) is not None


def refused(content, *, seal=True):
    with pytest.raises(InputError) as caught:
        Audit.from_json(sealed(content) if seal else content)
    return str(caught.value)


@pytest.fixture
def content():
    return through_a_file(SMALL["labels"])


GIVE = "\nGive what Audit.to_json wrote."


@pytest.mark.parametrize("value", [None, [], "text", 3, {}, {"schema": "workbench.tally/1"}])
def test_what_is_no_audit_is_refused(value):
    assert (
        refused(value, seal=False)
        == {
            "None": "audit is null, which is no object with keys of text." + GIVE,
            "[]": "audit is a list, which is no object with keys of text." + GIVE,
            "text": "audit is 'text', which is no object with keys of text." + GIVE,
            "3": "audit is 3, which is no object with keys of text." + GIVE,
            "{}": "audit has no 'schema'." + GIVE,
            "{'schema': 'workbench.tally/1'}": "audit.schema is not 'workbench.audit/1'." + GIVE,
        }[str(value)]
    )


def test_errors_say_what_and_where(content):
    def changed(path, value):
        found = copy.deepcopy(content)
        holder = found
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = value
        return found

    assert refused(changed(["kind"], "counts"), seal=False) == (
        "audit.seal does not fit: what the audit is computed from was changed after it was written." + GIVE
    )
    for path, value, told in [
        (["threshold"], "0.5", "audit.threshold is '0.5', which is no finite number." + GIVE),
        (["threshold"], 10**400, "audit.threshold is a huge number, which is no finite number." + GIVE),
        (["roles", "protected", 0, "title"], 3, "audit.roles.protected[0].title is 3, which is no text." + GIVE),
        (["roles", "protected", 0, "title"], "Gender", "audit.tallies.decisions.attributes do not name 'Gender', "
         "whose groups are compared." + GIVE),
        (["order", "labels", 0], [["m", None]], "audit.order.labels[0] does not name every key of "
         "audit.roles.protected[0].labels." + GIVE),
        (["policy", "rules", 0, "tolerance"], 2, "audit.policy.rules[0]: tolerance of selection_rate is 2.\n"
         "Give a fraction above 0 and below 1, such as 0.25."),
        (["tallies", "decisions", "n", "shape"], [1, 3, 3], "audit.tallies.decisions: n of the tally is damaged.\n"
         "Give what Tally.to_json wrote."),
        (["provenance", "seed"], 1.0, "audit.provenance.seed is 1.0, which is no whole number." + GIVE),
        (["provenance", "seed"], 1, "audit.fingerprint is not that of what the audit holds." + GIVE),
        (["crossings"], [["sex"]], "crossing is 'sex'.\nAllowed are: 'Sex'. Did you mean 'Sex'?"),
    ]:  # fmt: skip
        assert refused(changed(path, value)) == told


def test_a_bomb_is_not_unpacked(content):
    """A few kilobytes that inflate to gigabytes, of a shape that the axes do not have, or that nobody counts."""
    zeros = base64.b64encode(gzip.compress(bytes(2**24))).decode()
    packed = content["tallies"]["decisions"]["n"]
    content["tallies"]["decisions"]["n"] = packed | {"gzip": zeros}
    assert refused(content) == "audit.tallies.decisions: n of the tally is damaged.\nGive what Tally.to_json wrote."
    content["tallies"]["decisions"]["n"] = packed | {"gzip": zeros, "shape": [2**22, 3, 3]}
    assert refused(content) == "audit.tallies.decisions: n of the tally is damaged.\nGive what Tally.to_json wrote."
    content["tallies"]["decisions"]["n"] = packed | {"gzip": zeros, "shape": [2**28, 3, 3]}
    assert refused(content) == "audit holds counts of more than 512 MB, the most that is read." + GIVE


def test_what_is_nested_too_deeply_is_refused(content):
    deep = []
    for _ in range(100_000):
        deep = [deep]
    content["provenance"]["settings"]["x"] = deep
    assert refused(content, seal=False) == "audit is nested too deeply." + GIVE


# The published schemas.


def published(name):
    return json.loads((DOCS / "schemas" / f"{name}.json").read_text(encoding="utf-8"))


def closed(schema):
    """Return a schema under which a key that it does not describe is wrong."""
    if isinstance(schema, dict):
        found = {key: closed(one) for key, one in schema.items()}
        if isinstance(schema.get("properties"), dict) and "required" in schema:
            found.setdefault("additionalProperties", False)
        return found
    return [closed(one) for one in schema] if isinstance(schema, list) else schema


@pytest.fixture(scope="module")
def validators():
    for name in ("audit", "tally"):
        jsonschema.Draft202012Validator.check_schema(published(name))
    tally = closed(published("tally"))
    audit = closed(published("audit"))
    audit["$defs"]["tally"] = True
    return {"tally": jsonschema.Draft202012Validator(tally), "audit": jsonschema.Draft202012Validator(audit)}


@pytest.mark.parametrize("kind", KINDS)
def test_the_published_schemas_describe_every_key(kind, tmp_path, validators):
    content = through_a_file(KINDS[kind](tmp_path))
    tallies = [*content["tallies"].values(), *(one for _, one in (content["scoring"] or {"tallies": []})["tallies"])]
    for name, values in (("audit", [content]), ("tally", tallies)):
        for value in values:
            for error in validators[name].iter_errors(value):
                pytest.fail(f"{error.json_path}: {error.message[:300]}")


def test_the_schemas_refuse_what_is_read_by_nobody(validators):
    content = through_a_file(SMALL["rich"])
    for key in set(content) - CONCLUDED:
        short = {name: one for name, one in content.items() if name != key}
        assert not validators["audit"].is_valid(short), key
    assert not validators["audit"].is_valid(content | {"kind": "guesses"})
    assert not validators["audit"].is_valid({key: one for key, one in content.items() if key != "metrics"})
    assert validators["audit"].is_valid({key: one for key, one in content.items() if key not in CONCLUDED})
    tally = content["tallies"]["decisions"]
    assert not validators["tally"].is_valid(tally | {"n": tally["n"] | {"dtype": "float64"}})
