"""A person's steps from JupyterLab's launcher to a notebook with a kernel."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

SECTION = '.jp-Launcher-section:has([data-category="Workbench"])'
KERNEL_IS_READY = """() => {
  const { sessionContext } = window.jupyterapp.shell.currentWidget ?? {};
  const kernel = sessionContext?.session?.kernel;
  return sessionContext?.isReady && kernel?.status === 'idle' && kernel.connectionStatus === 'connected';
}"""


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


def expect_running_notebook(page: Page, folder: Path, name: str) -> None:
    """Expect the notebook to stand in the folder, in the launcher's place, with a kernel and no questions asked."""
    expect(page.locator("#jp-main-dock-panel .lm-TabBar-tabLabel")).to_have_text([name])
    page.wait_for_function(KERNEL_IS_READY)
    assert page.evaluate("window.jupyterapp.shell.currentWidget.context.path") == f"{folder.name}/{name}"
    assert page.evaluate("window.dialogs") == []
    assert [path.name for path in folder.glob("*.ipynb")] == [name]
