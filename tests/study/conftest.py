"""Studies in folders of their own."""

import pytest

from workbench.study.opening import open_study


@pytest.fixture
def study(tmp_path):
    return open_study(tmp_path / "loans")


@pytest.fixture
def anew(study):
    """Open the same study as another process would, which remembers nothing."""
    return lambda: open_study(study.path)
