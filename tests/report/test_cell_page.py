"""What every cell shares that shows a result."""

from workbench.report.cell_page import cell_page


def test_a_page_without_a_title_has_no_empty_heading():
    assert "<h1" not in cell_page("", "A sentence.", [])
    assert "<h1><bdi>loans</bdi></h1>" in cell_page("loans", "A sentence.", [])
