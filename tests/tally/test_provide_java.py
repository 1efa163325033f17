"""How Java is found, and what is said where there is none. No Java runs here."""

import pytest

from . import provide_java
from .provide_java import WHAT_TO_INSTALL, find_java, main


@pytest.fixture
def bare_machine(tmp_path, monkeypatch):
    """A machine without Java, and nobody at root."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(provide_java, "may_use_apt", lambda: False)
    return tmp_path


def java(path, version):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2025-04-15' >&2\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    ("version", "is_enough"), [("17.0.15", True), ("21", True), ("11.0.2", False), ("1.8.0", False)]
)
def test_java_must_be_new_enough(bare_machine, version, is_enough):
    found = java(bare_machine / "java", version)
    assert find_java() == (found if is_enough else None)


def test_named_java_is_never_replaced(bare_machine, monkeypatch):
    java(bare_machine / "java", "17.0.1")
    monkeypatch.setenv("JAVA_HOME", str(bare_machine / "old"))
    java(bare_machine / "old" / "bin" / "java", "11.0.1")
    assert find_java() is None


def test_a_machine_without_java_is_told_what_to_install(bare_machine, capsys):
    java(bare_machine / "java", "11.0.1")
    assert main() == 1
    assert capsys.readouterr().err == WHAT_TO_INSTALL + "\n"


def test_root_on_debian_gets_java_installed(bare_machine, monkeypatch, capsys):
    java(bare_machine / "java", "11.0.1")

    def install(commands):
        java(bare_machine / "java", "17.0.15")
        return commands[-1][-1] == "openjdk-17-jre-headless"

    monkeypatch.setattr(provide_java, "may_use_apt", lambda: True)
    monkeypatch.setattr(provide_java, "run_all", install)
    assert main() == 0
    assert capsys.readouterr().out == f"Java: {bare_machine / 'java'}\n"
