"""Where templates are found: folders of people and of packages, which one wins, and what is told of the rest."""

import json
import os
import sys
import textwrap

import pytest

from workbench.templates import find_templates, finding, folders
from workbench.templates.folders import template_folders

FIRST = find_templates().get("00-first-report")


@pytest.fixture(autouse=True)
def nothing_around(monkeypatch):
    """Look into our own folder alone, whatever this machine has."""
    monkeypatch.delenv("WORKBENCH_TEMPLATES", raising=False)
    monkeypatch.setattr(finding, "_KNOWN", {})


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "of the bank"
    path.mkdir()
    return path


def put(folder, name, id=None, title="Ours"):
    """Write a template of that id; return its path."""
    notebook = FIRST.read()
    notebook.metadata["workbench"].update(id=id or name, title=title)
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def test_our_own_are_found_without_any_problem():
    catalogue = find_templates()
    assert catalogue.problems == ()
    assert [(one.source, one.n_templates) for one in catalogue.folders] == [("Workbench", len(catalogue.templates))]
    assert catalogue.get("no-such") is None


def test_a_folder_of_the_environment_is_looked_into_after_ours(folder, monkeypatch):
    put(folder, "a-bank")
    monkeypatch.setenv("WORKBENCH_TEMPLATES", os.pathsep.join(["", str(folder), str(folder)]))
    catalogue = find_templates()
    assert catalogue.templates[-1].id == "a-bank"
    assert catalogue.get("a-bank").source == "Folder of the bank"
    assert catalogue.get("a-bank").card()["source"] == "Folder of the bank"
    assert [one.source for one in catalogue.folders] == ["Workbench", "Folder of the bank"]
    assert catalogue.folders[1].to_json() == {
        "path": str(folder), "source": "Folder of the bank", "n_templates": 1, "problems": [],
    }  # fmt: skip


def test_folders_are_looked_into_in_their_order_and_the_first_of_an_id_is_taken(tmp_path, monkeypatch):
    for name in ("env", "server"):
        (tmp_path / name).mkdir()
        put(tmp_path / name, "mine", title=f"From {name}")
    put(tmp_path / "server", "b-other", id="mine")
    put(tmp_path / "server", "00-first-report")
    monkeypatch.setenv("WORKBENCH_TEMPLATES", str(tmp_path / "env"))
    catalogue = find_templates([tmp_path / "server"])
    assert catalogue.get("mine").title == "From env"
    assert catalogue.get("00-first-report").source == "Workbench"
    said = "The first one is taken; give this one another id."
    assert catalogue.problems == (
        "'00-first-report.ipynb' of Folder server has the id '00-first-report', which one of Workbench has too.\n"
        + said,
        f"'b-other.ipynb' of Folder server has the id 'mine', which one of Folder env has too.\n{said}",
        f"'mine.ipynb' of Folder server has the id 'mine', which one of Folder env has too.\n{said}",
    )


def test_two_of_one_folder_with_the_same_id_are_told(folder):
    put(folder, "a", id="same")
    put(folder, "b", id="same")
    [problem] = find_templates([folder]).problems
    assert problem == (
        "'b.ipynb' of Folder of the bank has the id 'same', which a template of the same source has too.\n"
        "The first one is taken; give this one another id."
    )


def test_problems_are_told_and_the_rest_is_found(folder):
    put(folder, "a-good")
    for name in ("b.ipynb", ".c.ipynb", "d.txt"):
        (folder / name).write_text("not json")
    catalogue = find_templates([folder])
    assert catalogue.get("a-good") is not None
    assert catalogue.problems == (
        "'b.ipynb' is not a notebook: Expecting value: line 1 column 1 (char 0).\n"
        "Open it in JupyterLab, mend it there and save it, or take it out of the folder.",
    )


def test_a_folder_that_is_not_there_is_told(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("WORKBENCH_TEMPLATES", str(tmp_path / "gone"))
    catalogue = find_templates([tmp_path / "file", "a\0b"])
    assert catalogue.problems == (
        "The folder 'gone', named in WORKBENCH_TEMPLATES, is not there.\nMake it, or take it out of there.",
        "The folder 'file', named in the settings of the server, is not a folder.\nMake it, or take it out of there.",
        "The folder 'a\\x00b', named in the settings of the server, is not there.\nMake it, or take it out of there.",
    )
    assert catalogue.templates


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_told(folder):
    folder.chmod(0)
    try:
        [problem] = find_templates([folder]).problems
    finally:
        folder.chmod(0o700)
    assert problem == "The folder 'of the bank' cannot be read: Permission denied.\nCheck who may look into it."


def test_a_folder_that_fails_while_it_is_read_is_told(folder, monkeypatch):
    def fail(_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(finding, "notebooks_in", fail)
    assert find_templates([folder]).problems[-1] == (
        "The folder 'of the bank' cannot be read: Input/output error.\nCheck who may look into it."
    )


def test_a_link_out_of_the_folder_is_not_followed(folder, tmp_path):
    outside = put(tmp_path, "outside")
    (folder / "a.ipynb").symlink_to(outside)
    (folder / "b.ipynb").symlink_to(tmp_path / "gone.ipynb")
    (folder / "round.ipynb").symlink_to(folder / "round.ipynb")
    inside = put(folder, "c-inside")
    (folder / "d.ipynb").symlink_to(inside)
    catalogue = find_templates([folder])
    assert [one.id for one in catalogue.templates if one.source != "Workbench"] == ["c-inside"]
    link = "is a link out of its folder, and is not followed.\nPut the notebook itself there."
    assert catalogue.problems[:2] == (f"'a.ipynb' {link}", f"'b.ipynb' {link}")
    assert "which a template of the same source has too" in catalogue.problems[2]
    assert catalogue.problems[3].startswith("'round.ipynb' ")


def test_a_folder_that_is_a_link_is_looked_into(folder, tmp_path):
    put(folder, "mine")
    (tmp_path / "link").symlink_to(folder)
    assert find_templates([tmp_path / "link"]).get("mine").source == "Folder link"


def test_a_pipe_is_not_read(folder):
    os.mkfifo(folder / "pipe.ipynb")
    assert find_templates([folder]).problems == ("'pipe.ipynb' is not a file.\nName a notebook, which ends in .ipynb.",)


def test_a_file_is_read_again_only_when_it_has_changed(folder, monkeypatch):
    path = put(folder, "mine", title="Before")
    (folder / "broken.ipynb").write_text("no")
    read, load = [], finding.load_template
    monkeypatch.setattr(finding, "load_template", lambda path, source: read.append(path.name) or load(path, source))
    first = find_templates([folder])
    assert sorted(read)[-2:] == ["broken.ipynb", "mine.ipynb"]
    read.clear()
    assert find_templates([folder]) == first
    assert read == []
    path.write_text(path.read_text().replace('"Before"', '"Afterwards"'))
    assert find_templates([folder]).get("mine").title == "Afterwards"
    assert read == ["mine.ipynb"]
    path.unlink()
    assert find_templates([folder]).get("mine") is None


# Packages that bring templates.


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Install a package that names a folder of its own under an entry point; running any of it fails."""
    site = tmp_path / "site"
    (site / "acme_rules" / "notebooks" / "finance").mkdir(parents=True)
    (site / "acme_rules" / "__init__.py").write_text("raise SystemExit('it was run')")

    def install(value, name="acme"):
        info = site / "acme_rules-2.1.0.dist-info"
        info.mkdir(exist_ok=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-rules\nVersion: 2.1.0\n")
        (info / "entry_points.txt").write_text(f"[workbench.templates]\n{name} = {value}\n")
        monkeypatch.syspath_prepend(str(site))
        return site / "acme_rules"

    return install


@pytest.mark.parametrize(
    ("value", "inside"),
    [
        ("acme_rules", "."),
        ("acme_rules.notebooks", "notebooks"),
        ("acme_rules:notebooks", "notebooks"),
        ("acme_rules.notebooks:finance", "notebooks/finance"),
    ],
)
def test_a_package_brings_templates_and_none_of_it_is_run(package, value, inside):
    put(package(value) / inside, "acme-audit")
    catalogue = find_templates()
    assert catalogue.problems == ()
    assert catalogue.get("acme-audit").source == "Package acme-rules 2.1.0"
    assert "acme_rules" not in sys.modules


def test_a_package_that_comes_later_is_found_and_declarations_are_read_once(package, monkeypatch):
    read, entry_points = [], folders.metadata.entry_points
    monkeypatch.setattr(folders.metadata, "entry_points", lambda **group: read.append(group) or entry_points(**group))
    folders._entry_points.cache_clear()
    find_templates()
    find_templates()
    assert len(read) == 1
    put(package("acme_rules"), "acme-audit")
    assert find_templates().get("acme-audit") is not None
    assert len(read) == 2


@pytest.mark.parametrize("value", ["acme_rules:nothing", "no_such_package", "no_such_package.sub:x"])
def test_a_package_without_its_folder_is_told(package, value):
    package(value)
    catalogue = find_templates()
    assert catalogue.problems == (
        f"The package of the entry point 'acme' has no folder {value!r}.\nInstall it anew, or tell those who made it.",
    )
    assert catalogue.get("00-first-report") is not None


@pytest.mark.parametrize("value", ["..etc", "not a package!", ""])
def test_a_package_that_names_nonsense_is_told(package, value):
    package(value)
    [problem] = find_templates().problems
    assert problem.startswith("The package of the entry point 'acme' ")
    assert problem.endswith(".\nInstall it anew, or tell those who made it.")


def test_a_package_whose_finder_fails_is_told(package, monkeypatch):
    class Broken:
        @staticmethod
        def find_spec(name, *_):
            if name == "acme_rules":
                raise RuntimeError("out of order")

    package("acme_rules")
    monkeypatch.setattr(sys, "meta_path", [Broken, *sys.meta_path])
    assert find_templates().problems == (
        "The package of the entry point 'acme' cannot be found: RuntimeError: out of order.\n"
        "Install it anew, or tell those who made it.",
    )


def test_a_link_of_a_package_leads_nowhere_else(package, tmp_path):
    folder = package("acme_rules:notebooks") / "notebooks"
    (folder / "a.ipynb").symlink_to(put(tmp_path, "outside"))
    assert find_templates().problems == (
        "'a.ipynb' is a link out of its folder, and is not followed.\nPut the notebook itself there.",
    )


def test_ours_come_from_the_wheel_where_there_is_one(tmp_path, monkeypatch):
    library = tmp_path / "templates" / "library"
    library.mkdir(parents=True)
    monkeypatch.setattr("workbench.templates.folders.__file__", str(tmp_path / "templates" / "folders.py"))
    assert template_folders()[0].path == library
    library.rmdir()
    assert [one for one in template_folders() if one.source == "Workbench"] == []


def test_names_stand_for_code_until_they_are_used():
    import subprocess

    code = textwrap.dedent("""
        import sys, workbench.templates
        print("nbformat" in sys.modules, workbench.templates.find_templates.__name__, "nbformat" in sys.modules)
        try:
            workbench.templates.no_such
        except AttributeError as error:
            print(error)
    """)
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed == "False find_templates True\nmodule 'workbench.templates' has no attribute 'no_such'\n"
