"""The gate on the corpus: leaks are found, clean tables raise nothing, and the page says how often."""

import os

import pytest

from . import page
from .corpus import told, tried
from .mutations import HONEST, KINDS
from .tables import TABLES

# Where six coarse columns, or three, hold the whole row, a copy cannot be told from a row that is equal by chance.
UNTOLD = {(kind, "admissions") for kind in KINDS if kind.startswith("4 of 100 rows twice")}
ROTATED = [(kind, [*TABLES][place % len(TABLES)]) for place, kind in enumerate([*KINDS, *HONEST])]


@pytest.mark.parametrize(("kind", "table"), ROTATED)
def test_every_kind_of_leak_is_found_and_nothing_else(kind, table):
    said = told(kind, table, seed=11)
    assert said.found == (kind in KINDS and (kind, table) not in UNTOLD)
    assert said.wrong == ()


def test_the_corpus_is_as_large_as_the_page_says():
    assert len(KINDS) >= 12
    assert len(TABLES) == 5
    text = " ".join(page.PAGE.read_text(encoding="utf-8").split())
    assert f"{len(KINDS)} kinds of leak and {len(HONEST)} kinds of honest work in {len(TABLES)} tables" in text


def test_the_tables_of_the_page_are_those_of_the_file():
    text = page.PAGE.read_text(encoding="utf-8")
    assert page.filled(text, page.read()) == text


@pytest.mark.parametrize("place", range(0, (len(KINDS) + len(HONEST)) * 10, 67))
def test_the_file_says_what_the_gate_says(place):
    stored = page.read()[place]
    assert told(stored.kind, stored.table, stored.seed) == stored


@pytest.mark.slow
def test_the_whole_corpus_is_as_the_file_says():
    """With ``WORKBENCH_TABLES=1`` it writes the file and the page anew."""
    again = tried([*KINDS, *HONEST], page.SEEDS)
    if os.environ.get("WORKBENCH_TABLES") == "1":
        page.write(again)
        text = page.PAGE.read_text(encoding="utf-8")
        page.PAGE.write_text(page.filled(text, again), encoding="utf-8")
    assert again == page.read()
    assert not any(one.wrong for one in again if one.kind in HONEST)
