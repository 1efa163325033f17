"""How hard a report is to read: the Flesch–Kincaid grade of its prose.

``0.39 · words / sentences + 11.8 · syllables / words - 15.59``: about the number of school years after
which somebody reads it with ease. It counts lengths and knows nothing of meaning, so a low grade is not
yet plain language; a high one is never plain language.

Syllables are counted by rules: one for each group of vowels; a silent *e* at the end is none, nor is the
*e* of *-ed* and *-es* where it is not heard; two vowels that are said apart (*cre-ate*, *radi-o*) are two.
Words that the rules get wrong stand in a list. Kincaid, J. P. and others (1975), Research Branch Report 8-75.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from workbench.document.nodes import Callout, Chart, Document, Items, Paragraph, Section, Terms
from workbench.document.text import Text

__all__ = ["flesch_kincaid", "prose", "reading_grade", "sentences", "syllables"]

_WORD = re.compile(r"[^\W_]+(?:[.,'’:/–-][^\W_]+)*")
_END = re.compile(r"[.!?…]+[”’\")\]]*(?=\s|$)")
_NO_END = re.compile(r"(?:^|[\s(“\"])(?:[A-Za-z]\d*|[A-Z]{1,3}\d+|e\.g|i\.e|etc|vs|cf|No|Art|Dr|Mr|Mrs|Ms)\.$")
_NEUTRAL = "thing"
"""What stands for a name that somebody gave, and for a number: one word of one syllable."""

_EXCEPTIONS: Mapping[str, int] = MappingProxyType(
    {
        "area": 3, "automatically": 5, "baseline": 2, "business": 2, "caveat": 3, "caveats": 3, "colleague": 2,
        "cruel": 2, "different": 2, "differently": 3, "every": 2, "everybody": 4, "everyone": 3, "everything": 3,
        "fuel": 2, "household": 2, "idea": 3, "ideal": 3, "ideas": 3, "influence": 3, "influenced": 3,
        "interesting": 3, "maybe": 2, "people": 2, "react": 2, "reality": 4, "reassuring": 4, "reuse": 2, "reused": 2,
        "safety": 2, "several": 2, "somebody": 3, "someone": 2, "something": 2, "sometimes": 2, "somewhere": 2,
        "technique": 2, "theatre": 3, "therefore": 2, "unique": 2, "vague": 1, "wednesday": 2, "whoever": 3,
        "isn't": 2, "doesn't": 2, "wasn't": 2, "couldn't": 2, "wouldn't": 2, "didn't": 2, "hasn't": 2, "shouldn't": 2,
    }
)  # fmt: skip


def reading_grade(document: Document) -> float:
    """Return the Flesch–Kincaid grade of a document's prose.

    Prose is what stands in sentences: the lead, notices, paragraphs, list items, verdicts, takeaways of
    charts, and what is said of terms. Tables, headings and labels are not. What a person named (a column,
    a group) is one word of one syllable, whatever it is, and so is a number: the grade is that of the
    report's own words.

    Parameters
    ----------
    document : Document
        Any.

    Returns
    -------
    float
        ``nan`` where the document has no prose.

    Examples
    --------
    >>> from workbench.document.nodes import Section
    >>> text = ("You asked for a loan.", " We said no.")
    >>> section = Section("a", "Decision", (Paragraph("b", text),))
    >>> round(reading_grade(Document("letter", ("A letter",), (), (section,), {}, "2026-11-21")), 1)
    -2.2
    """
    return flesch_kincaid(_spoken(text) for text in prose(document))


def flesch_kincaid(texts: Iterable[str]) -> float:
    """Return the Flesch–Kincaid grade of some texts; the end of a text ends a sentence.

    Parameters
    ----------
    texts : iterable of str
        Paragraphs.

    Examples
    --------
    >>> round(flesch_kincaid(["The cat sat on the mat."]), 2)
    -1.45
    """
    words = [_words(sentence) for text in texts for sentence in sentences(text)]
    counted = [sentence for sentence in words if sentence]
    n_words = sum(len(sentence) for sentence in counted)
    if not n_words:
        return math.nan
    n_syllables = sum(syllables(word) for sentence in counted for word in sentence)
    return 0.39 * n_words / len(counted) + 11.8 * n_syllables / n_words - 15.59


def prose(document: Document) -> Iterator[Text]:
    """Yield the texts of a document that stand in sentences.

    Parameters
    ----------
    document : Document
        Any.

    Yields
    ------
    Text
        In reading order. What a person wrote into a form, with no word of the report's own, is left out.
    """
    for text in _texts(document):
        if any(isinstance(part, str) and _WORD.search(part) for part in text):
            yield text


def _texts(document: Document) -> Iterator[Text]:
    yield document.lead
    yield from (notice.text for notice in document.notices)
    for section in document.sections:
        yield from _of_section(section)


def _of_section(section: Section) -> Iterator[Text]:
    for block in section.blocks:
        if isinstance(block, Section):
            yield from _of_section(block)
        elif isinstance(block, (Paragraph, Callout)):
            yield block.text
        elif isinstance(block, Items):
            yield from (item.text for item in block.items)
        elif isinstance(block, Terms):
            yield from (text for term in block.terms for text in term.meaning)
        elif isinstance(block, Chart):
            yield block.takeaway


def sentences(text: str) -> list[str]:
    """Return the sentences of a text.

    A full stop ends one where white space follows, but not after a single letter, a code such as *A4.*
    or an abbreviation, and not within a number.

    Examples
    --------
    >>> sentences("It is 0.5. See A4. for more, e.g. this. Good?")
    ['It is 0.5.', 'See A4. for more, e.g. this.', 'Good?']
    """
    found, start = [], 0
    for end in _END.finditer(text):
        if _NO_END.search(text[start : end.end()]) and text[end.end() :].strip():
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    return [*found, *([text[start:].strip()] if text[start:].strip() else [])]


def syllables(word: str) -> int:
    """Return how many syllables an English word has; what holds a digit has one.

    Examples
    --------
    >>> [syllables(word) for word in ("tolerance", "decided", "sure", "four-fifths", "28.3")]
    [3, 3, 1, 2, 1]
    """
    if any(character.isdigit() for character in word):
        return 1
    return sum(_syllables(part) for part in re.split(r"[^a-zà-ÿ'’]+", word.lower()) if part) or 1


def _syllables(word: str) -> int:
    word = word.replace("’", "'")
    if word in _EXCEPTIONS:
        return _EXCEPTIONS[word]
    plain = re.sub(r"'(s|re|ve|ll|d|m|t)?$", "", word)
    if plain in _EXCEPTIONS:
        return _EXCEPTIONS[plain]
    return max(1, len(re.findall(r"[aeiouyà-ÿ]+", _heard(plain))) + len(_APART.findall(plain)))


def _heard(word: str) -> str:
    """Return a word without the letters e that nobody hears."""
    if re.search(r"[^aeiouyl]le[sd]?$", word):  # ta-ble, ta-bles, trou-bled: the e is heard before the l
        return word
    if re.search(r"[aeiouy].*(?<![td])ed$", word):  # tried, learned, but wan-ted, nee-ded
        word = word[:-2] + ("" if re.search(r"[^aeiouy]ed$", word) else "d")
    elif re.search(r"[aeiouy].*(?<!s)(?<!z)(?<!x)(?<!c)(?<!g)(?<!ch)(?<!sh)es$", word):  # rates, but cha-ses, pla-ces
        word = word[:-2] + ("" if re.search(r"[^aeiouy]es$", word) else "s")
    elif re.search(r"[aeiouy].*[^aeiouy]e$", word):
        word = word[:-1]
    # A silent e within: statement, useful, safely, somehow.
    return re.sub(r"([aeiouy][^aeiouy])e(?=(?:ment|ful|less|ly|lier|lihood|ness|how|what|times)s?$)", r"\1", word)


_APART = re.compile(
    r"(?<![tscgx])i(?=o(?!u))|i(?=os?$)|(?<![tcs])i(?=a(?!g))|i(?=ou|um|et|en[ct])|e(?=o(?!u)|ing|um)|"
    r"(?<=cr)ea(?=t)|(?<![gq])u(?=a(?!r[dt])|ing|ity)|u(?=ous)|(?<=[a-z])y(?=i|o(?!u)|er)|o(?=ing|er)|sm$"
)
"""Vowels beside each other that are said apart: *radi-o*, *cre-ate*, *gradu-al*, *employ-er*."""


def _words(sentence: str) -> list[str]:
    return _WORD.findall(sentence)


def _spoken(text: Text) -> str:
    """Return a text with one neutral word for each name and each number."""
    return "".join(part if isinstance(part, str) else _NEUTRAL for part in text)
