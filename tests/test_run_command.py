"""``workbench run``: what runs, what is skipped and why, what is said of a failure, and the exit code."""

import json
import os
import sys
from copy import deepcopy

import nbformat
import pytest

import workbench.cli
from workbench.commands.resuming import plan_to_resume, with_outputs_of
from workbench.core.flow import flow_of
from workbench.core.following import MIME
from workbench.core.source_hash import hash_of_source
from workbench.templates.cell import assignments
from workbench.templates.records import Kept
from workbench.templates.steps import StudyKnown


def code(source, step="", **metadata):
    workbench = {"workbench": {"step": step, "title": step.capitalize(), "why": "So."}} if step else {}
    return nbformat.v4.new_code_cell(source, metadata=workbench | metadata)


def notebook(*cells):
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=list(cells), metadata={"kernelspec": kernel})


def ran(*cells, results=None, values=None, kernel="1" * 16):
    """A notebook that ran: each cell with the record that its source gives; ``results`` are fingerprints by name."""
    made = notebook(*cells)
    known = set()
    for place, cell in enumerate(made.cells):
        flow = flow_of(cell.source, known)
        known |= set(flow.defines)
        cell.outputs = [
            nbformat.v4.new_output(
                "display_data",
                {
                    MIME: {
                        "schema": "workbench.step/1", "hash": hash_of_source(cell.source), "kernel": kernel,
                        "run": place + 1, "ran": "2026-01-31T12:00:00Z", "seconds": 1, "state": "done", "said": "",
                        "uses": list(flow.uses), "defines": list(flow.defines), "findings": [], "saved": [],
                        "values": {name: (values or {})[name] for name in flow.defines if name in (values or {})},
                        "results": [
                            {"name": name, "kind": "K", "stage": name, "fingerprint": f"result:{name}", "inputs": []}
                            for name in flow.defines if name in (results or ())
                        ],
                    }
                },
            )
        ]  # fmt: skip
    return made


def study(*names):
    return StudyKnown(tuple(Kept(name, "main", f"result:{name}") for name in names))


CELLS = [
    code("import workbench as wb\nstudy = open_it()", "open"),
    code("data = wb.read('x')", "read"),
    code("rates = wb.count(data)", "count"),
    code("report = wb.tell(rates, data, study)", "tell"),
]
VALUES = {"wb": "module:workbench", "study": "study:0"}


def stopped_at(place, results=("data",), values=VALUES):
    """A run of the cells above of which one and all below it did not run."""
    made = ran(*deepcopy(CELLS), results=results, values=values)
    for cell in made.cells[place:]:
        cell.outputs = []
    return made


def test_what_is_in_the_study_is_loaded_in_place_of_its_cell():
    plan = plan_to_resume(stopped_at(3), study("data"))
    load = "data = __import__('workbench').open_study().load('data', 'main')"
    assert plan.skipped == {
        0: "wb = __import__('importlib').import_module('workbench')\nstudy = __import__('workbench').open_study()",
        1: load,
    }
    assert plan.said == (
        "Goes on: step 'Tell' has not run as it is now.",
        "Skipped, as done and unchanged: step 'Open', step 'Read'.",
        "Loaded from the study: data.",
        "Run again, for what they make: step 'Count'.",
    )


def test_what_is_not_in_the_study_is_made_again_by_its_cells_alone():
    made = stopped_at(3)
    made.cells.insert(1, ran(code("unneeded = 1", "long")).cells[0])
    plan = plan_to_resume(made, study())
    assert set(plan.skipped) == {0, 1}  # what was opened is opened without its cell; nobody reads what took long
    assert plan.skipped[1] == ""
    assert plan_to_resume(made, None).skipped == plan.skipped


def test_another_result_of_the_same_name_is_not_loaded():
    other = StudyKnown((Kept("data", "main", "result:other"),))
    assert "load" not in str(plan_to_resume(stopped_at(3), other).skipped)


def test_a_name_that_was_bound_twice_is_what_it_was_for_each_reader():
    """The reader of the first one runs again, so the first one is made for it, before the second takes its place."""
    cells = [
        code("model = first()", "first"),
        code("choice = choose(model)", "choose"),
        code("model = choice.accept()", "accept"),
        code("tell(model, choice)", "tell"),
    ]
    made = ran(*cells, results=("model",))
    made.cells[3].outputs = []
    record = made.cells[0].outputs[0]["data"][MIME]["results"][0]
    record["fingerprint"] = "result:earlier"
    record["name"] = "model"
    for cell in made.cells:
        for one in cell.outputs:
            one["data"][MIME]["uses"] = [name for name in one["data"][MIME]["uses"] if name not in ("first", "choose")]
    made.cells[3].source = "len(model, choice)"
    plan = plan_to_resume(made, study("model"))
    assert plan.skipped == {2: "model = __import__('workbench').open_study().load('model', 'main')"}


def test_what_a_cell_that_is_still_to_run_binds_is_not_asked_of_those_above():
    made = ran(code("n = 1", "long"), code("n = 2", "anew"), code("print(n)", "tell"))
    for cell in made.cells[1:]:
        cell.outputs = []
    assert plan_to_resume(made, None).skipped == {0: ""}


def test_without_a_change_nothing_runs():
    plan = plan_to_resume(stopped_at(4), study())
    assert plan.skipped == dict.fromkeys(range(4), "")
    assert plan.said == ("Every cell is done and unchanged; none is run again.",)


def test_where_results_are_wanted_they_are_loaded_or_made():
    plan = plan_to_resume(stopped_at(4, results=("data", "rates")), study("data"), wants_results=True)
    assert set(plan.skipped) == {0, 1, 3}
    assert ".load('data'" in plan.skipped[1]
    assert plan.said[0] == "Every cell is done and unchanged."


def test_a_notebook_without_cells_has_nothing_to_run():
    assert plan_to_resume(notebook(), None).said == ("There is nothing to run.",)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda cells: cells[0].update(outputs=[]), "step 'Open' has not run as it is now"),
        (lambda cells: cells[0].update(source="wb = 1"), "step 'Open' was changed since"),
        (lambda cells: cells[3].update(source="%%sql\nselect"), "what step 'Tell' reads cannot be told"),
        (lambda cells: cells[3].update(source="a ="), "what step 'Tell' reads cannot be told"),
        (lambda cells: cells[3].update(source="tell(gone)"), "step 'Tell' reads 'tell', and no cell above makes it"),
        (
            lambda cells: cells[2]["outputs"][0]["data"][MIME].update(uses=["*"]),
            "what step 'Count' reads cannot be told",
        ),
    ],
    ids=["none", "changed", "magic", "syntax", "gone", "unreadable"],
)
def test_why_a_run_begins_at_the_top(change, said):
    made = stopped_at(3)
    change(made.cells)
    plan = plan_to_resume(made, study("data"))
    assert (plan.skipped, plan.said) == ({}, (f"Runs from the top: {said}.",))


def test_magics_of_later_cells_are_read():
    made = stopped_at(3)
    made.cells[3].source = "%%time\nwb.tell(data)"
    assert set(plan_to_resume(made, study("data")).skipped) == {0, 1, 2}


def test_cells_are_known_again_by_their_id_else_by_their_source():
    earlier = ran(code("a = 1"), code("b = 2"))
    now = deepcopy(earlier)
    now.cells[0].source, now.cells[1]["id"] = "a = 3", "another"
    now.cells.append(code("c = 4"))
    for cell in now.cells:
        cell.outputs = []
    with_outputs_of(now, earlier)
    assert [cell.outputs for cell in now.cells] == [earlier.cells[0].outputs, earlier.cells[1].outputs, []]


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run the command line in an empty folder; return its exit code, and what it printed to both streams."""
    monkeypatch.chdir(tmp_path)

    def start(*arguments):
        monkeypatch.setattr(sys, "argv", ["workbench", "run", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            workbench.cli.main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return start


def test_a_run_stops_goes_on_and_is_judged(run, tmp_path):
    """The one way through with real kernels: it fails, goes on where it stopped, and ends with report and verdict."""
    cells = [
        code("seed = 7\nsource = 'example:loans'", tags=["parameters"]),
        code(
            "import workbench as wb\nstudy = wb.open_study()\ndata = wb.read_data('example:admissions')\n"
            "study.save(data)",
            "read",
        ),
        code("print('counted', file=open('ran.txt', 'a'))\nn = len(data.columns)", "count"),
        code("import os\nif not os.path.exists('mended'):\n    raise ValueError('one\\n\\ntwo')\nm = n", "check"),
        code(
            "frame = data.frame()\naudit = wb.audit_decisions(frame, decision='admitted', favourable='yes', "
            "protected=['sex'])",
            "audit",
        ),
    ]
    nbformat.write(notebook(*cells), "{own} notebook.ipynb")
    before = (tmp_path / "{own} notebook.ipynb").read_bytes()
    ended, out, err = run("{own} notebook.ipynb")
    assert (ended, out) == (2, "")
    assert err.splitlines()[-2:] == [
        "Error: Step 'Check' (cell 4) stopped: ValueError: one … two",
        "What ran is in '{own} notebook-run.ipynb'. Mend the cause, and go on with --resume.",
    ]
    assert "WORKBENCH_STEPS" not in os.environ
    (tmp_path / "mended").touch()
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "brief.html").write_text("of the run before")
    ended, out, err = run("{own} notebook.ipynb", "--resume", "--gate", "--report", "sub/brief.html")
    assert ended == 1
    said = out.splitlines()
    assert said[:4] == [
        "Goes on: step 'Check' failed.",
        "Skipped, as done and unchanged: cell 1, step 'Read'.",
        "Loaded from the study: data.",
        "Run again, for what they make: step 'Count'.",
    ]
    assert said[4:6] == ["Notebook: {own} notebook-run.ipynb", "Report: sub/brief.html"]
    assert said[6].startswith("Audit of 4,526 rows, ")
    assert (tmp_path / "ran.txt").read_text() == "counted\ncounted\n"
    assert "Traceback" not in err
    assert (tmp_path / "sub" / "brief.html").read_text().startswith("<!DOCTYPE html>")
    executed = nbformat.read("{own} notebook-run.ipynb", 4)
    assert len(executed.cells) == len(cells)  # nothing was put in
    assert all(MIME in str(cell.outputs) for cell in executed.cells[1:])
    assert (tmp_path / "{own} notebook.ipynb").read_bytes() == before


@pytest.mark.slow
def test_a_template_runs_with_parameters_on_a_file_of_ones_own(run, tmp_path):
    import workbench as wb

    wb.load_example("loans").frame.head(600).to_csv(tmp_path / "own.csv", index=False)
    template = next(one for one in wb_templates() if one.id == "00-first-report")
    ended, out, _ = run(
        template.path, "-p", "data_source=own.csv", "-p", "target=approved", "-p", "favourable=yes",
        "-p", "protected=sex,origin", "-o", "results/first.ipynb", "--report", "own.md",
    )  # fmt: skip
    assert ended == 0, out
    executed = nbformat.read("results/first.ipynb", 4)
    [said] = [cell.source for cell in executed.cells if "parameters" in cell.metadata.get("tags", [])]
    assert 'data_source = "../own.csv"' in said
    assert (tmp_path / "own.md").read_text().startswith("#")
    ended, out, _ = run(template.path, "-o", "results/first.ipynb", "--resume")
    assert (ended, out.splitlines()) == (
        0,
        [
            "Parameters as in the earlier run: data_source, favourable, protected, target.",
            "Every cell is done and unchanged; none is run again.",
            "Notebook: results/first.ipynb",
        ],
    )
    assert said in [cell.source for cell in nbformat.read("results/first.ipynb", 4).cells]


@pytest.fixture
def filled(run, tmp_path, monkeypatch):
    """What ``workbench run`` fills into template 55, or a copy of it with other lines, for a table with two columns."""
    (tmp_path / "own.csv").write_text("hired,gender\nyes,f\nno,m\n")
    template = next(one for one in wb_templates() if one.id == "55-audit-decisions")
    monkeypatch.setattr(
        "workbench.commands.run_engine.run_cells", lambda notebook, path, *_: nbformat.write(notebook, path)
    )

    def start(*given, changed=()):
        made = nbformat.read(template.path, 4)
        [cell] = [one for one in made.cells if "parameters" in one.metadata.get("tags", [])]
        for was, is_ in changed:
            assert was in cell.source
            cell.source = cell.source.replace(was, is_)
        nbformat.write(made, "mine.ipynb")
        ended, _, err = run("mine.ipynb", *(text for one in given for text in ("-p", one)), "-o", "out.ipynb")
        if ended:
            return err
        [cell] = [one for one in nbformat.read("out.ipynb", 4).cells if "parameters" in one.metadata.get("tags", [])]
        return {name: one.value for name, one in assignments(cell.source).items()}

    return start


def test_a_run_on_a_table_of_ones_own_keeps_nothing_of_the_example(filled):
    written = filled("data_source=own.csv", "decision=hired", "protected=gender")
    assert (written["decision"], written["protected"], written["within"]) == ("hired", ["gender"], [])


def test_what_a_run_needs_and_the_table_lacks_is_told_before_anything_runs(filled, tmp_path):
    said = filled("data_source=own.csv", "decision=hird")
    assert "decision: Decision is 'hird', which is no column of the data.\nDid you mean 'hired'?" in said
    assert "protected: Protected columns is empty." in said
    assert "'gone.csv'" in filled("data_source=gone.csv")
    assert not (tmp_path / "out.ipynb").exists()


def test_what_a_person_wrote_into_the_notebook_stays_in_a_run(filled):
    changed = [('decision = "admitted"', 'decision = "hired"'), ('within = ["department"]', 'within = ["team"]')]
    written = filled("data_source=own.csv", "protected=gender", changed=changed)
    assert (written["decision"], written["within"]) == ("hired", ["team"])  # the notebook says what is wrong with it
    assert filled("tolerance=0.1")["within"] == ["department"]  # of the file that the notebook names nothing is asked


def wb_templates():
    from workbench.templates import find_templates

    return find_templates().templates


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none.ipynb"], "Error: 'none.ipynb' cannot be read: No such file or directory.\nName a notebook, which ends"),
        (["bad.ipynb"], "Error: 'bad.ipynb' is not a notebook: "),
        (["plain.ipynb", "-o", "plain.ipynb"], "Error: --output is the notebook itself, which stays as it is."),
        (["plain.ipynb", "-o", "out.txt"], "Error: --output is 'out.txt', which is no name of a notebook."),
        (["plain.ipynb", "--report", "out.txt"], "Error: 'out.txt' ends in '.txt', which is no format of a report."),
        (["plain.ipynb", "-p", "seed=3"], "Error: 'plain.ipynb'"),
        (["first.ipynb", "-p", "sede=3"], "Error: "),
        (["first.ipynb", "-p", "seed=no"], "Error: seed: "),
        (["odd.ipynb"], "Error: The notebook asks for a kernel that is not installed: "),
    ],
)
def test_a_wrong_call_is_told_before_anything_runs(run, tmp_path, arguments, said):
    (tmp_path / "bad.ipynb").write_text("{}")
    nbformat.write(notebook(code("1")), "plain.ipynb")
    odd = notebook(code("1"))
    odd.metadata["kernelspec"] = {"name": "no-such-kernel", "display_name": "Odd", "language": "odd"}
    nbformat.write(odd, "odd.ipynb")
    first = next(one for one in wb_templates() if one.id == "00-first-report")
    (tmp_path / "first.ipynb").write_text(json.dumps(first.read()))
    ended, out, err = run(*arguments)
    assert (ended, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
