"""Facts: one id, one number."""

import math

import pytest

from workbench.document.facts import FactBook
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
