"""Colours can be told from their paper and from each other, in light and in dark; shapes do without them."""

import re
from itertools import combinations

import numpy as np
import pytest

from workbench.figures.colors import DARK, LIGHT, LINE_COLORS, chart_variables, in_page, plain_color
from workbench.figures.curves import look_of

PAPERS = pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
# How colours look with severe colour blindness: Machado, Oliveira and Fernandes 2009, on linear light.
BLINDNESS = {
    "none": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def light_of(color):
    channels = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """Return the contrast of two colours as WCAG 2.2 defines it."""
    dark, bright = sorted(float(light_of(color) @ [0.2126, 0.7152, 0.0722]) for color in (one, other))
    return (bright + 0.05) / (dark + 0.05)


def seen(color, matrix):
    """Return a colour in CIELAB as somebody sees it."""
    light = np.clip(np.array(matrix) @ light_of(color), 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ light
    x, y, z = np.where((t := xyz / [0.9505, 1.0, 1.089]) > 0.008856, np.cbrt(t), 7.787 * t + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_the_formula_is_that_of_the_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@PAPERS
def test_what_means_something_is_seen_on_its_paper(colors):
    meant = {role: contrast(color, colors["paper"]) for role, color in colors.items() if role not in {"paper", "grid"}}
    assert {role: found for role, found in meant.items() if found < 3} == {}


@PAPERS
def test_text_is_read_on_its_paper(colors):
    assert contrast(colors["ink"], colors["paper"]) >= 4.5
    assert contrast(colors["quiet"], colors["paper"]) >= 4.5


@PAPERS
def test_the_interval_on_a_bar_is_seen_on_its_rim(colors):
    assert contrast(colors["ink"], colors["paper"]) >= 3
    assert contrast(colors["1"], colors["paper"]) >= 3


@PAPERS
@pytest.mark.parametrize("matrix", BLINDNESS.values(), ids=BLINDNESS)
def test_lines_have_different_colours_to_every_eye(colors, matrix):
    lines = [seen(colors[str(place + 1)], matrix) for place in range(LINE_COLORS)]
    assert min(np.linalg.norm(one - other) for one, other in combinations(lines, 2)) > 12


def test_lines_are_told_apart_without_colour():
    looks = [look_of(place) for place in range(2 * LINE_COLORS)]
    assert len({(look.dash, look.shape, look.hollow) for look in looks}) == len(looks)
    assert len({look.shape for look in looks[:LINE_COLORS]}) == LINE_COLORS


def test_a_page_can_set_every_colour_that_is_drawn():
    assert LIGHT.keys() == DARK.keys()
    for colors in (LIGHT, DARK):
        assert dict(re.findall(r"--chart-([\w]+): (#[0-9a-f]{6})", chart_variables(colors))) == colors
    for role, color in LIGHT.items():
        assert in_page(role) == f"var(--chart-{role}, {color})"
        assert plain_color(role) == color
