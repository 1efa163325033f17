"""How the browser is found, and what is said where there is none. No browser runs here."""

import pytest

from . import provide_browser
from .provide_browser import BrowserNotFoundError, find_browser, main


@pytest.fixture
def bare_machine(tmp_path, monkeypatch):
    """A machine without a browser: nothing on the path, nothing downloaded, nobody at root."""
    monkeypatch.delenv("WORKBENCH_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(provide_browser, "playwrights_own", lambda: tmp_path / "chrome")
    monkeypatch.setattr(provide_browser, "may_use_apt", lambda: False)
    monkeypatch.setattr(provide_browser, "run_all", lambda _: False)
    return tmp_path


def program(path):
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_named_browser_comes_first(bare_machine, monkeypatch):
    program(bare_machine / "chromium")
    named = program(bare_machine / "my-browser")
    monkeypatch.setenv("WORKBENCH_CHROMIUM", str(named))
    assert find_browser() == named


def test_named_browser_that_is_not_there_is_never_replaced(bare_machine, monkeypatch, capsys):
    program(bare_machine / "chromium")
    monkeypatch.setenv("WORKBENCH_CHROMIUM", "/nowhere/chromium")
    assert main() == 1
    assert capsys.readouterr().err == "WORKBENCH_CHROMIUM names '/nowhere/chromium', which is not a program.\n"


def test_chromium_on_the_path_comes_before_chrome(bare_machine):
    program(bare_machine / "google-chrome")
    chromium = program(bare_machine / "chromium")
    assert find_browser() == chromium


def test_downloaded_browser_serves_where_the_path_has_none(bare_machine):
    own = program(bare_machine / "chrome")
    assert find_browser() == own


@pytest.mark.usefixtures("bare_machine")
def test_bare_machine_is_told_what_to_install(capsys):
    with pytest.raises(BrowserNotFoundError) as missing:
        find_browser()
    text = (
        "There is no browser to test JupyterLab with.\n"
        "Install Chromium or Chrome (on Debian: apt-get install chromium), or run: playwright install chromium\n"
        "Where it is installed already, say so: WORKBENCH_CHROMIUM=/path/to/chromium"
    )
    assert str(missing.value) == text
    assert main() == 1
    assert capsys.readouterr().err == f"{text}\n"


def test_browser_is_installed_where_there_is_none(bare_machine, monkeypatch, capsys):
    monkeypatch.setattr(provide_browser, "run_all", lambda _: program(bare_machine / "chromium"))
    assert main() == 0
    assert capsys.readouterr().out == f"Browser: {bare_machine / 'chromium'}\n"


@pytest.mark.usefixtures("bare_machine")
def test_debian_comes_before_a_download(monkeypatch):
    tried = []
    monkeypatch.setattr(provide_browser, "may_use_apt", lambda: True)
    monkeypatch.setattr(provide_browser, "run_all", tried.append)
    main()
    assert tried == [provide_browser.APT, provide_browser.PLAYWRIGHT]
