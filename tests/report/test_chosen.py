"""Reports tell why this model and threshold, where the model is weak and how it works; and hide what tells of few."""

import dataclasses
import json
import typing
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.audit.disclosure.level import disclosure_named
from workbench.document.nodes import Chart, Section, Table
from workbench.errors import InputError
from workbench.explanation.effects.result import Effect, EffectPoint, Effects
from workbench.explanation.groups.result import NotCompared
from workbench.modeling.thresholds.result import Capacity
from workbench.report import person_record, records
from workbench.report.build import rebuild_report
from workbench.report.choice_records import calibration_record, threshold_record
from workbench.report.chosen import FURTHER, Chosen
from workbench.report.contest_record import contest_record
from workbench.report.effect_records import effects_record, groups_record
from workbench.report.formats import FORMATS
from workbench.report.segment_records import segments_record

DATE = "2026-11-21"
LOGISTIC = "logistic_regression"
TOLD = (
    *("compared", "candidates", "tuned", "calibrated", "threshold", "mitigated"),
    *("weak", "effects", "together", "without", "gaps-0", "gaps-1"),
)
FULL, INTERNAL, PUBLIC = (disclosure_named(name) for name in ("full", "internal", "public"))


def frame(n=1_600, rare=12, seed=3):
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=n), rng.normal(size=n)
    race = rng.choice(["a", "b"], n).astype(object)
    race[:rare] = "rare"
    odds = np.where(y > 0.8, 0.0, 2.5 * x) + 0.3 * (race == "a")
    return pd.DataFrame(
        {
            "skill": x.round(2),
            "age": (40 + 10 * y).round(0),
            "place": rng.choice(["north", "south"], n),
            "sex": rng.choice(["f", "m"], n),
            "race": race,
            "paid": np.where(rng.random(n) < 1 / (1 + np.exp(-odds)), "yes", "no"),
        }
    )


def prepared(seed=1):
    data = wb.read_data(frame(), target="paid", favourable="yes", protected=["sex", "race"], name="payments")
    return wb.prepare_data(wb.split_data(data, seed=seed))


@pytest.fixture(scope="module")
def made():
    """Every result there is of one model, which was calibrated and then given a threshold."""
    ready = prepared()
    first = wb.fit_model(ready, LOGISTIC)
    calibration = wb.calibrate_model(first, method="sigmoid")
    choice = wb.choose_threshold(calibration.accept(), costs={"false_favourable": 3, "false_unfavourable": 1})
    fitted = choice.accept()
    explanation = wb.explain_model(fitted, n_rows=150)
    tried = wb.try_mitigations(ready, attribute="sex", methods=["reweighing", "drop_proxy"], n_folds=2)
    mitigation = tried.choose("as_it_is", reason="No method was worth it.")
    return {
        "fitted": fitted,
        "explanation": explanation,
        "audit": wb.audit_model(fitted),
        "contest": wb.compare_models(ready, [LOGISTIC, "boosted_trees"], n_folds=2, n_repeats=1),
        "candidates": wb.audit_candidates(ready, [LOGISTIC], thresholds=[0.4, 0.5], n_folds=2),
        "tuning": wb.tune_model(ready, LOGISTIC, n_trials=2),
        "calibration": calibration,
        "threshold": choice,
        "mitigation": mitigation,
        "segments": wb.find_weak_segments(fitted),
        "effects": wb.explain_effects(fitted, n_rows=60, n_curves=5),
        "interactions": wb.explain_interactions(fitted, n_rows=40),
        "permuted": wb.permute_columns(explanation, n_repeats=2),
        "sex": wb.explain_groups(explanation, "sex"),
        "race": wb.explain_groups(explanation, "race"),
    }


def report(made, *without, audience="technical", disclosure="internal"):
    results = [one for name, one in made.items() if name not in without]
    return wb.build_report(*results, audience=audience, disclosure=disclosure, date=DATE)


@pytest.fixture(scope="module")
def technical(made):
    return report(made)


def blocks_of(blocks):
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from blocks_of(block.blocks)


def section(document, id):
    return next(one for one in blocks_of(document.sections) if isinstance(one, Section) and one.id == id)


def text_of(document, id):
    return " ".join(words_of(section(document, id)).split())


def words_of(node):
    """Return every word below a node."""
    if isinstance(node, str):
        return node
    if hasattr(node, "text") and isinstance(node.text, str):
        return node.text
    if isinstance(node, tuple):
        return " ".join(words_of(one) for one in node)
    if dataclasses.is_dataclass(node):
        return " ".join(words_of(getattr(node, one.name)) for one in dataclasses.fields(node) if one.name != "drawing")
    return ""


def test_every_result_has_its_section_in_the_order_of_the_work(technical):
    ids = [one.id for one in technical.sections]
    assert [id for id in ids if id in TOLD] == list(TOLD)
    assert ids.index("threshold") < ids.index("why") < ids.index("weak")


def test_numbers_are_those_of_the_results(made, technical):
    facts = technical.facts
    best = made["contest"].entries[0]
    found = facts[f"contest/score/{best.name}/{best.scores[0].name}"]
    assert (found.value, found.low, found.high) == (best.scores[0].mean, *best.scores[0].interval)
    assert facts["threshold/threshold"].value == made["threshold"].threshold
    assert facts["threshold/selected"].value == made["threshold"].n_selected
    loss = made["calibration"].losses[0]
    assert facts[f"calibration/loss/{loss.metric}/after"].value == loss.after.value
    assert facts["tuning/best"].value == made["tuning"].inner_score
    assert facts["segments/n"].value == made["segments"].n
    effect = made["effects"].effects[0]
    assert facts[f"effects/difference/{effect.column}/{effect.output}/0"].value == effect.points[0].difference
    pair = made["interactions"].interactions[0]
    assert pair.strength in [one.value for id, one in facts.items() if id.startswith("interactions/strength/")]
    first = made["permuted"].entries[0]
    assert facts["/".join(["permuted/increase", *first.columns])].value == first.increase
    for attribute in ("sex", "race"):
        gap = made[attribute].gaps[0]
        assert facts[f"groups/{attribute}/gap/{gap.group}/{gap.reference}/{gap.output}"].value == gap.gap.value


def test_ids_of_blocks_are_given_once(technical):
    ids = [one.id for one in blocks_of(technical.sections) if isinstance(one, (Section, Table, Chart))]
    ids += [one.table.id for one in blocks_of(technical.sections) if isinstance(one, Chart)]
    assert len(ids) == len(set(ids))


def test_nothing_is_said_that_is_for_notebooks_alone(technical):
    said = " ".join(text_of(technical, id) for id in TOLD)
    for words in ("choice.accept()", "Nothing is changed yet", "Declare your own", "the test is still to come"):
        assert words not in said


def test_the_same_document_is_built_from_its_materials(technical):
    materials = json.loads(json.dumps(technical.materials))
    assert repr(rebuild_report(materials).sections) == repr(technical.sections)


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_carries_it_and_is_verified(technical, tmp_path, suffix):
    path = wb.write_report(technical, tmp_path / f"report.{suffix.removeprefix('.')}")
    found = wb.verify_report(path)
    assert found.exit_code == 0
    checked = {one.fact.id: one.status for one in found.facts}
    assert checked["threshold/threshold"] == "recorded, not recomputable"
    assert {id.partition("/")[0] for id in checked} >= {"contest", "tuning", "calibration", "threshold", "segments"}


def test_a_number_that_was_changed_in_the_evidence_is_found(technical, tmp_path):
    path = wb.write_report(technical, tmp_path / "report.json")
    told = json.loads(path.read_text())
    told["evidence"]["materials"]["chosen"]["contest"]["margin"] = 0.5
    path.write_text(json.dumps(told))
    altered = [one.fact.id for one in wb.verify_report(path).facts if one.status == "altered"]
    assert altered == ["contest/margin"]


def test_the_brief_says_in_a_sentence_each_why_this_model_and_this_threshold(made):
    brief = report(made, audience="brief")
    said = text_of(brief, "model")
    best = made["contest"].entries[0].name
    assert ("The model did best of 3 that were compared." in said) == (best == LOGISTIC)
    assert "The threshold was chosen for what wrong decisions cost." in said
    assert not any(id.startswith(("effects/", "groups/", "segments/")) for id in brief.facts)
    carried = json.dumps(brief.materials["chosen"])
    assert '"effects": []' in carried
    assert made["effects"].effects[0].column not in carried


def test_another_model_than_the_best_and_a_choice_that_was_not_taken_are_told(made):
    first = made["calibration"].fitted
    contest = replace(made["contest"], entries=made["contest"].entries[::-1])
    assert contest.entries[0].name != LOGISTIC
    choice = wb.choose_threshold(first, capacity=100)
    told = wb.build_report(first, contest, choice, made["calibration"], audience="technical", date=DATE)
    assert "did best. Another one was taken." in text_of(told, "compared")
    assert "It was not taken: the model of this report decides as before." in text_of(told, "threshold")
    assert "That was tried and not taken" in text_of(told, "calibrated")
    brief = wb.build_report(first, choice, audience="brief", date=DATE)
    assert "threshold was chosen" not in text_of(brief, "model")
    taken = wb.build_report(choice.accept(), choice, audience="brief", date=DATE)
    assert "The threshold was chosen by how many can be taken." in text_of(taken, "model")


def test_the_annex_tells_it_under_the_points_that_ask_for_it(made):
    found = report(made, audience="annex")
    under = {
        point: [one.id for one in section(found, point).blocks if isinstance(one, Section)]
        for point in ("point-iv-2-b", "point-iv-3", "point-13-b-iv")
    }
    assert under["point-iv-2-b"] == ["compared", "candidates", "tuned", "calibrated", "threshold", "mitigated"]
    assert "weak" in under["point-iv-3"]
    assert under["point-13-b-iv"] == ["effects", "together", "without", "gaps-0", "gaps-1"]


@pytest.mark.parametrize("audience", ["audit", "data"])
def test_reports_that_do_not_tell_it_do_not_carry_it(made, audience):
    found = report(made, audience=audience)
    assert not any(value for key, value in found.materials["chosen"].items() if key != "type")


def test_a_letter_carries_nothing_of_it(made):
    person = wb.explain_person(made["fitted"], 0)
    found = wb.build_report(person, made["contest"], made["effects"], audience="letter", date=DATE)
    assert not any(value for key, value in found.materials["chosen"].items() if key != "type")


def test_no_single_persons_curve_is_in_a_report(made, technical):
    curves = made["effects"].effects[0].curves
    assert curves.size
    carried = json.dumps(technical.materials)
    assert not any(repr(float(value)) in carried for value in curves.ravel())


def test_the_public_is_told_of_no_small_count_in_any_of_it(made):
    found = report(made, disclosure="public")
    chosen = found.materials["chosen"]
    assert all(
        bin == [] for entry in chosen["contest"]["entries"] for bin in [one["bins"] for one in entry["calibration"]]
    )
    assert chosen["threshold"]["effects"] == []
    assert chosen["threshold"]["curve"] == []
    assert chosen["calibration"]["groups"] == []
    assert chosen["segments"]["segments"] == []
    assert all(gap["n"] == gap["n_reference"] == 0 for one in chosen["groups"] for gap in one["gaps"])
    said = "Left out, since it could tell of few people"
    assert all(said in text_of(found, id) for id in ("compared", "calibrated", "threshold", "gaps-0"))
    for code in ("WB312", "WB316"):
        assert code not in [one["code"] for one in found.materials["findings"]]
    for one in found.facts.values():
        if one.id.startswith("groups/") and one.unit != "count":
            assert one.n == 0


def test_inside_the_house_an_attribute_with_a_small_cell_is_left_out(made):
    record = threshold_record(made["threshold"], INTERNAL)
    assert {one.attribute for one in record.effects} == {"sex"}
    assert "groups" in record.withheld
    assert {one.attribute for one in threshold_record(made["threshold"], FULL).effects} == {"sex", "race"}
    assert "rare" not in text_of(report(made), "threshold")


def test_few_who_are_selected_or_whose_decision_changes_are_not_counted(made):
    choice = made["threshold"]
    for selected, before in ((3, 200), (200, 202), (choice.n - 2, 200)):
        few = threshold_record(replace(choice, n_selected=selected, n_selected_before=before), INTERNAL)
        assert (few.n_selected, few.n_selected_before) == (None, None)
        assert "counts" in few.withheld
    many = threshold_record(replace(choice, n_selected=200, n_selected_before=300), INTERNAL)
    assert (many.n_selected, many.n_selected_before) == (200, 300)
    full = threshold_record(replace(choice, n_selected=3), FULL)
    assert full.n_selected == 3
    room = Capacity(100, 1_000, (90, 110), 3, 7)
    told = threshold_record(replace(choice, capacity=room), INTERNAL).capacity
    assert (told.n_unused, told.n_tied) == (0, 0)


def test_bins_in_which_few_have_the_outcome_are_left_out_of_all_models(made):
    contest = made["contest"]
    entry = contest.entries[0]
    bins = entry.calibration[0].bins
    few = bins[0]._replace(mean_observed=2 / bins[0].n)
    rare = replace(entry, calibration=(replace(entry.calibration[0], bins=(few, *bins[1:])),))
    record = contest_record(replace(contest, entries=(rare, *contest.entries[1:])), INTERNAL)
    assert all(not found.bins for one in record.entries for found in one.calibration)
    assert record.withheld == ("bins",)
    assert contest_record(replace(contest, entries=(rare, *contest.entries[1:])), FULL).entries[0].calibration[0].bins


def test_decisions_that_few_calibrations_change_are_not_counted(made):
    few = replace(made["calibration"], n_decisions_changed=2)
    assert calibration_record(few, INTERNAL).n_decisions_changed is None
    assert calibration_record(few, FULL).n_decisions_changed == 2


def test_a_part_of_the_rows_with_few_errors_is_not_described(made):
    weak = made["segments"]
    assert weak.segments
    few = replace(weak.segments[0], error=2 / weak.segments[0].n)
    told = segments_record(replace(weak, segments=(few,)), INTERNAL)
    assert told.segments == ()
    assert told.withheld == ("segments",)


def effect_of(*counts, outside=0.0):
    total = sum(counts) / (1 - outside)
    points = tuple(
        EffectPoint(f"v{at}", f"v{at}", n, n / total, n < 30, 0.5, 0.4, 0.6, 0.0, -0.1, 0.1, (float("nan"),) * 4)
        for at, n in enumerate(counts)
    )
    return Effect("place", "category", "", points, outside, 0.1, 0.0, 0.0, "")


def shown_points(made, level, effect):
    found = replace(made["effects"], effects=(effect,))
    assert isinstance(found, Effects)
    return [one.label for one in effects_record(found, level).effects[0].points]


def test_values_that_few_have_are_left_out_with_as_many_others_as_hide_them(made):
    assert shown_points(made, INTERNAL, effect_of(500, 400, 40, 3)) == ["v0", "v1"]
    assert shown_points(made, FULL, effect_of(500, 400, 40, 3)) == ["v0", "v1", "v2", "v3"]
    assert shown_points(made, INTERNAL, effect_of(500, 400, 40)) == ["v0", "v1", "v2"]
    assert shown_points(made, PUBLIC, effect_of(500, 400, 40, 9)) == ["v0", "v1"]
    assert effects_record(replace(made["effects"], effects=(effect_of(500, 9),)), PUBLIC).withheld == ("points",)


def test_groups_are_not_counted_where_one_has_few(made):
    found = replace(made["sex"], not_compared=(NotCompared("x", None),))
    assert all(gap.n == gap.n_reference == 0 for gap in groups_record(found, INTERNAL).gaps)
    assert all(gap.n > 0 for gap in groups_record(made["sex"], INTERNAL).gaps)


def test_the_public_has_three_digits_of_every_number(made):
    record = contest_record(made["contest"], PUBLIC)
    for one in record.entries:
        for score in one.scores:
            assert score.mean == float(f"{score.mean:.3g}")


def test_what_does_not_belong_together_is_refused(made):
    other = wb.fit_model(prepared(seed=2), LOGISTIC)
    expected = {
        "contest": "build_report was given a Contest of other data than the rest.\n"
        "Compare, tune and fit on the same prepared data, then report on that.",
        "threshold": "build_report was given a ThresholdChoice that the model does not come from.\n"
        "Give the model that was chosen for, or the one that choice.accept() returned.",
        "segments": "build_report was given WeakSegments of another model than the rest.\n"
        "Make them of the model that is reported: one with another threshold is another model.",
    }
    for name, message in expected.items():
        with pytest.raises(InputError) as caught:
            wb.build_report(other, made[name], audience="technical")
        assert str(caught.value) == message
    with pytest.raises(InputError) as caught:
        wb.build_report(made["contest"], audience="technical")
    assert str(caught.value) == (
        "build_report was given a Contest, and nothing that says of which data.\n"
        "Give the model that was fitted then, or what prepare_data returned."
    )
    with pytest.raises(InputError) as caught:
        wb.build_report(made["segments"], audience="technical")
    assert str(caught.value) == (
        "build_report was given WeakSegments, and no model.\nGive the fitted model that they are of."
    )
    with pytest.raises(InputError) as caught:
        wb.build_report(made["sex"], made["sex"], audience="technical")
    assert str(caught.value) == ("build_report was given more than one GroupExplanation.\nGive one for each attribute.")
    explained = wb.explain_model(made["fitted"], n_rows=120, seed=5)
    with pytest.raises(InputError) as caught:
        wb.build_report(explained, made["permuted"], audience="technical")
    assert str(caught.value) == (
        "build_report was given a PermutationImportance of another explanation than the rest.\n"
        "Make it from the explanation that is reported."
    )


def test_what_a_result_was_made_from_counts_as_given(made):
    found = wb.build_report(made["permuted"], audience="technical", date=DATE)
    assert {"why", "without"} <= {one.id for one in found.sections}
    found = wb.build_report(made["effects"], audience="technical", date=DATE)
    assert "effects" in {one.id for one in found.sections}


def test_every_kind_of_result_that_shows_is_told(made):
    assert {type(one) for one in made.values()} >= set(FURTHER)


def test_no_two_classes_of_the_evidence_share_a_name():
    found, waiting = {}, [Chosen]
    while waiting:
        kind = waiting.pop()
        waiting += typing.get_args(kind)
        if dataclasses.is_dataclass(kind) and kind not in found.values():
            assert kind.__name__.lower() not in found
            found[kind.__name__.lower()] = kind
            waiting += typing.get_type_hints(kind).values()
    named = [one for one in (*vars(records).values(), *vars(person_record).values()) if isinstance(one, type)]
    others = {one.__name__.lower() for one in named if dataclasses.is_dataclass(one)}
    assert len(found) > 20
    assert not others & {name for name, kind in found.items() if kind.__module__.startswith("workbench.report")}


def test_attributes_of_which_a_group_is_hidden_elsewhere_are_left_out_here_too(made):
    sex = {"sex"}
    assert threshold_record(made["threshold"], INTERNAL, hidden=sex).effects == ()
    assert not [
        one for one in calibration_record(made["calibration"], INTERNAL, hidden=sex).groups if one.attribute in sex
    ]
    assert all(gap.n == 0 for gap in groups_record(made["sex"], INTERNAL, hidden=sex).gaps)
    column = made["segments"].segments[0].conditions[0].column
    told = segments_record(made["segments"], INTERNAL, hidden={column})
    assert not any(column in one.conditions for one in told.segments)
    found = report(made)
    hidden = json.dumps(found.materials["chosen"]["threshold"]) + json.dumps(found.materials["chosen"]["calibration"])
    assert "rare" not in hidden


def test_parts_found_in_the_model_before_a_choice_are_told_as_such(made):
    weak = wb.find_weak_segments(made["calibration"].fitted)
    found = wb.build_report(
        made["fitted"], made["calibration"], made["threshold"], weak, audience="technical", date=DATE
    )
    said = "This is of the model before its probabilities or its threshold were chosen."
    assert said in text_of(found, "weak")
    assert said not in text_of(report(made), "weak")
    with pytest.raises(InputError, match="WeakSegments of another model"):
        wb.build_report(made["fitted"], made["threshold"], weak, audience="technical", date=DATE)


def test_every_heading_is_its_own(technical):
    titles = [one.title for one in blocks_of(technical.sections) if isinstance(one, Section)]
    assert sorted({one for one in titles if titles.count(one) > 1}) == []
