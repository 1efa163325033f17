"""Which names a cell reads and binds: by hand, and against what Python itself does."""

import ast
import builtins

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.flow import Flow, flow_of
from workbench.core.source_hash import hash_of_source

CASES = {
    "": ((), ()),
    "# nothing": ((), ()),
    "a": (("a",), ()),
    "a = 1": ((), ("a",)),
    "b = a": (("a",), ("b",)),
    "a = a + 1": (("a",), ("a",)),
    "a += 1": (("a",), ("a",)),
    "a = 1\na += 1": ((), ("a",)),
    "a, *b = c": (("c",), ("a", "b")),
    "a = b = c": (("c",), ("a", "b")),
    "a: int = b": (("b",), ("a",)),
    "a: int": ((), ()),
    "del a": (("a",), ()),
    "a = 1\ndel a": ((), ()),
    "print(len(a))": (("a",), ()),
    "f'{a!r:{b}}'": (("a", "b"), ()),
    "a['x'] = b": (("b", "a"), ("a",)),
    "a.b.c = d": (("d", "a"), ("a",)),
    "a['x']": (("a",), ()),
    "del a['x']": (("a",), ("a",)),
    "import a.b, c as d\nfrom e import f as g, h": ((), ("a", "d", "g", "h")),
    "from a import *": ((), ()),
    "for a in b:\n    c = a\nelse:\n    d": (("b", "d"), ("a", "c")),
    "while a:\n    b = c": (("a", "c"), ("b",)),
    "with open(a) as b:\n    c = b.read()": (("a",), ("b", "c")),
    "async with a as b:\n    pass": (("a",), ("b",)),
    "async for a in b:\n    pass": (("b",), ("a",)),
    "await a": (("a",), ()),
    "try:\n    a\nexcept B as e:\n    c = e\nfinally:\n    d": (("a", "B", "d"), ("c",)),
    "e = 1\ntry:\n    pass\nexcept B as e:\n    pass": (("B",), ("e",)),
    "match a:\n    case {'k': [b, *c], **d} as e if f:\n        pass": (("a", "f"), ("b", "c", "d", "e")),
    "[a for a in b if a in c]": (("b", "c"), ()),
    "[a for a in a]": (("a",), ()),
    "[b for a in x for b in a]": (("x",), ()),
    "{a: b for a in c}": (("c", "b"), ()),
    "sum(a for a in b)": (("b",), ()),
    "[a := b for b in c]": (("c",), ("a",)),
    "(a := b)": (("b",), ("a",)),
    "sorted(a, key=lambda b, c=d: b + e)": (("a", "d", "e"), ()),
    "def a(b, c=d):\n    e = b + f\n    return e": (("d", "f"), ("a",)),
    "def a():\n    return b\nb = 1": ((), ("a", "b")),
    "def a():\n    return a()": ((), ("a",)),
    "def a():\n    import b\n    def c():\n        return b, d\n    return c": (("d",), ("a",)),
    "def a():\n    return [b := c for c in d]": (("d",), ("a",)),
    "def a(b: c) -> d:\n    try:\n        pass\n    except E as f:\n        f": (("E",), ("a",)),
    "@a\ndef b():\n    pass": (("a",), ("b",)),
    "class A(b, metaclass=c):\n    d = e\n    f = d\n    def g(self):\n        return h, A": (
        ("b", "c", "e", "h"),
        ("A",),
    ),
    "async def a():\n    await b": (("b",), ("a",)),
    "id = 1\nid": ((), ("id",)),
    "id": ((), ()),
    "get_ipython().run_line_magic('matplotlib', 'inline')": ((), ()),
    "get_ipython().run_line_magic('time', 'a = b')": (("b",), ("a",)),
    "get_ipython().run_cell_magic('time', '', 'a = b\\n')": (("b",), ("a",)),
    "get_ipython().run_cell_magic('timeit', '', 'a = b\\n')": (("b",), ()),
    "get_ipython().run_cell_magic('capture', 'a --no-stderr', 'b = c\\n')": (("c",), ("b", "a")),
    "get_ipython().run_cell_magic('bash', '', 'ls\\n')": ((), ()),
    "get_ipython().run_cell_magic('unheard', '', 'a')": (("*",), ()),
    "a = get_ipython().getoutput('ls')": ((), ("a",)),
    "a b": (("*",), ()),
    "a = (": (("*",), ()),
    "\0": (("*",), ()),
}


@pytest.mark.parametrize(("source", "flow"), CASES.items(), ids=repr)
def test_what_a_cell_reads_and_binds(source, flow):
    assert flow_of(source) == Flow(*flow)


def test_a_builtin_counts_where_a_person_has_bound_its_name():
    assert flow_of("id or None", {"id"}).uses == ("id",)


def test_too_deep_a_source_cannot_be_read():
    assert flow_of("-" * 100_000 + "1") == Flow(("*",))


NAMES = st.sampled_from(["a", "b", "c", "d"])
STATEMENTS = st.one_of(
    st.builds("{} = 1".format, NAMES),
    st.builds("{} = {}".format, NAMES, NAMES),
    st.builds("{} += {}".format, NAMES, NAMES),
    st.builds("for {} in [{}]: pass".format, NAMES, NAMES),
    st.builds("{} = [{} for {} in [{}]]".format, NAMES, NAMES, NAMES, NAMES),
    st.builds("{} = (lambda {}: {})(1)".format, NAMES, NAMES, NAMES),
    st.builds("def {}({}=1): return {}".format, NAMES, NAMES, NAMES),
)


class Watched(dict):
    """A namespace that knows what was read before it was bound."""

    def __init__(self):
        super().__init__()
        self.read = []

    def __missing__(self, name):
        if hasattr(builtins, name):
            raise KeyError(name)
        self.read.append(name)
        return 1


@given(st.lists(STATEMENTS, max_size=6))
def test_python_reads_and_binds_the_same(statements):
    source = "\n".join(statements)
    watched = Watched()
    frozen = dict.fromkeys("abcd", 1)
    try:
        exec(compile(source, "cell", "exec"), frozen.copy(), watched)  # noqa: S102 - made of the statements above
    except TypeError:  # a function was added to a number
        return
    flow = flow_of(source)
    assert set(watched) == set(flow.defines)
    assert set(watched.read) <= set(flow.uses) | set(flow.defines)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a = 1", "a = 1\n", True),
        ("a = 1", "a = 1  \t\r\n \n\n", True),
        ("a = 1\nb", "a = 1 \r\nb", True),
        ("a = 1", " a = 1", False),
        ("a = 1", "a  = 1", False),
        ("a\n\nb", "a\nb", False),
        ("a", "\na", False),
        ("\N{NO-BREAK SPACE}", "", False),
    ],
)
def test_a_hash_knows_a_source_again(one, other, same):
    assert (hash_of_source(one) == hash_of_source(other)) is same


def test_a_hash_is_the_beginning_of_sha256():

    assert hash_of_source("") == "e3b0c44298fc1c14"
    assert hash_of_source("abc") == "ba7816bf8f01cfea"
    assert hash_of_source("\ud800") == hash_of_source("\ufffd")


def test_each_case_is_python_or_said_not_to_be():
    for source, (uses, _) in CASES.items():
        if "*" not in uses:
            compile(source, "cell", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
