"""A real Jupyter server, in this process, with the extension loaded."""

import json

import pytest

# Imported here rather than named as a plugin: a plugin's event loop would be set up around every
# test of the project, and Playwright refuses to work inside one.
from pytest_jupyter.jupyter_server import *  # noqa: F403

from workbench.templates import find_templates


@pytest.fixture
def folder(tmp_path):
    """Return the folder that the server's settings name."""
    path = tmp_path / "of the bank"
    path.mkdir()
    return path


@pytest.fixture
def put(folder):
    """Write a template of an id into a folder; return its path."""

    def write(id, place=folder, **changes):
        notebook = find_templates().get("00-first-report").read()
        notebook.metadata["workbench"].update(id=id, **changes)
        path = place / f"{id}.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return path

    return write


@pytest.fixture
def jp_server_config(folder):
    return {
        "ServerApp": {
            "jpserver_extensions": {"workbench": True, "jupyter_server_terminals": False},
            # Every route of every extension must ask who is there.
            "allow_unauthenticated_access": False,
        },
        "WorkbenchServerApp": {"template_folders": [str(folder)]},
    }
