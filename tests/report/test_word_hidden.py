"""What a Word report may not have changed though its sentences may be edited, and what hides its text."""

import re

import pytest

import workbench as wb
from workbench.data.examples import loans

from .rewriting import _part, _with_part

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    example = loans(2_000, seed=7)
    data = wb.read_data(example.frame, **example.roles, name="loans")
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=7)), "logistic_regression")
    signed = wb.SignOff(owner="the board", expires="2026-11-20")
    document = wb.build_report(fitted, wb.audit_model(fitted), sign_off=signed, date="2026-11-21")
    file = wb.write_report(document, tmp_path_factory.mktemp("word") / "report.docx")
    assert wb.verify_report(file).passages == ()
    return file.read_bytes()


def verified(report, folder, part, change):
    before = _part(report, part)
    after = change(before)
    assert after != before
    target = folder / "changed.docx"
    target.write_bytes(_with_part(report, part, after.encode()))
    return wb.verify_report(target)


def without_gap(text):
    one = next(match[0] for match in re.finditer(r"<w:p>.*?</w:p>", text, re.DOTALL) if "▲ Gap." in match[0])
    return text.replace(one, "", 1)


def swapped(text):
    return text.replace("foreign", "\0").replace("domestic", "foreign").replace("\0", "domestic")


@pytest.mark.parametrize(
    "change",
    [
        without_gap,
        lambda text: text.replace("▲ Gap.", "● Within tolerance."),
        swapped,
        lambda text: text.replace("the board", "nobody"),
        lambda text: text.replace("This report is past its date.", "This report is fresh."),
    ],
    ids=["no verdict", "another verdict", "groups swapped", "another owner", "no longer past"],
)
def test_what_the_numbers_are_about_may_not_be_edited(report, change, tmp_path):
    assert verified(report, tmp_path, DOCUMENT, change).exit_code == 1


def test_a_sentence_may_be_added_and_is_said_to_be_edited(report, tmp_path):
    one = "<w:p><w:r><w:t>The board has seen this.</w:t></w:r></w:p>"
    found = verified(report, tmp_path, DOCUMENT, lambda text: text.replace("<w:sectPr", f"{one}<w:sectPr", 1))
    assert found.exit_code == 0
    assert found.conclusion == "No number and no verdict is altered; 1 sentence is edited (listed above)."


@pytest.mark.parametrize(
    ("part", "old", "new", "who"),
    [
        (STYLES, 'w:val="1A1A1A"', 'w:val="FFFFFF"', "the default of all styles"),
        (STYLES, 'w:val="1A1A1A"', 'w:val="1A1A1A"/><w:vanish', "the default of all styles"),
        (STYLES, '<w:color w:val="B84700"/></w:rPr>', "<w:vanish/></w:rPr>", "style 'VerdictWordGap'"),
        (STYLES, '<w:sz w:val="28"/>', '<w:sz w:val="4"/>', "style 'Heading1'"),
        (DOCUMENT, "<w:r><w:t ", "<w:r><w:rPr><w:vanish/></w:rPr><w:t ", "the format of a passage"),
    ],
)
def test_what_hides_text_is_altered(report, part, old, new, who, tmp_path):
    found = verified(report, tmp_path, part, lambda text: text.replace(old, new))
    assert found.exit_code == 1
    assert any(one.found.startswith(f"{who} hides text: ") for one in found.passages)
