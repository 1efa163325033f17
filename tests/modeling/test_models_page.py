"""The page on models tells every finding, and its text says what its numbers say."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "models.md"


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text(encoding="utf-8")


def test_every_finding_about_models_is_explained(page):
    sources = (PAGE.parents[1] / "workbench" / "modeling").rglob("*.py")
    codes = {code for one in sources for code in re.findall(r'"(WB3\d\d)"', one.read_text(encoding="utf-8"))}
    told = re.findall(r"^\| (WB3[\dWB, ]+) \|", page, re.MULTILINE)
    assert codes == {code for one in told for code in one.split(", ")}


def test_what_the_text_says_of_the_numbers_is_so(page):
    """The gap of origin is wider at the stricter line, and more people are turned away who had been approved."""
    rates = re.findall(r"^(domestic|foreign): ([\d.]+) .* before, ([\d.]+) ", page, re.MULTILINE)
    (_, *domestic), (_, *foreign) = [(name, float(before), float(after)) for name, before, after in rates]
    before, after = domestic[0] - foreign[0], domestic[1] - foreign[1]
    assert 0 < before < after
    assert foreign[0] - foreign[1] > domestic[0] - domestic[1] > 0
    assert "WB315 The calibrated probabilities are not clearly better" in page
    assert "about the same" in page
