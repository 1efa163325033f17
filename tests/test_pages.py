"""Pages whose code runs: what each shows is what its code prints."""

from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
BLOCKS = {"data": 5, "models": 8, "explanations": 8, "steps": 0, "study": 3}


@pytest.fixture(params=BLOCKS)
def name(request):
    return request.param


def test_what_is_shown_is_what_is_printed(name, pages):
    page = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    assert pages.with_what_it_prints(page) == page, f"python tests/pages.py docs/{name}.md writes what is printed"


def test_every_block_of_code_shows_what_it_prints(name, pages):
    page = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    assert page.count("```python") == len(pages.CODE.findall(page)) > BLOCKS[name]
