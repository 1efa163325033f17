"""The brief: what it says, from what it says it, and what it says when something is missing."""

import re

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.data.examples import loans
from workbench.document.nodes import Callout, Chart, Document, Items, Name, Paragraph, Shown, Table
from workbench.document.wording import plain
from workbench.errors import InputError
from workbench.report.html import to_html

DATE = "2026-11-21"


@pytest.fixture(scope="module")
def results():
    example = loans(4_000, seed=7)
    data = wb.read_data(example.frame, **example.roles, name="loans")
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=7)), "logistic_regression")
    return fitted, wb.explain_model(fitted, n_rows=100), wb.audit_model(fitted)


@pytest.fixture(scope="module")
def document(results):
    return wb.build_report(*results, owner="the credit committee", date=DATE)


def texts(document: Document):
    """Every text of a document, with where it stands."""
    yield "title", document.title
    yield "lead", document.lead
    for section in document.sections:
        for block in section.blocks:
            yield from block_texts(section.id, block)


def block_texts(where, block):
    if isinstance(block, (Paragraph, Callout)):
        yield where, block.text
    elif isinstance(block, Items):
        for item in block.items:
            yield where, item.text
    elif isinstance(block, Chart):
        yield where, block.takeaway
        yield from block_texts(where, block.table)
    elif isinstance(block, Table):
        yield where, block.caption
        for row in (block.header, *block.rows):
            for cell in row:
                yield where, cell


def section(document, id):
    [found] = [section for section in document.sections if section.id == id]
    return " ".join(plain(text) for block in found.blocks for _, text in block_texts(id, block))


def test_it_opens_with_what_the_data_say(document):
    assert [one.id for one in document.sections] == ["data", "model", "why", "next", "limits", "about"]
    assert document.sections[0].title == "What the data say"


def test_the_data_section_counts_all_rows_and_the_model_section_held_out_ones(document):
    assert "There are 4,000 cases whose outcome is known." in section(document, "data")
    assert "The model, logistic regression, learned from 2,800 cases. It was tested on 1,200 others" in section(
        document, "model"
    )


def test_the_direction_of_the_gap_is_said(document):
    said = section(document, "data")
    assert re.search(
        r"By origin, groups differ\. \d+ of 100 people with origin foreign were denied \([\d,]+ people\), "
        r"and \d+ of 100 with origin domestic \([\d,]+ people\)\. "
        r"The difference is likely between \d+ and \d+ of 100\.",
        said,
    )
    frame = loans(4_000, seed=7).frame
    denied = 100 * (frame["approved"] == "no").groupby(frame["origin"]).mean()
    n = frame["origin"].value_counts()
    assert f"{denied['foreign']:.0f} of 100 people with origin foreign were denied ({n['foreign']:,} people)" in said
    assert f"{denied['domestic']:.0f} of 100 with origin domestic ({n['domestic']:,} people)" in said


def test_rates_in_the_table_equal_plain_pandas(document):
    frame = loans(4_000, seed=7).frame
    for attribute in ("origin", "sex"):
        for group, rows in frame.groupby(attribute):
            fact = document.facts[f"data/base_rate/complement/{attribute}={group}"]
            assert fact.value == pytest.approx((rows["approved"] == "no").mean(), abs=1e-12)
            assert fact.n == len(rows)
            assert fact.low < fact.value < fact.high


def test_every_number_is_a_fact(document):
    """Outside names, dates, fingerprints and '100', no plain part of any text holds a digit."""
    for where, text in texts(document):
        for part in text:
            if isinstance(part, str) and where != "about":
                assert not re.search(r"\d", re.sub(r"\b([Oo]f|every) 100\b", "", part)), (where, part)
            if isinstance(part, Shown):
                assert part.fact in document.facts


@pytest.mark.parametrize(
    "groups", [{"A": (50, 100), "B": (60, 120)}, {"A": (300, 3_000), "B": (400, 1_000), "T": (3, 3)}]
)
def test_every_fact_is_shown_and_one_that_does_not_exist_says_why(rng, groups):
    document = brief_of(groups, rng)
    shown = {part.fact for _, text in texts(document) for part in text if isinstance(part, Shown)}
    assert set(document.facts) == shown
    assert [fact.id for fact in document.facts.values() if np.isnan(fact.value) and not fact.undefined] == []


def test_every_fact_of_the_example_is_shown(document):
    shown = {part.fact for _, text in texts(document) for part in text if isinstance(part, Shown)}
    assert set(document.facts) == shown


def test_every_fact_can_be_traced(document):
    for fact in document.facts.values():
        assert fact.how
        assert re.match(r"(result|rows):", fact.source), fact


def test_interval_and_n_stand_beside_every_rate(document):
    rates = [fact for id, fact in document.facts.items() if "_rate/" in id and "=" in id]
    assert len(rates) >= 8
    for fact in rates:
        assert np.isfinite([fact.low, fact.high]).all(), fact
        assert fact.n > 0


def test_the_default_policy_is_printed_as_default(results):
    fitted, _, _ = results
    default = section(wb.build_report(fitted, wb.audit_model(fitted)), "model")
    assert "Nobody set a limit before looking, so the default was used: 5 of 100 for each comparison." in default
    policy = wb.Policy({"selection_rate": 0.1})
    declared = section(wb.build_report(fitted, wb.audit_model(fitted, policy=policy)), "model")
    assert "The limit for a difference was set before looking: 10 of 100 for each comparison." in declared


def test_who_answers_is_named_or_missed(results):
    assert "Who answers for this: the board." in section(wb.build_report(*results, owner="the board"), "about")
    assert "Not provided: who answers for this." in section(wb.build_report(*results), "about")


def test_what_was_not_given_is_listed_once(results):
    _, explanation, audit = results
    only_audit = wb.build_report(audit, date=DATE)
    assert "Not provided: who answers for this, a model, an explanation." in section(only_audit, "about")
    assert "This report says who was denied" in plain(only_audit.lead)
    without_audit = wb.build_report(explanation, date=DATE)
    assert "Not provided: who answers for this, a comparison of groups." in section(without_audit, "about")
    assert [one.id for one in without_audit.sections] == ["data", "model", "why", "limits", "about"]


def test_a_self_check_is_not_called_an_audit_by_others(document):
    assert "This is a self-check by those who made the model, not an independent audit." in section(document, "about")


def test_a_model_that_guesses_is_called_one(rng):
    frame = pd.DataFrame({"x": rng.normal(size=400), "sex": rng.choice(["f", "m"], 400), "ok": rng.integers(0, 2, 400)})
    data = wb.read_data(frame, target="ok", protected=["sex"])
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
    document = wb.build_report(fitted, wb.audit_model(fitted))
    assert "So the model was not shown to be better than a guess." in section(document, "model")
    assert "WB301 The model is not clearly better" in section(document, "findings")
    assert "Look for better data before using this model: it was not shown to do better than a guess." in section(
        document, "next"
    )


def test_without_protected_attributes_it_says_that_nobody_can_tell(rng):
    frame = pd.DataFrame({"x": rng.normal(size=200), "ok": rng.integers(0, 2, 200)})
    data = wb.read_data(frame, target="ok")
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
    document = wb.build_report(fitted, wb.audit_model(fitted))
    assert "No protected attribute was named. So nobody can say for whom it is worse." in section(document, "data")
    assert "Name the groups that could be treated worse, and run this again." in section(document, "next")
    assert "WB501" in section(document, "findings")


def test_beyond_eight_groups_the_furthest_are_shown(rng):
    frame = pd.DataFrame({"x": rng.normal(size=3_000), "town": rng.choice([f"t{i:02}" for i in range(20)], 3_000)})
    frame["ok"] = (rng.random(3_000) < np.where(frame["town"] == "t07", 0.1, 0.6)).astype(int)
    data = wb.read_data(frame, target="ok", protected=["town"])
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
    document = wb.build_report(fitted, wb.audit_model(fitted))
    [chart] = [block for one in document.sections for block in one.blocks if isinstance(block, Chart)]
    assert len(chart.drawing.panels[0][1]) == 3
    assert "17 more groups are not shown here" in section(document, "model")
    assert re.search(r"in the data|with town t07", section(document, "data"))


def test_the_chart_and_its_table_hold_the_same_facts(document):
    for one in document.sections:
        for block in one.blocks:
            if isinstance(block, Chart):
                drawn = [point.fact for _, points in block.drawing.panels for point in points]
                listed = [part.fact for row in block.table.rows[1:] for part in row[2] if isinstance(part, Shown)]
                assert drawn == listed
                assert plain(block.takeaway)
                assert all(
                    point.group.text in block.alternative for _, points in block.drawing.panels for point in points
                )


def test_results_of_different_models_do_not_mix(results):
    fitted, explanation, _ = results
    other = wb.fit_model(fitted.prepared, "boosted_trees")
    with pytest.raises(InputError) as error:
        wb.build_report(explanation, wb.audit_model(other))
    assert str(error.value) == (
        "build_report was given results of different models.\n"
        "Explain and audit the same fitted model, then report on that."
    )


def test_what_is_no_result_is_refused(results):
    fitted, _, audit = results
    with pytest.raises(InputError) as error:
        wb.build_report(audit.decisions)
    assert str(error.value) == (
        "build_report was given a Tally, which is no result that reports tell of.\n"
        "It knows what fit_model, explain_model, explain_person and audit_model return, "
        "how a model was chosen and how it works, and of data alone read_data, profile_data, split_data, "
        "prepare_data and find_leaks."
    )
    with pytest.raises(InputError) as error:
        wb.build_report(fitted.prepared)
    assert str(error.value) == (
        "audience is 'brief', and neither a model nor an audit was given.\n"
        "For data alone choose audience='data'; else give what fit_model or an audit returns too."
    )
    with pytest.raises(InputError) as error:
        wb.build_report()
    assert str(error.value) == (
        "build_report was given no result.\nGive at least an audit: build_report(audit_model(fitted))."
    )
    with pytest.raises(InputError) as error:
        wb.build_report(audit, audit)
    assert str(error.value) == "build_report was given more than one Audit.\nGive one of each kind."
    with pytest.raises(InputError) as error:
        wb.build_report(audit, audience="board")
    assert str(error.value) == (
        "audience is 'board'.\nAllowed are: 'brief', 'technical', 'annex', 'letter', 'audit', 'data'."
    )


def test_names_that_could_be_taken_for_others_do_not_clash(rng):
    frame = pd.DataFrame({"x": rng.normal(size=300), "ok": rng.integers(0, 2, 300)})
    frame["everyone"] = rng.choice(["all", "none"], 300)
    frame["a"], frame["a=b"] = rng.choice(["b=c", "x/difference"], 300), rng.choice(["c", "d"], 300)
    data = wb.read_data(frame, target="ok", protected=["everyone", "a", "a=b"])
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
    facts = wb.build_report(fitted, wb.audit_model(fitted), audience="technical").facts
    assert facts["data/base_rate"].n == 300
    assert facts["data/base_rate/everyone=all"].n == (frame["everyone"] == "all").sum()
    assert facts["data/base_rate/a=b%3Dc"].n == (frame["a"] == "b=c").sum()


def test_a_brief_stays_small_whatever_the_number_of_groups(rng):
    frame = pd.DataFrame({"x": rng.normal(size=6_000), "ok": rng.integers(0, 2, 6_000)})
    frame["town"] = [f"t{place % 1_500:04}" for place in range(6_000)]
    data = wb.read_data(frame, target="ok", protected=["town"])
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
    document = wb.build_report(fitted, wb.audit_model(fitted), disclosure="full")
    assert len(to_html(document).encode()) <= 300_000
    assert "Some groups are too small to be sure of anything: " in section(document, "model")


def brief_of(counts, rng, *, policy=None):
    """Return the brief on groups given as {group: (favourable, all)}, from a model that repeats their rates."""
    return wb.build_report(*fitted_and_audit(counts, rng, policy=policy), disclosure="full")


def fitted_and_audit(counts, rng, *, policy=None):
    rows = [(group, int(place < good)) for group, (good, n) in counts.items() for place in range(n)]
    frame = pd.DataFrame(rows, columns=["town", "ok"])
    frame["x"] = frame["ok"] + rng.normal(size=len(frame))
    data = wb.read_data(frame, target="ok", protected=["town"])
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, test_size=0.5)), "logistic_regression")
    return fitted, wb.audit_model(fitted) if policy is None else wb.audit_model(fitted, policy=policy)


def test_a_few_people_at_an_extreme_are_not_named_as_the_worst(rng):
    said = section(brief_of({"A": (300, 3_000), "B": (400, 1_000), "T": (3, 3)}, rng), "data")
    assert "40 of 100 people with town B had the outcome “ok: 1” (1,000 people), and 10 of 100 with town A" in said
    assert "The largest difference between any two groups is likely between" in said


def test_a_group_is_never_compared_with_itself(rng):
    _, audit = fitted_and_audit({"A": (50, 100), "B": (50, 100)}, rng)
    [table] = [
        block
        for one in wb.build_report(audit, audience="audit").sections
        for block in one.blocks
        if getattr(block, "id", "") == "verdicts"
    ]
    for row in table.rows:
        names = [part.text for part in row[3] if isinstance(part, Name)]
        assert sorted(names) == ["A", "B"]


def test_the_table_of_verdicts_has_a_row_a_figure_and_a_column_an_attribute(results, document):
    [table] = [block for block in section_blocks(document, "model") if getattr(block, "id", "") == "verdicts"]
    audit = results[2]
    assert [plain(cell) for cell in table.header] == ["The model …", "By origin", "By sex"]
    assert len(table.rows) == 3
    cells = [plain(cell) for row in table.rows for cell in row[1:]]
    words = sorted(cell.partition(" ")[2].lower() for cell in cells)
    assert words == sorted(one.verdict for one in audit.assessments)


def test_the_brief_has_one_chart(document):
    assert sum(isinstance(block, Chart) for one in document.sections for block in one.blocks) == 1


def section_blocks(document, id):
    return next(section.blocks for section in document.sections if section.id == id)


def test_a_limit_is_printed_as_it_was_declared(rng):
    policy = wb.Policy({"selection_rate": 0.125, "true_positive_rate": 0.0301})
    said = section(brief_of({"A": (50, 100), "B": (50, 100)}, rng, policy=policy), "model")
    assert "set before looking: 12.5 of 100 where the model says “ok: 1”, 3.01 of 100 where the model says" in said


def test_an_attribute_is_told_by_its_least_reassuring_verdict(rng):
    policy = wb.Policy({"selection_rate": 0.9, "true_positive_rate": 0.01})
    document = brief_of({"A": (200, 400), "B": (200, 400)}, rng, policy=policy)
    marks = [block.mark for block in section_blocks(document, "model") if isinstance(block, Callout)]
    assert marks == ["not enough evidence"]


def test_a_limit_as_wide_as_the_rate_is_said_to_say_little(rng):
    said = section(brief_of({"A": (4, 400), "B": (4, 400)}, rng), "model")
    assert "The limit is as wide as the rate itself, so keeping it says little." in said


def test_without_protected_columns_nothing_is_said_about_hiding_them(rng):
    frame = pd.DataFrame({"x": rng.normal(size=200), "ok": rng.integers(0, 2, 200)})
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(wb.read_data(frame, target="ok"))), "logistic_regression")
    assert "protected" not in section(wb.build_report(wb.explain_model(fitted)), "why")


def test_it_names_the_data_with_few_digits_and_no_seeds_where_there_are_none(results, document):
    [about] = [one for one in document.sections[-1].blocks if getattr(one, "id", "") == "about.made"]
    kind, digits = document.materials["data"]["source"].split(":")
    assert f"Data: loans ({kind}:{digits[:12]}…). Seeds: 0, 7." in plain(about.text)
    assert digits not in section(document, document.sections[-1].id)
    audit = results[2]
    alone = wb.build_report(audit, date=DATE)
    said = section(alone, alone.sections[-1].id)
    assert "Data: loans." in said
    assert "Seeds" not in said
