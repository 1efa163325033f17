"""The threshold explorer in a real browser, offline: by keyboard, without barriers, in every light and width."""

import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe

from workbench.audit.decisions import audit_decisions
from workbench.figures.explorer import explorer_data, explorer_script

from .looks import RULES

pytestmark = pytest.mark.ui

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
HOSTILE = "<b id=bold>Zoë</b> & co"
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Report</title>
<style>:root {{ color-scheme: light dark }} body {{ margin: 16px; background: Canvas; color: CanvasText }}</style>
<main><h1>Other thresholds</h1>
<div data-workbench-explorer><script type="application/json">{data}</script></div></main>
<script type="module">{script}</script>
"""
# Goes through every step; returns how many there were, and how many elements came or went on the way.
WALK = """() => {
  const root = document.querySelector('.workbench-explorer').shadowRoot;
  const slider = root.querySelector('input[type=range]');
  const watch = new MutationObserver(() => undefined);
  watch.observe(root, { childList: true, subtree: true });
  const steps = Number(slider.max) + 1;
  for (let place = 0; place < steps; place++) {
    slider.value = place;
    slider.dispatchEvent(new Event('input'));
  }
  const elements = watch.takeRecords().flatMap(one => [...one.addedNodes, ...one.removedNodes])
    .filter(one => one.nodeType === Node.ELEMENT_NODE);
  return [steps, elements.length, elements.slice(0, 5).map(one => one.outerHTML)];
}"""
TARGETS = """() => [...document.querySelector('.workbench-explorer').shadowRoot
  .querySelectorAll('button, select, summary, input[type=range], label:has(input)')]
  .map(one => one.getBoundingClientRect()).filter(box => box.width > 0)
  .map(box => Math.min(box.width, box.height))"""


def audited(groups, rows):
    rng = np.random.default_rng(7)
    names = list(groups)
    group = rng.choice(np.array([*names, None], dtype=object), rows, p=[*[0.98 / len(names)] * len(names), 0.02])
    base = np.array([groups.get(one, 0.4) for one in group])
    outcome = (rng.random(rows) < base).astype(int)
    score = np.clip(rng.beta(2, 2, rows) * 0.6 + 0.25 * outcome + 0.2 * base, 0, 1)
    table = pd.DataFrame({"group": group, "outcome": outcome, "score": score})
    return audit_decisions(table, score="score", outcome="outcome", threshold=0.5, protected=["group"])


@pytest.fixture(scope="module")
def audit():
    return audited({"women": 0.4, "men": 0.5, HOSTILE: 0.45}, 4000)


@pytest.fixture
def opened(browser, tmp_path):
    """Opens data on a bare page with the network cut; at the end nothing was asked for and nothing failed."""
    asked, failed, contexts = [], [], []

    def open_page(data, **settings):
        place = tmp_path / f"{len(contexts)}.html"
        inside = json.dumps(data).replace("<", "\\u003c")
        place.write_text(PAGE.format(data=inside, script=explorer_script()), encoding="utf-8")
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "offline": True, **settings})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.on("console", lambda message: failed.append(message.text))
        page.on("request", lambda request: asked.append(request.url) if request.url != place.as_uri() else None)
        page.goto(place.as_uri())
        page.get_by_role("button", name="Reset").wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert (asked, failed) == ([], [])


def verdicts(page):
    return [line.inner_text() for line in page.get_by_role("list", name="Verdicts").locator("strong").all()]


def test_it_is_worked_by_keyboard_alone(opened, audit):
    data = explorer_data(audit, "group")
    page = opened(data)
    pressed = page.keyboard.press
    pressed("Tab")  # one threshold for all, or one for each
    pressed("Tab")
    slider = page.get_by_role("slider", name="Favourable from a score of")
    assert slider.evaluate("one => one === document.querySelector('.workbench-explorer').shadowRoot.activeElement")
    for _ in range(9):
        pressed("ArrowRight")
    edge = data["edges"][data["start"] + 9]
    assert slider.get_attribute("aria-valuetext") == f"{edge:.2f}"
    moved = audit.at_threshold(edge)
    said = {"gap": "Gap", "within tolerance": "Within tolerance", "not enough evidence": "Not enough evidence"}
    assert verdicts(page) == [said[one.verdict] for one in moved.assessments]
    rates = moved.values("selection_rate", "group")
    assert page.locator(".chart td.rate").all_inner_texts() == [f"{100 * rate:.1f}" for rate in rates.values]
    before = page.locator(".chart td.rate").all_inner_texts()
    pressed("Home")
    assert page.locator(".chart td.rate").all_inner_texts() == ["100.0"] * 4
    pressed("Tab")  # undo
    pressed("Enter")
    assert page.locator(".chart td.rate").all_inner_texts() == before
    pressed("Tab")  # reset
    pressed("Space")
    assert slider.get_attribute("aria-valuetext") == "0.50"
    for _ in range(5):  # three presets, what is folded away, the figure
        pressed("Tab")
    page.keyboard.type("True")
    assert page.locator(".chart caption").inner_text().startswith("True positive rate by group")


def test_one_for_each_group_comes_with_a_caution(opened, audit):
    page = opened(explorer_data(audit, "group"))
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.get_by_text("Treating groups differently by threshold may be unlawful.").is_visible()
    sliders = page.get_by_role("group", name="Favourable from a score of, for each group").get_by_role("slider")
    assert sliders.count() == 4
    before = page.locator(".chart td.rate").all_inner_texts()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    after = page.locator(".chart td.rate").all_inner_texts()
    assert [one != other for one, other in zip(before, after, strict=True)] == [True, False, False, False]


def test_presets_costs_and_capacity_are_worked_by_keyboard_alone(opened, audit):
    data = explorer_data(audit, "group")
    page = opened(data)
    page.get_by_role("button", name="Least cost").focus()
    page.keyboard.press("Enter")
    slider = page.get_by_role("slider", name="Favourable from a score of")
    cheapest = slider.get_attribute("aria-valuetext")
    page.get_by_label("A wrong favourable decision costs").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("3")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("700")
    page.keyboard.press("Enter")
    assert page.get_by_text("more than there is room for").is_visible()
    page.get_by_role("button", name="Equal opportunity").focus()
    page.keyboard.press("Space")
    assert page.get_by_text("Treating groups differently by threshold may be unlawful.").is_visible()
    assert page.get_by_text("people get the favourable decision; there is room for").is_visible()
    page.locator("select").select_option("true_positive_rate")
    rates = [float(rate) for rate in page.locator(".chart td.rate").all_inner_texts()][:3]
    assert max(rates) - min(rates) < 4
    for _ in range(3):
        page.get_by_role("button", name="Undo").press("Enter")
    assert slider.get_attribute("aria-valuetext") == cheapest
    assert page.get_by_label("Room for at most").input_value() == ""


def test_names_stay_text(opened, audit):
    page = opened(explorer_data(audit, "group"))
    assert page.get_by_role("rowheader", name=HOSTILE).count() == 1
    assert page.locator("#bold").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_has_no_barriers(opened, audit, width, scheme):
    page = opened(
        explorer_data(audit, "group", merged=True), viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    assert page.locator("[data-dark]").count() == (scheme == "dark")
    for each in (False, True):
        if each:
            page.get_by_role("radio", name="One for each group").check()
            page.get_by_text("What becomes of 100 people").click()
            page.get_by_text("Costs and capacity").click()
            page.get_by_label("Room for at most").fill("700")
            page.get_by_label("A wrong favourable decision costs").fill("0")
            page.get_by_role("button", name="Reset").focus()
        found = Axe().run(page, options=RULES)
        assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []
        assert len(found.response["passes"]) > 20
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert min(page.evaluate(TARGETS)) >= 24


def test_it_follows_a_finger_with_forty_groups(opened):
    audit = audited({f"Group {place}": 0.3 + place / 100 for place in range(40)}, 2000)
    page = opened(explorer_data(audit, "group"))
    assert page.locator(".chart tbody tr").count() == 41
    steps, n_elements, elements = page.evaluate(WALK)
    assert steps > 10
    assert n_elements <= 10 * steps, elements  # rows are written anew in their places, whatever their number


def test_it_is_not_printed(opened, audit):
    page = opened(explorer_data(audit, "group"))
    assert page.get_by_text("Audited: 0.50").first.is_visible()
    page.emulate_media(media="print")
    assert not page.get_by_text("Audited: 0.50").first.is_visible()


def test_its_picture_is_taken_on_wish(opened):
    audit = audited({"women": 0.38, "men": 0.5, "another gender": 0.42}, 4000)
    page = opened(explorer_data(audit, "group"), viewport={"width": 960, "height": 900})
    slider = page.get_by_role("slider")
    for _ in range(12):
        slider.press("ArrowRight")
    slider.blur()
    page.get_by_text("Costs and capacity").click()
    page.get_by_label("A wrong favourable decision costs").fill("3")
    page.get_by_label("Room for at most").fill("1500")
    page.get_by_label("Room for at most").blur()
    picture = page.locator(".workbench-explorer").screenshot()
    assert len(picture) > 30_000
    if os.environ.get("WORKBENCH_PICTURES") == "1":
        PICTURES.mkdir(parents=True, exist_ok=True)
        (PICTURES / "explorer.png").write_bytes(picture)
