"""The page on data tells every finding, and its text says what its numbers say."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "data.md"


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text(encoding="utf-8")


def test_every_finding_of_a_split_is_explained(page):
    source = PAGE.parents[1] / "workbench" / "data" / "splitting" / "findings.py"
    codes = set(re.findall(r'"(WB\d+)"', source.read_text(encoding="utf-8")))
    assert codes == set(re.findall(r"^\| (WB\d+) \|", page, re.MULTILINE))


def test_its_numbers_in_the_text_are_those_printed(page):
    assert "338 values of blood_pressure" in page
    assert "338 patients" in page
    assert "1,596 kept apart" in page
    assert "above, 1,596 stays" in page
