"""What only people can say: the form, how it is read, and where its answers are printed."""

import tomllib
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.document.wording import MESSAGES
from workbench.errors import InputError
from workbench.report.asked import FIELDS, fields_at
from workbench.report.fields import checked_fields, read_fields, write_fields
from workbench.report.parts.annex_points import POINTS
from workbench.report.parts.card import CARD
from workbench.report.parts.datasheet import SHEET

KNOWN_PLACES = {
    *(f"card/{one}" for one in CARD),
    *(f"sheet/{one}" for one in SHEET),
    *POINTS,
    *("ll144", "letter", "people", "robustness", "mitigation", "monitoring"),
}


def test_every_field_has_a_name_a_question_and_a_place_that_is_there():
    for id, field in FIELDS.items():
        assert MESSAGES[f"field.{id}"], id
        assert MESSAGES[f"ask.{id}"].endswith("?"), id
        assert field.places, id
        assert set(field.places) <= KNOWN_PLACES, id
        assert len(set(field.places)) == len(field.places), id


def test_every_part_of_card_and_datasheet_asks_something():
    assert [part for part in CARD if not fields_at(f"card/{part}")] == []
    assert [part for part in SHEET if not fields_at(f"sheet/{part}")] == []


def test_the_intended_purpose_is_asked_once_and_printed_in_several_places():
    assert FIELDS["model_card/intended_use/primary_uses"].places == ("card/intended_use", "iv/1/a", "13/b/i")
    assert len({MESSAGES[one.question] for one in FIELDS.values()}) == len(FIELDS)


def test_the_form_holds_every_question_and_is_empty(tmp_path):
    path = write_fields(tmp_path / "new" / "fields.toml")
    text = path.read_text(encoding="utf-8")
    assert text.count("What is the system for: which decision, about whom, in which setting?") == 1
    assert "# Printed in Annex IV, Article 13 and the model card." in text
    for one in FIELDS.values():
        assert f"# {MESSAGES[one.label]}. {MESSAGES[one.question]}" in text
    assert read_fields(path) == {}
    content = tomllib.loads(text)
    assert content.pop("schema") == "workbench.fields/1"
    assert content["model_card"]["intended_use"]["primary_uses"] == ""


@settings(max_examples=30, deadline=None)
@given(
    answers=st.dictionaries(
        st.sampled_from(list(FIELDS)), st.text(st.characters(exclude_categories=["Cs"])), max_size=8
    )
)
def test_what_is_written_is_read_again(tmp_path_factory, answers):
    path = write_fields(tmp_path_factory.mktemp("form") / "fields.toml", answers)
    assert read_fields(path) == {id: answers[id] for id in FIELDS if answers.get(id, "").strip()}


def test_a_form_with_answers_is_never_overwritten(tmp_path):
    path = write_fields(tmp_path / "fields.toml", {"annex_iv/5": "as in the handbook"})
    with pytest.raises(InputError) as error:
        write_fields(path)
    assert str(error.value) == (
        f"{str(path)!r} is there already, and may hold answers.\n"
        "Name a new file; to keep the answers give them along: write_fields(new, read_fields(old))."
    )
    assert read_fields(path) == {"annex_iv/5": "as in the handbook"}


def test_a_field_that_nobody_asks_for_is_refused_with_the_nearest_ones():
    with pytest.raises(InputError) as error:
        checked_fields({"model_card/intended_use/primary_use": "x"})
    assert str(error.value).startswith(
        "fields names 'model_card/intended_use/primary_use', which no report asks for. "
        "Near to it are: 'model_card/intended_use/primary_uses', "
    )
    assert str(error.value).endswith(".\nwrite_fields writes a form with every field.")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"zzz": "x"},
            "fields names 'zzz', which no report asks for.\nwrite_fields writes a form with every field.",
        ),
        ({"annex_iv/5": 5}, "fields says 5 for 'annex_iv/5'.\nGive text."),
        (
            {"annex_iv/5": "x" * 20_001},
            "fields says more than 20,000 characters for 'annex_iv/5'.\nSay it shorter, or name a document.",
        ),
        (
            {"annex_iv/5": "\ud800"},
            "fields says '\\ud800' for 'annex_iv/5', which is not Unicode.\nRead it in its right encoding.",
        ),
        (
            ["annex_iv/5"],
            "fields is ['annex_iv/5'].\nGive answers by field: {'annex_iv/2/e': 'a clerk decides'}, or a file's name.",
        ),
    ],
)
def test_what_is_no_answer_is_refused(fields, message):
    with pytest.raises(InputError) as error:
        checked_fields(fields)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "fields.toml: its schema is None.\nA form begins with: schema = 'workbench.fields/1'."),
        (
            b'schema = "workbench.fields/9"',
            "fields.toml: its schema is 'workbench.fields/9'.\nA form begins with: schema = 'workbench.fields/1'.",
        ),
        (
            b'schema = "workbench.fields/1"\n[annex_iv]\n99 = "x"',
            "fields.toml names 'annex_iv/99', which no report asks for. Near to it are: 'annex_iv/5', 'annex_iv/6', "
            "'annex_iv/7'.\nwrite_fields writes a form with every field.",
        ),
        (
            b'schema = "workbench.fields/1"\n[annex_iv]\n5 = ["x"]',
            "fields.toml says ['x'] for 'annex_iv/5'.\nGive text.",
        ),
    ],
)
def test_what_is_no_form_is_refused(tmp_path, monkeypatch, content, message):
    monkeypatch.chdir(tmp_path)
    Path("fields.toml").write_bytes(content)
    with pytest.raises(InputError) as error:
        read_fields("fields.toml")
    assert str(error.value).startswith(message[:80])
    assert "\n" in str(error.value)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"schema = ", b"a = " + b"[" * 5_000, b"x" * 1_000_001])
def test_broken_files_are_told_and_not_followed(tmp_path, content):
    path = tmp_path / "fields.toml"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"fields\.toml' (is no form|has more than)"):
        read_fields(path)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match=r"cannot be read: No such file or directory\.\nName a form that write_fields"):
        read_fields(tmp_path / "none.toml")


def test_a_report_takes_a_mapping_or_a_file(tmp_path):
    table = [{"sex": "f", "selected": 30, "total": 100}, {"sex": "m", "selected": 50, "total": 100}]
    audit = wb.audit_counts(pd.DataFrame(table), protected=["sex"])
    answers = {"model_card/intended_use/primary_uses": "To sort applications."}
    path = write_fields(tmp_path / "fields.toml", answers)
    reports = [wb.build_report(audit, audience="technical", fields=one, date="2026-11-21") for one in (answers, path)]
    assert reports[0].sections == reports[1].sections
    assert reports[0].materials == reports[1].materials
    with pytest.raises(InputError, match="fields names 'no/such'"):
        wb.build_report(audit, fields={"no/such": "x"})
