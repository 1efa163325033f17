"""A real browser on a real JupyterLab, cut off from everything else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from .launcher import at_the_launcher
from .notebooks import close_all, notebook_on
from .provide_browser import BrowserNotFoundError, find_browser
from .server import Lab, running_lab
from .walking import Walk, give_back, walk_through


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put these tests last: while the browser lives, no other event loop can."""
    items.sort(key=lambda item: item.get_closest_marker("ui") is not None)


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


@pytest.fixture
def outside() -> Iterator[list[str]]:
    """Every address beyond this machine that a page asked for. At the end there must be none."""
    asked: list[str] = []
    yield asked
    assert asked == []


@pytest.fixture
def page(browser: Browser, lab: Lab, outside: list[str]) -> Iterator[Page]:
    """JupyterLab's launcher, in a workspace of its own."""
    with at_the_launcher(browser, lab, outside) as page:
        yield page


@pytest.fixture(scope="session")
def desk(browser: Browser, lab: Lab) -> Iterator[tuple[Page, list[str]]]:
    """A page on which one notebook after the other is opened, and what it asked for beyond this machine."""
    outside: list[str] = []
    with at_the_launcher(browser, lab, outside) as page:
        yield page, outside


@pytest.fixture
def cleared(desk: tuple[Page, list[str]]) -> Iterator[Page]:
    """The page on which one notebook after the other is opened, with nothing on it, and cleared again."""
    page, outside = desk
    page.evaluate("window.dialogs = []")
    yield page
    page.unroute_all()
    close_all(page)
    assert outside == []


@pytest.fixture(scope="module")
def notebook(request: pytest.FixtureRequest, desk: tuple[Page, list[str]], lab: Lab) -> Iterator[Page]:
    """The page with the module's ``CELLS`` in a notebook that is named after the module, and that was run."""
    page, outside = desk
    with notebook_on(page, lab, request.path.stem.removeprefix("test_widget_"), request.module.CELLS):
        yield page
    assert outside == []


@pytest.fixture
def folder(lab: Lab, tmp_path: Path) -> Path:
    """An empty folder in the file browser, named after the test."""
    folder = lab.folder / tmp_path.name
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def walk(request: pytest.FixtureRequest, browser: Browser, lab: Lab) -> Iterator[Walk]:
    """The module's ``NOTEBOOK``, opened from its card and run cell by cell with the keyboard alone."""
    title, name = request.module.NOTEBOOK
    with walk_through(browser, lab, title, name) as walk:
        yield walk


@pytest.fixture
def screen(walk: Walk) -> Iterator[Page]:
    """The page of the walk, given back as it was: wide and light."""
    yield walk.page
    give_back(walk.page)
