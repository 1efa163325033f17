"""A notebook with every widget and what each of them kept, and how it is run without a person."""

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from typing import NamedTuple

import nbformat
import papermill
from nbconvert.preprocessors import ExecutePreprocessor

from tests.widgets.boards import ANSWERS
from workbench.widgets.worker import run_here

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}

SETUP = """from dataclasses import replace
import numpy as np, pandas as pd, workbench as wb
rng = np.random.default_rng(7)
n = 240
frame = pd.DataFrame({"sex": rng.choice(["f", "m"], n), "age": rng.integers(20, 70, n), "noise": rng.normal(size=n)})
frame["skill"] = rng.normal(size=n) - 0.9 * (frame.sex == "f")
frame["paid"] = np.where(frame.skill + rng.normal(size=n) > 0, "yes", "no")
data = wb.read_data(frame, target="paid", favourable="yes", protected=["sex"])
prepared = wb.prepare_data(wb.split_data(data, seed=1))
contest = wb.compare_models(prepared, ["logistic_regression"], n_folds=2, n_repeats=1)
# How long training took differs from run to run, and is told.
entries = tuple(replace(one, fit_seconds=0.0, predict_seconds=0.0) for one in contest.entries)
contest = replace(contest, entries=entries)
fitted = wb.fit_model(prepared, "logistic_regression")
audit = wb.audit_model(fitted)
def mark(result):
    return getattr(result, "fingerprint", None) or repr(result)
"""

REASON = "It was looked at by hand, and is no worse."
EXPLORED = {"attribute": "sex", "each": False, "one": 9, "own": [], "costs": [1, 1], "capacity": None}


class Widget(NamedTuple):
    """How a widget is called, what a person does in it, and what its kept code calls the result."""

    call: str
    deeds: list
    result: str


WIDGETS = {
    "pick_roles": Widget(
        "wb.pick_roles(frame)", [("role/1", "protected"), ("favourable", "no"), ("bands/1", "30; 50")], "data"
    ),
    "choose_metrics": Widget(
        "wb.choose_metrics(data)",
        [deed for question, one in ANSWERS.items() for deed in ((f"answer/{question}", one), "continue")],
        "policy",
    ),
    "explore_audit": Widget("wb.explore_audit(audit)", [("tolerance", 0.1), ("compare", "overall")], "audit"),
    "explore_threshold": Widget("wb.explore_threshold(audit)", [("explorer", EXPLORED)], "moved"),
    "explore_contest": Widget(
        "wb.explore_contest(prepared, contest, n_folds=2)",
        ["weigh", ("point", "2"), "take", ("reason", REASON)],
        "fitted",
    ),
    "view_explanation": Widget(
        "wb.view_explanation(fitted)", [("view", "case"), ("tell", "reasons"), ("method", "A")], "reasons"
    ),
    "explore_mitigations": Widget(
        'wb.explore_mitigations(prepared, methods=["reweighing"], n_folds=2)',
        ["try", ("chosen", "reweighing"), ("reason", REASON), "confirm"],
        "audit",
    ),
    "review_findings": Widget(
        "wb.review_findings(data, fitted, audit)", [("reason/0", REASON), "accept/0"], "sign_off"
    ),
}


class Kept(NamedTuple):
    """What a widget kept after a person has used it, and the marks of its result before and after."""

    code: str
    untouched: str
    chosen: str


def kept_by_a_person():
    """Use every widget as a person does, one after the other, each running what it kept; by the widget's name."""
    space, kept = {}, {}
    exec(SETUP, space)  # noqa: S102 - the notebook's own first cell
    mark = space["mark"]
    for name, (call, deeds, result) in WIDGETS.items():
        board = eval(call, space)._board  # noqa: S307 - a cell of the notebook
        board.runner = run_here
        untouched = mark(board.result)
        for deed in deeds:
            board.take_press(deed) if isinstance(deed, str) else board.take(*deed)
        assert "workbench/problem" not in [one.id for one in board.view().children], name
        chosen, code = mark(board.result), board.python()
        exec(code, space)  # noqa: S102 - what the widget wrote
        assert mark(space[result]) == chosen != untouched, name
        kept[name] = Kept(code, untouched, chosen)
    return kept


def notebook(kept):
    """Return the notebook: of every widget a cell that shows it, what it kept, and the marks of both results."""
    cells = [SETUP]
    for name, (call, _, result) in WIDGETS.items():
        cells += [f"panel = {call}\npanel", kept[name].code, f"mark(panel.result), mark({result})"]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in cells], metadata=KERNEL)


def cells_of(ran, name):
    """Return the cells of one widget in a notebook that ran."""
    at = 1 + 3 * list(WIDGETS).index(name)
    return ran.cells[at : at + 3]


def run_by_nbclient(given):
    """Run as ``jupyter nbconvert --execute`` and nbclient do: both by this preprocessor."""
    ran = deepcopy(given)
    ExecutePreprocessor(timeout=120, kernel_name="python3").preprocess(ran, {})
    return ran


def run_by_papermill(given, folder):
    """Run as papermill does, from file to file."""
    nbformat.write(given, folder / "in.ipynb")
    papermill.execute_notebook(folder / "in.ipynb", folder / "out.ipynb", progress_bar=False)
    return nbformat.read(folder / "out.ipynb", as_version=4)


def run_each_way(given, folder):
    """Run by nbclient, once more what that gave, and by papermill."""
    with ThreadPoolExecutor() as pool:
        other = pool.submit(run_by_papermill, given, folder)
        once = run_by_nbclient(given)
        again = run_by_nbclient(once)
        return {"once": once, "again": again, "papermill": other.result()}
