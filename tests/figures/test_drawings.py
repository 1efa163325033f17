"""Every kind of drawing: what is written can be read, and what is drawn is where its number is."""

import math
import re
from itertools import combinations
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties, findfont, get_font

from workbench.document.drawings import Bars, Dots, Histogram, Multiples, Point, Tradeoff, TradeoffPoint, Waterfall
from workbench.document.line_drawings import EffectCurve, EffectSpot, Line, Lines, Spot
from workbench.document.nodes import Chart, Name, Table
from workbench.figures.static import chart_svg

NAN, INF = math.nan, math.inf
pytestmark = pytest.mark.filterwarnings("ignore:Glyph .* missing from font")
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "$x^2$",
    "<script>alert(1)</script>",
    'a"b&c',
    "]]>",
    "\\frac{a",
    "%s",
    "中文组名称" * 60,
    "المجموعة الأولى " * 20,
    "עברית",
    "x" * 300,
    "x" * 299 + "y",
    "Native Hawaiian or Other Pacific Islander",
    "e\u0301\u0301" * 80,
    "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "\x00\x1b[31m",
    "\ud800",
    "\u202eabc",
    "",
]


def chart(drawing):
    return Chart("c", ("takeaway",), "", drawing, Table("t", (), (), (), ()))


def point(name, value=0.3, low=0.2, high=0.4, label="30 (n = 50)"):
    return Point(Name(name), f"x/{name}", value, low, high, label)


def bins(heights=(0.1, 0.5, 0.4), edges=(0.0, 0.3, 0.6, 1.0), line=0.5):
    return Histogram("score", edges, heights, "people, of 100", line)


def line(name, ys, band=0.05):
    return Line(Name(name), tuple(Spot(x / 10, y, y - band, y + band) for x, y in enumerate(ys)))


FALLING = [line(name, [0.9 - 0.08 * x for x in range(9)]) for name in ("female", "male", "x" * 300, "中文", "e", "f")]


def effect(ys=(-0.2, -0.1, 0.0, 0.15), shares=(0.4, 0.3, 0.28, 0.02), apart=True, labels="abcdefghij"):
    spots = tuple(
        EffectSpot(10.0 * x, labels[x], y, y - 0.03, y + 0.03, share, is_faint=share < 0.05)
        for x, (y, share) in enumerate(zip(ys, shares, strict=True))
    )
    missing = EffectSpot(NAN, "missing", 0.1, 0.0, 0.2, 0.05)
    return EffectCurve("income", "difference, of 100", "rows, of 100", spots, missing if apart else None, of_100=True)


def weighed(name, x=0.75, y=0.1, look=0, x_reach=0.01, y_reach=0.02, faint=False, series=""):
    numbers = x, x - x_reach, x + x_reach, y, y - y_reach, y + y_reach
    return TradeoffPoint(Name(name), *numbers, look, faint, series=Name(series))


def tradeoff(*points, band=(0.0, 0.05)):
    return Tradeoff("balanced accuracy, of 100", "difference, in points of 100", points, band)


KINDS = {
    "dots": Dots("denied", ((Name("race"), (point("a"), point("b", NAN))), (Name("sex"), (point("f"),))), True, 0.3),
    "band": Dots("mean error", ((Name("sex"), (point("f", -3.0, -4.0, INF),)),), False, None, (-0.5, 0.5)),
    "forty": Dots("denied", ((Name("county"), tuple(point(f"county {at}") for at in range(40))),)),
    "equal": Dots("mean", ((Name(""), (point("f", 7.0, 7.0, 7.0), point("m", 7.0, 7.0, 7.0))),), False),
    "undefined": Dots("denied", ((Name("sex"), (point("f", NAN, NAN, NAN), point("m", NAN, NAN, NAN))),)),
    "hostile": Dots("y" * 300, tuple((Name(text), (point(text, label=text * 9),)) for text in HOSTILE), False),
    "bars": Bars("mean push", ((Name(""), (point("debt", 0.9), point("age", -0.2, -0.3, -0.1), point("z", INF))),)),
    "waterfall": Waterfall("chance", point("all"), (point("up", 0.2), point("down", -0.4)), point("you", 0.1), True),
    "histogram": bins(),
    "effect": effect(),
    "effect alone": effect((0.3,), (1.0,), apart=False),
    "effect of nothing": EffectCurve("x", "y", "rows", ()),
    "effect of long values": effect(labels=["1 January 2026, or thereabouts", *HOSTILE], apart=False),
    "lines": Lines("threshold", "selected, of 100", tuple(FALLING), of_100=True),
    "calibration": Lines("score", "happened", tuple(FALLING[:2]), diagonal=True, of_100=True),
    "histograms": Multiples(tuple((Name(text or "a"), bins()) for text in HOSTILE)),
    "panels": Multiples(tuple((Name(f"g{at}"), Lines("x", "y", (FALLING[0],))) for at in range(5))),
    "trade-off": tradeoff(weighed("as it is"), weighed("other", 0.7, 0.04, 1), weighed("", 0.72, 0.2, 2, faint=True)),
    "trade-off of many": tradeoff(*(weighed(f"model {at}", 0.7 + at % 7 / 500, at / 400, at // 5) for at in range(40))),
    "trade-off of one place": tradeoff(*(weighed(text, look=at) for at, text in enumerate(HOSTILE)), band=None),
    "trade-off of nothing": tradeoff(weighed("unknown", NAN), weighed("also", y=NAN), weighed("endless", INF, -INF)),
    "trade-off of thresholds": tradeoff(
        *(weighed(f"0.{at}", 0.7 + at / 90, at / 20, at % 2, series=HOSTILE[at % 2] * 9) for at in range(1, 9))
    ),
    "keyed": Multiples(tuple((Name(f"g{at}"), Lines("x", "y", tuple(FALLING))) for at in range(3))),
}


def parsed(drawing, width=5.0):
    return ET.fromstring(chart_svg(chart(drawing), width=width))  # noqa: S314 - our own drawing


def texts(root):
    return [element.text for element in root.iter(f"{SVG}text")]


def has_every_glyph(text):
    font = get_font(findfont("DejaVu Sans"))
    return all(font.get_char_index(ord(character)) for character in text)


def boxes(root):
    """Return where each text really is, as matplotlib's renderer measures it: left, top, right, bottom."""
    renderer, found = RendererAgg(10, 10, 72), []
    with mpl.rc_context({"text.hinting": "none"}):
        for element in root.iter(f"{SVG}text"):
            size = float(element.get("font-size"))
            font = FontProperties(family="DejaVu Sans", size=size, weight=element.get("font-weight", "normal"))
            width, height, descent = renderer.get_text_width_height_descent(element.text, font, ismath=False)
            left = (
                float(element.get("x"))
                - width * {"start": 0, "middle": 0.5, "end": 1}[element.get("text-anchor", "start")]
            )
            if not has_every_glyph(element.text):  # the sign for what is missing is as high as it likes
                height, descent = 0.95 * size, 0.2 * size
            bottom = float(element.get("y")) + descent
            found.append((left, bottom - height, left + width, bottom))
    return found


def check_texts(root):
    """Nothing is written over anything else, and nothing is cut off."""
    _, _, width, height = map(float, root.get("viewBox").split())
    found = boxes(root)
    for one in found:
        assert one[0] >= -0.6
        assert one[2] <= width + 0.6
        assert one[1] >= -0.6
        assert one[3] <= height + 0.6
    for (a, one), (b, other) in combinations(zip(texts(root), found, strict=True), 2):
        apart = one[2] <= other[0] + 0.5 or other[2] <= one[0] + 0.5 or one[3] <= other[1] + 0.5
        assert apart or other[3] <= one[1] + 0.5, (a, b)


@pytest.mark.parametrize("width", [3.5, 5.0, 6.9])
@pytest.mark.parametrize("kind", KINDS)
def test_no_text_touches_another_or_leaves_the_drawing(kind, width):
    root = parsed(KINDS[kind], width)
    assert float(root.get("viewBox").split()[2]) == pytest.approx(72 * width)
    check_texts(root)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_shapes_and_words_is_drawn_and_every_number_exists(kind):
    svg = chart_svg(chart(KINDS[kind]))
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {"svg", "path", "circle", "text"}
    assert not re.search(r'="[^"]*\b(nan|inf)', svg)
    assert "style" not in svg
    assert svg == chart_svg(chart(KINDS[kind]))


@pytest.mark.parametrize("kind", KINDS)
def test_signs_stand_clear_of_words(kind):
    root = parsed(KINDS[kind])
    written = list(zip(texts(root), boxes(root), strict=True))
    for circle in root.iter(f"{SVG}circle"):
        x, y, r = (float(circle.get(name)) for name in ("cx", "cy", "r"))
        for text, (left, top, right, bottom) in written:
            assert x + r <= left or right <= x - r or y + r <= top or bottom <= y - r, text


def numbers(element):
    return [float(one) for one in re.findall(r"-?[\d.]+", element.get("d"))]


def paths(root, role, attribute="fill"):
    return [path for path in root.iter(f"{SVG}path") if path.get(attribute, "").startswith(f"var(--chart-{role},")]


def test_groups_stand_in_the_order_given_under_their_attribute():
    drawn = texts(parsed(KINDS["dots"]))
    assert [text for text in drawn if text in {"race", "a", "b", "sex", "f"}] == ["race", "a", "b", "sex", "f"]
    assert texts(parsed(KINDS["forty"]))[1:80:2] == [f"county {at}" for at in range(40)]


def test_a_dot_is_where_its_number_is():
    values = (0.0, 0.25, 0.5)
    root = parsed(Dots("x", ((Name(""), tuple(point(str(one), one, NAN, NAN) for one in values)),)))
    places = [float(circle.get("cx")) for circle in root.iter(f"{SVG}circle")]
    assert places[1] - places[0] == pytest.approx(places[2] - places[1], abs=0.02)
    assert places[0] < places[1]


@pytest.mark.parametrize("width", [2.5, 3.5, 5.0, 6.9])
@pytest.mark.parametrize("high", [0.03, 0.21, 0.401, 0.587, 0.93, 1.0])
def test_no_dot_stands_beyond_the_last_number_of_its_axis(high, width):
    spread = Dots("x", ((Name(""), (point("f", high - 0.02, high - 0.03, high), point("m", 0.01, 0.0, 0.02))),))
    root = parsed(spread, width)
    written = [float(text) for text in texts(root) if re.fullmatch(r"[\d.]+", text or "")]
    assert max(written) >= 100 * high - 1e-6
    lines = [numbers(path) for path in paths(root, "grid", "stroke")]
    last = max(one[0] for one in lines if one[0] == one[2])
    assert last == pytest.approx(max(one[2] for one in lines), abs=0.02)
    assert len(written) >= 2


def test_what_is_tolerated_is_a_band_between_two_lines():
    root = parsed(Dots("x", ((Name(""), (point("f"), point("m"))),), band=(0.1, 0.2)))
    (band,) = paths(root, "band")
    left, right = numbers(band)[0], numbers(band)[2]
    assert {left, right} <= {numbers(path)[0] for path in paths(root, "quiet", "stroke")}


def test_an_effect_is_hollow_and_dashed_where_few_rows_are_and_its_strip_is_as_high_as_there_are_rows():
    root = parsed(effect(apart=False))
    circles = list(root.iter(f"{SVG}circle"))
    assert [circle.get("fill").startswith("var(--chart-paper,") for circle in circles] == [False, False, False, True]
    heights = [max(numbers(path)[1::2]) - min(numbers(path)[1::2]) for path in paths(root, "quiet")]
    assert heights == pytest.approx([26, 26 * 0.3 / 0.4, 26 * 0.28 / 0.4, 26 * 0.02 / 0.4], abs=0.1)
    dashes = [path.get("stroke-dasharray") for path in paths(root, "1", "stroke")]
    assert len([dash for dash in dashes if dash]) == 0
    assert len([path for path in paths(root, "quiet", "stroke") if path.get("stroke-dasharray") == "2 3"]) == 1


def test_a_missing_value_stands_apart_from_the_curve():
    places = [float(circle.get("cx")) for circle in parsed(effect()).iter(f"{SVG}circle")]
    assert places[4] - places[3] > 20
    assert "missing" in texts(parsed(effect()))


def test_a_dot_behind_which_little_stands_is_hollow():
    faint = Point(Name("b"), "x/b", 0.3, 0.2, 0.4, "few", is_faint=True)
    circles = list(parsed(Dots("x", ((Name(""), (point("a"), faint)),))).iter(f"{SVG}circle"))
    assert [circle.get("fill").startswith("var(--chart-paper,") for circle in circles] == [False, True]


def test_bars_begin_at_nought_on_both_sides():
    root = parsed(Bars("x", ((Name(""), (point("up", 0.9, NAN, NAN), point("down", -0.2, NAN, NAN))),)))
    (baseline,) = paths(root, "ink", "stroke")
    up, down = (numbers(path) for path in paths(root, "1"))
    assert up[0] == down[2] == numbers(baseline)[0]
    assert up[2] > up[0]
    assert down[0] < down[2]


def test_steps_point_where_they_lead_and_the_sum_arrives_at_the_end():
    root = parsed(KINDS["waterfall"])
    (up,), (down,) = paths(root, "1"), paths(root, "2")
    assert numbers(up)[6] == max(numbers(up)[::2])  # the tip
    assert numbers(down)[6] == min(numbers(down)[::2])
    dots = [float(circle.get("cx")) for circle in root.iter(f"{SVG}circle")]
    assert numbers(up)[0] == dots[0]
    assert numbers(down)[0] == numbers(up)[6]
    assert numbers(down)[6] == dots[1]


def test_calibration_has_equal_axes_and_their_diagonal():
    (diagonal,) = paths(parsed(KINDS["calibration"]), "quiet", "stroke")
    x0, y0, x1, y1 = numbers(diagonal)
    assert x1 - x0 == pytest.approx(y0 - y1, abs=0.02)
    assert diagonal.get("stroke-dasharray")


def test_small_drawings_share_their_axes():
    low, high = bins((0.1, 0.1, 0.1), line=None), bins((0.4, 0.4, 0.4), line=None)
    bars = paths(parsed(Multiples(((Name("a"), low), (Name("b"), high)))), "1")
    tall = [numbers(bar)[5] - numbers(bar)[1] for bar in bars]
    assert tall[3] == pytest.approx(4 * tall[0], abs=0.05)
    # The axis is that of the taller one in both; alone, the lower one fills its axis.
    alone = paths(parsed(Multiples(((Name("a"), low), (Name("b"), low)))), "1")
    assert numbers(alone[0])[5] - numbers(alone[0])[1] > 2 * tall[0]


def test_a_group_looks_the_same_whether_another_has_numbers_or_not():
    both = parsed(Lines("x", "y", (FALLING[0], FALLING[1])))
    alone = parsed(Lines("x", "y", (Line(Name("female"), ()), FALLING[1])))
    looks = [
        {(path.get("stroke"), path.get("stroke-dasharray")) for path in paths(root, "2", "stroke")}
        for root in (both, alone)
    ]
    assert looks[0] == looks[1] != set()
    dots = Dots("x", ((Name(""), (point("f"), point("m"))),))
    missing = Dots("x", ((Name(""), (point("f", NAN, NAN, NAN), point("m"))),))
    assert [circle.attrib for circle in parsed(dots).iter(f"{SVG}circle")][1:] == [
        circle.attrib for circle in parsed(missing).iter(f"{SVG}circle")
    ]


def test_what_is_endless_points_out_of_the_axis_and_what_is_unknown_has_no_sign():
    root = parsed(Dots("x", ((Name(""), (point("f", INF, 0.1, INF), point("m", NAN, NAN, NAN))),), of_100=False))
    assert not list(root.iter(f"{SVG}circle"))
    assert paths(root, "1")


def test_names_that_begin_alike_are_told_apart():
    drawn = texts(parsed(KINDS["hostile"]))
    assert len({text for text in drawn if text.startswith("xxx") and text.endswith(("…", "x", "y"))}) >= 2


def test_a_mark_stands_where_both_its_numbers_are_and_its_intervals_cross_there():
    root = parsed(tradeoff(weighed("a", 0.70, 0.1), weighed("b", 0.72, 0.2), weighed("c", 0.76, 0.4)))
    circles = [(float(one.get("cx")), float(one.get("cy"))) for one in root.iter(f"{SVG}circle")][::-1]
    (a, b, c) = circles
    assert (c[0] - b[0]) / (b[0] - a[0]) == pytest.approx(2, abs=0.01)
    assert (c[1] - b[1]) / (b[1] - a[1]) == pytest.approx(2, abs=0.01)
    assert a[1] > b[1] > c[1]
    lines = [numbers(path) for path in paths(root, "1", "stroke")]
    for x, y in circles:
        assert any(one[1] == one[3] == y and (one[0] + one[2]) / 2 == pytest.approx(x, abs=0.02) for one in lines)
        assert any(one[0] == one[2] == x and (one[1] + one[3]) / 2 == pytest.approx(y, abs=0.02) for one in lines)


def test_names_stand_on_no_interval_and_nearer_to_their_own_mark_than_to_any_other():
    places = ((0.772, 0.19), (0.768, 0.11), (0.751, 0.03), (0.765, 0.16), (0.766, 0.12), (0.74, 0.045))
    points = [weighed(f"method {at}", *place, at, 0.014, 0.03) for at, place in enumerate(places)]
    root = parsed(tradeoff(*points), 6.9)
    strokes = [numbers(path) for at in range(6) for path in paths(root, str(at + 1), "stroke")]
    named = [(text, box) for text, box in zip(texts(root), boxes(root), strict=True) if text.startswith("method")]
    assert len(named) == 6
    for text, (left, top, right, bottom) in named:
        for x0, y0, x1, y1 in strokes:
            assert max(x0, x1) <= left or right <= min(x0, x1) or max(y0, y1) <= top or bottom <= min(y0, y1), text


def test_what_is_tolerated_is_a_band_up_to_its_limit_and_whoever_is_outdone_is_hollow():
    root = parsed(tradeoff(weighed("a", y=0.05), weighed("b", 0.7, 0.3, faint=True)))
    (band,) = paths(root, "band")
    kept, outdone = list(root.iter(f"{SVG}circle"))[::-1]
    assert min(numbers(band)[1::2]) == pytest.approx(float(kept.get("cy")), abs=0.02)
    assert outdone.get("fill").startswith("var(--chart-paper,")
    assert not kept.get("fill").startswith("var(--chart-paper,")


def test_points_of_one_look_are_joined_and_looks_differ_in_colour_and_shape():
    root = parsed(tradeoff(weighed("a"), weighed("b", 0.7, 0.3), weighed("c", 0.72, 0.2, 1)))
    joined = [path for path in root.iter(f"{SVG}path") if path.get("stroke-dasharray") == "1.6 2.2"]
    assert len(joined) == 1
    assert len(list(root.iter(f"{SVG}circle"))) == 2
    assert paths(root, "2")


@pytest.mark.parametrize("width", [0.5, 5.0])
def test_an_axis_of_shares_on_both_sides_of_zero_has_an_end(width):
    low, high = point("f", 0.1, -1.0, 0.2), point("m", 0.2, 0.1, 1.0)
    drawn = texts(parsed(Dots("x" * 60, tuple((Name(text), (low, high)) for text in HOSTILE)), width))
    assert not {"inf", "1e+300"} & set(drawn)
    assert {"−100", "0", "100"} & set(drawn)


def test_what_points_of_a_look_are_called_stands_once_below_and_is_filled():
    points = [
        weighed(f"0.{at}", 0.7 + at / 60, 0.1 + at / 30, at % 2, faint=True, series="ab"[at % 2]) for at in (4, 5, 6)
    ]
    drawn = parsed(tradeoff(*points, weighed("0.7", NAN, look=1, series="b")))
    found = texts(drawn)
    assert [found.count(text) for text in ("a", "b", "0.4", "0.5", "0.6", "b 0.7")] == [1] * 6
    axis = found.index("balanced accuracy, of 100")
    assert sorted(found[axis + 1 :]) == ["a", "b", "b 0.7"]
    circles = [one.get("fill").startswith("var(--chart-paper,") for one in drawn.iter(f"{SVG}circle")]
    assert sorted(circles) == [False, True, True]


NAMES = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))
FLOATS = st.one_of(st.floats(), st.floats(-1, 1), st.sampled_from([0.0, 1e-320, 1.7e308, -1.7e308, NAN, INF]))
POINTS = st.builds(Point, st.builds(Name, NAMES), st.just("x"), FLOATS, FLOATS, FLOATS, NAMES)
PANELS = st.lists(st.tuples(st.builds(Name, NAMES), st.lists(POINTS, min_size=1, max_size=5).map(tuple)), max_size=3)
LINES = st.lists(
    st.builds(Line, st.builds(Name, NAMES), st.lists(st.builds(Spot, FLOATS, FLOATS, FLOATS, FLOATS)).map(tuple)),
    max_size=6,
).map(tuple)
BINS = st.builds(
    Histogram, NAMES, st.lists(FLOATS, max_size=9).map(tuple), st.lists(FLOATS, max_size=9).map(tuple), NAMES,
    st.one_of(st.none(), FLOATS),
)  # fmt: skip
CURVES = st.builds(Lines, NAMES, NAMES, LINES, diagonal=st.booleans(), of_100=st.booleans())
EFFECT_SPOTS = st.builds(EffectSpot, FLOATS, NAMES, FLOATS, FLOATS, FLOATS, FLOATS, st.booleans())
WEIGHED = st.builds(
    TradeoffPoint,
    st.builds(Name, NAMES),
    FLOATS,
    FLOATS,
    FLOATS,
    FLOATS,
    FLOATS,
    FLOATS,
    st.integers(0, 9),
    st.booleans(),
    series=st.builds(Name, NAMES),
)
DRAWINGS = st.one_of(
    st.builds(Tradeoff, NAMES, NAMES, st.lists(WEIGHED, max_size=7).map(tuple),
              st.one_of(st.none(), st.tuples(FLOATS, FLOATS)), st.booleans(), st.booleans()),
    st.builds(EffectCurve, NAMES, NAMES, NAMES, st.lists(EFFECT_SPOTS, max_size=5).map(tuple),
              st.one_of(st.none(), EFFECT_SPOTS), st.booleans()),
    st.builds(Dots, NAMES, PANELS.map(tuple), st.booleans(), st.one_of(st.none(), FLOATS),
              st.one_of(st.none(), st.tuples(FLOATS, FLOATS))),
    st.builds(Bars, NAMES, PANELS.map(tuple), st.booleans()),
    st.builds(Waterfall, NAMES, POINTS, st.lists(POINTS, max_size=5).map(tuple), POINTS, st.booleans()),
    BINS,
    CURVES,
    *(st.builds(Multiples, st.lists(st.tuples(st.builds(Name, NAMES), kind), max_size=4).map(tuple))
      for kind in (BINS, CURVES)),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(DRAWINGS)
def test_whatever_is_drawn_can_be_read(drawing):
    svg = chart_svg(chart(drawing))
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    assert not re.search(r'="[^"]*\b(nan|inf)', svg)
    assert not re.search(r"<(?!/?(svg|path|circle|text)\b)", svg)
    check_texts(root)
