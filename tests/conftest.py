"""What all tests share."""

import gc
import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

_SPEC = importlib.util.spec_from_file_location("pages", Path(__file__).with_name("pages.py"))
_PAGES = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_PAGES)

# How long an example takes is no test: what else the machine is doing decides it.
settings.register_profile("untimed", parent=settings(), deadline=None)
settings.load_profile("untimed")


def pytest_collection_finish():
    """Let what is imported by now be: no test frees it, and looking through it takes a sixth of the time."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def rng():
    """The one source of randomness in tests; the same in every run."""
    return np.random.default_rng(20261121)


@pytest.fixture
def run_workbench(monkeypatch, capsys, tmp_path):
    """Run ``workbench …`` in this process and an empty folder; return exit code, output and error stream."""
    from workbench import cli  # where no command is run, none is read

    monkeypatch.chdir(tmp_path)

    def run_command(*arguments):
        monkeypatch.setattr(sys, "argv", ["workbench", *map(str, arguments)])
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = end.code or 0
        captured = capsys.readouterr()
        return code, captured.out, captured.err.strip()

    return run_command


@pytest.fixture(scope="session")
def pages():
    """The pages of ``docs/`` whose code runs: :mod:`tests.pages`."""
    return _PAGES
