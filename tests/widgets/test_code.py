"""Python that widgets write runs, and makes again what was chosen."""

import ast
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import workbench
from workbench.widgets.code import Raw, UnnamedError, call, importing, literal, variable_of
from workbench.widgets.roles import RolesBoard

from .boards import quiet, tell

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


@pytest.mark.parametrize("value", [np.float64(0.5), np.int64(3), np.bool_(True), np.str_("a"), (np.float32(0.5),)])
def test_a_numpy_scalar_is_written_as_the_value_it_is(value):
    written = literal(value)
    assert "np" not in written
    assert ast.literal_eval(written) == value


def test_what_has_no_literal_is_refused():
    with pytest.raises(TypeError, match=r"^set has no literal\.$"):
        literal({1})


def test_the_name_that_a_person_gave_is_found(monkeypatch):
    thing, other = object(), object()
    shell = SimpleNamespace(user_ns={"_": thing, "_12": thing, "mine": thing, "again": thing})
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    assert variable_of(thing, "fitted") == "mine"
    assert variable_of(other, "") == ""


def notebook(monkeypatch, **names):
    shell = SimpleNamespace(user_ns=names)
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))


@pytest.mark.parametrize(("names", "free"), [({}, "fitted"), ({"fitted": 3, "fitted_2": 4}, "fitted_3")])
def test_code_is_not_written_about_what_has_no_name(monkeypatch, names, free):
    notebook(monkeypatch, **names)
    with pytest.raises(UnnamedError) as error:
        variable_of(object(), "fitted")
    assert str(error.value) == (
        "What this widget was made of has no name in the notebook, so its choices cannot be kept.\n"
        f"Give it one first, such as {free} = …, and make the widget of that."
    )


@pytest.mark.parametrize(
    ("names", "written"),
    [
        ({"wb": workbench}, 'a = wb.x("wb.", [wb.y])\n'),
        ({"bench": workbench}, 'a = bench.x("wb.", [bench.y])\n'),
        ({}, 'import workbench as wb\na = wb.x("wb.", [wb.y])\n'),
        ({"wb": 3}, 'import workbench\na = workbench.x("wb.", [workbench.y])\n'),
    ],
)
def test_workbench_is_called_as_the_notebook_calls_it(monkeypatch, names, written):
    notebook(monkeypatch, **names)
    assert importing('a = wb.x("wb.", [wb.y])\n') == written
    assert importing('a = "wb.x"') == 'a = "wb.x"'


def test_choices_about_what_has_no_name_are_not_kept_and_it_is_said_why(monkeypatch):
    data = workbench.read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    other = workbench.read_data("example:loans", target="approved", favourable="yes", protected=["origin"])
    notebook(monkeypatch, wb=workbench, data=other)
    panel, sent = quiet(RolesBoard(data, data))
    tell(panel, kind="ready", seq=1)
    shown = {one["id"]: one for one in sent[-1]["view"]["children"]}
    assert "workbench/keep" not in shown
    assert shown["workbench/unnamed"]["text"].endswith(
        "Give it one first, such as data_2 = …, and make the widget of that."
    )
    with pytest.raises(UnnamedError):
        panel.python()
    notebook(monkeypatch, wb=workbench, data=other, mine=data)
    tell(panel, kind="ready", seq=2)
    assert "workbench/unnamed" not in str(sent[-1])
    assert "mine" in panel.python()
    panel.close()


def audited():
    return workbench.audit_decisions("example:loans", decision="approved", favourable="yes", protected=["origin"])


def with_roles():
    return workbench.read_data("example:loans", target="approved", favourable="yes", protected=["origin"])


@pytest.mark.parametrize(
    ("make", "show", "change", "name"),
    [
        (audited, workbench.explore_audit, ("tolerance", 0.3), "audit"),
        (with_roles, workbench.pick_roles, ("role/0", "protected"), "data"),
    ],
    ids=["audit", "roles"],
)
def test_a_kept_cell_that_takes_its_sources_name_is_renewed_after_it_ran(monkeypatch, make, show, change, name):
    names = {"wb": workbench, name: make()}
    notebook(monkeypatch, **names)
    panel = show(names[name])
    board = panel._board
    board.take(*change)
    kept, key = panel.python(), board._key
    for _ in range(2):
        exec(kept, names)  # noqa: S102 - our own code is what is tried
        notebook(monkeypatch, **names)
        assert (panel.python(), board._key) == (kept, key)
        assert names[name].fingerprint == panel.result.fingerprint
    if name == "audit":
        board.take("tolerance", 0.25)
        exec(panel.python(), names)  # noqa: S102 - our own code is what is tried
        assert names[name].assessments[0].claim.tolerance == 0.25
    names[name] = object()  # something else altogether
    notebook(monkeypatch, **names)
    with pytest.raises(UnnamedError):
        panel.python()
    panel.close()
