"""A newcomer has a table and knows nothing: led by cards and by the guide to a page that others can read."""

import time
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from .guiding import expect_no_barriers_in_both_themes, guide, step, take_picture
from .launcher import open_folder
from .people import (
    Keyboard,
    Mouse,
    create,
    expect_all_done,
    export_brief,
    overrule,
    run_all,
    take_card,
    take_form,
    tell,
    write_applications,
)
from .walking import MINUTES

pytestmark = pytest.mark.ui

REASON = "Two more years of applications will be added in June."
FOUND = "WB134"
WAY = [
    "Frame the decision",
    "Prepare the data",
    "Build a model",
    "Explain a model",
    "Audit for bias",
    "Write the report",
]


@contextmanager
def newcomer(page, folder, kind):
    """Somebody in front of the launcher, in a folder with a table."""
    write_applications(folder / "credit.csv")
    open_folder(page, folder)
    yield kind(page)
    assert [one for one in page.evaluate("window.dialogs") if "Export" not in one] == []


def tell_table(person, shown):
    """Say in a form which table it is, and what its columns are."""
    person.write(shown.get_by_label("Data", exact=True), "credit.csv")
    expect(shown.get_by_text("600 rows, 7 columns.")).to_be_visible(timeout=MINUTES)
    person.choose(shown.get_by_label("Outcome", exact=True), "granted")
    person.write(shown.get_by_label("Good outcome", exact=True), "yes")
    person.tick(shown.get_by_role("group", name="Protected columns").get_by_label("gender –"))


def test_a_newcomer_is_led_from_a_question_to_a_brief(page, folder):
    with newcomer(page, folder, Mouse) as person:
        seconds = {}
        for place, title in enumerate(WAY):
            began = time.monotonic()
            shown = take_card(person, title) if place == 0 else go_on(person, title)
            if place < 2:  # the study does not know the table before
                tell_table(person, shown)
            if title == "Build a model":
                person.write(shown.get_by_label("Repeats"), "1")
            create(person, shown)
            run_all(person)
            if title == "Prepare the data":
                overrule(person, "Hold rows out", FOUND, REASON)
                for late in ("Build the report", "Write the file"):  # they told of it before the reason was given
                    expect(step(page, late)).to_have_attribute("data-state", "stale", timeout=MINUTES)
                run_all(person)
            seconds[title] = round(time.monotonic() - began)
        reports = folder / "study" / "reports"
        assert REASON in (reports / "brief.html").read_text("utf-8")
        report = export_brief(person)
        expect(report.get_by_text(REASON).first).to_be_visible()
        expect(page.locator(".workbench-preview-said")).to_contain_text("It was made from what the notebook gathered.")
        assert REASON in (reports / "brief-2.html").read_text("utf-8")
        tell(f"A newcomer: {person.n_actions} actions; seconds of the machine: {seconds}")


def go_on(person, title):
    """Follow the guide to the next template."""
    expect(guide(person.page)).to_contain_text(f"Next on the way: {title}.")
    if title == WAY[1]:
        expect_no_barriers_in_both_themes(person.page)
        take_picture(person.page, "guide-onward")
    person.press(guide(person.page).get_by_role("button", name="Go on…"))
    return take_form(person, title)


def test_a_newcomer_without_a_mouse_is_led_step_by_step(page, folder):
    with newcomer(page, folder, Keyboard) as person:
        shown = take_card(person, "First report")
        tell_table(person, shown)
        create(person, shown)
        titles = guide(page).locator(".workbench-Step-name").all_inner_texts()
        for title in titles:
            page.keyboard.press("Alt+Shift+N")
            expect(step(page, title)).to_have_attribute("aria-current", "step")
            page.keyboard.press("Alt+Shift+R")
            expect(step(page, title)).to_have_attribute("data-state", "done", timeout=2 * MINUTES)
        expect_all_done(page)
        overrule(person, "Hold rows out", FOUND, REASON)
        person.go_to_step(titles[-1])
        report = export_brief(person)
        expect(report.get_by_text(REASON).first).to_be_visible()
        assert REASON in (folder / "study" / "reports" / "brief.html").read_text("utf-8")
