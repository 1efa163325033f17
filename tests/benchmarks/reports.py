"""Reports: how long each format takes and how large it is, checking included; beside shapash and skrub where they are.

Called by ``make bench``. Neither of the two is needed: where one is not installed, or makes no report beside
the versions that are, that is printed.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from sklearn.ensemble import RandomForestClassifier

import workbench as wb
from workbench.data.examples import loans
from workbench.report.formats import format_of, rendered

SUFFIXES = (".html", ".pdf", ".docx", ".md", ".json")
N_ROWS = 10_000


def seconds(action: Callable[[], object], runs: int = 5) -> float:
    """Return the median time of an action, after one run that does not count."""
    action()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def line(what: str, took: float, size: int = 0, more: str = "") -> None:
    weight = f"{size / 1000:10.1f} kB" if size else ""
    print(f"{what:58} {1000 * took:10.1f} ms {weight:13} {more}".rstrip())


def reports(runs: int = 5) -> None:
    """Print what a report of 10,000 rows takes: made from results, rendered, with its evidence, written, checked."""
    example = loans(N_ROWS, seed=7)
    data = wb.read_data(example.frame, **example.roles)
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data, seed=7)))
    results = fitted, wb.explain_model(fitted), wb.audit_model(fitted)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = {audience: _formats(results, audience, folder, runs) for audience in ("brief", "technical")}
        print(
            f"\nBeside others, on the same {N_ROWS:,} rows (ratios to our technical report as HTML, made and written):"
        )
        for peer in (_skrub, _shapash):
            _beside(peer, example.frame, folder, ours["technical"])


def _formats(results: tuple[object, ...], audience: str, folder: Path, runs: int) -> tuple[float, int]:
    """Print each format of a report, all of them together, and checking them; return time and size of the page."""
    found = {}
    for suffix in SUFFIXES:
        path = folder / f"{audience}{suffix}"
        took = seconds(lambda path=path: wb.write_report(wb.build_report(*results, audience=audience), path), runs)
        found[suffix] = took, path.stat().st_size
        line(f"{audience} as {suffix[1:]}: made, rendered, with evidence, written", *found[suffix])

    def every() -> None:
        document = wb.build_report(*results, audience=audience)
        for suffix in SUFFIXES:
            rendered(document, format_of(folder / f"a{suffix}"))

    line(f"{audience} in all formats, made once", seconds(every, runs))
    for suffix in SUFFIXES:
        path = folder / f"{audience}{suffix}"
        line(f"{audience} as {suffix[1:]}: verified", seconds(lambda path=path: wb.verify_report(path), runs))
    return found[".html"]


def _beside(
    peer: Callable[[pd.DataFrame, Path], None], frame: pd.DataFrame, folder: Path, ours: tuple[float, int]
) -> None:
    name = peer.__name__.strip("_")
    try:
        __import__(name)
    except ImportError as error:
        print(f"{name} is not compared: {error}.")
        return
    try:
        took = seconds(lambda: peer(frame, folder), 1)
    except Exception as error:  # noqa: BLE001 - another program may fail for any reason; that is what is told
        print(f"{name} makes no report here: {type(error).__name__}: {str(error)[:200]}")
        return
    size = (folder / f"{name}.html").stat().st_size
    line(
        f"{name}, a report of the same table",
        took,
        size,
        f"{took / ours[0]:.1f} times our time, {size / ours[1]:.1f} times our size",
    )


def _skrub(frame: pd.DataFrame, folder: Path) -> None:
    """Describe the table; no model, no groups."""
    from skrub import TableReport

    TableReport(frame, verbose=0).write_html(folder / "skrub.html")


def _shapash(frame: pd.DataFrame, folder: Path) -> None:
    """Explain a model in a report; the model is not counted in ours, and takes little of theirs."""
    from shapash import SmartExplainer

    numbers = frame.apply(lambda column: column if column.dtype.kind in "if" else pd.factorize(column)[0])
    numbers = numbers.fillna(0).set_axis([str(column) for column in frame.columns], axis=1)
    target = str(loans(10, seed=7).roles["target"])
    features, outcome = numbers.drop(columns=target), numbers[target].astype(int)
    n_train = int(0.7 * len(features))
    model = RandomForestClassifier(n_estimators=20, max_depth=6, random_state=7).fit(
        features[:n_train], outcome[:n_train]
    )
    explainer = SmartExplainer(model=model)
    explainer.compile(x=features[n_train:], y_target=outcome[n_train:].to_frame())
    explainer.generate_report(
        str(folder / "shapash.html"), x_train=features[:n_train], y_train=outcome[:n_train], y_test=outcome[n_train:]
    )


if __name__ == "__main__":
    reports()
