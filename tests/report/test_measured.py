"""What findings measured, as readers see it: in every format and in cells, with its unit, and never of a hidden few."""

import json
from dataclasses import replace
from html import unescape

import pandas as pd
import pytest

import workbench as wb
from workbench.audit.disclosure.level import disclosure_named
from workbench.core.encoding import encode
from workbench.core.finding import Finding
from workbench.core.measure import Measure
from workbench.report.build import rebuild_report
from workbench.report.cells import profile_cell
from workbench.report.formats import FORMATS
from workbench.report.shown_findings import Shared, shown_findings

DATE = "2026-11-21"
ALIKE = "share of rows equal to an earlier row: 92.5 of 100 rows, limit 0 of 100, in 200 rows"


@pytest.fixture(scope="module")
def profile():
    frame = pd.DataFrame(
        {"age": [31.0, 42.0, 53.0, 64.0, 75.0] * 40, "sex": ["f", "m"] * 100, "good": [0, 1, 1, 1] * 50}
    )
    return wb.profile_data(wb.read_data(frame, target="good", protected=["sex"], name="people"))


@pytest.fixture(scope="module")
def reports(profile, tmp_path_factory):
    document = wb.build_report(profile, audience="data", date=DATE, disclosure="full")
    folder = tmp_path_factory.mktemp("reports")
    return {suffix: wb.write_report(document, folder / f"report{suffix}") for suffix in FORMATS}


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_says_what_was_measured(reports, profile, suffix):
    [found] = [one for one in profile.findings if one.code == "WB111"]
    assert found.measured == ALIKE
    said = [block.text for block in FORMATS[suffix].read(reports[suffix].read_bytes()).blocks]
    assert f"{found.title}. Measured: {ALIKE}." in said
    assert wb.verify_report(reports[suffix]).exit_code == 0


def test_a_measured_number_that_was_changed_in_the_page_is_found(reports, tmp_path):
    page = reports[".html"].read_text(encoding="utf-8")
    assert page.count("92.5 of 100 rows, limit") == 1
    changed = tmp_path / "changed.html"
    changed.write_text(page.replace("92.5 of 100 rows, limit", "9.25 of 100 rows, limit"), encoding="utf-8")
    assert wb.verify_report(changed).exit_code == 1


def test_a_cell_says_it_too(profile):
    cell = unescape(profile_cell(profile))
    for one in profile.findings:
        assert one.measured
        assert one.measured in cell
    assert cell.count("Measured: ") == len(profile.findings)


def test_materials_that_were_written_before_findings_said_what_they_measure_are_read(profile):
    document = wb.build_report(profile, audience="data", date=DATE, disclosure="full")
    materials = json.loads(json.dumps(document.materials))
    for one in materials["findings"]:
        assert one.pop("measure")["name"]
    assert repr(rebuild_report(materials).sections) == repr(document.sections)


@pytest.mark.parametrize("level", ["internal", "public"])
def test_a_share_beside_its_count_does_not_tell_how_many_rows_there_are(level):
    found = Finding("WB111", "caution", "120 of 403 rows are equal to an earlier row", "w", "d", 120 / 403, 0.0, 403)
    [shown] = shown_findings([found], Shared(counted=(403, 400)), disclosure_named(level))
    assert shown.title == "120 rows are equal to an earlier row"
    assert (shown.value, shown.threshold, shown.n, shown.measured) == (None, None, None, "")
    assert shown_findings([found], Shared(counted=(403, 403)), disclosure_named(level))[0].value == found.value
    infinite = Finding("WB123", "caution", "20 infinite numbers", "w", "d", 20.0, 0.0, 403)
    [shown] = shown_findings([infinite], Shared(counted=(403, 400)), disclosure_named(level))
    assert shown.measured == "infinite numbers: 20 numbers, limit 0"


def test_a_measure_is_shown_as_text_and_never_as_markup():
    measure = Measure("<b>share</b> {code} **x**", "fraction", "<i>rows</i>")
    found = Finding("WB999", "note", "seen", "why", "what", value=0.5, measure=measure)
    assert encode(found)["measure"]["of"] == "<i>rows</i>"
    roles = wb.read_data(pd.DataFrame({"a": [1.0, 2.0], "y": [0, 1]}), target="y")
    cell = profile_cell(replace(wb.profile_data(roles), findings=(found,)))
    assert "&lt;b&gt;share&lt;/b&gt; {code} **x**: 50 of 100 &lt;i&gt;rows&lt;/i&gt;<" in cell
    assert "<b>share" not in cell
