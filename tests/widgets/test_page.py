"""The page on widgets and the README name every widget there is."""

import re
from pathlib import Path

import pytest

import workbench

WIDGETS = {name for name, home in workbench._HOMES.items() if home.startswith("workbench.widgets.")}


@pytest.mark.parametrize("page", ["README.md", "docs/widgets.md"])
def test_a_page_lists_every_widget_and_no_other(page):
    text = Path(page).read_text(encoding="utf-8")
    table = text[text.index("| widget | what it answers |") :].split("\n\n")[0]
    assert set(re.findall(r"^\| `wb\.(\w+)\(", table, re.MULTILINE)) == WIDGETS
