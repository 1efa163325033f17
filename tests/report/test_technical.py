"""The technical report: everything that is known, with a model card and a datasheet, from any results."""

import itertools
import re

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.audit.decisions import audit_decisions
from workbench.audit.disclosed import disclose
from workbench.audit.result import Audit
from workbench.core.sign_off import SignOff
from workbench.data.examples import loans
from workbench.document.nodes import Chart, Items, Name, Section, Shown, Table, Terms
from workbench.document.reading import reading_order
from workbench.document.wording import MESSAGES, plain
from workbench.report.asked import FIELDS
from workbench.report.build import rebuild_report
from workbench.report.html import to_html
from workbench.report.parts.card import CARD
from workbench.report.parts.datasheet import SHEET
from workbench.report.parts.sign_off import sign_off_lines

from .test_audit import ALONE, RICH
from .walking import blocks, named, said, sections, table, tables, terms

DATE = "2026-11-21"
LARGEST = 1_000_000
HUNDRED = r"\b([Oo]f|every) 100\b"


@pytest.fixture(scope="module")
def results():
    example = loans(4_000, seed=7)
    data = wb.read_data(example.frame, **example.roles, name="loans")
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=7)), "logistic_regression")
    audit = wb.audit_model(fitted, policy=RICH, crossings=[("sex", "origin")])
    return {"fitted": fitted, "explanation": wb.explain_model(fitted, n_rows=60), "audit": audit}


SUBSETS = [
    *("-".join(one) for n in (1, 2, 3) for one in itertools.combinations(("fitted", "explanation", "audit"), n)),
    *ALONE,
    "audit, public",
    "fitted-audit, internal",
    "hiring, public",
]


@pytest.fixture(scope="module")
def given(results):
    """What was given to a report, by name."""
    made = {}

    def give(name):
        if name not in made:
            what, _, level = name.partition(", ")
            found = [ALONE[what]()] if what in ALONE else [results[one] for one in what.split("-")]
            made[name] = [disclose(one, level) if level and isinstance(one, Audit) else one for one in found]
        return made[name]

    return give


@pytest.fixture(
    scope="module", params=[f"{audience}: {name}" for audience in ("technical", "annex") for name in SUBSETS]
)
def document(request, given):
    audience, _, name = request.param.partition(": ")
    return wb.build_report(*given(name), audience=audience, date=DATE, annexes=["eu-ai-act", "nyc-ll144"])


@pytest.fixture(scope="module")
def everything(results):
    return wb.build_report(
        *results.values(), audience="technical", date=DATE, owner="the credit team", disclosure="full"
    )


def shown(document):
    return {part.fact for _, text in reading_order(document) for part in text if isinstance(part, Shown)}


def test_every_number_is_a_fact(document):
    titles = {section.title for _, section in sections(document)}
    for where, text in reading_order(document):
        for part in text:
            if isinstance(part, str) and part not in titles and not re.search(r"^noticed/|/alternative$", where):
                assert not re.search(r"\d", re.sub(HUNDRED, "", part)), (where, part)
            if isinstance(part, Shown):
                assert part.fact in document.facts


def test_every_fact_is_shown_can_be_traced_and_says_why_it_does_not_exist(document):
    assert sorted(set(document.facts) - shown(document)) == []
    for fact in document.facts.values():
        assert fact.how
        assert re.match(r"(result|rows|file):", fact.source), fact
        assert not np.isnan(fact.value) or fact.undefined, fact.id


def test_ids_are_unique_and_sections_nest_at_most_three_deep(document):
    found = [section.id for _, section in sections(document)]
    found += [block.id for block in blocks(document) if isinstance(block, (Chart, Table, Terms))]
    found += [block.table.id for block in blocks(document) if isinstance(block, Chart)]
    assert [one for one in found if found.count(one) > 1] == []
    assert max(depth for depth, _ in sections(document)) <= 3


def test_no_heading_is_empty_and_sections_stand_last(document):
    for _, section in sections(document):
        assert section.blocks, section.id
        assert section.title.strip(), section.id
        kinds = [isinstance(block, Section) for block in section.blocks]
        assert kinds == sorted(kinds), section.id


def test_tables_are_whole(document):
    for one in tables(document):
        assert one.rows, one.id
        assert {len(row) for row in one.rows} == {len(one.header)} == {len(one.numeric)}, one.id


def test_everything_not_provided_is_listed_once(document):
    [listed] = named(document, "missing").blocks[-1:]
    assert isinstance(listed, Items)
    asked = [plain(item.text) for item in listed.items]
    assert sorted(asked) == sorted(set(asked))
    whole = said(document)
    assert [one for one in asked if whole.count(one.partition(": ")[2]) != 1] == []
    for block in blocks(document):
        if isinstance(block, Terms) and block.id != "published" and any(term.missing for term in block.terms):
            [missing] = [term for term in block.terms if term.missing]
            assert missing is block.terms[-1], "once a heading, and last"
            if document.audience == "technical":
                assert len(block.terms) == 1, "only what would be empty says so"
                assert plain(missing.meaning[0]) == "The questions are listed near the end."


def test_only_a_report_on_a_model_speaks_of_one(document, request):
    name = request.node.callspec.params["document"].partition(": ")[2]
    speaks = "the model" in said(document).lower().replace("the model card", "")
    assert speaks == (name.partition(", ")[0] not in ALONE)


def test_it_can_be_built_again_from_what_travels_with_it(document):
    again = rebuild_report(document.materials)
    assert again.facts.keys() == document.facts.keys()
    assert [plain(text) for _, text in reading_order(again)] == [plain(text) for _, text in reading_order(document)]


def test_nothing_promises_too_much(document):
    assert not re.search(r"unbiased|\bcompliant\b|\bPASS\b|guarantee", said(document))
    for block in blocks(document):
        if not isinstance(block, (Table, Chart)) and hasattr(block, "text"):
            assert not re.search(r"\bp ?[=<]", plain(block.text))


def test_the_page_is_small(document):
    assert len(to_html(document).encode()) <= LARGEST


def test_the_glossary_explains_what_is_used_and_nothing_else(document):
    listed = named(document, "glossary").blocks[0]
    rest = " ".join(
        plain(text) for where, text in reading_order(document) if not where.startswith("glossary")
    ).casefold()
    for term in listed.terms:
        assert plain(term.term).casefold() in rest
        assert plain(term.meaning[0])
    names = [plain(term.term).casefold() for term in listed.terms]
    assert names == sorted(names)
    for id, word in MESSAGES.items():
        if id.startswith("term.") and re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", rest):
            assert word.casefold() in names, word


def test_the_model_card_has_the_headings_of_mitchell_and_the_datasheet_those_of_gebru(document):
    if document.audience == "annex":
        return
    assert [one.id for one in named(document, "card").blocks] == [f"card-{part}" for part in CARD]
    assert [one.title for one in named(document, "card").blocks] == [
        "Model details",
        "Intended use",
        "Factors",
        "Metrics",
        "Evaluation data",
        "Training data",
        "Quantitative analyses",
        "Ethical considerations",
        "Caveats and recommendations",
    ]
    assert [one.id for one in named(document, "datasheet").blocks] == [f"sheet-{part}" for part in SHEET]
    assert len(SHEET) == 7


def test_it_opens_with_what_matters_and_closes_with_words(everything):
    assert [one.id for one in everything.sections] == [
        *("short", "data", "declared", "comparisons", "groups", "power", "why", "leaks", "held-out", "examined"),
        *("columns", "made", "findings", "limits", "robustness", "people", "mitigation", "monitoring", "card"),
        *("datasheet", "missing", "reproduced", "disclosure", "access", "glossary"),
    ]
    assert "This is a self-check by those who made the model, not an independent audit." in said(everything, "short")


def test_it_holds_everything_that_the_audit_holds(results):
    audit = wb.build_report(results["audit"], audience="audit", date=DATE)
    technical = wb.build_report(results["audit"], audience="technical", date=DATE)
    assert {id: repr(fact) for id, fact in audit.facts.items()}.items() <= {
        id: repr(fact) for id, fact in technical.facts.items()
    }.items()
    drawn = {block.id for block in blocks(audit) if isinstance(block, Chart)}
    assert drawn <= {block.id for block in blocks(technical) if isinstance(block, Chart)}


def test_the_card_is_filled_from_what_is_known(everything, results):
    fitted, found = results["fitted"], terms(everything)
    assert plain(found["model_card/details/type"].meaning[0]) == "A model was trained: logistic regression."
    assert plain(found["model_card/details/parameters"].meaning[0]) == "max_iter = 2000; random_state = 0"
    kinds = {row[0]: row[1] for row in table(everything, "column-list")}
    assert set(kinds.values()) == {"number", "whole number", "text"}, kinds
    assert plain(found["model_card/training_data/datasets"].meaning[0]) == "2,800 cases of loans."
    assert plain(found["model_card/evaluation_data/datasets"].meaning[0]).startswith("1,200 cases of loans, held out")
    assert [plain(text) for text in found["model_card/factors/evaluated"].meaning] == [
        "origin: domestic, foreign.",
        "sex: female, male.",
    ]
    assert "By sex × origin." in plain(found["model_card/analyses/intersectional"].meaning[0])
    assert "at least 50 chances of 100" in plain(found["model_card/metrics/thresholds"].meaning[0])
    assert everything.facts["data/values_missing"].value == 165
    lacking = loans(4_000, seed=7).frame.isna().sum()
    assert {row[0]: int(row[3]) for row in table(everything, "column-list")} == lacking.to_dict()
    assert [row[1] for row in table(everything, "steps")] == [
        ", ".join(step.columns) for step in fitted.prepared.recipe.steps
    ]


def test_what_is_no_outcome_is_not_called_one():
    outcome = "datasheet/composition/labels"
    for name in ("counts", "scores", "classes", "amounts"):
        assert outcome not in terms(wb.build_report(ALONE[name](), audience="technical", date=DATE)), name
    told = terms(wb.build_report(ALONE["outcomes"](), audience="technical", date=DATE))[outcome]
    assert plain(told.meaning[0]) == "Column repaid: “repaid: 1”, or “repaid: 0”."


def test_figures_that_are_judged_are_named():
    found = terms(wb.build_report(ALONE["amounts and outcomes"](), audience="technical", date=DATE))
    assert plain(found["model_card/metrics/measures"].meaning[0]) == (
        "Judged are: mean prediction, mean absolute error, share predicted 2000 or more."
    )


def test_people_are_counted_by_group_over_all_rows(everything):
    frame = loans(4_000, seed=7).frame
    counts = {group: n for column in ("origin", "sex") for group, n in frame[column].value_counts().items()}
    assert {row[0]: int(row[1].replace(",", "")) for row in table(everything, "people-by-group")} == counts


def test_what_a_person_wrote_stands_beneath_what_is_known(results):
    fields = {
        "model_card/details/type": "It replaced the score card of before.\n\nA second paragraph.",
        "model_card/intended_use/primary_uses": "To decide on loans.",
    }
    document = wb.build_report(*results.values(), audience="technical", fields=fields, date=DATE)
    found = terms(document)
    assert [plain(text) for text in found["model_card/details/type"].meaning] == [
        "A model was trained: logistic regression.",
        "It replaced the score card of before.",
        "A second paragraph.",
    ]
    assert found["model_card/intended_use/primary_uses"].meaning == ((Name("To decide on loans."),),)
    assert "What it is for: To decide on loans." in said(document, "short")
    assert "What is the system for" not in said(document, "missing")
    assert "card/intended_use/missing" not in found


HOSTILE = "<script>alert(1)</script> {0} {owner} \u202egnp.exe\x00 ${x} [a](b) | \\ 中 " + "long" * 2_000


@pytest.mark.parametrize("audience", ["technical", "annex"])
def test_answers_are_text_and_never_markup(results, audience):
    fields = dict.fromkeys(FIELDS, HOSTILE)
    overruled = {one.code: HOSTILE for one in results["audit"].findings}
    signed = SignOff(HOSTILE, HOSTILE, HOSTILE, HOSTILE, overruled, expires="2027-11-21", signed="2026-11-21")
    document = wb.build_report(*results.values(), audience=audience, fields=fields, sign_off=signed, date=DATE)
    page = to_html(document)
    assert "<script>alert" not in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert [one for one in ids if ids.count(one) > 1] == []
    assert "\u202e" not in said(document)
    assert "{owner}" in said(document)
    assert "missing" not in [one.id for one in document.sections]
    for _, text in reading_order(document):
        for part in text:
            assert not (isinstance(part, str) and "gnp.exe" in part), "a person's words are a Name"


def test_the_sign_off_is_told(results):
    code = results["audit"].findings[0].code
    signed = SignOff(
        owner="the credit team",
        reviewer="the risk board",
        decision="goes live for new customers",
        residual_risk="older people may fare worse",
        overruled={code: "known since the last review"},
        expires="2027-11-21",
        signed="2026-11-20",
    )
    document = wb.build_report(*results.values(), audience="technical", sign_off=signed, date=DATE)
    text = said(document, "signed")
    for one in ("the credit team", "the risk board", "goes live", "older people", "2027-11-21", "2026-11-20"):
        assert one in text
    [row] = table(document, "overruled")
    assert row[0] == code
    assert row[1].startswith(next(one.title for one in results["audit"].findings if one.code == code)[:50])
    assert row[2] == "known since the last review"
    assert "Who read this report and checked it?" not in said(document, "missing")
    assert plain(terms(document)["monitoring/next_audit"].meaning[0]) == (
        "This report should not be relied on after 2027-11-21; an audit is due by then."
    )


def test_lines_of_the_sign_off_serve_a_short_report(results):
    from workbench.report.materials import gather

    signed = SignOff(owner="the credit team", decision="goes live.", expires="2027-11-21")
    lines = sign_off_lines(gather([results["audit"]], DATE, signed))
    assert [plain(one.text) for one in lines] == [
        "Who answers for this: the credit team.",
        "Decision: goes live.",  # whether or not a person ended it with a full stop
        "It should not be relied on after 2027-11-21.",
    ]
    assert sign_off_lines(gather([results["audit"]], DATE, SignOff())) == ()


def test_it_says_what_it_was_computed_from(everything, results):
    rows = dict(row for row in table(everything, "computed-from") if row[0] != "Input of the audit")
    fitted = results["fitted"]
    assert rows["Model"] == fitted.fingerprint
    assert rows["Audit"] == results["audit"].fingerprint
    assert rows["Explanation"] == results["explanation"].fingerprint
    assert rows["Rows of the data"] == fitted.prepared.split.data.rows_fingerprint
    assert rows["Seeds of the parts and the model"] == "7, 0"
    assert f"numpy {np.__version__}" in rows["Computed with"]


def test_groups_that_cannot_be_examined_are_named_with_the_reason():
    frame = pd.DataFrame(
        {
            "hired": [1, 0] * 60,
            "sex": ["f", "m"] * 60,
            "site": ["one"] * 120,
            "origin": ["a"] * 60 + ["b"] * 50 + ["rare"] * 5 + [None] * 5,
        }
    )
    audit = audit_decisions(frame, decision="hired", protected=["sex", "site", "origin"], name="hiring")
    document = wb.build_report(audit, audience="technical", date=DATE, disclosure="full")
    rows = table(document, "groups-not-examinable")
    assert ["site", "all of it", "Fewer than two groups are known."] in rows
    assert ["origin", "rare", "Fewer than 30 people: never called within tolerance."] in rows
    assert ["origin", "unknown", "Nobody knows to which group these people belong."] in rows


def test_what_is_hidden_is_said_and_hidden(rng):
    n = 3_000
    origin = rng.choice(["a", "b", "c", "d", "e"], n, p=[0.5, 0.3, 0.196, 0.002, 0.002])
    frame = pd.DataFrame({"hired": rng.integers(0, 2, n), "origin": origin})
    audit = audit_decisions(frame, decision="hired", protected=["origin"], name="hiring")
    document = wb.build_report(audit, audience="technical", date=DATE, disclosure="public")
    assert "Counts of fewer than 11 people are not shown" in said(document, "disclosure")
    shown_groups = [row[0] for row in table(document, "people-by-group")]
    assert "a" in shown_groups
    assert not {"d", "e"} & set(shown_groups)
    assert "not shown" in [row[1] for row in table(document, "groups-not-examinable")]
    whole = wb.build_report(audit, audience="technical", date=DATE, disclosure="full")
    assert "No count is hidden, however small." in said(whole, "disclosure")


def test_few_missing_values_are_not_counted_where_small_counts_are_hidden():
    example = loans(2_000, seed=7)
    frame = example.frame.copy()
    frame.loc[:2, "income"] = np.nan
    data = wb.read_data(frame, **example.roles, name="loans")
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=7)), "logistic_regression")
    full, public = (
        wb.build_report(fitted, audience="technical", date=DATE, disclosure=level) for level in ("full", "public")
    )
    assert {row[0]: row[3] for row in table(full, "column-list")}["income"] == "3"
    assert {row[0]: row[3] for row in table(public, "column-list")}["income"] == "few"
    assert "data/missing/income" not in public.facts
    assert "data/values_missing" not in public.facts


def test_three_attributes_of_forty_groups_stay_small(rng):
    n = 12_000
    frame = pd.DataFrame({f"attribute {i}": rng.integers(0, 40, n).astype(str) for i in range(3)})
    frame["hired"], frame["stayed"] = rng.integers(0, 2, n), rng.integers(0, 2, n)
    protected = [one for one in frame if one.startswith("attribute")]
    audit = audit_decisions(frame, decision="hired", outcome="stayed", protected=protected, name="many")
    page = to_html(wb.build_report(audit, audience="technical", date=DATE))
    assert 100_000 < len(page.encode()) <= LARGEST


def test_few_rows_that_no_table_has_are_told_of_without_their_number(rng):
    frame = pd.DataFrame({"sex": rng.choice(["f", "m"], 800), "hired": rng.choice(["yes", "no"], 800)})
    whole = wb.audit_decisions(frame, decision="hired", favourable="yes", protected=["sex"], name="jobs")
    frame.loc[:2, "hired"] = None
    few = wb.audit_decisions(frame, decision="hired", favourable="yes", protected=["sex"], name="jobs")
    sentence = "A few rows without a decision or an outcome are left out of all tables."
    for audience in ("brief", "technical", "audit", "annex"):
        text = said(wb.build_report(few, audience=audience, date=DATE, disclosure="public"))
        assert sentence in text, audience
        assert "None was dropped." not in text, audience
        assert sentence not in said(wb.build_report(whole, audience=audience, date=DATE, disclosure="public"))
    assert "None was dropped." in said(wb.build_report(whole, audience="technical", date=DATE, disclosure="public"))


@pytest.mark.parametrize(
    ("arrow", "word"),
    [
        ("double", "number"),
        ("decimal128(5, 2)", "number"),
        ("int64", "whole number"),
        ("uint8", "whole number"),
        ("string", "text"),
        ("dictionary<values=string, indices=int32, ordered=0>", "text"),
        ("bool", "true or false"),
        ("date32[day]", "date"),
        ("timestamp[us]", "date"),
        ("time64[us]", "time64[us]"),
    ],
)
def test_types_of_columns_have_words(results, arrow, word):
    from dataclasses import replace

    from workbench.report.materials import gather
    from workbench.report.parts.made import column_table

    materials = gather([results["fitted"]], DATE, SignOff())
    assert materials.data is not None
    column = replace(materials.data.columns[0], kind=arrow)
    [found] = column_table(replace(materials, data=replace(materials.data, columns=(column,))))
    assert plain(found.rows[0][1]) == word


def test_of_settings_only_those_are_told_that_are_not_the_usual_ones():
    from sklearn.linear_model import LogisticRegression

    from workbench.modeling.own_settings import own_settings

    class Needy(LogisticRegression):
        def __init__(self, C):  # noqa: N803 - as scikit-learn calls it
            super().__init__(C=C)

    assert own_settings([LogisticRegression()]) == {}
    assert own_settings([LogisticRegression(C=2.0)]) == {"C": "2.0"}
    assert own_settings([Needy(3.0)]) == {"C": "3.0"}
    assert own_settings([object()]) == {}


def test_importances_have_one_number_of_decimals(everything):
    rows = table(everything, "importance")
    numbers = [text for row in rows for text in (row[1], *row[2].split(" – "))]
    decimals = {len(text.partition(".")[2]) for text in numbers}
    assert len(decimals) == 1, numbers
    assert decimals <= {0, 1, 2, 3}


def test_each_format_says_what_was_checked_of_it(everything):
    text = said(everything, "access")
    for part in ("HTML: programs check", "PDF: pages are tagged.", "PDF/UA-1 and PDF/A-3a", "Word: tests read back"):
        assert part in text
    assert "No form was tried with a screen reader" in text
    assert "headers of rows are not tagged" in text
