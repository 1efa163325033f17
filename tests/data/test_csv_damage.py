"""Damaged CSV files are read with every cell, or refused in words: never a crash, a hang or a row that is lost."""

import datetime as dt
import faulthandler
from itertools import islice

import pytest

from workbench.data.sources import MISSING, ReadOptions, read_table
from workbench.errors import NotEnoughDataError, SourceError

from .damaged_csv import DAMAGE, damaged, found

LONGEST = 120  # seconds, after which a file counts as hanging
FEW, MANY = range(40), range(40, 200)


@pytest.fixture(autouse=True)
def watchdog():
    """End a test that hangs, with a traceback of where."""
    faulthandler.dump_traceback_later(LONGEST, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


def outcome(path, *, lazy):
    """Return what reading gives: the table, or the error."""
    try:
        return read_table(path, ReadOptions(lazy=lazy))
    except (SourceError, NotEnoughDataError) as error:
        return error


def is_kept(value, written):
    """Return whether a cell holds what is written in the file."""
    text = written.strip(" \t")
    if value is None:
        return text in MISSING
    if isinstance(value, bool):
        return text.lower() in ({"true", "1"} if value else {"false", "0"})
    if isinstance(value, (int, float)):
        return float(text) == value
    if isinstance(value, dt.datetime):
        return value == dt.datetime.fromisoformat(text)
    if isinstance(value, dt.date):
        return value == dt.date.fromisoformat(text)
    return value == text


def check(path, seed):
    kinds, separator, content = damaged(seed)
    path.write_bytes(content)
    expected = found(content, separator)
    read = outcome(path, lazy=False)
    stored = outcome(path, lazy=True)
    if isinstance(read, Exception):
        assert expected.refusals, (seed, kinds, str(read))
        assert (type(stored), str(stored)) == (type(read), str(read))
        return
    assert not expected.refusals, (seed, kinds)
    rows = expected.records[1:]
    table = read.table
    assert table.num_rows == len(rows), (seed, kinds)
    for place, column in enumerate(table.columns):
        for value, row in zip(column.to_pylist(), rows, strict=True):
            assert is_kept(value, row[place]), (seed, kinds, value, row[place])
    assert stored.held.read().equals(table), (seed, kinds)
    assert stored.held.read().schema.equals(table.schema)
    assert (stored.findings, stored.notes) == (read.findings, read.notes)


@pytest.mark.parametrize("seed", FEW)
def test_damaged_file_is_read_whole_or_refused(tmp_path, seed):
    check(tmp_path / "a.csv", seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", MANY)
def test_many_damaged_files_are_read_whole_or_refused(tmp_path, seed):
    check(tmp_path / "a.csv", seed)


def test_every_kind_of_damage_is_done_some_are_read_and_some_refused():
    made = [damaged(seed) for seed in (*FEW, *MANY)]
    assert len(DAMAGE) >= 15
    assert {kind for kinds, _, _ in made for kind in kinds} == set(DAMAGE)
    refused = [bool(found(content, separator).refusals) for _, separator, content in islice(made, len(FEW))]
    assert 10 <= sum(refused) <= 30
