"""How soon the guide follows a change in a notebook of 300 cells, in a real browser.

``python tests/benchmarks/guide.py``; part of ``make bench``. Measured with ``performance.measure`` from the moment at
which a change is taken up to the moment at which the panel shows it. A change may cost 16 ms: one picture of a screen.
Where a change moves many steps, those out of view follow a few at a time, between two pictures; the last of them is
told as well.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

import nbformat
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.ui.guiding import RECORD, guide, guided
from tests.ui.provide_browser import find_browser
from tests.ui.server import running_lab
from workbench.core.source_hash import hash_of_source

N_CELLS, N_CHANGES, GOAL = 300, 16, 16
SOON = 40  # milliseconds after a change, as in extensions/lab/src/guide/model.ts
# Marks where the guide begins to reckon, where it has reckoned, and where the panel has changed after it.
MEASURE = """soon => {
  const later = window.setTimeout;
  window.setTimeout = (work, delay, ...more) => later(delay !== soon ? work : () => {
    performance.mark('began');
    work();
    performance.measure('reckoned', 'began');
  }, delay, ...more);
  const show = () => performance.measure('shown', 'began');
  new MutationObserver(show).observe(document.querySelector('.workbench-Guide ol'),
    { childList: true, subtree: true, characterData: true, attributes: true });
}"""
CHANGE = """async ([place, source]) => {
  performance.clearMeasures();
  window.jupyterapp.shell.currentWidget.content.model.cells.get(place).sharedModel.setSource(source);
  const shown = () => performance.getEntriesByName('shown');
  for (let n = -1; n < shown().length || n < 1; ) {  // until nothing follows any more
    n = shown().length;
    await new Promise(done => setTimeout(done, 300));
  }
  const reckoned = performance.getEntriesByName('reckoned').at(-1).duration;
  return [reckoned, shown().at(0).duration, shown().at(-1).duration];
}"""


def long_notebook() -> nbformat.NotebookNode:
    """Return a notebook of 300 steps that have all run, each resting on the one before it."""
    cells = []
    for place in range(N_CELLS):
        source = f"value_{place} = value_{max(place - 1, 0)} + 1  # step {place}"
        record = {
            "schema": "workbench.step/1",
            "hash": hash_of_source(source),
            "kernel": "0123456789abcdef",
            "run": place + 1,
            "ran": "2026-01-31T12:00:00Z",
            "seconds": 0.1,
            "state": "done",
            "uses": [f"value_{place - 1}"] if place else [],
            "defines": [f"value_{place}"],
        }
        cells.append(
            nbformat.v4.new_code_cell(
                source,
                metadata={"workbench": {"step": f"s{place}", "title": f"Step {place}", "why": "Because."}},
                outputs=[nbformat.v4.new_output("display_data", {RECORD: record})],
                execution_count=place + 1,
            )
        )
    kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    workbench = {"id": "long", "title": "A long way", "version": "1.0.0"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernelspec, "workbench": workbench})


def main() -> None:
    """Print what edits cost that turn one step stale and done again, and all of them."""
    with tempfile.TemporaryDirectory() as place, running_lab(Path(place)) as lab, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        folder = lab.folder / "long"
        folder.mkdir()
        with guided(browser, lab, folder, long_notebook()) as page:
            guide(page).get_by_text(f"All {N_CELLS} steps are done.").wait_for()
            page.evaluate(MEASURE, SOON)
            for name, cell in (("the last of 300 cells", N_CELLS - 1), ("the first of 300 cells", 0)):
                source = long_notebook().cells[cell].source
                times = [page.evaluate(CHANGE, [cell, source + "!" * (n % 2)]) for n in range(1, N_CHANGES)]
                reckoned, shown, ended = (statistics.median(one) for one in zip(*times[1:], strict=True))
                worst = max(one for one, _, _ in times[1:])
                print(
                    f"an edit of {name}: {reckoned:5.1f} ms reckoned (at most {worst:.1f}), "
                    f"{shown:5.1f} ms until it is shown (goal {GOAL}), "
                    f"{ended:5.1f} ms until the last row follows"
                )
        browser.close()


if __name__ == "__main__":
    main()
