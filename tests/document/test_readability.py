"""How hard reports are to read: syllables, sentences, the grade, and that no report is above its grade."""

import math
import re
from functools import cache

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.data.examples import loans
from workbench.document.nodes import (
    Callout,
    Chart,
    Document,
    Items,
    Name,
    Paragraph,
    Section,
    Shown,
    Table,
    Term,
    Terms,
)
from workbench.document.readability import flesch_kincaid, prose, reading_grade, sentences, syllables
from workbench.document.reading import reading_order
from workbench.document.wording import plain
from workbench.report import build

BANNED = r"unbiased|fair model|\bfair\b|compliant|\bPASS\b|\bpass(es|ed)\b|proves?\b|debias|guarantee"

HIGHEST = {"brief": 10, "letter": 8, "technical": 14, "annex": 14}
"""The highest grade of each audience: executives, an affected person, regulators."""

KNOWN = {
    1: (
        "a the loan score right wrong sure rate rates rule those chance held though learned asked told changed "
        "makes take line due true used whole role worse here there share large cause called said once judged names "
        "eyes shape played through strength weighed guess chance's group's you we've"
    ),
    2: (
        "model number person reason letter decide table tables limit differ before women people amount answer "
        "given hidden after treated wanted needed changes chances judges published outcome compare being going value "
        "issue quiet system human money under somehow useful statement doesn't four-fifths labelled create "
        "trial science notice held-out therefore beyond audit unlike likely several alone again"
    ),
    3: (
        "tolerance decided evidence example department applicant admission protected attribute "
        "recommend however ratio radio likelihood influence employer certainty idea area variance gradual "
        "correction principal probably decision difference audited importance "
        "according period medium related continue created somebody previous rational origin"
    ),
    4: (
        "application everybody comparison independent political education variation reality "
        "authority automatic population particular reassuring situation "
        "usually original "
    ),
    5: (
        "examination university unnecessary accommodation opportunity probability automatically intersectional "
        "discrimination representative individual classification"
    ),
}


def words_known():
    pairs = [(word, count) for count, words in KNOWN.items() for word in words.split()]
    return [*pairs, ("28.3", 1), ("4,000", 1), ("A4", 1), ("", 1)]


@pytest.mark.parametrize(("word", "count"), words_known())
def test_syllables_of_words_that_everybody_can_count(word, count):
    assert syllables(word) == count


def test_enough_words_are_counted():
    assert len(words_known()) >= 150


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It is 0.5 and not 12.75 of 100. Is it? Yes!", 3),
        ("See A4. for more. It goes on.", 2),
        ("Some, e.g. these, are named by Dr. No. 7.", 1),
        ("He said “no.” Then he left.", 2),
        ("no full stop at the end", 1),
        ("It is printed on A4.", 1),
        ("", 0),
        (" \n ", 0),
        ("Wait … what?", 2),
    ],
)
def test_sentences_end_at_full_stops_that_are_none_of_a_number_or_a_code(text, count):
    assert len(sentences(text)) == count


def test_the_grade_is_the_formula_by_hand():
    # 13 words in two sentences; 1+1+1+1+1+1 and 1+3+1+1+1+2+3 syllables.
    texts = ["The cat sat on the mat.", "We decided that the loan applied tomorrow."]
    n_syllables = 6 + 1 + 3 + 1 + 1 + 1 + 2 + 3
    assert flesch_kincaid(texts) == pytest.approx(0.39 * 13 / 2 + 11.8 * n_syllables / 13 - 15.59, abs=1e-12)


def test_a_text_without_words_has_no_grade():
    assert math.isnan(flesch_kincaid([]))
    assert math.isnan(flesch_kincaid(["…", "—"]))


def document_of(*blocks, lead=("A letter.",), notices=()):
    section = Section("s", "Incomprehensibility notwithstanding", blocks)
    return Document("brief", ("Antidisestablishmentarianism",), lead, (section,), {}, "2026-11-21", notices=notices)


def test_prose_is_what_stands_in_sentences():
    table = Table("t", ("caption",), (("head",),), (("cell",),), (False,))
    inner = Section("inner", "heading", (Paragraph("p", ("nested",)),))
    document = document_of(
        Paragraph("p", ("one",)),
        Items((Paragraph("i", ("two",)),)),
        Callout("c", "gap", ("three",)),
        Chart("k", ("four",), "alternative", drawing=None, table=table),
        Terms("w", (Term("w", ("word",), (("five",), (Name("six"),))),)),
        table,
        inner,
        lead=("nought",),
        notices=(Paragraph("n", ("notice",)),),
    )
    assert [plain(text) for text in prose(document)] == [
        "nought",
        "notice",
        "one",
        "two",
        "three",
        "four",
        "five",
        "nested",
    ]


def test_what_people_named_and_numbers_are_one_short_word():
    hard = Paragraph("p", (Name("Incomprehensibility notwithstanding."), " had ", Shown("f", "1,234.5"), "."))
    easy = Paragraph("p", (Name("x"), " had ", Shown("f", "1"), "."))
    assert reading_grade(document_of(hard)) == reading_grade(document_of(easy))


def test_longer_sentences_and_longer_words_are_harder():
    short = flesch_kincaid(["We said no. You can ask why."])
    joined = flesch_kincaid(["We said no and you can ask why."])
    longer = flesch_kincaid(["We determined otherwise. You can ascertain justification."])
    assert short < joined < longer


# Reports of every kind, generated.


SPOKEN = (
    {},
    {"favourable_label": "hired"},
    {"favourable_label": "hired", "unfavourable_label": "refused"},
)
PROTECTED = (["origin", "sex"], ["sex"], ["origin"], [])


def people(rng, n_groups):
    """Return rows with groups that differ, or do not."""
    n, gap = int(rng.choice([60, 400, 3_000])), float(rng.choice([0.0, 0.05, 0.3]))
    groups = [f"g{place}" for place in range(n_groups)]
    frame = pd.DataFrame(
        {"origin": rng.choice(groups, n), "sex": rng.choice(["f", "m"], n), "site": rng.choice(["a", "b"], n)}
    )
    favoured = (frame["origin"] == "g0") * gap + (frame["sex"] == "m") * gap / 2
    frame["hired"] = np.where(rng.random(n) < 0.3 + favoured, "yes", "no")
    frame["worked"] = np.where(rng.random(n) < 0.2 + 0.5 * (frame["hired"] == "yes"), "yes", "no")
    frame["predicted"] = rng.normal(20 + 5 * favoured, 2)
    return frame


def generated(seed):
    """Return the results of one study: its kind, its numbers and its words are drawn."""
    rng = np.random.default_rng(seed)
    kind = ("decisions", "outcomes", "crossed", "counts", "predictions", "fitted")[seed % 6]
    frame = people(rng, int(rng.choice([1, 2, 3, 5, 12])))
    protected = PROTECTED[rng.integers(4)] if kind in ("decisions", "outcomes") else ["origin", "sex"]
    said = {
        "decision": "hired",
        "favourable": "yes",
        "protected": protected,
        "name": "hiring",
        **SPOKEN[rng.integers(3)],
    }
    if rng.random() < 0.3:
        said["policy"] = wb.Policy({"selection_rate": 0.1})
    if kind == "outcomes":
        said |= {"outcome": "worked", "favourable_outcome": "yes"}
    if kind == "crossed":
        said |= {"strata": ["site"], "crossings": [("origin", "sex")]}
    if kind == "fitted":
        return fitted_results(int(rng.integers(4)))
    if kind == "predictions":
        return [wb.audit_predictions(frame, prediction="predicted", protected=protected, name="wages")]
    if kind == "counts":
        frame["selected"] = (frame["hired"] == "yes").astype(int)
        table = frame.groupby("origin", as_index=False).agg(selected=("selected", "sum"), total=("selected", "size"))
        return [wb.audit_counts(table, name="hiring")]
    return [wb.audit_decisions(frame, **said)]


@cache
def fitted_results(which):
    example = loans([200, 800, 3_000][which % 3], seed=which, origin_gap=[0.0, 0.25][which % 2])
    data = wb.read_data(example.frame, **example.roles, name="loans")
    fitted = wb.fit_model(
        wb.prepare_data(wb.split_data(data, seed=which)), ["logistic_regression", "boosted_trees"][which % 2]
    )
    return [fitted, wb.explain_model(fitted, n_rows=30), wb.audit_model(fitted)][: 3 if which else 2]


def check_reports(seeds):
    grades = {}
    for seed in seeds:
        results = generated(seed)
        for audience in (set(build._AUDIENCES) & set(HIGHEST)) - {"letter"}:
            document = wb.build_report(
                *results, audience=audience, date="2026-11-21", owner=["", "the board"][seed % 2]
            )
            grades[seed, audience] = reading_grade(document)
            said = " ".join(plain(text) for _, text in reading_order(document))
            assert not re.search(BANNED, said, re.IGNORECASE), (seed, audience)
    too_hard = {where: round(grade, 1) for where, grade in grades.items() if not grade <= HIGHEST[where[1]]}
    assert too_hard == {}
    return grades


def test_letters_of_every_kind_keep_their_grade():
    grades = {}
    for which in range(4):
        fitted = fitted_results(which)[0]
        for place in (int(np.argmin(fitted.scores)), int(np.argmax(fitted.scores))):
            person = wb.explain_person(fitted, place, immutable=["district"] if place % 2 else [])
            for answers in ({}, {"letter/role": "Somebody decides."}):
                document = wb.build_report(person, audience="letter", fields=answers, date="2026-11-21")
                grades[which, place, len(answers)] = reading_grade(document)
                said = " ".join(plain(text) for _, text in reading_order(document))
                assert not re.search(BANNED, said, re.IGNORECASE)
    assert len(grades) == 16
    assert max(grades.values()) <= HIGHEST["letter"]


def test_reports_of_every_kind_keep_their_grade():
    assert len(check_reports(range(24))) >= 60


@pytest.mark.slow
def test_hundreds_of_reports_keep_their_grade():
    assert len(check_reports(range(24, 224))) >= 500
