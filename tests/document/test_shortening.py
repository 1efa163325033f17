"""Names that differ look different, however much of them has to be left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.document.shortening import names, told_apart
from workbench.document.wording import name
from workbench.figures.lettering import beside, width_of

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
    found = [one.text for one in names(full, longest)]
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
    assert [one.text for one in names(texts, 200)] == [name(one, 200).text for one in texts]
    twice = told_apart([*texts, *texts], lambda text: text[:3], lambda text: text[-3:])
    assert twice[: len(texts)] == twice[len(texts) :]


def test_only_names_that_would_look_alike_are_shortened_otherwise():
    far, near, other = f"{'a' * 50}1{'z' * 50}", f"{'a' * 50}2{'z' * 50}", "b" * 101
    found = [one.text for one in names([far, near, other], 30)]
    assert found[2] == name(other, 30).text
    assert "1z" in found[0]
    assert "2z" in found[1]


def test_a_mark_stays_on_its_letter():
    found = [one.text for one in names([f"{'x' * 60}e\u0301{'y' * 60}", f"{'x' * 60}e\u0300{'y' * 60}"], 30)]
    assert ["e\u0301" in found[0], "e\u0300" in found[1]] == [True, True]
