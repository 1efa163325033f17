"""Is what is printed what was recorded? Block by block; where they differ, whose number it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

from workbench.document.wording import MARKS
from workbench.report.fixed import Fixed
from workbench.report.printed.contract import Mark, Printed, PrintedBlock
from workbench.report.verification.drawn import called
from workbench.report.verification.result import Passage

__all__ = ["GONE", "Differences", "compare_print"]

GONE = "no longer printed"
"""What is said of a number that stands nowhere any more."""

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_LONGEST = 200
_SIGNS = frozenset(mark for mark, _ in MARKS.values())


@dataclass
class Differences:
    """What is printed otherwise than it was recorded.

    Parameters
    ----------
    facts : dict of str to list of str
        Of each fact whose print differs, what stands there.
    passages : list of Passage
        Other places.
    """

    facts: dict[str, list[str]] = field(default_factory=dict)
    passages: list[Passage] = field(default_factory=list)

    def blame(self, fact: str, found: str) -> None:
        """Note what stands where a fact was printed."""
        self.facts.setdefault(fact, []).append(found)

    def note(self, kind: Literal["altered", "edited"], before: str, after: str) -> None:
        """Note a passage that reads otherwise."""
        self.passages.append(Passage(kind, before[:_LONGEST], after[:_LONGEST]))


@dataclass(frozen=True)
class _Recorded:
    """A block as it was recorded, with the words in it that nobody may edit."""

    text: str
    marks: tuple[Mark, ...] = ()
    words: tuple[Fixed, ...] = ()


def compare_print(
    recorded: Sequence[PrintedBlock],
    drawings: dict[str, str],
    printed: Printed,
    *,
    editable: bool,
    words: Sequence[Fixed] = (),
) -> Differences:
    """Return where what is printed is not what was recorded.

    Parameters
    ----------
    recorded : sequence of PrintedBlock
        What was printed when the report was written.
    drawings : dict of str to str
        Digests of the drawings then.
    printed : Printed
        What is printed now.
    editable : bool
        Whether sentences may be changed, as long as no number is, and none of ``words``.
    words : sequence of Fixed
        Verdicts, names and what else may not be changed.
    """
    found = Differences()
    if editable:
        _Edited(found, printed).compare(recorded, words)
    else:
        before = [_Recorded(block.text, block.marks) for block in recorded]
        for one, other in _pairs(before, printed.blocks):
            _compare_block(one, other, found)
    for name in sorted({*drawings, *printed.drawings}):
        if drawings.get(name) != printed.drawings.get(name):
            said, now = called(name, printed.drawings.get(name))
            found.note("altered", said, now)
    return found


def _pairs(
    before: Sequence[_Recorded], after: Sequence[PrintedBlock]
) -> Iterator[tuple[_Recorded | None, PrintedBlock | None]]:
    """Yield what belongs together and differs; alone what is missing, and what was added."""
    start = 0
    while start < min(len(before), len(after)) and before[start].text == after[start].text:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end].text == after[-1 - end].text:
        end += 1
    old, new = list(before[start : len(before) - end]), list(after[start : len(after) - end])
    for one, other in zip(before[:start], after[:start], strict=True):
        yield one, other
    for one, other in zip(before[len(before) - end :], after[len(after) - end :], strict=True):
        yield one, other
    alike = sum(one.text == other.text for one, other in zip(old, new, strict=False))
    if len(old) == len(new) and 2 * alike >= len(old):
        yield from zip(old, new, strict=True)
        return
    matcher = SequenceMatcher(None, [one.text for one in old], [one.text for one in new], autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        left, right = old[i1:i2], new[j1:j2]
        both = min(len(left), len(right)) if kind != "equal" else len(left)
        yield from zip(left[:both], right[:both], strict=True)
        yield from ((one, None) for one in left[both:])
        yield from ((None, one) for one in right[both:])


def _compare_block(before: _Recorded | None, after: PrintedBlock | None, found: Differences) -> None:
    """Compare a block of a format in which nothing may be changed."""
    if before is None or after is None:
        for mark in before.marks if before is not None else ():
            found.blame(mark.fact, GONE)
        found.note("altered", before.text if before is not None else "", after.text if after is not None else "")
    elif before.text == after.text:
        _compare_marks(before, after, found)
    else:
        changes = _changes(before, after)
        for mark, text in changes.marks.items():
            found.blame(mark.fact, text or GONE)
        if changes.elsewhere:
            found.note("altered", before.text, after.text)


class _Edited:
    """Compares a format whose sentences may be edited: a number or a name may be left out where others still say it."""

    def __init__(self, found: Differences, printed: Printed) -> None:
        self._found = found
        self._printed = printed
        self._everything = "\n".join(block.text for block in printed.blocks)
        self._still: set[tuple[str, str]] = set()
        self._left_out: list[Mark] = []

    def compare(self, recorded: Sequence[PrintedBlock], words: Sequence[Fixed]) -> None:
        """Compare all blocks, and then ask what stands nowhere any more."""
        of_block: dict[int, list[Fixed]] = {}
        for one in words:
            of_block.setdefault(one.block, []).append(one)
        before = [
            _Recorded(block.text, block.marks, tuple(of_block.get(place, ()))) for place, block in enumerate(recorded)
        ]
        for old, new in _pairs(before, self._printed.blocks):
            if old is not None and new is not None:
                self._changed(old, new)
            elif old is not None:
                self._removed(old)
            elif new is not None:
                self._added(new)
        for mark in self._left_out:
            if (mark.fact, mark.part) not in self._still:
                self._found.blame(mark.fact, GONE)

    def _added(self, block: PrintedBlock) -> None:
        """Note what was added: a sentence may be, a verdict may not."""
        self._still |= {(mark.fact, mark.part) for mark in block.marks}
        self._found.note("altered" if _SIGNS & set(block.text) else "edited", "", block.text)

    def _removed(self, block: _Recorded) -> None:
        self._left_out += block.marks
        kept = all(one.kind == "name" and block.text[one.start : one.end] in self._everything for one in block.words)
        self._found.note("edited" if kept else "altered", block.text, "")

    def _changed(self, before: _Recorded, after: PrintedBlock) -> None:
        if before.text == after.text:
            _compare_marks(before, after, self._found)
            self._still |= {(mark.fact, mark.part) for mark in before.marks}
            return
        changes = _changes(before, after)
        self._still |= {(mark.fact, mark.part) for mark in before.marks if mark not in changes.marks}
        for mark, text in changes.marks.items():
            self._found.blame(mark.fact, text or GONE)
        if changes.elsewhere or changes.words:
            altered = changes.words or changes.number or _SIGNS & (set(after.text) - set(before.text))
            self._found.note("altered" if altered else "edited", before.text, after.text)


def _compare_marks(before: _Recorded, after: PrintedBlock, found: Differences) -> None:
    """Compare which facts stand in a text that reads the same; a mark that an editor removed says nothing."""
    now = {(mark.start, mark.end): mark for mark in after.marks}
    for mark in before.marks:
        other = now.get((mark.start, mark.end))
        if other is not None and (other.fact, other.part) != (mark.fact, mark.part):
            found.blame(mark.fact, f"marked as {other.fact}")


@dataclass
class _Changes:
    """What changed in a block: the facts touched with what stands there now, and whether words or numbers did."""

    marks: dict[Mark, str] = field(default_factory=dict)
    elsewhere: bool = False
    number: bool = False  # one that is no fact's mark, such as one in a text alternative
    words: bool = False  # words that nobody may edit


def _changes(before: _Recorded, after: PrintedBlock) -> _Changes:
    old, new = _TOKEN.findall(before.text), _TOKEN.findall(after.text)
    starts, found = _starts(old), _Changes()
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        first, last, text = starts[i1], starts[i2], "".join(new[j1:j2])
        inside = [mark for mark in before.marks if _reaches(mark, first, last, text)]
        found.marks.update(dict.fromkeys(inside, text))
        rest = [at for at in range(first, last) if not any(mark.start <= at < mark.end for mark in inside)]
        found.elsewhere = found.elsewhere or not inside or any(not before.text[at].isspace() for at in rest)
        found.number = found.number or any(before.text[at].isdecimal() for at in rest)
        found.words = found.words or any(
            _reaches(one, first, last, text) or one.end - one.start == len(before.text) for one in before.words
        )
    return found


def _reaches(mark: Mark | Fixed, first: int, last: int, text: str) -> bool:
    """Whether a change from ``first`` to ``last`` touches a number; a sign set beside it does."""
    if first < last:
        return mark.start < last and first < mark.end
    beside = (mark.start == first and not text[-1:].isspace()) or (mark.end == first and not text[:1].isspace())
    return mark.start < first < mark.end or beside


def _starts(tokens: Sequence[str]) -> list[int]:
    starts, at = [], 0
    for token in tokens:
        starts.append(at)
        at += len(token)
    return [*starts, at]
