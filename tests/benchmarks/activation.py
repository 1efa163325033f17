"""How long JupyterLab waits for the extension when it starts, in a real browser.

``python tests/benchmarks/activation.py``; part of ``make bench``. Measured with ``performance.measure``: running the
extension's script once it is there, and then the ``activate`` of each of its plugins; the median of five starts. What
is loaded later, when a person asks for it, is not in it; neither is the way of the files over the network, nor running
JupyterLab's own packages, which it needs in any case: who asks for them first runs them.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.ui.provide_browser import find_browser
from tests.ui.server import Lab, running_lab

N_STARTS, GOAL = 5, 50
# Stands where JupyterLab's extensions put themselves, and measures what is made of ours.
MEASURE = """() => {
  const measured = (name, work) => {
    performance.mark(`${name} began`);
    const ended = () => performance.measure(name, `${name} began`);
    const made = work();
    made instanceof Promise ? void made.then(ended, ended) : ended();
    return made;
  };
  const watch = ({ activate, ...plugin }) => ({
    ...plugin,
    activate: (...given) => measured(`workbench activates ${plugin.id}`, () => activate(...given))
  });
  const watched = module => ({ __esModule: true, default: module.default.map(watch) });
  let shared = 0;  // milliseconds in packages of JupyterLab
  const timed = make => () => {
    const began = performance.now();
    try {
      return make();
    } finally {
      shared += performance.now() - began;
    }
  };
  const each = (all, change) => Object.fromEntries(Object.entries(all).map(([name, one]) => [name, change(one)]));
  const wrap = container => ({
    init: scope => container.init(
      each(scope, versions => each(versions, one => ({ ...one, get: async () => timed(await one.get()) })))
    ),
    get: async name => {
      const make = await container.get(name);
      return name !== './extension' ? make : () => {
        const module = measured('workbench script', make);
        performance.measure('workbench shared', { start: 0, duration: shared });
        return watched(module);
      };
    }
  });
  window._JUPYTERLAB = new Proxy({}, {
    set: (all, name, container) => {
      all[name] = name === '@workbench/lab' ? wrap(container) : container;
      return true;
    }
  });
}"""
READ = """() => performance.getEntriesByType('measure').filter(({ name }) => name.startsWith('workbench '))
  .map(({ name, duration }) => [name, duration])"""
N_PLUGINS = "() => window.jupyterapp.listPlugins().filter(id => id.startsWith('@workbench/lab:')).length"


def start(browser: Browser, lab: Lab) -> dict[str, float]:
    """Start JupyterLab in a page of its own, and return the milliseconds of each part."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, service_workers="block")
    context.add_init_script(f"({MEASURE})()")
    page = context.new_page()
    page.goto(lab.page())
    page.locator(".jp-Launcher").wait_for(timeout=120_000)
    times = dict(page.evaluate(READ))
    assert len(times) == page.evaluate(N_PLUGINS) + 2, times
    times["workbench script"] -= times.pop("workbench shared")
    context.close()
    return times


def main() -> None:
    """Print the median of five starts, and of what they are made up."""
    with tempfile.TemporaryDirectory() as place, running_lab(Path(place)) as lab, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        start(browser, lab)  # the first one fills caches
        starts = [start(browser, lab) for _ in range(N_STARTS)]
        browser.close()
    for name in sorted(starts[0], key=lambda one: -statistics.median(times[one] for times in starts)):
        print(f"{statistics.median(times[name] for times in starts):6.1f} ms  {name.removeprefix('workbench ')}")
    totals = [sum(times.values()) for times in starts]
    median, worst = statistics.median(totals), max(totals)
    print(f"{median:6.1f} ms  activation: median of {N_STARTS}, at most {worst:.1f} (goal {GOAL})")


if __name__ == "__main__":
    main()
