"""What every widget keeps: in both themes, where there is little room, and by keyboard alone; and its picture."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page, expect

from .notebooks import expect_no_barriers_in_widgets, widget
from .walking import give_back, use_theme

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
# Rules on colours hang on the theme, those on places and sizes on the room: each pair is seen to once.
LOOKS = (("JupyterLab Dark", 1280, 800), ("JupyterLab Light", 400, 800))
ZOOMED = (640, 400)  # a window of 1280 by 800 at twice the size
# All that is inside of a widget, and of what stands in a shadow within it.
INSIDE = """const inside = root => [...root.querySelectorAll('*')]
  .flatMap(one => one.shadowRoot ? [one, ...inside(one.shadowRoot)] : [one]);
const isUnseen = one => one && (getComputedStyle(one).clipPath !== 'none' || isUnseen(one.parentElement));"""
# What reaches beyond the widget, or has text that is cut off; but for what scrolls.
CUT_OFF = f"""host => {{ {INSIDE}
  const edge = host.getBoundingClientRect().right + 1;
  return inside(host.shadowRoot).filter(one => one.getClientRects().length > 0 &&
    !one.closest('.scroll, .drawing, textarea, select, input') && !isUnseen(one)).filter(one =>
    one.getBoundingClientRect().right > edge ||
    (getComputedStyle(one).overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1)
  ).map(one => one.outerHTML.slice(0, 120)); }}"""
# Words that are torn into letters, as in a column of a table that is too narrow for them.
TORN = f"""host => {{ {INSIDE}
  return inside(host.shadowRoot).filter(one => one.matches('th, td, p, dd, legend, label, button, summary') &&
    one.checkVisibility() && !isUnseen(one) && one.textContent.trim().length > 8 &&
    one.clientWidth > 0 && one.clientWidth < 40).map(one => one.outerHTML.slice(0, 120)); }}"""
# Puts what can be reached with Tab in an order: of several radio buttons one.
CONTROLS = f"""host => {{ {INSIDE}
  const groups = new Map();
  const found = inside(host.shadowRoot).filter(one => one.checkVisibility() && !one.disabled &&
    one.matches('a[href], button, input, select, textarea, summary, [tabindex="0"]'));
  const nameOf = one => one.type === 'radio' ? one.name : null;
  for (const one of found.filter(nameOf)) {{
    if (one.checked || !groups.has(one.name)) groups.set(one.name, one);
  }}
  window.controls = found.filter(one => !nameOf(one) || groups.get(one.name) === one);
  window.controls[0].focus();
  return window.controls.length; }}"""
# Which of them has the focus, and whether that is seen: it is in sight and has an outline.
REACHED = """() => {
  let one = document.activeElement;
  while (one.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  const { top, bottom } = one.getBoundingClientRect();
  const isSeen = getComputedStyle(one).outlineStyle !== 'none' && bottom > 0 && top < innerHeight;
  return [window.controls.indexOf(one), isSeen];
}"""


def expect_room_for_everybody(page: Page) -> None:
    """Expect a widget to be whole and open to everybody in both themes, narrow and wide, and at twice the size."""
    found = widget(page)
    for theme, width, height in LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        use_theme(page, theme)
        found.scroll_into_view_if_needed()
        expect_nothing_cut_off(page)
        expect_no_barriers_in_widgets(page)
    page.set_viewport_size(dict(zip(("width", "height"), ZOOMED, strict=True)))
    expect_nothing_cut_off(page)
    give_back(page)


def expect_nothing_cut_off(page: Page) -> None:
    """Expect no part of a widget to reach beyond it, and no word to be torn."""
    found = widget(page)
    assert found.evaluate(CUT_OFF) == []
    assert found.evaluate(TORN) == []


def expect_controls_in_order(page: Page) -> None:
    """Expect Tab to lead through all controls of a widget, in the order in which they stand, each with its outline."""
    n_controls = widget(page).evaluate(CONTROLS)
    reached = []
    for _ in range(n_controls - 1):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(REACHED))
    assert reached == [[place, True] for place in range(1, n_controls)]


def take_picture(page: Page, name: str, width: int = 1040) -> None:
    """Take a picture of the whole widget in the light, if pictures are wished for."""
    if os.environ.get("WORKBENCH_PICTURES") != "1":
        return
    found = widget(page)
    use_theme(page, "JupyterLab Light")
    expect(page.locator(".workbench-widget").first).not_to_have_attribute("data-dark", "")
    page.evaluate("document.activeElement.blur()")
    page.mouse.move(0, 0)
    size = page.viewport_size
    # Higher than the widget, so that nothing of the page around lies over it.
    page.set_viewport_size({"width": width, "height": int(found.bounding_box()["height"]) + 1_200})
    found.locator("section").first.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
    page.set_viewport_size(size)
