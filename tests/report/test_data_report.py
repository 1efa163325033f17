"""The report of a data set, and what other reports say of data: right, whole, checked, and readable."""

import json
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.core.provenance import Provenance
from workbench.data.examples import loans
from workbench.data.profile.profiling import profile_data
from workbench.document.nodes import Chart, Name, Section, Shown
from workbench.document.readability import reading_grade
from workbench.document.reading import reading_order
from workbench.document.wording import plain
from workbench.errors import InputError
from workbench.preparation.leaks.result import Check, Leaks
from workbench.report.build import rebuild_report
from workbench.report.formats import FORMATS, rendered
from workbench.report.html import to_html
from workbench.report.published import published_schema

from .walking import blocks, said, sections, table, tables, terms

DATE = "2026-11-21"
HUNDRED = r"\b([Oo]f|every) 100\b"
POPULATION = {"sex": {"female": 0.6, "male": 0.4}}


def leaks_of(split):
    checks = (
        Check("giveaway", "A column that gives the outcome away", "found", "8 columns were tried, each alone."),
        Check("shared_rows", "Rows in both parts", "nothing found", "240 held-out rows were looked up."),
        Check("future", "The future in the past", "not applicable", "No column says when."),
    )
    return Leaks(Provenance("find_leaks", {}, (split.fingerprint,)), split.data.name, checks)


@pytest.fixture(scope="module")
def stages():
    example = loans(800, seed=7)
    frame = example.frame
    frame["visited"] = pd.Timestamp("2025-03-01") + pd.to_timedelta(np.arange(len(frame)) % 90, unit="D")
    data = wb.read_data(frame, **example.roles, name="loans")
    split = wb.split_data(data, seed=7)
    prepared = wb.prepare_data(split, wb.suggest_recipe(split))
    return {
        "data": data,
        "profile": profile_data(data, population=POPULATION),
        "split": split,
        "prepared": prepared,
        "leaks": leaks_of(split),
    }


@pytest.fixture(scope="module")
def model(stages):
    fitted = wb.fit_model(stages["prepared"], "logistic_regression")
    return fitted, wb.explain_model(fitted, n_rows=30), wb.audit_model(fitted)


GIVEN = {
    "profile": ("profile",),
    "leaks": ("leaks",),
    "split": ("split",),
    "data": ("data",),
    "prepared": ("prepared",),
    "all": ("data", "profile", "split", "prepared", "leaks"),
}


LEVELS = ("internal", "public", "full")


@pytest.fixture(scope="module", params=[f"{given}, {level}" for given in GIVEN for level in LEVELS])
def document(request, stages):
    given, _, level = request.param.partition(", ")
    return wb.build_report(*(stages[one] for one in GIVEN[given]), audience="data", disclosure=level, date=DATE)


@pytest.fixture(scope="module")
def everything(stages):
    return wb.build_report(*stages.values(), audience="data", disclosure="full", date=DATE, owner="the credit team")


def shown(document):
    return {part.fact for _, text in reading_order(document) for part in text if isinstance(part, Shown)}


def test_every_number_is_a_fact_and_every_fact_is_shown(document):
    titles = {section.title for _, section in sections(document)}
    for where, text in reading_order(document):
        for part in text:
            if isinstance(part, str) and part not in titles and not re.search(r"^noticed/|/alternative$", where):
                assert not re.search(r"\d", re.sub(HUNDRED, "", part)), (where, part)
    assert set(document.facts) == shown(document)
    for fact in document.facts.values():
        assert fact.how
        assert fact.basis == "recorded"
        assert not np.isnan(fact.value) or fact.undefined, fact.id


def test_sections_and_tables_are_whole(document):
    ids = [section.id for _, section in sections(document)]
    ids += [block.id for block in blocks(document) if hasattr(block, "id") and not hasattr(block, "text")]
    ids += [block.table.id for block in blocks(document) if isinstance(block, Chart)]
    assert [one for one in ids if ids.count(one) > 1] == []
    for _, section in sections(document):
        assert section.blocks, section.id
        kinds = [isinstance(block, Section) for block in section.blocks]
        assert kinds == sorted(kinds), section.id
    for one in tables(document):
        assert one.rows, one.id
        assert {len(row) for row in one.rows} == {len(one.header)} == {len(one.numeric)}, one.id


def test_it_is_built_again_from_its_materials(document):
    again = rebuild_report(json.loads(json.dumps(document.materials)))
    assert repr(again) == repr(document)
    assert repr(again.sections) == repr(document.sections)


def test_it_reads_easily(document):
    assert reading_grade(document) <= 8


@pytest.mark.parametrize("suffix", [".html", ".pdf", ".docx", ".md", ".json"])
def test_it_verifies_in_every_format(everything, tmp_path, suffix):
    found = wb.verify_report(wb.write_report(everything, tmp_path / f"data{suffix}"))
    assert found.exit_code == 0
    assert not found.passages
    assert {one.status for one in found.facts} == {"recorded, not recomputable"}
    assert len(found.facts) == len(everything.facts)


def test_a_changed_number_is_found(everything, tmp_path):
    path = wb.write_report(everything, tmp_path / "data.html")
    page = path.read_text(encoding="utf-8")
    assert page.count('data-part="value">800</data>') >= 1
    path.write_text(page.replace('data-part="value">800</data>', 'data-part="value">900</data>', 1), encoding="utf-8")
    assert wb.verify_report(path).exit_code == 1


def test_its_json_keeps_to_the_schema(everything, tmp_path):
    from jsonschema import Draft202012Validator

    value = json.loads(wb.write_report(everything, tmp_path / "data.json").read_text(encoding="utf-8"))
    assert list(Draft202012Validator(published_schema("document")).iter_errors(value)) == []


def test_the_sections_stand_in_their_order(everything):
    assert [one.id for one in everything.sections] == [
        *("short", "findings", "profile", "in-data", "leaks", "held-out", "made", "limits", "datasheet", "signed"),
        *("missing", "reproduced", "disclosure", "access", "glossary"),
    ]


# What it says is what plain pandas says.


def test_counts_of_columns_are_those_of_pandas(stages, everything):
    frame = stages["data"].frame()
    rows = {row[0]: row for row in table(everything, "column-profile")}
    assert list(rows) == list(frame.columns)
    for name, row in rows.items():
        assert row[2] == f"{frame[name].isna().sum():,}", name
        assert row[3] == f"{frame[name].nunique():,}", name


def test_quantiles_and_ends_are_those_of_pandas(stages, everything):
    income = stages["data"].frame()["income"]
    for share in (0.01, 0.25, 0.75, 0.99):
        assert everything.facts[f"profile/value/income/{share:g}"].value == pytest.approx(income.quantile(share))
    assert everything.facts["profile/value/income/0"].value == income.min()
    assert everything.facts["profile/value/income/1"].value == income.max()


def test_shares_of_values_are_those_of_pandas(stages, everything):
    shares = stages["data"].frame()["purpose"].value_counts(normalize=True)
    for value, share in shares.items():
        assert everything.facts[f"profile/share/purpose={value}"].value == pytest.approx(share)


def test_people_by_group_stand_beside_what_was_declared(stages, everything):
    counts = stages["data"].frame()["sex"].value_counts()
    place = [one.column for one in stages["data"].roles.protected].index("sex")
    rows = {row[0]: row for row in table(everything, f"people-{place}")}
    assert {group: row[1] for group, row in rows.items()} == {group: f"{n:,}" for group, n in counts.items()}
    assert {group: row[-1] for group, row in rows.items()} == {"female": "60", "male": "40"}
    assert "Fewer than declared by sex: female" in said(everything, "in-data")


def test_people_held_out_are_those_of_the_split(stages, everything):
    split = stages["split"]
    for part, what in ((split.train, "train"), (split.test, "test")):
        for group, n in part.frame()["origin"].value_counts().items():
            assert everything.facts[f"split/{what}_people/origin={group}"].value == n
    text = said(everything, "held-out")
    assert f"{split.train.n_rows:,} rows are for learning. {split.test.n_rows:,} are held out" in text


def test_the_smallest_gap_is_the_one_the_split_tells(stages, everything):
    for one in stages["split"].smallest_gaps:
        assert everything.facts[f"split/gap/{one.attribute}/largest"].value == pytest.approx(one.largest)


def test_checks_for_leaks_stand_with_their_outcome(everything):
    assert [row[1] for row in table(everything, "leak-checks")] == ["found", "nothing found", "does not apply"]
    assert "Checks for leaks that found something: 1 of 2." in said(everything, "short")


def test_findings_are_told_most_serious_first(stages):
    findings = tuple(
        wb.Finding(f"WB21{place}", severity, f"title {severity}", "why", "do")
        for place, severity in enumerate(("note", "serious", "caution"))
    )
    leaks = Leaks(Provenance("find_leaks", {}, (stages["split"].fingerprint,)), "loans", (), findings)
    document = wb.build_report(stages["split"], leaks, audience="data", date=DATE)
    codes = [row[0] for row in table(document, "noticed")]
    assert codes.index("WB211") < codes.index("WB212") < codes.index("WB210")
    assert "Serious findings: 1." in said(document, "short")


# The datasheet.


def test_the_datasheet_is_filled_with_what_is_known(everything):
    known = {id: plain(term.meaning[0]) for id, term in terms(everything).items() if id.startswith("datasheet/")}
    assert known["datasheet/composition/count"] == "800 rows and 12 columns."
    assert known["datasheet/composition/labels"] == "Column approved: approved, or denied."
    assert known["datasheet/composition/sample"].startswith("Shares of groups stand beside those that were declared")
    assert known["datasheet/composition/splits"] == (
        "560 cases to learn from, and 240 for the test. They were drawn at random, alike in outcome and groups."
    )
    assert known["datasheet/composition/populations"] == "Who is in the data stands under “Who is in the data”."
    assert known["datasheet/preprocessing/done"].startswith("The table of preparation steps")
    assert "numpy" in known["datasheet/preprocessing/software"]
    assert known["datasheet/composition/errors"] == "No row repeats an earlier one."


def test_what_nobody_said_is_listed_once_and_what_is_known_is_not(everything):
    asked = said(everything, "missing")
    assert "What does one row stand for: a person, an application, a visit?" in asked
    assert "How many rows are there?" not in asked
    assert "Not given" not in asked


def test_results_that_were_not_given_are_named(stages):
    document = wb.build_report(stages["profile"], audience="data", date=DATE)
    assert "Not given: checks for leaks, a part that is held out." in said(document, "missing")


def test_roles_and_changes_on_reading_answer_the_datasheet():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        {
            "who": np.arange(300),
            "home": np.arange(300) // 3,
            "when": pd.Timestamp("2025-01-01") + pd.to_timedelta(rng.integers(0, 60, 300), unit="D"),
            "work": rng.choice(["a", "b", "?"], 300),
            "ok": rng.choice(["y", "n"], 300),
        }
    )
    roles = {"target": "ok", "favourable": "y", "id": "who", "time": "when", "group": "home"}
    data = wb.read_data(frame, **roles, missing={"work": ["?"]}, name="homes")
    split = wb.split_data(data, method="grouped")
    document = wb.build_report(profile_data(data), split, audience="data", date=DATE, disclosure="full")
    known = {id: plain(term.meaning[0]) for id, term in terms(document).items()}
    assert known["datasheet/composition/instances"] == "A row is named by column who."
    assert known["datasheet/composition/relationships"] == (
        "Rows with the same home belong together. None of them is on both sides of the split."
    )
    assert known["datasheet/composition/identifiability"] == "Column who names rows."
    first, last = (str(day.date()) for day in (frame["when"].min(), frame["when"].max()))
    assert known["datasheet/collection/when"] == f"Column when says when. It runs from {first} to {last}."
    assert known["datasheet/preprocessing/done"].startswith("On reading: ")
    assert f"{(frame['work'] == '?').sum()}" in known["datasheet/preprocessing/done"]
    assert "Rows with the same home are in the same part" in said(document, "held-out")


# Beside a model.


def test_a_technical_report_says_what_is_in_the_data(stages, model):
    document = wb.build_report(*model, stages["profile"], stages["leaks"], audience="technical", date=DATE)
    ids = [one.id for one in document.sections]
    assert {"profile", "in-data", "leaks", "held-out"} <= set(ids)
    assert not [one for one in tables(document) if one.id == "column-list"]
    assert document.facts["model/test_rows"].value == stages["split"].test.n_rows
    assert set(document.about) >= {"profile", "leaks"}


def test_without_a_profile_the_technical_report_lists_columns_as_before(model):
    document = wb.build_report(*model, audience="technical", date=DATE)
    assert [one.id for one in tables(document)].count("column-list") == 1
    assert "held-out" in [one.id for one in document.sections]


def test_the_brief_of_a_model_is_the_same_whatever_is_known_of_the_data(stages, model):
    alone = wb.build_report(*model, audience="brief", date=DATE)
    beside = wb.build_report(*model, replace(stages["profile"], findings=()), audience="brief", date=DATE)
    assert repr(alone.sections) == repr(beside.sections)


def test_a_letter_carries_nothing_of_other_peoples_data(stages, model):
    person = wb.explain_person(model[0], 0)
    document = wb.build_report(person, stages["profile"], stages["leaks"], audience="letter", date=DATE)
    carried = document.materials
    assert [carried[one] for one in ("profile", "people", "leaks", "split", "preparation")] == [None] * 5


# What is refused.


def test_a_brief_of_data_alone_is_refused(stages):
    for audience in ("brief", "annex"):
        with pytest.raises(InputError) as error:
            wb.build_report(stages["profile"], audience=audience)
        assert str(error.value) == (
            f"audience is {audience!r}, and neither a model nor an audit was given.\n"
            "For data alone choose audience='data'; else give what fit_model or an audit returns too."
        )


def test_an_audit_alone_is_no_report_of_data():
    audit = wb.audit_counts(pd.DataFrame({"sex": ["m", "f"], "selected": [667, 555], "total": [1390, 1181]}))
    with pytest.raises(InputError) as error:
        wb.build_report(audit, audience="data")
    assert str(error.value) == (
        "audience is 'data', and nothing is known of the data.\n"
        "Give what profile_data, find_leaks, split_data or prepare_data return, or a fitted model."
    )


@pytest.mark.parametrize("which", ["profile", "leaks", "split"])
def test_results_of_other_data_are_refused(model, which):
    example = loans(400, seed=8)
    other = wb.read_data(example.frame, **example.roles, name="loans")
    split = wb.split_data(other)
    wrong = {"profile": lambda: profile_data(other), "leaks": lambda: leaks_of(split), "split": lambda: split}[which]()
    with pytest.raises(InputError) as error:
        wb.build_report(model[0], wrong, audience="technical")
    assert str(error.value) == (
        f"build_report was given a {type(wrong).__name__} of other data than the rest.\n"
        "Profile, split and audit the same data set, with the same roles, then report on that."
    )


# Hostile names are text, on the page and in a cell.

HOSTILE = "<script>alert(1)</script>\"'&{owner} c0\n|"


def test_hostile_names_stay_text():
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({HOSTILE: rng.choice([HOSTILE, "b"], 200), "C0": rng.normal(size=200)})
    frame["c0"] = rng.choice(["x", "y"], 200)
    frame["ok"] = rng.integers(0, 2, 200)
    data = wb.read_data(frame, target="ok", protected=[HOSTILE], name=HOSTILE)
    document = wb.build_report(profile_data(data), wb.split_data(data), audience="data", date=DATE)
    page = to_html(document)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert {row[0] for row in table(document, "column-profile")} >= {"C0", "c0", "ok"}
    names = [part.text for _, text in reading_order(document) for part in text if isinstance(part, Name)]
    assert any("<script>" in name for name in names)


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"a": [1.0]}),
        pd.DataFrame({"a": [None, None, None], "b": [1, 1, 1]}),
        pd.DataFrame({"a": [np.inf, -np.inf, 1.0, 2.0] * 10, "b": [True, False, None, True] * 10}),
        pd.DataFrame({"a": [np.nan] * 20 + [np.inf] * 20}),
        pd.DataFrame({"long " * 60: ["😀"] * 30 + ["é" * 500] * 30}),
    ],
    ids=["one row", "all missing", "infinite", "only infinite", "long and wide"],
)
@pytest.mark.parametrize("level", ["internal", "public", "full"])
def test_odd_tables_have_a_report(frame, level, tmp_path):
    document = wb.build_report(profile_data(wb.read_data(frame)), audience="data", disclosure=level, date=DATE)
    assert wb.verify_report(wb.write_report(document, tmp_path / "data.md")).exit_code == 0
    assert wb.verify_report(wb.write_report(document, tmp_path / "data.html")).exit_code == 0


def test_a_table_of_a_thousand_columns_names_two_hundred_and_counts_the_rest(stages):
    profile = stages["profile"]
    columns = tuple(replace(profile.columns[place % 12], name=f"x{place}", role="feature") for place in range(1_000))
    associations = tuple(replace(profile.associations[0], column=one.name) for one in columns)
    wide = replace(profile, columns=columns, associations=associations)
    document = wb.build_report(wide, audience="data", date=DATE)
    assert len(table(document, "column-profile")) == 200
    assert "800 more columns are not listed." in said(document, "profile")
    assert len(rendered(document, FORMATS[".html"])) < 1_000_000
