"""A report's file is whole at every moment, however its writing ends."""

import os
import signal
import stat
import subprocess
import sys
import time

import pandas as pd
import pytest

import workbench as wb
from workbench.errors import InputError
from workbench.report.formats import FORMATS, rendered

KILLS = 20

WRITER = """
import sys
from pathlib import Path
from workbench.core.files import write_whole

target, *versions = (Path(argument) for argument in sys.argv[1:])
contents = [version.read_bytes() for version in versions]
print("ready", flush=True)
while True:
    for content in contents:
        write_whole(target, content)
"""


@pytest.fixture(scope="module")
def documents():
    table = pd.DataFrame({"sex": ["m", "f"], "selected": [667, 555], "total": [1390, 1181]})
    audit = wb.audit_counts(table)
    return wb.build_report(audit, date="2026-11-20"), wb.build_report(audit, date="2026-11-21")


def test_a_killed_write_leaves_the_old_file_or_the_new_one(documents, tmp_path, rng):
    versions = [rendered(document, FORMATS[".html"]) for document in documents]
    for place, content in enumerate(versions):
        (tmp_path / str(place)).write_bytes(content)
    target = tmp_path / "report.html"
    target.write_bytes(versions[0])
    found = set()
    for _ in range(KILLS):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, target, tmp_path / "0", tmp_path / "1"], stdout=subprocess.PIPE
        ) as writer:
            writer.stdout.readline()
            time.sleep(float(rng.uniform(0, 0.02)))
            writer.send_signal(signal.SIGKILL)
        content = target.read_bytes()
        assert content in versions
        found.add(content)
        assert wb.verify_report(target).exit_code == 0
    assert found == set(versions)


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(documents, tmp_path, monkeypatch):
    target = wb.write_report(documents[0], tmp_path / "report.html")
    before = target.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(InputError) as error:
        wb.write_report(documents[1], target)
    assert str(error.value) == (
        f"{str(target)!r} cannot be written: No space left on device.\nChoose a folder that you may write to."
    )
    assert target.read_bytes() == before
    assert list(tmp_path.iterdir()) == [target]


def test_an_unknown_suffix_is_refused_with_what_there_is(documents, tmp_path):
    with pytest.raises(InputError) as error:
        wb.write_report(documents[0], tmp_path / "report.pptx")
    assert str(error.value) == (
        "'report.pptx' ends in '.pptx', which is no format of a report.\n"
        "A report's name ends in one of: .html, .htm, .pdf, .docx, .md, .json."
    )


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_who_may_read_it_is_as_for_any_new_file(documents, tmp_path, umask, mode):
    before = os.umask(umask)
    try:
        path = wb.write_report(documents[0], tmp_path / "report.html")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_link_stays_a_link(documents, tmp_path):
    (tmp_path / "real.html").write_text("old")
    (tmp_path / "link.html").symlink_to(tmp_path / "real.html")
    assert wb.write_report(documents[0], tmp_path / "link.html") == tmp_path / "real.html"
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "real.html").read_text().startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (None, "path is None.\nGive the name of a file, such as 'report.html'."),
        (
            "~no-such-person/x.html",
            "path is '~no-such-person/x.html', and there is no such home.\nName the folder in full.",
        ),
    ],
)
def test_what_is_no_path_is_refused(documents, path, message):
    with pytest.raises(InputError) as error:
        wb.write_report(documents[0], path)
    assert str(error.value) == message


def test_what_is_no_document_is_refused(tmp_path):
    with pytest.raises(InputError) as error:
        wb.write_report("report", tmp_path / "report.html")
    assert str(error.value) == "document is text, not a report.\nGive what build_report returns."


def test_a_path_that_no_file_can_have_is_refused(documents):
    with pytest.raises(InputError) as error:
        wb.write_report(documents[0], "a\0.html")
    assert str(error.value) == "path is 'a\\x00.html', which no file can be called.\nLeave out the character \\x00."


def test_an_unknown_format_is_refused_before_anything_is_computed(tmp_path):
    steps = []
    with pytest.raises(InputError):
        wb.report_data(wb.read_data("example:admissions"), tmp_path / "report.rtf", progress=steps.append)
    assert steps == []
