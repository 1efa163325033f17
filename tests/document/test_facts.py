"""Facts: one id, one number."""

import math

import pytest

from workbench.document.facts import FactBook, fact_id
from workbench.document.nodes import Fact
from workbench.errors import WorkbenchError


def test_the_same_fact_may_come_twice():
    book = FactBook()
    first = book.add(Fact("a", math.nan, "fraction", "counted", "rows:1", undefined="no rows"))
    again = book.add(Fact("a", math.nan, "fraction", "counted", "rows:1", undefined="no rows"))
    assert again is first


def test_two_numbers_under_one_id_are_refused():
    book = FactBook()
    book.add(Fact("a", 1.0, "count", "counted", "rows:1"))
    with pytest.raises(WorkbenchError) as error:
        book.add(Fact("a", 2.0, "count", "counted", "rows:1"))
    assert str(error.value) == "Two facts are called 'a'.\nThis is a fault of the workbench; please report it."


def test_facts_cannot_be_edited_from_outside():
    book = FactBook()
    book.count("n", 3, "counted", "rows:1")
    with pytest.raises(TypeError):
        book.facts["n"] = None


def test_what_a_person_wrote_cannot_make_two_ids_the_same():
    pairs = [
        ("a", "b=c"),
        ("a=b", "c"),
        ("a/b", "c"),
        ("a", "b/c"),
        ("a%3Db", "c"),
        ("a ", "b"),
        ("a", " b"),
        ("a\n", "b"),
    ]
    ids = {fact_id("data", "base_rate", of=pair) for pair in pairs}
    assert len(ids) == len(pairs)
    assert fact_id("data", "base_rate", "x", "difference") != fact_id("data", "base_rate", of=("x", "difference"))
    assert all(id.isprintable() for id in ids)


def test_ids_of_ordinary_names_read_as_they_are():
    assert fact_id("audit", "selection_rate", of=("race", "Two or more races")) == (
        "audit/selection_rate/race=Two or more races"
    )
    assert fact_id("data", "base_rate", of=("قوم", "中文")) == "data/base_rate/قوم=中文"
    assert fact_id("data", of=("half \ud800", "x")) == "data/half %ED%A0%80=x"  # half a character is no text
