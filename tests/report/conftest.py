"""IPython, as results are shown in it."""

import pytest
from IPython.core.interactiveshell import InteractiveShell


@pytest.fixture
def shell():
    """A shell of its own for each test."""
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()
