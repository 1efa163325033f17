"""Python that widgets write runs, and makes again what was chosen."""

import ast
import sys
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.widgets.code import Raw, call, literal, variable_of

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inside: (
        st.lists(inside) | st.lists(inside).map(tuple) | st.dictionaries(st.text() | st.integers(), inside, max_size=4)
    ),
    max_leaves=8,
)


@given(PLAIN)
def test_a_literal_makes_the_value_again(value):
    assert ast.literal_eval(literal(value)) == value


@pytest.mark.parametrize("text", ["it's", 'say "no"', "'\"", "line\nline", "\u202eabc", "{x}", "\\", "<b>"])
def test_text_of_any_kind_stays_what_it_was(text):
    written = literal(text)
    assert ast.literal_eval(written) == text
    assert "\n" not in written


def test_a_long_call_stands_on_several_lines_and_runs():
    rule = Raw(call("dict", metric="selection_rate", tolerance=0.05, attributes=("a" * 60, "b")))
    written = call("dict", rules=Raw(f"[{rule}]"), confidence=0.95)
    assert all(len(line) <= 88 for line in written.splitlines() if "a" * 60 not in line)
    assert eval(written)["rules"][0]["attributes"] == ("a" * 60, "b")  # noqa: S307 - our own code is what is tried


def test_what_has_no_literal_is_refused():
    with pytest.raises(TypeError, match=r"^set has no literal\.$"):
        literal({1})


def test_the_name_that_a_person_gave_is_found(monkeypatch):
    thing, other = object(), object()
    shell = SimpleNamespace(user_ns={"_": thing, "_12": thing, "mine": thing, "again": thing})
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    assert variable_of(thing, "fitted") == "mine"
    assert variable_of(other, "fitted") == "fitted"
