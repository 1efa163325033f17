"""A person's steps from JupyterLab's launcher to a notebook with a kernel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, expect

from .server import Lab

SECTION = '.jp-Launcher-section:has([data-category="Workbench"])'
KERNEL_IS_READY = """() => {
  const { sessionContext } = window.jupyterapp.shell.currentWidget ?? {};
  const kernel = sessionContext?.session?.kernel;
  return sessionContext?.isReady && kernel?.status === 'idle' && kernel.connectionStatus === 'connected';
}"""
# Remembers that there was a dialog, however short.
WATCH_DIALOGS = """
window.dialogs = [];
new MutationObserver(() => {
  const dialog = document.querySelector('.jp-Dialog');
  if (dialog) window.dialogs.push(dialog.textContent);
}).observe(document, { childList: true, subtree: true });
"""


@contextmanager
def at_the_launcher(browser: Browser, lab: Lab, outside: list[str]) -> Iterator[Page]:
    """Open the launcher in a workspace of its own; what is asked for beyond this machine is noted.

    It fails too: the browser knows of no other machine.
    """

    def note(address: str) -> None:
        if urlsplit(address).scheme in {"http", "https", "ws", "wss"} and urlsplit(address).hostname != "127.0.0.1":
            outside.append(address)

    context = browser.new_context(viewport={"width": 1280, "height": 800}, service_workers="block")
    context.set_default_timeout(30_000)
    context.on("request", lambda request: note(request.url))
    context.add_init_script(WATCH_DIALOGS)
    page = context.new_page()
    page.on("websocket", lambda socket: note(socket.url))
    begin_anew(page, lab)
    yield page
    context.close()
    lab.end_kernels()


def begin_anew(page: Page, lab: Lab) -> None:
    """Load JupyterLab with a workspace in which nobody has been; the browser has its scripts from before, if it was."""
    page.goto(lab.page())
    page.locator(".jp-Launcher").wait_for()


def card(title: str) -> str:
    """Return where the card of a template is."""
    return f'{SECTION} .jp-LauncherCard:has-text("{title}")'


def open_folder(page: Page, folder: Path) -> None:
    """Go into a folder in the file browser; the launcher follows."""
    page.get_by_title("Refresh the file browser").or_(page.get_by_title("Refresh File List")).first.click()
    page.locator(".jp-DirListing-item", has_text=folder.name).dblclick()
    expect(page.locator(".jp-Launcher-cwd")).to_have_text(folder.name)


def go_to_with_tab(page: Page, place: str) -> None:
    """Press Tab until a place has the focus."""
    wanted = page.locator(place)
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("wanted => wanted === document.activeElement"):
            break
    expect(wanted).to_be_focused()


def form(page: Page) -> Locator:
    """Return the form of a template, when it is shown and has looked into its file."""
    found = page.locator("dialog.workbench-dialog[open]:has(form)")
    found.wait_for()
    expect(found.locator('[data-state="reading"]')).to_have_count(0, timeout=60_000)
    return found


def create_with_enter(page: Page) -> None:
    """Create the notebook of a form that is shown, with all answers as they are."""
    shown = form(page)
    page.keyboard.press("Enter")
    expect(shown).to_have_count(0)


def expect_running_notebook(page: Page, folder: Path, name: str) -> None:
    """Expect the notebook to stand in the folder, in the launcher's place, with a kernel and no questions asked."""
    expect(page.locator("#jp-main-dock-panel .lm-TabBar-tabLabel")).to_have_text([name])
    page.wait_for_function(KERNEL_IS_READY)
    assert page.evaluate("window.jupyterapp.shell.currentWidget.context.path") == f"{folder.name}/{name}"
    assert page.evaluate("window.dialogs") == []
    assert [path.name for path in folder.glob("*.ipynb")] == [name]
