"""A file is there whole, old or new, whatever happens on the way."""

import os
import stat
from pathlib import Path

import pytest

from workbench.core.files import write_whole
from workbench.errors import InputError


def test_folders_are_made_and_text_is_utf_8_with_plain_lines(tmp_path):
    path = write_whole(tmp_path / "a" / "b" / "c.json", "é\nß\n")
    assert path.read_bytes() == b"\xc3\xa9\n\xc3\x9f\n"
    assert list(path.parent.iterdir()) == [path]


def test_file_that_is_there_is_replaced_and_keeps_who_may_read_it(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("old")
    path.chmod(0o640)
    write_whole(path, "new")
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_old_file_stays_where_writing_fails(tmp_path, monkeypatch):
    path = tmp_path / "a.json"
    path.write_text("old")

    def fail(_file):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(InputError) as error:
        write_whole(path, "new")
    assert str(error.value) == (
        f"{str(path)!r} cannot be written: No space left on device.\nChoose a folder that you may write to."
    )
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_text_that_is_no_unicode_leaves_nothing_behind(tmp_path):
    with pytest.raises(UnicodeEncodeError):
        write_whole(tmp_path / "a.json", "\ud800")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["file/a.json", "folder"])
def test_place_that_cannot_be_written_is_told(tmp_path, place):
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError) as error:
        write_whole(tmp_path / place, "new")
    first, second = str(error.value).split("\n")
    assert first.startswith(f"{str(tmp_path / place)!r} cannot be written: ")
    assert second == "Choose a folder that you may write to."
    assert sorted(Path(tmp_path).iterdir()) == [tmp_path / "file", tmp_path / "folder"]
