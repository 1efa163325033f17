"""``workbench verify`` against data and model, from the command line."""

import pytest
from typer.testing import CliRunner

import workbench as wb
from workbench.cli import app


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    audit = wb.audit_decisions(
        "example:admissions", decision="admitted", favourable="yes", protected=["sex"], name="admissions"
    )
    folder = tmp_path_factory.mktemp("command")
    return wb.write_report(wb.build_report(audit, date="2026-11-21"), folder / "report.md")


def test_data_are_counted_again(report):
    result = CliRunner().invoke(app, ["verify", str(report), "--data", "example:admissions"])
    assert result.exit_code == 0, result.output
    words = " ".join(result.output.split())
    assert "equal: audit/selection_rate/sex=female (counted again from example:admissions)" in words
    assert "It was counted again from example:admissions." in words
    assert "Nothing is altered." in words


def test_other_data_are_found(report, tmp_path):
    from workbench.data.examples import load_example

    load_example("admissions").frame.iloc[1:].to_csv(tmp_path / "fewer.csv", index=False)
    result = CliRunner().invoke(app, ["verify", str(report), "--data", str(tmp_path / "fewer.csv"), "-q"])
    assert result.exit_code == 1
    assert "counted again from fewer.csv" in " ".join(result.output.split())
