"""People who go from a file to a report: with the mouse, or with the keyboard alone; and the files they bring."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from random import Random

from playwright.sync_api import FrameLocator, Locator, Page, expect

from .guiding import guide, step
from .launcher import KERNEL_IS_READY, card, form
from .walking import MINUTES

N_PRESSES = 120
FILES = re.compile("^File Browser")
HAS_FOCUS = "wanted => wanted === document.activeElement"


class Mouse:
    """Somebody who clicks, and who types into fields that were clicked."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.n_actions = 0

    def press(self, place: Locator) -> None:
        """Press a button, or whatever is pressed."""
        self._did()
        place.click()

    def write(self, place: Locator, text: str) -> None:
        """Write into a field."""
        self._did()
        place.fill(text)

    def choose(self, place: Locator, value: str) -> None:
        """Choose from a list."""
        self._did()
        place.select_option(value)

    def tick(self, place: Locator) -> None:
        """Tick a box."""
        self._did()
        place.check()

    def open_launcher(self) -> None:
        """Ask for the cards."""
        self.press(self.page.get_by_role("button", name="New Launcher").first)

    def go_to_step(self, title: str) -> None:
        """Choose a step in the guide."""
        self.press(step(self.page, title).locator(".workbench-Step-title"))

    def export(self) -> None:
        """Wish for a report."""
        self.press(self.page.get_by_role("button", name="Export a report of what this notebook has made"))

    def open_menu(self, place: Locator) -> None:
        """Ask what can be done with something."""
        self._did()
        place.click(button="right")

    def pick_in_menu(self, name: str) -> None:
        """Choose from a menu that is shown."""
        self.press(self.page.get_by_role("menuitem", name=name))

    def open_file(self, name: str) -> None:
        """Open a file of the folder."""
        self.press(self.page.get_by_role("tab", name=FILES))
        self._did()
        file_in_list(self.page, name).dblclick()

    def _did(self) -> None:
        self.n_actions += 1


class Keyboard(Mouse):
    """Somebody who has no mouse."""

    def press(self, place: Locator) -> None:
        self._reach(place)
        self.page.keyboard.press("Enter")

    def write(self, place: Locator, text: str) -> None:
        self._reach(place)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose(self, place: Locator, value: str) -> None:
        self._reach(place)
        self.page.keyboard.type(value)
        expect(place).to_have_value(value)

    def tick(self, place: Locator) -> None:
        self._reach(place)
        self.page.keyboard.press("Space")
        expect(place).to_be_checked()

    def open_launcher(self) -> None:
        self._keys("Control+Shift+L")

    def go_to_step(self, title: str) -> None:
        self._keys("Alt+Shift+G")
        self._keys("Home")
        wanted = step(self.page, title).locator(".workbench-Step-title")
        for _ in range(N_PRESSES):
            if wanted.evaluate(HAS_FOCUS):
                break
            self.page.keyboard.press("ArrowDown")
        expect(wanted).to_be_focused()

    def export(self) -> None:
        """Wish for a report, from within the notebook."""
        self.page.keyboard.press("Enter")  # on a step: goes to its cell
        self._keys("Control+Shift+Y")

    def open_menu(self, place: Locator) -> None:
        self._select(place)
        self.page.keyboard.press("ContextMenu")

    def pick_in_menu(self, name: str) -> None:
        self._did()
        wanted = self.page.locator(".lm-Menu-item", has_text=name)
        wanted.wait_for()
        for _ in range(N_PRESSES):
            if "lm-mod-active" in wanted.get_attribute("class"):
                break
            self.page.keyboard.press("ArrowDown")
        expect(wanted).to_have_class(re.compile("lm-mod-active"))
        self.page.keyboard.press("Enter")

    def open_file(self, name: str) -> None:
        self._keys("Control+Shift+F")
        self._select(file_in_list(self.page, name))
        self.page.keyboard.press("Enter")

    def _select(self, file: Locator) -> None:
        """Select a file in the list of the file browser with the arrow keys."""
        self._did()
        file.wait_for()
        for _ in range(N_PRESSES):
            if self.page.locator(".jp-DirListing-itemText:focus").count():
                break
            self.page.keyboard.press("Tab")
        item = self.page.locator(".jp-DirListing-item.jp-mod-selected").filter(has=file)
        for key in ["ArrowDown", *["ArrowUp"] * 9, *["ArrowDown"] * 9]:
            if item.count():
                break
            self.page.keyboard.press(key)
        expect(item).to_have_count(1)

    def _keys(self, keys: str) -> None:
        self._did()
        self.page.keyboard.press(keys)

    def _reach(self, place: Locator) -> None:
        """Press Tab until a place has the focus."""
        self._did()
        place.wait_for()
        for _ in range(N_PRESSES):
            if place.evaluate(HAS_FOCUS):
                return
            self.page.keyboard.press("Tab")
        expect(place).to_be_focused()


def file_in_list(page: Page, name: str) -> Locator:
    """Return the name of a file in the file browser."""
    return page.locator(".jp-DirListing-itemText", has_text=name)


def write_applications(path: Path, n_rows: int = 600) -> None:
    """Write a table of people who asked for credit: alike in what counts, women were refused more often."""
    random = Random(3)  # noqa: S311 - a table, and no secret
    lines = ["applicant,gender,income,debts,years_employed,housing,granted"]
    for place in range(n_rows):
        woman = place % 5 < 2
        income, debts = int(random.gauss(2_500, 520)), max(0, int(random.gauss(900, 420)))
        years, housing = max(0, int(random.gauss(7, 4))), random.choice(["rent", "own", "family"])
        merit = (income - 2_500) / 400 - (debts - 900) / 500 + (years - 7) / 6 + random.gauss(0.2, 2)
        granted = "yes" if merit > (1.2 if woman else 0) else "no"
        gender = "woman" if woman else "man"
        lines.append(f"p{place},{gender},{income},{debts},{years},{housing},{granted}")
    path.write_text("\n".join(lines) + "\n")


def take_card(person: Mouse, title: str) -> Locator:
    """Press the card of a template, and return its form."""
    person.press(person.page.locator(card(title)))
    return take_form(person, title)


def take_form(person: Mouse, title: str) -> Locator:
    """Return the form that has come, when it has looked into its file."""
    shown = form(person.page)
    expect(shown.locator("h2")).to_have_text(title)
    return shown


def create(person: Mouse, shown: Locator) -> None:
    """Have the notebook of a form made, and find the guide beside it."""
    title = shown.locator("h2").inner_text()
    person.press(shown.get_by_role("button", name="Create"))
    expect(shown).to_have_count(0)
    expect(guide(person.page).get_by_role("heading", level=2)).to_have_text(title, timeout=2 * MINUTES)
    person.page.wait_for_function(KERNEL_IS_READY, timeout=2 * MINUTES)


def run_all(person: Mouse) -> None:
    """Have the guide run all steps, and wait until they are done."""
    there = guide(person.page)
    person.press(there.get_by_role("button", name="Run all", exact=True))
    expect_all_done(person.page)


def expect_all_done(page: Page) -> None:
    """Expect all steps to be done, at the first that failed at the latest."""
    page.wait_for_function(
        """() => /^(All|Its only)/.test(document.querySelector('#workbench-guide-progress')?.textContent ?? '') ||
          document.querySelector('.workbench-Step[data-state="failed"]')""",
        timeout=4 * MINUTES,
    )
    expect(guide(page).locator('.workbench-Step[data-state="failed"]')).to_have_count(0)


def overrule(person: Mouse, title: str, code: str, reason: str) -> None:
    """Accept a finding of a step, and say why."""
    page = person.page
    person.go_to_step(title)
    findings = step(page, title).locator(".workbench-Findings")
    if findings.get_attribute("open") is None:
        person.press(findings.locator("summary"))
    person.press(findings.get_by_role("button", name=f"Overrule {code} with a reason"))
    person.write(findings.get_by_label("Why is this accepted?"), reason)
    person.press(findings.get_by_role("button", name="Overrule", exact=True))
    expect(findings).to_contain_text(f"Overruled: {reason}", timeout=2 * MINUTES)


def export_brief(person: Mouse) -> FrameLocator:
    """Have the brief written, and return the page of it that is shown."""
    page = person.page
    person.export()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("For whom")).to_have_value("brief", timeout=MINUTES)
    person.press(dialog.get_by_role("button", name="Export"))
    expect(page.locator(".workbench-preview iframe")).to_be_visible(timeout=2 * MINUTES)
    return page.frame_locator(".workbench-preview iframe")


def tell(said: str) -> None:
    """Say what a journey took; pytest shows it with -s, and where the test failed."""
    sys.stdout.write(f"\n{said}\n")
