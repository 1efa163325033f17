"""Results of the stages before a model in a notebook: readable, escaped, found by IPython, and text elsewhere."""

import re
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.core.provenance import Provenance
from workbench.data.profile.profiling import profile_data
from workbench.data.suggestions.suggest import suggest_roles
from workbench.preparation.leaks.result import Check, Fix, Leaks
from workbench.report import cells
from workbench.report.showing import _SHOWN

from .shown import (
    HOSTILE,
    Fragment,
    expect_ipython_shows_it_and_the_text_stays,
    expect_one_element_without_markup_of_the_data,
    expect_the_same_again_with_ids_of_its_own,
)


@pytest.fixture(scope="module")
def results():
    rng = np.random.default_rng(5)
    n = 300
    frame = pd.DataFrame(
        {
            "sex": rng.choice(["female", "male"], n),
            HOSTILE: rng.choice([HOSTILE, "b", None], n),
            "income": rng.lognormal(10, 1, n),
            "employed": rng.choice([True, False], n),
        }
    )
    frame["approved"] = np.where(rng.random(n) < 0.4, "yes", "no")
    data = wb.read_data(frame, target="approved", favourable="yes", protected=["sex"], name=HOSTILE)
    split = wb.split_data(data)
    recipe = wb.suggest_recipe(split)
    finding = wb.Finding(
        "WB210", "serious", f"Column {HOSTILE!r} gives it away", "It copies.", "Leave it out.", scope="x"
    )
    leaks = Leaks(
        Provenance("find_leaks", {}, (split.fingerprint,)),
        HOSTILE,
        (Check("giveaway", "A column that gives it away", "found", f"{HOSTILE} was tried."),),
        (finding,),
        (Fix("WB210", "x", f"leave out {HOSTILE!r}", f"recipe = recipe.without({HOSTILE!r}, reason='it leaks')"),),
    )
    return {
        "Dataset": data,
        "Profile": profile_data(data),
        "Split": split,
        "Leaks": leaks,
        "Recipe": recipe,
        "Prepared": wb.prepare_data(split, recipe),
        "SuggestedRoles": suggest_roles(data),
    }


SHOWN = {
    "Dataset": cells.dataset_cell,
    "Profile": cells.profile_cell,
    "Split": cells.split_cell,
    "Leaks": cells.leaks_cell,
    "Recipe": cells.recipe_cell,
    "Prepared": cells.prepared_cell,
    "SuggestedRoles": cells.roles_cell,
}


@pytest.mark.parametrize("name", SHOWN)
def test_it_is_one_element_without_script_and_nothing_of_the_data_becomes_markup(results, name):
    expect_one_element_without_markup_of_the_data(SHOWN[name](results[name]))


@pytest.mark.parametrize("name", SHOWN)
def test_the_same_result_shows_the_same_and_its_ids_are_its_own(results, name):
    expect_the_same_again_with_ids_of_its_own(SHOWN[name], results[name])


def test_a_profile_shows_bars_that_are_drawn_for_eyes_and_told_in_words(results):
    page = cells.profile_cell(results["Profile"])
    assert re.search(r'<span class="bars" aria-hidden="true">[·▁▂▃▄▅▆▇█]+</span>', page)
    assert "Half of them between" in page


def test_leaks_show_what_can_be_done_as_code(results):
    words = " ".join(Fragment(cells.leaks_cell(results["Leaks"])).words)
    assert "recipe = recipe.without(" in words
    assert "1 serious" in words


def test_a_preparation_shows_what_each_step_learned(results):
    words = " ".join(Fragment(cells.prepared_cell(results["Prepared"])).words)
    learned = [text for one in results["Prepared"].steps_done for text in one.learned]
    assert learned
    assert all(text in words for text in learned)


def test_suggested_roles_show_the_call_that_uses_them(results):
    words = " ".join(Fragment(cells.roles_cell(results["SuggestedRoles"])).words)
    assert results["SuggestedRoles"].python() in words
    assert "Nothing is used before somebody says so." in words


@pytest.mark.parametrize("name", SHOWN)
def test_ipython_shows_the_result_and_the_text_stays(results, shell, name):
    expect_ipython_shows_it_and_the_text_stays(shell, SHOWN[name], results[name])


def test_every_class_that_is_named_is_there():
    from importlib import import_module

    for (module, name), (home, function) in _SHOWN.items():
        assert getattr(import_module(module), name).__module__ == module
        assert callable(getattr(import_module(home), function))


def test_importing_workbench_in_a_notebook_registers_it_and_imports_nothing_heavy():
    code = (
        "from IPython.core.interactiveshell import InteractiveShell; shell = InteractiveShell.instance(); import sys; "
        "before = set(sys.modules); import workbench; "
        "html = shell.display_formatter.formatters['text/html']; "
        "print(('workbench.data.profile.result', 'Profile') in html.deferred_printers, "
        "[one for one in ('pandas', 'numpy', 'jinja2') if one in set(sys.modules) - before])"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "True []"
