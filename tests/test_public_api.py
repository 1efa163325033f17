"""The public door: what stands in it, that it is documented, and that opening it costs nothing."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import workbench

SOURCE = Path(workbench.__file__).read_text()


def test_the_list_the_homes_and_the_imports_for_types_agree():
    tree = ast.parse(SOURCE)
    [block] = [node for node in tree.body if isinstance(node, ast.If)]
    typed = {alias.name: node.module for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert typed == workbench._HOMES
    assert sorted(workbench.__all__) == sorted(typed)
    assert workbench.__all__ == sorted(workbench.__all__)


@pytest.mark.parametrize("name", workbench.__all__)
def test_every_public_name_is_there_and_documented(name):
    value = getattr(workbench, name)
    if name != "__version__":
        assert inspect.getdoc(value)


@pytest.mark.parametrize("name", [name for name in workbench.__all__ if inspect.isfunction(getattr(workbench, name))])
def test_every_parameter_of_a_public_function_is_documented(name):
    function = getattr(workbench, name)
    documentation = inspect.getdoc(function)
    for parameter in inspect.signature(function).parameters.values():
        assert parameter.name in documentation, f"{name}: {parameter.name}"
        assert parameter.annotation is not inspect.Parameter.empty


def test_what_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError) as error:
        workbench.no_such_thing  # noqa: B018
    assert str(error.value) == "module 'workbench' has no attribute 'no_such_thing'"


def test_importing_imports_nothing_heavy():
    heavy = ("shap", "sklearn", "matplotlib", "plotly", "pandas", "numpy", "scipy", "pyarrow", "IPython")
    code = f"import sys, workbench; print([name for name in {heavy!r} if name in sys.modules])"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "[]"


def test_listing_names_imports_nothing():
    code = "import sys, workbench; dir(workbench); print('pandas' in sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "False"


def test_the_version_is_that_of_the_distribution_and_the_extension():
    root = Path(workbench.__file__).parent.parent
    declared = [line for line in (root / "pyproject.toml").read_text().splitlines() if line.startswith("version = ")]
    assert declared == [f'version = "{workbench.__version__}"']
    assert f'"version": "{workbench.__version__}"' in (root / "extensions/lab/package.json").read_text()
    assert f"## {workbench.__version__}" in (root / "CHANGELOG.md").read_text()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: workbench.split_data("loans.csv"), "data is text, not a data set.\nGive what read_data returns."),
        (lambda: workbench.suggest_recipe(None), "split is None, not a split.\nGive what split_data returns."),
        (lambda: workbench.prepare_data("loans.csv"), "split is text, not a split.\nGive what split_data returns."),
        (lambda: workbench.fit_model("split"), "prepared is text, not prepared data.\nGive what prepare_data returns."),
        (lambda: workbench.explain_model("model"), "fitted is text, not a fitted model.\nGive what fit_model returns."),
        (lambda: workbench.audit_model("model"), "fitted is text, not a fitted model.\nGive what fit_model returns."),
    ],
)
def test_a_stage_given_something_else_says_what_it_wants(call, message):
    with pytest.raises(workbench.WorkbenchError) as error:
        call()
    assert str(error.value) == message


def test_whole_numbers_of_numpy_are_whole_numbers():
    data = workbench.read_data("example:admissions")
    assert workbench.split_data(data, seed=np.int64(3)) == workbench.split_data(data, seed=3)


def test_what_was_given_is_named_by_its_kind_alone():
    address = "postgresql://me:secret@host/db"
    for call in (workbench.split_data, workbench.explain_prediction, workbench.find_leaks, workbench.view_explanation):
        with pytest.raises(workbench.WorkbenchError) as error:
            call(address)
        what, give = str(error.value).split("\n")
        assert "secret" not in what + give
        assert "is text, n" in what  # not a …, or neither a … nor a …
        assert give.startswith("Give what ")
