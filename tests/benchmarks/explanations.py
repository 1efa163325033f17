"""Print what Shapley values cost beside shap: of trees, of any model, first of all."""

from __future__ import annotations

import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import shap
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

import workbench as wb
from workbench.explanation.shapley.attribute import attribute_rows
from workbench.explanation.shapley.engines import ask
from workbench.explanation.shapley.request import Request
from workbench.explanation.shapley.sampled import Permutation
from workbench.modeling.result import Fitted

N_ROWS = 100_000
N_COLUMNS = 30
N_TREES = 100
SLICE = 2_000
MANY = 10_000
FIRST_ROWS = 1_000_000


def numbers(n_rows: int, n_columns: int, seed: int = 1) -> pd.DataFrame:
    """Return columns of numbers and an outcome that depends on some of them and on pairs."""
    rng = np.random.default_rng(seed)
    matrix = rng.normal(size=(n_rows, n_columns))
    signal = matrix[:, 0] * matrix[:, 1] + matrix[:, 2] + 0.5 * np.abs(matrix[:, 3]) * matrix[:, 4]
    frame = pd.DataFrame(matrix, columns=[f"x{place}" for place in range(n_columns)])
    return frame.assign(y=np.where(signal + rng.normal(size=n_rows) > 0, "yes", "no"))


def fitted_on(frame: pd.DataFrame, model: Any) -> Fitted:
    """Return a model of a frame, half of whose rows are held out."""
    data = wb.read_data(frame, target="y", favourable="yes")
    return wb.fit_model(wb.prepare_data(wb.split_data(data, test_size=0.5)), model)


def taken(call: Callable[[], Any]) -> tuple[float, Any]:
    """Return how many seconds of the processor a call took, and what it returned: other programs do not count."""
    start = time.process_time()
    found = call()
    return time.process_time() - start, found


def told(what: str, own: float, theirs: float, more: str = "") -> None:
    """Print a line."""
    print(f"{what:66} {own:8.2f} s  shap {theirs:12.1f} s: {theirs / own:,.1f} times ours {more}")


def imports() -> None:
    """Print what importing the libraries takes, in a process of its own."""
    for name in ("workbench", "woodelf", "shap"):
        code = f"import time; start = time.perf_counter(); import {name}; print(time.perf_counter() - start)"
        out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        print(f"{'import ' + name:66} {float(out.stdout):8.2f} s")


def in_turn(calls: Sequence[Callable[[], Any]], times: int) -> list[tuple[float, float, Any]]:
    """Return for each call its best seconds on the clock and of the processor, each called so many times in turn."""
    found: list[tuple[float, float, Any]] = [(np.inf, np.inf, None)] * len(calls)
    for _ in range(times):
        for place, call in enumerate(calls):
            clock, processor = time.perf_counter(), time.process_time()
            answer = call()
            took = time.perf_counter() - clock, time.process_time() - processor
            found[place] = (min(found[place][0], took[0]), min(found[place][1], took[1]), answer)
    return found


def told_both(what: str, ours: tuple[float, float, Any], theirs: tuple[float, float, Any], scale: float) -> None:
    """Print a line for the clock and one for the processor; theirs was measured on a part and is scaled."""
    for how, own, other in zip(("on the clock", "of the processor"), ours[:2], theirs[:2], strict=True):
        told(what, own, other * scale, f"({how}; shap on a part, scaled by {scale:,.0f})")


def trees() -> None:
    """Path-dependent and interventional values of boosted trees: the same model and rows, in turn, the best of three.

    Ours takes original columns and includes the recipe, the model's predictions and the check that values add up to
    them; shap takes the derived matrix, and checks nothing.
    """
    frame = numbers(2 * N_ROWS, N_COLUMNS)
    fitted = fitted_on(frame, HistGradientBoostingClassifier(max_iter=N_TREES, early_stopping=False, random_state=0))
    prepared, estimator = fitted.prepared, fitted.pipeline[-1]
    rows = prepared.raw_frame(prepared.split.test)
    explainer = shap.TreeExplainer(estimator, feature_perturbation="tree_path_dependent")
    part = prepared.matrix(rows.iloc[:SLICE])
    ours, theirs = in_turn(
        [lambda: attribute_rows(fitted, rows), lambda: explainer.shap_values(part, check_additivity=False)], 3
    )
    off = np.abs(theirs[2] - ours[2].values[:SLICE]).max()
    what = f"{N_TREES} trees, {len(rows):,} x {N_COLUMNS}, path-dependent ({ours[2].engine}, differs by {off:.0e})"
    told_both(what, ours, theirs, len(rows) / SLICE)

    background = prepared.raw_frame(prepared.split.train).iloc[:MANY]
    few = prepared.matrix(background.iloc[:100])
    against = shap.TreeExplainer(estimator, data=few, feature_perturbation="interventional")
    ours, theirs = in_turn(
        [
            lambda: attribute_rows(fitted, rows.iloc[:MANY], background=background),
            lambda: against.shap_values(part[:200], check_additivity=False),
        ],
        3,
    )
    told_both(f"the same, {MANY:,} rows against {MANY:,} ({ours[2].engine})", ours, theirs, MANY / 100 * MANY / 200)


def deep_trees() -> None:
    """A forest with scikit-learn's own settings, 200 trees some twenty splits deep, compiled beforehand."""
    fitted = fitted_on(numbers(10_000, 10), RandomForestClassifier(200, random_state=0))
    prepared, estimator = fitted.prepared, fitted.pipeline[-1]
    rows = prepared.raw_frame(prepared.split.test).iloc[:500]
    attribute_rows(fitted, rows.iloc[:1])
    explainer = shap.TreeExplainer(estimator, feature_perturbation="tree_path_dependent")
    part = prepared.matrix(rows.iloc[:20])
    ours, theirs = in_turn(
        [lambda: attribute_rows(fitted, rows), lambda: explainer.shap_values(part, check_additivity=False)], 2
    )
    off = np.abs(theirs[2][:, :, 1] - ours[2].values[:20]).max()
    told_both(f"a deep forest, 500 rows, path-dependent ({ours[2].engine}, differs by {off:.0e})", ours, theirs, 25)


def any_model() -> None:
    """A network of 20 columns, each engine at several budgets: time for the same error, by the law 1/sqrt(time)."""
    fitted = fitted_on(numbers(4_000, 20), MLPClassifier((30,), max_iter=60, random_state=0))
    prepared = fitted.prepared
    rows, background = prepared.raw_frame(prepared.split.test).iloc[:20], prepared.raw_frame(prepared.split.train)
    background = background.iloc[:100].reset_index(drop=True)
    asked = Request(fitted, rows.reset_index(drop=True), "probability", background, 0)
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        truth = np.mean(
            [
                ask(Request(fitted, asked.rows, "probability", background, seed), [Permutation()])[0].values
                for seed in range(100, 140)
            ],
            axis=0,
        )
        own, [ours] = taken(lambda: ask(asked, [Permutation()]))
        predict = lambda matrix: fitted.score(pd.DataFrame(matrix, columns=prepared.columns))  # noqa: E731
        masker = shap.maskers.Independent(background.to_numpy(), max_samples=100)
        explainer = shap.PermutationExplainer(predict, masker, seed=0)
        theirs, other = taken(lambda: explainer(asked.rows.to_numpy(), max_evals=41 * 10, silent=True))
    error, their_error = (float(np.sqrt(((one - truth) ** 2).mean())) for one in (ours.values, other.values))
    at_same = theirs * (their_error / error) ** 2
    what = f"a network, 20 rows x 20 columns against 100, to an error of {error:.1e}"
    told(what, own, at_same, f"(shap took {theirs:.1f} s to {their_error:.1e})")


def first_of_all() -> None:
    """The first explanation of a large data set, after everything is imported."""
    fitted = fitted_on(numbers(FIRST_ROWS, 20), "boosted_trees")
    seconds, found = taken(lambda: wb.explain_model(fitted, n_rows=500))
    what = f"first explanation, 500 of {FIRST_ROWS:,} rows ({found.attribution.engine})"
    print(f"{what:66} {seconds:8.2f} s")


def main() -> None:
    """Print all figures."""
    imports()
    trees()
    deep_trees()
    any_model()
    first_of_all()


if __name__ == "__main__":
    main()
