"""Lines of keys in TOML: found for whatever tomllib reads, through every way of writing it."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.audit.toml_lines import key_lines


def places(value, place=()):
    """Return every place of what tomllib read: keys of tables, elements of arrays."""
    found = []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found += [(*place, key), *places(inner, (*place, key))]
    return found


CASES = {
    "comments": ('# a = 1\n# [b]\na = 1 # b = 2\n\n\nb = 2', {("a",): 3, ("b",): 6}),
    "brackets in strings": ('a = "[b]"\nb = \'[[c]] # no\'\nc = "x = 1"', {("a",): 1, ("b",): 2, ("c",): 3}),
    "quotes in strings": (r'a = "say \"[b]\" # c"' + '\nb = "\\\\"\nc = 1', {("a",): 1, ("b",): 2, ("c",): 3}),
    "long strings": ('a = """\n[b]\nc = 1\n"""\nd = \'\'\'\n[e]\n\'\'\'\nf = 1', {("a",): 1, ("d",): 5, ("f",): 8}),
    "quotes at the ends of long strings": (
        'a = """"x""""\nb = """""x"""""\nc = \'\'\'\'x\'\'\'\'\nd = ""\ne = \'\'\nf = """"""\ng = 1',
        {("a",): 1, ("b",): 2, ("c",): 3, ("d",): 4, ("e",): 5, ("f",): 6, ("g",): 7},
    ),
    "a quote that is written out in a long string": ('a = """\\"""\n[b]"""\nc = 1', {("a",): 1, ("c",): 3}),
    "tables": (
        "[a]\nb = 1\n[a.c]\nd = 1\n[e . \"f.g\"]\nh = 1",
        {("a",): 1, ("a", "b"): 2, ("a", "c"): 3, ("a", "c", "d"): 4, ("e",): 5, ("e", "f.g"): 5, ("e", "f.g", "h"): 6},
    ),
    "arrays of tables": (
        "[[r]]\na = 1\n[[r]]\n[r.b]\nc = 1\n[[r.d]]\ne = 1",
        {
            ("r",): 1, ("r", 0): 1, ("r", 0, "a"): 2, ("r", 1): 3, ("r", 1, "b"): 4, ("r", 1, "b", "c"): 5,
            ("r", 1, "d"): 6, ("r", 1, "d", 0): 6, ("r", 1, "d", 0, "e"): 7,
        },
    ),
    "dotted keys": (
        'a.b = 1\na."c d".e = 2\na . f = 3\n[x]\ny.z = 1',
        {
            ("a",): 1, ("a", "b"): 1, ("a", "c d"): 2, ("a", "c d", "e"): 2, ("a", "f"): 3, ("x",): 4, ("x", "y"): 5,
            ("x", "y", "z"): 5,
        },
    ),
    "inline tables": (
        'a = { b = 1, c.d = "}", "e" = {f = [1]} }\ng = {}\nh = 1',
        {
            ("a",): 1, ("a", "b"): 1, ("a", "c"): 1, ("a", "c", "d"): 1, ("a", "e"): 1, ("a", "e", "f"): 1,
            ("a", "e", "f", 0): 1, ("g",): 2, ("h",): 3,
        },
    ),
    "arrays over lines": (
        'a = [ # ]\n  "]", # "\n  [1,\n   2],\n  { b = 1 },\n]\nc = []\nd = 1',
        {
            ("a",): 1, ("a", 0): 2, ("a", 1): 3, ("a", 1, 0): 3, ("a", 1, 1): 4, ("a", 2): 5, ("a", 2, "b"): 5,
            ("c",): 7, ("d",): 8,
        },
    ),
    "dates and numbers": (
        "a = 1979-05-27 07:32:00Z\nb = -1_000.5e-3\nc = [inf, nan]\nd = 0xf",
        {("a",): 1, ("b",): 2, ("c",): 3, ("c", 0): 3, ("c", 1): 3, ("d",): 4},
    ),
    "lines of Windows": (
        'a = 1\r\n\r\n[b]\r\nc = """\r\nx\r\n"""\r\nd = [\r\n1]\r\n',
        {("a",): 1, ("b",): 3, ("b", "c"): 4, ("b", "d"): 7, ("b", "d", 0): 8},
    ),
    "keys in quotes": ('"" = 1\n\'a"b\' = 2\n"c\\u00e9" = 3', {("",): 1, ('a"b',): 2, ("cé",): 3}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), CASES.values(), ids=CASES)
def test_every_key_has_its_line(text, lines):
    assert key_lines(text) == lines
    assert sorted(map(repr, places(tomllib.loads(text)))) == sorted(map(repr, lines))


KEYS = st.from_regex(r"\A[a-z_-]{1,5}\Z")
STRINGS = st.sampled_from(['"[x]"', '"#"', "'\"'", '"\\""', '"""a\n[[b]]\n# c"""', "'''\n''x'''", '""', "''", '"=,}]"'])
SCALARS = STRINGS | st.sampled_from(["1", "-0.5", "true", "2026-11-02", "07:32:00", "nan"])


def nested(values):
    line = st.sampled_from(["", "\n", " # ] }\n", "\r\n"])
    arrays = st.builds(lambda parts, gap: f"[{gap}{f',{gap}'.join(parts)}{gap}]", st.lists(values, max_size=3), line)
    one_line = values.filter(lambda value: "\n" not in value)
    tables = st.dictionaries(KEYS, one_line, max_size=3).map(
        lambda parts: "{" + ", ".join(f"{key} = {value}" for key, value in parts.items()) + "}"
    )
    return arrays | tables


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(KEYS, st.recursive(SCALARS, nested, max_leaves=6), min_size=1, max_size=6),
    st.lists(st.sampled_from(["", "# x = 1", "   ", "\t# [t]"]), max_size=3),
    st.sampled_from(["", "[table]", "[[table]]", "[ 'table' . inner ]"]),
)
def test_lines_of_any_text(pairs, between, header):
    text = "\n".join([header, *(line for key, value in pairs.items() for line in (*between, f"{key} = {value}"))])
    lines = key_lines(text)
    content = tomllib.loads(text)
    assert set(lines) == set(places(content))
    inside = {"": (), "[table]": ("table",), "[[table]]": ("table", 0)}.get(header, ("table", "inner"))
    line = 1
    for key, value in pairs.items():
        line += len(between) + 1
        assert lines[(*inside, key)] == line
        line += value.count("\n")


def test_what_is_deeper_than_asked_for_costs_nothing():
    text = ".".join(["a"] * 2000) + " = 1\nb = " + "[" * 50 + "]" * 50
    lines = key_lines(text)
    assert lines["b",] == 2
    assert max(map(len, lines)) == 8
