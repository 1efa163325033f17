"""An auditor is handed a file of decisions: from a right click to the tables of Local Law 144."""

import time
from random import Random

import pytest
from playwright.sync_api import expect

from .guiding import guide
from .launcher import open_folder
from .people import Keyboard, Mouse, create, file_in_list, run_all, take_form, tell
from .walking import MINUTES

pytestmark = pytest.mark.ui

N_ACTIONS = 10
GROUPS = {"Black": 0.18, "White": 0.32, "Asian": 0.3}


def write_candidates(path, n_rows=900):
    """Write a table of people whom a tool has let through or not; columns are called as the auditor's office does."""
    random = Random(5)  # noqa: S311 - a table, and no secret
    lines = ["candidate,gender,ethnic_group,advanced"]
    for place in range(n_rows):
        gender, group = random.choice(["Male", "Female"]), random.choice([*GROUPS])
        share = GROUPS[group] - (0.06 if gender == "Female" else 0)
        lines.append(f"c{place},{gender},{group},{'yes' if random.random() < share else 'no'}")
    path.write_text("\n".join(lines) + "\n")


@pytest.mark.parametrize("kind", [Mouse, Keyboard])
def test_an_auditor_goes_from_a_file_to_what_has_to_be_published(page, folder, kind):
    write_candidates(folder / "candidates.csv")
    open_folder(page, folder)
    began = time.monotonic()
    person = kind(page)
    person.open_menu(file_in_list(page, "candidates.csv"))
    person.pick_in_menu("Audit This File…")
    person.press(page.locator(".workbench-picker").get_by_role("button", name="Local Law 144"))
    shown = take_form(person, "Local Law 144")
    expect(shown.get_by_label("Applicants", exact=True)).to_have_value("candidates.csv")
    expect(shown.get_by_label("Decision", exact=True)).to_have_value("advanced")  # it is called so in the file
    expect(shown.get_by_label("Selected", exact=True)).to_have_value("yes")
    expect(shown.get_by_label("Score", exact=True)).to_have_value("")
    person.choose(shown.get_by_label("Sex", exact=True), "gender")
    person.choose(shown.get_by_label("Race or ethnicity", exact=True), "ethnic_group")
    person.write(shown.get_by_label("Independent auditor"), "An audit office")
    create(person, shown)
    run_all(person)
    expect(guide(page)).to_contain_text("Next on the way: Write the report.")
    person.open_file("local-law-144.html")
    report = page.frame_locator(".jp-HTMLViewer iframe")
    expect(report.get_by_text("Impact ratio").first).to_be_visible(timeout=MINUTES)
    seconds = time.monotonic() - began
    tell(f"{kind.__name__}: {person.n_actions} actions, {seconds:.0f} s of the machine")
    assert person.n_actions <= N_ACTIONS
    assert page.evaluate("window.dialogs") == []
    text = (folder / "local-law-144.html").read_text("utf-8")
    for said in ("An audit office", *GROUPS, "Female"):
        assert said in text
