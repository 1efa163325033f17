"""Several processes save at once: whoever reads finds whole results."""

import subprocess
import sys
from pathlib import Path
from threading import Thread

from workbench.study.opening import open_study

from . import kinds

CODE = """
import sys, dataclasses
sys.path.insert(0, sys.argv[1])
import kinds
from workbench.study.opening import open_study
study, me = open_study(sys.argv[2]), sys.argv[3]
split = kinds.split()
for turn in range(6):
    data = kinds.data() if (turn + int(me)) % 2 else dataclasses.replace(kinds.data(), name=f"{me}-{turn}")
    study.save(data)
    if turn % 3 == int(me):
        study.save(split)
    study.overrule("WB101", reason=f"Said by {me} at {turn}.", scope=f"of {me}")
    assert study.load("dataset").n_rows == 240
    study.status()
print("done")
"""


def test_processes_that_save_at_once_leave_no_half_result(tmp_path):
    folder = tmp_path / "loans"
    command = [sys.executable, "-c", CODE, str(Path(__file__).parent), str(folder)]
    running = [
        subprocess.Popen([*command, str(me)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for me in range(3)
    ]
    for one in running:
        out, errors = one.communicate(timeout=240)
        assert out == "done\n", errors
    study = open_study(folder)
    status = study.status()
    assert status.one("dataset").state == "fresh"
    assert study.load("dataset").n_rows == 240
    assert study.load("split").train.n_rows == 168
    assert {one.scope for one in study.overruled} == {"of 0", "of 1", "of 2"}
    assert len(list((folder / "results" / "files").iterdir())) == 3
    assert [one for one in folder.rglob(".*") if one.name != ".lock"] == []


def test_one_writes_at_a_time(study):
    done = []
    other = Thread(target=lambda: done.append(study.save(kinds.data())))
    with study._folder.locked() as is_alone:
        assert is_alone
        other.start()
        other.join(0.5)
        assert done == []
    other.join(30)
    assert [one.is_new for one in done] == [True]
