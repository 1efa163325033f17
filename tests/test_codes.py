"""Codes of findings: each is in the table of the docs, and nothing is there that does not exist."""

import re
from pathlib import Path

import workbench

SOURCES = Path(workbench.__file__).parent
DESIGN = SOURCES.parent / "docs" / "design.md"
CODE = re.compile(r"WB[1-6]\d\d")


def test_the_codes_in_the_docs_are_those_in_the_code():
    raised = {code for path in SOURCES.rglob("*.py") for code in re.findall(r"\"(WB[1-6]\d\d)\"", path.read_text())}
    rows = [line for line in DESIGN.read_text().splitlines() if line.startswith("| WB")]
    listed = [code for row in rows for code in CODE.findall(row.split("|")[1])]
    assert len(listed) == len(set(listed))
    assert set(listed) == raised
