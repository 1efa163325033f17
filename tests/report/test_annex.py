"""The annex: every heading of the law, with evidence or what is missing; Local Law 144 as a publication."""

import re

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.core.sign_off import SignOff
from workbench.data.examples import loans
from workbench.document.nodes import Items, Section, Terms
from workbench.document.wording import plain
from workbench.errors import InputError
from workbench.report.asked import FIELDS

from .reported_loans import loan_results
from .test_audit import of_counts, of_decisions, of_hiring, rule_examples
from .walking import named, said, sections, table, tables, terms

DATE = "2026-11-21"

POINTS = [
    *(f"1 ({letter})" for letter in "abcdefgh"),
    *(f"2 ({letter})" for letter in "abcdefgh"),
    *(f"10(2) ({letter})" for letter in "abcdefgh"),
    *("10(3)", "10(4)", "4a (formerly 10(5))", "13(3) (a)"),
    *(f"13(3) (b) ({number})" for number in ("i", "ii", "iii", "iv", "v", "vi", "vii")),
    *(f"13(3) ({letter})" for letter in "cdef"),
]
"""Every lettered point of Annex IV, Article 10 and Article 13(3), in the order of the law."""

SIGNED = SignOff("the credit team", "the risk board", "goes live", "little", expires="2027-11-21", signed="2026-11-20")


@pytest.fixture(scope="module")
def results():
    return loan_results(4_000, explained=60, crossings=[("sex", "origin")])


@pytest.fixture(scope="module")
def document(results):
    return wb.build_report(*results, audience="annex", date=DATE, owner="the credit team")


@pytest.fixture(scope="module")
def full(results):
    answers = {id: f"An answer on {id.replace('/', ' ')}." for id in FIELDS}
    return wb.build_report(*results, audience="annex", date=DATE, sign_off=SIGNED, fields=answers)


def point(document, number):
    [found] = [one for _, one in sections(document) if one.title.startswith(f"{number}: ")]
    return found


def texts(document, number):
    return said(document, point(document, number).id)


def test_every_point_of_the_law_is_a_heading_in_its_order(document):
    titles = [one.title for _, one in sections(document)]
    assert [one.partition(": ")[0] for one in titles if re.match(r"(\d|4a)", one)] == POINTS
    assert [one.partition(": ")[0] for one in titles if one.startswith(("Annex", "Article"))] == [
        *(f"Annex IV, {number}" for number in range(1, 10)),
        "Article 10",
        "Article 13(3)",
    ]


def test_nothing_stands_under_a_heading_but_evidence_answers_or_that_it_is_missing():
    nothing = wb.build_report(of_counts(), audience="annex", date=DATE)
    for _, one in sections(nothing):
        assert one.blocks
    for number in ("1 (b)", "1 (g)", "2 (a)", "2 (c)", "2 (h)", "13(3) (b) (iv)", "13(3) (f)"):
        assert "Missing" in texts(nothing, number), number
    assert "Missing: no trained model was given for this report" in texts(nothing, "2 (a)")
    assert "Missing: no explanation of what moves the outputs was given" in texts(nothing, "13(3) (b) (iv)")


def test_without_an_audit_its_points_say_that_it_is_missing(results):
    document = wb.build_report(results[0], audience="annex", date=DATE)
    for number in ("10(2) (e)", "10(2) (f)", "10(3)", "13(3) (b) (ii)", "13(3) (b) (v)"):
        assert "Missing: no comparison of groups was given for this report." in texts(document, number), number
    assert "Missing: no comparison of groups was given" in said(document, "point-iv-3")
    assert "It was tested on 1,200 others" in texts(document, "2 (g)")


def test_a_full_report_misses_nothing(full):
    assert "missing" not in [one.id for one in full.sections]
    assert not [term for term in terms(full).values() if term.missing]
    assert not re.search(r"Missing[.:,]", said(full))
    assert {row[2] for row in table(full, "overview")} == {"An answer to every question"}


def test_an_answer_is_printed_once_and_referred_to(full):
    whole = said(full)
    for id in FIELDS:
        if not id.startswith("nyc_ll144") and any(one[0] in "i1" for one in FIELDS[id].places):
            assert whole.count(f"An answer on {id.replace('/', ' ')}.") == 1, id
    assert "Intended purpose See Annex IV, 1 (a)." in texts(full, "13(3) (b) (i)")


def test_annex_iv_1_a_asks_for_purpose_provider_and_version(document):
    text = texts(document, "1 (a)")
    assert "Missing Developers, Version, Intended purpose, Role, Risk class" in text
    asked = said(document, "missing")
    assert "What is the system for: which decision, about whom, in which setting?" in asked
    assert "Who made the system, and who offers it?" in asked
    assert "Which version is this, and what changed since the one before?" in asked
    assert said(document).count("Who made the system, and who offers it?") == 1


def test_annex_iv_1_c_names_the_versions_that_computed_it(document):
    assert re.search(r"Computed with: python \d.*scikit-learn \d", texts(document, "1 (c)"))


def test_annex_iv_2_a_names_the_steps_and_why(document, results):
    steps = results[0].prepared.recipe.steps
    assert [row[2] for row in table(document, "steps")] == [step.reason for step in steps]


def test_annex_iv_2_d_lists_the_columns(document):
    frame = loans(4_000, seed=7).frame
    assert [row[0] for row in table(document, "column-list")] == list(frame.columns)


def test_annex_iv_2_g_shows_tests_verdicts_and_whether_somebody_signed(document, full):
    text = texts(document, "2 (g)")
    assert "It was tested on 1,200 others that were held out" in text
    assert "What was compared by group, on held-out cases" in text
    assert "Missing: this test report is not signed." in text
    assert "This test report is dated and signed" in texts(full, "2 (g)")


def test_annex_iv_3_shows_every_group_overall_and_crossed(document):
    titles = [one.title for one in named(document, "point-iv-3").blocks if isinstance(one, Section)]
    assert titles == ["By origin", "By sex", "By sex × origin"]
    assert "Every figure, all rows together" in said(document, "point-iv-3")
    assert "Whether it is so for other people, or later." in said(document, "point-iv-3")


def test_annex_iv_9_and_5_belong_to_people(document):
    assert "Missing Monitoring plan, Next audit" in said(document, "point-iv-9")
    assert "Who watches the system in use" in said(document, "missing")
    assert "Missing Steps against harm, Risk management" in said(document, "point-iv-5")


def test_article_10_2_f_names_groups_examined_and_not_examinable(document):
    assert [row[0] for row in table(document, "groups-examined")] == ["origin", "sex"]
    text = texts(document, "10(2) (f)")
    assert "Groups that the data do not name could not be examined at all." in text
    assert "Missing Outputs that become inputs" in text


def test_article_10_2_h_lists_findings_and_overruled_ones(results):
    code = results[2].findings[0].code
    signed = SignOff(overruled={code: "known, and accepted"})
    document = wb.build_report(*results, audience="annex", date=DATE, sign_off=signed)
    assert "Some of these are known and accepted. “Sign-off” says which, and why." in texts(document, "10(2) (h)")
    [[overruled, _, reason]] = table(document, "overruled")
    assert (overruled, reason) == (code, "known, and accepted")
    assert code in [row[0] for row in table(document, "noticed")]


def test_article_13_3_b_v_refers_to_the_figures_by_group(document):
    assert "See Annex IV, 3; Article 10(2) (f)." in texts(document, "13(3) (b) (v)")


def test_the_sixteen_topics_of_such_a_report_are_all_there(document):
    rows = table(document, "overview")
    assert len(rows) == 16
    assert ["Purpose and version", "Annex IV, 1", "In part"] in rows
    assert ["Role and risk class", "Annex IV, 1 (a)", "Missing"] in rows
    assert ["Results, overall and by group", "Annex IV, 2 (g); Annex IV, 3", "In part"] in rows
    assert ["Sign-off", "Sign-off", "In part"] in rows


def test_it_says_when_the_law_was_read_and_never_that_it_is_met(document, full):
    text = said(document, "short")
    assert "The text of the EU AI Act was last read in 2026-09." in text
    assert "were to apply from 2 December 2027, and those for products of Annex I from 2 August 2028." in text
    assert "It helps to assess and to mitigate risk. Whether the law is met, it cannot say." in plain(document.lead)
    for one in (document, full):
        assert not re.search(r"complian|conforms|meets the (law|requirements)", said(one), re.IGNORECASE)


def test_it_carries_who_signed_and_the_hashes(full, results):
    assert "the risk board" in said(full, "signed")
    rows = dict(table(full, "computed-from"))
    assert rows["Model"] == results[0].fingerprint


def test_laws_can_be_chosen_and_have_a_default(results):
    ids = [one.id for one in wb.build_report(of_hiring(), audience="annex", date=DATE).sections]
    assert "point-iv-1" in ids
    assert "local-law" in ids
    assert "local-law" not in [one.id for one in wb.build_report(*results, audience="annex", date=DATE).sections]
    only = wb.build_report(of_hiring(), audience="annex", annexes=["nyc-ll144"], date=DATE)
    assert [one.id for one in only.sections] == [
        *("short", "local-law", "signed", "missing", "reproduced", "disclosure", "access", "glossary")
    ]
    assert "EU AI Act" not in said(only)


@pytest.mark.parametrize(
    ("annexes", "message"),
    [
        (["gdpr"], "annexes is 'gdpr'.\nAllowed are: 'eu-ai-act', 'nyc-ll144'."),
        ("eu-ai-act", "annexes is 'eu-ai-act'.\nGive a list, such as ['eu-ai-act']."),
    ],
)
def test_other_laws_are_refused(annexes, message):
    with pytest.raises(InputError) as error:
        wb.build_report(of_counts(), audience="annex", annexes=annexes)
    assert str(error.value) == message


# Local Law 144


@pytest.fixture(scope="module")
def hiring():
    return of_hiring()


def published(audit, **options):
    document = wb.build_report(audit, audience="annex", annexes=["nyc-ll144"], date=DATE, disclosure="full", **options)
    assert named(document, "local-law").title == "New York City, Local Law 144"
    return document


def test_ll_01_three_separate_tables(hiring):
    document = published(hiring)
    found = [plain(one.caption) for one in tables(document) if "bounds" not in plain(one.caption)]
    assert found[:3] == ["Sex", "Race or ethnicity", "Sex by race or ethnicity"]
    assert [len(one.rows) for one in tables(document)][:3] == [2, 7, 14]


def test_ll_02_each_row_has_people_selected_rate_and_ratio(hiring):
    first = next(iter(tables(published(hiring))))
    headings = [plain(one) for one in first.header]
    assert headings[:5] == ["Category", "Applicants", "Selected", "Selection rate", "Impact ratio"]
    counts = rule_examples.SELECTION_CROSSED
    for row, sex in zip(first.rows, ("Male", "Female"), strict=True):
        n, k = (sum(one[place] for (of, _), one in counts.items() if of == sex) for place in (0, 1))
        assert [plain(cell) for cell in row[:3]] == [sex, f"{n:,}", f"{k:,}"]
        assert plain(row[3]).startswith(f"{100 * k / n:.1f}%")


def test_ll_05_the_number_of_unknown_people_is_stated(hiring):
    assert "250 people were assessed and are not included because they fall within an unknown category" in said(
        published(hiring), "local-law"
    )


def test_ll_06_small_categories_are_left_out_only_with_a_reason(hiring):
    left_out = published(of_hiring(small_categories="leave out"))
    assert "If small categories are left out of the impact ratios: why?" in said(left_out, "missing")
    kept = published(hiring)
    assert "If small categories are left out" not in said(kept)


def test_ll_07_dates_source_and_explanation_are_printed_or_missing(hiring):
    document = published(hiring)
    found = terms(document)
    assert plain(found["nyc_ll144/audit_date"].meaning[0]) == "2026-03-31"
    for option in ("distribution_date", "data_source", "data_explanation", "data_kind", "demographics"):
        assert found[f"nyc_ll144/{option}"].missing, option
    answers = {"nyc_ll144/data_source": "The applicant tracking system.", "nyc_ll144/audit_date": "another day"}
    told = terms(published(hiring, fields=answers))
    assert plain(told["nyc_ll144/data_source"].meaning[0]) == "The applicant tracking system."
    assert plain(told["nyc_ll144/audit_date"].meaning[0]) == "2026-03-31"  # the policy, by which it was computed
    policy = of_hiring(distribution_date="2025-01-15", data_source="the tracking system")
    assert plain(terms(published(policy))["nyc_ll144/distribution_date"].meaning[0]) == "2025-01-15"


def test_ll_08_a_year_and_six_months_are_told(hiring):
    text = said(published(hiring), "local-law")
    assert "An audit of 2026-03-31 covers use of the tool until 2027-03-31." in text
    assert "Its summary stays posted for at least 6 months after the last use." in text
    link = "The link to this summary must say that it leads to the results of a bias audit."
    assert link not in text, "without an independent auditor it leads to none"
    assert link in said(published(hiring, auditor="Audit House"), "local-law")
    undated = said(published(of_decisions()), "local-law")
    assert "An audit covers the use of the tool for one year." in undated
    assert "stays posted for at least six months after the last use." in undated


def test_ll_09_why_pooled_or_test_data_is_asked_only_of_those(hiring):
    assert "If pooled or test data were used" not in said(published(hiring))
    assert "If pooled or test data were used" in said(published(of_hiring(data_kind="test")), "missing")


def test_ll_10_imputed_demographics_are_refused():
    with pytest.raises(InputError, match="Local Law 144 does not allow imputed or inferred demographics"):
        of_hiring(demographics="imputed")


def test_ll_11_the_notice_to_candidates_is_asked_for(hiring):
    text = said(published(hiring), "missing")
    for question in (
        "How and when are candidates told",
        "How can a candidate ask for another way",
        "Which data are kept",
    ):
        assert question in text


def test_ll_12_it_is_no_bias_audit_unless_an_independent_auditor_is_named(hiring):
    sentence = "not a bias audit: no independent auditor is named."
    assert sentence in said(published(hiring), "local-law")
    for named_so in (published(of_hiring(auditor="Audit House")), published(hiring, auditor="Audit House")):
        text = said(named_so, "local-law")
        assert sentence not in text
        assert text.count("The independent auditor named is Audit House.") == 1


def test_ll_13_no_ratio_is_called_reached_or_missed(hiring):
    text = said(published(hiring), "local-law")
    assert "It sets no ratio that must be reached." in text
    assert "Local Law 144 sets no ratio that passes or fails." in text
    assert not re.search(r"complian|violat|failed|\bPASS\b", text, re.IGNORECASE)
    assert "tolerance" not in said(published(hiring), "short").lower(), "a policy's verdict is none of this law"


def test_small_counts_that_are_hidden_are_told_to_be_missing_from_the_publication():
    people = [("Male", "White", 300, 600), ("Female", "White", 250, 600), ("Male", "Asian", 150, 400)]
    people += [("Female", "Asian", 3, 7)]
    frame = pd.DataFrame(people, columns=["sex", "race", "selected", "total"])
    policy = wb.Policy({"selection_rate": 0.05}, standards={"nyc-ll144": {}})
    audit = wb.audit_counts(frame, protected=["sex", "race"], name="tool", policy=policy)
    hidden = wb.build_report(audit, audience="annex", annexes=["nyc-ll144"], date=DATE, disclosure="public")
    assert "Missing: small counts." in said(hidden, "local-law")
    assert "Missing: small counts." not in said(published(audit), "local-law")


def test_without_the_standard_the_tables_are_said_to_be_missing():
    document = published(of_decisions())
    text = said(document, "local-law")
    assert "Missing: the tables. The policy of the audit does not name this standard" in text
    assert "not a bias audit: no independent auditor is named." in text
    assert not tables_of(document)


def tables_of(document):
    return [one for one in tables(document) if one.id.startswith("standard-")]


def test_what_nobody_said_is_listed_once_for_both_laws(hiring):
    document = wb.build_report(hiring, audience="annex", date=DATE)
    [listed] = [block for block in named(document, "missing").blocks if isinstance(block, Items)]
    asked = [plain(item.text) for item in listed.items]
    assert len(asked) == len(set(asked))
    assert any("tracking" not in one and "Where do the data come from?" in one for one in asked)
    assert any("Who watches the system in use" in one for one in asked)
    assert not any(isinstance(block, Terms) for block in named(document, "missing").blocks)


def applicants(n=1_200):
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"sex": rng.choice(["Male", "Female"], n), "race": rng.choice(["White", "Asian"], n)})
    frame["score"] = rng.random(n)
    frame["style"] = rng.choice(["leader", "builder", "planner"], n)
    return frame


FORMAT = wb.Policy({"selection_rate": 0.05}, standards={"nyc-ll144": {}})


def test_ll_03_a_tool_that_scores_has_scoring_rates_above_the_median():
    audit = wb.audit_decisions(
        applicants(), score="score", threshold=0.5, protected=["sex", "race"], name="tool", policy=FORMAT
    )
    document = published(audit)
    assert "Scoring rate" in [plain(one) for one in tables_of(document)[0].header]
    assert "The median score is" in said(document, "local-law")


def test_ll_04_each_class_has_its_own_three_tables():
    audit = wb.audit_decisions(
        applicants(), decision="style", multiclass=True, protected=["sex", "race"], name="tool", policy=FORMAT
    )
    captions = [plain(one.caption) for one in tables_of(published(audit))]
    assert captions == [
        f"{table}: {style}"
        for style in ("builder", "leader", "planner")
        for table in ("Sex", "Race or ethnicity", "Sex by race or ethnicity")
    ]
