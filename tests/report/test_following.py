"""The record of a cell: what it says of names, results, findings and endings, and when there is none."""

import json
from types import SimpleNamespace

import nbformat
import pytest
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbconvert import HTMLExporter
from traitlets.config import Config

import workbench as wb
from workbench import bridge
from workbench.bridge import handle
from workbench.core import following
from workbench.core.following import MIME, begin_following, note
from workbench.core.source_hash import hash_of_source
from workbench.report.following import Follower
from workbench.templates.records import read_record
from workbench.templates.steps import StudyKnown, step_states

DATA = "import workbench as wb\ndata = wb.read_data('example:admissions')"


class Notebook:
    """A shell of its own whose cells are followed."""

    def __init__(self):
        self.shell = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
        self.shell.display_pub = CapturingDisplayPublisher(parent=self.shell)
        self.follow()

    def follow(self):
        follower = Follower(self.shell)
        self.shell.events.register("pre_run_cell", follower.begin)
        self.shell.events.register("post_run_cell", follower.end)

    def run(self, source, **options):
        """Run a cell; return its record, ``None`` if there is none."""
        self.shell.display_pub.outputs.clear()
        self.shell.run_cell(source, **{"store_history": True} | options)
        found = [one["data"] for one in self.shell.display_pub.outputs if MIME in one["data"]]
        assert all(list(one) == [MIME] for one in found)  # nothing beside it
        assert len(found) < 2
        return json.loads(json.dumps(found[0][MIME], allow_nan=False)) if found else None


@pytest.fixture
def _quiet(monkeypatch):
    monkeypatch.setattr(following, "_STATE", type(following._STATE)())
    monkeypatch.delenv("WORKBENCH_STEPS", raising=False)
    following.take_notes()


@pytest.fixture
def notebook(_quiet):
    return Notebook()


@pytest.fixture
def followed(notebook):
    begin_following()
    return notebook


def test_nothing_is_recorded_where_nobody_follows(notebook):
    assert notebook.run("a = 1") is None


def test_an_environment_can_ask_for_records(notebook, monkeypatch):
    monkeypatch.setenv("WORKBENCH_STEPS", "1")
    assert notebook.run("a = 1")["defines"] == ["a"]


def test_cells_that_leave_no_history_leave_no_record(followed):
    assert followed.run("a = 1", store_history=False) is None
    assert followed.run("a = 1", silent=True) is None


def test_the_first_record_tells_what_ran_before(notebook):
    notebook.run("source = 'x'  ")
    notebook.run("import json\nother = json.dumps(source)")
    begin_following()
    record = notebook.run("both = source, other")
    assert record["before"] == [
        {"hash": hash_of_source("source = 'x'"), "uses": [], "defines": ["source"]},
        {
            "hash": hash_of_source("import json\nother = json.dumps(source)"),
            "uses": ["source"],
            "defines": ["json", "other"],
        },
    ]
    assert "before" not in notebook.run("c = 1")
    again = notebook.run("both = source")  # its record takes the place of the first
    assert [one["defines"] for one in again["before"]] == [["source"]]


def test_what_is_read_and_bound_is_told(followed):
    followed.run("a, id = 1, 'x'")
    record = followed.run("%%time\nb = a + len([id])\nfor c in range(b):\n    pass")
    assert record["uses"] == ["a", "id"]  # this `id` is a person's
    assert record["defines"] == ["b", "c"]
    assert record["state"] == "done"
    assert record["run"] == 2


def test_what_a_star_or_a_magic_brings_is_told(followed):
    assert "sqrt" in followed.run("from math import *")["defines"]


def test_what_was_read_is_what_it_was_before_the_cell_ran(followed):
    first = followed.run("a = 1")
    record = followed.run("a = a + 1")
    assert record["used"] == first["values"]
    assert record["values"] != first["values"]
    assert followed.run("a = 1")["values"] == first["values"]


@pytest.mark.parametrize(
    ("source", "same"),
    [
        ("a = [1, 'x', (2.5, None)]", True),
        ("a = {'x': {1, 2, 3}}", True),
        ("import json as a", True),
        ("from math import sqrt as a", True),
        ("def a(): return 1", True),
        ("from pathlib import Path\na = Path('x')", True),
        ("a = object()", False),
        ("a = [object()]", False),
        ("a = list(range(500))", False),
        ("a = []\na.append(a)", False),
    ],
)
def test_what_can_be_compared_has_a_value(followed, source, same):
    first, again = followed.run(source), followed.run(source)
    assert ("a" in first["values"]) is same
    assert first["values"].get("a") == again["values"].get("a")
    assert followed.run("b = a")["used"] == ({"a": first["values"]["a"]} if same else {})


def test_a_set_is_the_same_in_whatever_order_it_was_filled(followed):
    assert list({0, 8}) != list(set([8, 0]))  # noqa: C405 - filled one after the other
    assert followed.run("a = set([0, 8])")["values"] == followed.run("a = set([8, 0])")["values"]


def test_another_function_is_another_value(followed):
    first = followed.run("def a(): return 1")
    assert followed.run("def a(): return 2")["values"] != first["values"]


def test_results_are_told_with_their_inputs(followed):
    [data] = followed.run(DATA)["results"]
    record = followed.run("split = wb.split_data(data)\nsplit")
    [split] = record["results"]
    assert (data["name"], data["kind"], data["stage"]) == ("data", "Dataset", "dataset")
    assert (split["name"], split["stage"], split["inputs"]) == ("split", "split", [data["fingerprint"]])
    assert split["fingerprint"] == wb.split_data(wb.read_data("example:admissions")).fingerprint
    assert record["used"]["data"] == data["fingerprint"]


def test_a_result_that_is_only_shown_has_no_name(followed):
    followed.run(DATA)
    [shown] = followed.run("wb.split_data(data)")["results"]
    assert (shown["name"], shown["stage"]) == ("", "split")


def test_findings_are_told_once_with_the_reason_that_overrules_them(followed):
    followed.run(DATA)
    begin_following(SimpleNamespace(overruled=[wb.overrule("WB134", reason="There are no more rows.", scope="sex")]))
    findings = followed.run("split = wb.split_data(data)\nanother = split\nsplit")["findings"]
    [found] = [one for one in findings if one["code"] == "WB134"]
    assert (found["severity"], found["scope"], found["overruled"]) == ("note", "sex", "There are no more rows.")
    assert found["title"].startswith("Between groups of sex")
    assert found["what_to_do"]


def test_what_the_study_kept_and_handed_out_meanwhile_is_told(followed):
    note("saved", "split", "main", "result:before")  # not by a cell
    followed.shell.user_ns["note"] = note
    record = followed.run("note('saved', 'fitted', 'main', 'result:1')\nnote('loaded', 'split', 'main', 'result:2')")
    assert record["saved"] == [{"stage": "fitted", "name": "main", "fingerprint": "result:1"}]
    assert record["loaded"] == [{"stage": "split", "name": "main", "fingerprint": "result:2"}]
    assert followed.run("1")["saved"] == []


@pytest.mark.parametrize(
    ("source", "state", "said"),
    [
        ("1 / 0", "failed", "ZeroDivisionError: division by zero"),
        ("raise KeyboardInterrupt", "interrupted", "KeyboardInterrupt"),
        ("raise ValueError('\\n\\n  It is 3.\\n\\n Not 2. \\nMore')", "failed", "ValueError: It is 3. Not 2."),
        ("raise ValueError('x' * 9999)", "failed", "ValueError: " + "x" * 488),
        ("a ===", "failed", "SyntaxError: invalid syntax (2525437137.py, line 1)"),
    ],
    ids=["error", "interrupt", "lines", "long", "syntax"],
)  # fmt: skip
def test_how_a_cell_ended_is_told_in_a_line(followed, capsys, source, state, said):
    record = followed.run(source)
    capsys.readouterr()
    assert record["state"] == state
    assert record["said"].partition(" (")[0] == said.partition(" (")[0]
    assert record["results"] == []
    assert read_record(record) is not None


def test_a_cell_that_waited_and_was_stopped_has_a_record(followed):
    followed.run("a = 1")
    followed.run("b = a", store_history=False)  # what came between does not count
    shell = followed.shell
    shell.display_pub.outputs.clear()
    info = SimpleNamespace(raw_cell="await b", transformed_cell=None, store_history=True)
    shell.events.trigger("pre_run_cell", info)
    shell.history_manager.store_inputs(2, "await b", "await b")
    shell.events.trigger("post_run_cell", None)  # as a kernel does that cancels what waits
    [record] = [one["data"][MIME] for one in shell.display_pub.outputs]
    assert (record["state"], record["run"], record["uses"]) == ("interrupted", 2, ["b"])
    shell.events.trigger("post_run_cell", None)
    assert len(shell.display_pub.outputs) == 1


def test_cells_that_wait_are_told_too(followed):
    followed.run("import asyncio")
    record = followed.run("await asyncio.sleep(0)\na = 1")
    assert (record["uses"], record["defines"], record["state"]) == (["asyncio"], ["a"], "done")


def test_a_record_that_cannot_be_made_is_not_told_as_an_error_of_the_cell(followed, capsys):
    followed.shell.user_ns["odd"] = wb.read_data("example:admissions")
    vars(followed.shell.user_ns["odd"])["provenance"] = None
    assert followed.run("b = odd") is None
    assert capsys.readouterr().err == ""
    assert followed.shell.user_ns["b"] is followed.shell.user_ns["odd"]
    assert followed.run("c = 1")["defines"] == ["c"]


def test_each_record_can_be_read_back(followed):
    for source in (DATA, "split = wb.split_data(data)\nsplit", "1 / 0", "a b", ""):
        record = followed.run(source)
        assert record is None or read_record(record) is not None


def test_a_notebook_that_is_run_and_edited_is_told_apart(followed):
    sources = ["seed = 1", DATA, "split = wb.split_data(data, seed=seed)", "n = len(data.columns)"]
    cells = []
    for place, source in enumerate(sources):
        record = followed.run(source)
        cells.append(
            {
                "cell_type": "code",
                "source": source,
                "metadata": {"workbench": {"step": str(place), "title": "", "why": ""}},
                "outputs": [{"output_type": "display_data", "metadata": {}, "data": {MIME: record}}],
            }
        )
    states = [one["state"] for one in step_states({"cells": cells})]
    assert states == ["done"] * 4
    cells[0]["outputs"][0]["data"][MIME] = followed.run("seed = 1")  # ran again, and nothing is other
    assert [one["state"] for one in step_states({"cells": cells})] == ["done"] * 4
    cells[1]["outputs"][0]["data"][MIME] = followed.run(DATA)
    assert [one["state"] for one in step_states({"cells": cells})] == ["done"] * 4
    cells[0]["source"] = "seed = 2"
    cells[0]["outputs"][0]["data"][MIME] = followed.run("seed = 2")
    assert [one["state"] for one in step_states({"cells": cells})] == ["done", "done", "stale", "done"]


def test_a_page_of_a_notebook_shows_nothing_of_a_record(followed):
    record = followed.run("a = 1")
    shown = nbformat.v4.new_output("display_data", {MIME: record})
    cell = nbformat.v4.new_code_cell("a = 1", outputs=[shown])
    with pytest.warns(UserWarning, match="not able to be represented"):
        page, _ = HTMLExporter().from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
    assert record["hash"] not in page


def test_a_step_that_read_the_reasons_is_stale_once_another_is_given(followed, tmp_path, monkeypatch):
    """What people say in a study is something that a step rests on; the cell that says it does not rest on itself."""
    monkeypatch.chdir(tmp_path)
    followed.run(f"{DATA}\nstudy = wb.open_study()\n_ = study.save(data)")
    sources = ["reasons = wb.gather_study(study).overruled", "signed = wb.SignOff(overruled=reasons)", "data.findings"]
    records = [followed.run(source) for source in sources]
    assert [one["loaded"][-1]["name"] if one["loaded"] else "" for one in records] == ["overruled", "", ""]
    cells = [
        cell_of(f"step-{place}", source, record)
        for place, (source, record) in enumerate(zip(sources, records, strict=True))
    ]

    def states():
        told = handle({"schema": bridge.SCHEMA, "ask": "study"})
        found = step_states({"cells": cells}, study=StudyKnown.from_json(told))
        return [(one["state"], one["because"], one["after"]) for one in found]

    fresh = [("done", "", None)] * 3
    assert states() == fresh
    record = followed.run("study.overrule('WB134', reason='There are no more rows.')")
    assert record["saved"] == record["loaded"] == []
    assert states() == [("stale", "study", None), ("stale", "earlier", "step-0"), fresh[2]]
    followed.run("study.reinstate('WB134')")
    assert states() == fresh


def test_a_step_that_read_the_policy_or_who_signs_is_stale_once_it_is_taken_back(followed, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    followed.run(f"{DATA}\nstudy = wb.open_study()\n_ = study.save(data)")
    followed.run("file = wb.write_policy(wb.Policy({'selection_rate': 0.1}), study.path / 'policy.toml')")
    followed.run("_ = study.sign(wb.SignOff('the credit team', 'the risk board', signed='2099-01-10'))")
    sources = ["policy = study.policy", "signed = study.sign_off"]
    cells = [cell_of(f"step-{place}", source, followed.run(source)) for place, source in enumerate(sources)]

    def states():
        told = handle({"schema": bridge.SCHEMA, "ask": "study"})
        found = step_states({"cells": cells}, study=StudyKnown.from_json(told))
        return [(one["state"], one["because"]) for one in found]

    assert states() == [("done", "")] * 2
    followed.run("file.unlink()")
    assert states() == [("stale", "study"), ("done", "")]
    followed.run("_ = study.sign(wb.SignOff())")
    assert states() == [("stale", "study")] * 2


def test_findings_in_a_record_are_no_reading_of_the_reasons(followed, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    followed.run(f"{DATA}\nstudy = wb.open_study()")
    record = followed.run("split = wb.split_data(data, seed=1)")
    assert record["findings"]
    assert record["loaded"] == []


def test_of_what_was_read_twice_the_last_counts(followed, tmp_path, monkeypatch):
    """As where a step looks at the policy, writes another, and reads that one."""
    monkeypatch.chdir(tmp_path)
    followed.run("import workbench as wb\nstudy = wb.open_study()")
    write = "wb.write_policy(wb.Policy({'selection_rate': 0.1}), study.path / 'policy.toml')"
    record = followed.run(f"before = study.policy\n_ = {write}\nafter = study.policy")
    [loaded] = record["loaded"]
    known = wb.open_study().status().said
    assert (loaded["stage"], loaded["name"], loaded["fingerprint"]) in known


def cell_of(step, source, record):
    """Return a cell as a notebook's file holds it after it ran."""
    workbench = {"step": step, "title": step, "why": "So."}
    outputs = [{"output_type": "display_data", "metadata": {}, "data": {MIME: record}}]
    return {"cell_type": "code", "source": source, "metadata": {"workbench": workbench}, "outputs": outputs}
