"""A scene as PNG, for programs that cannot draw SVG."""

from __future__ import annotations

import struct
import threading
import warnings
import zlib
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from workbench.figures.colors import Resolve
from workbench.figures.lettering import FONT
from workbench.figures.scene import MARKS, POINTS, Area, Mark, Place, Scene, Stroke, Words

__all__ = ["png_of"]

_RIM = 1.3
_INCHES = 39.3701  # to a metre
# matplotlib's settings and fonts belong to the whole process: one picture at a time, and then all as it was.
_DRAWING = threading.Lock()
_SETTINGS: dict[Any, Any] = {"text.hinting": "none", "text.antialiased": True}
# Fonts that have what DejaVu Sans lacks, where a machine has one of them.
_OTHERS = (
    *("Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans CJK KR", "Source Han Sans", "Microsoft YaHei"),
    *("PingFang SC", "Hiragino Sans", "Malgun Gothic", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "IPAGothic"),
    *("Arial Unicode MS", "Droid Sans Fallback", "Unifont"),
)


def png_of(scene: Scene, color: Resolve, dots_per_inch: int) -> bytes:
    """Return a scene as PNG; its file says how many dots an inch has, and nothing of the machine.

    Parameters
    ----------
    scene : Scene
        What is drawn.
    color : callable
        Turns what a colour is for into a colour.
    dots_per_inch : int
        How fine it is.
    """
    factor = dots_per_inch / POINTS
    height = round(scene.height * factor)
    with _DRAWING, mpl.rc_context(_SETTINGS), warnings.catch_warnings():
        # A name in a script that no font here has is drawn as boxes; the table beside it has the name.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
        # matplotlib gives its renderer no types.
        renderer: Any = RendererAgg(round(scene.width * factor), height, dots_per_inch)  # type: ignore[no-untyped-call]
        painter = _Painter(renderer, height, factor, color)
        painter.fill([(0, 0), (scene.width, 0), (scene.width, scene.height), (0, scene.height)], "paper")
        for mark in scene.marks:
            painter.draw(mark)
        pixels = np.array(renderer.buffer_rgba())[:, :, :3]
    return _file(pixels, round(dots_per_inch * _INCHES))


def _file(pixels: NDArray[np.uint8], per_metre: int) -> bytes:
    """Return pixels as a PNG file: their size, how dense they are, and nothing else."""
    height, width, _ = pixels.shape
    # Each row begins with how it is filtered: not at all, which packs even areas best.
    rows = np.concatenate([np.zeros((height, 1), np.uint8), pixels.reshape(height, -1)], axis=1).tobytes()
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)),
        (b"IDAT", zlib.compress(rows, 6)),
        (b"IEND", b""),
    )
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


class _Painter:
    """Draws the marks of a scene on a matplotlib renderer, whose places are counted from below."""

    def __init__(self, renderer: Any, height: int, factor: float, color: Resolve) -> None:
        self._renderer = renderer
        self._height = height
        self._factor = factor
        self._color = color
        known = {font.name for font in font_manager.fontManager.ttflist}
        self._fonts = [FONT, *(name for name in _OTHERS if name in known)]
        self._turned = Affine2D().scale(factor, -factor).translate(0, height)

    def draw(self, mark: Stroke | Area | Mark | Words) -> None:
        match mark:
            case Stroke():
                self._draw_path(Path(mark.places), self._pen(mark.color, mark.width, mark.dash), None)
            case Area():
                self.fill(mark.places, mark.color, mark.opacity)
                if mark.edge:
                    self._draw_path(Path([*mark.places, mark.places[0]]), self._pen(mark.edge, 0.6), None)
            case Mark():
                self._sign(mark)
            case Words():
                self._write(mark)

    def fill(self, places: Sequence[Place], color: str, opacity: float = 1.0) -> None:
        """Fill a polygon."""
        self._draw_path(Path([*places, places[0]], closed=True), self._pen(color, 0.0), (color, opacity))

    def _pen(self, color: str, width: float, dash: Sequence[float] = ()) -> GraphicsContextBase:
        pen: GraphicsContextBase = self._renderer.new_gc()
        pen.set_foreground(self._color(color))
        pen.set_linewidth(width)  # the renderer knows how many dots a point has
        pen.set_capstyle("butt")
        pen.set_joinstyle("round")
        pen.set_snap(False)
        if dash:
            pen.set_dashes(0.0, list(dash))
        return pen

    def _draw_path(self, path: Path, pen: GraphicsContextBase, face: tuple[str, float] | None) -> None:
        fill = None if face is None else to_rgba(self._color(face[0]), face[1])
        self._renderer.draw_path(pen, path, self._turned, fill)

    def _sign(self, mark: Mark) -> None:
        corners = MARKS[mark.shape]
        path = Path([*corners, corners[0]], closed=True) if corners else Path.unit_circle()
        size = mark.size if corners else mark.size / 2
        turned = Affine2D().scale(size).translate(*mark.at) + self._turned
        face = to_rgba(self._color("paper" if mark.hollow else mark.color))
        self._renderer.draw_path(self._pen(mark.color, _RIM if mark.hollow else 0.0), path, turned, face)

    def _write(self, words: Words) -> None:
        font = FontProperties(family=self._fonts, size=words.size, weight="bold" if words.bold else "normal")
        width, _, _ = self._renderer.get_text_width_height_descent(words.text, font, ismath=False)
        left = words.at[0] * self._factor - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[words.anchor]
        place = words.at[1] * self._factor
        self._renderer.draw_text(self._pen(words.color, 1.0), left, place, words.text, font, 0.0, ismath=False)
