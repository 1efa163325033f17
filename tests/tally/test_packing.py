"""Arrays in JSON: nothing is inflated that does not have the shape its axes imply."""

import numpy as np
import pytest

from workbench.errors import InputError
from workbench.tally.packing import pack, unpack

COUNTS = np.dtype(np.int64)


@pytest.mark.parametrize("shape", [(2, 3), (None, 3), (None, None), None])
def test_an_array_of_the_shape_comes_back(shape):
    values = np.arange(6).reshape(2, 3)
    assert unpack(pack(values), "n", COUNTS, shape=shape).tolist() == values.tolist()


def test_an_array_without_numbers_comes_back():
    assert unpack(pack(np.zeros((0, 3), dtype=np.int64)), "n", COUNTS, shape=(0, 3)).shape == (0, 3)


@pytest.mark.parametrize(
    "change",
    [
        {"shape": [3, 2]},
        {"shape": [6]},
        {"shape": ["2", 3]},
        {"shape": [2.0, 3]},
        {"shape": [True, 3]},
        {"shape": None},
        {"dtype": "float64"},
        {"gzip": ""},
        {"gzip": "not base64"},
        {"gzip": pack(np.arange(7))["gzip"]},
        {"gzip": pack(np.arange(5))["gzip"]},
        {"gzip": pack(np.arange(6))["gzip"][:-8]},
    ],
)
def test_another_shape_or_content_is_refused(change):
    packed = pack(np.arange(6).reshape(2, 3)) | change
    with pytest.raises(InputError) as caught:
        unpack(packed, "n", COUNTS, shape=(2, 3))
    assert str(caught.value) == "n of the tally is damaged.\nGive what Tally.to_json wrote."
