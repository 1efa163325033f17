"""A brief fits on one page up to eight groups, and on two whatever it is given; it promises what is there."""

import io
import re
from functools import cache

import numpy as np
import pandas as pd
import pytest
from pypdf import PdfReader

import workbench as wb
from workbench.document.nodes import Callout, Chart, Shown
from workbench.document.reading import reading_order
from workbench.document.wording import plain
from workbench.report.pdf import to_pdf

SIGN_OFF = wb.SignOff(
    owner="the credit committee",
    reviewer="the internal audit team",
    decision="goes live for new applications",
    residual_risk="small groups are not known well enough",
    expires="2027-11-21",
    signed="2026-11-21",
)
KINDS = ("decisions", "outcomes", "predictions", "predicted", "classes", "counts", "audited", "explained", "fitted")
SHAPES = ((2,), (4,), (8,), (2, 2), (2, 3), (2, 6), (2, 2, 3), (2, 2, 2, 2))
LARGE = (((2,) * 10, 0), ((40,), 0), ((8,), 120), ((2,) * 4, 120), ((4,) * 10, 120), ((40,), 120))


def people(shape, longest=0, n=3_000):
    """Return people of so many groups of each attribute, who differ by them, and the attributes."""
    rng = np.random.default_rng(1)
    columns, favoured = {}, np.zeros(n)
    for place, n_groups in enumerate(shape):
        names = [(f"a{place} group {one} " + "a long name " * 12)[:longest] or f"g{one}" for one in range(n_groups)]
        drawn = rng.integers(0, n_groups, n)
        favoured += np.where(drawn == 0, 0.15, 0) / (place + 1)
        columns[f"attribute{place}"] = np.array(names)[drawn]
    frame = pd.DataFrame(columns)
    frame["x"] = rng.normal(size=n) + 3 * favoured
    frame["hired"] = np.where(rng.random(n) < 0.35 + favoured, "yes", "no")
    frame["worked"] = np.where(rng.random(n) < 0.3 + 0.4 * (frame["hired"] == "yes"), "yes", "no")
    frame["predicted"] = rng.normal(20 + 5 * favoured, 3)
    frame["paid"] = frame["predicted"] + rng.normal(favoured, 2)
    frame["color"] = rng.choice(["red", "green", "blue"], n)
    return frame, list(columns)


@cache
def results(kind, shape, longest=0):
    frame, protected = people(shape, longest)
    decided = {"decision": "hired", "favourable": "yes", "protected": protected, "name": "hiring"}
    if kind == "decisions":
        return (wb.audit_decisions(frame, **decided),)
    if kind == "outcomes":
        return (wb.audit_decisions(frame, **decided, outcome="worked", favourable_outcome="yes"),)
    if kind in ("predictions", "predicted"):
        outcome = "paid" if kind == "predictions" else None
        return (
            wb.audit_predictions(frame, prediction="predicted", outcome=outcome, protected=protected, name="wages"),
        )
    if kind == "classes":
        return (wb.audit_decisions(frame, decision="color", multiclass=True, protected=protected, name="colors"),)
    if kind == "counts":
        frame["selected"] = (frame["hired"] == "yes").astype(int)
        table = frame.groupby(protected[0], as_index=False).agg(
            selected=("selected", "sum"), total=("selected", "size")
        )
        return (wb.audit_counts(table, name="hiring"),)
    frame = frame[["x", "worked", *protected]]
    data = wb.read_data(frame, target="worked", favourable="yes", protected=protected, name="work")
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
    if kind == "fitted":
        return (fitted,)
    explained = (wb.explain_model(fitted, n_rows=60),) if kind == "explained" else ()
    return (fitted, *explained, wb.audit_model(fitted))


def brief(kind, shape=(2, 3), longest=0, **options):
    return wb.build_report(*results(kind, shape, longest), date="2026-11-21", **options)


def said(document):
    return " ".join(plain(text) for _, text in reading_order(document))


def n_pages(document):
    return len(PdfReader(io.BytesIO(to_pdf(document))).pages)


@pytest.mark.parametrize("kind", KINDS)
def test_up_to_eight_groups_fit_on_one_page_with_a_sign_off(kind):
    shapes = [shape for shape in SHAPES if kind != "counts" or len(shape) == 1]
    assert {shape: n_pages(brief(kind, shape, sign_off=SIGN_OFF)) for shape in shapes} == dict.fromkeys(shapes, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_sign_off_it_is_no_longer(kind):
    assert n_pages(brief(kind, (8,))) == 1
    assert n_pages(brief(kind, (2,) if kind == "counts" else (2, 2, 2, 2))) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_it_is_given_a_brief_has_two_pages_at_most(kind):
    large = [one for one in LARGE if kind != "counts" or len(one[0]) == 1]
    assert {one: n_pages(brief(kind, *one, sign_off=SIGN_OFF)) <= 2 for one in large} == dict.fromkeys(large, True)


def test_at_most_three_gaps_get_a_sentence_the_largest_ones():
    audit = results("decisions", (2,) * 10)[0]
    document = brief("decisions", (2,) * 10)
    callouts = [block for one in document.sections for block in one.blocks if isinstance(block, Callout)]
    assert 1 <= len(callouts) <= 3
    gaps = [one for one in audit.assessments if one.verdict == "gap"]
    largest = max(gaps, key=lambda one: one.gap.difference_low)
    assert largest.claim.attribute in plain(callouts[0].text)
    assert "More comparisons, told in the technical report: " in said(document)


def test_power_is_one_short_sentence_in_the_brief_and_told_in_full_elsewhere():
    short = said(brief("classes", (2, 2)))
    assert re.search(r"Too few cases to tell: a difference under \d+ of 100 would probably have gone unseen\.", short)
    assert "could have been shown to keep" not in short
    full = said(brief("classes", (2, 2), audience="audit"))
    assert "Equal groups could have been shown to keep a limit of" in full
    assert "Too few cases to tell" not in full


def test_attributes_without_a_clear_difference_share_a_sentence():
    assert re.search(r"By (\w+, )+\w+, no difference is clear\.", said(brief("explained", (2, 2, 2, 2))))


@pytest.mark.parametrize(
    ("kind", "promise"),
    [
        ("fitted", "This report says what it does. Groups were not compared."),
        ("predicted", "This report says for whom they are higher or lower, and how sure we are."),
        ("predictions", "higher or lower, how far they are from what happened, and how sure we are."),
        ("classes", "This report says which class people were given, how that differs by group, and how sure we are."),
    ],
)
def test_the_lead_promises_what_is_there(kind, promise):
    assert plain(brief(kind).lead).endswith(promise)


def test_where_no_groups_were_compared_none_are_said_to_be_named():
    text = said(brief("fitted"))
    assert "Groups that are not named here" not in text
    assert "for whom it is worse" not in plain(brief("fitted").lead)
    assert "Whether it is worse for some groups. None were compared." in text


def test_a_model_alone_says_what_the_data_are():
    document = brief("fitted")
    assert (
        "There are 3,000 cases. What is to be told stands in the column worked. "
        "Protected columns: attribute0, attribute1. By these, groups were not compared."
    ) in said(document)
    assert document.facts["data/rows_given"].basis == "recorded"


@pytest.mark.parametrize(("kind", "metrics"), [("predictions", 2), ("predicted", 1)])
def test_predicted_amounts_are_drawn_by_group(kind, metrics):
    document = brief(kind)
    charts = [block for one in document.sections for block in one.blocks if isinstance(block, Chart)]
    assert [chart.id for chart in charts] == ["chart-mean_prediction", "chart-mean_error"][:metrics]
    frame, _ = people((2, 3))
    mean = document.facts["audit/mean_prediction/attribute1=g0"]
    assert mean.value == pytest.approx(frame.loc[frame["attribute1"] == "g0", "predicted"].mean(), rel=1e-9)
    assert any(isinstance(part, Shown) and part.fact == mean.id for _, text in reading_order(document) for part in text)


def test_equal_numbers_are_said_once():
    assert "There are 3,000 cases; for each an amount is predicted. What really happened is known for all" in said(
        brief("predictions")
    )


def test_of_several_classes_one_is_drawn_and_the_others_are_counted():
    assert "2 more classes are in the technical report." in said(brief("classes"))


def test_what_is_hidden_leaves_no_takeaway_against_the_verdict():
    frame = pd.DataFrame({"race": ["a"] * 3_000 + ["b"] * 3_000 + ["c"] * 8, "hired": "no"})
    frame.loc[[*range(1_200), *range(3_000, 4_200), *range(6_000, 6_008)], "hired"] = "yes"
    audit = wb.audit_decisions(frame, decision="hired", favourable="yes", protected=["race"], name="hiring")
    document = wb.build_report(audit, disclosure="public")
    marks = [block.mark for one in document.sections for block in one.blocks if isinstance(block, Callout)]
    assert marks == ["gap"]
    assert "No group was clearly" not in said(document)
    assert "by race: the groups that can be shown" in said(document)
