"""A small template and the guide beside it: what stands in the panel, and what was saved."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from .launcher import KERNEL_IS_READY, at_the_launcher
from .looks import RULES
from .notebooks import OPEN, close_all
from .server import Lab
from .walking import MINUTES, use_theme

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
RECORD = "application/vnd.workbench.step+json"
STEPS = [
    (
        "read",
        "Read the data",
        "import workbench as wb\n\nstudy = wb.open_study()\n"
        'data = wb.read_data(data_source, target="approved", favourable="yes", protected=["sex"])\n'
        "study.save(data)\ndata",
    ),
    ("look", "Look at the data", "profile = wb.profile_data(data)\nprofile"),
    ("count", "Count the columns", "n_columns = len(profile.columns)\nprint(n_columns)"),
]
SHOW = "() => { void window.jupyterapp.commands.execute('workbench:show-guide'); }"
SOURCE = """([place, source]) =>
  window.jupyterapp.shell.currentWidget.content.model.cells.get(place).sharedModel.setSource(source)"""
SAVE = "() => window.jupyterapp.shell.currentWidget.context.save()"


def template(steps: list[tuple[str, str, str]] = STEPS, *, kernel: str = "python3") -> nbformat.NotebookNode:
    """Return a notebook as if it had been made from a template of these steps."""
    cells = [
        nbformat.v4.new_markdown_cell("# A small way"),
        nbformat.v4.new_code_cell('data_source = "example:loans"', metadata={"tags": ["parameters"]}),
    ]
    for step, title, source in steps:
        cells.append(nbformat.v4.new_markdown_cell(f"## {title}\n\nWhy we do this, in a sentence."))
        why = f"Nobody should skip: {title.lower()}."
        cells.append(
            nbformat.v4.new_code_cell(source, metadata={"workbench": {"step": step, "title": title, "why": why}})
        )
    return nbformat.v4.new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"name": kernel, "display_name": kernel, "language": "python"},
            "workbench": {"id": "small-way", "title": "A small way", "version": "1.0.0", "needs": []},
        },
    )


@contextmanager
def guided(browser: Browser, lab: Lab, folder: Path, notebook: nbformat.NotebookNode) -> Iterator[Page]:
    """Open a notebook beside the guide, with a kernel, on a page of its own."""
    outside: list[str] = []
    with at_the_launcher(browser, lab, outside) as page, guided_on(page, folder, notebook):
        yield page
    assert outside == []


@contextmanager
def guided_on(page: Page, folder: Path, notebook: nbformat.NotebookNode) -> Iterator[Page]:
    """Open a notebook beside the guide, with a kernel; what is open of its folder at the end is closed."""
    path = folder / "way.ipynb"
    nbformat.write(notebook, path)
    open_notebook(page, f"{folder.name}/way.ipynb")
    page.evaluate(SHOW)
    guide(page).get_by_role("heading").wait_for()
    yield page
    close_all(page, f"{folder.name}/")


def open_notebook(page: Page, path: str) -> None:
    """Open a notebook and wait for its kernel."""
    page.evaluate(OPEN, path)
    page.wait_for_function(
        "path => window.jupyterapp.shell.currentWidget?.context?.path === path", arg=path, timeout=MINUTES
    )
    page.wait_for_function(KERNEL_IS_READY, timeout=2 * MINUTES)


def guide(page: Page) -> Locator:
    """Return the panel at the side."""
    return page.get_by_role("region", name="Workbench Guide")


def step(page: Page, title: str) -> Locator:
    """Return a step in the list."""
    return guide(page).locator(".workbench-Step", has=page.locator(f'.workbench-Step-name:text-is("{title}")'))


def expect_states(page: Page, states: list[str], *, timeout: float = MINUTES) -> None:
    """Expect the words beside the steps, in their order."""
    expect(guide(page).locator(".workbench-Step-state")).to_have_text(states, timeout=timeout)


def press(page: Page, title: str, name: str) -> None:
    """Choose a step in the list and press one of its buttons."""
    step(page, title).locator(".workbench-Step-title").focus()
    step(page, title).get_by_role("button", name=name, exact=True).click()


def saved(page: Page, path: Path) -> nbformat.NotebookNode:
    """Save the notebook, and return it as it is in its file."""
    page.evaluate(SAVE)
    return nbformat.read(path, as_version=4)


def take_picture(page: Page, name: str) -> None:
    """Take a picture of all that is on the screen for the pages of the documentation, if pictures are wished for."""
    if name and os.environ.get("WORKBENCH_PICTURES"):
        page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")


def expect_no_barriers_in_both_themes(
    page: Page, place: str = ".workbench-Guide", *, iframes: bool = True, more_than: int = 10
) -> None:
    """Expect a place, such as the guide, to be open to everybody in the dark and in the light."""
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        use_theme(page, theme)
        expect_no_barriers(page, place, iframes=iframes, more_than=more_than)


def expect_no_barriers(
    page: Page, place: str = ".workbench-Guide", *, iframes: bool = True, more_than: int = 10
) -> None:
    """Expect a place to be open to everybody, as far as a program can tell; it keeps more rules than these, then."""
    found = Axe().run(page, context=place, options={**RULES, "iframes": iframes}).response
    barriers = [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]]
    assert barriers == [], barriers
    assert len(found["passes"]) > more_than
