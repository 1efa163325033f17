"""Which browser the tests drive, and ``python tests/ui/provide_browser.py`` to see that there is one.

Does nothing where there is one. Otherwise installs Debian's Chromium as root on Debian, else the
one that Playwright downloads; and says what to install where neither can be had.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WHAT_TO_INSTALL = (
    "There is no browser to test JupyterLab with.\n"
    "Install Chromium or Chrome (on Debian: apt-get install chromium), or run: playwright install chromium\n"
    "Where it is installed already, say so: WORKBENCH_CHROMIUM=/path/to/chromium"
)
APT = (
    ("apt-get", "update"),
    ("apt-get", "install", "-y", "--no-install-recommends", "chromium"),
)
PLAYWRIGHT = ((sys.executable, "-m", "playwright", "install", "chromium"),)


class BrowserNotFoundError(RuntimeError):
    """No browser was found; the text says what to install."""


def find_browser() -> Path:
    """Return the browser to drive: the one that is named, else one on the path, else Playwright's own."""
    named = os.environ.get("WORKBENCH_CHROMIUM")
    if named:
        found = shutil.which(named)
        if found is None:
            raise BrowserNotFoundError(f"WORKBENCH_CHROMIUM names {named!r}, which is not a program.")
        return Path(found)
    for name in NAMES:
        found = shutil.which(name)
        if found is not None:
            return Path(found)
    own = playwrights_own()
    if own.exists():
        return own
    raise BrowserNotFoundError(WHAT_TO_INSTALL)


def playwrights_own() -> Path:
    """Return where Playwright puts the browser it downloads, whether or not it has."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def main() -> int:
    """Find a browser or install one; 1 if there is none in the end."""
    try:
        return tell(f"Browser: {find_browser()}")
    except BrowserNotFoundError as error:
        if os.environ.get("WORKBENCH_CHROMIUM"):  # whoever names a browser wants that one
            return tell(str(error), status=1)
    for commands in (APT, PLAYWRIGHT) if may_use_apt() else (PLAYWRIGHT,):
        if run_all(commands):
            try:
                return tell(f"Browser: {find_browser()}")
            except BrowserNotFoundError:
                continue
    return tell(WHAT_TO_INSTALL, status=1)


def may_use_apt() -> bool:
    """Say whether Debian's packages can be installed without asking anyone."""
    return shutil.which("apt-get") is not None and hasattr(os, "geteuid") and os.geteuid() == 0


def run_all(commands: tuple[tuple[str, ...], ...]) -> bool:
    """Run commands one after another; say whether all went well."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return all(subprocess.run(command, env=environment, check=False).returncode == 0 for command in commands)


def tell(text: str, *, status: int = 0) -> int:
    """Print what happened and return the exit status that goes with it."""
    print(text, file=sys.stderr if status else sys.stdout)
    return status


if __name__ == "__main__":
    sys.exit(main())
