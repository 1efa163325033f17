"""``workbench templates`` and ``workbench new``: listing, checking and filling in from a terminal."""

import json

import nbformat
import pytest
from jsonschema import Draft202012Validator

from workbench.commands.templates import named_template
from workbench.errors import InputError
from workbench.templates import find_templates
from workbench.templates.schema import template_schema

FIRST = find_templates().get("00-first-report")


@pytest.fixture
def run(run_workbench, monkeypatch):
    """Run ``workbench …`` in this process and an empty folder; return exit code, output and error stream."""
    monkeypatch.delenv("WORKBENCH_TEMPLATES", raising=False)
    return run_workbench


@pytest.fixture
def own(tmp_path):
    """Write a small table."""
    path = tmp_path / "own.csv"
    path.write_text("hired,sex,age\n" + "yes,f,30\nno,m,40\n" * 10)
    return path


@pytest.fixture
def put(tmp_path):
    """Write a template with something changed; return its path."""

    def write(name, change=lambda _: None):
        notebook = FIRST.read()
        notebook.metadata["workbench"]["id"] = name.rpartition("/")[2]
        change(notebook.metadata["workbench"])
        path = tmp_path / f"{name}.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return path

    return write


def parameters(path):
    """Return what the first cell of a notebook sets."""
    [cell] = [cell for cell in nbformat.read(path, 4).cells if "parameters" in cell.metadata.get("tags", [])]
    names = {}
    exec(cell.source, names)  # noqa: S102 - a cell of ours
    return names


# Which there are.


def test_templates_are_listed_with_where_they_come_from(run, put, monkeypatch, tmp_path):
    put("bank/audit-loans", lambda fields: fields.update(title="Audit loans", purpose="For the bank", minutes=1))
    (tmp_path / "bank" / "broken.ipynb").write_text("no")
    monkeypatch.setenv("WORKBENCH_TEMPLATES", str(tmp_path / "bank"))
    code, out, _ = run("templates", "list")
    assert code == 0
    assert out.splitlines()[:2] == [
        "00-first-report: First report (about 5 minutes; Workbench)",
        "  From a table to a report that others can read, in eight lines",
    ]
    assert out.splitlines()[-4:] == [
        "audit-loans: Audit loans (about 1 minute; Folder bank)",
        "  For the bank",
        "Not taken: 'broken.ipynb' is not a notebook: Expecting value: line 1 column 1 (char 0).",
        "  Open it in JupyterLab, mend it there and save it, or take it out of the folder.",
    ]


def test_programs_get_the_cards_with_all_parameters(run):
    code, out, _ = run("templates", "list", "--json")
    answer = json.loads(out)
    assert (code, answer["schema"], answer["problems"]) == (0, "workbench.templates/1", [])
    assert answer["templates"] == [template.card() for template in find_templates().templates]
    for card in answer["templates"]:
        source = card.pop("source")
        assert source == "Workbench"
        assert not list(Draft202012Validator(template_schema()).iter_errors({"schema": "workbench.template/1", **card}))


def test_what_a_template_takes_is_shown_as_it_is_typed(run):
    code, out, _ = run("templates", "show", "30-build-model")
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "30-build-model 0.1.0: Build a model (Workbench)"
    assert lines[1].endswith("was seen first. For: Anyone who has prepared data. About 20 minutes.")
    for shown in (
        [
            "-p target=",
            "  Outcome: The column with the outcome. An example knows its own.",
            "  column: may be empty",
        ],
        [
            "-p margin=0.01",
            "  Margin: A difference up to this does not matter. Say it before you look.",
            "  number: 0 to 1",
        ],
        ["-p models=logistic_regression,boosted_trees"],
    ):
        at = lines.index(shown[0])
        assert lines[at : at + len(shown)] == shown
    assert "  list: columns of the data, may be empty" in lines
    assert "  number: 0 or more, whole numbers" in lines
    assert "  choice: none or sigmoid or isotonic" in lines
    assert "  column: may be empty for an example" in run("templates", "show", "00-first-report")[1].splitlines()
    assert run("templates", "show", "no-such")[0] == 2


@pytest.mark.parametrize("template", find_templates().templates, ids=lambda one: one.id)
def test_what_is_shown_can_be_typed(run, tmp_path, template):
    shown = [line for line in run("templates", "show", template.id)[1].splitlines() if line.startswith("-p ")]
    assert len(shown) == len(template.parameters)
    assert run("new", template.id, "-o", "a.ipynb", *(part for line in shown for part in line.split(" ", 1)))[0] == 0
    assert nbformat.read(tmp_path / "a.ipynb", 4) == template.read()


# Whether a file is one.


def test_all_that_is_bundled_keeps_the_contract(run):
    n = len(find_templates().templates)
    assert run("templates", "check") == (0, f"Notebooks checked: {n}. Not kept to the contract: 0.\n", "")
    assert run("templates", "check", FIRST.path.parent)[:2] == run("templates", "check")[:2]


def test_all_that_is_wrong_is_told_and_not_the_first_alone(run, put):
    put("bad", lambda fields: fields.update(version="1", minutes=0))
    put("good")
    assert run("templates", "check", "good.ipynb", "bad.ipynb") == (
        2,
        "'bad.ipynb', version is '1'.\n"
        "  Three numbers with dots between them, such as 1.2.0.\n"
        "'bad.ipynb', minutes is 0.\n"
        "  Give 1 or more.\n"
        "Notebooks checked: 2. Not kept to the contract: 1.\n",
        "",
    )


def test_two_of_one_id_are_told(run, put):
    put("a/one", lambda fields: fields.update(id="same"))
    put("a/two", lambda fields: fields.update(id="same"))
    assert run("templates", "check", "a", "a/one.ipynb")[:2] == (
        2,
        "'two.ipynb' has the id 'same', which 'one.ipynb' has too.\n  Give each an id of its own.\n"
        "Notebooks checked: 3. Not kept to the contract: 1.\n",
    )


def test_a_folder_without_notebooks_is_no_success(run, tmp_path):
    (tmp_path / "empty").mkdir()
    assert run("templates", "check", "empty")[:2] == (
        2,
        "The folder 'empty' has no notebooks.\n  Name the folder that has them.\n"
        "Notebooks checked: 0. Not kept to the contract: 1.\n",
    )


def test_a_path_that_is_not_there_is_told(run):
    assert run("templates", "check", "gone.ipynb") == (
        2, "", "Error: 'gone.ipynb' is not there.\nName a notebook, or a folder of notebooks.",
    )  # fmt: skip


def test_a_folder_of_the_environment_that_is_not_there_is_told(run, monkeypatch):
    monkeypatch.setenv("WORKBENCH_TEMPLATES", "/no/such/folder")
    code, out, _ = run("templates", "check")
    assert code == 2
    assert out.startswith("The folder 'folder', named in WORKBENCH_TEMPLATES, is not there.\n  Make it,")


def test_what_a_file_says_steers_no_terminal(run, put):
    put("bad", lambda fields: fields.update(version="\x1b[31mred\x1b[0m"))
    assert "\x1b" not in run("templates", "check", "bad.ipynb")[1]


# A notebook from a template.


@pytest.mark.usefixtures("own")
def test_a_notebook_is_written_with_the_values_filled_in(run, tmp_path):
    code, out, err = run(
        "new", "00-first-report", "-p", "data_source=own.csv", "-p", "target=hired", "-p", "favourable=yes",
        "-p", "protected=sex,age", "--parameter", "seed=3",
    )  # fmt: skip
    path = tmp_path / "first-report.ipynb"
    assert (code, out, err) == (0, f"Notebook: {path}\n", "")
    nbformat.validate(nbformat.read(path, 4))
    written = parameters(path)
    assert (written["data_source"], written["target"], written["protected"], written["seed"]) == (
        "own.csv", "hired", ["sex", "age"], 3,
    )  # fmt: skip
    assert written["report_path"] == "first-report.html"
    assert nbformat.read(path, 4).metadata["workbench"] == FIRST.read().metadata["workbench"]


def test_a_notebook_for_ones_own_table_keeps_nothing_of_the_example(run, tmp_path):
    (tmp_path / "decided.csv").write_text("hired,gender\nyes,f\nno,m\n")
    (tmp_path / "sub").mkdir()
    given = ["-p", "data_source=decided.csv", "-p", "decision=hired", "-p", "protected=gender"]
    for place in ("mine.ipynb", "sub/mine.ipynb"):
        run("new", "55-audit-decisions", *given, "-o", place)
        cells = nbformat.read(tmp_path / place, as_version=4).cells
        [source] = [cell.source for cell in cells if "parameters" in cell.metadata.get("tags", [])]
        assert "\nwithin = []" in source


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize("place", ["there/a.ipynb", "../a.ipynb"])
def test_a_notebook_elsewhere_finds_the_same_file(run, tmp_path, place):
    code, out, _ = run("new", "00-first-report", "-p", "data_source=own.csv", "-p", "target=hired", "-o", place)
    assert code == 0
    path = tmp_path / place
    assert out == f"Notebook: {path.resolve()}\n"
    source = parameters(path)["data_source"]
    assert (path.parent / source).resolve() == tmp_path / "own.csv"
    path.unlink()


def test_whole_paths_and_examples_stay_as_they_are(run, own, tmp_path):
    run("new", "00-first-report", "-p", f"data_source={own}", "-p", "target=hired", "-o", "there/a.ipynb")
    assert parameters(tmp_path / "there/a.ipynb")["data_source"] == str(own)
    run("new", "00-first-report", "-p", "data_source=example:care", "-p", "target=home_visit", "-o", "there/b.ipynb")
    assert parameters(tmp_path / "there/b.ipynb")["data_source"] == "example:care"


@pytest.mark.usefixtures("own")
def test_all_that_is_wrong_with_the_values_is_told(run, tmp_path):
    code, out, err = run(
        "new", "00-first-report", "-p", "data_source=own.csv", "-p", "protected=gender", "-p", "seed=1.5", "-p", "sed=3"
    )
    assert (code, out) == (2, "")
    assert err == (
        "Error: target: Outcome is empty.\nOnly a bundled example knows its own; say it for your data.\n"
        "protected: Protected columns has an item that is 'gender', which is no column of the data.\n"
        "Give one of its 3 columns.\n"
        "seed: Seed is 1.5.\nGive a whole number.\n"
        "'sed' is no parameter of this template.\nDid you mean 'seed'?"
    )
    assert not list(tmp_path.glob("*.ipynb"))


def test_a_table_is_looked_into_as_it_is_said_to_be_read(run, tmp_path):
    rows = "größe;geschlecht;ja\n" + "1,5;f;1\n2,5;m;0\n" * 10
    (tmp_path / "own.csv").write_bytes(rows.encode("latin-1"))
    asked = ("new", "00", "-p", "data_source=own.csv", "-p", "target=ja", "-p", "protected=geschlecht")
    code, _, err = run(*asked)
    assert code == 2
    assert "(in a form: Read with, encoding=latin-1)" in " ".join(err.split())
    code, _, err = run(*asked, "-p", 'reading=["encoding=latin-1", "encoding=utf-8"]')
    assert code == 2
    assert "reading says encoding twice: 'latin-1' and 'utf-8'." in " ".join(err.split())
    code, _, err = run(*asked, "-p", 'reading=["encoding=latin-1", "decimal=,"]')
    assert (code, err) == (0, "")
    assert 'reading = ["encoding=latin-1", "decimal=,"]' in (tmp_path / "first-report.ipynb").read_text().replace(
        "\\", ""
    )


def test_a_table_that_is_not_there_is_told_before_anything_is_written(run, tmp_path):
    code, _, err = run("new", "00-first-report", "-p", "data_source=gone.csv", "-p", "target=x")
    assert code == 2
    assert "'gone.csv'" in err
    assert not list(tmp_path.iterdir())


def test_no_address_is_asked(run, tmp_path):
    code, _, err = run("new", "00-first-report", "-p", "data_source=https://no.invalid/a.csv", "-p", "target=x")
    assert (code, err) == (0, "")
    assert parameters(tmp_path / "first-report.ipynb")["data_source"] == "https://no.invalid/a.csv"


def test_a_large_table_is_not_read(run, own, monkeypatch):
    monkeypatch.setattr("workbench.commands.looking._LARGEST", own.stat().st_size - 1)
    code, _, _ = run("new", "00-first-report", "-p", "data_source=own.csv", "-p", "target=not_there")
    assert code == 0


@pytest.mark.parametrize("kind", ["file", "link", "folder"])
def test_nothing_is_overwritten(run, tmp_path, kind):
    path = tmp_path / "first-report.ipynb"
    if kind == "file":
        path.write_text("mine")
    elif kind == "link":
        path.symlink_to(tmp_path / "nowhere")
    else:
        path.mkdir()
    code, out, err = run("new", "00-first-report")
    assert (code, out) == (2, "")
    assert err == "Error: 'first-report.ipynb' is there already.\nGive another name: -o first-report-2.ipynb."
    assert not (tmp_path / "nowhere").exists()
    assert kind != "file" or path.read_text() == "mine"


def test_a_file_that_comes_meanwhile_is_not_overwritten(run, tmp_path, monkeypatch):
    path = tmp_path / "first-report.ipynb"
    monkeypatch.setattr("workbench.commands.new.looked_at_files", lambda *_: path.write_text("mine") and ({}, {}))
    code, _, err = run("new", "00-first-report")
    assert (code, err) == (
        2, "Error: 'first-report.ipynb' is there already.\nGive another name: -o first-report-2.ipynb.",
    )  # fmt: skip
    assert path.read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "err"),
    [
        (
            ["00-first-reprt"],
            "Error: TEMPLATE is '00-first-reprt'.\nAllowed are: '00-first-report', ",
        ),
        (["../x.ipynb"], "Error: 'x.ipynb' is not a file.\nName a notebook, which ends in .ipynb."),
        (
            ["00-first-report", "-o", "a.html"],
            "Error: --output is 'a.html', which is no name of a notebook.\nLet it end in .ipynb.",
        ),
        (["00-first-report", "-p", "seed"], "Error: -p is 'seed'.\nWrite a name, = and a value: -p seed=7."),
        (["00-first-report", "-o", "/proc/no/a.ipynb"], "Error: '/proc/no/a.ipynb' cannot be written: "),
    ],
)
def test_a_wrong_call_is_told(run, arguments, err):
    code, out, said = run("new", *arguments)
    assert (code, out) == (2, "")
    assert said.startswith(err)


def test_a_notebook_file_is_a_template_too(run, put, tmp_path):
    put("mine/of-ours")
    assert run("new", "mine/of-ours.ipynb", "-p", "seed=4")[0] == 0
    assert parameters(tmp_path / "of-ours.ipynb")["seed"] == 4


def test_values_with_hostile_text_stay_text(run, tmp_path):
    hostile = '"; __import__("os").system("touch hit"); "'
    assert run("new", "00-first-report", "-p", f"owner={hostile}")[0] == 0
    assert parameters(tmp_path / "first-report.ipynb")["owner"] == hostile
    assert not (tmp_path / "hit").exists()


@pytest.mark.parametrize("template", find_templates().templates, ids=lambda one: one.id)
def test_every_template_is_written_with_its_defaults(run, tmp_path, template):
    assert run("new", template.id, "-o", "a.ipynb")[0] == 0
    assert nbformat.read(tmp_path / "a.ipynb", 4) == template.read()


def test_a_good_outcome_that_the_column_does_not_have_is_refused(run, tmp_path):
    table = tmp_path / "own.csv"
    table.write_text("bewilligt,geschlecht\nja,w\nnein,m\nja,m\n", encoding="utf-8")
    given = ("-p", f"data_source={table}", "-p", "target=bewilligt", "-p", "protected=geschlecht")
    out = str(tmp_path / "own.ipynb")
    code, _, err = run("new", "20", *given, "-p", "favourable=yes", "-o", out)
    assert (code, err) == (
        2,
        "Error: favourable: Good outcome is 'yes', which the column does not have.\nGive one of: 'ja', 'nein'.",
    )
    assert run("new", "20", *given, "-p", "favourable=ja", "-o", out)[0] == 0


def test_the_beginning_of_an_id_is_enough_where_one_template_has_it():
    assert named_template("55").id == "55-audit-decisions"
    with pytest.raises(InputError):
        named_template("5")
    with pytest.raises(InputError):
        named_template("")
