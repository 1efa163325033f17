"""Is what is printed what was recorded? Block by block; where they differ, whose number it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from workbench.report.printed.contract import Mark, Printed, PrintedBlock
from workbench.report.verification.result import Passage

__all__ = ["Differences", "compare_print"]

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_LONGEST = 200


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


def compare_print(
    recorded: Sequence[PrintedBlock], drawings: dict[str, str], printed: Printed, *, editable: bool
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
        Whether sentences may be changed, as long as no number is.
    """
    found = Differences()
    for before, after in _pairs(recorded, printed.blocks):
        _compare_block(before, after, found, editable=editable)
    for name in sorted({*drawings, *printed.drawings}):
        if drawings.get(name) != printed.drawings.get(name):
            found.passages.append(Passage("altered", f"drawing {name}", _drawing_found(name, printed)))
    return found


def _drawing_found(name: str, printed: Printed) -> str:
    return "another drawing" if name in printed.drawings else ""


def _pairs(
    before: Sequence[PrintedBlock], after: Sequence[PrintedBlock]
) -> Iterator[tuple[PrintedBlock | None, PrintedBlock | None]]:
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
    if len(old) == len(new):
        yield from zip(old, new, strict=True)
        return
    matcher = SequenceMatcher(None, [one.text for one in old], [one.text for one in new], autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        left, right = old[i1:i2], new[j1:j2]
        both = min(len(left), len(right)) if kind != "equal" else len(left)
        yield from zip(left[:both], right[:both], strict=True)
        yield from ((one, None) for one in left[both:])
        yield from ((None, one) for one in right[both:])


def _compare_block(
    before: PrintedBlock | None, after: PrintedBlock | None, found: Differences, *, editable: bool
) -> None:
    if before is not None and after is not None and before.text == after.text:
        _compare_marks(before, after, found)
        return
    if before is None or after is None:
        text = (before or after or PrintedBlock("")).text[:_LONGEST]
        if before is not None and not editable:
            for mark in before.marks:
                found.facts.setdefault(mark.fact, []).append("no longer printed")
        written, now = (text, "") if after is None else ("", text)
        found.passages.append(Passage("edited" if editable else "altered", written, now))
        return
    touched, elsewhere, number = _touched(before, after)
    for mark, text in touched:
        found.facts.setdefault(mark.fact, []).append(text)
    if elsewhere:
        found.passages.append(
            Passage("edited" if editable and not number else "altered", before.text[:_LONGEST], after.text[:_LONGEST])
        )


def _compare_marks(before: PrintedBlock, after: PrintedBlock, found: Differences) -> None:
    """Compare which facts stand in a text that reads the same; a mark that an editor removed says nothing."""
    now = {(mark.start, mark.end): mark for mark in after.marks}
    for mark in before.marks:
        other = now.get((mark.start, mark.end))
        if other is not None and (other.fact, other.part) != (mark.fact, mark.part):
            found.facts.setdefault(mark.fact, []).append(f"marked as {other.fact}")


def _touched(before: PrintedBlock, after: PrintedBlock) -> tuple[list[tuple[Mark, str]], bool, bool]:
    """Return the facts in whose text something changed, with what stands there now, and whether other text did.

    Last, whether a number changed that is no fact's mark, such as one in a text alternative.
    """
    old, new = _TOKEN.findall(before.text), _TOKEN.findall(after.text)
    starts, elsewhere, number = _starts(old), False, False
    touched: dict[Mark, str] = {}
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        first, last, text = starts[i1], starts[i2], "".join(new[j1:j2])
        inside = [mark for mark in before.marks if _reaches(mark, first, last, text)]
        touched.update(dict.fromkeys(inside, text))
        rest = [at for at in range(first, last) if not any(mark.start <= at < mark.end for mark in inside)]
        elsewhere = elsewhere or not inside or any(not before.text[at].isspace() for at in rest)
        number = number or any(before.text[at].isdecimal() for at in rest)
    return list(touched.items()), elsewhere, number


def _reaches(mark: Mark, first: int, last: int, text: str) -> bool:
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
