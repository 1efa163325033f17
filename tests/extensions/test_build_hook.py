"""The build hook: a wheel never carries a bundle that its sources have left behind."""

import importlib.util
import json
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def load_hook():
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "extensions" / "hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


hatch_build = load_hook()


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A project whose bundle is fresh, and whose build is replaced by writing down what was built."""
    monkeypatch.delenv("WORKBENCH_SKIP_JAVASCRIPT", raising=False)
    files = {
        "extensions/package.json": "{}",
        "extensions/lab/src/index.ts": "export default [];",
        "extensions/lab/test/index.spec.ts": "",
        "notebooks/00-first-report.ipynb": "{}",
        "notebooks/notes.txt": "",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def run(command, **_):
        with (tmp_path / "commands").open("a") as commands:
            print(*command, file=commands)

    monkeypatch.setattr(hatch_build.subprocess, "run", run)
    (tmp_path / hatch_build.BUNDLE).mkdir(parents=True)
    hatch_build.build_bundle(tmp_path)
    (tmp_path / "commands").unlink()
    return tmp_path


def initialize(tree, target="wheel", version="standard"):
    """Run the hook as hatchling does; return what it asked of the wheel and which commands it ran."""
    build_data = {"shared_data": {}, "force_include": {}}
    hook = hatch_build.ExtensionBuildHook(str(tree), {}, None, None, str(tree), target)
    hook.initialize(version, build_data)
    commands = tree / "commands"
    return build_data, commands.read_text().splitlines() if commands.exists() else []


def change_a_source(tree):
    (tree / "extensions/lab/src/index.ts").write_text("export default [plugin];")


def test_fresh_bundle_is_shipped_as_it_is(tree):
    build_data, commands = initialize(tree)
    assert commands == []
    assert build_data["shared_data"] == {
        "workbench/labextension": "share/jupyter/labextensions/@workbench/lab",
        "extensions/install.json": "share/jupyter/labextensions/@workbench/lab/install.json",
    }


@pytest.mark.parametrize("target", ["wheel", "sdist"])
@pytest.mark.parametrize("version", ["standard", "editable"])
def test_changed_source_is_built_anew_without_moving_the_lock_file(tree, target, version):
    change_a_source(tree)
    _, commands = initialize(tree, target, version)
    assert commands == ["jlpm install --immutable", "jlpm build:prod"]
    assert hatch_build.is_fresh(tree)


def test_bundle_of_a_development_build_is_replaced(tree):
    # The bundler empties its folder, so what `jlpm build` leaves has no hash beside it.
    (tree / hatch_build.BUNDLE_HASH).unlink()
    _, commands = initialize(tree)
    assert commands == ["jlpm install --immutable", "jlpm build:prod"]


def test_renamed_source_is_a_changed_source(tree):
    (tree / "extensions/lab/src/index.ts").rename(tree / "extensions/lab/src/main.ts")
    assert not hatch_build.is_fresh(tree)


def test_test_is_no_source(tree):
    (tree / "extensions/lab/test/index.spec.ts").write_text("it('should', () => undefined);")
    assert hatch_build.is_fresh(tree)


def test_skipped_build_leaves_a_stale_bundle_out(tree, monkeypatch):
    monkeypatch.setenv("WORKBENCH_SKIP_JAVASCRIPT", "1")
    change_a_source(tree)
    build_data, commands = initialize(tree, version="editable")
    assert (build_data["shared_data"], commands) == ({}, [])


def test_build_after_a_skipped_one_is_whole(tree, monkeypatch):
    monkeypatch.setenv("WORKBENCH_SKIP_JAVASCRIPT", "1")
    change_a_source(tree)
    initialize(tree, version="editable")
    monkeypatch.delenv("WORKBENCH_SKIP_JAVASCRIPT")
    build_data, commands = initialize(tree, version="editable")
    assert len(commands) == 2
    assert "workbench/labextension" in build_data["shared_data"]


def test_wheel_carries_the_notebooks_as_the_template_library(tree):
    build_data, _ = initialize(tree)
    assert build_data["force_include"] == {
        str(tree / "notebooks/00-first-report.ipynb"): "workbench/templates/library/00-first-report.ipynb"
    }


@pytest.mark.parametrize(("target", "version"), [("wheel", "editable"), ("sdist", "standard")])
def test_notebooks_stay_in_place_otherwise(tree, target, version):
    assert initialize(tree, target, version)[0]["force_include"] == {}


def requirements(tree):
    return hatch_build.ExtensionBuildHook(str(tree), {}, None, None, str(tree), "wheel").dependencies()


def test_nothing_is_asked_for_when_there_is_nothing_to_build(tree, monkeypatch):
    assert requirements(tree) == []
    change_a_source(tree)
    monkeypatch.setenv("WORKBENCH_SKIP_JAVASCRIPT", "1")
    assert requirements(tree) == []


@pytest.mark.parametrize(
    ("answer", "served"),
    [("v18.19.0", False), ("v20.18.3", False), ("v20.19.0", True), ("v24.19.0", True), ("", False), (None, False)],
)
def test_node_is_asked_for_where_there_is_none_or_an_old_one(tree, monkeypatch, answer, served):
    change_a_source(tree)
    monkeypatch.setattr(hatch_build.shutil, "which", lambda _: None if answer is None else "node")
    version = hatch_build.subprocess.CompletedProcess([], 0, stdout=f"{answer}\n")
    monkeypatch.setattr(hatch_build.subprocess, "run", lambda *_, **__: version)
    asked = requirements(tree)
    assert asked == [hatch_build.BUILDER] if served else [hatch_build.BUILDER, hatch_build.NODE]


def test_every_listed_source_is_there():
    folder = ROOT / "extensions"
    assert [pattern for pattern in hatch_build.SOURCES if not any(folder.glob(pattern))] == []


def test_extension_and_library_have_one_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    package = json.loads((ROOT / "extensions/lab/package.json").read_text())
    assert package["version"] == project["version"]


def test_installed_extension_is_the_one_that_the_sources_make():
    installed = Path(sys.prefix) / hatch_build.SHARE / "sources.sha256"
    assert installed.is_file(), "The extension is not installed. Run: pip install -e ."
    current = hatch_build.sources_hash(ROOT)
    assert installed.read_text().strip() == current, "The extension has changed. Run: pip install -e ."


def test_lock_file_names_no_host():
    assert "://" not in (ROOT / "extensions/yarn.lock").read_text()
