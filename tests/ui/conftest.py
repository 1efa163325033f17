"""A real browser on a real JupyterLab, cut off from everything else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from .launcher import at_the_launcher
from .notebooks import Desk
from .provide_browser import BrowserNotFoundError, find_browser
from .server import Lab, running_lab
from .walking import MINUTES, Walk, give_back, walk_through

# A kernel that starts, or another test on the other core, may lie between a press and what is expected.
expect.set_options(timeout=MINUTES / 2)
GO_UP = """async () => {
  await window.jupyterapp.commands.execute('filebrowser:activate');
  await window.jupyterapp.commands.execute('filebrowser:go-to-path', { path: '/' });
}"""


# Whichever core is done takes the next file; a long one that came last would leave the others idle.
LONGEST_FIRST = (
    "test_journey_newcomer.py",
    "test_export.py",
    "test_guide.py",
    "test_build_model.py",
    "test_journey_trouble.py",
    "test_explain_model.py",
    "test_report_page.py",
    "test_gallery.py",
    "test_prepare_data.py",
    "test_journey_auditor.py",
    "test_first_report.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put these tests last: while the browser lives, no other event loop can. Among them the longest come first."""
    places = {name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(
        key=lambda item: (item.get_closest_marker("ui") is not None, places.get(item.path.name, len(LONGEST_FIRST)))
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser without a window."""
    try:
        program = find_browser()
    except BrowserNotFoundError as error:
        pytest.fail(str(error), pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            # Chromium's own sandbox does not start for root, as which containers run.
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A JupyterLab in which nobody has been before."""
    with running_lab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture(scope="session")
def desk(browser: Browser, lab: Lab) -> Iterator[Desk]:
    """A page that tests use one after the other: to load JupyterLab takes longer than most of them."""
    outside: list[str] = []
    with at_the_launcher(browser, lab, outside) as page:
        yield Desk(page, lab, outside)


@pytest.fixture
def outside(desk: Desk) -> list[str]:
    """Every address beyond this machine that the page asked for. At the end there must be none."""
    return desk.outside


@pytest.fixture
def page(desk: Desk) -> Iterator[Page]:
    """JupyterLab's launcher, loaded anew: nobody has been there."""
    with desk.lent(anew=True) as page:
        yield page


@pytest.fixture
def cleared(desk: Desk) -> Iterator[Page]:
    """The page that tests share, with nothing open on it, and cleared again."""
    with desk.lent() as page:
        yield page


@pytest.fixture
def launcher(cleared: Page) -> Page:
    """The page that tests share, with the launcher and the uppermost folder; what was answered before is remembered."""
    cleared.evaluate(GO_UP)
    expect(cleared.locator(".jp-Launcher-cwd")).to_have_text("")
    return cleared


@pytest.fixture(scope="module")
def notebook(request: pytest.FixtureRequest, desk: Desk) -> Iterator[Page]:
    """The page with the module's ``CELLS`` in a notebook that is named after the module, and that was run."""
    with desk.notebook(request.path.stem.removeprefix("test_widget_"), request.module.CELLS) as page:
        yield page


@pytest.fixture
def folder(lab: Lab, tmp_path: Path) -> Path:
    """An empty folder in the file browser, named after the test."""
    folder = lab.folder / tmp_path.name
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def walk(request: pytest.FixtureRequest, desk: Desk) -> Iterator[Walk]:
    """The module's ``NOTEBOOK``, opened from its card and run cell by cell with the keyboard alone."""
    title, name = request.module.NOTEBOOK
    folder = desk.lab.folder / name
    folder.mkdir()
    with desk.lent(anew=True) as page:
        walk_through(page, folder, title)
        yield Walk(page, folder, desk.outside)


@pytest.fixture
def screen(walk: Walk) -> Iterator[Page]:
    """The page of the walk, given back as it was: wide and light."""
    yield walk.page
    give_back(walk.page)
