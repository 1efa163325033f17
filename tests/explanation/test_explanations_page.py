"""The page on explanations tells every finding, and its text says what its numbers say."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "explanations.md"


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text(encoding="utf-8")


def test_every_finding_about_explanations_is_told(page):
    sources = (PAGE.parents[1] / "workbench" / "explanation").rglob("*.py")
    codes = {code for one in sources for code in re.findall(r'"(WB4\d\d)"', one.read_text(encoding="utf-8"))}
    told = re.findall(r"^\| (WB4[\dWB, ]+) \|", page, re.MULTILINE)
    assert codes == {code for one in told for code in one.split(", ")}


def test_what_the_text_says_of_the_numbers_is_so(page):
    """The drivers in their true order, the proxy between them with most of the gap, and steps that add up."""
    true = re.findall(r"'(\w+)'", re.search(r"^true drivers: (.*)", page, re.MULTILINE)[1])
    said = re.findall(r"'(\w+)'", re.search(r"^by the model: (.*)", page, re.MULTILINE)[1])
    assert [name for name in said if name != "district"] == true != []
    assert 0 < said.index("district") < len(said) - 1
    assert int(re.search(r"^district: .* (\d+)% of the gap", page, re.MULTILINE)[1]) > 80
    kept, left_out = (float(one) for one in re.findall(r"^Fitted .*: right in ([\d.]+)%", page, re.MULTILINE))
    assert 1 < kept - left_out < 2.5
    assert re.search(r"^Explanation by origin .* which chance could make", page, re.MULTILINE)
    steps = re.findall(r"^ +([+-][\d.]+)  (.*)$", page, re.MULTILINE)
    assert (steps[0][1], steps[-1][1]) == ("average prediction (log-odds)", "this prediction")
    assert sum(float(value) for value, _ in steps[:-1]) == pytest.approx(float(steps[-1][0]), abs=2e-3)
