"""How long a move of the threshold takes in a browser until all that follows from it is there. Run it with Python."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
from playwright.sync_api import Page, sync_playwright

from workbench.audit.decisions import audit_decisions
from workbench.report.build import build_report
from workbench.report.write import write_report

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.ui.provide_browser import find_browser

N_ROWS = 20_000
FRAME = 1000 / 60
# Of each step the fastest of three, so that what else the machine is doing does not count.
MOVES = """() => {
  const slider = document.querySelector('.workbench-explorer').shadowRoot.querySelector('input[type=range]');
  const times = Array.from({ length: Number(slider.max) + 1 }, () => Infinity);
  for (let round = 0; round < 3; round++) {
    for (const place of times.keys()) {
      const begun = performance.now();
      slider.value = place;
      slider.dispatchEvent(new Event('input'));
      slider.getBoundingClientRect();
      times[place] = Math.min(times[place], performance.now() - begun);
    }
  }
  return times.sort((one, two) => one - two);
}"""


def audited(n_groups: int):
    """An audit of made-up scores of so many groups."""
    rng = np.random.default_rng(7)
    group = rng.integers(0, n_groups, N_ROWS)
    outcome = (rng.random(N_ROWS) < 0.3 + group / 4 / n_groups).astype(int)
    score = np.clip(rng.beta(2, 2, N_ROWS) * 0.6 + 0.4 * outcome, 0, 1)
    table = pd.DataFrame({"group": [f"Group {one}" for one in group], "outcome": outcome, "score": score})
    return audit_decisions(table, score="score", outcome="outcome", threshold=0.5, protected=["group"])


def moves(page: Page, n_groups: int) -> list[float]:
    """Return how long each step of the threshold takes, in milliseconds, in order of size."""
    with TemporaryDirectory() as folder:
        path = write_report(build_report(audited(n_groups), audience="technical"), Path(folder) / "report.html")
        page.goto(Path(path).as_uri())
        page.locator(".workbench-explorer input[type=range]").first.wait_for()
        times: list[float] = page.evaluate(MOVES)
        return times


def main() -> None:
    """Print the median and the longest move, beside how long one picture of the screen stands."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        page = browser.new_page(offline=True)
        for n_groups in (2, 10, 40):
            times = moves(page, n_groups)
            middle, longest = times[len(times) // 2], times[-1]
            print(
                f"threshold explorer, {n_groups} groups, {len(times)} steps: a move {middle:.1f} ms, at most "
                f"{longest:.1f} ms ({middle / FRAME:.2f} of a picture at 60 a second)"
            )
        browser.close()


if __name__ == "__main__":
    main()
