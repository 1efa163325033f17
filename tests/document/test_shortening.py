"""Names that differ look different, however much of them has to be left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.document.charts import rate_chart, rate_table
from workbench.document.contributions import importance_chart
from workbench.document.curves import line_chart
from workbench.document.model_charts import dot_chart
from workbench.document.nodes import Fact
from workbench.document.shortening import names, told_apart
from workbench.document.wording import name, plain
from workbench.figures.lettering import beside, width_of
from workbench.widgets.options import by_name, by_place

# Names that are alike at both ends, and differ in between.
middles = st.lists(
    st.text("abc dé_9", min_size=1, max_size=6).map(str.strip).filter(bool), min_size=2, max_size=6, unique=True
)


def alike(inside):
    """Names of different middles: as they are seen, blanks joined."""
    found = [f"{'people who live in the '} {one} {'of the country, and came there before the year'}" for one in inside]
    return list(dict.fromkeys(name(one, 1000).text for one in found))


@pytest.mark.parametrize("longest", [24, 40, 60, 120])
@given(inside=middles)
def test_names_alike_at_both_ends_differ_in_what_is_left_of_them(longest, inside):
    full = alike(inside)
    found = [one.text for one in names(full, longest).values()]
    assert len(set(found)) == len(full)
    assert all(len(one) <= longest for one in found)


@pytest.mark.parametrize("lines", [1, 2, 3])
@given(inside=middles, room=st.floats(70, 300))
def test_they_differ_in_a_drawing_too_and_keep_to_their_room(lines, inside, room):
    full = alike(inside)
    found = beside(full, 10.0, room, lines=lines, bold=True)
    assert len({tuple(one) for one in found}) == len(full)
    assert all(len(one) <= lines and all(width_of(line, 10.0, bold=True) <= room for line in one) for one in found)


@given(texts=st.lists(st.text(max_size=30), max_size=8))
def test_what_has_room_stays_whole_and_what_is_the_same_looks_the_same(texts):
    assert {text: one.text for text, one in names(texts, 200).items()} == {text: name(text, 200).text for text in texts}
    twice = told_apart([*texts, *texts], lambda text: text[:3], lambda text: text[-3:])
    assert twice[: len(texts)] == twice[len(texts) :]


def test_only_names_that_would_look_alike_are_shortened_otherwise():
    far, near, other = f"{'a' * 50}1{'z' * 50}", f"{'a' * 50}2{'z' * 50}", "b" * 101
    found = [one.text for one in names([far, near, other], 30).values()]
    assert found[2] == name(other, 30).text
    assert "1z" in found[0]
    assert "2z" in found[1]


def test_a_name_that_people_gave_is_not_what_is_left_of_another():
    full = alike(["north", "south"])
    given = names(full, 30)[full[0]].text
    found = [one.text for one in names([*full, given], 30).values()]
    assert len(set(found)) == 3
    assert found[2] == given


def test_a_mark_stays_on_its_letter():
    found = [one.text for one in names([f"{'x' * 60}e\u0301{'y' * 60}", f"{'x' * 60}e\u0300{'y' * 60}"], 30).values()]
    assert ["e\u0301" in found[0], "e\u0300" in found[1]] == [True, True]


BOTH_ENDS = [f"{'a' * 90} {one} {'z' * 90}" for one in ("north", "south")]


def facts():
    return [(one, Fact(f"x/{one}", 0.3, "fraction", "", "", 0.2, 0.4, 50)) for one in BOTH_ENDS]


def test_neither_a_chart_nor_its_table_nor_what_is_heard_has_two_groups_of_one_look():
    table = rate_table("t", ("caption",), ("denied",), None, [("sex", facts())])
    assert len({plain(row[0]) for row in table.rows}) == 2
    for chart in (
        rate_chart("c", ("takeaway",), ("denied",), [("sex", facts())], table),
        dot_chart("d", ("takeaway",), ("denied",), [("sex", facts())], table),
        importance_chart("i", ("takeaway",), ("log-odds",), facts(), table),
        line_chart("l", ("takeaway",), (("x",), ("y",)), [(one, [(fact, fact)]) for one, fact in facts()], table),
    ):
        drawing = chart.drawing
        seen = [line.name for line in drawing.lines] if chart.id == "l" else [one.group for one in drawing.panels[0][1]]
        assert len({one.text for one in seen}) == 2
        assert "north" in chart.alternative
        assert "south" in chart.alternative


def test_options_to_choose_from_differ():
    for options in (by_name(BOTH_ENDS, 60), by_place(BOTH_ENDS, 60)):
        assert len({one.label for one in options}) == 2
        assert all(len(one.label) <= 60 for one in options)
