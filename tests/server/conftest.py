"""A real Jupyter server, in this process, with the extension loaded."""

import pytest

# Imported here rather than named as a plugin: a plugin's event loop would be set up around every
# test of the project, and Playwright refuses to work inside one.
from pytest_jupyter.jupyter_server import *  # noqa: F403


@pytest.fixture
def jp_server_config():
    return {
        "ServerApp": {
            "jpserver_extensions": {"workbench": True, "jupyter_server_terminals": False},
            # Every route of every extension must ask who is there.
            "allow_unauthenticated_access": False,
        }
    }
