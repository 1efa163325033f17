"""Documents that attack: every kind of block and drawing, texts that are markup somewhere, numbers that are none.

Built from nodes directly, past everything that would clean a name before it gets there. The same seed
gives the same document with harmless texts, so that what a renderer makes of both can be compared.
"""

import random
from dataclasses import dataclass

from workbench.document.drawings import Bars, Dots, Histogram, Multiples, Point, Tradeoff, TradeoffPoint, Waterfall
from workbench.document.facts import fact_id
from workbench.document.line_drawings import Line, Lines, Spot
from workbench.document.nodes import (
    Callout,
    Chart,
    Document,
    Fact,
    Items,
    Name,
    Paragraph,
    Section,
    Shown,
    Table,
    Term,
    Terms,
)

__all__ = ["HOSTILE", "document"]

HOSTILE = (
    # HTML and XML
    "<script>alert(1)</script>",
    "</title></style></svg><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" \'x\'',
    "&lt;b&gt; &amp; &#x3c;b&#x3e; &nbsp;",
    "]]><b>x</b><?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]>&b;",
    "--><!-- <b> </w:t></w:r><w:r><w:br/>",
    '<data value="model/accuracy" data-part="value">99</data>',
    '</script><script type="application/json" id="workbench-evidence">{}</script>',
    # Markdown
    "# heading\n\n- item\n\n> quoted | cell |\n\n---",
    "*a* **b** _c_ __d__ ~~e~~ `f` ``` g",
    "[x](javascript:alert(1)) ![y](https://example.com/z.png) <https://example.com>",
    "https://example.com/x.js www.example.com a@example.com :smile: #1 @someone",
    "1. one 1) two + three\n    four",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "\\*a\\* \\",
    "<!-- workbench-evidence: e30= -->",
    # typst, templates, formats
    '#panic() #import "x" @ref <lab> $x$ _i_ *b* `r` // c /* c */ = h ~ -- \\u{41}',
    "{{7*7}} {% raw %}{# x #}{% endraw %} {data} {0} %s %(x)s ${x}",
    # Word's fields, formulas of spreadsheets, formulas
    '{ HYPERLINK "http://example.com" } { INCLUDETEXT c:\\\\x } \x13 PAGE \x14 1 \x15',
    "=cmd|'/c calc'!A0 +1 -1 @SUM(1)",
    "$x^2$ $$\\frac{1}{0}$$ \\(a\\) \\[b\\] \\input{/etc/passwd}",
    # Writing
    "שלום עולם 123 abc",
    "مرحبا بالعالم",
    "中文字符 日本語 한국어 ไทย हिन्दी",
    "👩‍🌾 🇰🇪 👍🏽 ❤️",
    "Z̴̡̛͔͖a̸l̵g̶o̷ é ﬁ ǆ ẞ",
    "a\u202egnp.exe\u2066 b\u200bc\u00add\ufeff",
    # What is no text
    "a\0b\x01\x08\x0b\x0c\x1b[31mred\x7f\x85",
    "half \ud800 of \udfff it",
    "\ufffe\uffff\U0010ffff \ue000",
    "two\nlines\r\nand\ta tab\u2028sep\u2029end\u00a0x",
    # Long
    "x" * 300,
    "many words " * 27 + "end",
    "中" * 300,
    "W" * 60 + "<b>" + "-" * 240,
)
_HARMLESS = ("alpha", "beta", "gamma", "delta")
_NUMBERS = (0.25, 0.5, 0.75, 1.0, 0.0, float("nan"), float("inf"), float("-inf"), -3.0, 1e300, 5e-324, 1e18)
_MARKS = ("gap", "within tolerance", "not enough evidence")


@dataclass
class _Maker:
    shapes: random.Random
    texts: random.Random
    pool: tuple[str, ...]
    facts: dict
    n: int = 0

    def words(self):
        """A text of somebody: every one is drawn, so that both documents draw as many numbers."""
        drawn = self.texts.randrange(1 << 30)
        return self.pool[drawn % len(self.pool)]

    def next(self, what):
        self.n += 1
        return f"{what}-{self.n}"

    def number(self):
        return self.shapes.choice(_NUMBERS)

    def shown(self):
        id = fact_id("model", self.next("fact"), of=(self.words(), self.words()))
        unit = self.shapes.choice(("fraction", "count", "ratio", "number", "log-odds", "probability"))
        value, low, high = self.number(), self.number(), self.number()
        self.facts[id] = Fact(
            id, value, unit, self.words(), self.words(), low, high, self.shapes.choice((0, 1, 10**15)),
            self.words() if value != value else "",
        )  # fmt: skip
        return Shown(
            id, self.shapes.choice(("25", "1,234", "–", "5.5")), self.shapes.choice(("value", "low", "high", "n"))
        )

    def text(self, most=3):
        parts = []
        for _ in range(self.shapes.randint(1, most)):
            kind = self.shapes.randrange(4)
            if kind == 0:
                parts += ["It says ", self.shown(), " of "]
            elif kind == 1:
                parts += ["said ", self.words(), " so "]
            else:
                parts += ["named ", Name(self.words()), ". "]
        return tuple(parts)

    def paragraph(self):
        return Paragraph(self.next("message"), self.text())

    def table(self, rows=None, columns=None):
        rows = self.shapes.randint(1, 4) if rows is None else rows
        columns = columns or self.shapes.randint(1, 4)
        cells = tuple(tuple(self.text(1) for _ in range(columns)) for _ in range(rows))
        starts = sorted({0, self.shapes.randrange(rows)}) if self.shapes.random() < 0.5 else []
        return Table(
            self.next("table"),
            self.text(),
            tuple((self.words(),) for _ in range(columns)),
            cells,
            (False, *(self.shapes.random() < 0.5 for _ in range(columns - 1))),
            tuple((start, self.text(1)) for start in starts),
        )

    def point(self):
        fact = self.shown().fact
        return Point(Name(self.words()), fact, self.number(), self.number(), self.number(), self.words())

    def panels(self):
        return tuple(
            (Name(self.words()), tuple(self.point() for _ in range(self.shapes.randint(0, 4))))
            for _ in range(self.shapes.randint(0, 3))
        )

    def line(self):
        return self.number() if self.shapes.random() < 0.5 else None

    def histogram(self):
        n = self.shapes.randint(0, 6)
        finite = self.shapes.random() < 0.5
        edges = [step / 5 if finite else self.number() for step in range(n + 1)]
        return Histogram(self.words(), tuple(edges), tuple(self.number() for _ in range(n)), self.words(), self.line())

    def lines(self):
        def one():
            spots = [
                Spot(self.number(), self.number(), self.number(), self.number())
                for _ in range(self.shapes.randint(0, 5))
            ]
            return Line(Name(self.words()), tuple(spots))

        return Lines(
            self.words(), self.words(), tuple(one() for _ in range(self.shapes.randint(0, 6))),
            self.shapes.random() < 0.5, self.shapes.random() < 0.5,
        )  # fmt: skip

    def tradeoff(self):
        def one():
            fact, other = self.shown().fact, self.shown().fact
            numbers = [self.number() for _ in range(6)]
            return TradeoffPoint(
                Name(self.words()), *numbers, self.shapes.randint(0, 9), self.shapes.random() < 0.5, fact, other
            )

        band = (self.number(), self.number()) if self.shapes.random() < 0.5 else None
        points = tuple(one() for _ in range(self.shapes.randint(0, 5)))
        return Tradeoff(
            self.words(), self.words(), points, band, self.shapes.random() < 0.5, self.shapes.random() < 0.5
        )

    def drawing(self, kind):
        if kind == 0:
            band = (self.number(), self.number()) if self.shapes.random() < 0.5 else None
            return Dots(self.words(), self.panels(), self.shapes.random() < 0.5, self.line(), band)
        if kind == 1:
            return Bars(self.words(), self.panels(), self.shapes.random() < 0.5)
        if kind == 2:
            steps = tuple(self.point() for _ in range(self.shapes.randint(0, 5)))
            return Waterfall(self.words(), self.point(), steps, self.point(), self.shapes.random() < 0.5)
        if kind == 3:
            return self.histogram()
        if kind == 4:
            return self.lines()
        if kind == 5 and self.shapes.random() < 0.5:
            return self.tradeoff()
        of = self.histogram if self.shapes.random() < 0.5 else self.lines
        return Multiples(tuple((Name(self.words()), of()) for _ in range(self.shapes.randint(0, 5))))

    def chart(self, kind):
        return Chart(self.next("chart"), self.text(), f"Chart of {self.words()}.", self.drawing(kind), self.table())

    def block(self, kind):
        if kind == 0:
            return self.paragraph()
        if kind == 1:
            return Items(tuple(self.paragraph() for _ in range(self.shapes.randint(1, 4))))
        if kind == 2:
            return Callout(self.next("message"), self.shapes.choice(_MARKS), self.text())
        if kind == 3:
            return self.table()
        if kind == 4:
            terms = tuple(
                Term(self.next("term"), self.text(1), tuple(self.text(2) for _ in range(self.shapes.randint(1, 2))),
                     self.shapes.random() < 0.3)
                for _ in range(self.shapes.randint(1, 3))
            )  # fmt: skip
            return Terms(self.next("terms"), terms)
        return self.chart(kind - 5)

    def section(self, kinds, depth=1):
        inner = kinds[len(kinds) // 2 :] if depth < 3 and len(kinds) > 1 else []
        blocks = [self.block(kind) for kind in (kinds[: len(kinds) - len(inner)])]
        if inner:
            blocks.append(self.section(inner, depth + 1))
        return Section(self.next("section"), self.words(), tuple(blocks))


def document(seed, *, harmless=False):
    """Return the document of a seed, hostile or with harmless texts.

    Eleven documents one after the other hold every kind of block and drawing.
    """
    pool = _HARMLESS if harmless else HOSTILE
    maker = _Maker(random.Random(seed), random.Random(-1 - seed), pool, {})  # noqa: S311 - no secret is drawn
    kinds = [seed % 11, (seed + 5) % 11, (seed * 7 + 3) % 11, maker.shapes.randrange(5)]
    sections = tuple(maker.section(part) for part in (kinds[:3], kinds[3:]))
    notices = tuple(maker.paragraph() for _ in range(maker.shapes.randint(0, 2)))
    title, lead = maker.text(1), maker.text()
    return Document(
        maker.shapes.choice(("brief", "technical", "annex", "letter", "audit")),
        title,
        lead,
        sections,
        maker.facts,
        "2026-11-21",
        about={"version": "1.0", "owner": maker.words(), "seeds": maker.words()},
        notices=notices,
        expires=maker.shapes.choice(("", "2027-01-01", "2020-01-01")),
    )
