"""Real files against plain pandas: every value of every column."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from workbench.data.sources import ReadOptions, read_table

FOLDER = Path(os.environ.get("WORKBENCH_REAL_DATA", Path(__file__).parents[2].parent / "shared" / "data"))
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no folder {FOLDER}: set WORKBENCH_REAL_DATA"),
]
FILES = ("adult_train.csv", "adult_test.csv", "boston_hmda.csv")


@pytest.mark.parametrize("lazy", [False, True], ids=["in memory", "on disk"])
@pytest.mark.parametrize("name", FILES)
def test_every_value_is_that_of_pandas(name, lazy):
    table = read_table(FOLDER / name, ReadOptions(lazy=lazy)).table
    theirs = pd.read_csv(FOLDER / name, skipinitialspace=True, keep_default_na=False, na_values=[""])
    assert [one.strip() for one in theirs.columns] == [one or "" for one in table.column_names]
    assert table.num_rows == len(theirs)
    for place, column in enumerate(table.columns):
        values = theirs.iloc[:, place]
        if pa.types.is_string(column.type):
            assert column.to_pylist() == [None if pd.isna(one) else one.strip() for one in values.astype(object)]
        else:
            assert np.array_equal(column.to_pandas(), values, equal_nan=True)
            assert pa.types.is_integer(column.type) == pd.api.types.is_integer_dtype(values.dtype)


@pytest.mark.parametrize("lazy", [False, True], ids=["in memory", "on disk"])
def test_missing_values_and_labels_are_as_asked(lazy):
    path = FOLDER / "adult_test.csv"
    recode = {"Y": {">50K.": ">50K", "<=50K.": "<=50K"}}
    read = read_table(path, ReadOptions(lazy=lazy, missing=["?"], recode=recode))
    theirs = pd.read_csv(path, skipinitialspace=True, na_values=["?"], keep_default_na=False)
    assert [column.null_count for column in read.table.columns] == theirs.isna().sum().tolist()
    assert read.table["Y"].to_pylist() == theirs.iloc[:, -1].str.strip(" .").tolist()
    assert [note.split(" of ")[0] for note in read.notes] == [
        "963 values '?'", "966 values '?'", "274 values '?'", "3,846 values '>50K.'", "12,435 values '<=50K.'"
    ]  # fmt: skip
