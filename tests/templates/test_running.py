"""A template runs headless on a person's own table, and leaves its report."""

import nbclient
import nbformat
import pytest

from workbench.data.examples import loans
from workbench.report.verification.verify import verify_report
from workbench.templates import find_templates


@pytest.fixture
def run(tmp_path):
    """Run a template with some parameters in an empty folder; return what it printed last."""

    def start(id, parameters):
        notebook = find_templates().get(id).read()
        place = next(at for at, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", []))
        source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
        notebook.cells.insert(place + 1, nbformat.v4.new_code_cell(source))
        nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
        return notebook.cells[-2].outputs[0]["text"]

    return start


def test_the_first_report_of_ones_own_table(run, tmp_path):
    loans(800, seed=1).frame.rename(columns={"approved": "result"}).to_csv(tmp_path / "own table.csv", index=False)
    printed = run(
        "00-first-report",
        {
            "data_source": "own table.csv",
            "target": "result",
            "favourable": "yes",
            "protected": ["sex"],
            "owner": "the tester",
            "report_path": "reports/own.html",
        },
    )
    assert printed == "The report is in own.html. Open it from the file browser.\n"
    text = (tmp_path / "reports" / "own.html").read_text(encoding="utf-8")
    assert "own table: what is decided" in text.replace("<bdi>", "").replace("</bdi>", "")
    assert "the tester" in text


def test_ones_own_table_without_groups_or_times_is_prepared(run, tmp_path):
    names = {"approved": "result", "sex": "who asks"}
    loans(800, seed=1).frame.rename(columns=names).to_csv(tmp_path / "own table.csv", index=False)
    printed = run(
        "20-prepare-data",
        {
            "data_source": "own table.csv",
            "target": "result",
            "favourable": "yes",
            "protected": ["who asks"],
            "id": "",
            "group": "",
            "time": "",
            "not_known": [],
            "same": [],
            "population": [],
            "leave_out": [],
            "report_path": "reports/own.html",
        },
    )
    assert printed == "The report is in own.html. Open it from the file browser.\n"
    path = tmp_path / "reports" / "own.html"
    assert not verify_report(path).is_altered
    text = path.read_text(encoding="utf-8")
    assert "who asks" in text
    assert "blood_pressure" not in text
