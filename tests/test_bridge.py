"""What a kernel answers to the extension: shapes of the contract, words of refusals, and nothing left behind."""

import base64
import json
import re
import subprocess
import sys
import threading
from copy import deepcopy
from importlib import import_module
from pathlib import Path

import nbformat
import pytest
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

import workbench as wb
from workbench import bridge
from workbench.bridge import MIME, SCHEMA, answer, handle
from workbench.bridging import standing
from workbench.bridging.reported import together
from workbench.core import following
from workbench.templates import Catalogue, find_templates, load_template

CONTRACTS = Path(__file__).parent / "contracts" / "bridge"
CASES = {
    f"{path.stem}: {case['name']}": case
    for path in sorted(CONTRACTS.glob("*.json"))
    for case in json.loads(path.read_text(encoding="utf-8"))
}


def same_shape(one, example):
    """Whether two values of JSON have the same keys and kinds; of a list each entry like the first of the example."""
    if isinstance(example, dict):
        return (
            isinstance(one, dict)
            and (not example or set(one) == set(example))
            and all(same_shape(one[key], value) for key, value in example.items())
        )
    if isinstance(example, list):
        return isinstance(one, list) and (not example or all(same_shape(entry, example[0]) for entry in one))
    return type(one) is type(example)


@pytest.fixture(autouse=True)
def _alone(tmp_path, monkeypatch):
    """A folder without a study, and a process that has opened none."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(following, "_STATE", type(following._STATE)())


@pytest.fixture(scope="module")
def audit():
    return wb.audit_decisions(
        wb.read_data("example:admissions").frame(),
        decision="admitted", favourable="yes", protected=["sex"], name="admissions",
    )  # fmt: skip


@pytest.fixture(scope="module")
def data():
    return wb.read_data("example:admissions")


PARAMETERS = 'owner = ""  # who answers for it\nseed = 7'
STEPS = {"read": "data = 1", "split": "split = data", "write": "print(split)"}


def step_cell(step, source):
    cell = nbformat.v4.new_code_cell(source, metadata={"workbench": {"step": step, "title": step, "why": "So."}})
    cell["id"] = step
    return cell


def newest():
    """A template."""
    parameters = nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    parameters["id"] = "parameters"
    declared = [
        {"name": "owner", "type": "text", "title": "Owner", "help": "A name.", "default": "", "may_be_empty": True},
        {"name": "seed", "type": "number", "title": "Seed", "help": "Any.", "default": 7, "min": 0, "step": 1},
    ]
    texts = {"title": "First", "purpose": "To see", "audience": "Anyone", "version": "0.1.0", "id": "first"}
    fields = {"schema": "workbench.template/1", "minutes": 5, "parameters": declared, "needs": [], "gives": []} | texts
    cells = [parameters, *(step_cell(step, source) for step, source in STEPS.items())]
    return nbformat.v4.new_notebook(cells=cells, metadata={"workbench": fields})


@pytest.fixture
def template(tmp_path_factory, monkeypatch):
    """The only template that there is."""
    path = tmp_path_factory.mktemp("templates") / "first.ipynb"
    nbformat.write(newest(), path)
    catalogue = Catalogue((load_template(path, "a test"),), ())
    monkeypatch.setattr("workbench.bridging.renewing.find_templates", lambda: catalogue)


def older():
    """An older copy of it, in which a person has said and written something."""
    notebook = newest()
    notebook.metadata["workbench"]["version"] = "0.0.1"
    notebook.metadata["kernelspec"] = {"name": "mine", "display_name": "Mine"}
    notebook.cells[0].source = PARAMETERS.replace("seed = 7", "seed = 9\ngone = 3")
    notebook.cells.insert(2, nbformat.v4.new_code_cell("x = 1", metadata={"workbench": {"choices": "abc"}}))
    notebook.cells.append(nbformat.v4.new_code_cell("mine = 1"))
    return json.loads(json.dumps(notebook))


@pytest.mark.usefixtures("template")
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_answers_are_those_of_the_contract(case, data, audit, monkeypatch):
    request, example = dict(case["request"]), case["answer"]
    if request.get("notebook") == "OLDER":
        request["notebook"] = older()
    if case["name"] in {"a study", "the line that takes it back", "what is not overruled"}:
        study = wb.open_study()
        study.declare_data("loans.csv", target="approved", favourable="yes", protected=["sex"], reading=["decimal=,"])
        study.sign(wb.SignOff("the credit team", "the risk board", signed="2026-11-21", expires="2027-11-21"))
        study.save(data)
        study.overrule("WB134", reason="There are no more rows.", scope="sex")
    if case["name"] == "a fault":
        monkeypatch.setattr(standing, "study_of_notebook", lambda: 1 / 0)
    if example.get("problem") == "busy":
        assert bridge._BUSY.acquire(blocking=False)
        try:
            found = handle(request)
        finally:
            bridge._BUSY.release()
    else:
        found = handle(request, namespace={"data": data, "audit": audit})
    if example["ok"]:
        assert same_shape(found, example), found
    else:
        assert found == {**example, "said": found["said"] if example["said"] == "*" else example["said"]}


def test_the_page_names_every_question_with_all_that_it_takes():
    page = (Path(__file__).parents[1] / "docs" / "steps.md").read_text(encoding="utf-8")
    table = page.split("| ask | with | answers |\n")[1].split("\n\n")[0].splitlines()[1:]
    taken = {}
    for name, module in bridge._ASKS.items():
        told = getattr(import_module(f"workbench.bridging.{module}"), name).__doc__.partition("asked : Asked")[2]
        taken[name] = set(re.findall(r"``(\w+)``", told))
    taken["hello"] = {"protocol"}  # is looked at before any question is
    assert {
        name.strip(" `"): set(re.findall(r"\w+", told)) for name, told in (row.split("|")[1:3] for row in table)
    } == taken


def ask(what, namespace=None, **more):
    return handle({"schema": SCHEMA, "ask": what, **more}, namespace=namespace)


def test_columns_tell_of_missing_different_and_first_values(tmp_path):
    rows = ["a,b,c"] + [f"{place % 3},{'x' * 50},{'' if place < 2 else 1.5}" for place in range(5)]
    (tmp_path / "own table.csv").write_text("\n".join(rows))
    found = ask("columns", path="own table.csv")
    assert (found["name"], found["n_rows"]) == ("own table", 5)
    assert found["columns"] == [
        {"name": "a", "type": "whole number", "n_missing": 0, "n_distinct": 3, "samples": ["0", "1", "2"]},
        {"name": "b", "type": "text", "n_missing": 0, "n_distinct": 1, "samples": ["x" * 39 + "…"]},
        {"name": "c", "type": "number", "n_missing": 2, "n_distinct": 1, "samples": ["1.5"]},
    ]


def test_columns_are_of_the_file_as_it_is_said_to_be_read(tmp_path):
    (tmp_path / "own.csv").write_bytes('größe,"preis"\n1,"2,5"\n3,"4,25"\n'.encode("latin-1"))
    assert "(in a form: Read with, encoding=latin-1)" in ask("columns", path="own.csv")["said"]
    found = ask("columns", path="own.csv", reading=["encoding=latin-1", "decimal=,", "task=regression"])
    assert [(one["name"], one["type"]) for one in found["columns"]] == [("größe", "whole number"), ("preis", "number")]
    assert ask("columns", path="own.csv", reading="decimal=,")["problem"] == "input"
    for reading, told in ((["latin-1"], "reading has 'latin-1'"), (["table=a", "table=b"], "reading says table twice")):
        refused = ask("columns", path="own.csv", reading=reading)
        assert (refused["problem"], refused["said"].startswith(told)) == ("input", True)


def test_a_large_table_is_counted_in_some_of_its_rows(tmp_path, monkeypatch):
    monkeypatch.setattr("workbench.bridging.columns._MOST_ROWS", 10)
    (tmp_path / "t.csv").write_text("a\n" + "\n".join(str(place) for place in range(100)))
    found = ask("columns", path="t.csv")
    assert (found["n_rows"], found["counted"]) == (100, 10)
    assert found["columns"][0]["n_distinct"] == 10


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert ask("columns", path="none.csv") == {
        "schema": SCHEMA,
        "ok": False,
        "problem": "input",
        "said": f"There is no file 'none.csv'.\nCheck the name and the folder: {str(tmp_path)!r} is the current one.",
    }


def test_asking_for_a_study_begins_none(tmp_path):
    ask("study")
    ask("hello")
    assert list(tmp_path.iterdir()) == []
    assert following.is_following()  # since it was greeted


@pytest.mark.parametrize(
    "reason", ['He said "no" to \u202e all\nof it', "\\", "'''\"\"\"", "a" * 1900, "\U0001f600 " * 9]
)
def test_the_line_that_overrules_does_that_and_nothing_else(reason):
    source = ask("overrule", code="WB134", scope='a "column"\'s\n', reason=reason + " and so on")["source"]
    assert source.count("\n") == 2  # an import, and one line
    exec(source, {})  # noqa: S102 - that it can be run is what is tested
    [said] = wb.open_study().overruled
    assert (said.code, said.scope, said.reason) == ("WB134", 'a "column"\'s\n', reason + " and so on")


def test_the_line_that_overrules_uses_what_is_there():
    study = wb.open_study()
    line = ask("overrule", {"wb": wb, "study": study}, code="WB134", reason="There are no more rows.")["source"]
    assert line == 'study.overrule("WB134", reason="There are no more rows.")'
    line = ask("overrule", {"wb": wb}, code="WB134", reason="There are no more rows.")["source"]
    assert line == 'wb.open_study().overrule("WB134", reason="There are no more rows.")'


def test_the_line_that_reinstates_takes_back_the_closest_overruling_and_then_the_wider_one():
    study = wb.open_study()
    study.overrule("WB134", reason="There are no more rows.")
    study.overrule("WB134", reason="There are none of hers.", scope="sex")
    namespace = {"wb": wb, "study": study}
    finding = {"code": "WB134", "scope": "sex"}
    for line in ('study.reinstate("WB134", scope="sex")', 'study.reinstate("WB134")'):
        assert ask("reinstate", namespace, **finding)["source"] == line
        exec(line, namespace)  # noqa: S102 - as the person does by running the cell
    assert study.overruled == ()
    assert ask("reinstate", namespace, **finding)["said"].startswith("The study does not overrule WB134 for 'sex'.")


def test_nothing_is_reinstated_where_there_is_no_study():
    assert ask("reinstate", code="WB134")["said"].startswith("The study does not overrule WB134.")


def test_a_report_is_made_of_the_latest_results_that_belongtogether(data, tmp_path):
    told = []
    split = wb.split_data(data)
    first = wb.fit_model(wb.prepare_data(split), "logistic_regression", seed=1)
    fitted = wb.fit_model(wb.prepare_data(split), "logistic_regression", seed=2)
    namespace = {
        "data": data, "other": wb.read_data("example:care"), "split": split, "first": first,
        "old": wb.audit_model(first), "fitted": fitted, "audit": wb.audit_model(fitted), "n": 3,
    }  # fmt: skip
    request = {"schema": SCHEMA, "ask": "export", "names": [*namespace, "gone"], "path": "sub/report.html"}
    found = handle(request, lambda *said: told.append(said), namespace)
    assert (found["ok"], found["source"], found["name"]) == (True, "memory", "report.html")
    path = tmp_path / "sub" / "report.html"
    assert found["html"] == path.read_text(encoding="utf-8")
    assert not wb.verify_report(path).is_altered
    assert "care" not in found["html"].partition("</title>")[0]
    results = [one for one in namespace.values() if one != 3]
    assert [one for one in together(results) if one in (first, fitted)] == [fitted]
    assert [progress for progress, _ in told] == sorted(progress for progress, _ in told)
    assert all(0 < progress < 1 and said for progress, said in told)


def test_a_report_of_another_format_has_a_page_to_look_at_too(audit, tmp_path):
    found = ask("export", {"audit": audit}, names=["audit"], format="md", audience="audit")
    assert found["name"] == "audit.md"
    assert found["html"].startswith("<!doctype html>") or found["html"].startswith("<!DOCTYPE html>")
    assert (tmp_path / "audit.md").read_text(encoding="utf-8").startswith("#")
    again = ask("export", {"audit": audit}, names=["audit"], format="md", audience="audit")
    assert again["name"] == "audit-2.md"  # nothing is written over


def test_without_memory_a_report_is_made_of_what_the_study_keeps(audit):
    study = wb.open_study()
    study.save(audit)
    study.overrule("WB999", reason="Of another report altogether.")
    code = next((one.code for one in audit.findings), None)
    if code:
        study.overrule(code, reason="Known since the spring, and watched.")
    found = ask("export", names=["audit"])
    assert (found["source"], found["left"]) == ("study", [])
    assert Path(found["path"]) == study.reports / "brief.html"
    assert "Of another report" not in found["html"]
    assert ("Known since the spring" in found["html"]) is bool(code)


def test_what_was_noticed_is_answered_with_the_reasons_that_overrule_it(audit):
    study = wb.open_study()
    study.save(audit)
    first = audit.findings[0]
    study.overrule(first.code, reason="Known since the spring, and watched.")
    for namespace in ({"audit": audit}, {}):
        found = ask("export", namespace, names=list(namespace), disclosure="full")
        assert {one["code"] for one in found["findings"]} >= {one.code for one in audit.findings}
        for one in found["findings"]:
            assert (one["overruled"] != "") is (one["code"] == first.code)
            assert one["title"]
            assert one["what_to_do"]


def test_a_second_audit_of_the_study_is_left_out_and_told(audit):
    study = wb.open_study()
    study.save(audit)
    study.save(wb.audit_decisions("example:admissions", decision="admitted", favourable="yes"), name="other")
    found = ask("export")
    assert found["ok"], found
    assert found["left"] == ["audit 'other' is a second of its kind, and a report tells of one."]
    assert found["findings"]


def test_a_letter_is_made_of_the_latest_person_that_the_study_keeps(data):
    study = wb.open_study()
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
    study.save(fitted)
    for place in (0, 1):
        study.save(wb.explain_person(fitted, place), name=f"person-{place}")
    found = ask("export", audience="letter")
    assert found["ok"], found
    assert found["left"] == ["person 'person-0' is about one person, and stands in a letter alone."]
    assert ask("export", audience="technical")["left"] == [
        "person 'person-1' is about one person, and stands in a letter alone.",
        "person 'person-0' is about one person, and stands in a letter alone.",
    ]


def test_a_damaged_result_of_the_study_is_left_out_and_told(audit, data):
    study = wb.open_study()
    study.save(audit)
    study.save(data).path.write_text("{")
    found = ask("export")
    assert found["ok"]
    [left] = found["left"]
    assert left.startswith("dataset 'main' is damaged: ")


def test_a_reason_that_overrules_stands_in_the_report(data):
    split = wb.split_data(data)
    fitted = wb.fit_model(wb.prepare_data(split), "logistic_regression")
    namespace = {"split": split, "fitted": fitted, "audit": wb.audit_model(fitted)}
    source = ask("overrule", namespace, code="WB134", scope="sex", reason="There are no more rows to be had.")["source"]
    exec(source, {})  # noqa: S102 - as the person does by running the cell
    found = ask("export", namespace, names=list(namespace), audience="brief")
    assert "no more rows to be had" in found["html"]


def test_a_form_is_told_which_data_the_study_is_about_as_its_notebook_names_them(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    study = wb.open_study(tmp_path)
    study.declare_data(tmp_path / "tables" / "loans.csv", target="approved", protected=["sex", "age"])
    monkeypatch.chdir(tmp_path / "notebooks")
    found = handle({"schema": SCHEMA, "ask": "study"})["data"]
    assert found == {"data_source": "../tables/loans.csv", "target": "approved", "protected": ["sex", "age"]}
    names = {one.name for one in find_templates().get("20-prepare-data").parameters}
    assert set(found) <= names  # so that a form can take them as they are


def test_greeting_waits_for_no_tables_and_models():
    code = "import sys, workbench.bridge as b; b.handle({'schema': b.SCHEMA, 'ask': 'hello'}); "
    code += "print([name for name in ('pandas', 'numpy', 'sklearn', 'pyarrow', 'nbformat') if name in sys.modules])"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "[]"


def test_a_file_that_is_there_is_replaced_only_on_wish(audit, tmp_path):
    (tmp_path / "sub").mkdir()
    mine = tmp_path / "sub" / "mine.md"
    mine.write_text("years of work")
    asked = {"names": ["audit"], "format": "md", "path": "sub/mine.md"}
    refused = ask("export", {"audit": audit}, **asked)
    assert (refused["problem"], refused["said"]) == (
        "input",
        "'mine.md' is there already.\nGive another name, or say that it may be replaced.",
    )
    assert mine.read_text() == "years of work"
    found = ask("export", {"audit": audit}, **asked, replace=True)
    assert (found["relative"], found["n_bytes"]) == ("sub/mine.md", mine.stat().st_size)
    assert mine.read_text().startswith("# ")
    assert found["html"].lower().lstrip().startswith("<!doctype html>")


def test_without_names_the_memory_is_looked_through(audit):
    found = ask("export", {"a": 1, "_": 2, "mine": audit})
    assert (found["source"], found["relative"]) == ("memory", "brief.html")
    assert ask("export", {"_hidden": audit})["problem"] == "input"


def test_it_is_said_what_is_in_a_report_for_whom():
    found = ask("audiences")["audiences"]
    assert all(one["contents"].endswith(".") and len(one["contents"]) > 40 for one in found)


def test_there_may_be_nothing_to_report():
    assert ask("export", {"a": 1}, names=["a"])["said"] == (
        "There is no result to report: none is in memory, and no study keeps one.\n"
        "Run the steps of the notebook, then export again."
    )


@pytest.mark.usefixtures("template")
def test_what_was_said_in_an_older_copy_is_carried_over():
    given = older()
    before = deepcopy(given)
    found = ask("renew", notebook=given, name="sub/loans.ipynb")
    assert (found["name"], found["carried"]) == ("loans-0.1.0.ipynb", ["seed", "read"])
    assert found["left"] == [
        {"kind": "parameter", "name": "gone", "because": "The newer version has no such parameter."},
        {"kind": "cell", "name": "mine = 1", "because": "It was written beside step 'write'."},
    ]
    renewed = nbformat.from_dict(found["notebook"])
    nbformat.validate(renewed)
    sources = {cell.id: cell.source for cell in renewed.cells}
    assert "seed = 9" in sources["parameters"]
    assert "gone" not in sources["parameters"]
    places = [cell.id for cell in renewed.cells]
    assert renewed.cells[places.index("read") + 1].source == "x = 1"
    assert renewed.metadata["workbench"]["version"] == "0.1.0"
    assert renewed.metadata["kernelspec"]["name"] == "mine"
    assert "-  gone = 3" in found["diff"]
    assert "\x1b" not in found["diff"]
    assert given == before  # the old one is as it was


@pytest.mark.usefixtures("template")
def test_choices_stay_behind_their_step_in_order_and_those_of_a_step_that_is_gone_are_told():
    notebook = older()
    ran = [cell.get("metadata", {}).get("workbench", {}).get("step") for cell in notebook["cells"]]
    for name in ("second", "first"):
        choices = nbformat.v4.new_code_cell(name, metadata={"workbench": {"choices": name}})
        notebook["cells"].insert(ran.index("split") + 1, json.loads(json.dumps(choices)))
    notebook["cells"][1]["metadata"]["workbench"]["step"] = "gone"  # the one before the cell "x = 1"
    found = ask("renew", notebook=notebook)
    assert {"kind": "choices", "name": "gone", "because": "The newer version has no such step."} in found["left"]
    sources = [cell["source"] for cell in found["notebook"]["cells"]]
    place = sources.index("first")
    assert sources[place + 1] == "second"
    assert sources[place - 1].startswith("split = ")
    assert "x = 1" not in sources


@pytest.mark.usefixtures("template")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"id": "first", "version": "0.1.0"},
            "The notebook is of version 0.1.0, and there is none newer.\nGo on working in it.",
        ),
        ({}, "The notebook comes from no template.\nOpen a new one from the launcher."),
        (
            {"id": "gone", "version": "0.0.1"},
            "There is no template 'gone' any more.\nThe health page says which folders were read.",
        ),
        (
            {"id": "first", "version": "9.0.0"},
            "The notebook is of version 9.0.0, and there is none newer.\nGo on working in it.",
        ),
    ],
)
def test_why_a_copy_is_not_renewed(change, said):
    notebook = older()
    notebook["metadata"]["workbench"] = change
    found = ask("renew", notebook=notebook)
    assert (found["problem"], found["said"]) == ("input", said)


@pytest.mark.usefixtures("template")
def test_a_value_that_the_newer_version_refuses_is_left_and_told():
    notebook = older()
    notebook["cells"][0]["source"] = PARAMETERS.replace("7", "1.5")
    found = ask("renew", notebook=notebook)
    assert found["carried"] == ["read"]
    assert {"kind": "parameter", "name": "seed", "because": "Seed is 1.5. Give a whole number."} in found["left"]


def test_a_newer_version_that_is_sent_along_is_taken():
    newer = json.loads(json.dumps(newest()))
    newer["metadata"]["workbench"]["version"] = "3.0.0"
    found = ask("renew", notebook=older(), name="loans.ipynb", template=newer)
    assert (found["name"], found["version"]) == ("loans-3.0.0.ipynb", "3.0.0")
    assert found["carried"] == ["seed", "read"]


def test_what_is_sent_along_and_is_no_template_is_told():
    found = ask("renew", notebook=older(), template={"cells": []})
    assert (found["problem"], found["said"].splitlines()[0][:15]) == ("input", "'template.ipynb")


@pytest.fixture
def shell(monkeypatch):
    shell = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
    shell.display_pub = CapturingDisplayPublisher(parent=shell)
    monkeypatch.setattr(bridge, "_shell", lambda: shell)
    return shell


def code(request):
    text = base64.b64encode(json.dumps(request).encode()).decode()
    return f'__import__("workbench.bridge", fromlist=["answer"]).answer("{text}")'


def test_what_the_extension_runs_leaves_no_name_behind(shell):
    shell.run_cell("a = 1", store_history=True)
    before = set(shell.user_ns)
    result = shell.run_cell(code({"schema": SCHEMA, "ask": "memory", "names": ["a", "b"]}), store_history=False)
    assert result.result is None
    assert set(shell.user_ns) == before
    [shown] = [one["data"] for one in shell.display_pub.outputs]
    assert shown == {MIME: {"schema": SCHEMA, "ok": True, "bound": ["a"]}}


def test_progress_comes_before_the_answer(shell):
    shell.run_cell(code({"schema": SCHEMA, "ask": "columns", "path": "example:admissions"}), store_history=False)
    *progress, last = [one["data"][MIME] for one in shell.display_pub.outputs]
    assert all(set(one) == {"progress", "said"} for one in progress)
    assert len(progress) == 2
    assert last["ok"] is True


@pytest.mark.parametrize(
    "text", ["", "no base64!", base64.b64encode(b"{").decode(), base64.b64encode(b"\xff").decode()]
)
def test_a_question_that_cannot_be_read_is_told(shell, text):
    answer(text)
    [shown] = [one["data"][MIME] for one in shell.display_pub.outputs]
    assert (shown["ok"], shown["problem"]) == (False, "input")
    assert shown["said"].startswith("The question cannot be read: ")


def test_a_question_that_is_no_object_is_told(shell):
    answer(base64.b64encode(b"[]").decode())
    assert shell.display_pub.outputs[0]["data"][MIME]["said"].startswith("The question is no JSON object.")


def test_a_question_is_interrupted_as_a_cell_is(monkeypatch):
    def stop():
        raise KeyboardInterrupt

    monkeypatch.setattr(standing, "study_of_notebook", stop)
    assert ask("study")["said"] == "It was interrupted before it was done.\nAsk again."
    assert ask("memory")["ok"]  # the next one is answered


def test_two_questions_at_once_are_not_answeredtogether(monkeypatch):
    within, go_on = threading.Event(), threading.Event()

    def wait():
        within.set()
        go_on.wait(10)

    monkeypatch.setattr(standing, "study_of_notebook", wait)
    answers = []
    thread = threading.Thread(target=lambda: answers.append(ask("study")))
    thread.start()
    assert within.wait(10)
    assert ask("memory")["problem"] == "busy"
    go_on.set()
    thread.join()
    assert answers[0]["ok"]
