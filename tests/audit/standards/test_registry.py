"""Standards are found by their modules, and fit one contract."""

import pytest

from workbench.audit.standards.contract import Cell, Column, Evidence, Row, StandardTable
from workbench.audit.standards.registry import standard_named, standards_known
from workbench.errors import InputError


def test_every_standard_is_found_by_its_name():
    assert sorted(standards_known()) == ["four-fifths", "nyc-ll144"]
    for name, standard in standards_known().items():
        assert standard_named(name) is standard
        assert standard.name == name
        assert len({option.name for option in standard.options}) == len(standard.options)


def test_an_unknown_standard_is_refused():
    with pytest.raises(InputError) as caught:
        standard_named("nyc-ll-144")
    assert str(caught.value) == (
        "standard is 'nyc-ll-144'.\nAllowed are: 'four-fifths', 'nyc-ll144'. Did you mean 'nyc-ll144'?"
    )


@pytest.mark.parametrize(
    ("cell", "digits", "text"),
    [
        (Cell(0.125, "ratio"), 2, "0.13"),  # half up, not to even
        (Cell(18 / 28, "fraction"), 1, "64.3%"),
        (Cell(0.5225, "fraction"), 1, "52.3%"),
        (Cell(1234567, "count"), 0, "1,234,567"),
        (Cell(None, "ratio", reason="nobody"), 2, "–"),
        (Cell("neither", "text"), 0, "neither"),
        (Cell(1e-7, "number"), 4, "0.0000"),
    ],
)
def test_cells_are_rounded_half_up(cell, digits, text):
    assert cell.shown(digits) == text


def test_no_value_needs_a_reason():
    with pytest.raises(InputError) as caught:
        Cell(float("nan"), "ratio")
    assert str(caught.value) == "value is None and reason is empty.\nSay why there is no value."


def test_tables_refuse_rows_that_do_not_fit():
    with pytest.raises(InputError) as caught:
        StandardTable("t", "T", (Column("n", "count"),), (Row("a", (Cell(0.5, "ratio"),)),))
    assert str(caught.value) == "Row 'a' of table 't' does not fit its columns.\nGive a cell for each."


def test_tables_are_asked_by_name():
    table = StandardTable("t", "T", (Column("n", "count"),), (Row("a", (Cell(5, "count"),)),))
    with pytest.raises(InputError) as caught:
        table.cell("b", "n")
    assert str(caught.value) == "row is 'b'.\nAllowed are: 'a'."
    with pytest.raises(InputError) as caught:
        table.cell("a", "m")
    assert str(caught.value) == "column is 'm'.\nAllowed are: 'n'."


def test_two_standards_of_one_name_are_refused(monkeypatch):
    from workbench.audit.standards import four_fifths, registry

    monkeypatch.setattr(four_fifths, "STANDARD", four_fifths.FourFifths(name="nyc-ll144"))
    with pytest.raises(InputError) as caught:
        registry.standards_known.__wrapped__()
    assert str(caught.value) == "Two standards are called 'nyc-ll144'.\nGive each a name of its own."


def test_a_result_is_asked_for_its_tables_by_id(tally_of):
    found = standard_named("four-fifths").apply(tally_of(("a",), [(("1",), 2, 1)]), {})
    with pytest.raises(InputError) as caught:
        found.table("ratio/b")
    assert str(caught.value) == "id is 'ratio/b'.\nAllowed are: 'ratio/a'. Did you mean 'ratio/a'?"


def test_evidence_refuses_what_does_not_fit(tally_of):
    with pytest.raises(InputError) as caught:
        Evidence.of({})
    assert str(caught.value) == "tallies is empty.\nGive at least one tally of decisions."
    with pytest.raises(InputError) as caught:
        Evidence.of({"x": tally_of(("a",), [(("1",), 2, 1)]), "y": tally_of(("b",), [(("1",), 2, 1)])})
    assert str(caught.value) == ("tallies count different attributes.\nCount the same attributes for every class.")
