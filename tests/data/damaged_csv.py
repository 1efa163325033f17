"""CSV files as the world damages them, made from a seed, and what Python's own reader finds in them."""

from __future__ import annotations

import codecs
import csv
import io
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

SEPARATORS = (",", ",", ",", ";", "\t", "|")
BEFORE = re.compile(r"\A(?: *(?:\r\n|\n|\r))+")  # the header
MOST_KINDS = 4  # of damage in one file


@dataclass
class Draft:
    """A file on its way: lines of fields as they are written, then one text, then bytes."""

    random: random.Random
    separator: str
    lines: list[list[str]]
    end: str = "\n"
    encoding: str = "utf-8"
    after: list[Callable[[Draft, bytes], bytes]] = field(default_factory=list)
    raw: list[tuple[int, str]] = field(default_factory=list)  # lines put between the others
    final_end: bool = True

    def row(self) -> list[str]:
        """Return one of the rows, or the header where there is no other."""
        return self.random.choice(self.lines[1:] or self.lines)

    def put(self, text: str) -> None:
        """Put text in place of a field."""
        row = self.row()
        row[self.random.randrange(len(row))] = text

    def content(self) -> bytes:
        """Return the file."""
        written = [self.separator.join(line) for line in self.lines]
        for place, text in sorted(self.raw, reverse=True):
            written.insert(place, text)
        text = self.end.join(written) + (self.end if self.final_end else "")
        content = text.encode(self.encoding, "replace")
        for change in self.after:
            content = change(self, content)
        return content


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def ragged_short(draft: Draft) -> None:
    row = draft.row()
    if len(row) > 1:
        row.pop()


def ragged_long(draft: Draft) -> None:
    draft.row().append("more")


def trailing_separators(draft: Draft) -> None:
    for line in draft.lines:
        line.append("")


def stray_quote(draft: Draft) -> None:
    draft.put('5" pipe')


def open_quote(draft: Draft) -> None:
    draft.put('"never closed')


def text_after_quote(draft: Draft) -> None:
    draft.put('"quoted" and more')


def nul(draft: Draft) -> None:
    draft.put("a\0b")


def many_nuls(draft: Draft) -> None:
    draft.after.append(lambda _, content: content + b"\0" * 3 * len(content))


def mark(draft: Draft) -> None:
    draft.after.append(lambda _, content: codecs.BOM_UTF8 + content)


def latin1(draft: Draft) -> None:
    def change(draft: Draft, content: bytes) -> bytes:
        place = draft.random.randrange(len(content) + 1)
        return content[:place] + "é".encode("latin-1") + content[place:]

    draft.after.append(change)


def utf16(draft: Draft) -> None:
    draft.encoding = "utf-16"


def cut_off(draft: Draft) -> None:
    draft.after.append(lambda draft, content: content[: draft.random.randrange(len(content) + 1)])


def large_cell(draft: Draft) -> None:
    draft.put(quoted("long " * draft.random.choice((30_000, 200_000))))


def huge_cell(draft: Draft) -> None:
    draft.put(quoted("long, " * 1_750_000))


def same_names(draft: Draft) -> None:
    draft.lines[0][-1] = draft.lines[0][0]


def no_name(draft: Draft) -> None:
    draft.lines[0][draft.random.randrange(len(draft.lines[0]))] = ""


def nan_name(draft: Draft) -> None:
    draft.lines[0][-1] = "NaN"


def hostile_name(draft: Draft) -> None:
    names = ("<script>alert(1)</script>", "c0", "x" * 300, "😀", quoted('a"b'), quoted("a\nb"), "'; DROP TABLE t; --")
    draft.lines[0][0] = draft.random.choice(names)


def header_only(draft: Draft) -> None:
    del draft.lines[1:]


def nothing(draft: Draft) -> None:
    draft.after.append(lambda *_: b"")


def only_blank_lines(draft: Draft) -> None:
    draft.after.append(lambda *_: b"\n\r\n  \n\n")


def formula(draft: Draft) -> None:
    draft.put(quoted(draft.random.choice(("=cmd|' /C calc'!A0", "@SUM(1,2)", "+1+1", "-2+3", '=HYPERLINK("x")'))))


def carriage_returns(draft: Draft) -> None:
    draft.end = "\r"


def mixed_ends(draft: Draft) -> None:
    draft.end = "\r\n"
    draft.after.append(lambda _, content: content.replace(b"\r\n", b"\n", 3))


def blank_lines(draft: Draft) -> None:
    for _ in range(draft.random.randint(1, 4)):
        draft.raw.append((draft.random.randint(0, len(draft.lines)), draft.random.choice(("", "   "))))


def comment(draft: Draft) -> None:
    draft.raw.append((draft.random.randint(0, len(draft.lines)), "# made by a careful program"))


def blanks(draft: Draft) -> None:
    for line in draft.lines:
        line[:] = [f" {text}\t" if not text.startswith('"') else text for text in line]


def quoted_lines(draft: Draft) -> None:
    draft.put(quoted(f"one\ntwo{draft.separator}three\r\nfour\rfive"))


def no_final_end(draft: Draft) -> None:
    draft.final_end = False


def codes(draft: Draft) -> None:
    for line in draft.lines[1:]:
        line[0] = f"00{draft.random.randrange(10_000)}"


def long_numbers(draft: Draft) -> None:
    for line in draft.lines[1:]:
        line[0] = str(draft.random.randrange(10**19, 10**22))


def no_dates(draft: Draft) -> None:
    for line in draft.lines[1:]:
        line[-1] = draft.random.choice(("2020-02-30", "2020-02-28", "2020-02-28T25:00"))


def controls(draft: Draft) -> None:
    draft.put("".join(chr(code) for code in (1, 7, 27, 127)) + "\x1b[31mred\u202e\u2028\x85\ufeff")


def other_separator(draft: Draft) -> None:
    draft.put(quoted(";|\t,"))


def missing_words(draft: Draft) -> None:
    for word in ("NA", "", "null", "None", "?", "n/a", "nan"):
        draft.put(word)


DAMAGE: dict[str, Callable[[Draft], None]] = {
    one.__name__: one
    for one in (
        ragged_short, ragged_long, trailing_separators, stray_quote, open_quote, text_after_quote, nul, many_nuls, mark,
        latin1, utf16, cut_off, large_cell, same_names, no_name, nan_name, hostile_name, header_only, nothing,
        only_blank_lines, formula, carriage_returns, mixed_ends, blank_lines, comment, blanks, quoted_lines,
        no_final_end, codes, long_numbers, no_dates, controls, other_separator, missing_words,
    )
}  # fmt: skip
"""Kinds of damage; not all of them make a file unreadable."""


def table(chosen: random.Random) -> list[list[str]]:
    """Return a whole table: a header and rows of text, numbers, truths and days."""
    makers: tuple[tuple[str, Callable[[], str]], ...] = (
        ("name", lambda: chosen.choice(("Ann", "René", "李", "O'Neil", quoted("Smith, Jo"), quoted('"x"')))),
        ("age", lambda: str(chosen.randint(18, 99))),
        ("score", lambda: f"{chosen.uniform(-5, 5):.3f}"),
        ("member", lambda: chosen.choice(("true", "false"))),
        ("born", lambda: f"{chosen.randint(1930, 2005)}-{chosen.randint(1, 12):02}-{chosen.randint(1, 28):02}"),
        ("seen", lambda: f"2024-05-{chosen.randint(1, 28):02} {chosen.randint(0, 23):02}:30"),
    )
    used = chosen.sample(makers, chosen.randint(1, len(makers)))
    n_rows = chosen.choice((1, 2, 7, 40, 400))
    return [[name for name, _ in used], *([make() for _, make in used] for _ in range(n_rows))]


def damaged(seed: int) -> tuple[list[str], str, bytes]:
    """Return the kinds of damage, the separator and the content of a file."""
    chosen = random.Random(seed)  # noqa: S311 - tests, not secrets
    lines = table(chosen)
    separator = chosen.choice(SEPARATORS) if len(lines[0]) > 1 else ","
    draft = Draft(chosen, separator, lines)
    kinds = chosen.sample(sorted(DAMAGE), chosen.randint(1, MOST_KINDS))
    for kind in kinds:
        DAMAGE[kind](draft)
    return kinds, draft.separator, draft.content()


@dataclass(frozen=True)
class Found:
    """What Python's reader finds: records without those of blank lines, and why the file should be refused."""

    records: list[list[str]]
    refusals: tuple[str, ...]


def found(content: bytes, separator: str) -> Found:
    """Return what is in a file, by Python's reader."""
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        return Found([], ("encoding",))
    if not marked and content[: 2**16].count(0) > len(content[: 2**16]) / 4:
        return Found([], ("nuls",))  # text of two bytes a character that does not say so
    records = list(records_of(text, separator))
    return Found(records, tuple(refusals(text, separator, records)))


def records_of(text: str, separator: str) -> Iterator[list[str]]:
    before = csv.field_size_limit(2**28)
    try:
        records = csv.reader(io.StringIO(BEFORE.sub("", text), newline=""), delimiter=separator)
        header = next(records, None)
        if header:
            yield header
        # A line of blanks is a value that is missing where lines have one field, and no row elsewhere.
        yield from (one for one in records if one and (len(one) > 1 or len(header) == 1 or one[0].strip(" ")))
    finally:
        csv.field_size_limit(before)


def refusals(text: str, separator: str, records: list[list[str]]) -> Iterator[str]:
    """Return why a file should be refused; nothing where it should be read."""
    if not records:
        yield "empty"
        return
    if len(records) == 1:
        yield "no rows"
    if len({len(record) for record in records}) > 1:
        yield "ragged"
    if len(records[0]) == 1 and any(one in records[0][0].strip(" \t") for one in ";|\t"):
        yield "separator"  # nobody can tell whether the header has one name or several
    names = [name.strip(" \t") for name in records[0]]
    names = [name or f"column {place}" for place, name in enumerate(names, start=1)]
    if len(set(names)) < len(names):
        yield "names"
    try:
        list(csv.reader(io.StringIO(text + "\0", newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error) or records[-1][-1].endswith(("\n", "\r", "\n\0")):
            yield "open quote"
    if open_at_the_end(text, separator):
        yield "open quote"


def open_at_the_end(text: str, separator: str) -> bool:
    """Return whether a quote is open at the end: a line put there becomes a part of the last record."""
    end = "e" * 40
    joined = text + ("" if text.endswith(("\n", "\r")) else "\n") + end
    return list(records_of(joined, separator))[-1] != [end]
