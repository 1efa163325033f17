"""The health page: versions, folders, and kernels, which are asked with a time limit."""

import asyncio
import json
import platform
import sys
import time
import venv
from pathlib import Path

import pytest

from workbench.core.version import __version__
from workbench.server import health, kernels
from workbench.server.health import Health, health_answer
from workbench.server.kernels import Kernel, ask_kernels
from workbench.templates import find_templates

INSTALL = f"Run in a cell of that kernel: %pip install notebook-workbench=={__version__}, then restart the kernel."


def specs(*argv, name="k", **more):
    spec = {"argv": list(argv), "display_name": "K", "language": "python", "metadata": {}, "env": {}, **more}
    return {name: {"resource_dir": "/nowhere", "spec": spec}}


def asked(found, seconds=20.0):
    [kernel] = asyncio.run(ask_kernels(found, seconds=seconds))
    return kernel


@pytest.fixture
def python(tmp_path):
    """Write a program that stands where a kernel's Python is; return its path."""

    def write(script, name="python3"):
        path = tmp_path / name
        path.write_text(f"#!{sys.executable}\n{script}\n")
        path.chmod(0o700)
        return str(path)

    return write


def answering(**answer):
    said = {"python": "3.12.1", "version": __version__, "other": None, "found": True, **answer}
    return f"print('a start-up file says hello')\nprint({json.dumps(said)!r})"


async def test_the_page_says_what_there_is(jp_fetch, folder, put):
    put("bank-audit")
    (folder / "broken.ipynb").write_text("no")
    answer = json.loads((await jp_fetch("workbench", "api", "health", request_timeout=60)).body)
    assert answer["schema"] == "workbench.health/1"
    assert answer["versions"]["notebook-workbench"] == __version__
    assert answer["versions"]["jupyter-server"].startswith("2.")
    assert answer["server"]["python"] == platform.python_version()
    assert [(one["source"], one["n_templates"]) for one in answer["folders"][:2]] == [
        ("Workbench", len(find_templates().templates)),
        ("Folder of the bank", 1),
    ]
    assert answer["problems"] == answer["folders"][1]["problems"]
    assert {"id": "bank-audit", "version": "0.1.0", "source": "Folder of the bank"} in answer["templates"]
    [own] = [one for one in answer["kernels"] if one["name"] == "python3"]
    assert (own["state"], own["python"], own["version"], own["said"]) == (
        "ready", platform.python_version(), __version__, "",
    )  # fmt: skip


async def test_many_requests_ask_each_kernel_once(jp_fetch, monkeypatch):
    asked_for = []

    async def ask(specs):
        asked_for.append(sorted(specs))
        await asyncio.sleep(0.05)
        return [Kernel("k", "K", "python", "ready")]

    monkeypatch.setattr(health, "ask_kernels", ask)
    answers = await asyncio.gather(*(jp_fetch("workbench", "api", "health") for _ in range(20)))
    assert len({answer.body for answer in answers}) == 1
    assert len(asked_for) == 1


def test_other_kernels_are_asked_anew(monkeypatch):
    asked_for = []

    async def ask(specs):
        asked_for.append(list(specs))
        return []

    async def three():
        shared = Health()
        await shared.kernels({"a": {}})
        await shared.kernels({"a": {}})
        await shared.kernels({"a": {}, "b": {}})
        shared._until = 0  # as after ten seconds
        await shared.kernels({"a": {}, "b": {}})

    monkeypatch.setattr(health, "ask_kernels", ask)
    asyncio.run(three())
    assert asked_for == [["a"], ["a", "b"], ["a", "b"]]


def test_a_home_folder_names_nobody(monkeypatch):
    catalogue = find_templates()
    home = Path(catalogue.folders[0].path).parent
    monkeypatch.setattr(health.Path, "home", lambda: home)
    [folder, *_] = health_answer(catalogue, [])["folders"]
    assert folder["path"] == f"~/{Path(catalogue.folders[0].path).name}"
    monkeypatch.setattr(health.Path, "home", lambda: Path(str(home)[:-1]))  # another person, whose name begins alike
    assert health_answer(catalogue, [])["folders"][0]["path"] == catalogue.folders[0].path
    monkeypatch.setattr(health.Path, "home", lambda: Path("/"))
    assert health_answer(catalogue, [])["folders"][0]["path"] == catalogue.folders[0].path


# Kernels.


@pytest.mark.parametrize("argv0", ["python", "python3", sys.executable])
def test_the_servers_own_python_is_ready(argv0):
    kernel = asked(specs(argv0, "-m", "ipykernel_launcher", "-f", "{connection_file}"))
    assert (kernel.state, kernel.python, kernel.version) == ("ready", platform.python_version(), __version__)


@pytest.mark.parametrize(
    ("answer", "state", "said"),
    [
        ({}, "ready", ""),
        ({"version": None}, "ready", ""),  # a source tree on the path
        ({"version": None, "found": False}, "missing", f"It does not have the workbench.\n{INSTALL}"),
        ({"version": "0.0.9"}, "other", f"It has version 0.0.9, and the server has {__version__}.\n{INSTALL}"),
        (
            {"other": "1.2", "version": None},
            "clash",
            "It has the package workbench, which is by someone else and has a module of the same name.\n"
            "Run in a cell of that kernel: %pip uninstall --yes workbench, then %pip install --force-reinstall "
            f"notebook-workbench=={__version__}, and restart it.",
        ),
    ],
)
def test_what_a_kernel_lacks_is_said_with_what_to_do(python, answer, state, said):
    kernel = asked(specs(python(answering(**answer)), "-m", "ipykernel_launcher"))
    assert (kernel.state, kernel.python, kernel.said) == (state, "3.12.1", said)


@pytest.mark.parametrize(
    "script",
    ["", "print('hello')", "print('[1]')", "print('{}')", "import sys; sys.exit(3)", "print('x' * 200_000)",
     "import os; os.write(1, bytes(range(256)))"],
)  # fmt: skip
def test_a_python_that_answers_nothing_of_use_is_told(python, script):
    kernel = asked(specs(python(script), "-m", "ipykernel_launcher"))
    assert (kernel.state, kernel.said) == (
        "silent",
        "Its Python gave no answer that can be read.\nStart the kernel; if it does not start either, install it anew.",
    )


def test_a_python_that_hangs_is_ended_with_all_that_it_started(python, tmp_path):
    script = (
        "import os, subprocess, sys, time\n"
        f"open({str(tmp_path / 'child')!r}, 'w').write(str(subprocess.Popen(['sleep', '60']).pid))\n"
        "time.sleep(60)"
    )
    begun = time.monotonic()
    kernel = asked(specs(python(script), "-m", "ipykernel_launcher"), seconds=2.5)
    assert kernel.said == (
        "Its Python did not answer within 2.5 seconds.\nStart the kernel; if it does not start either, install it anew."
    )
    assert time.monotonic() - begun < 30
    child = Path(f"/proc/{(tmp_path / 'child').read_text()}/stat")
    assert not child.exists() or child.read_text().split()[2] == "Z"


def test_a_python_that_is_gone_is_told(tmp_path):
    kernel = asked(specs(str(tmp_path / "python3.11"), "-m", "ipykernel_launcher"))
    assert kernel.said == (
        "Its Python cannot be started: No such file or directory.\n"
        "Start the kernel; if it does not start either, install it anew."
    )


@pytest.mark.parametrize(
    ("argv", "more"),
    [
        (["bash", "-c", "touch {marker}"], {}),
        (["{folder}/start-kernel", "-m", "ipykernel_launcher"], {}),
        (["python3"], {}),
        (["python3", "-m", "nb_conda_kernels.runner", "/opt/conda", "other"], {}),
        ([], {}),
        (["python", "-m", "ipykernel_launcher"], {"metadata": {"kernel_provisioner": {"provisioner_name": "remote"}}}),
        ([3], {}),
    ],
)
def test_what_is_started_by_other_means_is_not_run(tmp_path, argv, more):
    marker = tmp_path / "marker"
    argv = [str(one).format(marker=marker, folder=tmp_path) if isinstance(one, str) else one for one in argv]
    kernel = asked(specs(*argv, **more))
    assert (kernel.state, kernel.said) == (
        "unknown",
        "Its Python cannot be asked from here: it is started by another program, or elsewhere.\n"
        "Open a notebook with it; the guide says there what is missing.",
    )
    assert not marker.exists()


@pytest.mark.parametrize(
    "broken", [None, {}, {"spec": None}, {"spec": {"language": "R", "argv": ["python", "-m", "x"]}}]
)
def test_a_kernel_of_another_language_is_not_asked(broken):
    kernel = asked({"k": broken})
    assert (kernel.state, kernel.said) == ("other_language", "It runs no Python; templates need it.")


def test_another_environment_is_asked_what_it_has(tmp_path, monkeypatch):
    monkeypatch.delenv("PYTHONPATH", raising=False)
    venv.create(tmp_path / "bare", with_pip=False)
    python = tmp_path / "bare" / "bin" / "python"
    bare = asked(specs(str(python), "-Xfrozen_modules=off", "-m", "ipykernel_launcher"))
    assert (bare.state, bare.python, bare.version) == ("missing", platform.python_version(), "")
    [packages] = (tmp_path / "bare" / "lib").glob("python3*/site-packages")
    (packages / "workbench-0.4.dist-info").mkdir()
    (packages / "workbench-0.4.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: workbench\nVersion: 0.4\n"
    )
    assert asked(specs(str(python), "-m", "ipykernel_launcher")).state == "clash"


def test_what_lies_about_is_not_imported(tmp_path, monkeypatch):
    marker = tmp_path / "marker"
    for name in ("workbench", "json", "notebook_workbench"):
        (tmp_path / f"{name}.py").write_text(f"open({str(marker)!r}, 'w')\n")
    monkeypatch.chdir(tmp_path)
    assert asked(specs(sys.executable, "-m", "ipykernel_launcher")).state == "ready"
    assert not marker.exists()


def test_no_more_than_four_are_asked_at_once(monkeypatch):
    running, most = 0, 0

    async def run(*_):
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.01)
        running -= 1
        return answering().encode()

    monkeypatch.setattr(kernels, "_run", run)
    found = {f"k{n}": specs("python", "-m", "ipykernel_launcher")["k"] for n in range(60)}
    answers = asyncio.run(ask_kernels(found))
    assert most == 4
    assert len(answers) == 50
