"""Whatever stands in a notebook file: it is a template, or it is told what is wrong with it. Nothing else happens."""

import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from workbench.errors import TemplateError
from workbench.templates import fill_template, find_templates, load_template, read_contract
from workbench.templates.notebook import read_notebook
from workbench.templates.reading import template_flaws

FIRST = json.loads(find_templates().get("00-first-report").path.read_text(encoding="utf-8"))
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(["parameters", "code", "seed", "(a+)+$", "a = 1", "2026-99-99", "../..", "\ud800", "example:x"]),
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)


def places(value, path=()):
    """Yield the path of everything in a JSON value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield (*path, key)
        yield from places(one, (*path, key))


ALL = [path for path in places(FIRST) if path[0] in {"metadata", "nbformat", "nbformat_minor"} or path[1:2] < (8,)]


@given(st.sampled_from(ALL), JSON)
@example(("metadata", "workbench", "parameters", 8, "type"), ["number"])
@example(("metadata", "workbench", "parameters", 0, "suffixes"), [[".csv"]])
@example(("metadata", "workbench", "parameters", 8, "default"), 2**70)
@example(("metadata", "workbench", "parameters", 8, "min"), 1e308)
@example(("metadata", "workbench", "parameters"), [[]])
@example(("cells", 1, "source"), "seed = " + "(" * 5_000)
@example(("cells", 1, "source"), "seed = " + "-" * 50_000 + "1")
@example(("cells", 1, "source"), "seed = 9" + "9" * 5_000)
@example(("cells", 1, "source"), "a\0b")
@example(("cells", 1, "metadata", "tags"), "parameters")
@example(("cells", 3, "metadata", "workbench"), [1])
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_any_change_is_a_template_or_is_told(tmp_path, path, value):
    notebook = json.loads(json.dumps(FIRST))
    inside = notebook
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    file = tmp_path / "changed.ipynb"
    file.write_text(json.dumps(notebook), encoding="utf-8")
    told = ""
    try:
        template = load_template(file, "a test")
    except TemplateError as error:
        told = str(error)
    if told:
        assert told.startswith("'changed.ipynb'")
        assert "\n" in told
    else:
        assert template_flaws(file) == ()
        assert json.loads(json.dumps(template.card(), allow_nan=False))["id"] == template.id
        assert fill_template(template, {}) == template.read()
        assert read_contract(template.read(), source="a test").parameters == template.parameters


@pytest.mark.parametrize("size", [1, 100, 1_000, len(json.dumps(FIRST)) - 1])
def test_half_a_file_is_told(tmp_path, size):
    file = tmp_path / "half.ipynb"
    file.write_bytes(json.dumps(FIRST).encode()[:size])
    with pytest.raises(TemplateError, match=r"^'half\.ipynb' is not a notebook: "):
        read_notebook(file)


def test_a_cell_with_an_outline_that_takes_long_to_read_is_bounded(tmp_path):
    notebook = json.loads(json.dumps(FIRST))
    notebook["cells"][1]["source"] += "".join(f"\nx{n} = [{'1, ' * 100}]" for n in range(100))
    file = tmp_path / "long.ipynb"
    file.write_text(json.dumps(notebook), encoding="utf-8")
    template = load_template(file, "a test")
    filled = fill_template(template, {"seed": 8})
    assert "\nseed = 8\n" in filled.cells[1].source
