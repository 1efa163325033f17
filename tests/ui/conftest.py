"""A real browser on a real JupyterLab, cut off from everything else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from .provide_browser import BrowserNotFoundError, find_browser
from .server import Lab, running_lab

# Remembers that there was a dialog, however short.
WATCH_DIALOGS = """
window.dialogs = [];
new MutationObserver(() => {
  const dialog = document.querySelector('.jp-Dialog');
  if (dialog) window.dialogs.push(dialog.textContent);
}).observe(document, { childList: true, subtree: true });
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a window. It ends with its module: while it lives, no other event loop can."""
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


@contextmanager
def at_the_launcher(browser: Browser, lab: Lab, outside: list[str]) -> Iterator[Page]:
    """Open the launcher in a workspace of its own; what is asked for beyond this machine is noted and refused."""

    def keep_inside(route: Route) -> None:
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    context = browser.new_context(viewport={"width": 1280, "height": 800}, service_workers="block")
    context.set_default_timeout(30_000)
    context.route("**/*", keep_inside)
    context.add_init_script(WATCH_DIALOGS)
    page = context.new_page()
    page.on("websocket", lambda socket: outside.append(socket.url) if "//127.0.0.1:" not in socket.url else None)
    page.goto(lab.page())
    page.locator(".jp-Launcher").wait_for()
    yield page
    context.close()


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


@pytest.fixture
def folder(lab: Lab, tmp_path: Path) -> Path:
    """An empty folder in the file browser, named after the test."""
    folder = lab.folder / tmp_path.name
    folder.mkdir()
    return folder
