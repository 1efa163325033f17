"""What all tests share."""

import numpy as np
import pytest


@pytest.fixture
def rng():
    """The one source of randomness in tests; the same in every run."""
    return np.random.default_rng(20261121)
